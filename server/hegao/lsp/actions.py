"""Code actions: corrections, one by one and together, what is missing put in, and findings no longer shown.

An edit comes from the server's own findings on the present text, never from a range that the client sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from lsprotocol import types

from hegao.finding import Finding
from hegao.fix import Applicability, Edit, Fix
from hegao.lsp.edits import workspace_edit
from hegao.lsp.identity import identity
from hegao.lsp.meant import Meant, meant
from hegao.lsp.new_report import guessed, is_blank
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.together import RULE, SAFE, SAME, all_of_rule, all_safe, all_same, edit_of
from hegao.rulepack.model import Rule
from hegao.text import Span

QUICK_FIX = types.CodeActionKind.QuickFix.value
EXPLAIN = "quickfix.hegao.explain"
SUPPRESS = "quickfix.hegao.suppress"
FIX_ALL = "source.fixAll.hegao"
REFACTOR = types.CodeActionKind.Refactor.value

# Families of what a report must have: structure, tables, statements. A missing full stop is none of them.
_PARTS = "STC"
_MOST_MISSING = 12
_LONGEST_WORD = 12


def actions(snapshot: Snapshot, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The actions for a place of a draft: corrections, then rules explained and suppressed, then the whole draft."""
    wanted = _Wanted(params.context)
    if is_blank(snapshot.document):
        return [_frame(snapshot)] if wanted(REFACTOR) else []
    listed: list[types.CodeAction] = []
    found: list[Meant] = []
    if wanted(QUICK_FIX) or wanted(EXPLAIN) or wanted(SUPPRESS):
        found = meant(snapshot, params)
        rules = {rule.code: rule for rule in snapshot.rules}
        if wanted(QUICK_FIX):
            listed += _told_apart(snapshot, _corrections(snapshot, found))
            listed += _corrections_together(snapshot, found, rules)
        if wanted(EXPLAIN):
            listed += _explanations(snapshot, found, rules)
        if wanted(SUPPRESS):
            listed += _suppressions(snapshot, found, rules)
    if wanted(REFACTOR) and not wanted.automatic:
        listed += _missing_parts(snapshot, {one.finding for one in found})
    if wanted(FIX_ALL):
        listed += _fix_all(snapshot)
    return listed


def resolve(snapshot: Snapshot, action: types.CodeAction) -> types.CodeAction:
    """Fill in the edit of an action whose ``data`` names this draft (``uri``) and this version of it.

    An action for another version comes back without an edit: nothing is then changed.
    """
    data = action.data
    if action.edit is not None or not isinstance(data, dict):
        return action
    if (data.get("uri"), data.get("version")) == (snapshot.uri, snapshot.version):
        action.edit = edit_of(snapshot, str(data.get("what", "")), str(data.get("name", "")))
    return action


class _Wanted:
    """Which kinds the client asks for; a kind takes in those below it (``source`` takes in ``source.fixAll``)."""

    def __init__(self, context: types.CodeActionContext) -> None:
        self.only = None if context.only is None else [str(getattr(kind, "value", kind)) for kind in context.only]
        # A light bulb at every line, for a part that is missing elsewhere, would say nothing any more.
        self.automatic = context.trigger_kind == types.CodeActionTriggerKind.Automatic and not self.only

    def __call__(self, kind: str) -> bool:
        return self.only is None or any(not only or f"{kind}.".startswith(f"{only}.") for only in self.only)


def _corrections(snapshot: Snapshot, found: Sequence[Meant]) -> Iterator[tuple[types.CodeAction, Finding]]:
    """One action for each fix; findings with the same fix have it in common."""
    made: dict[tuple[str, tuple[Edit, ...]], types.CodeAction] = {}
    for one in found:
        for title, fix in one.named_fixes:
            known = made.get((title, fix.edits))
            if known is not None:
                known.diagnostics = [*(known.diagnostics or ()), *one.diagnostics] or None
                continue
            made[title, fix.edits] = action = types.CodeAction(
                title=title,
                kind=QUICK_FIX,
                diagnostics=list(one.diagnostics) or None,
                is_preferred=True if _is_plain(one.finding, fix) else None,
                edit=workspace_edit(snapshot, fix.edits),
            )
            yield action, one.finding


