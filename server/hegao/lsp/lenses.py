"""Code lenses: over each table how its relations stand, over the title how many findings there are."""

from __future__ import annotations

from collections import Counter

from lsprotocol import types

from hegao.lsp.snapshot import Snapshot
from hegao.lsp.sums import Balance, balances
from hegao.lsp.waiting import split_unwritten
from hegao.report.words import SEVERITIES

NEXT_BROKEN = "hegao.nextBroken"


def lenses(snapshot: Snapshot, params: types.CodeLensParams) -> list[types.CodeLens]:  # noqa: ARG001
    """The lenses of a draft, by place."""
    document = snapshot.document
    start = document.title.span.start if document.title else 0
    found = [_lens(snapshot, start, findings_told(snapshot))]
    tables = [table.span.start for table in document.tables]
    for balance in balances(snapshot):
        at = balance.table.span.start
        arguments = [snapshot.uri, tables.index(at)] if balance.broken else []
        found.append(_lens(snapshot, at, told(balance), arguments))
    return found


def told(balance: Balance) -> str:
    """How the relations of a table stand: ``勾稽 39 项：38 平 1 不平``."""
    unread = balance.total - balance.checked
    if not unread and not balance.broken:
        return f"勾稽 {balance.total} 项全部平衡"
    counts = (balance.checked - balance.broken, "平"), (balance.broken, "不平"), (unread, "未核")
    return f"勾稽 {balance.total} 项：" + " ".join(f"{count} {name}" for count, name in counts if count)


def findings_told(snapshot: Snapshot) -> str:
    """How many findings are shown of each severity: ``必错 1 · 疑似 3 · 提示 2``."""
    findings, _ = split_unwritten(snapshot.document, snapshot.result.findings)
    counts = Counter(finding.severity for finding in findings)
    if not counts:
        return "核稿 ✓ 未发现问题"
    return " · ".join(f"{name} {counts[severity]}" for severity, name in SEVERITIES.items())


def _lens(snapshot: Snapshot, at: int, title: str, arguments: list[object] | None = None) -> types.CodeLens:
    """A lens; without arguments it is shown and does nothing."""
    command = types.Command(title, NEXT_BROKEN if arguments else "", arguments=arguments or None)
    position = snapshot.positions.position(at)
    return types.CodeLens(types.Range(position, position), command=command)
