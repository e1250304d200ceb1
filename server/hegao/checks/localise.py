"""Find the smallest change of cells that makes all relations of a table hold.

Error localisation as statistical offices do it (Fellegi and Holt): not which sum is wrong but which
cell. A cell stands in several relations; when one figure is wrong, exactly its relations break, all
by the same difference. The differences therefore give the candidates directly, no value is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Place = tuple[str, str]
"""Row key and column key of a cell."""
Terms = Mapping[Place, int]
"""One relation: each cell with 1 or -1. It holds when the terms add up to 0."""


class Change(NamedTuple):
    """A cell and the value it should have."""

    place: Place
    value: int


class Trouble(NamedTuple):
    """Broken relations that belong together.

    Attributes:
        broken: Indexes of the relations.
        solutions: Smallest sets of changes after which all of them hold and no other breaks, best
            first; empty when none was found.
    """

    broken: tuple[int, ...]
    solutions: tuple[tuple[Change, ...], ...] = ()


class _Search:
    """The relations of one table with their present differences."""

    def __init__(self, values: Mapping[Place, int], relations: Sequence[Terms]) -> None:
        self.values = values
        self.position = {place: index for index, place in enumerate(values)}
        self.relations = relations
        self.of: dict[Place, list[int]] = {}
        self.residuals: dict[int, int] = {}
        for index, terms in enumerate(relations):
            difference = 0
            for place, sign in terms.items():
                self.of.setdefault(place, []).append(index)
                difference += sign * values[place]
            if difference:
                self.residuals[index] = difference

    def single(self, residuals: Mapping[int, int]) -> list[Change]:
        """Every one-cell change that brings exactly these differences to 0."""
        indexes = sorted(residuals, key=lambda index: len(self.relations[index]))
        found = []
        for place in self.relations[indexes[0]]:
            if len(self.of[place]) == len(indexes):
                change = self.full(place, residuals)
                if change:
                    found.append(change)
        return found

    def full(self, place: Place, residuals: Mapping[int, int]) -> Change | None:
        """The change of this cell that brings all its relations to 0, if there is one."""
        wanted = {-residuals.get(index, 0) * self.relations[index][place] for index in self.of[place]}
        if len(wanted) != 1:
            return None
        value = self.values[place] + wanted.pop()
        return Change(place, value) if value >= 0 and value != self.values[place] else None

    def after(self, change: Change, residuals: Mapping[int, int]) -> dict[int, int]:
        """The differences that remain after a change."""
        left = dict(residuals)
        delta = change.value - self.values[change.place]
        for index in self.of[change.place]:
            difference = left.pop(index, 0) + delta * self.relations[index][change.place]
            if difference:
                left[index] = difference
        return left

    def double(self, residuals: Mapping[int, int]) -> list[tuple[Change, Change]]:
        """Every two-cell change that brings these differences to 0.

        One of the two cells is in the broken relation with the fewest cells. Two cells share one
        relation at most, so each has a difference of its own that says by how much it is wrong.
        """
        start = min(residuals, key=lambda index: len(self.relations[index]))
        most = max(map(len, self.of.values()))
        found: dict[frozenset[Change], tuple[Change, Change]] = {}
        for place in self.relations[start]:
            deltas = {-residuals[i] * self.relations[i][place] for i in self.of[place] if i in residuals}
            for delta in sorted(deltas):
                first = Change(place, self.values[place] + delta)
                left = self.after(first, residuals) if first.value >= 0 else {}
                if 0 < len(left) <= most:
                    for second in self.single(left):
                        if second.place != place:
                            pair = (first, second)
                            if self.position[place] > self.position[second.place]:
                                pair = (second, first)
                            found[frozenset(pair)] = pair
        return list(found.values())

    def groups(self, residuals: Mapping[int, int]) -> list[dict[int, int]]:
        """The differences parted into groups of relations that share no cell."""
        groups: list[tuple[set[Place], dict[int, int]]] = []
        for index, difference in residuals.items():
            places = set(self.relations[index])
            members = {index: difference}
            apart = []
            for group in groups:
                if places.isdisjoint(group[0]):
                    apart.append(group)
                else:
                    places |= group[0]
                    members |= group[1]
            groups = [*apart, (places, members)]
        return [members for _, members in groups]

    def certain(self, residuals: Mapping[int, int]) -> list[Change]:
        """Cells that alone explain all of their relations, which no other cell explains."""
        options: dict[int, set[Change]] = {index: set() for index in residuals}
        for place in dict.fromkeys(place for index in residuals for place in self.relations[index]):
            change = self.full(place, residuals) if len(self.of[place]) > 1 else None
            if change:
                for index in self.of[place]:
                    options[index].add(change)
        changes = dict.fromkeys(change for option in options.values() for change in option)
        return [change for change in changes if all(len(options[index]) == 1 for index in self.of[change.place])]


Rank = Callable[[tuple[Change, ...]], tuple[int, ...]]


def localise(values: Mapping[Place, int], relations: Sequence[Terms], rank: Rank) -> list[Trouble]:
    """Explain the broken relations of one table.

    Args:
        values: The number in every cell that a relation names, in the order of the table.
        relations: Relations that can be checked; every place of theirs is in ``values``.
        rank: Sort key of a solution, the likeliest first.

    Returns:
        Troubles that share no broken relation; together they hold all broken ones.
    """
    search = _Search(values, relations)
    if not search.residuals:
        return []
    troubles, rest = _explain(search, search.residuals, rank)
    if rest:
        # Several slips at once: take out the certain ones, then look at what is left.
        certain = search.certain(rest)
        for change in certain:
            broken = tuple(index for index in search.of[change.place] if index in rest)
            troubles.append(Trouble(broken, ((change,),)))
            rest = search.after(change, rest)
        if certain and rest:
            more, rest = _explain(search, rest, rank)
            troubles += more
    return troubles + [Trouble((index,)) for index in rest]


def _explain(search: _Search, residuals: Mapping[int, int], rank: Rank) -> tuple[list[Trouble], dict[int, int]]:
    """Troubles explained by one cell per group, then by two; and the differences left unexplained."""
    troubles: list[Trouble] = []
    rest: dict[int, int] = {}
    for group in search.groups(residuals):
        found = [(change,) for change in search.single(group)]
        if found:
            troubles.append(Trouble(tuple(sorted(group)), tuple(sorted(found, key=rank))))
        else:
            rest |= group
    if rest:
        pairs = search.double(rest)
        if pairs:
            troubles.append(Trouble(tuple(sorted(rest)), tuple(sorted(pairs, key=rank))))
            rest = {}
    return troubles, rest


def likeness(old: int, new: int) -> str:
    """How a slip of the pen leads from ``new`` to ``old``.

    Returns:
        ``swapped`` (12 for 21), ``doubled`` (122 for 12), ``dropped`` (1 for 12), ``shifted`` (10 for
        100), ``alike`` (13 for 18), or "".
    """
    a, b = str(old), str(new)
    if len(a) == len(b):
        differing = [index for index in range(len(a)) if a[index] != b[index]]
        if len(differing) == 1:
            at = differing[0]
            return "alike" if frozenset((a[at], b[at])) in _ALIKE else ""
        swapped = len(differing) == 2 and differing[1] == differing[0] + 1
        return "swapped" if swapped and sorted(a) == sorted(b) else ""
    if old and new and (a.rstrip("0") == b.rstrip("0")):
        return "shifted"
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if shorter != "0" and len(longer) == len(shorter) + 1:
        for index in range(len(longer)):
            if longer[:index] + longer[index + 1 :] == shorter:
                return "doubled" if len(a) > len(b) else "dropped"
    return ""


_ALIKE = {frozenset(pair) for pair in ("38", "17", "60")}
