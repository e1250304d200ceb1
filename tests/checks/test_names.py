"""Unit words and place names: what is foreign to the agency, and what only looks so."""

from __future__ import annotations

import pytest

from drafting import assert_marked, builtin_rules, findings_of
from hegao.finding import Severity

RULES = [rule for code, rule in builtin_rules().items() if "W101" <= code <= "W149"]
TOWNSHIP = "云岭镇2023年政府信息公开工作年度报告\n一、总体情况\n"

# Impeccable prose of townships; each sentence holds characters that a careless rule trips over.
CLEAN = {
    "云岭镇人民政府": (
        "坚持城乡融合，推动乡村振兴，健全乡镇、村两级公开体系，组织乡村干部、返乡青年和乡贤座谈，修订乡规民约。",
        "省、市、县、乡四级联动，市、县、乡政府网站全部接通，各乡镇（街道）党委统一部署，县乡政府共同发力。",
        "会同石梁乡政府清理界河，与青河乡党委、乡政府签订协议，和平镇、青河镇均已接通专网。",
        "建立城乡长效管护机制，方便家乡长辈和下乡人员查询，开展返乡直播、送戏下乡等活动，弘扬乡土文化。",
        "依托镇党委、政府中心工作，提高镇政府信息公开水平，围绕镇党委决策部署抓好落实，服从镇党委、政府安排。",
        "推进新型城镇化，城镇政府购买服务信息已公开，集镇机关停车场改造完成，沿街道路修补完毕。",
        "按照安平县人民政府要求，云岭镇党委、政府高度重视。2023年以来，云岭镇共公开信息60条。",
        "群众来信称“我乡道路难行”，已转有关部门办理。根据《石梁乡人民政府2022年工作要点》对照检查。",
        "组织干部赴石梁乡学习经验，与青河镇结对共建，青河镇党委来我镇交流，和平镇人民政府向云岭镇移交档案。",
        "自我加压，不搞自我区分，由我委托的机构评估；我镇干部到新乡市、湘乡市考察，参观安乡县政务公开专区。",
        "该镇原云岭乡政府旧址已改造为便民服务中心，党委副书记、镇长任组长，副镇长任副组长。",
        "迎接镇开展的专项检查，出席镇召开的推进会。参与镇组织的培训，完成镇党委安排的任务，高质量完成县政府交办事项。",
        "明确镇党政综合办公室为责任科室，加强镇建设，推动镇持续改进，指导村组织开展公开。",
    ),
    "石梁乡人民政府": (
        "健全镇村衔接机制，安全镇守一方，乡镇长效机制逐步建立，城镇政府采购信息已公开，重镇长江沿线环境改善。",
        "石梁乡党委、政府高度重视，乡长任组长，乡直单位负责人为成员，全乡11个村设立公开栏，我乡未收取费用。",
        "各镇（街道）党工委、各街道办事处同步推进，邻近街道办事处派人参加，两街道党工委已答复。",
        "服务全乡乡村旅游，基本乡情已编入年鉴，本乡镇史料由县档案馆保存。",
    ),
    "北坪街道办事处": (
        "街道党工委、街道办事处高度重视，辖区街道整洁，街道两侧公示栏全部更新，全街道12个社区同步公开。",
        "北坪街道坚持应公开尽公开，各镇政府、各乡镇（街道）党委共同参与，乡镇、街道人大工作有序开展。",
    ),
    "安平县统计局": (
        "我局指导云岭镇、石梁乡开展工作，青河镇认真落实要求，我县各镇政府按时发布，金山县人民政府来函已答复。",
    ),
    "安平县人民政府": (
        "我县各镇党委、政府高度重视，云岭镇认真开展试点，北坪街道建成公开专区，全县各乡镇均已接通专网。",
    ),
}


@pytest.mark.parametrize(
    ("agency", "sentence"), [(agency, sentence) for agency, sentences in CLEAN.items() for sentence in sentences]
)
def test_impeccable_prose_has_no_error_and_no_warning(agency, sentence):
    found = findings_of(f"{agency}2023年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n", RULES, agency)
    grave = [(f.code, f.text, f.message) for f in found if f.severity is not Severity.INFO]
    assert not grave


@pytest.mark.parametrize("word", ["我乡", "本乡", "全乡", "乡党委", "乡政府", "乡人大", "乡长", "乡纪委"])
def test_each_word_of_a_township_of_another_kind_is_found(word):
    assert_marked("W101", f"{TOWNSHIP}2023年，⟦{word}⟧按要求公开信息。\n")


