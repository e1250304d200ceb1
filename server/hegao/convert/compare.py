"""Whether a draft says the same in its tables after it was converted."""

from __future__ import annotations

from hegao.document.model import Document, Row, Table


def changed_tables(before: Document, after: Document) -> list[str]:
    """The names of tables of ``before`` that have other rows, labels or figures in ``after``, or are not there."""
    rest = list(after.tables)
    changed = []
    for number, table in enumerate(before.tables, 1):
        same = next((other for other in rest if _content(other) == _content(table)), None)
        if same is None:
            changed.append(table.form.name if table.form else f"第 {number} 个表格")
        else:
            rest.remove(same)
    return changed


def _content(table: Table) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The rows that hold text; a group's label counts where the group begins."""
    rows = []
    groups: tuple[str, ...] = ()
    for row in table.rows:
        labels = tuple(cell.text for cell in row.labels)
        key = row.form.key if row.form else ""
        if key or labels or row.given or any(cell.text for cell in row.cells):
            own = labels[-1:] if row.form and not row.form.header else labels
            shown = tuple(label for label in labels[: len(labels) - len(own)] if label not in groups)
            rows.append((key, shown + own, _figures(row)))
            groups = (*groups, *shown)
    return rows


def _figures(row: Row) -> tuple[str, ...]:
    if row.form is None:
        return tuple(cell.text for cell in row.cells if cell.text)
    return (*(cell.text if cell else "" for cell in row.values), *(cell.text for cell in row.surplus))
