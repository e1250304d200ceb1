"""A Word file as one text, paragraphs and tables in the order of the file.

Read is what Word prints: also what stands in tracked insertions, content controls, smart tags, links
and results of fields; not what is deleted or hidden. Text boxes follow the paragraph or table they
are anchored in, footnotes and endnotes the whole text. Headers and footers are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hegao.sources.word import names
from hegao.sources.word.grid import GridCell, rows_of
from hegao.sources.word.numbering import Numbering
from hegao.sources.word.package import Package
from hegao.sources.word.paragraphs import Bit, Content, ParagraphReader, alternative, mark_is_deleted
from hegao.sources.word.places import Paragraph, Piece, WordText

_LONGEST_CELL = 120
_IN_CELL = str.maketrans("\t\n", "  ")


def read_word(package: Package) -> WordText:
    """The text of a file.

    Raises:
        SourceError: A part is damaged, dangerous or too large.
    """
    roots = {package.main: package.xml(package.main)}
    kept: dict[str, Any] = {}
    for kind in ("numbering", "styles", "footnotes", "endnotes"):
        part = package.related(package.main, kind)
        kept[kind] = package.xml(part) if part else None
        if part and kind in ("footnotes", "endnotes"):
            roots[part] = kept[kind]
    writer = _Writer()
    numbering = Numbering(kept["numbering"], kept["styles"])
    walk = _Walk(package.main, roots[package.main], writer, numbering)
    walk.blocks(roots[package.main])
    for part, root in list(roots.items())[1:]:
        _notes(part, root, walk.notes, writer, numbering)
    return WordText(package, writer.text(), writer.pieces, writer.paragraphs, roots)


def _notes(part: str, root: Any, wanted: list[tuple[bool, str]], writer: _Writer, numbering: Numbering) -> None:
    """The notes of a part that the text refers to, in that order."""
    walk = _Walk(part, root, writer, numbering)
    by_key = {(note.tag == names.ENDNOTE, note.get(names.ID, "")): note for note in root}
    for key in wanted:
        if key in by_key:
            walk.blocks(by_key[key])


class _Writer:
    """Puts the text together and remembers what came from where."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.paragraphs: list[Paragraph] = []
        self._parts: list[str] = []
        self._end = 0
        self._numbers = 0
        self.tables = 0
        # The line being written: where it begins, and whether the next paragraph carries it on.
        self._line = 0
        self._open = False

    def text(self) -> str:
        """All of it."""
        self.end_line()
        return "".join(self._parts)

    def put(self, text: str) -> None:
        """Characters that the file does not hold."""
        if text:
            self._parts.append(text)
            self._end += len(text)

    def _bits(self, bits: Iterable[Bit], text: str) -> None:
        """Characters of the file; ``text`` is what to write for them, as long as they are."""
        at = self._end
        for bit in bits:
            self.pieces.append(Piece(at, at + len(bit.text), bit.element, bit.offset))
            at += len(bit.text)
        self.put(text)

    def paragraph(self, element: Any, part: str, label: str, content: Content, goes_on: bool) -> None:
        """A paragraph outside tables."""
        start = self._end
        text = "".join(bit.text for bit in content.bits)
        self.put(label)
        self._bits(content.bits, _indents(text) if "\t" in text else text)
        number = 0
        if label or text.strip():
            # A paragraph whose end is deleted is one with the next.
            self._numbers += not self._open or self._line == start
            number = self._numbers
        self.paragraphs.append(Paragraph(start, self._end, element, part, number))
        self._open = goes_on
        if not goes_on:
            self.end_line(force=True)

    def end_line(self, force: bool = False) -> None:
        """End the line, with a blank line behind one that holds something."""
        if force or self._open or self._line < self._end:
            self.put("\n\n" if self._line < self._end else "\n")
        self._open = False
        self._line = self._end

    def row(self, cells: list[tuple[GridCell, list[_Read]]], part: str, row: int) -> None:
        """A row of a table, a line."""
        at = 0
        for cell, paragraphs in cells:
            self.put("\t" * (cell.column - at))
            at = cell.column
            filled = False
            for read in paragraphs:
                if filled and read.text.strip():
                    self.put(" ")
                start = self._end
                self.put(read.label)
                self._bits(read.content.bits, read.text.translate(_IN_CELL))
                filled = filled or bool(read.label or read.text.strip())
                place = {"table": self.tables, "row": row, "column": cell.column + 1}
                self.paragraphs.append(Paragraph(start, self._end, read.element, part, **place))
        last = cells[-1][0]
        self.put("\t" * (last.column + last.columns - 1 - at) + "\n")
        self._line = self._end

    def end_table(self) -> None:
        """A blank line after a table."""
        self.put("\n")
        self._line = self._end


