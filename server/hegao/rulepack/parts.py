"""Read a TOML text part by part: what stands where, whole or being typed."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from hegao.lazy import lazy
from hegao.text import Span

Path = tuple[str, ...]

_BLANK = lazy(r"[ \t\r]*")
_SPACE = lazy(r"[ \t\r\n]*")
_LINE = lazy(r"[^\n]*")
_WORD = lazy(r"[^\s.=\[\]{}#,\"']+")
_SCALAR = lazy(r"[^\s,\]}#\"']+")
_STRING = lazy(
    r'"""(?P<lines>(?:[^"\\]|\\.|"(?!""))*)(?:"""|$(?!\n))'
    r"|'''(?P<raw_lines>(?:[^']|'(?!''))*)(?:'''|$(?!\n))"
    r'|"(?P<text>(?:[^"\\\n]|\\[^\n])*)\\?"?'
    r"|'(?P<raw>[^'\n]*)'?",
    re.DOTALL,
)
# Where an array that was never closed ends: no value looks like this at the beginning of a line.
_NEXT_KEY = lazy(r"""[ \t]*(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*[\w-]+)*[ \t]*=""")
_NEXT_TABLE = lazy(r"""[ \t]*\[\[?[ \t]*[A-Za-z_][^\[\],"'\n]*\]\]?[ \t]*(?:#[^\n]*)?(?:\n|$(?!\n))""")
_DEEPEST = 40


class Kind(str, Enum):
    """What a part of a TOML text is."""

    TABLE = "table"
    """A header: ``[agency]``, ``[[suppress]]``. Its span is the whole header."""
    KEY = "key"
    """A key before ``=``, without quotes; the last one of a dotted key."""
    VALUE = "value"
    """A string without its quotes, or any other value; an array or inline table whole."""
    COMMENT = "comment"


class Part(NamedTuple):
    """A part of a TOML text.

    Attributes:
        path: Keys from the outermost; an entry of ``[[x]]`` or of an array has its number: ``x``, ``0``.
        span: In code points of the text.
        text: The key, or what a string says; "" for other values.
        string: Whether it is a string in quotes.
        whole: The span with quotes.
    """

    kind: Kind
    path: Path
    span: Span
    text: str = ""
    string: bool = False
    whole: Span = Span(0, 0)


def read_parts(text: str) -> list[Part]:
    """The parts of a text in their order. Total and linear: what is no TOML gives the parts it has."""
    return _Reader(text).read()


class _Reader:
    """Reads a text part by part; ``at`` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.parts: list[Part] = []
        self.entries: dict[Path, int] = {}
        self.table: Path = ()

    def read(self) -> list[Part]:
        """All parts in the order of the text."""
        # A byte order mark an editor left in the buffer.
        self.at = self.text.startswith("\ufeff")
        while self.at < len(self.text):
            self._skip(_SPACE)
            mark = self._mark()
            if mark == "#":
                self._comment()
            elif mark == "[":
                self._header()
            elif mark:
                self._pair(self.table, 0)
                self._rest_of_line()
        return self.parts

    def _mark(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)  # Matches nothing as well.
        self.at = found.end() if found else self.at

    def _comment(self) -> None:
        start = self.at
        self._skip(_LINE)
        self.parts.append(Part(Kind.COMMENT, (), Span(start, self.at)))

    def _rest_of_line(self) -> None:
        """Pass over what cannot be read, but not over a comment."""
        start = self.at
        self._skip(_LINE)
        end, self.at = self.at, start
        hash_at = self.text.find("#", self.at, end)
        self.at = end if hash_at < 0 else hash_at
        if hash_at >= 0:
            self._comment()

    def _header(self) -> None:
        start = self.at
        several = self.text.startswith("[[", start)
        self.at += 2 if several else 1
        steps = [step for step, _ in self._dotted()]
        self._skip(_BLANK)
        while self._mark() == "]":
            self.at += 1
        path = self._numbered(steps)
        span = Span(start, self.at)
        if several:
            number = self.entries.get(path, 0)
            self.entries[path] = number + 1
            self.parts.append(Part(Kind.TABLE, path, span, ".".join(steps)))
            path = (*path, str(number))
        self.parts.append(Part(Kind.TABLE, path, span, ".".join(steps)))
        self.table = path
        self._rest_of_line()

    def _numbered(self, steps: list[str]) -> Path:
        """A header's path with the number of the entry of ``[[x]]`` each table lies in."""
        path: Path = ()
        for index, step in enumerate(steps):
            path = (*path, step)
            if index < len(steps) - 1 and path in self.entries:
                path = (*path, str(self.entries[path] - 1))
        return path

    def _dotted(self) -> list[tuple[str, Span]]:
        """The steps of a dotted key with their spans, as far as there are any."""
        steps: list[tuple[str, Span]] = []
        while True:
            self._skip(_BLANK)
            start = self.at
            if self._mark() in ("'", '"'):
                text, inner, _ = self._string()
                steps.append((text, inner))
            else:
                word = _WORD.match(self.text, start)
                if word is None:
                    return steps
                self.at = word.end()
                steps.append((word[0], Span(start, self.at)))
            self._skip(_BLANK)
            if self._mark() != "." or len(steps) == _DEEPEST:
                return steps
            self.at += 1

    def _pair(self, table: Path, depth: int) -> None:
        steps = self._dotted()
        if not steps:
            self.at += 1
            return
        path = table
        for step, span in steps:
            path = (*path, step)
            self.parts.append(Part(Kind.KEY, path, span, step))
        self._skip(_BLANK)
        if self._mark() == "=":
            self.at += 1
            self._skip(_BLANK)
            self._value(path, depth)

    def _value(self, path: Path, depth: int) -> None:
        start = self.at
        mark = self._mark()
        if mark in ("'", '"') and mark:
            text, inner, whole = self._string()
            self.parts.append(Part(Kind.VALUE, path, inner, text, True, whole))
        elif mark in ("[", "{") and mark and depth < _DEEPEST:
            index = len(self.parts)
            self.at += 1
            self._array(path, depth + 1) if mark == "[" else self._inline(path, depth + 1)
            span = Span(start, self.at)
            self.parts.insert(index, Part(Kind.VALUE, path, span, whole=span))
        else:
            scalar = _SCALAR.match(self.text, start)
            if scalar:
                self.at = scalar.end()
                span = Span(start, self.at)
                self.parts.append(Part(Kind.VALUE, path, span, whole=span))

    def _array(self, path: Path, depth: int) -> None:
        number = 0
        while self.at < len(self.text):
            self._skip(_BLANK)
            mark = self._mark()
            if not mark:
                return
            if mark == "\n":
                if _NEXT_KEY.match(self.text, self.at + 1) or _NEXT_TABLE.match(self.text, self.at + 1):
                    return
                self.at += 1
            elif mark == "#":
                self._comment()
            elif mark == "]":
                self.at += 1
                return
            elif mark == ",":
                self.at += 1
            else:
                before = self.at
                self._value((*path, str(number)), depth)
                number += 1
                self.at += self.at == before

    def _inline(self, path: Path, depth: int) -> None:
        while self.at < len(self.text):
            self._skip(_BLANK)
            mark = self._mark()
            if mark in ("\n", "#", ""):
                return
            if mark == "}":
                self.at += 1
                return
            if mark == ",":
                self.at += 1
                continue
            self._pair(path, depth)

    def _string(self) -> tuple[str, Span, Span]:
        """What a string says, its span without quotes, and its span with them."""
        start = self.at
        found = _STRING.match(self.text, start)
        if found is None:  # Three quotes that nothing closes.
            self.at = len(self.text)
            inner = Span(min(start + 3, self.at), self.at)
            return self.text[inner.start : inner.end], inner, Span(start, self.at)
        self.at = found.end()
        name = found.lastgroup or "text"
        inner = Span(found.start(name), found.end(name))
        return _unescaped(found[name], name), inner, Span(start, self.at)


def _unescaped(text: str, kind: str) -> str:
    if "\\" not in text or kind.startswith("raw"):
        return text
    import tomli  # noqa: PLC0415 - hardly any string has an escape

    try:
        return str(tomli.loads(f'x = """{text}"""')["x"])
    except tomli.TOMLDecodeError:
        return text
