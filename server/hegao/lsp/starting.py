"""The beginning of a session, and what the editor says of itself later: settings and folders."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from hegao.config.model import DEFAULTS
from hegao.lsp import handlers, watching
from hegao.lsp.abilities import abilities_of, ability, client_of, pulls
from hegao.lsp.drafts import Drafts
from hegao.lsp.settings import SECTION, ClientSettings, client_settings
from hegao.session import Session

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

_SAMPLE = "云岭镇人民政府2024年政府信息公开工作年度报告\n\n一、总体情况\n\n本年度新收政府信息公开申请1件。\n"


def initialize(server: HegaoServer, params: types.InitializeParams) -> None:
    """Learn what the client can do, and put our documents in the place of the library's."""
    built = server.workspace
    capabilities = params.capabilities
    # A plain name or, for a client that names none, a member of an enumeration, which str() would not turn into one.
    encoding = str(getattr(built.position_encoding, "value", built.position_encoding))
    server.protocol._workspace = Drafts(
        built.root_uri,
        types.TextDocumentSyncKind.Incremental,
        list(built.folders.values()),
        encoding,
    )
    server.client = client_of(capabilities, encoding)
    server.abilities = abilities_of(capabilities)
    server.pulls = pulls(capabilities)
    if server.pulls:
        handlers.register_pull(server)
    options = params.initialization_options
    if isinstance(options, dict):
        server.shows_rules = options.get("showsRules") is True
        given = options.get("settings", options)
        server.client_settings = {"": client_settings(_section(given))}


def initialized(server: HegaoServer) -> None:
    """Warm up, ask for settings and to be told of files, and watch over the client."""
    asyncio.get_running_loop().call_soon(_warm_up)
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
    server.client_settings = {"": client_settings(_section(params.settings))}
    server.settings_changed()
    return None


def folders_changed(server: HegaoServer) -> Any:
    """Look anew at which folder a draft lies in, and at what the editor is set to there."""
    server.settings_changed()
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
            server.settings_changed()


def _section(value: Any) -> Any:
    """Settings as they are, whether sent with the name of the section around them or without."""
    inner = value.get(SECTION) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else value


def _warm_up() -> None:
    """Read the rules before the first draft comes."""
    Session(DEFAULTS).check(_SAMPLE)
