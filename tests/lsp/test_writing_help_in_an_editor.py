"""Help with writing through the real server, in every position encoding, on a draft that trips editors."""

from __future__ import annotations

from typing import Any

import pytest
import pytest_asyncio

from hegao.fix import Edit, apply_edits
from hegao.lsp.table_alignment import width
from invented import invented_drafts
from lsp.editor import URI, Inside, abilities
from lsp.oddities import ASTRAL, decorated

pytestmark = pytest.mark.asyncio
ENCODINGS = ("utf-8", "utf-16", "utf-32")
DRAFT = next(one for one in invented_drafts() if (one.name, one.layout) == ("yunling-township", "pipe"))
# The astral character stands before what is asked for, on its line.
TEXT = decorated(DRAFT.clean.replace("| 行政许可 |", f"| {ASTRAL} | 行政许可 |"))
OPTIONS = {"tabSize": 4, "insertSpaces": True}


@pytest_asyncio.fixture(params=ENCODINGS)
async def editor(request, tmp_path):
    (tmp_path / "2022.md").write_text("云岭镇2022年政府信息公开工作年度报告\n", "utf-8")
    (tmp_path / "hegao.toml").write_text('[previous]\nreport = "2022.md"\n', "utf-8")
    editor = Inside()
    await editor.begin(abilities(encoding=request.param), folders=[tmp_path])
    assert editor.encoding == request.param
    return editor


async def asked(editor: Inside, method: str, uri: str = URI, **more: Any) -> Any:
    return await editor.request(f"textDocument/{method}", {"textDocument": {"uri": uri}, **more})


def applied(editor: Inside, edits: list[Any], uri: str = URI) -> str:
    found = [Edit(editor.span(edit["range"], uri), edit["newText"]) for edit in edits]
    return apply_edits(editor.texts[uri], sorted(found, key=lambda edit: edit.span))


async def test_completion(editor):
    typed = TEXT.replace("新收政府信息公开申请17件，上年结转1件", "新收政府信息")
    editor.open(typed)
    offset = typed.index("新收政府信息") + len("新收政府信息")
    answer = await asked(editor, "completion", position=editor.position(offset))
    (item,) = answer["items"]
    assert item["label"].startswith("新收政府信息公开申请17件，上年结转1件")
    assert applied(editor, [item["textEdit"]]).count("新收政府信息公开申请17件，上年结转1件") == 1


async def test_formatting(editor):
    editor.open(TEXT.replace("（二）", "(二)"))
    outcome = applied(editor, await asked(editor, "formatting", options=OPTIONS))
    assert "（二）依申请公开" in outcome
    assert "\n" not in outcome.replace("\r\n", "")
    table = outcome[outcome.index("| 第二十条") :].split("\r\n\r\n")[0].split("\r\n")
    assert len({width(line.split("|")[1]) for line in table}) == 1


async def test_range_formatting(editor):
    text = TEXT.replace("（二）依", "(二)依").replace("（三）政府", "(三)政府")
    editor.open(text)
    start = text.index("(二)")
    where = editor.range(start, start + 8)
    outcome = applied(editor, await asked(editor, "rangeFormatting", range=where, options=OPTIONS))
    assert outcome == text.replace("(二)依", "（二）依")


async def test_on_type_formatting(editor):
    editor.open(TEXT)
    offset = TEXT.index("| 规章 |") + len("| 规章 |")
    where = editor.position(offset)
    outcome = applied(editor, await asked(editor, "onTypeFormatting", position=where, ch="|", options=OPTIONS))
    assert "| 规章               |" in outcome
    assert outcome.replace(" ", "").replace("-", "") == TEXT.replace(" ", "").replace("-", "")


async def test_links(editor, tmp_path):
    uri = (tmp_path / "2023.md").as_uri()
    editor.open(TEXT, uri)
    (link,) = await asked(editor, "documentLink", uri)
    assert TEXT[slice(*editor.span(link["range"], uri))] == "二、上年结转政府信息公开申请数量"
    assert link["target"] == (tmp_path / "2022.md").as_uri()


async def test_a_text_that_is_no_report_gets_nothing(editor):
    editor.open("随手记\n\n|a|b|\n|-|-|\n")
    where = editor.position(0)
    assert not await asked(editor, "completion", position=where)
    assert not await asked(editor, "formatting", options=OPTIONS)
    assert not await asked(editor, "onTypeFormatting", position=editor.position(10), ch="|", options=OPTIONS)
    assert not await asked(editor, "documentLink")


async def test_help_in_a_settings_file(editor, tmp_path):
    uri = (tmp_path / "hegao.toml").as_uri()
    text = (
        f'[agency]\nnmae = "{ASTRAL}镇"\n[rules]\nignore = ["{ASTRAL}", "T102", ""]\n[previous]\nreport = "2022.md"\n'
    )
    editor.open(text, uri, language="toml")
    told = await editor.published(uri)
    assert [text[slice(*editor.span(one["range"], uri))] for one in told] == ["nmae", ASTRAL]
    hover = await asked(editor, "hover", uri, position=editor.position(text.index("T102") + 1, uri))
    assert text[slice(*editor.span(hover["range"], uri))] == "T102"
    offset = text.index('""]') + 1
    answer = await asked(editor, "completion", uri, position=editor.position(offset, uri))
    item = next(one for one in answer["items"] if one["label"] == "W101")
    assert '"T102", "W101"]' in applied(editor, [item["textEdit"]], uri)
    (link,) = await asked(editor, "documentLink", uri)
    assert link["target"] == (tmp_path / "2022.md").as_uri()
    where = editor.range(text.index("nmae"), text.index("nmae") + 1, uri)
    (action,) = await asked(editor, "codeAction", uri, range=where, context={"diagnostics": told})
    ((uri_of_edit, edits),) = action["edit"]["changes"].items()
    assert uri_of_edit == uri
    assert f'name = "{ASTRAL}镇"' in applied(editor, edits, uri)
