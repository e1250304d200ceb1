"""Who answers what: the protocol's methods bound to what the server does about them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from hegao.lsp.abilities import abilities_of, client_of, pulls
from hegao.lsp.client_settings import ON_SAVE, client_settings, own_section
from hegao.lsp.commands import COMMANDS
from hegao.lsp.drafts import Draft, Drafts
from hegao.lsp.features import FEATURES, Feature
from hegao.lsp.protocol import Raw, content_modified
from hegao.lsp.snapshot import Snapshot

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

Function = Callable[[Any, Any], Any]
_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)
"""Renaming and deleting of all files and folders: a folder may hold drafts and settings."""
_NOTHING = Raw('{"kind":"full","items":[]}')


def register(server: HegaoServer) -> None:
    """Bind everything; what depends on the client is bound when it has said what it can do."""

    def bind(method: str, function: str, options: Any = None) -> None:
        server.feature(method, options)(lambda params: _function(function)(server, params))

    server.feature(types.INITIALIZE)(lambda params: _initialize(server, params))
    bind(types.INITIALIZED, "starting:initialized")
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(lambda params: _saved(server, params))
    bind(types.WORKSPACE_DID_CHANGE_CONFIGURATION, "starting:configuration_changed")
    bind(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, "starting:folders_changed")
    bind(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, "watching:files_changed")
    bind(types.WORKSPACE_DID_RENAME_FILES, "watching:files_renamed", _FILES)
    bind(types.WORKSPACE_DID_DELETE_FILES, "watching:files_deleted", _FILES)
    for one in FEATURES:
        server.feature(one.method, one.options() if one.options else None)(_answer(server, one))
    server.feature(types.CODE_ACTION_RESOLVE)(lambda action: _resolve(server, action))
    for name, command in COMMANDS.items():
        server.command(name)(command)


def _initialize(server: HegaoServer, params: types.InitializeParams) -> None:
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
        _register_pull(server)
    options = params.initialization_options
    if isinstance(options, dict):
        server.shows_rules = options.get("showsRules") is True
        given = options.get("settings", options)
        server.client_settings = {"": client_settings(own_section(given))}
    # The answer goes out first.
    asyncio.get_running_loop().call_soon(lambda: server.desk)


def _register_pull(server: HegaoServer) -> None:
    """Bind diagnostics that the client asks for."""
    options = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=True, identifier="hegao")
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(lambda params: _pull(server, params))
    report = "workspace_diagnostics:report"
    server.feature(types.WORKSPACE_DIAGNOSTIC)(lambda params: _function(report)(server, params))


@cache
def _function(name: str) -> Function:
    """The function of ``module:function``."""
    module, _, function = name.partition(":")
    return getattr(import_module(f"hegao.lsp.{module}"), function)  # type: ignore[no-any-return]


def _answer(server: HegaoServer, feature: Feature) -> Callable[[Any], Any]:
    """The handler of a feature: the answer, or what will become it."""

    def handler(params: Any) -> Any:
        draft = server.drafts.draft(params.text_document.uri)
        if draft is None:
            return None
        if draft.is_configuration:
            return _of_configuration(server, feature, draft, params)
        found = server.desk.snapshot(draft.uri) if feature.draft else None
        if found is None or isinstance(found, Snapshot):
            return _of(feature, found, params)
        return _later(feature, found, draft, draft.serial, params)

    return handler


def _of(feature: Feature, snapshot: Snapshot | None, params: Any) -> Any:
    if snapshot is None or not (feature.any_text or snapshot.document.is_report):
        return None
    return _function(feature.draft)(snapshot, params)


async def _later(feature: Feature, coming: Awaitable[Snapshot | None], draft: Draft, serial: int, params: Any) -> Any:
    """Answer when the text is checked, unless it is another text by then: places in it would be wrong."""
    snapshot = await coming
    if draft.serial != serial:
        raise content_modified()
    return _of(feature, snapshot, params)


def _of_configuration(server: HegaoServer, feature: Feature, draft: Draft, params: Any) -> Any:
    text = _function("configurations:text_of")(server, draft) if feature.configuration else None
    return _function(feature.configuration)(text, params) if text is not None else None


def _resolve(server: HegaoServer, action: types.CodeAction) -> Any:
    """Fill in an action's edit; one for a text that is not open comes back as it is."""
    uri = action.data.get("uri") if isinstance(action.data, dict) else None
    if not isinstance(uri, str):
        return action
    found = server.desk.snapshot(uri)
    resolve = _function("actions:resolve")
    if found is None or isinstance(found, Snapshot):
        return resolve(found, action) if found is not None else action

    async def later() -> Any:
        snapshot = await server.present(uri)
        return resolve(snapshot, action) if snapshot is not None else action

    return later()


def _pull(server: HegaoServer, params: types.DocumentDiagnosticParams) -> Any:
    """The report on a text: full, or unchanged since the one the client names."""
    uri, previous = params.text_document.uri, params.previous_result_id
    draft, one = server.drafts.draft(uri), server.desk.opened_draft(uri)
    if draft is None:
        return _NOTHING
    if one is None:
        items = _function("configurations:items_of")(server, _function("configurations:text_of")(server, draft))
        return Raw(f'{{"kind":"full","items":[{",".join(items)}]}}')
    if previous is not None and server.desk.settings_of(draft).run == ON_SAVE and one.saved != draft.serial:
        return types.RelatedUnchangedDocumentDiagnosticReport(previous)
    found = one.checked.current()
    if found is None or isinstance(found, Snapshot):
        return Raw(one.shown.report(previous))

    async def later() -> Any:
        await server.present(uri)
        # A text closed meanwhile has nothing to tell.
        return Raw(one.shown.report(previous)) if server.desk.opened_draft(uri) is one else _NOTHING

    return later()


def _saved(server: HegaoServer, params: types.DidSaveTextDocumentParams) -> None:
    draft, one = server.drafts.draft(params.text_document.uri), server.desk.opened_draft(params.text_document.uri)
    if draft is not None and draft.is_configuration:
        server.desk.settings_changed()
    elif one is not None:
        one.saved = one.draft.serial
        one.checked.flush()
        one.look_at_bytes()
        if one.checked.serial == one.draft.serial and not server.pulls:
            one.shown.push()
