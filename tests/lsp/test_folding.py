from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.folding import folding
from lsp.snapshots import snapshot_of
from lsp.test_diagnostics import clean
from samples import LAYOUTS, sample


def folded(snapshot):
    """First and last line of what can be folded, as text."""
    found = folding(snapshot, types.FoldingRangeParams(types.TextDocumentIdentifier(snapshot.uri)))
    source = snapshot.document.source
    return [
        (source[source.line_span(one.start_line)].strip(), source[source.line_span(one.end_line)].strip(), one.kind)
        for one in found
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sections_and_tables_fold_without_the_blank_lines_after_them(layout):
    found = folded(snapshot_of(sample(layout)))
    heads = [first for first, _, _ in found]
    assert len(heads) == 9
    assert heads[:2] == ["一、总体情况", "二、主动公开政府信息情况"]
    assert all(last for _, last, _ in found)
    assert {kind for _, _, kind in found} == {types.FoldingRangeKind.Region}


def test_signature_and_date_stay_when_the_last_section_folds():
    found = folded(snapshot_of(sample("tab")))
    assert found[-1][:2] == ("六、其他需要报告的事项", "2023年度未收取信息处理费，没有其他需要报告的事项。")


def test_what_a_web_page_put_before_the_report_folds():
    page = (
        "当前位置：首页 > 政务公开 > 政府信息公开年报\n\n【字体：大 中 小】 打印 关闭\n\n"
        "来源：云岭镇人民政府 发布时间：2024-01-20 浏览次数：35 次\n\n"
    )
    found = folded(snapshot_of(page + sample("tab")))
    assert found[0][2] is types.FoldingRangeKind.Comment
    assert found[0][0].startswith("当前位置")


def test_lines_that_end_in_a_return_are_counted_as_the_editor_counts_them():
    text = sample("tab").replace("专人每周", "专人\x0b每\u2028周").replace("\n", "\r")
    heads = [first for first, _, _ in folded(snapshot_of(text))]
    assert "三、收到和处理政府信息公开申请情况" in heads and len(heads) == 9


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_section_folds_without_the_marks_of_the_next_heading(line_end):
    text = clean().replace("\n", line_end)
    snapshot = snapshot_of(text)
    found = folding(snapshot, types.FoldingRangeParams(types.TextDocumentIdentifier(snapshot.uri)))
    lines = text.split(line_end)
    headings = [number for number, line in enumerate(lines) if line.startswith("## ")]
    assert [one.start_line for one in found if one.start_line in headings] == headings
    assert not [one for one in found if one.end_line in headings]
