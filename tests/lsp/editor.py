"""An editor for tests: talks to a server in this process, or to one over pipes, and keeps its own copy of texts."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from hegao.lsp.convert import Positions, units
from hegao.lsp.logs import silence_libraries
from hegao.lsp.server import HegaoServer, create_server
from hegao.text import SourceText, Span

TIMEOUT = 20
URI = "untitled:draft"


class ServerError(Exception):
    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


def abilities(pull: bool = False, encoding: str = "utf-16", **more: Any) -> dict[str, Any]:
    """What a full editor says of itself; ``more`` is joined to it section by section."""
    shown = {
        "relatedInformation": True,
        "versionSupport": True,
        "codeDescriptionSupport": True,
        "dataSupport": True,
        "tagSupport": {"valueSet": [1, 2]},
    }
    said: dict[str, Any] = {
        "general": {"positionEncodings": [encoding]},
        "window": {"workDoneProgress": True, "showDocument": {"support": True}},
        "workspace": {
            "configuration": True,
            "workspaceFolders": True,
            "applyEdit": True,
            "workspaceEdit": {"documentChanges": True},
            "didChangeConfiguration": {"dynamicRegistration": True},
            "didChangeWatchedFiles": {"dynamicRegistration": True, "relativePatternSupport": True},
            "fileOperations": {"didRename": True, "didDelete": True},
        },
        "textDocument": {
            "synchronization": {"didSave": True},
            "publishDiagnostics": shown,
            "codeAction": {
                "dataSupport": True,
                "isPreferredSupport": True,
                "resolveSupport": {"properties": ["edit"]},
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "source.fixAll"]}},
            },
            "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"snippetSupport": True}},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        },
    }
    if pull:
        said["textDocument"]["diagnostic"] = {"dynamicRegistration": True, "relatedInformation": True}
        said["workspace"]["diagnostics"] = {"refreshSupport": True}
    for name, values in more.items():
        said[name] = {**said.get(name, {}), **values}
    return said


class Editor:
    """A client.

    Attributes:
        heard: Every message of the server's that is no response, in order.
        settings: What it answers to ``workspace/configuration``, by scope URI; "" for the rest.
        answers: Results for requests of the server's by method; null for others.
    """

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.settings: dict[str, Any] = {"": None}
        self.answers: dict[str, Any] = {}
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.encoding = "utf-16"
        self.capabilities: dict[str, Any] = {}
        self._number = 0
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._news = asyncio.Event()
        self._read = 0
        self._counted: Positions | None = None

    # Transport

    def send(self, message: dict[str, Any]) -> None:
        raise NotImplementedError

    def hear(self, text: str | bytes) -> None:
        message = json.loads(text)
        if "method" not in message:
            future = self._pending.pop(message["id"], None) if message["id"] is not None else None
            if future is None:
                self.heard.append(message)
            elif "error" in message:
                future.set_exception(ServerError(message["error"]["code"], message["error"]["message"]))
            else:
                future.set_result(message["result"])
        else:
            self.heard.append(message)
            if "id" in message:
                self._respond(message)
        self._news.set()

    def _respond(self, message: dict[str, Any]) -> None:
        method = message["method"]
        result = self.answers.get(method)
        if method == "workspace/configuration":
            items = message["params"]["items"]
            result = [self.settings.get(item.get("scopeUri", ""), self.settings[""]) for item in items]
        reply = {"jsonrpc": "2.0", "id": message["id"], "result": result}
        asyncio.get_running_loop().call_soon(self.send, reply)

    # Speaking

    def ask(self, method: str, params: Any = None) -> asyncio.Future[Any]:
        """Send a request without waiting; ``number`` of the future is its id."""
        self._number += 1
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[self._number] = future
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return future

    async def request(self, method: str, params: Any = None) -> Any:
        return await asyncio.wait_for(self.ask(method, params), TIMEOUT)

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    async def until(self, method: str, wanted: Any = lambda params: True) -> Any:
        """The parameters of the next message of a method that are wanted; messages before it are passed over."""

        async def look() -> Any:
            while True:
                while self._read < len(self.heard):
                    message = self.heard[self._read]
                    self._read += 1
                    if message.get("method") == method and wanted(message.get("params")):
                        return message.get("params")
                self._news.clear()
                await self._news.wait()

        return await asyncio.wait_for(look(), TIMEOUT)

    def of(self, method: str) -> list[Any]:
        """The parameters of all messages of a method heard so far."""
        return [message.get("params") for message in self.heard if message.get("method") == method]

    # A session

    async def begin(
        self, capabilities: dict[str, Any] | None = None, folders: list[Any] | None = None, **more: Any
    ) -> Any:
        capabilities = abilities() if capabilities is None else capabilities
        params = {
            "processId": None,
            "rootUri": folders[0].as_uri() if folders else None,
            "workspaceFolders": [{"uri": path.as_uri(), "name": path.name} for path in folders or ()],
            "capabilities": capabilities,
            "locale": "zh-cn",
            **more,
        }
        result = await self.request("initialize", params)
        self.capabilities = result["capabilities"]
        self.encoding = self.capabilities["positionEncoding"]
        self.notify("initialized", {})
        return result

    async def ready(self) -> None:
        """Until the server has the settings it asked for."""
        await self.until("client/registerCapability", lambda params: "didChangeWatchedFiles" in str(params))

    def open(self, text: str, uri: str = URI, language: str = "markdown", version: int = 1) -> None:
        self.texts[uri], self.versions[uri] = text, version
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def replace(self, start: int, end: int, new: str, uri: str = URI) -> None:
        """Replace a span of code points by an incremental change."""
        text = self.texts[uri]
        where = self.range(start, end, uri)
        self.texts[uri] = text[:start] + new + text[end:]
        self.change([{"range": where, "text": new}], uri)

    def change(self, changes: list[Any], uri: str = URI) -> None:
        self.versions[uri] += 1
        identifier = {"uri": uri, "version": self.versions[uri]}
        self.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": changes})

    def range(self, start: int, end: int, uri: str = URI) -> dict[str, Any]:
        return {"start": self.position(start, uri), "end": self.position(end, uri)}

    def position(self, offset: int, uri: str = URI) -> dict[str, int]:
        text = self.texts[uri]
        line, column = self._positions(uri).source.position(offset)
        return {"line": line, "character": units(text[offset - column : offset], self.encoding)}

    def span(self, where: dict[str, Any], uri: str = URI) -> Span:
        """The code points of a range of the server's."""
        from lsprotocol import types

        ends = (types.Position(where[end]["line"], where[end]["character"]) for end in ("start", "end"))
        return self._positions(uri).span(types.Range(*ends))

    def _positions(self, uri: str) -> Positions:
        """Places in the present text, whose lines are counted once."""
        text = self.texts[uri]
        if self._counted is None or self._counted.source.text is not text:
            self._counted = Positions(SourceText(text), self.encoding)
        return self._counted

    async def published(self, uri: str = URI) -> list[Any]:
        """The diagnostics of the present version, once they are published."""
        wanted = self.versions[uri]
        said = await self.until(
            "textDocument/publishDiagnostics", lambda params: (params["uri"], params.get("version")) == (uri, wanted)
        )
        return said["diagnostics"]

    async def pulled(self, uri: str = URI, previous: str | None = None) -> Any:
        params: dict[str, Any] = {"textDocument": {"uri": uri}}
        if previous is not None:
            params["previousResultId"] = previous
        return await self.request("textDocument/diagnostic", params)


