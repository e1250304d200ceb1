"""What fixing would change, as a unified diff.

The hunks come from the edits, not from a comparison of two texts: linear time, and every line shown
as changed is one that an edit reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from hegao.fix import Edit, apply_edits
from hegao.report.model import FileReport, Options
from hegao.report.private import edits_without_private
from hegao.report.screen import visible
from hegao.report.words import paint
from hegao.text import SourceText, Span

_CONTEXT = 3
_STYLES = {"-": "error", "+": "good"}


class _Change(NamedTuple):
    """Lines ``first`` to ``last`` (from 0, half-open) of the old text become ``lines``."""

    first: int
    last: int
    lines: list[str]


def unified_diff(report: FileReport, edits: tuple[Edit, ...], options: Options, screen: bool = False) -> str:
    """The diff, "" when nothing changes. Private values are masked.

    Args:
        report: The draft before the edits, with its findings.
        edits: By place, none overlapping another.
        screen: Whether it goes to a terminal: characters that a terminal would obey are spelt out.
    """
    source, masked = edits_without_private(report, edits)
    old, hidden = _split(report.source.text), _split(source.text)
    changes: list[_Change] = []
    for first, last, start, end in _groups(report.source, edits):
        begin = report.source.line_starts[first]
        before = old[first:last]
        real = _rewritten(before, begin, edits[start:end])
        shown = _rewritten(hidden[first:last], begin, masked[start:end])
        # What differs is asked of the real text: masked, old and new may look the same.
        head = _common(before, real)
        tail = _common(before[head:][::-1], real[head:][::-1])
        if head + tail < max(len(before), len(real)):
            changes.append(_Change(first + head, first + len(before) - tail, shown[head : len(shown) - tail]))
    return "".join(_text(hidden, changes, report.path, options, screen))


def _groups(source: SourceText, edits: Sequence[Edit]) -> Iterator[tuple[int, int, int, int]]:
    """Half-open ranges of lines and of the edits in them; no line is in two ranges."""
    first = last = start = 0
    for index, edit in enumerate(edits):
        here = source.position(edit.span.start).line
        if here >= last:
            if index:
                yield first, last, start, index
            first, start = here, index
        last = source.position(edit.span.end).line + 1
    if edits:
        yield first, last, start, len(edits)


def _rewritten(lines: Sequence[str], begin: int, edits: Sequence[Edit]) -> list[str]:
    """What the edits make of lines of which the first starts at offset ``begin``."""
    moved = (Edit(Span(edit.span.start - begin, edit.span.end - begin), edit.replacement) for edit in edits)
    return _split(apply_edits("".join(lines), moved))


def _split(text: str) -> list[str]:
    """The lines with their ends; none after the last line end."""
    starts = [*SourceText(text).line_starts, len(text)]
    return [text[start:end] for start, end in pairwise(starts) if start < end]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines are the same at the start of both."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    return sum(1 for _ in same)


def _text(old: list[str], changes: list[_Change], path: str, options: Options, screen: bool) -> Iterator[str]:
    if not changes:
        return
    name = visible(path)
    yield paint(f"--- {name}", "path", options) + "\n"
    yield paint(f"+++ {name}", "path", options) + "\n"
    shift = 0
    for hunk in _hunks(changes):
        begin = max(hunk[0].first - _CONTEXT, 0)
        end = min(hunk[-1].last + _CONTEXT, len(old))
        lines = list(_hunk(old, hunk, begin, end))
        growth = sum(len(change.lines) - (change.last - change.first) for change in hunk)
        ranges = f"-{_range(begin, end - begin)} +{_range(begin + shift, end - begin + growth)}"
        shift += growth
        yield paint(f"@@ {ranges} @@", "info", options) + "\n"
        for sign, line in lines:
            yield _line(sign, line, options, screen)


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    """Changes whose context would meet, together."""
    hunk: list[_Change] = []
    for change in changes:
        if hunk and change.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    yield hunk


def _hunk(old: list[str], hunk: list[_Change], begin: int, end: int) -> Iterator[tuple[str, str]]:
    at = begin
    for change in hunk:
        yield from ((" ", line) for line in old[at : change.first])
        yield from (("-", line) for line in old[change.first : change.last])
        yield from (("+", line) for line in change.lines)
        at = change.last
    yield from ((" ", line) for line in old[at:end])


def _range(first: int, count: int) -> str:
    """Lines from 1; of an empty range the line before it, as the format has it."""
    if count == 1:
        return str(first + 1)
    return f"{first + 1 if count else first},{count}"


def _line(sign: str, line: str, options: Options, screen: bool) -> str:
    """A line of a hunk. ``\\r\\n`` stays for ``patch``; a bare ``\\r`` ends a line for nobody else."""
    ended = line.endswith(("\n", "\r"))
    bare = line.rstrip("\r\n") if screen or not line.endswith("\r\n") else line[:-1]
    if screen:
        bare = "\t".join(visible(part) for part in bare.split("\t"))
    shown = paint(sign + bare, _STYLES[sign], options) if sign in _STYLES else sign + bare
    return f"{shown}\n" if ended else f"{shown}\n\\ No newline at end of file\n"
