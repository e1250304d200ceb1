"""Who answers what: the protocol's methods bound to what the server does about them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from hegao.lsp import configurations, starting, watching, workspace_diagnostics
from hegao.lsp.commands import COMMANDS
from hegao.lsp.drafts import Draft
from hegao.lsp.features import FEATURES, Feature
from hegao.lsp.protocol import Raw, content_modified
from hegao.lsp.semantic_tokens import LEGEND
from hegao.lsp.settings import ON_SAVE
from hegao.lsp.snapshot import Snapshot

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

Function = Callable[[Any, Any], Any]
_TOKENS = "semantic_tokens:tokens"
_NOTHING = Raw('{"kind":"full","items":[]}')


def register(server: HegaoServer) -> None:
    """Bind everything; what depends on the client is bound when it has said what it can do."""
    feature = server.feature
    feature(types.INITIALIZE)(lambda params: starting.initialize(server, params))
    feature(types.INITIALIZED)(lambda _: starting.initialized(server))
    feature(types.TEXT_DOCUMENT_DID_SAVE)(lambda params: _saved(server, params))
    feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)(lambda params: starting.configuration_changed(server, params))
    feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(lambda params: watching.files_changed(server, params))
    feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)(lambda _: starting.folders_changed(server))
    feature(types.WORKSPACE_DID_RENAME_FILES, watching.FILES)(lambda params: watching.files_renamed(server, params))
    feature(types.WORKSPACE_DID_DELETE_FILES, watching.FILES)(lambda params: watching.files_deleted(server, params))
    for one in FEATURES:
        feature(one.method, one.options() if one.options else None)(_answer(server, one))
    for method in (types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE):
        feature(method, LEGEND)(_answer(server, Feature(method, _TOKENS)))
    feature(types.CODE_ACTION_RESOLVE)(lambda action: _resolve(server, action))
    for name, command in COMMANDS.items():
        server.command(name)(command)


def register_pull(server: HegaoServer) -> None:
    """Bind diagnostics that the client asks for."""
    options = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=True, identifier="hegao")
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(lambda params: _pull(server, params))
    server.feature(types.WORKSPACE_DIAGNOSTIC)(lambda params: workspace_diagnostics.report(server, params))


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
        if configurations.is_configuration(draft):
            return _of_configuration(server, feature, draft, params)
        found = server.snapshot(draft.uri) if feature.draft else None
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
    text = configurations.text_of(server, draft) if feature.configuration else None
    return _function(feature.configuration)(text, params) if text is not None else None


def _resolve(server: HegaoServer, action: types.CodeAction) -> Any:
    """Fill in an action's edit; one for a text that is not open comes back as it is."""
    uri = action.data.get("uri") if isinstance(action.data, dict) else None
    found = server.snapshot(uri) if isinstance(uri, str) else None
    resolve = _function("actions:resolve")
    if found is None or isinstance(found, Snapshot):
        return resolve(found, action) if found is not None else action

    async def later() -> Any:
        snapshot = await found
        return resolve(snapshot, action) if snapshot is not None else action

    return later()


def _pull(server: HegaoServer, params: types.DocumentDiagnosticParams) -> Any:
    """The report on a text: full, or unchanged since the one the client names."""
    uri, previous = params.text_document.uri, params.previous_result_id
    draft, one = server.drafts.draft(uri), server.opened_draft(uri)
    if draft is None:
        return _NOTHING
    if one is None:
        items = configurations.items_of(server, configurations.text_of(server, draft))
        return Raw(f'{{"kind":"full","items":[{",".join(items)}]}}')
    if previous is not None and server.settings_of(draft).run == ON_SAVE and one.saved != draft.serial:
        return types.RelatedUnchangedDocumentDiagnosticReport(previous)
    found = one.checked.current()
    if found is None or isinstance(found, Snapshot):
        return Raw(one.shown.report(previous))

    async def later() -> Any:
        await found
        return Raw(one.shown.report(previous))

    return later()


def _saved(server: HegaoServer, params: types.DidSaveTextDocumentParams) -> None:
    draft, one = server.drafts.draft(params.text_document.uri), server.opened_draft(params.text_document.uri)
    if draft is not None and configurations.is_configuration(draft):
        server.settings_changed()
    elif one is not None:
        one.saved = one.draft.serial
        one.checked.flush()
        one.look_at_bytes()
        if one.checked.serial == one.draft.serial and not server.pulls:
            one.shown.push()
