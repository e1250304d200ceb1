"""The characters of one paragraph, as Word shows it."""

from __future__ import annotations

from typing import Any, NamedTuple

from hegao.sources.word import names
from hegao.sources.word.names import VAL, is_on

# What fonts of signs show, by the code their signs have in them.
_SIGNS = {
    "F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□", "F071": "□", "F0FC": "√", "F050": "√", "F0FB": "×",
    "F04F": "×", "F0FD": "☒", "F06C": "●", "F06E": "■", "F0A1": "○", "F0D8": "➢", "F0E0": "→", "F0B7": "·", "F09F": "•",
}  # fmt: skip
_UNKNOWN_SIGN = "•"
_BREAKS = {names.BR: "\n", names.CR: "\n", names.TAB: "\t", names.PTAB: "\t", names.NO_BREAK_HYPHEN: "-"}
# White space of the file; no-break and ideographic blanks are characters.
_WHITE = "\t\n\r "
_LITERAL = str.maketrans("\t\n\r", "   ")


class Bit(NamedTuple):
    """Characters one element holds: the element, the characters, where they begin in its own text."""

    element: Any
    text: str
    offset: int = 0


class Content:
    """What a paragraph holds.

    Attributes:
        bits: Its characters in order.
        boxes: Text boxes anchored in it.
        notes: Footnotes and endnotes it refers to: whether it is an endnote, and the number.
    """

    __slots__ = ("bits", "boxes", "notes")

    def __init__(self) -> None:
        self.bits: list[Bit] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[bool, str]] = []


class ParagraphReader:
    """Reads the paragraphs of one part, in order: a field may begin in one and end in another."""

    def __init__(self, root: Any) -> None:
        self._fields: list[bool] = []
        self._balanced = _balanced_fields(root)

    def read(self, paragraph: Any) -> Content:
        """The content of a paragraph."""
        content = Content()
        self._walk(paragraph, content)
        return content

    def _walk(self, element: Any, content: Content) -> None:
        for child in element:
            tag = child.tag
            if tag == names.R:
                if not _hidden(child):
                    self._walk(child, content)
            elif tag in (names.T, names.MATH_TEXT):
                if all(self._fields):
                    _add_text(child, content)
            elif tag in _BREAKS:
                content.bits.append(Bit(child, _BREAKS[tag]))
            elif tag in names.NOT_TEXT or not isinstance(tag, str):
                continue
            elif tag == names.FIELD_CHARACTER:
                self._field(child)
            elif tag == names.SYM:
                content.bits.append(Bit(child, _sign(child)))
            elif tag == names.TEXT_BOX:
                content.boxes.append(child)
            elif tag == names.ALTERNATE:
                self._walk(alternative(child), content)
            elif tag in (names.FOOTNOTE_REFERENCE, names.ENDNOTE_REFERENCE):
                content.notes.append((tag == names.ENDNOTE_REFERENCE, child.get(names.ID, "")))
            else:
                self._walk(child, content)

    def _field(self, mark: Any) -> None:
        """Between its beginning and its separator a field holds instructions, then its result."""
        kind = mark.get(names.FIELD_KIND)
        if mark not in self._balanced:
            return
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()


def alternative(element: Any) -> Any:
    """Of the alternatives of one content the first that has text to read, else the first."""
    choices = [child for child in element if child.tag in (names.CHOICE, names.FALLBACK)]
    with_text = (choice for choice in choices if next(choice.iter(names.T, names.SYM), None) is not None)
    return next(with_text, choices[0] if choices else element)


def mark_is_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted: it goes on in the next one."""
    properties = paragraph.find(f"{names.P_PR}/{names.R_PR}")
    return properties is not None and any(properties.find(tag) is not None for tag in (names.DEL, names.MOVE_FROM))


def _balanced_fields(root: Any) -> set[Any]:
    """The marks of fields that begin and end: one that never ends must not swallow the rest of the draft."""
    balanced: set[Any] = set()
    open_marks: list[list[Any]] = []
    for mark in root.iter(names.FIELD_CHARACTER):
        kind = mark.get(names.FIELD_KIND)
        if kind == "begin":
            open_marks.append([mark])
        elif open_marks:
            open_marks[-1].append(mark)
            if kind == "end":
                balanced.update(open_marks.pop())
    return balanced


def _hidden(run: Any) -> bool:
    properties = run.find(names.R_PR)
    vanish = properties.find(names.VANISH) if properties is not None else None
    return vanish is not None and is_on(vanish.get(VAL))


def _add_text(element: Any, content: Content) -> None:
    text = element.text or ""
    offset = 0
    if element.get(names.SPACE) != "preserve":
        offset = len(text) - len(text.lstrip(_WHITE))
        text = text.strip(_WHITE)
    if text:
        content.bits.append(Bit(element, text.translate(_LITERAL), offset))


def _sign(element: Any) -> str:
    code = element.get(names.CHAR, "").upper()
    if code in _SIGNS:
        return _SIGNS[code]
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN_SIGN
    # Fonts of signs have them where Unicode has none.
    return chr(number) if 0x20 < number < 0xD800 else _UNKNOWN_SIGN
