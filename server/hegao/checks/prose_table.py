"""Check kind ``prose-table``: a figure in the running text against the cells of an official table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from hegao.checks.context import replacing, sentence_around
from hegao.checks.derived import pieces_of, standing
from hegao.checks.numbers import read_cell
from hegao.checks.patterns import compile_pattern
from hegao.checks.quantities import Scope, count_of, find_counts, is_approximate, nearest, states_own_figure
from hegao.checks.table_sums import cells_of, sum_of
from hegao.document.model import Block, Cell, Document, Row, Table
from hegao.finding import Match, Related, Repair, Told
from hegao.fix import Edit
from hegao.text import Span

if TYPE_CHECKING:
    from re import Match as Found

    from hegao.checks.localise import Place


class ProseTableParams(NamedTuple):
    """Phrases that state what a table counts.

    Attributes:
        table: Key of the official table.
        phrases: What is looked for; keys are the attributes of :class:`Phrase`.
        columns: Column keys for phrases and other sums that name none.
        total: Last part of the key of a column that totals the columns before it; "" when the table has none.
        prose: How fix titles call the running text.
        unbalanced: What a fix title adds when the row no longer adds up after the cell is changed.
        negation: Pattern of what is left out of a statement that there is nothing to say how many there are.
        counted: How the rest (``{rest}``) and the number (``{value}``) are put together then.
        scope: Replaces patterns of :class:`hegao.checks.quantities.Scope` by name.
        relations: What adds up in the table, as in ``RelationParams``; only ``each`` ``left`` ``right`` ``at``
            count. A cell that these show to be wrong is not held against the text when its right number
            is the one the text states, and the wrong sum is told.
        told_by: Codes of the rules that tell it.
    """

    table: str
    phrases: tuple[dict[str, Any], ...]
    columns: tuple[str, ...] = ()
    total: str = ""
    prose: str = "正文"
    unbalanced: str = "（改后这一行各列相加与总计不符，须一并核对）"
    negation: str = ""
    counted: str = "{rest}{value}件"
    scope: dict[str, str] | None = None
    relations: tuple[dict[str, Any], ...] = ()
    told_by: tuple[str, ...] = ()


class Phrase(NamedTuple):
    """One way to state a figure.

    Attributes:
        pattern: With macros of ``quantities``. The group ``n`` is the number; a pattern without it says that
            there is nothing (0), and ``x`` or else the whole match is what is reported.
        rows, columns: Keys of the rows and columns in whose crossing cells the figure stands; several are added.
        where: How the message calls that sum.
        name: How the message calls the quantity.
        need: Literals, one of which is in every match: patterns are run over the paragraphs that hold one.
        also: The same again: paragraphs must hold one of these too.
        relation: ``equal``; ``at-most`` (the number may be smaller); ``beyond`` (the same, but only when the sum
            is not 0); ``none`` (only when the sum is 0: any number above 0 is wrong).
        accept: Other sums that the number may mean: ``rows`` (and ``columns``), with ``near`` (a pattern the
            sentence must match) or ``positive`` (a row that must be above 0).
        context: The subject; must stand before the number in its block, nearer than any foreign subject.
        home: Number of a prescribed section whose blocks need no ``context``.
        foreign: Replaces the foreign subjects of the scope.
        years_on: How far the year in the group ``y`` of the pattern lies after the report year.
        unless: A match whose sentence matches this is none.
        unless_before: The same for the part of the sentence before the match.
    """

    pattern: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    where: str
    need: tuple[str, ...]
    also: tuple[str, ...] = ()
    name: str = ""
    relation: str = "equal"
    accept: tuple[dict[str, Any], ...] = ()
    context: str = ""
    home: int = 0
    foreign: str | None = None
    years_on: int = 0
    unless: str = ""
    unless_before: str = ""


class Hit(NamedTuple):
    """A place where a phrase matches: its sentence (half-open, in the view) and the number it states."""

    found: Found[str]
    sentence: tuple[int, int]
    value: int


def run(document: Document, params: ProseTableParams) -> Iterator[Match]:
    """Yield a match for each stated figure that the table contradicts.

    A figure is compared only when every cell it needs was recognised and holds a count, and when the
    sentence tells of the reporting agency's own year.
    """
    table = document.table(params.table)
    if table is None:
        return
    text = document.view.text
    reported: set[Span] = set()
    corrections: list[dict[Place, int]] | None = None
    pieces = pieces_of(document)
    for raw in params.phrases:
        # Most phrases are found nowhere: nothing else is worked out for them.
        found = find_counts(text, raw["pattern"], standing(raw["need"], pieces), raw.get("also", ()))
        if not found:
            continue
        phrase = Phrase(**{"columns": params.columns, **raw})
        total = sum_of(document, table, phrase.rows, phrase.columns)
        if total is None:
            continue
        for hit in _contradictions(document, table, phrase, total, found, params):
            if corrections is None:
                # Few drafts get here, and what is imported then takes longer than all the comparing.
                from hegao.checks.suspects import corrections_of  # noqa: PLC0415

                corrections = corrections_of(document, params.table, params.relations)
            match = _match(document, table, params, phrase, hit, total)
            if _agrees_when_corrected(document, table, phrase, hit, corrections):
                match = match._replace(unless=Told(params.told_by, (table.span,)))
            if match.span not in reported:
                reported.add(match.span)
                yield match


def _contradictions(
    document: Document, table: Table, phrase: Phrase, total: int, found: list[Found[str]], params: ProseTableParams
) -> Iterator[Hit]:
    text = document.view.text
    stated = "n" in found[0].re.groupindex
    values = [count_of(match["n"]) if stated else 0 for match in found]
    for match, value in zip(found, values, strict=True):
        if value is None or not disagrees(phrase.relation, value, total):
            continue
        if stated and is_approximate(text, *match.span("n")):
            continue
        sentence = sentence_around(text, match.start(), match.end())
        hit = Hit(match, sentence, value)
        if not is_about(document, phrase, hit, Scope(**(params.scope or {}))):
            continue
        if other_sum(document, table, phrase, hit) is not None:
            continue
        # 新收的办结 3 件，结转的办结 2 件: what one sentence states in parts is compared as a whole.
        parts = [
            part
            for other, part in zip(found, values, strict=True)
            if part is not None and sentence[0] <= other.start() < sentence[1]
        ]
        if len(parts) < 2 or disagrees(phrase.relation, sum(parts), total):
            yield hit


def disagrees(relation: str, value: int, total: int) -> bool:
    """Whether a stated number contradicts a sum of the table, by the relation of its phrase."""
    if relation == "at-most":
        return value > total
    if relation == "beyond":
        return value > total > 0
    if relation == "none":
        return value > 0 and total == 0
    return value != total


def is_about(document: Document, phrase: Phrase, hit: Hit, scope: Scope) -> bool:
    """Whether the match is about the phrase's subject and about this agency and year."""
    text = document.view.text
    low, high = hit.sentence
    before = text[low : hit.found.start()]
    if phrase.unless and compile_pattern(phrase.unless).search(text[low:high]):
        return False
    if phrase.unless_before and compile_pattern(phrase.unless_before).search(before):
        return False
    named = hit.found["y"] if "y" in hit.found.re.groupindex else None
    if named and int(named) - phrase.years_on != document.year:
        return False
    foreign = scope.foreign if phrase.foreign is None else phrase.foreign
    if phrase.context:
        block = document.view.block_at(hit.found.start())
        start = max(block.start if block else 0, hit.found.start() - 240)
        lead = text[start : hit.found.end()]
        subject = nearest(phrase.context, lead)
        at_home = phrase.home > 0 and block is not None and _section_number(document, block) == phrase.home
        if (subject < 0 and not at_home) or nearest(foreign, lead) > subject:
            return False
    elif nearest(foreign, before[before.rfind("，") + 1 :]) >= 0:
        return False
    return states_own_figure(document, hit.found, scope)


