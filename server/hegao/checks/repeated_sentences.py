"""Check kind ``repeated-sentence``: a sentence, or a paragraph, that follows itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import is_written
from hegao.checks.patterns import compile_pattern
from hegao.checks.placing import lines_of, taking_out
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span

_ENDS = "。！？；"
_PAUSES = "，：、,:"


class RepeatedSentenceParams(NamedTuple):
    """``shortest``: fewest characters, without the mark at the end, that a sentence must have."""

    shortest: int = 6


def run(document: Document, params: RepeatedSentenceParams) -> Iterator[Match]:
    """Yield a match on each sentence that says the same as the one right before it, or as its last clause.

    A sentence that makes a paragraph is compared with the paragraph before it.
    """
    text = document.view.text
    before, place = "", (0, 0)
    for found in compile_pattern(f"[^{_ENDS}\n]+[{_ENDS}]?").finditer(text):
        sentence = "".join(found.group().split()).rstrip(_ENDS)
        if len(sentence) >= params.shortest and _ends_in(before, sentence):
            match = _match(document, place, found.span())
            if match is not None:
                yield match
        before, place = sentence, found.span()


def _ends_in(before: str, sentence: str) -> bool:
    """Whether a sentence is another one or its last clause."""
    if not before.endswith(sentence):
        return False
    at = len(before) - len(sentence)
    return at == 0 or before[at - 1] in _PAUSES


def _match(document: Document, first: tuple[int, int], second: tuple[int, int]) -> Match | None:
    view = document.view
    block, other = view.block_at(second[0]), view.block_at(first[0])
    if block is None or other is None or not is_written(document, second[0]):
        return None
    if block.kind is not BlockKind.PARAGRAPH or other.kind is not BlockKind.PARAGRAPH:
        return None
    span = view.span(*second)
    if block is other:
        edit = Edit(Span(view.offset(first[1] - 1) + 1, span.end), "")
    elif second == (block.start, block.end) and first == (other.start, other.end):
        edit = taking_out(document, lines_of(document, span))
    else:
        return None
    return Match(span, repairs=(Repair((edit,)),), related=(Related(view.span(*first), "前一句在这里"),))
