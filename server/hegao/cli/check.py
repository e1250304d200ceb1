"""``hegao check``: check drafts and say what is wrong with them."""

from __future__ import annotations

import os
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO, TextIOWrapper
from typing import BinaryIO, TextIO

from hegao import __version__
from hegao.cli import FAILED, FOUND, OK
from hegao.cli.choosing import Chooser, add_rule_options, add_settings_options
from hegao.cli.console import UsageError, fail, runs_as_hook, terminal_width, use_utf8, wants_color, warn
from hegao.cli.counting import Count
from hegao.cli.examine import Examined, Examiner
from hegao.cli.fixing import Mode, add_fix_options, each_file_once, folders_of, mode_of
from hegao.cli.progress import Progress
from hegao.cli.workers import WORTHWHILE, default_jobs, examine_all
from hegao.config.model import Settings
from hegao.report.model import Options, Output, Summary
from hegao.report.registry import FOR_PEOPLE, FORMATS, make_presenter
from hegao.report.words import diff_summary, summary_lines
from hegao.rulepack.kept import keep_patterns
from hegao.sources.discovery import STDIN, Excludes, Found, discover
from hegao.sources.encodings import SourceError
from hegao.sources.reasons import reason

_WORD = "docx"
_RANKS = {"error": 0, "warning": 1, "info": 2, "never": -1}


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="文本或 Word 文件、文件夹（其中的 .md .txt .markdown）、通配符；- 为标准输入；缺省当前文件夹",
    )
    parser.add_argument(
        "--output-format",
        choices=tuple(FORMATS),
        default="text",
        metavar="FORMAT",
        help=f"输出格式：{'、'.join(FORMATS)}；缺省 text",
    )
    parser.add_argument("--output-file", metavar="F", help="结果写入这个文件")
    add_fix_options(parser)
    add_rule_options(parser)
    parser.add_argument(
        "--fail-on", choices=tuple(_RANKS), default="warning", help="从哪一级起以状态 1 结束，缺省 warning"
    )
    add_settings_options(parser)
    parser.add_argument("--stdin-filename", metavar="NAME", help="从标准输入读草稿，并以此为文件名")
    parser.add_argument("--force-exclude", action="store_true", help="exclude 对写明的文件也有效（供钩子用）")
    parser.add_argument("--only-reports", action="store_true", help="不像报告的文件写明了也跳过（供钩子用）")
    parser.add_argument("--allow-empty", action="store_true", help="一份草稿也没有时不算出错")
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="用几个进程，缺省自定")
    parser.add_argument("--no-cache", action="store_true", help="不用缓存（现在没有缓存，此项无作用）")
    parser.add_argument("--statistics", action="store_true", help="末尾列出各规则的次数")
    parser.add_argument("-q", "--quiet", action="store_true", help="只输出问题，不输出小结")
    parser.add_argument("-v", "--verbose", action="store_true", help="说明所用设置、编码和用时")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="颜色，缺省 auto")


