"""Settings: the project's, the editor's below them, and what happens when they change or break."""

from __future__ import annotations

import pytest

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp.client_settings import ON_SAVE, ClientSettings, client_settings
from hegao.lsp.settings import SettingsBook
from lsp.editor import URI, Inside, abilities
from lsp.test_diagnostics import clean, faulty

CHANGED = 2


def _codes(shown) -> set[str]:
    return {item["code"] for item in shown}


async def _begin(*folders, pull: bool = False, settings=None, **more) -> Inside:
    editor = Inside()
    editor.settings[""] = settings
    await editor.begin(abilities(pull), list(folders), **more)
    return editor


def _draft(folder, text: str, name: str = "draft.md"):
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path.as_uri()


def _saved(editor: Inside, path) -> None:
    """Tell of a file that was written outside the editor."""
    change = {"uri": path.as_uri(), "type": CHANGED}
    editor.notify("workspace/didChangeWatchedFiles", {"changes": [change]})


def test_what_an_editor_sends_is_read_with_care():
    assert client_settings(None) == client_settings([]) == client_settings({}) == ClientSettings()
    odd = {
        "enable": 1,
        "run": "never",
        "agency": 3,
        "severity": {"W101": "bad", "W": "info"},
        "select": "W",
        "ignore": [1],
    }
    assert client_settings(odd) == ClientSettings(severity={"W": "info"})
    full = {
        "enable": False, "run": "onSave", "agency": {"name": "云岭镇人民政府"}, "previousReport": "2022.md",
        "severity": {"W101": "info"}, "select": ["W"], "ignore": ["P"], "workspaceDiagnostics": True,
    }  # fmt: skip
    assert client_settings(full) == ClientSettings(
        False, ON_SAVE, "云岭镇人民政府", "2022.md", {"W101": "info"}, ("W",), ("P",), True
    )


@pytest.mark.asyncio
async def test_the_project_says_what_runs(tmp_path):
    (tmp_path / "hegao.toml").write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    editor = await _begin(tmp_path)
    uri = _draft(tmp_path, faulty())
    editor.open(faulty(), uri)
    codes = _codes(await editor.published(uri))
    assert codes
    assert {code[0] for code in codes} == {"W"}


@pytest.mark.asyncio
async def test_the_project_comes_before_the_editor(tmp_path):
    (tmp_path / "hegao.toml").write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    mine = {"select": ["T"], "severity": {"W": "info"}}
    editor = await _begin(tmp_path, settings=mine)
    uri = _draft(tmp_path, faulty())
    await editor.ready()
    editor.open(faulty(), uri)
    shown = await editor.published(uri)
    assert {item["code"][0] for item in shown} == {"W"}
    assert {item["severity"] for item in shown} == {3}, "the editor's severities hold where the project has none"


@pytest.mark.asyncio
async def test_settings_that_come_late_are_taken_up(tmp_path):
    editor = await _begin(tmp_path)
    editor.open(faulty())
    first = await editor.published()
    editor.settings[""] = {"ignore": ["W", "T", "P"]}
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    second = await editor.published()
    assert len(second) < len(first)
    assert not {item["code"][0] for item in second} & set("WTP")


@pytest.mark.asyncio
async def test_settings_sent_to_a_server_that_cannot_ask(tmp_path):
    editor = Inside()
    await editor.begin(abilities(workspace={"configuration": False}), [tmp_path])
    editor.open(faulty())
    await editor.published()
    editor.notify("workspace/didChangeConfiguration", {"settings": {"hegao": {"select": ["W"]}}})
    assert {item["code"][0] for item in await editor.published()} == {"W"}


@pytest.mark.asyncio
async def test_settings_in_the_initialization_options(tmp_path):
    editor = Inside()
    capabilities = abilities(workspace={"configuration": False})
    await editor.begin(capabilities, [tmp_path], initializationOptions={"settings": {"select": ["W"]}})
    editor.open(faulty())
    assert {item["code"][0] for item in await editor.published()} == {"W"}


