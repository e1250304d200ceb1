"""What a draft is told to be, through the real server, in every position encoding, on a draft that trips editors."""

from __future__ import annotations

import sys

import pytest
import pytest_asyncio
from lsprotocol import types
from pytest_lsp import LanguageClient, make_test_lsp_client

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.fix import Edit, apply_edits
from invented import invented_drafts
from lsp.editor import URI, Inside, abilities
from lsp.oddities import ASTRAL, decorated

pytestmark = pytest.mark.asyncio
ENCODINGS = ("utf-8", "utf-16", "utf-32")
# The astral character stands before what is asked for, on its line.
TEXT = decorated(
    next(one.faulty for one in invented_drafts() if (one.name, one.layout) == ("yunling-township", "tab"))
).replace("全年新收", f"{ASTRAL}全年新收")
DOCUMENT = check(TEXT, DEFAULTS).document
TABLE = DOCUMENT.table("applications")


@pytest_asyncio.fixture(params=ENCODINGS)
async def editor(request):
    editor = Inside()
    await editor.begin(abilities(encoding=request.param))
    assert editor.encoding == request.param
    editor.open(TEXT)
    return editor


async def asked(editor, method, **more):
    return await editor.request(f"textDocument/{method}", {"textDocument": {"uri": URI}, **more})


def at(editor, word):
    return editor.position(TEXT.index(word))


def read(editor, where):
    span = editor.span(where)
    return TEXT[span.start : span.end]


async def test_hover(editor):
    told = await asked(editor, "hover", position=at(editor, "15件"))
    assert told["contents"]["kind"] == "markdown"
    assert told["contents"]["value"].startswith("**必错 · 正文的新收申请数与表格不一致**（N201）")
    assert read(editor, told["range"]) == "15"


async def test_symbols(editor):
    outline = await asked(editor, "documentSymbol")
    assert [read(editor, one["selectionRange"]) for one in outline][:2] == [
        "云岭镇人民政府2023年政府信息公开工作年度报告", "一、总体情况",
    ]  # fmt: skip
    part = next(one for one in outline[1]["children"] if one["name"].startswith("（二）"))
    assert read(editor, part["range"]).startswith("（二）依申请公开") and read(editor, part["range"]).endswith("。")


async def test_folding(editor):
    lines = TEXT.split("\r\n")
    folds = await asked(editor, "foldingRange")
    assert "一、总体情况" in [lines[fold["startLine"]] for fold in folds]
    assert all(lines[fold["endLine"]] for fold in folds)


async def test_selection(editor):
    (grown,) = await asked(editor, "selectionRange", positions=[at(editor, "上年结转1件")])
    assert read(editor, grown["range"]) == "上年结转1件，"
    sentence = read(editor, grown["parent"]["range"])
    assert f"{ASTRAL}全年新收" in sentence and sentence.endswith("结转下年度继续办理1件。")


async def test_inlay_hints(editor):
    whole = editor.range(0, len(TEXT))
    hints = await asked(editor, "inlayHint", range=whole)
    labels = {editor.span({"start": hint["position"], "end": hint["position"]}).start: hint["label"] for hint in hints}
    assert labels[TABLE.value("D1", "总计").span.end] == "相加得 9 ✗"
    assert labels[TABLE.value("A", "总计").span.end] == "= 7 ✓"


async def test_lenses(editor):
    lenses = await asked(editor, "codeLens")
    broken = next(lens["command"] for lens in lenses if lens["command"]["command"])
    assert (broken["title"], broken["arguments"]) == ("勾稽 39 项：37 平 2 不平", [URI, 1])
    assert lenses[0]["command"]["title"].startswith("必错 ")


