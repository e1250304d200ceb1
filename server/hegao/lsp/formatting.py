"""Formatting: Markdown tables aligned, spaces and marks as the safe fixes make them, and nothing else.

Of the safe fixes only those that leave every word and figure as it is are taken: a formatter that corrects words
would change what its author cannot see at a glance. The others are for "fix all".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from lsprotocol import types

from hegao.engine import Result, check
from hegao.fix import Applicability, Edit, Fix, plan_fixes
from hegao.lsp.pieces import Pieces
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.table_alignment import align, is_table_row, table_at, tables
from hegao.text import SourceText, Span

_ROUNDS = 5
"""A fix that touches another waits for the next round; drafts need two or three."""


def whole(snapshot: Snapshot, _params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    """What formats the whole draft; formatting the outcome again changes nothing."""
    return _formatted(snapshot, Span(0, len(snapshot.text)))


def part(snapshot: Snapshot, params: types.DocumentRangeFormattingParams) -> list[types.TextEdit] | None:
    """What formats a range: the fixes inside it, and every table it touches, for half a table cannot be aligned."""
    return _formatted(snapshot, snapshot.positions.span(params.range))


def typed(snapshot: Snapshot, params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit] | None:
    """What aligns the table around the caret after a pipe or a line end was typed.

    What touches the caret stays as it is: no editor says on which side of it an edit there would leave it.
    """
    if not snapshot.document.is_report:
        return None
    source = snapshot.document.source
    offset = snapshot.positions.offset(params.position)
    line = source.position(offset).line
    if params.ch == "\n" and line and not is_table_row(source[source.line_span(line)]):
        line -= 1
    found = table_at(source, line)
    if found is None:
        return None
    edits = [edit for edit in align(source, *found) if not edit.span.start <= offset <= edit.span.end]
    return _protocol(snapshot, edits)


def _formatted(snapshot: Snapshot, asked: Span) -> list[types.TextEdit] | None:
    if not snapshot.document.is_report:
        return None
    pieces = Pieces(snapshot.text)
    everything = asked == Span(0, len(snapshot.text))
    inside = _inside(pieces, asked)
    result = snapshot.result
    for _ in range(_ROUNDS):
        text = pieces.text
        fixes = [fix for fix in _harmless(result, text) if everything or inside(fix)]
        plan = plan_fixes(text, fixes)
        if not plan.edits:
            break
        after = check(plan.text, snapshot.settings, snapshot.path)
        if after.failures or not after.document.is_report:
            break
        pieces.apply(plan.edits)
        inside = _inside(pieces, asked)
        result = after
    source = SourceText(pieces.text)
    lines = _lines(pieces, asked, source)
    pieces.apply(
        edit
        for first, last in tables(source)
        if first <= lines[1] and last >= lines[0]
        for edit in align(source, first, last)
    )
    return _protocol(snapshot, pieces.edits())


def _protocol(snapshot: Snapshot, edits: Iterable[Edit]) -> list[types.TextEdit]:
    return [types.TextEdit(snapshot.positions.range(edit.span), edit.replacement) for edit in edits]


def _asked_now(pieces: Pieces, asked: Span) -> Span:
    """The range asked for in the present text."""
    shift_start = shift_end = 0
    for edit in pieces.edits():
        grown = len(edit.replacement) - (edit.span.end - edit.span.start)
        if edit.span.end <= asked.start:
            shift_start += grown
        if edit.span.end <= asked.end:
            shift_end += grown
    return Span(asked.start + shift_start, asked.end + shift_end)


def _inside(pieces: Pieces, asked: Span) -> Callable[[Fix], bool]:
    start, end = _asked_now(pieces, asked)
    return lambda fix: all(start <= edit.span.start and edit.span.end <= end for edit in fix.edits)


def _lines(pieces: Pieces, asked: Span, source: SourceText) -> tuple[int, int]:
    start, end = _asked_now(pieces, asked)
    return source.position(start).line, source.position(end).line


def _harmless(result: Result, text: str) -> Iterable[Fix]:
    """The safe fixes that change no word and no figure."""
    for finding in result.findings:
        for fix in finding.fixes[:1]:
            if fix.applicability is Applicability.SAFE and all(
                _words(text[slice(*edit.span)]) == _words(edit.replacement) for edit in fix.edits
            ):
                yield fix


def _words(text: str) -> str:
    """Letters, digits and Chinese characters, full-width ones as the plain ones they stand for."""
    if text.isascii() and not any(map(str.isalnum, text)):
        return ""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
