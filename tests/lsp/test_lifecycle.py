"""Beginning and end of a session, and everything a client may do wrong."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys

import psutil
import pytest

from hegao.lsp.drafts import Draft, Drafts
from lsp.editor import TIMEOUT, URI, Inside, Piped, ServerError, abilities
from lsp.test_diagnostics import clean, faulty

pytestmark = pytest.mark.asyncio
PARSE, INVALID, UNKNOWN, PARAMETERS, NOT_YET = -32700, -32600, -32601, -32602, -32002
POSITION = {"line": 0, "character": 0}


async def _code(editor, method, params=None):
    with pytest.raises(ServerError) as raised:
        await editor.request(method, params)
    return raised.value.code


async def test_requests_before_initialize_are_refused():
    editor = Inside()
    at = {"textDocument": {"uri": URI}, "position": POSITION}
    assert await _code(editor, "textDocument/hover", at) == NOT_YET
    assert await _code(editor, "shutdown") == NOT_YET
    editor.open("不会被收下")
    editor.versions.clear()
    await editor.begin()
    assert await editor.request("textDocument/hover", at) is None


@pytest.mark.parametrize("general", [{}, {"positionEncodings": ["utf-7"]}, {"positionEncodings": []}])
async def test_a_client_that_names_no_known_encoding_is_taken_to_count_in_utf_16(general):
    editor = Inside()
    said = abilities(general=general)
    said["general"] = general
    await editor.begin(said)
    assert editor.encoding == "utf-16"
    editor.open(faulty().replace("我乡", "𪨶𪨶我乡"))
    spans = {item["code"]: editor.span(item["range"]) for item in await editor.published()}
    assert editor.texts[URI][slice(*spans["W101"])] == "我乡"
    editor.replace(spans["W101"].end, spans["W101"].end, "𪨶")
    assert editor.text() == editor.texts[URI]


async def test_initialize_twice_is_refused():
    editor = Inside()
    await editor.begin()
    assert await _code(editor, "initialize", {"capabilities": {}, "processId": None, "rootUri": None}) == INVALID


async def test_requests_after_shutdown_are_refused_until_exit():
    editor = Inside()
    await editor.begin()
    editor.open(clean())
    await editor.published()
    assert await editor.request("shutdown") is None
    at = {"textDocument": {"uri": URI}, "position": POSITION}
    assert await _code(editor, "textDocument/hover", at) == INVALID
    assert await _code(editor, "shutdown") == INVALID
    heard = len(editor.heard)
    editor.replace(0, 0, "甲")
    assert len(editor.heard) == heard
    editor.notify("exit")
    assert await editor.ended == 0


async def test_an_answer_that_comes_after_shutdown_is_passed_over():
    editor = Inside()
    held = []
    editor._respond = held.append
    await editor.begin()
    while not any(message["method"] == "workspace/configuration" for message in held):
        await asyncio.sleep(0)
    await editor.request("shutdown")
    for message in held:
        editor.send({"jsonrpc": "2.0", "id": message["id"], "result": [None]})
    assert editor.server.defects == []


async def test_exit_without_shutdown_ends_with_one():
    editor = Inside()
    await editor.begin()
    editor.notify("exit")
    assert await editor.ended == 1


async def test_exit_before_initialize_ends_with_one():
    editor = Inside()
    editor.notify("exit")
    assert await editor.ended == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", PARSE),
        ("{", PARSE),
        ('{"jsonrpc":"2.0","id":1,"method":"x"', PARSE),
        ("[" * 100_000, PARSE),
        ("null", INVALID),
        ("[]", INVALID),
        ("3", INVALID),
        ('{"id":7,"method":"shutdown"}', INVALID),
        ('{"jsonrpc":"1.0","id":7,"method":"shutdown"}', INVALID),
        ('{"jsonrpc":"2.0","id":7,"method":3}', INVALID),
        ('{"jsonrpc":"2.0","id":[7],"method":"shutdown"}', INVALID),
        ('{"jsonrpc":"2.0","id":7,"method":"hegao/what"}', UNKNOWN),
        ('{"jsonrpc":"2.0","id":7,"method":"textDocument/hover"}', PARAMETERS),
        ('{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":[]}', PARAMETERS),
        ('{"jsonrpc":"2.0","id":7,"method":"textDocument/hover","params":{"textDocument":3}}', PARAMETERS),
        ('{"jsonrpc":"2.0","id":7,"method":"workspace/executeCommand","params":{"command":"x"}}', PARAMETERS),
    ],
)
async def test_malformed_messages_are_answered_with_the_right_error(body, code):
    editor = Inside()
    await editor.begin()
    answers: list[dict] = []
    editor.hear = lambda text: answers.append(json.loads(text))
    editor.server.protocol.receive([body], 0.0)
    assert [answer["error"]["code"] for answer in answers] == [code]
    assert answers[0]["id"] in (7, None)
    assert (answers[0]["id"] == 7) == ('"id":7' in body and code != PARSE)


@pytest.mark.parametrize(
    "body",
    [
        '{"jsonrpc":"2.0","method":"hegao/what"}',
        '{"jsonrpc":"2.0","method":"$/what","params":[1]}',
        '{"jsonrpc":"2.0","method":"textDocument/didChange"}',
        '{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"a:b","version":1}}}',
        '{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"untitled:none"}}}',
        '{"jsonrpc":"2.0","method":"textDocument/didSave","params":{"textDocument":{"uri":"untitled:none"}}}',
        '{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":99}}',
        '{"jsonrpc":"2.0","method":"$/cancelRequest","params":null}',
        '{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"verbose"}}',
        '{"jsonrpc":"2.0","id":"nobody asked","result":{}}',
        '{"jsonrpc":"2.0","id":"nobody asked","error":{"code":1,"message":"x"}}',
    ],
)
async def test_notifications_that_mean_nothing_are_passed_over(body):
    editor = Inside()
    await editor.begin()
    editor.open(clean())
    await editor.published()
    heard = len(editor.heard)
    editor.server.protocol.receive([body], 0.0)
    assert [
        message for message in editor.heard[heard:] if message.get("method") != "textDocument/publishDiagnostics"
    ] == []
    assert not editor.server.defects
    assert not editor.of("window/showMessage")
    editor.replace(0, 0, "\n")
    await editor.published()


async def test_an_edit_outside_the_text_counts_at_its_nearest_place():
    editor = Inside()
    await editor.begin()
    editor.open("甲乙\n丙\n")
    where = {"start": {"line": 0, "character": 99}, "end": {"line": 0, "character": 99}}
    editor.change([{"range": where, "text": "丁"}])
    assert editor.text() == "甲乙丁\n丙\n"
    where = {"start": {"line": 99, "character": 0}, "end": {"line": 100, "character": 3}}
    editor.change([{"range": where, "text": "末"}])
    assert editor.text() == "甲乙丁\n丙\n末"
    where = {"start": {"line": 1, "character": 1}, "end": {"line": 0, "character": 0}}
    editor.change([{"range": where, "text": ""}])
    assert editor.text() == "\n末"


async def test_questions_about_texts_that_are_not_open_are_answered_with_nothing():
    editor = Inside()
    await editor.begin(abilities(True))
    about = {"textDocument": {"uri": "file:///none/draft.md"}}
    place = {**about, "position": POSITION}
    where = {"start": POSITION, "end": POSITION}
    options = {"tabSize": 4, "insertSpaces": True}
    for method, params in {
        "textDocument/hover": place,
        "textDocument/completion": place,
        "textDocument/definition": place,
        "textDocument/references": {**place, "context": {"includeDeclaration": True}},
        "textDocument/documentHighlight": place,
        "textDocument/documentSymbol": about,
        "textDocument/foldingRange": about,
        "textDocument/selectionRange": {**about, "positions": [POSITION]},
        "textDocument/inlayHint": {**about, "range": where},
        "textDocument/codeLens": about,
        "textDocument/codeAction": {**about, "range": where, "context": {"diagnostics": []}},
        "textDocument/formatting": {**about, "options": options},
        "textDocument/rangeFormatting": {**about, "range": where, "options": options},
        "textDocument/onTypeFormatting": {**place, "ch": "|", "options": options},
        "textDocument/prepareRename": place,
        "textDocument/rename": {**place, "newName": "青河镇"},
        "textDocument/documentLink": about,
        "textDocument/semanticTokens/full": about,
        "textDocument/semanticTokens/range": {**about, "range": where},
    }.items():
        assert not await editor.request(method, params), method
    assert await editor.request("textDocument/diagnostic", about) == {"kind": "full", "items": []}
    action = {"title": "x", "data": {"uri": "file:///none/draft.md"}}
    assert await editor.request("codeAction/resolve", action) == action
    editor.notify(
        "textDocument/didChange",
        {"textDocument": {**about["textDocument"], "version": 2}, "contentChanges": [{"text": "x"}]},
    )
    assert not editor.server.defects


async def test_the_library_lets_us_replace_its_documents():
    """The replacement goes through private attributes of pygls: another release may lack them."""
    editor = Inside()
    await editor.begin()
    editor.open("甲\x0b乙\n丙丁\n")
    assert isinstance(editor.server.workspace, Drafts)
    assert isinstance(editor.server.workspace.get_text_document(URI), Draft)
    where = {"start": {"line": 1, "character": 1}, "end": {"line": 1, "character": 2}}
    editor.change([{"range": where, "text": "X"}])
    assert editor.text() == "甲\x0b乙\n丙X\n"


async def test_defects_of_ours_are_answered_without_their_message(monkeypatch, caplog):
    def broken(snapshot, params):
        raise RuntimeError(snapshot.text)

    editor = Inside()
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    monkeypatch.setattr("hegao.lsp.handlers._function", lambda name: broken)
    with pytest.raises(ServerError) as raised:
        await editor.request("textDocument/hover", {"textDocument": {"uri": URI}, "position": POSITION})
    assert raised.value.code == -32603
    assert "RuntimeError (handlers.py:" in raised.value.message
    assert "政府信息" not in raised.value.message + caplog.text
    assert len(editor.server.defects) == 1
    assert not editor.of("window/showMessage")


# Processes


async def _piped(*options, **more) -> Piped:
    editor = Piped()
    await editor.launch(*options, **more)
    return editor


async def test_a_session_over_pipes_ends_with_zero():
    editor = await _piped()
    await editor.begin()
    editor.open(faulty())
    assert await editor.published()
    assert await editor.end() == 0


async def test_a_client_that_vanishes_takes_the_server_along():
    editor = await _piped()
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    editor.process.stdin.close()
    assert await asyncio.wait_for(editor.process.wait(), 2) == 1
    await editor.ended()


async def test_a_client_that_vanishes_need_not_wait_for_a_long_check():
    editor = await _piped()
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    editor.change([{"text": faulty() * 40}])
    await editor.published()
    editor.replace(0, 0, "甲")
    editor.process.stdin.close()
    assert await asyncio.wait_for(editor.process.wait(), 3) == 1
    await editor.ended()


async def test_a_message_without_a_length_ends_the_session():
    editor = await _piped()
    editor.process.stdin.write(b"Content-Type: x\r\n\r\n{}")
    assert await editor.ended() == 1


async def test_the_server_ends_with_the_process_it_was_started_for(tmp_path):
    """The pipe stays open in this process; only the number tells that the client is gone."""
    client = await asyncio.create_subprocess_exec(sys.executable, "-c", "input()", stdin=asyncio.subprocess.PIPE)
    editor = await _piped()
    await editor.begin(processId=client.pid)
    editor.open(clean())
    await editor.published()
    client.kill()
    await client.wait()
    assert await asyncio.wait_for(editor.process.wait(), 5) == 1
    await editor.ended()


async def test_a_process_number_of_another_machine_means_nothing():
    editor = await _piped()
    await editor.begin(processId=2**22 + 1)
    editor.open(clean())
    await editor.published()
    assert await editor.end() == 0


async def test_nothing_but_the_protocol_is_written_to_standard_output(tmp_path):
    code = (
        "import sys, hegao.session\n"
        "check = hegao.session.Session.check\n"
        "def noisy(self, text):\n"
        "    print('stray'); sys.stdout.write('stray'); sys.__stdout__.write('stray')\n"
        "    import os; os.write(1, b'stray')\n"
        "    return check(self, text)\n"
        "hegao.session.Session.check = noisy\n"
        "from hegao.cli import main\n"
        "sys.exit(main(['lsp']))\n"
    )
    errors = tmp_path / "errors"
    editor = Piped()
    with errors.open("wb") as stream:
        editor.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=stream,
        )  # fmt: skip
        editor._reading = asyncio.create_task(editor._listen())
        await editor.begin()
        editor.open(clean())
        await editor.published()
        assert await editor.end() == 0
    assert b"stray" in errors.read_bytes()


@pytest.mark.parametrize("level", ["warning", "debug"])
async def test_no_draft_is_logged(tmp_path, level):
    log = tmp_path / "log"
    editor = await _piped("--log-file", str(log), "--log-level", level)
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    editor.send_raw('{"jsonrpc":"2.0","id":"x","method":"textDocument/hover","params":"政府信息"}'.encode())
    editor.send_raw("政府信息".encode())
    editor.notify("textDocument/didChange", {"textDocument": "政府信息"})
    assert await editor.end() == 0
    assert "政府" not in log.read_text(encoding="utf-8")


async def test_no_process_is_left_behind():
    editor = await _piped()
    await editor.begin()
    children = psutil.Process(editor.process.pid).children(recursive=True)
    assert children == []
    if os.name == "posix":
        editor.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(editor.process.wait(), TIMEOUT) == -signal.SIGTERM
    else:
        editor.process.kill()
    await editor.ended()
