"""A table of a draft as it would be printed: merged as the official form is, with the draft's own words.

What is wrong in the draft stays wrong. A row that does not fit the form (a figure too few, a label
nobody knows) is laid out as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hegao.document.form import TableForm
from hegao.document.merging import MergedCell, label_depth, merged_rows
from hegao.document.model import Cell, Row, Table
from hegao.sources.word_write.paper import TEXT_WIDTH, PaperCell, PaperTable
from hegao.text import SourceText, Span

_BREAK = re.compile(r"<br\s*/?>|\r\n|[\r\n]", re.IGNORECASE)
# Twentieths of a point: of a column of figures, and of the label columns before the last one.
_FIGURE, _GROUPS = 680, (680, 900)
_EVER = 10**6


class _Begin(NamedTuple):
    """A cell that begins in a row; ``down`` is how many rows it may reach at most."""

    text: str
    column: int
    columns: int
    down: int = 1
    centred: bool = True
    span: Span | None = None


def printed(source: SourceText, table: Table) -> PaperTable:
    """The table as printed."""
    form = table.form
    depth, width = (label_depth(form), form_width(form)) if form else (0, 1)
    official = dict(zip((row.key for row in form.rows), merged_rows(form), strict=True)) if form else {}
    rows: list[list[_Begin]] = []
    before: Row | None = None
    for row in table.rows:
        places = official.get(row.form.key) if row.form else None
        if places is None or not _fits(row):
            rows.append(_as_written(source, row))
            before = None
        elif row.form is not None and row.form.header:
            rows.append([_begin(source, cell, place) for cell, place in zip(row.labels, places, strict=True)])
            before = None
        else:
            figures = (place for place in places if place.value >= 0)
            values = [_begin(source, cell, place) for cell, place in zip(row.given, figures, strict=True)]
            rows.append([*_labels(source, row, before, depth), *values])
            before = row
    width = max([width, *(cells[-1].column + cells[-1].columns for cells in rows if cells)])
    return PaperTable(tuple(_filled(rows)), _widths(depth, width), _headings(table))


def form_width(form: TableForm) -> int:
    """How many columns the grid of an official table has."""
    return label_depth(form) + max(len(row.values) for row in form.rows)


def _fits(row: Row) -> bool:
    """Whether the row can be laid out as the form has it without losing or moving anything."""
    form = row.form
    if form is None or row.surplus or None in row.values or len(row.values) != len(form.values):
        return False
    if sum(bool(cell.text) for cell in row.cells) != sum(bool(cell.text) for cell in (*row.labels, *row.given)):
        return False
    return row.expected == form.labels if form.header else _levels(row) is not None


def _levels(row: Row) -> list[int] | None:
    """Which label of the form each label of the row stands for; None when they are not in its order."""
    labels = row.form.labels if row.form else ()
    levels: list[int] = []
    for expected in row.expected:
        first = levels[-1] + 1 if levels else 0
        level = next((level for level in range(first, len(labels)) if labels[level] == expected), None)
        if level is None:
            return None
        levels.append(level)
    return levels


def _as_written(source: SourceText, row: Row) -> list[_Begin]:
    last = max((number for number, cell in enumerate(row.cells) if cell.text), default=0)
    return [_Begin(_text(source, cell), number, 1, span=cell.span) for number, cell in enumerate(row.cells[: last + 1])]


def _begin(source: SourceText, cell: Cell, place: MergedCell) -> _Begin:
    return _Begin(_text(source, cell), place.column, place.columns, place.rows, span=cell.span)


def _labels(source: SourceText, row: Row, before: Row | None, depth: int) -> Iterator[_Begin]:
    """The label cells that begin in a row of figures; those of groups that go on begin no more.

    Args:
        before: The row above, where that is a row of figures too.
    """
    labels = row.form.labels if row.form else ()
    above = before.form.labels if before is not None and before.form else ()
    own = dict(zip(_levels(row) or (), row.labels, strict=True))
    known = dict(zip(_levels(before) or (), before.labels, strict=True)) if before is not None else {}
    for level in range(len(labels)):
        cell, last = own.get(level), level == len(labels) - 1
        goes_on = not last and above[: level + 1] == labels[: level + 1]
        if goes_on and (cell is None or (level in known and known[level].text == cell.text)):
            continue
        text = _text(source, cell) if cell else ""
        # Beside groups the labels are long and of many lengths.
        columns, down = (depth - level, 1) if last else (1, _EVER)
        yield _Begin(text, level, columns, down, depth == 1 or not last, cell.span if cell else None)


def _text(source: SourceText, cell: Cell) -> str:
    return _BREAK.sub("\x0b", source[cell.span].strip()).replace("\\|", "|") if cell.text else ""


def _filled(rows: Sequence[Sequence[_Begin]]) -> Iterator[tuple[PaperCell, ...]]:
    """The rows as cells: those from above reach down until something else begins in their columns.

    A column that nothing covers gets an empty cell, but for what is missing at the end of a row.
    """
    reach: list[list[int]] = [[1] * len(cells) for cells in rows]
    fillers: list[list[_Begin]] = []
    active: list[tuple[int, int]] = []
    for number, cells in enumerate(rows):
        active = [
            (row, index)
            for row, index in active
            if number - row < rows[row][index].down and not any(_overlap(rows[row][index], cell) for cell in cells)
        ]
        for row, index in active:
            reach[row][index] += 1
        fillers.append(_gaps([*cells, *(rows[row][index] for row, index in active)]))
        active += [(number, index) for index in range(len(cells))]
    for cells, reaches, gaps in zip(rows, reach, fillers, strict=True):
        begun = [_paper_cell(cell, down) for cell, down in zip(cells, reaches, strict=True)]
        yield tuple(sorted([*begun, *(_paper_cell(gap, 1) for gap in gaps)], key=lambda cell: cell.column))


def _overlap(one: _Begin, other: _Begin) -> bool:
    return one.column < other.column + other.columns and other.column < one.column + one.columns


def _gaps(cells: Sequence[_Begin]) -> list[_Begin]:
    covered = {column for cell in cells for column in range(cell.column, cell.column + cell.columns)}
    return [_Begin("", column, 1) for column in range(max(covered, default=0)) if column not in covered]


def _paper_cell(cell: _Begin, rows: int) -> PaperCell:
    return PaperCell(cell.text, cell.column, cell.columns, rows, cell.centred, cell.span)


def _headings(table: Table) -> int:
    """How many rows to repeat on every page: headings at the top, where there are none further down."""
    header = [row.form is not None and row.form.header for row in table.rows]
    first = header.index(False) if False in header else 0
    return 0 if any(header[first:]) else first


def _widths(depth: int, width: int) -> tuple[int, ...]:
    """The widths of the columns: of labels as the official table shares them out, else all alike."""
    figures = width - depth
    label = TEXT_WIDTH - figures * _FIGURE - sum(_GROUPS)
    if depth != len(_GROUPS) + 1 or label < _FIGURE:
        return tuple(TEXT_WIDTH * (number + 1) // width - TEXT_WIDTH * number // width for number in range(width))
    return (*_GROUPS, label, *[_FIGURE] * figures)
