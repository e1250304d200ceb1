"""Hand-made findings for the tests of the formats: no parser and no rules are needed."""

from __future__ import annotations

import io
from collections import Counter

from hegao.finding import Finding, Related, Severity
from hegao.fix import Applicability, Edit, Fix
from hegao.report.model import FileReport, Options, Output, Summary
from hegao.report.registry import make_presenter
from hegao.text import SourceText, Span
from marked import split_marks

BASIS = "国办公开办函〔2021〕30号附件"


def finding(draft: str, span: Span, code: str = "W101", message: str = "", **more) -> Finding:
    """A finding on a span of the draft."""
    more.setdefault("severity", Severity.WARNING)
    more.setdefault("text", draft[span.start : span.end])
    return Finding(
        code=code, name="some-name", message=message or f"“{more['text']}”有误", basis=BASIS, span=span, **more
    )


def marked_report(marked: str, path: str = "云岭镇.md", **more) -> FileReport:
    """A report with a finding at each mark ``⟦…⟧``."""
    text, spans = split_marks(marked)
    return FileReport(path, SourceText(text), tuple(finding(text, Span(*span), **more) for span in spans))


def fix(span: Span, replacement: str, title: str = "", kind: Applicability = Applicability.SAFE) -> Fix:
    return Fix(title or f"改为“{replacement}”", (Edit(span, replacement),), kind)


def summary_of(*reports: FileReport, **more) -> Summary:
    """The summary of a run over the reports."""
    findings = [found for report in reports for found in report.findings]
    counts = Counter(found.severity for found in findings)
    return Summary(
        files=len(reports),
        reports=sum(report.is_report for report in reports),
        errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        relations_checked=sum(report.relations_checked for report in reports),
        relations_broken=sum(report.relations_broken for report in reports),
        codes=Counter(found.code for found in findings),
        **more,
    )


def present(name: str, *reports: FileReport, options: Options | None = None, summary: Summary | None = None) -> str:
    """What a format writes for the reports."""
    stream = io.StringIO()
    output = Output(make_presenter(name, options or Options()), stream)
    for report in reports:
        output.file(report)
    output.finish(summary or summary_of(*reports))
    return stream.getvalue()


# A draft with all that is hard on a presenter: CRLF, tabs, VT, ambiguous widths, an astral character.
HARD = "云岭镇2024年报告\r\n“𪨶家村”\x0b我乡\t本年度止件数\r\n末行\u2028"
WRONG = Span(HARD.index("我乡"), HARD.index("我乡") + 2)
LABEL = Span(HARD.index("本年度"), HARD.index("数\r") + 1)
END = Span(len(HARD), len(HARD))


def hard_report() -> FileReport:
    return FileReport(
        "云岭 镇/2024.md",
        SourceText(HARD),
        (
            finding(
                HARD, WRONG, "W101", "镇的报告里写了“我乡”", fixes=(fix(WRONG, "我镇", kind=Applicability.UNSAFE),)
            ),
            finding(
                HARD,
                LABEL,
                "T102",
                "列名“本年度止件数”应为“本年废止件数”",
                severity=Severity.ERROR,
                fixes=(fix(LABEL, "本年废止件数"),),
                related=(Related(Span(0, 3), "标题在这里"),),
            ),
            finding(HARD, Span(HARD.index("末"), len(HARD)), "J103", "末尾有多余的字符", severity=Severity.INFO),
            finding(HARD, END, "C105", "缺少落款", absent=True),
        ),
        relations_checked=82,
        relations_broken=2,
    )
