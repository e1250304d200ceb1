"""A wrong and a right piece of a draft for a rule: the lines of its examples that show the difference."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from hegao.report.screen import visible
from hegao.rulepack.model import Example, Rule

_OPEN, _CLOSE = "⟦", "⟧"
_MOST_LINES = 3
_LONGEST = 72
_ALIKE = 0.6


class Sample(NamedTuple):
    """A wrong and a right piece, without marks; "" for a side that the examples do not have.

    ``found`` is what the rule finds in the wrong one.
    """

    wrong: str = ""
    right: str = ""
    found: str = ""


def sample_of(rule: Rule, text: str = "") -> Sample:
    """The pair that best shows what the rule is about; nothing for what is absent, which no line shows.

    Args:
        text: What was found in a draft: a pair about the same is taken first.
    """
    if rule.absent:
        return Sample()
    pairs = _pairs(rule.examples)
    return next((pair for pair in pairs if pair.found == text), pairs[0] if pairs else Sample())


@lru_cache(maxsize=512)
def _pairs(examples: tuple[Example, ...]) -> tuple[Sample, ...]:
    """The pairs of the examples, the best first; those with one side only when there are no others."""
    # An example that needs settings shows the rule at work for one agency rather than for any.
    marked = [example for example in examples if _OPEN in example.bad]
    usual = [example for example in marked if not example.agency] or marked
    found = [_sample(example) for example in usual]
    return tuple(sorted((pair for pair in found if pair.right), key=_order)) or tuple(found[:1])


def _order(sample: Sample) -> tuple[bool, float, int]:
    """Pairs of one line come first, then those that differ least, then short ones."""
    likeness = round(_likeness(sample.wrong, sample.right), 1)
    return "\n" in sample.wrong, -likeness, len(sample.wrong)


def _sample(example: Example) -> Sample:
    """The first marked line of an example, and the line that stands there when it is right."""
    lines = example.bad.split("\n")
    first = next(index for index, line in enumerate(lines) if _OPEN in line)
    last = next(index for index, line in enumerate(lines) if _CLOSE in line)
    if last - first >= _MOST_LINES:
        last = first
    marked = "\n".join(lines[first : last + 1])
    wrong = _bare(marked)
    right = _counterpart(wrong, lines, (first, last), example.fixed or "", 0)
    right = right or _counterpart(wrong, lines, (first, last), example.good, _ALIKE)
    opened, closed = marked.find(_OPEN), marked.find(_CLOSE)
    at = max(opened - _LONGEST // 3, 0)
    return Sample(_cut(wrong, at), _cut(right, at), marked[opened + 1 : closed])


def _counterpart(wrong: str, lines: list[str], place: tuple[int, int], text: str, least: float) -> str:
    """What stands in a right draft in place of the wrong lines; "" where nothing there is like them.

    Args:
        least: How like them the lines at the same place must be: those of a corrected draft need not be.
    """
    first, last = place
    others = text.split("\n")
    if len(others) == len(lines):
        right = "\n".join(others[first : last + 1])
        if right != wrong and _likeness(wrong, right) >= least:
            return right
    if first != last:
        return ""
    # A line that stands in the wrong draft too is no correction of another line there.
    known = {_bare(line) for line in lines} | {""}
    ranked = [(_likeness(wrong, other), other) for other in others if other not in known]
    best, right = max(ranked, default=(0.0, ""), key=lambda pair: pair[0])
    return right if best >= _ALIKE else ""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _bare(text: str) -> str:
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def _cut(text: str, at: int = 0) -> str:
    """The text with what does not print spelt out; of a long line the part around a place."""
    shown = []
    for line in text.split("\n"):
        if len(line) > _LONGEST:
            end = min(at + _LONGEST, len(line))
            line = ("…" if at else "") + line[at:end] + ("…" if end < len(line) else "")
        shown.append(visible(line.replace("\t", "  ").strip(" ")))
    return "\n".join(shown)
