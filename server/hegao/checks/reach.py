"""Whether what a pattern finds on a line depends on that line alone.

Patterns run over whole texts, which takes a fraction of the time of running them line by line. While a draft is
typed they run over the changed lines and those beside them, which gives the same when no match looks beyond the
end of a line. A pattern of which that is not certain counts as one that does.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import import_module
from typing import Any

from hegao.checks.patterns import HAN

# The standard library's reader of patterns has no public name.
_NAMES = ("re._parser", "re._constants") if sys.version_info >= (3, 11) else ("sre_parse", "sre_constants")
parser: Any = import_module(_NAMES[0])
codes: Any = import_module(_NAMES[1])

_END = ord("\n")
_OF_LINES = (codes.AT_BEGINNING, codes.AT_END)
_WITHIN = (codes.AT_BOUNDARY, codes.AT_NON_BOUNDARY)
_BY_FLAG = re.DOTALL | re.MULTILINE
_UNKNOWN = re.compile(r"\[:\^?[a-zA-Z]+:\]|\{[^{}]*[eids]\b[^{}]*\}")
"""Named classes and inexact matching, which the standard library reads as something else than the compiled engine."""
_CLASSES = (codes.CATEGORY_SPACE, codes.CATEGORY_NOT_DIGIT, codes.CATEGORY_NOT_WORD)


@cache
def stays_on_line(pattern: str) -> bool:
    """Whether no match of a pattern holds a line end or looks beyond one.

    A line end itself may be looked at, as by ``(?<=[。\\n])`` or ``(?m)^``.
    """
    # A line end that a match begins with belongs to the line before, and no other match can hold it.
    parsed = _parsed(pattern)
    return parsed is not None and _stays(parsed, "behind")


@cache
def sees_ends(pattern: str) -> bool:
    """Whether a pattern may tell the first or the last line from the others: ``$`` without ``(?m)``, ``\\A``."""
    parsed = _parsed(pattern)
    return parsed is None or _sees_ends(parsed, bool(parsed.state.flags & re.MULTILINE))


def _sees_ends(items: Any, by_line: bool) -> bool:
    return any(
        (code is codes.AT and value not in _WITHIN and not (by_line and value in _OF_LINES))
        or any(_sees_ends(inner, by_line) for inner, _ in _parts(code, value, ""))
        for code, value in items
    )


@cache
def ignores_line_ends(pattern: str) -> bool:
    """Whether a pattern finds the same on a line that stands alone and on one between others."""
    parsed = _parsed(pattern)
    return parsed is not None and not _sees_line_end(parsed)


def _parsed(pattern: str) -> Any:
    """A pattern as the standard library reads it; None for one it cannot read or reads otherwise than the compiled
    engine, and for one whose ``.`` is any character or whose parts differ in what ``.``, ``^`` and ``$`` are.
    """
    expanded = pattern.replace("[\\p{Han}", f"[{HAN}").replace("\\p{Han}", f"[{HAN}]")
    if _UNKNOWN.search(expanded):
        return None
    try:
        parsed: Any = parser.parse(expanded)
    except (re.error, RecursionError):
        # The compiled engine knows more than the standard library's.
        return None
    return None if parsed.state.flags & re.DOTALL or _sets_flags(parsed) else parsed


def _sets_flags(items: Any) -> bool:
    """Whether a group anywhere in a sequence says for itself what ``.``, ``^`` and ``$`` are: ``(?s:.)``."""
    return any(
        (code is codes.SUBPATTERN and bool((value[1] | value[2]) & _BY_FLAG))
        or any(_sets_flags(inner) for inner, _ in _parts(code, value, ""))
        for code, value in items
    )


def _sees_line_end(items: Any) -> bool:
    """Whether an item anywhere in a sequence can be a line end, or stands for a place beside one."""
    return any(
        code is codes.AT
        or _may_be_line_end(code, value)
        or any(_sees_line_end(inner) for inner, _ in _parts(code, value, ""))
        for code, value in items
    )


def _stays(items: Any, looking: str) -> bool:
    """Whether a sequence stays on its line; ``looking`` is "ahead" or "behind" inside a look around.

    A look behind may see a line end with its first item, a look ahead with its last: they see nothing beyond.
    """
    last = len(items) - 1
    for at, (code, value) in enumerate(items):
        at_edge = (looking == "behind" and at == 0) or (looking == "ahead" and at == last)
        if not at_edge and _may_be_line_end(code, value):
            return False
        if not all(_stays(inner, within) for inner, within in _parts(code, value, looking if at_edge else "")):
            return False
    return True


def _parts(code: Any, value: Any, looking: str) -> list[tuple[Any, str]]:
    """What a compound item consists of, each part with the look around whose edge it stands at."""
    if code is codes.BRANCH:
        return [(part, looking) for part in value[1]]
    if code is codes.SUBPATTERN:
        return [(value[3], looking)]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [(value[1], "behind" if value[0] < 0 else "ahead")]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, getattr(codes, "POSSESSIVE_REPEAT", None)):
        return [(value[2], looking if value[1] == 1 else "")]
    if code is getattr(codes, "ATOMIC_GROUP", None):
        return [(value, looking)]
    if code is codes.GROUPREF_EXISTS:
        return [(part, looking) for part in value[1:] if part is not None]
    return []


def _may_be_line_end(code: Any, value: Any) -> bool:
    """Whether an item of one character can be a line end."""
    if code is codes.LITERAL:
        return bool(value == _END)
    if code is codes.NOT_LITERAL:
        return bool(value != _END)
    if code is not codes.IN:
        return False
    holds = any(
        (kind is codes.LITERAL and what == _END)
        or (kind is codes.RANGE and what[0] <= _END <= what[1])
        or (kind is codes.CATEGORY and what in _CLASSES)
        for kind, what in value
    )
    return holds != (value[0][0] is codes.NEGATE)
