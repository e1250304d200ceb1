"""The three layouts give the same document."""

from __future__ import annotations

import pytest

from drafting import document_of
from samples import LAYOUTS, balanced_figures, sample


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_three_tables_come_out_as_whole_grids(layout):
    document = document_of(sample(layout))
    assert document.is_report
    assert [table.key for table in document.tables] == ["disclosure", "applications", "remedies"]
    assert [len(table.rows) for table in document.tables] == [14, 28, 4]
    for table in document.tables:
        assert not table.missing_rows
        assert not table.missing_headings
        for row in table.rows:
            assert [label.text for label in row.labels] == list(row.expected)
    for (key, row, column), text in balanced_figures().items():
        cell = document.table(key).value(row, column)
        assert cell is not None, (key, row, column)
        assert cell.text == text
        assert document.source[cell.span] == text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sections_title_agency_and_ending_are_read(layout):
    document = document_of(sample(layout))
    assert [section.form.number for section in document.sections] == [1, 2, 3, 4, 5, 6]
    assert document.year == document.title.year == 2023
    assert (document.agency.place, document.agency.level) == ("云岭镇", "镇")
    assert document.source[document.signature.span] == "云岭镇人民政府"
    assert document.source[document.date.span] == "2024年1月12日"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "\n".join(line.lstrip("\t") for line in text.split("\n")),
        lambda text: "\n".join(line.rstrip() for line in text.split("\n")),
        lambda text: "\n".join(line for line in text.split("\n") if line),
    ],
    ids=["CRLF", "CR", "double-spaced", "tabs lost", "trailing tabs lost", "blank lines lost"],
)
def test_one_cell_a_line_survives_what_editors_do_to_it(spoil):
    document = document_of(spoil(sample("cell")))
    assert [len(table.rows) for table in document.tables] == [14, 28, 4]
    assert all(len(row.given) == len(row.values) for table in document.tables for row in table.rows)
