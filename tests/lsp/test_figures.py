from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.figures import definition, highlights, references
from invented import invented_drafts
from lsp.asking import ask, place, span_of
from lsp.snapshots import snapshot_of
from samples import COLUMNS, LAYOUTS, sample


def draft(layout="tab"):
    """A draft that states most figures of its tables, one of them wrongly."""
    return next(one.faulty for one in invented_drafts() if (one.name, one.layout) == ("anping-county", layout))


def spans(snapshot, locations):
    assert all(location.uri == snapshot.uri for location in locations or ())
    return [span_of(snapshot, location.range) for location in locations or ()]


def defined(snapshot, position):
    return spans(snapshot, definition(snapshot, ask(types.DefinitionParams, snapshot, position)))


def referred(snapshot, position, declaration=True):
    context = types.ReferenceContext(include_declaration=declaration)
    return spans(snapshot, references(snapshot, ask(types.ReferenceParams, snapshot, position, context=context)))


def lit(snapshot, position):
    found = highlights(snapshot, ask(types.DocumentHighlightParams, snapshot, position)) or []
    return {span_of(snapshot, one.range): one.kind for one in found}


def cell(snapshot, row, column, table="applications"):
    return snapshot.document.table(table).value(row, column)


def at(snapshot, one):
    return snapshot.positions.position(one.span.start)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_figure_of_the_text_leads_to_its_cell_and_the_cell_back(layout, encoding):
    snapshot = snapshot_of(draft(layout).replace("全年新收", "𪨶家村全年新收").replace("\n", "\r\n"), encoding)
    assert defined(snapshot, place(snapshot, "466件")) == [cell(snapshot, "NEW", "总计").span]
    start = snapshot.text.index("466件")
    assert (start, start + 3) in referred(snapshot, at(snapshot, cell(snapshot, "NEW", "总计")))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_figure_that_contradicts_its_cell_leads_there_too(layout):
    snapshot = snapshot_of(draft(layout))
    assert defined(snapshot, place(snapshot, "60件，不予公开")) == [cell(snapshot, "B", "总计").span]


def test_words_that_there_was_nothing_lead_to_the_cell():
    text = sample("tab").replace("全年未发生责任追究情形", "全年未发生行政复议")
    snapshot = snapshot_of(text)
    assert cell(snapshot, "counts", "行政复议/总计", "remedies").span in defined(
        snapshot, place(snapshot, "未发生行政复议")
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_total_leads_to_its_parts_and_a_part_to_its_totals(layout):
    snapshot = snapshot_of(sample(layout))
    parts = [cell(snapshot, "A", column).span for column in COLUMNS[:-1]]
    assert defined(snapshot, at(snapshot, cell(snapshot, "A", "总计"))) == parts
    assert defined(snapshot, at(snapshot, cell(snapshot, "A", "自然人"))) == [
        cell(snapshot, "A", "总计").span,
        cell(snapshot, "G", "自然人").span,
    ]
    remedies = cell(snapshot, "counts", "行政复议/总计", "remedies")
    assert len(defined(snapshot, at(snapshot, remedies))) == 4


def test_references_of_a_cell_leave_itself_out_when_not_asked_for():
    snapshot = snapshot_of(draft())
    total = cell(snapshot, "NEW", "总计")
    assert total.span in referred(snapshot, at(snapshot, total))
    assert total.span not in referred(snapshot, at(snapshot, total), declaration=False)


def test_all_mentions_of_a_figure_are_found_from_each():
    text = sample("tab").replace("及时更新栏目", "新收政府信息公开申请30件")
    snapshot = snapshot_of(text)
    number = cell(snapshot, "NEW", "总计").text
    first = snapshot.text.index(f"新收政府信息公开申请{number}件") + 10
    second = snapshot.text.index("新收政府信息公开申请30件") + 10
    found = referred(snapshot, snapshot.positions.position(second))
    assert [span.start for span in found] == [first, second, cell(snapshot, "NEW", "总计").span.start]


def test_highlights_show_the_cell_as_written_and_the_rest_as_read():
    snapshot = snapshot_of(draft())
    total = cell(snapshot, "NEW", "总计")
    shown = lit(snapshot, place(snapshot, "466件"))
    assert shown[total.span] is types.DocumentHighlightKind.Write
    assert {kind for span, kind in shown.items() if span != total.span} == {types.DocumentHighlightKind.Read}
    from_cell = lit(snapshot, at(snapshot, total))
    assert len(from_cell) == 1 + 6 + 1


def test_words_labels_and_untied_numbers_lead_nowhere():
    snapshot = snapshot_of(draft())
    label = snapshot.document.table("applications").row("A").labels[-1]
    for position in (at(snapshot, label), place(snapshot, "总体情况", inside=1)):
        assert defined(snapshot, position) == []
        assert referred(snapshot, position) == []
        assert lit(snapshot, position) == {}


def test_a_number_with_a_unit_is_led_to_without_it():
    text = sample("tab").replace("（一）予以公开\t\t3\t", "（一）予以公开\t\t3件\t")
    snapshot = snapshot_of(text)
    parts = defined(snapshot, at(snapshot, cell(snapshot, "A", "总计")))
    assert snapshot.document.source[parts[0]] == "3"
