"""Positions of the protocol: in all units, at every place, also where there is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from hegao.lsp.convert import Positions, code_points, units
from hegao.lsp.drafts import Draft
from hegao.text import SourceText, Span
from lsp.test_diagnostics import ENCODINGS

SIZES = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXTS = st.text(st.sampled_from("aé中\U0002aa36\U0001f600\n\r\x0b\x0c\u2028\u00a0e\u0301"), max_size=40)


def counted(text: str, encoding: str) -> int:
    codec, size = SIZES[encoding]
    return len(text.encode(codec)) // size


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_every_offset_has_its_position_and_back(encoding, text):
    for narrow in (False, True) if encoding != "utf-16" or max(text, default="") <= "\uffff" else (False,):
        positions = Positions(SourceText(text), encoding, narrow)
        for offset in range(len(text) + 1):
            before = text[:offset]
            ends = [match.end() for match in re.finditer(r"\r\n|\n|\r", text) if match.end() <= offset]
            start = ends[-1] if ends else 0
            place = positions.position(offset)
            assert (place.line, place.character) == (len(ends), counted(before[start:], encoding))
            if text[offset - 1 : offset + 1] != "\r\n":
                assert positions.offset(place) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, line=st.integers(0, 9), character=st.integers(0, 99))
def test_every_position_has_an_offset_in_its_line(encoding, text, line, character):
    source = SourceText(text)
    offset = Positions(source, encoding).offset(types.Position(line, character))
    if line >= source.line_count:
        assert offset == len(text)
        return
    start, end = source.line_span(line)
    assert start <= offset <= end
    assert counted(text[start:offset], encoding) <= character
    if offset < end:
        assert counted(text[start : offset + 1], encoding) > character


@pytest.mark.parametrize(("encoding", "inside"), [("utf-8", (1, 2, 3)), ("utf-16", (1,))])
def test_a_column_inside_a_character_counts_as_its_beginning(encoding, inside):
    for column in inside:
        assert code_points("\U0002aa36家", column, encoding) == 0


def test_half_a_surrogate_pair_is_counted_too():
    lone = "甲\ud87e乙"
    assert [units(lone, encoding) for encoding in ENCODINGS] == [9, 3, 3]
    for encoding in ENCODINGS:
        assert code_points(lone, units(lone, encoding), encoding) == 3


def test_a_range_written_backwards_is_turned_round():
    positions = Positions(SourceText("甲乙\n丙"), "utf-16")
    where = types.Range(types.Position(1, 1), types.Position(0, 1))
    assert positions.span(where) == Span(1, 4)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS, inserted=TEXTS)
def test_a_text_stays_narrow_until_something_wide_comes_in(encoding, text, inserted):
    draft = Draft("untitled:x", text, 1, None, encoding)
    where = types.Range(draft.positions.position(0), draft.positions.position(len(text) // 2))
    draft.apply_change(types.TextDocumentContentChangePartial(where, inserted))
    fresh = Positions(SourceText(draft.source), encoding)
    for offset in range(len(draft.source) + 1):
        assert draft.positions.position(offset) == fresh.position(offset)
    assert "".join(draft.lines) == draft.source
