"""The commands beside ``check``."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import tomli

from hegao import __version__
from hegao.config import load_settings
from hegao.report.screen import display_width

PACK = """
[[rule]]
code = "W900"
name = "county-word"
title = "县里的词"
check = "pattern"
severity = "info"
message = "“{text}”不要用"
basis = "县里的要求"
fix = "safe"
params.pattern = "总休"
params.replace = "总体"

[[rule.example]]
bad = "⟦总休⟧情况"
good = "总体情况"
fixed = "总体情况"
"""


def test_help_lists_every_command_in_chinese(run):
    outcome = run("--help")
    assert outcome.status == 0
    for command in ("check", "rule", "rules", "test-rules", "config", "init"):
        assert command in outcome.out
        page = run(command, "--help")
        assert page.status == 0
        assert "用法：" in page.out
        assert "show this help" not in page.out
        assert max(display_width(line) for line in page.out.splitlines()) <= 100


def test_without_a_command_the_help_is_shown_and_it_ends_with_2(run):
    outcome = run()
    assert outcome.status == 2
    assert "hegao check 草稿.md" in outcome.err


def test_the_version_is_told(run):
    assert run("--version").out == f"hegao {__version__}\n"


def test_an_unknown_command_is_told_with_the_nearest(run, clean):
    assert "是不是想写“check”？" in run("chek").err
    outcome = run(clean)
    assert outcome.status == 2
    assert f"请用：hegao check {clean}" in outcome.err


@pytest.mark.parametrize("word", ["T102", "t102", "wrong-row-label"])
def test_a_rule_is_told_by_code_and_by_name(run, word):
    outcome = run("rule", word)
    assert outcome.status == 0
    assert outcome.out.startswith("T102 wrong-row-label\n")
    for part in ("依据：", "级别：", "改正：", "有问题的写法", "没有问题的写法"):
        assert part in outcome.out


def test_every_rule_can_be_told(run):
    listed = json.loads(run("rules", "--output-format", "json").out)
    assert len(listed) > 100
    for rule in listed:
        assert run("rule", rule["code"]).out.startswith(f"{rule['code']} {rule['name']}\n")


def test_a_rule_is_told_as_json(run):
    rule = json.loads(run("rule", "T102", "--output-format", "json").out)
    assert rule["code"] == "T102"
    assert rule["family_title"] == "表格"
    assert rule["examples"]


def test_an_unknown_rule_is_told_with_the_nearest(run):
    outcome = run("rule", "wrong-row-labl")
    assert outcome.status == 2
    assert "是不是想写“wrong-row-label”？" in outcome.err


def test_the_columns_of_the_list_line_up(run):
    lines = [line for line in run("rules").out.splitlines() if line.startswith("  ")]
    names = {rule["name"] for rule in json.loads(run("rules", "--output-format", "json").out)}
    starts = {display_width(line[: line.rindex(line.split()[-1])]) for line in lines}
    assert len(starts) == 1
    assert {line.split()[-1] for line in lines} == names


def test_rules_of_the_user_are_listed(run, folder):
    Path("own.toml").write_text(PACK, encoding="utf-8")
    Path("hegao.toml").write_text('packs = ["own.toml"]\n', encoding="utf-8")
    assert "county-word" in run("rules").out
    assert "county-word" not in run("rules", "--isolated").out
    assert run("rule", "W900").status == 0


def test_settings_are_told_with_their_origins(run, clean):
    Path("hegao.toml").write_text(
        '[agency]\nname = "云岭镇人民政府"\n[rules.severity]\nS107 = "info"\n', encoding="utf-8"
    )
    out = run("config", "--file", clean, "--ignore", "W101").out
    assert 'agency.name = "云岭镇人民政府"    # hegao.toml:2\n' in out
    assert 'rules.severity.S107 = "info"    # hegao.toml:4\n' in out
    assert 'rules.ignore = ["W101"]    # 命令行\n' in out
    assert 'pack = "auto"    # 默认\n' in out
    assert "按草稿标题的 2023 年" in out
    report = json.loads(run("config", "--output-format", "json").out)
    assert report["settings"]["agency.name"] == {"value": "云岭镇人民政府", "origin": "hegao.toml:2"}


def test_settings_that_are_all_defaults_are_told_as_such(run, folder):
    assert "没有找到 hegao.toml" in run("config").out


def test_init_writes_settings_that_hold_and_never_overwrites(run, folder):
    assert run("init").status == 0
    text = Path("hegao.toml").read_text(encoding="utf-8")
    assert tomli.loads(text)["rules"]["select"] == ["ALL"]
    uncommented = "\n".join(
        line[2:] if line.startswith("# ") and (" = " in line or line.startswith("# [")) else line
        for line in text.splitlines()
    )
    tomli.loads(uncommented)
    load_settings(folder)
    again = run("init")
    assert again.status == 2
    assert "已经有了" in again.err
    assert Path("hegao.toml").read_text(encoding="utf-8") == text


def test_init_takes_the_agency_from_the_one_report(run, clean):
    outcome = run("init")
    assert "报告机关“云岭镇人民政府”取自 clean.md" in outcome.out
    assert tomli.loads(Path("hegao.toml").read_text(encoding="utf-8"))["agency"]["name"] == "云岭镇人民政府"
    assert run("check", clean).status == 0


def test_init_takes_no_agency_from_several_reports(run, clean, faulty):
    run("init")
    assert "name" not in tomli.loads(Path("hegao.toml").read_text(encoding="utf-8"))["agency"]


def test_init_in_a_folder_that_is_not_there_ends_with_2(run, folder):
    outcome = run("init", "没有")
    assert outcome.status == 2
    assert "没有：没有这个文件夹。" in outcome.err
    Path("文件").write_text("", encoding="utf-8")
    assert "文件：这是文件，不是文件夹。" in run("init", "文件").err


def test_a_pack_whose_examples_hold_passes(run, folder):
    Path("own.toml").write_text(PACK, encoding="utf-8")
    outcome = run("test-rules", "own.toml")
    assert outcome.status == 0
    assert outcome.out == "W900 county-word：通过（1 例）\n检验 1 条规则：全部通过。\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("⟦总休⟧情况", "总⟦休⟧情况", "第 1 例 bad 应指出“休”（第 1 行），却没有。"),
        ("⟦总休⟧情况", "总休情况", "第 1 例 bad 多指出 第 1 行“总休”：“总休”不要用"),
        ("⟦总休⟧情况", "⟦总休情况", "⟦⟧ 不成对"),
        ("⟦总休⟧情况", "总休⟧情况", "⟦⟧ 不成对"),
        ('good = "总体情况"', 'good = "总休情况"', "第 1 例 good 应没有问题，却在 第 1 行“总休” 指出"),
        ('good = "总体情况"', "", "缺少正例"),
        ('fixed = "总体情况"', 'fixed = "总体状况"', "-总体状况"),
        ("“{text}”不要用", "“{word}”不要用", "没填上的空"),
    ],
)
def test_a_pack_whose_examples_do_not_hold_fails_with_the_difference(run, folder, old, new, words):
    assert old in PACK
    Path("own.toml").write_text(PACK.replace(old, new), encoding="utf-8")
    outcome = run("test-rules", "own.toml")
    assert outcome.status == 1
    assert "W900 county-word：没有通过" in outcome.out
    assert words in outcome.out


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("severity", "sevrity", "own.toml:7：规则 W900：不认识的键“sevrity”，是不是想写“severity”？"),
        ("severity", "zzzz", "不认识的键“zzzz”。可写的有：code、name"),
        ('severity = "info"', 'severity = "grave"', "现为“grave”。"),
        ("[[rule]]", "[[rule]", "own.toml:2：第 "),
        ('check = "pattern"', 'check = "patern"', "是不是想写“pattern”？"),
        ("params.pattern", "params.patern", "是不是想写“pattern”？"),
    ],
)
def test_a_wrong_pack_ends_with_2(run, folder, old, new, words):
    Path("own.toml").write_text(PACK.replace(old, new, 1), encoding="utf-8")
    outcome = run("test-rules", "own.toml")
    assert outcome.status == 2
    assert words in outcome.err


def test_a_pack_that_is_not_there_is_told_with_where_it_was_named(run, folder):
    given = run("test-rules", "own.toml")
    assert given.status == 2
    assert given.err == "hegao：own.toml：读不了规则文件（文件不存在）。请检查路径。\n"
    Path("hegao.toml").write_text('\npacks = ["own.toml"]\n', encoding="utf-8")
    assert "own.toml：读不了规则文件（文件不存在）。请检查 hegao.toml:2 处 packs 的路径。" in run("rules").err


def test_a_rule_is_found_by_its_title(run):
    titles = {rule["code"]: rule["title"] for rule in json.loads(run("rules", "--output-format", "json").out)}
    code, title = next((code, title) for code, title in titles.items() if list(titles.values()).count(title) == 1)
    assert run("rule", title).out.startswith(f"{code} ")
    assert run("rule", "行名").out.startswith("T102 ")
    several = run("rule", "简称")
    assert several.status == 0
    found = [line.split()[0] for line in several.out.splitlines() if line.startswith("  ")]
    assert len(found) > 1
    assert all("简称" in titles[code] for code in found)
    assert run("rule", "没有这样的题目").status == 2


def test_several_rules_are_told_one_after_the_other(run):
    out = run("rule", "T102", "W101").out
    assert out.startswith("T102 wrong-row-label\n")
    assert "\n\nW101 wrong-unit-word\n" in out
    told = json.loads(run("rule", "T102", "W101", "--output-format", "json").out)
    assert [rule["code"] for rule in told] == ["T102", "W101"]
    assert run("rule", "T102", "没有这样的题目").status == 2


def test_some_of_the_rules_are_listed(run):
    def listed(*words: str) -> set[str]:
        return {rule["code"] for rule in json.loads(run("rules", *words, "--output-format", "json").out)}

    assert {code[0] for code in listed("W")} == {"W"}
    assert listed("T102", "wrong-unit-word") == {"T102", "W101"}
    assert listed("W", "V") == listed("W") | listed("V")
    out = run("rules", "V").out
    assert "表格" not in out
    assert f"共 {len(listed('V'))} 条规则" in out
    outcome = run("rules", "没有")
    assert outcome.status == 2
    assert "没有代码或名称为“没有”的规则" in outcome.err


def test_the_template_names_a_rule_that_is_off_by_default(run, folder):
    run("init")
    code = re.search(r'extend-select = \["(.*?)"\]', Path("hegao.toml").read_text(encoding="utf-8"))
    assert "缺省不启用" in run("rule", code[1]).out


def test_the_built_in_rules_hold(run):
    outcome = run("test-rules", "-q")
    assert outcome.status == 0, outcome.out
