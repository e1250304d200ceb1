"""Figures in the text against the tables: what contradicts is found at its number, what does not is left alone.

The tables of the sample count: 新收 26 (自然人 12), 上年结转 4, 办结 27 (A 7, B 3, C 5, D 7, E 2, F 3), 结转下年 3;
行政复议 2 (维持 1, 纠正 1), 行政诉讼 1 (直接起诉 1, 尚未审结); 行政规范性文件 2、1、9; 许可 46, 处罚 7.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting import builtin_rules, findings_of
from hegao.checks.quantities import compile_counts, find_counts
from hegao.config.model import Settings, Suppression
from hegao.engine import check
from hegao.finding import Finding, Severity
from marked import split_marks
from samples import LAYOUTS, balanced_figures, report, sample

SENTENCE = "全年新收政府信息公开申请26件，均依法办理。"
RULES = [rule for code, rule in builtin_rules().items() if "N200" < code < "N400"]


def draft_with(sentence: str, layout: str = "tab") -> str:
    text = sample(layout)
    assert SENTENCE in text
    return text.replace(SENTENCE, sentence)


def found_in(sentence: str, layout: str = "tab") -> list[Finding]:
    return findings_of(draft_with(sentence, layout), RULES)


@pytest.mark.parametrize(
    "marked",
    [
        "我镇共收到政府信息公开申请⟦27⟧件，上年结转⟦3⟧件，办结⟦25⟧件，结转下年度继续办理⟦2⟧件。",
        "去年收到政府信息公开申请26件，今年收到政府信息公开申请⟦31⟧件。",
        "全县共收到政府信息公开申请1200件，我镇收到政府信息公开申请⟦12⟧件。",
        "在县政府的指导下办理依申请公开工作，全年受理政府信息公开申请⟦8⟧件。",
        "依申请公开渠道畅通，本年共收到申请⟦八⟧件。",
        "共接到群众政府信息公开申请 ⟦９⟧ 件。",
        "新收政府信息公开申请数量为⟦62⟧件；新收政府信息公开申请：⟦62⟧件。",
        "全年共收到⟦9⟧件依申请公开申请。",
        "2023年1月1日至12月31日，我镇收到政府信息公开申请⟦7⟧件。",
        "本年度政府信息公开申请⟦11⟧件，均按时答复。",
        "2023年我镇⟦未收到公民、法人或其他组织提出的政府信息公开申请⟧。",
        "2023年结转至2024年继续办理⟦2⟧件，2022年结转⟦5⟧件，新收政府信息公开申请⟦22⟧件。",
        "全年办结政府信息公开申请27件，予以公开⟦6⟧件，部分公开3件，不予公开⟦4⟧件，无法提供⟦8⟧件，其他处理⟦2⟧件。",
        "新收申请26件，其中自然人申请⟦21⟧件。",
        "因政府信息公开被申请行政复议⟦1⟧件，被提起行政诉讼⟦2⟧件。",
        "政府信息公开行政复议2件，其中维持⟦2⟧件；行政诉讼1件，败诉⟦1⟧件。",
        "制发行政规范性文件⟦3⟧件，废止行政规范性文件⟦2⟧件，现行有效行政规范性文件⟦8⟧件。",
        "公开信息126条，其中行政规范性文件⟦11⟧件。",
        "作出行政处罚决定⟦9⟧件，公示行政许可信息⟦47⟧条。",
        "办理政府信息公开申请，⟦全部办结⟧，办结率⟦100%⟧。",
    ],
)
def test_a_contradiction_is_found_at_its_number(marked):
    text, spans = split_marks(draft_with(marked))
    found = findings_of(text, RULES)
    assert [tuple(finding.span) for finding in found] == spans, [(f.code, f.text) for f in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "共收到政府信息公开申请26件，上年结转4件，办结27件，其中予以公开7件，部分公开3件，结转下年度继续办理3件。",
        "受理政府信息公开申请30件，其中上年结转4件。",
        "全年收到政府信息公开申请30件（含上年结转4件）。",
        "新收政府信息公开申请26件、办结24件，上年结转4件、办结3件。",
        "收到政府信息公开申请26件，较上年增加6件，增长30%。较2022年收到的政府信息公开申请20件增加6件。",
        "2022年收到政府信息公开申请20件。去年收到政府信息公开申请20件。近三年收到政府信息公开申请70件。",
        "上半年收到政府信息公开申请9件，第二季度收到政府信息公开申请4件，截至2023年6月底收到政府信息公开申请9件。",
        "收到政府信息公开申请近30件，收到政府信息公开申请20余件，收到政府信息公开申请25件左右。",
        "全市收到政府信息公开申请900件。各村收到政府信息公开申请3件。县级共收到政府信息公开申请80件。",
        "通过网站收到政府信息公开申请20件，通过信函收到政府信息公开申请6件。",
        "明年预计收到政府信息公开申请40件。下一步，拟收到政府信息公开申请40件。",
        "学习《2023年收到政府信息公开申请8件的通报》，“收到政府信息公开申请8件”一栏已更正。",
        "办理12345热线工单104件，办结104件，全部办结，办结率100%。受理信访件12件，办结12件。",
        "办理人大建议和政协提案6件，办结6件，均已办结。回复网民留言48条，受理低保申请35件。",
        "未收到涉及商业秘密的政府信息公开申请。没有因政府信息公开申请答复不当引发的投诉。",
        "没有行政诉讼败诉的情况。未发生因行政复议被纠正引起的追责。2022年未发生行政复议。",
        "参加行政复议培训3次。处理与政府信息公开无关的其他领域行政复议9件。",
        "解读市政府出台的行政规范性文件12件，清理行政规范性文件30件，学习行政规范性文件15份。",
        "公开行政许可事项120项，公示行政处罚信息6条。全市作出行政处罚决定900件。",
        "上年结转的申请均已办结。到期的申请均已办结，按期办结率100%。",
        "对群众关心的30条信息予以公开，对重点事项予以公开12次。",
        "自然人提交补正材料5件，不予公开的理由逐件说明。",
    ],
)
def test_what_tells_of_something_else_is_left_alone(sentence):
    found = found_in(sentence)
    assert not found, [(finding.code, finding.text, finding.message) for finding in found]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_sample_agrees_in_every_layout(layout):
    assert not found_in(SENTENCE, layout)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_contradiction_is_found_in_every_layout(layout):
    found = found_in("全年新收政府信息公开申请62件。", layout)
    assert [(finding.code, finding.text, finding.severity) for finding in found] == [("N201", "62", Severity.ERROR)]


def test_the_message_names_both_values_and_the_cell():
    (finding,) = found_in("全年新收政府信息公开申请62件。")
    assert finding.message == (
        "正文写收到申请 62 件，第三项表格“一、本年新收政府信息公开申请数量”总计为 26，二者应当一致"
    )
    text = draft_with("全年新收政府信息公开申请62件。")
    assert [text[slice(*related.span)] for related in finding.related] == ["26"]


def test_a_sum_of_rows_shows_its_addends():
    (finding,) = found_in("全年办结政府信息公开申请27件，其中不予公开4件。")
    assert "总计相加为 5（2＋3）" in finding.message
    assert len(finding.related) == 2


def test_both_directions_are_offered_and_a_total_that_adds_up_comes_last_with_a_word_of_warning():
    (finding,) = found_in("全年新收政府信息公开申请62件。")
    assert [fix.title for fix in finding.fixes] == [
        "把正文的“62”改为“26”",
        "把第三项表格“一、本年新收政府信息公开申请数量”总计的“26”改为“62”（改后这一行各列相加与总计不符，须一并核对）",
    ]


def test_a_cell_that_its_table_shows_to_be_wrong_is_not_held_against_the_text():
    figures = balanced_figures()
    figures["applications", "NEW", "总计"] = "62"
    text = report("tab", figures).replace("新收政府信息公开申请62件", "新收政府信息公开申请26件")
    (finding,) = findings_of(text, [*RULES, builtin_rules()["N101"]])
    assert finding.code == "N101"
    assert [(finding.text, edit.replacement) for fix in finding.fixes for edit in fix.edits] == [("62", "26")]


def test_the_text_is_told_to_differ_when_nothing_tells_of_the_wrong_cell():
    figures = balanced_figures()
    figures["applications", "NEW", "总计"] = "62"
    text = report("tab", figures).replace("新收政府信息公开申请62件", "新收政府信息公开申请26件")
    assert [finding.code for finding in findings_of(text, RULES)] == ["N201"]
    assert codes(text) == ["N101"]
    assert codes(text, ignore=("N101",)) == ["N201"]
    # Whoever knows of the wrong cell knows of what follows from it.
    known = Suppression(file="报告.md", code="N101", reason="台账如此", root=str(Path.cwd()))
    assert codes(text, suppress=(known,)) == []


@pytest.mark.parametrize(
    ("code", "sentence", "rows"),
    [
        ("N202", "我镇未收到政府信息公开申请。", ("一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t1",)),
        (
            "N205",
            "办结政府信息公开申请，无法提供4件。",
            (
                "\t（四）无法提供\t1.本机关不掌握相关政府信息\t3\t1\t0\t0\t0\t0\t5",
                "\t\t2.没有现成信息需要另行制作\t0\t0\t0\t0\t0\t0\t0",
                "\t\t3.补正后申请内容仍不明确\t0\t0\t0\t0\t0\t0\t0",
            ),
        ),
    ],
)
def test_a_wrong_total_is_told_instead_of_the_text(code, sentence, rows):
    lines = (
        "云岭镇2023年政府信息公开工作年度报告",
        "一、总体情况",
        sentence,
        "三、收到和处理政府信息公开申请情况",
        *rows,
    )
    text = "\n".join(lines) + "\n"
    rules = builtin_rules()
    assert [finding.code for finding in findings_of(text, [rules[code]])] == [code]
    assert [finding.code for finding in findings_of(text, [rules[code], rules["N101"]])] == ["N101"]


def codes(text: str, ignore: tuple[str, ...] = (), suppress: tuple[Suppression, ...] = ()) -> list[str]:
    found = check(text, Settings(ignore=ignore, suppress=suppress), "报告.md").findings
    return [finding.code for finding in found if finding.code.startswith("N")]


def test_a_text_that_mended_sums_do_not_bear_out_is_found_as_well():
    figures = balanced_figures()
    figures["applications", "NEW", "总计"] = "62"
    text = report("tab", figures).replace("新收政府信息公开申请62件", "新收政府信息公开申请25件")
    assert [finding.text for finding in findings_of(text, RULES)] == ["25"]


@pytest.mark.parametrize("content", ["", "/", "无", "约62"])
def test_a_cell_without_a_count_is_not_compared(content):
    figures = balanced_figures()
    figures["applications", "NEW", "总计"] = content
    text = report("tab", figures).replace(f"新收政府信息公开申请{content}件", "新收政府信息公开申请26件")
    assert not findings_of(text, RULES)


def test_an_annotated_cell_is_compared_by_its_number():
    figures = balanced_figures()
    figures["disclosure", "documents", "现行有效件数"] = "9（其中修订2件）"
    text = report("tab", figures).replace("均依法办理", "现行有效行政规范性文件8件")
    assert [finding.text for finding in findings_of(text, RULES)] == ["8"]


def test_a_paragraph_cut_by_a_page_break_is_read_as_one():
    text, spans = split_marks(draft_with("认真办理政府信息公开申请，\n\n本年共收到申请⟦62⟧件，均依法办理。"))
    assert [tuple(finding.span) for finding in findings_of(text, RULES)] == spans


def test_a_county_speaks_of_itself_by_its_name():
    figures = balanced_figures()
    text = report("tab", figures).replace("云岭镇", "安平县").replace("全年新收", "2023年，安平县共收到")
    text = text.replace("申请26件", "申请62件")
    assert [finding.text for finding in findings_of(text, RULES)] == ["62"]


@pytest.mark.parametrize("cut", range(0, 2400, 60))
def test_no_prefix_of_a_draft_makes_a_check_fail(cut):
    text = draft_with(
        "共收到政府信息公开申请27件，其中网上3件（含2件，占9%），办结率100%。以下两个方面：一是甲，二是乙。"
    )
    findings_of(text[:cut], RULES)


def test_the_literals_of_a_phrase_are_in_every_match():
    texts = [
        split_marks(text)[0] for rule in RULES for example in rule.examples for text in (example.bad, example.good)
    ]
    text = "\n".join(texts)
    seen = 0
    for rule in RULES:
        for phrase in getattr(rule.params, "phrases", ()) + getattr(rule.params, "quantities", ()):
            everywhere = list(compile_counts(phrase["pattern"]).finditer(text))
            found = find_counts(text, phrase["pattern"], phrase["need"], phrase.get("also", ()))
            assert [match.span() for match in found] == [match.span() for match in everywhere], phrase["pattern"]
            seen += len(found)
    assert seen > 100
