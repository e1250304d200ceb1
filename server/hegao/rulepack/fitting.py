"""Whether standard phrases fit the official forms: a blank for a cell no form has would never be filled."""

from __future__ import annotations

from collections.abc import Iterator

from hegao.document.form import TableForm
from hegao.rulepack.errors import closest
from hegao.rulepack.load import FORMS, load_form
from hegao.rulepack.phrases import Figure, Phrase
from hegao.rulepack.places import Complaint, Places


def misfits(phrases: tuple[Phrase, ...], places: Places) -> Iterator[Complaint]:
    """Complaints about sections, tables, rows and columns that no form has.

    Args:
        phrases: All those of a file, in order.
    """
    forms = [load_form(key) for key in FORMS]
    most = max(len(form.sections) for form in forms)
    for index, phrase in enumerate(phrases):
        at = ("phrase", str(index))
        if any(not 0 <= number <= most for number in phrase.sections):
            yield Complaint(f"“sections”应为 0 至 {most} 的序号。", places.value((*at, "sections")))
        for name, figure in phrase.figures.items():
            tables = [table for form in forms if (table := form.table(figure.table)) is not None]
            path = (*at, "figures", name)
            if tables:
                yield from _cells(figure, tables, path, places)
            else:
                known = tuple(dict.fromkeys(table.key for form in forms for table in form.tables))
                told = f"没有叫“{figure.table}”的表。可写的有：{'、'.join(known)}。"
                yield Complaint(told, places.value((*path, "table")), closest(figure.table, known))


def _cells(figure: Figure, tables: list[TableForm], path: tuple[str, ...], places: Places) -> Iterator[Complaint]:
    """Complaints about the rows and columns of one figure, which all must be in one of the tables."""
    rows: dict[str, tuple[str, ...]] = {}
    for row in (row for table in tables for row in table.rows if row.values):
        rows[row.key] = (*rows.get(row.key, ()), *row.values)
    for number, key in enumerate(figure.rows):
        if key not in rows:
            told = f"这张表没有代号为“{key}”的行。"
            yield Complaint(told, places.value((*path, "rows", str(number))), closest(key, rows))
    columns = {column for key in figure.rows for column in rows.get(key, ())}
    for number, column in enumerate(figure.columns):
        if columns and column not in columns:
            told = f"这一行没有“{column}”列。可写的有：{'、'.join(sorted(columns))}。"
            yield Complaint(told, places.value((*path, "columns", str(number))), closest(column, columns))
