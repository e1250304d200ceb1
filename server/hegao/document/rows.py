"""Rows of tables and their cells, and the same rows further on in the draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from hegao.document.form import RowForm
from hegao.text import Span

# Hundreds of cells are made at once; their classes' own constructors are Python code.
_new = tuple.__new__


class Cell(NamedTuple):
    """A table cell. ``text`` is for comparing: ``clean(source[span]) == text``.

    ``row`` and ``column`` are 0-based in the table as written (rows without separator lines).
    """

    text: str
    span: Span
    row: int
    column: int


class Row(NamedTuple):
    """A row of a recognised table.

    Attributes:
        span: From the first to the last cell.
        cells: All cells as written, empty ones too.
        form: The official row this one stands for; None for a row the form does not have.
        labels: Label cells that hold text, in order.
        expected: For each of ``labels`` the official label it stands for, None for a cell that
            resembles none.
        values: One cell for each of ``form.values``; None where the row has too few cells to tell.
        surplus: Numeric cells beyond the form's.
    """

    span: Span
    cells: tuple[Cell, ...]
    form: RowForm | None = None
    labels: tuple[Cell, ...] = ()
    expected: tuple[str | None, ...] = ()
    values: tuple[Cell | None, ...] = ()
    surplus: tuple[Cell, ...] = ()

    def value(self, column: str) -> Cell | None:
        """The cell of a column key; None when the form or the draft has none there."""
        if self.form is None or column not in self.form.values:
            return None
        index = self.form.values.index(column)
        return self.values[index] if index < len(self.values) else None

    @property
    def given(self) -> tuple[Cell, ...]:
        """The value cells that are there."""
        return tuple(cell for cell in self.values if cell is not None)


class MovedRows(Sequence[Row]):
    """Rows of a table that moved as a whole; each is made when somebody asks for it.

    Whatever is typed above a table moves it, and at most keystrokes nobody looks at its two hundred cells. It
    equals, and has the hash of, the tuple of these rows.

    Attributes:
        origin: The rows where they stood when they were read.
        by: How many characters further on they are.
    """

    __slots__ = ("_made", "by", "origin")

    def __init__(self, origin: Sequence[Row], by: int) -> None:
        self.origin = origin
        self.by = by
        self._made: list[Row | None] = [None] * len(origin)

    def __len__(self) -> int:
        return len(self.origin)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        if isinstance(at, slice):
            return tuple(self)[at]
        row = self._made[at]
        if row is None:
            row = self._made[at] = _moved_row(self.origin[at], self.by)
        return row

    def __iter__(self) -> Iterator[Row]:
        return map(self.__getitem__, range(len(self.origin)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == (tuple(other) if isinstance(other, MovedRows) else other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def origin_of(rows: Sequence[Row]) -> tuple[Sequence[Row], int]:
    """The rows where they stood when they were read, and how many characters further on they are."""
    return (rows.origin, rows.by) if isinstance(rows, MovedRows) else (rows, 0)


def moved_rows(rows: Sequence[Row], by: int) -> Sequence[Row]:
    """The same rows so many characters further on."""
    origin, moved = origin_of(rows)
    return MovedRows(origin, moved + by) if moved + by else origin


def _moved_row(row: Row, by: int) -> Row:
    cells = [
        _new(Cell, (text, _new(Span, (start + by, end + by)), index, column))
        for text, (start, end), index, column in row.cells
    ]
    return with_cells(row, tuple(cells))


def with_cells(row: Row, cells: tuple[Cell, ...]) -> Row:
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
