"""What is a section heading and what only looks like one."""

from __future__ import annotations

import pytest

from drafting import document_of


def numbers_of(text: str) -> list[int | None]:
    return [section.form.number if section.form else None for section in document_of(text).sections]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("一、总体情况", 1),
        ("一、 总体情况", 1),
        ("## 一、总体情况", 1),
        ("**一、总体情况**", 1),
        ("3、 收到和处理政府信息公开申请情况", 3),
        ("三、收到和处理政府信息公开申请的情况", 3),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("五、存在的主要问题和改进措施", 5),
        ("第六部分 其他需要报告的事项", 6),
        ("其他需要报告的事项", 6),
        ("六、其它需要报告的事项：", 6),
        ("二、主动公开政府信息清况", 2),
    ],
)
def test_a_heading_is_recognised_in_its_near_misses(line, number):
    assert numbers_of(line + "\n") == [number]


@pytest.mark.parametrize(
    "line",
    [
        "没有其他需要报告的事项。",
        "无其他需要报告的事项",
        "一、本年新收政府信息公开申请数量",
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
        "一、总体情况……………………1",
        "（一）主动公开政府信息情况",
        "一是加强学习。",
        "一、加强组织领导，明确责任分工，形成齐抓共管的工作局面。",
    ],
)
def test_a_line_that_only_looks_like_a_heading_is_none(line):
    assert numbers_of("云岭镇2023年政府信息公开工作年度报告\n" + line + "\n") == []


def test_run_in_text_after_a_heading_is_a_paragraph_of_its_own():
    document = document_of("六、其他需要报告的事项。本年度未收取信息处理费。\n")
    assert document.source[document.sections[0].heading] == "六、其他需要报告的事项"
    assert [document.view.text_of(block) for block in document.blocks_of(document.sections[0])] == [
        "本年度未收取信息处理费。"
    ]


def test_a_table_of_contents_holds_no_sections():
    text = "目录\n一、总体情况\n二、主动公开政府信息情况\n一、总体情况\n内容。\n二、主动公开政府信息情况\n"
    assert numbers_of(text) == [1, 2]


def test_a_paragraph_cut_by_a_page_break_is_joined():
    document = document_of("一、总体情况\n\n强化措施，依法、\n\n及时公开政府信息。\n\n另起一段。\n")
    assert [document.view.text_of(block) for block in document.prose()] == [
        "强化措施，依法、及时公开政府信息。",
        "另起一段。",
    ]


def test_arabic_items_within_the_first_section_are_no_sections():
    text = "一、总体情况\n1、主动公开情况\n公开信息30条。\n2、依申请公开情况\n无。\n二、主动公开政府信息情况\n"
    assert numbers_of(text) == [1, 2]
    assert numbers_of("一、总体情况\n3、收到和处理政府信息公开申请情况\n") == [1, 3]
    assert numbers_of("一、总体情况\n2、主动公开情况\n公开30条。\n二、主动公开政府信息情况\n") == [1, 2]


@pytest.mark.parametrize("title", ["政府信息公开工作的基本情况", "政府信息公开总体工作情况"])
def test_a_reworded_first_heading_is_not_taken_for_the_second(title):
    assert numbers_of(f"一、{title}\n全年公开信息30条。\n") == [1]


@pytest.mark.parametrize("line", ["（三）政府", "(二)云岭镇人民政府", "（五）政务服务中心"])
def test_a_numbered_line_is_no_signature(line):
    document = document_of(f"云岭镇人民政府2023年政府信息公开工作年度报告\n\n一、总体情况\n\n{line}")
    assert document.signature is None
