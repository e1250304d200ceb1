"""A draft as the features of the language server see it, without a server."""

from __future__ import annotations

from lsprotocol import types

from hegao.config.model import DEFAULTS, Settings
from hegao.config.rules import active_rules
from hegao.engine import check
from hegao.lsp.convert import Positions
from hegao.lsp.snapshot import Client, Snapshot

URI = "file:///reports/draft.md"
ENCODINGS = ("utf-8", "utf-16", "utf-32")


def snapshot_of(
    text: str,
    encoding: str = "utf-16",
    client: Client | None = None,
    *,
    uri: str = URI,
    version: int | None = 1,
    path: str = "/reports/draft.md",
    language: str = "markdown",
    settings: Settings = DEFAULTS,
) -> Snapshot:
    """A draft checked under settings.

    Args:
        client: What the client can do; its encoding is replaced by ``encoding``. Everything by default.
    """
    able = Client(encoding, *[True] * (len(Client._fields) - 1)) if client is None else client
    result = check(text, settings, path)
    return Snapshot(
        uri=uri,
        version=version,
        path=path,
        language=language,
        positions=Positions(result.document.source, encoding),
        result=result,
        rules=active_rules(settings, result.document.form.key),
        settings=settings,
        client=able._replace(encoding=encoding),
    )


def applied(snapshot: Snapshot, edits: list[types.TextEdit]) -> str:
    """The draft's text after edits of the protocol, as a client applies them."""
    spans = [(*snapshot.positions.span(edit.range), edit.new_text) for edit in edits]
    text = snapshot.text
    # From the end; of insertions at one place the last first.
    for start, end, new in [spans[at] for at in sorted(range(len(spans)), key=lambda at: (spans[at][0], at))][::-1]:
        text = text[:start] + new + text[end:]
    return text
