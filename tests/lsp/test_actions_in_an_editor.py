"""Code actions and commands through the real server, as an editor asks for them, in every position encoding."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Union

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path
from pytest_lsp import LanguageClient, make_test_lsp_client

from hegao.config import DEFAULTS, forget_settings_files
from hegao.engine import check
from hegao.fix import Applicability, apply_fixes
from lsp.applying import applied
from lsp.oddities import decorated
from samples import sample

_PATIENCE = 20.0
CLEAN = decorated(sample("tab"))
TEXT = CLEAN.replace("2024年1月12日", "2024年01月12日").replace("安排专人", "我乡安排专人").replace("逐条", "我乡逐条")
NOWHERE = types.Range(types.Position(2, 0), types.Position(2, 0))


class Editor:
    """A client with one folder and one draft open in it."""

    def __init__(self, client: LanguageClient, folder: Path, encoding: str) -> None:
        self.client = client
        self.folder = folder
        self.encoding = encoding
        self.path = folder / "2023" / "云岭镇.txt"
        self.uri = from_fs_path(str(self.path)) or ""
        self.document = types.TextDocumentIdentifier(self.uri)
        self.edits: asyncio.Queue[types.ApplyWorkspaceEditParams] = asyncio.Queue()

        # lsprotocol takes an action that has a command for a command alone.
        converter = client.protocol._converter
        either = Union[types.Command, types.CodeAction]  # noqa: UP007 - the hook is found by this very type
        converter.register_structure_hook(either, lambda value, _: converter.structure(value, types.CodeAction))

        @client.feature(types.WORKSPACE_APPLY_EDIT)
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.edits.put_nowait(params)
            return types.ApplyWorkspaceEditResult(applied=True)

    async def begin(self) -> None:
        capabilities = types.ClientCapabilities(
            general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(self.encoding)]),
            text_document=types.TextDocumentClientCapabilities(
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(data_support=True),
                code_action=types.CodeActionClientCapabilities(
                    data_support=True, resolve_support=types.ClientCodeActionResolveOptions(["edit"])
                ),
            ),
            workspace=types.WorkspaceClientCapabilities(
                apply_edit=True, workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
            ),
            window=types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(support=True)),
        )
        root = types.WorkspaceFolder(from_fs_path(str(self.folder)) or "", "reports")
        await self.client.initialize_session(types.InitializeParams(capabilities, workspace_folders=[root]))
        item = types.TextDocumentItem(self.uri, "plaintext", 1, TEXT)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    async def diagnostics(self, code: str, count: int) -> list[types.Diagnostic]:
        """The diagnostics of a rule, once there are as many."""
        while True:
            found = [one for one in self.client.diagnostics.get(self.uri, ()) if one.code == code]
            if self.uri in self.client.diagnostics and len(found) == count:
                return found
            waited = self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
            await asyncio.wait_for(waited, _PATIENCE)

    async def actions(
        self, *diagnostics: types.Diagnostic, only: list[types.CodeActionKind | str] | None = None
    ) -> list[types.CodeAction]:
        context = types.CodeActionContext(diagnostics, only)
        params = types.CodeActionParams(self.document, NOWHERE, context)
        listed = await asyncio.wait_for(self.client.text_document_code_action_async(params), _PATIENCE)
        return [action for action in listed or () if isinstance(action, types.CodeAction)]

    async def resolve(self, action: types.CodeAction) -> types.CodeAction:
        return await asyncio.wait_for(self.client.code_action_resolve_async(action), _PATIENCE)

    async def run(self, command: str, *arguments: object) -> object:
        params = types.ExecuteCommandParams(command, list(arguments))
        return await asyncio.wait_for(self.client.workspace_execute_command_async(params), _PATIENCE)

    def after(self, edit: types.WorkspaceEdit | None) -> str:
        assert edit is not None
        (change,) = edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(self.uri, 1)
        return applied(TEXT, [one for one in change.edits if isinstance(one, types.TextEdit)], self.encoding)


@pytest_asyncio.fixture(params=["utf-8", "utf-16", "utf-32"])
async def editor(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Editor]:
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "hegao", "lsp")
    one = Editor(client, tmp_path, request.param)
    one.path.parent.mkdir()
    one.path.write_text(TEXT, encoding="utf-8", newline="")
    await one.begin()
    yield one
    await client.shutdown_session()
    await client.stop()


@pytest.mark.asyncio
async def test_corrections_reach_the_draft(editor: Editor) -> None:
    (first, second) = await editor.diagnostics("W101", 2)
    one, every, *_ = await editor.actions(first, only=[types.CodeActionKind.QuickFix])
    assert one.title == "改为“我镇”"
    assert editor.after(one.edit) == TEXT.replace("我乡", "我镇", 1)
    assert every.title == "把全文 2 处“我乡”改为“我镇”"
    assert every.edit is None
    assert editor.after((await editor.resolve(every)).edit) == TEXT.replace("我乡", "我镇")
    both = await editor.actions(first, second, only=["quickfix"])
    assert [action.title for action in both][:2] == ["改为“我镇”（第 11 行第 24 字）", "改为“我镇”（第 13 行第 15 字）"]

    findings = check(TEXT, DEFAULTS).findings
    safe = [fix for one in findings for fix in one.fixes if fix.applicability is Applicability.SAFE]
    (everything,) = await editor.actions(only=["source.fixAll"])
    assert editor.after((await editor.resolve(everything)).edit) == apply_fixes(TEXT, safe)[0]

    assert await editor.run("hegao.fixRule", editor.uri, "W101") == {"fixed": 2}
    asked = await asyncio.wait_for(editor.edits.get(), _PATIENCE)
    assert editor.after(asked.edit) == TEXT.replace("我乡", "我镇")

    change = types.TextDocumentContentChangePartial(NOWHERE, "另，")
    document = types.VersionedTextDocumentIdentifier(2, editor.uri)
    editor.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
    assert (await editor.resolve(everything)).edit is None
    assert not await editor.actions(first, only=["quickfix"])


@pytest.mark.asyncio
async def test_suppressing_takes_hold_at_once(editor: Editor) -> None:
    (first, _) = await editor.diagnostics("W101", 2)
    here = next(a for a in await editor.actions(first) if a.title.startswith("这一处不再提示"))
    assert here.command is not None
    await editor.run(here.command.command, *(here.command.arguments or ()))
    await editor.diagnostics("W101", 0)
    settings = editor.folder / "hegao.toml"
    assert 'file = "2023/云岭镇.txt"\ncode = "W101"' in settings.read_text(encoding="utf-8")
    await editor.diagnostics("D102", 1)
    await editor.run("hegao.suppressInProject", editor.uri, "D102")
    await editor.diagnostics("D102", 0)
    forget_settings_files()
    assert not [path for path in editor.folder.iterdir() if path.name.endswith(".tmp")]


@pytest.mark.asyncio
async def test_commands_answer_and_tell_what_is_wrong(editor: Editor) -> None:
    await editor.diagnostics("W101", 2)
    page = await editor.run("hegao.explainRule", "W101", editor.uri)
    assert isinstance(page, str)
    assert page.startswith("# W101")
    text = await editor.run("hegao.newReport", {"agency": "青河乡", "year": 2022, "layout": "cell"})
    assert isinstance(text, str)
    assert text.startswith("青河乡人民政府2022年政府信息公开工作年度报告\n")
    assert await editor.run("hegao.nextBroken", editor.uri, None, {"line": 0, "character": 0}) is None
    assert await editor.run("hegao.recomputeTotals", editor.uri) == {
        "changed": 0,
        "left": 0,
        "message": "总计与各组成部分之和相符，不需要改动。",
    }
    status = await editor.run("hegao.status", editor.uri)
    assert getattr(status, "uri", None) == editor.uri or (isinstance(status, dict) and status["uri"] == editor.uri)
    for command, arguments, told in (
        ("hegao.fixRule", [editor.uri, "X999"], "没有代码或名称为“X999”的规则"),
        ("hegao.fixAllSafe", ["file:///elsewhere.md"], "没有在编辑器中打开"),
        ("hegao.nextBroken", [editor.uri, 0, 7], "第 3 个参数应为位置"),
        ("hegao.suppressHere", [editor.uri, "W101:0:1"], "没有忽略任何问题"),
    ):
        with pytest.raises(JsonRpcException, match=told):
            await editor.run(command, *arguments)
