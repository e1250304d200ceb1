"""``hegao totals``: list the totals that are not the sum of their parts, and recompute them on request."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import NamedTuple

from hegao.checks.recompute import Obstacle, Total, totals
from hegao.checks.relations import RelationParams, tally
from hegao.cli import FOUND, OK
from hegao.cli.choosing import Chooser, add_settings_options
from hegao.cli.console import UsageError, terminal_width, typed, use_utf8, wants_color, warn
from hegao.config.rules import all_rules
from hegao.document.model import Document
from hegao.document.parse import parse_document, peek_year
from hegao.engine import RELATIONS, lint
from hegao.finding import mask
from hegao.fix import Edit, apply_edits
from hegao.report.model import FileReport, Options
from hegao.report.places import place
from hegao.report.word_places import WordPlaces, split_place
from hegao.rulepack.load import form_for_year, load_form
from hegao.sources.discovery import STDIN
from hegao.sources.encodings import SourceError
from hegao.sources.files import Draft, read_draft
from hegao.text import Span

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>\d{1,9})(?::(?P<column>\d{1,9}))?")
_OBSTACLES = {
    Obstacle.PART: "有的组成格空着或不是数字，算不出总数",
    Obstacle.TEXT: "这一格不是数字，请先改成数字",
    Obstacle.APART: "按行相加与按列相加不等，请先核对这一行和这一列",
}


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "target",
        metavar="FILE[:LINE[:COL]]",
        help="草稿；写明行（和列）时只管那一个总计，Word 文件写 文件:表三第16行",
    )
    act = parser.add_mutually_exclusive_group()
    act.add_argument(
        "--write", action="store_true", help="把总计改成各组成部分之和，写入文件（Word 写成修订）；不写则只列出"
    )
    act.add_argument("--diff", action="store_true", help="以对照形式列出会改动的地方，不改文件")
    add_settings_options(parser)
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="--diff 的颜色，缺省 auto")


class _Sheets(NamedTuple):
    """A draft with what makes its totals.

    Attributes:
        private: Where private values stand, which are never shown.
        places: Names places, of a Word file only.
    """

    draft: Draft
    document: Document
    groups: tuple[RelationParams, ...]
    private: tuple[Span, ...]
    places: WordPlaces | None = None


def run(options: Namespace) -> int:
    """List, show or write; returns the exit status.

    Raises:
        UsageError: The draft is no report, or where it points there is no total that can be computed.
        hegao.sources.encodings.SourceError: The draft cannot be read or written.
    """
    path, line, column, named = _target(options.target)
    sheets = _read(path, Chooser.of(options))
    meant = totals(sheets.document, sheets.groups)
    if not meant:
        raise UsageError(f"{path}：没有找到有总计的官方表格。请检查第三、四项的表格是否齐全。")
    if named:
        meant = _one(sheets, options.target, _named(sheets, meant, named))
    elif line:
        meant = _one(sheets, options.target, _at(sheets, meant, line, column))
    changed = [(total, total.edit) for total in meant if total.edit is not None]
    edits = tuple(sorted(edit for _, edit in changed))
    if options.diff:
        _show_diff(sheets, edits, options.color)
    elif options.write and edits:
        _write(sheets, edits)
    if not options.diff:
        _list(sheets, changed, written=options.write)
    _tell_left(sheets, meant)
    if options.write and edits:
        _tell_rest(sheets, edits)
    return FOUND if edits and not options.write else OK


def _target(target: str) -> tuple[str, int, int, str]:
    """Path, line, column and the name of a place in a Word file; 0 or "" for what is not given."""
    if target == STDIN:
        raise UsageError("不能从标准输入读草稿，请写明文件，如 hegao totals 草稿.md。")
    known = os.path.exists(target)  # noqa: PTH110
    match = None if known else _PLACE.fullmatch(target)
    if match is None:
        path, named = (None if known else split_place(target)) or (target, "")
        return path, 0, 0, named
    line, column = int(match["line"]), match["column"]
    if not line or (column is not None and not int(column)):
        raise UsageError(f"{target}：行和列都从 1 数起。")
    return match["file"], line, int(column or 0), ""


def _read(path: str, chooser: Chooser) -> _Sheets:
    settings = chooser.settings(path)
    draft = read_draft(path)
    form = form_for_year(peek_year(draft.text)) if settings.pack == "auto" else load_form(settings.pack)
    document = parse_document(draft.text, form)
    if not document.is_report:
        raise UsageError(f"{path}：不像政府信息公开工作年度报告，没有可重算的总计。请确认是否选错文件。")
    # What is selected says which findings to show; what a total is does not depend on it.
    rules = [rule for rule in all_rules(settings, form.key) if rule.enabled]
    private = lint(document, [rule for rule in rules if rule.masked]).findings
    return _Sheets(
        draft,
        document,
        tuple(rule.params for rule in rules if rule.check == RELATIONS),
        tuple(finding.span for finding in private if not finding.span.empty),
        WordPlaces(draft.word, document) if draft.word is not None else None,
    )


def _at(sheets: _Sheets, every: Sequence[Total], line: int, column: int) -> list[Total]:
    """The totals whose cell stands in a line, over a column when one is given."""
    source = sheets.document.source
    found = []
    for total in every:
        row, first = place(source, total.cell.span.start)
        last = first + max(total.cell.span.end - total.cell.span.start, 1)
        if row == line and (not column or first <= column < last):
            found.append(total)
    return found


def _named(sheets: _Sheets, every: Sequence[Total], named: str) -> list[Total]:
    """The totals whose cell stands where a name of a place in a Word file means."""
    places = sheets.places
    return [total for total in every if places is not None and places.is_at(total.cell.span.start, named)]


def _one(sheets: _Sheets, target: str, found: Sequence[Total]) -> tuple[Total, ...]:
    """The one total that is meant, computed from the numbers that stand there now."""
    if not found:
        raise UsageError(f"{target} 处没有总计。不带行号的 hegao totals {typed(sheets.draft.name)} 可列出不符的总计。")
    alone = [
        one
        for total in found
        for one in totals(sheets.document, sheets.groups, {total.place})
        if one.cell == total.cell
    ]
    differing = [total for total in alone if total.edit is not None]
    if len(differing) > 1:
        listed = "\n".join(f"  {_told(sheets, total, total.edit)}" for total in differing if total.edit)
        raise UsageError(f"{target} 处有 {len(differing)} 个总计不符，请写明列：\n{listed}")
    if differing:
        return (differing[0],)
    if len(alone) == 1 and alone[0].obstacle is not None:
        raise UsageError(f"{_where(sheets, alone[0])}：{_OBSTACLES[alone[0].obstacle]}，没有改动。")
    return tuple(alone)


def _write(sheets: _Sheets, edits: tuple[Edit, ...]) -> None:
    from hegao.sources.write import remove_leftovers, write_draft

    name = sheets.draft.name
    if sheets.draft.word is not None:
        from hegao.cli.word_fixing import refuse_foreign, write_edits

        refuse_foreign(sheets.draft)
    remove_leftovers({os.path.dirname(os.path.realpath(name))})  # noqa: PTH120
    text = apply_edits(sheets.draft.text, edits)
    if not parse_document(text, sheets.document.form).is_report:
        raise SourceError(f"{name}：重算后不再像一份报告，没有改动这个文件。这是程序的缺陷，请反馈给维护者。")
    if sheets.draft.word is not None:
        write_edits(sheets.draft, edits, track=True)
    else:
        write_draft(sheets.draft, text)


def _list(sheets: _Sheets, changed: Sequence[tuple[Total, Edit]], written: bool) -> None:
    for total, edit in changed:
        print(_told(sheets, total, edit))
    if not changed:
        print("能算的总计与各组成部分之和都相符，不需要改动。")
    elif written:
        how = "，都是修订，可在 Word、WPS 里逐条接受或拒绝" if sheets.draft.word is not None else ""
        print(f"已重算 {len(changed)} 个总计，写入 {sheets.draft.name}{how}。")
    else:
        print(f"{len(changed)} 个总计与各组成部分之和不符，没有改动文件；核实各组成格无误后，加 --write 重算。")


def _show_diff(sheets: _Sheets, edits: tuple[Edit, ...], color: str) -> None:
    from hegao.report.diff import unified_diff

    stream = sys.stdout
    if not stream.isatty():
        use_utf8(stream)
    report = FileReport(sheets.draft.name, sheets.document.source, private=sheets.private)
    options = Options(color=wants_color(color, stream), width=terminal_width(stream))
    stream.write(unified_diff(report, edits, options, stream.isatty()))


def _tell_left(sheets: _Sheets, meant: Sequence[Total]) -> None:
    """Name on standard error the totals that could not be computed."""
    for total in meant:
        if total.obstacle is not None:
            warn(f"{_where(sheets, total)}：{_OBSTACLES[total.obstacle]}，没有重算。")


def _tell_rest(sheets: _Sheets, edits: tuple[Edit, ...]) -> None:
    """Say when relations are broken still, or only now."""
    document = parse_document(apply_edits(sheets.draft.text, edits), sheets.document.form)
    broken = tally(document, sheets.groups).broken
    if broken:
        name = sheets.draft.name
        warn(f"{name}：重算后还有 {broken} 项勾稽不平，请用 hegao check {typed(name)} 核对。")


def _where(sheets: _Sheets, total: Total) -> str:
    if sheets.places is not None:
        return f"{sheets.draft.name}:{sheets.places.name(total.cell.span.start)}"
    row, column = place(sheets.document.source, total.cell.span.start)
    return f"{sheets.draft.name}:{row}:{column} {total.name}"


def _told(sheets: _Sheets, total: Total, edit: Edit) -> str:
    old = sheets.document.source[edit.span].strip()
    if any(span.touches(edit.span) for span in sheets.private):
        old = mask(old)
    return f"{_where(sheets, total)} {old or '空'} → {edit.replacement}"
