"""Check rows and columns of the official tables: none missing, none too many, each in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.headings import misplaced
from hegao.checks.placing import moving, row_lines, taking_out
from hegao.checks.table_insertion import column_edits, row_edits
from hegao.checks.table_names import (
    column_name,
    figures,
    form_row_name,
    is_old,
    label_span,
    missing_columns,
    official_tables,
    stand_ins,
    unknown_rows,
)
from hegao.document.clean import clean
from hegao.document.form import RowForm, TableForm
from hegao.document.model import Document, Row, Table
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span

_NAMES = 4
_STRETCH = 3
"""So many rows in sequence that stood before are a stretch pasted twice, told once."""


class ShapeParams(NamedTuple):
    """What the checks of a table's shape leave out.

    Attributes:
        old: Labels of an earlier form, which have a rule of their own.
        notes: Beginnings of a row that is a note and no row of the table.
    """

    old: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def missing_rows(document: Document, params: ShapeParams) -> Iterator[Match]:
    """Yield the official rows that are nowhere, neighbours in one match, at the row that follows."""
    for table, form in official_tables(document):
        if not table.missing_rows or is_old(table, params.old):
            continue
        pieces = [other for other in document.tables if other.form is form]
        if table is not max(pieces, key=lambda piece: len(piece.rows)):
            continue
        # A page break with words between can cut a table in two: a row of the other piece is not missing.
        there = {row.form.key for other in pieces for row in other.rows if row.form is not None}
        paired = {row.key for row in stand_ins(table).values()} | there
        absent = [row for row in table.missing_rows if row.key not in paired]
        present = len(form.rows) - len(absent)
        if present * 2 < len(form.rows):
            slots = {"table": form.name, "count": str(present), "total": str(len(form.rows))}
            yield Match(_first_label(table), slots, "most")
            continue
        for group in _neighbours(form, absent):
            yield _missing(document, table, form, group)


def _first_label(table: Table) -> Span:
    return next((cell.span for row in table.rows for cell in row.cells if cell.text), table.span)


def _neighbours(form: TableForm, rows: list[RowForm]) -> list[list[RowForm]]:
    place = {row.key: index for index, row in enumerate(form.rows)}
    groups: list[list[RowForm]] = []
    for row in rows:
        if groups and place[row.key] == place[groups[-1][-1].key] + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _missing(document: Document, table: Table, form: TableForm, group: list[RowForm]) -> Match:
    keys = [row.key for row in form.rows]
    after = keys.index(group[-1].key)
    following = next((row for key in keys[after + 1 :] if (row := table.row(key)) is not None), None)
    names = [form_row_name(row) for row in group if row.labels]
    slots = {"table": form.name, "count": str(len(group)), "rows": "".join(names[:_NAMES])}
    merged = _merged(table, group)
    if merged is not None:
        return Match(label_span(merged), {**slots, "group": merged.labels[-1].text}, "merged")
    span = label_span(following) if following is not None else label_span(table.rows[-1])
    edits = row_edits(document, table, form, group)
    repairs = (Repair(edits),) if edits else ()
    if not names:
        return Match(span, slots, "figures", repairs)
    return Match(span, slots, "many" if len(names) > _NAMES else "", repairs)


def _merged(table: Table, group: list[RowForm]) -> Row | None:
    """The one row that holds the figures of a group instead of the group's rows."""
    parents = {row.labels[-2] for row in group if len(row.labels) > 1}
    if len(parents) != 1:
        return None
    parent = clean(parents.pop())
    return next((row for row in table.rows if row.labels and row.labels[-1].text == parent and figures(row)), None)


def surplus_rows(document: Document, params: ShapeParams) -> Iterator[Match]:
    """Yield the rows that the official table does not have."""
    for table, form in official_tables(document):
        rows = unknown_rows(table)
        if not rows or is_old(table, params.old):
            continue
        paired = stand_ins(table)
        own = {clean(row.labels[-1]): row.key for row in form.rows if row.labels and not row.header}
        groups = {clean(label) for row in form.rows for label in row.labels[:-1]}
        again: list[tuple[int, Row]] = []
        for index, row in rows:
            name = row.labels[-1].text if row.labels else ""
            if index in paired or not figures(row) or name in params.old or name.startswith(params.notes or ("\0",)):
                continue
            if name in groups:
                continue
            first = table.row(own[name]) if name in own else None
            if first is not None:
                again.append((index, first))
                continue
            repairs = _taken_out(document, table, row, False)
            yield Match(label_span(row), {"table": form.name, "found": name}, "" if name else "nameless", repairs)
        for stretch in _stretches(table, again):
            yield from _repeated(document, table, form, stretch)