class _Read:
    """A paragraph of a cell as read."""

    __slots__ = ("content", "element", "label", "text")

    def __init__(self, element: Any, label: str, content: Content) -> None:
        self.element = element
        self.label = label
        self.content = content
        self.text = "".join(bit.text for bit in content.bits)


class _Walk:
    """Reads the blocks of one part."""

    def __init__(self, part: str, root: Any, writer: _Writer, numbering: Numbering) -> None:
        self.notes: list[tuple[bool, str]] = []
        self._part = part
        self._writer = writer
        self._numbering = numbering
        self._reader = ParagraphReader(root)

    def blocks(self, container: Any) -> None:
        """Everything in a body, a cell, a note or a text box."""
        for child in container:
            tag = child.tag
            if tag == names.P:
                self._paragraph(child)
            elif tag == names.TBL:
                self._table(child)
            elif tag == names.ALTERNATE:
                self.blocks(alternative(child))
            elif isinstance(tag, str) and tag not in names.NOT_TEXT:
                self.blocks(child)

    def _paragraph(self, element: Any) -> None:
        content = self._reader.read(element)
        goes_on = mark_is_deleted(element)
        gone = goes_on and not content.bits
        label = "" if gone else self._numbering.label(element)
        self._writer.paragraph(element, self._part, label, content, goes_on)
        self.notes += content.notes
        self._boxes([content])

    def _boxes(self, contents: Iterable[Content]) -> None:
        for content in contents:
            for box in content.boxes:
                self._writer.end_line()
                self.blocks(box)

    def _table(self, table: Any) -> None:
        self._writer.end_line()
        rows = rows_of(table)
        if all(len(row) == 1 for row in rows) or _is_frame(table, len(rows)):
            # A frame around text, or the page as a table.
            for row in rows:
                self._as_text(row)
            return
        self._writer.tables += 1
        in_table = False
        contents: list[Content] = []
        for number, row in enumerate(rows, 1):
            read = [(cell, self._cell(cell)) for cell in row]
            if any(_is_prose(paragraphs) for _, paragraphs in read):
                if in_table:
                    self._writer.end_table()
                in_table = False
                self._prose(read)
            else:
                self._writer.row(read, self._part, number)
                in_table = True
            contents += [paragraph.content for _, paragraphs in read for paragraph in paragraphs]
        if in_table:
            self._writer.end_table()
        self._boxes(contents)

    def _as_text(self, row: list[GridCell]) -> None:
        for cell in row:
            if cell.element is not None:
                self.blocks(cell.element)
                self._writer.end_line()

    def _prose(self, row: list[tuple[GridCell, list[_Read]]]) -> None:
        """A row that holds sentences: each paragraph on a line of its own."""
        for _, paragraphs in row:
            for read in paragraphs:
                goes_on = mark_is_deleted(read.element)
                self._writer.paragraph(read.element, self._part, read.label, read.content, goes_on)
            self._writer.end_line()

    def _cell(self, cell: GridCell) -> list[_Read]:
        found: list[_Read] = []
        if cell.element is not None:
            self._cell_paragraphs(cell.element, found)
        return found

    def _cell_paragraphs(self, container: Any, found: list[_Read]) -> None:
        for child in container:
            tag = child.tag
            if tag == names.P:
                content = self._reader.read(child)
                self.notes += content.notes
                gone = mark_is_deleted(child) and not content.bits
                found.append(_Read(child, "" if gone else self._numbering.label(child), content))
            elif tag == names.ALTERNATE:
                self._cell_paragraphs(alternative(child), found)
            elif isinstance(tag, str) and tag not in names.NOT_TEXT:
                self._cell_paragraphs(child, found)


def _is_frame(table: Any, rows: int) -> bool:
    """Whether a table only lays out the page: it has no more rows than one within it."""
    return any(len(rows_of(inner)) >= rows for inner in table.iterdescendants(names.TBL))


def _is_prose(paragraphs: list[_Read]) -> bool:
    """Whether a cell holds sentences and not a label or a figure."""
    text = "".join(read.text for read in paragraphs).strip()
    return (len(text) > _LONGEST_CELL and not text.isdecimal()) or "。" in text[:-1]


def _indents(text: str) -> str:
    """Tabs before the text of a line indent it; others set columns apart."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        inner = line.lstrip("\t")
        if "\t" not in inner.rstrip("\t"):
            lines[number] = "\u3000" * (len(line) - len(inner)) + inner
    return "\n".join(lines)
