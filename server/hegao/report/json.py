"""JSON, as one array or as one object a line. The keys and their order are a contract.

A draft that is not UTF-8 has one more key, ``encoding``, at the end: what it was read as. Rows and
columns count from 1, columns in code points; ends are exclusive. Of a Word file they are those of
the text read from it, and there is a last key, ``word``: where the finding begins in the file.
"""

from __future__ import annotations

import json
from typing import Any

from hegao.finding import Finding
from hegao.fix import Fix
from hegao.report.model import FileReport, Options, Summary
from hegao.report.places import locations
from hegao.report.private import without_private
from hegao.text import SourceText

# Some readers of lines take these for line ends; in JSON they may stand only inside strings.
_ODD_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


class JsonLinesPresenter:
    """One finding a line."""

    separator = ""

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Nothing."""
        return ""

    def file(self, report: FileReport) -> str:
        """A line for each finding."""
        return "".join(f"{item}\n" for item in self._items(report))

    def end(self, summary: Summary) -> str:  # noqa: ARG002 - the interface of all formats
        """Nothing."""
        return ""

    def _items(self, report: FileReport) -> list[str]:
        shown = without_private(report)
        return [
            json.dumps(finding_object(shown, finding, self._options), ensure_ascii=False).translate(_ODD_LINE_ENDS)
            for finding in shown.findings
        ]


class JsonPresenter(JsonLinesPresenter):
    """One array of all findings."""

    separator = ",\n"

    def begin(self) -> str:
        """Open the array."""
        return "["

    def file(self, report: FileReport) -> str:
        """The findings, set apart by commas."""
        return ",\n".join(self._items(report))

    def end(self, summary: Summary) -> str:  # noqa: ARG002 - the interface of all formats
        """Close the array."""
        return "]\n"


def rule_url(finding: Finding, options: Options) -> str:
    """The address of the page of the finding's rule, "" when there is none."""
    return options.rule_url.format(code=finding.code, name=finding.name) if options.rule_url else ""


def finding_object(report: FileReport, finding: Finding, options: Options) -> dict[str, Any]:
    """A finding of a report without private values, as the contract has it."""
    source = report.source
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "basis": finding.basis,
        "filename": report.path,
        **locations(source, finding.span),
        "text": finding.text,
        "fixes": [_fix_object(source, fix) for fix in finding.fixes],
        "related": [{"message": other.message, **locations(source, other.span)} for other in finding.related],
        "url": rule_url(finding, options),
        **_assumed(report.encoding),
        **({"word": report.word.details(finding.span.start)} if report.word else {}),
    }


def _assumed(encoding: str) -> dict[str, str]:
    """The encoding a draft was read in, said only where it had to be assumed."""
    return {"encoding": encoding} if encoding and not encoding.upper().startswith("UTF-8") else {}


def _fix_object(source: SourceText, fix: Fix) -> dict[str, Any]:
    return {
        "applicability": fix.applicability.value,
        "message": fix.title,
        "edits": [{**locations(source, edit.span), "content": edit.replacement} for edit in fix.edits],
    }
