"""Commands: what an editor asks for through ``workspace/executeCommand``, and what they need of the server.

Their functions are imported when the first command is called: a start must not pay for them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from lsprotocol import types

    from hegao.lsp.snapshot import Snapshot


class Host(Protocol):
    """What commands need of the server."""

    @property
    def shows_rules(self) -> bool:
        """Whether the client shows explanations of rules itself (``showsRules`` in its initialization options)."""
        ...

    async def present(self, uri: str) -> Snapshot | None:
        """The present text of an open draft, checked; None when it is not open."""
        ...

    def status_of(self, uri: str) -> Any:
        """What the last ``hegao/status`` said of a draft; None when it is not open."""
        ...

    def folder_of(self, path: str) -> str:
        """The workspace folder a file lies in; "" when it lies in none."""
        ...

    def is_unsaved(self, path: str) -> bool:
        """Whether a file is open with a text that is not the one on disk."""
        ...

    def settings_file_changed(self, path: str) -> None:
        """Check anew what depends on a settings file."""
        ...

    def window_show_message(self, params: types.ShowMessageParams) -> None:
        """Show a message."""
        ...

    def window_show_document(self, params: types.ShowDocumentParams) -> Any:
        """Ask the client to show a place."""
        ...

    def workspace_apply_edit(self, params: types.ApplyWorkspaceEditParams) -> Any:
        """Ask the client to change a text."""
        ...


Command = Callable[[Host, list[Any]], Awaitable[Any]]


def _later(function: str) -> Command:
    """The command of a function of ``draft_commands``."""

    async def run(host: Host, arguments: list[Any]) -> Any:
        return await getattr(import_module("hegao.lsp.draft_commands"), function)(host, arguments)

    return run


COMMANDS: Mapping[str, Command] = {
    "hegao.suppressHere": _later("suppress_here"),
    "hegao.suppressInFile": _later("suppress_in_file"),
    "hegao.suppressInProject": _later("suppress_in_project"),
    "hegao.fixAllSafe": _later("fix_all_safe"),
    "hegao.fixRule": _later("fix_rule"),
    "hegao.recomputeTotals": _later("recompute_totals"),
    "hegao.nextBroken": _later("next_broken"),
    "hegao.explainRule": _later("explain_rule"),
    "hegao.newReport": _later("new_report"),
    "hegao.status": _later("status"),
}
"""Every command by its name."""
