"""Which official label each label cell of an aligned table stands for."""

from __future__ import annotations

from hegao.document.form import TableForm
from hegao.document.labels import ALIKE, TableLabels, similarity
from hegao.document.model import Cell

Place = tuple[int, int]
"""Raw row and column of a cell."""


def pair_labels(
    keep: list[int],
    cells: list[tuple[Cell, ...]],
    split: list[list[int]],
    places: list[int | None],
    labels: TableLabels,
) -> tuple[dict[Place, str], tuple[str, ...]]:
    """Pair label cells with official labels.

    Headings are compared block by block, not row by row: a merged heading may stand in another
    row of its block after conversion.

    Args:
        keep: Raw rows that belong to the table.
        split: For each raw row the columns of its label cells.
        places: For each raw row the index of its form row.

    Returns:
        The official label by place, and the official headings found nowhere.
    """
    form = labels.form
    expected: dict[Place, str] = {}
    blocks: dict[int, list[int]] = {}
    ids = _block_ids(form)
    current: int | None = None
    for at in keep:
        place = places[at]
        if place is not None:
            current = ids[place]
        if current is not None and (place is None or form.rows[place].header):
            blocks.setdefault(current, []).append(at)
        if place is not None and not form.rows[place].header:
            _pair_data_row(at, cells[at], split[at], form.rows[place].labels, labels, expected)
            current = None
    missing: list[str] = []
    for block, rows in blocks.items():
        official = [label for index, row in enumerate(form.rows) if ids[index] == block for label in row.labels]
        found = [(at, column) for at in rows for column in split[at]]
        missing += _pair_block(found, official, cells, expected)
    return expected, tuple(missing)


def _block_ids(form: TableForm) -> list[int | None]:
    """For each form row the number of its block of headings, None for a data row."""
    ids: list[int | None] = []
    block, inside = 0, False
    for row in form.rows:
        if row.header:
            block += 0 if inside else 1
            ids.append(block)
        else:
            ids.append(None)
        inside = row.header
    return ids


def _pair_data_row(
    at: int,
    cells: tuple[Cell, ...],
    columns: list[int],
    path: tuple[str, ...],
    labels: TableLabels,
    expected: dict[Place, str],
) -> None:
    for column in columns:
        text = cells[column].text
        if column == columns[-1] and path:
            # A group label that stands last is right where it is: the row's own label is lost.
            expected[at, column] = text if text in path else path[-1]
        elif text in labels.rows:
            expected[at, column] = text
        else:
            best = max(path[:-1], key=lambda label: similarity(text, label), default=None)
            if best is not None and similarity(text, best) >= ALIKE:
                expected[at, column] = best


def _pair_block(
    found: list[Place], official: list[str], cells: list[tuple[Cell, ...]], expected: dict[Place, str]
) -> list[str]:
    """Pair the headings of one block; returns the official ones that are left over."""
    rest = list(official)
    open_places: list[Place] = []
    for at, column in found:
        text = cells[at][column].text
        if text in rest:
            rest.remove(text)
            expected[at, column] = text
        else:
            open_places.append((at, column))
    ranked = sorted(
        (
            (-similarity(cells[at][column].text, label), order, index)
            for order, (at, column) in enumerate(open_places)
            for index, label in enumerate(rest)
        ),
    )
    used: set[int] = set()
    done: set[int] = set()
    alone = len(open_places) == len(rest) == 1
    for likeness, order, index in ranked:
        if order in done or index in used or (-likeness < ALIKE and not (alone and -likeness >= ALIKE / 2)):
            continue
        expected[open_places[order]] = rest[index]
        done.add(order)
        used.add(index)
    return [label for index, label in enumerate(rest) if index not in used]
