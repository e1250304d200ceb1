"""Snapshots of a text alone: what features are asked about, without a server."""

from __future__ import annotations

from hegao.config.model import DEFAULTS, Settings
from hegao.config.rules import active_rules
from hegao.engine import check
from hegao.lsp.convert import Positions
from hegao.lsp.snapshot import Client, Snapshot

ALL_ABILITIES = Client(
    document_changes=True,
    markdown=True,
    snippets=True,
    resolves_edit=True,
    data=True,
    nested_symbols=True,
    change_annotations=True,
    shows_documents=True,
    applies_edits=True,
)
"""A client that can do everything, in UTF-16."""


def snapshot_of(
    text: str,
    encoding: str = "utf-16",
    client: Client = ALL_ABILITIES,
    settings: Settings = DEFAULTS,
    path: str = "",
    version: int | None = 1,
    language: str = "markdown",
) -> Snapshot:
    """The snapshot a server would make of a draft's text; ``client`` takes on the encoding."""
    result = check(text, settings, path)
    return Snapshot(
        uri=f"file://{path}" if path else "untitled:draft",
        version=version,
        path=path,
        language=language,
        positions=Positions(result.document.source, encoding),
        result=result,
        rules=active_rules(settings, result.document.form.key),
        settings=settings,
        client=client._replace(encoding=encoding),
    )
