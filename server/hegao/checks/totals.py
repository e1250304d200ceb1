"""Check that the numbers of a table add up, and name the cell that is wrong.

One finding for each wrong cell, not one for each sum that it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hegao.checks.localise import Change, Place, Trouble
from hegao.checks.relations import Relation, RelationParams, Sheet, Statement, sheet_of
from hegao.checks.suspects import MOST_OFFERED, Solution, Suspects
from hegao.document.model import Document
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit

_MOST_GUESSED = 4
_MOST_RELATED = 12


def check_relations(document: Document, params: RelationParams) -> Iterator[Match]:
    """Yield a match for every cell whose number keeps the relations of its table from holding.

    Yields:
        Matches on the digits of a cell. Variants: "" the cell explains its broken relations;
        ``together`` it does so with a second cell that shares a relation; ``exchanged`` two cells
        hold each other's number; ``likely`` several cells would do, of which one looks like a slip
        of the pen; ``unclear`` several would do; ``moved`` one sum has too much by what another has
        too little; ``sum`` no small change explains the difference.
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
        self.suspects = Suspects(sheet)
        self.indexes = self.suspects.indexes

    def matches(self) -> Iterator[Match]:
        """One match for each wrong cell, in the order of the draft."""
        found: list[Match] = []
        open_relations: list[int] = []
        for trouble in self.suspects.troubles:
            if self.suspects.usable(trouble):
                found += self.explained(trouble)
            elif trouble.solutions and self.suspects.shifted(trouble.broken) and self.has_sides(trouble):
                found.append(self.moved(trouble))
            else:
                open_relations += trouble.broken
        found += self.unexplained(open_relations)
        yield from sorted(found, key=lambda match: match.span)

    def has_sides(self, trouble: Trouble) -> bool:
        """Whether the pack has words for two sums that differ by the same number."""
        return "side" in self.sheet.relations[trouble.broken[0]].family

    def explained(self, trouble: Trouble) -> Iterator[Match]:
        """Matches on the cells of the likeliest solution."""
        solutions = trouble.solutions
        best, others = solutions[0], solutions[1:]
        if self.suspects.exchanged(best):
            yield self.match("exchanged", best[0], best, trouble.broken, others[: _MOST_GUESSED - 1])
            return
        if len(best) == 1 and others:
            variant = "likely" if self.suspects.likely(solutions) else "unclear"
            yield self.match(variant, best[0], best, trouble.broken, others[: MOST_OFFERED - 1])
            return
        for part in self.parts(best):
            touched = {index for change in part for index in self.indexes[change.place]}
            broken = [index for index in trouble.broken if index in touched]
            for change in part:
                yield self.match("together" if len(part) > 1 else "", change, part, broken, others[: MOST_OFFERED - 1])

    def parts(self, solution: Solution) -> list[Solution]:
        """The changes of a solution, apart where they share no relation."""
        if len(solution) == 2 and set(self.indexes[solution[0].place]).isdisjoint(self.indexes[solution[1].place]):
            return [(solution[0],), (solution[1],)]
        return [solution]

    def match(
        self, variant: str, change: Change, part: Solution, broken: Sequence[int], others: Sequence[Solution]
    ) -> Match:
        """The match on one cell; every one of ``others`` is offered too."""
        sheet, params = self.sheet, self.params
        statements = [self.statements[index] for index in broken]
        settled = params.settled_all if len(sheet.broken) == len(broken) else params.settled_some
        slots = {
            "table": sheet.form.name,
            "relations": "；".join(statement.text for statement in statements),
            "reason": self.reason(statements[0], change.place),
            "cell": sheet.name(change.place),
            "old": str(sheet.values[change.place]),
            "new": str(change.value),
            "slip": params.slips.get(self.suspects.slip(change), ""),
            "settled": settled.format(count=len(broken)),
            "also": params.also.format(count=len(others)) if others else "",
            "changes": self.change_text(part),
            "second": sheet.name(part[-1].place),
            "new_second": str(part[-1].value),
        }
        repairs = tuple(self.repair(solution) for solution in (part, *others))
        return Match(sheet.span(change.place), slots, variant, repairs, self.related(change.place, statements, part))

    def reason(self, statement: Statement, place: Place) -> str:
        """One broken relation of a cell in short; the cell names its row or column already."""
        relation = statement.relation
        words = self.sheet.words(*place)
        template: str = relation.family.get("reason", relation.family["text"])
        return template.format_map({**words, "left": statement.left, "right": statement.right})

    def change_text(self, solution: Solution) -> str:
        """The changes of a solution in words."""
        return "，".join(
            self.params.change.format(
                cell=self.sheet.name(change.place), old=self.sheet.values[change.place], new=change.value
            )
            for change in solution
        )

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

    def moved(self, trouble: Trouble) -> Match:
        """The match on the total of two sums that differ by the same number, one up and one down."""
        statements = [self.statements[index] for index in trouble.broken]
        first = statements[0].relation
        slots = {
            "table": self.sheet.form.name,
            "sides": f"{self.side(first, 'side')}，{self.side(statements[1].relation, 'other_side')}",
            "difference": str(abs(self.suspects.difference(first))),
            "across": first.family["across"],
        }
        repairs = tuple(self.repair(solution) for solution in trouble.solutions[:_MOST_GUESSED])
        return Match(self.sheet.span(first.at), slots, "moved", repairs, self.related(first.at, statements, ()))

    def side(self, relation: Relation, name: str) -> str:
        """By how much one sum is too large or too small, in words."""
        difference = self.suspects.difference(relation)
        differs = self.params.above if difference > 0 else self.params.below
        words = self.sheet.words(*relation.at)
        template: str = relation.family[name]
        return template.format_map({**words, "differs": differs.format(difference=abs(difference))})

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
        """The other cells to change, one cell of each broken relation with its arithmetic, then their other cells."""
        sheet = self.sheet
        found: dict[Place, str] = {}
        for change in part:
            found[change.place] = f"{sheet.name(change.place)}：{sheet.values[change.place]}"
        rest: list[Place] = []
        for statement in statements:
            relation = statement.relation
            single = len(relation.right) == 1
            places = [*relation.right, *relation.left] if single else [*relation.left, *relation.right]
            others = [other for other in places if other != place]
            telling = [other for other in others if other in self.suspects.totals or sheet.values[other]]
            stand = next((other for other in telling or others if other not in found), None)
            if stand is not None:
                found[stand] = statement.text
            rest += telling
        for other in rest:
            found.setdefault(other, f"{sheet.name(other)}：{sheet.values[other]}")
        found.pop(place, None)
        ordered = list(found.items())[:_MOST_RELATED]
        return tuple(Related(sheet.span(other), text) for other, text in ordered)
