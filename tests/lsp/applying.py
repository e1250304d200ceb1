"""Edits of the protocol applied as a client applies them."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from hegao.lsp.convert import Positions
from hegao.text import SourceText


def applied(text: str, edits: Iterable[types.TextEdit], encoding: str = "utf-16") -> str:
    """The text after the edits; they must not overlap."""
    positions = Positions(SourceText(text), encoding)
    placed = sorted(((positions.span(edit.range), edit.new_text) for edit in edits), key=lambda pair: pair[0])
    parts: list[str] = []
    at = 0
    for (start, end), new in placed:
        assert start >= at, "edits overlap"
        parts += (text[at:start], new)
        at = end
    return "".join([*parts, text[at:]])
