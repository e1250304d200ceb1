"""Edits that put a row or a column into an official table, in the layout the draft's table has."""

from __future__ import annotations

from itertools import pairwise

from hegao.checks.placing import line_end, row_lines
from hegao.document.clean import clean
from hegao.document.form import RowForm, TableForm
from hegao.document.model import Cell, Document, Row, Table
from hegao.document.table_readers import SEPARATOR
from hegao.fix import Edit
from hegao.text import Span

_BLANKS = " \t\u3000"


def row_edits(document: Document, table: Table, form: TableForm, group: list[RowForm]) -> tuple[Edit, ...]:
    """The edits that put rows of the form in their place with every cell empty; () where that is no plain matter.

    The rows behind which and before which they go are the model: for the line ends between rows,
    for the number of cells and for what stands around them. Rows of headings above a grid of
    several levels are not written: their cells are merged as the draft's author merged them.
    """
    keys = [row.key for row in form.rows]
    first, last = keys.index(group[0].key), keys.index(group[-1].key)
    before = next((row for key in reversed(keys[:first]) if (row := table.row(key)) is not None), None)
    after = next((row for key in keys[last + 1 :] if (row := table.row(key)) is not None), None)
    lines = row_lines(document, table)
    written = [_row(document, table, form, row) for row in group]
    if None in written:
        return ()
    gap = _gap(document, table, lines)
    text = gap.join(row for row in written if row is not None)
    if after is not None:
        at = lines[table.rows.index(after)].start
        return (Edit(Span(at, at), text + gap),)
    if before is not None:
        at = lines[table.rows.index(before)].end
        return (Edit(Span(at, at), gap + text),)
    return ()


def _gap(document: Document, table: Table, lines: list[Span]) -> str:
    """What stands between two rows, of figures where there are two; the stroke line of Markdown is none of them."""
    pairs = list(pairwise(lines))
    rows = [row.form for row in table.rows[1:]]
    plain = [pair for pair, form in zip(pairs, rows, strict=True) if form is not None and not form.header]
    one, other = (plain or pairs)[-1] if pairs else (Span(0, 0), Span(0, 0))
    return document.source[Span(one.end, other.start)] or line_end(document)


def _row(document: Document, table: Table, form: TableForm, row: RowForm) -> str | None:
    """One row as text; None where no row of the draft shows how to write it."""
    model = _model(table, form, row)
    if model is None:
        if row.header or row.labels:
            return None
        # Figures alone have no row like them: the headings above show the width and the marks.
        model = max(table.rows, key=lambda other: len(other.cells))
        width = len(row.values) if table.layout == "cell" else len(model.cells)
        return _laid_out(document, table, model, [""] * width)
    cells = _cell_lines(table, form, row) if table.layout == "cell" else _grid(table, model, row)
    return _laid_out(document, table, model, cells)


def _model(table: Table, form: TableForm, row: RowForm) -> Row | None:
    """The row nearest to a missing one in the form that has as many figures and levels of labels."""
    place = {official.key: index for index, official in enumerate(form.rows)}
    levels = max(len(official.labels) for official in form.rows if not official.header)
    if row.header and levels > 1:
        return None
    alike = [
        other
        for other in table.rows
        if other.form is not None
        and other.form.header == row.header
        and len(other.form.values) == len(row.values)
        and (row.header or all(other.values))
        and (not row.header or len(other.form.labels) == len(row.labels))
    ]
    near = sorted(alike, key=lambda other: abs(place[other.form.key] - place[row.key]) if other.form else 0)
    same = [other for other in near if other.form is not None and len(other.form.labels) == len(row.labels)]
    return next(iter(same or near), None)


def _shown(table: Table, row: RowForm) -> list[str]:
    """The labels of a row; "" for a group that a row of the draft names already."""
    there = {cell.text for other in table.rows if other.form is not None and not other.form.header
             for cell in other.labels[:-1]}  # fmt: skip
    return [label if clean(label) not in there else "" for label in row.labels[:-1]] + list(row.labels[-1:])


def _grid(table: Table, model: Row, row: RowForm) -> list[str]:
    """The cells of a row in a grid as wide as the model row."""
    width = len(model.cells)
    labels = list(row.labels) if row.header else _shown(table, row)
    if row.header:
        return labels + [""] * (width - len(labels))
    first = model.values[0]
    depth = first.column if first is not None else len(labels)
    cells = labels + [""] * (depth - len(labels) + len(row.values))
    return cells + [""] * (width - len(cells))


def _cell_lines(table: Table, form: TableForm, row: RowForm) -> list[str]:
    """The cells of a row one a line: as many empty ones before the labels as the nearest row alike has."""
    if row.header:
        return list(row.labels)
    labels = [label for label in _shown(table, row) if label]
    place = {official.key: index for index, official in enumerate(form.rows)}
    peers = [
        other
        for other in table.rows
        if other.form is not None and len(other.form.labels) == len(row.labels) and len(other.labels) == len(labels)
    ]
    peer = min(peers, key=lambda other: abs(place[other.form.key] - place[row.key]) if other.form else 0, default=None)
    leading = peer.labels[0].column if peer is not None and peer.labels else 0
    return [""] * leading + labels + [""] * len(row.values)


