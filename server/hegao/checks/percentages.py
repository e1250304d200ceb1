"""Check kinds for percentages in running text: shares, growth rates, and rates that a table gives.

A percentage is right when the quotient, rounded or cut off to the digits printed, gives it. Everything is
worked out in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from hegao.checks.context import is_quoted, replacing, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.checks.quantities import (
    Scope,
    compile_counts,
    count_of,
    find_counts,
    is_approximate,
    nearest,
    percent_of,
    states_own_figure,
)
from hegao.checks.table_sums import sum_of
from hegao.document.model import Document
from hegao.finding import Match, Related, Repair

if TYPE_CHECKING:
    from re import Match as Found


_SIGNS = ("%", "％")
_REACH = 400
"""How far from a share its whole is looked for, within the paragraph."""


def agrees(digits: int, places: int, part: int, base: int) -> bool:
    """Whether ``digits`` / 10**``places`` percent is ``part`` / ``base``, rounded half up or cut off."""
    if base <= 0:
        return False
    scaled = part * 100 * 10**places
    return digits in (scaled // base, (2 * scaled + base) // (2 * base))


def percentage(part: int, base: int, places: int) -> str:
    """``part`` of ``base`` in percent with that many decimals, rounded half up."""
    scaled = (2 * part * 100 * 10**places + base) // (2 * base)
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)


class SharePercentageParams(NamedTuple):
    """A part and its share: ``不予公开 5 件，占 25%``.

    Attributes:
        pattern: With ``{n}`` (the part) and ``{p}``.
        base: Pattern of a figure that may be the whole, with ``{n}``; looked for in the same paragraph.
        table: Table whose sums may be the whole too, when the paragraph matches ``context``.
        bases: For each such sum its ``rows``.
        columns: Columns of the sums.
    """

    pattern: str
    base: str
    table: str = ""
    bases: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()
    context: str = ""


def check_share(document: Document, params: SharePercentageParams) -> Iterator[Match]:
    """Yield a match for each share that is right for none of the wholes it may be taken of."""
    view = document.view
    text = view.text
    for found in find_counts(text, params.pattern, _SIGNS):
        part = count_of(found["n"])
        block = view.block_at(found.start())
        if part is None or block is None or is_quoted(text, *found.span("p")):
            continue
        if is_approximate(text, found.start("p"), found.end()) or is_approximate(text, *found.span("n")):
            continue
        wholes: list[tuple[int, int, int]] = []
        low, high = max(block.start, found.start() - _REACH), min(block.end, found.end() + _REACH)
        for other in compile_counts(params.base).finditer(text, low, high):
            value = count_of(other["n"])
            if value and other.start("n") != found.start("n"):
                wholes.append((value, *other.span("n")))
        bases = [value for value, _, _ in wholes] + _table_bases(document, params, text[low:high])
        digits, places = percent_of(found["p"])
        # The whole that the author names last before the part is the one the message works with.
        named = [whole for whole in wholes if whole[1] < found.start("n") and whole[0] >= part]
        if not named or any(agrees(digits, places, part, base) for base in bases):
            continue
        whole = max(named)
        right = percentage(part, whole[0], places)
        slots = {"part": str(part), "whole": str(whole[0]), "right": right, "said": found["p"]}
        related = (Related(view.span(whole[1], whole[2]), text[whole[1] : whole[2]]),)
        yield Match(
            view.span(found.start("p"), found.end()),
            slots,
            repairs=_instead(document, found, right),
            related=related,
        )


def _instead(document: Document, found: Found[str], right: str) -> tuple[Repair, ...]:
    repairs = replacing(document.view, *found.span("p"), right)
    return tuple(Repair(repair.edits, {"old": found["p"], "new": right}) for repair in repairs)


def _table_bases(document: Document, params: SharePercentageParams, paragraph: str) -> list[int]:
    table = document.table(params.table) if params.table else None
    if table is None or (params.context and not compile_pattern(params.context).search(paragraph)):
        return []
    sums = (sum_of(document, table, rows, params.columns) for rows in params.bases)
    return [value for value in sums if value]


class GrowthPercentageParams(NamedTuple):
    """Two figures and the change between them, in one sentence.

    Attributes:
        patterns: With ``{n}`` (now) and ``{m}`` (before) or ``{d}`` (the difference, from which the figure before
            follows), the group ``up`` or ``down`` and ``{p}``.
    """

    patterns: tuple[str, ...]


def check_growth(document: Document, params: GrowthPercentageParams) -> Iterator[Match]:
    """Yield a match for each rate of change that does not follow from its figures. Variant: ``direction``."""
    view = document.view
    text = view.text
    for pattern in params.patterns:
        for found in find_counts(text, pattern, _SIGNS):
            now, before = _now_and_before(found)
            if now is None or before is None or before <= 0 or is_quoted(text, *found.span("p")):
                continue
            figures = [found.span(name) for name in ("n", "m", "d") if name in found.re.groupindex]
            if any(is_approximate(text, *span) for span in [*figures, (found.start("p"), found.end())]):
                continue
            up = found["up"] is not None
            slots = {"now": str(now), "before": str(before), "said": found["p"]}
            digits, places = percent_of(found["p"])
            if (now > before) != up and now != before:
                slots["word"] = found["up"] or found["down"]
                yield Match(view.span(*found.span("up" if up else "down")), slots, "direction")
            elif not agrees(digits, places, abs(now - before), before):
                right = slots["right"] = percentage(abs(now - before), before, places)
                yield Match(view.span(found.start("p"), found.end()), slots, repairs=_instead(document, found, right))


def _now_and_before(found: Found[str]) -> tuple[int | None, int | None]:
    now = count_of(found["n"])
    if "m" in found.re.groupindex:
        return now, count_of(found["m"])
    change = count_of(found["d"])
    if now is None or change is None:
        return None, None
    return now, now - change if found["up"] else now + change


class TableRateParams(NamedTuple):
    """A rate that follows from a table: ``办结率 100%``.

    Attributes:
        pattern: With ``{p}``.
        part, bases: Rows of the part, and of each sum it may be taken of.
        context, foreign: What the rate must be about, and what it must not: the nearer one before it counts.
    """

    pattern: str
    table: str
    part: tuple[str, ...]
    bases: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    where: str
    context: str
    unless: str = ""
    scope: dict[str, str] | None = None


def check_table_rate(document: Document, params: TableRateParams) -> Iterator[Match]:
    """Yield a match for each rate that the table gives for none of the bases."""
    table = document.table(params.table)
    if table is None:
        return
    view = document.view
    text = view.text
    for found in find_counts(text, params.pattern, _SIGNS):
        part = sum_of(document, table, params.part, params.columns)
        bases = [sum_of(document, table, rows, params.columns) for rows in params.bases]
        sums = [base for base in bases if base]
        if part is None or None in bases or not sums:
            return
        digits, places = percent_of(found["p"])
        if any(agrees(digits, places, part, base) for base in sums):
            continue
        if not _speaks_of(document, found, params):
            continue
        right = percentage(part, sums[0], places)
        slots: dict[str, Any] = {"said": found["p"], "right": right, "where": params.where}
        slots |= {"table": table.form.name if table.form else "", "part": str(part), "whole": str(sums[0])}
        yield Match(view.span(found.start("p"), found.end()), slots, repairs=_instead(document, found, right))


def _speaks_of(document: Document, found: Found[str], params: TableRateParams) -> bool:
    text = document.view.text
    scope = Scope(**(params.scope or {}))
    block = document.view.block_at(found.start())
    lead = text[max(block.start if block else 0, found.start() - 240) : found.end()]
    subject = nearest(params.context, lead)
    if subject < 0 or nearest(scope.foreign, lead) > subject:
        return False
    low, high = sentence_around(text, found.start(), found.end())
    if params.unless and compile_pattern(params.unless).search(text[low:high]):
        return False
    return states_own_figure(document, found, scope)
