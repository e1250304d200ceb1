"""Check for the parts of a letter that a published report does not have."""

from __future__ import annotations

from collections.abc import Iterator

from hegao.checks.base import NoParams
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Repair
from hegao.fix import Edit
from hegao.text import Span


def run(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the line that addresses the report to somebody (主送机关)."""
    for block in document.view.blocks:
        if block.kind is BlockKind.ADDRESSEE:
            yield Match(block.span, repairs=(Repair((Edit(_with_line_end(document, block.span), ""),)),))


def _with_line_end(document: Document, span: Span) -> Span:
    """The span and the line ends and blank lines after it, so that its removal leaves no gap."""
    text, end = document.source.text, span.end
    while end < len(text) and text[end] in " \t\r\n":
        end += 1
    # What indents the next paragraph stays.
    while end > span.end and text[end - 1] in " \t":
        end -= 1
    return Span(span.start, end)
