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


class Columns(NamedTuple):
    """How many columns a piece of text takes.

    ``ambiguous`` counts the characters that one terminal draws one column wide and another two
    (East Asian width Ambiguous, such as ``“ ” … —``), according to the font.
    """

    fixed: int
    ambiguous: int

    @property
    def most(self) -> int:
        """Columns on the terminal that draws them widest."""
        return self.fixed + 2 * self.ambiguous


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


@lru_cache(maxsize=4096)
def _columns(glyph: str) -> Columns:
    if len(glyph) > 1:
        return Columns(len(glyph), 0)
    if "\u4e00" <= glyph <= "\u9fff":
        return Columns(2, 0)
    if category(glyph) in ("Mn", "Me"):
        return Columns(0, 0)
    width = east_asian_width(glyph)
    if width == "A":
        return Columns(0, 1)
    return Columns(2 if width in "WF" else 1, 0)


def display_width(text: str) -> int:
    """Columns of a text, on the terminal that draws it widest."""
    return sum(_columns(_glyph(character)).most for character in text)


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
    glyphs = [_glyph(character) for character in line[start:end]]
    inside = {offset for first, last in marks for offset in range(max(first, start), min(last, end))}
    points = {first for first, last in marks if first == last}
    below = [_below(glyph, offset in inside) for offset, glyph in enumerate(glyphs, start)]
    for offset in points:
        if start <= offset < end:
            below[offset - start] = "^" + below[offset - start][1:]
        elif offset == end:
            below.append("^")
    head, tail = _CUT if start else "", _CUT if end < len(line) else ""
    carets = (_below(head, False) if head else "") + "".join(below)
    return Drawn(head + "".join(glyphs) + tail, carets.rstrip(" ·"))


def _below(glyph: str, marked: bool) -> str:
    """What stands under a glyph: as wide as it is on any terminal."""
    fixed, ambiguous = _columns(glyph)
    return "^" * fixed + "∧" * ambiguous if marked else " " * fixed + "·" * ambiguous


def _window(line: str, mark: tuple[int, int], width: int) -> tuple[int, int]:
    """The part of the line to draw: all of it, or what fits around the mark.

    Looks at no more characters than could be drawn: a draft may be one line.
    """
    if len(line) <= width and display_width(line) <= width:
        return 0, len(line)
    room = max(width - 2 * _columns(_CUT).most, 8)
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
        columns -= _columns(_glyph(character)).most
        if columns < 0:
            return count
    return len(text)
