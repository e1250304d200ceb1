"""``hegao suppress``: note findings that are known and stay, and take out notes that serve no more."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hegao.cli import OK
from hegao.cli.choosing import Chooser
from hegao.cli.console import UsageError
from hegao.cli.examine import report_of
from hegao.config.edit import SettingsFile, as_toml, fields_of
from hegao.config.load import NAME, find_settings_file
from hegao.config.model import Settings, Suppression
from hegao.config.rules import active_rules, all_rules, find_rule
from hegao.config.schema import shown
from hegao.config.suppress import apply_suppressions, file_of_entry, suppression_of
from hegao.document.model import Document
from hegao.engine import check
from hegao.finding import Finding
from hegao.report.model import FileReport
from hegao.report.places import place, where
from hegao.report.private import without_private
from hegao.report.word_places import split_place
from hegao.rulepack.load import FORMS, suggest
from hegao.sources.discovery import STDIN, Excludes, Found, discover
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d+)(?::(?P<column>\d+))?")


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="文件:行[:列] [代码] 指一处问题，Word 文件写 文件:第5段；或文件、文件夹，配合下面的选项",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--code", metavar="CODE", help="豁免这条规则在文件里的全部问题")
    which.add_argument("--baseline", action="store_true", help="豁免现有的全部问题，今后只报新的")
    which.add_argument("--prune", action="store_true", help="删去已无作用的豁免，缺省查当前文件夹")
    parser.add_argument("--reason", metavar="TEXT", help="理由，写入 hegao.toml；除 --prune 外都要写")
    parser.add_argument("--dry-run", action="store_true", help="只显示要写什么，不改文件")
    parser.add_argument("--config", metavar="F", help="写入这个设置文件，不再就近查找 hegao.toml")


def run(options: Namespace) -> int:
    """Edit the settings files; returns the exit status.

    Raises:
        UsageError: What is meant is not clear, or there is nothing to suppress where it points.
        hegao.config.ConfigError, hegao.sources.encodings.SourceError: A file cannot be read or written.
    """
    if options.prune:
        # Few need it, and it needs the rest.
        from hegao.cli.prune import prune

        if options.reason is not None:
            raise UsageError("--prune 只删不加，不用写 --reason。")
        return prune(options.paths or ["."], options.config or "", options.dry_run)
    if not (options.reason or "").strip():
        raise UsageError('缺少理由。请加 --reason "…"，写明为何保留，以备审核。')
    config = options.config or ""
    if options.baseline:
        added = _baseline(_named(options), config, options.reason.strip())
    elif options.code is not None and not _is_place(options.paths):
        added = _rule(_named(options), options.code, config, options.reason.strip())
    else:
        added = _one(options.paths, options.code or "", config, options.reason.strip())
    return _write(added, options.dry_run)


class Checked(NamedTuple):
    """A draft with what is still found in it.

    Attributes:
        target: The settings file that entries for it belong into.
        report: The draft with all findings as it may be shown, private text masked.
        findings: Those that are not suppressed, as they are.
    """

    path: str
    target: str
    settings: Settings
    report: FileReport
    document: Document
    findings: tuple[Finding, ...]

    def entry(self, finding: Finding, reason: str) -> Suppression:
        """The entry that leaves a finding out."""
        root = os.path.dirname(self.target)  # noqa: PTH120
        return suppression_of(finding, self.document, self.report.source, file_of_entry(root, self.path), root, reason)


class Added(NamedTuple):
    """Entries for a settings file and how many findings they leave out."""

    target: str
    entries: tuple[Suppression, ...]
    findings: int


def check_draft(path: str, settings: Settings, target: str) -> Checked:
    """Check a draft.

    Raises:
        SourceError: It cannot be read.
        UsageError: A rule failed on it; what is found is then not all.
    """
    draft = read_draft(path)
    # Also what is suppressed already tells what is private.
    result = check(draft.text, settings._replace(suppress=()), path)
    if result.failures:
        codes = "、".join(failure.code for failure in result.failures)
        raise UsageError(f"{path}：规则 {codes} 运行出错，结果不完整，没有改动设置文件。请反馈给维护者。")
    active_rules(settings, result.document.form.key)  # Refuses entries that name no rule.
    kept, _ = apply_suppressions(settings, path, result.document, result.findings)
    report = without_private(report_of(draft, result))
    return Checked(path, target, settings, report, result.document, kept)


def _named(options: Namespace) -> list[str]:
    if not options.paths:
        raise UsageError("缺少草稿。请写明文件或文件夹，如 hegao suppress 草稿.md --baseline --reason …。")
    return list(options.paths)


def _is_place(paths: Sequence[str]) -> bool:
    return len(paths) == 1 and _place_of(paths[0]) is not None


def _place_of(argument: str) -> tuple[str, str] | None:
    """File and place of an argument: ``5:12``, or what a place in a Word file is called."""
    if os.path.exists(argument):  # noqa: PTH110
        return None
    match = _PLACE.fullmatch(argument)
    return (match["file"], argument[match.end("file") + 1 :]) if match else split_place(argument)


def _drafts(paths: Iterable[str], config: str) -> list[Checked]:
    """All drafts that arguments mean; in a folder those that are reports."""
    chooser = Chooser(config=config)
    checked = []
    for path in paths:
        excluding = chooser.settings("" if path == STDIN else path)
        for found in discover([path], Excludes(excluding.root, excluding.exclude)):
            if isinstance(found, SourceError):
                raise found
            draft = _checked(found, chooser, config)
            if found.named or draft.document.is_report:
                checked.append(draft)
    if not checked:
        raise UsageError("没有找到报告草稿。请写明文件，如 hegao suppress 草稿.md --baseline --reason …。")
    return checked


def _checked(found: Found, chooser: Chooser, config: str) -> Checked:
    if found.path == STDIN:
        raise UsageError("豁免按文件名记录，不能从标准输入读草稿。请写明文件。")
    folder = os.path.dirname(os.path.abspath(found.path))  # noqa: PTH100, PTH120
    target = os.path.abspath(config) if config else find_settings_file(folder)  # noqa: PTH100
    return check_draft(found.path, chooser.settings(found.path), target or _new_target(folder))


def _new_target(folder: str) -> str:
    """Where settings are to begin: the working folder when the draft lies in it, else the draft's own."""
    here = os.getcwd()  # noqa: PTH109
    inside = folder == here or folder.startswith(here.rstrip(os.sep) + os.sep)
    return os.path.join(here if inside else folder, NAME)  # noqa: PTH118


