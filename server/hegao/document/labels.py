"""An index of the official table labels: what a cell's text may stand for."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from hegao.document.clean import clean
from hegao.document.form import Form, SectionForm, TableForm
from hegao.lazy import lazy

# From this likeness on two labels are taken for the same, one of them with a slip.
ALIKE = 0.45
_VALUE = lazy(
    r"[-−－+]?\d[\d，]*(?:[.。]\d+)?(?:[件条次个份宗起元项人页篇]|万元)?(?:（.*）|\(.*\))?[。]?|[-—–－/／\\~一]{1,3}|无|零|[Oo〇○]",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def looks_like_value(text: str) -> bool:
    """Whether a cleaned cell text is a figure or stands in the place of one (``/``, ``—``, ``无``)."""
    return _VALUE.fullmatch(text) is not None


def similarity(one: str, other: str) -> float:
    """How alike two labels are, 0 to 1: shared characters and shared neighbours, half and half."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    return (_dice(list(one), list(other)) + _dice(_pairs(one), _pairs(other))) / 2


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)] or [text]


def _dice(one: list[str], other: list[str]) -> float:
    rest = list(other)
    shared = 0
    for item in one:
        if item in rest:
            rest.remove(item)
            shared += 1
    return 2 * shared / (len(one) + len(other))


class TableLabels:
    """Labels of one official table.

    Attributes:
        rows: Label → indexes of the form rows in which it stands.
        own: Label → indexes of the form rows whose own (last) label it is; header rows count for
            each of their labels.
    """

    def __init__(self, form: TableForm) -> None:
        self.form = form
        self.rows: dict[str, list[int]] = {}
        self.own: dict[str, list[int]] = {}
        for index, row in enumerate(form.rows):
            for label in dict.fromkeys(row.labels):
                self.rows.setdefault(label, []).append(index)
            for label in dict.fromkeys(row.labels if row.header else row.labels[-1:]):
                self.own.setdefault(label, []).append(index)


class FormLabels:
    """Labels of all tables of a form.

    Attributes:
        tables: One index for each official table.
        known: Label → indexes of the tables that have it.
        prefixes: Every beginning of a label, to glue cells that were broken over lines.
        titles: Section titles and their near misses, cleaned.
        joined: All labels one after the other, to recognise a broken-off piece.
    """

    def __init__(self, form: Form) -> None:
        self.form = form
        self.tables = [TableLabels(table) for table in form.tables]
        self.known: dict[str, set[int]] = {}
        for index, table in enumerate(self.tables):
            for label in table.rows:
                self.known.setdefault(label, set()).add(index)
        self.prefixes = {label[:end] for label in self.known for end in range(1, len(label) + 1)}
        self.joined = "\n".join(self.known)
        self.titles: dict[str, SectionForm] = {}
        for section in form.sections:
            for title in (section.title, *section.aliases):
                self.titles.setdefault(clean(title), section)

    @cached_property
    def places(self) -> dict[str, frozenset[tuple[int, int]]]:
        """Label → table and row of every place where it stands."""
        return {
            label: frozenset((table, row) for table in tables for row in self.tables[table].rows[label])
            for label, tables in self.known.items()
        }

    def is_piece(self, text: str) -> bool:
        """Whether a cleaned text is part of some label."""
        return bool(text) and text in self.joined


_INDEXES: dict[str, FormLabels] = {}


def labels_of(form: Form) -> FormLabels:
    """The label index of a form, built once."""
    index = _INDEXES.get(form.key)
    if index is None or index.form is not form:
        index = _INDEXES[form.key] = FormLabels(form)
    return index