def run(options: Namespace) -> int:
    """Check, correct where asked for, and present; returns the exit status."""
    started = time.perf_counter()
    mode = mode_of(options)
    if options.output_format == _WORD and not options.output_file:
        raise UsageError("Word 格式的校核单要写入文件，请加 --output-file 校核单.docx。")
    chooser = Chooser.of(options)
    files, errors = _files(options, chooser)
    if options.stdin_filename is not None and not files and mode and not mode.diff:
        # A filter that gives nothing back would empty what an editor puts through it.
        sys.stdout.buffer.write(sys.stdin.buffer.read())
    _warm_up(chooser, files)
    if mode and not mode.diff:
        files = _prepared(files)
    with _destination(options, mode, files) as stream:
        shown = _presentation(options, stream)
        mode = mode and mode._replace(screen=stream.isatty())
        examiner = Examiner(chooser, options.output_format, shown, options.stdin_filename or "", mode)
        count = Count(mode, unreadable=len(errors))
        for error in errors:
            fail(error, FAILED)
        output = Output(make_presenter(options.output_format, shown), stream)
        put = stream.write if mode and mode.diff else output.put
        # Standard input is this process's own.
        jobs = 1 if any(found.path == STDIN for found in files) else options.jobs or default_jobs(len(files))
        wanted = len(files) >= WORTHWHILE and not (options.quiet or runs_as_hook())
        progress = Progress(len(files), wanted)
        for examined in examine_all(examiner, files, jobs):
            if examined.error or examined.refused or (examined.output and stream.isatty()):
                progress.clear()
            if examined.error:
                fail(examined.error, FAILED)
            else:
                _pass_on(examined)
                put(examined.output)
            count.add(examined)
            progress.step()
        progress.clear()
        settings = _settings_of(chooser, files)
        if options.verbose:
            _tell_settings(settings)
        _finish(options, count, output, count.summary(settings, time.perf_counter() - started))
    keep_patterns()
    if not (options.quiet or options.only_reports or options.stdin_filename):
        _tell_word_files(options, chooser, files)
    return _status(options, count, excluded=not files and _all_excluded(options, chooser))


def _tell_word_files(options: Namespace, chooser: Chooser, files: list[Found]) -> None:
    """Name the Word files of the folders: there only text is looked for, and silence would pass for praise."""
    known = {os.path.abspath(found.path) for found in files}  # noqa: PTH100
    for folder in filter(os.path.isdir, options.paths or ["."]):
        found = discover([folder], _excludes(chooser, folder), extensions=(".docx",))
        left = [one.path for one in found if isinstance(one, Found) and os.path.abspath(one.path) not in known]  # noqa: PTH100
        if left:
            every = os.path.join(folder, "**", "*.docx").removeprefix(os.path.join(".", ""))  # noqa: PTH118
            warn(f'{folder}：还有 {len(left)} 个 Word 文件（如 {left[0]}）没有核对；要核对请用：hegao check "{every}"')


def _prepared(files: list[Found]) -> list[Found]:
    """The files to correct, each once, after clearing up behind a run that was killed."""
    from hegao.sources.write import remove_leftovers

    remove_leftovers(folders_of(files))
    return each_file_once(files)


def _pass_on(examined: Examined) -> None:
    """Tell what was refused, and give standard input back corrected."""
    if examined.refused:
        fail(examined.refused, FAILED)
    if examined.corrected is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(examined.corrected)
        sys.stdout.flush()


def _finish(options: Namespace, count: Count, output: Output, summary: Summary) -> None:
    """What follows the last draft."""
    people = options.output_format in FOR_PEOPLE
    if count.mode and count.mode.diff:
        if count.files and summary.fixing and not options.quiet:
            warn(diff_summary(summary.fixing, count.unreadable, count.masked))
    elif count.files or not people:
        output.finish(summary)
        if count.mode and not people and not options.quiet:
            warn(summary_lines(summary, Options())[-1])


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise ArgumentTypeError(f"应为 1 以上的整数，现为“{text}”。不写则自定。")
    return int(text)


def _files(options: Namespace, chooser: Chooser) -> tuple[list[Found], list[str]]:
    """The files meant and a message for each argument that means none."""
    if options.stdin_filename is not None:
        others = [path for path in options.paths if path != STDIN]
        if others:
            raise UsageError(f"--stdin-filename 表示只读标准输入，不能再写文件“{others[0]}”。")
        excluded = options.force_exclude and _excludes(chooser, options.stdin_filename).match(options.stdin_filename)
        return ([] if excluded else [Found(STDIN, named=not options.only_reports)]), []
    files: list[Found] = []
    errors: list[str] = []
    for path in options.paths or ["."]:
        for found in discover([path], _excludes(chooser, path), options.force_exclude):
            if isinstance(found, SourceError):
                errors.append(str(found))
            else:
                files.append(found)
    if options.only_reports:
        # What a hook names are the files of a commit, and nobody chose them for being reports.
        files = [found._replace(named=False) for found in files]
    return _each_once(files) if len(options.paths) > 1 else files, errors


