"""Looks over the whole running text that, while a draft is typed, are repeated only where it changed.

A rule about the draft as a whole usually looks for something everywhere and then judges what it found together.
The looking is most of its price, and what it finds in a paragraph it found there before the last edit too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from hegao.checks.derived import derived
from hegao.checks.patterns import compile_pattern
from hegao.document.model import BlockKind, Document, View

Hit = tuple[Any, ...]
"""What a look found: start and end in the running text, then anything that is the same wherever it stands."""
_SCANS = "_scans"


class Window(NamedTuple):
    """Where a running text differs from an earlier one, and how far around a look must be repeated.

    Attributes:
        start, end: The range whose hits are looked for anew.
        old_end: Where it ended in the earlier text.
        outer_start, outer_end: The range that is looked at for it.
    """

    start: int
    end: int
    old_end: int
    outer_start: int
    outer_end: int

    def moved(self, at: int) -> int | None:
        """Where an old offset is now; None for one inside the range."""
        if at < self.start:
            return at
        return at + self.end - self.old_end if at >= self.old_end else None

    def moved_edge(self, at: int) -> int | None:
        """Where the edge of a range is now; None for one inside the range."""
        return at if at == self.start else self.moved(at)


class _Known(NamedTuple):
    """Where a pattern matches in a range of the running text; ``at`` None: nowhere."""

    at: int | None
    start: int
    end: int


class _Scans:
    """What looks over a running text found, and what they found in the text before it was edited.

    Attributes:
        followed: Whether the text is being edited, so that what is found now will be asked for again.
    """

    def __init__(self, followed: bool, before: _Scans | None = None, window: Window | None = None) -> None:
        self.followed = followed
        self.before = before
        self.window = window or Window(0, 0, 0, 0, 0)
        self.hits: dict[Any, list[Hit]] = {}
        self.places: dict[Any, _Known] = {}


def remember(view: View, old: View | None = None, window: Window | None = None) -> None:
    """Keep what looks over a running text find, starting from what those over an earlier one found."""
    vars(view)[_SCANS] = _Scans(True, vars(old).get(_SCANS) if old is not None else None, window)


def forget_before(view: View) -> None:
    """Let go of what was found in the text before."""
    vars(view)[_SCANS].before = None


def scanned(view: View, scan: Callable[..., list[Hit]], *arguments: Hashable) -> list[Hit]:
    """``scan(text, *arguments)`` over the running text; nobody changes what it gives.

    Args:
        scan: Gives hits by place. What it finds in a block depends on that block and its neighbours alone.
    """
    scans: _Scans = vars(view).setdefault(_SCANS, _Scans(False))
    key = (scan, *arguments)
    found = scans.hits.get(key)
    if found is None:
        before = scans.before.hits.get(key) if scans.before else None
        found = scan(view.text, *arguments) if before is None else _renewed(view, before, scans.window, scan, arguments)
        scans.hits[key] = found
    return found


def _renewed(
    view: View, before: list[Hit], window: Window, scan: Callable[..., list[Hit]], arguments: tuple[Hashable, ...]
) -> list[Hit]:
    start, end, old_end, outer_start, outer_end = window
    first, last = bisect_left(before, (start,)), bisect_left(before, (old_end,))
    anew = [_moved(hit, outer_start) for hit in scan(view.text[outer_start:outer_end], *arguments)]
    shift = end - old_end
    behind = before[last:]
    return [
        *before[:first],
        *[hit for hit in anew if start <= hit[0] < end],
        *(behind if not shift else [_moved(hit, shift) for hit in behind]),
    ]


def _moved(hit: Hit, by: int) -> Hit:
    return (hit[0] + by, hit[1] + by, *hit[2:])


def stands(view: View, pattern: str) -> bool:
    """Whether a pattern matches anywhere in the running text."""
    scans: _Scans | None = vars(view).get(_SCANS)
    if scans is not None and scans.followed:
        from hegao.checks.reach import stays_on_line  # noqa: PLC0415 - needed only while a draft is typed

        if stays_on_line(pattern):
            return _known(view, scans, pattern, 0, len(view.text)).at is not None
    return compile_pattern(pattern).search(view.text) is not None


def stands_in_section(document: Document, number: int, pattern: str) -> bool:
    """Whether a pattern matches in the paragraphs of a prescribed section, each on a line."""
    view, section = document.view, document.section(number)
    if section is None:
        return False
    scans: _Scans | None = vars(view).get(_SCANS)
    first, last = section.blocks
    if scans is not None and scans.followed and first < last:
        from hegao.checks.reach import ignores_line_ends  # noqa: PLC0415 - needed only while a draft is typed

        if ignores_line_ends(pattern):
            start, end = view.blocks[first].start, view.blocks[last - 1].end + 1
            return _known(view, scans, pattern, start, end, number).at is not None
    return compile_pattern(pattern).search(derived(view, _paragraphs, first, last)) is not None


def _paragraphs(view: View, first: int, last: int) -> str:
    """The paragraphs among some blocks, each on a line."""
    blocks = [block for block in view.blocks[first:last] if block.kind is BlockKind.PARAGRAPH]
    return "\n".join(view.text_of(block) for block in blocks)


def _known(view: View, scans: _Scans, pattern: str, start: int, end: int, section: int = 0) -> _Known:
    """Where a pattern matches in a range, in a section only in its paragraphs."""
    key = (pattern, section)
    known = scans.places.get(key)
    if known is None:
        before = scans.before.places.get(key) if scans.before else None
        known = _again(view, scans.window, pattern, before, _Known(None, start, end), section)
        scans.places[key] = known
    return known


def _again(view: View, window: Window, pattern: str, before: _Known | None, known: _Known, section: int) -> _Known:
    outer_first, outer_last, first, last = known.start, known.end, known.start, known.end
    if before is not None and before.at is not None:
        at = window.moved(before.at)
        if at is not None and first <= at < last and (not section or _is_paragraph(view, at)):
            return known._replace(at=at)
    elif before is not None and (first, last) == (window.moved_edge(before.start), window.moved_edge(before.end)):
        # It stood nowhere: now it can only stand where the text is new.
        first, last = max(first, window.start), min(last, window.end)
        outer_first, outer_last = max(outer_first, window.outer_start), min(outer_last, window.outer_end)
    for found in compile_pattern(pattern).finditer(view.text, outer_first, outer_last):
        at = found.start()
        if first <= at < last and (not section or _is_paragraph(view, at)):
            return known._replace(at=at)
    return known


def _is_paragraph(view: View, at: int) -> bool:
    block = view.block_at(at)
    return block is not None and block.kind is BlockKind.PARAGRAPH


def matches(text: str, pattern: str) -> list[Hit]:
    """Where a pattern matches: start and end, at which it can be matched again."""
    return [found.span() for found in compile_pattern(pattern).finditer(text)]
