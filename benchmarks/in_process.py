"""Parsing and checking in process: 7,000 characters, the dearest rules, and growth over 1×, 10×, 100×.

python benchmarks/in_process.py [--rounds 31] [--top 15] [--form tab]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from corpus import one_report
from pairs import verdict

from hegao.document.form import Form
from hegao.document.memory import ParseMemory
from hegao.document.model import Document
from hegao.document.parse import parse_document
from hegao.engine import lint
from hegao.rulepack.load import form_for_year, load_pack
from hegao.rulepack.model import Rule

GOAL_MS = 5.0
SIZES = (7_000, 70_000, 700_000)


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median milliseconds of a call, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def enabled(key: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load_pack(key).rules if rule.enabled)


def dearest(document: Document, rules: tuple[Rule, ...], rounds: int, top: int) -> None:
    """Print the rules that take longest, each run alone."""
    nothing = median_ms(lambda: lint(document, ()), rounds)
    costs = sorted(
        ((median_ms(lambda rule=rule: lint(document, (rule,)), rounds) - nothing, rule) for rule in rules),
        key=lambda c: -c[0],
    )
    total = sum(cost for cost, _ in costs)
    print(f"\n{'ms':>7}  share  rule (of {len(rules)})")
    for cost, rule in costs[:top]:
        print(f"{cost:7.3f}  {cost / total:5.1%}  {rule.code} {rule.name} [{rule.check}]")


def after_edit(text: str, at: int, form: Form, rounds: int) -> float:
    """Milliseconds for parsing a draft again after something was typed at an offset."""
    memory = ParseMemory()
    parse_document(text, form, memory=memory)
    # Another text each time: the same again would be known whole.
    drafts = itertools.cycle([text[:at] + typed + text[at:] for typed in ("一", "一二", "三")])
    return median_ms(lambda: parse_document(next(drafts), form, memory=memory), rounds)


def measure_again(text: str, form: Form, rounds: int) -> None:
    """Print what parsing takes after a keystroke, beside parsing afresh."""
    first = median_ms(lambda: parse_document(text, form), rounds)
    for place, at in (("in the title", 1), ("in the middle", len(text) // 2), ("at the end", len(text) - 1)):
        again = after_edit(text, at, form, rounds)
        print(f"{len(text):7} characters, edit {place}: parse again {again:6.2f} ms, {again / first:.0%} of the first")


def measure(text: str, form: Form, rules: tuple[Rule, ...], rounds: int) -> float:
    """Print what one text takes; return the milliseconds for parsing and checking it."""
    parse = median_ms(lambda: parse_document(text, form), rounds)
    both = median_ms(lambda: lint(parse_document(text, form), rules), rounds)
    findings = len(lint(parse_document(text, form), rules).findings)
    print(
        f"{len(text):7} characters, {findings:4} findings: parse {parse:8.2f} ms, parse and check {both:8.2f} ms, "
        f"{1000 * both / len(text):.2f} µs per character"
    )
    return both


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--top", type=int, default=15)
    parser.add_argument("--form", choices=["tab", "cell", "pipe"], default="tab")
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    form = form_for_year(None)
    rules = enabled(form.key)
    texts = [one_report(size, options.form, options.corpus) for size in SIZES]
    times = [measure(text, form, rules, max(options.rounds * SIZES[0] // len(text), 3)) for text in texts]
    for text in texts:
        measure_again(text, form, max(options.rounds * SIZES[0] // len(text), 5))
    print(f"{len(texts[0])} characters: {verdict(times[0], GOAL_MS)} ms")
    for text, taken in zip(texts[1:], times[1:], strict=True):
        size = len(text) / len(texts[0])
        print(f"×{size:.0f} the text, ×{taken / times[0]:.0f} the time: {verdict(taken / times[0] / size, 1.25)}")
    dearest(parse_document(texts[0], form), rules, options.rounds, options.top)


if __name__ == "__main__":
    main()
