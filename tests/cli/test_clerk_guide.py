"""The guide for clerks: its commands do what it says, in its order, on a report of last year."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import tomli

from hegao.config.load import read_settings

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "clerk-guide.md").read_text("utf-8")
COMMANDS = [
    shlex.split(line)[1:]
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("hegao ")
]
THIS_YEAR = "2024年报.txt"
BEFORE = ["new", "init", "check", "rule", "check", "check", "totals"]


@pytest.fixture
def last_year(folder):
    shutil.copy(ROOT / "examples" / "clean.tab.txt", folder / "2023年报.txt")
    return folder


def test_its_commands_work_in_its_order(run, last_year):
    assert [command[0] for command in COMMANDS] == [*BEFORE, "annotate"]
    for command in COMMANDS[:-1]:
        outcome = run(*command)
        assert outcome.status in (0, 1), (command, outcome.err)
    assert "2024年" in (last_year / THIS_YEAR).read_text("utf-8")


def test_comments_are_written_beside_a_word_file(run, last_year):
    assert run("convert", "2023年报.txt", "2024年报.docx").status == 0
    before = (last_year / "2024年报.docx").read_bytes()
    assert run(*COMMANDS[-1]).status in (0, 1)
    assert "“2024年报-校核.docx”" in GUIDE
    assert (last_year / "2024年报-校核.docx").exists()
    assert (last_year / "2024年报.docx").read_bytes() == before


def test_last_years_report_can_be_begun_from(run, last_year):
    """With the title's year changed, what is left of last year is found; with the settings, what does not carry on."""
    text = (last_year / "2023年报.txt").read_text("utf-8")
    (last_year / THIS_YEAR).write_text(text.replace("2023年", "2024年", 1), "utf-8")
    before = run("check", THIS_YEAR, "--output-format", "concise").out
    assert "报告年份是 2024 年" in before
    assert "上年报告" not in before
    settings = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert settings is not None
    (last_year / "hegao.toml").write_text(settings[1], "utf-8")
    assert "上年报告" in run("check", THIS_YEAR, "--output-format", "concise").out


def test_its_settings_are_those_of_a_new_settings_file(run, last_year):
    """Taking away the marks of comments in a new hegao.toml gives the keys that the guide shows."""
    settings = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert settings is not None
    assert run("init").status == 0
    made = (last_year / "hegao.toml").read_text("utf-8")
    for table, keys in tomli.loads(settings[1]).items():
        assert re.search(rf"^#? ?\[{table}\]", made, re.MULTILINE), table
        for key in keys:
            assert re.search(rf"^#? ?{key} = ", made, re.MULTILINE), key
    (last_year / "hegao.toml").write_text(settings[1], "utf-8")
    assert read_settings(str(last_year / "hegao.toml")).agency == "云岭镇人民政府"


@pytest.mark.parametrize(("said", "arguments"), [("没有这个文件", ["没有.txt"]), ("文件是空的", ["空.txt"])])
def test_the_messages_it_explains_are_said(run, folder, said, arguments):
    (folder / "空.txt").write_bytes(b"")
    assert f"“{said}”" in GUIDE
    assert said in run("check", *arguments).err


def test_a_kept_finding_is_noted_as_it_says(run, last_year):
    entry = re.search(r"`hegao (suppress [^`]*)`", GUIDE)
    assert entry is not None
    lines = (last_year / "2023年报.txt").read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("（一）主动公开"))
    lines[at] = lines[at].replace("全年", "我乡全年", 1)
    lines[at:at] = [""] * (11 - at)
    (last_year / THIS_YEAR).write_text("\n".join(lines) + "\n", "utf-8")
    outcome = run(*shlex.split(entry[1]))
    assert outcome.status == 0, outcome.err
    assert 'code = "W101"' in (last_year / "hegao.toml").read_text("utf-8")
