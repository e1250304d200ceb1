"""A new Word file of paragraphs and tables on A4, laid out as an official document.

Fonts are given by name only; a machine without them takes the ones the font table says are like them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from hegao.sources.word_write import official
from hegao.sources.word_write.markup import DECLARATION, NAMESPACE, paragraph, run
from hegao.sources.word_write.package import pack
from hegao.text import Span

TEXT_WIDTH = 8844
"""Twentieths of a point between the margins (156 mm)."""


class Style(str, Enum):
    """What a paragraph is; the value is the style's identifier in the file."""

    TITLE = "Title"
    HEADING = "Heading1"
    SUBHEADING = "Heading2"
    BODY = "BodyText"
    FLUSH = "Normal"
    """Without indent, as an addressee stands."""
    NOTE = "Note"
    SIGNATURE = "Signature"
    DATE = "Date"


class Paragraph(NamedTuple):
    """A paragraph; U+000B in it is a line break."""

    text: str
    style: Style = Style.BODY


class PaperCell(NamedTuple):
    """A cell in the row in which it begins: its first grid column, and how far it is merged.

    ``span`` is where its text stands in the draft it comes from; None for a cell that is not in it.
    """

    text: str
    column: int
    columns: int = 1
    rows: int = 1
    centred: bool = True
    span: Span | None = None


class PaperTable(NamedTuple):
    """A table.

    Attributes:
        rows: The cells that begin in each row, from left to right; with those that reach down from
            above they fill the grid.
        widths: Of the grid's columns, in twentieths of a point.
        headings: How many rows are repeated at the top of each page.
        size: Of the characters, in half points; 0 for that of the style.
    """

    rows: tuple[tuple[PaperCell, ...], ...]
    widths: tuple[int, ...]
    headings: int = 0
    size: int = 0


def write_paper(blocks: Iterable[Paragraph | PaperTable]) -> bytes:
    """The bytes of a ``.docx``; the same blocks always give the same."""
    return paper_of("".join(_block(block) for block in blocks))


def paper_of(body: str, page: str = official.OFFICIAL) -> bytes:
    """The bytes of a ``.docx`` whose body is already markup, on a page of :func:`official.section`."""
    names = f'xmlns:w="{NAMESPACE}" xmlns:r="{official.RELATIONSHIPS}"'
    document = f"{DECLARATION}<w:document {names}><w:body>{body}{page}</w:body></w:document>"
    return pack({**official.PARTS, "word/document.xml": document.encode("utf-8")})


def _block(block: Paragraph | PaperTable) -> str:
    if isinstance(block, Paragraph):
        return paragraph(run(block.text), block.style.value)
    return table_of(block)


def table_of(block: PaperTable) -> str:
    """A table as markup."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in block.widths)
    rows = "".join(_row(cells, block, heading=number < block.headings) for number, cells in enumerate(_filled(block)))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="FormTable"/><w:tblW w:w="{sum(block.widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


class _Piece(NamedTuple):
    """What one row shows of a cell; ``merge`` is "" for a cell of one row."""

    cell: PaperCell
    merge: str = ""


def _filled(block: PaperTable) -> list[list[_Piece]]:
    """Every row with the cells that reach down into it, from left to right."""
    rows: list[list[_Piece]] = [[] for _ in block.rows]
    for number, cells in enumerate(block.rows):
        for cell in cells:
            rows[number].append(_Piece(cell, ' w:val="restart"' if cell.rows > 1 else ""))
            for below in rows[number + 1 : number + cell.rows]:
                below.append(_Piece(cell._replace(text=""), " "))
    return [sorted(row, key=lambda piece: piece.cell.column) for row in rows]


def _row(pieces: Sequence[_Piece], table: PaperTable, heading: bool) -> str:
    repeated = "<w:tblHeader/>" if heading else ""
    cells = "".join(_cell(piece, table) for piece in pieces)
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(piece: _Piece, table: PaperTable) -> str:
    cell = piece.cell
    width = sum(table.widths[cell.column : cell.column + cell.columns])
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merge = f"<w:vMerge{piece.merge.rstrip()}/>" if piece.merge else ""
    place = '<w:vAlign w:val="center"/>'
    style = "TableFigure" if cell.centred else "TableLabel"
    content = paragraph(run(cell.text, official.size(table.size) if table.size else ""), style)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{place}</w:tcPr>{content}</w:tc>'
