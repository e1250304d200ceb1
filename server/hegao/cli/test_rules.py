"""``hegao test-rules``: run the examples that rules carry."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hegao.cli import FOUND, OK
from hegao.cli.catalogue import rules_of
from hegao.config.model import DEFAULTS
from hegao.examples import differences
from hegao.rulepack.load import load_rule_file


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("pack", nargs="?", metavar="PACK.toml", help="规则文件；缺省检验自带的全部规则")
    parser.add_argument("-q", "--quiet", action="store_true", help="只列没有通过的")


def run(options: Namespace) -> int:
    """Try every example and print the outcome of each rule; returns the exit status."""
    rules = load_rule_file(Path(options.pack)) if options.pack else tuple(rules_of(DEFAULTS).values())
    failed = 0
    for rule in rules:
        different = [str(difference) for difference in differences(rule)]
        failed += bool(different)
        if different or not options.quiet:
            print(f"{rule.code} {rule.name}：{'没有通过' if different else f'通过（{len(rule.examples)} 例）'}")
        for difference in different:
            print("\n".join(f"    {line}" for line in difference.split("\n")))
    print(f"检验 {len(rules)} 条规则：" + (f"{failed} 条没有通过。" if failed else "全部通过。"))
    return FOUND if failed else OK
