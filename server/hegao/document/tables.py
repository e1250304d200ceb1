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
from hegao.document.table_readers import RawCell, RawRow
from hegao.text import Span

# Hundreds of cells are made at every keystroke; their classes' own constructors are Python code.
_new = tuple.__new__

_Shape = tuple[tuple[str, tuple[str, ...]], ...]
"""For each row its layout and the texts of its cells, with every figure put as 0."""


def moved(tables: tuple[Table, ...], by: int) -> tuple[Table, ...]:
    """The same tables so many characters further on."""
    return tuple(_with_rows(table, [_moved_row(row, by) for row in table.rows]) for table in tables)


def _moved_row(row: Row, by: int) -> Row:
    cells = [
        _new(Cell, (text, _new(Span, (start + by, end + by)), index, column))
        for text, (start, end), index, column in row.cells
    ]
    return _with_cells(row, tuple(cells))


def _with_rows(table: Table, rows: list[Row]) -> Table:
    return table._replace(span=Span(rows[0].span.start, rows[-1].span.end), rows=tuple(rows))


def _with_cells(row: Row, cells: tuple[Cell, ...]) -> Row:
    """A row with other cells in the same columns."""
    span = _new(Span, (cells[0].span.start, cells[-1].span.end))
    labels = _in_columns_of(row.labels, row.cells, cells)
    values = _in_columns_of(row.values, row.cells, cells)
    surplus = _in_columns_of(row.surplus, row.cells, cells)
    return _new(Row, (span, cells, row.form, labels, row.expected, values, surplus))


def _in_columns_of(
    chosen: tuple[Cell | None, ...], before: tuple[Cell, ...], cells: tuple[Cell, ...]
) -> tuple[Cell | None, ...]:
    """Of other cells those that stand where the chosen ones did; these mostly stand side by side."""
    if not chosen:
        return ()
    if chosen[0] is not None:
        first = chosen[0].column
        if before[first : first + len(chosen)] == chosen:
            return cells[first : first + len(chosen)]
    return tuple([cells[cell.column] if cell is not None else None for cell in chosen])


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
        rows.append(_with_cells(row, tuple(cells)))
    return _with_rows(plan, rows)
