"""Lay raw rows beside the official form: which row is which, which label stands for which.

Labels are matched with a tolerance for slips, so that a wrong label is found and not lost. Numbers
are counted from the right of a row, because merged label cells vanish in conversion: a shifted row
is still whole, a short one is short.
"""

from __future__ import annotations

from collections import Counter

from hegao.document.columns import row_values, value_columns
from hegao.document.form import RowForm
from hegao.document.labels import ALIKE, FormLabels, TableLabels, looks_like_value, similarity
from hegao.document.model import Cell, Row, Table
from hegao.document.pairing import pair_labels
from hegao.document.table_readers import RawRow
from hegao.text import Span

_EXACT_SCORE = 3.0


def align_region(rows: list[RawRow], labels: FormLabels) -> list[Table]:
    """The tables of one region: it is split where the official form changes.

    Depends on the labels and on which cells hold figures, never on the figures.
    """
    groups: list[tuple[int | None, list[RawRow]]] = []
    for row, table in zip(rows, _tables_of_rows(rows, labels), strict=True):
        if groups and groups[-1][0] == table:
            groups[-1][1].append(row)
        else:
            groups.append((table, [row]))
    tables = []
    for key, group in groups:
        group = [row for row in group if row.cells]
        if group:
            tables.append(_plain(group) if key is None else _align(group, labels.tables[key]))
    return tables


def _tables_of_rows(rows: list[RawRow], labels: FormLabels) -> list[int | None]:
    """For each row the index of the official table it belongs to, None when the region is none."""
    own: list[int | None] = []
    for row in rows:
        votes: Counter[int] = Counter()
        for cell in row.cells:
            tables = labels.known.get(cell.text)
            if tables and len(tables) == 1:
                votes.update(tables)
        own.append(votes.most_common(1)[0][0] if votes else None)
    totals = Counter(table for table in own if table is not None)
    current = next((table for table in own if table is not None), None)
    assigned: list[int | None] = []
    for table in own:
        # One stray label does not make a table of its own inside another.
        if table is not None and (totals[table] > 1 or len(totals) == 1):
            current = table
        assigned.append(current)
    return assigned


def _cells(rows: list[RawRow]) -> list[tuple[Cell, ...]]:
    return [
        tuple(Cell(cell.text, Span(cell.start, cell.end), index, column) for column, cell in enumerate(row.cells))
        for index, row in enumerate(rows)
    ]


def _plain(rows: list[RawRow]) -> Table:
    """A table of no official form: its texts are labels that stand for nothing official."""
    built = []
    for cells in _cells(rows):
        texts = tuple(cell for cell in cells if cell.text and not looks_like_value(cell.text))
        span = Span(cells[0].span.start, cells[-1].span.end)
        built.append(Row(span=span, cells=cells, labels=texts, expected=(None,) * len(texts)))
    return Table(_span_of(tuple(built)), tuple(built), layout=_layout(rows))


def _layout(rows: list[RawRow]) -> str:
    """How the rows are laid out, told by those of several cells: a heading alone in its row could be of any layout."""
    wide = [row.layout for row in rows if len(row.cells) > 1] or [rows[0].layout]
    return max(wide, key=wide.count)


def _span_of(rows: tuple[Row, ...]) -> Span:
    return Span(rows[0].span.start, rows[-1].span.end)


def _align(raw: list[RawRow], labels: TableLabels) -> Table:
    form = labels.form
    merged = _merge_broken_rows(_without_blank(raw, labels), labels)
    cells = _cells(merged)
    split = [_label_cells(row, labels) for row in cells]
    places = _place_rows(split, cells, labels)
    keep = [at for at, row in enumerate(merged) if not row.blank or places[at] is not None] or [0]
    expected, missing_headings = pair_labels(keep, cells, split, places, labels)
    columns = value_columns(cells, split, places, labels, missing_headings)
    rows = []
    for at in keep:
        place = places[at]
        row_form = form.rows[place] if place is not None else None
        values, surplus = row_values(cells[at], split[at], row_form, columns)
        own = tuple(cells[at][column] for column in split[at])
        rows.append(
            Row(
                span=Span(cells[at][0].span.start, cells[at][-1].span.end),
                cells=cells[at],
                form=row_form,
                labels=own,
                expected=tuple(expected.get((at, column)) for column in split[at]),
                values=values,
                surplus=surplus,
            )
        )
    placed = {place for place in places if place is not None}
    return Table(
        span=_span_of(tuple(rows)),
        rows=tuple(rows),
        form=form,
        missing_rows=tuple(row for index, row in enumerate(form.rows) if index not in placed),
        missing_headings=missing_headings,
        layout=_layout(raw),
    )


def _without_blank(rows: list[RawRow], labels: TableLabels) -> list[RawRow]:
    """The rows without blank ones, unless a blank row may be the row of figures, all left out."""
    filled = [row for row in rows if not row.blank]
    needs_figures = any(row.values and not row.labels for row in labels.form.rows)
    figures = any(all(looks_like_value(cell.text) for cell in row.cells if cell.text) for row in filled)
    return rows if needs_figures and not figures else filled or rows


def _merge_broken_rows(rows: list[RawRow], labels: TableLabels) -> list[RawRow]:
    """Join a run of figures that a page break cut off its row; only for one cell a line."""
    merged: list[RawRow] = []
    for row in rows:
        if merged and row.layout == "cell" and merged[-1].layout == "cell":
            filled = [cell for cell in row.cells if cell.text]
            before = [cell for cell in merged[-1].cells if cell.text]
            figures = filled and all(looks_like_value(cell.text) for cell in filled)
            if figures and before and len(before) < _row_width(before[0].text, labels) + 3:
                numbers = sum(looks_like_value(cell.text) for cell in before)
                room = _row_width(before[0].text, labels) - numbers
                if 0 < len(filled) <= room:
                    merged[-1] = RawRow([*merged[-1].cells, *row.cells], "cell")
                    continue
        merged.append(row)
    return merged


