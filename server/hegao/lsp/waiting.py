"""Findings that are right and yet would only disturb: what is not written yet, and what is being typed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from hegao.document.model import Document
from hegao.finding import Finding


def split_unwritten(document: Document, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Findings to show, and those of something missing that may simply not be written yet.

    Something missing is told once the draft goes on behind its place with another section, or is signed or dated.
    """
    if document.signature is not None or document.date is not None:
        return list(findings), []
    last = max((section.heading.start for section in document.sections), default=-1)
    told: list[Finding] = []
    waiting: list[Finding] = []
    for finding in findings:
        (waiting if finding.absent and _place(finding) > last else told).append(finding)
    return told, waiting


def _place(finding: Finding) -> int:
    """Where what is missing would stand: where a fix would put it in, else behind what is marked."""
    edits = finding.fixes[0].edits if finding.fixes else ()
    return min((edit.span.start for edit in edits), default=finding.span.end)


def split_typed(document: Document, findings: Iterable[Finding], caret: int) -> tuple[list[Finding], list[Finding]]:
    """Findings to show, and those at the caret while a number or a cell of a table is typed there."""
    findings = list(findings)
    touching = [finding for finding in findings if finding.span.start <= caret <= finding.span.end]
    if not touching or not (_at_number(document.source.text, caret) or _in_cell(document, caret)):
        return findings, []
    held = {id(finding) for finding in touching if not finding.absent}
    return (
        [finding for finding in findings if id(finding) not in held],
        [finding for finding in touching if not finding.absent],
    )


def _at_number(text: str, caret: int) -> bool:
    return any(0 <= at < len(text) and text[at].isdecimal() for at in (caret - 1, caret))


def _in_cell(document: Document, caret: int) -> bool:
    tables = document.tables
    at = bisect_right([table.span.start for table in tables], caret) - 1
    if at < 0 or tables[at].span.end < caret:
        return False
    return any(
        cell.span.start <= caret <= cell.span.end
        for row in tables[at].rows
        if row.span.start <= caret <= row.span.end
        for cell in row.cells
    )
