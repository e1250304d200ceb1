"""Lines of a draft: what each is by its text alone, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hegao.text import Span

if TYPE_CHECKING:
    from hegao.document.blocks import Prose
    from hegao.document.headings import Heading


class Line:
    """One line: its number, the text without white space around it, and where that begins.

    ``raw`` is the whole line, ``start`` its offset. Zero-width characters at the edges are not
    white space here: rules must see them.
    """

    __slots__ = ("first", "number", "raw", "start", "text")

    def __init__(self, number: int, start: int, raw: str, text: str, first: int) -> None:
        self.number = number
        self.start = start
        self.raw = raw
        self.text = text
        self.first = first

    @property
    def span(self) -> Span:
        """The text without the white space around it."""
        return Span(self.first, self.first + len(self.text))


class LineFacts:
    """What the text of a line alone tells under one form, wherever the line stands.

    Attributes:
        raw, text: As in :class:`Line`.
        lead: Where the text begins in the line.
        kind: What the line would be in a table, were it no heading.
        heading: The section heading it may be, with offsets in ``text``.
        contents: Whether it heads a table of contents.
        prose: It as running text; None until somebody asks.
        rest, slip: Whether it may carry on a broken cell, or is a label with a slip; None until
            somebody asks.
    """

    __slots__ = ("contents", "heading", "kind", "lead", "prose", "raw", "rest", "slip", "text")

    def __init__(self, raw: str, text: str, kind: int, heading: Heading | None, contents: bool) -> None:
        self.raw = raw
        self.text = text
        self.lead = len(raw) - len(raw.lstrip()) if text else 0
        self.kind = kind
        self.heading = heading
        self.contents = contents
        self.prose: Prose | None = None
        self.rest: bool | None = None
        self.slip: bool | None = None


class Lines:
    """All lines of a draft: what each tells, and the offset at which it starts."""

    __slots__ = ("facts", "starts")

    def __init__(self, facts: list[LineFacts], starts: list[int]) -> None:
        self.facts = facts
        self.starts = starts

    def first(self, number: int) -> int:
        """The offset of a line's text."""
        return self.starts[number] + self.facts[number].lead

    def stretch(self, first: int, last: int) -> list[Line]:
        """The lines from ``first`` to ``last``, both included."""
        return [self.line(number) for number in range(first, last + 1)]

    def line(self, number: int) -> Line:
        """One line with its place."""
        facts, start = self.facts[number], self.starts[number]
        return Line(number, start, facts.raw, facts.text, start + facts.lead)
