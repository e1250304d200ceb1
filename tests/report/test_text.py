"""The format for people."""

from __future__ import annotations

import re
from unicodedata import category, east_asian_width

import pytest

from hegao.engine import RuleFailure
from hegao.finding import Related, Severity
from hegao.fix import Applicability
from hegao.report.model import FileReport, Options, Summary
from hegao.report.screen import display_width, draw, visible
from hegao.text import SourceText, Span
from report.samples import BASIS, finding, fix, hard_report, marked_report, present, summary_of

HARD_TEXT = f"""\
云岭 镇/2024.md:2:7: 疑似[W101] 镇的报告里写了“我乡”
2 | “𪨶家村”<VT>我乡    本年度止件数
  | ·      ·    ^^^^
    依据：{BASIS}
    可改：改为“我镇”

云岭 镇/2024.md:2:10: 必错[T102] 列名“本年度止件数”应为“本年废止件数”
2 | “𪨶家村”<VT>我乡    本年度止件数
  | ·      ·            ^^^^^^^^^^^^
    依据：{BASIS}
    可改：改为“本年废止件数”
    另见：1:1 标题在这里

云岭 镇/2024.md:3:1: 提示[J103] 末尾有多余的字符
3 | 末行<U+2028>
  | ^^^^^^^^^^^^
    依据：{BASIS}

云岭 镇/2024.md:3:4: 疑似[C105] 缺少落款
3 | 末行<U+2028>
  |             ^
    依据：{BASIS}

核对 1 份报告：必错 1 处，疑似 2 处，提示 1 处；勾稽 82 项，2 项不平。
"""


def columns(text: str, ambiguous: int) -> int:
    """Columns of drawn text, counted independently of the code under test."""
    widths = {"W": 2, "F": 2, "A": ambiguous}
    return sum(0 if category(c) in ("Mn", "Me") else widths.get(east_asian_width(c), 1) for c in text)


def test_a_report_reads_like_this():
    assert present("text", hard_report()) == HARD_TEXT


def test_colours_change_no_word():
    coloured = present("text", hard_report(), options=Options(color=True))
    assert coloured != HARD_TEXT
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == HARD_TEXT


@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize(
    "marked",
    [
        "“以公开为常态”……——⟦我乡⟧",
        "⟦“我乡”⟧的",
        "①②③ＡＢＣ　⟦，⟧abc",
        "甲\t乙\x0b丙\xa0丁\u200b⟦戊\t己\x0c⟧庚",
        "𪨶𠮷🏛⟦𪨶a𠮷⟧",
        "é́e\u0301⟦e\u0301x⟧",
        "·—…‘’°×÷αβ⟦《》·⟧",
        "长" * 300 + "“⟦我乡⟧”" + "长" * 300,
        "“" * 300 + "⟦我乡⟧" + "”" * 300,
        "⟦" + "“长”" * 300 + "⟧",
    ],
)
def test_carets_stand_under_what_was_found_on_any_terminal(marked, ambiguous):
    report = marked_report(marked)
    _, line, carets, *_ = present("text", report).splitlines()
    assert columns(line, 2) <= 100
    text = report.findings[0].text
    found = "".join({"\t": "    ", "\x0b": "<VT>", "\x0c": "<FF>"}.get(c, c) for c in text)
    if found not in line:
        found = line[4:].strip("…") if line[4] != "…" or len(text) > 100 else ""
    at = line.index(found, 4)
    marks = carets[4:].lstrip(" ·")
    assert set(marks) <= set("^∧"), marks
    assert columns(carets[: len(carets) - len(marks)], ambiguous) == columns(line[:at], ambiguous)
    assert columns(marks, ambiguous) == columns(found, ambiguous)


def test_places_of_one_kind_in_one_line_are_shown_together():
    shown = present("text", marked_report("甲⟦,⟧乙⟦,⟧丙\n丁⟦,⟧戊\n"))
    assert shown.count("依据") == 2
    assert "云岭镇.md:1:2: 疑似[W101] “,”有误（本行 2 处）\n1 | 甲,乙,丙\n  |   ^  ^\n" in shown


def test_places_too_far_apart_to_draw_are_shown_one_by_one():
    shown = present("text", marked_report("甲⟦,⟧" + "乙" * 200 + "⟦,⟧丙"))
    assert shown.count("疑似[W101]") == 2
    assert "本行" not in shown


def test_a_finding_over_lines_shows_its_first_line_and_tells_where_it_ends():
    shown = present("text", marked_report("甲⟦乙\r\n丙⟧丁"))
    assert "1 | 甲乙\n  |   ^^ 至第 2 行\n" in shown
    assert "“乙<换行>丙”有误" in shown


def test_an_empty_draft_can_have_a_finding():
    shown = present("text", marked_report("⟦⟧", message="缺少标题"))
    assert shown.startswith("云岭镇.md:1:1: 疑似[W101] 缺少标题\n1 |\n  | ^\n")


def test_a_place_at_the_end_of_a_cut_line_gets_its_caret():
    drawn = draw("长" * 500, [(500, 500)], 60)
    assert drawn.line.startswith("…长")
    assert drawn.carets.endswith("^")
    assert columns(drawn.carets[:-1], 2) == columns(drawn.line, 2)


