"""Standard phrases of a report with their blanks filled from its tables, as far as these have figures."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import count
from string import Formatter
from typing import NamedTuple

from hegao.document.model import Document
from hegao.lsp.snapshot import Snapshot
from hegao.rulepack.load import load_phrases
from hegao.rulepack.phrases import Figure, Phrase

BLANK = "____"
"""What stands where the author is to write; the rules for leavings find it."""
STOP = "\x00"
"""What stands where the author is to write and nothing is to stand until then."""
_STOPS = re.compile(f"{BLANK}|{STOP}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class Filled(NamedTuple):
    """A phrase for a draft. ``text`` has :data:`BLANK` wherever no figure is known."""

    name: str
    text: str
    line: bool
    near: tuple[str, ...] = ()


def phrases_in(snapshot: Snapshot, section: int) -> list[Filled]:
    """The phrases of a section that are true of the draft's tables as they stand.

    Args:
        section: Number of the prescribed section; 0 before the first, -1 in any other.
    """
    document = snapshot.document
    return [
        filled
        for phrase in load_phrases(document.form.key, snapshot.settings.packs)
        if not phrase.sections or section in phrase.sections
        if (filled := fill(phrase, document)) is not None
    ]


def fill(phrase: Phrase, document: Document) -> Filled | None:
    """The phrase for a draft; None when its figures say otherwise."""
    figures = {name: _sum(figure, document) for name, figure in phrase.figures.items()}
    if any(figures[name] != 0 for name in phrase.zero):
        return None
    if phrase.nonzero and all(figures[name] == 0 for name in phrase.nonzero):
        return None
    words = {
        "year": str(document.year) if document.year else "",
        "agency": document.agency.name,
        "place": document.agency.place or document.agency.name,
        **{name: "" if figure is None else str(figure) for name, figure in figures.items()},
    }
    parts = []
    for literal, slot, _, _ in Formatter().parse(phrase.text):
        parts += [literal, (words[slot] or BLANK) if slot is not None else ""]
    return Filled(phrase.name, "".join(parts), phrase.line, phrase.near)


def _sum(figure: Figure, document: Document) -> Decimal | None:
    """The figure as the table has it; None unless every cell of it is a number."""
    table = document.table(figure.table)
    if table is None:
        return None
    total = Decimal(0)
    for row in figure.rows:
        for column in figure.columns:
            cell = table.value(row, column)
            if cell is None or not _NUMBER.fullmatch(cell.text):
                return None
            total += Decimal(cell.text)
    return total


def as_snippet(text: str) -> str:
    """A text in the syntax of snippets, with a stop at each :data:`BLANK` and an empty one at each :data:`STOP`."""
    number = count(1)
    escaped = re.sub(r"[\\$}]", lambda match: "\\" + match[0], text)
    return _STOPS.sub(lambda match: f"${{{next(number)}{':' + BLANK if match[0] == BLANK else ''}}}", escaped)
