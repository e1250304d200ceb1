"""Between offsets (code points of the whole text) and positions of the protocol (line and units within it).

The only place that knows the units. A client and the server agree on one encoding: UTF-16 (which every client
speaks), UTF-8 or UTF-32; what a position's ``character`` counts follows from it.
"""

from __future__ import annotations

from bisect import bisect_right

from lsprotocol import types

from hegao.text import SourceText, Span

_UNIT_BYTES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
_LAST_OF_PLANE_0 = "\uffff"


def units(text: str, encoding: str) -> int:
    """The length of a text in units of an encoding."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16" and max(text) <= _LAST_OF_PLANE_0:
        return len(text)
    codec, size = _UNIT_BYTES[encoding]
    return len(text.encode(codec, "surrogatepass")) // size


def code_points(line: str, column: int, encoding: str) -> int:
    """How many code points of ``line`` make up ``column`` units; at most all of them.

    A column inside a character counts as its beginning, as the protocol's own libraries do.
    """
    if column <= 0:
        return 0
    if encoding == "utf-32" or line.isascii():
        return min(column, len(line))
    head = line[:column]  # A code point takes one unit at least.
    if encoding == "utf-16" and (not head or max(head) <= _LAST_OF_PLANE_0):
        return len(head)
    codec, size = _UNIT_BYTES[encoding]
    encoded = head.encode(codec, "surrogatepass")
    cut = encoded[: column * size]
    if encoding == "utf-8":
        # A character begins with every byte that continues none; one that is cut is not counted.
        inside = column < len(encoded) and encoded[column] & 0xC0 == 0x80
        return sum(byte & 0xC0 != 0x80 for byte in cut) - inside
    text = cut.decode(codec, "surrogatepass")
    # Half of a surrogate pair at the end is the beginning of a character that the column points into.
    return len(text) - (len(cut) < len(encoded) and "\ud800" <= text[-1] <= "\udbff")


class Positions:
    """A text's offsets as positions of the protocol and back, in the encoding agreed on."""

    def __init__(self, source: SourceText, encoding: str, narrow: bool = False) -> None:
        """Take a text; ``narrow``: it is known to hold no character that takes two units of UTF-16."""
        self.source = source
        self.encoding = encoding
        self._counted = encoding != "utf-32" and not (narrow and encoding == "utf-16")

    def place(self, offset: int) -> tuple[int, int]:
        """Line and character of an offset; one beyond the text counts as its end."""
        source = self.source
        offset = min(max(offset, 0), len(source.text))
        line = bisect_right(source.line_starts, offset) - 1
        start = source.line_starts[line]
        if self._counted and offset > start:
            return line, units(source.text[start:offset], self.encoding)
        return line, offset - start

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one beyond the text counts as its end."""
        line, column = self.place(offset)
        return types.Position(line, column)

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset_at(self, line: int, character: int) -> int:
        """The offset of a line and a character; those beyond the text count as its end."""
        line = max(line, 0)
        if line >= self.source.line_count:
            return len(self.source)
        start, end = self.source.line_span(line)
        if not self._counted:
            return start + min(max(character, 0), end - start)
        return start + code_points(self.source.text[start:end], character, self.encoding)

    def offset(self, position: types.Position) -> int:
        """The offset of a position; a line or column beyond the text counts as its end."""
        return self.offset_at(position.line, position.character)

    def span_at(self, line: int, character: int, last_line: int, last_character: int) -> Span:
        """The span between two positions; when they are the wrong way round, they are turned."""
        first = self.offset_at(line, character)
        if (line, character) == (last_line, last_character):
            return Span(first, first)
        last = self.offset_at(last_line, last_character)
        return Span(min(first, last), max(first, last))

    def span(self, where: types.Range) -> Span:
        """The span of a range; one written backwards is turned round."""
        start, end = where.start, where.end
        return self.span_at(start.line, start.character, end.line, end.character)
