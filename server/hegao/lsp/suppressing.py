"""Note in a settings file that a finding, or a rule, is known and stays, as the editor's user asks without a word."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from hegao.config.edit import SettingsFile
from hegao.config.load import NAME, find_settings_file, forget_settings_files, read_settings
from hegao.config.model import Origin, Suppression
from hegao.config.suppress import file_of_entry, suppression_of
from hegao.finding import Finding
from hegao.lsp.shown import shown
from hegao.lsp.snapshot import Snapshot

_EVERY_FILE = "**"


class Noted(NamedTuple):
    """What was written where. ``written`` is False when the file said so already."""

    path: str
    entry: Suppression
    written: bool


def settings_path(path: str, folder: str) -> str:
    """The settings file that entries for a draft belong into; it may not be there yet.

    Args:
        path: Of the draft.
        folder: The folder the editor has open around it; "" for none.
    """
    forget_settings_files()  # Somebody may have written one that no watcher told of.
    own = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    return find_settings_file(own) or os.path.join(folder or own, NAME)  # noqa: PTH118


def entry_here(snapshot: Snapshot, finding: Finding, root: str, today: date) -> Suppression:
    """The entry for one finding, by its text and by section or table, row and column: lines move."""
    file, source = file_of_entry(root, snapshot.path), shown(snapshot).source
    return suppression_of(finding, snapshot.document, source, file, root, _reason(today))


def entry_for_file(snapshot: Snapshot, code: str, root: str, today: date) -> Suppression:
    """The entry for a rule in one draft."""
    return Suppression(file=file_of_entry(root, snapshot.path), code=code, reason=_reason(today), root=root)


def entry_for_project(code: str, root: str, today: date) -> Suppression:
    """The entry for a rule in every draft of the settings file; unlike an ignored rule it has date and reason."""
    return Suppression(file=_EVERY_FILE, code=code, reason=_reason(today), root=root)


def note(path: str, entry_in: Callable[[str], Suppression]) -> Noted:
    """Write an entry into a settings file, which is made if it is not there.

    Args:
        entry_in: Makes the entry; takes the folder of the settings file.

    Raises:
        hegao.config.ConfigError, hegao.sources.encodings.SourceError: It cannot be read or written, or is
            written in a way that it cannot be edited safely; it is as it was.
    """
    entry = entry_in(os.path.dirname(path))  # noqa: PTH120
    present = read_settings(path).suppress if os.path.exists(path) else ()  # noqa: PTH110
    if any(_said(other) == _said(entry) for other in present):
        return Noted(path, entry, written=False)
    file = SettingsFile(path)
    file.write(file.with_entries([entry]))
    forget_settings_files()
    return Noted(path, entry, written=True)


def _said(entry: Suppression) -> Suppression:
    """An entry without why and where it was written."""
    return entry._replace(reason="", origin=Origin())


def _reason(today: date) -> str:
    return f"编辑器中忽略，{today.isoformat()}"
