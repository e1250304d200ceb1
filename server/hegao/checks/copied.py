"""Check kinds for what a copied draft leaves behind: another agency's report, and plans for the year that is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import is_quoted, replacing
from hegao.checks.patterns import compile_pattern
from hegao.document.model import BlockKind, Document
from hegao.finding import Match

_SHORTEST_STEM = 2


class OtherReportParams(NamedTuple):
    """How a report names itself in its text.

    Attributes:
        pattern: Pattern with the group ``x``: the agency whose report is announced.
        levels: Levels of agencies whose reports are looked at.
        ends: How the name of another agency ends.
        generic: Starts of what stands for the own agency (本级, 我镇) or for none.
    """

    pattern: str
    levels: tuple[str, ...]
    ends: tuple[str, ...]
    generic: tuple[str, ...] = ()


def check_other_report(document: Document, params: OtherReportParams) -> Iterator[Match]:
    """Yield a match where the text announces the report of an agency other than the draft's. Slots: ``agency``."""
    agency = document.agency
    if agency.level not in params.levels or not agency.place:
        return
    stem = agency.place.removesuffix(agency.level)
    if len(stem) < _SHORTEST_STEM:
        stem = agency.place
    view = document.view
    for found in compile_pattern(params.pattern).finditer(view.text):
        name, block = found["x"], view.block_at(found.start("x"))
        if block is None or block.kind is not BlockKind.PARAGRAPH or is_quoted(view.text, *found.span("x")):
            continue
        if stem in name or not name.endswith(params.ends) or name.startswith(params.generic):
            continue
        own = agency.name or agency.place
        yield Match(view.span(*found.span("x")), {"agency": own}, repairs=replacing(view, *found.span("x"), own))


class StalePlanParams(NamedTuple):
    """Plans that name the report year.

    Attributes:
        pattern: Pattern with the group ``year``: a year as the time of what is to be done.
        section: Number of the section that holds the plans.
    """

    pattern: str
    section: int


def check_stale_plan(document: Document, params: StalePlanParams) -> Iterator[Match]:
    """Yield a match for each plan of the section whose year is the report year, which is over.

    The year must be the title's: one read off the text may come from the plan itself. Slots: ``year``, ``next``.
    """
    year, view = document.year, document.view
    if year is None or document.title is None or document.title.year != year:
        return
    following = str(year + 1)
    for found in compile_pattern(params.pattern).finditer(view.text):
        block = view.block_at(found.start("year"))
        if found["year"] != str(year) or block is None or block.kind is not BlockKind.PARAGRAPH:
            continue
        form = document.sections[block.section].form if block.section >= 0 else None
        if form is None or form.number != params.section or is_quoted(view.text, *found.span("year")):
            continue
        slots = {"year": str(year), "next": following}
        yield Match(view.span(*found.span("year")), slots, repairs=replacing(view, *found.span("year"), following))
