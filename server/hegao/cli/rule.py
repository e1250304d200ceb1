"""``hegao rule``: tell a rule in full."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from hegao.cli import OK
from hegao.cli.arguments import wrap
from hegao.cli.catalogue import FIXES, LEVELS, parameters, rule_object, rules_named
from hegao.cli.choosing import Chooser, add_settings_options
from hegao.rulepack.model import FAMILIES, Rule

_WIDTH = 92
_LONGEST = 160


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "rules", nargs="+", metavar="CODE", help="规则的代码、名称或中文题目里的字，如 T102、wrong-row-label、行名"
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="输出格式，缺省 text")
    add_settings_options(parser)


def run(options: Namespace) -> int:
    """Print the rules; returns the exit status."""
    settings = Chooser.of(options).settings("")
    found = [rules_named(settings, word) for word in options.rules]
    if options.output_format == "json":
        objects = [rule_object(rule) for rules in found for rule in rules]
        print(json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2, default=list))
        return OK
    pages = (
        _lines(rules[0]) if len(rules) == 1 else _list(word, rules)
        for word, rules in zip(options.rules, found, strict=True)
    )
    print("\n\n".join("\n".join(page) for page in pages))
    return OK


def _list(word: str, rules: list[Rule]) -> Iterator[str]:
    """The rules that a word of their titles means."""
    yield f"题目里有“{word}”的规则有 {len(rules)} 条，用 hegao rule 代码 看说明："
    yield from (f"  {rule.code}  {rule.title}（{rule.name}）" for rule in rules)


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
