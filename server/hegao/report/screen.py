"""Text on a terminal: how wide it is, what it hides, and a source line with carets under it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, east_asian_width

_NAMES = {"\t": "    ", "\x0b": "<VT>", "\x0c": "<FF>", "\x1b": "<ESC>", "\xa0": "<NBSP>", "\xad": "<SHY>"}
_LINE_END = re.compile(r"\r\n|\n|\r")
# All that is not printed as it is: categories C and Z except the blank and the ideographic blank.
_HIDDEN = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u0600-\u0605\u061c\u06dd\u070f\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\ud800-\uf8ff\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
_CUT = "…"


class Look(NamedTuple):
    """How a character is drawn and how many columns that takes.

    ``ambiguous`` is 1 for a character that one terminal draws one column wide and another two (East
    Asian width Ambiguous, such as ``“ ” … —``), according to the font; it then has no fixed columns.
    """

    glyph: str
    fixed: int
    ambiguous: int
    most: int
    """Columns on the terminal that draws it widest."""


class Drawn(NamedTuple):
    """A source line, perhaps cut, and the line of carets for below it."""

    line: str
    carets: str


def visible(text: str) -> str:
    """The text on one line, characters that a terminal would obey or hide spelt out."""
    if _HIDDEN.search(text) is None:
        return text
    return _HIDDEN.sub(lambda match: _glyph(match.group()), _LINE_END.sub("<换行>", text).replace("\t", " "))


def _glyph(character: str) -> str:
    """How a character of a source line is drawn."""
    if not _HIDDEN.match(character):
        return character
    return _NAMES.get(character) or f"<U+{ord(character):04X}>"


@lru_cache(maxsize=8192)
def _look(character: str) -> Look:
    glyph = _glyph(character)
    if len(glyph) > 1:
        return Look(glyph, len(glyph), 0, len(glyph))
    if category(glyph) in ("Mn", "Me"):
        return Look(glyph, 0, 0, 0)
    width = east_asian_width(glyph)
    if width == "A":
        return Look(glyph, 0, 1, 2)
    columns = 2 if width in "WF" else 1
    return Look(glyph, columns, 0, columns)


def display_width(text: str) -> int:
    """Columns of a text, on the terminal that draws it widest."""
    return sum([_look(character).most for character in text])


def draw(line: str, marks: list[tuple[int, int]], width: int) -> Drawn:
    """Draw a source line with carets under the marked characters.

    Carets line up whether the terminal draws ambiguous characters one or two columns wide: what
    stands below such a character is itself ambiguous, ``·`` outside the marks and ``∧`` inside.

    Args:
        line: A line without its line end.
        marks: Half-open ranges of columns, ascending; an empty one gets a caret at its place.
        width: Most columns to use. A longer line is cut around the first mark.
    """
    start, end = _window(line, marks[0], width)
    looks = [_look(character) for character in line[start:end]]
    head, tail = _CUT if start else "", _CUT if end < len(line) else ""
    below = _below(_look(_CUT), False) if head else ""
    at = start
    for mark in marks:
        first, last = max(mark[0], at), min(mark[1], end)
        if first > end:
            break
        below += "".join([_below(look, False) for look in looks[at - start : first - start]])
        carets = "".join([_below(look, True) for look in looks[first - start : last - start]])
        below += carets or _point(looks[first - start] if first < end else None)
        at = max(last, first if carets else first + 1)
    return Drawn(head + "".join([look.glyph for look in looks]) + tail, below.rstrip(" ·"))


def _point(look: Look | None) -> str:
    """A single caret at the start of a character or after the last, as wide as the character."""
    if look is None:
        return "^"
    return "∧" if look.ambiguous else "^" + " " * (look.fixed - 1)


def _below(look: Look, marked: bool) -> str:
    """What stands under a character: as wide as it is on any terminal."""
    if look.ambiguous:
        return "∧" if marked else "·"
    return ("^" if marked else " ") * look.fixed


def _window(line: str, mark: tuple[int, int], width: int) -> tuple[int, int]:
    """The part of the line to draw: all of it, or what fits around the mark.

    Looks at no more characters than could be drawn: a draft may be one line.
    """
    if len(line) <= width and display_width(line) <= width:
        return 0, len(line)
    room = max(width - 2 * _look(_CUT).most, 8)
    first, last = mark
    found = _fitting(line[first : min(last, first + room)], room)
    left = room - display_width(line[first : first + found])
    after = _fitting(line[first + found : first + found + left], left)
    spare = left - display_width(line[first + found : first + found + after])
    # A third of the room shows what comes before; more when the line ends soon.
    before = _fitting(line[max(first - left, 0) : first][::-1], max(left // 3, spare))
    left -= display_width(line[first - before : first])
    return first - before, first + found + _fitting(line[first + found : first + found + left], left)


def _fitting(text: str, columns: int) -> int:
    """How many characters of the text fit into so many columns."""
    for count, character in enumerate(text):
        columns -= _look(character).most
        if columns < 0:
            return count
    return len(text)
