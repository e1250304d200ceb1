"""Source text, spans and the line table: the one place that knows what a line is.

Offsets are code points from the start of the text and spans are half-open. A line ends at
``\\n``, ``\\r\\n`` or ``\\r`` and nowhere else, as in the Language Server Protocol: text pasted
from Word holds U+000B, U+000C and U+2028, at which ``str.splitlines`` would break.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from hegao.lazy import lazy

_LINE_END = lazy(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of code points in the source text."""

    start: int
    end: int

    @property
    def empty(self) -> bool:
        """Whether the span covers no character."""
        return self.start == self.end

    def touches(self, other: Span) -> bool:
        """Whether the two spans overlap or meet at one point."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, offset: int) -> bool:
        """Whether the character at ``offset`` lies inside."""
        return self.start <= offset < self.end


class Position(NamedTuple):
    """A place in the text: 0-based line and 0-based column in code points."""

    line: int
    column: int


def split_lines(text: str) -> tuple[list[str], list[int]]:
    """All lines without their line ends, and the offsets at which they start."""
    if "\r" not in text:
        lines = text.split("\n")
        return lines, _starts(lines, 1)
    lines = text.split("\r\n")
    if text.count("\r") == text.count("\n") == len(lines) - 1:
        return lines, _starts(lines, 2)
    return _LINE_END.split(text), [0, *(match.end() for match in _LINE_END.finditer(text))]


def _starts(lines: list[str], line_end: int) -> list[int]:
    starts = list(accumulate([len(line) + line_end for line in lines], initial=0))
    starts.pop()
    return starts


class SourceText:
    """A draft's text, never normalised, with its line table."""

    def __init__(self, text: str, line_starts: list[int] | None = None) -> None:
        """Take a text, and its line table where the caller knows it already."""
        self.text = text
        if line_starts is not None:
            self.line_starts = line_starts

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets at which lines start; the first is 0."""
        return split_lines(self.text)[1]

    @property
    def line_count(self) -> int:
        """Number of lines; a text that ends in a line end has an empty last line."""
        return len(self.line_starts)

    def line_span(self, line: int) -> Span:
        """The span of a 0-based line without its line end."""
        starts = self.line_starts
        start = starts[line]
        end = starts[line + 1] if line + 1 < len(starts) else len(self.text)
        text = self.text
        if end > start and line + 1 < len(starts):
            end -= 1
            if end > start and text[end] == "\n" and text[end - 1] == "\r":
                end -= 1
        return Span(start, end)

    def line_spans(self) -> list[Span]:
        """The spans of all lines without their line ends."""
        return [self.line_span(line) for line in range(self.line_count)]

    def position(self, offset: int) -> Position:
        """The line and column of an offset; an offset beyond the text counts as its end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line, offset - self.line_starts[line])

    def offset(self, line: int, column: int) -> int:
        """The offset of a 0-based line and column, clamped to the line and the text."""
        if line >= self.line_count:
            return len(self.text)
        span = self.line_span(line)
        return min(span.start + column, span.end)
