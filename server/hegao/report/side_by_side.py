"""A draft as HTML, its findings marked in it and told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from hegao.convert.tables import printed
from hegao.document.model import Table
from hegao.report.model import FileReport
from hegao.report.record import Entry
from hegao.report.screen import visible
from hegao.sources.word_write.paper import PaperCell, PaperTable
from hegao.text import SourceText, Span

_HEADINGS = {"title": "title", "heading": "heading"}


class _Stretch(NamedTuple):
    """A line of the draft or one of its tables."""

    span: Span
    table: Table | None = None
    kind: str = ""


def side_by_side(report: FileReport, entries: Sequence[Entry]) -> Iterator[str]:
    """Every line and table of the draft that is not blank, with the findings that begin in it at its side.

    Args:
        report: Without private values.
    """
    stretches = list(_stretches(report))
    for index, stretch in enumerate(stretches):
        # What lies between two stretches is told of beside the first of them.
        end = stretches[index + 1].span.start if index + 1 < len(stretches) else len(report.source) + 1
        first = stretch.span.start if index else 0
        beside = [entry for entry in entries if first <= entry.finding.span.start < end]
        marker = _Marker(report.source, entries)
        text = marker.table(stretch.table) if stretch.table else marker.line(stretch.span)
        kind = f" {stretch.kind}" if stretch.kind else ""
        notes = "".join(_note(entry) for entry in beside)
        yield f'<div class="pair"><div class="draft{kind}">{text}</div><div class="notes">{notes}</div></div>\n'


def _stretches(report: FileReport) -> Iterator[_Stretch]:
    source = report.source
    document = report.record.document if report.record else None
    tables = list(document.tables) if document else []
    blocks = document.view.blocks if document else ()
    kinds = {source.position(block.span.start).line: _HEADINGS.get(block.kind.value, "") for block in blocks}
    following = iter(tables)
    table = next(following, None)
    for number, line in enumerate(source.line_spans()):
        while table is not None and table.span.end < line.start:
            table = next(following, None)
        if table is not None and table.span.start < line.end and line.start <= table.span.end:
            if line.start <= table.span.start:
                yield _Stretch(table.span, table)
        elif source[line].strip():
            yield _Stretch(line, kind=kinds.get(number, ""))


def _note(entry: Entry) -> str:
    found = entry.finding
    changes = "".join(f"<br>可改：{escape(visible(text))}" for text in entry.corrections)
    return (
        f'<p class="note {found.severity.value}"><a href="#r{entry.number}"><b>{entry.number}</b> '
        f"{escape(entry.label)}</a> {escape(visible(entry.message))}{changes}</p>"
    )


class _Marker:
    """Text with the findings marked: the characters coloured, the number of the finding behind them."""

    def __init__(self, source: SourceText, entries: Sequence[Entry]) -> None:
        self._source = source
        self._entries = entries

    def line(self, span: Span) -> str:
        """A stretch of text."""
        inside = [entry for entry in self._entries if entry.finding.span.touches(span)]
        ends = (end for entry in inside for end in entry.finding.span)
        cuts = sorted({span.start, span.end, *(end for end in ends if span.start <= end <= span.end)})
        pieces = [self._numbers(inside, span, cuts[0])] if inside else []
        for start, end in pairwise(cuts):
            pieces.append(self._piece(inside, Span(start, end)))
            pieces.append(self._numbers(inside, span, end))
        return "".join(pieces)

    def _piece(self, entries: list[Entry], span: Span) -> str:
        text = escape(self._source[span])
        over = [e.finding.severity for e in entries if e.finding.span.start <= span.start < e.finding.span.end]
        worst = min(over, key=lambda severity: severity.rank, default=None)
        return f'<mark class="{worst.value}">{text}</mark>' if worst and text else text

    def _numbers(self, entries: list[Entry], span: Span, at: int) -> str:
        """The numbers of the findings that end at a place, or at the end of the stretch they begin in."""
        ending = (
            entry
            for entry in entries
            if span.start <= entry.finding.span.start and min(entry.finding.span.end, span.end) == at
        )
        return "".join(
            f'<a class="{e.finding.severity.value}" id="t{e.number}" href="#r{e.number}">{e.number}</a>' for e in ending
        )

    def table(self, table: Table) -> str:
        """A table as it would be printed."""
        shown = printed(self._source, table)
        total = sum(shown.widths)
        columns = "".join(f'<col style="width:{width * 100 / total:.2f}%">' for width in shown.widths)
        rows = "".join(f"<tr>{''.join(self._cell(cell) for cell in row)}</tr>" for row in shown.rows)
        return f'<table class="form">{columns}{rows}</table>{self._lost(table, shown)}'

    def _cell(self, cell: PaperCell) -> str:
        across = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        down = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        side = "" if cell.centred else ' class="label"'
        return f"<td{across}{down}{side}>{self.line(cell.span) if cell.span else ''}</td>"

    def _lost(self, table: Table, shown: PaperTable) -> str:
        """The numbers of findings that begin in the table but in none of its cells."""
        spans = [cell.span for row in shown.rows for cell in row if cell.span]
        lost = (
            entry
            for entry in self._entries
            if table.span.start <= entry.finding.span.start <= table.span.end
            and not any(span.start <= entry.finding.span.start <= span.end for span in spans)
        )
        return "".join(
            f'<a class="{e.finding.severity.value}" id="t{e.number}" href="#r{e.number}">{e.number}</a>' for e in lost
        )
