"""Leave out findings that the settings say are known, and tell which suppressions were of use."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from hegao.config.model import Settings, Suppression
from hegao.config.rules import active_rules, find_rule
from hegao.document.clean import clean
from hegao.document.model import Document, Row, Section, Table
from hegao.finding import Finding
from hegao.lazy import lazy
from hegao.sources.discovery import Excludes
from hegao.text import SourceText

_GLOB_MARK = lazy(r"([*?\[])")
BEFORE_SECTIONS = "开头"
"""What an entry calls the part of a draft before its first section."""


def apply_suppressions(
    settings: Settings, filename: str, document: Document, findings: tuple[Finding, ...]
) -> tuple[tuple[Finding, ...], frozenset[Suppression]]:
    """Split findings.

    Args:
        filename: Path of the draft, absolute or from the working folder.

    Returns:
        The findings that stay, and the suppressions that met at least one.
    """
    if not settings.suppress or not findings:
        return findings, frozenset()
    entries = [entry for entry in settings.suppress if concerns(entry, filename)]
    if not entries:
        return findings, frozenset()
    codes = _codes(settings, document.form.key)
    kept: list[Finding] = []
    used: set[Suppression] = set()
    for finding in findings:
        met = [entry for entry in entries if codes.get(entry.code) == finding.code and _fits(entry, finding, document)]
        used.update(met)
        if not met:
            kept.append(finding)
    return tuple(kept), frozenset(used)


def concerns(entry: Suppression, filename: str) -> bool:
    """Whether a suppression is about a file."""
    if not filename:
        return False
    path = target(entry)
    if path:
        return os.path.normcase(os.path.abspath(filename)) == os.path.normcase(path)  # noqa: PTH100
    return Excludes(entry.root, (entry.file.replace("\\", "/"),)).match(filename)


def target(entry: Suppression) -> str:
    """The absolute path of the one file a suppression is about; "" when it is a glob."""
    if any(mark in entry.file for mark in "*?["):
        return ""
    # A settings file written on Windows serves its readers elsewhere too.
    return os.path.normpath(os.path.join(entry.root, entry.file.replace("\\", "/")))  # noqa: PTH118


def file_of_entry(root: str, path: str) -> str:
    """The path of a draft as an entry writes it: from ``root``, the settings file's folder, with ``/`` everywhere."""
    whole = os.path.abspath(path)  # noqa: PTH100
    try:
        relative = os.path.relpath(whole, root)
    except ValueError:  # Another drive.
        relative = whole
    return _GLOB_MARK.sub(r"[\1]", relative.replace(os.sep, "/"))


@lru_cache(maxsize=64)
def _codes(settings: Settings, form_key: str) -> dict[str, str]:
    """The rule code of what each suppression writes."""
    rules = active_rules(settings, form_key)
    found = ((entry.code, find_rule(rules, entry.code)) for entry in settings.suppress)
    return {word: rule.code for word, rule in found if rule is not None}


class Place(NamedTuple):
    """Where a finding stands, in parts of the draft that stay what they are when lines move."""

    section: Section | None
    table: Table | None
    row: Row | None
    column: str

    @classmethod
    def of(cls, finding: Finding, document: Document) -> Place:
        """The place of a finding's first character."""
        at = finding.span.start
        section = next((section for section in document.sections if section.span.start <= at < section.span.end), None)
        # An empty cell at the end of a row begins where the row ends.
        table = next((table for table in document.tables if table.span.start <= at <= table.span.end), None)
        row = next((row for row in table.rows if row.span.start <= at <= row.span.end), None) if table else None
        return cls(section, table, row, _column(row, at) if row else "")


def suppression_of(
    finding: Finding, document: Document, shown: SourceText, file: str, root: str, reason: str
) -> Suppression:
    """The entry that leaves out a finding, and others of its rule with the same text at the same place.

    Args:
        shown: The source with private values masked, at unchanged offsets. An entry stands in a file
            that others read: what is masked is left out of it, but for the masked text of a finding
            on private data.
        file: Path of the draft from ``root``, the folder of the settings file.
    """
    place = Place.of(finding, document)
    text = finding.text.strip() or finding.text
    if not finding.masked and shown[finding.span] != document.source[finding.span]:
        text = ""
    section = table = row = ""
    if place.table is not None and place.table.form is not None:
        table = place.table.form.name
        row = _row_name(place.row, shown, document) if place.row else ""
    elif place.section is None:
        section = BEFORE_SECTIONS
    elif place.section.form is not None:
        section = place.section.form.title
    elif shown[place.section.heading] == document.source[place.section.heading]:
        section = place.section.title
    return Suppression(
        file=file, code=finding.code, reason=reason, text=text, section=section, table=table, row=row,
        column=place.column, root=root,
    )  # fmt: skip


def _row_name(row: Row, shown: SourceText, document: Document) -> str:
    """The row's own label, of a row of headings none: it has several."""
    if row.form is not None:
        return row.form.labels[-1] if row.form.labels and not row.form.header else ""
    label = row.labels[-1] if row.labels else None
    return label.text if label and shown[label.span] == document.source[label.span] else ""


def _fits(entry: Suppression, finding: Finding, document: Document) -> bool:
    if entry.text and entry.text not in (finding.text, document.source[finding.span], finding.text.strip()):
        return False
    if not (entry.section or entry.table or entry.row or entry.column):
        return True
    place = Place.of(finding, document)
    if entry.section and not _is(entry.section, _section_names(place.section, document)):
        return False
    if entry.table and not _is(entry.table, _table_names(place.table)):
        return False
    if entry.row and not _is(entry.row, _row_names(place.row)):
        return False
    return not entry.column or _is(entry.column, [place.column])


def _section_names(section: Section | None, document: Document) -> list[str]:
    if section is None:
        return [BEFORE_SECTIONS]
    official = [section.form.title, section.form.numeral] if section.form else []
    return [section.title, section.number, document.source[section.heading], *official]


def _table_names(table: Table | None) -> list[str]:
    return [table.form.key, table.form.name] if table and table.form else []


def _row_names(row: Row | None) -> list[str]:
    if row is None:
        return []
    official = [row.form.key, *row.form.labels] if row.form else []
    return [*(cell.text for cell in row.labels), *official]


def _column(row: Row, at: int) -> str:
    """The column heading of the value cell at an offset."""
    if row.form is None:
        return ""
    cells = zip(row.form.values, row.values, strict=False)
    found = (key for key, cell in cells if cell is not None and cell.span.start <= at <= cell.span.end)
    return next(found, "")


def _is(written: str, names: Iterable[str]) -> bool:
    wanted = clean(written)
    return any(wanted == clean(name) for name in names if name)
