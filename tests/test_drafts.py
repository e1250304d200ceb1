"""Whole invented drafts: clean ones are clean, each known fault is found, all findings are promises.

The snapshots beside the faulty drafts hold every finding. To renew them after reading what changed:
``HEGAO_UPDATE=1 pytest tests/test_drafts.py``.
"""

from __future__ import annotations

import os

import pytest

from hegao.config.model import Settings
from hegao.engine import check
from hegao.finding import Finding, Severity
from hegao.text import SourceText
from invented import Draft, Fault, invented_drafts, with_fault

DRAFTS = invented_drafts()
FAULTS = [(draft, fault) for draft in DRAFTS for fault in draft.faults]
UPDATE = os.environ.get("HEGAO_UPDATE") == "1"


def findings(text: str) -> list[Finding]:
    result = check(text, Settings())
    assert not result.failures
    return list(result.findings)


def described(text: str, found: list[Finding]) -> str:
    """One line a finding, as a reader would compare them."""
    source = SourceText(text)
    lines = []
    for finding in found:
        start, end = source.position(finding.span.start), source.position(finding.span.end)
        place = f"{start.line + 1}:{start.column + 1}-{end.line + 1}:{end.column + 1}"
        lines.append(f"{place} {finding.severity.value} {finding.code} {finding.message}")
        lines += [f"    {fix.applicability.value}: {fix.title}" for fix in finding.fixes]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_a_clean_draft_has_no_error_and_no_warning(draft: Draft):
    serious = [f for f in findings(draft.clean) if f.severity is not Severity.INFO]
    assert not serious, described(draft.clean, serious)


@pytest.mark.parametrize(("draft", "fault"), FAULTS, ids=[f"{d.name}-{d.layout}-{f.code}" for d, f in FAULTS])
def test_a_fault_is_found_where_it_is(draft: Draft, fault: Fault):
    text = with_fault(draft.clean, fault)
    source = SourceText(text)
    line = source.position(draft.clean.index(fault.old)).line
    found = [finding for finding in findings(text) if finding.name == fault.code]
    assert found, described(text, findings(text))
    assert any(f.absent or source.position(f.span.start).line == line for f in found), described(text, found)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_a_wrong_figure_is_found_in_its_cell(draft: Draft):
    result = check(draft.miscounted, Settings())
    assert draft.figures
    for wrong in draft.figures:
        cell = result.document.table(wrong.table).value(wrong.row, wrong.column)
        assert any(f.name == wrong.code and f.span == cell.span for f in result.findings), described(
            draft.miscounted, list(result.findings)
        )


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_all_findings_of_a_faulty_draft_are_as_promised(draft: Draft):
    path = draft.path("faulty").with_suffix(".findings.txt")
    now = described(draft.faulty, findings(draft.faulty))
    if UPDATE:
        path.write_text(now, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == now


def test_the_layout_changes_no_finding():
    """The same draft in three layouts has the same findings but for their places."""
    by_name: dict[str, set[tuple[tuple[str, str], ...]]] = {}
    for draft in DRAFTS:
        said = tuple(sorted((f.code, f.message) for f in findings(draft.faulty)))
        by_name.setdefault(draft.name, set()).add(said)
    assert {name: len(variants) for name, variants in by_name.items()} == dict.fromkeys(by_name, 1)
