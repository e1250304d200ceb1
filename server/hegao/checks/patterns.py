"""Compile the patterns of rules: with ``regex`` where it is installed, else with ``re``.

``regex`` first looks for the characters a match cannot do without, which over the built-in packs makes it four times
as fast as ``re``. Built-in packs keep to what both understand; the named class ``\\p{Han}`` is expanded here.

Compiling is most of what a single run of the command would cost. What ``regex`` compiled is therefore kept (as its
pickles, which need no compiling) in ``__pycache__`` beside this module, as Python keeps compiled modules: used only
under the very text of the pattern, left out where nothing may be written.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

try:
    import regex as engine
except ModuleNotFoundError:  # A browser has no compiled regex; the core must run there too.
    engine = re

if TYPE_CHECKING:
    from re import Pattern

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_MOST_KEPT = 1000
"""A user's patterns are kept too; past this many the file is begun anew."""
_compiled: dict[str, Any] = {}
"""What this process had to compile, by its text."""


class PatternError(ValueError):
    """A pattern of a rule pack does not compile."""


@cache
def compile_pattern(pattern: str) -> Pattern[str]:
    """The compiled pattern, cached; compiled on first use because most rules never need theirs.

    Raises:
        PatternError: The pattern is not valid.
    """
    expanded = pattern.replace("[\\p{Han}", f"[{HAN}").replace("\\p{Han}", f"[{HAN}]")
    kept = _kept().get(expanded)
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


def keep_patterns() -> None:
    """Keep for later runs what this one had to compile. A folder that may not be written is no reason to complain."""
    if not _compiled or engine is re or sys.dont_write_bytecode:
        return
    import pickle  # noqa: PLC0415 - a run that has all its patterns does without

    new = {text: pickle.dumps(compiled) for text, compiled in _compiled.items()}
    _compiled.clear()
    known = _kept()
    path = _path()
    part = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(part, "wb") as stream:  # noqa: PTH123
            marshal.dump({**known, **new} if len(known) + len(new) <= _MOST_KEPT else new, stream)
        os.replace(part, path)  # noqa: PTH105
    except OSError:
        return


def _path() -> str:
    """Named after all that decides whether a pickle can be read."""
    version = f"{sys.implementation.cache_tag}.regex-{getattr(engine, '__version__', '')}"
    folder = os.path.join(os.path.dirname(__file__), "__pycache__")  # noqa: PTH118, PTH120 - pathlib costs more
    return os.path.join(folder, f"patterns.{version}.kept")  # noqa: PTH118


@cache
def _kept() -> dict[str, bytes]:
    """Pickles of compiled patterns by text."""
    if engine is re:
        return {}
    try:
        with open(_path(), "rb") as stream:  # noqa: PTH123
            found: dict[str, bytes] = marshal.loads(stream.read())
    except (OSError, EOFError, ValueError, TypeError):
        # Missing or cut short: compile.
        return {}
    return found
