"""Which cell of an aligned row belongs to which column of figures."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from hegao.document.form import RowForm
from hegao.document.labels import TableLabels
from hegao.document.model import Cell


class ValueColumns(NamedTuple):
    """What is known of a table's columns of figures.

    Attributes:
        missing: Column keys the draft's table does not have at all.
        starts: Column of the last label → column where figures begin in the table's whole rows.
    """

    missing: frozenset[str]
    starts: dict[int, int]


def _last_label(columns: list[int]) -> int:
    return columns[-1] if columns else -1


def _filled(cells: tuple[Cell, ...], after: int) -> list[Cell]:
    return [cell for cell in cells[after + 1 :] if cell.text]


def value_columns(
    cells: list[tuple[Cell, ...]],
    split: list[list[int]],
    places: list[int | None],
    labels: TableLabels,
    missing_headings: tuple[str, ...],
) -> ValueColumns:
    """Learn from the whole rows of a table where figures stand.

    A heading that is missing means a missing column only when no row has figures for all columns:
    headings also get lost alone.
    """
    form = labels.form
    rows = [
        (split[at], row, form.rows[place])
        for at, (row, place) in enumerate(zip(cells, places, strict=True))
        if place is not None and len(form.rows[place].values) > 1
    ]
    missing = frozenset(missing_headings)
    whole = any(len(_filled(row, _last_label(columns))) >= len(row_form.values) for columns, row, row_form in rows)
    if whole or any(missing.issuperset(row_form.values) for _, _, row_form in rows):
        missing = frozenset()
    starts: dict[int, Counter[int]] = {}
    for columns, row, row_form in rows:
        last = _last_label(columns)
        filled = _filled(row, last)
        if filled and len(filled) == sum(value not in missing for value in row_form.values):
            starts.setdefault(last, Counter())[filled[0].column] += 1
    return ValueColumns(missing, {last: counts.most_common(1)[0][0] for last, counts in starts.items()})


def row_values(
    cells: tuple[Cell, ...], label_columns: list[int], form: RowForm | None, columns: ValueColumns
) -> tuple[tuple[Cell | None, ...], tuple[Cell, ...]]:
    """The cell for each column key of a row, and the figures beyond them.

    All are None when the row is too short to tell which of its figures is which.
    """
    if form is None or not form.values:
        return (), ()
    present = [value for value in form.values if value not in columns.missing]
    last = _last_label(label_columns)
    filled = _filled(cells, last)
    surplus: tuple[Cell, ...] = ()
    if len(present) == 1:
        chosen = filled[:1] or list(cells[last + 1 : last + 2])
        surplus = tuple(filled[1:])
    elif len(filled) >= len(present):
        cut = len(filled) - len(present)
        chosen, surplus = filled[cut:], tuple(filled[:cut])
    else:
        chosen = _window(cells, last, filled, len(present), columns.starts.get(last))
    if not chosen:
        return (None,) * len(form.values), surplus
    given = dict(zip(present, chosen, strict=True))
    return tuple(given.get(value) for value in form.values), surplus


def _window(cells: tuple[Cell, ...], last: int, filled: list[Cell], width: int, start: int | None) -> list[Cell]:
    """The cells of a row with empty ones among them; [] when the row is too short."""
    if start is not None:
        inside = start > last and (not filled or (filled[0].column >= start and filled[-1].column < start + width))
        if inside:
            return list(cells[start : start + width]) if start + width <= len(cells) else []
    # No whole row to learn from: the rightmost stretch that holds every figure.
    first = min(len(cells) - width, filled[0].column if filled else len(cells) - width)
    if first <= last or (filled and filled[-1].column >= first + width):
        return []
    return list(cells[first : first + width])
