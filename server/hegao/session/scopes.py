"""What a rule's findings depend on, so that an edit elsewhere need not run it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from hegao.checks.reach import sees_ends, stays_on_line
from hegao.checks.registry import BLOCK, LINE, NEIGHBOURS, STRUCTURE
from hegao.rulepack.model import Rule
from hegao.session.excerpt import PLACES
from hegao.session.literals import Index

_PATTERN = "pattern"
_SOURCE = "source"


class Scope(str, Enum):
    """What a rule's findings depend on; see :mod:`hegao.checks.registry`."""

    BLOCK = "block"
    NEIGHBOURS = "neighbours"
    LINE = "line"
    STRUCTURE = "structure"
    DOCUMENT = "document"


class Tier(NamedTuple):
    """Rules of one scope by code.

    Attributes:
        places: What they may ask of a document without depending on more of it.
    """

    rules: Mapping[str, Rule]
    literals: Index
    places: tuple[str, ...] = ()


class Scoped(NamedTuple):
    """Rules by what they depend on."""

    block: Tier
    neighbours: Tier
    line: Tier
    structure: Tier
    document: Tier


def scope_of(rule: Rule) -> Scope:
    """What the findings of a rule depend on: the narrowest that is certain."""
    if rule.check in LINE:
        return Scope.LINE
    if rule.check in STRUCTURE:
        return Scope.STRUCTURE
    kinds = BLOCK if rule.check in BLOCK else NEIGHBOURS
    if rule.check not in kinds:
        return Scope.DOCUMENT
    try:
        params = rule.params
        patterns = _patterns(getattr(params, kinds[rule.check])) if kinds[rule.check] else []
    except Exception:  # noqa: BLE001 - a rule whose parameters cannot be read fails when it runs, and is named then
        return Scope.DOCUMENT
    if not all(map(stays_on_line, patterns)):
        return Scope.DOCUMENT
    if rule.check == _PATTERN and params.scope == _SOURCE:
        # Where a section or a line to be taken out ends is told by other lines.
        return Scope.DOCUMENT if params.sections or params.whole_lines else Scope.LINE
    beside = kinds is NEIGHBOURS or any(map(sees_ends, patterns)) or (rule.check == _PATTERN and params.whole_lines)
    return Scope.NEIGHBOURS if beside else Scope.BLOCK


def _patterns(value: Any) -> list[str]:
    """A parameter's patterns: it is one, or consists of tables with the key ``pattern``."""
    return [value] if isinstance(value, str) else [entry["pattern"] for entry in value]


def by_scope(rules: Iterable[Rule]) -> Scoped:
    """Rules by what they depend on, each tier in the order given."""
    found: dict[Scope, list[Rule]] = {scope: [] for scope in Scope}
    for rule in rules:
        found[scope_of(rule)].append(rule)
    near = (Scope.BLOCK, Scope.NEIGHBOURS, Scope.LINE)
    return Scoped(*(_tier(found[scope], PLACES if scope in near else ()) for scope in Scope))


def _tier(rules: list[Rule], places: tuple[str, ...]) -> Tier:
    return Tier({rule.code: rule for rule in rules}, Index(rules), places)
