"""Runs of a Word file cut where a stretch of text begins or ends, so that something can be put between.

Cutting changes neither text nor formatting: both halves keep the properties of the run. A place is
found by its piece, and cutting at one place leaves all places before it valid. Cut from the end of
the text to its beginning.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hegao.sources.word import names
from hegao.sources.word.names import w
from hegao.sources.word.places import Piece, WordText

_NO_CONTENT = frozenset({names.R_PR, w("lastRenderedPageBreak")})
_TEXT_BOX = names.TEXT_BOX
_WHITE = "\t\n\r "


def settle(word: WordText) -> None:
    """Take out white space that does not count, at the edges of texts: cut in two, they must say so of all of it."""
    for number, piece in enumerate(word.pieces):
        element = piece.element
        if element.tag == names.T and element.get(names.SPACE) != "preserve":
            bare = (element.text or "").strip(_WHITE)
            if bare != element.text:
                element.text = bare
                word.pieces[number] = piece._replace(offset=0)


def cut_before(piece: Piece) -> Any:
    """Make the first character of a piece the first of its run; returns that run.

    Of what cannot be cut (a formula, a text box, ruby) the run or formula around it.
    """
    run = piece.element.getparent()
    if run.tag != names.R:
        return _around(piece.element)
    before = [child for child in piece.element.itersiblings(preceding=True) if child.tag not in _NO_CONTENT]
    if piece.offset == 0 and not before:
        return run
    return _split(run, piece.element, piece.offset)


def cut_after(piece: Piece) -> Any:
    """Make the last character of a piece the last of its run; returns that run, or what is around it."""
    run = piece.element.getparent()
    if run.tag != names.R:
        return _around(piece.element)
    end = piece.offset + piece.end - piece.start
    if not _ends(piece.element, end) or piece.element.getnext() is not None:
        _split(run, piece.element, end)
    return run


def outermost(element: Any) -> Any:
    """The run of the text that a text box hangs on, for what stands in the box; else the element itself."""
    boxes = list(element.iterancestors(_TEXT_BOX))
    return next(boxes[-1].iterancestors(names.R), element) if boxes else element


def _around(element: Any) -> Any:
    """The ancestor that stands among the runs of its paragraph."""
    for ancestor in element.iterancestors():
        parent = ancestor.getparent()
        if ancestor.tag == names.R or (parent is not None and parent.tag == names.P):
            return ancestor
    return element


def _ends(element: Any, at: int) -> bool:
    return element.tag != names.T or at >= len(element.text or "")


def _split(run: Any, element: Any, at: int) -> Any:
    """Put what follows ``at`` in an element of a run into a new run; returns that."""
    new = run.makeelement(run.tag, dict(run.attrib))
    properties = run.find(names.R_PR)
    if properties is not None:
        new.append(deepcopy(properties))
    following = list(element.itersiblings())
    if element.tag == names.T and 0 < at < len(element.text or ""):
        new.append(text_element(run, element.text[at:]))
        element.text = element.text[:at]
        element.set(names.SPACE, "preserve")
    elif at == 0:
        following.insert(0, element)
    new.extend(following)
    run.addnext(new)
    return new


def text_element(near: Any, text: str) -> Any:
    """A ``w:t`` for the tree of another element."""
    made = near.makeelement(names.T, {names.SPACE: "preserve"})
    made.text = text
    return made


def put_after(element: Any, new: Any, through: frozenset[str]) -> None:
    """Put something after an element, outside of ancestors of certain kinds: those are cut in two."""
    while (parent := element.getparent()).tag in through:
        rest = list(element.itersiblings())
        if rest:
            half = parent.makeelement(parent.tag, dict(parent.attrib))
            half.extend(rest)
            parent.addnext(half)
        element = parent
    element.addnext(new)


def put_before(element: Any, new: Any, through: frozenset[str]) -> None:
    """Put something before an element, outside of ancestors of certain kinds: those are cut in two."""
    while (parent := element.getparent()).tag in through:
        if element.getprevious() is None:
            element = parent
            continue
        half = parent.makeelement(parent.tag, dict(parent.attrib))
        half.extend([element, *element.itersiblings()])
        parent.addnext(half)
        element = half
    element.addprevious(new)
