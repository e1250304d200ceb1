"""Hover: what is wrong here, what a cell is and adds up to, where else a figure stands, what a short title means."""

from __future__ import annotations

from lsprotocol import types

from hegao.checks.document_numbers import known_document, number_at
from hegao.checks.law_titles import full_title, title_at
from hegao.checks.prose_ties import Tie
from hegao.checks.relations import expand, statements_at
from hegao.config.rules import all_rules
from hegao.document.model import Cell
from hegao.finding import Finding
from hegao.fix import Applicability
from hegao.lsp.cells import ARROW, CellPlace, cell_at, column_path, row_path
from hegao.lsp.figures import tie_at
from hegao.lsp.page import Page
from hegao.lsp.rule_samples import sample_of
from hegao.lsp.shown import shown
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.sums import figure_ties, place_of, relation_groups, sheets
from hegao.report.words import SEVERITIES
from hegao.text import SourceText, Span

_IN_FULL = 3
"""So many findings at one place are explained; the rest are named."""
_MOST_FIXES = 4
_FEW = 3
_TITLES, _NUMBERS, _STALE = "wrong-title", "known-number", "stale-reference"


def hover(snapshot: Snapshot, params: types.HoverParams) -> types.Hover | None:
    """All there is to say of a place; None where there is nothing, and in texts that are no report."""
    if not snapshot.document.is_report:
        return None
    at = snapshot.positions.offset(params.position)
    told = shown(snapshot)
    page = Page(snapshot.client.markdown)
    spans = _tell_findings(page, snapshot, told.findings, at)
    place = cell_at(snapshot.document, at)
    if place is not None and (place.column or not spans):
        spans += _tell_cell(page, snapshot, place, told.source)
    if place is None:
        spans += _tell_figure(page, snapshot, at)
        spans += _tell_reference(page, snapshot, at)
    content = page.content
    if content is None:
        return None
    smallest = min(spans, key=lambda span: span.end - span.start)
    return types.Hover(content, snapshot.positions.range(smallest))


def _tell_findings(page: Page, snapshot: Snapshot, findings: tuple[Finding, ...], at: int) -> list[Span]:
    """The findings at a place, the gravest first.

    Args:
        findings: Of the whole draft, as they may be shown.
    """
    here = [finding for finding in findings if finding.span.start <= at < max(finding.span.end, finding.span.start + 1)]
    here.sort(key=lambda finding: (finding.severity.rank, finding.span.end - finding.span.start, finding.code))
    for finding in here[:_IN_FULL]:
        page.rule()
        _tell_finding(page, snapshot, finding)
    page.items("此处还有：", (f"{SEVERITIES[one.severity]} {one.code}：{one.message}" for one in here[_IN_FULL:]))
    return [finding.span for finding in here]


def _tell_finding(page: Page, snapshot: Snapshot, finding: Finding) -> None:
    rule = next((rule for rule in snapshot.rules if rule.code == finding.code), None)
    title = rule.title if rule else finding.name
    page.head(f"{SEVERITIES[finding.severity]} · {title}", f"（{finding.code}）")
    page.lines([finding.message])
    page.items("改法：", _corrections(finding))
    explanation = rule.explanation.strip() if rule else ""
    page.lines([explanation, f"依据：{finding.basis}" if finding.basis else ""])
    sample = sample_of(rule, finding.text) if rule else None
    if sample is not None and sample.wrong != sample.right:
        page.sample("错误示例：", sample.wrong)
        page.sample("正确示例：", sample.right)


def _corrections(finding: Finding) -> list[str]:
    """What can be done, as the menu of quick fixes names it."""
    titles = [fix.title for fix in finding.fixes]
    notes = {Applicability.UNSAFE: "（改动用词，请确认）", Applicability.SUGGESTION: "（请核实后再改）"}
    listed = [title + notes.get(fix.applicability, "") for title, fix in zip(titles, finding.fixes, strict=True)]
    more = len(listed) - _MOST_FIXES
    return [*listed[:_MOST_FIXES], f"另有 {more} 种改法"] if more > 0 else listed


