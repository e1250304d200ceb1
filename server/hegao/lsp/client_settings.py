"""What the editor is set to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

SECTION = "hegao"
"""The section of the editor's settings that is ours."""
ON_TYPE, ON_SAVE = "onType", "onSave"
_NO_LEVELS: Mapping[str, str] = {}
_LEVELS = ("error", "warning", "info")


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


def own_section(value: Any) -> Any:
    """Settings as they are, whether sent with the name of the section around them or without."""
    inner = value.get(SECTION) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else value
