"""Settings files and rule packs that are open in the editor, and those on disk that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pygls.uris import from_fs_path

from hegao.finding import Severity
from hegao.lsp.configuration_text import ConfigurationText, configuration_text
from hegao.lsp.convert import Positions
from hegao.lsp.diagnostics import notice
from hegao.lsp.drafts import Draft
from hegao.lsp.settings import Problem
from hegao.lsp.showing import publish
from hegao.text import SourceText

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer


def text_of(server: HegaoServer, draft: Draft) -> ConfigurationText | None:
    """An open configuration as features take it; None for a TOML file that is none of our business."""
    return configuration_text(draft.uri, draft.file or draft.uri, draft.source, server.client)


def items_of(server: HegaoServer, text: ConfigurationText | None) -> list[str]:
    """The diagnostics of a configuration as JSON."""
    if text is None:
        return []
    from hegao.lsp.configuration_help import diagnostics  # noqa: PLC0415 - nobody who has no such file open pays

    convert = server.protocol._serialize_message
    return [json.dumps(item, default=convert, ensure_ascii=False, separators=(",", ":")) for item in diagnostics(text)]


class Problems:
    """Settings files on disk of which the client is told that they cannot be used.

    A file that is not open cannot be asked about, so these are pushed to every client, and taken back when the file
    is opened: from then on it is an open text like others.
    """

    def __init__(self, server: HegaoServer) -> None:
        self._server = server
        self._told: dict[str, list[str]] = {}

    def tell(self, problems: list[Problem]) -> None:
        """Publish these, and take back those that are told no more."""
        wanted: dict[str, list[str]] = {}
        for problem in problems:
            uri = from_fs_path(problem.file) if problem.file else None
            if uri and self._server.drafts.draft(uri) is None:
                wanted[uri] = self._items(uri, problem)
        for uri in {*self._told, *wanted}:
            if self._told.get(uri) != wanted.get(uri) and self._server.drafts.draft(uri) is None:
                publish(self._server, uri, None, wanted.get(uri, []))
        self._told = wanted

    def opened(self, uri: str) -> None:
        """Leave a file that is open now to those who look after open texts."""
        # The editor may percent-encode otherwise than was done here.
        told = next((known for known in self._told if unquote(known) == unquote(uri)), None)
        if told is not None:
            del self._told[told]
            publish(self._server, uri, None, [])

    def _items(self, uri: str, problem: Problem) -> list[str]:
        try:
            text = Path(problem.file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            text = ""
        items = items_of(self._server, configuration_text(uri, problem.file, text, self._server.client))
        if items:
            return items
        positions = Positions(SourceText(text), self._server.client.encoding)
        return [notice(problem.message, positions, problem.line, Severity.ERROR, "settings")]
