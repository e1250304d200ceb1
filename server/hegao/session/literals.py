"""Which literals of rules stand in a text that is being edited: looked for anew only where the text changed."""

from __future__ import annotations

from collections.abc import Set

from hegao.session.change import Change


class Literals:
    """A text and where each literal asked for stands in it first; -1 for nowhere."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, int] = {}

    def has(self, literal: str, pieces: Set[str]) -> bool:
        """Whether a literal stands in the text.

        Args:
            pieces: Holds every character and every two neighbouring characters of the text.
        """
        at = self._places.get(literal)
        if at is None:
            at = self._text.find(literal) if literal[:2] in pieces and literal[-2:] in pieces else -1
            self._places[literal] = at
        return at >= 0

    def change(self, text: str, change: Change) -> None:
        """Go on with the text as it is now."""
        self._text = text
        for literal, at in self._places.items():
            reach = len(literal) - 1
            if at < 0:
                low, high = max(0, change.start - reach), change.new_end + reach
                self._places[literal] = text.find(literal, low, high)
            elif at >= change.old_end:
                self._places[literal] = at + change.shift
            elif at + reach >= change.start:
                self._places[literal] = text.find(literal)
