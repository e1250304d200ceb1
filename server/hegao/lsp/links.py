"""Links of a draft: from the figures carried over to last year's report.

Laws and documents have no links: nothing leads from a draft out of the machine.
"""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from hegao.document.model import Document
from hegao.lsp.snapshot import Snapshot
from hegao.text import Span

_CARRIED_IN = "CIN"
"""Key of the row whose figures stand in last year's report too."""


def links(snapshot: Snapshot, _params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
    """From the label of the row of requests carried over, else from the year in the title, to last year's report."""
    previous = snapshot.settings.previous
    if not previous or not snapshot.document.is_report:
        return None
    span = _place(snapshot.document)
    path = Path(previous)
    if span is None or not path.is_file():
        return None
    target = path.resolve().as_uri()
    return [types.DocumentLink(snapshot.positions.range(span), target, f"打开上年度报告 {path.name}")]


def _place(document: Document) -> Span | None:
    row = next((found for table in document.tables if (found := table.row(_CARRIED_IN)) is not None), None)
    if row is not None and row.labels:
        return row.labels[-1].span
    return document.title.year_span if document.title else None
