"""``hegao check``: what it reads, how it ends, what it says."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from hegao.cli import check as command
from hegao.cli import examine
from hegao.report.registry import FORMATS, RECORDS


def findings(out: str) -> list[tuple[str, int, int, str]]:
    return [
        (item["code"], item["location"]["row"], item["location"]["column"], item["text"]) for item in json.loads(out)
    ]


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_clean_draft_ends_with_0_and_says_so(run, clean):
    outcome = run("check", clean)
    assert outcome.status == 0
    assert "核稿 √ 未发现问题" in outcome.out
    assert outcome.err == ""


def test_a_faulty_draft_ends_with_1(run, faulty):
    outcome = run("check", faulty)
    assert outcome.status == 1
    assert outcome.out.startswith("faulty.md:")
    assert "依据：" in outcome.out
    assert "核对 1 份报告：必错" in outcome.out


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("error", {"error": 1, "warning": 1, "info": 1, "never": 0}),
        ("warning", {"error": 0, "warning": 1, "info": 1, "never": 0}),
        ("info", {"error": 0, "warning": 0, "info": 1, "never": 0}),
    ],
)
def test_the_threshold_decides_how_findings_end(run, faulty, levels, expected):
    for threshold, status in expected.items():
        assert run("check", faulty, "--severity", f"ALL={levels}", "--fail-on", threshold).status == status


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_findings_are_the_same_in_every_encoding(run, faulty, codec, line_end):
    expected = findings(run("check", faulty, "--output-format", "json").out)
    text = faulty.read_text(encoding="utf-8").replace("\n", line_end)
    Path("other.md").write_bytes(text.encode(codec))
    other = findings(run("check", "other.md", "--output-format", "json").out)
    assert len(expected) > 5
    assert [(code, row, column) for code, row, column, _ in other] == [item[:3] for item in expected]


def test_the_encoding_assumed_is_told_with_v(run, clean):
    Path("gb.md").write_bytes(clean.read_text(encoding="utf-8").encode("gb18030"))
    outcome = run("check", "gb.md", "-v")
    assert "GB18030" in outcome.out
    assert "没有 hegao.toml" in outcome.err


def test_standard_input_is_read(run, faulty, monkeypatch):
    data = faulty.read_bytes()
    feed(monkeypatch, data)
    dash = run("check", "-", "--output-format", "json")
    feed(monkeypatch, data)
    named = run("check", "--stdin-filename", "2024/草稿.md", "--output-format", "json")
    assert findings(dash.out) == findings(named.out)
    assert dash.status == named.status == 1
    assert {item["filename"] for item in json.loads(dash.out)} == {"-"}
    assert {item["filename"] for item in json.loads(named.out)} == {"2024/草稿.md"}


def test_the_settings_of_standard_input_are_those_of_its_name(run, faulty, monkeypatch):
    Path("2024").mkdir()
    Path("2024/hegao.toml").write_text("[rules]\nselect = ['V101']\n", encoding="utf-8")
    feed(monkeypatch, faulty.read_bytes())
    assert run("check", "--stdin-filename", "2024/草稿.md").status == 0
    feed(monkeypatch, faulty.read_bytes())
    assert run("check", "--stdin-filename", "草稿.md").status == 1


def test_standard_input_and_files_do_not_mix(run, clean):
    outcome = run("check", "--stdin-filename", "a.md", clean)
    assert outcome.status == 2
    assert "只读标准输入" in outcome.err


def test_a_folder_is_searched_and_files_that_are_no_reports_are_counted(run, clean, faulty):
    Path("说明.md").write_text("# 说明\n\n我乡的会议记录。\n", encoding="utf-8")
    outcome = run("check", ".")
    assert outcome.status == 1
    assert "核对 2 份报告" in outcome.out
    assert "跳过 1 个不是报告的文件" in outcome.out
    assert "说明.md" not in outcome.out


def test_the_working_folder_is_searched_when_no_path_is_given(run, clean):
    assert "核对 1 份报告" in run("check").out


def test_a_named_file_that_is_no_report_gets_the_common_rules(run, folder):
    Path("说明.md").write_text("联系人身份证号：11010519491231002X\n", encoding="utf-8")
    outcome = run("check", "说明.md")
    assert outcome.status == 1
    assert "V101" in outcome.out
    assert "11010519491231002X" not in outcome.out
    assert "只按通用规则核对" in outcome.out
    assert "其中年度报告 0 份" in outcome.out


def test_a_named_file_that_is_no_report_is_never_said_to_be_in_order(run, clean):
    Path("说明.md").write_text("会议记录。\n", encoding="utf-8")
    alone = run("check", "说明.md")
    assert alone.status == 0
    assert "不像年度报告，只按通用规则核对：未发现问题" in alone.out
    both = run("check", "说明.md", clean)
    assert "其中 1 份不像年度报告，只按通用规则核对：未发现问题" in both.out
    assert "√" not in alone.out + both.out


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff\u3000\n".encode(), "\u3000\n".encode("gb18030")])
def test_an_empty_file_ends_with_2(run, folder, monkeypatch, data):
    Path("草稿.md").write_bytes(data)
    outcome = run("check", "草稿.md")
    assert outcome.status == 2
    assert outcome.err.startswith("hegao：草稿.md：文件是空的，")
    assert "√" not in outcome.out
    feed(monkeypatch, data)
    assert "标准输入是空的" in run("check", "-").err
    assert "1 个文件不像报告，已跳过" in run("check", ".").err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("草稿.docx", "不是 Word 文件，只是名称以 .docx 结尾"),
        ("草稿.DOC", "不是 Word 文件，只是名称以 .DOC 结尾"),
        ("草稿.wps", "不是 Word 文件，只是名称以 .wps 结尾"),
        ("草稿.pdf", "不支持 PDF 文件。表格的行列在里面没有保存下来，读出来不可靠。请核对它所由来的 Word 文件"),
        ("草稿.xlsx", "不支持 Excel 文件。请在 Word、WPS 或记事本里“另存为”"),
    ],
)
def test_a_file_that_its_name_makes_an_office_file_is_refused(run, folder, name, told):
    Path(name).write_bytes("云岭镇".encode())
    outcome = run("check", name)
    assert outcome.status == 2
    assert told in outcome.err


@pytest.mark.parametrize("options", [("--select", ""), ("--ignore", "ALL"), ("--select", "W", "--ignore", "W")])
def test_no_rule_left_ends_with_2(run, faulty, options):
    outcome = run("check", faulty, *options)
    assert outcome.status == 2
    assert "命令行：没有启用任何规则，请检查 select、ignore。" in outcome.err
    assert outcome.out == ""


def test_a_settings_file_that_leaves_no_rule_ends_with_2(run, clean):
    Path("hegao.toml").write_text("[rules]\nselect = []\n", encoding="utf-8")
    outcome = run("check", clean)
    assert outcome.status == 2
    assert "hegao.toml:2：没有启用任何规则，请检查 select、ignore。" in outcome.err


def test_it_is_said_when_only_some_rules_ran(run, clean):
    assert "只用了" not in run("check", clean).out
    assert "；只用了 1 条规则（缺省 " in run("check", clean, "--select", "T102").out
    # Rules beyond those that are on by default take nothing away.
    assert "只用了" not in run("check", clean, "--extend-select", "W155").out


def test_relations_that_could_not_be_checked_are_counted(run, clean):
    assert "；勾稽 42 项，全部平衡。" in run("check", clean).out
    lines = clean.read_text(encoding="utf-8").splitlines(keepends=True)
    Path("缺.md").write_text("".join(line for line in lines if not line.startswith("| 三、")), encoding="utf-8")
    whole = "".join(line for line in lines if not line.startswith("|"))
    Path("无表.md").write_text(whole, encoding="utf-8")
    assert "；勾稽 42 项因表格不全未核" in run("check", "无表.md").out
    missing = re.search(r"勾稽 (\d+) 项平衡，(\d+) 项因表格不全未核", run("check", "缺.md").out)
    assert sum(map(int, missing.groups())) == 42


ID_CARD = "11010519491231002X"
# What a Word file holds is no text for a screen.
ON_SCREEN = sorted(set(FORMATS) - {"docx"})


def private_draft(clean: Path) -> None:
    """A draft with a private number in the line of another finding."""
    text = clean.read_text(encoding="utf-8")
    at = text.index("\n", text.index("一、总体情况")) + 1
    Path("草稿.md").write_text(f"{text[:at]}\n我乡联系人身份证号{ID_CARD}。\n{text[at:]}", encoding="utf-8")


@pytest.mark.parametrize("name", ON_SCREEN)
def test_a_private_value_stays_masked_when_its_finding_is_left_out(run, clean, name):
    private_draft(clean)
    assert {"V101", "W101"} <= {code for code, *_ in findings(run("check", "草稿.md", "--output-format", "json").out)}
    Path("hegao.toml").write_text(
        '[[suppress]]\nfile = "草稿.md"\ncode = "V101"\nreason = "经本人同意"\n', encoding="utf-8"
    )
    for options in ((), ("--isolated", "--ignore", "V"), ("--isolated", "--select", "W")):
        outcome = run("check", "草稿.md", "--output-format", name, *options)
        assert "W101" in outcome.out
        # A record tells what was left out, and why.
        assert name in RECORDS or "V101" not in outcome.out.replace('"id": "V101"', "")
        assert ID_CARD not in outcome.out
    if name == "text":
        shown = run("check", "草稿.md", "--diff", "--unsafe-fixes").out
        assert "+我镇" in shown
        assert ID_CARD not in shown


def test_a_missing_file_ends_with_2_and_the_others_are_checked(run, faulty):
    outcome = run("check", "没有.md", faulty)
    assert outcome.status == 2
    assert outcome.err.startswith("hegao：没有.md：没有这个文件。请检查文件名")
    assert "faulty.md:" in outcome.out
    assert "1 个文件没能核对" in outcome.out


def test_a_folder_without_reports_ends_with_2(run, folder):
    for arguments in ((), (".",), (folder,)):
        outcome = run("check", *arguments)
        assert outcome.status == 2
        assert "没有找到报告草稿" in outcome.err
        assert "--allow-empty" in outcome.err
    assert run("check", "--allow-empty").status == 0


def test_a_folder_of_other_texts_ends_with_2_and_says_how_many(run, folder):
    Path("说明.md").write_text("会议记录。\n", encoding="utf-8")
    outcome = run("check", ".")
    assert outcome.status == 2
    assert "1 个文件不像报告，已跳过" in outcome.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0", "二进制文件"),
        (b"PK\x03\x04\x14\0\x06\0", "另存为"),
        (b"\xff\xfe\x00\xd8", "标明是 UTF-16LE 编码，但第 3 字节"),
    ],
)
def test_a_file_that_is_no_text_ends_with_2(run, folder, data, words):
    Path("草稿.md").write_bytes(data)
    outcome = run("check", ".")
    assert outcome.status == 2
    assert outcome.err.startswith("hegao：草稿.md：")
    assert words in outcome.err


def test_a_huge_file_ends_with_2(run, folder):
    with Path("汇编.md").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    outcome = run("check", "汇编.md")
    assert outcome.status == 2
    assert "20 MB" in outcome.err


def test_an_unreadable_file_ends_with_2(run, clean, monkeypatch):
    def refuse(path: str) -> object:
        from hegao.sources.files import _unreadable

        raise _unreadable(path, PermissionError(13, "Permission denied"))

    monkeypatch.setattr(examine, "read_draft", refuse)
    outcome = run("check", clean)
    assert outcome.status == 2
    assert "没有读取权限" in outcome.err


def test_closed_standard_input_ends_with_2(run, folder, monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    outcome = run("check", "-")
    assert outcome.status == 2
    assert "标准输入已关闭" in outcome.err


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("pack = \n", "hegao.toml:1：第 8 列起不合 TOML 写法"),
        ('[rules]\nignor = ["W101"]\n', "是不是想写“ignore”？"),
        ('[rules]\nignore = ["W9999"]\n', "hegao.toml:2：没有代码或名称为“W9999”的规则"),
        ('packs = ["own.toml"]\n', "own.toml"),
        ('[previous]\nreport = "旧.md"\n', "上年度报告读不了"),
    ],
)
def test_a_wrong_settings_file_ends_with_2(run, clean, settings, words):
    Path("hegao.toml").write_text(settings, encoding="utf-8")
    outcome = run("check", clean)
    assert outcome.status == 2
    assert words in outcome.err
    assert outcome.out == ""
    assert run("check", clean, "--isolated").status == 0


def test_a_settings_file_may_be_given(run, faulty):
    Path("other.toml").write_text("[rules]\nselect = ['V101']\n", encoding="utf-8")
    Path("hegao.toml").write_text("pack = \n", encoding="utf-8")
    assert run("check", faulty, "--config", "other.toml").status == 0
    missing = run("check", faulty, "--config", "没有.toml")
    assert missing.status == 2
    assert "没有.toml：读不了设置文件（文件不存在）" in missing.err


@pytest.mark.parametrize("option", ["--select", "--ignore", "--extend-select"])
def test_an_unknown_rule_on_the_command_line_ends_with_2(run, clean, option):
    outcome = run("check", clean, option, "wrong-row-lable")
    assert outcome.status == 2
    assert "命令行：没有代码或名称为“wrong-row-lable”的规则，是不是想写“wrong-row-label”？" in outcome.err


def test_rules_are_selected_on_the_command_line(run, faulty):
    all_codes = {code for code, *_ in findings(run("check", faulty, "--output-format", "json").out)}
    some = sorted(all_codes)[0]

    def codes(*options: str) -> set[str]:
        return {code for code, *_ in findings(run("check", faulty, "--output-format", "json", *options).out)}

    assert codes("--select", some) == {some}
    assert codes("--ignore", some) == all_codes - {some}
    assert codes("--select", some[0], "--ignore", "ALL，" + some) == {c for c in all_codes if c[0] == some[0]} - {some}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--sverity",), "不认识的选项：--sverity。"),
        (("--output-format", "xml"), "--output-format 没有 xml 这一项，可选：text"),
        (("--output-format",), "--output-format 后面要跟一个值。"),
        (("--jobs", "0"), "--jobs：应为 1 以上的整数，现为“0”。"),
        (("--jobs", "-1"), "--jobs：应为 1 以上的整数，现为“-1”。"),
        (("--jobs", "abc"), "--jobs：应为 1 以上的整数，现为“abc”。"),
        (("--severity", "W101"), "--severity 应写作 代码=级别"),
        (("--severity", "W101=fatal"), "--severity 应写作 代码=级别"),
        (("--config", "a", "--isolated"), "--isolated 不能与 --config 同用。"),
        (("--quiet=3",), "-q/--quiet 不带值"),
    ],
)
def test_a_wrong_option_ends_with_2_in_chinese(run, clean, arguments, words):
    outcome = run("check", clean, *arguments)
    assert outcome.status == 2
    assert words in outcome.err


@pytest.mark.parametrize("name", ON_SCREEN)
def test_every_format_goes_to_a_file_as_to_the_screen(run, faulty, name):
    screen = run("check", faulty, "--output-format", name)
    written = run("check", faulty, "--output-format", name, "--output-file", "out.txt")
    assert screen.status == written.status == 1
    assert written.out == ""
    if name in ("junit", "html"):
        return  # They tell the time.
    assert Path("out.txt").read_text(encoding="utf-8") == screen.out


def test_an_output_file_that_cannot_be_written_ends_with_2(run, clean):
    outcome = run("check", clean, "--output-file", "没有/out.txt")
    assert outcome.status == 2
    assert "写不了这个文件" in outcome.err


def test_machine_formats_are_whole_when_there_is_nothing(run, folder):
    for name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(run("check", "--output-format", name, "--allow-empty").out)
        assert run("check", "--output-format", name).status == 2


def test_excluded_files_are_left_out(run, clean, faulty):
    Path("hegao.toml").write_text('exclude = ["faulty.*"]\n', encoding="utf-8")
    assert run("check", ".").status == 0
    assert run("check", "faulty.md").status == 1
    assert run("check", "faulty.md", "--force-exclude").status == 0
    assert run("check", "faulty.md", "没有.md", "--force-exclude").status == 2


def test_it_is_said_when_everything_is_excluded(run, clean):
    Path("hegao.toml").write_text('exclude = ["*.md"]\n', encoding="utf-8")
    told = "要核对的文件都被 hegao.toml 的 exclude 排除了"
    for arguments in ((), (".",), (".", "--jobs", "2")):
        outcome = run("check", *arguments)
        assert outcome.status == 2
        assert told in outcome.err
    for arguments in ((clean, "--force-exclude"), (".", "--allow-empty")):
        outcome = run("check", *arguments)
        assert outcome.status == 0
        assert told in outcome.err
    assert run("check", clean, "--force-exclude", "-q").err == ""
    assert told not in run("check", "--isolated", "没有/").err


def test_a_folder_in_the_place_of_the_settings_ends_with_2(run, clean):
    Path("hegao.toml").mkdir()
    outcome = run("check", clean)
    assert outcome.status == 2
    assert "hegao.toml：读不了设置文件（这是文件夹）" in outcome.err


def test_a_missing_folder_is_told_as_such(run, folder):
    assert "没有/：没有这个文件或文件夹。" in run("check", "没有/").err


def test_color_follows_option_and_environment(run, faulty, monkeypatch):
    assert "\x1b[" not in run("check", faulty).out
    assert "\x1b[" in run("check", faulty, "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", faulty).out
    assert "\x1b[" not in run("check", faulty, "--color", "never").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", faulty).out


def test_quiet_leaves_out_the_summary_and_statistics_count(run, clean, faulty):
    assert run("check", clean, "-q").out == ""
    assert "核对" not in run("check", faulty, "-q").out.splitlines()[-1]
    code = findings(run("check", faulty, "--output-format", "json").out)[0][0]
    assert any(code in line.split() for line in run("check", faulty, "--statistics").out.splitlines()[-40:])


def suppression(text: str) -> str:
    return f'[[suppress]]\nfile = "faulty.md"\nreason = "原文如此"\n{text}\n'


def test_a_suppressed_finding_is_left_out_and_counted(run, faulty):
    before = findings(run("check", faulty, "--output-format", "json").out)
    code, _, _, text = before[0]
    Path("hegao.toml").write_text(suppression(f"code = {code!r}\ntext = {text!r}"), encoding="utf-8")
    after = findings(run("check", faulty, "--output-format", "json").out)
    assert after == [item for item in before if (item[0], item[3]) != (code, text)]
    assert "另有 1 处按配置不报" in run("check", faulty).out


def test_an_unused_suppression_is_told(run, faulty, clean):
    Path("hegao.toml").write_text(suppression('code = "W101"\ntext = "没有的字"'), encoding="utf-8")
    outcome = run("check", faulty)
    assert "hegao.toml:1：豁免“W101 faulty.md “没有的字””没有对应的问题" in outcome.out
    assert "豁免" not in run("check", clean).out
    faulty.unlink()
    assert "所指的文件不存在" in run("check", clean).out


def many(folder: Path, clean: Path, faulty: Path, count: int) -> None:
    for number in range(count):
        source = faulty if number % 7 == 3 else clean
        (folder / f"镇{number:03}.md").write_bytes(source.read_bytes())


@pytest.mark.parametrize("name", ["json", "text"])
def test_processes_change_nothing_but_the_time(run, folder, clean, faulty, name):
    many(folder, clean, faulty, 70)
    (folder / "坏.md").write_bytes(b"\0\1\2")
    one = run("check", ".", "--jobs", "1", "--output-format", name)
    three = run("check", ".", "--jobs", "3", "--output-format", name)
    assert one == three
    assert one.status == 2
    assert one.out.count("faulty.md") > 0


def test_a_wrong_setting_met_in_another_process_ends_with_2(run, folder, clean, faulty):
    many(folder, clean, faulty, 70)
    (folder / "甲").mkdir()
    (folder / "甲" / "草稿.md").write_bytes(clean.read_bytes())
    (folder / "甲" / "hegao.toml").write_text("zzz = 1\n", encoding="utf-8")
    outcome = run("check", ".", "--jobs", "2")
    assert outcome.status == 2
    assert "不认识的键“zzz”" in outcome.err


def test_a_rule_that_crashes_is_named_and_ends_with_2(run, faulty, monkeypatch):
    from hegao.checks.base import Check
    from hegao.checks.registry import CHECKS

    def crash(document, params):
        raise RuntimeError("secret 我乡")
        yield

    kind = next(iter(CHECKS))
    monkeypatch.setitem(CHECKS, kind, Check(CHECKS[kind].params, crash))
    outcome = run("check", faulty)
    assert outcome.status == 2
    assert "运行出错，结果不完整" in outcome.err
    assert "secret" not in outcome.out + outcome.err


def test_an_error_of_ours_is_told_without_text_of_the_draft(run, clean, monkeypatch):
    text = "".join(("sec", "ret"))  # Put together: a traceback shows lines of code.

    def crash(*_: object) -> object:
        raise RuntimeError(text)

    monkeypatch.setattr(examine, "check", crash)
    outcome = run("check", clean)
    assert outcome.status == 2
    assert "内部错误 RuntimeError" in outcome.err
    assert "反馈给维护者" in outcome.err
    assert "secret" not in outcome.err
    verbose = run("check", clean, "-v")
    assert "examine.py" in verbose.err
    assert "secret" not in verbose.err


def test_an_interrupted_run_ends_with_130(run, clean, monkeypatch):
    def interrupt(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "examine_all", interrupt)
    outcome = run("check", clean)
    assert outcome.status == 130
    assert "已中断" in outcome.err
