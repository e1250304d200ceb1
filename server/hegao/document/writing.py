"""Write an official table of a form in the layout of a draft: the way back from ``table_readers``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hegao.document.form import RowForm, TableForm

_Grid = list[list[str]]


def render_table(table: TableForm, layout: str, values: Mapping[tuple[str, str], str], line_end: str = "\n") -> str:
    """An official table as text, without a line end after its last line.

    Parsing it again under the same form gives the same rows, labels and figures.

    Args:
        layout: ``tab``, ``cell`` or ``pipe``, as ``Table.layout`` has it. Anything else (``space``,
            in which an empty cell cannot be told) is written as ``tab``.
        values: Cell texts by row key and column key; a cell that is not in it stays empty.
    """
    rows = _grid(table, values)
    if layout == "pipe":
        lines = _pipes(rows)
    elif layout == "cell":
        lines = _cells(rows, table)
    else:
        lines = ["\t".join(row) for row in rows]
    return line_end.join(lines)


def _pipes(rows: _Grid) -> list[str]:
    """Markdown wants the first row as wide as the table; in the others, cells nobody is to fill are left out."""
    width = max(map(len, rows))
    first = [*rows[0], *[""] * (width - len(rows[0]))]
    lines = ["|" + "".join(f" {cell} |" for cell in row) for row in (first, *rows[1:])]
    return [lines[0], "|" + " --- |" * width, *lines[1:]]


def _cells(rows: _Grid, table: TableForm) -> list[str]:
    """Each cell on a line after a tab, a blank line between rows, as a word processor copies it out.

    A cell merged from several appears once, so that headings and labels leave no empty lines; an
    empty figure does.
    """
    lines: list[str] = []
    for cells, form in zip(rows, table.rows, strict=True):
        labels = len(cells) - len(form.values)
        kept = [cell for index, cell in enumerate(cells) if cell or index >= labels]
        lines += [*([""] if lines else []), *(f"\t{cell}" for cell in kept)]
    return lines


def _grid(table: TableForm, values: Mapping[tuple[str, str], str]) -> _Grid:
    """All cells in reading order; of merged cells the first holds the text, the others are empty."""
    depth = max((len(row.labels) for row in table.rows if not row.header), default=0)
    rows: _Grid = []
    columns = _Columns(depth, ())
    before: tuple[str, ...] = ()
    for index, row in enumerate(table.rows):
        if row.header:
            if index == 0 or not table.rows[index - 1].header:
                columns = _Columns(depth, _values_below(table.rows[index:]))
            rows.append(columns.place(row.labels))
            before = ()
        else:
            labels = _without_repeated(row.labels, before)
            figures = [values.get((row.key, column), "") for column in row.values]
            rows.append([*labels, *[""] * (depth - len(labels)), *figures])
            before = row.labels
    return rows


def _values_below(rows: Iterable[RowForm]) -> tuple[str, ...]:
    return next((row.values for row in rows if not row.header), ())


def _without_repeated(labels: Sequence[str], before: Sequence[str]) -> list[str]:
    """The labels of a row, those of groups that go on from the row before left empty."""
    shown = list(labels)
    for level, label in enumerate(labels[:-1]):
        if level >= len(before) or before[level] != label:
            break
        shown[level] = ""
    return shown


class _Columns:
    """Where the headings of one block stand above the columns of figures.

    A column key names the headings above it from the top (``行政复议/结果维持``), a heading of one
    column alone or of a group. A heading no key names is merged over what has no heading yet: it
    stands as far left as it can.
    """

    def __init__(self, depth: int, keys: Iterable[str]) -> None:
        self._depth = depth
        self._open = [key.split("/") for key in keys]

    def place(self, labels: Iterable[str]) -> list[str]:
        """The cells of the next row of headings."""
        cells: list[str] = []
        at = 0
        for label in labels:
            first, at = self._extent(label, at)
            cells += [*[""] * (first - len(cells)), label]
        return cells

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
