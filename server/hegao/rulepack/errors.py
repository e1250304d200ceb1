"""How a rule pack is complained of: with file, line, rule and key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from hegao.rulepack.places import Complaint, Places, TomlError, parse_toml


class PackError(Exception):
    """A rule pack cannot be used. The message is Chinese and names file, line, rule and key.

    Attributes:
        file: As the message has it.
        line: 1-based; 0 when it is about the file as a whole.
        complaint: What is wrong and where in the file; None when it is about the file as a whole.
    """

    def __init__(self, message: str, file: str = "", line: int = 0, complaint: Complaint | None = None) -> None:
        super().__init__(message)
        self.file = file
        self.line = line
        self.complaint = complaint


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that probably was meant; "" when none is near."""
    import difflib  # noqa: PLC0415 - only needed to complain

    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)), "")


def suggest(word: str, known: Iterable[str]) -> str:
    """A Chinese "did you mean" tail, or ""."""
    close = closest(word, known)
    return f"，是不是想写“{close}”？" if close else ""


def not_toml(name: str, text: str, error: TomlError) -> str:
    """The complaint about a file that is no TOML, with the place."""
    return f"{name}:{error.line}：{Places(text).syntax(error).message}"


class PackFile:
    """One TOML file being read: knows how to complain."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    @cached_property
    def places(self) -> Places:
        """Where things stand in the text."""
        return Places(self.text)

    def error(self, complaint: Complaint) -> PackError:
        """The complaint as an error, with the place it is about."""
        line = self.text.count("\n", 0, complaint.span.start) + 1
        where = f"{self.name}:{line}" + (f"：规则 {complaint.code}" if complaint.code else "")
        return PackError(f"{where}：{complaint.message}", self.name, line, complaint)

    def parse(self) -> dict[str, Any]:
        """The TOML values.

        Raises:
            PackError: It is no TOML.
        """
        try:
            return parse_toml(self.text)
        except TomlError as error:
            told = not_toml(self.name, self.text, error)
            raise PackError(told, self.name, error.line, self.places.syntax(error)) from error
