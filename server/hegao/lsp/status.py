"""``hegao/status``: what the editor's status items say, sent after every check and when more of it is shown later."""

from __future__ import annotations

from typing import Any

from hegao.lsp.checking import Checked

METHOD = "hegao/status"
OK, FINDINGS, NO_REPORT, DISABLED, ERROR = "ok", "findings", "notReport", "disabled", "error"


def status_of(checked: Checked, total: int) -> dict[str, Any]:
    """What there is to say of a draft.

    Args:
        total: Number of findings told.

    Returns:
        ``uri``, ``version``, ``state``, ``findings``, ``relations`` and ``elapsedMs``; and where something kept the
        draft from being checked whole, ``message``.
    """
    snapshot = checked.snapshot
    relations = snapshot.result.relations if snapshot is not None else None
    status: dict[str, Any] = {
        "uri": checked.draft.uri,
        "version": checked.draft.version,
        "state": _state(checked, total),
        "findings": total,
        "relations": {
            "checked": relations.checked if relations is not None else 0,
            "broken": relations.broken if relations is not None else 0,
        },
        "elapsedMs": round(checked.elapsed * 1000, 1),
    }
    message = _message(checked)
    return {**status, "message": message} if message else status


def _state(checked: Checked, total: int) -> str:
    snapshot = checked.snapshot
    if not checked.enabled:
        return DISABLED
    if snapshot is None or snapshot.result.failures:
        return ERROR
    if not snapshot.document.is_report:
        return NO_REPORT
    return FINDINGS if total else OK


def _message(checked: Checked) -> str:
    if checked.failed:
        return checked.failed
    told = []
    if checked.problem is not None:
        whose = "设置文件有误，沿用此前可用的设置" if checked.problem.file else "编辑器里的设置有误，没有采用"
        told.append(f"{whose}：{checked.problem.message}")
    if checked.snapshot is not None and checked.snapshot.result.failures:
        codes = "、".join(failure.code for failure in checked.snapshot.result.failures)
        told.append(f"规则 {codes} 运行出错，没有核对；其余规则照常。请反馈给规则的维护者。")
    return "".join(told)
