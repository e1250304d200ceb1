"""Check kind ``stray-space``: blanks inside Chinese sentences.

A blank that stands alone is a slip. A draft full of blanks beside its figures was typed that way or
came out of a PDF: that is a habit, to be told more gently by another rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import is_margin, replacing
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Block, BlockKind, Document
from hegao.finding import Match

_SPACES = r"[ \u3000\t]+"
_TIGHT = r"[\p{Han}]\d|\d[\p{Han}]"
# 组 长, 张 三: single characters set apart to align with longer names.
_ALIGNED = rf"(?<!\p{{Han}})\p{{Han}}{_SPACES}\p{{Han}}(?!\p{{Han}})"
_MARKS = "，。、；：！？”）》"
_OPENERS = "“《（"


class StraySpaceParams(NamedTuple):
    """Which blanks.

    Attributes:
        between: ``figures`` (a figure and a character), ``words`` (two characters) or ``marks``
            (a mark and what follows or precedes it).
        habit: Report them where they are a habit, instead of where they are slips.
        slips: Up to so many are slips.
        share: Figures only: they are slips while at most this share of all places has a blank.
        every: Report slips and habit alike.
        title: Report them in the title too, however many there are.
    """

    between: str
    habit: bool = False
    slips: int = 3
    share: float = 0.2
    every: bool = False
    title: bool = False


def run(document: Document, params: StraySpaceParams) -> Iterator[Match]:
    """Yield a match for each run of blanks in a paragraph, if their number makes them what is asked for."""
    view = document.view
    text = view.text
    places = [found.span() for found in re.finditer(_SPACES, text) if _between(text, *found.span()) == params.between]
    in_prose = params.every or _is_habit(text, len(places), params) is params.habit
    if not places or not (in_prose or params.title):
        return
    for start, end in places:
        block = view.block_at(start)
        if block is None or not _is_looked_at(document, block, in_prose, params):
            continue
        span = view.span(start, end)
        if block.mark is not None and block.mark.span.touches(span):
            continue
        if params.between == "words" and compile_pattern(_ALIGNED).search(text[max(0, start - 2) : end + 2]):
            continue
        around = text[max(block.start, start - 4) : min(block.end, end + 4)]
        right = re.sub(_SPACES, "", around)
        yield Match(span, {"around": around, "right": right}, repairs=replacing(view, start, end, ""))


def _is_looked_at(document: Document, block: Block, in_prose: bool, params: StraySpaceParams) -> bool:
    if block.kind is BlockKind.TITLE:
        return params.title
    return in_prose and block.kind is BlockKind.PARAGRAPH and not is_margin(document, block)


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _between(text: str, start: int, end: int) -> str:
    """What a run of blanks stands between; "" for what is none of this check's business."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if _is_han(before) and _is_han(after):
        return "words"
    if (_is_han(before) and after.isdigit()) or (before.isdigit() and _is_han(after)):
        return "figures"
    if before and before in _MARKS and (_is_han(after) or after.isdigit() or (after and after in _OPENERS)):
        return "marks"
    if after and after in _MARKS and (_is_han(before) or before.isdigit()):
        return "marks"
    return ""


def _is_habit(text: str, count: int, params: StraySpaceParams) -> bool:
    if count > params.slips:
        return True
    if params.between != "figures":
        return False
    without = sum(1 for _ in compile_pattern(_TIGHT).finditer(text))
    return count > params.share * (count + without)
