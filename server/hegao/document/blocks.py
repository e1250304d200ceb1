"""Running text: lines to paragraphs, rejoined where a page break or a hard wrap cut them."""

from __future__ import annotations

from typing import NamedTuple

from hegao.document.headings import find_mark, undecorated
from hegao.document.lines import Line
from hegao.document.model import Block, BlockKind, View
from hegao.lazy import lazy
from hegao.text import Span

_ENDS = lazy(r"[。！？；：:;!?”’」』…）)》】\]>|]$")
_CARRIES_ON = lazy(r"[，、,（(“《—]$")
_CANNOT_BEGIN = lazy(r"[，、。；：？！）》”’]")
_BEGINS = lazy(r"(?:[-*+>#|]\s|!\[|```|（注|注[：:]|附件|【)")
_INDENT = lazy(r"(?:\u3000| {2,}|\t|\u00a0{2,})")
_WRAPPED_LINE = 20


class Piece(NamedTuple):
    """One line's share of a paragraph."""

    start: int
    text: str


class Draft:
    """A block being put together."""

    __slots__ = ("closed", "kind", "pieces", "section")

    def __init__(self, kind: BlockKind, pieces: list[Piece], section: int, closed: bool = False) -> None:
        self.kind = kind
        self.pieces = pieces
        self.section = section
        self.closed = closed

    @property
    def last(self) -> str:
        """Text of its last line."""
        return self.pieces[-1].text


def _continues(draft: Draft, line: Line, text: str, gap: int, marked: bool) -> bool:
    """Whether a line carries on the paragraph before it.

    A line that ends in a comma is unfinished whatever stands between (a page break leaves blank
    lines); one that ends in a letter only when the next follows at once without indent, as hard
    wrapped text does.
    """
    if draft.closed or draft.kind is not BlockKind.PARAGRAPH or marked or _BEGINS.match(text):
        return False
    before = draft.last
    if _CARRIES_ON.search(before):
        return gap <= 4
    if _CANNOT_BEGIN.match(text):
        return gap <= 4 and not _ENDS.search(before)
    if _ENDS.search(before):
        return False
    return gap == 0 and len(before) >= _WRAPPED_LINE and _INDENT.match(line.raw) is None


class BlockBuilder:
    """Collects lines to blocks, then makes the view."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._last_line = -1

    def __len__(self) -> int:
        return len(self.drafts)

    def single(self, kind: BlockKind, pieces: list[Piece], section: int, last_line: int) -> None:
        """A block of its own that nothing is joined to."""
        self.drafts.append(Draft(kind, pieces, section, closed=True))
        self._last_line = last_line

    def line(self, line: Line, section: int, kind: BlockKind = BlockKind.PARAGRAPH, start: int | None = None) -> None:
        """A line of running text, from offset ``start`` where something before it is taken."""
        if start is None:
            skip = undecorated(line.text) if line.text[0] in "#*_>" else 0
            start = line.span.start + skip
        text = line.text[start - line.span.start :].rstrip()
        if not text:
            return
        marked = find_mark(text, start) is not None
        gap = line.number - self._last_line - 1
        if self.drafts and self.drafts[-1].section == section and kind is BlockKind.PARAGRAPH:
            draft = self.drafts[-1]
            if self._last_line >= 0 and _continues(draft, line, text, gap, marked):
                draft.pieces.append(Piece(start, text))
                self._last_line = line.number
                return
        self.drafts.append(Draft(kind, [Piece(start, text)], section, closed=kind is not BlockKind.PARAGRAPH))
        self._last_line = line.number

    def cut(self) -> None:
        """What follows does not carry on what stands before (a table or a heading between)."""
        if self.drafts:
            self.drafts[-1].closed = True

    def view(self) -> View:
        """The running text of all blocks."""
        texts: list[str] = []
        pieces: list[tuple[int, int]] = []
        blocks: list[Block] = []
        at = 0
        for draft in self.drafts:
            begin = at
            for piece in draft.pieces:
                pieces.append((at, piece.start))
                texts.append(piece.text)
                at += len(piece.text)
            first, last = draft.pieces[0], draft.pieces[-1]
            mark = None
            if draft.kind is BlockKind.PARAGRAPH:
                mark = find_mark(first.text, first.start)
            blocks.append(
                Block(
                    kind=draft.kind,
                    span=Span(first.start, last.start + len(last.text)),
                    start=begin,
                    end=at,
                    section=draft.section,
                    mark=mark,
                    joined=len(draft.pieces) > 1,
                )
            )
            # The line end between two blocks leads back to the place after the first.
            pieces.append((at, last.start + len(last.text)))
            texts.append("\n")
            at += 1
        return View("".join(texts), pieces, tuple(blocks))
