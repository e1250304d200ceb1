"""Which rules run, and how grave each is: selectors from settings applied to packs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from hegao.config.model import Settings
from hegao.config.schema import ConfigError
from hegao.finding import Severity
from hegao.rulepack.load import FORMS, load_pack, load_rule_file, suggest
from hegao.rulepack.model import FAMILIES, Rule

ALL = "ALL"
# How closely a selector names a rule. The closer one wins, and between equals the one that leaves out.
_NO, _EVERY, _FAMILY, _NAMED = -1, 0, 1, 2


@lru_cache(maxsize=64)
def all_rules(settings: Settings, form_key: str) -> tuple[Rule, ...]:
    """The rules of a built-in pack and of the user's packs; a user's rule replaces one of its code.

    Raises:
        hegao.rulepack.load.PackError: A user's pack is unreadable or wrong.
    """
    rules = load_pack(form_key).rules
    if not settings.packs:
        return rules
    by_code = {rule.code: rule for rule in rules}
    for path in settings.packs:
        by_code.update((rule.code, rule) for rule in load_rule_file(Path(path), str(settings.origin("packs"))))
    return tuple(by_code.values())


@lru_cache(maxsize=64)
def active_rules(settings: Settings, form_key: str) -> tuple[Rule, ...]:
    """The rules to run on a draft of a form, with the severities set.

    A rule that is off by default runs only when it is selected by code or name.

    Raises:
        ConfigError: A selector names no rule.
        hegao.rulepack.load.PackError: A user's pack is unreadable or wrong.
    """
    rules = all_rules(settings, form_key)
    _refuse_unknown(settings, rules)
    if settings.select == (ALL,) and not (settings.ignore or settings.extend_select or settings.severity):
        return tuple(rule for rule in rules if rule.enabled)
    wanted = (*settings.select, *settings.extend_select)
    return tuple(_with_severity(rule, settings) for rule in rules if _runs(rule, wanted, settings.ignore))


def find_rule(rules: Iterable[Rule], word: str) -> Rule | None:
    """The rule of a code, name or former name."""
    return next((rule for rule in rules if _closeness(rule, word) == _NAMED), None)


def _closeness(rule: Rule, selector: str) -> int:
    if selector.upper() == rule.code or selector == rule.name or selector in rule.aliases:
        return _NAMED
    if selector.upper() == rule.family:
        return _FAMILY
    return _EVERY if selector.upper() == ALL else _NO


def _runs(rule: Rule, wanted: Iterable[str], ignored: Iterable[str]) -> bool:
    on = max((_closeness(rule, selector) for selector in wanted), default=_NO)
    off = max((_closeness(rule, selector) for selector in ignored), default=_NO)
    return on > off and (rule.enabled or on == _NAMED)


def _with_severity(rule: Rule, settings: Settings) -> Rule:
    best, level = _NO, ""
    for selector, wanted in settings.severity.items():
        closeness = _closeness(rule, selector)
        if closeness > best:
            best, level = closeness, wanted
    return rule._replace(severity=Severity(level)) if level and level != rule.severity.value else rule


def _refuse_unknown(settings: Settings, rules: Iterable[Rule]) -> None:
    """Complain about a selector that names no rule of this form nor of any other."""
    written = [
        *(("rules.select", word) for word in settings.select),
        *(("rules.ignore", word) for word in settings.ignore),
        *(("rules.extend-select", word) for word in settings.extend_select),
        *((f"rules.severity.{word}", word) for word in settings.severity),
        *(("", entry.code) for entry in settings.suppress),
    ]
    if all(word == ALL for _, word in written):
        return
    known = selector_words(rules)
    unknown = [(key, word) for key, word in written if word not in known and word.upper() not in known]
    if not unknown:
        return
    # A rule of another year's form is no mistake: one settings file serves drafts of all years.
    for form_key in FORMS:
        known |= selector_words(all_rules(settings, form_key))
    for key, word in unknown:
        if word in known or word.upper() in known:
            continue
        origin = settings.origin(key)
        if not key:
            origin = next(entry.origin for entry in settings.suppress if entry.code == word)
        hint = suggest(word, known) or suggest(word.upper(), known) or "。"
        raise ConfigError(f"{origin}：没有代码或名称为“{word}”的规则{hint}用 hegao rules 可列出全部规则。", origin)


def selector_words(rules: Iterable[Rule]) -> set[str]:
    """Everything a selector may say."""
    words = {ALL, *FAMILIES}
    for rule in rules:
        words.update((rule.code, rule.name, *rule.aliases))
    return words