def _is_plain(finding: Finding, fix: Fix) -> bool:
    """Whether a key that applies corrections without showing them may apply this one."""
    return fix.applicability is Applicability.SAFE and len(finding.fixes) == 1


def _told_apart(snapshot: Snapshot, made: Iterable[tuple[types.CodeAction, Finding]]) -> Iterator[types.CodeAction]:
    """The actions; those with the same title get their places added."""
    listed = list(made)
    titles = Counter(action.title for action, _ in listed)
    for action, finding in listed:
        if titles[action.title] > 1:
            line, column = snapshot.document.source.position(finding.span.start)
            action.title += f"（第 {line + 1} 行第 {column + 1} 字）"
        yield action


def _corrections_together(
    snapshot: Snapshot, found: Sequence[Meant], rules: dict[str, Rule]
) -> Iterator[types.CodeAction]:
    """All places of the same change, then all places of the rule, where these are more than one."""
    told: set[tuple[Fix, ...]] = set()
    looked_at: set[Fix] = set()
    for one in found:
        if not looked_at.isdisjoint(one.finding.fixes):
            continue
        fixes = all_same(snapshot, one.finding)
        looked_at.update(fixes)
        title = _same_title(snapshot, one, fixes)
        if title:
            told.add(fixes)
            yield _later(snapshot, title, QUICK_FIX, SAME, identity(one.finding), one.diagnostics)
    for code, several in _by_code(found).items():
        fixes = all_of_rule(snapshot, code)
        if len(fixes) > 1 and fixes not in told:
            title = f"修正全部同类问题（{_called(code, rules)}，{len(fixes)} 处）"
            yield _later(snapshot, title, QUICK_FIX, RULE, code, [d for one in several for d in one.diagnostics])


def _same_title(snapshot: Snapshot, one: Meant, fixes: tuple[Fix, ...]) -> str:
    """``把全文 3 处“我乡”改为“我镇”``; "" where one change cannot be told in so few words, or may not be shown."""
    if len(fixes) < 2 or one.finding.masked:
        return ""
    fix = next(fix for fix in one.finding.fixes if fix.applicability.in_bulk(unsafe=True))
    start, end = one.finding.span
    inside = all(start <= edit.span.start and edit.span.end <= end for edit in fix.edits)
    if len(fix.edits) != 1 or not inside or _is_private(snapshot, Span(start, end)):
        return ""
    (edit,) = fix.edits
    old, new = snapshot.text[edit.span.start : edit.span.end], edit.replacement
    if not 0 < len(old.strip()) <= _LONGEST_WORD or len(new) > _LONGEST_WORD or not (old + new).isprintable():
        return ""
    # 2023 may stand in many places of which a few are wrong.
    which = "全文" if snapshot.text.count(old) == len(fixes) else "同样的"
    return f"把{which} {len(fixes)} 处“{old}”" + (f"改为“{new}”" if new else "删去")


def _is_private(snapshot: Snapshot, span: Span) -> bool:
    return any(private.touches(span) for private in snapshot.result.private)


def _explanations(snapshot: Snapshot, found: Sequence[Meant], rules: dict[str, Rule]) -> Iterator[types.CodeAction]:
    for code, several in _by_code(found).items():
        if code in rules:
            title = f"说明这条规则（{_called(code, rules)}）"
            yield _commanded(title, EXPLAIN, "hegao.explainRule", [code, snapshot.uri], several)


