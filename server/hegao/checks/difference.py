"""Say in a few characters how a wording differs from the prescribed one."""

from __future__ import annotations

from difflib import SequenceMatcher

_LONGEST = 80
_MOST_PLACES = 3
_LEAST_SHARED = 0.5


def describe_difference(found: str, expected: str) -> str:
    """The difference in Chinese with brackets around it, such as ``（“度”应为“废”）``.

    Returns:
        What is replaced, missing (``少“…”``) or too much (``多“…”``); "" when the two have so little in
        common that naming characters would not help, or are equal.
    """
    if found == expected or not found or not expected or max(len(found), len(expected)) > _LONGEST:
        return ""
    start = _shared_start(found, expected)
    end = _shared_start(found[start:][::-1], expected[start:][::-1])
    old, new = found[start : len(found) - end], expected[start : len(expected) - end]
    steps = [("replace", old, new)] if not old or not new else _steps(old, new)
    changed = sum(max(len(was), len(right)) for _, was, right in steps)
    if len(steps) > _MOST_PLACES or changed > _LEAST_SHARED * max(len(found), len(expected)) + 1:
        return ""
    return "（" + "，".join(_say(was, right) for _, was, right in steps) + "）"


def _shared_start(one: str, other: str) -> int:
    """How many leading characters the two share."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _steps(old: str, new: str) -> list[tuple[str, str, str]]:
    return [
        (tag, old[i:j], new[k:m])
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    ]


def _say(was: str, right: str) -> str:
    if not was:
        return f"少“{right}”"
    if not right:
        return f"多“{was}”"
    return f"“{was}”应为“{right}”"
