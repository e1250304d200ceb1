"""What several rules derive from one draft is derived once and kept with its running text, or with its source."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Set
from operator import add
from typing import Any, Generic, TypeVar

from hegao.document.model import Document, View
from hegao.text import SourceText

_Derived = TypeVar("_Derived")
_KEPT = "_derived"
_PIECES = "_pieces"


class Same(Generic[_Derived]):
    """An argument of :func:`derived` that is compared by identity: as it stands, comparing it would take too long."""

    __slots__ = ("it",)

    def __init__(self, it: _Derived) -> None:
        self.it = it

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


def derived(text: View | SourceText, function: Callable[..., _Derived], *arguments: Hashable) -> _Derived:
    """``function(text, *arguments)``, computed once for a running text or a source.

    Args:
        function: Pure: what it gives depends on its arguments alone; nobody changes it afterwards.
        arguments: Compared by equality. Neither they nor the result may refer to the text, which would keep it alive.
    """
    kept: dict[Any, Any] = vars(text).setdefault(_KEPT, {})
    key = (function, *arguments)
    if key not in kept:
        kept[key] = function(text, *arguments)
    found: _Derived = kept[key]
    return found


def pieces_of(document: Document) -> Set[str]:
    """Every character and every two neighbouring characters of a draft, as typed and as running text.

    A word whose first two characters are not among them is nowhere in the draft, which is many times quicker
    to see than to look for the word.
    """
    kept: Set[str] | None = vars(document.view).get(_PIECES)
    if kept is None:
        kept = _pieces(document.view, document.source.text)
        vars(document.view)[_PIECES] = kept
    return kept


def set_pieces(view: View, pieces: Set[str]) -> None:
    """Say which pieces :func:`pieces_of` gives for a view, where they are known already; there may be too many."""
    vars(view)[_PIECES] = pieces


def standing(words: Iterable[str], pieces: Set[str]) -> tuple[str, ...]:
    """The words that may stand in the draft of these pieces: those that begin and end with one of them."""
    return tuple([word for word in words if word[:2] in pieces and word[-2:] in pieces])


def _pieces(view: View, source: str) -> set[str]:
    pieces = {*source, *map(add, source, source[1:])}
    if any(block.joined for block in view.blocks):
        pieces.update(map(add, view.text, view.text[1:]))
    return pieces
