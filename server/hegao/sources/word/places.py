"""The text of a Word file and the way back from each character to where it stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

from hegao.sources.word.package import Package
from hegao.text import Span


class Piece(NamedTuple):
    """A stretch of the text that one element of the file holds.

    Attributes:
        start, end: In the text, code points, half-open.
        element: ``w:t`` (or ``m:t``), or an element that stands for one character (``w:tab``, ``w:br``,
            ``w:noBreakHyphen``, ``w:sym`` …). Its run and paragraph are its ancestors.
        offset: Where the stretch begins in the element's own text: 0, but for a ``w:t`` whose white
            space at the edges does not count.
    """

    start: int
    end: int
    element: Any
    offset: int


class Paragraph(NamedTuple):
    """The text of one ``w:p``, automatic number included.

    Attributes:
        start, end: In the text, without the line end.
        part: The part of the file it stands in.
        number: Which paragraph it is among those outside tables that hold text, from 1; 0 in a table.
        table, row, column: Which table of the file, which row and which column of its grid, from 1; 0
            outside tables.
    """

    start: int
    end: int
    element: Any
    part: str
    number: int = 0
    table: int = 0
    row: int = 0
    column: int = 0


class WordText:
    """What a Word file says.

    Characters that no piece holds are nowhere in the file: line ends and blank lines between
    paragraphs, tabs between cells, blanks between the paragraphs of a cell, automatic numbers.

    Attributes:
        text: All paragraphs and tables in order. A paragraph is a line with a blank line behind it, a
            line break in it a line end. A row of a table is a line with tabs between cells; a cell
            merged over several columns or rows is empty but in the first of them.
        pieces, paragraphs: Ascending; a paragraph with nothing to read is among them.
        roots: The parts that were read, by name. Elements of pieces and paragraphs belong to them.
    """

    def __init__(
        self, package: Package, text: str, pieces: list[Piece], paragraphs: list[Paragraph], roots: dict[str, Any]
    ) -> None:
        self.package = package
        self.text = text
        self.pieces = pieces
        self.paragraphs = paragraphs
        self.roots = roots
        self._piece_starts = [piece.start for piece in pieces]
        self._paragraph_starts = [paragraph.start for paragraph in paragraphs]

    def pieces_in(self, span: Span) -> list[Piece]:
        """The pieces that hold a span, those at its ends cut to it."""
        first = max(bisect_right(self._piece_starts, span.start) - 1, 0)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= span.end:
                break
            start, end = max(piece.start, span.start), min(piece.end, span.end)
            if start < end:
                found.append(Piece(start, end, piece.element, piece.offset + start - piece.start))
        return found

    def holds(self, span: Span) -> bool:
        """Whether the file itself holds every character of a span."""
        return sum(piece.end - piece.start for piece in self.pieces_in(span)) == span.end - span.start

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """The paragraph an offset lies in, or the last one before it; None for a file without any."""
        index = bisect_right(self._paragraph_starts, offset) - 1
        # Of several that begin here, all but the last are empty.
        return self.paragraphs[max(index, 0)] if self.paragraphs else None
