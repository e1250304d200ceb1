"""Write suppressions into a settings file and take them out again, leaving all else as its author wrote it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomli

from hegao.config.model import Suppression
from hegao.config.schema import ConfigError, shown
from hegao.sources.encodings import decode
from hegao.sources.files import Draft
from hegao.sources.reasons import reason
from hegao.sources.write import write_draft

_PROJECT = "pyproject.toml"
_FIELDS = ("file", "code", "text", "section", "table", "row", "column", "reason")
_HEADER = re.compile(r"\s*\[\[\s*(?:tool\s*\.\s*hegao\s*\.\s*)?suppress\s*\]\]\s*(?:#.*)?")
_ANY_HEADER = re.compile(r"\s*\[")
_LONE_LINE_FEED = re.compile(r"(?<!\r)\n")


class SettingsFile:
    """A settings file to be edited; ``text`` is "" for one that is not there yet.

    Raises:
        hegao.sources.encodings.SourceError: It cannot be read.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.draft: Draft | None = None
        self.text = ""
        if os.path.exists(path):  # noqa: PTH110
            # Read here and not as a draft is: TOML is UTF-8 and nothing else.
            text, encoding = decode(_bytes(path), shown(path))
            if encoding.name != "utf-8":
                raise ConfigError(f"{shown(path)}：设置文件须为 UTF-8 编码。请另存为 UTF-8。")
            self.draft = Draft(path, text, encoding)
            self.text = text

    def with_entries(self, entries: Sequence[Suppression]) -> str:
        """The text with entries added after those that are there.

        Raises:
            ConfigError: The file is written in a way that this cannot be done safely.
        """
        # Imported here: no other command edits settings.
        import tomlkit  # noqa: PLC0415
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415
        from tomlkit.items import AoT  # noqa: PLC0415

        added = [fields_of(entry) for entry in entries]
        try:
            whole = tomlkit.parse(self.text)
            table: Any = whole if not self.in_project else whole["tool"]["hegao"]
            present = table.get("suppress")
            if present is None:
                present = tomlkit.aot()
                for one in added:
                    present.append(_table(tomlkit, one))
                table.append("suppress", present)
            elif isinstance(present, AoT):
                for one in added:
                    present.append(_table(tomlkit, one))
            else:
                for one in added:
                    present.append(_filled(tomlkit.inline_table(), one))
            text = tomlkit.dumps(whole)
        except (TOMLKitError, TypeError, KeyError, AttributeError) as error:
            raise self._refused(added) from error
        text = self._spaced(self._with_line_ends(text))
        if self._values(text) != [*self._values(self.text), *added] or self._rest(text) != self._rest(self.text):
            raise self._refused(added)
        return text

    def without_entries(self, entries: Sequence[Suppression]) -> str:
        """The text without entries.

        A comment that touches nothing but an entry goes with it. It stays in a list written inline,
        when a blank line sets it apart, at the very start of the file, and above several entries of
        which one stays: there it may be about more.

        Raises:
            ConfigError: The file is written in a way that this cannot be done safely.
        """
        unwanted = [fields_of(entry) for entry in entries]
        before = self._values(self.text)
        gone = [index for index, values in enumerate(before) if values in unwanted]
        text = self._cut(gone) if self._blocks() else self._cut_inline(gone)
        kept = [values for index, values in enumerate(before) if index not in gone]
        if self._values(text) != kept or self._rest(text) != self._rest(self.text):
            raise self._refused(unwanted)
        return text

    def write(self, text: str) -> None:
        """Put the new text in the place of the old.

        Raises:
            hegao.sources.encodings.SourceError, ConfigError: It cannot be written; the file is as it was.
        """
        if self.draft is not None:
            write_draft(self.draft, text)
            return
        part = f"{self.path}.{os.getpid()}.tmp"
        try:
            with open(part, "x", encoding="utf-8", newline="\n") as stream:  # noqa: PTH123
                stream.write(text)
            os.replace(part, self.path)  # noqa: PTH105
        except OSError as error:
            with suppress(OSError):
                os.unlink(part)  # noqa: PTH108
            raise ConfigError(
                f"{shown(self.path)}：写不了设置文件（{reason(error, writing=True)}）。请检查文件夹和权限。"
            ) from error

    @property
    def in_project(self) -> bool:
        """Whether the settings are a part of ``pyproject.toml``."""
        return Path(self.path).name == _PROJECT

    def _settings(self, text: str) -> dict[str, Any]:
        try:
            values = tomli.loads(text)
        except tomli.TOMLDecodeError:
            # Not what was there before and not what was wanted: the comparison with either fails.
            return {"suppress": [{}]}
        return dict(values["tool"]["hegao"]) if self.in_project else values

    def _values(self, text: str) -> list[dict[str, str]]:
        return list(self._settings(text).get("suppress", ()))

    def _rest(self, text: str) -> dict[str, Any]:
        """Everything but the entries."""
        return {key: value for key, value in self._settings(text).items() if key != "suppress"}

    def _refused(self, entries: Sequence[dict[str, str]]) -> ConfigError:
        return ConfigError(
            f"{shown(self.path)}：这个文件的写法使得豁免不能自动增删，没有改动它。"
            f"请手工增删：\n{as_toml(entries, self.in_project)}"
        )

    def _with_line_ends(self, text: str) -> str:
        """The text with the line ends of the file, in what was added too."""
        if "\r\n" in self.text and not _LONE_LINE_FEED.search(self.text):
            return _LONE_LINE_FEED.sub("\r\n", text)
        return text

    def _spaced(self, text: str) -> str:
        """A blank line before every entry that was added and after the last, a line end at the end."""
        end = "\r\n" if "\r\n" in text and not _LONE_LINE_FEED.search(text) else "\n"
        old, new = self.text.split(end), text.split(end)
        first = _shared(old, new)
        last = len(new) - _shared(old[first:][::-1], new[first:][::-1])
        spaced = new[:first]
        for line in new[first:last]:
            if _HEADER.fullmatch(line) and spaced and spaced[-1].strip():
                spaced.append("")
            spaced.append(line)
        rest = new[last:]
        if rest and rest[0].strip() and _ANY_HEADER.match(rest[0]) and spaced and spaced[-1].strip():
            spaced.append("")
        joined = end.join([*spaced, *rest])
        return joined if joined.endswith(end) else joined + end

    def _blocks(self) -> list[tuple[int, int]]:
        """For each ``[[suppress]]`` its first line and the one after its last key."""
        lines = self.text.split("\n")
        blocks = []
        for first, line in enumerate(lines):
            if not _HEADER.fullmatch(line.rstrip("\r")):
                continue
            end = next(
                (at for at in range(first + 1, len(lines)) if _ANY_HEADER.match(lines[at])),
                len(lines),
            )
            while end > first + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
                end -= 1
            blocks.append((first, end))
        return blocks

    def _cut(self, gone: Sequence[int]) -> str:
        lines = self.text.split("\n")
        blocks = self._blocks()
        for index in sorted(gone, reverse=True):
            if index >= len(blocks):
                continue
            first, end = _with_comments(lines, blocks, index, gone)
            # Of the blank lines before and after one side goes too.
            while first and not lines[first - 1].strip() and (end >= len(lines) or not lines[end].strip()):
                first -= 1
            del lines[first:end]
        return "\n".join(lines)

    def _cut_inline(self, gone: Sequence[int]) -> str:
        import tomlkit  # noqa: PLC0415

        whole: Any = tomlkit.parse(self.text)
        array = (whole["tool"]["hegao"] if self.in_project else whole)["suppress"]
        for index in sorted(gone, reverse=True):
            del array[index]
        return tomlkit.dumps(whole)


