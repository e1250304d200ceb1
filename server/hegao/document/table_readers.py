"""Find the stretches of a draft that are tables and read them to raw rows, whatever their layout.

Layouts met: one row a line with cells split by tabs (or, from PDF, by spaces), one cell a line (each
after a tab, a blank line between rows), and Markdown pipes. Empty cells are kept; blank lines, separator lines
and page numbers inside a table are not rows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from hegao.document.clean import clean
from hegao.document.labels import FormLabels, looks_like_value, similarity
from hegao.document.lines import Line
from hegao.text import Span

_SEPARATOR = re.compile(r"\|?[\s:|+-]*-[\s:|+-]*\|?")
_PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d+\s*页.{0,12}")
_WORD = re.compile(r"[^ \u3000\t]+")
_LAYER_MARK = re.compile(r"(?:[一二三四五六七八九十]+[、.．，]?|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．]?|#+)")
_LONGEST_CELL = 60
_LONGEST_SPACED = 120
_LONGEST_TAIL = 12
_SURE = 0.6
BLANK, PIPE, TAB, CELL, BARE, OTHER, SPACED = range(7)


class RawCell:
    """A cell as written: cleaned text and span (of the text without white space around it)."""

    __slots__ = ("span", "text")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span


class RawRow(NamedTuple):
    """A row as written."""

    cells: list[RawCell]
    layout: str

    @property
    def blank(self) -> bool:
        """Whether no cell holds text."""
        return not any(cell.text for cell in self.cells)


class Region(NamedTuple):
    """Consecutive lines that are a table: first and last line, both included."""

    first: int
    last: int
    rows: list[RawRow]


def _classify(line: Line, labels: FormLabels, is_heading: set[int]) -> int:
    raw, text = line.raw, line.text
    if not text:
        if "\t" not in raw:
            return BLANK
        return TAB if raw.count("\t") > 1 else CELL
    if text[0] == "|":
        # A lone pipe between cells on lines of their own, as some web pages give them.
        return PIPE if len(text) > 1 else BLANK
    if line.number in is_heading:
        return OTHER
    if "|" in text and (text[-1] == "|" or _SEPARATOR.fullmatch(text) or _has_label(text, labels)):
        return PIPE
    inner = raw.strip(" \u3000\r\n")
    if "\t" in inner:
        if "\t" in inner.lstrip("\t"):
            return _tab_or_other(inner)
        # Tabs only before the text: a cell of its own, or text set off with tabs.
        cleaned = clean(text)
        if cleaned in labels.known or looks_like_value(cleaned):
            return CELL
        single = not inner.startswith("\t\t")
        return CELL if single and len(text) <= _LONGEST_CELL and "。" not in text else OTHER
    if len(text) <= _LONGEST_CELL:
        cleaned = clean(text)
        if cleaned in labels.known or (len(text) < 12 and looks_like_value(cleaned)):
            return BARE
    if len(text) <= _LONGEST_SPACED and (" " in text or "\u3000" in text) and _spaced_cells(line, labels):
        return SPACED
    return OTHER


def _has_label(text: str, labels: FormLabels) -> bool:
    """Whether one of the cells of a row without outer pipes is an official label or all are figures."""
    cells = [clean(part.strip()) for part in text.split("|")]
    return any(cell in labels.known for cell in cells) or all(looks_like_value(cell) for cell in cells if cell)


def _tab_or_other(inner: str) -> int:
    """A line with tabs between text: a row, unless the tab only follows a layer mark."""
    cells = [cell.strip() for cell in inner.split("\t") if cell.strip()]
    if len(cells) == 2 and _LAYER_MARK.fullmatch(cells[0]):
        return OTHER
    if any((len(cell) > 120 and not cell.isdecimal()) or "。" in cell[:-1] for cell in cells):
        return OTHER
    return TAB


def find_regions(lines: list[Line], labels: FormLabels, is_heading: set[int]) -> list[Region]:
    """The tables of a draft as line ranges with raw rows, in order.

    Args:
        is_heading: Numbers of lines that are section headings; they end a table.
    """
    kinds = [_classify(line, labels, is_heading) for line in lines]
    regions: list[Region] = []
    at, count = 0, len(lines)
    while at < count:
        if kinds[at] in (BLANK, OTHER):
            at += 1
            continue
        last = _region_end(at, kinds, lines, labels, is_heading)
        at = _region_start(at, kinds, lines, labels, is_heading)
        if _is_table(kinds[at : last + 1], lines[at : last + 1], labels):
            rows = _read(lines[at : last + 1], kinds[at : last + 1], labels)
            regions.append(Region(at, last, rows))
        at = last + 1
    return regions


def _region_start(first: int, kinds: list[int], lines: list[Line], labels: FormLabels, is_heading: set[int]) -> int:
    """Take in a line just before a table that is one of its labels with a slip."""
    at = first - 1
    while at >= 0 and kinds[at] == BLANK and first - at < 3:
        at -= 1
    if at < 0 or kinds[at] != OTHER or at in is_heading or len(lines[at].text) > _LONGEST_CELL:
        return first
    cleaned = clean(lines[at].text)
    if any(abs(len(label) - len(cleaned)) < 3 and similarity(cleaned, label) >= _SURE for label in labels.known):
        kinds[at] = BARE
        return at
    return first


def _region_end(first: int, kinds: list[int], lines: list[Line], labels: FormLabels, is_heading: set[int]) -> int:
    last = at = first
    while at + 1 < len(lines):
        at += 1
        kind = kinds[at]
        if kind == OTHER:
            if at in is_heading or not _may_continue(at, kinds, lines, labels):
                break
        elif kind != BLANK:
            last = at
    return last


def _may_continue(at: int, kinds: list[int], lines: list[Line], labels: FormLabels) -> bool:
    """Whether a line without tab may belong to the table around it: the rest of a broken cell."""
    text = lines[at].text
    if len(text) > _LONGEST_CELL:
        return False
    if labels.is_piece(clean(text)) or _PAGE_NUMBER.fullmatch(text):
        return True
    tight = kinds[at - 1] in (CELL, BARE, TAB) and at + 1 < len(lines) and kinds[at + 1] in (CELL, BARE, TAB)
    return tight and len(text) <= _LONGEST_TAIL and text[-1] not in "。；：！？"


def _is_table(kinds: list[int], lines: list[Line], labels: FormLabels) -> bool:
    if PIPE in kinds:
        return True
    known = numbers = rows = 0
    for kind, line in zip(kinds, lines, strict=True):
        if kind == SPACED:
            known += 2
        elif kind == TAB:
            rows += 1 if line.text else 0
            for cell in line.raw.split("\t"):
                known += clean(cell) in labels.known if cell else 0
        elif kind in (CELL, BARE) and line.text:
            cleaned = clean(line.text)
            if cleaned in labels.known:
                known += 1
            elif looks_like_value(cleaned):
                numbers += 1
    if rows >= 2 or (rows and known):
        return True
    bare_only = CELL not in kinds and TAB not in kinds
    return known + min(numbers, 1) >= 3 if bare_only else known >= 1 and known + numbers >= 2


def _read(lines: list[Line], kinds: list[int], labels: FormLabels) -> list[RawRow]:
    rows: list[RawRow] = []
    stack = _CellRow(labels, rows)
    for line, kind in zip(lines, kinds, strict=True):
        if kind == PIPE:
            stack.close()
            if not _SEPARATOR.fullmatch(line.text):
                rows.append(RawRow(_pipe_cells(line), "pipe"))
        elif kind == TAB:
            stack.close()
            if line.text:
                rows.append(RawRow(_tab_cells(line), "tab"))
        elif kind == SPACED:
            stack.close()
            rows.append(RawRow(_spaced_cells(line, labels), "space"))
        elif kind == BLANK:
            stack.pause()
        elif kind == OTHER:
            if not _PAGE_NUMBER.fullmatch(line.text):
                _continue(line, rows, stack)
        else:
            stack.add(RawCell(clean(line.text), line.span if line.text else _empty_cell(line)))
    stack.close()
    return rows


def _empty_cell(line: Line) -> Span:
    end = line.start + len(line.raw)
    return Span(end, end)


def _continue(line: Line, rows: list[RawRow], stack: _CellRow) -> None:
    """Add the rest of a broken cell to the cell it belongs to."""
    if stack.open or not rows or rows[-1].layout == "cell":
        stack.extend(RawCell(clean(line.text), line.span))
        return
    filled = [cell for cell in rows[-1].cells if cell.text]
    labelled = [cell for cell in filled if not looks_like_value(cell.text)]
    if labelled:
        _glue(labelled[-1], line) if labelled[-1] is filled[-1] else stack.extend(RawCell(clean(line.text), line.span))


def _glue(cell: RawCell, line: Line) -> None:
    cell.text = clean(cell.text + line.text)
    cell.span = Span(cell.span.start, line.span.end)


class _CellRow:
    """Rows put together from one cell a line."""

    def __init__(self, labels: FormLabels, rows: list[RawRow]) -> None:
        self.labels = labels
        self.rows = rows
        self.cells: list[RawCell] = []
        self.paused = False
        self.numbers = 0
        self.possible: set[tuple[int, int]] | None = None

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
        elif cell.text and self.cells and self._completes(cell):
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

    def extend(self, cell: RawCell) -> None:
        """A line without tab: the rest of the last cell, or a cell that lost its tab."""
        last = self.cells[-1] if self.cells else None
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
        last.span = Span(last.span.start, cell.span.end)
        self.possible = None

    def _completes(self, cell: RawCell) -> bool:
        last = self.cells[-1].text
        return bool(last) and last not in self.labels.known and last + cell.text in self.labels.known

    def _width(self) -> int:
        """How many figures the row that is being put together holds by the form."""
        rows = [self.labels.tables[table].form.rows[row] for table, row in self.possible or ()]
        return max((len(row.values) for row in rows), default=0)

    def _goes_on(self, text: str, is_value: bool) -> bool:
        """Whether a cell after a blank line still belongs to the row, as in double-spaced text."""
        if not text or not self.possible:
            return False
        if is_value:
            return self.numbers < self._width()
        return not self.numbers and bool(self.possible & self._places(text)) and not self._starts_row(text)

    def _places(self, text: str) -> set[tuple[int, int]]:
        return {
            (table, row)
            for table in self.labels.known.get(text, ())
            for row in self.labels.tables[table].rows.get(text, ())
        }

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
    cells: list[RawCell] = []
    at = line.start
    for part in line.raw.split("\t"):
        cells.append(_cell(part, at))
        at += len(part) + 1
    return cells


def _spaced_cells(line: Line, labels: FormLabels) -> list[RawCell]:
    """The cells of a row whose cells PDF left with blanks between; [] for any other line.

    It is a row only when everything in it is an official label or a figure, with at least two cells.
    """
    cells: list[RawCell] = []
    open_label: RawCell | None = None
    for match in _WORD.finditer(line.raw):
        text = clean(match[0])
        span = Span(line.start + match.start(), line.start + match.end())
        if open_label is not None:
            # A label with a blank inside: (一) 予以公开.
            text, span = open_label.text + text, Span(open_label.span.start, span.end)
        if text in labels.known or (open_label is None and looks_like_value(text)):
            cells.append(RawCell(text, span))
            open_label = None
        elif text in labels.prefixes:
            open_label = RawCell(text, span)
        else:
            return []
    known = sum(cell.text in labels.known for cell in cells)
    return cells if open_label is None and len(cells) >= 2 and (known or len(cells) >= 5) else []


def _pipe_cells(line: Line) -> list[RawCell]:
    text = line.text
    first = 1 if text[0] == "|" else 0
    at = line.span.start + first
    body = text[first:-1] if len(text) > 1 and text.endswith("|") and not text.endswith("\\|") else text[first:]
    cells: list[RawCell] = []
    parts = re.split(r"(?<!\\)\|", body) if "\\" in body else body.split("|")
    for part in parts:
        cells.append(_cell(part, at))
        at += len(part) + 1
    return cells


def _cell(part: str, at: int) -> RawCell:
    stripped = part.strip()
    if not stripped:
        # The middle of the padding: an insertion there keeps a space on both sides.
        middle = at + (len(part) + 1) // 2
        return RawCell("", Span(middle, middle))
    start = at + len(part) - len(part.lstrip())
    return RawCell(clean(stripped), Span(start, start + len(stripped)))
