"""Sums of the cells of a recognised table that are named by row and column key."""

from __future__ import annotations

from itertools import product

from hegao.checks.numbers import read_cell
from hegao.document.model import Cell, Document, Row, Table


def sum_of(document: Document, table: Table, rows: tuple[str, ...], columns: tuple[str, ...]) -> int | None:
    """The sum of the cells in rows and columns named by key; None unless each holds a count."""
    total = 0
    for row, column in product(rows, columns):
        cell = table.value(row, column)
        count = read_cell(document.source, cell).whole if cell else None
        if count is None:
            return None
        total += count
    return total


def cells_of(
    document: Document, table: Table, rows: tuple[str, ...], columns: tuple[str, ...]
) -> list[tuple[Row, Cell, int]]:
    """The cells in rows and columns named by key, with their rows and counts; 0 for what is no count."""
    found: list[tuple[Row, Cell, int]] = []
    for key, column in product(rows, columns):
        row = table.row(key)
        cell = row.value(column) if row else None
        if row and cell:
            found.append((row, cell, read_cell(document.source, cell).whole or 0))
    return found
