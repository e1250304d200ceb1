from __future__ import annotations

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from hegao.config.model import DEFAULTS
from hegao.fix import Edit, apply_edits
from hegao.lsp.rename import prepare, rename
from lsp.asking import ask, covered, place, span_of
from lsp.snapshots import snapshot_of
from samples import sample


def renamed(text, name, word="云岭镇", encoding="utf-16", settings=DEFAULTS):
    snapshot = snapshot_of(text, encoding, settings=settings)
    edit = rename(snapshot, ask(types.RenameParams, snapshot, place(snapshot, word), new_name=name))
    assert edit is not None
    (change,) = edit.document_changes
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(snapshot.uri, snapshot.version)
    edits = [Edit(span_of(snapshot, one.range), one.new_text) for one in change.edits]
    return apply_edits(text, edits)


def prepared(text, word, inside=0, settings=DEFAULTS):
    snapshot = snapshot_of(text, settings=settings)
    answer = prepare(snapshot, ask(types.PrepareRenameParams, snapshot, place(snapshot, word, inside=inside)))
    return (covered(snapshot, answer.range), answer.placeholder) if answer else None


def test_only_the_place_of_a_government_is_offered_to_be_renamed():
    text = sample("tab")
    assert prepared(text, "云岭镇人民政府", 1) == ("云岭镇", "云岭镇")
    assert prepared(text, "人民政府2023", 1) is None
    assert prepared(text.replace("安排专人", "我镇安排专人"), "我镇") is None


@pytest.mark.parametrize("layout", ["tab", "cell", "pipe"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_every_mention_of_the_place_is_renamed(layout, encoding):
    text = sample(layout).replace("云岭镇通过", "𪨶岭村位于云岭镇，云岭镇党委、云岭镇政府和云岭镇人民政府办公室通过")
    text = text.replace("\n", "\r\n")
    assert renamed(text, "青河镇", encoding=encoding) == text.replace("云岭镇", "青河镇")


def test_a_longer_name_that_ends_the_same_is_another_place():
    text = sample("tab").replace(
        "云岭镇通过",
        "白云岭镇率先试点，由云岭镇推广白云岭镇的做法，与南云岭镇结对，其中云岭镇推动云岭镇便民服务中心通过",
    )
    new = renamed(text, "青河镇")
    assert "白云岭镇率先试点，由青河镇推广白云岭镇的做法，与南云岭镇结对，其中青河镇推动青河镇便民服务中心通过" in new


def test_a_name_cut_by_a_line_end_is_renamed_and_the_line_end_stays():
    line = "（一）主动公开。2023年，全县各单位按照统一部署要求积极推进政务公开工作，云岭"
    text = sample("tab").replace("（一）主动公开。2023年，云岭", line + "\n")
    new = renamed(text, "青河镇")
    assert "推进政务公开工作，青河镇\n通过县政府网站" in new


def test_a_full_name_renames_the_body_too():
    text = sample("tab").replace("云岭镇通过", "云岭镇政府通过")
    new = renamed(text, "青河街道办事处")
    assert new.startswith("青河街道办事处2023年")
    assert "青河街道办事处通过县政府网站" in new
    assert "人民政府" not in new.replace("县政府", "")


def test_a_full_name_of_the_same_kind_leaves_short_forms_short():
    text = sample("tab").replace("云岭镇通过", "云岭镇政府通过")
    new = renamed(text, "青河镇人民政府")
    assert new.startswith("青河镇人民政府2023年") and "青河镇政府通过" in new


def test_the_place_alone_leaves_the_body_as_it_is():
    assert renamed(sample("tab"), "青河乡").startswith("青河乡人民政府2023年")


def test_a_last_character_that_belongs_to_the_next_word_stays():
    text = sample("tab").replace("云岭镇", "云川市").replace("云川市通过", "云川市维护云川市场秩序，通过")
    new = renamed(text, "青河区", "云川市")
    assert "青河区维护青河市场秩序" in new


def test_an_office_is_renamed_by_its_whole_name_and_its_county_is_not():
    text = (
        sample("tab")
        .replace("云岭镇人民政府", "安平县教育局")
        .replace("云岭镇通过", "安平县教育局按照安平县人民政府部署通过")
    )
    assert prepared(text, "安平县教育局", 4) == ("安平县教育局", "安平县教育局")
    assert prepared(text, "安平县人民政府", 1) is None
    new = renamed(text, "安平县民政局", "安平县教育局")
    assert "安平县民政局按照安平县人民政府部署通过" in new and "教育局" not in new


def test_the_name_may_come_from_the_settings():
    settings = DEFAULTS._replace(agency="乌苏市云岭镇人民政府")
    assert prepared(sample("tab"), "云岭镇通过", settings=settings) == ("云岭镇", "云岭镇")
    assert renamed(sample("tab"), "青河镇", settings=settings) == sample("tab").replace("云岭镇", "青河镇")


@pytest.mark.parametrize("name", ["", "  ", "青 河镇", "青\n河镇", "青河镇，", "长" * 41])
def test_what_can_be_no_name_is_refused_in_chinese(name):
    snapshot = snapshot_of(sample("tab"))
    params = ask(types.RenameParams, snapshot, place(snapshot, "云岭镇"), new_name=name)
    with pytest.raises(JsonRpcException, match="新名称不能为空") as raised:
        rename(snapshot, params)
    assert raised.value.code == types.LSPErrorCodes.RequestFailed


def test_elsewhere_and_in_a_text_that_is_no_report_nothing_is_renamed():
    snapshot = snapshot_of(sample("tab"))
    assert rename(snapshot, ask(types.RenameParams, snapshot, place(snapshot, "专人"), new_name="青河镇")) is None
    assert prepared("云岭镇今天天气很好。\n", "云岭镇") is None


def test_the_new_report_has_no_finding_the_old_one_had_not():
    snapshot = snapshot_of(renamed(sample("tab"), "青河镇"))
    assert snapshot.result.findings == ()
    assert snapshot.document.agency.name == "青河镇人民政府"
