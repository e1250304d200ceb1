"""Check that the numbers of a table add up, and name the cell that is wrong.

One finding for each wrong cell, not one for each sum that it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from hegao.checks.localise import Change, Place, Trouble, likeness, localise
from hegao.checks.relations import RelationParams, Sheet, Statement, sheet_of
from hegao.document.model import Document
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit

Solution = tuple[Change, ...]
_MOST_OFFERED = 8
_MOST_NAMED = 3
_MOST_RELATED = 12


def check_relations(document: Document, params: RelationParams) -> Iterator[Match]:
    """Yield a match for every cell whose number keeps the relations of its table from holding.

    Yields:
        Matches on the digits of a cell. Variants: "" the cell explains its broken relations;
        ``together`` it does so with a second cell that shares a relation; ``exchanged`` two cells
        hold each other's number; ``sum`` no small change explains the difference.
        A relation with a cell that is missing, empty or no count yields nothing: that cell has a
        finding of its own.

    Source:
        国办公开办函〔2021〕30号, table 2: 第一项加第二项之和，等于第三项加第四项之和; 总计 rows and columns.
    """
    sheet = sheet_of(document, params)
    if sheet is not None and sheet.broken:
        yield from _Findings(sheet).matches()


class _Findings:
    """The matches of one table with broken relations."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.params = sheet.params
        broken = {id(relation) for relation in sheet.broken}
        self.statements = {
            index: sheet.state(relation) for index, relation in enumerate(sheet.relations) if id(relation) in broken
        }
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

    # -- which solution is the likeliest

    def exchanged(self, solution: Solution) -> bool:
        """Whether two cells of one row or column hold each other's number."""
        if len(solution) != 2:
            return False
        (one, value), (two, other) = solution
        values = self.sheet.values
        return (one[0] == two[0] or one[1] == two[1]) and values[one] == other and values[two] == value

    def rank(self, solution: Solution) -> tuple[int, ...]:
        """Exchanged neighbours, then slips of the pen, then totals, then the smallest change."""
        values = self.sheet.values
        places = [self.order[change.place] for change in solution]
        distance = 0
        if self.exchanged(solution):
            distance = abs(places[0][0] - places[1][0]) + abs(places[0][1] - places[1][1])
        return (
            distance or len(self.order),
            sum(not likeness(values[change.place], change.value) for change in solution),
            sum(change.place not in self.totals for change in solution),
            sum(abs(values[change.place] - change.value) for change in solution),
            *chain.from_iterable(places),
        )

    # -- matches

    def matches(self) -> Iterator[Match]:
        """One match for each wrong cell, in the order of the draft."""
        found: list[Match] = []
        open_relations: list[int] = []
        for trouble in self.troubles:
            if self.usable(trouble):
                found += self.explained(trouble)
            else:
                open_relations += trouble.broken
        found += self.unexplained(open_relations)
        yield from sorted(found, key=lambda match: match.span)

    def usable(self, trouble: Trouble) -> bool:
        """Whether the solutions say more than the sums alone: two cells among many are a guess."""
        solutions = trouble.solutions
        if not solutions:
            return False
        return len(solutions[0]) == 1 or len(solutions) <= _MOST_OFFERED or self.exchanged(solutions[0])

    def explained(self, trouble: Trouble) -> Iterator[Match]:
        """Matches on the cells of the likeliest solution."""
        best, others = trouble.solutions[0], trouble.solutions[1:]
        if self.exchanged(best):
            yield self.match("exchanged", best[0], best, trouble.broken, others)
            return
        for part in self.parts(best):
            touched = {index for change in part for index in self.indexes[change.place]}
            broken = [index for index in trouble.broken if index in touched]
            for change in part:
                yield self.match("together" if len(part) > 1 else "", change, part, broken, others)

    def parts(self, solution: Solution) -> list[Solution]:
        """The changes of a solution, apart where they share no relation."""
        if len(solution) == 2 and set(self.indexes[solution[0].place]).isdisjoint(self.indexes[solution[1].place]):
            return [(solution[0],), (solution[1],)]
        return [solution]

    def match(
        self, variant: str, change: Change, part: Solution, broken: Sequence[int], others: Sequence[Solution]
    ) -> Match:
        """The match on one cell."""
        sheet, params = self.sheet, self.params
        statements = [self.statements[index] for index in broken]
        repairs = [self.repair(solution) for solution in (part, *others[: _MOST_OFFERED - 1])]
        old = sheet.values[change.place]
        settled = params.settled_all if len(sheet.broken) == len(broken) else params.settled_some
        slots = {
            "table": sheet.form.name,
            "relations": "；".join(statement.text for statement in statements),
            "cell": sheet.name(change.place),
            "old": str(old),
            "new": str(change.value),
            "slip": params.slips.get(likeness(old, change.value), "") if max(old, change.value) > 9 else "",
            "settled": settled.format(count=len(broken)),
            "also": self.alternatives(others),
            "changes": self.change_text(part),
            "second": sheet.name(part[-1].place),
            "new_second": str(part[-1].value),
        }
        return Match(
            sheet.span(change.place), slots, variant, tuple(repairs), self.related(change.place, statements, part)
        )

    def change_text(self, solution: Solution) -> str:
        """The changes of a solution in words."""
        return "，".join(
            self.params.change.format(
                cell=self.sheet.name(change.place), old=self.sheet.values[change.place], new=change.value
            )
            for change in solution
        )

    def alternatives(self, others: Sequence[Solution]) -> str:
        """The further candidates in words, "" when there are none."""
        if not others:
            return ""
        between = "、" if all(len(solution) == 1 for solution in others) else "；"
        named = between.join(
            "，".join(
                self.params.alternative.format(cell=self.sheet.name(change.place), new=change.value)
                for change in solution
            )
            for solution in others[:_MOST_NAMED]
        )
        more = self.params.more.format(count=len(others)) if len(others) > _MOST_NAMED else ""
        return self.params.also.format(others=named + more)

    def repair(self, solution: Solution) -> Repair:
        """A solution as edits of the digits."""
        values = {**self.sheet.values, **dict(solution)}
        touched = dict.fromkeys(index for change in solution for index in self.indexes[change.place])
        held = [
            statement.name
            for statement in (self.statements[index] for index in touched if index in self.statements)
            if sum(values[place] * sign for place, sign in statement.relation.terms.items()) == 0
        ]
        edits = tuple(Edit(self.sheet.span(change.place), str(change.value)) for change in solution)
        return Repair(edits, {"change": self.change_text(solution), "held": "、".join(dict.fromkeys(held))})

    def unexplained(self, indexes: Sequence[int]) -> Iterator[Match]:
        """Matches on totals: the sums that do not hold, with the sum as the only candidate."""
        by_place: dict[Place, list[Statement]] = {}
        for index in sorted(indexes):
            statement = self.statements[index]
            by_place.setdefault(statement.relation.at, []).append(statement)
        for place, statements in by_place.items():
            sums = dict.fromkeys(s.left for s in statements if s.relation.right == (place,))
            slots = {
                "table": self.sheet.form.name,
                "relations": "；".join(statement.text for statement in statements),
                "cell": self.sheet.name(place),
            }
            repairs = tuple(self.repair((Change(place, value),)) for value in sums)
            yield Match(self.sheet.span(place), slots, "sum", repairs, self.related(place, statements, ()))

    def related(self, place: Place, statements: Sequence[Statement], part: Solution) -> tuple[Related, ...]:
        """The other cells of the broken relations that hold a number, totals with the arithmetic."""
        sheet = self.sheet
        found: dict[Place, str] = {}
        for change in part:
            found[change.place] = f"{sheet.name(change.place)}：{sheet.values[change.place]}"
        for statement in statements:
            relation = statement.relation
            single = len(relation.right) == 1
            places = [*relation.right, *relation.left] if single else [*relation.left, *relation.right]
            others = [other for other in places if other != place and (other in self.totals or sheet.values[other])]
            for other in others:
                found.setdefault(other, f"{sheet.name(other)}：{sheet.values[other]}")
            if others:
                found[others[0]] = statement.text
        found.pop(place, None)
        ordered = list(found.items())[:_MOST_RELATED]
        return tuple(Related(sheet.span(other), text) for other, text in ordered)