def _with_comments(
    lines: Sequence[str], blocks: Sequence[tuple[int, int]], index: int, gone: Sequence[int]
) -> tuple[int, int]:
    """The lines of an entry (half-open) with the comments that are about it alone.

    Args:
        lines: Of the file, whole up to the end of this entry's comments.
    """
    first, end = blocks[index]
    top, bottom = first, end
    while top and _is_comment(lines[top - 1]):
        top -= 1
    while bottom < len(lines) and _is_comment(lines[bottom]):
        bottom += 1
    if bottom < len(lines) and lines[bottom].strip():
        # What follows without a blank line has the comments between for itself.
        bottom = end
    last = index
    while last + 1 < len(blocks) and blocks[last][1] == blocks[last + 1][0]:
        last += 1
    alone = all(other in gone for other in range(index, last + 1))
    return (top if top and alone else first), bottom


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def fields_of(entry: Suppression) -> dict[str, str]:
    """What of an entry is written, in the order in which it is."""
    return {name: getattr(entry, name) for name in _FIELDS if getattr(entry, name)}


def as_toml(entries: Sequence[dict[str, str]], in_project: bool = False) -> str:
    """Entries as they would be written."""
    import tomlkit  # noqa: PLC0415

    name = "tool.hegao.suppress" if in_project else "suppress"
    return "\n".join(f"[[{name}]]\n{tomlkit.dumps(entry)}" for entry in entries)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many items two sequences begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _table(tomlkit: Any, values: dict[str, str]) -> Any:
    return _filled(tomlkit.table(), values)


def _filled(table: Any, values: dict[str, str]) -> Any:
    for key, value in values.items():
        table.append(key, value)
    return table


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown(path)}：读不了设置文件（{reason(error)}）。请检查权限。") from error
