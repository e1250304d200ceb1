"""Growing a selection: cell, row, table, section, all; in running text clause, sentence, paragraph, section, all."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from hegao.document.model import Document
from hegao.lsp.cells import cell_at, row_at, table_at
from hegao.lsp.section_body import body_of
from hegao.lsp.snapshot import Snapshot
from hegao.text import Span

_SENTENCE = "。！？!?"
_CLAUSE = _SENTENCE + "；，：;:,"
_QUOTES_AFTER = "”’」』）》"


def selection(snapshot: Snapshot, params: types.SelectionRangeParams) -> list[types.SelectionRange]:
    """For each position the selections that hold it, the smallest outermost."""
    return [_nested(snapshot, snapshot.positions.offset(position)) for position in params.positions]


def spans_at(document: Document, offset: int) -> list[Span]:
    """The stretches around an offset, each inside the next; the last is the whole text."""
    found: list[Span] = []
    for span in (*_inner(document, offset), *_outer(document, offset)):
        if not found or (span != found[-1] and span.start <= found[-1].start and found[-1].end <= span.end):
            found.append(span)
    return found


def _nested(snapshot: Snapshot, offset: int) -> types.SelectionRange:
    parent: types.SelectionRange | None = None
    for span in reversed(spans_at(snapshot.document, offset)):
        parent = types.SelectionRange(range=snapshot.positions.range(span), parent=parent)
    assert parent is not None  # The whole text is always there.
    return parent


def _inner(document: Document, offset: int) -> Iterator[Span]:
    table = table_at(document, offset)
    if table is not None:
        row, place = row_at(table, offset), cell_at(document, offset)
        if place is not None:
            yield place.cell.span
        if row is not None:
            yield row.span
        yield table.span
        return
    view = document.view
    at = view.at(offset)
    if at is None and offset:
        at = view.at(offset - 1)
    block = view.block_at(at) if at is not None else None
    if at is None or block is None:
        return
    for marks in (_CLAUSE, _SENTENCE):
        yield view.span(*_between(view.text, block.start, block.end, at, marks))
    yield block.span


def _between(text: str, low: int, high: int, at: int, marks: str) -> tuple[int, int]:
    """The range around ``at`` up to and with the next of some marks, and the closing quotes after it."""
    start = max((text.rfind(mark, low, at) + 1 for mark in marks), default=low)
    start = max(start, low)
    while start < at and text[start] in _QUOTES_AFTER:
        start += 1
    ends = [end for mark in marks if (end := text.find(mark, at, high)) >= 0]
    end = min(ends) + 1 if ends else high
    while end < high and text[end] in _QUOTES_AFTER:
        end += 1
    return start, end


def _outer(document: Document, offset: int) -> Iterator[Span]:
    section = next((one for one in document.sections if one.span.start <= offset <= one.span.end), None)
    if section is not None:
        yield section.heading
        yield body_of(document, section)
        yield section.span
    yield Span(0, len(document.source))
