"""All rules there are, and one rule as an object: shared by the commands that tell of rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hegao.cli.console import UsageError
from hegao.config.model import Settings
from hegao.config.rules import all_rules, find_rule
from hegao.finding import Severity
from hegao.fix import Applicability
from hegao.rulepack.load import FORMS, suggest
from hegao.rulepack.model import FAMILIES, Rule

LEVELS = {Severity.ERROR: "必错", Severity.WARNING: "疑似", Severity.INFO: "提示"}
FIXES = {
    Applicability.SAFE: "可直接改正（恢复规定的写法）",
    Applicability.UNSAFE: "可改正，但会改动作者的用词，需要确认",
    Applicability.SUGGESTION: "给出可能的改法，逐处挑选",
    None: "不自动改正",
}


def rules_of(settings: Settings) -> dict[str, Rule]:
    """Every rule by code, in the order of codes; the newest form's where several have one."""
    found: dict[str, Rule] = {}
    for form_key in FORMS if settings.pack == "auto" else (settings.pack,):
        for rule in all_rules(settings, form_key):
            found.setdefault(rule.code, rule)
    order = list(FAMILIES)
    return dict(sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), pair[0])))


def rule_named(settings: Settings, word: str) -> Rule:
    """The rule of a code, a name or a former name.

    Raises:
        UsageError: There is none.
    """
    rules = rules_of(settings)
    rule = find_rule(rules.values(), word)
    if rule is None:
        words = {known for one in rules.values() for known in (one.code, one.name, *one.aliases)}
        hint = suggest(word, words) or suggest(word.upper(), words) or "。"
        raise UsageError(f"没有代码或名称为“{word}”的规则{hint}用 hegao rules 可列出全部规则。")
    return rule


def rules_named(settings: Settings, word: str) -> list[Rule]:
    """The rule of a code or name; else those whose Chinese title has the word in it.

    Raises:
        UsageError: There is none.
    """
    rules = rules_of(settings).values()
    rule = find_rule(rules, word)
    if rule is not None:
        return [rule]
    titled = [one for one in rules if word == one.title] or [one for one in rules if word.strip() and word in one.title]
    return titled or [rule_named(settings, word)]


def rules_selected(settings: Settings, words: Sequence[str]) -> list[Rule]:
    """The rules of codes, names and family letters, in the order of codes; all of them for no words.

    Raises:
        UsageError: A word means no rule.
    """
    rules = list(rules_of(settings).values())
    if not words or "ALL" in map(str.upper, words):
        return rules
    wanted: set[str] = set()
    for word in words:
        family = {rule.code for rule in rules if rule.family == word.upper()}
        wanted |= family or {rule_named(settings, word).code}
    return [rule for rule in rules if rule.code in wanted]


def rule_object(rule: Rule) -> dict[str, Any]:
    """A rule for JSON."""
    return {
        "code": rule.code,
        "name": rule.name,
        "aliases": list(rule.aliases),
        "title": rule.title,
        "family": rule.family,
        "family_title": FAMILIES[rule.family],
        "severity": rule.severity.value,
        "enabled": rule.enabled,
        "fix": rule.correction.value if rule.correction else None,
        "check": rule.check,
        "message": rule.message,
        "messages": dict(rule.messages),
        "basis": rule.basis,
        "explanation": rule.explanation,
        "params": parameters(rule),
        "examples": [
            {key: value for key, value in example._asdict().items() if value not in (None, "", ())}
            for example in rule.examples
        ],
        "source": rule.source,
    }


def parameters(rule: Rule) -> dict[str, Any]:
    """The parameters of a rule that differ from the defaults of its check."""
    given = rule.params._asdict()
    defaults = rule.params._field_defaults
    return {key: value for key, value in given.items() if key not in defaults or value != defaults[key]}
