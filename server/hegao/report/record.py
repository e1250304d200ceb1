"""What a record to be filed says, as plain text: facts of the check, findings, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hegao.finding import Finding, Severity
from hegao.report.model import FileReport, Options, Record
from hegao.report.whereabouts import whereabouts
from hegao.report.words import SEVERITIES, corrections
from hegao.rulepack.model import FAMILIES

TITLE = "核稿校核单"
SIGNED_BY = ("起草人", "核对人", "负责人", "日期")
"""Who signs below the record."""


class Entry(NamedTuple):
    """A finding as the record lists it. ``number`` counts from 1 and marks its place in the text."""

    number: int
    finding: Finding
    label: str
    where: str
    message: str
    basis: str
    corrections: tuple[str, ...]


class Family(NamedTuple):
    """The rules of one family that ran."""

    name: str
    rules: int
    codes: str


def entries(report: FileReport) -> list[Entry]:
    """The findings of a report without private values, numbered in the order of the draft."""
    return [
        Entry(
            number=number,
            finding=finding,
            label=f"{SEVERITIES[finding.severity]} {finding.code}",
            where=whereabouts(report, finding.span.start),
            message=finding.message,
            basis=finding.basis,
            corrections=tuple(corrections(finding)),
        )
        for number, finding in enumerate(report.findings, 1)
    ]


def facts(report: FileReport, options: Options) -> Iterator[tuple[str, str]]:
    """Names and values of what identifies the check."""
    record = report.record
    yield "文件", report.path
    if record and record.sha256:
        yield "SHA-256", record.sha256
    if options.date:
        yield "核对时间", options.date
    yield "程序", f"核稿 hegao {options.version}".rstrip()
    if record:
        others = f"；另用规则包 {'、'.join(record.packs)}" if record.packs else ""
        yield "规则", f"{record.form}，{len(record.rules)} 条{others}"
    yield "勾稽关系", relations(report)
    yield "结论", conclusion(report)


def relations(report: FileReport) -> str:
    """How many relations between figures hold."""
    checked, broken = report.relations_checked, report.relations_broken
    unread = max(report.relations_total - checked, 0)
    left = f"，{unread} 项因表格不全未核" if unread else ""
    if not checked:
        return f"没有核对{left}" if left else "没有可核对的表格"
    return f"核对 {checked} 项，{f'{broken} 项不平' if broken else '全部平衡'}{left}"


def conclusion(report: FileReport) -> str:
    """What was found, in one sentence."""
    counts = {severity: sum(finding.severity is severity for finding in report.findings) for severity in Severity}
    found = "，".join(f"{SEVERITIES[severity]} {count} 处" for severity, count in counts.items() if count)
    failed = "、".join(failure.code for failure in report.failures)
    return "".join(
        (
            report.note,
            found or "未发现问题",
            f"；另有 {report.suppressed} 处按设置不报" if report.suppressed else "",
            f"；规则 {failed} 运行出错，没有核对" if failed else "",
        )
    )


def families(record: Record) -> list[Family]:
    """The rules that ran, by family."""
    found = []
    for family, name in FAMILIES.items():
        codes = sorted(rule.code for rule in record.rules if rule.family == family)
        if codes:
            found.append(Family(name, len(codes), _shortened(codes)))
    return found


def _shortened(codes: Iterable[str]) -> str:
    """Codes with runs drawn together: ``S101–S105、S107``."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and code[1:].isdecimal() and int(code[1:]) == int(runs[-1][-1][1:]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return "、".join("、".join(run) if len(run) < 3 else f"{run[0]}–{run[-1]}" for run in runs)
