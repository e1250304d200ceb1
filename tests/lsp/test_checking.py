"""When drafts are checked: bursts, long checks, and what becomes of results that come too late."""

from __future__ import annotations

import asyncio
import threading

import pytest

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp import checking
from hegao.session import Session
from lsp.editor import URI, Inside, Piped, ServerError, abilities
from lsp.test_diagnostics import clean, faulty

pytestmark = pytest.mark.asyncio
HOVER = "textDocument/hover"


def _hover(editor: Inside) -> dict:
    return {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}


def _versions(editor) -> list[int]:
    return [params["version"] for params in editor.of("textDocument/publishDiagnostics")]


async def _opened(text: str, pull: bool = False) -> Inside:
    editor = Inside()
    await editor.begin(abilities(pull))
    # By then it has warmed up, which is a check too.
    await editor.ready()
    editor.open(text)
    await (editor.pulled() if pull else editor.published())
    return editor


@pytest.fixture
def checks(monkeypatch):
    """The texts checked so far."""
    seen: list[str] = []
    real = Session.check

    def counted(self, text):
        seen.append(text)
        return real(self, text)

    monkeypatch.setattr(checking.Session, "check", counted)
    return seen


async def test_a_burst_of_edits_costs_few_checks_and_publishes(checks):
    editor = Piped()
    await editor.launch()
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    for _ in range(50):
        at = editor.texts[URI].index("全年")
        editor.replace(at, at, "的")
    shown = await editor.published()
    versions = _versions(editor)[1:]
    assert len(versions) <= 3
    assert versions == sorted(set(versions))
    assert versions[-1] == 51
    assert len(shown) == len(check(editor.texts[URI], DEFAULTS).findings)
    assert await editor.end() == 0


async def test_an_edit_of_a_draft_at_rest_is_checked_at_once(checks, monkeypatch):
    monkeypatch.setattr(checking, "LONG", 3600)
    editor = await _opened(faulty())
    checks.clear()
    editor.replace(0, 0, "\n")
    assert checks == [editor.texts[URI]]
    assert _versions(editor)[-1] == 2


async def test_edits_that_arrive_together_are_checked_together(checks):
    editor = await _opened(faulty())
    checks.clear()
    editor.server.arrived = 0.0
    receive = editor.server.protocol.receive
    bodies: list[str] = []
    editor.server.protocol.receive = lambda more, arrived: bodies.extend(more)
    for _ in range(20):
        editor.replace(0, 0, "\n")
    receive(bodies, 1e9)
    assert len(checks) <= 1
    await editor.published()
    assert checks[-1] == editor.texts[URI]
    assert len(checks) <= 1


async def test_a_question_is_answered_about_the_text_as_it_stands_and_checked_once(checks):
    editor = await _opened(faulty())
    checks.clear()
    editor.replace(0, 0, "\n")
    for _ in range(3):
        await editor.request("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    assert checks == [editor.texts[URI]]


async def test_questions_taken_back_at_once_are_not_worked_on():
    editor = await _opened(faulty(), pull=True)
    asked = [
        {"jsonrpc": "2.0", "id": f"q{number}", "method": "textDocument/diagnostic",
         "params": {"textDocument": {"uri": URI}}}
        for number in range(3)
    ]  # fmt: skip
    back = [{"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": f"q{n}"}} for n in range(2)]
    editor.together([asked[0], back[0], asked[1], back[1], asked[2]])
    answers = {message["id"]: message for message in editor.heard if str(message.get("id", "")).startswith("q")}
    assert {number: answer.get("error", {}).get("code") for number, answer in answers.items()} == {
        "q0": -32800,
        "q1": -32800,
        "q2": None,
    }


class _Gate:
    """Holds checks in the thread until it is opened."""

    def __init__(self, monkeypatch) -> None:
        self.entered = threading.Event()
        self.open = threading.Event()
        real = Session.check

        def held(session, text):
            if threading.current_thread() is not threading.main_thread():
                self.entered.set()
                assert self.open.wait(20)
            return real(session, text)

        monkeypatch.setattr(checking.Session, "check", held)
        monkeypatch.setattr(checking, "LONG", -1.0)

    async def reached(self) -> None:
        assert await asyncio.to_thread(self.entered.wait, 20)
        self.entered.clear()


async def test_the_server_answers_while_a_long_check_runs(monkeypatch):
    editor = Inside()
    await editor.begin()
    gate = _Gate(monkeypatch)
    editor.open(faulty())
    await gate.reached()
    with pytest.raises(ServerError):
        await editor.request("hegao/unknown")
    asked = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    assert not asked.done()
    gate.open.set()
    assert await editor.published()
    assert await asyncio.wait_for(asked, 20)


async def test_a_result_of_the_past_is_told_to_nobody(monkeypatch):
    editor = Inside()
    await editor.begin()
    gate = _Gate(monkeypatch)
    editor.open(faulty())
    await gate.reached()
    asked = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    editor.change([{"text": clean()}])
    gate.open.set()
    assert await editor.published() == []
    assert _versions(editor) == [2]
    with pytest.raises(ServerError) as raised:
        await asyncio.wait_for(asked, 20)
    assert raised.value.code == -32801


