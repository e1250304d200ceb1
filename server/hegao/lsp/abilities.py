"""What the client can do, read from what it says of itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types

from hegao.lsp.snapshot import Client


class Abilities(NamedTuple):
    """What the client can show of a diagnostic."""

    related: bool = False
    tags: bool = False
    code_description: bool = False
    data: bool = False


def ability(capabilities: types.ClientCapabilities, path: str) -> Any:
    """The value of a dotted path; None where any step of it is missing."""
    value: Any = capabilities
    for step in path.split("."):
        value = getattr(value, step, None)
    return value


def client_of(capabilities: types.ClientCapabilities, encoding: str) -> Client:
    """What features go by."""

    def has(path: str) -> bool:
        return bool(ability(capabilities, path))

    def lists(path: str, wanted: str) -> bool:
        return wanted in [str(getattr(item, "value", item)) for item in ability(capabilities, path) or ()]

    return Client(
        encoding=encoding,
        document_changes=has("workspace.workspace_edit.document_changes"),
        markdown=lists("text_document.hover.content_format", "markdown"),
        snippets=has("text_document.completion.completion_item.snippet_support"),
        resolves_edit=lists("text_document.code_action.resolve_support.properties", "edit"),
        data=has("text_document.code_action.data_support") and _any(capabilities, "data_support"),
        nested_symbols=has("text_document.document_symbol.hierarchical_document_symbol_support"),
        change_annotations=has("workspace.workspace_edit.change_annotation_support"),
        shows_documents=has("window.show_document.support"),
        applies_edits=has("workspace.apply_edit"),
    )


def abilities_of(capabilities: types.ClientCapabilities) -> Abilities:
    """What may stand in a diagnostic."""
    return Abilities(
        related=_any(capabilities, "related_information"),
        tags=_any(capabilities, "tag_support"),
        code_description=_any(capabilities, "code_description_support"),
        data=_any(capabilities, "data_support"),
    )


def pulls(capabilities: types.ClientCapabilities) -> bool:
    """Whether diagnostics are asked for: the client must also take a hint that it should ask anew."""
    return (
        ability(capabilities, "text_document.diagnostic") is not None
        and ability(capabilities, "workspace.diagnostics.refresh_support") is True
    )


def _any(capabilities: types.ClientCapabilities, name: str) -> bool:
    """Whether a client has an ability for pushed diagnostics or, newer, for those it pulls."""
    return bool(
        ability(capabilities, f"text_document.publish_diagnostics.{name}")
        or ability(capabilities, f"text_document.diagnostic.{name}")
    )
