"""Dates and years: what no calendar has, what last year's draft left behind, and what only looks like it."""

from __future__ import annotations

import pytest

from drafting import assert_marked, builtin_rules, document_of, findings_of
from hegao.checks.dates import signed_date
from hegao.engine import lint

TITLE = "云岭镇2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"


def draft(body: str, date: str = "2024年1月16日") -> str:
    return f"{TITLE}{body}\n\n云岭镇人民政府\n{date}\n"


@pytest.mark.parametrize(
    "day",
    ["2月30日", "2023年2月29日", "4月31日", "13月5日", "2023年0月1日", "2023年13月", "11月31号", "6月0日"],
)
def test_a_date_that_no_calendar_has_is_marked_whole(day):
    assert_marked("D101", f"{TITLE}截至⟦{day}⟧，公开信息60条。\n")


@pytest.mark.parametrize(
    "text",
    [
        "2024年2月29日",
        "2月29日",
        "1月31日",
        "12月31日",
        "24月龄儿童",
        "3个月30日内",
        "第312月刊",
        "1.15月均值5日",
        "十二月卅一日",
    ],
)
def test_a_possible_date_and_what_is_no_date_are_left_alone(text):
    assert not findings_of(draft(f"{text}，公开信息60条。"), [builtin_rules()["D101"]])


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2024年01月08日", "2024年1月8日"),
        ("2024年1月08日", "2024年1月8日"),
        ("二〇二四年一月八日", "2024年1月8日"),
        ("二○二四年十二月二十一日", "2024年12月21日"),
        ("二0二四年一月三十日", "2024年1月30日"),
        ("2024.1.8", "2024年1月8日"),
        ("2024-01-08", "2024年1月8日"),
        ("2024/1/8", "2024年1月8日"),
        ("2024年1月8号", "2024年1月8日"),
    ],
)
def test_a_signature_date_in_another_form_is_put_right(written, right):
    (finding,) = findings_of(draft("公开信息60条。", written), [builtin_rules()["D102"]])
    assert finding.text == written
    assert finding.fixes[0].edits[0].replacement == right


@pytest.mark.parametrize("written", ["2024年1月8日", "　　　　2024年1月8日", "2024 年 1 月 8 日", "2024年12月31日"])
def test_a_signature_date_in_the_standard_form_may_be_aligned_with_spaces(written):
    assert not findings_of(draft("公开信息60条。", written), [builtin_rules()["D102"]])


def test_a_signature_date_without_a_day_is_named_but_not_completed():
    (finding,) = findings_of(draft("公开信息60条。", "2024年1月"), [builtin_rules()["D102"]])
    assert "没有写到日" in finding.message
    assert not finding.fixes


def test_an_impossible_signature_date_is_not_rewritten():
    text = draft("公开信息60条。", "2024年02月30日")
    assert not findings_of(text, [builtin_rules()["D102"]])
    assert [finding.text for finding in findings_of(text, [builtin_rules()["D101"]])] == ["2024年02月30日"]


def test_the_signed_date_is_read_in_chinese_numerals():
    date = signed_date(document_of(draft("公开信息60条。", "二〇二四年一月二十五日")))
    assert date is not None
    assert (date.year, date.month, date.day) == (2024, 1, 25)


@pytest.mark.parametrize(
    ("code", "date"),
    [("D115", "2023年12月31日"), ("D115", "2023年1月16日"), ("D116", "2024年4月1日"), ("D117", "2025年1月16日")],
)
def test_a_signature_date_is_held_against_the_report_year(code, date):
    rules = [builtin_rules()[name] for name in ("D115", "D116", "D117")]
    assert [finding.code for finding in findings_of(draft("公开信息60条。", date), rules)] == [code]


def test_a_signature_date_in_january_after_the_report_year_is_right():
    rules = [builtin_rules()[name] for name in ("D115", "D116", "D117")]
    assert not findings_of(draft("公开信息60条。", "2024年1月31日"), rules)


FINISHED = [
    "⟦2024⟧年，我镇共主动公开信息60条。",
    "对⟦2024⟧年村级道路维修等项目信息及时进行了公开。",
    "⟦2024⟧年植树活动已完成，累计栽植树木3000棵。",
]


@pytest.mark.parametrize("sentence", FINISHED)
def test_finished_work_cannot_bear_a_later_year(sentence):
    marked = sentence.replace("对⟦", "做好⟦")
    assert_marked("D111", TITLE + marked + "\n")


PLANS = [
    "2024年，我镇将继续推进政府信息公开工作。",
    "2024年，我镇继续推进政府信息公开工作，一是加大学习力度。",
    "为2024年工作打下了坚实基础。",
    "制定了2024年政务公开工作要点。",
    "谋划了2024年重点工作。",
    "2024年1月8日召开了总结会。",
    "2024年城乡居民医保缴费工作已启动。",
    "完成了“2024年平安工程”宣传。",
    "公开了《云岭镇2024年防汛预案》。",
    "落实了国办函〔2024〕9号文件。",
    "2023—2024年供暖季保障方案已公开。",
    "2023年完成的项目，2024年已见效。",
]


@pytest.mark.parametrize("sentence", PLANS)
def test_plans_names_and_comparisons_keep_their_years(sentence):
    assert not findings_of(draft(sentence), [builtin_rules()["D111"]])


STALE = [
    "⟦2022⟧年，我镇认真贯彻条例。",
    "截至⟦2022⟧年底，发布信息60条。",
    "（一）主动公开。⟦2022⟧年度全镇公开信息60条。",
    "云岭镇⟦2021⟧年收到申请2件。",
]


@pytest.mark.parametrize("sentence", STALE)
def test_a_sentence_that_opens_with_an_earlier_year_is_asked_about(sentence):
    assert_marked("D112", TITLE + sentence + "\n")


PAST = [
    "2022年公开52条，2023年公开60条。",
    "2022年以来，网站运行平稳。",
    "2021年印发的公开制度继续执行。",
    "2022年度政府信息公开工作年度报告已按时公布。",
    "较2022年增长15%。",
    "根据全县2022年工作部署，开展清理。",
    "2021年、2022年连续两年获评先进。",
    "2016年，我镇成立便民服务中心。",
    "2022年底前遗留的栏目已更新。",
    "按照《安平县2022年政务公开工作要点》，公开信息60条。",
]


@pytest.mark.parametrize("sentence", PAST)
def test_history_and_comparisons_are_not_stale(sentence):
    assert not findings_of(draft(sentence), [builtin_rules()["D112"]])


def test_without_a_report_year_no_year_is_wrong():
    text = "一、总体情况\n\n2022年，我镇坚持公开透明。2024年，我镇共公开信息60条。\n"
    rules = [builtin_rules()[code] for code in ("D111", "D112", "D114")]
    nameless = document_of(text)._replace(year=None)
    assert lint(nameless, rules, force=True).findings == ()
    of_2023 = document_of(text)._replace(year=2023)
    assert [finding.code for finding in lint(of_2023, rules, force=True).findings] == ["D112", "D111"]


def test_both_years_of_a_stale_period_are_marked_and_repaired_together():
    text = "本报告数据统计期限为⟦2022⟧年1月1日至⟦2022⟧年12月31日。"
    assert_marked("D114", TITLE + text + "\n")


def test_a_period_that_is_not_the_statistical_one_is_free():
    text = draft("据统计，2023年6月1日至8月31日接待群众320人次；公示期限为2023年5月1日至5月31日。")
    assert not findings_of(text, [builtin_rules()["D114"]])
