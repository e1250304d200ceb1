"""Check what is filled in: every cell, and with a plain number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.derived import Same, derived
from hegao.checks.numbers import NumberKind, Reading, read_cell
from hegao.checks.table_names import (
    cell_name,
    column_name,
    figures,
    form_row_name,
    is_old,
    label_span,
    official_tables,
    value_cells,
)
from hegao.document.form import TableForm
from hegao.document.model import Cell, Document, Row, Table
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import SourceText, Span

_MANY_ROWS = 3
_NAMED = 6


class EmptyCellParams(NamedTuple):
    """How to fill an empty cell, and the labels of an earlier form, which have a rule of their own."""

    fill: str = "0"
    old: tuple[str, ...] = ()


def empty_cells(document: Document, params: EmptyCellParams) -> Iterator[Match]:
    """Yield the cells left empty: one match for the empty cells of a row, one for many empty rows."""
    for table, form in official_tables(document):
        gaps = [row for row in table.rows if row.form and row.form.values and not _is_filled(row)]
        if not gaps or is_old(table, params.old):
            continue
        blank = [row for row in gaps if not figures(row)]
        if len(blank) >= _MANY_ROWS:
            yield _blank_rows(form, blank, params)
        else:
            for row in blank:
                yield _blank_row(form, row, params)
        for row in gaps:
            cells = [(column, cell) for column, cell in value_cells(row) if not cell.text]
            if cells and figures(row):
                yield _empty(form, row, cells, params)


def _is_filled(row: Row) -> bool:
    return all(cell is not None and cell.text for cell in row.values)


def _fill(cells: list[Cell], params: EmptyCellParams) -> tuple[Repair, ...]:
    return (Repair(tuple(Edit(cell.span, params.fill) for cell in cells)),) if cells else ()


def _blank_rows(form: TableForm, rows: list[Row], params: EmptyCellParams) -> Match:
    names = [form_row_name(row.form) for row in rows if row.form][:_NAMED]
    slots = {"table": form.name, "count": str(len(rows)), "rows": "".join(names)}
    cells = [cell for row in rows for _, cell in value_cells(row)]
    related = tuple(Related(label_span(row), "这一行没有填数") for row in rows[1:])
    variant = "rows" if len(rows) > _NAMED else "few-rows"
    return Match(label_span(rows[0]), slots, variant, _fill(cells, params), related)


def _blank_row(form: TableForm, row: Row, params: EmptyCellParams) -> Match:
    cells = [cell for _, cell in value_cells(row)]
    slots = {"table": form.name, "row": form_row_name(row.form) if row.form else ""}
    span = label_span(row) if row.labels or not cells else Span(cells[0].span.start, cells[-1].span.end)
    return Match(span, slots, "row" if row.labels else "figures", _fill(cells, params))


def _empty(form: TableForm, row: Row, cells: list[tuple[str, Cell]], params: EmptyCellParams) -> Match:
    own = [cell for _, cell in cells]
    slots = {
        "table": form.name,
        "cell": cell_name(row, cells[0][0]),
        "row": form_row_name(row.form) if row.form else "",
        "count": str(len(cells)),
        "columns": "、".join(column_name(column) for column, _ in cells),
    }
    span = Span(own[0].span.start, own[-1].span.end)
    return Match(span, slots, "" if len(cells) == 1 else "cells", _fill(own, params))


class CellValueParams(NamedTuple):
    """Which ways of filling in a cell to report.

    Attributes:
        report: ``placeholder``, ``text`` (no number at all), ``negative``, ``decimal`` (in a column of
            counts), ``form`` (full-width digits, separators, leading zeros), ``unit``, ``note``,
            ``places`` (too many decimals).
        decimal: Column keys that hold amounts and not counts.
        signed: Column keys that may be negative.
        count_units, amount_units: Units that are the column's own and may simply be left out.
        zeros: Characters typed instead of the digit 0.
        most_places: How many decimals an amount may have.
    """

    report: tuple[str, ...]
    decimal: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    count_units: tuple[str, ...] = ()
    amount_units: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()
    most_places: int = 6


def values(document: Document, params: CellValueParams) -> Iterator[Match]:
    """Yield the filled-in cells that are not plain numbers, as far as ``params.report`` names them."""
    written = "form" in params.report
    for form, row, column, cell in derived(document.table_source, _remarkable, Same(document.tables)):
        if written or not _is_plain(cell):
            yield from _judge(document, form, row, column, cell, params)


_Place = tuple[TableForm, Row, str, Cell]


def _remarkable(source: SourceText, tables: Same[tuple[Table, ...]]) -> tuple[_Place, ...]:
    """The filled-in cells that are no plain number, or one only when what surrounds it is dropped.

    Several rules look at these, and nearly all of a report's two hundred cells are one digit.
    """
    return tuple(
        (table.form, row, column, cell)
        for table in tables.it
        if table.form is not None
        for row in table.rows
        if row.form is not None
        for column, cell in zip(row.form.values, row.values, strict=False)
        if cell is not None and cell.text
        if not _is_plain(cell) or source[cell.span] != cell.text
    )


def _is_plain(cell: Cell) -> bool:
    """Whether a cell is digits alone; most are, and a report has two hundred."""
    text = cell.text
    return text.isdecimal() and (text[0] != "0" or text == "0")


def _judge(
    document: Document, form: TableForm, row: Row, column: str, cell: Cell, params: CellValueParams
) -> Iterator[Match]:
    raw = document.source[cell.span]
    if not raw.strip():
        return
    reading = read_cell(document.source, cell)
    slots = {
        "table": form.name,
        "cell": cell_name(row, column),
        "found": raw.strip(),
        "number": _number(reading),
        "unit": reading.unit,
        "places": str(reading.places),
    }
    for kind, variant, new in _kinds(cell, raw, reading, column, params):
        if kind in params.report:
            repairs = (Repair((Edit(cell.span, new),), {"new": new}),) if new else ()
            yield Match(cell.span, slots, variant, repairs)
            return


def _number(reading: Reading) -> str:
    """The number in plain half-width digits; "" when there is none."""
    if not reading.is_number:
        return ""
    digits = str(reading.digits).rjust(reading.places + 1, "0")
    text = digits if not reading.places else f"{digits[: -reading.places]}.{digits[-reading.places :]}"
    return f"-{text}" if reading.kind is NumberKind.NEGATIVE else text


def _kinds(
    cell: Cell, raw: str, reading: Reading, column: str, params: CellValueParams
) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, message variant, correction or ""), gravest first."""
    amount = column in params.decimal
    number = _number(reading)
    if reading.kind is NumberKind.PLACEHOLDER:
        yield "placeholder", "", "0"
    elif reading.kind is NumberKind.TEXT:
        yield "text", "", "0" if cell.text in params.zeros else ""
    elif reading.kind is NumberKind.NEGATIVE and column not in params.signed:
        yield "negative", "", number[1:]
    elif reading.note:
        yield "note", "", "" if reading.unit else number
    elif reading.unit:
        own = reading.unit in (params.amount_units if amount else params.count_units)
        yield "unit", "" if own else "other", number if own else ""
    elif reading.kind is NumberKind.DECIMAL and not amount:
        whole, _, part = number.partition(".")
        yield "decimal", "", whole if not part.strip("0") else ""
    elif amount and reading.places > params.most_places:
        yield "places", "", ""
    elif reading.is_number and raw.strip() != number:
        yield "form", "", number
