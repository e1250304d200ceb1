from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.convert import code_points
from hegao.lsp.features import LEGEND
from hegao.lsp.semantic_tokens import tokens
from invented import invented_drafts
from lsp.snapshots import snapshot_of
from samples import LAYOUTS, balanced_figures, report, sample


def decoded(snapshot, where=None):
    """Offset, text, type and modifiers of each token."""
    document = types.TextDocumentIdentifier(snapshot.uri)
    params = types.SemanticTokensRangeParams(document, where) if where else types.SemanticTokensParams(document)
    data = tokens(snapshot, params).data
    assert len(data) % 5 == 0
    source, found, line, column = snapshot.document.source, [], 0, 0
    for at in range(0, len(data), 5):
        down, right, length, kind, modifiers = data[at : at + 5]
        assert down >= 0 and length > 0 and (down or right or not found)
        line, column = line + down, right if down else column + right
        start, end = source.line_span(line)
        text = source.text[start:end]
        first, last = (code_points(text, units, snapshot.positions.encoding) for units in (column, column + length))
        names = [name for bit, name in enumerate(LEGEND.token_modifiers) if modifiers >> bit & 1]
        found.append((start + first, text[first:last], LEGEND.token_types[kind], names))
    return found


def draft(layout="tab"):
    return next(one.faulty for one in invented_drafts() if (one.name, one.layout) == ("yunling-township", layout))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_headings_labels_figures_and_totals_have_their_tokens(layout, encoding):
    text = draft(layout).replace("全年新收", "𪨶家村\x0b\u2028\u00a0全年新收").replace("\n", "\r\n")
    snapshot = snapshot_of(text, encoding)
    found = [token[1:] for token in decoded(snapshot)]
    assert ("云岭镇人民政府2023年政府信息公开工作年度报告", "namespace", []) in found
    assert ("3、收到和处理政府信息公开申请情况", "namespace", []) in found
    assert ("本年度止件数", "type", []) in found
    assert ("（一）予以公开", "property", []) in found
    assert ("5", "number", []) in found
    assert ("7", "number", ["total"]) in found
    assert ("17", "number", ["linked"]) in found
    assert ("15", "number", ["linked", "apart"]) in found


def test_there_is_one_token_for_each_figure():
    snapshot = snapshot_of(sample("tab"))
    numbers = [token for token in decoded(snapshot) if token[2] == "number" and "linked" not in token[3]]
    assert len(numbers) == 10 + 25 * 7 + 15
    assert sum("total" in token[3] for token in numbers) == 25 + 6 + 3


def test_a_label_over_two_lines_has_a_token_on_each():
    text = sample("cell").replace("\t法律服务机构", "\t法律服务\n机构")
    found = [token[1:3] for token in decoded(snapshot_of(text))]
    assert ("法律服务", "type") in found and ("机构", "type") in found


def test_an_empty_cell_has_no_token():
    figures = balanced_figures()
    figures["applications", "A", "自然人"] = ""
    assert all(text.strip() for _, text, _, _ in decoded(snapshot_of(report("pipe", figures))))


def test_a_part_of_the_draft_is_answered_alone():
    snapshot = snapshot_of(sample("tab"))
    row = snapshot.document.table("applications").row("A")
    found = decoded(snapshot, snapshot.positions.range(row.span))
    assert [token[1] for token in found] == ["三、本年度办理结果", "（一）予以公开", "3", "1", "0", "2", "1", "0", "7"]
    everything = decoded(snapshot)
    assert [token for token in everything if row.span.start <= token[0] < row.span.end] == found


def test_a_text_that_is_no_report_has_no_tokens():
    assert decoded(snapshot_of("# 记事\n\n一、总体情况\n")) == []
