"""Check kind ``split-paragraph``: a blank line in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.patterns import compile_pattern
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Repair
from hegao.fix import Edit
from hegao.text import Span


class SplitParagraphParams(NamedTuple):
    """``marks``: marks after which a sentence goes on."""

    marks: str


def run(document: Document, params: SplitParagraphParams) -> Iterator[Match]:
    """Yield a match on each mark behind which a blank line cuts a paragraph in two.

    A mere line end is none: that is how hard-wrapped text looks. The repair joins the two parts.
    """
    view, source = document.view, document.source
    marks = compile_pattern(f"[{params.marks}]")
    for block in view.blocks:
        if not block.joined or block.kind is not BlockKind.PARAGRAPH:
            continue
        for found in marks.finditer(view.text, block.start, block.end - 1):
            mark = view.span(*found.span())
            following = view.offset(found.end())
            if following == mark.end:
                continue
            between = Span(mark.end, following)
            if source[between].isspace() and source.position(following).line - source.position(mark.end).line > 1:
                yield Match(mark, repairs=(Repair((Edit(between, ""),)),))
