from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.hover import hover
from hegao.lsp.snapshot import Client
from invented import invented_drafts
from lsp.asking import ask, covered, place
from lsp.snapshots import ALL_ABILITIES, snapshot_of
from samples import LAYOUTS, balanced_figures, report, sample

PLAIN = Client()


def shown(snapshot, word, nth=1, inside=0):
    """Text and covered stretch of the hover at a word."""
    answer = hover(snapshot, ask(types.HoverParams, snapshot, place(snapshot, word, nth, inside)))
    return (answer.contents.value, covered(snapshot, answer.range)) if answer else ("", "")


def faulty(name="yunling-township", layout="tab"):
    return next(draft.faulty for draft in invented_drafts() if (draft.name, draft.layout) == (name, layout))


def test_a_finding_is_told_with_message_correction_basis_and_examples():
    text, word = shown(snapshot_of(faulty()), "我乡")
    assert word == "我乡"
    assert text.startswith(
        "**必错 · 自称与机关级别不符**（W101）\n\n本报告的机关是“云岭镇人民政府”，这里写成了“我乡”，应为“我镇”"
    )
    assert "改法：\n\n- 改为“我镇”（改动用词，请确认）" in text
    assert "依据：国办公开办函〔2021〕30号" in text
    assert (
        "错误示例：\n```text\n目前我乡公开渠道还不够多。\n```\n\n正确示例：\n```text\n目前我镇公开渠道还不够多。\n```"
        in text
    )
    assert "⟦" not in text


def test_a_client_without_markdown_gets_plain_letters():
    snapshot = snapshot_of(faulty(), client=PLAIN)
    answer = hover(snapshot, ask(types.HoverParams, snapshot, place(snapshot, "我乡")))
    assert answer.contents.kind is types.MarkupKind.PlainText
    assert answer.contents.value.startswith("必错 · 自称与机关级别不符（W101）\n\n本报告的机关")
    assert "**" not in answer.contents.value and "```" not in answer.contents.value


def test_the_example_about_what_was_found_comes_first():
    text, _ = shown(snapshot_of(faulty()), "本年度止件数")
    assert "错误示例：\n```text\n| 信息内容 | 本年制发件数 | 本年度止件数 | 现行有效件数 |\n```" in text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_several_findings_at_one_place_are_all_told_the_gravest_first(layout):
    text = sample(layout).replace("云岭镇通过县政府网站", "我乡通过县政府网站,公开")
    snapshot = snapshot_of(text.replace("126条", "126条,"))
    at = [finding for finding in snapshot.result.findings if snapshot.text[finding.span.start] == ","]
    assert at
    told, _ = shown(snapshot, "我乡")
    assert told.count("W101") == 1
    both = snapshot_of(faulty(layout=layout))
    told, word = shown(both, "15件")
    assert word == "15"
    assert told.index("N201") < told.index("表格中为 17")


def test_findings_are_sorted_by_gravity():
    text = sample("tab").replace("云岭镇通过县政府网站", "，我乡通过通过县政府网站网站")
    snapshot = snapshot_of(text)
    ranks = {"必错": 0, "疑似": 1, "提示": 2}
    for finding in snapshot.result.findings:
        position = snapshot.positions.position(finding.span.start)
        told = hover(snapshot, ask(types.HoverParams, snapshot, position)).contents.value
        heads = [ranks[line[2:4]] for line in told.splitlines() if line.startswith("**") and line[2:4] in ranks]
        assert heads and heads == sorted(heads)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_cell_is_told_with_its_labels_and_relations(layout, encoding):
    snapshot = snapshot_of(sample(layout), encoding)
    cell = snapshot.document.table("applications").value("C4", "商业企业")
    position = snapshot.positions.position(cell.span.start)
    answer = hover(snapshot, ask(types.HoverParams, snapshot, position))
    assert covered(snapshot, answer.range) == "2"
    assert answer.contents.value == (
        "**第三项表格**：2\n\n"
        "行：三、本年度办理结果 › （三）不予公开 › 4.保护第三方合法权益  \n列：法人或其他组织 › 商业企业\n\n"
        "勾稽：\n\n"
        "- ✓ “4.保护第三方合法权益”行各类申请人相加 2+1=3，“总计”为 3\n"
        "- ✓ “商业企业”列各项办理结果相加 1+2+1=4，“（七）总计”为 4"
    )


def test_headings_of_columns_are_told_in_full():
    snapshot = snapshot_of(sample("cell"))
    remedies, disclosure = snapshot.document.table("remedies"), snapshot.document.table("disclosure")
    for cell, told in (
        (remedies.value("counts", "未经复议直接起诉/结果维持"), "列：行政诉讼 › 未经复议直接起诉 › 结果维持"),
        (remedies.value("counts", "行政复议/总计"), "列：行政复议 › 总计"),
        (disclosure.value("documents", "本年废止件数"), "行：第二十条第（一）项 › 行政规范性文件  \n列：本年废止件数"),
        (disclosure.value("fees", "本年收费金额"), "列：本年收费金额（单位：万元）"),
    ):
        position = snapshot.positions.position(cell.span.start)
        assert told in hover(snapshot, ask(types.HoverParams, snapshot, position)).contents.value


