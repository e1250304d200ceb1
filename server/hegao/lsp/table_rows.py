"""Rows of the official tables to be written next, in the layout of the draft."""

from __future__ import annotations

import re
from typing import NamedTuple

from hegao.document.form import RowForm, TableForm
from hegao.document.merging import label_depth
from hegao.document.model import Document, Row, Table
from hegao.document.writing import render_table
from hegao.lsp.standard_phrases import STOP
from hegao.text import Span

_PIPE = re.compile(r"(?<!\\)\|")
_NEAR = 6
"""So many lines behind a table its next row may begin; cells of their own take several."""
_FIGURE = re.compile(r"[0-9０-９]+")


class Offer(NamedTuple):
    """A row, a label or a whole table to be written.

    Attributes:
        label: The row's own label, or what the table is called.
        detail: Where it belongs.
        span: What it replaces.
        typed: What of ``span`` stands before the caret.
        text: The text with each figure still to be written as one ``\\x00``.
    """

    label: str
    detail: str
    span: Span
    typed: str
    text: str


class _Around(NamedTuple):
    """The table around a line, or the one that is still to be written there."""

    form: TableForm
    layout: str
    table: Table | None


def row_offers(document: Document, offset: int, markdown: bool) -> list[Offer]:
    """What may be written on the line of an offset, the next row of the form first; [] outside tables."""
    source = document.source
    line = source.position(offset).line
    around = _around(document, line, markdown)
    if around is None:
        return []
    whole = source.line_span(line)
    head, tail = source[Span(whole.start, offset)], source[Span(offset, whole.end)]
    if around.table is None:
        return [] if head.strip() or tail.strip() else [_table_offer(around, whole, head)]
    rows = _missing_rows(around, document, line)
    if around.layout == "cell":
        if tail.strip() or _FIGURE.fullmatch(head.strip()):
            return []
        return [_offer(around, row, whole, head, _cell_lines(around, row, document)) for row in _fitting(rows, head)]
    cell = _cell_at(around.layout, head, tail)
    if cell is None:
        return []
    if cell.alone:
        texts = ((row, _row_line(around, row, line, document)) for row in _fitting(rows, cell.typed))
        return [_offer(around, row, whole, head, text) for row, text in texts]
    span = Span(offset - len(cell.typed), offset + len(cell.rest))
    fitting = [row for row in _fitting(rows, cell.typed) if not row.header]
    return [_offer(around, row, span, cell.typed, _own(row)) for row in fitting if _own(row) != cell.typed + cell.rest]


def _own(row: RowForm) -> str:
    return row.labels[-1] if row.labels else ""


def _around(document: Document, line: int, markdown: bool) -> _Around | None:
    source = document.source
    before = None
    for table in document.tables:
        first, last = source.position(table.span.start).line, source.position(table.span.end).line
        if table.form is not None and first <= line <= last:
            return _Around(table.form, table.layout, table)
        if last < line:
            before = table
    if before is not None and before.form is not None:
        last = source.position(before.span.end).line
        between = source.text[before.span.end : source.line_span(line).start]
        if not between.strip("| \t\r\n\u3000") and line - last <= _NEAR:
            return _Around(before.form, before.layout, before)
    start = source.line_span(line).start
    section = next((one for one in document.sections if one.span.start < start <= one.span.end), None)
    form = document.form.table(section.form.table) if section and section.form and section.form.table else None
    if form is None or section is None or document.table(form.key) is not None or section.tables:
        return None
    layout = next((table.layout for table in document.tables), "pipe" if markdown else "tab")
    return _Around(form, layout, None)


def _missing_rows(around: _Around, document: Document, line: int) -> list[RowForm]:
    """The rows of the form the table does not have, those that follow the row above the line first."""
    source, table = document.source, around.table
    present: set[str] = set()
    last = -1
    for row in table.rows if table else ():
        if row.form is None or _on_line(row, document, line):
            continue
        present.add(row.form.key)
        if source.position(row.span.end).line < line:
            last = around.form.rows.index(row.form)
    rows = around.form.rows
    return [row for row in (*rows[last + 1 :], *rows[: last + 1]) if row.key not in present]


def _on_line(row: Row, document: Document, line: int) -> bool:
    first, last = document.source.position(row.span.start).line, document.source.position(row.span.end).line
    return first <= line <= last


def _fitting(rows: list[RowForm], typed: str) -> list[RowForm]:
    """The rows whose own label goes with what is typed."""
    wanted = typed.strip(" \t\u3000|")
    return [row for row in rows if not wanted or any(wanted in label for label in row.labels)]


class _Cell(NamedTuple):
    """The cell at the caret; ``alone``: no other cell of the line holds anything."""

    typed: str
    rest: str
    alone: bool


def _cell_at(layout: str, head: str, tail: str) -> _Cell | None:
    """None where a figure stands or belongs, and where no cell is."""
    split = _PIPE.split if layout == "pipe" else re.compile("\t").split
    before, after = split(head), split(tail)
    typed, rest = before[-1].lstrip(" \u3000"), after[0].rstrip(" \u3000")
    others = [*before[:-1], *after[1:]]
    if layout == "pipe" and head.strip() and not head.lstrip().startswith("|"):
        return None
    if any(_FIGURE.fullmatch(part.strip()) for part in (*before, typed + rest)):
        return None
    return _Cell(typed, rest, not any(part.strip() for part in others))


def _offer(around: _Around, row: RowForm, span: Span, typed: str, text: str) -> Offer:
    label = "、".join(row.labels) if row.header else _own(row)
    name = around.form.name
    return Offer(label or name, f"{name}的一行", span, typed, text)


def _table_offer(around: _Around, span: Span, typed: str) -> Offer:
    values = {(row.key, column): STOP for row in around.form.rows for column in row.values}
    text = render_table(around.form, around.layout, values)
    return Offer(f"{around.form.name}（整张表）", f"{len(around.form.rows)} 行，照统一格式", span, typed, text)


def _lines(around: _Around, row: RowForm) -> list[str]:
    values = {(row.key, column): STOP for column in row.values}
    return render_table(around.form, around.layout, values).split("\n")


def _row_line(around: _Around, row: RowForm, line: int, document: Document) -> str:
    """The row as a line of its own, as wide as the rows above it are."""
    index = around.form.rows.index(row)
    lines = _lines(around, row)
    above = None
    for one in around.table.rows if around.table else ():
        if one.form is not None and not one.form.header and document.source.position(one.span.end).line < line:
            above = one
    if above is not None and not row.header and _is_narrowed(around, above):
        cells = [_own(row), *[STOP] * len(row.values)]
        return "|" + "".join(f" {cell} |" for cell in cells) if around.layout == "pipe" else "\t".join(cells)
    return lines[index + (index > 0)] if around.layout == "pipe" else lines[index]


def _is_narrowed(around: _Around, above: Row) -> bool:
    """Whether the row above has a single cell for its label, of the several that the form has."""
    figures = len(above.form.values) if above.form else 0
    return label_depth(around.form) > 1 and len(above.cells) == 1 + figures


def _cell_lines(around: _Around, row: RowForm, document: Document) -> str:
    """The row with each cell on a line of its own, set off as the others are."""
    blocks = "\n".join(_lines(around, row)).split("\n\n")
    text = blocks[around.form.rows.index(row)]
    first = around.table.rows[0].span.start if around.table else 0
    start = document.source.line_span(document.source.position(first).line).start
    return text if document.source.text[start : start + 1] == "\t" else text.replace("\t", "")
