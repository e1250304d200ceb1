"""Whole sessions over pipes with another client's library, in each position encoding."""

from __future__ import annotations

import pytest
from lsprotocol import types
from pytest_lsp import LanguageClient

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp.convert import Positions
from hegao.lsp.diagnostics import message_of
from hegao.text import SourceText, Span
from lsp.oddities import decorated
from lsp.test_diagnostics import faulty

PUBLISHED = types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS
URI = "untitled:%E8%8D%89%E7%A8%BF"


class _Typed:
    """A text in the client, and its positions."""

    def __init__(self, client: LanguageClient, text: str) -> None:
        self.client = client
        self.text = text
        self.version = 1
        item = types.TextDocumentItem(URI, "markdown", 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    @property
    def positions(self) -> Positions:
        return Positions(SourceText(self.text), self.client.encoding)

    def replace(self, start: int, end: int, new: str) -> None:
        change = types.TextDocumentContentChangePartial(self.positions.range(Span(start, end)), new)
        self.text = self.text[:start] + new + self.text[end:]
        self.version += 1
        identifier = types.VersionedTextDocumentIdentifier(self.version, URI)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    async def shown(self) -> list[types.Diagnostic]:
        while True:
            said = await self.client.wait_for_notification(PUBLISHED)
            if (said.uri, said.version) == (URI, self.version):
                return list(said.diagnostics)


@pytest.mark.asyncio
async def test_marks_sit_at_their_characters_before_and_after_edits(client: LanguageClient):
    typed = _Typed(client, decorated(faulty()))
    for edit in ((0, 0, ""), (5, 5, "\U0002aa36"), (40, 42, "\x0b\u2028"), (0, 0, "\r\n")):
        if edit[2]:
            typed.replace(*edit)
        said = await typed.shown()
        positions = typed.positions
        wanted = [(f.code, f.span, message_of(f)) for f in check(typed.text, DEFAULTS).findings]
        assert [(item.code, positions.span(item.range), item.message) for item in said] == wanted
        assert len(said) > 10
