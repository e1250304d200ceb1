"""Corrections of several places at once: all safe ones, all of one rule, all that make the same change.

What changes a figure or needs a choice is never among them.
"""

from __future__ import annotations

from lsprotocol import types

from hegao.finding import Finding, same_fixes
from hegao.fix import Edit, Fix, plan_fixes
from hegao.lsp.edits import workspace_edit
from hegao.lsp.meant import finding_named
from hegao.lsp.snapshot import Snapshot

SAFE, RULE, SAME = "safe", "rule", "same"


def all_safe(snapshot: Snapshot) -> tuple[Fix, ...]:
    """The safe fixes of a draft that can be applied together; what touches another waits for the next time."""
    fixes = (fix for finding in snapshot.result.findings for fix in finding.fixes)
    return plan_fixes(snapshot.text, (fix for fix in fixes if fix.applicability.in_bulk(unsafe=False))).applied


def all_of_rule(snapshot: Snapshot, code: str) -> tuple[Fix, ...]:
    """The safe and unsafe fixes of one rule: its author asked for this rule by name."""
    fixes = (fix for finding in snapshot.result.findings if finding.code == code for fix in finding.fixes)
    return plan_fixes(snapshot.text, (fix for fix in fixes if fix.applicability.in_bulk(unsafe=True))).applied


def all_same(snapshot: Snapshot, finding: Finding) -> tuple[Fix, ...]:
    """The fixes that make the change of a finding's own fix wherever its rule finds the same."""
    return same_fixes(snapshot.text, snapshot.result.findings, finding)


def edits_of(fixes: tuple[Fix, ...]) -> list[Edit]:
    """The edits of fixes that go together."""
    return [edit for fix in fixes for edit in fix.edits]


def edit_of(snapshot: Snapshot, what: str, name: str) -> types.WorkspaceEdit | None:
    """The edit that corrects several places; None when nothing is left to correct.

    Args:
        what: :data:`SAFE`, :data:`RULE` or :data:`SAME`.
        name: Code of the rule, or the finding's name; "" for :data:`SAFE`.
    """
    fixes: tuple[Fix, ...] = ()
    if what == SAFE:
        fixes = all_safe(snapshot)
    elif what == RULE:
        fixes = all_of_rule(snapshot, name)
    elif what == SAME:
        finding = finding_named(snapshot, name)
        fixes = all_same(snapshot, finding) if finding is not None else ()
    return workspace_edit(snapshot, edits_of(fixes)) if fixes else None
