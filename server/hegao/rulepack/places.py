"""Where things stand in a TOML text: the TOML parser tells values, not places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from hegao.rulepack.parts import Kind, Part, Path, read_parts
from hegao.text import Span


class Complaint(NamedTuple):
    """What is wrong at one place of a TOML file. ``message`` is Chinese and does not name the place.

    Attributes:
        span: In code points of the file's text.
        instead: What probably should stand there; "" when nobody knows.
        code: Code of the rule it is about; "" for none.
        grave: Whether the file cannot be used because of it.
    """

    message: str
    span: Span
    instead: str = ""
    code: str = ""
    grave: bool = True


class TomlError(Exception):
    """A text is no TOML. ``line`` and ``column`` (1-based) tell where it stops being one."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}")
        self.line = line
        self.column = column


class Places:
    """The parts of a TOML text, and where a key path stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = tuple(read_parts(text))
        self._keys: dict[Path, Part] = {}
        self._values: dict[Path, Part] = {}
        for part in self.parts:
            if part.kind is Kind.VALUE:
                self._values.setdefault(part.path, part)
            elif part.kind is not Kind.COMMENT:
                self._keys.setdefault(part.path, part)

    def key(self, path: Path) -> Span:
        """The key of a path or its header, else that of the table that holds it, else the text's beginning."""
        part = self._keys.get(path) or self._values.get(path)
        if part is not None:
            return part.span
        return self.key(path[:-1]) if path else Span(0, 0)

    def value(self, path: Path) -> Span:
        """The value of a path, strings without quotes unless they are empty; else what :meth:`key` says."""
        part = self._values.get(path)
        if part is None:
            return self.key(path)
        return part.whole if part.span.empty else part.span

    def values(self, *paths: Path) -> Iterable[Part]:
        """The strings of paths; ``*`` stands for any key or number."""
        wanted = set(paths)
        lengths = {len(path) for path in paths}
        for part in self.parts:
            if part.kind is Kind.VALUE and part.string and len(part.path) in lengths:
                # Entries are numbered: what a number stands for is written as a star.
                starred = tuple("*" if step.isdigit() else step for step in part.path)
                if part.path in wanted or starred in wanted:
                    yield part

    def line(self, path: Path) -> int:
        """The 1-based line of a path's key."""
        return bisect_right(self._line_starts, self.key(path).start)

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where TOML's lines begin; a carriage return alone ends none."""
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def syntax(self, error: TomlError) -> Complaint:
        """What the parser complains of, with its place."""
        line, column = error.line, error.column
        starts = self._line_starts
        start = min(starts[min(line, len(starts)) - 1] + column - 1, len(self.text))
        end = self.text.find("\n", start)
        end = len(self.text) if end < 0 else end
        if self.text[start:end].strip():
            end = start + len(self.text[start:end].rstrip())
        elif not self.text[start:end]:
            # At the end of a line: the last character there is shows where.
            start = max(start - 1, 0) if start and self.text[start - 1] != "\n" else start
        message = f"第 {column} 列起不合 TOML 写法。请检查该行的引号、等号和方括号是否成对、是否用了全角符号。"
        return Complaint(message, Span(start, max(end, start)))


def parse_toml(text: str) -> dict[str, Any]:
    """The values of a TOML text.

    Raises:
        TomlError: It is none.
    """
    import tomli  # noqa: PLC0415 - packs are kept as read, and most folders have no settings file

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        # The place is an attribute only since tomli 2.2; the message has had it always.
        place = re.search(r"line (\d+), column (\d+)", str(error))
        raise TomlError(*(map(int, place.groups()) if place else (text.count("\n") + 1, 1))) from error
    except RecursionError as error:
        raise TomlError(1, 1) from error
