"""Relations between the numeric cells of one table (勾稽关系): which there are and whether they hold.

The relations are data of a rule pack. This module reads the cells, states each relation with its
present numbers, counts, and says in which relations a cell stands; :mod:`hegao.checks.totals` turns
broken ones into findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from hegao.checks.derived import Same, derived
from hegao.checks.localise import Place
from hegao.checks.numbers import NumberKind, count_of, read_cell
from hegao.document.form import RowForm, TableForm
from hegao.document.model import Cell, Document, Row, Table
from hegao.text import SourceText, Span

_TRAILING_NOTE = re.compile(r"(?<=.)（[^（）]*）?$")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_LONG_LABEL = 24
_AFTER_NUMBER = 3
_MOST_ADDENDS = 6


_NO_SLIPS: Mapping[str, str] = {}


# Compared by identity: a rule's parameters are built once, and what follows from them is kept.
class RelationParams(NamedTuple):
    """Relations of one official table, and the words that name its cells.

    Attributes:
        table: Key of the table.
        relations: One mapping for each family of relations. ``each = "row"``: holds in every row
            that has the columns ``left`` and ``right``; ``each = "column"``: in every column of the
            rows ``left`` and ``right``. The sum of ``left`` equals the sum of ``right``. Rows the
            form does not have are left out, so that one list serves several years. ``at``: the row
            or column that a finding stands on when no single cell explains the difference.
            ``name`` and ``text`` are templates for the relation's name and its present numbers,
            ``reason`` for these in short, where a cell of it was named before (slots ``left``
            ``right``). ``side``, ``other_side`` and ``across`` are for two sums that differ by the
            same number, one up and one down: what the first is in words, the second (slot
            ``differs``), and what the cases were confused across.
        cell: Template of a cell's name; slots ``row`` ``column`` ``group`` ``last`` (the first and
            the last part of a column key such as ``行政复议/总计``).
        apart: Template added to ``text`` when the two sides differ; slot ``difference``.
        above, below: Templates for ``differs``; slot ``difference``.
        change: Template of one change; slots ``cell`` ``old`` ``new``.
        also: Says that other changes are offered; slot ``count``.
        settled_all, settled_some: What a change brings about; slot ``count``.
        slips: Words for the kinds of slip that ``localise.likeness`` names.
    """

    table: str
    relations: tuple[dict[str, Any], ...]
    cell: str = "{row} {column}"
    apart: str = ""
    above: str = "+{difference}"
    below: str = "-{difference}"
    change: str = "{cell} {old} → {new}"
    also: str = ""
    settled_all: str = ""
    settled_some: str = ""
    slips: Mapping[str, str] = _NO_SLIPS

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class Relation(NamedTuple):
    """The cells of ``left`` add up to those of ``right``.

    Attributes:
        family: Its entry in ``RelationParams.relations``.
        key: Row or column key it is repeated for.
        at: The cell it is reported on when no cell explains it.
    """

    family: Mapping[str, Any]
    key: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]
    at: Place

    @property
    def is_sum(self) -> bool:
        """Whether it says that one cell is the sum of several; asked of the pack, not of what a form has of it."""
        return len(self.family["left"]) > 1 and list(self.family["right"]) == [self.family["at"]]

    @property
    def terms(self) -> dict[Place, int]:
        """Each cell with 1 on the left and -1 on the right side."""
        return {**dict.fromkeys(self.left, 1), **dict.fromkeys(self.right, -1)}


class Statement(NamedTuple):
    """A relation with its present numbers. ``text`` is Chinese for the author."""

    relation: Relation
    left: int
    right: int
    text: str
    name: str

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.left == self.right


class Tally(NamedTuple):
    """How many relations of a draft could be checked, how many of these are broken, how many its form has."""

    checked: int
    broken: int
    total: int


class Sheet:
    """The numbers of one recognised table, with the relations that can be checked.

    Attributes:
        relations: Relations whose cells all hold counts.
        broken: Those whose two sides differ.
    """

    def __init__(self, source: SourceText, table: Table, form: TableForm, params: RelationParams) -> None:
        self.source = source
        self.params = params
        self.form = form
        self.cells: dict[Place, Cell] = {}
        self.values: dict[Place, int] = {}
        seen: set[str] = set()
        for row in table.rows:
            if row.form is not None and row.form.values and row.form.key not in seen:
                seen.add(row.form.key)
                self._read(row, row.form)
        self.relations: list[Relation] = []
        self.broken: list[Relation] = []
        for relation in expand(params, form):
            difference = self._difference(relation)
            if difference is not None:
                self.relations.append(relation)
                if difference:
                    self.broken.append(relation)

    def _read(self, row: Row, form: RowForm) -> None:
        cells, values, key = self.cells, self.values, form.key
        for column, cell in zip(form.values, row.values, strict=False):
            if cell is not None:
                cells[key, column] = cell
                count = count_of(self.source, cell)
                if count is not None:
                    values[key, column] = count

    def _difference(self, relation: Relation) -> int | None:
        """Left side less right side; None when the relation cannot be checked.

        A stroke passes for 0 where everything else adds up, so that it breaks no sum.
        """
        value_of = self.values.__getitem__
        try:
            return sum(map(value_of, relation.left)) - sum(map(value_of, relation.right))
        except KeyError:
            unread = [place for place in (*relation.left, *relation.right) if place not in self.values]
        strokes = all(
            place in self.cells and read_cell(self.source, self.cells[place]).kind is NumberKind.PLACEHOLDER
            for place in unread
        )
        if not strokes or self.sum(relation.left) != self.sum(relation.right):
            return None
        self.values.update(dict.fromkeys(unread, 0))
        return 0

    def sum(self, places: Iterable[Place]) -> int:
        """The sum of the cells that hold a number."""
        values = self.values
        return sum([values.get(place, 0) for place in places])

    def span(self, place: Place) -> Span:
        """Where the number of a cell stands."""
        return read_cell(self.source, self.cells[place]).span

    def words(self, row: str, column: str) -> dict[str, str]:
        """The slots that name a row, a column or both."""
        group, _, last = column.rpartition("/")
        label = next((form.labels[-1] for form in self.form.rows if form.key == row and form.labels), "")
        return {"row": _short(label), "column": column, "group": group, "last": last}

    def name(self, place: Place) -> str:
        """A cell's name in Chinese."""
        return self.params.cell.format_map(self.words(*place))

    def arithmetic(self, places: tuple[Place, ...]) -> str:
        """``2+3=5`` with the addends that are not 0; the sum alone when they are one or many."""
        addends = [str(self.values[place]) for place in places if self.values.get(place)]
        total = str(self.sum(places))
        return "+".join(addends) + "=" + total if 1 < len(addends) <= _MOST_ADDENDS else total

    def state(self, relation: Relation) -> Statement:
        """A relation with its present numbers."""
        left, right = self.sum(relation.left), self.sum(relation.right)
        by_row = relation.family["each"] == "row"
        words = self.words(relation.key, relation.at[1]) if by_row else self.words(relation.at[0], relation.key)
        slots = {**words, "left": self.arithmetic(relation.left), "right": self.arithmetic(relation.right)}
        text = relation.family["text"].format_map(slots)
        if left != right:
            text += self.params.apart.format(difference=abs(left - right))
        return Statement(relation, left, right, text, relation.family["name"].format_map(slots))


