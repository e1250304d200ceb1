"""Keep from run to run what takes long to make: packs read from TOML, patterns compiled.

It lies in ``__pycache__`` beside the packs, as Python keeps compiled modules, and is as trustworthy as
they are. Where nothing may be written nothing is kept, and nothing is lost but time.
"""

from __future__ import annotations

import marshal
import os
import sys
from functools import cache
from typing import Any

import hegao_rules
from hegao.checks import patterns

ROOT = os.path.dirname(hegao_rules.__file__)  # noqa: PTH120 - pathlib costs more than the reading
"""The folder of the built-in packs."""
_PATTERNS = f"patterns.{patterns.ENGINE}"
_MOST_KEPT = 1000
"""A user's patterns are kept too; past this many the file is begun anew."""


def _path(name: str) -> str:
    return os.path.join(ROOT, "__pycache__", f"{name}.{sys.implementation.cache_tag}.kept")  # noqa: PTH118


def read_kept(name: str) -> Any:
    """What was kept under a name; None when it is missing, cut short or of another version."""
    try:
        with open(_path(name), "rb") as stream:  # noqa: PTH123
            return marshal.loads(stream.read())
    except (OSError, EOFError, ValueError, TypeError):
        return None


def write_kept(name: str, value: Any) -> None:
    """Keep a value of plain types; a folder that may not be written is no reason to complain."""
    if sys.dont_write_bytecode:
        return
    path = _path(name)
    part = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(part, "wb") as stream:  # noqa: PTH123
            marshal.dump(value, stream)
        os.replace(part, path)  # noqa: PTH105
    except OSError:
        return


@cache
def load_patterns() -> None:
    """Hand the patterns of earlier runs to those who compile; once in a process."""
    kept = read_kept(_PATTERNS)
    if isinstance(kept, dict):
        patterns.seed_patterns(kept)


def keep_patterns() -> None:
    """Keep for later runs what this one had to compile."""
    new = patterns.compiled_patterns()
    if new:
        kept = read_kept(_PATTERNS) or {}
        write_kept(_PATTERNS, {**kept, **new} if len(kept) + len(new) <= _MOST_KEPT else new)
