"""Make totals the sums of their parts, where the author asks for it.

Which cells are totals comes from the relations of a rule pack: several cells on the left, on the
right the one cell that a broken sum is reported on. A component is never changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum
from typing import NamedTuple

from hegao.checks.localise import Place
from hegao.checks.numbers import NumberKind, Reading, count_of, read_cell
from hegao.checks.relations import RelationParams, Sheet, expand, sheet_of
from hegao.document.model import Cell, Document
from hegao.fix import Edit


class Obstacle(str, Enum):
    """Why a total was left as it is."""

    PART = "part"
    """A part of it is missing, empty or no count."""
    TEXT = "text"
    """It holds words that are no number; they may say something."""
    APART = "apart"
    """It is the sum of its row and of its column, and the two differ."""


class Total(NamedTuple):
    """A total that a draft has a cell for.

    Attributes:
        name: What messages call the cell.
        value: The sum of its parts once the totals asked for among them are sums too; None when
            there is an obstacle.
        edit: What makes it that sum; None when it holds the sum, or there is an obstacle.
    """

    place: Place
    cell: Cell
    name: str
    value: int | None
    edit: Edit | None
    obstacle: Obstacle | None = None


def recomputed(
    document: Document, groups: Iterable[RelationParams], cells: Collection[Place] | None = None
) -> tuple[Edit, ...]:
    """The edits, by place, that make totals the sum of their parts.

    Args:
        groups: The parameters of rules whose check is ``table-relations``.
        cells: The totals meant, None for all; the others keep their numbers.
    """
    edits = (total.edit for total in totals(document, groups, cells))
    return tuple(sorted(edit for edit in edits if edit is not None))


def totals(
    document: Document, groups: Iterable[RelationParams], cells: Collection[Place] | None = None
) -> tuple[Total, ...]:
    """The totals meant that the draft has a cell for, in the order of the draft."""
    tables: dict[str, list[Sheet]] = {}
    for params in groups:
        sheet = sheet_of(document, params)
        if sheet is not None:
            tables.setdefault(params.table, []).append(sheet)
    found = [total for sheets in tables.values() for total in _Sums(sheets, cells).totals()]
    return tuple(sorted(found, key=lambda total: total.cell.span))


class _Sums:
    """The totals of one table, each computed after the totals among its parts."""

    def __init__(self, sheets: list[Sheet], wanted: Collection[Place] | None) -> None:
        self.sheet = sheets[0]
        self.cells = self.sheet.cells
        # Not the values of the sheet: there a stroke may pass for 0.
        counts = ((place, count_of(self.sheet.source, cell)) for place, cell in self.cells.items())
        self.values = {place: count for place, count in counts if count is not None}
        self.sums: dict[Place, list[tuple[Place, ...]]] = {}
        self.names: dict[Place, str] = {}
        for sheet in sheets:
            for relation in expand(sheet.params, sheet.form):
                place = relation.at
                if relation.is_sum and place in self.cells and (wanted is None or place in wanted):
                    self.sums.setdefault(place, []).append(relation.left)
                    self.names.setdefault(place, sheet.name(place))
        self.done: dict[Place, Total | None] = {}

    def totals(self) -> list[Total]:
        for place in self.sums:
            self._settle(place)
        return [total for total in self.done.values() if total is not None]

    def _settle(self, place: Place) -> None:
        if place in self.done:
            return
        self.done[place] = None  # Relations that go round in a circle come to an end here.
        for parts in self.sums[place]:
            for part in parts:
                if part in self.sums:
                    self._settle(part)
        self.done[place] = self._total(place)

    def _total(self, place: Place) -> Total:
        cell = self.cells[place]
        reading = read_cell(self.sheet.source, cell)
        total = Total(place, cell, self.names[place], None, None)
        if reading.kind is NumberKind.TEXT:
            return total._replace(obstacle=Obstacle.TEXT)
        values = self.values
        if any(part not in values for parts in self.sums[place] for part in parts):
            return total._replace(obstacle=Obstacle.PART)
        sums = {sum(values[part] for part in parts) for parts in self.sums[place]}
        if len(sums) > 1:
            return total._replace(obstacle=Obstacle.APART)
        (value,) = sums
        values[place] = value
        return total._replace(value=value, edit=None if _holds(reading, value) else Edit(reading.span, str(value)))


def _holds(reading: Reading, value: int) -> bool:
    """Whether a cell says that number already; a stroke says 0."""
    return reading.scaled(0) == value or (reading.kind is NumberKind.PLACEHOLDER and value == 0)