async def test_definition_references_and_highlights(editor):
    cell = TABLE.value("NEW", "总计").span
    (found,) = await asked(editor, "definition", position=at(editor, "15件"))
    assert editor.span(found["range"]) == cell
    back = await asked(
        editor, "references", position=editor.position(cell.start), context={"includeDeclaration": False}
    )
    assert TEXT.index("15件") in [editor.span(one["range"]).start for one in back]
    lit = await asked(editor, "documentHighlight", position=at(editor, "15件"))
    assert {read(editor, one["range"]) for one in lit} == {"15", "17"}


async def test_rename(editor):
    offered = await asked(editor, "prepareRename", position=editor.position(2))
    assert (read(editor, offered["range"]), offered["placeholder"]) == ("云岭镇", "云岭镇")
    edit = await asked(editor, "rename", position=editor.position(2), newName="青河镇")
    (change,) = edit["documentChanges"]
    edits = [Edit(editor.span(one["range"]), one["newText"]) for one in change["edits"]]
    assert apply_edits(TEXT, edits) == TEXT.replace("云岭镇", "青河镇")


async def test_a_name_that_can_be_none_is_refused_with_a_message(editor):
    with pytest.raises(Exception, match="新名称不能为空"):
        await asked(editor, "rename", position=editor.position(2), newName="青 河")


async def test_semantic_tokens(editor):
    data = (await asked(editor, "semanticTokens/full"))["data"]
    legend = editor.capabilities["semanticTokensProvider"]["legend"]
    row = TABLE.row("A").span
    part = (await asked(editor, "semanticTokens/range", range=editor.range(*row)))["data"]
    assert 0 < len(part) < len(data) and len(data) % 5 == 0
    line = editor.position(row.start)["line"]
    assert part[0] == line and legend["tokenTypes"][part[3]] == "property"


async def test_answers_follow_the_text_as_it_changes(editor):
    start = TEXT.index("15件")
    editor.replace(start, start + 2, "17")
    told = await asked(editor, "hover", position=at(editor, "15件"))
    assert told["contents"]["value"].startswith("**表格中为 17**  ✓ 与表格一致")


async def test_a_text_that_is_no_report_is_told_nothing(editor):
    editor.open("# 记事\n\n按照《条例》办理。\n", "untitled:notes")
    document = {"textDocument": {"uri": "untitled:notes"}, "position": {"line": 2, "character": 3}}
    for method in ("hover", "definition", "documentHighlight", "prepareRename"):
        assert not await editor.request(f"textDocument/{method}", document)
    for method in ("documentSymbol", "foldingRange", "codeLens"):
        assert not await editor.request(f"textDocument/{method}", {"textDocument": document["textDocument"]})


@pytest_asyncio.fixture(params=ENCODINGS)
async def piped(request):
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "hegao", "lsp")
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(request.param)])
    await client.initialize_session(types.InitializeParams(types.ClientCapabilities(general=general)))
    yield client
    await client.shutdown_session()
    await client.stop()


async def test_the_same_over_pipes(piped: LanguageClient):
    document = types.TextDocumentIdentifier("untitled:draft")
    item = types.TextDocumentItem(document.uri, "plaintext", 1, TEXT)
    piped.text_document_did_open(types.DidOpenTextDocumentParams(item))
    start = types.Position(0, 2)
    hover = await piped.text_document_hover_async(types.HoverParams(document, start))
    outline = await piped.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    folds = await piped.text_document_folding_range_async(types.FoldingRangeParams(document))
    lenses = await piped.text_document_code_lens_async(types.CodeLensParams(document))
    whole = types.Range(types.Position(0, 0), types.Position(10_000, 0))
    hints = await piped.text_document_inlay_hint_async(types.InlayHintParams(document, whole))
    tokens = await piped.text_document_semantic_tokens_full_async(types.SemanticTokensParams(document))
    edit = await piped.text_document_rename_async(types.RenameParams(document, start, "青河镇"))
    grown = await piped.text_document_selection_range_async(types.SelectionRangeParams(document, [start]))
    assert hover is None and outline and folds and lenses and hints and tokens.data and edit and grown
