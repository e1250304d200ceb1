"""JUnit XML: a test suite for each draft, a test case for each finding."""

from __future__ import annotations

import re

from hegao.finding import Finding
from hegao.report.model import FileReport, Options, Summary
from hegao.report.places import place, where
from hegao.report.private import without_private
from hegao.report.words import SEVERITIES

# Characters that XML 1.0 does not allow, even as references.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Line ends and tabs are written as references: a parser would turn them into blanks or ``\n``.
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
_SPECIAL = re.compile("[" + "".join(_REFERENCES) + "]")
_RANKS = {"error": 0, "warning": 1, "info": 2, "never": -1}


class JunitPresenter:
    """A finding fails its test case when it is grave enough to fail the run."""

    separator = ""

    def __init__(self, options: Options) -> None:
        self._rank = _RANKS[options.fail_on]

    def begin(self) -> str:
        """Open the document."""
        return '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="hegao">\n'

    def file(self, report: FileReport) -> str:
        """The suite of a draft; a draft without findings has one case, which passes."""
        shown = without_private(report)
        failed = sum(finding.severity.rank <= self._rank for finding in shown.findings)
        cases = [self._case(shown, finding) for finding in shown.findings]
        for failure in shown.failures:
            cases.append(
                f"{_open_case(failure.code, shown.path)}>"
                f'<error message="规则运行出错" type="{_escape(failure.error)}"/></testcase>'
            )
        if not cases:
            cases.append(f"{_open_case('核稿', shown.path)}/>")
        head = (
            f'<testsuite name="{_escape(shown.path)}" tests="{len(cases)}" failures="{failed}" '
            f'errors="{len(shown.failures)}">'
        )
        return "".join(f"{line}\n" for line in (head, *cases, "</testsuite>"))

    def end(self, summary: Summary) -> str:  # noqa: ARG002 - the interface of all formats
        """Close the document."""
        return "</testsuites>\n"

    def _case(self, report: FileReport, finding: Finding) -> str:
        row, at = place(report.source, finding.span.start).row, where(report, finding.span.start)
        severity = SEVERITIES[finding.severity]
        body = _escape(f"{report.path}:{at}: {severity}[{finding.code}] {finding.message}\n依据：{finding.basis}")
        if finding.severity.rank <= self._rank:
            told = f'<failure message="{_escape(finding.message)}" type="{severity}">{body}</failure>'
        else:
            told = f"<system-out>{body}</system-out>"
        case = _open_case(f"{finding.code} {finding.name} {at}", report.path)
        return f'{case} line="{row}">{told}</testcase>'


def _open_case(name: str, path: str) -> str:
    return f'<testcase name="{_escape(name)}" classname="{_escape(path)}"'


def _escape(text: str) -> str:
    """Text for an attribute or an element."""
    text = _FORBIDDEN.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)
    return _SPECIAL.sub(lambda match: _REFERENCES[match.group()], text)
