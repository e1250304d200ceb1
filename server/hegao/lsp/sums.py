"""The relations of a draft's tables as its author sees them: which hold, and what a total should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.localise import Place
from hegao.checks.prose_ties import Tie, ties
from hegao.checks.relations import RelationParams, Sheet, expand, sheet_of
from hegao.document.model import Cell, Table
from hegao.engine import RELATIONS
from hegao.lsp.snapshot import Snapshot
from hegao.text import Span

_PROSE = "prose-table"


class Sum(NamedTuple):
    """A total with what its parts come to.

    Attributes:
        cell: Its cell.
        present: The number that stands there; None when it is empty or no number.
        by_row: The sum along its row; None when there is none or a part is no number.
        by_column: The sum along its column, likewise.
    """

    cell: Cell
    present: int | None
    by_row: int | None
    by_column: int | None


class Balance(NamedTuple):
    """The relations of one table: how many its form has, could be checked, are broken."""

    table: Table
    total: int
    checked: int
    broken: int


def relation_groups(snapshot: Snapshot) -> list[RelationParams]:
    """The relations that are checked, a group for each table that has some."""
    return [rule.params for rule in snapshot.rules if rule.check == RELATIONS]


def sheets(snapshot: Snapshot) -> Iterator[Sheet]:
    """The numbers of each table that has relations."""
    for params in relation_groups(snapshot):
        sheet = sheet_of(snapshot.document, params)
        if sheet is not None:
            yield sheet


def balances(snapshot: Snapshot) -> list[Balance]:
    """How the relations of each table stand, in the order of the draft."""
    found: dict[int, Balance] = {}
    for params in relation_groups(snapshot):
        sheet, table = sheet_of(snapshot.document, params), snapshot.document.table(params.table)
        if sheet is None or table is None or table.form is None:
            continue
        before = found.get(table.span.start, Balance(table, 0, 0, 0))
        found[table.span.start] = Balance(
            table,
            before.total + len(expand(params, table.form)),
            before.checked + len(sheet.relations),
            before.broken + len(sheet.broken),
        )
    return [found[start] for start in sorted(found)]


def totals(snapshot: Snapshot) -> Iterator[Sum]:
    """Every total of which the draft has the cell and at least one sum can be computed."""
    for sheet in sheets(snapshot):
        sums: dict[Place, dict[str, int]] = {}
        for relation in expand(sheet.params, sheet.form):
            known = relation.is_sum and all(place in sheet.values for place in relation.left)
            if known and relation.at in sheet.cells:
                sums.setdefault(relation.at, {})[relation.family["each"]] = sheet.sum(relation.left)
        for place, by in sums.items():
            yield Sum(sheet.cells[place], sheet.values.get(place), by.get("row"), by.get("column"))


def total_cells(snapshot: Snapshot) -> frozenset[Span]:
    """The cells of all totals, whether or not their sums can be computed."""
    return frozenset(
        sheet.cells[relation.at].span
        for sheet in sheets(snapshot)
        for relation in expand(sheet.params, sheet.form)
        if relation.is_sum and relation.at in sheet.cells
    )


def place_of(sheet: Sheet, cell: Cell) -> Place | None:
    """The row and column key of a cell of a sheet; None for a cell of another table or a label."""
    return next((place for place, other in sheet.cells.items() if other.span == cell.span), None)


def parts_and_totals(snapshot: Snapshot, cell: Cell) -> tuple[list[Cell], list[Cell]]:
    """The cells that a cell is the sum of, and those it is counted in."""
    parts: dict[Span, Cell] = {}
    wholes: dict[Span, Cell] = {}
    for sheet in sheets(snapshot):
        place = place_of(sheet, cell)
        for relation in expand(sheet.params, sheet.form) if place is not None else ():
            if not relation.is_sum:
                continue
            if relation.at == place:
                parts.update((sheet.cells[p].span, sheet.cells[p]) for p in relation.left if p in sheet.cells)
            elif place in relation.left and relation.at in sheet.cells:
                whole = sheet.cells[relation.at]
                wholes[whole.span] = whole
    return list(parts.values()), list(wholes.values())


def figure_ties(snapshot: Snapshot) -> list[Tie]:
    """The figures of the running text that tables state too, by place; of several readings one that does not agree."""
    found: dict[Span, Tie] = {}
    for rule in snapshot.rules:
        for tie in ties(snapshot.document, rule.params) if rule.check == _PROSE else ():
            known = found.get(tie.span)
            if tie.cells and (known is None or (known.holds and not tie.holds)):
                found[tie.span] = tie
    return [found[span] for span in sorted(found)]
