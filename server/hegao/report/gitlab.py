"""A Code Quality report for GitLab."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

from hegao.finding import Finding, Severity
from hegao.report.model import FileReport, Options, Summary
from hegao.report.paths import relative
from hegao.report.places import place, word_place
from hegao.report.private import without_private
from hegao.text import SourceText

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitlabPresenter:
    """One array of issues."""

    separator = ",\n"

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Open the array."""
        return "["

    def file(self, report: FileReport) -> str:
        """An issue for each finding."""
        shown = without_private(report)
        path = relative(shown.path, self._options)
        seen: Counter[str] = Counter()
        return ",\n".join(
            json.dumps(_issue(shown, path, finding, seen), ensure_ascii=False) for finding in shown.findings
        )

    def end(self, summary: Summary) -> str:  # noqa: ARG002 - the interface of all formats
        """Close the array."""
        return "]\n"


def _issue(report: FileReport, path: str, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    source = report.source
    row, column = place(source, finding.span.start)
    end_row, end_column = place(source, finding.span.end)
    return {
        "description": f"{word_place(report, finding.span.start)}{finding.message}（依据：{finding.basis}）",
        "check_name": finding.code,
        "fingerprint": fingerprint(source, path, finding, seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": path,
            "positions": {
                "begin": {"line": row, "column": column},
                "end": {"line": end_row, "column": end_column},
            },
        },
    }


def fingerprint(source: SourceText, path: str, finding: Finding, seen: Counter[str]) -> str:
    """A name for the finding that stays when lines are added above it, unique in the run.

    Args:
        source: The draft without private values: a hash of a short number can be guessed.
        seen: Counts equal findings of one draft, to tell them apart.
    """
    line = source[source.line_span(source.position(finding.span.start).line)]
    key = "\0".join((path, finding.code, finding.text, line.strip()))
    seen[key] += 1
    named = f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(named).hexdigest()[:40]
