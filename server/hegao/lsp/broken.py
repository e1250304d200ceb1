"""Where relations between the figures of a table do not hold."""

from __future__ import annotations

from collections.abc import Iterator

from hegao.checks.relations import sheet_of
from hegao.document.model import Table
from hegao.engine import RELATIONS
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.sums import relation_groups
from hegao.text import Span


def broken_places(snapshot: Snapshot, table: Table | None) -> list[Span]:
    """The cells found wrong, and of tables without such a finding the totals that do not hold, by place.

    Args:
        table: Only in this one; None for all.
    """
    codes = {rule.code for rule in snapshot.rules if rule.check == RELATIONS}
    found = [finding.span for finding in snapshot.result.findings if finding.code in codes]
    spans = {*found, *_untold(snapshot, found)}
    return sorted(span for span in spans if table is None or _holds(table, span))


def _untold(snapshot: Snapshot, told: list[Span]) -> Iterator[Span]:
    """Totals of tables whose findings were left out: the relations are broken all the same."""
    for params in relation_groups(snapshot):
        sheet, table = sheet_of(snapshot.document, params), snapshot.document.table(params.table)
        if sheet is None or table is None or any(_holds(table, span) for span in told):
            continue
        yield from (sheet.span(relation.at) for relation in sheet.broken if relation.at in sheet.cells)


def _holds(table: Table, span: Span) -> bool:
    return table.span.start <= span.start <= table.span.end
