"""Which cells of the tables the figures of the running text belong to, whether or not they agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import sentence_around
from hegao.checks.derived import pieces_of, standing
from hegao.checks.prose_table import Hit, Phrase, ProseTableParams, disagrees, is_about, other_sum
from hegao.checks.quantities import Scope, count_of, find_counts, is_approximate
from hegao.checks.table_sums import cells_of, sum_of
from hegao.document.model import Cell, Document, Table
from hegao.text import Span


class Tie(NamedTuple):
    """A figure of the running text with the cells that say the same.

    Attributes:
        span: The number, or the words that say there is nothing; in the source.
        cells: Their sum is what the figure states, or should.
        value: The number stated.
        total: The sum of the cells.
        holds: Whether the two agree, as far as the phrase demands it.
    """

    span: Span
    cells: tuple[Cell, ...]
    value: int
    total: int
    holds: bool


def ties(document: Document, params: ProseTableParams) -> Iterator[Tie]:
    """Every figure that is compared with the table, agreeing or not; not sorted, a place perhaps more than once."""
    table, text = document.table(params.table), document.view.text
    if table is None:
        return
    pieces = pieces_of(document)
    scope = Scope(**(params.scope or {}))
    for raw in params.phrases:
        found = find_counts(text, raw["pattern"], standing(raw["need"], pieces), raw.get("also", ()))
        if not found:
            continue
        phrase = Phrase(**{"columns": params.columns, **raw})
        total = sum_of(document, table, phrase.rows, phrase.columns)
        stated = "n" in found[0].re.groupindex
        for match in found if total is not None else ():
            value = count_of(match["n"]) if stated else 0
            if value is None or (stated and is_approximate(text, *match.span("n"))):
                continue
            hit = Hit(match, sentence_around(text, match.start(), match.end()), value)
            if is_about(document, phrase, hit, scope):
                yield _tie(document, table, phrase, hit, total or 0)


def _tie(document: Document, table: Table, phrase: Phrase, hit: Hit, total: int) -> Tie:
    holds = not disagrees(phrase.relation, hit.value, total)
    if not holds:
        other = other_sum(document, table, phrase, hit)
        if other is not None:
            phrase, total, holds = phrase._replace(rows=other[0], columns=other[1]), hit.value, True
    groups = hit.found.re.groupindex
    start, end = hit.found.span("n" if "n" in groups else "x" if "x" in groups else 0)
    said = document.view.text[start:end]
    start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    cells = tuple(cell for _, cell, _ in cells_of(document, table, phrase.rows, phrase.columns))
    return Tie(document.view.span(start, end), cells, hit.value, total, holds)
