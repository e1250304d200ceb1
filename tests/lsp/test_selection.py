from __future__ import annotations

from itertools import pairwise

import pytest
from lsprotocol import types

from hegao.lsp.selection import selection, spans_at
from lsp.asking import covered, place
from lsp.snapshots import snapshot_of
from samples import LAYOUTS, sample


def grown(snapshot, *positions):
    """The texts selected one after the other at each position."""
    params = types.SelectionRangeParams(types.TextDocumentIdentifier(snapshot.uri), list(positions))
    found = []
    for one in selection(snapshot, params):
        texts = []
        while one is not None:
            texts.append(covered(snapshot, one.range))
            one = one.parent
        found.append(texts)
    return found


def test_a_cell_grows_to_its_row_its_table_its_section_and_all():
    for layout in LAYOUTS:
        snapshot = snapshot_of(sample(layout))
        table = snapshot.document.table("applications")
        row = table.row("A")
        (texts,) = grown(snapshot, snapshot.positions.position(row.value("社会公益组织").span.start))
        source = snapshot.document.source
        assert texts[0] == "2"
        assert texts[1] == source[row.span]
        assert texts[2] == source[table.span]
        assert texts[3].startswith("三、收到和处理政府信息公开申请情况")
        assert texts[-1] == snapshot.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_running_text_grows_from_clause_to_sentence_paragraph_section_and_all(encoding):
    text = sample("tab").replace("安排专人", "在𪨶家村安排专人")
    snapshot = snapshot_of(text, encoding)
    (texts,) = grown(snapshot, place(snapshot, "专人", inside=1))
    assert texts[:3] == [
        "在𪨶家村安排专人每周巡查政务公开专区，",
        "在𪨶家村安排专人每周巡查政务公开专区，及时更新栏目。",
        "（四）政府信息公开平台建设。在𪨶家村安排专人每周巡查政务公开专区，及时更新栏目。",
    ]
    assert texts[3].startswith("一、总体情况\n\n（一）主动公开") and texts[3].endswith("责任追究情形。")
    assert texts[-1] == text


def test_a_wrapped_sentence_is_selected_over_the_line_end():
    text = sample("tab").replace("按季核对", "按季核对，发现错漏及时更正，\n每季度通报")
    (texts,) = grown(snapshot_of(text), place(snapshot_of(text), "每季度通报", inside=2))
    assert texts[:2] == [
        "每季度通报。",
        "落实先审查、后公开的要求，逐条登记，按季核对，发现错漏及时更正，\n每季度通报。",
    ]


def test_a_heading_grows_to_its_section():
    snapshot = snapshot_of(sample("pipe"))
    (texts,) = grown(snapshot, place(snapshot, "五、存在", inside=3))
    assert "五、存在的主要问题及改进情况" in texts[:2]
    assert texts[-1] == snapshot.text


def test_each_position_is_answered_in_order():
    snapshot = snapshot_of(sample("tab"))
    first, second = grown(snapshot, place(snapshot, "按季核对"), place(snapshot, "图文解读"))
    assert "按季核对" in first[0] and "图文解读" in second[0]


def test_every_selection_holds_the_one_before():
    snapshot = snapshot_of(sample("cell"))
    for offset in range(0, len(snapshot.text) + 1, 7):
        spans = spans_at(snapshot.document, offset)
        assert spans[-1] == (0, len(snapshot.text))
        for inner, outer in pairwise(spans):
            assert outer.start <= inner.start <= inner.end <= outer.end and inner != outer
