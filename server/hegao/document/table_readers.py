"""Read the lines of a table to raw rows, whatever the layout.

One row a line with cells split by tabs (or, from PDF, by blanks), one cell a line (each after a tab,
a blank line between rows), Markdown pipes. Empty cells are kept; blank lines, separator lines and
page numbers are not rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from hegao.document.clean import clean
from hegao.document.labels import FormLabels, looks_like_value
from hegao.document.lines import Line
from hegao.lazy import lazy

BLANK, PIPE, TAB, CELL, BARE, OTHER, SPACED = range(7)
"""Kinds of lines; CELL is one cell after a tab, BARE one without."""

SEPARATOR = lazy(r"\|?[\s:|+-]*-[\s:|+-]*\|?")
PAGE_NUMBER = lazy(r"[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d+\s*页.{0,12}")
# So many tabs alone on a line may be a row of figures, all left out.
_BLANK_ROW = 5
_WORD = lazy(r"[^ \u3000\t]+")
_ESCAPED_PIPE = lazy(r"(?<!\\)\|")


class RawCell:
    """A cell as written: cleaned text, start and end (of the text without white space around it)."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start = start
        self.end = end


class RawRow(NamedTuple):
    """A row as written."""

    cells: list[RawCell]
    layout: str

    @property
    def blank(self) -> bool:
        """Whether no cell holds text."""
        return not any(cell.text for cell in self.cells)


def read_rows(lines: list[Line], kinds: bytes, labels: FormLabels) -> list[RawRow]:
    """The rows of a table.

    Args:
        kinds: What each line is.
    """
    rows: list[RawRow] = []
    stack = _CellRow(labels, rows)
    for line, kind in zip(lines, kinds, strict=True):
        if kind == PIPE:
            stack.close()
            if SEPARATOR.fullmatch(line.text):
                stack.whole = False
            else:
                rows.append(RawRow(_pipe_cells(line), "pipe"))
        elif kind == TAB:
            stack.close()
            if line.text or line.raw.count("\t") >= _BLANK_ROW:
                rows.append(RawRow(_tab_cells(line), "tab"))
                stack.whole = True
        elif kind == SPACED:
            stack.close()
            rows.append(RawRow(spaced_cells(line.raw, line.start, labels), "space"))
            stack.whole = True
        elif kind == BLANK:
            stack.pause()
            stack.whole = stack.whole and not line.text
        elif kind == OTHER:
            if PAGE_NUMBER.fullmatch(line.text):
                stack.whole = False
            else:
                _continue(line, rows, stack)
        else:
            stack.add(_own_line(line))
    stack.close()
    return rows


def _own_line(line: Line) -> RawCell:
    """The cell that a line is; an empty one is at the end of the line."""
    text, end = line.text, line.start + len(line.raw)
    return RawCell(clean(text), line.first, line.first + len(text)) if text else RawCell("", end, end)


def _continue(line: Line, rows: list[RawRow], stack: _CellRow) -> None:
    """Add the rest of a broken cell to the cell it belongs to."""
    if stack.open or not rows or rows[-1].layout in ("cell", "pipe") or not stack.whole:
        stack.extend(_own_line(line))
        return
    filled = [cell for cell in rows[-1].cells if cell.text]
    labelled = [cell for cell in filled if not looks_like_value(cell.text)]
    if labelled:
        _glue(labelled[-1], line) if labelled[-1] is filled[-1] else stack.extend(_own_line(line))


def _glue(cell: RawCell, line: Line) -> None:
    cell.text = clean(cell.text + line.text)
    cell.end = line.span.end


