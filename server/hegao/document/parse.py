"""A draft's text to a document. Total: every string gives a document, in linear time."""

from __future__ import annotations

import re
from collections import Counter

from hegao.document.agency import parse_agency
from hegao.document.blocks import BlockBuilder, Piece
from hegao.document.clean import clean
from hegao.document.ending import is_addressee, mark_ending
from hegao.document.form import Form
from hegao.document.headings import Heading, find_heading
from hegao.document.labels import FormLabels, labels_of
from hegao.document.lines import Line, read_lines
from hegao.document.model import Agency, Block, BlockKind, Document, Section, Table, Title, View
from hegao.document.table_lines import Region, find_regions
from hegao.document.tables import build_tables
from hegao.document.title import TitleLines, find_title, read_title, year_in
from hegao.lazy import lazy
from hegao.text import SourceText, Span

_NOTE = lazy(r"(?:[（(]?(?:备注|说明|注)\s*\d?\s*[：:])")
_CONTENTS = ("目录",)
_PERIOD = lazy(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_YEAR_WORD = lazy(r"(20\d\d)\s*年")
_HEAD = 4000
_REPORT = 3


def parse_document(text: str, form: Form, agency: Agency | None = None) -> Document:
    """Parse a draft.

    Args:
        form: The official form that guides the recognition of sections and tables.
        agency: Name and superiors from the configuration; found in the draft when absent.
    """
    source = SourceText(text)
    lines = read_lines(source)
    labels = labels_of(form)
    headings = _headings(lines, labels)
    regions = find_regions(lines, labels, set(headings))
    headings = _without_tables(headings, regions)
    title_lines = find_title(lines, form, min(headings, default=len(lines)))
    builder = BlockBuilder()
    _collect(lines, headings, regions, title_lines, builder)
    mark_ending(builder.drafts)
    view = builder.view()
    tables, table_lines = _tables(regions, labels)
    sections = _sections(headings, view, table_lines, len(text))
    title = _title(title_lines, view, source)
    signature, date = _ending(view)
    year = _year(title, view, date)
    return Document(
        source=source,
        form=form,
        view=view,
        sections=sections,
        tables=tuple(tables),
        title=title,
        agency=_agency(title, signature, view, agency),
        year=year,
        signature=signature,
        date=date,
        is_report=_looks_like_report(title, sections, tables),
    )


def peek_year(text: str) -> int | None:
    """The report year as the title tells it, read without parsing the draft; None when it does not."""
    head = text[:_HEAD]
    for match in re.finditer(r"[^\n\r]*(?:报告|年报|总结)", head):
        line = match[0]
        if "公开" not in line and len(line) > 12:
            continue
        start = max(head.rfind("\n", 0, max(match.start() - 1, 0)), 0)
        found = year_in(line) or year_in(head[start : match.end()])
        if found:
            return found[0]
    return None


def _headings(lines: list[Line], labels: FormLabels) -> dict[int, Heading]:
    """Section headings by line number, those of a table of contents left out."""
    found: dict[int, Heading] = {}
    contents: dict[int, Heading] = {}
    in_contents = False
    for line in lines:
        text = line.text
        if len(text) < 2 or text[0] == "|" or text[-1] == "|" or text.count("\t") > 1:
            continue
        if len(text) <= 6 and clean(text) in _CONTENTS:
            in_contents = True
            continue
        # A table row may stand on one line with its figures: 四、结转下年度继续办理 0 0 0 ….
        is_label = len(text) <= 120 and clean(text.rstrip("0123456789 \t\u3000")) in labels.known
        heading = find_heading(line, labels, is_label)
        if heading is None:
            continue
        if in_contents and any(heading.form is other.form for other in contents.values()):
            in_contents = False
        if in_contents:
            contents[line.number] = heading
        else:
            found[line.number] = heading
    return _without_items(found or contents)


def _without_items(found: dict[int, Heading]) -> dict[int, Heading]:
    """Headings without items in Arabic numbers that a properly numbered heading of the same section outdoes."""
    proper = {id(heading.form) for heading in found.values() if heading.form and not heading.number.isdecimal()}
    return {
        line: heading
        for line, heading in found.items()
        if not (heading.number.isdecimal() and id(heading.form) in proper)
    }


def _without_tables(headings: dict[int, Heading], regions: list[Region]) -> dict[int, Heading]:
    inside = {number for region in regions for number in range(region.first, region.last + 1)}
    return {number: heading for number, heading in headings.items() if number not in inside}


def _collect(
    lines: list[Line],
    headings: dict[int, Heading],
    regions: list[Region],
    title: TitleLines | None,
    builder: BlockBuilder,
) -> None:
    """Put every line outside the tables into a block."""
    skip_to = -1
    region_at = {region.first: region for region in regions}
    section = -1
    after_table = False
    for line in lines:
        region = region_at.get(line.number)
        if region is not None:
            skip_to = region.last
            builder.cut()
            after_table = True
        if line.number <= skip_to or not line.text:
            continue
        heading = headings.get(line.number)
        if heading is not None:
            section += 1
            text = line.text[heading.span.start - line.span.start : heading.span.end - line.span.start]
            builder.cut()
            builder.single(BlockKind.HEADING, [Piece(heading.span.start, text)], section, line.number)
            if heading.rest is not None:
                builder.line(line, section, start=heading.rest)
        elif title is not None and title.first <= line.number <= title.last:
            if line.number == title.first:
                pieces = [
                    Piece(
                        other.span.start + (title.skip if other is line else 0),
                        other.text[title.skip if other is line else 0 :],
                    )
                    for other in lines[title.first : title.last + 1]
                    if other.text
                ]
                builder.single(BlockKind.TITLE, pieces, section, title.last)
        else:
            builder.line(line, section, _kind(line, section, title, after_table))
        if heading is not None or line.number > skip_to:
            after_table = after_table and _NOTE.match(line.text) is not None


def _kind(line: Line, section: int, title: TitleLines | None, after_table: bool) -> BlockKind:
    if after_table and _NOTE.match(line.text):
        return BlockKind.NOTE
    if section < 0 and title is not None:
        if line.number < title.first:
            return BlockKind.HEADER
        if is_addressee(line.text):
            return BlockKind.ADDRESSEE
    return BlockKind.PARAGRAPH


def _tables(regions: list[Region], labels: FormLabels) -> tuple[list[Table], list[int]]:
    tables: list[Table] = []
    lines: list[int] = []
    for region in regions:
        for table in build_tables(region.rows, labels):
            tables.append(table)
            lines.append(region.first)
    return tables, lines


def _sections(
    headings: dict[int, Heading],
    view: View,
    table_lines: list[int],
    length: int,
) -> tuple[Section, ...]:
    found = list(headings.items())
    firsts = [index for index, block in enumerate(view.blocks) if block.kind is BlockKind.HEADING]
    sections = []
    for index, (number, heading) in enumerate(found):
        following = found[index + 1][1].span.start if index + 1 < len(found) else length
        next_line = found[index + 1][0] if index + 1 < len(found) else None
        first = firsts[index] + 1
        last = firsts[index + 1] if index + 1 < len(firsts) else len(view.blocks)
        sections.append(
            Section(
                form=heading.form,
                number=heading.number,
                title=heading.title,
                heading=heading.span,
                number_span=heading.number_span,
                title_span=heading.title_span,
                span=Span(heading.span.start, following),
                blocks=(first, last),
                tables=tuple(
                    at
                    for at, line in enumerate(table_lines)
                    if line > number and (next_line is None or line < next_line)
                ),
            )
        )
    return tuple(sections)


def _title(found: TitleLines | None, view: View, source: SourceText) -> Title | None:
    if found is None:
        return None
    block = next((index for index, block in enumerate(view.blocks) if block.kind is BlockKind.TITLE), None)
    if block is None:
        # The line is a cell of a table.
        return None
    span = view.blocks[block].span
    raw = source[span]
    trimmed = raw.rstrip("*_# ")
    return read_title(found, trimmed, Span(span.start, span.start + len(trimmed)), block)


def _ending(view: View) -> tuple[Block | None, Block | None]:
    signature = next((block for block in view.blocks if block.kind is BlockKind.SIGNATURE), None)
    date = next((block for block in reversed(view.blocks) if block.kind is BlockKind.DATE), None)
    return signature, date


def _year(title: Title | None, view: View, date: Block | None) -> int | None:
    """The report year: from the title, else the statistical period, the date, or the year named most."""
    if title is not None and title.year is not None:
        return title.year
    period = _PERIOD.search(view.text)
    if period:
        return int(period[1])
    if date is not None:
        found = year_in(view.text_of(date))
        if found:
            return found[0] - 1
    named = Counter(_YEAR_WORD.findall(view.text))
    return int(named.most_common(1)[0][0]) if named else None


def _agency(title: Title | None, signature: Block | None, view: View, configured: Agency | None) -> Agency:
    from_title = from_signature = None
    if title is not None and title.issuer:
        from_title = parse_agency(title.issuer, title.span)
    if signature is not None:
        from_signature = parse_agency(clean(view.text_of(signature)), signature.span)
    within = configured.within if configured else ()
    for found in (from_title, from_signature):
        if found is not None:
            within = tuple(dict.fromkeys((*within, *found.within)))
    if configured is not None and configured.name:
        return parse_agency(configured.name, None, within)
    for found in (from_title, from_signature):
        if found is not None and found.level:
            return found._replace(within=within)
    return from_title or from_signature or Agency(within=within)


def _looks_like_report(title: Title | None, sections: tuple[Section, ...], tables: list[Table]) -> bool:
    score = 0
    if title is not None:
        score += 3 if title.year is not None else 2
    score += len({section.form.number for section in sections if section.form is not None})
    score += 2 * sum(table.form is not None for table in tables)
    return score >= _REPORT
