"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hegao.document.model import Document
from hegao.finding import Match


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of check.

    Attributes:
        params: A frozen dataclass; its fields are the keys a rule may set under ``params``. Field
            types allowed: str, int, float, bool, ``tuple[str, ...]``, ``tuple[tuple[str, ...], ...]``,
            ``dict[str, str]``, ``tuple[dict[str, Any], ...]`` and ``| None`` of these.
        run: Yields the matches; no input or output, no state, never raises on any draft.
    """

    params: type[Any]
    run: Callable[[Document, Any], Iterator[Match]]


@dataclass(frozen=True, slots=True)
class NoParams:
    """For a check without parameters."""