def _short(label: str) -> str:
    """A row label as messages quote it: without its note, and without its second half when long."""
    label = _TRAILING_NOTE.sub("", label).translate(_INNER_QUOTES)
    if len(label) > _LONG_LABEL:
        cut = label.find("、", _AFTER_NUMBER)
        return label[:cut] if cut > 0 else label
    return label


@lru_cache(maxsize=16)
def expand(params: RelationParams, form: TableForm) -> tuple[Relation, ...]:
    """The relations one by one, for every row or column they are repeated for."""
    columns = {row.key: row.values for row in form.rows if row.values}
    found: list[Relation] = []
    for family in params.relations:
        left, right, at = family["left"], family["right"], family["at"]
        if family["each"] == "row":
            for row, present in columns.items():
                if all(column in present for column in (*left, *right)):
                    sides = [tuple((row, column) for column in side) for side in (left, right)]
                    found.append(Relation(family, row, sides[0], sides[1], (row, at)))
            continue
        left = [row for row in left if row in columns]
        right = [row for row in right if row in columns]
        for column in columns.get(at, ()) if left and right else ():
            sides = [tuple((row, column) for row in side) for side in (left, right)]
            found.append(Relation(family, column, sides[0], sides[1], (at, column)))
    return tuple(found)


def sheet_of(document: Document, params: RelationParams) -> Sheet | None:
    """The table that the relations are about; None when the draft has none."""
    table = document.table(params.table)
    if table is None or table.form is None:
        return None
    return derived(document.table_source, _sheet, Same(table), params)


def _sheet(source: SourceText, table: Same[Table], params: RelationParams) -> Sheet:
    assert table.it.form is not None
    # The source keeps what is derived from it, which therefore must not refer to it.
    return Sheet(SourceText(source.text), table.it, table.it.form, params)


def tally(document: Document, groups: Iterable[RelationParams]) -> Tally:
    """Count the relations that can be checked, those that are broken, and those of the form.

    The form in force has 42: 25 rows, twice 7 columns, 3 groups of outcomes.

    Args:
        groups: The parameters of the active rules whose check is ``table-relations``.
    """
    checked = broken = total = 0
    for params in groups:
        total += sum(len(expand(params, form)) for form in document.form.tables if form.key == params.table)
        sheet = sheet_of(document, params)
        if sheet:
            checked += len(sheet.relations)
            broken += len(sheet.broken)
    return Tally(checked, broken, total)


def statements_at(document: Document, groups: Iterable[RelationParams], cell: Cell) -> tuple[Statement, ...]:
    """The relations in which a cell stands, with their present numbers."""
    found = []
    for params in groups:
        sheet = sheet_of(document, params)
        if sheet is None:
            continue
        place = next((place for place, other in sheet.cells.items() if other.span == cell.span), None)
        found += [sheet.state(r) for r in sheet.relations if place in r.left or place in r.right]
    return tuple(found)
