"""Where a place in the running text stands: its sentence, quotes around it, an edit for it.

Every look around is bounded, so that a check stays linear on a text without sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hegao.document.model import Block, BlockKind, Document, View
from hegao.finding import Repair
from hegao.fix import Edit

REACH = 240
"""How many characters a look around goes at most."""
_LONGEST_MARGIN = 200
_LONGEST_LABEL = 9

_ENDS = re.compile("[。！？；\n]")
QUOTES = ("“”", "《》", "「」")
"""Opening and closing marks of what may be another's words."""


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the clause group (up to 。！？； or the block's end) around a range."""
    low = max(0, start - REACH)
    high = min(len(text), end + REACH)
    first = low
    for mark in "。！？；\n":
        first = max(first, text.rfind(mark, low, start) + 1)
    last = _ENDS.search(text, end, high)
    return first, last.start() if last else high


def is_quoted(text: str, start: int, end: int, quotes: Iterable[str] = QUOTES) -> bool:
    """Whether a range stands inside a pair of ``quotes`` of its own block."""
    low = max(0, start - REACH, text.rfind("\n", max(0, start - REACH), start) + 1)
    for pair in quotes:
        opening, closing = pair[0], pair[-1]
        opened = text.rfind(opening, low, start)
        if opened >= 0 and text.rfind(closing, opened, start) < 0:
            stop = text.find("\n", end, end + REACH)
            if text.find(closing, end, stop if stop >= 0 else end + REACH) >= 0:
                return True
    return False


def is_written(document: Document, at: int) -> bool:
    """Whether the author wrote what stands at a place of the view: no letter-head, no leavings of a web page."""
    block = document.view.block_at(at)
    return block is not None and block.kind is not BlockKind.HEADER and not is_margin(document, block)


def is_margin(document: Document, block: Block) -> bool:
    """Whether a paragraph is a line of the web page around the report rather than of the report.

    Such a line is no sentence and stands where a web page has its details: behind signature and
    date, or, as labels with values, between the title and the first section.
    """
    if block.kind is not BlockKind.PARAGRAPH or block.end - block.start > _LONGEST_MARGIN:
        return False
    text = document.view.text_of(block)
    if any(mark in text for mark in "。！？；"):
        return False
    ending = document.date or document.signature
    if ending is not None and block.start > ending.start:
        return True
    title = document.title
    below_title = block.section < 0 and title is not None and block.span.start > title.span.end
    # A colon at the end leads on to what follows; one near the beginning sets a label apart from its value.
    label = text[: min(_LONGEST_LABEL, len(text) - 1)]
    return below_title and any(mark in label for mark in ":：>＞")


def replacing(view: View, start: int, end: int, new: str) -> tuple[Repair, ...]:
    """A repair that replaces a range of the view by ``new`` (slot ``{new}``); none where it would eat a line end.

    A range that was put together from two source lines is narrowed to the part that changes.
    """
    span = view.span(start, end)
    if span.end - span.start != end - start:
        old = view.text[start:end]
        while old and new and old[0] == new[0]:
            start, old, new = start + 1, old[1:], new[1:]
        while old and new and old[-1] == new[-1]:
            end, old, new = end - 1, old[:-1], new[:-1]
        span = view.span(start, end)
        if span.end - span.start != end - start:
            return ()
    return (Repair((Edit(span, new),), {"new": new}),)