def _stretches(table: Table, again: list[tuple[int, Row]]) -> list[list[tuple[int, Row]]]:
    """The repeated rows by stretch: those with no row of figures between them."""
    stretches: list[list[tuple[int, Row]]] = []
    for index, first in again:
        between = table.rows[stretches[-1][-1][0] + 1 : index] if stretches else ()
        if stretches and not any(figures(row) for row in between):
            stretches[-1].append((index, first))
        else:
            stretches.append([(index, first)])
    return stretches


def _repeated(document: Document, table: Table, form: TableForm, stretch: list[tuple[int, Row]]) -> Iterator[Match]:
    """One match for a stretch that was pasted twice, one a row for fewer rows."""
    copies = [_is_copy(table.rows[index], first) for index, first in stretch]
    if len(stretch) < _STRETCH:
        for (index, first), copied in zip(stretch, copies, strict=True):
            row = table.rows[index]
            slots = {"table": form.name, "found": row.labels[-1].text}
            related = (Related(label_span(first), "第一次出现在这里"),)
            yield Match(label_span(row), slots, "repeated", _taken_out(document, table, row, copied), related)
        return
    begin, end = stretch[0][0], stretch[-1][0]
    label, last = (label_span(table.rows[index]) for index in (begin, end))
    names = {"found": table.rows[begin].labels[-1].text, "last": table.rows[end].labels[-1].text}
    while begin and not figures(table.rows[begin - 1]):
        begin -= 1  # The heading pasted with the rows.
    lines = row_lines(document, table)
    taken = Edit(Span(lines[begin - 1].end, lines[end].end), "")
    yield Match(
        label,
        {"table": form.name, "count": str(len(stretch)), **names},
        "pasted",
        (Repair((taken,)),) if all(copies) else (),
        (Related(label_span(stretch[0][1]), "第一次出现在这里"), Related(last, "重复的最后一行")),
    )


def _is_copy(row: Row, first: Row) -> bool:
    return [cell.text for cell in figures(row)] == [cell.text for cell in figures(first)]


def _taken_out(document: Document, table: Table, row: Row, copied: bool) -> tuple[Repair, ...]:
    """The row without what it says: only a copy of another row, or one that counts nothing."""
    if not copied and any(cell.text != "0" for cell in figures(row)):
        return ()
    return (Repair((taking_out(document, row_lines(document, table)[table.rows.index(row)]),)),)


def row_order(document: Document, params: ShapeParams) -> Iterator[Match]:
    """Yield the rows that do not stand in the order of the form."""
    for table, form in official_tables(document):
        place = {row.key: index for index, row in enumerate(form.rows)}
        rows = [row for row in table.rows if row.form is not None]
        places = [place[row.form.key] for row in rows if row.form is not None]
        if places == sorted(places) or is_old(table, params.old):
            continue
        for at in sorted(misplaced(places)):
            before = form.rows[places[at] - 1] if places[at] else None
            slots = {"table": form.name, "found": form_row_name(form.rows[places[at]])}
            repairs = _moved(document, table, rows, rows[at], places[at])
            if before is not None and before.labels:
                yield Match(label_span(rows[at]), {**slots, "before": form_row_name(before)}, repairs=repairs)
            else:
                yield Match(label_span(rows[at]), slots, "first", repairs)


def _moved(document: Document, table: Table, rows: list[Row], row: Row, own: int) -> tuple[Repair, ...]:
    """The row, figures and all, behind the last row that comes before it in the form. Rows of headings stay."""
    form = table.form
    if form is None or row.form is None or row.form.header:
        return ()
    keys = [official.key for official in form.rows[:own]]
    earlier = [other for other in rows if other.form is not None and other.form.key in keys]
    behind = max(earlier, key=lambda other: keys.index(other.form.key) if other.form else -1, default=None)
    if behind is None:
        return ()
    pieces = row_lines(document, table)
    edits = moving(document, pieces, table.rows.index(row), table.rows.index(behind))
    return (Repair(edits),) if edits else ()


