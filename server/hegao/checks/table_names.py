"""What the table checks share: how rows and cells are called, which rows of a draft are what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from hegao.document.clean import clean
from hegao.document.form import RowForm, TableForm
from hegao.document.model import Cell, Document, Row, Table
from hegao.text import Span

_INNER_QUOTES = str.maketrans("“”", "‘’")


def official_tables(document: Document) -> Iterator[tuple[Table, TableForm]]:
    """The tables that were recognised, each with its form."""
    for table in document.tables:
        if table.form is not None:
            yield table, table.form


def form_row_name(form: RowForm) -> str:
    """A row's official name in quotes: its own label, for headings all labels; "" for the row of figures alone."""
    if not form.labels:
        return ""
    name = "、".join(form.labels) if form.header else form.labels[-1]
    return "“" + name.translate(_INNER_QUOTES) + "”"


def cell_name(row: Row, column: str) -> str:
    """A cell's place in words: ``“规章”“本年制发件数”``."""
    name = form_row_name(row.form) if row.form else ""
    return f"{name}“{column_name(column)}”"


def column_name(column: str) -> str:
    """A column key as it is said: ``行政复议·结果维持``."""
    return column.replace("/", "·")


def label_span(row: Row) -> Span:
    """Where a finding about a whole row stands: its own label, else the first cell with text, else the row."""
    if row.labels:
        return row.labels[-1].span
    return next((cell.span for cell in row.cells if cell.text), row.span)


def figures(row: Row) -> list[Cell]:
    """What is filled in after the labels of a row."""
    after = row.labels[-1].column if row.labels else -1
    return [cell for cell in row.cells if cell.column > after and cell.text]


def value_cells(row: Row) -> Iterator[tuple[str, Cell]]:
    """The value cells of a row that are there, with their column keys."""
    if row.form is not None:
        for column, cell in zip(row.form.values, row.values, strict=False):
            if cell is not None:
                yield column, cell


def missing_columns(table: Table) -> frozenset[str]:
    """Column keys that no row of the table has figures for, though its rows have figures."""
    wide = [row for row in table.rows if row.form is not None and len(row.form.values) > 1 and any(row.values)]
    keys = {key for row in wide if row.form for key in row.form.values}
    return frozenset(keys - {key for row in wide for key, _ in value_cells(row)})


def old_rows(table: Table, old: tuple[str, ...]) -> list[tuple[Row, list[Cell]]]:
    """Rows with labels of a form no longer in force, each with those cells."""
    if not old:
        return []
    words = _cleaned(old)
    rows = []
    for row in table.rows:
        cells = [cell for cell in row.labels if cell.text in words]
        if cells:
            rows.append((row, cells))
    if rows and table.form is not None and any(label in words for row in table.form.rows for label in row.labels):
        return []  # The table's own form is the earlier one.
    return rows


@lru_cache(maxsize=16)
def _cleaned(labels: tuple[str, ...]) -> frozenset[str]:
    return frozenset(clean(label) for label in labels)


def is_old(table: Table, old: tuple[str, ...]) -> bool:
    """Whether a table as a whole follows a form no longer in force: two old headings or more."""
    return sum(len(cells) for _, cells in old_rows(table, old)) > 1


def stand_ins(table: Table) -> dict[int, RowForm]:
    """Rows the form does not know that stand exactly where rows are missing.

    Returns:
        Index of the row in the table → the official row it must be. Only where between two
        recognised rows as many rows are unknown as are missing.
    """
    if table.form is None or not table.missing_rows:
        return {}
    order = {row.key: index for index, row in enumerate(table.form.rows)}
    absent = {order[row.key] for row in table.missing_rows}
    found: dict[int, RowForm] = {}
    run: list[int] = []
    before = -1
    for index, row in enumerate((*table.rows, None)):
        if row is not None and row.form is None:
            if row.labels and not _is_repeated_heading(table.form, row):
                run.append(index)
            continue
        place = order[row.form.key] if row is not None and row.form is not None else len(order)
        gap = [at for at in range(before + 1, place) if at in absent]
        if run and len(run) == len(gap):
            for at, missing in zip(run, gap, strict=True):
                form = table.form.rows[missing]
                if bool(figures(table.rows[at])) == bool(form.values) and form.labels:
                    found[at] = form
        run, before = [], place
    return found


def _is_repeated_heading(form: TableForm, row: Row) -> bool:
    """Whether every label of a row is an official heading: page breaks repeat the head of a table."""
    headings = {clean(label) for official in form.rows if official.header for label in official.labels}
    return bool(row.labels) and all(cell.text in headings for cell in row.labels)


def unknown_rows(table: Table) -> list[tuple[int, Row]]:
    """Rows that hold something and stand for no official row, repeated table heads left out."""
    if table.form is None:
        return []
    return [
        (index, row)
        for index, row in enumerate(table.rows)
        if row.form is None and (row.labels or figures(row)) and not _is_repeated_heading(table.form, row)
    ]
