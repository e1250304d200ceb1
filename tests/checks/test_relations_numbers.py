"""Numeric cells: what they hold, and exactly where the number stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegao.checks.localise import Change, likeness, localise
from hegao.checks.numbers import NumberKind, count_of, read_cell, read_number
from hegao.document.clean import clean
from hegao.document.model import Cell
from hegao.text import SourceText, Span


@pytest.mark.parametrize(
    ("raw", "kind", "number", "count"),
    [
        ("12", NumberKind.INTEGER, "12", 12),
        (" 12 ", NumberKind.INTEGER, "12", 12),
        ("\n１２", NumberKind.INTEGER, "１２", 12),
        ("**3**", NumberKind.INTEGER, "3", 3),
        ("1 2", NumberKind.INTEGER, "1 2", 12),
        ("1,234", NumberKind.INTEGER, "1,234", 1234),
        ("1，234，567", NumberKind.INTEGER, "1，234，567", 1234567),
        ("+5", NumberKind.INTEGER, "+5", 5),
        ("-0", NumberKind.INTEGER, "-0", 0),
        ("22（其中修订16件）", NumberKind.INTEGER, "22", 22),
        ("22(其中修订16件)", NumberKind.INTEGER, "22", 22),
        ("0件", NumberKind.INTEGER, "0", 0),
        ("3件（含上年）", NumberKind.INTEGER, "3", 3),
        ("-3", NumberKind.NEGATIVE, "-3", None),
        ("－3", NumberKind.NEGATIVE, "－3", None),
        ("0.0380", NumberKind.DECIMAL, "0.0380", None),
        ("３．５万元", NumberKind.DECIMAL, "３．５", None),
        ("", NumberKind.EMPTY, "", None),
        ("&nbsp;", NumberKind.EMPTY, "&nbsp;", None),
        ("/", NumberKind.PLACEHOLDER, "/", None),
        ("——", NumberKind.PLACEHOLDER, "——", None),
        ("无", NumberKind.PLACEHOLDER, "无", None),
        ("若干", NumberKind.TEXT, "若干", None),
        ("1/2", NumberKind.TEXT, "1/2", None),
        ("3-5", NumberKind.TEXT, "3-5", None),
        ("12月3日", NumberKind.TEXT, "12月3日", None),
        ("1,23", NumberKind.TEXT, "1,23", None),
        ("²", NumberKind.TEXT, "²", None),
        ("9" * 5000, NumberKind.TEXT, "9" * 5000, None),
    ],
)
def test_a_cell_is_read_for_what_it_holds(raw, kind, number, count):
    reading = read_number(raw, 10)
    assert (reading.kind, reading.whole) == (kind, count)
    assert raw[reading.span.start - 10 : reading.span.end - 10] == number


def test_unit_and_note_are_kept_apart():
    reading = read_number("22 件（其中修订16件）")
    assert (reading.digits, reading.unit, reading.note, reading.plain) == (22, "件", "（其中修订16件）", False)
    assert read_number("22").plain
    assert not read_number("２２").plain
    assert not read_number("1,234").plain


@pytest.mark.parametrize(
    ("raw", "yuan"), [("0.038", 380), ("12", 120000), ("0.00005", None), ("0.00010", 1), ("-1", None), ("无", None)]
)
def test_an_amount_is_scaled_exactly(raw, yuan):
    assert read_number(raw).scaled(4) == yuan


@given(st.text(alphabet="0１2３9.．,，+-－/—无件（）() \t\n&nbsp;*<br>²五", max_size=30) | st.text(max_size=30))
def test_any_text_gives_a_reading_inside_the_cell(raw):
    reading = read_number(raw, 5)
    assert 5 <= reading.span.start <= reading.span.end <= 5 + len(raw)
    cell = Cell(clean(raw), Span(0, len(raw)), 0, 0)
    source = SourceText(raw)
    assert read_cell(source, cell).kind is reading.kind
    assert count_of(source, cell) == read_cell(source, cell).whole


@pytest.mark.parametrize(
    ("old", "new", "slip"),
    [
        (21, 12, "swapped"),
        (132, 123, "swapped"),
        (321, 123, ""),
        (122, 12, "doubled"),
        (1, 12, "dropped"),
        (100, 10, "shifted"),
        (10, 100, "shifted"),
        (13, 18, "alike"),
        (47, 41, "alike"),
        (12, 14, ""),
        (0, 5, ""),
        (0, 50, ""),
        (5, 0, ""),
    ],
)
def test_slips_of_the_pen_are_told_apart(old, new, slip):
    assert likeness(old, new) == slip


def grid(values: list[list[int]]):
    """A table whose last row and last column are totals: values by place, and its relations."""
    height, width = len(values), len(values[0])
    rows = [
        {(str(row), str(column)): -1 if column == width - 1 else 1 for column in range(width)} for row in range(height)
    ]
    columns = [
        {(str(row), str(column)): -1 if row == height - 1 else 1 for row in range(height)} for column in range(width)
    ]
    return {(str(r), str(c)): values[r][c] for r in range(height) for c in range(width)}, rows + columns


@given(
    st.lists(st.lists(st.integers(0, 50), min_size=3, max_size=5), min_size=3, max_size=5),
    st.data(),
)
def test_one_wrong_cell_of_a_grid_has_exactly_one_explanation(parts, data):
    width = min(map(len, parts))
    rows = [[*part[:width], sum(part[:width])] for part in parts]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    values, relations = grid(rows)
    place = data.draw(st.sampled_from(sorted(values)))
    right = values[place]
    wrong = data.draw(st.integers(0, 400).filter(lambda value: value != right))
    troubles = localise({**values, place: wrong}, relations, lambda solution: (len(solution),))
    assert [trouble.solutions for trouble in troubles] == [((Change(place, right),),)]
    assert localise(values, relations, len) == []


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=4, max_size=4))
def test_every_solution_repairs_what_it_says_and_breaks_nothing(rows):
    values, relations = grid(rows)

    def broken(shown):
        return {
            index for index, terms in enumerate(relations) if sum(sign * shown[place] for place, sign in terms.items())
        }

    troubles = localise(values, relations, lambda solution: (len(solution),))
    named = [index for trouble in troubles for index in trouble.broken]
    assert sorted(named) == sorted(broken(values))
    for trouble in troubles:
        for solution in trouble.solutions:
            after = broken({**values, **dict(solution)})
            assert after == broken(values) - set(trouble.broken)
            assert all(change.value >= 0 for change in solution)
