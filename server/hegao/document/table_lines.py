"""Find the stretches of a draft that are tables."""

from __future__ import annotations

from collections.abc import Iterable

from hegao.document.clean import clean
from hegao.document.labels import FormLabels, looks_like_value, similarity
from hegao.document.lines import Line, LineFacts, Lines
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
    spaced_cells,
)
from hegao.lazy import lazy

_LAYER_MARK = lazy(r"(?:[一二三四五六七八九十]+[、.．，]?|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．]?|#+)")
_LONGEST_CELL = 60
_LONGEST_SPACED = 120
_LONGEST_TAIL = 12
_SURE = 0.6
_HEADING = 255
_OUTSIDE = (BLANK, OTHER, _HEADING)
_OF_CELLS = (CELL, BARE, TAB)


class Stretch:
    """Consecutive lines that may be a table: first and last line, both included, and what each of them is."""

    __slots__ = ("first", "kinds", "last")

    def __init__(self, first: int, last: int, kinds: bytes) -> None:
        self.first = first
        self.last = last
        self.kinds = kinds


def kind_of(raw: str, text: str, labels: FormLabels) -> int:
    """What a line would be in a table, were it no heading.

    Args:
        text: ``raw`` without the white space around it.
    """
    if not text:
        if "\t" not in raw:
            return BLANK
        return TAB if raw.count("\t") > 1 else CELL
    if text[0] == "|":
        # A lone pipe between cells on lines of their own, as some web pages give them.
        return PIPE if len(text) > 1 else BLANK
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
    if len(text) <= _LONGEST_SPACED and (" " in text or "\u3000" in text) and spaced_cells(raw, 0, labels):
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


def find_stretches(lines: Lines, labels: FormLabels, headings: Iterable[int]) -> list[Stretch]:
    """The stretches of a draft that may be tables, in order.

    Args:
        headings: Numbers of lines that are section headings; they end a table.
    """
    facts = lines.facts
    kinds = bytearray([line.kind for line in facts])
    for number in headings:
        kinds[number] = _HEADING
    stretches: list[Stretch] = []
    last = -1
    for at in [at for at, kind in enumerate(kinds) if kind not in _OUTSIDE]:
        if at > last:
            last = _stretch_end(at, kinds, facts, labels)
            first = _stretch_start(at, kinds, facts, labels)
            stretches.append(Stretch(first, last, bytes(kinds[first : last + 1])))
    return stretches


def _stretch_start(first: int, kinds: bytearray, facts: list[LineFacts], labels: FormLabels) -> int:
    """Take in a line just before a table that is one of its labels with a slip."""
    at = first - 1
    while at >= 0 and kinds[at] == BLANK and first - at < 3:
        at -= 1
    if at < 0 or kinds[at] != OTHER or not _is_slip(facts[at], labels):
        return first
    kinds[at] = BARE
    return at


def _is_slip(line: LineFacts, labels: FormLabels) -> bool:
    """Whether a line is an official label but for a slip."""
    if line.slip is None:
        cleaned = clean(line.text)
        line.slip = len(line.text) <= _LONGEST_CELL and any(
            abs(len(label) - len(cleaned)) < 3 and similarity(cleaned, label) >= _SURE for label in labels.known
        )
    return line.slip


def _stretch_end(first: int, kinds: bytearray, facts: list[LineFacts], labels: FormLabels) -> int:
    last = at = first
    while at + 1 < len(facts):
        at += 1
        kind = kinds[at]
        if kind == _HEADING or (kind == OTHER and not _may_continue(at, kinds, facts, labels)):
            break
        if kind not in (BLANK, OTHER):
            last = at
    return last


def _may_continue(at: int, kinds: bytearray, facts: list[LineFacts], labels: FormLabels) -> bool:
    """Whether a line without tab may belong to the table around it: the rest of a broken cell."""
    line = facts[at]
    text = line.text
    if line.rest is None:
        line.rest = len(text) <= _LONGEST_CELL and (
            labels.is_piece(clean(text)) or PAGE_NUMBER.fullmatch(text) is not None
        )
    if line.rest:
        return True
    tight = kinds[at - 1] in _OF_CELLS and at + 1 < len(facts) and kinds[at + 1] in _OF_CELLS
    return tight and len(text) <= _LONGEST_TAIL and text[-1] not in "。；：！？"


def is_table(lines: list[Line], kinds: bytes, labels: FormLabels) -> bool:
    """Whether official labels or enough rows speak for a stretch of lines being a table."""
    if PIPE in kinds:
        return True
    rows = sum(kind == TAB and line.text != "" for kind, line in zip(kinds, lines, strict=True))
    if rows >= 2:
        return True
    known = numbers = 0
    for kind, line in zip(kinds, lines, strict=True):
        if kind == SPACED:
            known += 2
        elif kind == TAB:
            known += sum(clean(cell) in labels.known for cell in line.raw.split("\t") if cell)
        elif kind in (CELL, BARE) and line.text:
            cleaned = clean(line.text)
            if cleaned in labels.known:
                known += 1
            elif looks_like_value(cleaned):
                numbers += 1
    if rows and known:
        return True
    bare_only = CELL not in kinds and TAB not in kinds
    return known + min(numbers, 1) >= 3 if bare_only else known >= 1 and known + numbers >= 2