def _baseline(paths: list[str], config: str, reason: str) -> list[Added]:
    added = []
    for draft in _drafts(paths, config):
        entries = tuple(dict.fromkeys(draft.entry(finding, reason) for finding in draft.findings))
        added.append(Added(draft.target, entries, len(draft.findings)))
    return added


def _rule(paths: list[str], word: str, config: str, reason: str) -> list[Added]:
    added = []
    for draft in _drafts(paths, config):
        code = _code(draft.settings, word)
        count = sum(finding.code == code for finding in draft.findings)
        if count:
            root = os.path.dirname(draft.target)  # noqa: PTH120
            entry = Suppression(file=file_of_entry(root, draft.path), code=code, reason=reason, root=root)
            added.append(Added(draft.target, (entry,), count))
    if not added:
        raise UsageError(f"没有 {word} 的问题，不需要豁免。请核对代码和文件。")
    return added


def _one(arguments: Sequence[str], code: str, config: str, reason: str) -> list[Added]:
    words = [*arguments, code] if code else list(arguments)
    meant = _place_of(words[0]) if words else None
    if meant is None or len(words) > 2:
        raise UsageError(
            "请写明豁免什么：hegao suppress 文件:行[:列] [代码]，Word 文件写 年报.docx:第5段 [代码]；"
            "整条规则用 文件 --code 代码；全部现有问题用 文件 --baseline。"
        )
    draft = _checked(Found(meant[0], named=True), Chooser(config=config), config)
    found = _at(draft, meant[1])
    if len(words) == 2:
        wanted = _code(draft.settings, words[1])
        found = [finding for finding in found if finding.code == wanted]
    if not found:
        how = "照抄位置" if draft.report.word is not None else "写行和列"
        raise UsageError(
            f"{words[0]} 处没有{words[1] + ' 的' if len(words) == 2 else ''}问题。请按 hegao check 的结果{how}。"
        )
    entries = dict.fromkeys(draft.entry(finding, reason) for finding in found)
    if len(entries) > 1:
        listed = "\n".join(f"  {_told(draft, finding)}" for finding in found)
        raise UsageError(f"{words[0]} 处有 {len(found)} 个问题，请写明列和代码：\n{listed}")
    (entry,) = entries
    count = sum(draft.entry(finding, reason) == entry for finding in draft.findings)
    return [Added(draft.target, (entry,), count)]


def _at(draft: Checked, at: str) -> list[Finding]:
    """The findings that begin where a place is called so, or in a line, or reach over a line's column."""
    if not at[0].isascii():
        word = draft.report.word
        return [finding for finding in draft.findings if word is not None and word.is_at(finding.span.start, at)]
    line, column = (int(number) for number in f"{at}:0".split(":")[:2])
    return _in_line(draft, line, column)


def _in_line(draft: Checked, line: int, column: int) -> list[Finding]:
    """The findings that begin in a line, at a column when one is given; else those that reach over it."""
    source = draft.document.source
    begin = [
        finding
        for finding in draft.findings
        if (where := place(source, finding.span.start)).row == line and column in (0, where.column)
    ]
    if begin or not column or line > source.line_count:
        return begin
    at = source.offset(line - 1, column - 1)
    return [finding for finding in draft.findings if finding.span.contains(at)]


def _told(draft: Checked, finding: Finding) -> str:
    message = next(
        other.message for other in draft.report.findings if (other.span, other.code) == (finding.span, finding.code)
    )
    return f"{draft.path}:{where(draft.report, finding.span.start)} {finding.code} {message}"


def _code(settings: Settings, word: str) -> str:
    """The code of a rule's code or name.

    Raises:
        UsageError: There is no such rule.
    """
    known: list[str] = []
    for form in FORMS:
        rules = all_rules(settings, form)
        rule = find_rule(rules, word)
        if rule is not None:
            return rule.code
        known += [name for rule in rules for name in (rule.code, rule.name)]
    hint = suggest(word, known) or suggest(word.upper(), known) or "。"
    raise UsageError(f"没有代码或名称为“{word}”的规则{hint}用 hegao rules 可列出全部规则。")


def _write(added: list[Added], dry_run: bool) -> int:
    """Write the entries, or show them; every file is prepared before the first is written."""
    ready = []
    for target in dict.fromkeys(one.target for one in added if one.entries):
        entries = [entry for one in added if one.target == target for entry in one.entries]
        count = sum(one.findings for one in added if one.target == target)
        file = SettingsFile(target)
        ready.append((file, file.with_entries(entries), entries, count))
    if not ready:
        print("没有发现问题，不需要豁免。")
    for file, text, entries, count in ready:
        if dry_run:
            print(f"将在 {shown(file.path)} 记入 {len(entries)} 条豁免（{count} 处问题）：\n")
            print(as_toml([fields_of(entry) for entry in entries], file.in_project))
            continue
        file.write(text)
        print(f"已在 {shown(file.path)} 记入 {len(entries)} 条豁免（{count} 处问题）。")
    return OK