def missing_headings(document: Document, params: ShapeParams) -> Iterator[Match]:
    """Yield the tables that lack columns: one match for each table, at its row of column headings."""
    for table, form in official_tables(document):
        if not table.missing_headings or is_old(table, params.old):
            continue
        # A heading whose whole row is missing is reported with the row.
        rowless = {label for row in table.missing_rows if row.header for label in row.labels}
        names = [label for label in table.missing_headings if label not in rowless]
        if not names:
            continue
        lost = {name for key in missing_columns(table) for name in (key, key.split("/")[-1])}
        home = next((row for row in table.rows if row.form and row.form.header and names[0] in row.form.labels), None)
        span = _across(table, home) if home is not None else _first_label(table)
        slots = {"table": form.name, "headings": "".join(f"“{name}”" for name in names), "count": str(len(names))}
        edits = column_edits(document, table, form, names)
        repairs = (Repair(edits),) if edits else ()
        yield Match(span, slots, "" if lost.issuperset(names) else "heading", repairs)


def _across(table: Table, row: Row) -> Span:
    """From the first to the last heading of a row; its last heading alone where cells have lines of their own."""
    if row.labels and table.layout != "cell":
        return Span(row.labels[0].span.start, row.labels[-1].span.end)
    return label_span(row)


def short_rows(document: Document, params: ShapeParams) -> Iterator[Match]:
    """Yield the rows with fewer figures than columns; columns missing from the whole table do not count.

    Rows in sequence that lack as many figures are one match at the first of them.
    """
    for table, form in official_tables(document):
        if is_old(table, params.old):
            continue
        lost: frozenset[str] | None = None
        groups: list[list[tuple[int, Row]]] = []
        for index, row in enumerate(table.rows):
            if row.form is None or len(row.form.values) < 2 or any(row.values):
                continue
            given = len(figures(row))
            if not given:
                continue
            if lost is None:
                lost = missing_columns(table)
            due = sum(key not in lost for key in row.form.values)
            if given >= due:
                continue
            if groups and groups[-1][-1][0] == index - 1 and _lack(groups[-1][-1][1]) == _lack(row):
                groups[-1].append((index, row))
            else:
                groups.append([(index, row)])
        for group in groups:
            yield _short(form, [row for _, row in group], lost or frozenset())


def _lack(row: Row) -> int:
    return len(row.form.values) - len(figures(row)) if row.form else 0


def _short(form: TableForm, rows: list[Row], lost: frozenset[str]) -> Match:
    row = rows[0]
    official = row.form.values if row.form else ()
    columns = [column_name(key) for key in official if key in lost]
    slots = {
        "table": form.name,
        "row": form_row_name(row.form) if row.form else "",
        "given": str(len(figures(row))),
        "due": str(len(official)),
        "lack": str(_lack(row)),
        "count": str(len(rows)),
        "lost": str(len(columns)),
        "columns": "".join(f"“{name}”" for name in columns),
    }
    if len(rows) == 1:
        return Match(label_span(row), slots, "" if slots["row"] else "figures")
    last = rows[-1].form
    slots["last"] = form_row_name(last) if last else ""
    related = tuple(Related(label_span(other), f"也缺 {slots['lack']} 个数") for other in rows[1:])
    return Match(label_span(row), slots, "rows-and-columns" if columns else "rows", related=related)


def surplus_figures(document: Document, params: ShapeParams) -> Iterator[Match]:
    """Yield what is filled in beyond the columns of the form."""
    for table, form in official_tables(document):
        for row in table.rows:
            if row.form is None or not row.surplus or is_old(table, params.old):
                continue
            span = Span(row.surplus[0].span.start, row.surplus[-1].span.end)
            slots = {
                "table": form.name,
                "row": form_row_name(row.form),
                "due": str(len(row.form.values)),
                "given": str(len(row.form.values) + len(row.surplus)),
            }
            yield Match(span, slots)
