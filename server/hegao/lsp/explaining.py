"""What a rule is about, for an editor that shows Markdown and for one that shows a message."""

from __future__ import annotations

from hegao.config.model import Settings
from hegao.config.rules import all_rules, find_rule
from hegao.report.rule_pages import rule_page
from hegao.rulepack.load import FORMS
from hegao.rulepack.model import Rule


def rule_of(settings: Settings, word: str) -> Rule | None:
    """The rule of a code or name, of the form that is asked for or any other; None when there is none."""
    forms = FORMS if settings.pack == "auto" else (settings.pack,)
    found = (find_rule(all_rules(settings, form), word) for form in forms)
    return next((rule for rule in found if rule is not None), None)


def page(rule: Rule) -> str:
    """The rule as a Markdown document."""
    return rule_page(rule, level=1)


def message(rule: Rule) -> str:
    """The rule in a few lines without marks."""
    lines = [f"{rule.code} {rule.title}", rule.explanation.strip(), f"依据：{rule.basis}" if rule.basis else ""]
    return "\n".join(line for line in lines if line)
