"""What a feature is asked about: one version of a draft with everything known of it.

Features are plain functions ``(snapshot, params) -> result``. They see no server and no client, so that they can
be called, and tested, with a text alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # Parsing and checking are imported after the client has been answered.
    from hegao.config.model import Settings
    from hegao.document.model import Document
    from hegao.engine import Result
    from hegao.lsp.convert import Positions
    from hegao.rulepack.model import Rule


class Client(NamedTuple):
    """What the client can do, as far as answers depend on it.

    Attributes:
        encoding: Position encoding agreed on: ``utf-8``, ``utf-16`` or ``utf-32``.
        document_changes: Takes ``documentChanges`` with versions.
        markdown: Shows Markdown in hovers and completion items.
        snippets: Takes snippets in completion items.
        resolves_edit: Fills in ``edit`` of a code action by ``codeAction/resolve``.
        data: Sends ``data`` of diagnostics back.
        nested_symbols: Takes document symbols as a tree.
        change_annotations: Understands change annotations of a workspace edit.
        shows_documents: Can be asked to show a document (``window/showDocument``).
        applies_edits: Can be asked to apply an edit (``workspace/applyEdit``).
    """

    encoding: str = "utf-16"
    document_changes: bool = False
    markdown: bool = False
    snippets: bool = False
    resolves_edit: bool = False
    data: bool = False
    nested_symbols: bool = False
    change_annotations: bool = False
    shows_documents: bool = False
    applies_edits: bool = False


class Snapshot(NamedTuple):
    """One version of an open draft, checked.

    Attributes:
        uri: As the client wrote it.
        version: The client's number of this text.
        path: Where the draft lies; "" when it has no file (``untitled:``).
        language: The client's language id: ``markdown``, ``plaintext``, ``hegao`` …
        result: All there is to say of the text (``hegao.engine.check``); ``result.document.source`` is the text.
        rules: The rules that ran, for explanations and for the relations of tables.
        settings: What holds for the draft.
    """

    uri: str
    version: int | None
    path: str
    language: str
    positions: Positions
    result: Result
    rules: tuple[Rule, ...]
    settings: Settings
    client: Client

    @property
    def document(self) -> Document:
        """The parsed draft."""
        return self.result.document

    @property
    def text(self) -> str:
        """The draft's text."""
        return self.result.document.source.text
