"""Drafts that are not open: all of the workspace folders are checked when the editor is set to that."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import from_fs_path

from hegao.config.schema import ConfigError
from hegao.engine import Result, check
from hegao.lsp.convert import Positions
from hegao.lsp.diagnostics import Writer, gravest, joined
from hegao.lsp.protocol import Raw
from hegao.lsp.settings import Held
from hegao.lsp.showing import publish
from hegao.report.model import FileReport
from hegao.report.private import without_private
from hegao.rulepack.load import PackError
from hegao.sources.discovery import Excludes, Found, discover
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft
from hegao.text import SourceText

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

_TITLE = "核对工作区里的文稿"
_result_ids = count(1)


class _Seen(NamedTuple):
    """What was said of a file, and of which state of it and of the settings."""

    stamp: tuple[int, int, Held]
    result_id: str
    items: list[str]


class Elsewhere:
    """Diagnostics of files that are not open, each made once for each state of the file.

    Editors percent-encode URIs in ways of their own; those of one file are told by what they are without percent signs.
    """

    def __init__(self, server: HegaoServer) -> None:
        self._server = server
        self._seen: dict[str, _Seen] = {}
        self._told: dict[str, tuple[str, str]] = {}

    def files(self) -> Iterator[tuple[str, str]]:
        """URI and path of every draft in the workspace folders, as the command line finds them."""
        for folder in self._server.drafts.folder_paths():
            held = self._server.desk.book.of(os.path.join(folder, "x"), folder, self._server.settings_in(folder))  # noqa: PTH118
            excludes = Excludes(held.settings.root, held.settings.exclude)
            for found in discover([folder], excludes):
                uri = from_fs_path(found.path) if isinstance(found, Found) else None
                if isinstance(found, Found) and uri:
                    yield uri, found.path

    def of(self, uri: str, path: str) -> _Seen | None:
        """What there is to say of a file; None when it cannot be read, which is said when it is opened."""
        server = self._server
        folder = server.folder_of(path)
        held = server.desk.book.of(path, folder, server.settings_in(folder))
        try:
            state = os.stat(path)  # noqa: PTH116
            stamp = (state.st_mtime_ns, state.st_size, held)
            seen = self._seen.get(path)
            if seen is not None and seen.stamp == stamp:
                return seen
            text = read_draft(path).text
            items = self._items(uri, text, check(text, held.settings, path))
        except (OSError, SourceError, ConfigError, PackError):
            return None
        self._seen[path] = seen = _Seen(stamp, f"w{next(_result_ids)}", items)
        return seen

    def keep(self, paths: set[str]) -> None:
        """Forget all files but these."""
        self._seen = {path: seen for path, seen in self._seen.items() if path in paths}

    @property
    def has_told(self) -> bool:
        """Whether the client shows anything of a file that is not open."""
        return bool(self._told)

    def tell(self, uri: str, seen: _Seen | None) -> None:
        """Publish the diagnostics of a file, unless they have been."""
        if seen is not None and self._told.get(unquote(uri)) != (uri, seen.result_id):
            self._told[unquote(uri)] = uri, seen.result_id
            publish(self._server, uri, None, seen.items)

    def opened(self, uri: str) -> None:
        """Leave a file that is open now to those who look after open texts."""
        self._told.pop(unquote(uri), None)

    def take_back(self, still: set[str]) -> None:
        """Publish nothing any more of files but these."""
        for uri in [uri for uri, _ in self._told.values() if uri not in still]:
            del self._told[unquote(uri)]
            if self._server.desk.opened_draft(uri) is None:
                publish(self._server, uri, None, [])

    def _items(self, uri: str, text: str, result: Result) -> list[str]:
        """The diagnostics of a text that nobody is typing: what is missing is told at once."""
        if not result.document.is_report:
            return []
        kept, _ = gravest(result.findings)
        report = FileReport("", result.document.source, findings=tuple(kept), private=result.private)
        positions = Positions(SourceText(text), self._server.client.encoding)
        return Writer(uri, self._server.abilities).write(without_private(report).findings, positions, None)


async def report(server: HegaoServer, params: types.WorkspaceDiagnosticParams) -> Raw:
    """The report on all drafts in the workspace folders; where the editor is not set to that, nothing but taking back
    what was said while it was.
    """
    known = {unquote(before.uri): before for before in params.previous_result_ids}
    if not server.checks_workspace:
        return Raw(f'{{"items":{joined(_taken_back(server, known.values()))}}}')
    files = list(server.desk.elsewhere.files())
    _progress(server, params.work_done_token, {"kind": "begin", "title": _TITLE, "percentage": 0})
    try:
        reports = await _reports(server, params, files, known)
    finally:
        # Also when the client takes its question back.
        _progress(server, params.work_done_token, {"kind": "end"})
    # Of files that are no longer there nothing is said any more.
    reports += _taken_back(server, known.values())
    server.desk.elsewhere.keep({path for _, path in files})
    return Raw(f'{{"items":{joined(reports)}}}')


def _taken_back(server: HegaoServer, known: Iterable[types.PreviousResultId]) -> list[str]:
    """The JSON of empty reports on files; what is open is told of by itself."""
    gone = (before.uri for before in known if server.desk.opened_draft(before.uri) is None)
    return [f'{{"kind":"full","uri":{json.dumps(uri)},"version":null,"items":[]}}' for uri in gone]


async def _reports(
    server: HegaoServer,
    params: types.WorkspaceDiagnosticParams,
    files: list[tuple[str, str]],
    known: dict[str, types.PreviousResultId],
) -> list[str]:
    """The JSON of the reports on all files that have not been sent on the way; what is ``known`` of them is used up."""
    reports: list[str] = []
    for number, (uri, path) in enumerate(files, 1):
        before = known.pop(unquote(uri), None)
        one = await _report_on(server, uri, path, before.value if before is not None else None)
        if one and params.partial_result_token is not None:
            _send_progress(server, params.partial_result_token, f'{{"items":[{one}]}}')
        elif one:
            reports.append(one)
        told = {"kind": "report", "message": f"{number}/{len(files)}", "percentage": 100 * number // len(files)}
        _progress(server, params.work_done_token, told)
        # Others have their turn between two files.
        await asyncio.sleep(0)
    return reports


async def _report_on(server: HegaoServer, uri: str, path: str, known: str | None) -> str:
    """The JSON of the report on a file, of an open one on what is in the editor; "" when it cannot be read."""
    head = f'{{"uri":{json.dumps(uri, ensure_ascii=False)},"version":'
    one = server.desk.opened_draft(uri)
    if one is not None:
        await server.present(uri)
        return f"{head}{json.dumps(one.draft.version)},{one.shown.report(known)[1:]}"
    seen = server.desk.elsewhere.of(uri, path)
    if seen is None:
        return ""
    if seen.result_id == known:
        return f'{head}null,"kind":"unchanged","resultId":"{known}"}}'
    return f'{head}null,"kind":"full","resultId":"{seen.result_id}","items":{joined(seen.items)}}}'


async def push(server: HegaoServer) -> None:
    """Publish what there is to say of drafts that are not open, to a client that does not ask for it."""
    wanted = list(server.desk.elsewhere.files()) if server.checks_workspace else []
    for uri, path in wanted:
        if server.desk.opened_draft(uri) is None:
            seen = server.desk.elsewhere.of(uri, path)
            server.desk.elsewhere.tell(uri, seen)
        await asyncio.sleep(0)
    server.desk.elsewhere.keep({path for _, path in wanted})
    server.desk.elsewhere.take_back({uri for uri, _ in wanted})


def _progress(server: HegaoServer, token: int | str | None, value: dict[str, Any]) -> None:
    """Say how far it has come, to a client that gave a token for it."""
    if token is not None:
        _send_progress(server, token, json.dumps(value, ensure_ascii=False))


def _send_progress(server: HegaoServer, token: int | str, value: str) -> None:
    server.protocol.send_json(
        f'{{"jsonrpc":"2.0","method":"$/progress","params":{{"token":{json.dumps(token)},"value":{value}}}}}'
    )
