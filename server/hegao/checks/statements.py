"""What a report must say: required statements, aspects, the substance of a section; and what it cannot claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import Check
from hegao.checks.context import is_quoted, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.checks.placing import gap_before_heading, line_end, lines_of
from hegao.checks.scanning import stands, stands_in_section
from hegao.document.model import BlockKind, Document, Section
from hegao.finding import Match, Repair, Told
from hegao.fix import Edit
from hegao.text import Span

_BLANK = "____"


class StatementParams(NamedTuple):
    """A statement that a section must hold.

    Attributes:
        section: Number of the prescribed section whose heading is marked; no such section, no finding.
        pattern: What counts as the statement.
        inside: Numbers of the sections in which it counts; empty means anywhere.
        given: Pattern that must be found somewhere in the running text for the rule to apply.
        stale: Pattern of an outdated statement; where it stands, it is marked instead (variant ``stale``).
        levels: Levels of agency that must make the statement; empty means all, unknown ones too.
        anchor: Pattern of a sub-heading in the section that is marked instead of the section's heading.
        suggestions: Sentences to add at the end of the section; ``{year}`` is the report year.
        before: Add them before the section instead, at the end of what introduces the report.
        note: Slot ``note`` of the suggestions that hold blanks to fill in.
        told_by: Codes of rules that say of the section what follows from this too.
    """

    section: int
    pattern: str
    inside: tuple[int, ...] = ()
    given: str = ""
    stale: str = ""
    levels: tuple[str, ...] = ()
    anchor: str = ""
    suggestions: tuple[str, ...] = ()
    before: bool = False
    note: str = ""
    told_by: tuple[str, ...] = ()


def _is_stated(document: Document, params: StatementParams) -> bool:
    if not params.inside:
        return stands(document.view, params.pattern)
    return any(stands_in_section(document, number, params.pattern) for number in params.inside)


def _addition(document: Document, section: Section, sentence: str, note: str) -> Repair:
    """A repair that adds a paragraph at the end of a section."""
    text = document.source.text
    blocks = [block for block in document.blocks_of(section) if block.kind is BlockKind.PARAGRAPH]
    at = blocks[-1].span.end if blocks else section.heading.end
    end = line_end(document)
    after_heading = text[section.heading.end : blocks[0].span.start] if blocks else ""
    gap = end * 2 if after_heading.count(end) > 1 else end
    return Repair((Edit(Span(at, at), gap + sentence),), {"sentence": sentence, "note": note})


def _repairs(document: Document, section: Section, params: StatementParams) -> tuple[Repair, ...]:
    """The suggested sentences as additions; those that need a year the draft does not tell are left out."""
    repairs = []
    for template in params.suggestions:
        if "{year}" in template and not document.year:
            continue
        sentence = template.replace("{year}", str(document.year))
        if params.before:
            at = lines_of(document, section.heading).start
            edit = Edit(Span(at, at), sentence + gap_before_heading(document))
            repairs.append(Repair((edit,), {"sentence": sentence}))
        else:
            repairs.append(_addition(document, section, sentence, params.note if _BLANK in sentence else ""))
    return tuple(repairs)


def _anchor(document: Document, section: Section, pattern: str) -> Span:
    """The first place of the pattern at the start of a block of the section, else the heading."""
    if pattern:
        wanted = compile_pattern(pattern)
        for block in document.blocks_of(section):
            match = wanted.match(document.view.text, block.start, block.end)
            if match is not None:
                start, end = match.span("x") if "x" in wanted.groupindex else match.span()
                return document.view.span(start, end)
    return section.heading


def check_statement(document: Document, params: StatementParams) -> Iterator[Match]:
    """Yield a match when a required statement is missing. Variant ``stale``: an outdated one is there."""
    section, text = document.section(params.section), document.view.text
    if section is None or (params.levels and document.agency.level not in params.levels):
        return
    if params.given and not stands(document.view, params.given):
        return
    if _is_stated(document, params):
        return
    repairs = _repairs(document, section, params)
    stale = compile_pattern(params.stale).search(text) if params.stale else None
    if stale is not None:
        yield Match(document.view.span(*stale.span()), variant="stale", repairs=repairs)
    else:
        told = Told(params.told_by, (section.span,)) if params.told_by else None
        yield Match(_anchor(document, section, params.anchor), repairs=repairs, unless=told)


class AspectsParams(NamedTuple):
    """The aspects a section must treat. ``aspects``: name → pattern of which the section must hold a match."""

    section: int
    aspects: dict[str, str]


def check_aspects(document: Document, params: AspectsParams) -> Iterator[Match]:
    """Yield one match on the section's heading when aspects are missing. Slots: ``missing``, ``count``.

    An empty section has its own rule.
    """
    section = document.section(params.section)
    if section is None or not any(block.kind is BlockKind.PARAGRAPH for block in document.blocks_of(section)):
        return
    missing = [
        name for name, pattern in params.aspects.items() if not stands_in_section(document, params.section, pattern)
    ]
    if missing:
        yield Match(section.heading, {"missing": "、".join(missing), "count": str(len(missing))})


class SubstanceParams(NamedTuple):
    """What makes a section more than a placeholder.

    Attributes:
        section: Number of the prescribed section.
        given: Pattern that must be found somewhere in the running text for the rule to apply.
        ignore: Pattern; a paragraph that is no more than this is not counted.
        nothing: Pattern that, matching the section's whole text without white space, says nothing.
        shortest: Fewest characters that can say something.
        parts: Name → pattern of what the section must hold.
        instead: What a text that says nothing may be replaced by.
    """

    section: int
    given: str = ""
    ignore: str = ""
    nothing: str = ""
    shortest: int = 0
    parts: dict[str, str] | None = None
    instead: tuple[str, ...] = ()


def check_substance(document: Document, params: SubstanceParams) -> Iterator[Match]:
    """Yield a match for a section that is there but says too little.

    Marked is the text itself, or the heading when a part is missing. Slots: ``length``,
    ``missing``. Variants: "" says nothing, ``short``, ``part``. An empty section has its own rule.
    """
    section = document.section(params.section)
    if section is None or (params.given and not stands(document.view, params.given)):
        return
    ignored = compile_pattern(params.ignore)
    blocks = [
        block
        for block in document.blocks_of(section)
        if block.kind is BlockKind.PARAGRAPH and not (params.ignore and ignored.fullmatch(document.view.text_of(block)))
    ]
    text = "".join("".join(document.view.text_of(block).split()) for block in blocks)
    if not text:
        return
    whole = Span(blocks[0].span.start, blocks[-1].span.end)
    if params.nothing and compile_pattern(params.nothing).fullmatch(text):
        yield Match(whole, repairs=tuple(Repair((Edit(whole, text),)) for text in params.instead if len(blocks) == 1))
    elif len(text) < params.shortest:
        yield Match(whole, {"length": str(len(text))}, "short")
    else:
        parts = params.parts or {}
        missing = [name for name, pattern in parts.items() if compile_pattern(pattern).search(text) is None]
        if missing:
            yield Match(section.heading, {"missing": "、".join(missing)}, "part")


class ClaimParams(NamedTuple):
    """A claim that an agency of some levels cannot make.

    Attributes:
        levels: The levels.
        pattern: The claim; group ``x`` is marked, else the whole match. Named groups are slots.
        unless: Pattern; a sentence with it is left alone.
    """

    levels: tuple[str, ...]
    pattern: str
    unless: str = ""


def check_claim(document: Document, params: ClaimParams) -> Iterator[Match]:
    """Yield a match for each claim in a paragraph. Slots: ``level`` and the named groups."""
    level, view = document.agency.level, document.view
    if level not in params.levels:
        return
    for match in compile_pattern(params.pattern).finditer(view.text):
        block = view.block_at(match.start())
        if block is None or block.kind is not BlockKind.PARAGRAPH or is_quoted(view.text, *match.span()):
            continue
        low, high = sentence_around(view.text, *match.span())
        if params.unless and compile_pattern(params.unless).search(view.text[low:high]):
            continue
        groups = {name: value or "" for name, value in match.groupdict().items()}
        start, end = match.span("x") if "x" in groups else match.span()
        yield Match(view.span(start, end), {"level": level, **groups})


STATEMENT = Check(StatementParams, check_statement)
ASPECTS = Check(AspectsParams, check_aspects)
SUBSTANCE = Check(SubstanceParams, check_substance)
CLAIM = Check(ClaimParams, check_claim)
