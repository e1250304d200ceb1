"""Patterns that take without end: tried on a rule's own examples before its check runs them on anything.

A pattern being typed may be one that backtracks, as ``(?:本|本本)+报$`` does, and the server would not answer until
it was through. Only the compiled engine can be told to give up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hegao.checks.patterns import ENGINE, PatternError, compile_pattern
from hegao.rulepack.model import Rule

LONGEST = 0.5
"""Seconds that all matches of a pattern in an example may take; a thousand times what they usually do."""


def endless_pattern(rule: Rule, params: Mapping[str, Any]) -> str:
    """The first pattern of a rule that does not come to an end on one of its examples; "" when all do.

    Args:
        params: The rule's parameters as its file gives them. What is no pattern among them is a short text, which
            as a pattern finds itself.
    """
    if not ENGINE.startswith("regex"):
        return ""
    texts = [text for example in rule.examples for text in (example.bad, example.good, example.fixed) if text]
    for pattern in dict.fromkeys(_strings(params)):
        try:
            compiled: Any = compile_pattern(pattern)
        except PatternError:
            continue
        try:
            for text in texts:
                for _ in compiled.finditer(text, timeout=LONGEST):
                    pass
        except TimeoutError:
            return pattern
    return ""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)
