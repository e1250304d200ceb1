"""Required content: what must be said, by whom the report is signed, and what a township cannot claim."""

from __future__ import annotations

import pytest

from drafting import assert_marked, builtin_rules, findings_of
from hegao.fix import apply_fixes

TITLE = "云岭镇2023年政府信息公开工作年度报告\n\n"
ASPECTS = (
    "（一）主动公开。全年公开信息60条。\n\n（二）依申请公开。未收到申请。\n\n（三）政府信息管理。落实审查制度。\n\n"
    "（四）政府信息公开平台建设。维护专栏。\n\n（五）监督保障。开展社会评议。\n\n"
)
FIVE = "五、存在的主要问题及改进情况\n\n一是公开不够及时。二是解读单一。下一步，我镇将按月自查。\n\n"
SIX = "六、其他需要报告的事项\n\n"
END = "云岭镇人民政府\n2024年1月16日\n"


def report(fee: str = "本年度未收取信息处理费。", end: str = END, title: str = TITLE) -> str:
    return f"{title}一、总体情况\n\n统计期限为2023年1月1日至2023年12月31日。\n\n{ASPECTS}{FIVE}{SIX}{fee}\n\n{end}"


def codes(text: str) -> list[str]:
    return [finding.code for finding in findings_of(text, [r for r in builtin_rules().values() if r.family == "C"])]


def test_a_report_with_all_statements_is_clean():
    assert codes(report()) == []


@pytest.mark.parametrize(
    "fee",
    [
        "本年度未收取信息处理费。",
        "收取信息处理费380元，涉及2件申请。",
        "2023年未发出收费通知。",
        "没有发生政府信息处理费收费情况。",
        "全年未收取任何费用。",
        "未产生费用。",
        "信息公开处理费为0元。",
    ],
)
def test_every_way_to_report_the_fee_counts(fee):
    assert "C101" not in codes(report(fee))


@pytest.mark.parametrize("fee", ["无其他需要报告的事项。", "全年办理热线工单60件。", "公开行政事业性收费目录12项。"])
def test_a_report_without_a_word_on_the_fee_is_marked_at_the_heading(fee):
    assert_marked("C101", report(fee).replace("六、其他需要报告的事项", "⟦六、其他需要报告的事项⟧"))


def test_the_suggested_fee_sentence_settles_the_finding():
    text = report("全年办理热线工单60件。")
    (finding,) = findings_of(text, [builtin_rules()["C101"]])
    fixed, _ = apply_fixes(text, finding.fixes[:1])
    assert "工单60件。\n\n本年度未收取信息处理费。\n\n云岭镇人民政府" in fixed
    assert "C101" not in codes(fixed)


def test_the_second_suggestion_leaves_a_blank_that_is_found_until_filled():
    text = report("全年办理热线工单60件。")
    (finding,) = findings_of(text, [builtin_rules()["C101"]])
    fixed, _ = apply_fixes(text, finding.fixes[1:])
    assert [found.text for found in findings_of(fixed, [builtin_rules()["J106"]])] == ["____"]


def test_a_sentence_is_added_with_the_line_ends_of_the_draft():
    text = report("全年办理热线工单60件。").replace("\n", "\r\n")
    (finding,) = findings_of(text, [builtin_rules()["C101"]])
    fixed, _ = apply_fixes(text, finding.fixes[:1])
    assert "\n" not in fixed.replace("\r\n", "")


def test_the_fee_in_section_one_is_asked_to_move():
    text = report("全年办理热线工单60件。").replace("未收到申请。", "未收到申请，未收取信息处理费。")
    assert codes(text) == ["C102"]


def test_all_missing_aspects_are_one_finding():
    text = report().replace(ASPECTS, "全镇工作推进顺利，开展了考核。\n\n")
    (finding,) = findings_of(text, [builtin_rules()["C103"]])
    assert finding.text == "一、总体情况"
    assert finding.message.endswith("没有看到：主动公开、依申请公开、政府信息管理、政府信息公开平台建设")


def test_only_governments_report_accountability():
    text = report().replace("开展社会评议", "工作推进顺利")
    assert codes(text) == ["C104"]
    bureau = text.replace("云岭镇人民政府", "安平县财政局").replace("云岭镇", "安平县财政局").replace("我镇", "我局")
    assert codes(bureau) == []
    office = text.replace("云岭镇人民政府", "前进街道办事处").replace("云岭镇", "前进街道").replace("我镇", "我街道")
    assert codes(office) == []


