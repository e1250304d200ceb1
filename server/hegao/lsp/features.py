"""Which function answers which request: one line a feature.

A feature's module is imported when the first request for it comes: a start must not pay for what nobody asks.
Every function takes ``(snapshot, params)`` (see ``snapshot.py``) and gives the protocol's result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from lsprotocol import types


class Feature(NamedTuple):
    """A request about one text.

    Attributes:
        method: Of the protocol.
        draft: ``module:function`` that answers for a draft; "" for none.
        configuration: The same for settings files and rule packs; takes a ``ConfigurationText``.
        options: Makes the registration options; None for none.
        any_text: Whether texts that are no report are answered too.
    """

    method: str
    draft: str = ""
    configuration: str = ""
    options: Callable[[], Any] | None = None
    any_text: bool = False


LEGEND = types.SemanticTokensLegend(
    # Names that every theme has colours for; ``semantic_tokens`` counts them in this order, and modifiers as bits.
    token_types=[
        types.SemanticTokenTypes.Namespace.value,
        types.SemanticTokenTypes.Type.value,
        types.SemanticTokenTypes.Property.value,
        types.SemanticTokenTypes.Number.value,
    ],
    token_modifiers=["total", "linked", "apart"],
)
"""``total``: a sum of other cells; ``linked``: stated by a table too; ``apart``: and not the same there."""

FEATURES: tuple[Feature, ...] = (
    Feature(types.TEXT_DOCUMENT_HOVER, "hover:hover", "configuration_help:hover", any_text=True),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "symbols:symbols"),
    Feature(types.TEXT_DOCUMENT_FOLDING_RANGE, "folding:folding"),
    Feature(types.TEXT_DOCUMENT_SELECTION_RANGE, "selection:selection"),
    Feature(types.TEXT_DOCUMENT_INLAY_HINT, "inlay_hints:hints"),
    Feature(types.TEXT_DOCUMENT_CODE_LENS, "lenses:lenses"),
    Feature(types.TEXT_DOCUMENT_DEFINITION, "figures:definition"),
    Feature(types.TEXT_DOCUMENT_REFERENCES, "figures:references"),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, "figures:highlights"),
    Feature(types.TEXT_DOCUMENT_PREPARE_RENAME, "rename:prepare"),
    Feature(types.TEXT_DOCUMENT_RENAME, "rename:rename", options=lambda: types.RenameOptions(prepare_provider=True)),
    Feature(
        types.TEXT_DOCUMENT_COMPLETION,
        "completion:complete",
        "configuration_help:complete",
        # The last ones end 收到, 新收 and 办结, after which figures follow; elsewhere nothing is offered at them.
        lambda: types.CompletionOptions(trigger_characters=list("、（|\t一二三四五六\"'到收结")),
    ),
    Feature(types.TEXT_DOCUMENT_FORMATTING, "formatting:whole"),
    Feature(types.TEXT_DOCUMENT_RANGE_FORMATTING, "formatting:part"),
    Feature(
        types.TEXT_DOCUMENT_ON_TYPE_FORMATTING,
        "formatting:typed",
        options=lambda: types.DocumentOnTypeFormattingOptions(
            first_trigger_character="|", more_trigger_character=["\n"]
        ),
    ),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, "links:links", "configuration_help:links"),
    Feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        "actions:actions",
        "configuration_help:actions",
        lambda: types.CodeActionOptions(
            code_action_kinds=[
                types.CodeActionKind.QuickFix,
                "quickfix.hegao.suppress",
                "source.fixAll.hegao",
                types.CodeActionKind.Refactor,
            ],
            resolve_provider=True,
        ),
        any_text=True,
    ),
    Feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, "semantic_tokens:tokens", options=lambda: LEGEND),
    Feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, "semantic_tokens:tokens", options=lambda: LEGEND),
)
"""Diagnostics and commands are registered by their own modules: they need more than a snapshot."""
