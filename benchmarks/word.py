"""A report as a Word file against the same text as Markdown, and the memory that a long file takes.

python benchmarks/word.py [--rounds 9] [--pages 300]
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from pairs import hegao, in_turn, middle, ratio, verdict

_PAGE = 560
"""Characters of a page of an official document: 22 lines of 28, with headings and short lines."""
_SLOWER, _MEMORY = 4.0, 200.0
# As Word writes them: fonts for every run, numbers of the editing session for every paragraph.
_RUN = (
    '<w:r w:rsidRPr="00A77B3E"><w:rPr><w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋_GB2312" '
    'w:cs="仿宋_GB2312" w:hint="eastAsia"/><w:color w:val="000000"/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr>'
    '<w:t xml:space="preserve">{}</w:t></w:r>'
)
_PARAGRAPH = (
    '<w:p w:rsidR="00A77B3E" w:rsidRDefault="00B12C41" w:rsidP="00C3D4E5"><w:pPr><w:spacing w:line="579" '
    'w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:rPr><w:sz w:val="32"/></w:rPr></w:pPr>'
    "{}</w:p>"
)
_CELL = '<w:tc><w:tcPr><w:tcW w:w="680" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{}</w:tc>'
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def report(pages: int) -> str:
    """An invented report with its tables as tabs, made as long as asked for with more prose."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from samples import sample  # noqa: PLC0415 - of the tests, which are in no package

    text = sample("tab")
    at = text.index("五、存在的主要问题")
    lines = []
    while len(text) + sum(map(len, lines)) < pages * _PAGE:
        number = len(lines) + 1
        lines.append(
            f"第{number}项工作由第{number}组负责，已经办结{number}件，群众反映良好，下一步继续做好登记和核对。\n\n"
        )
    return text[:at] + "".join(lines) + text[at:]


def markdown(text: str) -> str:
    """The same text with Markdown tables."""
    blocks = []
    for block in text.split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n")]
        if "\t" in block:
            width = max(map(len, rows))
            lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
            block = "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])
        blocks.append(block)
    return "\n\n".join(blocks)


def word(text: str) -> bytes:
    """The same text as a Word file."""
    body = "".join(_table(block) if "\t" in block else _paragraph(block) for block in text.strip().split("\n\n"))
    document = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    relation = f'<Relationship Id="r" Type="{_OFFICE}" Target="word/document.xml"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>')
        archive.writestr("word/document.xml", document)
    return stream.getvalue()


def _paragraph(text: str) -> str:
    # Word cuts a line wherever it was edited.
    runs = (text[start : start + 12] for start in range(0, len(text), 12))
    return _PARAGRAPH.format("".join(_RUN.format(escape(run)) for run in runs))


def _table(block: str) -> str:
    rows = [line.split("\t") for line in block.split("\n")]
    width = max(map(len, rows))
    cells = ("".join(_CELL.format(_paragraph(cell)) for cell in [*row, *[""] * (width - len(row))]) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def compare(folder: Path, pages: int, rounds: int) -> None:
    """Print what a report of so many pages costs in both forms."""
    text = report(pages)
    (folder / "report.docx").write_bytes(word(text))
    (folder / "report.md").write_text(markdown(text), encoding="utf-8")
    command = [*hegao(), "check", "--isolated", "--output-format", "json"]
    costs = in_turn({kind: [*command, str(folder / f"report.{kind}")] for kind in ("docx", "md")}, rounds)
    for kind, found in costs.items():
        print(
            f"{pages:4} pages, {kind:4}: wall {1000 * middle(found, lambda c: c.wall):6.0f} ms, "
            f"cpu {1000 * middle(found, lambda c: c.cpu):6.0f} ms, memory {middle(found, lambda c: c.peak):5.0f} MiB"
        )
    slower = ratio(costs["docx"], costs["md"], lambda c: c.wall)
    print(f"{pages:4} pages, docx / md: wall {verdict(slower, _SLOWER)}")
    print(f"{pages:4} pages, docx: MiB {verdict(middle(costs['docx'], lambda c: c.peak), _MEMORY)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--pages", type=int, default=300, help="of the long report")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), 10, options.rounds)
        compare(Path(folder), options.pages, max(options.rounds // 3, 1))


if __name__ == "__main__":
    main()