def _row_width(first: str, labels: TableLabels) -> int:
    """How many figures the row that begins with this text holds; 0 for headings."""
    rows = labels.form.rows
    places = labels.rows.get(first)
    if places:
        return max(len(rows[place].values) for place in places)
    if looks_like_value(first):
        return max((len(row.values) for row in rows if not row.labels), default=0)
    return 0


def _label_cells(cells: tuple[Cell, ...], labels: TableLabels) -> list[int]:
    """Columns of the label cells of a row: what stands before its first figure."""
    columns: list[int] = []
    for cell in cells:
        if not cell.text:
            continue
        if looks_like_value(cell.text) and cell.text not in labels.rows:
            break
        # After a row's own label any text stands in the place of a figure.
        if columns and cell.text not in labels.rows and _is_own_label(cells[columns[-1]].text, labels):
            break
        columns.append(cell.column)
    if columns and all(cells[column].text not in labels.rows for column in columns):
        figures = sum(looks_like_value(cell.text) for cell in cells if cell.text)
        if any(not row.labels and row.values and figures * 2 > len(row.values) for row in labels.form.rows):
            # A row of figures only, one of which is a word.
            return []
    return columns


def _is_own_label(text: str, labels: TableLabels) -> bool:
    places = labels.own.get(text, ())
    return any(labels.form.rows[place].values for place in places)


def _candidates(columns: list[int], cells: tuple[Cell, ...], labels: TableLabels) -> list[int]:
    """Form rows whose labels this row's labels name exactly, in form order."""
    texts = [cells[column].text for column in columns]
    if not texts:
        return []
    own = labels.own.get(texts[-1])
    if own is not None:
        found = [place for place in own if all(text not in labels.rows or place in labels.rows[text] for text in texts)]
        if found:
            return found
    votes = Counter(place for text in texts for place in labels.own.get(text, ()) if labels.form.rows[place].header)
    best = max(votes.values(), default=0)
    return sorted(place for place, count in votes.items() if count == best)


def _place_rows(split: list[list[int]], cells: list[tuple[Cell, ...]], labels: TableLabels) -> list[int | None]:
    """For each raw row the index of its form row, None for a row the form does not have."""
    form_rows = labels.form.rows
    candidates = [_candidates(columns, row, labels) for columns, row in zip(split, cells, strict=True)]
    for at, (columns, row) in enumerate(zip(split, cells, strict=True)):
        if not columns and any(looks_like_value(cell.text) for cell in row if cell.text):
            candidates[at] = [place for place, form in enumerate(form_rows) if form.values and not form.labels]
    if len(candidates) == len(form_rows) and all(at in found for at, found in enumerate(candidates)):
        return list(range(len(form_rows)))
    places = _best_path(split, cells, candidates, labels)
    taken = {place for place in places if place is not None}
    for at, found in enumerate(candidates):
        if places[at] is None:
            free = [place for place in found if place not in taken]
            if free:
                places[at] = free[0]
                taken.add(free[0])
    _place_empty_counts(places, split, cells, labels, taken)
    return places


def _place_empty_counts(
    places: list[int | None],
    split: list[list[int]],
    cells: list[tuple[Cell, ...]],
    labels: TableLabels,
    taken: set[int],
) -> None:
    """A row of empty cells after the headings stands for the row of figures, all left out."""
    for index, form in enumerate(labels.form.rows):
        if form.labels or not form.values or index in taken:
            continue
        for at in range(len(cells) - 1, -1, -1):
            if places[at] is None and not split[at] and len(cells[at]) * 2 >= len(form.values):
                places[at] = index
                break


def _best_path(
    split: list[list[int]], cells: list[tuple[Cell, ...]], candidates: list[list[int]], labels: TableLabels
) -> list[int | None]:
    """The pairing of rows in order that keeps most labels; a wrong label is paired by likeness."""
    form_rows = labels.form.rows
    height, width = len(cells), len(form_rows)
    exact = {place for found in candidates for place in found}
    scores = [_scores(split[at], cells[at], candidates[at], form_rows, exact) for at in range(height)]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for at in range(height - 1, -1, -1):
        below, here, score = best[at + 1], best[at], scores[at]
        for place in range(width - 1, -1, -1):
            value = max(below[place], here[place + 1])
            gain = score.get(place, 0.0)
            if gain and gain + below[place + 1] > value:
                value = gain + below[place + 1]
            here[place] = value
    places: list[int | None] = [None] * height
    at = place = 0
    while at < height and place < width:
        gain = scores[at].get(place, 0.0)
        if gain and best[at][place] == gain + best[at + 1][place + 1]:
            places[at] = place
            at, place = at + 1, place + 1
        elif best[at][place] == best[at + 1][place]:
            at += 1
        else:
            place += 1
    return places


def _scores(
    columns: list[int], cells: tuple[Cell, ...], found: list[int], form_rows: tuple[RowForm, ...], exact: set[int]
) -> dict[int, float]:
    if found:
        return dict.fromkeys(found, _EXACT_SCORE)
    if not columns:
        return {}
    own = cells[columns[-1]].text
    scores: dict[int, float] = {}
    for place, row in enumerate(form_rows):
        if not row.labels or (place in exact and not row.header):
            continue
        alike = max(similarity(own, label) for label in (row.labels if row.header else row.labels[-1:]))
        if alike >= ALIKE:
            scores[place] = alike * 2
    return scores
