"""Comments of ours in a Word file: on exactly the words they are about, in the place of those we made before."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from lxml import etree

from hegao.sources.word import names
from hegao.sources.word.names import w
from hegao.sources.word.places import Paragraph, WordText
from hegao.sources.word_write import parts
from hegao.sources.word_write.markup import NAMESPACE, paragraph, run
from hegao.sources.word_write.runs import cut_after, cut_before, outermost, settle
from hegao.text import Span

AUTHOR = "核稿"
INITIALS = "核"

_START, _END, _REFERENCE, _COMMENT = (
    w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"), w("comment"),
)  # fmt: skip
_PARAGRAPH_KEY = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# Parts that say more of a comment, by the key of its last paragraph or by one they give it themselves.
_COMPANIONS = ("commentsExtended", "commentsIds", "commentsExtensible")
_SMALL = '<w:sz w:val="18"/><w:szCs w:val="18"/>'
_PLAIN = (
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'
)


class Remark(NamedTuple):
    """A comment to make: on a stretch of the text, a paragraph a line. The first line is printed bold."""

    span: Span
    lines: tuple[str, ...]


def annotated(word: WordText, remarks: Sequence[Remark], when: str) -> bytes:
    """The bytes of the file with comments; what else is in it stays.

    The tree of ``word`` is used up.

    Args:
        when: The time of the comments in UTC, such as ``2026-01-31T08:00:00Z``.

    Raises:
        SourceError: The file cannot be written back.
    """
    parts.refuse_unwritable(word)
    settle(word)
    package = word.package
    name = package.related(package.main, "comments")
    comments = package.xml(name) if name else etree.fromstring(f'<w:comments xmlns:w="{NAMESPACE}"/>'.encode())
    changed = _without_ours(word, comments)
    first = 1 + max((int(key) for key in _keys(word, comments) if key.isdecimal()), default=-1)
    # From the end of the text on: cutting a run leaves the places before it valid.
    numbered = sorted(enumerate(remarks, first), key=lambda pair: (pair[1].span, pair[0]))
    for key, remark in numbered:
        comments.append(_comment(key, remark, _context(word, remark.span), when))
    _anchor(word, [(str(key), remark.span) for key, remark in numbered])
    if name is None:
        name = posixpath.join(posixpath.dirname(package.main), "comments.xml")
        changed |= parts.announced(package, name, "comments", _TYPE)
    changed[name] = parts.serialised(comments)
    changed[package.main] = parts.serialised(word.roots[package.main])
    return parts.rewritten(word, changed)


def _keys(word: WordText, comments: Any) -> set[str]:
    marks = word.roots[word.package.main].iter(_START, _END, _REFERENCE)
    return {element.get(names.ID, "") for element in (*comments.iter(_COMMENT), *marks)}


def _comment(key: int, remark: Remark, context: str, when: str) -> Any:
    lines = [run(remark.lines[0], f"<w:b/>{_SMALL}"), *(run(line, _SMALL) for line in (*remark.lines[1:], context))]
    mark = "<w:r><w:annotationRef/></w:r>"
    body = "".join(
        paragraph((mark if not number else "") + line, "", _PLAIN) for number, line in enumerate(lines) if line
    )
    return etree.fromstring(
        f'<w:comment xmlns:w="{NAMESPACE}" w:id="{key}" w:author="{AUTHOR}" w:initials="{INITIALS}" '
        f'w:date="{when}">{body}</w:comment>'
    )


def _context(word: WordText, span: Span) -> str:
    """What a comment must say that cannot stand at its words: Word takes none in text boxes and notes."""
    paragraph = word.paragraph_at(span.start)
    if paragraph is None:
        return ""
    kind = "脚注" if paragraph.part != word.package.main else "文本框" if _boxed(paragraph) else ""
    text = word.text[span.start : span.end].strip()
    return f"（在{kind}里：“{text}”）" if kind and text else f"（在{kind}里）" if kind else ""


def _boxed(paragraph: Paragraph) -> bool:
    return next(paragraph.element.iterancestors(names.TEXT_BOX), None) is not None


class _Mark(NamedTuple):
    """One end of a comment: at the character before or after which it stands."""

    offset: int
    closing: bool
    key: str


def _anchor(word: WordText, spans: Iterable[tuple[str, Span]]) -> None:
    """Put the marks of comments around their words, from the last place of the text to the first."""
    loose: list[tuple[str, Span]] = []
    marks: list[_Mark] = []
    for key, span in spans:
        pieces = word.pieces_in(span)
        if pieces and all(_in_main(word, piece.start) for piece in (pieces[0], pieces[-1])):
            marks += (_Mark(pieces[0].start, False, key), _Mark(pieces[-1].end, True, key))
        else:
            loose.append((key, span))
    begun: dict[int, Any] = {}
    # At one place what begins there stands behind what ends there.
    for mark in sorted(marks, key=lambda mark: (mark.offset, not mark.closing), reverse=True):
        if mark.closing:
            at = cut_after(word.pieces_in(Span(mark.offset - 1, mark.offset))[0])
            _close(at, mark.key)
        else:
            if mark.offset not in begun:
                begun[mark.offset] = cut_before(word.pieces_in(Span(mark.offset, mark.offset + 1))[0])
            at = begun[mark.offset]
            at.addprevious(at.makeelement(_START, {names.ID: mark.key}))
    for key, span in loose:
        _anchor_loose(word, key, span)


def _in_main(word: WordText, offset: int) -> bool:
    paragraph = word.paragraph_at(offset)
    return paragraph is not None and paragraph.part == word.package.main and not _boxed(paragraph)


def _close(element: Any, key: str) -> None:
    """End a comment after an element: its mark, then the run that refers to it."""
    reference = element.makeelement(names.R, {})
    reference.append(etree.fromstring(f'<w:rPr xmlns:w="{NAMESPACE}"><w:sz w:val="16"/></w:rPr>'))
    reference.append(reference.makeelement(_REFERENCE, {names.ID: key}))
    element.addnext(reference)
    element.addnext(element.makeelement(_END, {names.ID: key}))


def _anchor_loose(word: WordText, key: str, span: Span) -> None:
    """A comment on what is nowhere in the main text: it stands on a whole paragraph, or where a note is referred to."""
    paragraph = word.paragraph_at(span.start)
    if paragraph is None:
        return
    element = _reference_to(word, paragraph) or outermost(paragraph.element)
    if element is None:
        return
    if element.tag == names.R:
        element.addprevious(element.makeelement(_START, {names.ID: key}))
        _close(element, key)
        return
    start = element.makeelement(_START, {names.ID: key})
    properties = element.find(names.P_PR)
    if properties is not None:
        properties.addnext(start)
    else:
        element.insert(0, start)
    _close(element[-1], key)


def _reference_to(word: WordText, paragraph: Paragraph) -> Any:
    """The run of the main text that refers to the note a paragraph stands in."""
    if paragraph.part == word.package.main:
        return None
    note = next(paragraph.element.iterancestors(names.FOOTNOTE, names.ENDNOTE), None)
    if note is None:
        return None
    tag = names.FOOTNOTE_REFERENCE if note.tag == names.FOOTNOTE else names.ENDNOTE_REFERENCE
    marks = word.roots[word.package.main].iter(tag)
    mark = next((mark for mark in marks if mark.get(names.ID) == note.get(names.ID)), None)
    return mark.getparent() if mark is not None else None


def _without_ours(word: WordText, comments: Any) -> dict[str, bytes]:
    """Take our comments out of the tree of the text and of the comments; returns companions that changed."""
    ours = [comment for comment in comments.iter(_COMMENT) if comment.get(w("author")) == AUTHOR]
    keys = {comment.get(names.ID) for comment in ours}
    paragraphs = {one.get(_PARAGRAPH_KEY) for comment in ours for one in comment.iter(names.P)} - {None}
    for comment in ours:
        comments.remove(comment)
    for mark in list(word.roots[word.package.main].iter(_START, _END, _REFERENCE)):
        if mark.get(names.ID) in keys:
            holder = mark.getparent()
            _take_out(mark)
            if mark.tag == _REFERENCE and all(child.tag == names.R_PR for child in holder):
                _take_out(holder)
    return _companions(word, paragraphs) if paragraphs else {}


def _take_out(element: Any) -> None:
    """Remove an element but not the white space behind it."""
    element.tail = None
    element.getparent().remove(element)


def _companions(word: WordText, paragraphs: set[str]) -> dict[str, bytes]:
    """The parts that say more of comments, without what they say of those with these paragraphs."""
    package = word.package
    changed: dict[str, bytes] = {}
    keys = set(paragraphs)
    for kind in _COMPANIONS:
        name = package.related(package.main, kind)
        if name is None:
            continue
        root = package.xml(name)
        found = False
        for entry in list(root):
            values = {etree.QName(key).localname: value for key, value in entry.attrib.items()}
            own = values.get("paraId") or values.get("durableId")
            if own in keys:
                keys.add(values.get("durableId", own))
                root.remove(entry)
                found = True
            elif values.get("paraIdParent") in keys:
                # Somebody's answer to a comment of ours stays, as a comment.
                for key in [key for key in entry.attrib if etree.QName(key).localname == "paraIdParent"]:
                    del entry.attrib[key]
                found = True
        if found:
            changed[name] = parts.serialised(root)
    return changed