async def _overtaken(editor: Inside, gate: _Gate, method: str, params: dict) -> asyncio.Future:
    """Ask about a draft whose check ends, and have an edit come in before the one who asked is woken."""
    settled = asyncio.Event()
    taken = checking.Checked._answer

    def answered(self, snapshot):
        if self._waiting and not settled.is_set():
            settled.set()
            taken(self, snapshot)
            editor.change([{"text": clean()}])
        else:
            taken(self, snapshot)

    checking.Checked._answer = answered
    try:
        editor.open(faulty())
        await gate.reached()
        asked = editor.ask(method, params)
        gate.open.set()
        await asyncio.wait_for(settled.wait(), 20)
        await asyncio.wait({asked}, timeout=20)
    finally:
        checking.Checked._answer = taken
    return asked


async def test_diagnostics_asked_for_are_those_of_the_text_as_it_is_when_they_are_answered(monkeypatch):
    editor = Inside()
    await editor.begin(abilities(True))
    gate = _Gate(monkeypatch)
    asked = await _overtaken(editor, gate, "textDocument/diagnostic", {"textDocument": {"uri": URI}})
    assert asked.result()["items"] == []


async def test_a_command_changes_the_text_as_it_is_when_it_runs(monkeypatch):
    editor = Inside()
    await editor.begin()
    gate = _Gate(monkeypatch)
    command = {"command": "hegao.fixAllSafe", "arguments": [URI]}
    asked = await _overtaken(editor, gate, "workspace/executeCommand", command)
    assert asked.result() == {"fixed": 0}


async def test_diagnostics_of_a_draft_closed_before_its_check_ends_are_none(monkeypatch):
    editor = Inside()
    await editor.begin(abilities(True))
    gate = _Gate(monkeypatch)
    editor.open(faulty())
    await gate.reached()
    asked = editor.ask("textDocument/diagnostic", {"textDocument": {"uri": URI}})
    editor.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    gate.open.set()
    assert await asyncio.wait_for(asked, 20) == {"kind": "full", "items": []}


async def test_a_long_check_of_a_draft_closed_meanwhile_is_dropped(monkeypatch):
    editor = Inside()
    await editor.begin()
    gate = _Gate(monkeypatch)
    editor.open(faulty())
    await gate.reached()
    asked = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    editor.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    gate.open.set()
    assert await asyncio.wait_for(asked, 20) is None
    editor.open(clean())
    assert await editor.published() == []
    assert _versions(editor) == [1]


async def test_a_request_can_be_taken_back_while_a_long_check_runs(monkeypatch):
    editor = Inside()
    await editor.begin()
    gate = _Gate(monkeypatch)
    editor.open(faulty())
    await gate.reached()
    asked = editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
    editor.notify("$/cancelRequest", {"id": editor._number})
    with pytest.raises(ServerError) as raised:
        await asyncio.wait_for(asked, 20)
    assert raised.value.code == -32800
    gate.open.set()
    assert await editor.published()


async def test_shutdown_does_not_wait_for_a_long_check(monkeypatch):
    editor = Inside()
    await editor.begin()
    gate = _Gate(monkeypatch)
    editor.open(faulty())
    await gate.reached()
    assert await editor.request("shutdown") is None
    editor.notify("exit")
    assert await editor.ended == 0
    gate.open.set()


async def test_without_threads_everything_is_done_in_turn(monkeypatch):
    monkeypatch.setattr(checking, "LONG", -1.0)
    editor = Inside(threads=False)
    before = threading.active_count()
    await editor.begin()
    editor.open(faulty())
    assert _versions(editor) == [1]
    editor.replace(0, 0, "\n")
    await editor.published()
    assert threading.active_count() <= before


async def test_a_draft_is_checked_even_where_what_is_remembered_of_it_is_wrong(monkeypatch, caplog):
    def broken(self, text):
        raise KeyError(text)

    monkeypatch.setattr(checking.Session, "check", broken)
    editor = Inside()
    await editor.begin()
    editor.open(faulty())
    assert len(await editor.published()) == len(check(faulty(), DEFAULTS).findings)
    assert len(editor.server.defects) == 1
    assert "KeyError" in caplog.text
    assert "政府信息" not in caplog.text


async def test_a_defect_that_keeps_a_draft_from_being_checked_is_told_and_not_hidden(monkeypatch):
    def broken(*arguments):
        raise KeyError("x")

    editor = await _opened(faulty())
    monkeypatch.setattr(checking.Session, "check", broken)
    monkeypatch.setattr(checking, "check", broken)
    editor.replace(0, 0, "\n")
    assert await editor.published() == []
    status = await editor.until("hegao/status", lambda params: params["version"] == 2)
    assert status["state"] == "error"
    assert "KeyError (test_checking.py:" in status["message"] or "KeyError" in status["message"]
    monkeypatch.undo()
    editor.replace(0, 0, "\n")
    assert await editor.published()
