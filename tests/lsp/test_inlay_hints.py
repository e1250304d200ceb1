from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.inlay_hints import hints
from lsp.asking import everything
from lsp.snapshots import snapshot_of
from samples import balanced_figures, report, sample


def told(snapshot, where=None):
    """Line of the draft up to the hint → hint."""
    document = types.TextDocumentIdentifier(snapshot.uri)
    found = hints(snapshot, types.InlayHintParams(document, where or everything(snapshot)))
    return [(snapshot.positions.offset(hint.position), hint.label) for hint in found]


def hint_at(snapshot, row, column, table="applications"):
    cell = snapshot.document.table(table).value(row, column)
    return next((label for offset, label in told(snapshot) if offset == cell.span.end), "")


@pytest.mark.parametrize("layout", ["tab", "pipe"])
def test_totals_show_what_they_come_to_and_nothing_else_does(layout):
    snapshot = snapshot_of(sample(layout))
    found = told(snapshot)
    assert len(found) == 25 + 6 + 3
    assert all(label.startswith("= ") and label.endswith(" ✓") for _, label in found)
    assert hint_at(snapshot, "A", "总计") == "= 7 ✓"
    assert hint_at(snapshot, "A", "自然人") == ""


def test_in_the_layout_of_one_cell_a_line_every_cell_is_named():
    snapshot = snapshot_of(sample("cell"))
    assert len(told(snapshot)) == 10 + 25 * 7 + 15
    assert hint_at(snapshot, "NEW", "自然人") == "新收 · 自然人"
    assert hint_at(snapshot, "A", "总计") == "予以公开 · 总计 = 7 ✓"
    assert hint_at(snapshot, "counts", "复议后起诉/尚未审结", "remedies") == "复议后起诉 · 尚未审结"
    assert hint_at(snapshot, "fees", "本年收费金额", "disclosure") == "行政事业性收费 · 本年收费金额"


def changed(row, column, value, layout="tab"):
    figures = balanced_figures()
    figures["applications", row, column] = value
    return snapshot_of(report(layout, figures))


def test_a_total_that_is_no_sum_shows_the_sum():
    assert hint_at(changed("A", "总计", "9"), "A", "总计") == "相加得 7 ✗"


def test_a_total_of_row_and_column_says_which_sum_is_another():
    snapshot = changed("A", "总计", "9")
    assert hint_at(snapshot, "G", "总计") == "按列相加得 29 ✗"
    other = changed("G", "总计", "1")
    assert hint_at(other, "G", "总计") == "相加得 27 ✗"


def test_an_empty_total_shows_the_sum_without_a_verdict():
    assert hint_at(changed("A", "总计", ""), "A", "总计") == "相加得 7"


def test_what_cannot_be_computed_has_no_hint():
    assert hint_at(changed("A", "自然人", ""), "A", "总计") == ""
    assert hint_at(changed("A", "自然人", "三"), "G", "自然人") == ""


def test_only_the_lines_asked_for_are_answered():
    snapshot = snapshot_of(sample("cell"))
    row = snapshot.document.table("applications").row("B")
    found = told(snapshot, snapshot.positions.range(row.span))
    assert [label for _, label in found] == [
        "部分公开 · 自然人", "部分公开 · 商业企业", "部分公开 · 科研机构", "部分公开 · 社会公益组织",
        "部分公开 · 法律服务机构", "部分公开 · 其他", "部分公开 · 总计 = 3 ✓",
    ]  # fmt: skip
    assert told(snapshot, types.Range(types.Position(0, 0), types.Position(2, 0))) == []
