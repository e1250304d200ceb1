"""A draft as it may be shown outside its own text: private values masked."""

from __future__ import annotations

from hegao.lsp.snapshot import Snapshot
from hegao.report.model import FileReport
from hegao.report.private import without_private


def shown(snapshot: Snapshot) -> FileReport:
    """Text and findings of a draft with private values masked, at unchanged offsets."""
    result = snapshot.result
    return without_private(
        FileReport(snapshot.path, result.document.source, findings=result.findings, private=result.private)
    )
