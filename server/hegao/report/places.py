"""Rows and columns, from 1, of places in a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hegao.text import SourceText, Span

if TYPE_CHECKING:
    from hegao.report.model import FileReport


class Place(NamedTuple):
    """A row and a column, both from 1. The unit of the column is the function's that gave it."""

    row: int
    column: int


def place(source: SourceText, offset: int) -> Place:
    """Row and column in code points."""
    line, column = source.position(offset)
    return Place(line + 1, column + 1)


def where(report: FileReport, offset: int) -> str:
    """A place for people: row and column, of a Word file the paragraph or the place in a table."""
    if report.word is not None:
        return report.word.name(offset)
    row, column = place(report.source, offset)
    return f"{row}:{column}"


def word_place(report: FileReport, offset: int) -> str:
    """A place in a Word file, for a message that has no other way to name it; "" for any other file."""
    return f"{report.word.name(offset)}：" if report.word is not None else ""


def byte_place(source: SourceText, offset: int) -> Place:
    """Row and column in bytes of UTF-8."""
    line, column = source.position(offset)
    start = source.line_starts[line]
    before = source.text[start : start + column]
    return Place(line + 1, len(before.encode("utf-8", "surrogatepass")) + 1)


def location(source: SourceText, offset: int) -> dict[str, Any]:
    """A place as JSON formats write it: ``row`` and ``column`` in code points."""
    row, column = place(source, offset)
    return {"row": row, "column": column}


def locations(source: SourceText, span: Span) -> dict[str, Any]:
    """``location`` and ``end_location`` of a span; the end is one past the last character."""
    return {"location": location(source, span.start), "end_location": location(source, span.end)}
