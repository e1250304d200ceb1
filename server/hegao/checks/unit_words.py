"""Check kind ``unit-words``: words for the author's own unit that do not fit the reporting agency.

A draft copied from a 乡 calls itself 我乡 in the report of a 镇. Which words are wrong for which
agency is data; this module knows how to tell such a word from the same characters in other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hegao.checks.context import is_quoted, replacing, sentence_around
from hegao.checks.derived import pieces_of, standing
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Agency, Document
from hegao.finding import Match

_ALTERNATIVE = "（(/／或"
"""A word right after one of these is one half of “镇（街道）”, which names all units of a kind."""
_JOINERS = "、和及与"
_UNITS = ("街道", "镇", "乡")
_LISTED = (
    "(?P<unit>[省市州县区镇乡]|街道)"
    "(?:委|党委|党委副?书记|党工委|政府|人民政府|人大|办事处|直|直单位|长|纪委|级)?(?:（[^（）]{1,6}）)?$"
)
_GENERIC_NEXT = ("", "、", "（", "(", "/", "／")
"""Between two kinds of units where a text speaks of all of them: “乡镇”, “乡（镇）”, “乡、镇”."""
_LIST_REACH = 12
_LONGEST_LIST = 4


class UnitWordParams(NamedTuple):
    """Which words are wrong for which agency.

    Attributes:
        rows: Sets of words that mean the same for different agencies. Keys: ``found`` (the words
            looked for), ``right`` (by level of the agency the word it uses; a level without entry
            is not checked; "" means the word follows from the name of the office), ``bare`` (the
            word stands for a unit of the author's only when no name goes before it),
            ``not_before`` (characters that make it part of another word), ``not_after`` (likewise,
            strings), ``then`` (strings of which one must follow), ``leads`` (more of them for this
            row), ``superior`` (skip when a superior's name ends so), ``elsewhere`` (pattern; in a paragraph
            that it matches the word may stand for the place named there).
        offices: By the end of an office's name the word it calls itself; longest end first.
        leads: What may stand directly before a bare word besides punctuation.
        unless: A sentence that matches this is left alone.
        partners: Likewise for bare words: it speaks of another place and its bodies.
    """

    rows: tuple[dict[str, Any], ...]
    offices: tuple[tuple[str, ...], ...] = ()
    leads: tuple[str, ...] = ()
    unless: str = ""
    partners: str = ""


def run(document: Document, params: UnitWordParams) -> Iterator[Match]:
    """Yield a match for each word that belongs to another kind of agency."""
    agency = document.agency
    if not agency.level:
        return
    text, pieces = document.view.text, pieces_of(document)
    hits: list[tuple[int, int, str, bool]] = []
    for row in params.rows:
        right = _right_word(row, agency, params)
        if right is None or _known_superior(row.get("superior", ""), agency):
            continue
        for word in standing(row["found"], pieces):
            if word != right:
                bare = bool(row.get("bare"))
                places = (at for at in _places(text, word, row, params) if not _of_another(document, at, row))
                hits.extend((at, at + len(word), right, bare) for at in places)
    done = 0
    for start, end, right, bare in sorted(hits):
        if start < done or is_quoted(text, start, end):
            continue
        unless = params.unless or (params.partners if bare else "")
        if unless:
            low, high = sentence_around(text, start, end)
            if compile_pattern(unless).search(text, low, high):
                continue
        done = end
        yield Match(
            document.view.span(start, end),
            {"agency": agency.name or agency.place, "right": right},
            repairs=replacing(document.view, start, end, right),
        )


def _right_word(row: Mapping[str, Any], agency: Agency, params: UnitWordParams) -> str | None:
    """What this agency says instead; None when the row does not concern it."""
    right: str | None = row["right"].get(agency.level)
    if right == "":
        name = agency.name
        return next((word for end, word in params.offices if name.endswith(end)), None)
    return right


def _known_superior(end: str, agency: Agency) -> bool:
    """Whether a superior of that kind is known, so that the author may well mean it."""
    return bool(end) and (any(name.endswith(end) for name in agency.within) or end in agency.name)


def _of_another(document: Document, at: int, row: Mapping[str, Any]) -> bool:
    """Whether the paragraph around a word names a place for which it may stand."""
    pattern, block = row.get("elsewhere", ""), document.view.block_at(at)
    if not pattern or block is None:
        return False
    return compile_pattern(pattern).search(document.view.text_of(block)) is not None


def _places(text: str, word: str, row: Mapping[str, Any], params: UnitWordParams) -> Iterator[int]:
    not_before: str = row.get("not_before", "")
    unit = next((unit for unit in _UNITS if unit in word), "")
    others = tuple(mark + other for other in _UNITS if other != unit for mark in _GENERIC_NEXT)
    not_after = (*row.get("not_after", ()), *others)
    then: tuple[str, ...] = row.get("then", ())
    leads = (*params.leads, *row.get("leads", ()))
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if (
            not (at and text[at - 1] in not_before)
            and not text.startswith(not_after, end)
            and (not then or text.startswith(then, end))
            and (not row.get("bare") or _stands_alone(text, at, unit, leads))
        ):
            yield at
        at = text.find(word, end)


def _stands_alone(text: str, at: int, unit: str, leads: tuple[str, ...]) -> bool:
    """Whether no name goes before.

    “与青河乡政府” names another one, “青河乡党委、乡政府” too; “市、县、乡政府” are all of a kind.
    """
    for _ in range(_LONGEST_LIST):
        if at == 0:
            return True
        before = text[at - 1]
        if before in _ALTERNATIVE:
            return False
        listed = None
        if before in _JOINERS:
            listed = compile_pattern(_LISTED).search(text, max(0, at - 1 - _LIST_REACH), at - 1)
        if listed is None:
            return not before.isalpha() or text.endswith(leads, max(0, at - _LIST_REACH), at)
        if listed["unit"] != unit:
            return False
        at = listed.start()
    return False
