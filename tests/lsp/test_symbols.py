from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.snapshot import Client
from hegao.lsp.symbols import symbols
from lsp.asking import covered, span_of
from lsp.snapshots import snapshot_of
from samples import LAYOUTS, sample


def asked(snapshot):
    return symbols(snapshot, types.DocumentSymbolParams(types.TextDocumentIdentifier(snapshot.uri)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_title_sections_and_signature_are_the_outline(layout):
    names = [symbol.name for symbol in asked(snapshot_of(sample(layout)))]
    assert names == [
        "云岭镇人民政府2023年政府信息公开工作年度报告",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
        "云岭镇人民政府",
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_are_told_with_their_numbers(layout):
    snapshot = snapshot_of(sample(layout))
    outline = {symbol.name: symbol for symbol in asked(snapshot)}
    (table,) = outline["三、收到和处理政府信息公开申请情况"].children
    assert (table.name, table.detail) == ("第三项表格", "25 行")
    rows = {row.name: row for row in table.children}
    assert rows["（一）予以公开"].detail == "3 1 0 2 1 0 7"
    assert covered(snapshot, rows["（一）予以公开"].range).split()[-1].strip("|") in ("7", "")
    (remedies,) = outline["四、政府信息公开行政复议、行政诉讼情况"].children
    assert remedies.children[0].name == "行政复议、未经复议直接起诉、复议后起诉"


def test_paragraphs_with_a_mark_of_the_second_layer_are_parts_of_their_section():
    snapshot = snapshot_of(sample("tab"))
    general = asked(snapshot)[1]
    assert [part.name for part in general.children] == [
        "（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）政府信息公开平台建设", "（五）监督保障",
    ]  # fmt: skip
    assert covered(snapshot, general.children[1].range).endswith("均依法办理。")
    assert covered(snapshot, general.children[1].selection_range) == "（二）依申请公开"


def test_an_empty_cell_is_told_as_empty():
    snapshot = snapshot_of(sample("tab").replace("（一）予以公开\t\t3\t", "（一）予以公开\t\t\t"))
    table = asked(snapshot)[3].children[0]
    assert next(row.detail for row in table.children if row.name == "（一）予以公开") == "空 1 0 2 1 0 7"


def test_a_client_that_takes_no_tree_gets_a_list_with_containers():
    snapshot = snapshot_of(sample("pipe"), client=Client())
    found = asked(snapshot)
    assert all(isinstance(symbol, types.SymbolInformation) for symbol in found)
    row = next(symbol for symbol in found if symbol.name.startswith("（一）予以公开"))
    assert (row.name, row.container_name) == ("（一）予以公开  3 1 0 2 1 0 7", "第三项表格")
    assert row.location.uri == snapshot.uri


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_what_is_selected_lies_inside_its_part_and_parts_inside_their_whole(encoding):
    text = sample("cell").replace("云岭镇通过", "𪨶岭村\x0b\u2028\u00a0云岭镇通过").replace("\n", "\r\n")
    snapshot = snapshot_of(text, encoding)

    def inside(symbol, outer):
        span, named = span_of(snapshot, symbol.range), span_of(snapshot, symbol.selection_range)
        assert outer[0] <= span.start <= named.start <= named.end <= span.end <= outer[1]
        assert symbol.name
        for part in symbol.children:
            inside(part, span)

    for symbol in asked(snapshot):
        inside(symbol, (0, len(text)))


def test_private_values_do_not_come_to_light_in_the_outline():
    text = sample("tab").replace("（一）主动公开。", "（六）联系13987654321。\n\n（一）主动公开。")
    found = asked(snapshot_of(text, client=Client()))
    assert any(symbol.name.startswith("（六）联系139****4321") for symbol in found)


def test_a_section_ends_before_the_marks_of_the_next_heading():
    snapshot = snapshot_of(
        "# 云岭镇2023年政府信息公开工作年度报告\n\n## 一、总体情况\n\n无。\n\n## 二、主动公开政府信息情况\n"
    )
    first = next(one for one in asked(snapshot) if one.name.startswith("一、"))
    assert covered(snapshot, first.range) == "一、总体情况\n\n无。"
