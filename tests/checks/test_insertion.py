"""What is missing is put in where it belongs, in the layout and with the line ends of the draft."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, document_of, findings_of
from hegao.checks.placing import row_lines
from hegao.document.model import Document, Row
from hegao.finding import Finding
from hegao.fix import apply_fixes
from samples import COLUMNS, LAYOUTS, balanced_figures, report, sample

ENDS = ("\n", "\r\n", "\r")
RULES = builtin_rules()
SHAPE = [RULES[code] for code in ("T101", "T102", "T104", "T111", "T121", "T122", "T123", "T131", "T132", "T133")]


def only(text: str, code: str) -> Finding:
    (finding,) = findings_of(text, [RULES[code]])
    return finding


def fixed(text: str, code: str) -> str:
    new, applied = apply_fixes(text, [only(text, code).fixes[0]])
    assert applied == 1
    return new


def emptied(text: str, row: Row) -> str:
    """The text without the figures of one row."""
    for cell in sorted((cell for cell in row.given), key=lambda cell: cell.span, reverse=True):
        text = text[: cell.span.start] + text[cell.span.end :]
    return text


def without_row(text: str, document: Document, table: int, at: int) -> str:
    lines = row_lines(document, document.tables[table])
    after = lines[at + 1].start if at + 1 < len(lines) else len(text)
    return text[: lines[at].start] + text[after:] if after < len(text) else text[: lines[at - 1].end] + text[after:]


def squeezed(text: str) -> str:
    """The text without blanks: in a Markdown cell an empty figure leaves them behind."""
    return text.replace(" ", "")


@pytest.mark.parametrize("end", ENDS, ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("key", ["NEW", "CIN", "A", "B", "C1", "C4", "D3", "E2", "F3", "G"])
def test_a_lost_row_comes_back_with_empty_cells(layout: str, key: str, end: str):
    text = sample(layout).replace("\n", end)
    document = document_of(text)
    row = document.tables[1].row(key)
    faulty = without_row(text, document, 1, document.tables[1].rows.index(row))
    assert squeezed(fixed(faulty, "T121")) == squeezed(emptied(text, row))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("key", ["regulations", "documents", "head-5", "penalties", "art20-8"])
def test_a_lost_row_of_the_first_table_comes_back(layout: str, key: str):
    text = sample(layout)
    document = document_of(text)
    row = document.tables[0].row(key)
    faulty = without_row(text, document, 0, document.tables[0].rows.index(row))
    assert squeezed(fixed(faulty, "T121")) == squeezed(emptied(text, row))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_only_row_of_figures_comes_back(layout: str):
    text = sample(layout)
    faulty = without_row(text, document_of(text), 2, 3)
    table = document_of(fixed(faulty, "T121")).table("remedies")
    assert [cell.text for cell in table.row("counts").given] == [""] * 15


def without_column(text: str, column: str) -> str:
    """The draft without one column of the third table, its heading included."""
    document = document_of(text)
    table = document.table("applications")
    cells = [row.value(column) for row in table.rows if row.form and not row.form.header]
    heading = next(cell for row in table.rows if row.form and row.form.header for cell in row.labels
                   if cell.text == column)  # fmt: skip
    grid = cells[0].column
    if table.layout != "cell":
        others = [row.cells[grid] for row in table.rows if row.form and row.form.header and len(row.cells) > grid]
        # A heading merged over several columns keeps its words; a cell merged into it goes.
        cells += [cell if not cell.text or cell is heading else row_cell(table, cell) for cell in others]
    else:
        cells.append(heading)
    for cell in sorted(cells, key=lambda cell: cell.span, reverse=True):
        start, stop = cell.span
        if table.layout == "cell":
            line = document.source.position(start).line
            start, stop = document.source.line_starts[line], document.source.line_starts[line + 1]
        else:
            mark = "\t" if table.layout == "tab" else "|"
            while text[start - 1] != mark:
                start -= 1
            while text[stop : stop + 1] not in (mark, "\n", ""):
                stop += 1
            start -= 1
        text = text[:start] + text[stop:]
    return text


def row_cell(table, cell):
    """The cell to the right of a merged heading."""
    return table.rows[cell.row].cells[cell.column + 1]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("column", COLUMNS)
def test_a_lost_column_comes_back_with_empty_cells(layout: str, column: str):
    text = sample(layout)
    faulty = without_column(text, column)
    new = fixed(faulty, "T131")
    assert not findings_of(new, SHAPE)
    table, before = document_of(new).table("applications"), document_of(text).table("applications")
    for row, old in zip(table.rows, before.rows, strict=True):
        if row.form and not row.form.header:
            texts = [(key, cell.text) for key, cell in zip(row.form.values, row.values, strict=True)]
            assert texts == [
                (key, "" if key == column else cell.text) for key, cell in zip(old.form.values, old.values, strict=True)
            ]


@pytest.mark.parametrize("end", ENDS, ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("key", ["disclosure", "applications", "remedies"])
def test_a_lost_table_comes_back_whole_and_empty(layout: str, key: str, end: str):
    text = sample(layout).replace("\n", end)
    document = document_of(text)
    table = document.table(key)
    lines = row_lines(document, table)
    faulty = text[: lines[0].start] + text[lines[-1].end :].lstrip("\r\n")
    new = fixed(faulty, "T111")
    assert "\n" not in new.replace("\r\n", "") if end == "\r\n" else end in new
    assert not findings_of(new, SHAPE)
    again = document_of(new).table(key)
    assert again.layout == table.layout or key == "disclosure"
    assert not any(cell.text for row in again.rows for cell in row.given)


def test_what_is_put_in_asks_to_be_filled_in():
    text = sample("pipe")
    document = document_of(text)
    faulty = without_row(text, document, 1, document.tables[1].rows.index(document.tables[1].row("D2")))
    assert [finding.code for finding in findings_of(fixed(faulty, "T121"), [RULES["T141"]])] == ["T141"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_row_that_counts_something_is_not_taken_out(layout: str):
    text = report(layout, balanced_figures())
    document = document_of(text)
    table = document.table("applications")
    row, lines = table.row("D1"), row_lines(document, table)
    at = table.rows.index(row)
    label = row.labels[-1].span
    other = text[lines[at].start : label.start] + "9.其他情形合计" + text[label.end : lines[at].end]
    faulty = text[: lines[at].end] + text[lines[at].end : lines[at + 1].start] + other + text[lines[at].end :]
    found = [finding for finding in findings_of(faulty, [RULES["T122"]]) if finding.fixes]
    assert not found
