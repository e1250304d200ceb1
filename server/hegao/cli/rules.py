"""``hegao rules``: list the rules."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from hegao.cli import OK
from hegao.cli.arguments import codes, joined
from hegao.cli.catalogue import LEVELS, rule_object, rules_selected
from hegao.cli.choosing import Chooser, add_settings_options
from hegao.report.screen import display_width
from hegao.rulepack.model import FAMILIES, Rule

_FIX_WORDS = {"safe": "改正", "unsafe": "确认后改", "suggestion": "建议"}


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "rules", nargs="*", type=codes, metavar="CODES", help="只列这些规则：代码、名称或族，如 T102 W；缺省全部"
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="输出格式，缺省 text")
    add_settings_options(parser)


def run(options: Namespace) -> int:
    """Print the list; returns the exit status."""
    rules = rules_selected(Chooser.of(options).settings(""), joined(options.rules) or ())
    if options.output_format == "json":
        print(json.dumps([rule_object(rule) for rule in rules], ensure_ascii=False, indent=2, default=list))
        return OK
    widths = [
        max((display_width(cell) for cell in column), default=0) for column in zip(*map(_row, rules), strict=True)
    ]
    family = ""
    for rule in rules:
        if rule.family != family:
            print(f"{'' if not family else chr(10)}{rule.family} {FAMILIES[rule.family]}")
            family = rule.family
        cells = (_padded(cell, width) for cell, width in zip(_row(rule), widths, strict=True))
        print(f"  {'  '.join(cells)}".rstrip())
    off = sum(not rule.enabled for rule in rules)
    print(
        f"\n共 {len(rules)} 条规则" + (f"，其中 {off} 条缺省不启用。" if off else "。") + "用 hegao rule 代码 看说明。"
    )
    return OK


def _row(rule: Rule) -> tuple[str, ...]:
    level = LEVELS[rule.severity] + ("" if rule.enabled else "（不启用）")
    return (rule.code, level, rule.title, _FIX_WORDS[rule.correction.value] if rule.correction else "", rule.name)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))
