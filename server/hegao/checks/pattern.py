"""Check kind ``pattern``: every place where a regular expression matches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from hegao.checks.context import is_margin, is_quoted, replacing, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Repair, mask
from hegao.fix import Edit
from hegao.text import Span

if TYPE_CHECKING:
    import re

_NO_WORDS: Mapping[str, str] = {}
_REPORTED = "x"
_SCOPES = {
    "written": tuple(kind for kind in BlockKind if kind is not BlockKind.HEADER),
    "prose": (BlockKind.PARAGRAPH,),
    "headings": (BlockKind.HEADING,),
    "title": (BlockKind.TITLE,),
    "header": (BlockKind.HEADER,),
}
_AUTHORS = ("written", "prose")
_RARE = ("header", "title")
"""Scopes that many a draft has nothing in."""


class PatternParams(NamedTuple):
    """What to look for and where.

    Attributes:
        pattern: Regular expression. The group ``x`` is what is reported, else the whole match; all
            named groups are slots of the message.
        scope: ``text`` (all running text, one block per line), ``written`` (the same without
            letter-head and web residue), ``prose`` (paragraphs, web residue left out), ``headings``,
            ``title``, ``header`` (what stands before the title), or ``source`` (the draft as typed,
            tables too).
        sections: Numbers of the prescribed sections looked at; 0 is what stands before the first;
            empty means all.
        unless: A match whose sentence matches this is none.
        replace: Template of the correction; ``\\g<name>`` is a group of the match. None: no correction.
        replacements: Correction by the text found; goes before ``replace``.
        whole_lines: A correction that leaves nothing of a line takes the line out.
        mask: Correct by masking what is found.
        unescape: Correct by writing the character that an HTML character reference stands for.
        not_quoted: Leave out what stands inside “…” or 《…》.
    """

    pattern: str
    scope: str = "text"
    sections: tuple[int, ...] = ()
    unless: str = ""
    replace: str | None = None
    replacements: Mapping[str, str] = _NO_WORDS
    whole_lines: bool = False
    mask: bool = False
    unescape: bool = False
    not_quoted: bool = False


def run(document: Document, params: PatternParams) -> Iterator[Match]:
    """Yield a match for each place the pattern finds in the scope."""
    in_source = params.scope == "source"
    text = document.source.text if in_source else document.view.text
    if params.scope in _RARE and not any(block.kind in _SCOPES[params.scope] for block in document.view.blocks):
        return
    for found in compile_pattern(params.pattern).finditer(text):
        start, end = _reported(found)
        if start < 0 or (params.not_quoted and is_quoted(text, start, end)):
            continue
        if not (_source_in_scope(document, start, params) if in_source else _in_scope(document, start, params)):
            continue
        if params.unless:
            low, high = sentence_around(text, start, end)
            if compile_pattern(params.unless).search(text[low:high]):
                continue
        repairs: tuple[Repair, ...] = ()
        new = _correction(found, text[start:end], params)
        if in_source:
            span = Span(start, end)
            if new is not None:
                repairs = (Repair((Edit(span, new),), {"new": new}),)
        else:
            span = document.view.span(start, end)
            if new is not None:
                repairs = replacing(document.view, start, end, new)
        if params.whole_lines and new == "" and repairs:
            repairs = _without_line(document, span) or repairs
        slots = {name: value or "" for name, value in found.groupdict().items()}
        if new is not None:
            slots["new"] = new
        yield Match(span, slots, repairs=repairs)


def _reported(found: re.Match[str]) -> tuple[int, int]:
    """The bounds of the group that is reported; (-1, -1) when it took no part in the match."""
    if _REPORTED in found.re.groupindex:
        return found.span(_REPORTED)
    return found.span()


def _correction(found: re.Match[str], old: str, params: PatternParams) -> str | None:
    if old in params.replacements:
        return params.replacements[old]
    if params.mask:
        return mask(old)
    if params.unescape:
        return _unescaped(old)
    return None if params.replace is None else found.expand(params.replace)


def _without_line(document: Document, span: Span) -> tuple[Repair, ...]:
    """A repair that takes out the line of a span; none where anything else stands on it, or in a table."""
    # Few drafts have such a line; the others are not to wait for the import.
    from hegao.checks.placing import lines_of, taking_out  # noqa: PLC0415

    lines = lines_of(document, span)
    source = document.source
    if source[Span(lines.start, span.start)].strip() or source[Span(span.end, lines.end)].strip():
        return ()
    if any(table.span.touches(span) for table in document.tables):
        return ()
    return (Repair((taking_out(document, lines),), {"new": ""}),)


def _unescaped(reference: str) -> str | None:
    """The character of a reference; None for one that nobody can have meant to see."""
    # The table of named references takes longer to import than most drafts to check.
    from html import unescape  # noqa: PLC0415

    character = unescape(reference)
    return character if len(character) == 1 and character.isprintable() and character != "\ufffd" else None


def _section_number(document: Document, index: int) -> int:
    """The prescribed number of a section by index; 0 before the first, -1 for one that is not prescribed."""
    if index < 0:
        return 0
    form = document.sections[index].form
    return form.number if form else -1


def _in_scope(document: Document, start: int, params: PatternParams) -> bool:
    kinds = _SCOPES.get(params.scope)
    if kinds is None and not params.sections:
        return True
    block = document.view.block_at(start)
    if block is None or (kinds is not None and block.kind not in kinds):
        return False
    if params.scope in _AUTHORS and is_margin(document, block):
        return False
    return not params.sections or _section_number(document, block.section) in params.sections


def _source_in_scope(document: Document, start: int, params: PatternParams) -> bool:
    if not params.sections:
        return True
    index = next((i for i, section in enumerate(document.sections) if section.span.contains(start)), -1)
    return _section_number(document, index) in params.sections
