"""Check headings and row labels of the official tables against the form, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.difference import describe_difference
from hegao.checks.headings import misplaced
from hegao.checks.patterns import compile_pattern
from hegao.checks.table_names import is_old, official_tables, stand_ins
from hegao.document.clean import clean
from hegao.document.form import TableForm
from hegao.document.model import Cell, Document, Row, Table
from hegao.finding import Match, Repair
from hegao.fix import Edit


class LabelParams(NamedTuple):
    """Which labels to compare.

    Attributes:
        headings: True for the rows of headings, False for the labels of the rows of figures.
        old: Labels of an earlier form, which have a rule of their own.
        harmless: Pattern of additions that change nothing, such as ``，保留4位小数``.
        report_harmless: Report only labels that differ by a harmless addition; else leave them out.
    """

    headings: bool
    old: tuple[str, ...] = ()
    harmless: str = ""
    report_harmless: bool = False


def run(document: Document, params: LabelParams) -> Iterator[Match]:
    """Yield the label cells whose text is not the official label they stand for.

    Shifted and merged cells are no matter: only a cell's own words are compared, after white space
    and the width of marks have been levelled.
    """
    for table, form in official_tables(document):
        suspects = list(_suspects(table, form, params.headings))
        if not suspects or is_old(table, params.old):
            continue
        for row, cell, expected, variant in suspects:
            if cell.text in params.old or (row.form is None and variant != "unlike"):
                continue
            harmless = bool(params.harmless) and _is_harmless(cell.text, expected, params.harmless)
            if harmless is params.report_harmless:
                yield _mismatch(form, cell, expected, variant)


def _suspects(table: Table, form: TableForm, headings: bool) -> Iterator[tuple[Row, Cell, str, str]]:
    unknown = stand_ins(table) if table.missing_rows else {}
    known = {clean(label) for row in form.rows for label in row.labels} if headings else frozenset()
    for index, row in enumerate(table.rows):
        if row.form is None:
            right = unknown.get(index)
            if right is not None and right.header is headings and row.labels:
                yield row, row.labels[-1], right.labels[-1], "unlike"
            continue
        if row.form.header is not headings:
            continue
        for cell, expected in zip(row.labels, row.expected, strict=False):
            # Short of a match anywhere in the table a heading is only in another place, not wrong.
            if expected is not None and cell.text != clean(expected) and cell.text not in known:
                yield row, cell, expected, ""


def _is_harmless(found: str, expected: str, pattern: str) -> bool:
    return compile_pattern(pattern).sub("", found) == clean(expected)


def _mismatch(form: TableForm, cell: Cell, expected: str, variant: str) -> Match:
    difference = describe_difference(cell.text, clean(expected))
    slots = {"table": form.name, "found": cell.text, "expected": expected, "difference": difference}
    return Match(cell.span, slots, variant, (Repair((Edit(cell.span, expected),)),))


class HeadingOrderParams(NamedTuple):
    """Labels of an earlier form, which have a rule of their own."""

    old: tuple[str, ...] = ()


def order(document: Document, params: HeadingOrderParams) -> Iterator[Match]:
    """Yield the column headings that stand in another order than the form's."""
    for table, form in official_tables(document):
        for row in table.rows:
            if row.form is None or not row.form.header or len(row.labels) < 2:
                continue
            if tuple(cell.text for cell in row.labels) == row.form.labels or is_old(table, params.old):
                continue
            official = [clean(label) for label in row.form.labels]
            texts = [cell.text for cell in row.labels if cell.text in official]
            if texts == [label for label in official if label in texts]:
                continue
            # A label that comes twice (结果维持 under two groups) tells no order.
            cells = [cell for cell in row.labels if official.count(cell.text) == 1 and texts.count(cell.text) == 1]
            for at in sorted(misplaced([official.index(cell.text) for cell in cells])):
                slots = {"table": form.name, "found": cells[at].text, "order": "、".join(row.form.labels)}
                yield Match(cells[at].span, slots, repairs=_in_order(cells, row.form.labels))


def _in_order(cells: list[Cell], labels: tuple[str, ...]) -> tuple[Repair, ...]:
    """The headings in the form's order in the cells they stand in; the figures below stay where they are."""
    present = {cell.text for cell in cells}
    ordered = [label for label in labels if clean(label) in present]
    edits = [Edit(cell.span, label) for cell, label in zip(cells, ordered, strict=True) if cell.text != clean(label)]
    return (Repair(tuple(edits)),)