def test_a_broken_relation_is_marked_and_what_cannot_be_checked_is_counted():
    figures = balanced_figures()
    figures["applications", "A", "总计"] = "9"
    figures["applications", "B", "自然人"] = ""
    snapshot = snapshot_of(report("tab", figures))
    table = snapshot.document.table("applications")
    text, _ = shown_at(snapshot, table.value("A", "总计").span.start)
    assert "- ✗ “（一）予以公开”行各类申请人相加 3+1+2+1=7，“总计”为 9，相差 2" in text
    text, _ = shown_at(snapshot, table.value("A", "自然人").span.start)
    assert "- 另有 1 项因有空格或不是数字的格，没有核对" in text


def shown_at(snapshot, offset):
    answer = hover(snapshot, ask(types.HoverParams, snapshot, snapshot.positions.position(offset)))
    return answer.contents.value, covered(snapshot, answer.range)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_figure_of_the_text_is_told_with_its_cell_and_the_cell_with_the_text(layout):
    draft = faulty("anping-county", layout)
    snapshot = snapshot_of(draft)
    text, word = shown(snapshot, "466件")
    assert (text, word) == (
        "**表格中为 466**  ✓ 与表格一致\n\n第三项表格 › 一、本年新收政府信息公开申请数量 › 总计", "466"
    )  # fmt: skip
    text, _ = shown(snapshot, "60件，不予公开")
    assert "**表格中为 50**  ✗ 与表格不一致" in text
    cell = snapshot.document.table("applications").value("NEW", "总计")
    line = snapshot.document.source.position(snapshot.text.index("466件")).line + 1
    assert f"正文：\n\n- ✓ 第 {line} 行：“466”" in shown_at(snapshot, cell.span.start)[0]


def test_a_figure_that_is_the_sum_of_cells_names_them_all():
    text = sample("tab").replace("均依法办理", "其中不予公开5件，均依法办理")
    told, word = shown(snapshot_of(text), "5件")
    assert word == "5"
    assert told.startswith(
        "**表格中合计 5**  ✓ 与表格一致\n\n各格：\n\n- 第三项表格 › 三、本年度办理结果 › （三）不予公开"
    )
    assert "4.保护第三方合法权益 › 总计：3\n- 其余 6 格均为 0" in told


def test_short_titles_and_document_numbers_are_told_in_full():
    snapshot = snapshot_of(faulty())
    assert shown(snapshot, "《条例》", 1, 2) == ("《条例》的全称：《中华人民共和国政府信息公开条例》", "《条例》")
    text, word = shown(snapshot, "国办公开办函〔2021〕30号", 1, 8)
    assert word == "国办公开办函〔2021〕30号"
    assert text.startswith("《国务院办公厅政府信息与政务公开办公室关于印发〈")
    assert "政府信息公开信息处理费管理办法" in shown(snapshot, "国办函〔2020〕109号")[0]
    assert "2019年修订的《中华人民共和国政府信息公开条例》" in shown(snapshot, "国务院令第711号", 1, 3)[0]


def test_the_draft_says_what_its_own_short_form_means():
    text = sample("tab").replace("均依法办理", "依据《云岭镇村务公开办法》（以下简称《办法》）办理，《办法》已公布")
    assert shown(snapshot_of(text), "《办法》已", 1, 1)[0] == "《办法》的全称：《云岭镇村务公开办法》"


def test_an_unknown_title_and_plain_words_have_no_hover():
    snapshot = snapshot_of(sample("tab").replace("均依法办理", "依据《云岭镇村务公开细则》办理"))
    assert shown(snapshot, "村务公开细则") == ("", "")
    assert shown(snapshot, "专人每周") == ("", "")


def test_private_values_stay_masked():
    text = sample("tab").replace("均依法办理", "均依法办理,联系电话:13987654321,已回访")
    snapshot = snapshot_of(text)
    for finding in snapshot.result.findings:
        for offset in range(finding.span.start, finding.span.end):
            assert "13987654321" not in shown_at(snapshot, offset)[0]
    assert "139****4321" in shown(snapshot, "13987654321")[0].replace("\\", "")


def test_a_text_that_is_no_report_has_no_hover():
    assert shown(snapshot_of("# 记事\n\n按照《条例》办理,联系 13987654321\n"), "《条例》", 1, 1) == ("", "")


def test_marks_in_a_draft_are_no_markdown():
    text = sample("tab").replace("公开政府信息126条", "公开__政府__信息126条,*其他*")
    snapshot = snapshot_of(text, client=ALL_ABILITIES)
    for finding in snapshot.result.findings:
        told, _ = shown_at(snapshot, finding.span.start)
        plain = told.split("```")[0].replace("\\_", "").replace("\\*", "").replace("**", "")
        assert "_" not in plain and "*" not in plain