class _CellRow:
    """Rows put together from one cell a line."""

    def __init__(self, labels: FormLabels, rows: list[RawRow]) -> None:
        self.labels = labels
        self.rows = rows
        self.cells: list[RawCell] = []
        self.paused = False
        self.numbers = 0
        self.possible: frozenset[tuple[int, int]] | None = None
        # The width of what was possible when it was last asked for.
        self._measured: frozenset[tuple[int, int]] | None = None
        self._widest = 0
        # Whether nothing but white space was read since the last cell: only then may a line carry it on.
        self.whole = True

    @property
    def open(self) -> bool:
        """Whether a row is being put together."""
        return bool(self.cells)

    def pause(self) -> None:
        """A blank line: the row ends here, unless the next line carries on a broken cell."""
        self.paused = True

    def close(self) -> None:
        """End the row."""
        if self.cells:
            self.rows.append(RawRow(self.cells, "cell"))
        self.cells = []
        self.paused = False
        self.numbers = 0
        self.possible = None

    def add(self, cell: RawCell) -> None:
        """A cell that begins on a line of its own."""
        is_value = bool(cell.text) and looks_like_value(cell.text)
        if self.paused and not self._goes_on(cell.text, is_value):
            self.close()
        elif cell.text and self.cells and self.whole and self._completes(cell):
            self._join(cell)
            return
        self.paused = False
        if is_value:
            if self.possible and self._width() == 0:
                self.close()
            self.numbers += 1
        elif cell.text and 0 < self.numbers < self._width() and not self._places(cell.text):
            # A word in the place of a figure.
            self.numbers += 1
        elif cell.text:
            if self.numbers or self._starts_row(cell.text):
                self.close()
            self._narrow(cell.text)
        self.cells.append(cell)
        self.whole = True

    def extend(self, cell: RawCell) -> None:
        """A line without tab: the rest of the last cell, or a cell that lost its tab."""
        last = self.cells[-1] if self.cells and self.whole else None
        self.whole = True
        if last is not None and last.text and (not self.paused or last.text + cell.text in self.labels.prefixes):
            self._join(cell)
            self.paused = False
            return
        if self.paused:
            self.close()
        self.cells.append(cell)

    def _join(self, cell: RawCell) -> None:
        last = self.cells[-1]
        last.text = clean(last.text + cell.text)
        last.end = cell.end
        self.possible = None

    def _completes(self, cell: RawCell) -> bool:
        last = self.cells[-1].text
        return bool(last) and last not in self.labels.known and last + cell.text in self.labels.known

    def _width(self) -> int:
        """How many figures the row that is being put together holds by the form."""
        if self.possible is not self._measured:
            tables = self.labels.tables
            widths = [len(tables[table].form.rows[row].values) for table, row in self.possible or ()]
            self._measured, self._widest = self.possible, max(widths, default=0)
        return self._widest

    def _goes_on(self, text: str, is_value: bool) -> bool:
        """Whether a cell after a blank line still belongs to the row, as in double-spaced text."""
        if not text or not self.possible:
            return False
        if is_value:
            return self.numbers < self._width()
        return not self.numbers and bool(self.possible & self._places(text)) and not self._starts_row(text)

    def _places(self, text: str) -> frozenset[tuple[int, int]]:
        return self.labels.places.get(text, frozenset())

    def _starts_row(self, text: str) -> bool:
        """Whether this label cannot stand in the row that is being put together."""
        places = self._places(text)
        if not places or not self.possible:
            return False
        rest = self.possible & places
        if not rest:
            return True
        seen = sum(cell.text == text for cell in self.cells)
        return seen > 0 and all(
            self.labels.tables[table].form.rows[row].labels.count(text) <= seen for table, row in rest
        )

    def _narrow(self, text: str) -> None:
        places = self._places(text)
        if places:
            self.possible = places if not self.possible else (self.possible & places) or places


def _tab_cells(line: Line) -> list[RawCell]:
    start = line.start
    return [RawCell(text, start + first, start + end) for text, first, end in _parts(line.raw, "\t")]


def spaced_cells(raw: str, start: int, labels: FormLabels) -> list[RawCell]:
    """The cells of a row whose cells PDF left with blanks between; [] for any other line.

    It is a row only when everything in it is an official label or a figure, with at least two cells.
    """
    cells: list[RawCell] = []
    open_label: RawCell | None = None
    for match in _WORD.finditer(raw):
        text = clean(match[0])
        first, end = start + match.start(), start + match.end()
        if open_label is not None:
            # A label with a blank inside: (一) 予以公开.
            text, first = open_label.text + text, open_label.start
        if text in labels.known or (open_label is None and looks_like_value(text)):
            cells.append(RawCell(text, first, end))
            open_label = None
        elif text in labels.prefixes:
            open_label = RawCell(text, first, end)
        else:
            return []
    known = sum(cell.text in labels.known for cell in cells)
    return cells if open_label is None and len(cells) >= 2 and (known or len(cells) >= 5) else []


def _pipe_cells(line: Line) -> list[RawCell]:
    text = line.text
    skip = 1 if text[0] == "|" else 0
    body = text[skip:-1] if len(text) > 1 and text.endswith("|") and not text.endswith("\\|") else text[skip:]
    start = line.first + skip
    return [RawCell(text, start + first, start + end) for text, first, end in _parts(body, "|")]


# A row of figures is typed one figure at a time, the rows around it staying as they are.
@lru_cache(maxsize=1024)
def _parts(row: str, between: str) -> tuple[tuple[str, int, int], ...]:
    """The cells of a row: cleaned text, start and end in the row."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for part in _ESCAPED_PIPE.split(row) if between == "|" and "\\" in row else row.split(between):
        stripped = part.strip()
        if stripped:
            start = at + len(part) - len(part.lstrip())
            found.append((clean(stripped), start, start + len(stripped)))
        else:
            # The middle of the padding: an insertion there keeps a space on both sides.
            middle = at + (len(part) + 1) // 2
            found.append(("", middle, middle))
        at += len(part) + 1
    return tuple(found)
