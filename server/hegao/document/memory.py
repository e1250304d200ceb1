"""What a parse may take over from the one before: what depends on the text of a line or of a table alone.

Nothing that depends on what stands around it is remembered, so that a parse with a memory gives
the same document as one without, whatever was edited.
"""

from __future__ import annotations

from typing import TypeAlias

from hegao.document.headings import find_heading, heads_contents
from hegao.document.labels import FormLabels
from hegao.document.lines import Line, LineFacts, Lines
from hegao.document.model import Table
from hegao.document.table_lines import Stretch, is_table, kind_of
from hegao.document.table_readers import read_rows
from hegao.document.tables import build_tables, moved
from hegao.text import split_lines

_Tables: TypeAlias = "tuple[Table, ...] | None"


class ParseMemory:
    """The lines and tables of the last parse of a draft; kept by whoever parses it again and again.

    One memory serves one draft, in one thread. It holds what the last parse saw and nothing older.
    A table whose lines did not change and did not move is the same object as in the last document.

    Attributes:
        labels: The form's labels the rest was found under; under others it is forgotten.
        lines: By the whole line.
        tables: By the text of a stretch of lines, which also settles what each line of it is: where
            it stood, and its tables; None in their place when it is no table.
    """

    __slots__ = ("labels", "lines", "tables")

    def __init__(self) -> None:
        self.labels: FormLabels | None = None
        self.lines: dict[str, LineFacts] = {}
        self.tables: dict[str, tuple[int, _Tables]] = {}

    def serve(self, labels: FormLabels) -> None:
        """Forget everything that was found under other labels."""
        if self.labels is not labels:
            self.labels, self.lines, self.tables = labels, {}, {}


def read_lines(text: str, labels: FormLabels, memory: ParseMemory) -> Lines:
    """All lines of a text; only those the memory does not know are looked at."""
    raws, starts = split_lines(text)
    known = memory.lines
    for raw in set(raws).difference(known):
        known[raw] = facts_of(raw, labels)
    facts = [known[raw] for raw in raws]
    memory.lines = dict(zip(raws, facts, strict=True))
    return Lines(facts, starts)


def facts_of(raw: str, labels: FormLabels) -> LineFacts:
    """What the text of a line alone tells."""
    text = raw.strip()
    contents = heads_contents(text)
    heading = None if contents else find_heading(text, labels)
    return LineFacts(raw, text, kind_of(raw, text, labels), heading, contents)


class Region:
    """Lines that are a table, or several: first and last line, both included."""

    __slots__ = ("first", "last", "tables")

    def __init__(self, first: int, last: int, tables: tuple[Table, ...]) -> None:
        self.first = first
        self.last = last
        self.tables = tables


def read_regions(
    text: str, lines: Lines, stretches: list[Stretch], labels: FormLabels, memory: ParseMemory
) -> list[Region]:
    """The tables among stretches of lines; only those the memory does not know are read."""
    regions: list[Region] = []
    seen: dict[str, tuple[int, _Tables]] = {}
    for stretch in stretches:
        first, last = stretch.first, stretch.last
        start = lines.starts[first]
        key = text[start : lines.starts[last] + len(lines.facts[last].raw)]
        known = memory.tables.get(key)
        if known is None:
            tables = _read_tables(lines.stretch(first, last), stretch.kinds, labels)
        else:
            at, tables = known
            if tables is not None and at != start:
                tables = moved(tables, start - at)
        seen[key] = start, tables
        if tables is not None:
            regions.append(Region(first, last, tables))
    memory.tables = seen
    return regions


def _read_tables(lines: list[Line], kinds: bytes, labels: FormLabels) -> _Tables:
    """The tables on a stretch of lines, None when it is no table."""
    if not is_table(lines, kinds, labels):
        return None
    return tuple(build_tables(read_rows(lines, kinds, labels), labels))
