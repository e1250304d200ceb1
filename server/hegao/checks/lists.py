"""Check kinds ``announced-count`` and ``list-ordinals``: lists within running text.

An item begins with an ordinal: ``一是``, ``第一，``, ``首先``, ``（一）``, ``1.``, ``（1）`` or ``①``. Which ordinals
there are is data of the rule; which number one stands for is read here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hegao.checks.context import is_quoted, replacing, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.checks.quantities import count_of
from hegao.checks.scanning import matches, scanned
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit

if TYPE_CHECKING:
    from re import Match as Found

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HAN = "〇一二三四五六七八九十"
_FIRST = 1


class Ordinal(NamedTuple):
    """An ordinal in the text of the view: its style (index into the rule's), its number, its range."""

    style: int
    number: int
    start: int
    end: int


class AnnouncedCountParams(NamedTuple):
    """An announcement and the list that follows it.

    Attributes:
        announcement: Pattern with the group ``n`` (the number) and ``x`` (what is reported); ends where the list
            may begin. The first item must begin at the end of the match, or with the next paragraph.
        lead: Words that are reported with it when they stand before it.
        backward: What, in the sentence before the number, shows that it sums up what was said and announces
            nothing; without effect after a lead.
        ordinals: One pattern per style of ordinal, each with the group ``n``; the number counts from 1.
        words: Styles whose items are told by words in order, such as 首先, 其次, 最后: only the first
            word is sure to open a list, any later one is an item.
        more: Report lists that are longer than announced; otherwise those that are shorter.
    """

    announcement: str
    ordinals: tuple[str, ...]
    lead: tuple[str, ...] = ()
    backward: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    more: bool = True


def check_announced_count(document: Document, params: AnnouncedCountParams) -> Iterator[Match]:
    """Yield a match for each announcement whose number is not that of the items that follow."""
    view = document.view
    text = view.text
    pattern = compile_pattern(params.announcement)
    for at, _ in scanned(view, matches, params.announcement):
        found = pattern.match(text, at)
        announced = count_of(found["n"]) if found else None
        if found is None or announced is None or announced < 2 or is_quoted(text, *found.span("n")):
            continue
        start, end = found.span("x")
        lead = max((len(word) for word in params.lead if text.endswith(word, 0, start)), default=0)
        if not lead and params.backward:
            low, _ = sentence_around(text, start, start)
            if compile_pattern(params.backward).search(text[low:start]):
                continue
        items = _items_after(document, params, found.end())
        if len(items) < 2 or (len(items) > announced) != params.more or len(items) == announced:
            continue
        slots = {"announced": found["n"], "items": str(len(items)), "last": text[items[-1].start : items[-1].end]}
        number = _like(found["n"], len(items))
        repairs = tuple(
            Repair(repair.edits, {"old": found["n"], "new": number})
            for repair in replacing(view, *found.span("n"), number)
        )
        related = tuple(
            Related(view.span(item.start, item.end), text[item.start : item.end + 12].split("\n")[0]) for item in items
        )
        yield Match(view.span(start - lead, end), slots, repairs=repairs, related=related)


def _like(old: str, number: int) -> str:
    """The number as the author writes numbers; 两 is written for two before a counting word."""
    if old[0] not in _HAN + "两" or number > 10:
        return str(number)
    return "两" if number == 2 else _HAN[number]


def _items_after(document: Document, params: AnnouncedCountParams, at: int) -> list[Ordinal]:
    """The ordinals of the list that begins at a place of the view; empty when there is none to be sure of."""
    text = document.view.text
    for words in params.words:
        if text.startswith(words[0], at):
            return _worded(document, words, at, params.more)
    for style, pattern in enumerate(params.ordinals):
        compiled = compile_pattern(pattern)
        first = compiled.search(text, at, at + 12)
        if first is not None and first.start() <= at + 2 and _number(first) == _FIRST:
            return _counted(document, style, compiled.finditer(text, first.start()), params.more)
    return []


def _counted(document: Document, style: int, ordinals: Iterator[Found[str]], more: bool) -> list[Ordinal]:
    """The items 1, 2, 3 … from a stream of ordinals of one style; empty when they may not be one whole list."""
    items: list[Ordinal] = []
    section = -2
    inline = False
    for found in ordinals:
        number = _number(found)
        block = document.view.block_at(found.start())
        if block is None or number is None:
            return []
        opens_block = found.start() == block.start
        if not items:
            section, inline = block.section, not opens_block
        elif block.section != section or block.kind is not BlockKind.PARAGRAPH:
            break
        elif number == _FIRST:
            # A new list, or one within an item: then the outer list goes on after it.
            goes_on = (_number(later) == len(items) + 1 for later in ordinals if later.start() < block.end)
            return [] if any(goes_on) else items
        elif number != len(items) + 1:
            # The ordinals are broken, which is for another check.
            return []
        elif inline and opens_block and style:
            # 2.…：1.…；2.…。 and then 3. on a line of its own, which goes on with the outer list.
            return items if more else []
        items.append(Ordinal(style, number, *found.span()))
    return items


def _worded(document: Document, words: tuple[str, ...], at: int, more: bool) -> list[Ordinal]:
    """The items told by words within one block; a list counts as ended for sure by the last word only."""
    block = document.view.block_at(at)
    if block is None:
        return []
    text = document.view.text
    pattern = compile_pattern(f"(?<=[。；：，,:;\n])(?:{'|'.join(words)})")
    items = [Ordinal(-1, i + 1, *found.span()) for i, found in enumerate(pattern.finditer(text, at, block.end))]
    again = next((i for i, item in enumerate(items[1:], 1) if text.startswith(words[0], item.start)), len(items))
    items = items[:again]
    return items if more or (items and text.startswith(words[-1], items[-1].start)) else []


def _number(found: Found[str]) -> int | None:
    text = found["n"]
    return _CIRCLED.index(text) + 1 if text in _CIRCLED else count_of(text)


class ListOrdinalsParams(NamedTuple):
    """Ordinals that must count up.

    Attributes:
        ordinal: Pattern with the group ``n``.
        first: What may stand for the first item in place of the ordinal.
    """

    ordinal: str
    first: str


def check_list_ordinals(document: Document, params: ListOrdinalsParams) -> Iterator[Match]:
    """Yield a match for each ordinal that repeats or skips a number. Variants: ``again``, ``skipped``, ``first``."""
    text = document.view.text
    open_lists: list[int] = []
    last: Found[str] | None = None
    place = (-1, -1)  # section and start of the block of the last ordinal
    pattern = compile_pattern(params.ordinal)
    for at, _ in scanned(document.view, matches, params.ordinal):
        found = pattern.match(text, at)
        if found is None:
            continue
        number = count_of(found["n"])
        block = document.view.block_at(found.start())
        if number is None or block is None or block.kind is not BlockKind.PARAGRAPH:
            continue
        if block.section != place[0]:
            open_lists, last = [], None
        elif block.start != place[1] and (
            number == _FIRST or _opened_otherwise(text, block.start, found.start(), params)
        ):
            open_lists = []
        place = (block.section, block.start)
        if number == _FIRST:
            open_lists.append(number)
        elif number - 1 in open_lists:
            # A list within an item has ended when the outer one goes on.
            del open_lists[len(open_lists) - open_lists[::-1].index(number - 1) :]
            open_lists[-1] = number
        else:
            if open_lists or not _opened_otherwise(text, block.start, found.start(), params):
                yield _broken(document, found, number, open_lists[-1] if open_lists else 0, last)
            open_lists = [number]
        last = found


def _opened_otherwise(text: str, start: int, end: int, params: ListOrdinalsParams) -> bool:
    return compile_pattern(params.first).search(text, max(start, end - 400), end) is not None


def _broken(document: Document, found: Found[str], number: int, before: int, last: Found[str] | None) -> Match:
    view = document.view
    expected = _like(found["n"], before + 1).replace("两", "二")
    span = view.span(*found.span())
    slots = {"number": found["n"], "expected": expected}
    variant = "first" if before == 0 else "again" if number <= before else "skipped"
    repairs = (Repair((Edit(view.span(*found.span("n")), expected),), {"old": found["n"], "new": expected}),)
    related = (Related(view.span(*last.span()), last[0]),) if last else ()
    return Match(span, slots, variant, repairs if before else (), related)
