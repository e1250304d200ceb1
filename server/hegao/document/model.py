"""The document: what a draft is, with exact places and without any judgement.

All spans are code points of the source. After this package nothing knows in which layout a table
came: tab-separated rows, one cell per line and Markdown pipes all give the same grid.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from hegao.document.form import Form, RowForm, SectionForm, TableForm
from hegao.document.rows import Cell as Cell
from hegao.document.rows import Row as Row
from hegao.document.rows import origin_of
from hegao.text import SourceText, Span


class Table(NamedTuple):
    """A table of the draft.

    Attributes:
        form: The official table it was recognised as; None for any other table.
        rows: In the order of the draft.
        missing_rows: Official rows found nowhere.
        missing_headings: Official column headings found nowhere.
        layout: ``tab``, ``cell``, ``pipe`` or ``space``; only for fixes that insert text.
    """

    span: Span
    rows: Sequence[Row]
    form: TableForm | None = None
    missing_rows: tuple[RowForm, ...] = ()
    missing_headings: tuple[str, ...] = ()
    layout: str = "tab"

    @property
    def key(self) -> str:
        """Key of the official form, "" when not recognised."""
        return self.form.key if self.form else ""

    def row(self, key: str) -> Row | None:
        """The row of a row key."""
        # What rows stand for is the same wherever they stand.
        rows, _ = origin_of(self.rows)
        at = next((at for at, row in enumerate(rows) if row.form is not None and row.form.key == key), None)
        return self.rows[at] if at is not None else None

    def value(self, row: str, column: str) -> Cell | None:
        """The numeric cell of a row key and a column key."""
        found = self.row(row)
        return found.value(column) if found else None


class BlockKind(str, Enum):
    """What a stretch of text outside the tables is."""

    TITLE = "title"
    HEADING = "heading"
    """A section heading on its own line."""
    PARAGRAPH = "paragraph"
    """Running text, with or without a layer mark (see ``Block.mark``)."""
    NOTE = "note"
    """A note to a table."""
    ADDRESSEE = "addressee"
    SIGNATURE = "signature"
    DATE = "date"
    HEADER = "header"
    """Letter-head, document number and anything else before the title."""


class Mark(NamedTuple):
    """A layer mark at the start of a block: ``一、`` is level 1, ``（一）`` 2, ``1.`` 3, ``（1）`` 4.

    ``span`` covers number and punctuation, ``number_span`` the number alone; ``style`` is the mark
    as typed with the number replaced by ``N`` (``N、`` ``(N)`` ``N．`` …).
    """

    level: int
    number: int
    text: str
    span: Span
    number_span: Span
    style: str


class Block(NamedTuple):
    """A paragraph or a line of its own, rejoined over page breaks.

    Attributes:
        span: In the source, from the first to the last character.
        start, end: In the text of the view.
        section: Index into ``Document.sections``, -1 before the first.
        joined: Whether it was put together from several lines.
    """

    kind: BlockKind
    span: Span
    start: int
    end: int
    section: int = -1
    mark: Mark | None = None
    joined: bool = False


class View:
    """The running text: every block outside the tables on a line of its own.

    Patterns run over ``text`` once instead of over each paragraph; :meth:`span` leads back to the
    source. Blocks are separated by ``\\n``; a block's text holds no line end, for lines that were
    wrapped in the source are joined.
    """

    def __init__(self, text: str, starts: list[int], sources: list[int], blocks: tuple[Block, ...]) -> None:
        """Take for each piece where it starts in the view, ascending, and where in the source."""
        self.text = text
        self.blocks = blocks
        self._starts = starts
        self._sources = sources
        self._block_starts = [block.start for block in blocks]

    def offset(self, at: int) -> int:
        """The source offset of the character at ``at`` in the view."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        return self._sources[index] + at - self._starts[index]

    def span(self, start: int, end: int) -> Span:
        """The source span of a half-open range of the view."""
        first = self.offset(start)
        if end <= start:
            return Span(first, first)
        return Span(first, self.offset(end - 1) + 1)

    def at(self, offset: int) -> int | None:
        """Where the character at a source offset stands in the view; None for one that no block holds."""
        index = bisect_right(self._sources, offset) - 1
        if index < 0:
            return None
        at = self._starts[index] + offset - self._sources[index]
        block = self.block_at(at)
        beyond = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        return at if block is not None and at < min(block.end, beyond) else None

    def block_at(self, at: int) -> Block | None:
        """The block that holds the view offset ``at``."""
        index = bisect_right(self._block_starts, at) - 1
        return self.blocks[index] if index >= 0 else None

    def text_of(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]


class Section(NamedTuple):
    """A top-level section of the draft.

    Attributes:
        form: The prescribed section its heading stands for, None for any other.
        number: The number as typed, such as ``三`` or ``3``; "" when there is none.
        title: The heading without number and mark, without white space.
        heading: Span of the whole heading without white space around it.
        number_span: Number and the mark after it (``三、``); empty before the title when there is none.
        title_span: The heading without number and mark.
        span: From the heading to the next heading or the end.
        blocks: Indexes into ``View.blocks``: first and one past the last, the heading's block left out.
        tables: Indexes into ``Document.tables``.
    """

    form: SectionForm | None
    number: str
    title: str
    heading: Span
    number_span: Span
    title_span: Span
    span: Span
    blocks: tuple[int, int] = (0, 0)
    tables: tuple[int, ...] = ()


class Agency(NamedTuple):
    """The agency that reports.

    Attributes:
        name: As written, such as ``云岭镇人民政府``.
        place: The place it governs or stands in, such as ``云岭镇``; "" when unknown.
        level: ``镇 乡 街道 县 区 市 省 部门`` or "" when unknown.
        within: Names of its superiors.
        span: Where in the draft; None when it comes from the configuration.
    """

    name: str = ""
    place: str = ""
    level: str = ""
    within: tuple[str, ...] = ()
    span: Span | None = None


class Title(NamedTuple):
    """The title of the draft. ``text`` has no white space; ``year_span`` covers the digits."""

    text: str
    span: Span
    block: int
    year: int | None = None
    year_span: Span | None = None
    issuer: str = ""


class Document(NamedTuple):
    """A parsed draft. ``is_report``: whether it looks like a report of the form at all."""

    source: SourceText
    form: Form
    view: View
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    title: Title | None = None
    agency: Agency = Agency()
    year: int | None = None
    signature: Block | None = None
    date: Block | None = None
    is_report: bool = False
    previous: Document | None = None

    @property
    def table_source(self) -> SourceText:
        """The source, for whoever looks at nothing in it but cells of tables: all else may change meanwhile."""
        return self.source

    def section(self, number: int) -> Section | None:
        """The (first) section that stands for the prescribed section of that 1-based number."""
        return next((s for s in self.sections if s.form is not None and s.form.number == number), None)

    def table(self, key: str) -> Table | None:
        """The (first) table recognised as that official table."""
        return next((table for table in self.tables if table.key == key), None)

    def blocks_of(self, section: Section) -> tuple[Block, ...]:
        """The blocks of a section without its heading."""
        return self.view.blocks[section.blocks[0] : section.blocks[1]]

    def prose(self) -> Iterator[Block]:
        """All paragraphs."""
        return (block for block in self.view.blocks if block.kind is BlockKind.PARAGRAPH)
