"""Word files on the command line: findings named by paragraph, table, row and column."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hegao.report.registry import FORMATS
from invented import invented_drafts
from word_files import FILLS, changed, word_file

TEXTS = {draft.name: draft.faulty for draft in invented_drafts() if draft.layout == "tab"}


@pytest.fixture
def word(folder: Path) -> Path:
    path = folder / "草稿.docx"
    path.write_bytes(word_file(TEXTS["qinghe-xiang"], FILLS["cut"]))
    return path


def test_places_are_those_that_word_has(run, word):
    outcome = run("check", "草稿.docx", "--output-format", "concise")
    assert outcome.status == 1
    places = [line.split(": ")[0].removeprefix("草稿.docx:") for line in outcome.out.splitlines()[:-1]]
    assert places == [
        "第2段",
        "第2段",
        "第4段",
        "表三 第6行“（一）予以公开” 总计列",
        "表三 第9行“2.其他法律行政法规禁止公开” 第3列",
        "第13段",
        "第13段",
        "第15段",
    ]


def test_text_shows_the_line_without_a_number_that_word_does_not_have(run, word):
    outcome = run("check", "草稿.docx")
    lines = outcome.out.splitlines()
    at = next(index for index, line in enumerate(lines) if "[W101]" in line)
    assert lines[at].startswith("草稿.docx:第4段: 必错[W101] ")
    assert lines[at + 1].startswith(" | （一）主动公开。2024年，我镇")
    assert lines[at + 2].strip(" |") == "^^^^"
    related = next(line for line in lines if "另见：" in line)
    assert related.startswith("   另见：表三 第6行“（一）予以公开” 自然人列 ")
    assert "报告年份是 2024 年，统计期限里却写成 2023 年（共 2 处）" in outcome.out


def test_json_has_rows_of_the_text_and_places_of_the_file(run, word):
    found = json.loads(run("check", "草稿.docx", "--output-format", "json").out)
    (cell,) = [one for one in found if one["code"] == "N101"]
    assert list(cell)[-1] == "word"
    assert cell["word"] == {
        "place": "表三 第6行“（一）予以公开” 总计列",
        "part": "word/document.xml",
        "paragraph": None,
        "table": 2,
        "row": 6,
        "column": 10,
        "character": 1,
    }
    (word_of,) = [one["word"] for one in found if one["code"] == "W101"]
    assert (word_of["paragraph"], word_of["table"], word_of["character"]) == (4, None, 15)
    assert all(one["location"]["row"] > 0 for one in found)


@pytest.mark.parametrize("name", sorted({"github", "gitlab", "rdjson", "sarif", "junit"} & set(FORMATS)))
def test_formats_that_know_lines_only_tell_the_place_in_words(run, word, name):
    out = run("check", "草稿.docx", "--output-format", name).out
    assert "表三 第6行“（一）予以公开” 总计列" in out
    assert "第13段" in out
    if name == "github":
        assert "line=" not in out


def test_the_findings_are_those_of_the_text(run, folder):
    for name, text in TEXTS.items():
        Path(f"{name}.docx").write_bytes(word_file(text))
        Path(f"{name}.txt").write_text(text, encoding="utf-8")
        mine, theirs = (
            [
                (one["code"], one["message"], one["text"])
                for one in json.loads(run("check", f"{name}.{kind}", "--output-format", "json").out)
            ]
            for kind in ("docx", "txt")
        )
        assert mine == theirs
        assert mine


def test_verbose_says_that_it_was_a_word_file(run, word):
    assert "草稿.docx: Word 文件；勾稽 42 项" in run("check", "草稿.docx", "--verbose").out


def test_several_files_of_both_kinds_in_several_processes(run, word):
    Path("草稿.txt").write_text(TEXTS["qinghe-xiang"], encoding="utf-8")
    alone = run("check", "草稿.docx", "--output-format", "concise", "--quiet").out
    Path("坏.docx").write_bytes(b"PK\x03\x04")
    both = run("check", "草稿.docx", "坏.docx", "草稿.txt", "--output-format", "concise", "--quiet", "--jobs", "2")
    assert both.status == 2
    assert both.out.startswith(alone)
    assert "坏.docx：文件已损坏" in both.err


def test_in_a_folder_word_files_are_not_looked_for(run, word):
    outcome = run("check", ".")
    assert outcome.status == 2
    told, failed = outcome.err.splitlines()
    assert told == '.：还有 1 个 Word 文件（如 草稿.docx）没有核对；要核对请用：hegao check "**/*.docx"'
    assert "没有找到报告草稿" in failed
    assert run("check", "*.docx").status == 1
    assert run("check", "**/*.docx").status == 1


def test_word_files_left_out_of_a_folder_are_told_of(run, folder):
    (folder / "各镇 年报").mkdir()
    Path("各镇 年报", "甲.txt").write_text(TEXTS["qinghe-xiang"], "utf-8")
    assert run("check", "各镇 年报").err == ""
    for name in ("乙.docx", "~$乙.docx"):
        Path("各镇 年报", name).write_bytes(word_file(TEXTS["qinghe-xiang"]))
    place = Path("各镇 年报", "乙.docx")
    outcome = run("check", "各镇 年报")
    every = Path("各镇 年报", "**", "*.docx")
    assert outcome.err == (f'各镇 年报：还有 1 个 Word 文件（如 {place}）没有核对；要核对请用：hegao check "{every}"\n')
    assert run("check", every, "--output-format", "concise").out.startswith(f"{place}:")
    assert run("check", "各镇 年报", place).err == ""
    assert run("check", "各镇 年报", "--quiet").err == ""


def test_last_years_report_may_be_a_word_file(run, folder):
    text = TEXTS["yunling-township"]
    Path("上年.docx").write_bytes(word_file(text.replace("2023", "2022").replace("2024年1月", "2023年1月")))
    Path("今年.txt").write_text(text, encoding="utf-8")
    Path("hegao.toml").write_text('[previous]\nreport = "上年.docx"\n', encoding="utf-8")
    with_previous = run("check", "今年.txt", "--output-format", "concise").out
    assert "上年报告" in with_previous


def test_a_private_value_is_masked_in_word_too(run, folder):
    text = TEXTS["qinghe-xiang"].replace("（一）主动公开。", "（一）主动公开。联系人张三，电话13812345678。", 1)
    Path("草稿.docx").write_bytes(word_file(text, FILLS["cut"]))
    for name in ("text", "json", "concise"):
        out = run("check", "草稿.docx", "--output-format", name).out
        assert "13812345678" not in out
        assert "138****5678" in out


def test_an_empty_document_is_told_of(run, folder):
    Path("空.docx").write_bytes(word_file(""))
    assert "空.docx：文件是空的，没有可核对的内容" in run("check", "空.docx").err


def test_a_damaged_list_of_styles_is_told_of(run, word):
    word.write_bytes(changed(word.read_bytes(), "word/styles.xml", lambda old: old[:100]))
    outcome = run("check", "草稿.docx")
    assert outcome.status == 2
    assert "文件已损坏（部件 word/styles.xml 不是完整的 XML）" in outcome.err


def test_a_table_cut_in_two_has_rows_of_the_part_they_stand_in(run, folder):
    cut = TEXTS["yunling-township"].replace("\t（四）无法提供\t", "\n\t（四）无法提供\t")
    (folder / "草稿.docx").write_bytes(word_file(cut, merged=False))
    places = run("check", "草稿.docx", "--output-format", "concise").out
    assert "表三（续） 第1行“1.本机关不掌握相关政府信息” 自然人列" in places


def test_what_is_shown_as_a_place_is_taken_as_one(run, word):
    shown = run("suppress", "草稿.docx:表三 第6行“（一）予以公开” 总计列", "--reason", "已核实", "--dry-run")
    assert shown.status == 0
    assert 'row = "（一）予以公开"' in shown.out
    for place in ("表三第6行", "表三 第6行 总计列", "表三 第6行 总计列:"):
        assert run("suppress", f"草稿.docx:{place}", "--reason", "已核实", "--dry-run").out == shown.out
    for argument in ("草稿.docx: 表三 第6行", "草稿.docx：表三第6行"):
        assert run("suppress", argument, "--reason", "已核实", "--dry-run").out == shown.out
    several = run("suppress", "草稿.docx:第13段", "--reason", "已核实")
    assert several.status == 2
    assert several.err.count("\n  草稿.docx:第13段 ") == 2
    for place in ("第20段", "第1段", "表三"):
        outcome = run("suppress", f"草稿.docx:{place}", "S101", "--reason", "已核实")
        assert (outcome.status, "照抄位置" in outcome.err) == (2, True)
    assert not Path("hegao.toml").exists()


def test_a_place_with_a_name_is_nowhere_in_a_text(run, clean):
    outcome = run("suppress", f"{clean}:第2段", "--reason", "已核实")
    assert outcome.status == 2
    assert "写行和列" in outcome.err


def test_totals_are_named_by_their_place_in_word(run, folder):
    (folder / "草稿.docx").write_bytes(word_file(TEXTS["yunling-township"]))
    listed = run("totals", "草稿.docx")
    assert listed.status == 1
    assert "草稿.docx:表三 第27行“（七）总计” 总计列 17 → 22" in listed.out
    alone = run("totals", "草稿.docx:表三 第16行 总计列")
    assert alone.out.splitlines()[0] == "草稿.docx:表三 第16行“1.本机关不掌握相关政府信息” 总计列 4 → 9"
    assert "没有总计" in run("totals", "草稿.docx:第2段").err


def test_a_row_of_empty_cells_is_not_drawn(run, folder):
    assert run("new", "--agency", "云岭镇人民政府", "--year", "2024", "--layout", "docx", "-o", "空.docx").status == 0
    lines = run("check", "空.docx", "--select", "T141").out.splitlines()
    fourth = next(number for number, line in enumerate(lines) if line.startswith("空.docx:表四"))
    assert lines[fourth + 1].startswith("   依据：")
