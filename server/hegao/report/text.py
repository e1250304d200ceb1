"""The format for people: each finding with its line, carets, clause and correction."""

from __future__ import annotations

from collections.abc import Iterator

from hegao.finding import Finding
from hegao.report.model import FileReport, Options, Summary
from hegao.report.places import place, where
from hegao.report.private import without_private
from hegao.report.screen import display_width, draw, visible
from hegao.report.words import corrected_lines, corrections, label, paint, remarks, summary_lines
from hegao.text import SourceText

_MOST_RELATED = 6
_NARROWEST = 40


class TextPresenter:
    """One paragraph for each finding, a summary at the end."""

    separator = "\n"

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Nothing."""
        return ""

    def file(self, report: FileReport) -> str:
        """The corrections made and the findings of a draft, set apart by blank lines."""
        shown = without_private(report)
        rows = (place(shown.source, f.span.start).row for f in shown.findings)
        # What is a line here is none in Word.
        number_width = 0 if shown.word else len(str(max(rows, default=1)))
        groups = _groups(shown, self._options.width // 3)
        blocks = ["\n".join(corrected_lines(shown, self._options))]
        blocks += ["\n".join(self._finding(shown, group, number_width)) for group in groups]
        notes = "\n".join(remarks(shown, self._options))
        return "".join(f"{part}\n" for part in ("\n\n".join(filter(None, blocks)), notes) if part)

    def end(self, summary: Summary) -> str:
        """The summary, set apart from the findings by a blank line."""
        lines = summary_lines(summary, self._options)
        if not lines:
            return ""
        gap = "\n" if summary.findings else ""
        return gap + "".join(f"{line}\n" for line in lines)

    def _finding(self, report: FileReport, group: list[Finding], number_width: int) -> Iterator[str]:
        first = group[0]
        at = paint(f"{visible(report.path)}:{where(report, first.span.start)}:", "path", self._options)
        times = f"（{'共' if report.word else '本行'} {len(group)} 处）" if len(group) > 1 else ""
        yield f"{at} {label(first, self._options)} {visible(first.message)}{times}"
        yield from self._lines(report, group, number_width)
        indent = " " * (number_width + 3)
        for name, texts in (
            ("依据：", [first.basis]),
            ("可改：", corrections(first)),
            ("另见：", _related(report, first)),
        ):
            for number, text in enumerate(texts):
                head = paint(name, "faint", self._options) if number == 0 else " " * display_width(name)
                yield f"{indent}{head}{visible(text)}"

    def _lines(self, report: FileReport, group: list[Finding], number_width: int) -> Iterator[str]:
        """The source line and the carets; of a finding over several lines, the first line."""
        source = report.source
        line = source.position(group[0].span.start).line
        start, end = source.line_span(line)
        marks = [(min(f.span.start, end) - start, min(f.span.end, end) - start) for f in group]
        width = max(self._options.width, _NARROWEST) - number_width - 3
        drawn = draw(source.text[start:end], marks, width)
        if report.word and not drawn.line.strip():
            # A row of empty cells: its place says all.
            return
        number = f"{line + 1:>{number_width}}" if number_width else ""
        gutter = paint(f"{number} |", "faint", self._options)
        below = paint(f"{'':>{number_width}} |", "faint", self._options)
        yield f"{gutter} {drawn.line}".rstrip()
        last = place(source, group[0].span.end)
        beyond = f" 至{_end(report, last.row, group[0])}" if last.row > line + 1 and last.column > 1 else ""
        yield f"{below} {paint(drawn.carets, group[0].severity.value, self._options)}{beyond}"


def _groups(report: FileReport, reach: int) -> Iterator[list[Finding]]:
    """Findings that say the same of places close together in one line are shown as one.

    ``reach`` is how many characters the places may span, so that all of them can be drawn.
    """
    group: list[Finding] = []
    for finding in report.findings:
        if group and _same(report.source, group[0], finding, reach):
            group.append(finding)
            continue
        if group:
            yield group
        group = [finding]
    if group:
        yield group


def _same(source: SourceText, first: Finding, other: Finding, reach: int) -> bool:
    return (
        (first.code, first.message, first.severity) == (other.code, other.message, other.severity)
        and other.span.end - first.span.start <= reach
        and not (first.related or other.related)
        and [fix.title for fix in first.fixes] == [fix.title for fix in other.fixes]
        and source.position(first.span.start).line == source.position(other.span.end).line
    )


def _end(report: FileReport, row: int, finding: Finding) -> str:
    return report.word.name(finding.span.end - 1) if report.word else f"第 {row} 行"


def _related(report: FileReport, finding: Finding) -> list[str]:
    texts = [f"{where(report, other.span.start)} {other.message}" for other in finding.related[:_MOST_RELATED]]
    more = len(finding.related) - _MOST_RELATED
    return [*texts, f"还有 {more} 处"] if more > 0 else texts
