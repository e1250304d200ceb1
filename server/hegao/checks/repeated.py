"""Check kind ``stated-twice``: the same quantity told with different numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hegao.checks.context import sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.checks.quantities import Scope, compile_counts, count_of, is_approximate, states_own_figure
from hegao.document.model import Document
from hegao.finding import Match, Related

if TYPE_CHECKING:
    from re import Match as Found


@dataclass(frozen=True, slots=True)
class StatedTwiceParams:
    """Quantities of which a report has one number each.

    Attributes:
        quantities: For each its ``name``, its ``pattern`` with ``{n}`` and ``{unit}``, and ``need`` (a literal of
            every match).
        partial: What, in the sentence before the number, shows that only a part is told.
    """

    quantities: tuple[dict[str, Any], ...]
    partial: str


def run(document: Document, params: StatedTwiceParams) -> Iterator[Match]:
    """Yield a match for each number that differs from the one the quantity was first told with."""
    text = document.view.text
    for quantity in params.quantities:
        if quantity["need"] not in text:
            continue
        first: Found[str] | None = None
        for found in compile_counts(quantity["pattern"]).finditer(text):
            if is_approximate(text, *found.span("n")) or not _is_whole(document, found, params.partial):
                continue
            if first is None:
                first = found
                continue
            if found["unit"] != first["unit"] or count_of(found["n"]) == count_of(first["n"]):
                continue
            start, end = found.span("n")
            slots = {
                "name": quantity["name"],
                "said": found["n"],
                "unit": found["unit"],
                "first": first["n"],
            }
            there = document.view.span(first.start("n"), first.end("unit"))
            yield Match(document.view.span(start, end), slots, related=(Related(there, first[0].strip()),))


def _is_whole(document: Document, found: Found[str], partial: str) -> bool:
    text = document.view.text
    low, _ = sentence_around(text, found.start(), found.end())
    if compile_pattern(partial).search(text[low : found.start("n")]):
        return False
    return states_own_figure(text, found, Scope(), document.year)