@pytest.mark.parametrize(
    ("agency", "wrong", "right"),
    [
        ("云岭镇人民政府", "我乡", "我镇"),
        ("云岭镇人民政府", "我街道", "我镇"),
        ("石梁乡人民政府", "我镇", "我乡"),
        ("石梁乡人民政府", "全镇", "全乡"),
        ("北坪街道办事处", "我镇", "我街道"),
        ("北坪街道办事处", "乡政府", "街道办事处"),
        ("安平县人民政府", "我镇", "我县"),
        ("安平县统计局", "我镇", "我局"),
        ("安平县发展和改革委员会", "我乡", "我委"),
        ("临江市人民政府", "我县", "我市"),
    ],
)
def test_the_right_word_follows_from_the_agency(agency, wrong, right):
    (finding,) = findings_of(f"2023年，{wrong}公开信息60条。\n", [builtin_rules()["W101"]], agency)
    assert finding.text == wrong
    assert agency in finding.message
    assert right in finding.message
    assert [edit.replacement for edit in finding.fixes[0].edits] == [right]


def test_without_an_agency_nothing_is_wrong():
    assert not findings_of("2023年，我乡公开信息60条，青河镇认真落实。\n", RULES)


def test_a_county_report_may_speak_of_its_townships():
    assert not findings_of("全镇共公开信息60条，镇党委高度重视。\n", [builtin_rules()["W101"]], "安平县人民政府")


def test_a_word_over_a_wrapped_line_is_marked_and_repaired_in_the_source():
    text = TOWNSHIP + "坚持依法及时准确地公开各类政府信息，切实保障我\n乡群众的知情权、参与权。\n"
    (finding,) = findings_of(text, [builtin_rules()["W101"]])
    assert finding.text == "我\n乡"
    assert [(text[edit.span.start : edit.span.end], edit.replacement) for edit in finding.fixes[0].edits] == [
        ("乡", "镇")
    ]


def test_a_foreign_subject_is_found_after_a_year_an_adverb_and_a_superior():
    assert_marked(
        "W102",
        TOWNSHIP + "2023年，⟦和平镇⟧将改进。目前⟦石梁乡⟧不断更新，近年来安平县⟦青河镇⟧坚持公开。\n",
    )


def test_the_signature_is_left_to_the_rule_on_issuers():
    text = TOWNSHIP + "云岭镇认真落实要求。\n\n青河镇人民政府\n2024年1月10日\n"
    assert not findings_of(text, RULES)
    assert_marked("C112", text.replace("青河镇人民政府", "⟦青河镇人民政府⟧"))


def test_a_neighbour_that_shares_a_character_is_no_variant_in_company():
    text = (
        "城东镇2023年政府信息公开工作年度报告\n城东镇落实，与城西镇党委、城南镇政府开展联合接访，赴城北镇学习经验。\n"
    )
    assert not findings_of(text, RULES)


def test_the_more_frequent_name_is_no_variant():
    text = "云龄镇2023年政府信息公开工作年度报告\n云岭镇党委重视，云岭镇政府重视，云岭镇干部重视，云龄镇落实。\n"
    assert not findings_of(text, [builtin_rules()["W103"]])


def test_the_title_conflict_names_both_places_with_counts():
    text = TOWNSHIP + "青河镇认真落实。青河镇持续推进，2023年，青河镇共公开信息60条。\n"
    (finding,) = findings_of(text, [builtin_rules()["W109"]])
    assert finding.text == "云岭镇"
    assert "0 处" in finding.message
    assert "3 处" in finding.message
    assert len(finding.related) == 3


def test_an_office_of_a_city_may_write_of_many_counties():
    text = "通过安平县人民政府网站公开，按照安平县政府要求，登录金山县政府网站。\n"
    assert not findings_of(text, [builtin_rules()["W108"]], "临江市统计局")


def test_every_city_belongs_to_one_province():
    cities = [city for line in builtin_rules()["W110"].params.provinces.values() for city in line.split()]
    assert len(cities) == len(set(cities)) == 333 + 4


def test_every_city_is_right_after_its_own_province():
    params = builtin_rules()["W110"].params
    text = "".join(f"{province}{city}市，" for province, line in params.provinces.items() for city in line.split())
    assert not findings_of(text, [builtin_rules()["W110"]])