@pytest.mark.parametrize(
    ("end", "variant"),
    [("", "没有署名和成文日期"), ("云岭镇人民政府\n", "没有成文日期"), ("2024年1月16日\n", "没有署名")],
)
def test_what_the_end_lacks_is_named(end, variant):
    (finding,) = findings_of(report(end=end), [builtin_rules()["C111"]])
    assert variant in finding.message
    assert finding.span.empty
    assert finding.absent


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("云岭镇", "云岭镇人民政府"),
        ("云岭镇", "安平县云岭镇人民政府"),
        ("安平县云岭镇人民政府", "云岭镇人民政府"),
        ("云岭镇", "云岭镇政府"),
        ("前进街道", "前进街道办事处"),
        ("安平县", "安平县人民政府办公室"),
        ("安平县财政局", "安平县财政局"),
        ("安平县财政局", "县财政局"),
        ("安平县卫健局", "安平县卫生健康局"),
        ("安平县人民政府办公室", "安平县人民政府办公室"),
    ],
)
def test_the_agency_may_sign_in_full_or_in_short(title, issuer):
    text = report(title=f"{title}2023年政府信息公开工作年度报告\n\n", end=f"　　{issuer}\n2024年1月16日\n")
    assert not findings_of(text, [builtin_rules()["C112"]])


@pytest.mark.parametrize(
    ("title", "issuer", "right"),
    [
        ("云岭镇", "云岭镇人民政府办公室", "云岭镇人民政府"),
        ("云岭镇人民政府", "安平县云岭镇党政综合办公室", "安平县云岭镇人民政府"),
        ("前进街道", "前进街道办事处综合办公室", "前进街道办事处"),
    ],
)
def test_an_office_does_not_sign_for_a_township(title, issuer, right):
    text = report(title=f"{title}2023年政府信息公开工作年度报告\n\n", end=f"{issuer}\n2024年1月16日\n")
    (finding,) = findings_of(text, [builtin_rules()["C112"]])
    assert finding.text == issuer
    assert finding.fixes[0].edits[0].replacement == right


@pytest.mark.parametrize(
    ("five", "count"),
    [
        ("无", 1),
        ("暂无。", 1),
        ("无明显问题。", 1),
        ("存在不足。", 1),
        ("一是内容偏少。二是更新不及时。", 1),
        ("公开力度仍需加强，将按月自查。", 0),
        ("问题：1. 发布形式单一。改进情况：1. 指定专人负责。", 0),
    ],
)
def test_section_five_needs_problems_and_improvements(five, count):
    text = report().replace(FIVE, f"五、存在的主要问题及改进情况\n\n{five}\n\n")
    assert len(findings_of(text, [builtin_rules()["C121"]])) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("全年制定规章2件。", 1),
        ("现行有效规章6件。", 1),
        ("制发规章0件。", 0),
        ("制定规章制度3项。", 0),
        ("未出台相关规章、行政规范性文件2件。", 0),
        ("转发省政府规章2件。", 0),
    ],
)
def test_a_township_cannot_make_regulations(sentence, count):
    text = report().replace("落实审查制度。", sentence)
    assert len(findings_of(text, [builtin_rules()["C131"]])) == count


@pytest.mark.parametrize(("first", "code"), [("2023年公开信息60条。", "C101"), ("全年未收取信息处理费。", "C122")])
def test_the_missing_fee_is_told_by_one_rule(first, code):
    text = f"云岭镇2023年政府信息公开工作年度报告\n\n一、总体情况\n\n{first}\n\n六、其他需要报告的事项\n\n无。\n"
    rules = builtin_rules()
    found = findings_of(text, [rules["C101"], rules["C102"], rules["C122"]])
    assert [finding.code for finding in found] == [code]
    # Without the rule that says it more plainly the other one speaks.
    elsewhere = findings_of(text, [rules["C102"]])
    assert [finding.code for finding in elsewhere] == (["C102"] if code == "C122" else [])


def test_a_section_that_says_nothing_may_be_replaced_by_the_statement():
    text = report("无。").replace("全年公开信息60条。", "全年公开信息60条，未收取信息处理费。")
    (finding,) = findings_of(text, [builtin_rules()["C122"]])
    (fix,) = finding.fixes
    fixed, _ = apply_fixes(text, [fix])
    assert fixed == text.replace("\n无。\n", "\n本年度未收取信息处理费，没有其他需要报告的事项。\n")
    assert codes(fixed) == []


def test_a_draft_without_its_last_sections_is_not_asked_for_a_signature():
    text = report()[: report().index("六、")]
    rules = builtin_rules()
    assert [finding.code for finding in findings_of(text, [rules["C111"]])] == ["C111"]
    assert {finding.code for finding in findings_of(text, [rules["C111"], rules["S111"]])} == {"S111"}
    # A section missing elsewhere says nothing about the end.
    middle = report(end="").replace(FIVE, "")
    assert {finding.code for finding in findings_of(middle, [rules["C111"], rules["S111"]])} == {"C111", "S111"}


def test_a_suggestion_with_blanks_says_that_they_are_to_be_filled_in():
    text = "云岭镇2023年政府信息公开工作年度报告\n\n六、其他需要报告的事项\n\n无。\n"
    (finding,) = findings_of(text, [builtin_rules()["C101"]])
    assert [fix.title.endswith("（把____换成实际情况）") for fix in finding.fixes] == [False, True]
    assert all("换成实际情况" not in edit.replacement for fix in finding.fixes for edit in fix.edits)
