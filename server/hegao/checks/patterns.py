"""Compile the patterns of rules: with ``regex`` where it is installed, else with ``re``.

``regex`` first looks for the characters a match cannot do without, which over the built-in packs makes it four times
as fast as ``re``. Built-in packs keep to what both understand; the named class ``\\p{Han}`` is expanded here.

Compiling is most of what a single run of the command would cost. Patterns compiled in an earlier run can be handed in
(:func:`seed_patterns`) as pickles, which need no compiling; :func:`compiled_patterns` gives those of this run. Where
they are kept is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

try:
    import regex as engine
except ModuleNotFoundError:  # A browser has no compiled regex; the core must run there too.
    engine = re

if TYPE_CHECKING:
    from re import Pattern

ENGINE = f"{engine.__name__}-{getattr(engine, '__version__', '')}"
"""Name and version of what compiles: pickles of one are of no use to another."""
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_seeds: dict[str, bytes] = {}
"""Pickles of patterns compiled in earlier runs, by text."""
_compiled: dict[str, Any] = {}
"""What this process had to compile, by text."""


class PatternError(ValueError):
    """A pattern of a rule pack does not compile."""


@cache
def compile_pattern(pattern: str) -> Pattern[str]:
    """The compiled pattern, cached; compiled on first use because most rules never need theirs.

    Raises:
        PatternError: The pattern is not valid.
    """
    expanded = pattern.replace("[\\p{Han}", f"[{HAN}").replace("\\p{Han}", f"[{HAN}]")
    kept = _seeds.get(expanded)
    if kept is not None:
        import pickle  # noqa: PLC0415 - not needed where nothing is kept

        # As trustworthy as the compiled modules beside it.
        found: Pattern[str] = pickle.loads(kept)
        return found
    try:
        compiled: Any = engine.compile(expanded)
    except engine.error as error:
        raise PatternError(str(error)) from error
    _compiled[expanded] = compiled
    return compiled  # type: ignore[no-any-return]


def seed_patterns(kept: Mapping[str, bytes]) -> None:
    """Take over what :func:`compiled_patterns` gave in an earlier run of the same ``regex``."""
    _seeds.update(kept)


def compiled_patterns() -> dict[str, bytes]:
    """Pickles of what had to be compiled since the last call, by text; nothing without ``regex``."""
    if not _compiled or engine is re:
        return {}
    import pickle  # noqa: PLC0415 - a run that has all its patterns does without

    new = {text: pickle.dumps(compiled) for text, compiled in _compiled.items()}
    _compiled.clear()
    return new
