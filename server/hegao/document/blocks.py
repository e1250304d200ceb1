"""Running text: lines to paragraphs, rejoined where a page break or a hard wrap cut them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import accumulate
from typing import cast

from hegao.document.headings import find_mark, undecorated
from hegao.document.lines import LineFacts, Lines
from hegao.document.model import Block, BlockKind, Mark, View
from hegao.lazy import lazy
from hegao.text import Span

_ENDS = "。！？；：:;!?”’」』…）)》】]>|"
_CARRIES_ON = "，、,（(“《—"
_CANNOT_BEGIN = "，、。；：？！）》”’"
_BEGINS = lazy(r"(?:[-*+>#|]\s|!\[|```|（注|注[：:]|附件|【)")
_MAY_BEGIN = "-*+>#|!`（注附【"
_INDENT = ("\u3000", "  ", "\t", "\u00a0\u00a0")
_WRAPPED_LINE = 20
_PAGE_BREAK = 4

# Thousands of blocks may be made at every keystroke; a class's own constructor is several times as slow.
_BLOCK = cast("Callable[[tuple[object, ...]], Block]", partial(tuple.__new__, Block))
_SPAN = cast("Callable[[tuple[int, int]], Span]", partial(tuple.__new__, Span))

# How the text of a line ends: for good, unfinished, or in mid-sentence as long and short lines do.
_CLOSED, _UNFINISHED, _LONG, _SHORT = range(4)
# How it begins: something new, with what cannot begin a sentence, indented, or flush.
_NEW, _CARRIED, _INDENTED, _FLUSH = range(4)


class Piece:
    """One line's share of a paragraph: where it starts in the source, and its text."""

    __slots__ = ("start", "text")

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.text = text


class Prose:
    """A line, or the rest of one, as running text.

    Attributes:
        skip: Characters before it that are decoration.
        text: Without decoration; "" when there is nothing else.
        mark: Its layer mark, with offsets in ``text``.
        begins, ends: What tells whether it carries on the line before and may be carried on.
    """

    __slots__ = ("begins", "ends", "mark", "skip", "text")

    def __init__(self, skip: int, text: str, mark: Mark | None, begins: int, ends: int) -> None:
        self.skip = skip
        self.text = text
        self.mark = mark
        self.begins = begins
        self.ends = ends


_NOTHING = Prose(0, "", None, _NEW, _CLOSED)


def prose_of(facts: LineFacts) -> Prose:
    """A line as running text, worked out once."""
    prose = facts.prose
    if prose is None:
        text = facts.text
        skip = undecorated(text) if text and text[0] in "#*_>" else 0
        prose = facts.prose = read_prose(facts, skip)
    return prose


def read_prose(facts: LineFacts, skip: int) -> Prose:
    """What a line's text holds from offset ``skip`` on, where something before it is taken."""
    text = facts.text[skip:]
    if not text:
        return _NOTHING
    mark = find_mark(text)
    return Prose(skip, text, mark, _beginning(text, facts.raw, mark), _end(text))


def _beginning(text: str, raw: str, mark: Mark | None) -> int:
    if mark is not None or (text[0] in _MAY_BEGIN and _BEGINS.match(text)):
        return _NEW
    if text[0] in _CANNOT_BEGIN:
        return _CARRIED
    return _INDENTED if raw.startswith(_INDENT) else _FLUSH


def _end(text: str) -> int:
    last = text[-1]
    if last in _ENDS:
        return _CLOSED
    if last in _CARRIES_ON:
        return _UNFINISHED
    return _LONG if len(text) >= _WRAPPED_LINE else _SHORT


def _continues(before: int, begins: int, gap: int) -> bool:
    """Whether a line carries on the paragraph before it, ``gap`` blank lines between.

    A line that ends in a comma is unfinished whatever stands between (a page break leaves blank
    lines); one that ends in a letter only when the next follows at once without indent, as hard
    wrapped text does.
    """
    if before == _CLOSED or begins == _NEW:
        return False
    if before == _UNFINISHED or begins == _CARRIED:
        return gap <= _PAGE_BREAK
    return before == _LONG and begins == _FLUSH and gap == 0


