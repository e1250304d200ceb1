"""Tables of a region, from a plan that drafts of the same shape share.

How rows and cells lie to the official form depends on labels and on which cells hold figures, not
on the figures. The plan is therefore made once for a shape and kept: the next draft, and the same
draft after the next keystroke, only have their own cells put in.
"""

from __future__ import annotations

from functools import lru_cache

from hegao.document.align import align_region
from hegao.document.labels import FormLabels, looks_like_value
from hegao.document.model import Cell, Row, Table
from hegao.document.rows import moved_rows, with_cells
from hegao.document.table_readers import RawCell, RawRow
from hegao.text import Span

# Hundreds of cells are made at every keystroke; their classes' own constructors are Python code.
_new = tuple.__new__

_Shape = tuple[tuple[str, tuple[str, ...]], ...]
"""For each row its layout and the texts of its cells, with every figure put as 0."""


def moved(tables: tuple[Table, ...], by: int) -> tuple[Table, ...]:
    """The same tables so many characters further on."""
    return tuple(
        table._replace(span=Span(table.span.start + by, table.span.end + by), rows=moved_rows(table.rows, by))
        for table in tables
    )


def _with_rows(table: Table, rows: list[Row]) -> Table:
    return table._replace(span=Span(rows[0].span.start, rows[-1].span.end), rows=tuple(rows))


def build_tables(rows: list[RawRow], labels: FormLabels) -> list[Table]:
    """The tables of one region; usually one."""
    shape = tuple(
        (row.layout, tuple("0" if looks_like_value(cell.text) else cell.text for cell in row.cells)) for row in rows
    )
    cells = [cell for row in rows for cell in row.cells]
    return [_filled(table, cells) for table in _plan(shape, labels)]


@lru_cache(maxsize=64)
def _plan(shape: _Shape, labels: FormLabels) -> tuple[Table, ...]:
    """The tables of a shape, each cell's span holding the cell's place in the region instead."""
    rows: list[RawRow] = []
    at = 0
    for layout, texts in shape:
        rows.append(RawRow([RawCell(text, at + index, at + index) for index, text in enumerate(texts)], layout))
        at += len(texts)
    return tuple(align_region(rows, labels))


def _filled(plan: Table, found: list[RawCell]) -> Table:
    """The planned table with the draft's own cells."""
    rows = []
    for row in plan.rows:
        raw = [found[place.start] for _, place, _, _ in row.cells]
        cells = [
            _new(Cell, (cell.text, _new(Span, (cell.start, cell.end)), at, column))
            for cell, (_, _, at, column) in zip(raw, row.cells, strict=True)
        ]
        rows.append(with_cells(row, tuple(cells)))
    return _with_rows(plan, rows)
