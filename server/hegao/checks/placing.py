"""Edits that put in, take out or move whole lines, with the blank lines and marks the draft uses itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hegao.document.form import SectionForm, TableForm
from hegao.document.model import Document, Section, Table
from hegao.document.writing import render_table
from hegao.fix import Edit
from hegao.text import Span

_ENDS = "\r\n"


def line_end(document: Document) -> str:
    """How lines of the draft end: as the first one does."""
    text = document.source.text
    if "\r" not in text:
        return "\n"
    first = document.source.line_span(0).end
    return "\r\n" if text.startswith("\r\n", first) else text[first : first + 1]


def lines_of(document: Document, span: Span) -> Span:
    """The whole lines that a span touches, without the last line end."""
    source = document.source
    first, last = source.position(span.start).line, source.position(max(span.end, span.start)).line
    return Span(source.line_starts[first], source.line_span(last).end)


def end_of_section(document: Document, section: Section) -> int:
    """Where the last line of a section ends; the signature is no part of the last section."""
    end = section.span.end
    if end < len(document.source):
        # The span of the next section begins behind what marks its heading.
        end = document.source.line_starts[document.source.position(end).line]
    for block in (document.signature, document.date):
        if block is not None and section.heading.end < block.span.start < end:
            end = document.source.line_starts[document.source.position(block.span.start).line]
    low = lines_of(document, section.heading).end
    text = document.source.text
    while end > low and text[end - 1] in _ENDS:
        end -= 1
    return end


def whole_section(document: Document, section: Section) -> Span:
    """A section from the start of its heading's line to the end of its last line."""
    return Span(lines_of(document, section.heading).start, end_of_section(document, section))


def gap_after_heading(document: Document) -> str:
    """The line ends between a section heading and what follows, as most headings have it."""
    text = document.source.text
    found = Counter(_run(text, lines_of(document, section.heading).end) for section in document.sections)
    found.pop("", None)
    return found.most_common(1)[0][0] if found else line_end(document)


def gap_before_heading(document: Document) -> str:
    """The line ends between a section and the heading of the next."""
    text = document.source.text
    found: Counter[str] = Counter()
    for section in document.sections:
        start = end = lines_of(document, section.heading).start
        while start and text[start - 1] in _ENDS:
            start -= 1
        if start:
            found[text[start:end]] += 1
    return found.most_common(1)[0][0] if found else line_end(document)


def _run(text: str, start: int) -> str:
    end = start
    while end < len(text) and text[end] in _ENDS:
        end += 1
    return text[start:end]


def heading_line(document: Document, form: SectionForm) -> str:
    """A prescribed heading, marked (``##``, ``**``, indent) as the draft marks its other headings."""
    marks: Counter[tuple[str, str]] = Counter()
    for section in document.sections:
        line = lines_of(document, section.heading)
        before = document.source[Span(line.start, section.heading.start)]
        marks[before, document.source[Span(section.heading.end, line.end)]] += 1
    before, after = marks.most_common(1)[0][0] if marks else ("", "")
    return f"{before}{form.numeral}、{form.title}{after}"


def title_mark(document: Document) -> str:
    """What a title starts with: ``# `` where the headings are marked as Markdown marks them."""
    marked = (document.source.text.startswith("#", lines_of(document, s.heading).start) for s in document.sections)
    return "# " if any(marked) else ""


def table_text(document: Document, form: TableForm) -> str:
    """An official table with every cell empty, in the layout of the draft's other tables."""
    others = [table for table in document.tables if table.form is not None]
    layout = "pipe" if title_mark(document) else "tab"
    if others:
        layout = max(others, key=lambda table: len(table.rows)).layout
    return render_table(form, layout, {}, line_end(document))


def taking_out(document: Document, span: Span) -> Edit:
    """Take whole lines out, with the blank lines after them; at the end of the draft with those before."""
    text = document.source.text
    start, end = span
    after = end + len(_run(text, end))
    if after < len(text):
        return Edit(Span(start, after), "")
    while start and text[start - 1] in _ENDS:
        start -= 1
    if end < after and start:
        # The line before keeps its end, as the last line had one.
        start += 2 if text.startswith("\r\n", start) else 1
        end = after
    return Edit(Span(start, end), "")


def moving(document: Document, pieces: Sequence[Span], at: int, behind: int) -> tuple[Edit, ...]:
    """Move a piece behind another one; the line ends between pieces stay as they are.

    Args:
        pieces: Whole lines in the order of the draft.
        at, behind: Indexes; ``behind`` -1 makes the piece the first.
    """
    if behind in (at, at - 1):
        return ()
    text, piece = document.source.text, pieces[at]
    moved = text[piece.start : piece.end]
    if at < behind:
        gap = text[piece.end : pieces[at + 1].start]
        put = Edit(Span(pieces[behind].end, pieces[behind].end), gap + moved)
        return (Edit(Span(piece.start, pieces[at + 1].start), ""), put)
    gap = text[pieces[at - 1].end : piece.start]
    cut = Edit(Span(pieces[at - 1].end, piece.end), "")
    if behind < 0:
        return (Edit(Span(pieces[0].start, pieces[0].start), moved + gap), cut)
    return (Edit(Span(pieces[behind].end, pieces[behind].end), gap + moved), cut)


def same_words(document: Document, one: Span, other: Span) -> bool:
    """Whether two stretches differ in white space alone."""
    return "".join(document.source[one].split()) == "".join(document.source[other].split())


def row_lines(document: Document, table: Table) -> list[Span]:
    """The lines of each row of a table."""
    return [lines_of(document, row.span) for row in table.rows]
