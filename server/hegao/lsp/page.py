"""A text in Markdown or in plain letters, put together line by line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lsprotocol import types

# What would be taken for a mark; signs and the mark after a number only where a list would begin.
_MARKS = re.compile(r"[\\`*_{}\[\]<>|~#]|^\s*[-+](?=\s)|^\s*\d+[.)](?=\s)", re.MULTILINE)
_FENCE = "```"


class Page:
    """Parts of a text, apart by blank lines."""

    def __init__(self, markdown: bool) -> None:
        self._markdown = markdown
        self._parts: list[str] = []

    def head(self, title: str, after: str = "") -> None:
        """A title, and what stands behind it in the same line."""
        title, after = self._plain(title), self._plain(after)
        self._parts.append((f"**{title}**" if self._markdown else title) + after)

    def lines(self, lines: Iterable[str]) -> None:
        """Lines of one paragraph; empty ones are left out."""
        shown = [self._plain(line) for line in lines if line]
        if shown:
            self._parts.append(("  \n" if self._markdown else "\n").join(shown))

    def items(self, name: str, items: Iterable[str]) -> None:
        """A list under its name; nothing without items."""
        shown = [f"- {self._plain(item)}" for item in items]
        if shown:
            self._parts.append("\n".join([self._plain(name), *([""] if self._markdown else []), *shown]))

    def sample(self, name: str, text: str) -> None:
        """A piece of a draft under its name, shown as it is."""
        if not text:
            return
        block = f"{_FENCE}text\n{text}\n{_FENCE}" if self._markdown else text
        self._parts.append(f"{self._plain(name)}\n{block}")

    def rule(self) -> None:
        """A line between two subjects, where there was one before."""
        if self._parts:
            self._parts.append("---" if self._markdown else "————")

    @property
    def content(self) -> types.MarkupContent | None:
        """The whole, None when nothing was put in."""
        if not self._parts:
            return None
        kind = types.MarkupKind.Markdown if self._markdown else types.MarkupKind.PlainText
        return types.MarkupContent(kind, "\n\n".join(self._parts))

    def _plain(self, text: str) -> str:
        """Text in which no character is taken for a mark."""
        if not self._markdown:
            return text
        return _MARKS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", text)