@pytest.mark.asyncio
async def test_selectors_of_the_editor_that_name_no_rule_are_left_out(tmp_path):
    editor = await _begin(tmp_path, settings={"select": ["没有"], "agency": {"name": "青河乡人民政府"}})
    editor.open(faulty())
    status = await editor.until("hegao/status", lambda params: "message" in params)
    assert not editor.server.defects
    assert editor.server.desk.open[URI].checked.settings.agency == "青河乡人民政府"
    assert "编辑器里的设置有误" in status["message"]


@pytest.mark.asyncio
async def test_checking_can_be_switched_off_and_on(tmp_path):
    editor = await _begin(tmp_path, settings={"enable": False})
    await editor.ready()
    editor.open(faulty())
    await editor.until("hegao/status", lambda params: params["state"] == "disabled")
    assert editor.of("textDocument/publishDiagnostics")[-1]["diagnostics"] == []
    at = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}
    assert await editor.request("textDocument/hover", at) is None
    editor.settings[""] = {"enable": True}
    editor.notify("workspace/didChangeConfiguration", {"settings": None})
    await editor.until("hegao/status", lambda params: params["state"] == "findings")
    assert editor.of("textDocument/publishDiagnostics")[-1]["diagnostics"]


@pytest.mark.parametrize("pull", [False, True])
@pytest.mark.asyncio
async def test_on_save_means_on_save(tmp_path, pull):
    editor = await _begin(tmp_path, pull=pull, settings={"run": "onSave"})
    await editor.ready()
    editor.open(clean())

    async def shown(previous=None):
        return await editor.pulled(previous=previous) if pull else await editor.published()

    first = await shown()
    assert (first["items"] if pull else first) == []
    at = editor.texts[URI].index("一、总体情况") + len("一、总体情况")
    editor.replace(at, at, "\n\n我们及时及时公开。")
    await editor.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    if pull:
        assert (await shown(first["resultId"]))["kind"] == "unchanged"
    else:
        assert [params["version"] for params in editor.of("textDocument/publishDiagnostics")] == [1]
    editor.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    later = await shown()
    assert "W" in {item["code"][0] for item in (later["items"] if pull else later)}


@pytest.mark.asyncio
async def test_a_broken_settings_file_leaves_the_good_ones_in_force_and_is_told(tmp_path):
    file = tmp_path / "hegao.toml"
    file.write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    editor = await _begin(tmp_path)
    uri = _draft(tmp_path, faulty())
    editor.open(faulty(), uri)
    before = await editor.published(uri)
    file.write_text('[rules]\nselect = ["W"]\nselct = ["T"]\n', encoding="utf-8")
    _saved(editor, file)
    told = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == file.as_uri())
    assert [item["range"]["start"]["line"] for item in told["diagnostics"]] == [2]
    assert "selct" in told["diagnostics"][0]["message"]
    status = editor.of("hegao/status")[-1]
    assert "沿用" in status["message"]
    assert editor.server.desk.open[uri].checked.settings.select == ("W",)
    editor.replace(0, 0, "\n", uri)
    assert len(await editor.published(uri)) == len(before)
    file.write_text('[rules]\nselect = ["T"]\n', encoding="utf-8")
    _saved(editor, file)
    assert {item["code"][0] for item in await editor.published(uri)} == {"T"}
    assert editor.of("textDocument/publishDiagnostics")[-1] == {"uri": file.as_uri(), "diagnostics": []}
    assert "message" not in editor.of("hegao/status")[-1]


@pytest.mark.asyncio
async def test_an_unknown_rule_in_the_settings_is_told_at_its_line(tmp_path):
    file = tmp_path / "hegao.toml"
    file.write_text('[rules]\nselect = ["ALL"]\nignore = ["W999"]\n', encoding="utf-8")
    editor = await _begin(tmp_path)
    uri = _draft(tmp_path, clean())
    editor.open(clean(), uri)
    told = await editor.until("textDocument/publishDiagnostics", lambda params: params["uri"] == file.as_uri())
    assert [item["range"]["start"]["line"] for item in told["diagnostics"]] == [2]
    assert await editor.published(uri) == []


