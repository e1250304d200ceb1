"""Titles of laws, document numbers, short forms and terms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import assert_marked, builtin_rules, document_of, findings_of
from hegao.engine import lint
from hegao.finding import Severity
from hegao.fix import Applicability, apply_fixes

RULES = [rule for code, rule in builtin_rules().items() if "W151" <= code <= "W299"]
NAMES = [rule for code, rule in builtin_rules().items() if "W101" <= code <= "W149"]
TITLE = "云岭镇2024年政府信息公开工作年度报告\n一、总体情况\n"

CLEAN = (
    "根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和国办公开办函〔2021〕30号要求编制，认真贯彻《条例》。",
    "依据《国务院办公厅关于印发〈政府信息公开信息处理费管理办法〉的通知》（国办函〔2020〕109号），本年度未收取信息处理费。",
    "落实《行政复议法》《行政诉讼法》《中华人民共和国行政复议法实施条例》，规范行政复议法律文书和行政处罚法制审核，举办档案法治讲座。",
    "（2023）陕08行终12号判决维持，安政复决字（2023）第3号决定撤销，劳人仲案字［2023］15号裁决已执行，房屋位于（2023）2号楼。",
    "安政发〔2024〕8号、安政办函〔2023〕112号、国发〔2024〕3号、云岭镇〔2024〕1号公告均已公开。",
    "国办公开办函〔2019〕60号自2021年9月起废止，修订前的国务院令第492号同时失效。",
    "推进政务公开标准化，报送政务信息12条，更新政务信息公开栏，建设政务信息公开平台。",
    "办理12345政务服务便民热线转办件104件，开通便民热线，接受省委巡视组、市委巡察组监督，未收取污水处理费。",
    "《关于贯彻〈政府信息公开条例〉的意见》《2024年政务公开工作要点》（以下简称《要点》）已落实，《要点》任务完成率>95%。",
    "开展“政府信息公开条例宣传周”活动，《云川省政务公开办法》《安平市信息公开工作规则》一并执行。",
)


@pytest.mark.parametrize("sentence", CLEAN)
def test_impeccable_prose_has_no_error_and_no_warning(sentence):
    found = findings_of(f"{TITLE}{sentence}\n", [rule for rule in RULES if rule.enabled])
    assert not [(f.code, f.text, f.message) for f in found if f.severity is not Severity.INFO]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("[2020]109号", "〔2020〕109号"),
        ("（2020）109号", "〔2020〕109号"),
        ("【2020】109号", "〔2020〕109号"),
        ("〔2020〕第109号", "〔2020〕109号"),
        ("〔2020〕0109号", "〔2020〕109号"),
        ("〔20〕109号", "〔2020〕109号"),
    ],
)
def test_a_document_number_gets_its_form(wrong, right):
    (finding,) = findings_of(f"依据国办函{wrong}规定收费。\n", [builtin_rules()["W205"]])
    assert finding.text == wrong
    assert finding.fixes[0].applicability is Applicability.SAFE
    assert finding.fixes[0].edits[0].replacement == right


def test_a_number_that_contradicts_its_title_is_wrong():
    assert_marked("W204", TITLE + "依据《政府信息公开信息处理费管理办法》（⟦国办发〔2020〕109号⟧）未收费。\n")


def test_the_trial_form_is_stale_only_from_2021_on():
    text = "云岭镇{}年政府信息公开工作年度报告\n根据国办公开办函〔2019〕60号编制。\n"
    rule = builtin_rules()["W203"]
    assert [len(findings_of(text.format(year), [rule])) for year in (2019, 2020, 2021, 2024)] == [0, 0, 1, 1]


def test_a_stale_title_with_its_number_is_one_finding():
    text = TITLE + "根据《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）编制。\n"
    assert len(findings_of(text, [builtin_rules()["W203"]])) == 1


def test_inner_marks_are_replaced_and_outer_ones_kept():
    text = "依据《关于印发《信息处理费管理办法》的通知》执行。\n"
    (finding,) = findings_of(text, [builtin_rules()["W206"]])
    fixed, _ = apply_fixes(text, finding.fixes)
    assert fixed == "依据《关于印发〈信息处理费管理办法〉的通知》执行。\n"
    assert not findings_of(fixed, [builtin_rules()["W206"]])


def test_an_outer_title_that_is_never_closed_is_left_to_other_rules():
    assert not findings_of(
        "依据《关于印发《信息处理费管理办法》的通知执行。\n《甲办法》施行。\n", [builtin_rules()["W206"]]
    )


def test_the_definition_of_a_short_form_goes_after_the_full_title():
    text = "贯彻《中华人民共和国政府信息公开条例》要求。\n加强《条例》学习。\n"
    (finding,) = findings_of(text, [builtin_rules()["W207"]])
    assert finding.fixes[0].applicability is Applicability.SUGGESTION
    fixed, _ = apply_fixes(text, finding.fixes)
    assert fixed.startswith("贯彻《中华人民共和国政府信息公开条例》（以下简称《条例》）要求。")
    assert not findings_of(fixed, [builtin_rules()["W207"]])


def test_a_short_form_used_before_its_definition_is_undefined():
    assert_marked("W207", "贯彻⟦《条例》⟧。\n《政府信息公开条例》（以下简称《条例》）已学习。\n")


MARKS = tuple("《》〈〉<>“”（）〔〕[]，。、：\n 0129年号第")
WORDS = (
    "云岭镇",
    "我乡",
    "乡政府",
    "条例",
    "政府信息公开条例",
    "以下简称",
    "国办函",
    "2020",
    "湖北省",
    "张家界市",
    "街道",
)
PIECES = st.sampled_from((*MARKS, *WORDS))


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_no_text_makes_a_rule_fail(pieces):
    for text in ("".join(pieces), TITLE + "".join(pieces)):
        outcome = lint(document_of(text), RULES + NAMES, force=True)
        assert not outcome.failures
        for finding in outcome.findings:
            assert 0 <= finding.span.start < finding.span.end <= len(text)
            assert "{" not in finding.message


@pytest.mark.parametrize(
    "unit",
    [
        "《",
        "《<",
        "<《政府信息",
        "乡政府、",
        "镇",
        "云岭镇政府",
        "省湖北省",
        "政府信息公开条例",
        "国办函[2020]",
        "（以下简称",
        "县政府",
        "我乡街道党",
    ],
)
def test_repetition_costs_in_proportion(unit):
    def steps(size: int) -> float:
        document = document_of(TITLE + unit * size)
        best = float("inf")
        for _ in range(3):
            start = time.thread_time()
            assert not lint(document, RULES + NAMES, force=True).failures
            best = min(best, time.thread_time() - start)
        return best

    # A quadratic check would take sixteen times as long; the bound leaves room for a busy machine.
    assert steps(8000) < 10 * steps(2000) + 0.02
