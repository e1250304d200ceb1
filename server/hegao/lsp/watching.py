"""Files and processes the server does not own: settings, packs, last year's report, drafts, and the client itself."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types
from pygls import IS_WASM
from pygls.uris import from_fs_path

from hegao.config.load import NAME, PROJECT
from hegao.lsp.abilities import ability

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

_LOOK = 0.5
"""Seconds between two looks at whether the client's process is there."""
_DRAFTS = "**/*.{md,txt,markdown}"


def watch_files(server: HegaoServer) -> None:
    """Ask to be told when a file that checks depend on changes; again when other files have come into use."""
    if not ability(server.client_capabilities, "workspace.did_change_watched_files.dynamic_registration"):
        return
    relative = bool(ability(server.client_capabilities, "workspace.did_change_watched_files.relative_pattern_support"))
    patterns: list[types.GlobPattern] = [f"**/{NAME}", f"**/{PROJECT}"]
    if any(settings.workspace_diagnostics for settings in server.client_settings.values()):
        patterns.append(_DRAFTS)
    for path in sorted(server.desk.book.files_named()):
        folder, name = os.path.split(path)
        uri = from_fs_path(folder)
        patterns.append(types.RelativePattern(uri, name) if relative and uri else f"**/{name}")
    if patterns == server.desk.watched:
        return
    server.desk.watched = patterns
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(one) for one in patterns])
    server.register_later(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)


def files_changed(server: HegaoServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Check anew what depends on files that changed."""
    names = {unquote(change.uri).rpartition("/")[2] for change in params.changes}
    known = {os.path.basename(path) for path in server.desk.book.files_named()}  # noqa: PTH119
    if names & ({NAME, PROJECT} | known) or any(name.endswith(".toml") for name in names):
        server.desk.settings_changed()
    elif server.checks_workspace:
        server.desk.look_again()


def files_renamed(server: HegaoServer, params: types.RenameFilesParams) -> None:
    """Drop what is known under old names; the client opens renamed texts anew."""
    _gone(server, [file.old_uri for file in params.files])


def files_deleted(server: HegaoServer, params: types.DeleteFilesParams) -> None:
    """Drop what is known of deleted files."""
    _gone(server, [file.uri for file in params.files])


def _gone(server: HegaoServer, uris: list[str]) -> None:
    for uri in map(unquote, uris):
        for known, one in list(server.desk.open.items()):
            if known == uri or known.startswith(f"{uri}/"):
                server.desk.forget(one.draft.uri)
    # A settings file may have been among them, by itself or in a folder.
    server.desk.settings_changed()


def watch_client(server: HegaoServer) -> None:
    """End when the client's process ends: its pipe may be held open by others."""
    number = server.process_id
    if number is None or IS_WASM or not _is_alive(number):
        # A client in another container has a number that means nothing here.
        return
    loop = asyncio.get_running_loop()

    def look() -> None:
        if _is_alive(number):
            loop.call_later(_LOOK, look)
        else:
            server.end(1)

    loop.call_later(_LOOK, look)


def _is_alive(number: int) -> bool:
    """Whether a process exists."""
    if sys.platform == "win32":
        return _is_alive_on_windows(number)
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        # It is there and somebody else's, or no number of a process at all: nothing can be told.
        return True
    return True


def _is_alive_on_windows(number: int) -> bool:
    import ctypes  # noqa: PLC0415 - for one system only

    synchronize, timed_out = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(synchronize, False, number)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
    finally:
        kernel.CloseHandle(handle)