@pytest.mark.asyncio
async def test_an_open_settings_file_is_looked_after_as_an_open_text(tmp_path):
    file = tmp_path / "hegao.toml"
    file.write_text("selct = 1\n", encoding="utf-8")
    editor = await _begin(tmp_path)
    editor.open(file.read_text(encoding="utf-8"), file.as_uri(), language="toml")
    assert len(await editor.published(file.as_uri())) == 1
    editor.change([{"text": ""}], file.as_uri())
    assert await editor.published(file.as_uri()) == []
    editor.notify("textDocument/didClose", {"textDocument": {"uri": file.as_uri()}})
    assert not editor.of("hegao/status")


@pytest.mark.asyncio
async def test_a_settings_file_that_appears_counts_from_then_on(tmp_path):
    editor = await _begin(tmp_path)
    uri = _draft(tmp_path, faulty())
    editor.open(faulty(), uri)
    before = await editor.published(uri)
    file = tmp_path / "hegao.toml"
    file.write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    _saved(editor, file)
    after = await editor.published(uri)
    assert {item["code"][0] for item in after} == {"W"}
    assert len(after) < len(before)
    file.unlink()
    editor.notify("workspace/didDeleteFiles", {"files": [{"uri": file.as_uri()}]})
    assert len(await editor.published(uri)) == len(before)


@pytest.mark.asyncio
async def test_a_rule_pack_and_last_years_report_are_watched_and_read_anew(tmp_path):
    pack, last_year = tmp_path / "ours.toml", tmp_path / "2022.md"
    last_year.write_text(clean().replace("2023", "2022").replace("2024年1月", "2023年1月"), encoding="utf-8")
    pack.write_text(_pack("我们", "写作“本机关”。"), encoding="utf-8")
    (tmp_path / "hegao.toml").write_text('packs = ["ours.toml"]\n[previous]\nreport = "2022.md"\n', encoding="utf-8")
    text = clean().replace("一、总体情况\n", "一、总体情况\n\n我们公开。\n", 1)
    editor = await _begin(tmp_path)
    await editor.ready()
    uri = _draft(tmp_path, text)
    editor.open(text, uri)
    assert "W901" in _codes(await editor.published(uri))
    watched = str(editor.of("client/registerCapability")[-1])
    assert "ours.toml" in watched
    assert "2022.md" in watched
    pack.write_text(_pack("他们", "写作“本机关”。"), encoding="utf-8")
    _saved(editor, pack)
    assert "W901" not in _codes(await editor.published(uri))
    carried = check(text, DEFAULTS)
    last_year.write_text(last_year.read_text(encoding="utf-8").replace("| 0 |", "| 1 |"), encoding="utf-8")
    _saved(editor, last_year)
    status = await editor.until("hegao/status")
    assert status["version"] == 1
    assert carried.failures == ()


@pytest.mark.asyncio
@pytest.mark.parametrize("mine", [None, {"agency": {"name": "云岭镇人民政府"}, "ignore": ["P"]}])
async def test_a_rule_pack_that_breaks_leaves_its_rules_in_force(tmp_path, mine):
    pack = tmp_path / "ours.toml"
    pack.write_text(_pack("我们", "写作“本机关”。"), encoding="utf-8")
    file = tmp_path / "hegao.toml"
    file.write_text('packs = ["ours.toml"]\n', encoding="utf-8")
    text = clean().replace("一、总体情况\n", "一、总体情况\n\n我们公开。\n", 1)
    editor = await _begin(tmp_path, settings=mine)
    await editor.ready()
    uri = _draft(tmp_path, text)
    editor.open(text, uri)
    assert "W901" in _codes(await editor.published(uri))
    pack.write_text("[[rule]]\n", encoding="utf-8")
    _saved(editor, pack)
    await editor.until("hegao/status", lambda params: "沿用" in params.get("message", ""))
    editor.replace(0, 0, "\n", uri)
    assert "W901" in _codes(await editor.published(uri))
    assert not editor.server.defects


def _pack(word: str, told: str) -> str:
    return f"""
[[rule]]
code = "W901"
name = "our-own"
title = "自定"
check = "pattern"
severity = "warning"
message = "{told}"
basis = "本县要求"
params.pattern = "{word}"

[[rule.example]]
bad = "⟦{word}⟧。"
good = "本机关。"
"""


