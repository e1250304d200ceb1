"""Check the prescribed sections: that all are there, in order, once, and rightly named and numbered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import NoParams
from hegao.checks.difference import describe_difference
from hegao.checks.placing import (
    end_of_section,
    gap_after_heading,
    gap_before_heading,
    heading_line,
    lines_of,
    moving,
    same_words,
    taking_out,
    whole_section,
)
from hegao.document.clean import clean
from hegao.document.form import SectionForm
from hegao.document.model import BlockKind, Document, Section
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span

_FINAL_MARKS = "。．.！!；;：:，,、"
_TEXT = (BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.HEADING)
_NUMERALS = {digit: str(number) for number, digit in enumerate("一二三四五六七八九十", 1)}


class SectionTitleParams(NamedTuple):
    """Which wordings to report.

    Attributes:
        only: Report these wordings alone; empty means every wording that is not the prescribed one.
        leave: Wordings not to report.
    """

    only: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()


def _whole(form: SectionForm) -> str:
    return f"{form.numeral}、{form.title}"


def _stand_ins(document: Document) -> dict[int, SectionForm]:
    """Unknown sections that stand in the place and under the number of a missing one.

    Returns:
        Index of the section in the document → the prescribed section it stands for.
    """
    present = {section.form.number for section in document.sections if section.form}
    missing = {form.number: form for form in document.form.sections if form.number not in present}
    found: dict[int, SectionForm] = {}
    before = 0
    for index, section in enumerate(document.sections):
        if section.form is not None:
            before = section.form.number
            continue
        number = _NUMERALS.get(section.number, section.number)
        form = missing.get(int(number)) if number.isdecimal() and len(number) < 3 else None
        if form is not None and form.number == before + 1 and not _belongs_elsewhere(document, section.title, form):
            found[index] = form
            before = form.number
            del missing[form.number]
    return found


def _belongs_elsewhere(document: Document, title: str, form: SectionForm) -> bool:
    """Whether a heading has more pairs of characters in common with another section's title than with this one's."""
    pairs = _pairs(title)
    own = len(pairs & _pairs(form.title))
    return not title or any(len(pairs & _pairs(other.title)) > own for other in document.form.sections)


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _anchor(document: Document, form: SectionForm) -> tuple[Span, Section | None]:
    """Where the absence of a section is reported: the next heading, else the end, else the title or first line."""
    later = [s for s in document.sections if s.form is not None and s.form.number > form.number]
    if later:
        return later[0].heading, later[0]
    if document.sections:
        end = end_of_section(document, document.sections[-1])
        return Span(end, end), None
    if document.title is not None:
        return document.title.span, None
    return (document.view.blocks[0].span if document.view.blocks else Span(0, 0)), None


def missing(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the prescribed sections that are not there, neighbours in one match.

    A section whose table is there lost only its heading: ``missing-heading`` reports that.
    """
    stand_ins = {form.number for form in _stand_ins(document).values()}
    groups: list[tuple[Span, Section | None, list[SectionForm]]] = []
    for form in document.form.sections:
        if document.section(form.number) or form.number in stand_ins or (form.table and document.table(form.table)):
            continue
        span, following = _anchor(document, form)
        if groups and groups[-1][0] == span:
            groups[-1][2].append(form)
        else:
            groups.append((span, following, [form]))
    for span, following, forms in groups:
        names = "".join(f"“{_whole(form)}”" for form in forms)
        yield Match(
            span, {"sections": names, "count": str(len(forms))}, repairs=_headings_put_in(document, following, forms)
        )


def _headings_put_in(document: Document, following: Section | None, forms: list[SectionForm]) -> tuple[Repair, ...]:
    """The headings before the section that follows, else behind the last section."""
    gap = gap_before_heading(document)
    lines = gap.join(heading_line(document, form) for form in forms)
    if following is not None:
        at = lines_of(document, following.heading).start
        return (Repair((Edit(Span(at, at), lines + gap),)),)
    if not document.sections:
        return ()
    at = end_of_section(document, document.sections[-1])
    return (Repair((Edit(Span(at, at), gap + lines),)),)


