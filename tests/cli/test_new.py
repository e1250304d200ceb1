"""``hegao new``: nothing to find in a new report but what is still to write, and nothing once it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegao.config import DEFAULTS
from hegao.document.model import Document
from hegao.document.parse import parse_document
from hegao.engine import check
from hegao.rulepack.load import form_for_year
from samples import COLUMNS, LAYOUTS, Figures, balanced_figures, report

AGENCIES = ["云岭镇人民政府", "青河乡人民政府", "和平街道办事处", "安平县人民政府", "城东区人民政府",
            "安平市人民政府", "安平县教育局", "安平市发展和改革委员会"]  # fmt: skip
NEW_LAYOUTS = ["md", "tab", "cell"]
STILL_TO_WRITE = {"J106", "T141", "C111"}
"""Blanks, empty cells, and the date whose month and day are blank."""
BLANKS = [
    "126", "财政资金和民生保障信息", "{NEW}", "{G}", "{COUT}", "逐条审核公开内容，按季清理文件",
    "专人每周巡查专栏，及时更新内容", "列入年度考核，结果良好", "组织评议一次，群众较为满意", "未发生责任追究情形",
    "部分栏目更新不够及时", "政策解读形式较少", "明确更新时限，专人负责", "增加图文解读",
]  # fmt: skip
LAST_BLANKS = {2024: ["0", "没有"], 2020: ["没有"]}


def new(run, folder: Path, *options: object) -> Path:
    outcome = run("new", *options, "-o", "新.txt")
    assert outcome.status == 0, outcome.err
    return folder / "新.txt"


def filled(text: str, year: int) -> str:
    """The report with every blank and every cell written."""
    document = parse_document(text, form_for_year(year))
    figures = balanced_figures()
    for column in COLUMNS:
        # What the form of 2021 counts in three rows, the trial form counted in one.
        parts = [int(figures["applications", row, column]) for row in ("F1", "F2", "F3")]
        figures["applications", "F", column] = str(sum(parts))
    edits = [(cell.span, figures.get((table.key, row, column), "0")) for table, row, column, cell in cells_of(document)]
    for span, value in sorted(edits, reverse=True):
        text = text[: span.start] + value + text[span.end :]
    totals = {key: figures["applications", key, "总计"] for key in ("NEW", "G", "COUT")}
    words = [blank.format_map(totals) for blank in (*BLANKS, *LAST_BLANKS[year])]
    assert text.count("____") == len(words)
    for word in words:
        text = text.replace("____", word, 1)
    return text.replace("__月__日", "1月12日")


def cells_of(document: Document):
    for table in document.tables:
        for row in table.rows:
            for column, cell in zip(row.form.values, row.values, strict=True):
                assert cell is not None
                yield table, row.form.key, column, cell


@pytest.mark.parametrize("layout", NEW_LAYOUTS)
@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("year", [2024, 2020])
def test_only_what_is_to_write_is_found_and_nothing_when_it_is_written(run, folder, agency, layout, year):
    path = new(run, folder, "--agency", agency, "--year", year, "--layout", layout)
    text = path.read_text(encoding="utf-8")
    result = check(text, DEFAULTS)
    assert result.document.is_report
    assert result.document.agency.name == agency
    assert result.document.year == year
    found = {finding.code for finding in result.findings}
    assert {"J106", "T141"} <= found <= STILL_TO_WRITE
    blanks = [finding.span for finding in result.findings if finding.code == "J106"]
    assert len(blanks) == text.count("____")
    assert [finding.message for finding in check(filled(text, year), DEFAULTS).findings] == []


@pytest.mark.parametrize("layout", NEW_LAYOUTS)
@pytest.mark.parametrize("year", [2024, 2020])
def test_every_section_table_and_cell_of_the_form_is_there(run, folder, layout, year):
    path = new(run, folder, "--agency", "云岭镇人民政府", "--year", year, "--layout", layout)
    form = form_for_year(year)
    document = parse_document(path.read_text(encoding="utf-8"), form)
    assert [section.form for section in document.sections] == list(form.sections)
    assert [table.form for table in document.tables] == list(form.tables)
    for table in document.tables:
        assert not table.missing_rows
        assert not table.missing_headings
    assert all(cell.text == "" for *_, cell in cells_of(document))


@pytest.mark.parametrize("layout", NEW_LAYOUTS)
@pytest.mark.parametrize("before", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_last_years_carry_over_fills_the_row_of_this_year(run, folder, layout, before, encoding):
    figures = balanced_figures()
    Path("旧.txt").write_text(report(before, figures), encoding=encoding)
    path = new(run, folder, "--agency", "云岭镇人民政府", "--year", 2024, "--layout", layout, "--previous", "旧.txt")
    document = parse_document(path.read_text(encoding="utf-8"), form_for_year(2024))
    got = {(row, column): cell.text for table, row, column, cell in cells_of(document) if table.key == "applications"}
    assert [got["CIN", column] for column in COLUMNS] == [figures["applications", "COUT", column] for column in COLUMNS]
    assert all(text == "" for (row, _), text in got.items() if row != "CIN")


def with_carried_out(value: str) -> Figures:
    return {**balanced_figures(), ("applications", "COUT", "其他"): value}


def test_what_last_year_did_not_count_stays_empty_and_is_told(run, folder):
    Path("旧.txt").write_text(report("tab", with_carried_out("无")), encoding="utf-8")
    outcome = run("new", "--agency", "云岭镇", "--year", 2024, "--previous", "旧.txt", "-o", "新.md")
    assert outcome.status == 0
    assert "有 1 格不是数字" in outcome.err
    document = parse_document(Path("新.md").read_text(encoding="utf-8"), form_for_year(2024))
    assert document.table("applications").value("CIN", "其他").text == ""
    assert document.table("applications").value("CIN", "自然人").text == "1"


@pytest.mark.parametrize(
    ("year", "text", "words"),
    [
        (2025, report("tab", balanced_figures()), "是 2023 年的报告，不是 2024 年的"),
        (2024, "会议通知\n\n定于周五开会。\n", "不像政府信息公开工作年度报告"),
    ],
)
def test_a_report_that_is_not_last_years_is_refused(run, folder, year, text, words):
    Path("旧.txt").write_text(text, encoding="utf-8")
    outcome = run("new", "--agency", "云岭镇人民政府", "--year", year, "--previous", "旧.txt")
    assert outcome.status == 2
    assert words in outcome.err
    assert list(folder.iterdir()) == [folder / "旧.txt"]


def test_a_report_of_another_place_is_told(run, folder):
    Path("旧.txt").write_text(report("tab", balanced_figures()), encoding="utf-8")
    outcome = run("new", "--agency", "青河乡人民政府", "--year", 2024, "--previous", "旧.txt")
    assert outcome.status == 0
    assert "不是同一个地方" in outcome.err


def test_nothing_is_overwritten(run, folder):
    path = Path("云岭镇人民政府2024年政府信息公开工作年度报告.md")
    assert run("new", "--agency", "云岭镇", "--year", 2024).status == 0
    path.write_text("已写好的报告", encoding="utf-8")
    outcome = run("new", "--agency", "云岭镇", "--year", 2024)
    assert outcome.status == 2
    assert "已经有了，没有改动它" in outcome.err
    assert path.read_text(encoding="utf-8") == "已写好的报告"


@pytest.mark.parametrize(
    ("name", "full"),
    [("云岭镇", "云岭镇人民政府"), ("和平街道", "和平街道办事处"), ("青河县云岭镇", "青河县云岭镇人民政府"),
     ("安平县教育局", "安平县教育局"), (" 安平县\u3000人民政府 ", "安平县人民政府")],
)  # fmt: skip
def test_a_place_is_taken_for_its_government(run, folder, name, full):
    out = run("new", "--agency", name, "--year", 2024, "-o", "-").out
    assert out.startswith(f"# {full}2024年政府信息公开工作年度报告\n")
    assert f"\n\n{full}\n\n2025年__月__日\n" in out


@pytest.mark.parametrize(
    ("options", "data"),
    [
        ([], "云岭镇人民政府2024年政府信息公开工作年度报告\n\n本报告".encode()),
        (["--crlf"], "云岭镇人民政府2024年政府信息公开工作年度报告\r\n\r\n本报告".encode()),
        (["--encoding", "gb18030"], "云岭镇人民政府2024年政府信息公开工作年度报告\n\n本报告".encode("gb18030")),
    ],
)
def test_encoding_and_line_ends_are_as_asked(run, folder, options, data):
    path = new(run, folder, "--agency", "云岭镇", "--year", 2024, "--layout", "tab", *options)
    written = path.read_bytes()
    assert written.startswith(data)
    assert written.count(b"\r\n") == (written.count(b"\n") if "--crlf" in options else 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--agency", "云岭镇", "--year", "24"], "年度应为 2008 至 2099 的四位数字"),
        (["--agency", " ", "--year", "2024"], "应写报告机关的全称"),
        (["--year", "2024"], "缺少参数 --agency"),
        (["--agency", "云岭镇", "--year", "2024", "--previous", "没有.md"], "没有这个文件"),
        (["--agency", "云岭镇", "--year", "2024", "-o", "没有/新.md"], "写不了"),
    ],
)
def test_what_cannot_be_done_ends_with_2(run, folder, options, words):
    outcome = run("new", *options)
    assert outcome.status == 2
    assert words in outcome.err
    assert list(folder.iterdir()) == []
