"""Check kind ``lexicon``: known slips of the keyboard, each with what was meant.

Chinese has no blanks between words, so a slip may appear by chance where two right words meet
(``按装`` in ``按装机容量``). An entry therefore says next to which words it is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from hegao.checks.context import is_quoted, is_written, replacing
from hegao.checks.derived import pieces_of
from hegao.document.model import Document, View
from hegao.finding import Match

_SLOT = "{}"
_Form = tuple[str, str, dict[str, Any]]


class _Fields(NamedTuple):
    entries: tuple[dict[str, Any], ...]
    quotes: tuple[str, ...] = ("“”",)


class LexiconParams(_Fields):
    """The slips.

    Attributes:
        entries: Tables with these keys; only ``wrong`` and ``right`` are needed:

            - ``wrong``: the slip; ``{}`` in it stands for each word of ``with``
            - ``right``: what was meant, with ``{}`` at the same word
            - ``with``: words for ``{}``
            - ``before``, ``after``: it is a slip only directly after, before one of these
            - ``unless_before``, ``unless_after``: it is none directly after, before one of these
            - ``quoted``: true for a slip that is one inside quotes too
            - ``note``: a half-sentence for the message
            - ``not``: sentences that hold similar words and are right, for the tests
        quotes: Pairs of marks inside which nothing is reported, for a name may be spelt as it likes.
    """

    @cached_property
    def by_beginning(self) -> dict[str, list[_Form]]:
        """Every slip with what was meant and its entry, by its first two characters, which rule most slips out."""
        index: dict[str, list[_Form]] = {}
        for entry in self.entries:
            for word in entry.get("with", ("",)):
                wrong, right = entry["wrong"].replace(_SLOT, word), entry["right"].replace(_SLOT, word)
                index.setdefault(wrong[:2], []).append((wrong, right, entry))
        return index


def run(document: Document, params: LexiconParams) -> Iterator[Match]:
    """Yield a match for each slip; of two that overlap, the first, of two at one place the longer."""
    view = document.view
    by_beginning = params.by_beginning
    pieces = pieces_of(document)
    found = [
        (*place, right, entry)
        for beginning in by_beginning.keys() & pieces
        for wrong, right, entry in by_beginning[beginning]
        if wrong[-2:] in pieces and wrong in view.text
        for place in _places(view, wrong, entry, params.quotes)
    ]
    reached = 0
    for start, end, right, entry in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if start < reached or not is_written(document, start):
            continue
        reached = end
        slots = {"right": right, "note": entry.get("note", "")}
        yield Match(view.span(start, end), slots, repairs=replacing(view, start, end, right))


def _places(view: View, wrong: str, entry: dict[str, Any], quotes: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    text = view.text
    start = text.find(wrong)
    while start >= 0:
        end = start + len(wrong)
        if _is_slip(text, start, end, entry) and (entry.get("quoted") or not is_quoted(text, start, end, quotes)):
            yield start, end
        start = text.find(wrong, end)


def _is_slip(text: str, start: int, end: int, entry: dict[str, Any]) -> bool:
    """Whether the words next to a place allow the entry there."""
    if text.startswith(entry.get("unless_after", ()), end) or text.endswith(entry.get("unless_before", ()), 0, start):
        return False
    if "after" in entry and not text.startswith(entry["after"], end):
        return False
    return "before" not in entry or text.endswith(entry["before"], 0, start)
