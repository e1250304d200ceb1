"""Workflow commands of GitHub Actions, which become notes on the lines of a change."""

from __future__ import annotations

from hegao.finding import Finding, Severity
from hegao.report.model import FileReport, Options, Summary
from hegao.report.paths import relative
from hegao.report.places import place, word_place
from hegao.report.private import without_private
from hegao.report.words import SEVERITIES
from hegao.text import SourceText

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# The runner undoes exactly these; ``%`` first, lest it be escaped twice.
_IN_MESSAGE = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_IN_PROPERTY = (*_IN_MESSAGE, (":", "%3A"), (",", "%2C"))


class GithubPresenter:
    """One workflow command a line."""

    separator = ""

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Nothing."""
        return ""

    def file(self, report: FileReport) -> str:
        """A command for each finding."""
        shown = without_private(report)
        path = relative(shown.path, self._options)
        return "".join(_command(shown, path, finding) for finding in shown.findings)

    def end(self, summary: Summary) -> str:  # noqa: ARG002 - the interface of all formats
        """Nothing."""
        return ""


def _command(report: FileReport, path: str, finding: Finding) -> str:
    properties = {
        "file": path,
        **({} if report.word else _range(report.source, finding)),
        "title": f"{SEVERITIES[finding.severity]} {finding.code}",
    }
    written = ",".join(f"{name}={_escape(str(value), _IN_PROPERTY)}" for name, value in properties.items())
    message = _escape(f"{word_place(report, finding.span.start)}{finding.message}\n依据：{finding.basis}", _IN_MESSAGE)
    return f"::{_COMMANDS[finding.severity]} {written}::{message}\n"


def _range(source: SourceText, finding: Finding) -> dict[str, int]:
    row, column = place(source, finding.span.start)
    end_row, end_column = place(source, finding.span.end)
    return {"line": row, "col": column, "endLine": end_row, "endColumn": end_column}


def _escape(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for character, code in table:
        text = text.replace(character, code)
    return text
