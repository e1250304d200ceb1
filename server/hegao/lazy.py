"""Patterns that are compiled when they are first used.

Compiling the patterns of all modules takes longer than checking a draft, and one draft needs few.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast


class _Lazy:
    """Stands for a pattern; a method once looked up is kept, so that later calls cost nothing more."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def lazy(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern, compiled on first use.

    Raises:
        re.error: On first use, when the pattern is not valid.
    """
    if TYPE_CHECKING:
        return re.compile(pattern, flags)
    return cast("re.Pattern[str]", _Lazy(pattern, flags))
