"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hegao.document.model import Document
from hegao.finding import Match


class Check(NamedTuple):
    """A kind of check.

    Attributes:
        params: A frozen dataclass; its fields are the keys a rule may set under ``params``. Field
            types allowed: str, int, float, bool, ``tuple[str, ...]``, ``tuple[tuple[str, ...], ...]``,
            ``dict[str, str]``, ``tuple[dict[str, Any], ...]`` and ``| None`` of these.
        run: Yields the matches; no input or output, no state, never raises on any draft.
    """

    params: type[Any]
    run: Callable[[Document, Any], Iterator[Match]]


class NoParams(NamedTuple):
    """For a check without parameters."""
