"""Years that do not belong to the report: in finished work, in the announcement, in the period counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import Check
from hegao.checks.context import is_quoted, replacing, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Related

_YEAR = r"(?<!\d)(20\d\d)(?=\s*年)"
_PERIOD = (
    r"(?P<from>(?P<year1>20\d\d)\s*年\s*(?P<day1>(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日))"
    r"\s*(?:起|开始)?\s*(?:至|到|[—–－~～-]{1,2})\s*"
    r"(?:(?P<year2>20\d\d)\s*年\s*)?(?P<day2>(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*日)"
)


class OtherYearParams(NamedTuple):
    """Which mention of another year is objected to. All are patterns; "" asks nothing.

    Attributes:
        later: Whether years after the report year are meant, else those before it.
        reach: How many years away at most; 0 for any.
        lead: All that may stand between the start of the clause and the year.
        before: Must not end right before the year.
        after: Must not start right after ``年``.
        done: What the clause must contain: the signs of finished work.
        unless: What the clause must not contain.
    """

    later: bool
    reach: int = 0
    lead: str = ""
    before: str = ""
    after: str = ""
    done: str = ""
    unless: str = ""


def _objectionable(text: str, start: int, end: int, year: tuple[int, int], params: OtherYearParams) -> bool:
    """Whether the year at ``year`` (start, end in the text) in the clause ``start:end`` is meant by the parameters."""
    lead, clause = text[start : year[0]], text[start:end]
    after = text[year[1] : end].lstrip().removeprefix("年").lstrip()
    if params.lead and compile_pattern(params.lead).fullmatch(lead.strip()) is None:
        return False
    if params.before and compile_pattern(f"(?:{params.before})$").search(lead.rstrip()):
        return False
    if params.after and compile_pattern(params.after).match(after):
        return False
    if params.done and compile_pattern(params.done).search(clause) is None:
        return False
    return not (params.unless and compile_pattern(params.unless).search(clause))


def check_other_year(document: Document, params: OtherYearParams) -> Iterator[Match]:
    """Yield a match for every other year that the text gives as the time of the year's work.

    A clause that names the report year too is a comparison; quoted names and titles keep their
    years. The span is the year's digits. Slots: ``found``, ``year``.
    """
    year, view = document.year, document.view
    if year is None:
        return
    text = view.text
    for match in compile_pattern(_YEAR).finditer(text):
        found = int(match[1])
        if found == year or (found > year) != params.later or 0 < params.reach < abs(found - year):
            continue
        block = view.block_at(match.start())
        if block is None or block.kind is not BlockKind.PARAGRAPH:
            continue
        start, end = sentence_around(text, *match.span())
        if f"{year}年" in text[start:end] or is_quoted(text, *match.span()):
            continue
        if _objectionable(text, start, end, match.span(), params):
            slots = {"found": match[1], "year": str(year)}
            yield Match(view.span(*match.span()), slots, repairs=replacing(view, *match.span(), str(year)))


class ReportYearParams(NamedTuple):
    """How a report announces its year: patterns with the year in group ``year``."""

    patterns: tuple[str, ...]
    title_note: str = ""


def check_report_year(document: Document, params: ReportYearParams) -> Iterator[Match]:
    """Yield a match where the announcement names another year than the title. Slots: ``found``, ``year``."""
    if document.year is None or document.title is None or document.title.year != document.year:
        return
    year, view, place = str(document.year), document.view, document.title.year_span
    related = (Related(place, params.title_note),) if place is not None and params.title_note else ()
    for pattern in params.patterns:
        for match in compile_pattern(pattern).finditer(view.text):
            block = view.block_at(match.start("year"))
            if match["year"] == year or block is None or block.kind is not BlockKind.PARAGRAPH:
                continue
            if is_quoted(view.text, *match.span("year")):
                continue
            slots = {"found": match["year"], "year": year}
            repairs = replacing(view, *match.span("year"), year)
            yield Match(view.span(*match.span("year")), slots, repairs=repairs, related=related)


class StatisticalPeriodParams(NamedTuple):
    """What is taken for the period that figures are counted over.

    Attributes:
        words: Pattern; a clause with it states the period. A whole year counts without it.
        unless: Pattern; a clause with it speaks of another period on purpose.
    """

    words: str
    unless: str = ""


def check_statistical_period(document: Document, params: StatisticalPeriodParams) -> Iterator[Match]:
    """Yield a match for each wrong end of a stated period: it must be the whole report year.

    The span is the wrong year's digits or the wrong month and day. Slots: ``found``, ``right``,
    ``year``. Variants: ``year``, ``start``, ``end``.
    """
    year, view = document.year, document.view
    if year is None:
        return
    for match in compile_pattern(_PERIOD).finditer(view.text):
        clause = view.text[slice(*sentence_around(view.text, *match.span()))]
        first, last = (int(match["m1"]), int(match["d1"])), (int(match["m2"]), int(match["d2"]))
        one_year = match["year2"] in (None, match["year1"])
        whole_year = one_year and first == (1, 1) and last == (12, 31) and f"{year}年" not in clause
        if not whole_year and compile_pattern(params.words).search(clause) is None:
            continue
        if params.unless and compile_pattern(params.unless).search(clause):
            continue
        wrong = [("year1", str(year), "year"), ("year2", str(year), "year")]
        wrong += [("day1", "1月1日", "start")] if first != (1, 1) else []
        wrong += [("day2", "12月31日", "end")] if last != (12, 31) else []
        for group, right, variant in sorted(wrong, key=lambda item: match.start(item[0])):
            if match[group] is None or match[group] == right:
                continue
            slots = {"found": match[group], "right": right, "year": str(year)}
            yield Match(view.span(*match.span(group)), slots, variant, replacing(view, *match.span(group), right))


OTHER_YEAR = Check(OtherYearParams, check_other_year)
REPORT_YEAR = Check(ReportYearParams, check_report_year)
STATISTICAL_PERIOD = Check(StatisticalPeriodParams, check_statistical_period)
