"""Paragraphs and printed tables as text: Markdown, or rows with tabs."""

from __future__ import annotations

from collections.abc import Iterable

from hegao.sources.word_write.paper import PaperTable, Paragraph, Style

_HEADINGS = {Style.TITLE: "# ", Style.HEADING: "## ", Style.SUBHEADING: "### "}


def plain_text(blocks: Iterable[Paragraph | PaperTable], markdown: bool) -> str:
    """The text, a blank line between blocks; lines end in ``\\n``."""
    parts = (_table(block, markdown) if isinstance(block, PaperTable) else _line(block, markdown) for block in blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def _line(block: Paragraph, markdown: bool) -> str:
    text = block.text.replace("\x0b", "\n")
    return (_HEADINGS.get(block.style, "") if markdown else "") + text


def _table(table: PaperTable, markdown: bool) -> str:
    rows = [_row(cells, markdown) for cells in _grid(table)]
    if not markdown:
        return "\n".join("\t".join(row) for row in rows)
    # Markdown wants the first row as wide as the table.
    width = max(map(len, rows))
    rows[0] += [""] * (width - len(rows[0]))
    lines = ["|" + "".join(f" {cell} |" for cell in row) for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _grid(table: PaperTable) -> list[list[str]]:
    """Every row up to its last cell; of merged cells the first holds the text."""
    rows = []
    for cells in table.rows:
        row = [""] * (cells[-1].column + 1 if cells else 1)
        for cell in cells:
            row[cell.column] = cell.text
        rows.append(row)
    return rows


def _row(cells: list[str], markdown: bool) -> list[str]:
    if markdown:
        return [cell.replace("|", "\\|").replace("\x0b", "<br>") for cell in cells]
    return [cell.replace("\x0b", " ").replace("\t", " ") for cell in cells]
