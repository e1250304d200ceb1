"""Try the examples that rules carry: bad is found at its marks, good is clean, the fix leads where it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.patterns import PatternError
from hegao.document.model import Agency, Document
from hegao.document.parse import parse_document
from hegao.engine import lint
from hegao.finding import Finding
from hegao.fix import Applicability, apply_fixes
from hegao.rulepack.load import form_for_year
from hegao.rulepack.model import Example, Rule

_OPEN, _CLOSE = "⟦", "⟧"
_UNPAIRED = f"{_OPEN}{_CLOSE} 不成对。"


class Difference(NamedTuple):
    """What does not come out as a rule's examples say.

    Attributes:
        message: Chinese.
        number: 1-based number of the example; 0 when it is about all of them.
        key: Key of the example it is about: ``bad``, ``good`` or ``fixed``.
    """

    message: str
    number: int = 0
    key: str = "bad"

    def __str__(self) -> str:
        """As the command prints it."""
        return f"第 {self.number} 例{self.message}" if self.number else self.message


class _ExampleError(Exception):
    """An example cannot be tried. The message is Chinese."""


def differences(rule: Rule) -> Iterator[Difference]:
    """What does not come out as the rule's examples say, by example."""
    for key, name in (("bad", "反例"), ("good", "正例")):
        if not any(getattr(example, key) for example in rule.examples):
            yield Difference(f"缺少{name}：至少要有一个写了 {key} 的 [[rule.example]]。", 0, key)
    for number, example in enumerate(rule.examples, 1):
        key = "bad"
        try:
            if example.bad:
                yield from _bad(rule, example, number)
            if example.good:
                key = "good"
                for finding in _findings(rule, example.good, example):
                    told = f" good 应没有问题，却在 {_place(example.good, finding)} 指出：{finding.message}"
                    yield Difference(told, number, key)
        except _ExampleError as error:
            yield Difference(f"：{error}", number, key)


def _bad(rule: Rule, example: Example, number: int) -> Iterator[Difference]:
    text, wanted = _split(example.bad)
    findings = _findings(rule, text, example)
    found = [tuple(finding.span) for finding in findings]
    for start, end in wanted:
        if (start, end) not in found:
            yield Difference(f" bad 应指出“{text[start:end]}”（第 {_row(text, start)} 行），却没有。", number)
    for finding in findings:
        if tuple(finding.span) not in wanted:
            yield Difference(f" bad 多指出 {_place(text, finding)}：{finding.message}", number)
        if "{" in finding.message:
            yield Difference(f"的消息里有没填上的空：{finding.message}", number)
    if example.fixed is None:
        return
    fixes = [fix for finding in findings for fix in finding.fixes if fix.applicability is not Applicability.SUGGESTION]
    fixed, _ = apply_fixes(text, fixes)
    if fixed != example.fixed:
        yield Difference(f"改正后与 fixed 不同：\n{_difference(example.fixed, fixed)}", number, "fixed")
    else:
        for finding in _findings(rule, fixed, example):
            yield Difference(f"改正后仍在 {_place(fixed, finding)} 指出：{finding.message}", number, "fixed")


def _findings(rule: Rule, text: str, example: Example) -> tuple[Finding, ...]:
    document = _document(text, example)
    if example.previous:
        document = document._replace(previous=_document(example.previous, example))
    outcome = lint(document, [rule], force=True)
    if outcome.failures:
        error = outcome.failures[0].error
        wrong_pattern = error == PatternError.__name__
        raise _ExampleError("规则里的正则表达式写得不对。" if wrong_pattern else f"规则运行出错（{error}）。")
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
    import difflib  # noqa: PLC0415 - only needed to complain

    lines = difflib.unified_diff(wanted.splitlines(), got.splitlines(), "fixed", "改正后", lineterm="", n=0)
    return "\n".join(lines)
