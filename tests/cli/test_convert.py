"""``hegao convert``: another form, the same report."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hegao.config import DEFAULTS
from hegao.document.model import Document
from hegao.engine import Result, check
from hegao.sources.files import read_draft
from invented import Draft, invented_drafts

DRAFTS = invented_drafts()
OLD_FORM = "云岭镇人民政府2019年政府信息公开工作年度报告"


def checked(path: Path) -> Result:
    return check(read_draft(str(path)).text, DEFAULTS)


def grids(document: Document) -> list[object]:
    """Rows by what they are, the figures in them; of labels those of the row itself."""
    return [
        (table.key, [
            (row.form.key if row.form else "", row.labels[-1].text if row.labels else "",
             tuple(cell.text if cell else None for cell in row.values), tuple(cell.text for cell in row.surplus))
            for row in table.rows
        ])
        for table in document.tables
    ]  # fmt: skip


def told(result: Result) -> Counter[tuple[str, str]]:
    return Counter((finding.code, finding.message) for finding in result.findings)


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_there_and_back_the_tables_and_the_findings_are_the_same(run, folder: Path, draft: Draft):
    (folder / "草稿.txt").write_text(draft.faulty, encoding="utf-8")
    before = checked(folder / "草稿.txt")
    assert [len(table.rows) for table in before.document.tables] == [14, 28, 4]
    source = "草稿.txt"
    for target in ("一.docx", "二.md", "三.docx", "四.txt"):
        outcome = run("convert", source, target)
        assert (outcome.status, outcome.out, outcome.err) == (0, f"已写好 {target}。\n", "")
        after = checked(folder / target)
        assert grids(after.document) == grids(before.document)
        assert told(after) == told(before)
        source = target
    assert (folder / "一.docx").read_bytes() == (folder / "三.docx").read_bytes()


def test_markdown_has_headings_and_tables_of_markdown(run, folder: Path):
    (folder / "草稿.txt").write_text(DRAFTS[0].clean, encoding="utf-8")
    run("convert", "草稿.txt", "草稿.md")
    lines = (folder / "草稿.md").read_text(encoding="utf-8").split("\n")
    assert lines[0].startswith("# ")
    assert next(line for line in lines if line.startswith("## ")) == "## 一、总体情况"
    assert sum(line.startswith("| ---") for line in lines) == 3


def test_a_table_that_is_wrong_stays_wrong(run, folder: Path):
    table = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\n行政规范文件\t1\t0\t2\t3\n一些字\t另一些\n"
    draft = f"云岭镇人民政府2024年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n{table}"
    (folder / "草稿.txt").write_text(draft, encoding="utf-8")
    before = checked(folder / "草稿.txt")
    assert run("convert", "草稿.txt", "草稿.docx").err == ""
    after = checked(folder / "草稿.docx")
    assert [[cell.text for cell in row.cells if cell.text] for row in after.document.tables[0].rows] == [
        line.split("\t") for line in table.strip().split("\n")
    ]
    codes = {finding.code for finding in before.findings}
    assert codes == {finding.code for finding in after.findings}


def test_what_a_cell_holds_beside_letters_survives_markdown(run, folder: Path):
    draft = "甲\t乙\n一|二\t三\n"
    (folder / "草稿.txt").write_text(draft * 3, encoding="utf-8")
    run("convert", "草稿.txt", "草稿.md")
    assert "| 一\\|二 | 三 |" in (folder / "草稿.md").read_text(encoding="utf-8")


def test_a_file_that_is_there_is_not_touched(run, clean: Path):
    Path("有.docx").write_bytes(b"x")
    outcome = run("convert", clean, "有.docx")
    assert outcome.status == 2
    assert "已经有了" in outcome.err
    assert Path("有.docx").read_bytes() == b"x"


@pytest.mark.parametrize("target", ["草稿.pdf", "草稿", "草稿.doc"])
def test_a_form_nobody_knows_is_refused(run, clean: Path, target: str):
    outcome = run("convert", clean, target)
    assert outcome.status == 2
    assert "扩展名应为 .md .markdown .txt .docx 之一" in outcome.err


def test_a_new_report_is_a_word_file_with_the_cells_of_the_annex_merged(run, folder: Path):
    outcome = run("new", "--agency", "云岭镇人民政府", "--year", "2024", "--layout", "docx")
    assert outcome.status == 0
    (path,) = folder.glob("*.docx")
    assert path.name == "云岭镇人民政府2024年政府信息公开工作年度报告.docx"
    result = checked(path)
    assert {finding.code for finding in result.findings} == {"J106", "T141", "C111"}
    import docx

    tables = docx.Document(str(path)).tables
    assert [(len(table.rows), len(table.columns)) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    applications, remedies = tables[1], tables[2]
    assert applications.cell(0, 0)._tc is applications.cell(2, 2)._tc
    assert applications.cell(0, 3)._tc is applications.cell(0, 9)._tc
    assert applications.cell(5, 0)._tc is applications.cell(26, 0)._tc
    assert applications.cell(7, 1)._tc is applications.cell(14, 1)._tc
    assert remedies.cell(0, 5)._tc is remedies.cell(0, 14)._tc
    assert remedies.cell(1, 0)._tc is remedies.cell(2, 0)._tc
    assert tables[0].cell(6, 1)._tc is tables[0].cell(6, 3)._tc


def test_a_new_word_file_has_the_page_and_the_fonts_of_an_official_document(run, folder: Path):
    run("new", "--agency", "云岭镇", "--year", "2024", "--layout", "docx", "-o", "新.docx")
    import docx
    from docx.oxml.ns import qn

    document = docx.Document("新.docx")
    (section,) = document.sections
    millimetres = [round(getattr(section, f"{side}_margin").mm) for side in ("top", "bottom", "left", "right")]
    assert (round(section.page_width.mm), round(section.page_height.mm), *millimetres) == (210, 297, 37, 35, 28, 26)
    fonts = {
        paragraph.style.name: paragraph.style.element.find(f".//{qn('w:rFonts')}") for paragraph in document.paragraphs
    }
    assert fonts["Title"].get(qn("w:eastAsia")) == "方正小标宋简体"
    assert fonts["Heading 1"].get(qn("w:eastAsia")) == "黑体"
    assert fonts["Heading 2"].get(qn("w:eastAsia")) == "楷体_GB2312"
    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_a_new_report_of_the_old_form_is_one_too(run, folder: Path):
    run("new", "--agency", "云岭镇人民政府", "--year", "2019", "--layout", "docx")
    result = checked(folder / f"{OLD_FORM}.docx")
    assert [len(table.rows) for table in result.document.tables] == [18, 26, 4]


def test_a_word_file_has_neither_line_ends_nor_an_encoding_to_choose(run, folder: Path):
    for option in (["--crlf"], ["--encoding", "gb18030"]):
        outcome = run("new", "--agency", "云岭镇", "--year", "2024", "--layout", "docx", *option)
        assert outcome.status == 2
        assert "不能与 --crlf、--encoding 同用" in outcome.err
