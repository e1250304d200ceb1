"""Lines of a draft, stripped of the white space around them."""

from __future__ import annotations

from typing import NamedTuple

from hegao.text import SourceText, Span


class Line(NamedTuple):
    """One line: its number, the text without white space around it, and where that begins.

    ``raw`` is the whole line, ``start`` its offset. Zero-width characters at the edges are not
    white space here: rules must see them.
    """

    number: int
    start: int
    raw: str
    text: str
    first: int

    @property
    def span(self) -> Span:
        """The text without the white space around it."""
        return Span(self.first, self.first + len(self.text))


def read_lines(source: SourceText) -> list[Line]:
    """All lines of the source."""
    lines: list[Line] = []
    text = source.text
    append = lines.append
    starts = source.line_starts
    last = len(starts) - 1
    carriage = "\r" in text
    for number, start in enumerate(starts):
        end = starts[number + 1] if number < last else len(text)
        raw = text[start:end]
        if number < last:
            raw = raw[:-1]
            if carriage and raw.endswith("\r") and text[end - 1] == "\n":
                raw = raw[:-1]
        stripped = raw.strip()
        if stripped:
            first = start + len(raw) - len(raw.lstrip())
            append(Line(number, start, raw, stripped, first))
        else:
            append(Line(number, start, raw, "", start))
    return lines
