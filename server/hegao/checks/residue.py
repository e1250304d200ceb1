"""Characters that print nothing or break lines where no editor shows it: left by Word, PDF and web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import Check
from hegao.checks.patterns import compile_pattern
from hegao.checks.placing import line_end
from hegao.document.model import Document
from hegao.finding import Match, Repair
from hegao.fix import Edit
from hegao.text import Span

_NEAR = 200
_WITHIN = ("，", "、")
"""A sentence goes on after these: what breaks the line there was not meant to."""


class StrayCharacterParams(NamedTuple):
    """Which characters are objected to.

    Attributes:
        names: What each character is called in the message, by character.
        replacements: What takes the place of each; a character without one is deleted.
        where: ``any``; ``inside``: only between two printing characters of a line; ``edge``: only
            at the start or end of a line, in an empty cell or beside other white space.
        once: One finding at the first run, with one repair for all of them.
    """

    names: dict[str, str]
    replacements: dict[str, str]
    where: str = "any"
    once: bool = False


def _inside(text: str, start: int, end: int) -> bool:
    """Whether a run has a printing character right before and right after it."""
    return start > 0 and end < len(text) and not text[start - 1].isspace() and not text[end].isspace()


def _runs(text: str, params: StrayCharacterParams) -> Iterator[tuple[int, int]]:
    """Start and end of every run that is objected to. A byte order mark at the very start is none."""
    # A pattern of single characters: re.escape is not needed inside, but harmless.
    pattern = "[" + "".join(re.escape(character) for character in params.names) + "]+"
    for match in compile_pattern(pattern).finditer(text):
        start, end = match.span()
        if start == 0 and text[0] == "\ufeff":
            start = 1
        if start < end and (params.where == "any" or _inside(text, start, end) == (params.where == "inside")):
            yield start, end


def _correction(text: str, start: int, end: int, params: StrayCharacterParams, stop: str) -> str:
    """What takes the place of a run: its characters' replacements, each kind once; ``stop`` ends the draft's lines."""
    new = "".join(dict.fromkeys(params.replacements.get(character, "") for character in text[start:end]))
    if "\n" not in new:
        return new
    if text[start - 1 : start] in _WITHIN:
        return ""
    # A line end would cut the row of a table in two.
    around = text[max(0, start - _NEAR) : start].rpartition(stop)[2] + text[end : end + _NEAR].partition(stop)[0]
    return "" if "\t" in around or "|" in around else stop


def check_stray_characters(document: Document, params: StrayCharacterParams) -> Iterator[Match]:
    """Yield a match for each run of the characters, anywhere in the source.

    Slots: ``names`` (each kind once), ``count`` (characters in the run; with ``once``, runs in the
    draft).
    """
    text = document.source.text
    runs = [(start, end, text[start:end]) for start, end in _runs(text, params)]
    stop = line_end(document) if runs else ""
    repairs = [Repair((Edit(Span(start, end), _correction(text, start, end, params, stop)),)) for start, end, _ in runs]
    if params.once and runs:
        count = str(len(runs))
        runs = runs[:1]
        repairs = [Repair(tuple(edit for repair in repairs for edit in repair.edits))]
    for (start, end, run), repair in zip(runs, repairs, strict=True):
        names = "、".join(dict.fromkeys(params.names[character] for character in run))
        slots = {"names": names, "count": count if params.once else str(len(run))}
        yield Match(Span(start, end), slots, "", (repair,))


STRAY_CHARACTERS = Check(StrayCharacterParams, check_stray_characters)
