"""Which cells of the tables the figures of the running text belong to, whether or not they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from hegao.checks.context import sentence_around
from hegao.checks.derived import pieces_of, standing
from hegao.checks.prose_table import Hit, Phrase, ProseTableParams, disagrees, is_about, other_sum
from hegao.checks.quantities import Scope, count_of, find_counts, is_approximate
from hegao.checks.table_sums import cells_of, sum_of
from hegao.document.model import Cell, Document, Table
from hegao.text import Span

if TYPE_CHECKING:
    from re import Match as Found


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
        if total is None:
            continue
        hits = list(_hits(text, found))
        # 新收的办结 3 件，结转的办结 2 件: what one sentence states in parts is compared as a whole.
        stated = Counter[tuple[int, int]]()
        for hit in hits:
            stated[hit.sentence] += hit.value
        for hit in hits:
            if is_about(document, phrase, hit, scope):
                yield _tie(document, table, phrase, hit, total, stated[hit.sentence])


def _hits(text: str, found: list[Found[str]]) -> Iterator[Hit]:
    """The matches that state an exact number."""
    stated = "n" in found[0].re.groupindex
    for match in found:
        value = count_of(match["n"]) if stated else 0
        if value is not None and not (stated and is_approximate(text, *match.span("n"))):
            yield Hit(match, sentence_around(text, match.start(), match.end()), value)


def _tie(document: Document, table: Table, phrase: Phrase, hit: Hit, total: int, stated: int) -> Tie:
    holds = any(not disagrees(phrase.relation, value, total) for value in (hit.value, stated))
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