@pytest.mark.asyncio
async def test_last_years_report_that_cannot_be_read_is_told_and_the_rest_is_checked(tmp_path):
    file = tmp_path / "hegao.toml"
    file.write_text('[previous]\nreport = "none.md"\n', encoding="utf-8")
    editor = await _begin(tmp_path)
    uri = _draft(tmp_path, faulty())
    editor.open(faulty(), uri)
    shown = await editor.published(uri)
    assert len(shown) == len(check(faulty(), DEFAULTS).findings)
    status = await editor.until("hegao/status")
    assert "none.md" in status["message"]


@pytest.mark.asyncio
async def test_each_folder_has_its_own_settings(tmp_path):
    uris = []
    for name, family in (("甲", "W"), ("乙", "T")):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "hegao.toml").write_text(f'[rules]\nselect = ["{family}"]\n', encoding="utf-8")
        uris.append(_draft(folder, faulty()))
    editor = await _begin(tmp_path / "甲", tmp_path / "乙")
    for uri, family in zip(uris, "WT", strict=True):
        editor.open(faulty(), uri)
        assert {item["code"][0] for item in await editor.published(uri)} == {family}


@pytest.mark.asyncio
async def test_an_editors_settings_for_a_folder_hold_there(tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
    editor = Inside()
    editor.settings = {"": None, (tmp_path / "甲").as_uri(): {"select": ["W"]}, (tmp_path / "乙").as_uri(): {}}
    await editor.begin(abilities(), [tmp_path / "甲", tmp_path / "乙"])
    await editor.ready()
    first, second = _draft(tmp_path / "甲", faulty()), _draft(tmp_path / "乙", faulty())
    editor.open(faulty(), first)
    editor.open(faulty(), second)
    assert {item["code"][0] for item in await editor.published(first)} == {"W"}
    assert len({item["code"][0] for item in await editor.published(second)}) > 1


@pytest.mark.asyncio
async def test_a_draft_without_a_file_goes_by_the_first_folder(tmp_path):
    (tmp_path / "hegao.toml").write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    editor = await _begin(tmp_path)
    editor.open(faulty())
    assert {item["code"][0] for item in await editor.published()} == {"W"}
    alone = await _begin()
    alone.open(faulty())
    assert len(await alone.published()) == len(check(faulty(), DEFAULTS).findings)


@pytest.mark.asyncio
async def test_suppressions_count_for_the_file_they_name(tmp_path):
    (tmp_path / "hegao.toml").write_text(
        '[[suppress]]\nfile = "draft.md"\ncode = "W101"\nreason = "引用原话"\n', encoding="utf-8"
    )
    editor = await _begin(tmp_path)
    uri = _draft(tmp_path, faulty())
    editor.open(faulty(), uri)
    assert "W101" not in _codes(await editor.published(uri))
    other = _draft(tmp_path, faulty(), "other.md")
    editor.open(faulty(), other)
    assert "W101" in _codes(await editor.published(other))


@pytest.mark.asyncio
async def test_who_pulls_is_asked_to_pull_again_when_settings_change(tmp_path):
    file = tmp_path / "hegao.toml"
    editor = await _begin(tmp_path, pull=True)
    uri = _draft(tmp_path, faulty())
    editor.open(faulty(), uri)
    first = await editor.pulled(uri)
    file.write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    _saved(editor, file)
    await editor.until("workspace/diagnostic/refresh")
    second = await editor.pulled(uri, first["resultId"])
    assert {item["code"][0] for item in second["items"]} == {"W"}
    assert not [params for params in editor.of("textDocument/publishDiagnostics") if params["uri"] == uri]


def test_settings_read_once_are_one_object(tmp_path):
    (tmp_path / "hegao.toml").write_text('[rules]\nselect = ["W"]\n', encoding="utf-8")
    book = SettingsBook()
    first = book.of(str(tmp_path / "a.md"), str(tmp_path), ClientSettings())
    assert book.of(str(tmp_path / "b.md"), str(tmp_path), ClientSettings()) is first
    book.forget()
    assert book.of(str(tmp_path / "a.md"), str(tmp_path), ClientSettings()).settings is not first.settings
