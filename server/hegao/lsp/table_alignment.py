"""Align Markdown tables by the width they have on the screen.

Only blanks around cells and the dashes of separator lines change: not a word, not a figure, not a number of cells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from hegao.fix import Edit
from hegao.text import SourceText, Span

_PIPE = re.compile(r"(?<!\\)\|")
_ROW = re.compile(r" {0,3}\|")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)
_DASHES = re.compile(r"(:?)-+(:?)")
_FEWEST_DASHES = 3


class _Cell(NamedTuple):
    """The stretch between two pipes. ``text`` has no blanks around it."""

    span: Span
    text: str
    closed: bool


def width(text: str) -> int:
    """How many columns of the screen a text takes.

    Wide and full-width characters take two, marks that combine and format characters none. Characters of
    ambiguous width (“ ” … — ·) take one: so VS Code, Vim and terminals count unless they are told otherwise.
    """
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def tables(source: SourceText) -> Iterator[tuple[int, int]]:
    """The Markdown tables of a text as first and last line: runs of rows that begin with a pipe."""
    first: int | None = None
    fenced = False
    for line in range(source.line_count):
        text = source[source.line_span(line)]
        if _FENCE.match(text):
            fenced = not fenced
        is_row = not fenced and is_table_row(text)
        if is_row and first is None:
            first = line
        elif not is_row and first is not None:
            yield first, line - 1
            first = None
    if first is not None:
        yield first, source.line_count - 1


def is_table_row(line: str) -> bool:
    """Whether a line is a row of a Markdown table by its looks."""
    return _ROW.match(line) is not None


def table_at(source: SourceText, line: int) -> tuple[int, int] | None:
    """The table a line belongs to; None when it is no row, or one of a block of code."""
    start, end = source.line_span(line)
    if not is_table_row(source.text[start:end]) or len(_FENCE.findall(source.text, 0, start)) % 2:
        return None
    first = last = line
    while first > 0 and is_table_row(source[source.line_span(first - 1)]):
        first -= 1
    while last + 1 < source.line_count and is_table_row(source[source.line_span(last + 1)]):
        last += 1
    return first, last


def align(source: SourceText, first: int, last: int) -> list[Edit]:
    """What aligns the table of these lines, sorted by place."""
    rows = [_cells(source, line) for line in range(first, last + 1)]
    if len(rows) < 2:
        return []
    marks = [all(_DASHES.fullmatch(cell.text) for cell in row) and bool(row) for row in rows]
    count = max(map(len, rows))
    widths = [_FEWEST_DASHES] * count
    sides = [""] * count
    for row, is_mark in zip(rows, marks, strict=True):
        for column, cell in enumerate(row):
            if is_mark:
                sides[column] = sides[column] or _side(cell.text)
                widths[column] = max(widths[column], _FEWEST_DASHES + cell.text.count(":"))
            else:
                widths[column] = max(widths[column], width(cell.text))
    edits: list[Edit] = []
    for row, is_mark in zip(rows, marks, strict=True):
        for column, cell in enumerate(row):
            written = _marks(cell.text, widths[column]) if is_mark else _placed(cell, widths[column], sides[column])
            edits += _edits(source, cell, f" {written} " if cell.closed else f" {written}".rstrip(" "))
    return edits


def _cells(source: SourceText, line: int) -> list[_Cell]:
    """The cells of a row; what follows the last pipe is one if there is anything."""
    start, end = source.line_span(line)
    text = source.text[start:end]
    pipes = [match.start() for match in _PIPE.finditer(text)]
    cells = [
        _Cell(Span(start + left + 1, start + right), text[left + 1 : right].strip(" \t"), True)
        for left, right in pairwise(pipes)
    ]
    rest = text[pipes[-1] + 1 :]
    if rest:
        cells.append(_Cell(Span(start + pipes[-1] + 1, end), rest.strip(" \t"), False))
    return cells


def _side(dashes: str) -> str:
    found = _DASHES.fullmatch(dashes)
    return found[1].replace(":", "<") + found[2].replace(":", ">") if found else ""


def _marks(dashes: str, columns: int) -> str:
    found = _DASHES.fullmatch(dashes)
    left, right = (found[1], found[2]) if found else ("", "")
    return left + "-" * (columns - len(left) - len(right)) + right


def _placed(cell: _Cell, columns: int, side: str) -> str:
    if not cell.closed and not cell.text:
        return ""
    blank = columns - width(cell.text)
    if side == ">":
        return " " * blank + cell.text
    if side == "<>":
        return " " * (blank // 2) + cell.text + " " * (blank - blank // 2)
    return cell.text + " " * blank


def _edits(source: SourceText, cell: _Cell, written: str) -> Iterator[Edit]:
    """Change only the blanks before and after the text of the cell, where they are not as they should be."""
    old = source[cell.span]
    if old == written:
        return
    if not cell.text or not written.strip(" ") or old.strip(" \t") != written.strip(" "):
        yield Edit(cell.span, written)
        return
    before, after = len(old) - len(old.lstrip(" \t")), len(old.rstrip(" \t"))
    new_before, new_after = len(written) - len(written.lstrip(" ")), len(written.rstrip(" "))
    if old[:before] != written[:new_before]:
        yield Edit(Span(cell.span.start, cell.span.start + before), written[:new_before])
    if old[after:] != written[new_after:]:
        yield Edit(Span(cell.span.start + after, cell.span.end), written[new_after:])
