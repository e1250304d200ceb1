"""Inlay hints: what a total comes to, and in the layout of one cell a line what each cell is."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from hegao.document.model import Cell, Row, Table
from hegao.lsp.cells import short_name
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.sums import Sum, totals
from hegao.text import SourceText, Span


def hints(snapshot: Snapshot, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The hints of the lines that are shown, by place."""
    wanted = snapshot.positions.span(params.range)
    tables = [table for table in snapshot.document.tables if table.form and table.span.touches(wanted)]
    if not tables:
        return []
    verdicts = {total.cell.span: verdict(total) for total in totals(snapshot)}
    found = []
    for table in tables:
        for cell, name in _figures(snapshot.document.source, table, wanted):
            told = " ".join(part for part in (name, verdicts.get(cell.span, "")) if part)
            if told:
                position = snapshot.positions.position(cell.span.end)
                found.append(types.InlayHint(position, told, padding_left=True))
    return found


def verdict(total: Sum) -> str:
    """Whether a total is the sum of its parts: ``= 12 ✓``, or what they add up to: ``相加得 12 ✗``.

    Which number is wrong, the total or one of its parts, is for the findings to say.
    """
    sums = [(along, value) for along, value in (("按行", total.by_row), ("按列", total.by_column)) if value is not None]
    wrong = [(along, value) for along, value in sums if value != total.present]
    if not wrong:
        return f"= {total.present} ✓"
    mark = "" if total.present is None else " ✗"
    if len(wrong) == len(sums) and len({value for _, value in wrong}) == 1:
        return f"相加得 {wrong[0][1]}{mark}"
    return "，".join(f"{along}相加得 {value}" for along, value in wrong) + mark


def _figures(source: SourceText, table: Table, wanted: Span) -> Iterator[tuple[Cell, str]]:
    """The cells for figures in a stretch, in the order of the draft, with short names where lines do not show them."""
    for row in table.rows:
        if row.form is None or not row.span.touches(wanted):
            continue
        named = _is_one_cell_a_line(source, row)
        for key, cell in zip(row.form.values, row.values, strict=False):
            if cell is not None and cell.span.touches(wanted):
                yield cell, short_name(row, key) if named else ""


def _is_one_cell_a_line(source: SourceText, row: Row) -> bool:
    """Whether the last cell of a row begins on a line of its own. Two layouts may meet in one table."""
    if len(row.cells) < 2:
        return False
    between = source.text[row.cells[-2].span.end : row.cells[-1].span.start]
    return "\n" in between or "\r" in between