def _tell_cell(page: Page, snapshot: Snapshot, place: CellPlace, source: SourceText) -> list[Span]:
    """What a cell for a figure is, the relations it stands in, and where the text states it.

    Args:
        source: The text as it may be shown.
    """
    if not place.column:
        return []
    document, cell = snapshot.document, place.cell
    page.rule()
    page.head(place.table.form.name if place.table.form else "表格", f"：{_value(source, cell)}")
    row, column = row_path(place.table, place.row), column_path(place.table, place.row, place.column)
    page.lines([f"行：{ARROW.join(row)}" if row else "", f"列：{ARROW.join(column)}"])
    statements = statements_at(document, relation_groups(snapshot), cell)
    unread = _relations_of(snapshot, cell) - len(statements)
    items = [f"{'✓' if statement.holds else '✗'} {statement.text}" for statement in statements]
    if unread > 0:
        items.append(f"另有 {unread} 项因有空格或不是数字的格，没有核对")
    page.items("勾稽：", items)
    ties = [tie for tie in figure_ties(snapshot) if any(other.span == cell.span for other in tie.cells)]
    page.items("正文：", (_mention(snapshot, tie, source) for tie in ties))
    return [cell.span]


def _relations_of(snapshot: Snapshot, cell: Cell) -> int:
    """How many relations the form has in which a cell stands."""
    count = 0
    for sheet in sheets(snapshot):
        place = place_of(sheet, cell)
        relations = expand(sheet.params, sheet.form) if place is not None else ()
        count += sum(place in relation.left or place in relation.right for relation in relations)
    return count


def _mention(snapshot: Snapshot, tie: Tie, source: SourceText) -> str:
    line = snapshot.document.source.position(tie.span.start).line + 1
    mark = "✓" if tie.holds else "✗"
    return f"{mark} 第 {line} 行：“{_one_line(source[tie.span])}”"


def _tell_figure(page: Page, snapshot: Snapshot, at: int) -> list[Span]:
    """The cells that a figure of the running text is compared with."""
    tie = tie_at(figure_ties(snapshot), at)
    if tie is None:
        return []
    page.rule()
    names = [_cell_name(snapshot, cell) for cell in tie.cells]
    verdict = "✓ 与表格一致" if tie.holds else "✗ 与表格不一致"
    if len(names) == 1:
        page.head(f"表格中为 {tie.total}", f"  {verdict}")
        page.lines(names)
    else:
        page.head(f"表格中合计 {tie.total}", f"  {verdict}")
        source = snapshot.document.source
        items = [f"{name}：{_value(source, cell)}" for name, cell in zip(names, tie.cells, strict=True)]
        telling = [item for item in items if not item.endswith("：0")]
        if len(items) > _FEW and len(telling) < len(items):
            items = [*telling, f"其余 {len(items) - len(telling)} 格均为 0" if telling else f"{len(items)} 格均为 0"]
        page.items("各格：", items)
    return [tie.span]


def _cell_name(snapshot: Snapshot, cell: Cell) -> str:
    place = cell_at(snapshot.document, cell.span.start)
    if place is None:
        return ""
    table = place.table.form.name if place.table.form else "表格"
    return ARROW.join((table, *row_path(place.table, place.row), *column_path(place.table, place.row, place.column)))


def _value(source: SourceText, cell: Cell) -> str:
    return _one_line(source[cell.span]) or "空"


def _tell_reference(page: Page, snapshot: Snapshot, at: int) -> list[Span]:
    """The full title of a short one, and the document of a number."""
    view = snapshot.document.view
    here = view.at(at)
    if here is None:
        return []
    kinds = {rule.check: rule.params for rule in all_rules(snapshot.settings, snapshot.document.form.key)}
    bounds = title_at(view.text, here)
    if bounds is not None and _TITLES in kinds:
        title = view.text[bounds[0] + 1 : bounds[1] - 1]
        full = full_title(view.text, title, kinds[_TITLES])
        if full and full != title:
            page.rule()
            page.lines([f"《{title}》的全称：《{full}》"])
            return [view.span(*bounds)]
    if _NUMBERS in kinds and _STALE in kinds:
        number = number_at(view.text, here, kinds[_NUMBERS])
        known = known_document(number[2], kinds[_NUMBERS], kinds[_STALE]) if number else ""
        if number and known:
            page.rule()
            page.lines([known])
            return [view.span(number[0], number[1])]
    return []


def _one_line(text: str) -> str:
    return " ".join(text.split())
