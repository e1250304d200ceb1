"""One line for each finding."""

from __future__ import annotations

from hegao.report.model import FileReport, Options, Summary
from hegao.report.places import where
from hegao.report.private import without_private
from hegao.report.screen import visible
from hegao.report.words import corrected_lines, label, paint, remarks, summary_lines


class ConcisePresenter:
    """``path:row:column: 必错[T102] message``, then the summary; ``path:第12段: …`` of a Word file."""

    separator = ""

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Nothing."""
        return ""

    def file(self, report: FileReport) -> str:
        """A line for each finding, then the remarks."""
        shown = without_private(report)
        path = visible(shown.path)
        lines = corrected_lines(shown, self._options)
        for finding in shown.findings:
            at = paint(f"{path}:{where(shown, finding.span.start)}:", "path", self._options)
            lines.append(f"{at} {label(finding, self._options)} {visible(finding.message)}")
        return "".join(f"{line}\n" for line in (*lines, *remarks(shown, self._options)))

    def end(self, summary: Summary) -> str:
        """The summary."""
        return "".join(f"{line}\n" for line in summary_lines(summary, self._options))
