"""Where the cells of an official table stand and how far each is merged, as its annex prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hegao.document.form import RowForm, TableForm


class MergedCell(NamedTuple):
    """A cell of the table as printed, in the row in which it begins.

    Attributes:
        column: 0-based, in the grid of the whole table.
        columns, rows: How many it covers.
        label: Index into the row's labels; -1 for a figure.
        value: Index into the row's values; -1 for a label.
    """

    column: int
    columns: int
    rows: int = 1
    label: int = -1
    value: int = -1


def label_depth(table: TableForm) -> int:
    """How many columns of labels stand before the figures."""
    return max((len(row.labels) for row in table.rows if not row.header), default=0)


def merged_rows(table: TableForm) -> tuple[tuple[MergedCell, ...], ...]:
    """The cells that begin in each row of the table, from left to right."""
    depth = label_depth(table)
    width = depth + max(len(row.values) for row in table.rows)
    rows: list[tuple[MergedCell, ...]] = []
    for block in _blocks(table.rows):
        if block[0].header:
            figures = _values_below(table.rows[len(rows) :])
            rows += _headings(block, depth, width, figures)
        else:
            rows += _body(block, depth, width)
    return tuple(rows)


def _blocks(rows: Sequence[RowForm]) -> list[list[RowForm]]:
    """Header rows together, rows of figures together."""
    blocks: list[list[RowForm]] = []
    for row in rows:
        if blocks and blocks[-1][0].header == row.header:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _values_below(rows: Iterable[RowForm]) -> tuple[str, ...]:
    return next((row.values for row in rows if not row.header), ())


def _headings(block: list[RowForm], depth: int, width: int, figures: tuple[str, ...]) -> list[tuple[MergedCell, ...]]:
    columns = _Columns(depth, figures)
    placed = [columns.place(row.labels) for row in block]
    rows: list[tuple[MergedCell, ...]] = []
    # For each column the first row in which nothing from above stands any more.
    free_from = [0] * width
    for number, extents in enumerate(placed):
        starts = [start for start, _ in extents]
        cells = []
        for index, (start, end) in enumerate(extents):
            reach = 1 + _free_below(placed[number + 1 :], start, end)
            stop = starts[index + 1] if index + 1 < len(starts) else width
            stop = next((column for column in range(start, stop) if free_from[column] > number), stop)
            cells.append(MergedCell(start, stop - start, reach, label=index))
        for cell in cells:
            free_from[cell.column : cell.column + cell.columns] = [number + cell.rows] * cell.columns
        rows.append(tuple(cells))
    return rows


def _free_below(rows: list[list[tuple[int, int]]], start: int, end: int) -> int:
    """How many of the rows have no heading of their own in these columns."""
    free = 0
    for row in rows:
        if any(first < end and start < last for first, last in row):
            break
        free += 1
    return free


def _body(block: list[RowForm], depth: int, width: int) -> list[tuple[MergedCell, ...]]:
    return [(*_labels(block, number, depth), *_figures(row, depth, width)) for number, row in enumerate(block)]


def _labels(block: list[RowForm], number: int, depth: int) -> list[MergedCell]:
    labels = block[number].labels
    before = block[number - 1].labels if number else ()
    cells = []
    for level in range(len(labels)):
        group = labels[: level + 1]
        own = level == len(labels) - 1
        if not own and before[: level + 1] == group:
            continue
        rows = 1
        while not own and number + rows < len(block) and block[number + rows].labels[: level + 1] == group:
            rows += 1
        cells.append(MergedCell(level, depth - level if own else 1, rows, label=level))
    return cells


def _figures(row: RowForm, depth: int, width: int) -> list[MergedCell]:
    last = len(row.values) - 1
    return [
        MergedCell(depth + index, width - depth - index if index == last else 1, value=index)
        for index in range(len(row.values))
    ]


class _Columns:
    """Where the headings of one block stand above the columns of figures.

    A column key names the headings above it from the top (``行政复议/结果维持``), a heading of one
    column alone or of a group. A heading no key names is merged over what has no heading yet: it
    stands as far left as it can.
    """

    def __init__(self, depth: int, keys: Iterable[str]) -> None:
        self._depth = depth
        self._open = [key.split("/") for key in keys]

    def place(self, labels: Iterable[str]) -> list[tuple[int, int]]:
        """The columns, half-open, of the next row of headings."""
        extents: list[tuple[int, int]] = []
        at = 0
        for label in labels:
            first, at = self._extent(label, at)
            extents.append((first, at))
        return extents

    def _extent(self, label: str, start: int) -> tuple[int, int]:
        """The columns of a heading that stands at ``start`` or to the right of it, half-open."""
        for column in range(max(start - self._depth, 0), len(self._open)):
            if self._open[column][:1] == [label]:
                return self._depth + column, self._depth + self._take(label, column)
        # Above the labels, or above columns whose own headings come further down.
        return (0, self._depth) if start < self._depth else (start, start + 1)

    def _take(self, label: str, column: int) -> int:
        """Count a heading as placed from ``column`` on; returns the column after its last."""
        grouped = True
        while grouped and column < len(self._open) and self._open[column][:1] == [label]:
            grouped = len(self._open[column]) > 1
            del self._open[column][0]
            column += 1
        return column
