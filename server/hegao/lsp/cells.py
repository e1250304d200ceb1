"""Which cell of a table is at an offset, and what its row and its column are called."""

from __future__ import annotations

from typing import NamedTuple

from hegao.document.form import RowForm, TableForm
from hegao.document.model import Cell, Document, Row, Table

ARROW = " › "


class CellPlace(NamedTuple):
    """A cell in its row and table.

    Attributes:
        column: Key of its column; "" for a label or a cell that the form does not have.
    """

    table: Table
    row: Row
    cell: Cell
    column: str


def table_at(document: Document, offset: int) -> Table | None:
    """The table at an offset; an empty last cell lies at its very end."""
    return next((table for table in document.tables if table.span.start <= offset <= table.span.end), None)


def row_at(table: Table, offset: int) -> Row | None:
    """The row of a table at an offset."""
    return next((row for row in table.rows if row.span.start <= offset <= row.span.end), None)


def cell_at(document: Document, offset: int) -> CellPlace | None:
    """The cell at an offset or just before it."""
    table = table_at(document, offset)
    row = row_at(table, offset) if table else None
    if table is None or row is None:
        return None
    touched = [cell for cell in row.cells if cell.span.start <= offset <= cell.span.end]
    if not touched:
        return None
    cell = next((cell for cell in touched if cell.span.contains(offset)), touched[-1])
    return CellPlace(table, row, cell, column_of(row, cell))


def column_of(row: Row, cell: Cell) -> str:
    """The column key of a cell of a row; "" when the form has none for it."""
    if row.form is None:
        return ""
    pairs = zip(row.form.values, row.values, strict=False)
    return next((key for key, other in pairs if other is not None and other.span == cell.span), "")


def row_path(table: Table, row: Row) -> tuple[str, ...]:
    """The labels of a row from the outermost group to its own; empty for a row of numbers only."""
    if row.form is None or table.form is None:
        labels = [cell.text for cell in row.labels or row.cells[:1] if cell.text]
        return tuple(labels)
    if row.form.header:
        return ()
    titles = [header.labels[0] for header in _headers(table.form, row.form) if len(header.labels) == 1]
    return (*titles, *row.form.labels)


def column_path(table: Table, row: Row, column: str) -> tuple[str, ...]:
    """The headings over a column of a row, from the outermost to its own."""
    if table.form is None or row.form is None or not column:
        return ()
    found: list[str] = []
    for header in _headers(table.form, row.form):
        label = _heading_over(header, row.form, column)
        if label and label not in found:
            found.append(label)
    return tuple(found) or tuple(column.split("/"))


def short_name(row: Row, column: str) -> str:
    """A cell's row and column in a few characters: ``新收 · 自然人``."""
    names = column.split("/")
    if row.form is not None and row.form.labels:
        names.insert(0, row.form.short or row.form.labels[-1])
    return " · ".join(name for name in names if name)


def _headers(form: TableForm, row: RowForm) -> list[RowForm]:
    """The header rows that stand over a row."""
    found: list[RowForm] = []
    after_values = False
    for other in form.rows:
        if other.key == row.key:
            return found
        if other.header:
            found = [other] if after_values else [*found, other]
        after_values = not other.header
    return []


def _heading_over(header: RowForm, row: RowForm, column: str) -> str:
    """The label of a header row that stands over a column; "" where the form does not tell.

    A label that is the name of no column and of no group of columns stands over what the others leave.
    """
    if len(header.labels) < 2:
        return ""
    group, _, last = column.rpartition("/")
    own = next((label for label in header.labels if label == group or _names(label, column)), "")
    if own:
        return own
    unknown = [label for label in header.labels if not any(_is_about(label, key) for key in row.values)]
    if len(unknown) == 1 and not (group and last in header.labels):
        return unknown[0]
    return last if last in header.labels else ""


def _names(label: str, column: str) -> bool:
    """Whether a heading is that of a column: “本年收费金额（单位：万元）” of 本年收费金额, “本年增/减” of 本年增减."""
    return label.replace("/", "").startswith(column)


def _is_about(label: str, column: str) -> bool:
    group, _, last = column.rpartition("/")
    return label in (group, last) or _names(label, column)
