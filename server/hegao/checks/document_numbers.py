"""Check kinds for document numbers (发文字号): their marks, and numbers that are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from hegao.checks.context import replacing, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Document
from hegao.finding import Match, Repair
from hegao.fix import Edit

if TYPE_CHECKING:
    import re

_NUMBER = "[〔﹝\\[［(（【](?P<year>(?:[0-9]{2})?[0-9]{2})[〕﹞\\]］)）】]第?0*(?P<serial>[1-9][0-9]{0,4})号"
_DECREE = "(?P<issuer>国务院令)第?(?P<serial>[1-9][0-9]{0,3})号"
_CENTURY = "20"
_LONGEST_MARK = 6
"""An agency's mark has at most so many characters: 国办公开办函."""
_REACH = 40


class NumberMarkParams(NamedTuple):
    """What a document number looks like.

    Attributes:
        ends: Ends of an agency's mark (发 函 字 …), without which brackets prove nothing.
        not_in: Parts of numbers of cases and licences, which are written otherwise.
    """

    ends: tuple[str, ...]
    not_in: tuple[str, ...] = ()


def run_marks(document: Document, params: NumberMarkParams) -> Iterator[Match]:
    """Yield a match for each document number not of the form 〔2024〕8号, from the bracket to 号."""
    text = document.view.text
    for found in compile_pattern(_NUMBER).finditer(text):
        agency = _mark_before(text, found.start())
        if not agency.endswith(params.ends) or any(part in agency for part in params.not_in):
            continue
        right = _number(found)
        if right != found[0]:
            start, end = found.span()
            yield Match(
                document.view.span(start, end), {"right": right}, repairs=replacing(document.view, start, end, right)
            )


def _mark_before(text: str, at: int) -> str:
    """The characters before a bracket among which the agency's mark is."""
    start = at
    while start > max(0, at - _LONGEST_MARK) and text[start - 1].isalpha():
        start -= 1
    return text[start:at]


def _number(found: re.Match[str]) -> str:
    year = found["year"] if len(found["year"]) == 4 else _CENTURY + found["year"]
    return f"〔{year}〕{found['serial']}号"


class KnownNumberParams(NamedTuple):
    """Documents whose numbers are known.

    Attributes:
        documents: Keys: ``title`` (end of the title without 《》), ``agency``, ``year``, ``serial``,
            ``context`` (pattern a sentence must match for a number alone to mean this document),
            ``left`` (numbers that another rule reports, as both title and number of an earlier
            or later edition).
        issuers: Starts of agency marks that could be meant for another document's.
    """

    documents: tuple[dict[str, Any], ...]
    issuers: tuple[str, ...]


def run_known(document: Document, params: KnownNumberParams) -> Iterator[Match]:
    """Yield a match for each number that contradicts its title, or whose agency mark is another's."""
    text = document.view.text
    for found in compile_pattern(_NUMBER).finditer(text):
        issuer = _issuer(_mark_before(text, found.start()), params.issuers)
        if not issuer:
            continue
        start, end = found.start() - len(issuer), found.end()
        meant = _meant(text, start, end, found, params)
        if meant is None:
            continue
        given = f"{issuer}{_number(found)}"
        same = given == f"{meant['agency']}〔{meant['year']}〕{meant['serial']}号"
        if not same and given not in meant.get("left", ()):
            right = f"{meant['agency']}〔{meant['year']}〕{meant['serial']}号"
            slots = {"right": right, "title": meant["title"]}
            yield Match(document.view.span(start, end), slots, repairs=replacing(document.view, start, end, right))


def _issuer(agency: str, issuers: tuple[str, ...]) -> str:
    """The agency mark at the end of the characters before the bracket: “依据国办函” gives 国办函."""
    at = max(agency.rfind(issuer) for issuer in issuers)
    return agency[at:] if at >= 0 else ""


def _meant(text: str, start: int, end: int, found: re.Match[str], params: KnownNumberParams) -> dict[str, Any] | None:
    """The known document that the number is given for, by the title before it or by its own figures."""
    if text[start - 1 : start] in ("（", "("):
        closing = text.rfind("》", max(0, start - 2), start)
        if closing >= 0:
            before = text[max(0, closing - 60) : closing].replace(">", "〉").replace("》", "〉")
            for known in params.documents:
                if before.endswith((known["title"], known["title"] + "〉的通知")):
                    return known
    low, high = sentence_around(text, start, end)
    for known in params.documents:
        if found["year"] == known["year"] and found["serial"] == known["serial"]:
            context = known.get("context", "")
            if not context or compile_pattern(context).search(text, low, high):
                return known
    return None


def number_at(text: str, at: int, params: KnownNumberParams) -> tuple[int, int, str] | None:
    """The document number around a place of the running text: its range, and the number in its right form.

    None where the mark of no known agency stands before the number, nor a decree's.
    """
    low, high = max(0, at - _REACH), min(len(text), at + _REACH)
    for found in compile_pattern(_NUMBER).finditer(text, low, high):
        issuer = _issuer(_mark_before(text, found.start()), params.issuers)
        if issuer and found.start() - len(issuer) <= at < found.end():
            return found.start() - len(issuer), found.end(), f"{issuer}{_number(found)}"
    for found in compile_pattern(_DECREE).finditer(text, low, high):
        if found.start() <= at < found.end():
            return *found.span(), f"{found['issuer']}第{found['serial']}号"
    return None


def known_document(number: str, known: KnownNumberParams, stale: StaleParams) -> str:
    """What a document number in its right form stands for, number and title; "" for an unknown one."""
    for reference in stale.references:
        right: str = reference["right"]
        if number in right:
            return right
    for entry in known.documents:
        if number == f"{entry['agency']}〔{entry['year']}〕{entry['serial']}号":
            return f"{entry['title']}（{number}）"
    return ""


class StaleParams(NamedTuple):
    """References that are no longer in force.

    Attributes:
        references: Keys: ``pattern`` (group ``x`` is reported, else all), ``since`` (first report
            year for which it is stale), ``right`` (what to cite instead), ``new`` (what to write
            in place of what is reported).
        unless: A sentence that matches this tells of the change and is left alone.
    """

    references: tuple[dict[str, Any], ...]
    unless: str = ""


def run_stale(document: Document, params: StaleParams) -> Iterator[Match]:
    """Yield one match per sentence for a reference that a report of the draft's year cannot cite."""
    year, text = document.year, document.view.text
    if year is None:
        return
    groups: dict[tuple[int, int], list[tuple[int, int, dict[str, Any]]]] = {}
    for reference in params.references:
        if year < reference["since"]:
            continue
        pattern = compile_pattern(reference["pattern"])
        for found in pattern.finditer(text):
            start, end = found.span("x") if "x" in found.re.groupindex else found.span()
            sentence = sentence_around(text, start, end)
            if sentence not in groups and params.unless and compile_pattern(params.unless).search(text, *sentence):
                continue
            groups.setdefault(sentence, []).append((start, end, reference))
    for places in groups.values():
        start, end, reference = places[0]
        slots = {"right": reference["right"], "year": str(year)}
        yield Match(document.view.span(start, end), slots, repairs=_renewed(document, places))


def _renewed(document: Document, places: list[tuple[int, int, dict[str, Any]]]) -> tuple[Repair, ...]:
    """One repair for title and number of a stale document: one without the other would be wrong."""
    edits: list[Edit] = []
    for start, end, reference in places:
        found = replacing(document.view, start, end, reference["new"]) if "new" in reference else ()
        if not found:
            return ()
        edits += found[0].edits
    return (Repair(tuple(edits)),)
