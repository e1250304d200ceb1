"""What short titles, document numbers and figures of the text refer to."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, document_of
from hegao.checks.document_numbers import known_document, number_at
from hegao.checks.law_titles import full_title, title_at
from hegao.checks.own_name import own_mentions
from hegao.checks.prose_ties import ties
from samples import LAYOUTS, sample

RULES = builtin_rules()
TITLES, NUMBERS, STALE = (RULES[code].params for code in ("W202", "W204", "W203"))
PLACES = RULES["W102"].params
LEADS = RULES["W101"].params.leads


@pytest.mark.parametrize("short", ["条例", "政府信息公开条例"])
def test_a_short_title_stands_for_the_official_one_that_ends_so(short):
    assert full_title("", short, TITLES) == "中华人民共和国政府信息公开条例"


def test_a_definition_of_the_draft_goes_before():
    text = "依据《云川省政务公开条例》（以下简称《条例》）编制。\n《条例》要求。"
    assert full_title(text, "条例", TITLES) == "云川省政务公开条例"


@pytest.mark.parametrize("short", ["法", "方案", "云岭镇办法"])
def test_a_title_that_may_be_several_or_none_stands_for_nothing(short):
    assert full_title("", short, TITLES) == ""


def test_the_title_around_a_place_is_found_with_its_marks():
    text = "依据《甲办法》和《关于〈乙〉的通知》办理。\n《丙》"
    assert title_at(text, text.index("甲")) == (2, 7)
    assert title_at(text, text.index("乙")) == (8, 18)
    assert title_at(text, text.index("和")) is None
    assert title_at(text, len(text) - 1) == (text.index("《丙"), len(text))


@pytest.mark.parametrize(
    "written", ["国办公开办函〔2021〕30号", "国办公开办函【2021】第030号", "国办公开办函(2021)30号"]
)
def test_a_document_number_is_known_however_it_is_written(written):
    text = f"按照{written}编制。"
    start, end, number = number_at(text, 5, NUMBERS)
    assert text[start:end] == written
    assert "年度报告格式" in known_document(number, NUMBERS, STALE)


def test_a_decree_is_known_by_its_number():
    text = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
    start, end, number = number_at(text, text.index("711"), NUMBERS)
    assert text[start:end] == number == "国务院令第711号"
    assert "政府信息公开条例" in known_document(number, NUMBERS, STALE)
    assert known_document("国务院令第712号", NUMBERS, STALE) == ""


def test_numbers_of_other_agencies_are_not_known():
    assert number_at("依据安政发〔2024〕8号文件", 6, NUMBERS) is None
    assert known_document("国办发〔2024〕8号", NUMBERS, STALE) == ""


def names(text, name="云岭镇"):
    return [(one.start, one.end) for one in own_mentions(text, name, PLACES, LEADS)]


@pytest.mark.parametrize(
    "text",
    [
        "由⟦云岭镇⟧牵头", "安平县⟦云岭镇⟧党委", "其中⟦云岭镇⟧公开60条", "推动⟦云岭镇⟧发展", "更新⟦云岭镇⟧网站",
        "2023年⟦云岭镇⟧认真落实", "，⟦云岭镇⟧与白云岭镇结对", "我县⟦云岭镇⟧", "扩大⟦云岭镇⟧影响",
        "“⟦云岭镇⟧发布”公众号", "各村各单位及⟦云岭镇⟧机关",
    ],
)  # fmt: skip
def test_the_own_name_is_found_after_verbs_and_marks(text):
    plain = text.replace("⟦", "").replace("⟧", "")
    start = text.index("⟦")
    assert names(plain) == [(start, start + 3)]


@pytest.mark.parametrize("text", ["，白云岭镇率先试点", "安平县白云岭镇党委", "与南云岭镇交界", "小云岭镇"])
def test_a_longer_name_is_another_place(text):
    assert names(text) == []


def test_a_longer_name_known_from_one_place_is_another_everywhere():
    assert names("白云岭镇试点后，有关人员前往白云岭镇学习，云岭镇推广") == [(21, 24)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_figures_are_tied_to_their_cells_in_every_layout(layout):
    text = sample(layout).replace("均依法办理", "结转下年度继续办理4件，其中不予公开5件")
    document = document_of(text)
    found = {
        (text[tie.span.start : tie.span.end], tuple(cell.text for cell in tie.cells), tie.total, tie.holds)
        for rule in RULES.values()
        if rule.check == "prose-table"
        for tie in ties(document, rule.params)
    }
    total = document.table("applications").value("NEW", "总计").text
    assert (total, (total,), int(total), True) in found
    assert ("4", ("3",), 3, False) in found
    assert ("5", ("2", "0", "0", "3", "0", "0", "0", "0"), 5, True) in found


def test_about_figures_and_other_years_are_not_tied():
    text = sample("tab").replace("均依法办理", "2022年新收政府信息公开申请9件，收到政府信息公开申请约20件")
    spans = [
        text[tie.span.start : tie.span.end]
        for rule in RULES.values()
        if rule.check == "prose-table"
        for tie in ties(document_of(text), rule.params)
    ]
    assert "9" not in spans and "20" not in spans


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_source_offset_leads_into_the_running_text_and_back(layout):
    text = (
        sample(layout).replace("逐条登记，", "逐条登记，严格把关，及时更新，认真落实各项要求，\n").replace("\n", "\r\n")
    )
    document = document_of(text)
    view = document.view
    for at, character in enumerate(view.text):
        if character != "\n":
            assert view.at(view.offset(at)) == at
    cell = document.table("applications").value("A", "总计")
    assert view.at(cell.span.start) is None
    assert view.at(len(text)) is None


@pytest.mark.parametrize("key", ["zfxxgk-2021", "zfxxgk-2019"])
def test_long_row_labels_have_a_short_one(key):
    from hegao.rulepack.load import load_form

    rows = [row for table in load_form(key).tables for row in table.rows if row.values and row.labels]
    names = [row.short or row.labels[-1] for row in rows]
    assert max(map(len, names)) <= 10
    assert len(set(names)) == len(names)
