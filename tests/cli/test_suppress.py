"""``hegao suppress``: what is noted is found no more, whatever else is edited; notes go when they serve no more."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

from hegao.config import DEFAULTS
from hegao.engine import check
from invented import invented_drafts
from samples import sample

REASON = ("--reason", "引用原话")
PHONE = "138" + "0013" + "5678"
DRAFTS = invented_drafts()


def write(path: str, text: str) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def entries(path: str = "hegao.toml") -> list[dict[str, str]]:
    return tomli.loads(Path(path).read_text(encoding="utf-8")).get("suppress", [])


def found(run, path: object) -> list[str]:
    out = run("check", path, "--output-format", "concise", "-q").out
    return [line for line in out.splitlines() if "[" in line]


def faulty(layout: str = "pipe") -> str:
    return next(draft for draft in DRAFTS if draft.name == "yunling-township" and draft.layout == layout).faulty


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name} {draft.layout}")
def test_after_a_baseline_nothing_is_found_and_nothing_is_unused(run, folder, draft):
    write("草稿.txt", draft.faulty)
    assert found(run, "草稿.txt")
    outcome = run("suppress", "草稿.txt", "--baseline", *REASON)
    assert outcome.status == 0, outcome.err
    checked = run("check", "草稿.txt")
    assert checked.status == 0
    assert found(run, "草稿.txt") == []
    assert "已无作用" not in checked.out + checked.err
    assert all(entry["reason"] == "引用原话" for entry in entries())


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name} {draft.layout}")
def test_entries_hold_when_other_places_are_edited(run, folder, draft):
    write("草稿.txt", draft.faulty)
    run("suppress", "草稿.txt", "--baseline", *REASON)
    moved = draft.faulty.replace("\n\n", "\n\n\n").replace(
        "\n", "\n\n每季度召开一次会议，研究公开事项，明确责任分工。\n", 1
    )
    assert check(moved, DEFAULTS).findings
    write("草稿.txt", moved.replace("\n", "\r\n"))
    assert found(run, "草稿.txt") == []


def test_a_new_fault_is_found_beside_a_baseline(run, folder):
    text = faulty()
    write("草稿.md", text)
    run("suppress", "草稿.md", "--baseline", *REASON)
    write("草稿.md", text.replace("## 五、存在的主要问题及改进情况", "## 五、存在主要问题及改进情况"))
    (line,) = found(run, "草稿.md")
    assert "[S107]" in line


def test_one_finding_is_noted_with_its_place(run, folder):
    write("2024/草稿.md", faulty())
    before = found(run, "2024/草稿.md")
    line = next(line for line in before if "[W101]" in line)
    place = line.split(": ")[0]
    outcome = run("suppress", place, *REASON)
    assert outcome.status == 0, outcome.err
    assert entries() == [
        {"file": "2024/草稿.md", "code": "W101", "text": "我乡", "section": "总体情况", "reason": "引用原话"}
    ]
    assert found(run, "2024/草稿.md") == [other for other in before if other != line]


def test_a_figure_is_noted_by_table_row_and_column(run, folder):
    text = sample("tab").replace("行政许可\t46", "行政许可\t46件", 1)
    write("草稿.txt", text)
    row = text[: text.index("46件")].count("\n") + 1
    assert run("suppress", f"草稿.txt:{row}", *REASON).status == 0
    (entry,) = entries()
    assert {key: entry[key] for key in ("text", "table", "row", "column")} == {
        "text": "46件", "table": "第二项表格", "row": "行政许可", "column": "本年处理决定数量"
    }  # fmt: skip
    assert found(run, "草稿.txt") == []
    write("草稿.txt", text.replace("行政处罚\t7", "行政处罚\t7件", 1))
    assert len(found(run, "草稿.txt")) == 1
    write("草稿.txt", text.replace("46件", "45件", 1))
    assert len(found(run, "草稿.txt")) == 1


@pytest.mark.parametrize("layout", ["tab", "pipe", "cell"])
def test_an_empty_last_cell_of_a_row_is_noted(run, folder, layout):
    text = sample(layout)
    result = check(text, DEFAULTS)
    cell = result.document.table("applications").value("NEW", "总计")
    write("草稿.txt", text[: cell.span.start] + text[cell.span.end :])
    assert found(run, "草稿.txt")
    assert run("suppress", "草稿.txt", "--baseline", *REASON).status == 0
    assert found(run, "草稿.txt") == []


def test_several_findings_in_a_line_have_to_be_told_apart(run, folder):
    write("草稿.md", faulty())
    lines = [line for line in found(run, "草稿.md") if line.startswith("草稿.md:9:")]
    assert len(lines) == 2
    outcome = run("suppress", "草稿.md:9", *REASON)
    assert outcome.status == 2
    assert "请写明列和代码" in outcome.err
    assert "草稿.md:9:9 W101" in outcome.err
    assert "草稿.md:9:39 N312" in outcome.err
    assert not Path("hegao.toml").exists()
    assert run("suppress", "草稿.md:9", "wrong-unit-word", *REASON).status == 0
    assert run("suppress", "草稿.md:9:39", *REASON).status == 0
    assert [entry["code"] for entry in entries()] == ["W101", "N312"]


def test_a_column_inside_a_finding_points_at_it(run, folder):
    write("草稿.md", faulty())
    assert run("suppress", "草稿.md:9:10", *REASON).status == 0
    assert [entry["code"] for entry in entries()] == ["W101"]


def test_a_rule_is_noted_for_a_file(run, folder):
    text = faulty().replace("（二）依申请公开。", "（二）依申请公开。我乡高度重视。", 1)
    write("草稿.md", text)
    write("别的.md", text)
    outcome = run("suppress", "草稿.md", "--code", "wrong-unit-word", *REASON)
    assert outcome.status == 0
    assert entries() == [{"file": "草稿.md", "code": "W101", "reason": "引用原话"}]
    assert not any("W101" in line for line in found(run, "草稿.md"))
    assert any("W101" in line for line in found(run, "别的.md"))


def test_private_values_are_noted_masked(run, folder):
    text = sample("pipe").replace("按季核对。", f"按季核对。联系人手机{PHONE}。", 1)
    write("草稿.md", text)
    assert any("V1" in line for line in found(run, "草稿.md"))
    outcome = run("suppress", "草稿.md", "--baseline", *REASON, "--dry-run")
    assert PHONE not in outcome.out
    assert run("suppress", "草稿.md", "--baseline", *REASON).status == 0
    written = Path("hegao.toml").read_text(encoding="utf-8")
    assert PHONE not in written
    assert PHONE[3:-3] not in written
    assert "***" in written
    assert found(run, "草稿.md") == []


def test_a_dry_run_writes_nothing(run, folder):
    write("草稿.md", faulty())
    outcome = run("suppress", "草稿.md", "--baseline", *REASON, "--dry-run")
    assert outcome.status == 0
    assert "将在 hegao.toml 记入 7 条豁免（7 处问题）" in outcome.out
    shown = tomli.loads(outcome.out.partition("：\n")[2])["suppress"]
    assert not Path("hegao.toml").exists()
    run("suppress", "草稿.md", "--baseline", *REASON)
    assert entries() == shown


COMMENTED = (
    "# 全县共用\n"
    "[[suppress]]  # 第一条\n"
    'file = "旧稿.md"\n'
    'code="W101"   # 不改\n'
    'reason = "引用"\n'
    "# 下一节\n"
    "\n"
    "[rules]\n"
    "ignore = [\n"
    '    "S107",  # 本地习惯\n'
    "]\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_order_and_line_ends_of_the_settings_stay(run, folder, end):
    before = COMMENTED.replace("\n", end)
    write("hegao.toml", before)
    write("草稿.md", faulty())
    assert run("suppress", "草稿.md", "--code", "W101", *REASON).status == 0
    after = Path("hegao.toml").read_bytes().decode()
    added = end.join(["", "[[suppress]]", 'file = "草稿.md"', 'code = "W101"', 'reason = "引用原话"', ""])
    assert after.replace(added, "", 1) == before
    Path("草稿.md").unlink()
    write("旧稿.md", faulty())
    outcome = run("suppress", "--prune")
    assert "删去 1 条" in outcome.out
    assert Path("hegao.toml").read_bytes().decode().splitlines() == before.splitlines()


def test_entries_are_set_apart_however_often_some_are_added(run, folder):
    write("hegao.toml", "[rules]\nignore = []")
    write("草稿.md", faulty())
    assert run("suppress", "草稿.md", "--code", "W101", *REASON).status == 0
    assert run("suppress", "草稿.md", "--baseline", *REASON).status == 0
    text = Path("hegao.toml").read_text(encoding="utf-8")
    assert len(entries()) == 7
    assert text.count("\n\n[[suppress]]\n") == 7
    assert "\n\n\n" not in text
    assert text.endswith('"\n')


def test_the_settings_of_a_python_project_are_edited_in_their_section(run, folder):
    write("pyproject.toml", '[project]\nname = "x"\n\n[tool.hegao]\npack = "auto"\n\n[tool.ruff]\nline-length = 100\n')
    write("草稿.md", faulty())
    assert run("suppress", "草稿.md", "--baseline", *REASON).status == 0
    assert found(run, "草稿.md") == []
    assert not Path("hegao.toml").exists()
    whole = tomli.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    assert whole["tool"]["ruff"] == {"line-length": 100}
    assert len(whole["tool"]["hegao"]["suppress"]) == 7
    write("草稿.md", sample("pipe"))
    assert run("suppress", "--prune").status == 0
    assert "suppress" not in tomli.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["hegao"]


def test_entries_written_in_one_list_stay_in_it(run, folder):
    write("hegao.toml", 'suppress = [{file = "无.md", code = "W101", reason = "x"}]  # 列表\n[rules]\nignore = []\n')
    write("草稿.md", faulty())
    assert run("suppress", "草稿.md", "--code", "W101", *REASON).status == 0
    assert [entry["file"] for entry in entries()] == ["无.md", "草稿.md"]
    assert "# 列表" in Path("hegao.toml").read_text(encoding="utf-8")
    assert run("suppress", "--prune").status == 0
    assert [entry["file"] for entry in entries()] == ["草稿.md"]


def test_settings_begin_in_the_working_folder_or_beside_a_draft_outside_of_it(run, folder, monkeypatch):
    write("县/镇/草稿.md", faulty())
    (folder / "别处").mkdir()
    monkeypatch.chdir(folder / "别处")
    assert run("suppress", "../县/镇/草稿.md", "--code", "W101", *REASON).status == 0
    assert entries("../县/镇/hegao.toml")[0]["file"] == "草稿.md"
    monkeypatch.chdir(folder)
    Path("县/镇/hegao.toml").unlink()
    assert run("suppress", "县", "--code", "W101", *REASON).status == 0
    assert entries()[0]["file"] == "县/镇/草稿.md"


def test_a_given_settings_file_is_written(run, folder):
    write("设置/own.toml", 'pack = "auto"\n')
    write("草稿.md", faulty())
    assert run("suppress", "草稿.md", "--baseline", *REASON, "--config", "设置/own.toml").status == 0
    assert entries("设置/own.toml")[0]["file"] == "../草稿.md"
    assert run("check", "草稿.md", "--config", "设置/own.toml").status == 0
    assert not Path("hegao.toml").exists()


def test_a_file_name_that_looks_like_a_glob_is_taken_as_it_is(run, folder):
    write("草稿[1].md", faulty())
    write("草稿1.md", faulty())
    assert run("suppress", "草稿[1].md", "--baseline", *REASON).status == 0
    assert found(run, "草稿[1].md") == []
    assert found(run, "草稿1.md")


def test_pruning_takes_out_what_is_of_no_use_and_nothing_else(run, folder):
    write("a.md", faulty())
    write("子/b.md", faulty())
    run("suppress", ".", "--baseline", *REASON)
    assert len(entries()) == 14
    write("a.md", faulty().replace("我乡", "我镇"))
    shown = run("suppress", "--prune", "--dry-run")
    assert "将从 hegao.toml 删去 1 条" in shown.out
    assert "W101 a.md “我乡”" in shown.out
    assert len(entries()) == 14
    assert run("suppress", "--prune", "子").out == "没有无用的豁免。\n"
    assert run("suppress", "--prune", "a.md").status == 0
    assert len(entries()) == 13
    Path("子/b.md").unlink()
    assert run("suppress", "--prune").status == 0
    assert {entry["file"] for entry in entries()} == {"a.md"}
    assert "已无作用" not in run("check", ".").err
    assert run("suppress", "--prune").out == "没有无用的豁免。\n"


def entry(code: str) -> str:
    return f'[[suppress]]\nfile = "a.md"\ncode = "{code}"\nreason = "x"\n'


# W101 is of use, the others are of none.
KEPT, GONE, ALSO_GONE = entry("W101"), entry("V104"), entry("J101")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Right above an entry, or right below it with nothing that follows: about that entry.
        (f"pack = 'auto'\n\n# 张三确认\n# 电话核实\n{GONE}\n{KEPT}", f"pack = 'auto'\n\n{KEPT}"),
        (f"{KEPT}\n# 张三确认\n{GONE}", KEPT),
        (
            f"{KEPT}\n{GONE}# 张三确认\n\n# 以下为设置\n[rules]\nignore = []\n",
            f"{KEPT}\n# 以下为设置\n[rules]\nignore = []\n",
        ),
        (f"{KEPT}# 二\n{GONE}", KEPT),
        # About the entry that stays.
        (f"{GONE}# 引用原话\n{KEPT}", f"# 引用原话\n{KEPT}"),
        (f"pack = 'auto'\n\n# 一\n{GONE}\n# 二\n{KEPT}", f"pack = 'auto'\n\n# 二\n{KEPT}"),
        # Set apart, at the start of the file, above several entries: perhaps about more.
        (f"pack = 'auto'\n\n# 2024年的几处\n\n{GONE}\n{KEPT}", f"pack = 'auto'\n\n# 2024年的几处\n\n{KEPT}"),
        (f"# 本文件由张三维护\n{GONE}\n{KEPT}", f"# 本文件由张三维护\n\n{KEPT}"),
        (f"pack = 'auto'\n\n# 引用的几处\n{GONE}{KEPT}", f"pack = 'auto'\n\n# 引用的几处\n{KEPT}"),
        # Above several entries none of which stays.
        (f"{KEPT}\n# 引用的几处\n{GONE}{ALSO_GONE}", KEPT),
        (f"{KEPT}\n# 一\n{GONE}\n# 二\n{ALSO_GONE}", KEPT),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_comment_about_a_pruned_entry_goes_with_it(run, folder, before, after, end):
    write("a.md", faulty())
    write("hegao.toml", before.replace("\n", end))
    assert run("suppress", "--prune").status == 0
    assert Path("hegao.toml").read_bytes().decode() == after.replace("\n", end)


def test_an_entry_for_many_files_goes_only_when_all_were_looked_at(run, folder):
    write("hegao.toml", '[[suppress]]\nfile = "**/*.md"\ncode = "W101"\nreason = "x"\n')
    write("子/a.md", sample("pipe"))
    assert run("suppress", "--prune", "子").out == "没有无用的豁免。\n"
    write("b.md", faulty())
    assert run("suppress", "--prune").out == "没有无用的豁免。\n"
    write("b.md", sample("pipe"))
    assert run("suppress", "--prune").status == 0
    assert entries() == []


def test_nothing_to_note_is_no_error_for_a_baseline(run, folder):
    write("草稿.md", sample("pipe"))
    outcome = run("suppress", "草稿.md", "--baseline", *REASON)
    assert (outcome.status, outcome.out) == (0, "没有发现问题，不需要豁免。\n")
    assert not Path("hegao.toml").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["草稿.md:9"], "缺少理由"),
        (["草稿.md:9", "--reason", "  "], "缺少理由"),
        (["草稿.md", *REASON], "请写明豁免什么"),
        ([*REASON], "请写明豁免什么"),
        (["--baseline", *REASON], "缺少草稿"),
        (["草稿.md:8", *REASON], "草稿.md:8 处没有问题"),
        (["草稿.md:9999:7", *REASON], "草稿.md:9999:7 处没有问题"),
        (["草稿.md:9", "T101", *REASON], "草稿.md:9 处没有T101 的问题"),
        (["草稿.md:9", "W999", *REASON], "没有代码或名称为“W999”的规则"),
        (["草稿.md", "--code", "wrong-unit-wrod", *REASON], "是不是想写“wrong-unit-word”？"),
        (["草稿.md", "--code", "V101", *REASON], "没有 V101 的问题"),
        (["没有.md:3", *REASON], "没有这个文件"),
        (["没有.md", "--baseline", *REASON], "没有这个文件"),
        (["-", "--baseline", *REASON], "不能从标准输入读草稿"),
        (["--prune", *REASON], "不用写 --reason"),
        (["--prune", "--baseline"], "不能与"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_writes_nothing(run, folder, arguments, words):
    write("草稿.md", faulty())
    outcome = run("suppress", *arguments)
    assert outcome.status == 2
    assert words in outcome.err
    assert not Path("hegao.toml").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[suppress]]\nfile = "a.md"\ncode = "W999"\nreason = "x"\n', "没有代码或名称为“W999”的规则"),
        ("pack = \n", "不合 TOML 写法"),
    ],
)
def test_settings_that_are_wrong_are_told_and_left(run, folder, text, words):
    write("草稿.md", faulty())
    write("hegao.toml", text)
    outcome = run("suppress", "草稿.md", "--baseline", *REASON)
    assert outcome.status == 2
    assert words in outcome.err
    assert Path("hegao.toml").read_text(encoding="utf-8") == text


def test_settings_that_may_not_be_written_are_left(run, folder):
    write("草稿.md", faulty())
    settings = write("hegao.toml", 'pack = "auto"\n')
    settings.chmod(0o444)
    outcome = run("suppress", "草稿.md", "--baseline", *REASON)
    assert outcome.status == 2
    assert "只读" in outcome.err
    assert settings.read_text(encoding="utf-8") == 'pack = "auto"\n'
    assert sorted(path.name for path in folder.iterdir()) == ["hegao.toml", "草稿.md"]
