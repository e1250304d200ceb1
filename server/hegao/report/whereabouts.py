"""Where a finding stands, in the words of the form: its table, row and column, or its line."""

from __future__ import annotations

from hegao.document.clean import clean
from hegao.document.model import Document, Row, Table
from hegao.report.model import FileReport
from hegao.report.places import place
from hegao.report.screen import visible
from hegao.text import SourceText

_LONGEST = 16


def whereabouts(report: FileReport, offset: int) -> str:
    """A place for people: ``第三项表格第12行“2.重复申请”总计列``, ``第 8 行``."""
    if report.word is not None:
        return report.word.name(offset)
    document = report.record.document if report.record else None
    table = _table_at(document, offset) if document else None
    row = next((row for row in table.rows if row.span.start <= offset <= row.span.end), None) if table else None
    if table is None or row is None:
        return f"第 {place(report.source, offset).row} 行"
    name = table.form.name if table.form else "表格"
    number = table.rows.index(row) + 1
    return f"{name}第{number}行{_label(report.source, row)}{_column(row, offset)}"


def _table_at(document: Document, offset: int) -> Table | None:
    return next((table for table in document.tables if table.span.start <= offset <= table.span.end), None)


def _label(source: SourceText, row: Row) -> str:
    if not row.labels or row.form is None or row.form.header:
        return ""
    label = visible(clean(source[row.labels[-1].span]))
    return f"“{label[:_LONGEST]}…”" if len(label) > _LONGEST else f"“{label}”"


def _column(row: Row, offset: int) -> str:
    if row.form is None:
        return ""
    pairs = zip(row.form.values, row.values, strict=False)
    touched = (key for key, cell in pairs if cell is not None and cell.span.start <= offset <= cell.span.end)
    key = next(touched, "")
    return f"{key.replace('/', '的')}列" if key else ""
