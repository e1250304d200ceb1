"""The diagnostic format of reviewdog. Its columns count bytes of UTF-8."""

from __future__ import annotations

import json
from typing import Any

from hegao.finding import Finding, Severity
from hegao.fix import Fix
from hegao.report.json import rule_url
from hegao.report.model import FileReport, Options, Summary
from hegao.report.paths import relative
from hegao.report.places import byte_place, word_place
from hegao.report.private import without_private
from hegao.text import SourceText, Span

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


class RdjsonPresenter:
    """One ``DiagnosticResult``."""

    separator = ",\n"

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Open the result."""
        return '{"source": {"name": "hegao"}, "diagnostics": ['

    def file(self, report: FileReport) -> str:
        """A ``Diagnostic`` for each finding."""
        shown = without_private(report)
        # Byte columns are those of the file: a mask may take fewer bytes than what it hides.
        return ",\n".join(
            json.dumps(self._diagnostic(shown, report.source, finding), ensure_ascii=False)
            for finding in shown.findings
        )

    def end(self, summary: Summary) -> str:  # noqa: ARG002 - the interface of all formats
        """Close the result."""
        return "]}\n"

    def _diagnostic(self, shown: FileReport, source: SourceText, finding: Finding) -> dict[str, Any]:
        code = {"value": finding.code}
        if url := rule_url(finding, self._options):
            code["url"] = url
        suggestions = [_suggestion(shown.source, source, fix) for fix in finding.fixes]
        return {
            "message": f"{word_place(shown, finding.span.start)}{finding.message}（依据：{finding.basis}）",
            "location": {"path": relative(shown.path, self._options), "range": _range(source, finding.span)},
            "severity": _SEVERITIES[finding.severity],
            "code": code,
            "suggestions": [suggestion for suggestion in suggestions if suggestion],
        }


def _range(source: SourceText, span: Span) -> dict[str, Any]:
    start, end = byte_place(source, span.start), byte_place(source, span.end)
    return {
        "start": {"line": start.row, "column": start.column},
        "end": {"line": end.row, "column": end.column},
    }


def _suggestion(shown: SourceText, source: SourceText, fix: Fix) -> dict[str, Any] | None:
    """The edits of a fix as one replacement: several suggestions would be alternatives.

    None when the replacement would have to repeat something private.
    """
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    if not edits:
        return None
    whole = Span(edits[0].span.start, max(edit.span.end for edit in edits))
    text, at = "", whole.start
    for edit in edits:
        between = Span(at, edit.span.start)
        if shown[between] != source[between]:
            return None
        text += source[between] + edit.replacement
        at = edit.span.end
    return {"range": _range(source, whole), "text": text}
