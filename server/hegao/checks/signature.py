"""The end of a report: the agency that signs, the date, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import Check, NoParams
from hegao.checks.patterns import compile_pattern
from hegao.checks.placing import gap_after_heading, gap_before_heading, lines_of
from hegao.document.model import Agency, Block, Document
from hegao.finding import Match, Related, Repair, Told
from hegao.fix import Edit
from hegao.text import Span


def _last_block(document: Document) -> Block | None:
    """The last block; None in a draft without running text."""
    return document.view.blocks[-1] if document.view.blocks else None


class SignedParams(NamedTuple):
    """How a signature is written.

    Attributes:
        governments: Level → what follows the place in the name of an agency of that level.
        date: The date to be filled in; ``{year}`` is the year after the report year.
        told_by: Codes of rules that tell that the draft is not written to its end.
    """

    governments: dict[str, str] | None = None
    date: str = "{year}年×月×日"
    told_by: tuple[str, ...] = ()


def check_signed(document: Document, params: SignedParams) -> Iterator[Match]:
    """Yield a match at the end of a draft that names no issuer or no date there.

    Variants: ``issuer`` or ``date`` when only that one is missing.
    """
    last = _last_block(document)
    if last is None or (document.signature is not None and document.date is not None):
        return
    missing = {"issuer": document.signature is None, "date": document.date is None}
    variant = "" if all(missing.values()) else next(name for name in missing if missing[name])
    end = max(last.span.end, document.tables[-1].span.end if document.tables else 0)
    told = Told(params.told_by, (Span(end, end),)) if params.told_by and not variant else None
    yield Match(Span(end, end), variant=variant, repairs=_signed(document, end, params), unless=told)


def _signed(document: Document, end: int, params: SignedParams) -> tuple[Repair, ...]:
    """The agency and a date to fill in, each where it is missing; none where the draft tells no agency or year."""
    agency, signature, date = document.agency, document.signature, document.date
    name = agency.name or agency.place
    if name == agency.place:
        name += (params.governments or {}).get(agency.level, "")
    day = params.date.format(year=document.year + 1) if document.year else ""
    gap = gap_after_heading(document)
    if signature is None and date is not None:
        at = lines_of(document, date.span).start
        return (Repair((Edit(Span(at, at), name + gap),), {"new": name}),) if name else ()
    if signature is not None:
        at = lines_of(document, signature.span).end
        return (Repair((Edit(Span(at, at), gap + day),), {"new": day}),) if day else ()
    if not name or not day:
        return ()
    text = gap_before_heading(document) + name + gap + day
    return (Repair((Edit(Span(end, end), text),), {"new": f"{name} {day}"}),)


def check_signature_order(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield a match for a date that stands before the issuer (GB/T 9704-2012, 7.3.5)."""
    signature, date = document.signature, document.date
    if signature is not None and date is not None and date.start < signature.start:
        source = document.source
        edits = (Edit(date.span, source[signature.span]), Edit(signature.span, source[date.span]))
        yield Match(date.span, repairs=(Repair(edits),))


class IssuerParams(NamedTuple):
    """How the signature is compared with the reporting agency.

    Attributes:
        governments: Level → what follows the place in the name of an agency of that level. Only these
            must not sign as one of their offices; a county's report comes from its office.
        bodies: What may follow a place or short name to make the agency's full name.
        office: Pattern of an office inside an agency, at the end of a name.
        title_note: What the related place, the agency's name in the draft, is called.
    """

    governments: dict[str, str]
    bodies: tuple[str, ...]
    office: str
    title_note: str = ""


def _names_agency(signed: str, agency: Agency, bodies: tuple[str, ...]) -> bool:
    """Whether the signature is the agency, in full or in short, with or without its superiors before it."""
    names = {agency.name} - {""}
    # A bureau's place is the county it stands in: only a government is named by its place.
    if agency.place and agency.name.rpartition(agency.place)[2] in ("", *bodies):
        names.add(agency.place)
    full = {name + body for name in names for body in ("", *bodies)}
    return any(signed.endswith(name) or name.endswith(signed) or _abbreviates(name, signed) for name in full)


def _abbreviates(one: str, other: str) -> bool:
    """Whether the shorter name is the longer with characters left out, to its last: 卫健局, 卫生健康局."""
    short, long = sorted((one, other), key=len)
    characters = iter(long)
    return short[-1:] == long[-1:] and all(character in characters for character in short)


def check_issuer(document: Document, params: IssuerParams) -> Iterator[Match]:
    """Yield a match when another body signs than the one that reports.

    Slots: ``issuer`` (the agency's name), ``right`` (the signature without the office). Variants:
    "" for an office of the agency, ``other`` for a name that does not hold the agency's.
    """
    block, agency = document.signature, document.agency
    if block is None or not (agency.name or agency.place):
        return
    text = document.view.text_of(block)
    written = text.strip()
    signed = "".join(written.split())
    if not signed or _names_agency(signed, agency, params.bodies):
        return
    start = block.start + text.index(written)
    span = document.view.span(start, start + len(written))
    name = agency.name or agency.place
    related = (Related(agency.span, params.title_note),) if agency.span and params.title_note else ()
    office = compile_pattern(f"(?:{params.office})$").search(signed)
    right = signed[: office.start()] if office else ""
    if right and _names_agency(right, agency, params.bodies):
        if agency.level not in params.governments:
            return
        right += params.governments[agency.level] if right.endswith(agency.place) else ""
        repair = Repair((Edit(span, right),))
        yield Match(span, {"issuer": name, "right": right}, "", (repair,), related)
    elif agency.place not in signed or not agency.name.endswith((agency.place, *params.bodies)):
        yield Match(span, {"issuer": name, "right": name}, "other", related=related)


SIGNED = Check(SignedParams, check_signed)
SIGNATURE_ORDER = Check(NoParams, check_signature_order)
ISSUER = Check(IssuerParams, check_issuer)
