"""A table's cells in the columns of its grid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from hegao.sources.word import names
from hegao.sources.word.names import VAL

_WIDEST = 63
# Twentieths of a point. Converting a table leaves borders that should be one a hair apart.
_SAME_BORDER = 60


class GridCell(NamedTuple):
    """A cell: its first column and how many it covers, both of the table's own grid.

    ``element`` is None for a cell merged into the one above it or to its left.
    """

    element: Any
    column: int
    columns: int


def rows_of(table: Any) -> list[list[GridCell]]:
    """The rows of a table without deleted ones, columns at which nothing begins left out."""
    rows = [list(_cells(row)) for row in _children(table, names.TR) if not _deleted(row)]
    return _normal([row for row in rows if row], _widths(table))


def _children(element: Any, wanted: str) -> Iterator[Any]:
    """Rows or cells, also those in content controls and tracked insertions."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in names.NOT_TEXT:
            yield from _children(child, wanted)


def _deleted(row: Any) -> bool:
    properties = row.find(names.TR_PR)
    return properties is not None and properties.find(names.DEL) is not None


def _cells(row: Any) -> Iterator[GridCell]:
    properties = row.find(names.TR_PR)
    before = properties.find(names.GRID_BEFORE) if properties is not None else None
    column = _count(before, 0)
    for cell in _children(row, names.TC):
        of_cell = cell.find(names.TC_PR)
        columns, merged = 1, False
        if of_cell is not None:
            if of_cell.find(names.w("cellDel")) is not None:
                continue
            columns = _count(of_cell.find(names.GRID_SPAN), 1)
            merged = any(_goes_on(of_cell.find(tag)) for tag in (names.V_MERGE, names.H_MERGE))
        yield GridCell(None if merged else cell, column, columns)
        column += columns


def _goes_on(merge: Any) -> bool:
    return merge is not None and merge.get(VAL, "continue") == "continue"


def _count(element: Any, least: int) -> int:
    text = element.get(VAL, "") if element is not None else ""
    return min(max(int(text), least), _WIDEST) if text.isascii() and text.isdecimal() and len(text) < 9 else least


def _widths(table: Any) -> list[int]:
    grid = table.find(names.w("tblGrid"))
    texts = [column.get(names.WIDTH, "") for column in grid.iterfind(names.GRID_COLUMN)] if grid is not None else []
    return [int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else _SAME_BORDER for text in texts]


def _normal(rows: list[list[GridCell]], widths: list[int]) -> list[list[GridCell]]:
    """The same cells in as few columns as they need."""
    begins = {cell.column for row in rows for cell in row}
    last = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    # How many columns begin before each border of the old grid.
    place = [0] * (last + 1)
    count = 0
    for column in range(last + 1):
        place[column] = count
        if column in begins:
            if column - 1 in begins and column <= len(widths) and widths[column - 1] < _SAME_BORDER:
                place[column] = place[column - 1]
            else:
                count += 1
    normal = []
    for row in rows:
        cells: list[GridCell] = []
        for cell in row:
            first, end = place[cell.column], place[cell.column + cell.columns]
            if cells and first < cells[-1].column + cells[-1].columns:
                first = cells[-1].column + cells[-1].columns
            cells.append(GridCell(cell.element, first, max(end - first, 1)))
        normal.append(cells)
    return normal
