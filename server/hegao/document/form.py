"""The official form as plain data: what sections and tables a report of one kind has.

Filled from a rule pack's ``pack.toml``; the parser is guided by it and holds no label of its own.
"""

from __future__ import annotations

from typing import NamedTuple


class SectionForm(NamedTuple):
    """One prescribed section.

    Attributes:
        number: 1-based place.
        numeral: The number as printed, such as ``一``.
        title: Heading without number.
        aliases: Wordings met in drafts that mean this section but are not its title.
        table: Key of the table the section consists of, "" for prose.
    """

    number: int
    numeral: str
    title: str
    aliases: tuple[str, ...] = ()
    table: str = ""


class RowForm(NamedTuple):
    """One row of an official table.

    Attributes:
        key: Name of the row in formulas, unique in its table.
        labels: Label cells from the outermost group to the row's own label; empty for a row of
            numbers only. For a header row: its cells in reading order.
        values: Column keys of the row's numeric cells; empty for a header row.
        header: Whether the row holds column headings or group titles only.
        short: The row's own label in a few characters, where room is scarce; "" where the label is short.
    """

    key: str
    labels: tuple[str, ...]
    values: tuple[str, ...] = ()
    header: bool = False
    short: str = ""


class TableForm(NamedTuple):
    """One official table. ``name`` is how messages call it, such as ``第三项表格``."""

    key: str
    name: str
    section: int
    rows: tuple[RowForm, ...]
    unit: str = "件"


class Form(NamedTuple):
    """The official form of one kind of report.

    Attributes:
        key: Pack key, such as ``zfxxgk-2021``.
        title: The fixed last part of the title, such as ``政府信息公开工作年度报告``.
        title_words: Words of which a title line has at least one of each tuple.
        first_year: First report year the form is for; ``last_year`` 0 means still in force.
    """

    key: str
    name: str
    title: str
    title_words: tuple[tuple[str, ...], ...]
    sections: tuple[SectionForm, ...]
    tables: tuple[TableForm, ...]
    first_year: int = 0
    last_year: int = 0
    extra: tuple[str, ...] = ()

    def table(self, key: str) -> TableForm | None:
        """The table of that key."""
        return next((table for table in self.tables if table.key == key), None)