class BlockBuilder:
    """Collects lines to blocks, then makes the view.

    Blocks and pieces are kept as columns, one list for each property: putting together some
    thousand of them at every keystroke is then a few passes over lists.

    Attributes:
        kinds: Of each block; its section and its mark stand in ``_sections`` and ``_marks``.
        first_pieces: Of each block the index of its first piece; the last is the line end after it.
        headings: Indexes of the blocks that are section headings.
    """

    def __init__(self) -> None:
        self.kinds: list[BlockKind] = []
        self.first_pieces: list[int] = []
        self.headings: list[int] = []
        self._sections: list[int] = []
        self._marks: list[Mark | None] = []
        self._texts: list[str] = []
        self._sources: list[int] = []
        self._end = 0
        self._ends = _CLOSED
        self._last_line = -1

    def single(self, kind: BlockKind, pieces: list[Piece], section: int, last_line: int) -> None:
        """A block of its own that nothing is joined to."""
        self.end_block()
        if kind is BlockKind.HEADING:
            self.headings.append(len(self.kinds))
        self._begin(kind, section, None)
        for piece in pieces:
            self._add(piece.start, piece.text)
        self._ends, self._last_line = _CLOSED, last_line

    def paragraphs(self, lines: Lines, first: int, end: int, section: int) -> None:
        """Lines of running text, from line ``first`` up to ``end``."""
        for number, facts, start in zip(
            range(first, end), lines.facts[first:end], lines.starts[first:end], strict=True
        ):
            if facts.text:
                self.line(number, start + facts.lead, facts.prose or prose_of(facts), section)

    def line(self, number: int, start: int, prose: Prose, section: int, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """A line of running text; ``start`` is the offset its ``prose`` counts from."""
        text = prose.text
        if not text:
            return
        running = kind is BlockKind.PARAGRAPH
        carried = running and _continues(self._ends, prose.begins, number - self._last_line - 1)
        if not carried:
            self.end_block()
            self._begin(kind, section, prose.mark if running else None)
        self._add(start + prose.skip, text)
        self._ends = prose.ends if running else _CLOSED
        self._last_line = number

    def cut(self) -> None:
        """What follows does not carry on what stands before (a table or a heading between)."""
        self._ends = _CLOSED

    def _begin(self, kind: BlockKind, section: int, mark: Mark | None) -> None:
        self.first_pieces.append(len(self._texts))
        self.kinds.append(kind)
        self._sections.append(section)
        self._marks.append(mark)

    def _add(self, start: int, text: str) -> None:
        self._texts.append(text)
        self._sources.append(start)
        self._end = start + len(text)

    def end_block(self) -> None:
        """End the last block: the line end after it leads back to the place after it in the source."""
        if self.kinds:
            self._texts.append("\n")
            self._sources.append(self._end)

    def pieces(self, index: int) -> list[Piece]:
        """The pieces of an ended block."""
        first, line_end = self.first_pieces[index], self._line_end(index)
        return [
            Piece(start, text)
            for start, text in zip(self._sources[first:line_end], self._texts[first:line_end], strict=True)
        ]

    def replace(self, index: int, parts: list[tuple[BlockKind, Piece]]) -> None:
        """Put blocks of one piece each, ended like it, in the place of an ended block."""
        first, end = self.first_pieces[index], self._line_end(index) + 1
        self._texts[first:end] = [text for _, piece in parts for text in (piece.text, "\n")]
        self._sources[first:end] = [at for _, piece in parts for at in (piece.start, piece.start + len(piece.text))]
        grown = 2 * len(parts) - (end - first)
        later = [at + grown for at in self.first_pieces[index + 1 :]]
        self.first_pieces[index:] = [*(first + 2 * part for part in range(len(parts))), *later]
        self.kinds[index : index + 1] = [kind for kind, _ in parts]
        self._sections[index : index + 1] = [self._sections[index]] * len(parts)
        self._marks[index : index + 1] = [None] * len(parts)

    def _line_end(self, index: int) -> int:
        """The index of the piece that is the line end after a block."""
        return (self.first_pieces[index + 1] if index + 1 < len(self.kinds) else len(self._texts)) - 1

    def view(self) -> View:
        """The running text of all blocks, the last one ended."""
        if not self.kinds:
            return View("", [], [], ())
        starts = list(accumulate(map(len, self._texts), initial=0))
        sources = self._sources
        firsts = self.first_pieces
        line_ends = [at - 1 for at in firsts[1:]]
        line_ends.append(len(sources) - 1)
        begins = [sources[at] for at in firsts]
        blocks = map(
            _BLOCK,
            zip(
                self.kinds,
                map(_SPAN, zip(begins, [sources[at] for at in line_ends], strict=True)),
                [starts[at] for at in firsts],
                [starts[at] for at in line_ends],
                self._sections,
                [mark and _moved(mark, by) for mark, by in zip(self._marks, begins, strict=True)],
                [line_end > first + 1 for first, line_end in zip(firsts, line_ends, strict=True)],
                strict=True,
            ),
        )
        starts.pop()
        return View("".join(self._texts), starts, sources, tuple(blocks))


def _moved(mark: Mark, by: int) -> Mark:
    level, number, text, (start, end), (number_start, number_end), style = mark
    span, number_span = Span(start + by, end + by), Span(number_start + by, number_end + by)
    return Mark(level, number, text, span, number_span, style)
