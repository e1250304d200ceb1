"""What the client is shown of one draft: its diagnostics, pushed or pulled, each result once."""

from __future__ import annotations

import asyncio
import json
from itertools import count
from typing import TYPE_CHECKING

from hegao.finding import Finding, Severity
from hegao.lsp.diagnostics import Writer, gravest, joined, notice, title_line
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.waiting import split_typed, split_unwritten
from hegao.report.model import FileReport
from hegao.report.private import without_private

if TYPE_CHECKING:
    from hegao.lsp.checking import Checked
    from hegao.lsp.server import HegaoServer

REST = 0.9
"""Seconds without an edit after which what is typed counts as finished; clients that wait for the last answer take a
second of silence for the end."""
_result_ids = count(1)


class Shown:
    """The diagnostics of one open draft.

    Attributes:
        encoding_notice: What to tell of a file that was opened in a wrong encoding; "" usually.
        total: Number of findings shown or left out for their number.
    """

    def __init__(self, server: HegaoServer, checked: Checked) -> None:
        self._server = server
        self._checked = checked
        self._writer = Writer(checked.draft.uri, server.abilities)
        self._pushed: tuple[int | None, list[str]] | None = None
        self._items: list[str] | None = None
        self._result_id = ""
        self._typing = False
        self._rest: asyncio.TimerHandle | None = None
        self.encoding_notice = ""
        self.total = 0

    def edited(self) -> None:
        """Begin to wait for the end of typing anew."""
        self._stop()
        self._typing = self._checked.draft.changed is not None

    def count(self) -> None:
        """Count what there is to tell, for a client that will ask for it."""
        snapshot = self._checked.snapshot
        self.total = len(told_now(snapshot)[0]) if snapshot is not None else 0

    def push(self) -> None:
        """Publish the diagnostics of the version checked, unless they have been."""
        draft = self._checked.draft
        items = self._written(self._typing)
        if (draft.version, items) == self._pushed:
            return
        self._pushed = (draft.version, items)
        publish(self._server, draft.uri, draft.version, items)

    def report(self, previous: str | None) -> str:
        """The JSON of the report for a client that has the result of an id.

        A client that names no result asks about the text as it stands, not about what is being typed.
        """
        items = self._written(self._typing and previous is not None)
        if items != self._items:
            self._items, self._result_id = items, str(next(_result_ids))
        if previous == self._result_id:
            return json.dumps({"kind": "unchanged", "resultId": previous})
        return f'{{"kind":"full","resultId":"{self._result_id}","items":{joined(items)}}}'

    def withdraw(self) -> None:
        """Take all diagnostics back from a client that was sent some."""
        self._stop()
        if self._pushed is not None and self._pushed[1]:
            publish(self._server, self._checked.draft.uri, None, [])
        self._pushed = None

    def close(self) -> None:
        """Wait for nothing any more."""
        self._stop()

    def _stop(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None

    def _rested(self) -> None:
        self._rest = None
        self._typing = False
        if self._checked.serial == self._checked.draft.serial:
            self._server.desk.rested(self._checked)

    def _written(self, typing: bool) -> list[str]:
        """The diagnostics of the version checked as JSON."""
        snapshot, draft = self._checked.snapshot, self._checked.draft
        items = []
        if self.encoding_notice:
            items.append(notice(self.encoding_notice, draft.positions, 0, Severity.WARNING, "encoding"))
        if snapshot is None:
            self.total = 0
            return items
        findings, held = told_now(snapshot)
        if typing and draft.changed is not None:
            findings, held = split_typed(snapshot.document, findings, draft.changed.end)
            if held and self._rest is None:
                self._rest = asyncio.get_running_loop().call_later(REST, self._rested)
        self.total = len(findings)
        return items + self._of(snapshot, findings)

    def _of(self, snapshot: Snapshot, findings: list[Finding]) -> list[str]:
        kept, left_out = gravest(findings)
        result = snapshot.result
        report = FileReport("", result.document.source, findings=tuple(kept), private=result.private)
        hidden = without_private(report).findings
        checked = self._checked
        items = self._writer.write(hidden, snapshot.positions, snapshot.version, checked.unchanged)
        checked.unchanged = len(snapshot.text)
        if left_out:
            told = f"问题共 {len(findings)} 处，这里只列出最要紧的 {len(kept)} 处；改正一些后会列出其余的。"
            items.insert(0, notice(told, snapshot.positions, title_line(snapshot), Severity.INFO, "more-findings"))
        return items


def told_now(snapshot: Snapshot) -> tuple[list[Finding], list[Finding]]:
    """The findings of a draft to tell now, and those of what may simply not be written yet."""
    return split_unwritten(snapshot.document, snapshot.result.findings)


def publish(server: HegaoServer, uri: str, version: int | None, items: list[str]) -> None:
    """Send diagnostics that are JSON already."""
    numbered = "" if version is None else f'"version":{version},'
    server.protocol.send_json(
        '{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":'
        f'{{"uri":{json.dumps(uri, ensure_ascii=False)},{numbered}"diagnostics":{joined(items)}}}}}'
    )
