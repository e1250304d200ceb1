"""``hegao rule``: tell one rule in full."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from hegao.cli import OK
from hegao.cli.arguments import wrap
from hegao.cli.catalogue import FIXES, LEVELS, parameters, rule_named, rule_object
from hegao.cli.choosing import Chooser, add_settings_options
from hegao.rulepack.model import FAMILIES, Rule

_WIDTH = 92
_LONGEST = 160


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("rule", metavar="CODE", help="规则的代码、名称或曾用名，如 T102 或 wrong-row-label")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="输出格式，缺省 text")
    add_settings_options(parser)


def run(options: Namespace) -> int:
    """Print the rule; returns the exit status."""
    rule = rule_named(Chooser.of(options).settings(""), options.rule)
    if options.output_format == "json":
        print(json.dumps(rule_object(rule), ensure_ascii=False, indent=2, default=list))
    else:
        print("\n".join(_lines(rule)))
    return OK


def _lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name}"
    yield rule.title
    yield ""
    yield from _entry("族", f"{rule.family} {FAMILIES[rule.family]}")
    yield from _entry("级别", LEVELS[rule.severity] + ("" if rule.enabled else "；缺省不启用，写明代码或名称才用"))
    yield from _entry("依据", rule.basis)
    yield from _entry("改正", FIXES[rule.correction])
    if rule.aliases:
        yield from _entry("曾用名", "、".join(rule.aliases))
    if rule.explanation:
        yield ""
        yield from wrap(rule.explanation, _WIDTH)
    bad = next((example.bad for example in rule.examples if example.bad), "")
    good = next((example.good for example in rule.examples if example.good), "")
    for name, text in (("有问题的写法（⟦…⟧ 为指出之处）：", bad), ("没有问题的写法：", good)):
        if text:
            yield ""
            yield name
            yield from (f"    {line}" for line in text.strip("\n").splitlines())
    shown = parameters(rule)
    if shown:
        yield ""
        yield f"参数（检查种类 {rule.check}）："
        yield from (f"    {key} = {_short(value)}" for key, value in shown.items())


def _entry(name: str, text: str) -> Iterator[str]:
    head = f"{name}：" + "  " * (3 - len(name))
    for number, line in enumerate(wrap(text, _WIDTH - 8)):
        yield (head if number == 0 else " " * 8) + line


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=list)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …（共 {len(value)} 项）"
