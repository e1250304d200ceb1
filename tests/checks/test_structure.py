"""Title, sections and numbering: what the rules' own examples do not show."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, findings_of
from hegao.checks.difference import describe_difference
from hegao.checks.headings import misplaced
from hegao.fix import apply_fixes
from samples import LAYOUTS, sample

STRUCTURE = ("title.toml", "sections.toml", "numbering.toml")
RULES = [rule for rule in builtin_rules().values() if rule.source.rsplit("/", 1)[-1] in STRUCTURE]
TITLE = "云岭镇2023年政府信息公开工作年度报告\n"
SECTIONS = (
    "一、总体情况\n", "二、主动公开政府信息情况\n", "三、收到和处理政府信息公开申请情况\n",
    "四、政府信息公开行政复议、行政诉讼情况\n", "五、存在的主要问题及改进情况\n", "六、其他需要报告的事项\n",
)  # fmt: skip


def said(text: str, *codes: str) -> list[tuple[str, str]]:
    """(code, text found) of the structure rules, or of some of them."""
    return [(f.code, f.text) for f in findings_of(text, RULES) if not codes or f.code in codes]


@pytest.mark.parametrize(
    ("found", "expected", "difference"),
    [
        ("本年度止件数", "本年废止件数", "（“度”应为“废”）"),
        ("规范性文件", "行政规范性文件", "（少“行政”）"),
        ("收到和处理政府信息公开申请的情况", "收到和处理政府信息公开申请情况", "（多“的”）"),
        ("总体总体情况", "总体情况", "（多“总体”）"),
        ("存在的主要问题和改进措施", "存在的主要问题及改进情况", "（“和”应为“及”，“措施”应为“情况”）"),
        ("总体情况", "总体情况", ""),
        ("工作概述", "总体情况", ""),
        ("", "总体情况", ""),
        ("字" * 300, "总体情况", ""),
    ],
)
def test_a_difference_is_told_in_characters(found: str, expected: str, difference: str):
    assert describe_difference(found, expected) == difference


def test_the_fewest_are_out_of_place():
    assert misplaced([1, 2, 6, 3, 4, 5]) == {2}
    assert misplaced([2, 1]) in ({0}, {1})
    assert misplaced([]) == set()
    assert misplaced([1, 2, 3]) == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_clean_report_has_no_structural_finding(layout: str):
    assert said(sample(layout)) == []


def test_a_title_over_two_lines_is_marked_and_corrected_at_its_words():
    text = "云岭镇2023年信息公 开\n工作年度报告\n一、总体情况\n"
    (finding,) = findings_of(text, [builtin_rules()["S102"]])
    assert finding.text == "信息公 开\n工作年度报告"
    fixed, _ = apply_fixes(text, finding.fixes)
    assert fixed.startswith("云岭镇2023年政府信息公开工作年度报告\n一、")


@pytest.mark.parametrize(
    "title",
    [
        "云岭镇2023年政府信息公开工作年度报告",
        "云岭镇人民政府2023年政府信息公开工作年度报告",
        "2023年云岭镇政府信息公开工作年度报告",
        "云岭镇 2023 年政府信息公开工作年度报告",
        "# 云岭镇2023年政府信息公开工作年度报告",
        "[bookmark: _GoBack]云岭镇2023年政府信息公开工作年度报告",
        "安平县教育局2023年度政府信息公开工作年度报告",
        "云岭镇人民政府\n2023年政府信息公开工作年度报告",
    ],
)
def test_a_right_title_is_left_alone(title: str):
    assert said(f"{title}\n一、总体情况\n正文。\n", *(f"S10{n}" for n in "12345689"), "S110") == []


def test_a_letter_title_is_told_once():
    text = "关于报送云岭镇2023年信息公开工作总结的报告\n一、总体情况\n"
    assert [code for code, _ in said(text) if code < "S111" and code != "S107"] == ["S106"]


def test_neighbouring_missing_sections_are_one_finding_and_inserted_together():
    text = TITLE + SECTIONS[0] + "正文。\n" + "".join(SECTIONS[3:])
    (finding,) = findings_of(text, [builtin_rules()["S111"]])
    assert finding.text == SECTIONS[3].strip()
    assert "“二、主动公开政府信息情况”“三、收到和处理政府信息公开申请情况”" in finding.message
    fixed, _ = apply_fixes(text, finding.fixes)
    assert said(fixed, "S111", "S113", "S116") == []


def test_a_section_of_another_name_in_the_place_of_a_missing_one_is_misnamed_and_not_missing():
    text = TITLE + SECTIONS[0] + "正文。\n二、信息发布工作\n" + "".join(SECTIONS[2:])
    assert said(text, "S107", "S111", "S118") == [("S107", "信息发布工作")]


def test_a_wrongly_numbered_section_is_told_once():
    text = TITLE + "".join(SECTIONS[:4]) + "六、存在的主要问题及改进情况\n正文。\n" + SECTIONS[5] + "正文。\n"
    assert said(text, "S111", "S113", "S114", "S116", "S118") == [("S116", "六、")]


def test_a_moved_section_is_the_only_one_out_of_order():
    text = TITLE + SECTIONS[0] + SECTIONS[4] + "".join(SECTIONS[1:4]) + SECTIONS[5]
    assert said(text, "S111", "S113", "S116") == [("S113", SECTIONS[4].strip())]


def test_the_rows_of_a_table_are_no_sections_and_no_paragraphs():
    for layout in LAYOUTS:
        assert said(sample(layout), "S113", "S114", "S118", "S131", "S132", "S133", "S134", "S135") == []


def numbered(*lines: str) -> list[tuple[str, str]]:
    text = TITLE + SECTIONS[0] + "\n".join(lines) + "\n"
    return said(text, "S131", "S132", "S133", "S134")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("（一）甲。", "（二）乙。", "（四）丁。", "（五）戊。"), [("S131", "（四）")]),
        (("（一）甲。", "（三）乙。", "（三）丙。"), [("S131", "（三）")]),
        (("（一）甲。", "（二）乙。", "（三）丙。", "（五）丁。", "（四）戊。"), [("S131", "（五）")]),
        (("1.甲。", "2.乙。", "1.丙。", "2.丁。"), [("S132", "1.")]),
        (("（一）甲。", "1.子。", "2.丑。", "（二）乙。", "1.寅。", "3.卯。"), [("S131", "3.")]),
        (("（一）甲。", "2.乙。", "（三）丙。"), [("S133", "2.")]),
        (("（一）甲。", "（1）子。"), [("S134", "（1）")]),
        (("（二）乙。",), [("S131", "（二）")]),
    ],
)
def test_a_break_in_the_numbering_is_told_once(lines: tuple[str, ...], expected: list[tuple[str, str]]):
    assert numbered(*lines) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("（一）甲。", "正文一段。", "（二）乙。", "正文一段。", "（三）丙。"),
        ("（一）甲。", "（二）乙。", "下面说措施。", "（一）丙。", "（二）丁。"),
        ("1.甲。2.乙。", "3.丙。"),
        ("存在的问题：1.甲。", "2.乙。"),
        ("（一）甲。1.子。2.丑。", "3.寅。", "（二）乙。"),
        ("（一）甲。", "1.子。", "（1）细。", "（2）细。", "2.丑。", "（二）乙。", "1.寅。"),
        ("1.甲。", "（一）子。", "（二）丑。", "2.乙。", "（一）寅。"),
        ("2.5万元用于培训。", "12.8%的信息通过公告栏公开。"),
        ("一、二季度各开展培训1次。", "三、四季度各开展检查1次。"),
        ("①甲。", "②乙。", "③丙。"),
        ("一是甲。", "三是丙。"),
        tuple(f"（{n}）内容。" for n in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")),
    ],
)
def test_sound_numbering_is_left_alone(lines: tuple[str, ...]):
    assert [found for found in numbered(*lines) if found[0] != "S134"] == []


def test_renumbering_makes_the_list_whole():
    text = TITLE + SECTIONS[0] + "（一）甲。\n（二）乙。\n（二）丙。\n（三）丁。\n"
    (finding,) = findings_of(text, [builtin_rules()["S131"]])
    fixed, _ = apply_fixes(text, finding.fixes)
    assert fixed.endswith("（一）甲。\n（二）乙。\n（三）丙。\n（四）丁。\n")


def test_a_very_long_broken_list_is_no_burden():
    text = TITLE + SECTIONS[0] + "".join(f"（{n}）内容。\n" for n in "一二三四五六七八九十") * 300
    found = findings_of(text, [builtin_rules()["S131"], builtin_rules()["S132"]])
    assert {finding.code for finding in found} == {"S132"}
    assert sum(len(fix.edits) for finding in found for fix in finding.fixes) < 20 * len(found) + 1


def test_the_parts_of_a_letter_are_found_and_their_removal_leaves_the_report():
    text = TITLE + "安平县人民政府办公室：\n现报告如下：\n" + SECTIONS[5] + "本年度未收取信息处理费。\n特此报告。\n"
    found = findings_of(text, [builtin_rules()["S151"], builtin_rules()["S152"]])
    assert [f.text for f in found] == ["安平县人民政府办公室：", "特此报告。"]
    fixed, _ = apply_fixes(text, [fix for finding in found for fix in finding.fixes])
    assert fixed == TITLE + "现报告如下：\n" + SECTIONS[5] + "本年度未收取信息处理费。\n"


@pytest.mark.parametrize(
    ("order", "found", "neighbour", "message"),
    [
        ((0, 2, 1, 3, 4, 5), 1, 2, "”后面了，应移到它前面"),
        ((1, 2, 3, 4, 5, 0), 0, 1, "”后面了，应移到它前面"),
        ((0, 1, 2, 5, 3, 4), 5, 4, "”前面了，应移到它后面"),
    ],
)
def test_a_section_out_of_order_names_the_neighbour_it_stands_wrongly_beside(order, found, neighbour, message):
    text = TITLE + "".join(SECTIONS[at] + "正文。\n" for at in order)
    (finding,) = findings_of(text, [builtin_rules()["S113"]])
    assert finding.text == SECTIONS[found].strip()
    assert finding.message == f"“{finding.text}”排在“{SECTIONS[neighbour].strip()}{message}"
    (related,) = finding.related
    assert text[related.span.start : related.span.end] == SECTIONS[neighbour].strip()
    fixed, _ = apply_fixes(text, finding.fixes)
    assert said(fixed, "S113") == []


def test_missing_last_sections_are_told_once_before_the_signature():
    text = TITLE + SECTIONS[0] + "正文。\n\n云岭镇人民政府\n2024年1月16日\n"
    (finding,) = findings_of(text, [builtin_rules()["S111"]])
    assert finding.absent
    assert finding.span == (text.index("正文。") + 3,) * 2
    assert all(section.strip() in finding.message for section in SECTIONS[1:])


def test_a_draft_without_title_has_no_letter_head():
    assert said("云岭镇人民政府文件\n" + SECTIONS[0] + "正文。\n", "S153") == []
