"""What each command does: functions ``(host, arguments)``, called by the names in ``commands``.

A command whose arguments are wrong, or that cannot do what it is asked, answers with an error in Chinese, which
editors show; nothing is then changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from hegao.config import ConfigError
from hegao.config.model import DEFAULTS, Suppression
from hegao.document.model import Table
from hegao.fix import Edit
from hegao.lsp.broken import broken_places
from hegao.lsp.commands import Host
from hegao.lsp.edits import workspace_edit
from hegao.lsp.explaining import message, page, rule_of
from hegao.lsp.meant import finding_named
from hegao.lsp.new_report import FIRST_YEAR, LAST_YEAR, NewReport, guessed
from hegao.lsp.recomputing import recompute
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.suppressing import entry_for_file, entry_for_project, entry_here, note, settings_path
from hegao.lsp.together import all_of_rule, all_safe, edits_of
from hegao.skeleton import LAYOUTS, full_name
from hegao.sources.encodings import SourceError


def failed(told: str) -> JsonRpcException:
    """The error of a command that cannot do what it is asked."""
    return JsonRpcException(told, types.LSPErrorCodes.RequestFailed.value)


async def suppress_here(host: Host, arguments: list[Any]) -> Any:
    """``[uri, name of the finding]``: leave out this finding and its like at the same place."""
    snapshot = await _draft(host, arguments)
    finding = finding_named(snapshot, _text(arguments, 1, "问题的编号"))
    if finding is None:
        raise failed("这一处已经改动，没有忽略任何问题。")
    return _suppress(host, snapshot, lambda root: entry_here(snapshot, finding, root, date.today()))


async def suppress_in_file(host: Host, arguments: list[Any]) -> Any:
    """``[uri, code]``: leave out what a rule finds in this draft."""
    snapshot = await _draft(host, arguments)
    code = _code(snapshot, arguments)
    return _suppress(host, snapshot, lambda root: entry_for_file(snapshot, code, root, date.today()))


async def suppress_in_project(host: Host, arguments: list[Any]) -> Any:
    """``[uri, code]``: leave out what a rule finds in any draft of the project."""
    snapshot = await _draft(host, arguments)
    code = _code(snapshot, arguments)
    return _suppress(host, snapshot, lambda root: entry_for_project(code, root, date.today()))


def _suppress(host: Host, snapshot: Snapshot, entry_in: Callable[[str], Suppression]) -> dict[str, Any]:
    """Write an entry and say where it stands now: it appears in a file the user may not have open."""
    if not snapshot.path:
        raise failed("这份文稿还没有保存为文件，不能记下豁免。请先保存。")
    folder = host.folder_of(snapshot.path)
    path = settings_path(snapshot.path, folder)
    # Not from the folder the server was started in, which says nothing to anybody.
    named = path[len(folder) :].lstrip(os.sep) if folder and path.startswith(folder) else path
    if host.is_unsaved(path):
        raise failed(f"{named} 开着，有没保存的改动。请先保存它，再忽略。")
    try:
        noted = note(path, entry_in)
    except (ConfigError, SourceError) as error:
        raise failed(str(error)) from error
    host.settings_file_changed(path)
    if noted.written:
        _tell(host, f"已在 {named} 记下，不再提示。要恢复提示，删去其中这一条 [[suppress]] 即可。")
    else:
        _tell(host, f"{named} 里已有这一条，没有重复记下。")
    return {"file": path, "code": noted.entry.code, "written": noted.written}


async def fix_all_safe(host: Host, arguments: list[Any]) -> Any:
    """``[uri]``: apply all safe corrections of a draft."""
    snapshot = await _draft(host, arguments)
    fixes = all_safe(snapshot)
    _apply(host, snapshot, "修正全部可放心修正的问题", edits_of(fixes))
    if not fixes:
        _tell(host, "没有可以放心修正的问题。")
    return {"fixed": len(fixes)}


async def fix_rule(host: Host, arguments: list[Any]) -> Any:
    """``[uri, code]``: apply the corrections of one rule, figures left out."""
    snapshot = await _draft(host, arguments)
    code = _code(snapshot, arguments)
    fixes = all_of_rule(snapshot, code)
    _apply(host, snapshot, f"修正全部 {code} 问题", edits_of(fixes))
    if not fixes:
        _tell(host, f"没有可以一并修正的 {code} 问题。")
    return {"fixed": len(fixes)}


async def recompute_totals(host: Host, arguments: list[Any]) -> Any:
    """``[uri]`` or ``[uri, position]``: make all totals, or the one at a position, the sum of their parts."""
    snapshot = await _draft(host, arguments)
    done = recompute(snapshot, _offset(snapshot, arguments, 1))
    _apply(host, snapshot, "重算总计", done.edits)
    _tell(host, done.told)
    return {"changed": len(done.edits), "left": len(done.left), "message": done.told}


async def next_broken(host: Host, arguments: list[Any]) -> Any:
    """``[uri]``, ``[uri, table]`` or ``[uri, table or null, position]``: go to the next figure that does not add up.

    The first one without a position; after the last one the first again. The table is its index in the draft.

    Returns:
        The place as a ``Location``; null when all relations hold.
    """
    snapshot = await _draft(host, arguments)
    table, at = _table(snapshot, arguments, 1), _offset(snapshot, arguments, 2)
    spans = broken_places(snapshot, table)
    if not spans:
        _tell(host, "这张表没有不平的勾稽。" if table is not None else "没有不平的勾稽。")
        return None
    span = next((span for span in spans if at is not None and span.start > at), spans[0])
    location = types.Location(snapshot.uri, snapshot.positions.range(span))
    if snapshot.client.shows_documents:
        shown = types.ShowDocumentParams(snapshot.uri, take_focus=True, selection=location.range)
        host.window_show_document(shown)
    return location


async def explain_rule(host: Host, arguments: list[Any]) -> Any:
    """``[code]`` or ``[code, uri]``: the explanation of a rule as Markdown, shown unless the client does so itself."""
    word = _text(arguments, 0, "规则的代码")
    snapshot = await host.present(_text(arguments, 1, "文稿的地址")) if len(arguments) > 1 else None
    settings = snapshot.settings if snapshot is not None else DEFAULTS
    rule = rule_of(settings, word)
    if rule is None:
        raise JsonRpcInvalidParams(f"没有代码或名称为“{word}”的规则。")
    if not host.shows_rules:
        _tell(host, message(rule))
    return page(rule)


async def new_report(host: Host, arguments: list[Any]) -> Any:
    """``[]`` or ``[{agency, year, layout, uri}]``, each optional: the text of a report still to be written.

    What is not given is taken from the settings and the file name of the draft that ``uri`` names.
    """
    given = arguments[0] if arguments else {}
    if not isinstance(given, dict):
        raise JsonRpcInvalidParams("参数应写作 {agency, year, layout}。")
    agency, year, layout = _given(given)
    uri = given.get("uri")
    snapshot = await host.present(uri) if isinstance(uri, str) else None
    path, language, settings = (
        (snapshot.path, snapshot.language, snapshot.settings) if snapshot is not None else ("", "markdown", DEFAULTS)
    )
    known = guessed(path, language, settings, date.today())
    report = NewReport(full_name(agency) if agency else known.agency, year or known.year, layout or known.layout)
    return report.text(settings)


def _given(given: Mapping[str, Any]) -> tuple[str, int, str]:
    """Agency, year and layout asked for; "" and 0 for what is not."""
    agency, year, layout = given.get("agency"), given.get("year"), given.get("layout")
    if agency is not None and not (isinstance(agency, str) and len("".join(agency.split())) > 1):
        raise JsonRpcInvalidParams("agency 应为报告机关的全称，如 云岭镇人民政府。")
    if year is not None and not (type(year) is int and FIRST_YEAR <= year <= LAST_YEAR):
        raise JsonRpcInvalidParams(f"year 应为 {FIRST_YEAR} 至 {LAST_YEAR} 的整数。")
    if layout is not None and layout not in list(LAYOUTS):
        raise JsonRpcInvalidParams(f"layout 应为 {'、'.join(LAYOUTS)} 之一。")
    return "".join((agency or "").split()), year or 0, layout or ""


async def status(host: Host, arguments: list[Any]) -> Any:
    """``[uri]``: what ``hegao/status`` says of a draft now."""
    snapshot = await _draft(host, arguments)
    return host.status_of(snapshot.uri)


async def _draft(host: Host, arguments: Sequence[Any]) -> Snapshot:
    snapshot = await host.present(_text(arguments, 0, "文稿的地址"))
    if snapshot is None:
        raise failed("这份文稿没有在编辑器中打开。")
    return snapshot


def _text(arguments: Sequence[Any], at: int, what: str) -> str:
    if at < len(arguments) and isinstance(arguments[at], str) and arguments[at]:
        return str(arguments[at])
    raise JsonRpcInvalidParams(f"第 {at + 1} 个参数应为{what}。")


def _code(snapshot: Snapshot, arguments: Sequence[Any]) -> str:
    """The code of a rule named by code or name."""
    word = _text(arguments, 1, "规则的代码")
    rule = rule_of(snapshot.settings, word)
    if rule is None:
        raise JsonRpcInvalidParams(f"没有代码或名称为“{word}”的规则。")
    return rule.code


def _offset(snapshot: Snapshot, arguments: Sequence[Any], at: int) -> int | None:
    """The offset of a position; None when none is given."""
    given = arguments[at] if at < len(arguments) else None
    if given is None:
        return None
    line, character = (given.get("line"), given.get("character")) if isinstance(given, dict) else (None, None)
    if type(line) is not int or type(character) is not int or line < 0 or character < 0:
        raise JsonRpcInvalidParams(f"第 {at + 1} 个参数应为位置 {{line, character}}，从 0 数起。")
    return snapshot.positions.offset(types.Position(line, character))


def _table(snapshot: Snapshot, arguments: Sequence[Any], at: int) -> Table | None:
    given = arguments[at] if at < len(arguments) else None
    if given is None:
        return None
    tables = snapshot.document.tables
    if type(given) is not int or given < 0:
        raise JsonRpcInvalidParams(f"第 {at + 1} 个参数应为表格的序号，从 0 数起。")
    if given >= len(tables):
        raise failed("这张表格已经不在文稿里了。")
    return tables[given]


def _apply(host: Host, snapshot: Snapshot, label: str, edits: Sequence[Edit]) -> None:
    if not edits:
        return
    if not snapshot.client.applies_edits:
        raise failed("这个编辑器不让服务器改动文稿，请改用快速修复。")
    host.workspace_apply_edit(types.ApplyWorkspaceEditParams(workspace_edit(snapshot, edits), label=label))


def _tell(host: Host, told: str) -> None:
    host.window_show_message(types.ShowMessageParams(types.MessageType.Info, told))
