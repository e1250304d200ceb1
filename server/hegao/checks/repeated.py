"""Check kind ``stated-twice``: the same quantity told with different numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from hegao.checks.context import replacing, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.checks.quantities import Scope, count_at, count_of, find_counts, is_approximate, states_own_figure
from hegao.checks.scanning import Hit, scanned
from hegao.document.model import Document
from hegao.finding import Match, Related, Repair

if TYPE_CHECKING:
    from re import Match as Found


class StatedTwiceParams(NamedTuple):
    """Quantities of which a report has one number each.

    Attributes:
        quantities: For each its ``name``, its ``pattern`` with ``{n}`` and ``{unit}``, and ``need`` (literals, one
            of which is in every match).
        partial: What, in the sentence before the number, shows that only a part is told.
        here, there: How fix titles call the place of the finding and the place of the first number.
    """

    quantities: tuple[dict[str, Any], ...]
    partial: str
    here: str = "这里"
    there: str = "前面"


def run(document: Document, params: StatedTwiceParams) -> Iterator[Match]:
    """Yield a match for each number that differs from the one the quantity was first told with."""
    text = document.view.text
    for quantity in params.quantities:
        hits = scanned(document.view, _stated, quantity["pattern"], tuple(quantity["need"]))
        if len({count_of(said) for _, _, said in hits}) > 1:
            again = (count_at(text, quantity["pattern"], start) for start, _, _ in hits)
            yield from _differing(document, quantity["name"], [found for found in again if found], params)


def _stated(text: str, pattern: str, need: tuple[str, ...]) -> list[Hit]:
    """Where a quantity is told and with which number, not roughly."""
    return [
        (*found.span(), found["n"])
        for found in find_counts(text, pattern, need)
        if not is_approximate(text, *found.span("n"))
    ]


def _differing(document: Document, name: str, stated: list[Found[str]], params: StatedTwiceParams) -> Iterator[Match]:
    whole = [found for found in stated if _is_whole(document, found, params.partial)]
    for found in whole[1:]:
        first = whole[0]
        if found["unit"] == first["unit"] and count_of(found["n"]) != count_of(first["n"]):
            slots = {"name": name, "said": found["n"], "unit": found["unit"], "first": first["n"]}
            there = document.view.span(first.start("n"), first.end("unit"))
            related = (Related(there, first[0].strip()),)
            repairs = (
                *_written(document, found, first["n"], params.here),
                *_written(document, first, found["n"], params.there),
            )
            yield Match(document.view.span(*found.span("n")), slots, repairs=repairs, related=related)


def _written(document: Document, found: Found[str], new: str, place: str) -> tuple[Repair, ...]:
    """The number of one place replaced by that of the other."""
    slots = {"place": place, "old": found["n"], "new": new}
    return tuple(Repair(repair.edits, slots) for repair in replacing(document.view, *found.span("n"), new))


def _is_whole(document: Document, found: Found[str], partial: str) -> bool:
    text = document.view.text
    low, _ = sentence_around(text, found.start(), found.end())
    if compile_pattern(partial).search(text[low : found.start("n")]):
        return False
    return states_own_figure(document, found, Scope())
