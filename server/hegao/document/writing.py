"""Write an official table of a form in the layout of a draft: the way back from ``table_readers``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hegao.document.form import TableForm
from hegao.document.merging import label_depth, merged_rows

_Grid = list[list[str]]


def render_table(table: TableForm, layout: str, values: Mapping[tuple[str, str], str], line_end: str = "\n") -> str:
    """An official table as text, without a line end after its last line.

    Parsing it again under the same form gives the same rows, labels and figures.

    Args:
        layout: ``tab``, ``cell`` or ``pipe``, as ``Table.layout`` has it. Anything else (``space``,
            in which an empty cell cannot be told) is written as ``tab``.
        values: Cell texts by row key and column key; a cell that is not in it stays empty.
    """
    rows = _grid(table, values)
    if layout == "pipe":
        lines = _pipes(rows)
    elif layout == "cell":
        lines = _cells(rows, table)
    else:
        lines = ["\t".join(row) for row in rows]
    return line_end.join(lines)


def _pipes(rows: _Grid) -> list[str]:
    """Markdown wants the first row as wide as the table; in the others, cells nobody is to fill are left out."""
    width = max(map(len, rows))
    first = [*rows[0], *[""] * (width - len(rows[0]))]
    lines = ["|" + "".join(f" {cell} |" for cell in row) for row in (first, *rows[1:])]
    return [lines[0], "|" + " --- |" * width, *lines[1:]]


def _cells(rows: _Grid, table: TableForm) -> list[str]:
    """Each cell on a line after a tab, a blank line between rows, as a word processor copies it out.

    A cell merged from several appears once, so that headings and labels leave no empty lines; an
    empty figure does.
    """
    lines: list[str] = []
    for cells, form in zip(rows, table.rows, strict=True):
        labels = len(cells) - len(form.values)
        kept = [cell for index, cell in enumerate(cells) if cell or index >= labels]
        lines += [*([""] if lines else []), *(f"\t{cell}" for cell in kept)]
    return lines


def _grid(table: TableForm, values: Mapping[tuple[str, str], str]) -> _Grid:
    """All cells in reading order; of merged cells the first holds the text, the others are empty."""
    depth = label_depth(table)
    rows: _Grid = []
    before: tuple[str, ...] = ()
    for row, merged in zip(table.rows, merged_rows(table), strict=True):
        if row.header:
            cells = [""] * (merged[-1].column + 1)
            for cell in merged:
                cells[cell.column] = row.labels[cell.label]
            rows.append(cells)
            before = ()
        else:
            labels = _without_repeated(row.labels, before)
            figures = [values.get((row.key, column), "") for column in row.values]
            rows.append([*labels, *[""] * (depth - len(labels)), *figures])
            before = row.labels
    return rows


def _without_repeated(labels: Sequence[str], before: Sequence[str]) -> list[str]:
    """The labels of a row, those of groups that go on from the row before left empty."""
    shown = list(labels)
    for level, label in enumerate(labels[:-1]):
        if level >= len(before) or before[level] != label:
            break
        shown[level] = ""
    return shown
