"""Leave out findings that the settings say are known, and tell which suppressions were of use."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache

from hegao.config.model import Settings, Suppression
from hegao.config.rules import active_rules, find_rule
from hegao.document.clean import clean
from hegao.document.model import Document, Row, Table
from hegao.finding import Finding
from hegao.sources.discovery import Excludes


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


@lru_cache(maxsize=64)
def _codes(settings: Settings, form_key: str) -> dict[str, str]:
    """The rule code of what each suppression writes."""
    rules = active_rules(settings, form_key)
    found = ((entry.code, find_rule(rules, entry.code)) for entry in settings.suppress)
    return {word: rule.code for word, rule in found if rule is not None}


def _fits(entry: Suppression, finding: Finding, document: Document) -> bool:
    if entry.text and entry.text not in (finding.text, document.source[finding.span], finding.text.strip()):
        return False
    if not (entry.section or entry.table or entry.row or entry.column):
        return True
    at = finding.span.start
    if entry.section and not _is(entry.section, _section_names(document, at)):
        return False
    if not (entry.table or entry.row or entry.column):
        return True
    table = next((table for table in document.tables if table.span.start <= at < max(table.span)), None)
    if table is None:
        return False
    return (not entry.table or _is(entry.table, _table_names(table))) and _fits_cell(entry, table, at)


def _fits_cell(entry: Suppression, table: Table, at: int) -> bool:
    if not (entry.row or entry.column):
        return True
    row = next((row for row in table.rows if row.span.start <= at < max(row.span)), None)
    if row is None:
        return False
    labels = [cell.text for cell in row.labels]
    if row.form is not None:
        labels += [row.form.key, *row.form.labels]
    return (not entry.row or _is(entry.row, labels)) and (not entry.column or _is(entry.column, _column(row, at)))


def _section_names(document: Document, at: int) -> list[str]:
    section = next((section for section in document.sections if section.span.start <= at < section.span.end), None)
    if section is None:
        return []
    official = [section.form.title, section.form.numeral] if section.form else []
    return [section.title, section.number, document.source[section.heading], *official]


def _table_names(table: Table) -> list[str]:
    return [table.form.key, table.form.name] if table.form else []


def _column(row: Row, at: int) -> list[str]:
    """The column heading of the value cell at an offset."""
    if row.form is None:
        return []
    for key, cell in zip(row.form.values, row.values, strict=False):
        if cell is not None and cell.span.start <= at <= cell.span.end:
            return [key]
    return []


def _is(written: str, names: Iterable[str]) -> bool:
    wanted = clean(written)
    return any(wanted == clean(name) for name in names if name)
