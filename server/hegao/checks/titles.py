"""Check the title: agency, year, and the prescribed name of the report, in this order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hegao.checks.difference import describe_difference
from hegao.checks.placing import gap_after_heading, lines_of, title_mark
from hegao.document.model import BlockKind, Document, Title
from hegao.finding import Match, Repair
from hegao.fix import Edit
from hegao.lazy import lazy
from hegao.text import Span

if TYPE_CHECKING:
    import re

_YEAR = lazy(r"(?<!\d)(?:19|20)\d\d(?=年|$)")
_BARE_YEAR = lazy(r"(?<![\d〔\[（(])20\d\d(?=度?(?:政府|政务|信息))")
_FINAL_MARKS = "。．.！!；;：:，,、"


class TitleParams(NamedTuple):
    """Which defects of the title to report.

    Attributes:
        report: Defects: ``missing``, ``wording``, ``near`` (a wording of ``harmless``), ``order``,
            ``years``, ``letter``, ``no-year``, ``bare-year`` (digits without 年), ``no-agency``,
            ``final-mark``.
        harmless: Names of the report that are in common use though not the prescribed one.
        letter: Words that only a letter to a superior has in its title.
    """

    report: tuple[str, ...]
    harmless: tuple[str, ...] = ()
    letter: tuple[str, ...] = ()


class _Place:
    """Ranges of the title without white space, led back to the source."""

    def __init__(self, document: Document, title: Title) -> None:
        raw = document.source[title.span]
        self._at = [title.span.start + index for index, char in enumerate(raw) if not char.isspace()]
        self._whole = title.span
        self._exact = len(self._at) == len(title.text)

    def span(self, start: int, end: int) -> Span:
        """The source span; the whole title where the two texts cannot be laid side by side."""
        if not self._exact or start >= end:
            return self._whole
        return Span(self._at[start], self._at[end - 1] + 1)


def run(document: Document, params: TitleParams) -> Iterator[Match]:
    """Yield the defects of the title named in ``params.report``."""
    title = document.title
    if title is None:
        if "missing" in params.report:
            yield Match(_first_place(document), {"expected": document.form.title}, repairs=_whole_titles(document))
        return
    place = _Place(document, title)
    for kind, found in _defects(document, title, place, params):
        if kind in params.report:
            yield found


def _first_place(document: Document) -> Span:
    """Where a missing title is reported: the first heading, else the first line."""
    if document.sections:
        return document.sections[0].heading
    return document.view.blocks[0].span if document.view.blocks else Span(0, 0)


def _names(document: Document) -> list[str]:
    """What a title may call the agency: its name, and the place it governs when the name is that of a government."""
    agency = document.agency
    if not agency.level:
        return []
    names = [agency.name or agency.place]
    if agency.place and agency.name.startswith(agency.place):
        names.append(agency.place)
    return list(dict.fromkeys(name for name in names if name))


def _whole_titles(document: Document) -> tuple[Repair, ...]:
    """The title as a line of its own before the first block that belongs to the report."""
    body = (block for block in document.view.blocks if block.kind is not BlockKind.HEADER)
    first = next(body, None)
    if not document.year or first is None:
        return ()
    at = lines_of(document, first.span).start
    gap = gap_after_heading(document)
    news = [f"{name}{document.year}年{document.form.title}" for name in _names(document)]
    return tuple(Repair((Edit(Span(at, at), title_mark(document) + new + gap),), {"new": new}) for new in news)


def _defects(document: Document, title: Title, place: _Place, params: TitleParams) -> Iterator[tuple[str, Match]]:
    text, name = title.text, document.form.title
    bare = text.rstrip(_FINAL_MARKS)
    if len(bare) < len(text) and bare:
        span = place.span(len(bare), len(text))
        yield "final-mark", Match(span, repairs=(Repair((Edit(span, ""),)),))
    years = list(_YEAR.finditer(bare))
    if len(years) > 1:
        slots = {"first": years[0].group(), "second": years[1].group()}
        yield "years", Match(place.span(*years[1].span()), slots, repairs=_one_year(document, bare, years, place))
        return
    if any(word in bare for word in params.letter):
        yield "letter", _letter(document, title)
        return
    year = years[0] if years else None
    yield from _name_defects(document, bare, year, place, params)
    if year is None and title.year is None:
        yield "no-year", _without_year(document, bare, place)
    unnamed = _BARE_YEAR.search(bare) if year is None else None
    if unnamed is not None:
        span = place.span(*unnamed.span())
        new = unnamed.group() + "年"
        yield "bare-year", Match(span, {"new": new}, repairs=(Repair((Edit(span, new),), {"new": new}),))
    if not title.issuer and bare.startswith((name, year.group() if year else name)) and not _names_agency(document):
        at = Span(place.span(0, 1).start, place.span(0, 1).start)
        repairs = tuple(Repair((Edit(at, name),), {"new": name}) for name in _names(document))
        yield "no-agency", Match(title.span, {"title": bare}, repairs=repairs)


def _one_year(document: Document, bare: str, years: list[re.Match[str]], place: _Place) -> tuple[Repair, ...]:
    """Either year in the place of the first; none where the prescribed name does not come out."""
    first, second = years[:2]
    end = second.end() + (bare[second.end() : second.end() + 1] == "年" and bare[second.end() + 1 :][:1] != "度")
    rest = bare[: second.start()] + bare[end:]
    if len(years) > 2 or document.form.title not in rest:
        return ()
    cut = Edit(place.span(second.start(), end), "")
    slots = {"kept": first[0], "dropped": second[0]}
    keep = Repair((cut,), slots)
    if first[0] == second[0]:
        return (keep,)
    turned = {"kept": second[0], "dropped": first[0]}
    return (keep, Repair((Edit(place.span(*first.span()), second[0]), cut), turned))


def _letter(document: Document, title: Title) -> Match:
    place, year = document.agency.place or title.issuer, document.year
    if not place or not year:
        return Match(title.span)
    new = f"{place}{year}年{document.form.title}"
    return Match(title.span, {"new": new}, "known", (Repair((Edit(title.span, new),), {"new": new}),))


def _name_defects(
    document: Document, bare: str, year: re.Match[str] | None, place: _Place, params: TitleParams
) -> Iterator[tuple[str, Match]]:
    name = document.form.title
    if name in bare:
        return
    whole = place.span(0, len(bare))
    if year is not None:
        turned = _turned(bare, year, name)
        if turned:
            yield "order", Match(whole, {"new": turned}, repairs=(Repair((Edit(whole, turned),), {"new": turned}),))
            return
    start, end = _name_range(document, bare, year)
    if start < 0:
        return
    found = bare[start:end]
    span = place.span(start, end)
    kind = "near" if found in params.harmless else "wording"
    slots = {"found": found, "expected": name, "difference": describe_difference(found, name)}
    yield kind, Match(span, slots, repairs=(Repair((Edit(span, name),), {"new": name}),))


def _turned(bare: str, year: re.Match[str], name: str) -> str:
    """The title in the usual order when it has all the words in another; "" when it has not."""
    start, end = year.span()
    digits = year.group()
    without = bare[:start] + bare[end:]
    if name in without:
        # 某镇政府信息公开工作2023年度报告
        return without.replace(name, f"{digits}年{name}", 1)
    middle = name.find("年度")
    short = name[:middle] + name[middle + 2 :] if middle >= 0 else ""
    if short and bare[end : end + 2] == "年度" and bare.endswith(short):
        # 某镇2023年度政府信息公开工作报告
        return bare[: end + 1] + bare[end + 2 : len(bare) - len(short)] + name
    return ""


def _name_range(document: Document, bare: str, year: re.Match[str] | None) -> tuple[int, int]:
    """Where the title names the kind of report; (-1, -1) when it does not."""
    words = document.form.title_words[0] if document.form.title_words else ()
    hits = [at for at in (bare.find(word) for word in words) if at >= 0]
    if not hits:
        return -1, -1
    first = min(hits)
    name = document.form.title
    lead = next((name[: name.find(word)] for word in words if name.find(word) > 0), "")
    if year is not None:
        after = year.end() + 1
        after += bare[after : after + 1] == "度"
        if 0 <= first - after <= len(lead):
            return after, len(bare)
    if lead and bare[:first].endswith(lead):
        first -= len(lead)
    return first, len(bare)


def _without_year(document: Document, bare: str, place: _Place) -> Match:
    at = bare.find(document.form.title)
    whole = place.span(0, len(bare))
    if not document.year or at < 0:
        return Match(whole)
    new = f"{document.year}年"
    spot = place.span(at, at + 1).start
    return Match(whole, {"new": new}, repairs=(Repair((Edit(Span(spot, spot), new),), {"new": new}),))


def _names_agency(document: Document) -> bool:
    """Whether a line above the title names the agency, as under a letter-head."""
    place = document.agency.place
    return bool(place) and any(
        block.kind is BlockKind.HEADER and place in document.view.text_of(block) for block in document.view.blocks[:8]
    )
