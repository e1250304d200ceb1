"""Asking a feature about a place in a draft, and reading its answer as offsets."""

from __future__ import annotations

from typing import TypeVar

from lsprotocol import types

from hegao.lsp.snapshot import Snapshot
from hegao.text import Span

_Params = TypeVar("_Params")


def place(snapshot: Snapshot, word: str, nth: int = 1, inside: int = 0) -> types.Position:
    """The position ``inside`` code points into the nth mention of a word."""
    at = -1
    for _ in range(nth):
        at = snapshot.text.index(word, at + 1)
    return snapshot.positions.position(at + inside)


def ask(kind: type[_Params], snapshot: Snapshot, position: types.Position, **more: object) -> _Params:
    """The parameters of a request about a position."""
    document = types.TextDocumentIdentifier(snapshot.uri)
    return kind(text_document=document, position=position, **more)  # type: ignore[call-arg]


def covered(snapshot: Snapshot, where: types.Range) -> str:
    """The text that a range covers."""
    return snapshot.document.source[span_of(snapshot, where)]


def span_of(snapshot: Snapshot, where: types.Range) -> Span:
    """The offsets of a range, which must be one that the text has."""
    span = snapshot.positions.span(where)
    assert snapshot.positions.range(span) == where
    return span


def everything(snapshot: Snapshot) -> types.Range:
    """The range of the whole text."""
    return snapshot.positions.range(Span(0, len(snapshot.text)))
