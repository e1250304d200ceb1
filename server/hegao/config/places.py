"""Lines of keys in a TOML text, for messages: the TOML parser tells values, not places."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*([\w.\-"']+(?:\s*\.\s*[\w\-"']+)*)\s*=""")


def key_lines(text: str) -> dict[str, int]:
    """1-based line of every key by dotted path; entries of ``[[x]]`` count as ``x.0``, ``x.1`` …

    Reads line by line, which is enough to point at a key: a line of a multi-line string that looks
    like a key can at worst lead a message astray.
    """
    lines: dict[str, int] = {}
    entries: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        header = _TABLE.match(line)
        if header:
            table = _dotted(header.group(2))
            if header.group(1) == "[[":
                index = entries.get(table, 0)
                entries[table] = index + 1
                lines.setdefault(table, number)
                table = f"{table}.{index}"
            lines.setdefault(table, number)
            continue
        key = _KEY.match(line)
        if key:
            path = _dotted(key.group(1))
            lines.setdefault(f"{table}.{path}" if table else path, number)
    return lines


def line_of(lines: dict[str, int], key: str) -> int:
    """The line of a key, else of the table that holds it, else 1."""
    while key:
        if key in lines:
            return lines[key]
        key = key.rpartition(".")[0]
    return 1


def _dotted(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
