"""A few blocks, or a few lines, of a draft as a document of their own that rules can run over.

What a rule says of a stretch may depend on the stretches beside it. An excerpt therefore has two borders: it holds
the changed stretch, its neighbours, about which rules may now say something else, and the neighbours of these, which
are there to be looked at. Only findings inside the inner border are taken from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add
from typing import Any, NamedTuple, cast

from hegao.checks.derived import set_pieces
from hegao.checks.scanning import Window
from hegao.document.model import Block, Document, Table, View
from hegao.session.change import REACH, Change, Changed
from hegao.text import SourceText, Span

PLACES = ("view", "source", "sections", "signature", "date")
"""What a rule about a block may ask for without depending on more of the draft than where the block stands in it."""
_NO_READS: frozenset[str] = frozenset()


class Borders(NamedTuple):
    """Half-open ranges of blocks or offsets: what is judged anew (inner) and what is looked at (outer)."""

    first: int
    last: int
    outer_first: int
    outer_last: int


class Excerpt(NamedTuple):
    """A stretch of a draft.

    Attributes:
        document: What rules see.
        texts: Where literals of rules are looked for.
        offset: Where offsets of the document begin in the draft.
        judged: The range of the draft's source whose findings are taken from it.
    """

    document: Document
    texts: tuple[str, ...]
    pieces: set[str]
    offset: int
    judged: Span


class Watched:
    """A document that notes which facts of the whole draft a rule asks for.

    Attributes:
        reads: Names of what was asked for; ``table:`` and its key for a table.
    """

    def __init__(self, document: Document, open_to_all: Sequence[str] = ()) -> None:
        """Note every attribute but those named."""
        self._document = document
        self.reads: set[str] = set()
        for name in open_to_all:
            setattr(self, name, getattr(document, name))

    def heard(self) -> frozenset[str]:
        """What was asked for since this was called last."""
        if not self.reads:
            return _NO_READS
        reads, self.reads = frozenset(self.reads), set()
        return reads

    @property
    def as_document(self) -> Document:
        """It as what it stands for."""
        return cast("Document", self)

    def __getattr__(self, name: str) -> Any:
        self.reads.add(name)
        return getattr(self._document, name)

    def table(self, key: str) -> Table | None:
        """The (first) table recognised as that official table."""
        self.reads.add("table:" + key)
        return self._document.table(key)


def lone_borders(changed: Changed) -> Borders:
    """The changed blocks without neighbours, for rules that look at none."""
    first, last = changed.first, changed.new_last
    return Borders(first, last, first, last)


def block_borders(view: View, changed: Changed) -> Borders:
    """The borders around the changed blocks and their neighbours."""
    first, last = _before(view, changed.first), _behind(view, changed.new_last)
    return Borders(first, last, _before(view, first), _behind(view, last))


def window_of(old: View, new: View, changed: Changed, borders: Borders) -> Window:
    """The same borders as offsets of the running text."""

    def start_of(view: View, index: int) -> int:
        return view.blocks[index].start if index < len(view.blocks) else len(view.text)

    outer = start_of(new, borders.outer_first)
    return Window(
        start=start_of(new, borders.first),
        end=start_of(new, borders.last),
        old_end=start_of(old, borders.last - (changed.new_last - changed.old_last)),
        outer_start=outer - (outer > 0),
        outer_end=start_of(new, borders.outer_last),
    )


def _before(view: View, first: int) -> int:
    """Index of the first of the blocks beside a stretch that begins with block ``first``."""
    end = view.blocks[first - 1].end if first else 0
    while first:
        first -= 1
        text = view.text[view.blocks[first].start : end]
        if _is_neighbour(text):
            break
    return first


def _behind(view: View, last: int) -> int:
    """One past the last of the blocks beside a stretch that ends before block ``last``."""
    start = view.blocks[last].start if last < len(view.blocks) else 0
    while last < len(view.blocks):
        last += 1
        if _is_neighbour(view.text[start : view.blocks[last - 1].end]):
            break
    return last


def _is_neighbour(text: str) -> bool:
    return len(text) >= REACH and any(char.isalnum() for char in text)


def judged_before(old: Document, changed: Changed, borders: Borders) -> Span:
    """The range of the old source that became the one inside the inner border."""
    return _source_range(old, borders.first, borders.last - (changed.new_last - changed.old_last))


def _source_range(document: Document, first: int, last: int) -> Span:
    """From the start of a block to the start of the block ``last``; to the ends of the draft at the borders."""
    blocks = document.view.blocks
    start = blocks[first].span.start if 0 < first < len(blocks) else 0 if first == 0 else len(document.source)
    end = blocks[last].span.start if last < len(blocks) else len(document.source) + 1
    return Span(start, end)


def stretches_around(document: Document, blocks: Borders, lines: Borders) -> list[str]:
    """The stretches of source and running text that the excerpts with these borders consist of."""
    view, text = document.view, document.source.text
    start, end = lines.outer_first, lines.outer_last
    inside = view.blocks[blocks.outer_first : blocks.outer_last]
    if inside:
        start, end = min(start, inside[0].span.start), max(end, inside[-1].span.end)
    # Whole lines, for those that did not change are known.
    stretches = [text[text.rfind("\n", 0, start) + 1 : max(end, text.find("\n", end))]]
    if any(block.joined for block in inside):
        stretches.append(view.text[inside[0].start : inside[-1].end])
    return stretches


def excerpt_of_blocks(document: Document, borders: Borders, pieces: set[str] | None = None) -> Excerpt:
    """The blocks inside the outer border, with offsets of the source as they are in the draft.

    Args:
        pieces: Those of the excerpt, where they are known; there may be too many.
    """
    view = document.view
    first, last = borders.outer_first, borders.outer_last
    blocks = view.blocks[first:last]
    start = end = 0
    if blocks:
        # A rule may look at the line end before a block, and whether its own is the last of the text.
        start, end = blocks[0].start - (first > 0), min(blocks[-1].end + 2, len(view.text))
    text = view.text[start:end]
    starts, sources = [0], [view.offset(start)]
    for block in blocks:
        starts.append(block.start - start)
        sources.append(block.span.start)
        if block.joined:
            _add_joints(view, block, start, starts, sources)
        starts.append(block.end - start)
        sources.append(block.span.end)
    if blocks and last < len(view.blocks):
        starts.append(view.blocks[last].start - start)
        sources.append(view.blocks[last].span.start)
    part = View(text, starts, sources, tuple([_shifted(block, -start) for block in blocks]))
    texts: tuple[str, ...] = (text,)
    if any(block.joined for block in blocks):
        texts = (text, document.source.text[blocks[0].span.start : blocks[-1].span.end])
    if pieces is None:
        pieces = {piece for one in texts for piece in (*one, *map(add, one, one[1:]))}
    set_pieces(part, pieces)
    signature, date = document.signature, document.date
    whole = document._replace(
        view=part,
        signature=_shifted(signature, -start) if signature is not None else None,
        date=_shifted(date, -start) if date is not None else None,
    )
    return Excerpt(whole, texts, pieces, 0, _source_range(document, borders.first, borders.last))


def _shifted(block: Block, by: int) -> Block:
    return block._replace(start=block.start + by, end=block.end + by)


def _add_joints(view: View, block: Block, start: int, starts: list[int], sources: list[int]) -> None:
    """Add where a block goes on in another line of the source."""
    expected = block.span.start
    for at in range(block.start, block.end):
        offset = view.offset(at)
        if offset != expected:
            starts.append(at - start)
            sources.append(offset)
        expected = offset + 1


def line_borders(text: str, change: Change) -> Borders:
    """The borders around the lines that a change of the source is near to, as offsets.

    The inner ones are starts of lines. The outer ones may cut a line: rules about lines look at no more of
    those beside theirs.
    """
    first = text.rfind("\n", 0, max(0, change.start - REACH)) + 1
    found = text.find("\n", change.new_end + REACH)
    last = found + 1 if found >= 0 else len(text)
    return Borders(first, last, max(0, first - REACH), min(len(text), last + REACH))


def lines_before(excerpt: Excerpt, change: Change) -> Span:
    """The range of the old source that became the one whose lines are judged."""
    return Span(excerpt.judged.start, excerpt.judged.end - change.shift)


def excerpt_of_lines(document: Document, borders: Borders, pieces: set[str] | None = None) -> Excerpt:
    """The lines inside the outer border; offsets begin with them.

    Args:
        pieces: Those of the excerpt, where they are known; there may be too many.
    """
    start = borders.outer_first
    text = document.source.text[start : borders.outer_last]
    view = View("", [], [], ())
    if pieces is None:
        pieces = {*text, *map(add, text, text[1:])}
    set_pieces(view, pieces)
    part = Document(SourceText(text), document.form, view, (), (), is_report=document.is_report)
    end = borders.last if borders.last < len(document.source) else len(document.source) + 1
    return Excerpt(part, (text,), pieces, start, Span(borders.first, end))
