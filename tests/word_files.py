"""Word files for tests, made with python-docx from drafts whose tables have tabs, and spoilt by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

Merge = tuple[int, int, int, int]
"""First row and column, last row and column."""

_MERGES: dict[int, list[Merge]] = {
    14: [*((row, 0, row, 3) for row in (0, 4, 7, 11)), *((row, 1, row, 3) for row in (5, 6, 8, 9, 10, 12, 13))],
    28: [
        (0, 0, 2, 2), (0, 3, 0, 9), (1, 3, 2, 3), (1, 4, 1, 8), (1, 9, 2, 9),
        *((row, 0, row, 2) for row in (3, 4, 27)), *((row, 1, row, 2) for row in (5, 6, 26)),
        (7, 1, 14, 1), (15, 1, 17, 1), (18, 1, 22, 1), (23, 1, 25, 1), (5, 0, 26, 0),
    ],
    4: [(0, 0, 0, 4), (0, 5, 0, 14), *((1, column, 2, column) for column in range(5)), (1, 5, 1, 9), (1, 10, 1, 14)],
}  # fmt: skip
WIDTHS = {14: 4, 28: 10, 4: 15}

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}

Fill = Callable[[Paragraph, str], None]
"""Puts a text into an empty paragraph."""


def plain(paragraph: Paragraph, text: str) -> None:
    """One run."""
    paragraph.add_run(text)


def cut(paragraph: Paragraph, text: str) -> None:
    """A run for every three characters, every second one bold."""
    for number, start in enumerate(range(0, len(text), 3)):
        paragraph.add_run(text[start : start + 3]).bold = bool(number % 2) or None


def tracked(paragraph: Paragraph, text: str) -> None:
    """The first half inserted, something deleted, and something moved away."""
    half = (len(text) + 1) // 2
    inserted = _element('<w:ins {ns} w:id="1" w:author="甲" w:date="2024-01-02T00:00:00Z"/>')
    inserted.append(_run(text[:half]))
    deleted = _element('<w:del {ns} w:id="2" w:author="甲"><w:r><w:delText>某些字</w:delText></w:r></w:del>')
    moved = _element('<w:moveFrom {ns} w:id="3" w:author="甲"><w:r><w:t>移走的字</w:t></w:r></w:moveFrom>')
    paragraph._p.extend([inserted, deleted, moved, _run(text[half:])])


def wrapped(paragraph: Paragraph, text: str) -> None:
    """Thirds in a smart tag, a content control and a link, each inside another one."""
    third = (len(text) + 2) // 3
    shells = (
        '<w:smartTag {ns} w:uri="urn:x" w:element="chsdate"/>',
        "<w:sdt {ns}><w:sdtPr><w:text/></w:sdtPr><w:sdtContent/></w:sdt>",
        '<w:hyperlink {ns} w:anchor="here"/>',
    )
    for number, shell in enumerate(shells):
        outer = _element(shell)
        inner = outer.find(qn("w:sdtContent"))
        (outer if inner is None else inner).append(_run(text[number * third : (number + 1) * third]))
        paragraph._p.append(outer)


def fields(paragraph: Paragraph, text: str) -> None:
    """The first half the result of a field with another field in its instructions, the rest of a simple one."""
    half = (len(text) + 1) // 2
    marks = ("begin", "IF ", "begin", "PAGE", "separate", None, "end", ' "a"', "separate")
    for mark in marks:
        run = _run("7" if mark is None else "")
        if mark in ("begin", "separate", "end"):
            run.append(_element(f'<w:fldChar {{ns}} w:fldCharType="{mark}"/>'))
        elif mark:
            run.append(_element(f"<w:instrText {{ns}}>{mark}</w:instrText>"))
        paragraph._p.append(run)
    simple = _element('<w:fldSimple {ns} w:instr=" DATE "/>')
    simple.append(_run(text[half:]))
    end = _run("")
    end.append(_element('<w:fldChar {ns} w:fldCharType="end"/>'))
    paragraph._p.extend([_run(text[:half]), end, simple])


FILLS: Mapping[str, Fill] = {
    "plain": plain, "cut": cut, "tracked": tracked, "wrapped": wrapped, "fields": fields
}  # fmt: skip


def word_file(text: str, fill: Fill = plain, merged: bool = True) -> bytes:
    """A draft as a Word file.

    Args:
        text: Blocks set apart by blank lines; a block with tabs is a table.
        fill: How text gets into paragraphs and cells.
        merged: Whether cells are merged as in the official tables; else those beside a text stay empty.
    """
    document = docx.Document()
    for block in text.strip("\n").split("\n\n"):
        if "\t" in block:
            _table(document, [line.split("\t") for line in block.split("\n")], fill, merged)
        else:
            for line in block.split("\n"):
                fill(document.add_paragraph(), line)
    return saved(document)


def _table(document: Any, rows: list[list[str]], fill: Fill, merged: bool) -> None:
    width = WIDTHS.get(len(rows), max(map(len, rows)))
    table: Table = document.add_table(len(rows), width)
    # Made anew at every call: with three tables a second each time.
    every = table._cells
    grid = [every[row * width : (row + 1) * width] for row in range(len(rows))]
    if merged:
        for first_row, first, last_row, last in _MERGES.get(len(rows), []):
            grid[first_row][first].merge(grid[last_row][last])
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell:
                _fill_cell(grid[number][column], cell, fill)


def _fill_cell(cell: _Cell, text: str, fill: Fill) -> None:
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    fill(cell.paragraphs[0], text)


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def body_file(markup: str, styles: str = "", numbering: str = "") -> bytes:
    """A Word file whose body is this markup; more styles and lists, where given, as markup too.

    Prefixes ``w mc wps wp a v m`` are declared.
    """
    document = docx.Document()
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    for element in reversed(_elements(markup)):
        body.insert(0, element)
    document.styles.element.extend(_elements(styles))
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.extend(_elements(numbering))
    return saved(document)


def _elements(markup: str) -> list[Any]:
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return list(parse_xml(f"<w:body {declared}>{markup}</w:body>"))


def changed(data: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A Word file with one part changed, or without it where ``change`` gives None."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content: bytes | None = old.read(member)
            if member.filename == part:
                content = change(content or b"")
            if content is not None:
                new.writestr(member.filename, content)
    return stream.getvalue()


def added(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A Word file with more parts."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def html_page(text: str) -> str:
    """The same draft as a saved web page, cells merged with rowspan and colspan."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for block in text.strip("\n").split("\n\n"):
        if "\t" in block:
            parts.append(_html_table([line.split("\t") for line in block.split("\n")]))
        else:
            parts += [f"<p>{line}</p>" for line in block.split("\n")]
    return "\n".join([*parts, "</body></html>"])


def _html_table(rows: list[list[str]]) -> str:
    width = WIDTHS[len(rows)]
    spans = {(one[0], one[1]): (one[2] - one[0] + 1, one[3] - one[1] + 1) for one in _MERGES[len(rows)]}
    hidden = set(_hidden(spans))
    lines = []
    for number, cells in enumerate(rows):
        cells = [*cells, *[""] * (width - len(cells))]
        line = ""
        for column, cell in enumerate(cells):
            if (number, column) not in hidden:
                down, across = spans.get((number, column), (1, 1))
                line += f'<td rowspan="{down}" colspan="{across}">{cell}</td>'
        lines.append(f"<tr>{line}</tr>")
    return f'<table border="1">{"".join(lines)}</table>'


def _hidden(spans: dict[tuple[int, int], tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for (row, column), (down, across) in spans.items():
        for below in range(down):
            for right in range(across):
                if below or right:
                    yield row + below, column + right


def _element(markup: str) -> Any:
    return parse_xml(markup.replace("{ns}", nsdecls("w")))


def _run(text: str) -> Any:
    run = _element('<w:r {ns}><w:t xml:space="preserve"/></w:r>')
    run[0].text = text
    return deepcopy(run)
