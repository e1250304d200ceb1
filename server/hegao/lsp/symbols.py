"""Document symbols: title, sections, sub-headings, tables and their rows, with the numbers of a row as detail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from hegao.document.model import Block, BlockKind, Document, Row, Section, Table
from hegao.lsp.cells import row_path
from hegao.lsp.section_body import body_of
from hegao.lsp.shown import shown
from hegao.lsp.snapshot import Snapshot
from hegao.text import SourceText, Span

_LONGEST = 24
_SUB_HEADING_LEVEL = 2
_NAME_ENDS = "。：；，！？:;\n"
_TABLE = "表格"


class Entry(NamedTuple):
    """A part of the outline; ``named`` lies inside ``span`` and is what is selected."""

    name: str
    kind: types.SymbolKind
    span: Span
    named: Span
    detail: str = ""
    parts: tuple[Entry, ...] = ()


def symbols(
    snapshot: Snapshot,
    params: types.DocumentSymbolParams,  # noqa: ARG001
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """The outline of a draft: a tree, or a flat list for clients that take no tree."""
    entries = outline(snapshot.document, shown(snapshot).source)
    if snapshot.client.nested_symbols:
        return [_nested(entry, snapshot) for entry in entries]
    return [symbol for entry in entries for symbol in _flat(entry, "", snapshot)]


def outline(document: Document, source: SourceText) -> list[Entry]:
    """The parts of a draft.

    Args:
        source: The text as it may be shown, at unchanged offsets.
    """
    entries = []
    if document.title is not None:
        span = document.title.span
        entries.append(Entry(_one_line(source[span]), types.SymbolKind.File, span, span))
    inside: set[int] = set()
    for section in document.sections:
        inside.update(section.tables)
        entries.append(_section(document, section, source))
    entries += (
        _table(table, source) for index, table in enumerate(document.tables) if index not in inside and table.rows
    )
    if document.signature is not None:
        ending = document.date or document.signature
        span = Span(document.signature.span.start, max(ending.span.end, document.signature.span.end))
        named = document.signature.span
        date = _one_line(source[document.date.span]) if document.date else ""
        entries.append(Entry(_one_line(source[named]), types.SymbolKind.Constant, span, named, date))
    return sorted(entries, key=lambda entry: entry.span.start)


def _section(document: Document, section: Section, source: SourceText) -> Entry:
    """A section without what stands below the report's own text: signature and date are parts of their own."""
    end = body_of(document, section).end
    tables = [document.tables[index] for index in section.tables if document.tables[index].rows]
    # A table whose last cell is empty ends on white space.
    end = max([end, *(table.span.end for table in tables)])
    parts = [_table(table, source) for table in tables]
    parts += _sub_headings(document, section, source, end)
    parts.sort(key=lambda entry: entry.span)
    name = _one_line(source[section.heading])
    return Entry(
        name, types.SymbolKind.Namespace, Span(section.heading.start, end), section.heading, parts=tuple(parts)
    )


def _sub_headings(document: Document, section: Section, source: SourceText, end: int) -> Iterator[Entry]:
    """The paragraphs that begin with a mark of the second layer, each up to the next."""
    blocks = [block for block in document.blocks_of(section) if _is_sub_heading(block) and block.span.end <= end]
    tables = [document.tables[index].span.start for index in section.tables]
    for index, block in enumerate(blocks):
        stop = blocks[index + 1].span.start if index + 1 < len(blocks) else end
        stop = min([stop, *(start for start in tables if start >= block.span.end)])
        name = _first_words(source[block.span])
        span = Span(block.span.start, _trimmed(source, block.span.end, stop))
        yield Entry(name, types.SymbolKind.String, span, _named(block.span, name, source))


def _is_sub_heading(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and block.mark is not None and block.mark.level == _SUB_HEADING_LEVEL


def _first_words(text: str) -> str:
    """The heading of a paragraph: up to its first mark, or as much as an outline has room for."""
    line = _one_line(text)
    end = min((at for mark in _NAME_ENDS if (at := line.find(mark)) > 0), default=len(line))
    return line[:end] if end <= _LONGEST else line[:_LONGEST] + "…"


def _named(span: Span, name: str, source: SourceText) -> Span:
    text = source[span]
    return Span(span.start, span.start + len(name)) if text.startswith(name) else span


def _table(table: Table, source: SourceText) -> Entry:
    rows = tuple(_row(table, row, source) for row in table.rows if not _is_heading_row(row))
    name = table.form.name if table.form else _TABLE
    count = f"{len(rows)} 行"
    return Entry(name, types.SymbolKind.Array, table.span, table.rows[0].span, count, rows)


def _is_heading_row(row: Row) -> bool:
    return row.form is not None and row.form.header


def _row(table: Table, row: Row, source: SourceText) -> Entry:
    """A row by its own label; with its numbers, or what else stands in it, as detail."""
    path = row_path(table, row)
    values = list(row.values) if row.form else list(row.cells[1:])
    detail = " ".join((_one_line(source[cell.span]) or "空") if cell is not None else "空" for cell in values)
    if row.form is None:
        detail = " ".join(text for cell in row.cells[1:] if (text := _one_line(source[cell.span])))
        name = _one_line(source[row.cells[0].span]) if row.cells else ""
    else:
        name = path[-1] if path else _kind_of(row)
    return Entry(name or "（无行名）", types.SymbolKind.Number, row.span, row.span, detail[:200])


def _kind_of(row: Row) -> str:
    """What a row of numbers without a label is called: by its groups of columns."""
    groups = dict.fromkeys(key.partition("/")[0] for key in (row.form.values if row.form else ()))
    return "、".join(groups)


def _trimmed(source: SourceText, start: int, end: int) -> int:
    """Where a stretch ends without the white space at its end."""
    while end > start and source.text[end - 1].isspace():
        end -= 1
    return end


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _nested(entry: Entry, snapshot: Snapshot) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=entry.name,
        detail=entry.detail or None,
        kind=entry.kind,
        range=snapshot.positions.range(entry.span),
        selection_range=snapshot.positions.range(entry.named),
        children=[_nested(part, snapshot) for part in entry.parts],
    )


def _flat(entry: Entry, container: str, snapshot: Snapshot) -> Iterator[types.SymbolInformation]:
    name = f"{entry.name}  {entry.detail}" if entry.detail else entry.name
    location = types.Location(snapshot.uri, snapshot.positions.range(entry.span))
    yield types.SymbolInformation(location, name, entry.kind, container_name=container or None)
    for part in entry.parts:
        yield from _flat(part, entry.name, snapshot)
