"""Semantic tokens: headings, labels, figures, totals, and figures of the text that a table states too."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from hegao.document.model import Document, Row
from hegao.lsp.convert import units
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.sums import figure_ties, total_cells
from hegao.text import SourceText, Span

_HEADING, _COLUMN, _LABEL, _FIGURE = range(4)
_TOTAL, _LINKED, _APART = 1, 2, 4
"""Kinds and modifiers as ``LEGEND`` counts them."""

_Token = tuple[Span, int, int]


def tokens(
    snapshot: Snapshot, params: types.SemanticTokensParams | types.SemanticTokensRangeParams
) -> types.SemanticTokens:
    """The tokens of a draft, or of a part of it; none of a text that is no report."""
    document = snapshot.document
    if not document.is_report:
        return types.SemanticTokens([])
    whole = Span(0, len(document.source))
    wanted = whole
    if isinstance(params, types.SemanticTokensRangeParams):
        wanted = snapshot.positions.span(params.range)
    found = [token for token in _all(snapshot) if token[0].touches(wanted)]
    return types.SemanticTokens(_encoded(document.source, sorted(found), snapshot.positions.encoding))


def _all(snapshot: Snapshot) -> Iterator[_Token]:
    document = snapshot.document
    if document.title is not None:
        yield document.title.span, _HEADING, 0
    for section in document.sections:
        yield section.heading, _HEADING, 0
    for tie in figure_ties(snapshot):
        yield tie.span, _FIGURE, _LINKED | (0 if tie.holds else _APART)
    yield from _of_tables(document, total_cells(snapshot))


def _of_tables(document: Document, totals: frozenset[Span]) -> Iterator[_Token]:
    for table in document.tables:
        for row in table.rows:
            if _is_heading(row):
                yield from ((cell.span, _COLUMN, 0) for cell in row.cells)
                continue
            yield from ((cell.span, _LABEL, 0) for cell in row.labels)
            for cell in row.given:
                yield cell.span, _FIGURE, _TOTAL if cell.span in totals else 0


def _is_heading(row: Row) -> bool:
    return row.form is not None and row.form.header


def _encoded(source: SourceText, found: list[_Token], encoding: str) -> list[int]:
    """Five numbers a token: lines and units from the one before, length in units, type, modifiers."""
    data: list[int] = []
    last_line = last_column = 0
    for start, stop, line, kind, modifiers in _on_lines(source, found):
        column = units(source.text[source.line_starts[line] : start], encoding)
        before = last_column if line == last_line else 0
        data += (line - last_line, column - before, units(source.text[start:stop], encoding), kind, modifiers)
        last_line, last_column = line, column
    return data


def _on_lines(source: SourceText, found: list[_Token]) -> Iterator[tuple[int, int, int, int, int]]:
    """Start, end, line, type and modifiers of the tokens, each on one line and after the one before."""
    line = end = 0
    starts = source.line_starts
    for span, kind, modifiers in found:
        at = max(span.start, end)  # Tokens may not overlap.
        while at < span.end:
            while line + 1 < len(starts) and starts[line + 1] <= at:
                line += 1
            end = min(span.end, source.line_span(line).end)
            text = source.text[at:end]
            start, stop = at + len(text) - len(text.lstrip()), at + len(text.rstrip())
            if start < stop:
                yield start, stop, line, kind, modifiers
            at = starts[line + 1] if line + 1 < len(starts) else span.end
