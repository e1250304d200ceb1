"""The ways in and out: pipes, TCP, WebSocket, a host's own; and the command that opens them."""

from __future__ import annotations

import asyncio
import json
import re
import sys

import pytest
from websockets.asyncio.client import connect

from hegao.checks.registry import CHECKS
from hegao.cli import main
from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp import embedded
from hegao.lsp.transport import Frames, FramingError
from lsp.editor import TIMEOUT, Editor, Inside, abilities
from lsp.test_diagnostics import clean, faulty


def _message(body: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join([*headers, b"Content-Length: %d" % len(body), b"", body])


def test_messages_are_cut_out_of_the_stream_however_it_arrives():
    bodies = [b"{}", "政府".encode(), b"", b"x" * 5000]
    stream = b"".join(_message(body, b"Content-Type: application/vscode-jsonrpc") for body in bodies)
    for size in (1, 3, 17, 4096, len(stream)):
        frames = Frames()
        found = [body for at in range(0, len(stream), size) for body in frames.feed(stream[at : at + size])]
        assert found == bodies


@pytest.mark.parametrize(
    "start",
    [
        b"x\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: x\r\n\r\n",
        b"a" * 9000,
        b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
    ],
)
def test_what_is_no_header_ends_the_session(start):
    with pytest.raises(FramingError):
        Frames().feed(start)


def test_the_case_of_a_header_does_not_matter():
    assert Frames().feed(b"content-length:2 \r\n\r\n{}") == [b"{}"]


# A host that hands messages over


@pytest.mark.asyncio
async def test_a_host_hands_messages_over_as_text():
    said: list[str] = []
    ended: list[int] = []
    editor = Editor()

    def send(text: str) -> None:
        said.append(text)
        editor.hear(text)

    receive = embedded.start(send, ended.append)
    editor.send = lambda message: receive(json.dumps(message))
    await editor.begin(abilities(True))
    editor.open(faulty())
    assert len((await editor.pulled())["items"]) == len(check(faulty(), DEFAULTS).findings)
    assert all(isinstance(text, str) and json.loads(text)["jsonrpc"] == "2.0" for text in said)
    await editor.request("shutdown")
    editor.notify("exit")
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(done.set)
    await done.wait()
    assert ended == [0]


# Sockets


async def _listening(option: str) -> tuple[asyncio.subprocess.Process, int]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-X", "utf8", "-m", "hegao", "lsp", option, "0",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    line = await asyncio.wait_for(process.stderr.readline(), TIMEOUT)
    return process, int(re.search(rb"127\.0\.0\.1:(\d+)", line)[1])


async def _whole_session(editor: Editor) -> None:
    await editor.begin()
    editor.open(faulty())
    assert await editor.published()
    editor.replace(0, 0, "\n")
    assert await editor.published()
    await editor.request("shutdown")
    editor.notify("exit")


@pytest.mark.asyncio
async def test_a_session_over_tcp():
    process, port = await _listening("--tcp")
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    editor = Editor()

    def send(message):
        body = json.dumps(message).encode()
        writer.write(_message(body))

    async def listen():
        frames = Frames()
        while data := await reader.read(1 << 16):
            for body in frames.feed(data):
                editor.hear(body)

    editor.send = send
    listening = asyncio.create_task(listen())
    await _whole_session(editor)
    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0
    await listening
    writer.close()
    assert await process.stdout.read() == b""


@pytest.mark.asyncio
async def test_a_session_over_a_websocket():
    process, port = await _listening("--ws")
    editor = Editor()
    async with connect(f"ws://127.0.0.1:{port}") as socket:
        waiting: asyncio.Queue = asyncio.Queue()

        async def send():
            while True:
                await socket.send(json.dumps(await waiting.get()))

        async def listen():
            async for text in socket:
                editor.hear(text)

        editor.send = waiting.put_nowait
        tasks = [asyncio.create_task(send()), asyncio.create_task(listen())]
        await _whole_session(editor)
        assert await asyncio.wait_for(process.wait(), TIMEOUT) == 0
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.asyncio
@pytest.mark.parametrize("option", ["--tcp", "--ws"])
async def test_a_socket_that_is_closed_ends_the_server(option):
    process, port = await _listening(option)
    if option == "--ws":
        async with connect(f"ws://127.0.0.1:{port}"):
            pass
    else:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await writer.wait_closed()
    assert await asyncio.wait_for(process.wait(), TIMEOUT) == 1


# The command


def _said(capsys, *arguments: str) -> tuple[int, str]:
    status = main(["lsp", *arguments])
    return status, capsys.readouterr().err


@pytest.mark.parametrize("address", ["x", "1:2:x", "70000", "-1", "host:", "１２"])
def test_an_address_that_is_none_is_refused_in_chinese(capsys, address):
    status, told = _said(capsys, f"--tcp={address}")
    assert status == 2
    assert "端口" in told
    assert "Traceback" not in told


def test_a_port_that_is_taken_is_told(capsys):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, told = _said(capsys, "--tcp", str(taken.getsockname()[1]))
    assert status == 2
    assert "请换一个端口" in told


def test_a_log_file_that_cannot_be_written_is_told(capsys, tmp_path):
    status, told = _said(capsys, "--log-file", str(tmp_path / "none" / "log"))
    assert status == 2
    assert "写不了日志文件" in told


def test_websockets_that_are_not_installed_are_told(capsys, monkeypatch):
    monkeypatch.setattr("hegao.cli.lsp._has_websockets", lambda: False)
    status, told = _said(capsys, "--ws", "0")
    assert status == 2
    assert "pip install 'hegao[ws]'" in told


def test_ways_in_exclude_each_other(capsys):
    status, told = _said(capsys, "--tcp", "1", "--ws", "2")
    assert status == 2
    assert "不能与" in told


# Rules that crash


@pytest.mark.asyncio
async def test_a_rule_that_crashes_is_told_once_and_silences_no_other(monkeypatch):
    def raises(document, params):
        raise ValueError(document.source.text)
        yield

    kind = "unit-words"
    monkeypatch.setitem(CHECKS._found, kind, CHECKS[kind]._replace(run=raises))
    editor = Inside()
    await editor.begin()
    editor.open(faulty())
    shown = {item["code"] for item in await editor.published()}
    assert "W101" not in shown
    assert len(shown) > 5
    status = await editor.until("hegao/status")
    assert status["state"] == "error"
    assert "W101" in status["message"]
    editor.replace(0, 0, "\n")
    await editor.published()
    editor.open(clean(), "untitled:another")
    await editor.published("untitled:another")
    told = editor.of("window/showMessage")
    assert len(told) == len({params["message"] for params in told})
    assert sum("W101" in params["message"] for params in told) == 1
    assert "政府信息" not in str(told)
