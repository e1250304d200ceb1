"""Marks, blanks and figures: places a rule example does not show."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import assert_marked, builtin_rules, findings_of
from hegao.fix import Applicability, apply_fixes

FILES = ("common/lexicon.toml", "common/wording.toml", "common/punctuation.toml", "common/numerals.toml")
RULES = [rule for rule in builtin_rules().values() if rule.source in FILES]

TABLE = """\
四、政府信息公开行政复议、行政诉讼情况

| 行政复议 | | | | |
| --- | --- | --- | --- | --- |
| 结果维持 | 结果纠正 | 其他 结果 | 尚未(审结, 含上年) | 总计 |
| 0 | 0 | 0 | 0 | 0 |
"""


def test_tables_are_left_alone():
    assert not findings_of(TABLE, RULES)


def test_the_layer_mark_of_a_paragraph_belongs_to_the_rules_about_layer_marks():
    assert_marked("P102", "一、总体情况\n(一)主动公开。各村⟦(⟧社区)都已更新。\n")
    assert_marked("P120", "一、总体情况\n(一）主动公开。各村（社区⟦)⟧都已更新。\n")


def test_a_bracket_after_an_item_number_has_no_partner():
    assert_marked("P120", "分三步：1）登记；2）答复；（3）归档；a）备查。少了一半⟦）⟧的除外。\n")


def test_brackets_pair_within_a_paragraph_only():
    assert_marked("P120", "第一段⟦（⟧没有完。\n\n　　第二段⟦）⟧又来了。\n")


def test_a_bracket_over_a_wrapped_line_has_its_partner():
    assert_marked("P120", "我镇按照县委、县政府要求认真组织开展政府信息公开工作（含各村、\n社区）不断取得新的成效。\n")


def test_a_heading_and_a_label_need_no_full_stop():
    text = "一、总体情况\n（一）主动公开政府信息有关情况\n\n　　全年公开30条。\n\n云岭镇人民政府\n2024年1月8日\n"
    assert_marked("P118", text)


def test_a_paragraph_cut_by_a_page_break_needs_no_full_stop():
    text = "一、总体情况\n全年公开信息30条。下一步我镇将继续完善公开制度，健全工作机制并\n\n不断提高公开质量。\n"
    assert_marked("P118", text)


def test_a_paragraph_before_an_indented_one_is_at_its_end():
    assert_marked(
        "P118", "一、总体情况\n　　全年公开信息30条。群众评价良⟦好⟧\n　　下一步继续完善公开制度，健全工作机制。\n"
    )


def test_blanks_are_a_slip_where_the_rest_has_none_and_a_habit_where_they_abound():
    habit = "全年公开信息 30 条，收到申请 2 件，办结 2 件。\n"
    assert not findings_of(habit, [builtin_rules()["P113"]])
    assert len(findings_of(habit, [builtin_rules()["P114"]])) == 6


@pytest.mark.parametrize(
    "text",
    [
        "咨询电话0000-1234567，网址https://example.gov.cn/a,b;c，邮箱a.b@example.gov.cn。\n",
        "依据国办函〔2020〕109号、《甲办法》（试行）办理，版本号为V2.0，比例为1:2。\n",
        "每天8:30开门；浏览1,234次；WPS Office 2019版。\n",
        "见[指南](https://example.gov.cn)和`a,b`。\n",
    ],
)
def test_addresses_numbers_and_code_are_left_alone(text):
    assert not findings_of(text, RULES), [finding.message for finding in findings_of(text, RULES)]


def test_no_fix_puts_a_blank_between_characters():
    for rule in RULES:
        for example in rule.examples:
            assert example.fixed is None or " " not in example.fixed.replace(" ", "", example.bad.count(" ")), rule.code


MARKS = "，。、；：（）()“”《》\"',.:;!?…-—～%％ 　\n"
WORDS = ("公开", "信息", "的的", "23年度", "二个", "近100余", "一是", "做到、", "１", "。。。")
PIECES = st.sampled_from([*MARKS, *WORDS])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_taken_and_fixing_settles(text):
    for _ in range(12):
        found = findings_of(text, RULES)
        for finding in found:
            assert 0 <= finding.span.start <= finding.span.end <= len(text)
        fixes = [fix for one in found for fix in one.fixes if fix.applicability is not Applicability.SUGGESTION]
        fixed, applied = apply_fixes(text, fixes)
        if not applied:
            return
        assert fixed != text
        text = fixed
    pytest.fail("fixing goes on for ever")


def test_the_title_of_a_fix_says_whether_a_mark_is_put_or_replaced():
    titles = []
    for mark in ("，", ""):
        text = f"一、总体情况\n（一）依申请公开。全年收到申请2件，已全部办结{mark}\n"
        (finding,) = findings_of(text, [builtin_rules()["P118"]])
        titles.append(finding.fixes[0].title)
    assert titles == ["改为“。”", "补上“。”"]


@pytest.mark.parametrize(
    "line",
    ["来源： 云岭镇 发布时间:2024年1月5 日 字体：[大 中 小]", "首页 > 政务 公开"],
)
def test_lines_of_the_web_page_around_a_report_are_no_text_of_it(line):
    head = "云岭镇2023年政府信息公开工作年度报告\n"
    body = "一、总体情况\n\n全年公开信息30条。\n\n云岭镇人民政府\n\n2024年1月8日\n"
    marks = [rule for rule in RULES if rule.code.startswith("P1")]
    assert findings_of(head + line + "\n" + body, marks) == []
    assert findings_of(head + body + line + "\n", marks) == []


def test_a_paragraph_below_the_title_is_text_of_the_report():
    text = "云岭镇2023年政府信息公开工作年度报告\n现将工作情况报告如下:\n一、总体情况\n全年公开信息30条。\n"
    assert [finding.code for finding in findings_of(text, RULES)] == ["P101"]


def test_a_line_end_without_blank_line_and_a_page_number_split_no_paragraph():
    rule = [builtin_rules()["P128"]]
    head = "一、总体情况\n坚持依法、"
    assert [finding.text for finding in findings_of(head + "\r\n　\r\n及时公开。\r\n", rule)] == ["、"]
    assert findings_of(head + "\n及时公开。\n", rule) == []
    assert findings_of(head + "\n", rule) == []