class Inside(Editor):
    """An editor whose server runs in this process; ``server`` is it."""

    def __init__(self, threads: bool = True) -> None:
        super().__init__()
        silence_libraries()
        self.server: HegaoServer = create_server(threads)
        self.server.protocol.set_writer(self, include_headers=False)
        self.ended = self.server.begin()

    def send(self, message: dict[str, Any]) -> None:
        self.together([message])

    def together(self, messages: list[dict[str, Any]]) -> None:
        """Send messages that arrive in one piece."""
        bodies = [json.dumps(message) for message in messages]
        self.server.protocol.receive(bodies, time.perf_counter())

    def write(self, data: bytes) -> None:
        self.hear(data)

    def close(self) -> None:
        pass

    def text(self, uri: str = URI) -> str:
        """The server's copy of a text."""
        draft = self.server.drafts.draft(uri)
        assert draft is not None
        return draft.source


class Piped(Editor):
    """An editor whose server is a process; ``process`` is it."""

    process: asyncio.subprocess.Process

    async def launch(self, *options: str, stderr: Any = None, **more: Any) -> None:
        command = [sys.executable, "-m", "hegao", "lsp", *options]
        self.process = await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=stderr, **more
        )
        self._reading = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := await stream.readline():
            assert header.startswith(b"Content-Length: "), header
            assert await stream.readline() == b"\r\n"
            self.hear(await stream.readexactly(int(header[16:])))

    def send(self, message: dict[str, Any]) -> None:
        self.send_raw(json.dumps(message).encode())

    def send_raw(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def end(self) -> int:
        """Shut down as the protocol asks for; the exit status."""
        await self.request("shutdown")
        self.notify("exit")
        return await self.ended()

    async def ended(self) -> int:
        """The exit status once the process has ended."""
        status = await asyncio.wait_for(self.process.wait(), TIMEOUT)
        await asyncio.wait_for(self._reading, TIMEOUT)
        assert self.process.stdin is not None
        self.process.stdin.close()
        return status
