from __future__ import annotations

import pytest

from hegao.document.form import TableForm
from hegao.document.model import Cell, Row, Table
from hegao.lsp.cells import cell_at, column_path, row_path, short_name
from hegao.rulepack.load import load_form
from hegao.text import Span
from lsp.snapshots import snapshot_of
from samples import LAYOUTS, sample

NOWHERE = Span(0, 0)


def paths(pack: str, table: str, row: str, column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of a row and the headings over a column of an official form."""
    form = load_form(pack).table(table)
    assert isinstance(form, TableForm)
    here = Row(NOWHERE, (), next(one for one in form.rows if one.key == row))
    whole = Table(NOWHERE, (here,), form)
    return row_path(whole, here), column_path(whole, here, column)


@pytest.mark.parametrize(
    ("pack", "table", "row", "column", "labels", "headings"),
    [
        ("2021", "applications", "NEW", "总计", ("一、本年新收政府信息公开申请数量",), ("总计",)),
        ("2021", "applications", "C1", "其他",
         ("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"), ("法人或其他组织", "其他")),
        ("2021", "remedies", "counts", "复议后起诉/总计", (), ("行政诉讼", "复议后起诉", "总计")),
        ("2021", "remedies", "counts", "行政复议/结果维持", (), ("行政复议", "结果维持")),
        ("2021", "disclosure", "penalties", "本年处理决定数量",
         ("第二十条第（六）项", "行政处罚"), ("本年处理决定数量",)),
        ("2019", "disclosure", "services", "本年增减", ("第二十条第（五）项", "其他对外管理服务事项"), ("本年增/减",)),
        ("2019", "disclosure", "procurement", "采购总金额", ("第二十条第（九）项", "政府集中采购"), ("采购总金额",)),
        ("2019", "applications", "F", "科研机构",
         ("三、本年度办理结果", "（六）其他处理"), ("法人或其他组织", "科研机构")),
    ],
)  # fmt: skip
def test_labels_and_headings_are_told_from_the_outermost(pack, table, row, column, labels, headings):
    assert paths(f"zfxxgk-{pack}", table, row, column) == (labels, headings)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_is_found_at_its_place_in_every_layout(layout):
    document = snapshot_of(sample(layout)).document
    for table in document.tables:
        for row in table.rows:
            for key, cell in zip(row.form.values, row.values, strict=True):
                found = cell_at(document, cell.span.start)
                assert (found.row, found.cell, found.column) == (row, cell, key)
                assert cell_at(document, cell.span.end).cell == cell


def test_a_label_has_no_column_and_prose_has_no_cell():
    snapshot = snapshot_of(sample("tab"))
    label = snapshot.document.table("applications").row("A").labels[-1]
    assert cell_at(snapshot.document, label.span.start).column == ""
    assert cell_at(snapshot.document, snapshot.text.index("专人")) is None


def test_rows_of_other_tables_are_told_by_what_stands_in_them():
    row = Row(NOWHERE, (Cell("栏目", NOWHERE, 0, 0), Cell("12", NOWHERE, 0, 1)))
    table = Table(NOWHERE, (row,))
    assert row_path(table, row) == ("栏目",)
    assert column_path(table, row, "") == ()
    assert short_name(row, "") == ""
