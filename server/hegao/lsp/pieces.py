"""Edits made one after the other as edits of the first text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hegao.fix import Edit
from hegao.text import Span


class _Piece(NamedTuple):
    """A stretch of the present text: from the first text (``text`` is None), or written since."""

    span: Span
    text: str | None = None

    @property
    def length(self) -> int:
        """Its length in the present text."""
        return self.span.end - self.span.start if self.text is None else len(self.text)

    def part(self, start: int, end: int) -> _Piece:
        """A part of it."""
        if self.text is not None:
            return _Piece(self.span, self.text[start:end])
        return _Piece(Span(self.span.start + start, self.span.start + end))


class Pieces:
    """A text and what became of it."""

    def __init__(self, old: str) -> None:
        self.old = old
        self._pieces = [_Piece(Span(0, len(old)))]

    @property
    def text(self) -> str:
        """The present text."""
        return "".join(self.old[slice(*one.span)] if one.text is None else one.text for one in self._pieces)

    def apply(self, edits: Iterable[Edit]) -> None:
        """Apply edits of the present text, sorted by place, none overlapping; linear in pieces and edits."""
        new: list[_Piece] = []
        pieces = iter(self._pieces)
        rest: _Piece | None = next(pieces, None)
        at = 0  # Where ``rest`` begins in the present text.

        def take(until: int, keep: bool) -> None:
            nonlocal rest, at
            while rest is not None and at < until:
                count = min(until - at, rest.length)
                if keep and count:
                    new.append(rest.part(0, count))
                at += count
                rest = rest.part(count, rest.length) if count < rest.length else next(pieces, None)

        for (start, end), replacement in edits:
            take(start, keep=True)
            take(end, keep=False)
            if replacement:
                new.append(_Piece(Span(0, 0), replacement))
        while rest is not None:
            new.append(rest)
            rest = next(pieces, None)
        self._pieces = new

    def edits(self) -> list[Edit]:
        """What makes the present text of the first: as little as can be, sorted, none overlapping."""
        return [edit for edit in map(self._trimmed, self._raw()) if edit.replacement or not edit.span.empty]

    def _raw(self) -> Iterator[Edit]:
        at, written = 0, ""
        for piece in self._pieces:
            if piece.text is not None:
                written += piece.text
                continue
            if written or piece.span.start > at:
                yield Edit(Span(at, piece.span.start), written)
            at, written = piece.span.end, ""
        if written or at < len(self.old):
            yield Edit(Span(at, len(self.old)), written)

    def _trimmed(self, edit: Edit) -> Edit:
        """The edit without what it leaves as it is; the two characters of a line end are not parted."""
        (start, end), new = edit
        old = self.old
        head = 0
        while head < min(end - start, len(new)) and old[start + head] == new[head]:
            head += 1
        tail = 0
        while tail < min(end - start, len(new)) - head and old[end - 1 - tail] == new[len(new) - 1 - tail]:
            tail += 1
        if head and _parts_line_end(old, start + head):
            head -= 1
        if tail and _parts_line_end(old, end - tail):
            tail -= 1
        return Edit(Span(start + head, end - tail), new[head : len(new) - tail])


def _parts_line_end(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1] == "\r" and text[at] == "\n"
