"""Which rules can find anything, by the literals of which each match holds one."""

from __future__ import annotations

from collections.abc import Iterable, Set
from itertools import pairwise
from operator import add
from typing import NamedTuple

from hegao.document.model import Document
from hegao.rulepack.model import Rule
from hegao.session.change import REACH, Change

_LONGEST = REACH
"""No literal is longer; one that were would be looked for in the whole text."""

_MOST_KEPT = 20_000
"""Pieces of lines that are kept until all are forgotten."""


class Index:
    """Rules by the first two characters of their literals, which rule nearly all of them out.

    A rule with a literal longer than what is looked at around an edit counts as one that has none.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._always: list[str] = []
        self._by_beginning: dict[str, list[tuple[str, str]]] = {}
        for rule in rules:
            if not rule.when or any(len(literal) > _LONGEST for literal in rule.when):
                self._always.append(rule.code)
            for literal in rule.when:
                self._by_beginning.setdefault(literal[:2], []).append((literal, rule.code))

    def standing(self, texts: tuple[str, ...], pieces: Set[str]) -> set[str]:
        """Codes of the rules that have no literals or of whose literals one stands in one of the texts.

        Args:
            pieces: Every character and every two neighbouring characters of the texts.
        """
        found = set(self._always)
        for beginning in self._by_beginning.keys() & pieces:
            for literal, code in self._by_beginning[beginning]:
                if code not in found and any(literal in text for text in texts):
                    found.add(code)
        return found


class NearPieces:
    """Every character and every two neighbouring characters near an edit; those of lines seen before are known."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}
        self._kept = 0

    def of(self, *texts: str) -> set[str]:
        """The pieces of texts."""
        pieces = {"\n"}
        for text in texts:
            lines = text.split("\n")
            pieces.update(*map(self._of_line, lines))
            for line, following in pairwise(lines):
                pieces.add(line[-1:] + "\n")
                pieces.add("\n" + following[:1])
        return pieces

    def _of_line(self, line: str) -> frozenset[str]:
        known = self._known.get(line)
        if known is None:
            if self._kept > _MOST_KEPT:
                self._known, self._kept = {}, 0
            known = self._known[line] = frozenset((*line, *map(add, line, line[1:])))
            self._kept += len(known)
        return known


def _around(text: str, change: Change) -> str:
    """What is new in a text, with so much beside it that every literal that is new with it stands there whole."""
    return text[max(0, change.start - _LONGEST) : change.new_end + _LONGEST]


class _Place(NamedTuple):
    """Where a literal of a rule stands: in the source, or else in the running text."""

    in_source: bool
    start: int
    end: int


_UNKNOWN = _Place(True, -1, -1)


class Standing:
    """A draft being typed, and for each rule asked for where one of its literals stands."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._places: dict[str, _Place | None] = {}
        self._before: dict[str, _Place | None] = {}
        self._in_source = self._in_view = Change(0, 0, 0)
        self._fresh = ""

    def change(self, document: Document, in_source: Change, in_view: Change) -> None:
        """Go on with the draft as it is now; rules not asked for since the last change are forgotten."""
        self._document, self._in_source, self._in_view = document, in_source, in_view
        self._places, self._before = {}, self._places
        self._fresh = f"{_around(document.source.text, in_source)}\n{_around(document.view.text, in_view)}"

    def stays_away(self, code: str) -> bool:
        """Whether no literal of a rule stood in the draft before, for a rule of which none stands near the change."""
        if self._before.get(code, _UNKNOWN) is not None:
            return False
        self._places[code] = None
        return True

    def has(self, rule: Rule, pieces: Set[str]) -> bool:
        """Whether one of the literals of a rule stands in the draft.

        Args:
            pieces: Holds every character and every two neighbouring characters of the draft.
        """
        if rule.code not in self._places:
            before = self._before.get(rule.code, _UNKNOWN)
            self._places[rule.code] = self._appeared(rule) if before is None else self._moved(before, rule, pieces)
        return self._places[rule.code] is not None

    def _appeared(self, rule: Rule) -> _Place | None:
        """A literal of a rule of which none stood in the draft before: it can only stand where the text is new."""
        fresh = self._fresh
        found = any(literal in fresh or len(literal) > _LONGEST for literal in rule.when)
        return _UNKNOWN if found else None

    def _moved(self, before: _Place, rule: Rule, pieces: Set[str]) -> _Place | None:
        """The same literal where it is now, else another one."""
        change = self._in_source if before.in_source else self._in_view
        if before.start >= change.old_end:
            return before._replace(start=before.start + change.shift, end=before.end + change.shift)
        if before.start >= 0 and before.end <= change.start:
            return before
        texts = ((True, self._document.source.text), (False, self._document.view.text))
        for literal in rule.when:
            if literal[:2] in pieces and literal[-2:] in pieces:
                for in_source, text in texts:
                    at = text.find(literal)
                    if at >= 0:
                        return _Place(in_source, at, at + len(literal))
        return None
