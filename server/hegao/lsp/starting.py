"""What follows when the client has been answered, and what the editor says of itself later: settings and folders."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from hegao.config.model import DEFAULTS
from hegao.lsp import watching
from hegao.lsp.abilities import ability
from hegao.lsp.client_settings import SECTION, ClientSettings, client_settings, own_section
from hegao.session import Session

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

_LEISURE = 0.5
"""Seconds after the beginning when an editor has what it first asks for."""
_WHERE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
_ABOUT = {"textDocument": {"uri": "untitled:x", "version": 1}}
_OPENED = {"uri": "untitled:x", "version": 1, "languageId": "markdown", "text": ""}
_CONTEXT = {"diagnostics": [{"range": _WHERE, "message": ""}]}
_FIRST: tuple[tuple[str, dict[str, Any]], ...] = (
    (types.TEXT_DOCUMENT_DID_OPEN, {"textDocument": _OPENED}),
    (types.TEXT_DOCUMENT_DID_CHANGE, {**_ABOUT, "contentChanges": [{"range": _WHERE, "text": ""}]}),
    (types.TEXT_DOCUMENT_DIAGNOSTIC, _ABOUT),
    (types.TEXT_DOCUMENT_CODE_ACTION, {**_ABOUT, "range": _WHERE, "context": _CONTEXT}),
)
"""Of what the library compiles a reader for at the first message of its kind."""
_SAMPLE = "云岭镇人民政府2024年政府信息公开工作年度报告\n\n一、总体情况\n\n本年度新收政府信息公开申请1件。\n"


def initialized(server: HegaoServer, _params: types.InitializedParams) -> None:
    """Warm up, ask for settings and to be told of files, and watch over the client."""
    loop = asyncio.get_running_loop()
    loop.call_soon(_warm_up, server)
    loop.call_later(_LEISURE, _warm_up_features)
    watching.watch_client(server)
    capabilities = server.client_capabilities
    if ability(capabilities, "workspace.did_change_configuration.dynamic_registration"):
        options = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
        server.register_later(types.WORKSPACE_DID_CHANGE_CONFIGURATION, options)
    server.start_task(_begin_work(server))


async def _begin_work(server: HegaoServer) -> None:
    await _fetch_settings(server)
    watching.watch_files(server)


def configuration_changed(server: HegaoServer, params: types.DidChangeConfigurationParams) -> Any:
    """Take over what the editor is set to now: asked for where that can be, else as sent."""
    if ability(server.client_capabilities, "workspace.configuration"):
        return _fetch_settings(server)
    server.client_settings = {"": client_settings(own_section(params.settings))}
    server.desk.settings_changed()
    return None


def folders_changed(server: HegaoServer, _params: types.DidChangeWorkspaceFoldersParams) -> Any:
    """Look anew at which folder a draft lies in, and at what the editor is set to there."""
    server.desk.settings_changed()
    return _fetch_settings(server)


async def _fetch_settings(server: HegaoServer) -> None:
    """Ask for the settings of each workspace folder, and check anew if they are others."""
    if not ability(server.client_capabilities, "workspace.configuration"):
        return
    folders = {folder.uri: path for folder in server.drafts.folders.values() if (path := to_fs_path(folder.uri))}
    items = [types.ConfigurationItem(section=SECTION)]
    items += [types.ConfigurationItem(scope_uri=uri, section=SECTION) for uri in folders]
    try:
        answer = await server.workspace_configuration_async(types.ConfigurationParams(items))
    except JsonRpcException:
        # The client has refused: what it said before holds.
        return
    if not isinstance(answer, (list, tuple)) or not answer:
        return
    found: dict[str, ClientSettings] = {}
    for path, value in zip(("", *folders.values()), answer, strict=False):
        found[path] = client_settings(value) if isinstance(value, dict) else server.client_settings[""]
    if found != server.client_settings:
        before = server.client_settings
        server.client_settings = found
        if any(found[path] != before.get(path, before[""]) for path in found):
            server.desk.settings_changed()


def _warm_up(server: HegaoServer) -> None:
    """Read the rules, and learn to read what every editor sends, before the first draft comes."""
    Session(DEFAULTS).check(_SAMPLE)
    for method, params in _FIRST:
        number = {} if method.startswith("textDocument/did") else {"id": 0}
        server.protocol.structure_message({"jsonrpc": "2.0", **number, "method": method, "params": params})


def _warm_up_features() -> None:
    """Import what editors ask for next."""
    for module in ("actions", "hover", "symbols"):
        import_module(f"hegao.lsp.{module}")
