"""``hegao check``: check drafts and say what is wrong with them."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from hegao import __version__
from hegao.cli import FAILED, FOUND, OK
from hegao.cli.choosing import Chooser, add_rule_options, add_settings_options
from hegao.cli.console import UsageError, fail, terminal_width, use_utf8, wants_color, warn
from hegao.cli.examine import Examined, Examiner
from hegao.cli.progress import Progress
from hegao.cli.workers import WORTHWHILE, default_jobs, examine_all
from hegao.config.model import Settings, Suppression
from hegao.config.suppress import target
from hegao.report.model import Options, Output, Summary
from hegao.report.registry import FOR_PEOPLE, FORMATS, make_presenter
from hegao.rulepack.model import Rule
from hegao.sources.discovery import STDIN, Excludes, Found, discover
from hegao.sources.encodings import SourceError

_RANKS = {"error": 0, "warning": 1, "info": 2, "never": -1}


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="文件、文件夹（其中的 .md .txt .markdown）或通配符；- 为标准输入；缺省为当前文件夹",
    )
    parser.add_argument("--output-format", choices=tuple(FORMATS), default="text", help="输出格式，缺省 text")
    parser.add_argument("--output-file", metavar="F", help="结果写入这个文件")
    add_rule_options(parser)
    parser.add_argument(
        "--fail-on", choices=tuple(_RANKS), default="warning", help="从哪一级起以状态 1 结束，缺省 warning"
    )
    add_settings_options(parser)
    parser.add_argument("--stdin-filename", metavar="NAME", help="从标准输入读草稿，并以此为文件名")
    parser.add_argument("--force-exclude", action="store_true", help="exclude 对写明的文件也有效（供钩子用）")
    parser.add_argument("--allow-empty", action="store_true", help="一份草稿也没有时不算出错")
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="用几个进程，缺省自定")
    parser.add_argument("--no-cache", action="store_true", help="不用缓存（现在没有缓存，此项无作用）")
    parser.add_argument("--statistics", action="store_true", help="末尾列出各规则的次数")
    parser.add_argument("-q", "--quiet", action="store_true", help="只输出问题，不输出小结")
    parser.add_argument("-v", "--verbose", action="store_true", help="说明所用设置、编码和用时")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="颜色，缺省 auto")


def run(options: Namespace) -> int:
    """Check and present; returns the exit status."""
    started = time.perf_counter()
    chooser = Chooser.of(options)
    files, errors = _files(options, chooser)
    _warm_up(chooser, files)
    with _destination(options) as stream:
        shown = _presentation(options, stream)
        examiner = Examiner(chooser, options.output_format, shown, options.stdin_filename or "")
        count = _Count(unreadable=len(errors))
        for error in errors:
            fail(error, FAILED)
        output = Output(make_presenter(options.output_format, shown), stream)
        jobs = options.jobs or default_jobs(len(files))
        progress = Progress(len(files), wanted=len(files) >= WORTHWHILE and not options.quiet)
        for examined in examine_all(examiner, files, jobs):
            if examined.error or (examined.output and stream.isatty()):
                progress.clear()
            if examined.error:
                fail(examined.error, FAILED)
            else:
                output.put(examined.output)
            count.add(examined)
            progress.step()
        progress.clear()
        settings = _settings_of(chooser, files)
        if options.verbose:
            _tell_settings(settings)
        if count.files or options.output_format not in FOR_PEOPLE:
            output.finish(count.summary(settings, time.perf_counter() - started))
    return _status(options, count)


class _Count:
    """The run as a whole, counted as it goes."""

    def __init__(self, unreadable: int) -> None:
        self.files = self.reports = self.skipped = self.suppressed = 0
        self.unreadable = unreadable
        self.relations_checked = self.relations_broken = 0
        self.codes: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self._concerned: set[Suppression] = set()
        self._used: set[Suppression] = set()

    def add(self, examined: Examined) -> None:
        if examined.error or examined.skipped:
            self.unreadable += bool(examined.error)
            self.skipped += examined.skipped
            return
        self.files += 1
        self.reports += examined.report
        self.codes.update(examined.codes)
        self.severities.update(examined.severities)
        self.suppressed += examined.suppressed
        self.relations_checked += examined.relations_checked
        self.relations_broken += examined.relations_broken
        self.failures.update(examined.failures)
        self._concerned |= examined.concerned
        self._used |= examined.used

    def summary(self, settings: tuple[Settings, ...], seconds: float) -> Summary:
        return Summary(
            files=self.files,
            reports=self.reports,
            skipped=self.skipped,
            errors=self.severities["error"],
            warnings=self.severities["warning"],
            infos=self.severities["info"],
            suppressed=self.suppressed,
            relations_checked=self.relations_checked,
            relations_broken=self.relations_broken,
            codes=self.codes,
            rules=_rules(settings, self.codes),
            failures=self.failures,
            unreadable=self.unreadable,
            unused_suppressions=tuple(self._unused(settings)),
            seconds=seconds,
        )

    def _unused(self, settings: tuple[Settings, ...]) -> Iterator[str]:
        """Suppressions of files that were checked, or are not there at all, that met no finding."""
        for entry in dict.fromkeys(entry for one in settings for entry in one.suppress):
            if entry in self._used:
                continue
            path = target(entry)
            if path and not os.path.exists(path):  # noqa: PTH110
                yield f"{entry.origin}：豁免“{entry}”所指的文件不存在。请改正 file，或删去这一条。"
            elif entry in self._concerned:
                yield f"{entry.origin}：豁免“{entry}”没有对应的问题，已无作用。请删去这一条。"


def _jobs(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count


def _files(options: Namespace, chooser: Chooser) -> tuple[list[Found], list[str]]:
    """The files meant and a message for each argument that means none."""
    if options.stdin_filename is not None:
        others = [path for path in options.paths if path != STDIN]
        if others:
            raise UsageError(f"--stdin-filename 表示只读标准输入，不能再写文件“{others[0]}”。")
        excluded = options.force_exclude and _excludes(chooser, options.stdin_filename).match(options.stdin_filename)
        return ([] if excluded else [Found(STDIN, named=True)]), []
    files: list[Found] = []
    errors: list[str] = []
    for path in options.paths or ["."]:
        for found in discover([path], _excludes(chooser, path), options.force_exclude):
            if isinstance(found, SourceError):
                errors.append(str(found))
            else:
                files.append(found)
    return _each_once(files) if len(options.paths) > 1 else files, errors


def _each_once(files: list[Found]) -> list[Found]:
    """A file once, even when several arguments mean it; named when one of them names it."""
    kept: dict[str, Found] = {}
    for found in files:
        key = found.path if found.path == STDIN else os.path.normcase(os.path.abspath(found.path))  # noqa: PTH100
        if key not in kept or (found.named and not kept[key].named):
            kept[key] = found
    return list(kept.values())


def _excludes(chooser: Chooser, path: str) -> Excludes:
    settings = chooser.settings("" if path == STDIN else path)
    return Excludes(settings.root, settings.exclude)


@contextmanager
def _destination(options: Namespace) -> Iterator[TextIO]:
    """Where the result goes."""
    if not options.output_file:
        if options.output_format not in FOR_PEOPLE and not sys.stdout.isatty():
            use_utf8(sys.stdout)
        yield sys.stdout
        return
    try:
        stream = open(options.output_file, "w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: PTH123, SIM115
    except OSError as error:
        raise UsageError(
            f"{options.output_file}：写不了这个文件（{error.strerror}）。请检查文件夹是否存在、是否有权限。"
        ) from error
    with stream:
        yield stream


def _presentation(options: Namespace, stream: TextIO) -> Options:
    return Options(
        color=wants_color(options.color, stream),
        width=terminal_width(stream),
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        version=__version__,
        root=os.getcwd(),  # noqa: PTH109
    )


def _warm_up(chooser: Chooser, files: list[Found]) -> None:
    """Read settings and rules before processes part, and complain of wrong ones at once."""
    from hegao.config.rules import active_rules
    from hegao.rulepack.load import form_for_year, load_form

    if files:
        settings = chooser.settings("" if files[0].path == STDIN else files[0].path)
        active_rules(settings, (form_for_year(None) if settings.pack == "auto" else load_form(settings.pack)).key)


def _settings_of(chooser: Chooser, files: list[Found]) -> tuple[Settings, ...]:
    """The settings of all files; those that other processes read are read here too."""
    for folder in {os.path.dirname(found.path) for found in files if found.path != STDIN}:  # noqa: PTH120
        chooser.settings(folder)
    return chooser.seen()


def _tell_settings(settings: tuple[Settings, ...]) -> None:
    for one in settings:
        warn(f"设置：{' ← '.join(one.files) if one.files else '没有 hegao.toml，用缺省设置'}")


def _rules(settings: tuple[Settings, ...], codes: Counter[str]) -> dict[str, Rule]:
    """The rules that found something, by code."""
    from hegao.config.rules import all_rules
    from hegao.rulepack.load import FORMS

    found: dict[str, Rule] = {}
    for one in settings if codes else ():
        for form_key in FORMS:
            if len(found) == len(codes):
                return found
            for rule in all_rules(one, form_key):
                if rule.code in codes:
                    found.setdefault(rule.code, rule)
    return found


def _status(options: Namespace, count: _Count) -> int:
    if count.unreadable:
        return FAILED
    if count.failures:
        listed = "、".join(sorted(count.failures))
        return fail(f"规则 {listed} 运行出错，结果不完整。请把规则代码和版本 {__version__} 反馈给维护者。", FAILED)
    if not count.files and not (options.allow_empty or options.force_exclude):
        skipped = f"（{count.skipped} 个文件不像报告，已跳过；写明文件名则照样核对）" if count.skipped else ""
        return fail(
            f"没有找到报告草稿{skipped}。请写明文件，如 hegao check 草稿.md；确可为空时加 --allow-empty。", FAILED
        )
    threshold = _RANKS[options.fail_on]
    return FOUND if any(count.severities[level] for level, rank in _RANKS.items() if 0 <= rank <= threshold) else OK
