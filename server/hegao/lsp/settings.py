"""What holds for an open draft: its project's settings file, and below that what the editor is set to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from hegao.config.load import find_settings_file, forget_settings_files, read_settings
from hegao.config.model import DEFAULTS, Settings
from hegao.config.rules import active_rules
from hegao.config.schema import ConfigError
from hegao.finding import Severity
from hegao.rulepack.load import FORMS, PackError

SECTION = "hegao"
"""The section of the editor's settings that is ours."""
ON_TYPE, ON_SAVE = "onType", "onSave"
_NO_LEVELS: Mapping[str, str] = {}
_LEVELS = tuple(severity.value for severity in Severity)


class ClientSettings(NamedTuple):
    """What the editor is set to.

    Attributes:
        run: :data:`ON_TYPE` or :data:`ON_SAVE`.
        agency, previous, severity, select, ignore: Hold where the project's settings file says nothing of them;
            ``previous`` is an absolute path or one from the workspace folder.
        workspace_diagnostics: Whether drafts that are not open are checked too.
    """

    enable: bool = True
    run: str = ON_TYPE
    agency: str = ""
    previous: str = ""
    severity: Mapping[str, str] = _NO_LEVELS
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    workspace_diagnostics: bool = False


class Problem(NamedTuple):
    """A settings file that cannot be used.

    Attributes:
        file: Its path.
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


def client_settings(value: Any) -> ClientSettings:
    """The editor's settings as sent; what is of a wrong type counts as not set."""
    if not isinstance(value, dict):
        return ClientSettings()
    agency = value.get("agency")
    severity = value.get("severity")
    return ClientSettings(
        enable=value.get("enable") is not False,
        run=ON_SAVE if value.get("run") == ON_SAVE else ON_TYPE,
        agency=_string(agency.get("name") if isinstance(agency, dict) else value.get("agency.name")),
        previous=_string(value.get("previousReport")),
        severity={
            code: level
            for code, level in (severity.items() if isinstance(severity, dict) else ())
            if isinstance(code, str) and level in _LEVELS
        },
        select=_strings(value.get("select")),
        ignore=_strings(value.get("ignore")),
        workspace_diagnostics=value.get("workspaceDiagnostics") is True,
    )


def _string(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(_string, value))) if isinstance(value, list) else ()


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
            held = self._read(find_settings_file(beside) if beside else "")
            held = held._replace(settings=_overlaid(held.settings, client, folder))
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
            settings = read_settings(file)
            for form in FORMS:
                active_rules(settings, form)
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


def _overlaid(base: Settings, client: ClientSettings, folder: str) -> Settings:
    """The project's settings, and the editor's where it has none; the same object when that changes nothing."""
    changes: dict[str, Any] = {}
    if client.agency and not base.agency:
        changes["agency"] = client.agency
    if client.previous and not base.previous:
        changes["previous"] = os.path.normpath(os.path.join(folder, os.path.expanduser(client.previous)))  # noqa: PTH111, PTH118
    if client.select and "rules.select" not in base.origins:
        changes["select"] = client.select
    if client.ignore and "rules.ignore" not in base.origins:
        changes["ignore"] = client.ignore
    if client.severity:
        changes["severity"] = {**client.severity, **base.severity}
    if not changes:
        return base
    overlaid = base._replace(**changes)
    try:
        for form in FORMS:
            active_rules(overlaid, form)
    except ConfigError:
        # The editor's own selectors name no rule: they are left out, the rest holds.
        for name in ("select", "ignore", "severity"):
            changes.pop(name, None)
        overlaid = base._replace(**changes)
    return overlaid