def missing_heading(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the official tables above which the heading of their section is missing."""
    stand_ins = {form.number for form in _stand_ins(document).values()}
    for form in document.form.sections:
        if not form.table or document.section(form.number) or form.number in stand_ins:
            continue
        table = document.table(form.table)
        if table is None:
            continue
        cell = next((cell for row in table.rows for cell in row.cells if cell.text), None)
        span = cell.span if cell is not None else Span(table.span.start, table.span.start)
        at = lines_of(document, table.span).start
        edit = Edit(Span(at, at), heading_line(document, form) + gap_after_heading(document))
        yield Match(span, {"section": _whole(form)}, repairs=(Repair((edit,)),))


def _first_of_each(document: Document) -> list[Section]:
    seen: set[int] = set()
    firsts: list[Section] = []
    for section in document.sections:
        if section.form is not None and section.form.number not in seen:
            seen.add(section.form.number)
            firsts.append(section)
    return firsts


def misplaced(values: list[int]) -> set[int]:
    """Indexes to take out, as few as possible, so that what remains ascends. Quadratic: short lists only."""
    longest: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        best = max((k for k in range(at) if values[k] < value), key=lambda k: longest[k], default=-1)
        before.append(best)
        longest.append(longest[best] + 1 if best >= 0 else 1)
    kept: set[int] = set()
    at = max(range(len(values)), key=lambda k: longest[k], default=-1)
    while at >= 0:
        kept.add(at)
        at = before[at]
    return set(range(len(values))) - kept


def order(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the sections that do not stand in the prescribed order."""
    firsts = _first_of_each(document)
    numbers = [section.form.number for section in firsts if section.form]
    names = [_whole(section.form) for section in firsts if section.form]
    out = misplaced(numbers)
    for at in sorted(out):
        neighbour, variant = _wrong_neighbour(numbers, at, out)
        before = [number for number in numbers if number < numbers[at]]
        after = firsts[numbers.index(max(before))] if before else None
        slots = {"section": names[at], "neighbour": names[neighbour]}
        related = (Related(firsts[neighbour].heading, f"“{names[neighbour]}”在这里"),)
        yield Match(firsts[at].heading, slots, variant, _moved(document, firsts[at], after), related)


def _wrong_neighbour(numbers: list[int], at: int, out: set[int]) -> tuple[int, str]:
    """Index of the section in place that one out of place stands behind, or before (``early``), by mistake."""
    kept = [index for index in range(len(numbers)) if index not in out]
    higher = [index for index in kept if index < at and numbers[index] > numbers[at]]
    if higher:
        return higher[0], ""
    return max(index for index in kept if index > at and numbers[index] < numbers[at]), "early"


def _moved(document: Document, section: Section, after: Section | None) -> tuple[Repair, ...]:
    """The whole section behind another one; None makes it the first."""
    pieces = [whole_section(document, other) for other in document.sections]
    behind = document.sections.index(after) if after is not None else -1
    edits = moving(document, pieces, document.sections.index(section), behind)
    return (Repair(edits),) if edits else ()


def repetitions(document: Document) -> Iterator[tuple[Section, Section, SectionForm]]:
    """Yield every section that is already there, with the first one and their form."""
    seen: dict[int, Section] = {}
    for section in document.sections:
        if section.form is None:
            continue
        first = seen.setdefault(section.form.number, section)
        # A line without number that merely resembles a heading is no second heading.
        if first is not section and (section.number or _bare(section) == section.form.title):
            yield section, first, section.form


def repeated(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield every further heading of a section that is already there."""
    for section, first, form in repetitions(document):
        own = whole_section(document, section)
        copied = same_words(document, own, whole_section(document, first))
        repairs = (Repair((taking_out(document, own),)),) if copied else ()
        related = (Related(first.heading, "第一次出现在这里"),)
        yield Match(section.heading, {"section": _whole(form)}, repairs=repairs, related=related)


def _bare(section: Section) -> str:
    return clean(section.title).rstrip(_FINAL_MARKS)


def titles(document: Document, params: SectionTitleParams) -> Iterator[Match]:
    """Yield the section headings whose wording is not the prescribed one."""
    stand_ins = _stand_ins(document)
    for index, section in enumerate(document.sections):
        form = section.form or stand_ins.get(index)
        found = _bare(section)
        if form is None or not found or found.startswith(form.title):
            continue
        if found in params.leave or (params.only and found not in params.only):
            continue
        slots = {"found": found, "expected": form.title, "difference": describe_difference(found, form.title)}
        yield Match(section.title_span, slots, repairs=(Repair((Edit(section.title_span, form.title),)),))


def numbers(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the section numbers that are not the prescribed ones: ``3、``, ``三.``, a wrong one, or none."""
    stand_ins = _stand_ins(document)
    for index, section in enumerate(document.sections):
        form = section.form or stand_ins.get(index)
        if form is None:
            continue
        expected = f"{form.numeral}、"
        found = document.source[section.number_span]
        if "".join(found.split()) == expected:
            continue
        edit = Edit(Span(section.number_span.start, section.title_span.start), expected)
        slots = {"expected": expected, "title": form.title, "found": found.strip()}
        if section.number_span.empty:
            edit = Edit(Span(section.title_span.start, section.title_span.start), expected)
            yield Match(section.title_span, slots, "none", (Repair((edit,)),))
        else:
            yield Match(section.number_span, slots, "", (Repair((edit,)),))


def final_marks(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the marks at the end of the prescribed headings."""
    for section in document.sections:
        raw = document.source[section.heading]
        if section.form is None or _bare(section) != section.form.title:
            continue
        marks = len(raw) - len(raw.rstrip(_FINAL_MARKS))
        if marks:
            span = Span(section.heading.end - marks, section.heading.end)
            yield Match(span, {"title": section.form.title}, repairs=(Repair((Edit(span, ""),)),))


def unknown(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the numbered top-level sections that the form does not have."""
    stand_ins = _stand_ins(document)
    for index, section in enumerate(document.sections):
        if section.form is None and section.number and index not in stand_ins:
            yield Match(section.heading, {"title": section.title})


def empty(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the prose sections with nothing under their heading; a missing table has a rule of its own."""
    for section in document.sections:
        if section.form is None or section.form.table or section.tables:
            continue
        if not any(block.kind in _TEXT for block in document.blocks_of(section)):
            yield Match(section.heading, {"section": _whole(section.form)})
