"""Check the layer marks at the start of paragraphs: 一、 （一） 1. （1）.

Tables are no part of the running text, so their 一、 and （一） never come here. Marks inside a
paragraph are a run-in list and are left alone; they only count as having been there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.derived import Same, derived
from hegao.document.model import Block, BlockKind, Document, Mark, View
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import SourceText, Span

_NUMERALS = "一二三四五六七八九十"
_HIGHEST = 40
_REACH = 4000
_MOST_RENUMBERED = 20


class NumberingParams(NamedTuple):
    """Which defects of numbering to report.

    Attributes:
        report: Defects: ``gap``, ``repeat``, ``order``, ``typo``, ``start``, ``restart``, ``mixed``,
            ``skipped``. Each is also the message variant.
        layers: The four marks as they are to look, for messages.
        allowed: Skipped layers that are common practice, such as ``1>3``.
    """

    report: tuple[str, ...]
    layers: tuple[str, ...] = ("一、", "（一）", "1.", "（1）")
    allowed: tuple[str, ...] = ()


class MarkStyleParams(NamedTuple):
    """How marks may not look.

    Attributes:
        styles: Level and style as typed (``3N、``) → the mark as it should be (``N.``).
    """

    styles: dict[str, str]


class _List(NamedTuple):
    """Sibling marks: one layer under one parent. ``adjacent``: the block before bore a mark too."""

    level: int
    parent: Mark | None
    marks: list[tuple[Mark, bool]]
    odd: list[tuple[Mark, Mark]]


def _numeral(number: int, like: str) -> str:
    """The number in the digits of ``like``: Chinese or Arabic."""
    if like[:1].isascii() or like[:1].isdecimal() or not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _NUMERALS[ones - 1]
    return (_NUMERALS[tens - 1] if tens > 1 else "") + "十" + (_NUMERALS[ones - 1] if ones else "")


def _mark_text(source: SourceText, mark: Mark) -> str:
    return source[mark.span]


def _number_text(source: SourceText, mark: Mark) -> str:
    return source[mark.number_span]


def _marked(view: View, source: SourceText) -> Iterator[tuple[Block, Mark, bool]]:
    """Blocks with a mark: block, mark, whether the block before it in its section bore one too."""
    text = source.text
    section, adjacent = -2, False
    for block in view.blocks:
        if block.section != section:
            section, adjacent = block.section, False
        mark = block.mark
        usable = (
            mark is not None
            and 0 < mark.number <= _HIGHEST
            and (block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.HEADING and mark.level > 1))
            # 1.5万元 and 三、四季度 at the start of a line are no marks.
            and not _is_numeral(text[mark.span.end : mark.span.end + 1])
        )
        if usable and mark is not None:
            yield block, mark, adjacent
        adjacent = usable


def _is_numeral(char: str) -> bool:
    return char.isdecimal() or (char != "" and char in _NUMERALS)


def _lists(view: View, draft: Same[SourceText]) -> list[_List]:
    """All lists of sibling marks in the order in which they begin."""
    source = draft.it
    found: list[_List] = []
    stack: list[_List] = []
    section = -2
    for block, mark, adjacent in _marked(view, source):
        if block.section != section:
            section, stack = block.section, []
        place = _place(stack, mark)
        if place is None:
            odd = next((one for one in reversed(stack) if _is_sibling(source, one, mark)), None)
            if odd is not None:
                del stack[stack.index(odd) + 1 :]
                odd.odd.append((mark, odd.marks[-1][0]))
                odd.marks.append((mark, adjacent))
                continue
            parent = stack[-1].marks[-1][0] if stack else None
            stack.append(_List(mark.level, parent, [], []))
            found.append(stack[-1])
        else:
            del stack[place + 1 :]
        stack[-1].marks.append((mark, adjacent))
    return found


def _place(stack: list[_List], mark: Mark) -> int | None:
    """Index of the open list the mark goes on with; None when it begins a list."""
    places = [index for index, one in enumerate(stack) if one.level == mark.level]
    if not places:
        return None
    place = places[-1]
    nested = stack[-1].level < mark.level and place < len(stack) - 1
    return None if nested and mark.number == 1 else place


def _is_sibling(source: SourceText, one: _List, mark: Mark) -> bool:
    """Whether a mark of another layer carries on this list: （一） （2） （三）."""
    last = one.marks[-1][0]
    if mark.number < 2 or mark.number != last.number + 1:
        return False
    # A list that began inside the paragraph before goes on here.
    return not _run_in(source, last.span.end, mark, range(1, mark.number))


def _run_in(source: SourceText, start: int, mark: Mark, numbers: range) -> bool:
    """Whether all these numbers stand between ``start`` and the mark, in the style of the mark."""
    between = source.text[max(start, mark.span.start - _REACH) : mark.span.start]
    like = _number_text(source, mark)
    brackets = str.maketrans({"（": "(", "）": ")", "．": ".", "、": "."})
    between = between.translate(brackets)
    styles = [mark.style.replace("N", _numeral(number, like)).translate(brackets) for number in numbers]
    return all(style in between for style in styles)


def run(document: Document, params: NumberingParams) -> Iterator[Match]:
    """Yield breaks in the numbering of paragraphs, list by list."""
    for siblings in derived(document.view, _lists, Same(document.source)):
        if "mixed" in params.report:
            yield from _mixed(document, siblings)
        if "skipped" in params.report:
            yield from _skipped(document, siblings, params)
        for variant, at, expected, renumber in _breaks(document, siblings):
            if variant in params.report:
                yield _broken(document, siblings, variant, at, expected, renumber)


def _broken(document: Document, siblings: _List, variant: str, at: int, expected: int, renumber: bool) -> Match:
    mark = siblings.marks[at][0]
    edits = _renumbered(document, siblings.marks[at : at + 1 + (_MOST_RENUMBERED if renumber else 0)], expected)
    like = _number_text(document.source, mark)
    slots = {
        "found": _mark_text(document.source, mark),
        "expected": mark.style.replace("N", _numeral(expected, like)).strip(),
    }
    related: tuple[Related, ...] = ()
    if at:
        before = siblings.marks[at - 1][0]
        slots["before"] = _mark_text(document.source, before)
        related = (Related(before.span, f"前一个序号是“{_mark_text(document.source, before)}”"),)
    return Match(mark.span, slots, variant, (Repair(tuple(edits), slots),) if edits else (), related)


def _renumbered(document: Document, marks: list[tuple[Mark, bool]], first: int) -> list[Edit]:
    """Edits that number the marks on from ``first``; none for a list too long to be sure of."""
    if len(marks) > _MOST_RENUMBERED:
        return []
    edits = []
    for number, (mark, _) in enumerate(marks, first):
        right = _numeral(number, _number_text(document.source, mark))
        if right != _number_text(document.source, mark):
            edits.append(Edit(mark.number_span, right))
    return edits


def _breaks(document: Document, siblings: _List) -> Iterator[tuple[str, int, int, bool]]:
    """Yield (variant, index, number expected there, whether all later ones move too)."""
    marks = siblings.marks
    numbers = [mark.number for mark, _ in marks]
    if numbers == list(range(1, len(numbers) + 1)):
        return
    if len(numbers) > 1 and sorted(numbers) == list(range(1, len(numbers) + 1)):
        at = next(index for index, number in enumerate(numbers) if number != index + 1)
        yield "order", at, at + 1, True
        return
    last = 0
    for at, (mark, adjacent) in enumerate(marks):
        number, expected = mark.number, last + 1
        last = number
        if number == expected:
            continue
        after = numbers[at + 1] if at + 1 < len(numbers) else 0
        if at and after == expected + 1 and not _seen_before(document, siblings, at, expected):
            yield "typo", at, expected, False
            last = expected
        elif number == 1:
            # A list after a paragraph of its own is another list; one right after the other is not.
            if adjacent:
                yield "restart", at, expected, True
        elif number > expected:
            # Paragraphs numbered as sections are may go on from the sections.
            if (at or siblings.level > 1) and not _seen_before(document, siblings, at, expected):
                yield ("gap" if at else "start"), at, expected, False
        else:
            yield "repeat", at, expected, True


def _seen_before(document: Document, siblings: _List, at: int, expected: int) -> bool:
    """Whether the numbers that seem to be missing stand inside the paragraphs before."""
    mark = siblings.marks[at][0]
    if mark.number <= expected:
        return False
    start = siblings.marks[at - 1][0].span.end if at else 0
    if not at and siblings.parent is not None:
        start = siblings.parent.span.end
    return _run_in(document.source, start, mark, range(expected, mark.number))


def _mixed(document: Document, siblings: _List) -> Iterator[Match]:
    first = siblings.marks[0][0]
    for mark, before in siblings.odd:
        right = first.style.replace("N", _numeral(mark.number, _number_text(document.source, first)))
        slots = {
            "found": _mark_text(document.source, mark),
            "expected": right,
            "before": _mark_text(document.source, before),
        }
        yield Match(mark.span, slots, "mixed", (Repair((Edit(mark.span, right),), slots),))


def _skipped(document: Document, siblings: _List, params: NumberingParams) -> Iterator[Match]:
    mark = siblings.marks[0][0]
    parent = siblings.parent.level if siblings.parent else 1
    if mark.number != 1 or mark.level == parent + 1 or f"{parent}>{mark.level}" in params.allowed:
        return
    if siblings.parent is None and not document.sections:
        return
    variant = "skipped" if mark.level > parent else "turned"
    below = params.layers[parent] if mark.level > parent and parent < len(params.layers) else ""
    above = _mark_text(document.source, siblings.parent) if siblings.parent else params.layers[0]
    if variant == "turned" and siblings.parent is None:
        return
    yield Match(mark.span, {"found": _mark_text(document.source, mark), "expected": below, "parent": above}, variant)


def styles(document: Document, params: MarkStyleParams) -> Iterator[Match]:
    """Yield the marks that do not look as the standard has them, such as ``1、`` and ``（一）、``."""
    for _, mark, _ in _marked(document.view, document.source):
        right = params.styles.get(f"{mark.level}{mark.style}")
        if right is None:
            continue
        number = _number_text(document.source, mark)
        # ⑴ is one character for number and brackets.
        symbol = mark.level < 5 and "⑴" <= number <= "⒇"
        new = right.replace("N", str(mark.number) if symbol else number)
        slots = {"found": _mark_text(document.source, mark), "expected": new}
        yield Match(mark.span, slots, repairs=(Repair((Edit(_with_blanks(document, mark), new),)),))


def _with_blanks(document: Document, mark: Mark) -> Span:
    """A mark and the blanks after it, which a mark with brackets or a point does not have."""
    text, end = document.source.text, mark.span.end
    while end < len(text) and text[end] in " \t\u3000":
        end += 1
    return Span(mark.span.start, end)
