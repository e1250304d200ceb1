"""Figures that belong together: one in the running text and its cells, a total and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lsprotocol import types

from hegao.checks.numbers import read_cell
from hegao.checks.prose_ties import Tie
from hegao.document.model import Cell
from hegao.lsp.cells import cell_at
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.sums import figure_ties, parts_and_totals
from hegao.text import Span


class Family(NamedTuple):
    """What a figure at some place belongs to.

    Attributes:
        here: The figure itself.
        cells: For one in the running text the cells that say the same; for a cell itself.
        mentions: Where the running text states the same.
        parts: For a total the cells it is the sum of.
        totals: The totals it is counted in.
    """

    here: Span
    cells: tuple[Span, ...]
    mentions: tuple[Span, ...] = ()
    parts: tuple[Span, ...] = ()
    totals: tuple[Span, ...] = ()


def definition(snapshot: Snapshot, params: types.DefinitionParams) -> list[types.Location] | None:
    """From the running text to the cells, from a total to its parts, from a part to its totals."""
    family = family_at(snapshot, snapshot.positions.offset(params.position))
    if family is None:
        return None
    in_text = family.here not in family.cells
    return _locations(snapshot, family.cells if in_text else family.parts or family.totals) or None


def references(snapshot: Snapshot, params: types.ReferenceParams) -> list[types.Location] | None:
    """Everywhere the same number stands or is counted in, and for a total its parts."""
    family = family_at(snapshot, snapshot.positions.offset(params.position))
    if family is None:
        return None
    own = family.cells if params.context.include_declaration else ()
    return _locations(snapshot, {*own, *family.mentions, *family.parts, *family.totals}) or None


def highlights(snapshot: Snapshot, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    """The figure with all that belong to it; the cells as what is written, the rest as what is read."""
    family = family_at(snapshot, snapshot.positions.offset(params.position))
    if family is None:
        return None
    write, read = types.DocumentHighlightKind.Write, types.DocumentHighlightKind.Read
    kinds = dict.fromkeys((family.here, *family.mentions, *family.parts, *family.totals), read)
    kinds.update(dict.fromkeys(family.cells, write))
    if len(kinds) < 2:
        return None
    return [types.DocumentHighlight(snapshot.positions.range(span), kind) for span, kind in sorted(kinds.items())]


def family_at(snapshot: Snapshot, offset: int) -> Family | None:
    """What the figure at an offset, or just before it, belongs to; None where there is none."""
    place = cell_at(snapshot.document, offset)
    if place is not None:
        return _of_cell(snapshot, place.cell) if place.column else None
    ties = figure_ties(snapshot)
    tie = tie_at(ties, offset)
    if tie is None:
        return None
    spans = {cell.span for cell in tie.cells}
    same = tuple(other.span for other in ties if {cell.span for cell in other.cells} == spans)
    return Family(tie.span, tuple(_number(snapshot, cell) for cell in tie.cells), same)


def tie_at(ties: Iterable[Tie], offset: int) -> Tie | None:
    """The figure of the running text at an offset or just before it."""
    touched = [tie for tie in ties if tie.span.start <= offset <= tie.span.end]
    return next((tie for tie in touched if tie.span.contains(offset)), touched[-1] if touched else None)


def _of_cell(snapshot: Snapshot, cell: Cell) -> Family:
    parts, totals = parts_and_totals(snapshot, cell)
    mentions = tuple(tie.span for tie in figure_ties(snapshot) if any(other.span == cell.span for other in tie.cells))
    here = _number(snapshot, cell)
    return Family(
        here,
        (here,),
        mentions,
        tuple(_number(snapshot, part) for part in parts),
        tuple(_number(snapshot, total) for total in totals),
    )


def _number(snapshot: Snapshot, cell: Cell) -> Span:
    """Where the number of a cell stands."""
    return read_cell(snapshot.document.source, cell).span


def _locations(snapshot: Snapshot, spans: Iterable[Span]) -> list[types.Location]:
    return [types.Location(snapshot.uri, snapshot.positions.range(span)) for span in sorted(spans)]
