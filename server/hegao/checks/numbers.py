"""Read what stands in a numeric cell: how it is written, and which number it is.

The value is kept as whole digits and a number of decimal places, so that amounts of money are
compared exactly and nothing is rounded.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from hegao.document.clean import clean
from hegao.document.model import Cell
from hegao.lazy import lazy
from hegao.text import SourceText, Span

# White space of every kind and the leavings of Markdown, HTML and Word that ``clean`` drops too.
_VOID = r"(?:\s|&nbsp;|<br\s*/?>|\*\*|[\u200b\u200c\u200d\u2060\ufeff\u00ad])"
_DIGIT = "[0-9０-９]"
_NUMBER = lazy(
    rf"{_VOID}*(?P<number>(?P<sign>[-−－﹣+＋])?{_VOID}*"
    rf"(?P<whole>{_DIGIT}{{1,3}}(?:[,，]{_DIGIT}{{3}})+(?![,，]?{_DIGIT})|{_DIGIT}+(?:{_VOID}+{_DIGIT}+)*)"
    rf"(?:[.．](?P<part>{_DIGIT}+))?)",
    re.IGNORECASE,
)
_TAIL = lazy(r"(?P<unit>[^（）0-9.．,，/／\-－—–]{0,6})(?P<note>（.*）?)?", re.DOTALL)
_PLACEHOLDER = lazy(r"[-/／\\－—–―−﹣_·.…*×]+|无|空|暂无")
_NOT_DIGIT = lazy(r"[^0-9]+")
_TO_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
# No report counts more; and Python refuses to convert several thousand digits at all.
_MOST_DIGITS = 15


class NumberKind(str, Enum):
    """What stands in a numeric cell."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    NEGATIVE = "negative"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    """A stroke or a word in place of a number: ``/`` ``-`` ``—`` ``无``."""
    TEXT = "text"
    """Anything else: no number can be read."""


class Reading(NamedTuple):
    """A numeric cell as read.

    Attributes:
        kind: What it is; a negative decimal is NEGATIVE.
        span: The number with sign, separators and decimals, without unit and note; the whole cell
            when it holds no number.
        digits: All digits as one integer, without sign and decimal point; 0 when not a number.
        places: How many of ``digits`` are decimals.
        unit: Text between the number and the note, such as ``件``.
        note: Annotation in brackets, such as ``（其中修订16件）``.
        plain: Whether the number is typed in half-width digits alone (with a decimal point), with no
            separator, unit or note.
    """

    kind: NumberKind
    span: Span
    digits: int = 0
    places: int = 0
    unit: str = ""
    note: str = ""
    plain: bool = False

    @property
    def whole(self) -> int | None:
        """The value when it is a count (an integer of 0 or more), else None."""
        return self.digits if self.kind is NumberKind.INTEGER else None

    @property
    def is_number(self) -> bool:
        """Whether a number could be read."""
        return self.kind in (NumberKind.INTEGER, NumberKind.DECIMAL, NumberKind.NEGATIVE)

    def scaled(self, places: int) -> int | None:
        """The value times ``10 ** places`` when that is a whole number of 0 or more, else None.

        ``scaled(4)`` of an amount in 万元 is the amount in 元.
        """
        if self.kind not in (NumberKind.INTEGER, NumberKind.DECIMAL):
            return None
        if places >= self.places:
            return self.digits * int(10 ** (places - self.places))
        whole, rest = divmod(self.digits, int(10 ** (self.places - places)))
        return None if rest else whole


def read_cell(source: SourceText, cell: Cell) -> Reading:
    """Read one cell; total: every text gives a reading."""
    text = cell.text
    span = cell.span
    if text.isdigit() and text.isascii() and span.end - span.start == len(text) <= _MOST_DIGITS:
        return Reading(NumberKind.INTEGER, span, int(text), plain=True)
    return read_number(source[span], span.start)


def count_of(source: SourceText, cell: Cell) -> int | None:
    """The count in a cell, None when it holds anything else; quicker than reading the whole cell."""
    text = cell.text
    if text.isdigit() and text.isascii() and len(text) <= _MOST_DIGITS:
        return int(text)
    return read_cell(source, cell).whole


def read_number(raw: str, start: int = 0) -> Reading:
    """Read the raw text of a cell that begins at source offset ``start``."""
    whole = Span(start, start + len(raw))
    match = _NUMBER.match(raw)
    if match is None:
        text = clean(raw)
        if not text:
            return Reading(NumberKind.EMPTY, whole)
        kind = NumberKind.PLACEHOLDER if _PLACEHOLDER.fullmatch(text) else NumberKind.TEXT
        return Reading(kind, whole)
    rest = clean(raw[match.end() :])
    tail = _TAIL.fullmatch(rest)
    number, part = match["whole"].translate(_TO_HALF), (match["part"] or "").translate(_TO_HALF)
    digits = _NOT_DIGIT.sub("", number) + part
    if tail is None or len(digits) > _MOST_DIGITS:
        return Reading(NumberKind.TEXT, whole)
    span = Span(start + match.start("number"), start + match.end("number"))
    kind = NumberKind.DECIMAL if part else NumberKind.INTEGER
    if match["sign"] not in (None, "+", "＋") and int(digits):
        kind = NumberKind.NEGATIVE
    written = match["number"]
    plain = not rest and written.isascii() and written.replace(".", "", 1).isdigit()
    return Reading(kind, span, int(digits), len(part), tail["unit"], tail["note"] or "", plain)
