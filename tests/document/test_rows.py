"""Rows of a table that moved are made when somebody looks at them, and are then what they would have been at once."""

from __future__ import annotations

from drafting import document_of
from hegao.document.rows import MovedRows, moved_rows, origin_of
from hegao.document.tables import moved

TEXT = "姓名\t年龄\n甲\t12\n乙\t13\n丙\t14\n"
AHEAD = "第一段。\n\n"


def test_moved_tables_are_those_of_the_longer_text():
    (table,), (further,) = document_of(TEXT).tables, document_of(AHEAD + TEXT).tables
    (found,) = moved((table,), len(AHEAD))
    assert isinstance(found.rows, MovedRows)
    assert found == further
    assert further == found
    assert hash(found) == hash(further)
    assert repr(found.rows) == repr(further.rows)
    assert found != table
    assert (len(found.rows), found.rows[-1], found.rows[1:]) == (len(further.rows), further.rows[-1], further.rows[1:])
    assert found.rows.index(further.rows[2]) == 2
    assert found.rows[1] is found.rows[1]


def test_rows_moved_to_and_fro_are_the_same_again():
    (table,) = document_of(TEXT).tables
    further = moved_rows(moved_rows(table.rows, 5), 3)
    assert origin_of(further) == (table.rows, 8)
    assert origin_of(further)[0] is table.rows
    assert moved_rows(further, -8) is table.rows
