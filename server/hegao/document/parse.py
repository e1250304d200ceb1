"""A draft's text to a document. Total: every string gives a document, in linear time."""

from __future__ import annotations

import re
import sys
from collections import Counter

from hegao.document.agency import parse_agency
from hegao.document.blocks import BlockBuilder, Piece, prose_of, read_prose
from hegao.document.clean import clean
from hegao.document.ending import ending_of, is_addressee, mark_ending
from hegao.document.form import Form
from hegao.document.headings import Heading
from hegao.document.labels import labels_of
from hegao.document.lines import Lines
from hegao.document.memory import ParseMemory, Region, read_lines, read_regions
from hegao.document.model import Agency, Block, BlockKind, Document, Section, Table, Title, View
from hegao.document.table_lines import find_stretches
from hegao.document.title import TitleLines, find_title, read_title, year_in
from hegao.lazy import lazy
from hegao.text import SourceText, Span

_NOTE = lazy(r"(?:[（(]?(?:备注|说明|注)\s*\d?\s*[：:])")
_PERIOD = lazy(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_YEAR_WORD = lazy(r"(20\d\d)\s*年")
_HEAD = 4000
_REPORT = 3


def parse_document(text: str, form: Form, agency: Agency | None = None, memory: ParseMemory | None = None) -> Document:
    """Parse a draft.

    Args:
        form: The official form that guides the recognition of sections and tables.
        agency: Name and superiors from the configuration; found in the draft when absent.
        memory: Of the last parse of the same draft, brought up to date by this one. It makes
            parsing cheaper and changes nothing in the document.
    """
    memory = ParseMemory() if memory is None else memory
    labels = labels_of(form)
    memory.serve(labels)
    lines = read_lines(text, labels, memory)
    source = SourceText(text, lines.starts)
    headings = _headings(lines)
    regions = read_regions(text, lines, find_stretches(lines, labels, headings), labels, memory)
    title_lines = find_title(lines, form, min(headings, default=len(lines.facts)))
    builder = BlockBuilder()
    _collect(lines, headings, regions, title_lines, builder)
    mark_ending(builder)
    view = builder.view()
    tables = tuple(table for region in regions for table in region.tables)
    sections = _sections(headings, builder.headings, regions, len(view.blocks), len(text))
    title = _title(title_lines, view, source)
    signature, date = ending_of(view.blocks)
    year = _year(title, view, date)
    return Document(
        source=source,
        form=form,
        view=view,
        sections=sections,
        tables=tables,
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


def _headings(lines: Lines) -> dict[int, Heading]:
    """Section headings by line number, those of a table of contents left out."""
    found: dict[int, Heading] = {}
    contents: dict[int, Heading] = {}
    in_contents = False
    for number in [number for number, facts in enumerate(lines.facts) if facts.heading or facts.contents]:
        heading = lines.facts[number].heading
        if heading is None:
            in_contents = True
            continue
        if in_contents and any(heading.form is other.form for other in contents.values()):
            in_contents = False
        (contents if in_contents else found)[number] = heading.moved(lines.first(number))
    return _without_items(found or contents)


def _without_items(found: dict[int, Heading]) -> dict[int, Heading]:
    """Headings without items in Arabic numbers that a properly numbered heading of the same section outdoes."""
    proper = {id(heading.form) for heading in found.values() if heading.form and not heading.number.isdecimal()}
    return {
        line: heading
        for line, heading in found.items()
        if not (heading.number.isdecimal() and id(heading.form) in proper)
    }


def _collect(
    lines: Lines,
    headings: dict[int, Heading],
    regions: list[Region],
    title: TitleLines | None,
    builder: BlockBuilder,
) -> None:
    """Put every line outside the tables into a block."""
    region_at = {region.first: region for region in regions}
    first, last = (title.first, title.last) if title is not None else (-1, -1)
    section, at, after_table = -1, 0, False
    for stop in sorted({*region_at, *headings, max(first, 0), len(lines.facts)}):
        begin = last + 1 if first <= at <= last else at
        after_table = _running(lines, range(begin, stop), section, title, after_table, builder)
        region, heading = region_at.get(stop), headings.get(stop)
        if region is not None:
            builder.cut()
            at, after_table = region.last + 1, True
            continue
        if heading is not None:
            section += 1
            _heading(lines, stop, heading, section, builder)
        elif title is not None and stop == first >= at:
            builder.single(BlockKind.TITLE, _title_pieces(lines, title), section, last)
        else:
            # The end, or a title in a table.
            continue
        at, after_table = stop + 1, after_table and _is_note(lines.facts[stop].text)
    builder.end_block()


def _heading(lines: Lines, number: int, heading: Heading, section: int, builder: BlockBuilder) -> None:
    """Put a heading into a block, and what runs on after it on the same line into another."""
    facts, first = lines.facts[number], lines.first(number)
    text = facts.text[heading.span.start - first : heading.span.end - first]
    builder.single(BlockKind.HEADING, [Piece(heading.span.start, text)], section, number)
    if heading.rest is not None:
        builder.line(number, first, read_prose(facts, heading.rest - first), section)


def _title_pieces(lines: Lines, title: TitleLines) -> list[Piece]:
    pieces = [Piece(line.first, line.text) for line in lines.stretch(title.first, title.last) if line.text]
    pieces[0] = Piece(pieces[0].start + title.skip, pieces[0].text[title.skip :])
    return pieces


def _running(
    lines: Lines, numbers: range, section: int, title: TitleLines | None, after_table: bool, builder: BlockBuilder
) -> bool:
    """Put lines of running text into blocks; returns whether nothing but notes came after the table before."""
    begin = numbers.start
    for number in numbers:
        facts = lines.facts[number]
        before = section < 0 and title is not None
        if not (after_table or before):
            break
        begin = number + 1
        if facts.text:
            after_table = after_table and _is_note(facts.text)
            kind = BlockKind.NOTE if after_table else _kind(number, facts.text, title if before else None)
            builder.line(number, lines.first(number), prose_of(facts), section, kind)
    builder.paragraphs(lines, begin, numbers.stop, section)
    return after_table


def _is_note(text: str) -> bool:
    return _NOTE.match(text) is not None


def _kind(number: int, text: str, title: TitleLines | None) -> BlockKind:
    """What a line of running text is; ``title`` only when the line stands before the first section."""
    if title is not None and number < title.first:
        return BlockKind.HEADER
    if title is not None and is_addressee(text):
        return BlockKind.ADDRESSEE
    return BlockKind.PARAGRAPH


def _sections(
    headings: dict[int, Heading], at_blocks: list[int], regions: list[Region], blocks: int, length: int
) -> tuple[Section, ...]:
    """The sections.

    Args:
        at_blocks: Indexes of the blocks that are headings.
        blocks: Number of all blocks.
        length: Length of the source.
    """
    numbers = list(headings)
    found = list(headings.values())
    table_lines = [region.first for region in regions for _ in region.tables]
    ends = [*(heading.span.start for heading in found[1:]), length]
    next_lines = [*numbers[1:], sys.maxsize]
    next_blocks = [*at_blocks[1:], blocks]
    return tuple(
        Section(
            form=heading.form,
            number=heading.number,
            title=heading.title,
            heading=heading.span,
            number_span=heading.number_span,
            title_span=heading.title_span,
            span=Span(heading.span.start, end),
            blocks=(block + 1, next_block),
            tables=tuple(at for at, line in enumerate(table_lines) if number < line < next_line),
        )
        for heading, number, next_line, block, next_block, end in zip(
            found, numbers, next_lines, at_blocks, next_blocks, ends, strict=False
        )
    )


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


def _looks_like_report(title: Title | None, sections: tuple[Section, ...], tables: tuple[Table, ...]) -> bool:
    score = 0
    if title is not None:
        score += 3 if title.year is not None else 2
    score += len({section.form.number for section in sections if section.form is not None})
    score += 2 * sum(table.form is not None for table in tables)
    return score >= _REPORT
