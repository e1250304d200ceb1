"""Check that each prescribed table is there, once, and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import NoParams
from hegao.checks.headings import repetitions
from hegao.checks.patterns import compile_pattern
from hegao.checks.placing import (
    end_of_section,
    gap_after_heading,
    lines_of,
    same_words,
    table_text,
    taking_out,
)
from hegao.checks.table_names import old_rows
from hegao.document.form import SectionForm, TableForm
from hegao.document.model import Document, Section, Table
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span


class TablePresenceParams(NamedTuple):
    """What may stand in the place of a table.

    Attributes:
        report: ``missing`` (nothing there), ``image``, ``elsewhere`` (a note sends the reader away),
            ``other`` (a table that is not the official one).
        image: Pattern of an image.
        elsewhere: Pattern of a reference to an annex.
    """

    report: tuple[str, ...]
    image: str
    elsewhere: str


def run(document: Document, params: TablePresenceParams) -> Iterator[Match]:
    """Yield the prescribed tables that are missing under the heading of their section."""
    for form in document.form.sections:
        section = document.section(form.number)
        official = document.form.table(form.table) if form.table else None
        if section is None or official is None or document.table(form.table) is not None:
            continue
        variant, span = _instead(document, section, params)
        if variant in params.report:
            slots = {"table": official.name, "section": _heading(form)}
            yield Match(span, slots, variant, _put_in(document, section, official, variant, span))


def _put_in(document: Document, section: Section, official: TableForm, variant: str, span: Span) -> tuple[Repair, ...]:
    """The official table with every cell empty: at the end of the section, or for the line that stands in its place.

    Another table may hold figures that belong into the official one; nothing is put in beside it.
    """
    if variant == "other":
        return ()
    table = table_text(document, official)
    if variant != "missing":
        line = lines_of(document, span)
        rest = document.source[Span(line.start, span.start)] + document.source[Span(span.end, line.end)]
        if not any(character.isalnum() for character in rest):
            return (Repair((Edit(line, table),)),)
    at = end_of_section(document, section)
    return (Repair((Edit(Span(at, at), gap_after_heading(document) + table),)),)


def _heading(form: SectionForm) -> str:
    return f"{form.numeral}、{form.title}"


def _instead(document: Document, section: Section, params: TablePresenceParams) -> tuple[str, Span]:
    """What stands where the table should be, and where."""
    end = min(section.span.end, section.heading.end + 4000)
    raw = document.source[Span(section.heading.end, end)]
    for variant, pattern in (("image", params.image), ("elsewhere", params.elsewhere)):
        match = compile_pattern(pattern).search(raw)
        if match:
            return variant, Span(section.heading.end + match.start(), section.heading.end + match.end())
    others = [document.tables[index] for index in section.tables if document.tables[index].form is None]
    if others:
        first = next((cell.span for row in others[0].rows for cell in row.cells if cell.text), others[0].span)
        return "other", first
    return "missing", section.heading


def repeated(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield every further table of a kind that is already there, unless its whole section is there twice."""
    seen: dict[str, Table] = {}
    with_section = {index for section, _, _ in repetitions(document) for index in section.tables}
    for index, table in enumerate(document.tables):
        if table.form is None or not _is_whole(table.form, len(table.rows)):
            continue
        span = _first_text(table)
        first = seen.setdefault(table.key, table)
        if first is not table and index not in with_section:
            own = lines_of(document, table.span)
            copied = same_words(document, own, lines_of(document, first.span))
            repairs = (Repair((taking_out(document, own),)),) if copied else ()
            related = (Related(_first_text(first), "第一次出现在这里"),)
            yield Match(span, {"table": table.form.name}, repairs=repairs, related=related)


def _first_text(table: Table) -> Span:
    return next((cell.span for row in table.rows for cell in row.cells if cell.text), table.span)


def _is_whole(form: TableForm, rows: int) -> bool:
    """Whether so many rows are a table of their own and not the rest of one that was cut in two."""
    return rows * 2 > len(form.rows)


class OldFormParams(NamedTuple):
    """Labels that only an earlier form has."""

    old: tuple[str, ...]


def old_form(document: Document, params: OldFormParams) -> Iterator[Match]:
    """Yield the tables filled in on an earlier form: one match for each, at its first old label."""
    for table in document.tables:
        rows = old_rows(table, params.old)
        if not rows:
            continue
        cells = [cell for _, found in rows for cell in found]
        names = list(dict.fromkeys(cell.text for cell in cells))
        labels = "".join(f"“{name}”" for name in names[:3])
        slots = {"table": table.form.name if table.form else "", "labels": labels, "count": str(len(names))}
        related = tuple(Related(cell.span, f"“{cell.text}”") for cell in cells[1:])
        yield Match(cells[0].span, slots, "one" if len(names) <= 3 else "", related=related)
