"""Findings that are right and yet would only disturb: what is not written yet, and what is being typed."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from hegao.document.model import Document
from hegao.finding import Finding
from hegao.text import Span

_OPENING = frozenset(("Ps", "Pi"))
_SENTENCE_ENDS = frozenset("。！？；")
_BETWEEN_CELLS = " \t\r\n|\u3000"
_LONGEST_GAP = 200


def split_unwritten(
    document: Document, findings: Iterable[Finding], typed: Span | None = None
) -> tuple[list[Finding], list[Finding]]:
    """Findings to show, and those of something missing that may simply not be written yet.

    Something missing is told once the draft goes on behind its place with another section, or is signed or dated.

    Args:
        typed: Headings, signature and date that this touches do not count, for they are being typed.
    """
    if any(_counts(block.span, typed) for block in (document.signature, document.date) if block is not None):
        return list(findings), []
    headings = (section.heading for section in document.sections)
    last = max((heading.start for heading in headings if _counts(heading, typed)), default=-1)
    told: list[Finding] = []
    waiting: list[Finding] = []
    for finding in findings:
        (waiting if finding.absent and _place(finding) > last else told).append(finding)
    return told, waiting


def _counts(span: Span, typed: Span | None) -> bool:
    return typed is None or not span.touches(typed)


def _place(finding: Finding) -> int:
    """Where what is missing would stand: where a fix would put it in, else behind what is marked."""
    edits = finding.fixes[0].edits if finding.fixes else ()
    return min((edit.span.start for edit in edits), default=finding.span.end)


def split_typed(document: Document, findings: Iterable[Finding], caret: int) -> tuple[list[Finding], list[Finding]]:
    """Findings to show, and those that what is being typed at the caret may still undo.

    These are findings about a figure, a cell or a row of a table that is being filled in; about a heading, the title,
    the signature or the date; about the end of a paragraph that goes on; about the missing half of brackets just
    opened; about the parts of a sum that are being listed; about something missing at this very place; and about
    figures that the section being written says nothing of so far.
    """
    findings = list(findings)
    if not findings:
        return findings, []
    place = _place_of(document, caret)
    told = split_unwritten(document, findings, place.around)[0] if place.begins or place.blank else findings
    shown = [finding for finding in told if not place.may_undo(finding)]
    left = {id(finding) for finding in shown}
    return shown, [finding for finding in findings if id(finding) not in left]


class _Place(NamedTuple):
    """Where the author writes.

    Attributes:
        line: The line of the caret.
        row: The row of a table around the caret, or just before it; None outside tables.
        begins: Whether the line is a heading, the title, the signature or the date, or looks like one so far.
        blank: Whether nothing stands on the line.
        last: Whether nothing follows the caret on its line.
        around: The line with the blank lines around it.
        number: Whether a digit stands at the caret.
        section: The title of the section of the caret; None before the first.
    """

    text: str
    caret: int
    line: Span
    row: Span | None
    begins: bool
    blank: bool
    last: bool
    around: Span
    number: bool
    section: Span | None

    def may_undo(self, finding: Finding) -> bool:
        """Whether going on here may make an end of a finding."""
        row, line = self.row, self.line
        if row and (finding.span.touches(row) or any(other.span.touches(row) for other in finding.related)):
            return True
        if self.last and self.section is not None and any(other.span == self.section for other in finding.related):
            return True
        on_line = finding.span.touches(line)
        if finding.absent:
            return (on_line and (self.begins or self.last)) or self.around.start < _place(finding) <= self.around.end
        if finding.span.start <= self.caret <= finding.span.end and (self.number or self.last):
            return True
        if not on_line or self.begins:
            return on_line
        sums = self.last and bool(finding.related)
        return (sums or self._opens(finding.span)) and self._in_sentence(finding.span)

    def _opens(self, span: Span) -> bool:
        """Whether a span is an opening mark."""
        return span.end - span.start == 1 and unicodedata.category(self.text[span.start]) in _OPENING

    def _in_sentence(self, span: Span) -> bool:
        """Whether a span stands before the caret, in the sentence that is being written."""
        return span.end <= self.caret and _SENTENCE_ENDS.isdisjoint(self.text[span.end : self.caret])


def _place_of(document: Document, caret: int) -> _Place:
    source = document.source
    text = source.text
    line = source.line_span(source.position(caret).line)
    return _Place(
        text=text,
        caret=caret,
        line=line,
        row=_row_at(document, caret),
        begins=_begins_something(document, line),
        blank=not text[line.start : line.end].strip(),
        last=not text[caret : line.end].strip(),
        around=_with_blank_lines(text, line),
        number=any(0 <= at < len(text) and text[at].isdecimal() for at in (caret - 1, caret)),
        section=_section_at(document, caret),
    )


def _section_at(document: Document, caret: int) -> Span | None:
    sections = document.sections
    at = bisect_right(sections, caret, key=lambda section: section.heading.end) - 1
    return sections[at].title_span if at >= 0 else None


def _begins_something(document: Document, line: Span) -> bool:
    """Whether a line is one of those that make up a report."""
    ending = [block.span for block in (document.signature, document.date) if block is not None]
    title = [document.title.span] if document.title is not None else []
    if any(span.touches(line) for span in (*ending, *title)):
        return True
    sections = document.sections
    at = bisect_right(sections, line.end, key=lambda section: section.heading.start) - 1
    return at >= 0 and sections[at].heading.end >= line.start


def _with_blank_lines(text: str, line: Span) -> Span:
    start, end = line
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return Span(start, end)


def _row_at(document: Document, caret: int) -> Span | None:
    """The row around the caret or, when only blanks stand between, the one before it."""
    tables = document.tables
    at = bisect_right(tables, caret, key=lambda table: table.span.start) - 1
    before = None
    for row in tables[at].rows if at >= 0 else ():
        if row.span.start > caret:
            break
        before = row
    if before is None or caret > before.span.end + _LONGEST_GAP:
        return None
    if document.source.text[before.span.end : caret].strip(_BETWEEN_CELLS):
        return None
    return Span(before.span.start, max(before.span.end, caret))
