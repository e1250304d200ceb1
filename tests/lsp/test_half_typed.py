"""Every feature that explains a draft answers on drafts that are half typed, with ranges that the text has."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from lsprotocol import types

from hegao.fix import Edit, apply_edits
from hegao.lsp.figures import definition, highlights, references
from hegao.lsp.folding import folding
from hegao.lsp.hover import hover
from hegao.lsp.inlay_hints import hints
from hegao.lsp.lenses import lenses
from hegao.lsp.rename import prepare, rename
from hegao.lsp.selection import spans_at
from hegao.lsp.semantic_tokens import tokens
from hegao.lsp.snapshot import Client
from hegao.lsp.symbols import symbols
from invented import invented_drafts
from lsp.asking import ask, everything, span_of
from lsp.oddities import decorated, half_typed
from lsp.snapshots import ALL_ABILITIES, snapshot_of

ENCODINGS = ("utf-8", "utf-16", "utf-32")


def mangled():
    """Half-typed drafts in turn with each encoding, with and without a client that can do everything."""
    for number, draft in enumerate(invented_drafts()):
        text = decorated(draft.faulty) if number % 2 else draft.faulty
        for count, part in enumerate(half_typed(text, number, 2)):
            yield part, ENCODINGS[(number + count) % 3], ALL_ABILITIES if count % 2 else Client()


CASES = list(mangled())


@pytest.mark.parametrize("number", range(len(CASES)))
def test_features_answer_on_half_typed_drafts(number):
    text, encoding, client = CASES[number]
    snapshot = snapshot_of(text, encoding, client)
    random = Random(number)
    check_whole(snapshot)
    places = [random.randrange(len(text) + 1) for _ in range(12)]
    places += [cell.span.start for table in snapshot.document.tables for row in table.rows for cell in row.cells][::40]
    for offset in places:
        check_place(snapshot, offset)


def check_whole(snapshot):
    document = types.TextDocumentIdentifier(snapshot.uri)
    whole = everything(snapshot)
    for symbol in symbols(snapshot, types.DocumentSymbolParams(document)):
        check_symbol(snapshot, symbol)
    lines = snapshot.document.source.line_count
    for fold in folding(snapshot, types.FoldingRangeParams(document)):
        assert 0 <= fold.start_line < fold.end_line < lines
    for hint in hints(snapshot, types.InlayHintParams(document, whole)):
        assert hint.label and span_of(snapshot, types.Range(hint.position, hint.position)).empty
    for lens in lenses(snapshot, types.CodeLensParams(document)):
        assert lens.command.title and span_of(snapshot, lens.range).empty
    data = tokens(snapshot, types.SemanticTokensParams(document)).data
    assert all(value >= 0 for value in data)
    part = tokens(snapshot, types.SemanticTokensRangeParams(document, whole)).data
    assert part == data


def check_symbol(snapshot, symbol):
    if isinstance(symbol, types.SymbolInformation):
        span_of(snapshot, symbol.location.range)
        assert symbol.name
        return
    span, named = span_of(snapshot, symbol.range), span_of(snapshot, symbol.selection_range)
    assert symbol.name and span.start <= named.start <= named.end <= span.end
    for part in symbol.children:
        check_symbol(snapshot, part)


def check_place(snapshot, offset):
    position = snapshot.positions.position(offset)
    answer = hover(snapshot, ask(types.HoverParams, snapshot, position))
    if answer is not None:
        assert answer.contents.value.strip()
        span_of(snapshot, answer.range)
    context = types.ReferenceContext(include_declaration=True)
    for location in (
        *(definition(snapshot, ask(types.DefinitionParams, snapshot, position)) or ()),
        *(references(snapshot, ask(types.ReferenceParams, snapshot, position, context=context)) or ()),
        *(highlights(snapshot, ask(types.DocumentHighlightParams, snapshot, position)) or ()),
    ):
        span_of(snapshot, location.range)
    spans = spans_at(snapshot.document, offset)
    assert spans[-1] == (0, len(snapshot.text))
    assert all(outer.start <= inner.start <= inner.end <= outer.end for inner, outer in pairwise(spans))
    if prepare(snapshot, ask(types.PrepareRenameParams, snapshot, position)) is not None:
        check_renamed(snapshot, position)


def check_renamed(snapshot, position):
    edit = rename(snapshot, ask(types.RenameParams, snapshot, position, new_name="青河镇"))
    changes = edit.document_changes[0].edits if edit.document_changes else edit.changes[snapshot.uri]
    edits = [Edit(span_of(snapshot, one.range), one.new_text) for one in changes]
    new = apply_edits(snapshot.text, edits)
    assert "青河" in new
    assert new.count("\n") == snapshot.text.count("\n")


def test_features_answer_on_an_empty_text():
    check_whole(snapshot_of(""))
    check_place(snapshot_of(""), 0)