def _section_number(document: Document, block: Block) -> int:
    form = document.sections[block.section].form if block.section >= 0 else None
    return form.number if form else 0


def other_sum(
    document: Document, table: Table, phrase: Phrase, hit: Hit
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Rows and columns of the other sum that the number means; None when it means none."""
    low, high = hit.sentence
    for other in phrase.accept:
        near, positive = other.get("near", ""), other.get("positive")
        if near and not compile_pattern(near).search(document.view.text[low:high]):
            continue
        columns = other.get("columns", phrase.columns)
        if positive and not sum_of(document, table, (positive,), columns):
            continue
        if sum_of(document, table, other["rows"], columns) == hit.value:
            return other["rows"], columns
    return None


def _agrees_when_corrected(
    document: Document, table: Table, phrase: Phrase, hit: Hit, corrections: list[dict[Place, int]]
) -> bool:
    """Whether the text states what the table says once its sums are mended: then the cell alone is wrong."""
    places = set(product(phrase.rows, phrase.columns))
    for right in corrections:
        if places.isdisjoint(right):
            continue
        cells = ((place, table.value(*place)) for place in places)
        counts = (
            right.get(place, read_cell(document.source, cell).whole or 0) for place, cell in cells if cell is not None
        )
        if not disagrees(phrase.relation, hit.value, sum(counts)):
            return True
    return False


def _match(document: Document, table: Table, params: ProseTableParams, phrase: Phrase, hit: Hit, total: int) -> Match:
    view, found = document.view, hit.found
    groups = found.re.groupindex
    stated = "n" in groups
    start, end = found.span("n" if stated else "x" if "x" in groups else 0)
    cells = cells_of(document, table, phrase.rows, phrase.columns)
    addends = [str(count) for _, _, count in cells if count]
    slots = {
        "name": phrase.name,
        "said": view.text[start:end].strip(),
        "unit": (found["unit"] or "") if "unit" in groups else "",
        "table": table.form.name if table.form else "",
        "where": phrase.where,
        "value": f"{total}（{'＋'.join(addends)}）" if len(addends) > 1 else str(total),
    }
    repairs: list[Repair] = []
    if stated and phrase.relation == "equal":
        for repair in replacing(view, start, end, str(total)):
            words = {"place": params.prose, "old": slots["said"], "new": str(total), "note": ""}
            repairs.append(Repair(repair.edits, words))
    if not stated and params.negation:
        repairs += _counted(document, params, start, end, total)
    if phrase.relation == "equal" and len(cells) == 1:
        row, cell, _ = cells[0]
        fits = _would_add_up(document, row, phrase.columns[0], hit.value, params.total)
        if fits or stated:
            edit = Edit(read_cell(document.source, cell).span, str(hit.value))
            words = {"place": slots["table"] + phrase.where, "old": str(total), "new": str(hit.value)}
            repair = Repair((edit,), {**words, "note": "" if fits else params.unbalanced})
            # Where the row adds up to the stated number it is the cell that was mistyped.
            repairs.insert(0 if fits and params.total else len(repairs), repair)
    return Match(
        view.span(start, end),
        slots,
        variant="" if stated else "nothing",
        repairs=tuple(repairs),
        related=tuple(_related(slots["table"], row, cell) for row, cell, count in cells if count or len(cells) < 4),
    )


def _counted(document: Document, params: ProseTableParams, start: int, end: int, total: int) -> list[Repair]:
    """The number of the table in place of a statement that there is nothing; where a clause ends with it."""
    view = document.view
    said = view.text[start:end]
    rest = compile_pattern(params.negation).sub("", said, count=1)
    if rest == said or view.text[end : end + 1] not in ("", "\n", *"，。；"):
        return []
    new = params.counted.format(rest=rest, value=total)
    words = {"place": params.prose, "old": said, "new": new, "note": ""}
    return [Repair(repair.edits, words) for repair in replacing(view, start, end, new)]


def _would_add_up(document: Document, row: Row, column: str, value: int, total: str) -> bool:
    """Whether changing the cell leaves the row in balance; a table without totals has none to lose."""
    group, _, name = column.rpartition("/")
    if not total:
        return True
    if name != total or row.form is None:
        return False
    others = [key for key in row.form.values if key != column and key.rpartition("/")[0] == group]
    counts = []
    for key in others:
        cell = row.value(key)
        counts.append(read_cell(document.source, cell).whole if cell else None)
    return sum(count for count in counts if count is not None) == value and None not in counts


def _related(table: str, row: Row, cell: Cell) -> Related:
    index = next((i for i, other in enumerate(row.values) if other is cell), -1)
    column = row.form.values[index].replace("/", "·") if row.form and index >= 0 else ""
    label = f"“{row.form.labels[-1]}”" if row.form and row.form.labels else ""
    return Related(cell.span, f"{table}{label}{column}：{cell.text}")