def _suppressions(snapshot: Snapshot, found: Sequence[Meant], rules: dict[str, Rule]) -> Iterator[types.CodeAction]:
    """Noted by file, so that a draft without one can only be silenced with its project."""
    if snapshot.path:
        here = [(_suppression(snapshot, one, rules), one.finding) for one in found]
        yield from _told_apart(snapshot, here)
    for code, several in _by_code(found).items():
        if snapshot.path:
            title = f"本文件不再提示这条规则（{_called(code, rules)}）"
            yield _commanded(title, SUPPRESS, "hegao.suppressInFile", [snapshot.uri, code], several)
            title = f"本项目不再提示这条规则（{_called(code, rules)}）"
            yield _commanded(title, SUPPRESS, "hegao.suppressInProject", [snapshot.uri, code], several)


def _suppression(snapshot: Snapshot, one: Meant, rules: dict[str, Rule]) -> types.CodeAction:
    title = f"这一处不再提示（{_called(one.finding.code, rules)}）"
    return _commanded(title, SUPPRESS, "hegao.suppressHere", [snapshot.uri, identity(one.finding)], [one])


def _missing_parts(snapshot: Snapshot, told: Collection[Finding]) -> Iterator[types.CodeAction]:
    """What the form prescribes and the draft lacks, put in its place from anywhere in the draft."""
    missing = [finding for finding in snapshot.result.findings if finding.absent and finding.code[0] in _PARTS]
    for finding in missing[:_MOST_MISSING]:
        if finding in told:
            continue
        for fix in finding.fixes:
            line = snapshot.document.source.position(min(edit.span for edit in fix.edits).start).line
            title = f"{fix.title.removeprefix('在这里')}（第 {line + 1} 行）"
            yield types.CodeAction(title=title, kind=REFACTOR, edit=workspace_edit(snapshot, fix.edits))


def _fix_all(snapshot: Snapshot) -> Iterator[types.CodeAction]:
    fixes = all_safe(snapshot)
    if fixes:
        yield _later(snapshot, f"修正全部可放心修正的问题（{len(fixes)} 处）", FIX_ALL, SAFE, "")


def _frame(snapshot: Snapshot) -> types.CodeAction:
    """The frame of a report in place of nothing, or of its title alone."""
    report = guessed(snapshot.path, snapshot.language, snapshot.settings, date.today(), snapshot.document)
    text = report.text(snapshot.settings)
    if "\r\n" in snapshot.text:
        text = text.replace("\n", "\r\n")
    edit = Edit(Span(0, len(snapshot.text)), text)
    return types.CodeAction(title=f"插入年报框架：{report.title}", kind=REFACTOR, edit=workspace_edit(snapshot, [edit]))


def _later(
    snapshot: Snapshot,
    title: str,
    kind: str,
    what: str,
    name: str,
    diagnostics: Iterable[types.Diagnostic] = (),
) -> types.CodeAction:
    """An action of many edits, which are sent when it is chosen, if the client can wait."""
    action = types.CodeAction(title=title, kind=kind, diagnostics=list(diagnostics) or None)
    action.data = {"uri": snapshot.uri, "version": snapshot.version, "what": what, "name": name}
    return action if snapshot.client.resolves_edit else resolve(snapshot, action)


def _commanded(title: str, kind: str, command: str, arguments: list[str], found: Iterable[Meant]) -> types.CodeAction:
    return types.CodeAction(
        title=title,
        kind=kind,
        diagnostics=[diagnostic for one in found for diagnostic in one.diagnostics] or None,
        command=types.Command(title=title, command=command, arguments=list(arguments)),
    )


def _by_code(found: Iterable[Meant]) -> dict[str, list[Meant]]:
    by_code: dict[str, list[Meant]] = {}
    for one in found:
        by_code.setdefault(one.finding.code, []).append(one)
    return by_code


def _called(code: str, rules: dict[str, Rule]) -> str:
    """A rule's code with its title."""
    return f"{code} {rules[code].title}" if code in rules else code
