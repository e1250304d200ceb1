"""Check kind ``parts-and-sum``: a total in running text against the parts that follow it.

``共公开信息 50 条，其中 A 20 条、B 11 条（含 C 5 条、D 6 条）、其他 19 条``: parts may have parts of their own, in
brackets or after another 其中.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hegao.checks.context import REACH, is_quoted
from hegao.checks.patterns import compile_pattern
from hegao.checks.quantities import compile_counts, count_of, is_approximate
from hegao.checks.table_sums import sum_of
from hegao.document.model import Document
from hegao.finding import Match, Related, Told

if TYPE_CHECKING:
    from re import Match as Found
    from re import Pattern

_FIGURE = "{n}(?:余|多|来)?(?P<unit>UNITS)(?:余|左右|以上)?(?![次度])"
# 一次性补贴 and 一个专栏 count nothing: after a part there is a mark, or a word that goes on with the list.
_PART_END = "(?=[ \u00a0\u3000\n、，,；;。！？：:（()）等和及与占]|$)"
_BETWEEN = " \u00a0\u3000，,。；;：:（("
_LONGEST_FIGURE = 24
_LONGEST_LIST = 600
_LONGEST_CAPTION = 24


class PartsAndSumParams(NamedTuple):
    """How totals and parts are written.

    Attributes:
        broken: Which contradiction is reported: ``part`` (one part above the total), ``over`` (the parts
            together above it), ``complete`` (parts introduced as all there are, or with a rest, do not add up
            to it), ``partial`` (parts that nothing says are all stay a little below it), ``rough``
            (a roughly given total equals a roughly given part although there are other parts).
        units: Counting words, as a pattern; the parts have the unit of their total.
        opening: The words between a total and its parts; the group ``all`` says that they are all.
        rest: What a part is called that makes the parts complete.
        stop: What, in front of a number, shows that it is no part of the total any more.
        table: Key of the official table that counts some of the parts; "" for none.
        column: Its column.
        cells: What it counts: ``label`` (pattern of the words before the part) and ``rows`` (added up). When
            the table's number puts the sum right, the part is the mistake and told as one against the table.
        context: What must stand before such a part in its paragraph for the table to be about it.
        told_by: Codes of the rules that tell it.
    """

    broken: str
    units: str
    opening: str
    rest: str
    stop: str
    table: str = ""
    column: str = ""
    cells: tuple[dict[str, Any], ...] = ()
    context: str = ""
    told_by: tuple[str, ...] = ()


class Figure(NamedTuple):
    """A number with its unit: its range in the view, its value, and the words before it."""

    start: int
    end: int
    value: int
    unit: str
    rough: bool
    label: str


class Breakdown(NamedTuple):
    """A total and its parts.

    ``complete``: the text says that these are all. ``whole``: the list was read to its end. ``rivals``: other
    figures of the sentence that may be the total instead. ``apart``: the parts begin a sentence of their own.
    """

    total: Figure
    parts: tuple[Figure, ...]
    complete: bool
    whole: bool
    rivals: tuple[int, ...] = ()
    apart: bool = False

    @property
    def sum(self) -> int:
        """The parts added up."""
        return sum(part.value for part in self.parts)


class _List(NamedTuple):
    """Parts as read; ``rest`` whether one is called the rest; ``end`` where the list ends in the view."""

    figures: list[Figure]
    rest: bool
    whole: bool
    end: int


def run(document: Document, params: PartsAndSumParams) -> Iterator[Match]:
    """Yield a match for each total that its parts contradict in the way the rule is about.

    Reported is the part for ``part`` and ``rough``, else the total.
    """
    view = document.view
    for breakdown in _breakdowns(view.text, params.units, params.opening, params.rest, params.stop):
        total, parts = breakdown.total, breakdown.parts
        if _judge(breakdown) != params.broken or is_quoted(view.text, total.start, total.end):
            continue
        wrong = _mended_by_table(document, breakdown, params) if params.table else []
        largest = max(parts, key=lambda part: part.value)
        reported = largest if params.broken in ("part", "rough") else total
        slots = {
            "total": view.text[total.start : total.end],
            "unit": total.unit,
            "sum": str(breakdown.sum),
            "parts": "＋".join(str(part.value) for part in parts),
            "difference": str(abs(breakdown.sum - total.value)),
        }
        others = (total,) if reported is largest else parts
        related = tuple(Related(view.span(other.start, other.end), _caption(view.text, other)) for other in others)
        told = Told(params.told_by, tuple(view.span(part.start, part.end) for part in wrong)) if wrong else None
        yield Match(view.span(reported.start, reported.end), slots, related=related, unless=told)


def _caption(text: str, figure: Figure) -> str:
    return (figure.label.lstrip("，,、；;：: ") + text[figure.start : figure.end])[-_LONGEST_CAPTION:]


def _judge(breakdown: Breakdown) -> str:
    total, parts = breakdown.total, breakdown.parts
    if total.rough or any(part.rough for part in parts):
        # 300 余条，其中甲 120 条、其他 300 余条: what 余 leaves room for is less than the other parts.
        same = any(part.rough and part.value == total.value for part in parts)
        return "rough" if total.rough and same and breakdown.sum - total.value >= _step(total.value) else ""
    largest = max(part.value for part in parts)
    if breakdown.rivals and (breakdown.apart or max(breakdown.rivals) >= breakdown.sum):
        # 收到申请 17 件，结转 1 件，其中予以公开 7 件: 其中 goes back to an earlier figure.
        return ""
    if largest > total.value:
        # No part is above its total: an earlier figure with room for the largest may be meant.
        return "" if any(rival >= largest for rival in breakdown.rivals) else "part"
    if breakdown.complete and breakdown.whole and len(parts) > 1:
        return "" if breakdown.sum == total.value else "complete"
    if breakdown.sum > total.value:
        return "over"
    gap = total.value - breakdown.sum
    # Parts that leave much of the total open are a selection; two pass for all only when hardly a thing is missing.
    near = max(2, total.value // 5) if len(parts) > 2 else total.value // 50
    return "partial" if breakdown.whole and 0 < gap <= near else ""


def _mended_by_table(document: Document, breakdown: Breakdown, params: PartsAndSumParams) -> list[Figure]:
    """The parts of which each alone puts the sum right once it is what the official table says."""
    parts, wrong = breakdown.parts, []
    for index, part in enumerate(parts):
        right = _table_value(document, part, params)
        if right is not None and right != part.value:
            mended = (*parts[:index], part._replace(value=right), *parts[index + 1 :])
            if not _judge(breakdown._replace(parts=mended)):
                wrong.append(part)
    return wrong


def _table_value(document: Document, part: Figure, params: PartsAndSumParams) -> int | None:
    """What the official table counts for the words before a part; None when it does not tell."""
    table, block = document.table(params.table), document.view.block_at(part.start)
    entry = next((entry for entry in params.cells if compile_pattern(entry["label"]).search(part.label)), None)
    if table is None or block is None or entry is None:
        return None
    lead = document.view.text[max(block.start, part.start - REACH) : part.start]
    if not compile_pattern(params.context).search(lead):
        return None
    return sum_of(document, table, entry["rows"], (params.column,))


def _step(value: int) -> int:
    """The size of the last digit that is not 0: what a rough number may at most leave out."""
    step = 1
    while value and value % 10 == 0:
        value, step = value // 10, step * 10
    return step


@lru_cache(maxsize=1)
def _breakdowns(text: str, units: str, opening: str, rest: str, stop: str) -> tuple[Breakdown, ...]:
    """Every total that parts follow, those in brackets within another list too.

    Kept for the last text because several rules ask for one contradiction each.
    """
    read: list[Breakdown] = []
    outer_end = 0
    for found in compile_pattern(opening).finditer(text):
        total_end = found.start()
        while total_end and text[total_end - 1] in _BETWEEN:
            total_end -= 1
        bracketed = text[found.start() - 1] in "（(" and total_end < found.start()
        if found.start() < outer_end and not bracketed:
            # Parts of a part with nothing to show where they end.
            continue
        total = _total_before(text, total_end, units)
        if total is None:
            continue
        parts = _parts_after(text, found.end(), total, (units, opening, rest, stop))
        if not bracketed:
            outer_end = parts.end
        if parts.figures:
            complete = parts.rest or found["all"] is not None
            rivals = () if bracketed else _rivals(text, total, units)
            apart = "。" in text[total.end : found.start()]
            read.append(Breakdown(total, tuple(parts.figures), complete, parts.whole, rivals, apart))
    return tuple(read)


def _total_before(text: str, end: int, units: str) -> Figure | None:
    """The figure that ends right at the opening words."""
    found = list(_figures(units).finditer(text, max(0, end - _LONGEST_FIGURE), end))
    return _figure(text, found[-1], "") if found and found[-1].end() == end else None


def _rivals(text: str, total: Figure, units: str) -> tuple[int, ...]:
    """The other figures of the same unit in the sentence that ends with a total."""
    low = max(0, total.start - REACH)
    low = max(low, text.rfind("\n", low, total.start) + 1, text.rfind("。", low, total.start) + 1)
    found = _figures(units).finditer(text, low, total.start)
    return tuple(count_of(figure["n"]) or 0 for figure in found if figure["unit"] == total.unit)


def _figure(text: str, found: Found[str], label: str) -> Figure | None:
    value = count_of(found["n"])
    if value is None:
        return None
    return Figure(found.start("n"), found.end(), value, found["unit"], is_approximate(text, *found.span("n")), label)


@cache
def _figures(units: str) -> Pattern[str]:
    return compile_counts(_FIGURE.replace("UNITS", units))


@cache
def _tokens(units: str, opening: str) -> Pattern[str]:
    figure = _FIGURE.replace("UNITS", units) + _PART_END
    marks = "(?P<open>[（(])|(?P<close>[）)])|(?P<end>[。！？\n])|(?P<clause>[；;])"
    return compile_counts(f"(?P<inner>{opening})|{marks}|{figure}")


def _parts_after(text: str, start: int, total: Figure, patterns: tuple[str, str, str, str]) -> _List:
    """Read the parts of a total: what stands in brackets, or after another 其中, are parts of the part before."""
    units, opening, the_rest, stop = patterns
    parts: list[Figure] = []
    depth = 0
    inner_left: int | None = None
    rest = False
    label_start = start
    limit = min(len(text), start + _LONGEST_LIST)
    for found in _tokens(units, opening).finditer(text, start, limit):
        if found["inner"]:
            if depth == 0 and parts:
                inner_left = parts[-1].value
        elif found["open"]:
            depth += 1
        elif found["close"]:
            depth -= 1
        elif found["clause"] and depth == 0:
            inner_left = None
        elif found["unit"] and depth == 0:
            label = text[label_start : found.start()]
            figure = _figure(text, found, label)
            if figure is None or figure.unit != total.unit or compile_pattern(stop).search(label):
                return _List(parts, rest, False, found.start())
            if inner_left is not None:
                # Nothing shows where the parts of a part end but that they add up to it.
                if figure.value > inner_left:
                    return _List(parts, rest, False, found.start())
                inner_left = inner_left - figure.value or None
            else:
                parts.append(figure)
                rest = rest or compile_pattern(the_rest).search(label) is not None
                used_up = sum(part.value for part in parts) == total.value
                if used_up and (len(parts) > 1 or text[found.end() : found.end() + 1] != "、"):
                    return _List(parts, rest, True, found.end())
        if found["unit"]:
            label_start = found.end()
        if depth < 0 or found["end"]:
            return _List(parts, rest, inner_left is None, found.start())
    return _List(parts, rest, inner_left is None and limit == len(text), limit)
