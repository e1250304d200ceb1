"""What a rule's findings depend on, so that an edit elsewhere need not run it again."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from hegao.checks.reach import stays_on_line
from hegao.checks.registry import BLOCK, LINE, STRUCTURE
from hegao.rulepack.model import Rule

_PATTERN = "pattern"
_SOURCE = "source"


class Scope(str, Enum):
    """What a rule's findings depend on; see :mod:`hegao.checks.registry`."""

    BLOCK = "block"
    LINE = "line"
    STRUCTURE = "structure"
    DOCUMENT = "document"


class Scoped(NamedTuple):
    """Rules by what they depend on."""

    block: tuple[Rule, ...]
    line: tuple[Rule, ...]
    structure: tuple[Rule, ...]
    document: tuple[Rule, ...]


def scope_of(rule: Rule) -> Scope:
    """What the findings of a rule depend on: the narrowest that is certain."""
    if rule.check in LINE:
        return Scope.LINE
    if rule.check in STRUCTURE:
        return Scope.STRUCTURE
    if rule.check not in BLOCK:
        return Scope.DOCUMENT
    name = BLOCK[rule.check]
    try:
        params = rule.params
        pattern = getattr(params, name) if name else ""
    except Exception:  # noqa: BLE001 - a rule whose parameters cannot be read fails when it runs, and is named then
        return Scope.DOCUMENT
    if pattern and not stays_on_line(pattern):
        return Scope.DOCUMENT
    if rule.check == _PATTERN and params.scope == _SOURCE:
        # Where a section or a line to be taken out ends is told by other lines.
        return Scope.DOCUMENT if params.sections or params.whole_lines else Scope.LINE
    return Scope.BLOCK


def by_scope(rules: Iterable[Rule]) -> Scoped:
    """Rules by what they depend on, each kind in the order given."""
    found: dict[Scope, list[Rule]] = {scope: [] for scope in Scope}
    for rule in rules:
        found[scope_of(rule)].append(rule)
    return Scoped(*(tuple(found[scope]) for scope in Scope))
