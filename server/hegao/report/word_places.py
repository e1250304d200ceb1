"""Where something stands in a Word file, as people find it: paragraph, table, row and column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hegao.document.model import Document, Row, Table

if TYPE_CHECKING:
    from hegao.sources.word.places import Paragraph, WordText

_LONGEST = 16
_INNER_QUOTES = str.maketrans("“”", "‘’")
_LABEL = re.compile("“[^”]*”?")
_NAMED = re.compile(r"(?P<file>.+?\.\w+)[:：]\s*(?P<place>(?:第|表|脚注|尾注|文首).*)")
_NOTES = (("footnotes", "脚注"), ("endnotes", "尾注"))


class WordPlaces:
    """Names places of one draft, by offsets of its text, and knows them again by these names."""

    def __init__(self, word: WordText, document: Document) -> None:
        self._word = word
        self._document = document

    def name(self, offset: int) -> str:
        """A place in words: ``第12段``, ``表三 第20行“2.重复申请” 总计列``.

        Paragraphs are those outside tables that hold text; rows and columns those of the table in Word.
        """
        paragraph = self._word.paragraph_at(offset)
        if paragraph is None:
            return "文首"
        if paragraph.table:
            return self._in_table(paragraph, offset)
        for part, kind in _NOTES:
            if part in paragraph.part:
                return kind
        return f"第{max(paragraph.number, 1)}段"

    def is_at(self, offset: int, named: str) -> bool:
        """Whether a place is the one that a name means, or lies in it.

        Args:
            named: As :meth:`name` has it, or its beginning; blanks and the label of a row may be missing:
                ``表三第20行``, ``表三 第20行 总计列``.
        """
        wanted = _bare(named)
        return bool(wanted) and _bare(self.name(offset)).startswith(wanted)

    def details(self, offset: int) -> dict[str, Any]:
        """A place for programs; numbers count from 1, ``None`` where there is no such thing.

        ``character`` counts in the paragraph, its automatic number included.
        """
        paragraph = self._word.paragraph_at(offset)
        if paragraph is None:
            return {"place": self.name(offset)}
        return {
            "place": self.name(offset),
            "part": paragraph.part,
            "paragraph": paragraph.number or None,
            "table": paragraph.table or None,
            "row": paragraph.row or None,
            "column": paragraph.column or None,
            "character": min(offset, paragraph.end) - paragraph.start + 1,
        }

    def _in_table(self, paragraph: Paragraph, offset: int) -> str:
        table = next((one for one in self._document.tables if one.span.start <= offset <= one.span.end), None)
        row = next((one for one in table.rows if one.span.start <= offset <= one.span.end), None) if table else None
        label = _label(row) if row else ""
        column = _column(row, offset) if row else ""
        words = (self._table(table, paragraph), f"第{paragraph.row}行{label}", column or f"第{paragraph.column}列")
        return " ".join(words)

    def _table(self, table: Table | None, paragraph: Paragraph) -> str:
        """A table of the form by its section; any other by where it comes among the tables of the file."""
        form = self._document.form
        if table is None or table.form is None:
            return f"第{paragraph.table}个表格"
        number = table.form.section
        name = next((f"表{one.numeral}" for one in form.sections if one.number == number), "")
        if not name:
            return f"第{paragraph.table}个表格"
        # One table of the form may be several in Word: cut at the end of a page, or pasted twice.
        first = min(one.span.start for one in self._document.tables if one.form == table.form)
        begin = self._word.paragraph_at(first)
        return f"{name}（续）" if begin and begin.table < paragraph.table else name


def split_place(argument: str) -> tuple[str, str] | None:
    """File and place of an argument such as ``年报.docx:第5段``; None for any other argument."""
    match = _NAMED.fullmatch(argument)
    return (match["file"], match["place"]) if match else None


def _bare(name: str) -> str:
    return _LABEL.sub("", "".join(name.split())).rstrip(":：")


def _label(row: Row) -> str:
    """The official label of a row of figures, for the draft may hold something private in its place."""
    if row.form is None or row.form.header or not row.form.labels:
        return ""
    text = row.form.labels[-1].translate(_INNER_QUOTES)
    return f"“{text[:_LONGEST]}…”" if len(text) > _LONGEST else f"“{text}”"


def _column(row: Row, offset: int) -> str:
    if row.form is None:
        return ""
    pairs = zip(row.form.values, row.values, strict=False)
    keys = (key for key, cell in pairs if cell is not None and cell.span.start <= offset <= cell.span.end)
    key = next(keys, "")
    return f"{key.replace('/', '·')}列" if key else ""
