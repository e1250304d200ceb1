"""Find the stretches of a draft that are tables."""

from __future__ import annotations

from typing import NamedTuple

from hegao.document.clean import clean
from hegao.document.labels import FormLabels, looks_like_value, similarity
from hegao.document.lines import Line
from hegao.document.table_readers import (
    BARE,
    BLANK,
    CELL,
    OTHER,
    PAGE_NUMBER,
    PIPE,
    SEPARATOR,
    SPACED,
    TAB,
    RawRow,
    read_rows,
    spaced_cells,
)
from hegao.lazy import lazy

_LAYER_MARK = lazy(r"(?:[一二三四五六七八九十]+[、.．，]?|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．]?|#+)")
_LONGEST_CELL = 60
_LONGEST_SPACED = 120
_LONGEST_TAIL = 12
_SURE = 0.6


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
    if "|" in text and (text[-1] == "|" or SEPARATOR.fullmatch(text) or _has_label(text, labels)):
        return PIPE
    inner = raw.strip(" \u3000\r\n")
    if "\t" in inner:
        if "\t" in inner.lstrip("\t"):
            return _tab_or_other(inner)
        # Tabs only before the text: a cell of its own, or text set off with tabs.
        cleaned = clean(text)
        if cleaned in labels.known or looks_like_value(cleaned):
            # After several tabs it is the last cell of a row, the others empty.
            return TAB if inner.startswith("\t\t\t") else CELL
        single = not inner.startswith("\t\t")
        return CELL if single and len(text) <= _LONGEST_CELL and "。" not in text else OTHER
    if len(text) <= _LONGEST_CELL:
        cleaned = clean(text)
        if cleaned in labels.known or (len(text) < 12 and looks_like_value(cleaned)):
            return BARE
    if len(text) <= _LONGEST_SPACED and (" " in text or "\u3000" in text) and spaced_cells(line, labels):
        return SPACED
    return OTHER


def _has_label(text: str, labels: FormLabels) -> bool:
    """Whether one of the cells of a row without outer pipes is an official label or all are figures."""
    cells = [clean(part.strip()) for part in text.split("|")]
    return any(cell in labels.known for cell in cells) or all(looks_like_value(cell) for cell in cells if cell)


def _tab_or_other(inner: str) -> int:
    """A line with tabs between text: a row, unless the tab only follows a layer mark."""
    cells = [cell.strip() for cell in inner.split("\t") if cell.strip()]
    if len(cells) == 2 and _LAYER_MARK.fullmatch(cells[0]) and not looks_like_value(clean(cells[1])):
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
            rows = read_rows(lines[at : last + 1], kinds[at : last + 1], labels)
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
    if labels.is_piece(clean(text)) or PAGE_NUMBER.fullmatch(text):
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
