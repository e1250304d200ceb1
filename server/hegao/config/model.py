"""What can be set: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

_NOTHING: Mapping[str, str] = {}


class Origin(NamedTuple):
    """Where a value was written: a settings file and a 1-based line, or the command line."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        """As people read it."""
        if not self.file:
            return "命令行" if self.line < 0 else "默认"
        return f"{self.file}:{self.line}" if self.line else self.file


COMMAND_LINE = Origin(line=-1)


_NO_ORIGINS: Mapping[str, Origin] = {}


class Suppression(NamedTuple):
    """A finding that is known and stays, with the reason.

    Attributes:
        file: Path or glob relative to ``root``.
        code: Code, name or alias of the rule.
        text: The text found; "" for any.
        section, table, row, column: Title or number of the section, name or key of the table, label
            of the row, heading of the column; "" for any.
        root: Folder of the settings file it stands in.
    """

    file: str
    code: str
    reason: str
    text: str = ""
    section: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    root: str = ""
    origin: Origin = Origin()

    def __str__(self) -> str:
        """As people read it in a report of unused ones."""
        return f"{self.code} {self.file}" + (f" “{self.text}”" if self.text else "")


# Compared and hashed by identity: rules and drafts are cached by the settings they belong to, and
# a settings file read once gives one object.
class Settings(NamedTuple):
    """Everything that is set, complete.

    Attributes:
        pack: Key of a built-in pack, or ``auto``: by the year of the draft.
        packs: Files with further rules, as absolute paths.
        agency, within: Name of the reporting agency and names of its superiors; "" and () where the
            draft is to tell.
        select, ignore, extend_select: Codes, names, aliases, family letters or ``ALL``.
        severity: Level by code, name, alias, family letter or ``ALL``.
        previous: Last year's report, as an absolute path; "" for none.
        exclude: Globs relative to ``root`` of files to leave out of folders.
        root: Folder of the settings file; "" without one.
        files: The settings files read, nearest first.
        origins: Where a value was written, by dotted key; what is not in it is a default.
    """

    pack: str = "auto"
    packs: tuple[str, ...] = ()
    agency: str = ""
    within: tuple[str, ...] = ()
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, str] = _NOTHING
    previous: str = ""
    exclude: tuple[str, ...] = ()
    suppress: tuple[Suppression, ...] = ()
    root: str = ""
    files: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = _NO_ORIGINS

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def origin(self, key: str) -> Origin:
        """Where the value of a dotted key, such as ``rules.select``, comes from."""
        return self.origins.get(key, Origin())


DEFAULTS = Settings()
"""What holds without a settings file."""
