"""How a correction is made in a Word file, or that it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from hegao.sources.word import names
from hegao.sources.word.names import w
from hegao.sources.word.places import Paragraph, Piece, WordText
from hegao.text import Span

_WRITTEN = frozenset(
    {names.T, names.TAB, names.BR, names.CR, names.NO_BREAK_HYPHEN, names.SYM, names.PTAB, w("softHyphen")}
)
# What may stand between the characters of a run and go with them.
_PASSING = _WRITTEN | {names.R_PR, w("lastRenderedPageBreak")}
_BOUND = (w("fldSimple"), names.TEXT_BOX)


class Change(NamedTuple):
    """Replace the text of ``span`` by ``replacement``."""

    span: Span
    replacement: str


def trimmed(text: str, change: Change) -> Change:
    """The change without what stays the same at its beginning and its end."""
    (start, end), new = change
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Change(Span(start, end), new)


def writable(word: WordText, change: Change) -> bool:
    """Whether the file holds what is to be changed, so that it can be."""
    return step_of(word, trimmed(word.text, change)) is not None


class Step(NamedTuple):
    """How one change is made: inside a paragraph, or with whole paragraphs.

    Attributes:
        paragraph: Where the change is made or begins.
        pieces: What is replaced; empty for an insertion.
        gone: Paragraphs that go as a whole.
        joined: Whether the paragraph is joined with the next.
        before: The element before which new paragraphs are put, None for any other change.
    """

    paragraph: Paragraph
    pieces: tuple[Piece, ...] = ()
    gone: tuple[Paragraph, ...] = ()
    joined: bool = False
    before: Any = None


def step_of(word: WordText, change: Change) -> Step | None:
    """How a trimmed change is made; None when it cannot be."""
    old = word.text[change.span.start : change.span.end]
    if "\n" not in old and not change.replacement.endswith("\n"):
        return _inside(word, change)
    if not change.replacement:
        return _joined(word, change.span) if not old.strip("\n") else _gone(word, change.span)
    return _before(word, change) if change.span.empty else None


def _inside(word: WordText, change: Change) -> Step | None:
    paragraph = _paragraph(word, change.span)
    if paragraph is None or _is_bound(paragraph.element):
        return None
    if "\t" in change.replacement or ("\n" in change.replacement and paragraph.table):
        return None
    pieces = tuple(word.pieces_in(change.span))
    if not word.holds(change.span) or not all(is_plain(piece) for piece in pieces):
        return None
    return Step(paragraph, pieces) if _only_characters(pieces) else None


def _paragraph(word: WordText, span: Span) -> Paragraph | None:
    """The paragraph a span lies in; of those that meet at the place of an insertion, the first that is not blank."""
    inside = [one for one in word.paragraphs if one.start <= span.start and span.end <= one.end]
    return next((one for one in inside if one.start < one.end), inside[0] if inside else None)


def _is_bound(element: Any) -> bool:
    """Whether what stands here is kept elsewhere and would be overwritten, or twice in the file."""
    if next(element.iterancestors(*_BOUND), None) is not None:
        return True
    return any(
        control.find(f"{w('sdtPr')}/{w('dataBinding')}") is not None for control in element.iterancestors(w("sdt"))
    )


def is_plain(piece: Piece) -> bool:
    """Whether a piece is characters in a run of its paragraph."""
    run = piece.element.getparent()
    return run.tag == names.R and piece.element.tag in _WRITTEN and not _is_bound(run)


def _only_characters(pieces: Sequence[Piece]) -> bool:
    """Whether nothing but characters stands between those to be replaced: no picture, no reference to a note."""
    runs = list(dict.fromkeys(piece.element.getparent() for piece in pieces))
    if not runs:
        return True
    for run in runs:
        children = list(run)
        first = children.index(pieces[0].element) if run is runs[0] else 0
        last = children.index(pieces[-1].element) if run is runs[-1] else len(children) - 1
        if any(child.tag not in _PASSING for child in children[first : last + 1]):
            return False
    return True


def _joined(word: WordText, span: Span) -> Step | None:
    """Two paragraphs, one after the other, nothing between them."""
    first = next((one for one in word.paragraphs if one.end == span.start and not one.table), None)
    if first is None:
        return None
    following = first.element.getnext()
    second = next((one for one in word.paragraphs if one.element is following), None)
    if second is None or second.start != span.end or not (_may_end(first) and _may_end(second)):
        return None
    return None if is_numbered(word, second) else Step(first, joined=True)


def _gone(word: WordText, span: Span) -> Step | None:
    """Whole paragraphs outside tables, from the first character of one to the end or the last line end of another."""
    inside = [one for one in word.paragraphs if span.start <= one.start and one.end <= span.end and one.start < one.end]
    if not inside or any(one.table or is_numbered(word, one) or not _is_whole(one) for one in inside):
        return None
    covered = "".join(word.text[one.start : one.end] for one in inside)
    rest = word.text[span.start : span.end].replace("\n", "")
    return Step(inside[0], gone=tuple(inside)) if covered.replace("\n", "") == rest else None


def _is_whole(paragraph: Paragraph) -> bool:
    """Whether a paragraph can go without taking a section, a picture or a mark of something else with it."""
    runs = paragraph.element.iter(names.R)
    return _may_end(paragraph) and all(child.tag in _PASSING for run in runs for child in run)


def _may_end(paragraph: Paragraph) -> bool:
    """Whether the end of a paragraph may be taken away: it ends no section, and no note or cell is left without one."""
    element = paragraph.element
    return element.getparent().tag == names.BODY and element.find(f"{names.P_PR}/{w('sectPr')}") is None


def is_numbered(word: WordText, paragraph: Paragraph) -> bool:
    """Whether it begins with an automatic number: those after it depend on it."""
    return not word.holds(Span(paragraph.start, min(paragraph.start + 1, paragraph.end)))


def _before(word: WordText, change: Change) -> Step | None:
    """New paragraphs before the paragraph or the table that begins at a place."""
    following = next((one for one in word.paragraphs if one.start == change.span.start < one.end), None)
    if following is None or "\t" in change.replacement or _is_bound(following.element):
        return None
    element = following.element
    if following.table:
        element = next(element.iterancestors(names.TBL))
        first = next(element.iter(names.P))
        if following.row != 1 or (first is not following.element and following.column != 1):
            return None
    return Step(following, before=element)
