"""Check kinds for marks a pattern alone cannot judge: half-width pairs, full-width letters, paragraph ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import NoParams
from hegao.checks.context import is_margin, is_written, replacing
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Block, BlockKind, Document, View
from hegao.finding import Match, Repair
from hegao.fix import Edit
from hegao.text import Span

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_MOST_PAUSES_OF_HEADING = 4


class MarkPairParams(NamedTuple):
    """Half-width pairs and what stands for them in Chinese text.

    Attributes:
        pattern: The pair; group ``open`` and group ``close`` are its two marks. A match without
            them is passed over.
        opening, closing: The marks as they should be.
    """

    pattern: str
    opening: str
    closing: str


def mark_pairs(document: Document, params: MarkPairParams) -> Iterator[Match]:
    """Yield a match on the opening mark of each pair; the repair replaces both.

    A pair that is the layer mark of its block (``(一)``) is left to the rules about layer marks.
    """
    view = document.view
    for found in compile_pattern(params.pattern).finditer(view.text):
        if found.start("open") < 0 or not _is_chinese(view.text[max(0, found.start() - 1) : found.end() + 1]):
            continue
        opening, closing = view.span(*found.span("open")), view.span(*found.span("close"))
        block = view.block_at(found.start())
        if not is_written(document, found.start()) or (block and block.mark and block.mark.span.touches(opening)):
            continue
        edits = (Edit(opening, params.opening), Edit(closing, params.closing))
        inner = view.text[found.end("open") : found.start("close")]
        slots = {"inner": inner, "marks": found["open"] + found["close"]}
        yield Match(opening, slots, repairs=(Repair(edits, {"new": params.opening + params.closing}),))


def _is_chinese(text: str) -> bool:
    return compile_pattern(r"\p{Han}").search(text) is not None


def wide_characters(document: Document, _: NoParams) -> Iterator[Match]:
    """Yield a match for each run of full-width digits and letters in the running text."""
    view = document.view
    for found in compile_pattern("[０-９Ａ-Ｚａ-ｚ]+").finditer(view.text):
        if is_written(document, found.start()):
            new = found.group().translate(_WIDE)
            yield Match(view.span(*found.span()), {"new": new}, repairs=replacing(view, *found.span(), new))


class ParagraphEndParams(NamedTuple):
    """When a paragraph must end in a full stop.

    Attributes:
        final: Marks a paragraph may end in.
        wrong: Marks it may not end in; they are replaced.
        closers: Closing marks that may follow a final mark.
        insert: The mark to put.
        length: Paragraphs of up to so many characters count as labels.
        clause: A paragraph without a full stop inside needs so many characters to be no sub-heading,
            unless it holds one of ``predicates``.
        predicates: Words that make a sentence of a line without inner marks.
        unless: Pattern of first words of paragraphs that take no full stop.
    """

    final: str
    wrong: str
    closers: str
    insert: str
    length: int = 10
    clause: int = 40
    predicates: tuple[str, ...] = ()
    unless: str = ""


def paragraph_ends(document: Document, params: ParagraphEndParams) -> Iterator[Match]:
    """Yield a match on the last character of each paragraph that lacks its final mark.

    Only where the paragraph certainly ends: a line that an unmarked, unindented line follows may be
    wrapped text.
    """
    view = document.view
    blocks = view.blocks
    for index, block in enumerate(blocks):
        if block.kind is not BlockKind.PARAGRAPH or view.text[block.end - 1 : block.end] in params.final:
            continue
        if is_margin(document, block):
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is not None and following.section != block.section:
            following = None
        text = view.text_of(block)
        if not _lacks_end(text, params) or not _is_sentence(document, block, following, params):
            continue
        last = view.span(block.end - 1, block.end)
        if text[-1] in params.wrong:
            yield Match(
                last, {"mark": text[-1]}, "wrong", (Repair((Edit(last, params.insert),), {"new": params.insert}),)
            )
        else:
            edit = Edit(Span(last.end, last.end), params.insert)
            yield Match(last, repairs=(Repair((edit,), {"new": params.insert}),))


def _lacks_end(text: str, params: ParagraphEndParams) -> bool:
    bare = text.rstrip(params.closers)
    # A number, an address or a web link at the end takes no mark with certainty.
    return bool(bare) and bare[-1] not in params.final and not text[-1].isascii()


def _is_sentence(document: Document, block: Block, following: Block | None, params: ParagraphEndParams) -> bool:
    view = document.view
    text = _body(view, block)
    if len(text) <= params.length or (params.unless and compile_pattern(params.unless).match(text)):
        return False
    if following is not None and following.kind is BlockKind.PARAGRAPH and following.mark is None:
        after = view.text_of(following)
        is_body = len(after) > params.length or after[-1] in params.final
        if is_body and not _is_indented(document, following):
            return False
        if is_body and not any(mark in text for mark in params.final):
            return False
    if any(mark in text for mark in params.final):
        return True
    if block.mark is not None:
        return False
    states = any(word in text for word in params.predicates)
    if following is not None and following.mark is not None:
        # What stands before an item may be a heading; one with a year, a pause and a verb of the report is none.
        dated = "，" in text and any(char.isdecimal() for char in text)
        return (dated and states) or text.count("，") > _MOST_PAUSES_OF_HEADING
    return states or ("，" in text and len(text) > params.clause)


def _body(view: View, block: Block) -> str:
    """The text of a block without its layer mark."""
    skip = block.mark.span.end - block.span.start if block.mark else 0
    return view.text_of(block)[skip:]


def _is_indented(document: Document, block: Block) -> bool:
    """Whether the line a block begins on is indented, which shows a new paragraph."""
    start = block.span.start
    return start > 0 and document.source.text[start - 1] in " \t\u3000\u00a0"
