"""Edits of a draft as the protocol writes them."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from hegao.fix import Edit
from hegao.lsp.snapshot import Snapshot


def workspace_edit(snapshot: Snapshot, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    """Edits of a draft, by place; for this version of it alone where the client can tell versions.

    Args:
        edits: No two overlap; several insertions at one place are put in in the order given.
    """
    changes = [
        types.TextEdit(snapshot.positions.range(edit.span), edit.replacement)
        for edit in sorted(edits, key=lambda edit: edit.span)
    ]
    if not snapshot.client.document_changes:
        return types.WorkspaceEdit(changes={snapshot.uri: changes})
    document = types.OptionalVersionedTextDocumentIdentifier(snapshot.uri, snapshot.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, changes)])
