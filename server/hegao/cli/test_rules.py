"""``hegao test-rules``: run the examples that rules carry."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from hegao.cli import FOUND, OK
from hegao.cli.catalogue import rules_of
from hegao.config.model import DEFAULTS
from hegao.document.model import Agency, Document
from hegao.document.parse import parse_document
from hegao.engine import lint
from hegao.finding import Finding
from hegao.fix import Applicability, apply_fixes
from hegao.rulepack.load import form_for_year, load_rule_file
from hegao.rulepack.model import Example, Rule

_OPEN, _CLOSE = "⟦", "⟧"
_UNPAIRED = f"{_OPEN}{_CLOSE} 不成对。"


class _ExampleError(Exception):
    """An example cannot be tried. The message is Chinese."""


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("pack", nargs="?", metavar="PACK.toml", help="规则文件；缺省检验自带的全部规则")
    parser.add_argument("-q", "--quiet", action="store_true", help="只列没有通过的")


def run(options: Namespace) -> int:
    """Try every example and print the outcome of each rule; returns the exit status."""
    rules = load_rule_file(Path(options.pack)) if options.pack else tuple(rules_of(DEFAULTS).values())
    failed = 0
    for rule in rules:
        differences = list(_differences(rule))
        failed += bool(differences)
        if differences or not options.quiet:
            print(f"{rule.code} {rule.name}：{'没有通过' if differences else f'通过（{len(rule.examples)} 例）'}")
        for difference in differences:
            print("\n".join(f"    {line}" for line in difference.split("\n")))
    print(f"检验 {len(rules)} 条规则：" + (f"{failed} 条没有通过。" if failed else "全部通过。"))
    return FOUND if failed else OK


def _differences(rule: Rule) -> Iterator[str]:
    """What does not come out as the rule's examples say."""
    for key, name in (("bad", "反例"), ("good", "正例")):
        if not any(getattr(example, key) for example in rule.examples):
            yield f"缺少{name}：至少要有一个写了 {key} 的 [[rule.example]]。"
    for number, example in enumerate(rule.examples, 1):
        try:
            if example.bad:
                yield from _bad(rule, example, number)
            if example.good:
                yield from (
                    f"第 {number} 例 good 应没有问题，却在 {_place(example.good, finding)} 指出：{finding.message}"
                    for finding in _findings(rule, example.good, example)
                )
        except _ExampleError as error:
            yield f"第 {number} 例：{error}"


def _bad(rule: Rule, example: Example, number: int) -> Iterator[str]:
    text, wanted = _split(example.bad)
    findings = _findings(rule, text, example)
    found = [tuple(finding.span) for finding in findings]
    for start, end in wanted:
        if (start, end) not in found:
            yield f"第 {number} 例 bad 应指出“{text[start:end]}”（第 {_row(text, start)} 行），却没有。"
    for finding in findings:
        if tuple(finding.span) not in wanted:
            yield f"第 {number} 例 bad 多指出 {_place(text, finding)}：{finding.message}"
        if "{" in finding.message:
            yield f"第 {number} 例的消息里有没填上的空：{finding.message}"
    if example.fixed is None:
        return
    fixes = [fix for finding in findings for fix in finding.fixes if fix.applicability is not Applicability.SUGGESTION]
    fixed, _ = apply_fixes(text, fixes)
    if fixed != example.fixed:
        yield f"第 {number} 例改正后与 fixed 不同：\n{_difference(example.fixed, fixed)}"
    else:
        yield from (
            f"第 {number} 例改正后仍在 {_place(fixed, finding)} 指出：{finding.message}"
            for finding in _findings(rule, fixed, example)
        )


def _findings(rule: Rule, text: str, example: Example) -> tuple[Finding, ...]:
    document = _document(text, example)
    if example.previous:
        document = document._replace(previous=_document(example.previous, example))
    outcome = lint(document, [rule], force=True)
    if outcome.failures:
        raise _ExampleError(f"规则运行出错（{outcome.failures[0].error}）。")
    return outcome.findings


def _document(text: str, example: Example) -> Document:
    agency = Agency(name=example.agency, within=example.within) if example.agency or example.within else None
    return parse_document(text, form_for_year(None), agency)


def _split(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The draft without marks, and the half-open spans marked in it, in order."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    text = ""
    for part in re.split(f"([{_OPEN}{_CLOSE}])", marked):
        if part == _OPEN:
            opened.append(len(text))
        elif part == _CLOSE:
            if not opened:
                raise _ExampleError(_UNPAIRED)
            spans.append((opened.pop(), len(text)))
        else:
            text += part
    if opened:
        raise _ExampleError(_UNPAIRED)
    return text, sorted(spans)


def _row(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _place(text: str, finding: Finding) -> str:
    return f"第 {_row(text, finding.span.start)} 行“{text[finding.span.start : finding.span.end]}”"


def _difference(wanted: str, got: str) -> str:
    import difflib

    lines = difflib.unified_diff(wanted.splitlines(), got.splitlines(), "fixed", "改正后", lineterm="", n=0)
    return "\n".join(lines)
