"""Compile the patterns of rules: with ``regex`` where it is installed, else with ``re``.

Built-in packs keep to what both understand; the named class ``\\p{Han}`` is expanded here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

try:
    import regex as engine
except ModuleNotFoundError:  # A browser has no compiled regex; the core must run there too.
    engine = re

if TYPE_CHECKING:
    from re import Pattern

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


class PatternError(ValueError):
    """A pattern of a rule pack does not compile."""


@lru_cache(maxsize=None)
def compile_pattern(pattern: str) -> Pattern[str]:
    """The compiled pattern, cached; compiled on first use because most rules never need theirs.

    Raises:
        PatternError: The pattern is not valid.
    """
    expanded = pattern.replace("[\\p{Han}", f"[{HAN}").replace("\\p{Han}", f"[{HAN}]")
    try:
        compiled: Any = engine.compile(expanded)
    except engine.error as error:
        raise PatternError(str(error)) from error
    return compiled  # type: ignore[no-any-return]