def _laid_out(document: Document, table: Table, model: Row, cells: list[str]) -> str:
    layout = table.layout
    if layout == "pipe":
        spaced = document.source.text.startswith(" ", _line_start(document, model) + 1)
        return "|" + "".join(f" {cell} |" if spaced else f"{cell}|" for cell in cells)
    if layout == "cell":
        cell = next((cell for cell in model.cells if cell.text), model.cells[0])
        start = document.source.line_starts[document.source.position(cell.span.start).line]
        lead = document.source[Span(start, cell.span.start)]
        return line_end(document).join(lead + text for text in cells)
    return "\t".join(cells)


def _line_start(document: Document, row: Row) -> int:
    return document.source.line_starts[document.source.position(row.span.start).line]


def column_edits(document: Document, table: Table, form: TableForm, names: list[str]) -> tuple[Edit, ...]:
    """The edits that put one lost column back, its cells empty, or the heading of a column that is there.

    Only a column whose key is its heading: what stands under a group of headings may belong to
    another group. () where the place cannot be told.
    """
    layout = table.layout
    if len(names) != 1 or layout not in ("tab", "pipe", "cell"):
        return ()
    name = names[0]
    home = next((row for row in form.rows if row.header and name in row.labels), None)
    head = table.row(home.key) if home is not None else None
    wide = [row for row in table.rows if row.form is not None and name in row.form.values]
    if home is None or head is None or not wide:
        return ()
    there = {row.value(name) is not None for row in wide}
    if len(there) > 1:
        return ()
    if layout == "cell":
        return _column_of_lines(document, head, home, wide, name)
    if True in there:
        cell = wide[0].value(name)
        blank = next((other for other in head.cells if cell and other.column == cell.column and not other.text), None)
        return (Edit(blank.span, name),) if blank is not None else ()
    return _column_of_grid(document, table, head, wide, name)


def _column_of_grid(document: Document, table: Table, head: Row, wide: list[Row], name: str) -> tuple[Edit, ...]:
    columns = {_column(row, name) for row in wide}
    column = columns.pop()
    if columns or column is None or column < 1:
        return ()
    edits = []
    keys = {clean(key) for row in wide if row.form is not None for key in row.form.values}
    above = True
    for row in table.rows:
        above = above and row is not head
        if row is head or row in wide:
            edits.append(_behind(document, table, row, column, name if row is head else ""))
        elif row.form is not None and row.form.header and len(row.cells) >= column:
            # A heading above that begins over the lost column begins there still.
            over = row.cells[column].text if above and column < len(row.cells) else ""
            begins = over != "" and over not in keys
            edits.append(_behind(document, table, row, column + begins, ""))
    edits += _separator(document, table)
    return tuple(edits)


def _column(row: Row, name: str) -> int | None:
    """The column of the grid at which a lost column stood in a row of figures."""
    if row.form is None:
        return None
    at = row.form.values.index(name)
    if at:
        cell = row.values[at - 1]
        return cell.column + 1 if cell is not None else None
    cell = row.values[1] if len(row.values) > 1 else None
    return cell.column if cell is not None else None


def _behind(document: Document, table: Table, row: Row, column: int, text: str) -> Edit:
    """A new cell at a column of a row; a row that ends before it is filled up with empty cells."""
    source = document.source
    cell = row.cells[min(column, len(row.cells)) - 1]
    lacking = max(0, column - len(row.cells))
    mark = "|" if table.layout == "pipe" else "\t"
    at = cell.span.end
    while at < len(source.text) and source.text[at] in _BLANKS and source.text[at] != mark:
        at += 1
    return Edit(Span(at, at), mark * (lacking + 1) + text if mark == "\t" else "|  " * lacking + f"| {text} ")


def _separator(document: Document, table: Table) -> list[Edit]:
    """One column more in the line of strokes under the first row of a Markdown table."""
    if table.layout != "pipe" or len(table.rows) < 2:
        return []
    source = document.source
    first, second = (source.position(row.span.start).line for row in table.rows[:2])
    for line in range(first + 1, second):
        span = source.line_span(line)
        text = source[span].rstrip()
        if SEPARATOR.fullmatch(text.strip()) and text.endswith("|"):
            at = span.start + len(text)
            return [Edit(Span(at, at), " --- |" if " " in text else "---|")]
    return []


def _column_of_lines(document: Document, head: Row, home: RowForm, wide: list[Row], name: str) -> tuple[Edit, ...]:
    """The same where each cell has a line of its own and a merged heading stands there once."""
    at = home.labels.index(name)
    texts = [cell.text for cell in head.labels]
    neighbours = [(label, behind) for label, behind in
                  ((home.labels[at - 1] if at else "", True), (home.labels[at + 1] if at + 1 < len(home.labels) else "",
                   False)) if clean(label) in texts]  # fmt: skip
    if not neighbours:
        return ()
    label, behind = neighbours[0]
    edits = [_line_beside(document, head.labels[texts.index(clean(label))], behind, name)]
    for row in wide:
        if row.form is not None and row.value(name) is None:
            place = row.form.values.index(name)
            cell = row.values[place - 1] if place else row.values[1]
            if cell is None:
                return ()
            edits.append(_line_beside(document, cell, place > 0, ""))
    return tuple(edits)


def _line_beside(document: Document, cell: Cell, behind: bool, text: str) -> Edit:
    """A cell on a line of its own behind or before that of another cell, after the same white space."""
    source = document.source
    line = source.position(cell.span.start).line
    start, end = source.line_starts[line], source.line_span(line).end
    raw = source[Span(start, end)]
    lead = raw[: len(raw) - len(raw.lstrip())] if raw.strip() else raw
    stop = line_end(document)
    return Edit(Span(end, end), stop + lead + text) if behind else Edit(Span(start, start), lead + text + stop)
