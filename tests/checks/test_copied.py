"""What a copied draft leaves behind: another agency's report, plans for the year that is over."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, findings_of

RULES = builtin_rules()


def found(code: str, text: str, agency: str = "") -> list[str]:
    return [finding.text for finding in findings_of(text, [RULES[code]], agency)]


@pytest.mark.parametrize("other", ["安平县教育局", "青河镇", "石梁乡人民政府", "北坪街道办事处"])
def test_the_report_of_another_agency_is_found(other):
    text = f"云岭镇2023年政府信息公开工作年度报告\n现公布{other}2023年政府信息公开工作年度报告。\n"
    assert found("W121", text) == [other]


@pytest.mark.parametrize("own", ["云岭镇", "安平县云岭镇人民政府", "本镇", "我镇政府", "全镇", "本级政府"])
def test_the_own_agency_under_any_name_is_not(own):
    text = f"云岭镇2023年政府信息公开工作年度报告\n现向社会公布{own}2023年政府信息公开工作年度报告。\n"
    assert found("W121", text) == []


def test_an_office_may_publish_the_reports_of_others():
    text = "现公布青河镇2023年政府信息公开工作年度报告。\n"
    assert found("W121", text, "安平县人民政府办公室") == []


def test_nothing_is_compared_where_the_agency_is_unknown():
    assert found("W121", "现公布青河镇2023年政府信息公开工作年度报告。\n") == []


PLAN = "{title}\n{heading}\n公开内容不够全面。{year}年，我镇将进一步加强培训。\n"
TITLE = "云岭镇2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "heading", "year", "expected"),
    [
        (TITLE, "五、存在的主要问题及改进情况", "2023", ["2023"]),
        (TITLE, "五、存在的主要问题及改进情况", "2024", []),
        (TITLE, "一、总体情况", "2023", []),
        ("云岭镇政府信息公开工作年度报告", "五、存在的主要问题及改进情况", "2023", []),
    ],
)
def test_a_plan_for_the_report_year_is_found_among_the_plans(title, heading, year, expected):
    assert found("D118", PLAN.format(title=title, heading=heading, year=year)) == expected
