"""Folding: sections, tables, and what a web page put around the report."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from hegao.document.model import BlockKind, Document
from hegao.lsp.section_body import body_of
from hegao.lsp.snapshot import Snapshot
from hegao.text import Span


def folding(snapshot: Snapshot, params: types.FoldingRangeParams) -> list[types.FoldingRange]:  # noqa: ARG001
    """Whole lines that can be folded away, by place."""
    document = snapshot.document
    found = [(span, types.FoldingRangeKind.Region) for span in _regions(document)]
    found += [(span, types.FoldingRangeKind.Comment) for span in _around(document)]
    ranges = {}
    for span, kind in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        first, last = _lines(document, span)
        # Two parts that begin on one line would fold at one mark: the larger one counts.
        if last > first and first not in ranges:
            ranges[first] = types.FoldingRange(start_line=first, end_line=last, kind=kind)
    return list(ranges.values())


def _regions(document: Document) -> Iterator[Span]:
    yield from (body_of(document, section) for section in document.sections)
    yield from (table.span for table in document.tables)


def _around(document: Document) -> Iterator[Span]:
    """Stretches of lines that are no text of the report: letter-heads, navigation, details of a web page."""
    start = end = -1
    for block in document.view.blocks:
        if block.kind is BlockKind.HEADER:
            start, end = (block.span.start if start < 0 else start), block.span.end
            continue
        if start >= 0:
            yield Span(start, end)
            start = -1
    if start >= 0:
        yield Span(start, end)


def _lines(document: Document, span: Span) -> tuple[int, int]:
    """First and last line of a span, blank lines at its end left out."""
    source = document.source
    end = span.end
    while end > span.start and source.text[end - 1].isspace():
        end -= 1
    return source.position(span.start).line, source.position(end).line