@pytest.mark.parametrize("ambiguous", [1, 2])
def test_points_do_not_shift_what_follows(ambiguous):
    line = "甲“乙a丙“丁"
    for first in range(len(line)):
        for second in range(first + 1, len(line) + 1):
            drawn = draw(line, [(first, first), (second, second)], 60)
            ranges = [
                (match.start(), columns(drawn.carets[: match.start()], ambiguous))
                for match in re.finditer("[\\^∧]", drawn.carets)
            ]
            assert [at for _, at in ranges] == [columns(line[:place], ambiguous) for place in (first, second)]


def test_a_mark_on_a_character_without_width_gets_a_caret():
    assert draw("e\u0301x", [(1, 2)], 60).carets == " ^"


def test_carets_inside_a_line_end_stay_on_the_line():
    assert "1 | 甲\n  |   ^\n" in present("text", marked_report("甲\r⟦\n⟧乙"))


def test_line_numbers_are_aligned():
    shown = present("text", marked_report("⟦甲⟧\n" * 10))
    assert "\n 9 | 甲\n   | ^^\n     依据" in shown
    assert "\n10 | 甲\n   | ^^\n     依据" in shown


def test_several_suggestions_are_alternatives():
    text = "3\t5"
    span = Span(0, 1)
    fixes = tuple(fix(span, new, f"把 3 改为 {new}", Applicability.SUGGESTION) for new in ("5", "8"))
    shown = present("text", FileReport("a.md", SourceText(text), (finding(text, span, fixes=fixes),)))
    assert "    可改：把 3 改为 5\n          或者，把 3 改为 8\n" in shown


def test_many_related_places_are_counted():
    text = "甲\n乙"
    related = tuple(Related(Span(2, 3), f"第 {n} 处") for n in range(9))
    shown = present("text", FileReport("a.md", SourceText(text), (finding(text, Span(0, 1), related=related),)))
    assert "    另见：2:1 第 0 处\n          2:1 第 1 处\n" in shown
    assert "第 5 处\n          还有 3 处\n" in shown
    assert "第 6 处" not in shown


def test_what_a_terminal_would_obey_is_spelt_out_everywhere():
    text = "\x1b[31m我乡\u202e"
    report = FileReport("a\x1bb.md", SourceText(text), (finding(text, Span(0, len(text))),), note="")
    for name in ("text", "concise"):
        shown = present(name, report)
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "a<ESC>b.md:1:1" in shown
        assert "<ESC>[31m我乡<U+202E>" in shown


def test_a_clean_run_says_so():
    clean = FileReport("a.md", SourceText("甲"), relations_checked=82)
    assert present("text", clean) == "核稿 √ 未发现问题：核对 1 份报告；勾稽 82 项，全部平衡。\n"
    assert present("text", clean, options=Options(quiet=True)) == ""


def test_the_summary_tells_all_there_is_to_tell():
    summary = Summary(
        files=3,
        reports=2,
        skipped=4,
        suppressed=1,
        unreadable=1,
        warnings=1,
        failures={"T102": 1},
        unused_suppressions=("hegao.toml:8: 这条例外没有用到",),
    )
    shown = present("text", options=Options(verbose=True), summary=summary)
    assert shown == (
        "\nhegao.toml:8: 这条例外没有用到\n"
        "核对 3 份文稿（其中年度报告 2 份）：必错 0 处，疑似 1 处，提示 0 处；另有 1 处按配置不报；"
        "跳过 4 个不是报告的文件；1 个文件没能核对；1 条规则运行出错；用时 0.00 秒。\n"
    )
    assert present("text", summary=Summary(skipped=2)) == "没有核对任何文稿；跳过 2 个不是报告的文件。\n"


def test_statistics_rank_the_rules():
    reports = (marked_report("⟦甲⟧⟦乙⟧", code="P101"), marked_report("⟦甲⟧", code="T101"))
    shown = present("concise", *reports, options=Options(statistics=True, quiet=True), summary=summary_of(*reports))
    assert shown.endswith("2  P101\n1  T101\n")


def test_failures_notes_and_encodings_are_told():
    report = FileReport(
        "a.md",
        SourceText("甲"),
        failures=(RuleFailure("T102", "KeyError"),),
        is_report=False,
        note="不像年度报告，只按通用规则核对。",
        encoding="gb18030",
    )
    shown = present("text", report, options=Options(verbose=True))
    assert "a.md: 规则 T102 运行出错（KeyError）" in shown
    assert "a.md: 不像年度报告，只按通用规则核对。\na.md: 编码 gb18030\n" in shown
    quiet = present("text", report, options=Options(quiet=True))
    assert "T102" in quiet
    assert "编码" not in quiet


def test_concise_is_one_line_a_finding():
    assert present("concise", hard_report(), options=Options(quiet=True)) == (
        "云岭 镇/2024.md:2:7: 疑似[W101] 镇的报告里写了“我乡”\n"
        "云岭 镇/2024.md:2:10: 必错[T102] 列名“本年度止件数”应为“本年废止件数”\n"
        "云岭 镇/2024.md:3:1: 提示[J103] 末尾有多余的字符\n"
        "云岭 镇/2024.md:3:4: 疑似[C105] 缺少落款\n"
    )


def test_every_severity_has_a_word():
    for severity, word in ((Severity.ERROR, "必错"), (Severity.WARNING, "疑似"), (Severity.INFO, "提示")):
        assert f" {word}[W101] " in present("concise", marked_report("⟦甲⟧", severity=severity))


def test_visible_text_is_one_line_and_harmless():
    assert visible("甲\r\n乙\t丙\u3000丁") == "甲<换行>乙 丙\u3000丁"
    assert visible("无事") == "无事"
    assert display_width("a甲“\x0b") == 1 + 2 + 2 + 4
