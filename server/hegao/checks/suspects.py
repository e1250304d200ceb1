"""Which cells may be to blame for the broken relations of a table, the likeliest first.

Shared by the check of the sums themselves and by checks that compare a cell with something else: a
cell that its own table shows to be wrong says nothing against the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from hegao.checks.localise import Change, Place, Trouble, likeness, localise
from hegao.checks.relations import Relation, RelationParams, Sheet, sheet_of
from hegao.document.model import Document

Solution = tuple[Change, ...]
MOST_OFFERED = 8
"""More solutions than this say no more than the sums alone."""
_LEAST_SLIP = 10
_TRANSPOSED = "swapped"


class Suspects:
    """The broken relations of one table with what would mend them.

    Attributes:
        order: Row and column index of every cell, as on the form.
        totals: Cells that total others.
        indexes: For each cell the indexes of its relations in ``sheet.relations``.
        troubles: Broken relations that belong together, each with its solutions.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        rows = {row.key: index for index, row in enumerate(sheet.form.rows)}
        self.order: dict[Place, tuple[int, int]] = {
            (row.key, column): (rows[row.key], index)
            for row in sheet.form.rows
            for index, column in enumerate(row.values)
        }
        self.totals = {
            side[0]
            for relation in sheet.relations
            for side, other in ((relation.left, relation.right), (relation.right, relation.left))
            if len(side) == 1 < len(other)
        }
        terms = [relation.terms for relation in sheet.relations]
        self.indexes: dict[Place, list[int]] = {}
        for index, relation_terms in enumerate(terms):
            for place in relation_terms:
                self.indexes.setdefault(place, []).append(index)
        values = {place: sheet.values[place] for place in sorted(self.indexes, key=self.order.__getitem__)}
        self.troubles = localise(values, terms, self.rank)

    def slip(self, change: Change) -> str:
        """How a slip of the pen leads to the number that stands there, "" when none does; see ``likeness``."""
        old = self.sheet.values[change.place]
        return likeness(old, change.value) if max(old, change.value) >= _LEAST_SLIP else ""

    def exchanged(self, solution: Solution) -> bool:
        """Whether two cells of one row or column hold each other's number."""
        if len(solution) != 2:
            return False
        (one, value), (two, other) = solution
        values = self.sheet.values
        return (one[0] == two[0] or one[1] == two[1]) and values[one] == other and values[two] == value

    def distance(self, solution: Solution) -> int:
        """How far apart two exchanged cells stand; more than any distance for anything else."""
        if not self.exchanged(solution):
            return len(self.order)
        (row, column), (other_row, other_column) = (self.order[change.place] for change in solution)
        return abs(row - other_row) + abs(column - other_column)

    def rank(self, solution: Solution) -> tuple[int, ...]:
        """Exchanged neighbours, then slips of the pen, then totals, then the smallest change."""
        values = self.sheet.values
        return (
            self.distance(solution),
            sum(not likeness(values[change.place], change.value) for change in solution),
            sum(change.place not in self.totals for change in solution),
            sum(abs(values[change.place] - change.value) for change in solution),
            *chain.from_iterable(self.order[change.place] for change in solution),
        )

    def usable(self, trouble: Trouble) -> bool:
        """Whether the solutions say more than the sums alone: two cells among many are a guess."""
        solutions = trouble.solutions
        if not solutions:
            return False
        if len(solutions[0]) == 1 or len(solutions) == 1 or self.plainly_exchanged(solutions):
            return True
        return len(solutions) <= MOST_OFFERED and not self.shifted(trouble.broken)

    def plainly_exchanged(self, solutions: tuple[Solution, ...]) -> bool:
        """Whether the first solution is an exchange and no other is as good.

        Numbers that differ by 1 are no sign of one: a case entered in the wrong row or column does
        the same to the sums.
        """
        best, others = solutions[0], solutions[1:]
        if not self.exchanged(best):
            return False
        apart = abs(best[0].value - best[1].value)
        return not others or (apart > 1 and self.distance(best) < self.distance(others[0]))

    def likely(self, solutions: tuple[Solution, ...]) -> bool:
        """Whether the first of several one-cell solutions alone is a slip of the pen."""
        slip = self.slip(solutions[0][0])
        others = {self.slip(solution[0]) for solution in solutions[1:]}
        return bool(slip) and (others <= {""} or (slip == _TRANSPOSED and slip not in others))

    def shifted(self, broken: tuple[int, ...]) -> bool:
        """Whether one sum has too much by what another of its family has too little."""
        if len(broken) != 2:
            return False
        one, two = (self.sheet.relations[index] for index in broken)
        return one.family is two.family and self.difference(one) + self.difference(two) == 0

    def difference(self, relation: Relation) -> int:
        """Left side less right side."""
        return self.sheet.sum(relation.left) - self.sheet.sum(relation.right)

    def corrections(self) -> Iterator[dict[Place, int]]:
        """The numbers of each offered solution, and those of all the likeliest ones together."""
        together: dict[Place, int] = {}
        for trouble in self.troubles:
            solutions = [dict(solution) for solution in trouble.solutions[:MOST_OFFERED]]
            if not solutions:
                relations = (self.sheet.relations[index] for index in trouble.broken)
                solutions = [{r.right[0]: self.sheet.sum(r.left)} for r in relations if len(r.right) == 1]
            yield from solutions
            together.update(solutions[0] if solutions else {})
        yield together


def corrections_of(document: Document, table: str, relations: tuple[dict[str, Any], ...]) -> list[dict[Place, int]]:
    """What would mend the sums of a table that do not hold, each way by cell; empty when all hold."""
    sheet = sheet_of(document, RelationParams(table, relations)) if relations else None
    return list(Suspects(sheet).corrections()) if sheet is not None and sheet.broken else []
