"""Folders and files: drafts that are not open, files renamed and deleted, files in other encodings."""

from __future__ import annotations

import json
from urllib.parse import quote, unquote

import pytest

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp.encodings import encoding_notice
from lsp.editor import URI, Inside, abilities
from lsp.test_diagnostics import clean, faulty

DELETED, CHANGED = 3, 2
ON = {"workspaceDiagnostics": True}


def _folder(tmp_path):
    """A folder with a faulty draft, a clean one in a folder of it, a text that is none, and one left out."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "hegao.toml").write_text('exclude = ["old"]\n', encoding="utf-8")
    (tmp_path / "old").mkdir()
    for name, text in {
        "faulty.md": faulty(), "sub/clean.txt": clean("tab.txt"), "notes.md": "我我们。\n", "old/faulty.md": faulty(),
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


async def _begin(folder, pull=True, settings=ON) -> Inside:
    editor = Inside()
    editor.settings[""] = settings
    await editor.begin(abilities(pull), [folder])
    await editor.ready()
    return editor


async def _report(editor: Inside, previous=(), **more):
    ids = [{"uri": uri, "value": value} for uri, value in previous]
    return (await editor.request("workspace/diagnostic", {"previousResultIds": ids, **more}))["items"]


def _by_name(items):
    return {item["uri"].rpartition("/")[2]: item for item in items}


@pytest.mark.asyncio
async def test_all_drafts_of_the_folders_are_checked_when_the_editor_is_set_to_that(tmp_path):
    editor = await _begin(_folder(tmp_path))
    items = _by_name(await _report(editor))
    assert set(items) == {"faulty.md", "clean.txt", "notes.md"}
    wanted = check(faulty(), DEFAULTS).findings
    assert [item["code"] for item in items["faulty.md"]["items"]] == [finding.code for finding in wanted]
    assert items["clean.txt"]["items"] == items["notes.md"]["items"] == []
    assert {item["version"] for item in items.values()} == {None}


@pytest.mark.asyncio
async def test_nothing_is_checked_unasked(tmp_path):
    editor = await _begin(_folder(tmp_path), settings={})
    assert await _report(editor) == []


@pytest.mark.asyncio
async def test_what_was_said_is_taken_back_when_the_editor_is_no_longer_set_to_that(tmp_path):
    editor = await _begin(_folder(tmp_path))
    uri = (tmp_path / "notes.md").as_uri()
    editor.open("# 会议记录\n", uri)
    ids = [(item["uri"], item["resultId"]) for item in await _report(editor)]
    editor.settings[""] = {}
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    await editor.ready()
    back = _by_name(await _report(editor, ids))
    assert set(back) == {"faulty.md", "clean.txt"}
    assert all(item["kind"] == "full" and item["items"] == [] for item in back.values())


@pytest.mark.asyncio
async def test_files_that_have_not_changed_are_reported_unchanged(tmp_path):
    editor = await _begin(_folder(tmp_path))
    first = await _report(editor)
    ids = [(item["uri"], item["resultId"]) for item in first]
    again = await _report(editor, ids)
    assert [item["kind"] for item in again] == ["unchanged"] * 3
    (tmp_path / "faulty.md").write_text(clean(), encoding="utf-8")
    (tmp_path / "notes.md").unlink()
    third = _by_name(await _report(editor, ids))
    assert third["faulty.md"] == {**third["faulty.md"], "kind": "full", "items": []}
    assert third["clean.txt"]["kind"] == "unchanged"
    assert third["notes.md"] == {**third["notes.md"], "kind": "full", "items": []}


def _spelt_otherwise(uri: str) -> str:
    """The same URI as an editor may write it that percent-encodes more than others do."""
    scheme, path = uri.split("//", 1)
    return f"{scheme}//{quote(unquote(path)).replace('a', '%61').replace('.', '%2E')}"


@pytest.mark.asyncio
async def test_files_are_the_same_however_an_editor_spells_their_uris(tmp_path):
    editor = await _begin(_folder(tmp_path))
    first = await _report(editor)
    ids = [(_spelt_otherwise(item["uri"]), item["resultId"]) for item in first]
    assert not {uri for uri, _ in ids} & {item["uri"] for item in first}
    assert [item["kind"] for item in await _report(editor, ids)] == ["unchanged"] * 3


@pytest.mark.asyncio
async def test_a_file_opened_and_closed_under_another_spelling_is_told_of_again(tmp_path):
    editor = await _begin(_folder(tmp_path), pull=False)
    uri = (tmp_path / "faulty.md").as_uri()
    other = _spelt_otherwise(uri)

    def told(params):
        return params["uri"] == uri and params["diagnostics"]

    await editor.until("textDocument/publishDiagnostics", told)
    editor.open(clean(), other)
    assert await editor.published(other) == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": other}})
    assert await editor.until("textDocument/publishDiagnostics", told)


@pytest.mark.asyncio
async def test_a_draft_with_a_percent_sign_in_its_name_goes_when_it_is_deleted(tmp_path):
    editor = await _begin(_folder(tmp_path), pull=False, settings={})
    uri = (tmp_path / "100%41.md").as_uri()
    editor.open(faulty(), uri)
    assert await editor.published(uri)
    editor.notify("workspace/didDeleteFiles", {"files": [{"uri": uri}]})
    last = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == uri)
    assert last["diagnostics"] == []


@pytest.mark.asyncio
async def test_what_is_open_counts_as_it_is_in_the_editor(tmp_path):
    editor = await _begin(_folder(tmp_path))
    uri = (tmp_path / "faulty.md").as_uri()
    editor.open(clean(), uri, version=7)
    items = _by_name(await _report(editor))
    assert (items["faulty.md"]["version"], items["faulty.md"]["items"]) == (7, [])


@pytest.mark.asyncio
async def test_progress_and_partial_results_go_to_those_who_take_them(tmp_path):
    editor = await _begin(_folder(tmp_path))
    rest = await _report(editor, workDoneToken="work", partialResultToken="part")
    assert rest == []
    said = editor.of("$/progress")
    parts = [params["value"]["items"] for params in said if params["token"] == "part"]
    assert set(_by_name(item for part in parts for item in part)) == {"faulty.md", "clean.txt", "notes.md"}
    kinds = [params["value"]["kind"] for params in said if params["token"] == "work"]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    assert kinds[1:-1] == ["report"] * 3


@pytest.mark.asyncio
async def test_a_report_on_the_workspace_can_be_taken_back(tmp_path):
    editor = await _begin(_folder(tmp_path))
    asked = editor.ask("workspace/diagnostic", {"previousResultIds": []})
    editor.notify("$/cancelRequest", {"id": editor._number})
    with pytest.raises(Exception, match="-32800"):
        await asked


@pytest.mark.asyncio
async def test_who_is_pushed_is_pushed_all_of_the_folders(tmp_path):
    editor = await _begin(_folder(tmp_path), pull=False)
    uri = (tmp_path / "faulty.md").as_uri()
    first = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == uri)
    count = len(check(faulty(), DEFAULTS).findings)
    assert len(first["diagnostics"]) == count
    editor.open(clean(), uri)
    assert await editor.published(uri) == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    later = await editor.until(
        "textDocument/publishDiagnostics", lambda params: params["uri"] == uri and "version" not in params
    )
    assert len(later["diagnostics"]) == count
    editor.settings[""] = {}
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    gone = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == uri)
    assert gone["diagnostics"] == []


@pytest.mark.asyncio
async def test_a_draft_that_changes_on_disk_is_looked_at_again(tmp_path):
    editor = await _begin(_folder(tmp_path))
    (tmp_path / "faulty.md").write_text(clean(), encoding="utf-8")
    change = {"uri": (tmp_path / "faulty.md").as_uri(), "type": CHANGED}
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
    await editor.until("workspace/diagnostic/refresh")
    assert "**/*.{md,txt,markdown}" in str(editor.of("client/registerCapability"))


@pytest.mark.asyncio
@pytest.mark.parametrize("whole_folder", [False, True])
async def test_of_what_is_deleted_nothing_is_shown_any_more(tmp_path, whole_folder):
    folder = _folder(tmp_path)
    editor = await _begin(folder, pull=False, settings={})
    uri = (folder / "old" / "faulty.md").as_uri()
    editor.open(faulty(), uri)
    assert await editor.published(uri)
    gone = (folder / "old").as_uri() if whole_folder else uri
    editor.notify("workspace/didDeleteFiles", {"files": [{"uri": gone}]})
    last = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == uri)
    assert last["diagnostics"] == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert not editor.server.defects


@pytest.mark.asyncio
async def test_a_text_whose_file_was_deleted_is_checked_when_it_is_edited_on(tmp_path):
    editor = await _begin(_folder(tmp_path), pull=False, settings={})
    uri = (tmp_path / "faulty.md").as_uri()
    editor.open(faulty(), uri)
    await editor.published(uri)
    editor.notify("workspace/didDeleteFiles", {"files": [{"uri": uri}]})
    editor.replace(0, 0, "\n", uri)
    assert await editor.published(uri)


@pytest.mark.asyncio
async def test_a_renamed_draft_is_another_one(tmp_path):
    editor = await _begin(_folder(tmp_path), pull=False, settings={})
    old, new = (tmp_path / "faulty.md").as_uri(), (tmp_path / "renamed.md").as_uri()
    editor.open(faulty(), old)
    await editor.published(old)
    editor.notify("workspace/didRenameFiles", {"files": [{"oldUri": old, "newUri": new}]})
    last = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == old)
    assert last["diagnostics"] == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": old}})
    editor.open(faulty(), new)
    assert await editor.published(new)


@pytest.mark.asyncio
async def test_a_settings_file_deleted_with_its_folder_holds_no_more(tmp_path):
    (tmp_path / "a").mkdir()
    file = tmp_path / "a" / "hegao.toml"
    file.write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    editor = await _begin(tmp_path, pull=False, settings={})
    uri = (tmp_path / "a" / "draft.md").as_uri()
    editor.open(faulty(), uri)
    before = await editor.published(uri)
    file.rename(tmp_path / "a" / "other.toml")
    names = {"oldUri": file.as_uri(), "newUri": (tmp_path / "a" / "other.toml").as_uri()}
    editor.notify("workspace/didRenameFiles", {"files": [names]})
    assert len(await editor.published(uri)) > len(before)


@pytest.mark.asyncio
async def test_folders_may_come_and_go(tmp_path):
    first, second = tmp_path / "甲", tmp_path / "乙"
    for folder in (first, second):
        folder.mkdir()
    (second / "faulty.md").write_text(faulty(), encoding="utf-8")
    editor = await _begin(first)
    assert await _report(editor) == []
    change = {"added": [{"uri": second.as_uri(), "name": "乙"}], "removed": []}
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": change})
    assert set(_by_name(await _report(editor))) == {"faulty.md"}
    change = {"added": [], "removed": [{"uri": second.as_uri(), "name": "乙"}]}
    editor.notify("workspace/didChangeWorkspaceFolders", {"event": change})
    assert await _report(editor) == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "uri", [URI, "vscode-notebook-cell:/a%20b#X", "git:/x/draft.md?%7B%7D", "file:///c%3A/%E4%B8%AD.md"]
)
async def test_addresses_of_every_kind_are_given_back_as_they_came(uri):
    editor = Inside()
    await editor.begin()
    editor.open(faulty(), uri)
    assert await editor.published(uri)
    symbols = await editor.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert symbols
    assert json.dumps(uri, ensure_ascii=False) in json.dumps(editor.of("hegao/status"), ensure_ascii=False)


# Encodings


@pytest.mark.parametrize("name", ["gb18030", "utf-16-le", "utf-16"])
@pytest.mark.parametrize("wrong", ["utf-8", "latin-1", "cp1252"])
def test_a_text_read_in_a_wrong_encoding_is_noticed(tmp_path, name, wrong):
    path = tmp_path / "draft.txt"
    path.write_bytes(clean("tab.txt").encode(name))
    told = encoding_notice(str(path), path.read_bytes().decode(wrong, "replace"))
    assert "重新打开" in told
    assert ("GB18030" in told) == (name == "gb18030")


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_read_rightly_or_changed_since_is_none_of_that(tmp_path, name):
    path = tmp_path / "draft.txt"
    text = clean("tab.txt")
    path.write_bytes(text.encode(name))
    for there in (text, text + "新的一段。", text[:100], "", text.replace("\n", "\r\n"), "\ufeff" + text):
        assert encoding_notice(str(path), there) == ""


def test_a_file_that_cannot_be_read_is_none_of_that(tmp_path):
    binary = tmp_path / "binary"
    binary.write_bytes(b"PK\x03\x04\0\0")
    for path in (binary, tmp_path / "none", tmp_path, "nul\0byte"):
        assert encoding_notice(str(path), "甲\ufffd") == ""


def test_marks_of_lost_characters_that_stand_in_the_file_are_its_own(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text("甲\ufffd乙", encoding="utf-8")
    assert encoding_notice(str(path), "甲\ufffd乙丙") == ""


@pytest.mark.asyncio
@pytest.mark.parametrize("pull", [False, True])
@pytest.mark.parametrize("closes", [False, True])
async def test_garbage_on_the_screen_is_told_at_the_first_line(tmp_path, pull, closes):
    path = tmp_path / "draft.md"
    path.write_bytes(faulty().encode("gb18030"))
    editor = Inside()
    await editor.begin(abilities(pull), [tmp_path])
    garbage = path.read_bytes().decode("utf-8", "replace")
    editor.open(garbage, path.as_uri())
    shown = (await editor.pulled(path.as_uri()))["items"] if pull else await editor.published(path.as_uri())
    assert [(item["code"], item["severity"], item["range"]["start"]["line"]) for item in shown] == [("encoding", 2, 0)]
    if closes:
        editor.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
        editor.open(faulty(), path.as_uri())
    else:
        editor.change([{"text": faulty()}], path.as_uri())
    again = (await editor.pulled(path.as_uri()))["items"] if pull else await editor.published(path.as_uri())
    assert "encoding" not in {item["code"] for item in again}
    assert again
