"""``--fix``, ``--unsafe-fixes`` and ``--diff``: correct a draft, check it again, say what was done."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from typing import NamedTuple

from hegao.cli.console import UsageError
from hegao.config.model import Settings
from hegao.engine import Result, check
from hegao.finding import Finding
from hegao.fix import Applicability, Fix, Plan, Why, plan_fixes
from hegao.report.model import Corrected, FileReport
from hegao.report.private import without_private
from hegao.sources.discovery import STDIN, Found
from hegao.sources.encodings import SourceError


class Mode(NamedTuple):
    """What the options ask for.

    Attributes:
        diff: Show what would change and write nothing.
        screen: Whether that is shown on a terminal.
        track: Whether what is changed in a Word file is marked as a tracked change.
    """

    unsafe: bool = False
    diff: bool = False
    screen: bool = False
    track: bool = True


class Fixed(NamedTuple):
    """A draft corrected in one pass and checked again.

    Attributes:
        plan: The fixes applied and those left.
        after: What the rules say of the new text.
        unsafe: Corrections left that only ``--unsafe-fixes`` would apply.
        waiting: Corrections left for the next run.
        impossible: Corrections left because the file cannot take them.
    """

    plan: Plan
    after: Result
    unsafe: int
    waiting: int
    impossible: int = 0


def add_fix_options(parser: ArgumentParser) -> None:
    """The options that this module is about."""
    parser.add_argument(
        "--fix",
        action="store_true",
        help="改正规定的文字、序号和标点（不动数字和作者的用词），再核对一遍；加 --select 则只改所选规则查出的",
    )
    parser.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="与 --fix 或 --diff 同用：连作者的用词一并改正；只改“我乡”一类的自称，另加 --select W101",
    )
    parser.add_argument("--no-track", action="store_true", help="与 --fix 同用：改 Word 文件时直接改，不留修订标记")
    parser.add_argument("--diff", action="store_true", help="只列出会改动的地方，不改文件；有改动时以状态 1 结束")


def mode_of(options: Namespace) -> Mode | None:
    """What is asked for; None for checking only.

    Raises:
        UsageError: Options that do not go together.
    """
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes 要与 --fix 或 --diff 同用。")
    if options.diff and options.output_format != "text":
        raise UsageError(f"--diff 只列出改动，不能与 --output-format {options.output_format} 同用。")
    if options.no_track and not options.fix:
        raise UsageError("--no-track 要与 --fix 同用。")
    if not (options.fix or options.diff):
        return None
    return Mode(options.unsafe_fixes, options.diff, track=not options.no_track)


def each_file_once(files: Iterable[Found]) -> list[Found]:
    """Leave out further names of a file: two processes must not correct it at the same time."""
    kept: dict[str, Found] = {}
    for found in files:
        kept.setdefault(STDIN if found.path == STDIN else os.path.realpath(found.path), found)
    return list(kept.values())


def folders_of(files: Iterable[Found]) -> set[str]:
    """The folders in which files would be written."""
    return {os.path.dirname(os.path.realpath(found.path)) for found in files if found.path != STDIN}  # noqa: PTH120


def fix_draft(
    before: Result, settings: Settings, name: str, unsafe: bool, possible: Callable[[Fix], bool] = lambda _: True
) -> Fixed:
    """Apply in one pass what may be applied in bulk, and check the new text.

    Args:
        possible: Whether the draft's file can take a fix.

    Raises:
        SourceError: The new text would be no report any more, or a rule raises on it.
    """
    text = before.document.source.text
    bulk = _in_bulk(before.findings, unsafe)
    fixes = [fix for fix in bulk if possible(fix)]
    plan = plan_fixes(text, fixes)
    after = check(plan.text, settings, name) if plan.applied else before
    known = {failure.code for failure in before.failures}
    failed = "、".join(sorted({failure.code for failure in after.failures} - known))
    if failed or (before.document.is_report and not after.document.is_report):
        reason = f"规则 {failed} 运行出错" if failed else "不再像一份报告"
        raise SourceError(f"{name}：改正后{reason}，没有改动这个文件。这是程序的缺陷，请反馈给维护者。")
    new = after.document.source.text
    impossible = len(bulk) - len(fixes)
    only_unsafe = (
        fix for finding in after.findings for fix in finding.fixes if fix.applicability is Applicability.UNSAFE
    )
    return Fixed(
        plan=plan,
        after=after,
        unsafe=0 if unsafe else _applicable(plan_fixes(new, only_unsafe)),
        waiting=_applicable(plan_fixes(new, _in_bulk(after.findings, unsafe))) - impossible if plan.applied else 0,
        impossible=impossible,
    )


def corrections(report: FileReport, plan: Plan) -> tuple[Corrected, ...]:
    """What was applied, as it may be shown.

    Args:
        report: The draft before.
    """
    shown = {
        fix: _shown(finding, hidden, number)
        for finding, hidden in reversed(list(zip(report.findings, without_private(report).findings, strict=True)))
        for number, fix in enumerate(finding.fixes)
    }
    return tuple(Corrected(offset, *shown[fix]) for offset, fix in zip(plan.places(), plan.applied, strict=True))


def _in_bulk(findings: Iterable[Finding], unsafe: bool) -> list[Fix]:
    return [fix for finding in findings for fix in finding.fixes if fix.applicability.in_bulk(unsafe)]


def _applicable(plan: Plan) -> int:
    return len(plan.applied) + sum(left.why is Why.TOUCHES for left in plan.left)


def _shown(finding: Finding, hidden: Finding, number: int) -> tuple[str, str, str]:
    """Code, text and title; of a fix that must not be shown, no title."""
    title = hidden.fixes[number].title if len(hidden.fixes) == len(finding.fixes) else ""
    return finding.code, "" if finding.absent else hidden.text.strip(), title
