"""What holds for an open draft: its project's settings file, and below that what the editor is set to."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from hegao.config.load import find_settings_file, forget_settings_files, read_settings
from hegao.config.model import DEFAULTS, Settings
from hegao.config.rules import active_rules
from hegao.config.schema import ConfigError
from hegao.lsp.client_settings import ClientSettings
from hegao.rulepack.load import FORMS, PackError


class Problem(NamedTuple):
    """A settings file that cannot be used.

    Attributes:
        file: Its path; "" for the editor's own settings.
        line: 0-based.
        message: Chinese, without the place.
    """

    file: str
    line: int
    message: str


class Held(NamedTuple):
    """The settings that hold for a draft, and what is wrong with the file they should come from."""

    settings: Settings
    problem: Problem | None = None


class SettingsBook:
    """The settings of all folders, each read once until something changes.

    A settings file that has become unusable leaves those in force that it gave before.
    """

    def __init__(self) -> None:
        self._last_good: dict[str, Settings] = {}
        self._held: dict[tuple[str, str], Held] = {}

    def forget(self) -> None:
        """Read everything anew: settings files, and with them rule packs and last year's report.

        What a check keeps it keeps by the settings object it is for, and objects read anew are others.
        """
        forget_settings_files()
        self._held.clear()

    def of(self, draft: str, folder: str, client: ClientSettings) -> Held:
        """What holds for a draft.

        Args:
            draft: Path of the draft; "" when it has none.
            folder: Path of its workspace folder; "" when it lies in none.
            client: What the editor is set to for it.
        """
        beside = os.path.dirname(draft) if draft else folder  # noqa: PTH120
        key = (beside, folder)
        held = self._held.get(key)
        if held is None:
            held = _overlaid(self._read(find_settings_file(beside) if beside else ""), client, folder)
            self._held[key] = held
        return held

    def problems(self) -> list[Problem]:
        """What is wrong with the settings files in use."""
        return list(dict.fromkeys(held.problem for held in self._held.values() if held.problem is not None))

    def files_named(self) -> set[str]:
        """Files that settings in force name: rule packs, last year's reports."""
        return {path for held in self._held.values() for path in (*held.settings.packs, held.settings.previous) if path}

    def _read(self, file: str) -> Held:
        if not file:
            return Held(DEFAULTS)
        try:
            settings = _usable(read_settings(file))
        except (ConfigError, PackError) as error:
            return Held(self._last_good.get(file, DEFAULTS), problem_of(file, error))
        self._last_good[file] = settings
        return Held(settings)


def problem_of(file: str, error: ConfigError | PackError) -> Problem:
    """What an error says of a settings file, and where; of a pack, at the top of the file that names it."""
    if isinstance(error, ConfigError):
        told = error.complaint.message if error.complaint else str(error)
        return Problem(file, max(error.origin.line - 1, 0), told)
    return Problem(file, 0, str(error))


def _overlaid(held: Held, client: ClientSettings, folder: str) -> Held:
    """The project's settings, and the editor's where it has none; the same object when that changes nothing."""
    base = held.settings
    changes: dict[str, Any] = {}
    if client.agency and not base.agency:
        changes["agency"] = client.agency
    if client.previous and not base.previous:
        changes["previous"] = os.path.normpath(os.path.join(folder, os.path.expanduser(client.previous)))  # noqa: PTH111, PTH118
    selectors: dict[str, Any] = {}
    if client.select and "rules.select" not in base.origins:
        selectors["select"] = client.select
    if client.ignore and "rules.ignore" not in base.origins:
        selectors["ignore"] = client.ignore
    if client.severity:
        selectors["severity"] = {**client.severity, **base.severity}
    if not (changes or selectors):
        return held
    try:
        return held._replace(settings=_usable(base._replace(**changes, **selectors)))
    except PackError:
        # The rules of packs that have broken since are kept for the very settings they were read for.
        return held
    except ConfigError as error:
        problem = held.problem or Problem("", 0, str(error).partition("：")[2] or str(error))
        return Held(base._replace(**changes) if changes else base, problem)


def _usable(settings: Settings) -> Settings:
    """The settings themselves.

    Raises:
        ConfigError, PackError: They cannot be used with every form.
    """
    for form in FORMS:
        active_rules(settings, form)
    return settings
