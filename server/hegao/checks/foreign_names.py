"""Check kinds for place names that are not the agency's: left from a neighbour's draft or mistyped.

``foreign-place`` finds another place of the agency's level as the subject of the report,
``name-variant`` the agency's name with one character changed, ``title-place`` a title whose place
the text hardly knows, ``foreign-superior`` a county that is not the agency's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import replacing
from hegao.checks.derived import Same
from hegao.checks.place_names import (
    Mention,
    PlaceParams,
    apart_by_one,
    in_signature,
    is_name,
    of_partner,
    subjects,
    suffixes_of,
)
from hegao.checks.scanning import Hit, scanned
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Related

_SHORTEST_SURE_STEM = 3
"""With a stem of two characters one changed character may well be the next town."""


def run_foreign(document: Document, params: PlaceParams) -> Iterator[Match]:
    """Yield a match for each place of the agency's level that is spoken of as the author's own.

    Names one character away from the agency's are left to ``name-variant``.
    """
    suffixes = suffixes_of(document, params)
    if not suffixes:
        return
    own = document.agency.place
    known = document.agency.within
    for mention in subjects(document, suffixes, params):
        if mention.name in known or own.endswith(mention.name):
            continue
        if not apart_by_one(mention.name, own):
            yield _match(document, mention)


def run_variant(document: Document, params: PlaceParams) -> Iterator[Match]:
    """Yield a match for each name one character away from the agency's.

    A name of two characters and suffix counts only where it is the subject or followed by what
    makes it a unit; in no case when it is the more frequent one or shares its sentence with a
    word of co-operation.
    """
    suffixes = suffixes_of(document, params)
    own, text = document.agency.place, document.view.text
    count = text.count(own) if suffixes else 0
    if not suffixes or count < params.least:
        return
    seen: dict[int, Mention] = {}
    for mention in subjects(document, suffixes, params):
        if apart_by_one(mention.name, own):
            seen[mention.end] = mention
    for hit in scanned(document.view, _windows, own, suffixes, Same(params)):
        mention = Mention(*hit)
        if not in_signature(document, mention.start):
            seen.setdefault(mention.end, mention)
    counts = Counter(mention.name for mention in seen.values())
    for mention in sorted(seen.values()):
        if counts[mention.name] < count:
            yield _match(document, mention)


def _windows(text: str, own: str, suffixes: tuple[str, ...], words: Same[PlaceParams]) -> list[Hit]:
    """Stretches as long as the own name with its suffix and all but one of its other characters."""
    params = words.it
    suffix = next(suffix for suffix in suffixes if own.endswith(suffix))
    width = len(own)
    named = (*params.bodies, *params.followers)
    found: list[Hit] = []
    at = text.find(suffix)
    while at >= 0:
        end = at + len(suffix)
        start = end - width
        name = text[max(start, 0) : end]
        if (
            start >= 0
            and name[:1] == own[:1]
            and apart_by_one(name, own)
            and is_name(name, suffixes, params)
            and not name.endswith(params.generic)
            and (width - len(suffix) >= _SHORTEST_SURE_STEM or text.startswith(named, end))
            and not of_partner(text, start, end, own, params)
        ):
            found.append((start, end, name))
        at = text.find(suffix, end)
    return found


def _match(document: Document, mention: Mention) -> Match:
    agency = document.agency
    return Match(
        document.view.span(mention.start, mention.end),
        {"agency": agency.name or agency.place, "place": agency.place, "found": mention.name},
        repairs=replacing(document.view, mention.start, mention.end, agency.place),
    )


def run_title(document: Document, params: PlaceParams) -> Iterator[Match]:
    """Yield a match on the title's place when the text names another one far more often.

    Counted are subjects outside the title; the other name must occur ``least`` times and the
    title's less than half as often.
    """
    suffixes = suffixes_of(document, params)
    title, view = document.title, document.view
    if not suffixes or title is None:
        return
    block = view.blocks[title.block]
    own = document.agency.place
    at = view.text.find(own, block.start, block.end)
    if at < 0:
        return
    mentions = [m for m in subjects(document, suffixes, params) if not block.start <= m.start < block.end]
    counts = Counter(mention.name for mention in mentions)
    name, count = next(iter(counts.most_common(1)), ("", 0))
    if count < params.least:
        return
    titles = (other for other in view.blocks if other.kind is BlockKind.TITLE)
    outside = view.text.count(own) - sum(view.text.count(own, other.start, other.end) for other in titles)
    if outside * 2 >= count:
        return
    yield Match(
        view.span(at, at + len(own)),
        {"place": own, "count": str(outside), "other": name, "other_count": str(count)},
        repairs=replacing(view, at, at + len(own), name),
        related=tuple(Related(view.span(m.start, m.end), f"这里写的是“{name}”") for m in mentions if m.name == name),
    )


class SuperiorParams(NamedTuple):
    """How the county above the agency is told.

    Attributes:
        suffix: End of the names compared.
        followers: What follows the name of a government's place.
        leads: What stands directly before the name.
        generic: Ends of stems that are no name.
        levels: Levels of agencies whose county is compared; an office may write of many counties.
        partners: Pattern of what a sentence holds that speaks of another place with reason.
    """

    suffix: str
    followers: tuple[str, ...]
    leads: tuple[str, ...]
    generic: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    partners: str = ""


def run_superior(document: Document, params: SuperiorParams) -> Iterator[Match]:
    """Yield a match for each county's government that is not the agency's county.

    The agency's county comes from its name or from the configuration; when neither says it, a name
    that occurs twice and more often than any other stands for it.
    """
    agency = document.agency
    if agency.level not in params.levels:
        return
    mentions = list(_superiors(document, params))
    if not mentions:
        return
    known = tuple(name for name in (agency.place, *agency.within) if name.endswith(params.suffix))
    if not known:
        counts = {mention.name: document.view.text.count(mention.name) for mention in mentions}
        name = max(counts, key=lambda name: counts[name])
        if counts[name] < 2 or list(counts.values()).count(counts[name]) > 1:
            return
        known = (name,)
    own = max(known, key=len)
    for mention in mentions:
        if not mention.name.endswith(known):
            yield Match(
                document.view.span(mention.start, mention.end),
                {"found": mention.name, "own": own, "agency": agency.name or agency.place},
                repairs=replacing(document.view, mention.start, mention.end, own),
            )


def _superiors(document: Document, params: SuperiorParams) -> Iterator[Mention]:
    text = document.view.text
    partner, own = PlaceParams((), (), partners=params.partners), document.agency.place
    at = text.find(params.suffix)
    while at >= 0:
        end = at + len(params.suffix)
        if text.startswith(params.followers, end):
            start = _superior_start(text, at, params)
            if start < at and not of_partner(text, start, end, own, partner):
                yield Mention(start, end, text[start:end])
        at = text.find(params.suffix, end)


def _superior_start(text: str, end: int, params: SuperiorParams) -> int:
    """Where a stem of one to three characters begins after a lead; ``end`` when nowhere.

    A mark is no sure edge: “，完成县政府任务” begins with a verb.
    """
    for size in (2, 3, 1):
        start = end - size
        stem = text[max(start, 0) : end]
        if start < 0 or not stem.isalpha() or stem.endswith(params.generic):
            continue
        if text.endswith(params.leads, 0, start):
            return start
    return end


class ProvinceParams(NamedTuple):
    """Provinces with their cities.

    Attributes:
        provinces: By full name (湖北省) the short names of its cities, separated by spaces.
        ends: Endings of provinces' names, such as 省.
        suffixes: Endings of cities' names; needed after names of two characters.
    """

    provinces: dict[str, str]
    ends: tuple[str, ...]
    suffixes: tuple[str, ...]


def run_province(document: Document, params: ProvinceParams) -> Iterator[Match]:
    """Yield a match for each city put right after a province it does not belong to."""
    text = document.view.text
    for end in params.ends:
        at = text.find(end)
        while at >= 0:
            stop = at + len(end)
            province = next((name for name in params.provinces if text.endswith(name, 0, stop)), "")
            if province:
                yield from _wrong_city(document, province, stop, params)
            at = text.find(end, stop)


def _wrong_city(document: Document, province: str, start: int, params: ProvinceParams) -> Iterator[Match]:
    text = document.view.text
    for other, cities in params.provinces.items():
        for city in cities.split():
            if not text.startswith(city, start):
                continue
            end = start + len(city)
            suffix = next((s for s in params.suffixes if text.startswith(s, end)), "")
            if not suffix and len(city) < 3:
                continue
            if other != province and city not in params.provinces[province].split():
                begin = start - len(province)
                yield Match(
                    document.view.span(begin, end + len(suffix)),
                    {"city": city + suffix, "wrong": province, "right": other},
                    repairs=replacing(document.view, begin, start, "" if other.startswith(city) else other),
                )
            return
