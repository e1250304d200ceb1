"""Corrections written into a Word file, as tracked changes or plainly, in the formatting of what they replace.

What can be corrected is text that stands in the file: not automatic numbers, not the marks between
cells. Whole paragraphs can be taken out, put in before another one, or joined with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from hegao.sources.encodings import SourceError
from hegao.sources.word import names
from hegao.sources.word.names import w
from hegao.sources.word.package import Package
from hegao.sources.word.places import Paragraph, Piece, WordText
from hegao.sources.word.read import read_word
from hegao.sources.word_write import parts
from hegao.sources.word_write.comments import AUTHOR
from hegao.sources.word_write.runs import cut_after, cut_before, put_after, put_before, settle, text_element
from hegao.sources.word_write.steps import Change, Step, is_numbered, is_plain, step_of, trimmed
from hegao.text import Span

_THROUGH = frozenset({names.INS, w("moveTo")})
_AUTHOR, _DATE, _DELETED_TEXT = w("author"), w("date"), w("delText")


def changed(word: WordText, changes: Iterable[Change], track: bool, when: str) -> bytes:
    """The bytes of the file with changes, which must be :func:`writable` and not overlap.

    The tree of ``word`` is used up.

    Args:
        track: As tracked changes of ours, for the author of the draft to accept.
        when: Their time in UTC, such as ``2026-01-31T08:00:00Z``.

    Raises:
        SourceError: The file cannot be written back, or would then not read as it should.
    """
    parts.refuse_unwritable(word)
    settle(word)
    small = sorted((trimmed(word.text, change) for change in changes), key=lambda change: change.span, reverse=True)
    writer = _Writer(word, track, when)
    touched: set[str] = set()
    for change in small:
        step = step_of(word, change)
        if step is None:
            raise SourceError(f"{word.package.name}：有一处改正不能写进这个 Word 文件，没有改动它。")
        writer.do(step, change)
        touched.add(step.paragraph.part)
    data = parts.rewritten(word, {name: parts.serialised(word.roots[name]) for name in touched})
    _check(word, small, data)
    return data


def _check(word: WordText, changes: Sequence[Change], data: bytes) -> None:
    expected = word.text
    for (start, end), new in changes:
        expected = expected[:start] + new + expected[end:]
    if _lines(read_word(Package(data, word.package.name)).text) != _lines(expected):
        raise SourceError(
            f"{word.package.name}：改正写进 Word 文件后读出来与预期不同，没有改动这个文件。"
            "这是程序的缺陷，请反馈给维护者。"
        )


def _lines(text: str) -> list[str]:
    """What is said, however many blank lines stand between."""
    return [line for line in text.split("\n") if line.strip()]


class _Writer:
    """Makes the steps, from the last place of the text to the first."""

    def __init__(self, word: WordText, track: bool, when: str) -> None:
        self._word = word
        self._track = track
        self._when = when
        keys = (element.get(names.ID, "") for root in word.roots.values() for element in root.iter())
        self._next = 1 + max((int(key) for key in keys if key.isdecimal()), default=0)

    def do(self, step: Step, change: Change) -> None:
        """Make one change."""
        if step.before is not None:
            self._add_paragraphs(step, change.replacement)
        elif step.joined:
            self._join(step.paragraph.element)
        elif step.gone:
            for paragraph in reversed(step.gone):
                self._remove_paragraph(paragraph.element)
        elif step.pieces:
            self._replace(step.pieces, change.replacement)
        else:
            self._insert(step.paragraph, change)

    def _replace(self, pieces: Sequence[Piece], new: str) -> None:
        cut_after(pieces[-1])
        first = cut_before(pieces[0])
        # What of the first run follows the cut stands in a run of its own now.
        runs = list(dict.fromkeys([first, *(piece.element.getparent() for piece in pieces[1:])]))
        if new:
            self._put(runs[-1], self._run(first, first.find(names.R_PR), new))
        self._remove(runs)

    def _remove(self, runs: Iterable[Any]) -> None:
        """Mark runs as deleted; those that we inserted before, and all where nothing is tracked, go."""
        for run in runs:
            if not self._track or _is_ours(run):
                run.getparent().remove(run)
                continue
            mark = self._mark(run, names.DEL)
            run.addprevious(mark)
            mark.append(run)
            for text in run.iter(names.T):
                text.tag = _DELETED_TEXT

    def _insert(self, paragraph: Paragraph, change: Change) -> None:
        at = change.span.start
        before = self._word.pieces_in(Span(max(at - 1, paragraph.start), at))
        after = self._word.pieces_in(Span(at, min(at + 1, paragraph.end)))
        if before and is_plain(before[-1]):
            run = cut_after(before[-1])
            self._put(run, self._run(run, run.find(names.R_PR), change.replacement))
        elif after:
            run = cut_before(after[0])
            made = self._run(run, run.find(names.R_PR), change.replacement)
            put_before(run, self._inserted(made) if self._track else made, _THROUGH if self._track else frozenset())
        else:
            element = paragraph.element
            made = self._run(element, element.find(f"{names.P_PR}/{names.R_PR}"), change.replacement)
            element.append(self._inserted(made) if self._track else made)

    def _put(self, after: Any, run: Any) -> None:
        """Put a new run behind another one, as inserted where changes are tracked."""
        if self._track and not _is_ours(after):
            put_after(after, self._inserted(run), _THROUGH)
        else:
            after.addnext(run)

    def _run(self, near: Any, properties: Any, text: str) -> Any:
        made = near.makeelement(names.R, {})
        if properties is not None:
            own = deepcopy(properties)
            # Whose mark the old characters bear is no property of the new ones.
            for child in [child for child in own if child.tag in (names.INS, names.DEL, w("rPrChange"))]:
                own.remove(child)
            made.append(own)
        for number, line in enumerate(text.split("\n")):
            if number:
                made.append(near.makeelement(names.BR, {}))
            if line:
                made.append(text_element(near, line))
        return made

    def _inserted(self, run: Any) -> Any:
        mark = self._mark(run, names.INS)
        mark.append(run)
        return mark

    def _mark(self, near: Any, tag: str) -> Any:
        self._next += 1
        return near.makeelement(tag, {names.ID: str(self._next), _AUTHOR: AUTHOR, _DATE: self._when})

    def _remove_paragraph(self, element: Any) -> None:
        if not self._track:
            element.getparent().remove(element)
            return
        self._remove(list(element.iter(names.R)))
        self._mark_end(element, names.DEL)

    def _join(self, element: Any) -> None:
        if self._track:
            self._mark_end(element, names.DEL)
            return
        following = element.getnext()
        element.extend([child for child in following if child.tag != names.P_PR])
        following.getparent().remove(following)

    def _mark_end(self, element: Any, tag: str) -> None:
        """Mark the end of a paragraph as inserted or deleted."""
        properties = element.find(names.P_PR)
        if properties is None:
            properties = element.makeelement(names.P_PR, {})
            element.insert(0, properties)
        own = properties.find(names.R_PR)
        if own is None:
            own = element.makeelement(names.R_PR, {})
            behind = next((one for one in properties if one.tag in (w("sectPr"), w("pPrChange"))), None)
            if behind is not None:
                behind.addprevious(own)
            else:
                properties.append(own)
        own.insert(0, self._mark(element, tag))

    def _add_paragraphs(self, step: Step, text: str) -> None:
        for line in text.split("\n"):
            if line.strip():
                step.before.addprevious(self._new_paragraph(line, step))

    def _new_paragraph(self, line: str, step: Step) -> Any:
        model = _like(self._word, line, step.paragraph)
        made = step.before.makeelement(names.P, {})
        properties = model.element.find(names.P_PR) if model is not None else None
        if model is not None and properties is not None and not is_numbered(self._word, model):
            own = deepcopy(properties)
            for child in [child for child in own if child.tag in (w("sectPr"), w("pPrChange"), names.R_PR)]:
                own.remove(child)
            made.append(own)
        runs = model.element.iter(names.R) if model is not None else ()
        first = next((run for run in runs if run.find(names.T) is not None), None)
        run = self._run(made, first.find(names.R_PR) if first is not None else None, line)
        made.append(self._inserted(run) if self._track else run)
        if self._track:
            self._mark_end(made, names.INS)
        return made


def _is_ours(run: Any) -> bool:
    """Whether we inserted a run and nobody has accepted it yet."""
    return any(one.get(_AUTHOR) == AUTHOR for one in run.iterancestors(names.INS))


def _like(word: WordText, line: str, near: Paragraph) -> Paragraph | None:
    """The nearest paragraph that begins as a new line does (``一、``, ``（一）``), else the nearest outside tables."""
    kind = _kind(line)
    known = [one for one in word.paragraphs if not one.table and word.text[one.start : one.end].strip()]
    alike = [one for one in known if _kind(word.text[one.start : one.end].strip()) == kind] or known
    return min(alike, key=lambda one: abs(one.start - near.start)) if alike else None


def _kind(line: str) -> str:
    """How a paragraph begins: with a number of a heading and which mark, or with words."""
    head = line[:6]
    for mark in "、）)．.":
        number = head.partition(mark)[0].strip("（(")
        if mark in head and number and all(one in "一二三四五六七八九十0123456789" for one in number):
            return ("（" if head[0] in "（(" else "") + ("N" if number.isdecimal() else "一") + mark
    return ""
