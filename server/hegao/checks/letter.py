"""Check for the parts of a letter that a published report does not have."""

from __future__ import annotations

from collections.abc import Iterator

from hegao.checks.base import NoParams
from hegao.checks.placing import lines_of, taking_out
from hegao.document.model import BlockKind, Document
from hegao.finding import Match, Repair


def run(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield the line that addresses the report to somebody (主送机关)."""
    for block in document.view.blocks:
        if block.kind is BlockKind.ADDRESSEE:
            yield Match(block.span, repairs=(Repair((taking_out(document, lines_of(document, block.span)),)),))