def _each_once(files: list[Found]) -> list[Found]:
    """A file once, even when several arguments mean it; named when one of them names it."""
    kept: dict[str, Found] = {}
    for found in files:
        key = found.path if found.path == STDIN else os.path.normcase(os.path.abspath(found.path))  # noqa: PTH100
        if key not in kept or (found.named and not kept[key].named):
            kept[key] = found
    return list(kept.values())


def _all_excluded(options: Namespace, chooser: Chooser) -> bool:
    """Whether there are files that are meant, and ``exclude`` leaves all of them out."""
    if options.stdin_filename is not None:
        return True
    paths = [path for path in options.paths or ["."] if _excludes(chooser, path).patterns]
    return any(isinstance(found, Found) for found in discover(paths))


def _excludes(chooser: Chooser, path: str) -> Excludes:
    settings = chooser.settings("" if path == STDIN else path)
    return Excludes(settings.root, settings.exclude)


@contextmanager
def _destination(options: Namespace, mode: Mode | None, files: list[Found]) -> Iterator[TextIO]:
    """Where the result goes: not where the corrected text of standard input goes."""
    diff = mode is not None and mode.diff
    if not options.output_file:
        corrected = mode is not None and not diff and any(found.path == STDIN for found in files)
        usual = sys.stderr if corrected else sys.stdout
        if (diff or options.output_format not in FOR_PEOPLE) and not usual.isatty():
            use_utf8(usual)
        yield usual
        return
    if options.output_format == _WORD:
        body = StringIO()
        yield body
        from hegao.report.docx import pack

        with _opened(options.output_file) as file:
            file.write(pack(body.getvalue()))
        return
    with _opened(options.output_file) as file:
        stream = TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
        yield stream
        stream.flush()


def _opened(name: str) -> BinaryIO:
    try:
        return open(name, "wb")  # noqa: PTH123
    except OSError as error:
        raise UsageError(f"{name}：写不了这个文件（{reason(error, writing=True)}）。请检查文件夹和权限。") from error


def _presentation(options: Namespace, stream: TextIO) -> Options:
    return Options(
        color=wants_color(options.color, stream),
        width=terminal_width(stream),
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        version=__version__,
        root=os.getcwd(),  # noqa: PTH109
        date=time.strftime("%Y年%m月%d日 %H:%M"),
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


def _status(options: Namespace, count: Count, excluded: bool) -> int:
    if count.unreadable or count.refused:
        return FAILED
    if count.failures:
        listed = "、".join(sorted(count.failures))
        return fail(f"规则 {listed} 运行出错，结果不完整。请把规则代码和版本 {__version__} 反馈给维护者。", FAILED)
    if excluded:
        told = "要核对的文件都被 hegao.toml 的 exclude 排除了，没有核对任何文稿。"
        if options.force_exclude or options.allow_empty:
            return OK if options.quiet else fail(told, OK)
        return fail(f"{told}写明文件名则照样核对；确可为空时加 --allow-empty。", FAILED)
    if not count.files and not (options.allow_empty or options.force_exclude or options.only_reports):
        skipped = f"（{count.skipped} 个文件不像报告，已跳过；写明文件名则照样核对）" if count.skipped else ""
        return fail(
            f"没有找到报告草稿{skipped}。请写明文件，如 hegao check 草稿.md；确可为空时加 --allow-empty。", FAILED
        )
    if count.mode and count.mode.diff:
        return FOUND if count.fixed else OK
    threshold = _RANKS[options.fail_on]
    return FOUND if any(count.severities[level] for level, rank in _RANKS.items() if 0 <= rank <= threshold) else OK
