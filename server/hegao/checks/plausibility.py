"""Check single numbers of a table that are possible but hardly right.

Each check compares one cell with what the level of the agency, another cell, the text or last year's
report lets expect.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.numbers import Reading, read_cell
from hegao.checks.patterns import compile_pattern
from hegao.checks.scanning import Hit, scanned
from hegao.document.model import Cell, Document, Table
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span

_YUAN_PLACES = 4
"""An amount in 万元 has four decimals of 元."""


def _read(document: Document, table: Table, row: str, column: str) -> tuple[Cell, Reading] | None:
    cell = table.value(row, column)
    if cell is None:
        return None
    reading = read_cell(document.table_source, cell)
    return (cell, reading) if reading.is_number else None


def _count(document: Document, table: Table | None, row: str, column: str) -> tuple[int, Span] | None:
    """The count in a cell and where it stands; None when there is none."""
    found = _read(document, table, row, column) if table else None
    if found is None or found[1].whole is None:
        return None
    return found[1].whole, found[1].span


class ZeroRowParams(NamedTuple):
    """A row that agencies of some levels have to leave at 0.

    Attributes:
        levels: Values of ``Agency.level`` the demand is for.
    """

    table: str
    row: str
    levels: tuple[str, ...]


def check_zero_row(document: Document, params: ZeroRowParams) -> Iterator[Match]:
    """Yield a match for every cell of the row that holds a count above 0."""
    table = document.table(params.table)
    row = table.row(params.row) if table and document.agency.level in params.levels else None
    if table is None or row is None or row.form is None:
        return
    for column in row.form.values:
        found = _count(document, table, params.row, column)
        if found and found[0]:
            slots = {"column": column, "level": document.agency.level, "agency": document.agency.name}
            yield Match(found[1], slots, repairs=(Repair((Edit(found[1], "0"),), {"column": column}),))


class ColumnOrderParams(NamedTuple):
    """Two columns of which one cannot well be smaller than the other, in each of ``rows``."""

    table: str
    rows: tuple[str, ...]
    smaller: str
    larger: str


def check_column_order(document: Document, params: ColumnOrderParams) -> Iterator[Match]:
    """Yield a match on the cell of ``larger`` when ``smaller`` exceeds it."""
    table = document.table(params.table)
    for row in params.rows:
        small = _count(document, table, row, params.smaller)
        large = _count(document, table, row, params.larger)
        if table and small and large and small[0] > large[0]:
            form = table.row(row)
            label = form.form.labels[-1] if form and form.form else row
            slots = {"row": label, "smaller": str(small[0]), "larger": str(large[0])}
            related = (Related(small[1], f"{params.smaller}：{small[0]}"),)
            yield Match(large[1], slots, related=related)


class AmountParams(NamedTuple):
    """An amount in 万元 in one cell, and amounts that the text names.

    Attributes:
        levels: Agency levels for which ``limit`` (in 万元) is out of reach.
        figure: Pattern of an amount in the text; groups ``amount`` and ``unit``.
        ten_thousand: The ``unit`` that means 万元; any other is 元.
        same: Whether an amount of the text in 元 that has the same digits as the cell is a slip of
            the unit (else: whether an amount of the text above that of the cell is one too many).
    """

    table: str
    row: str
    column: str
    levels: tuple[str, ...] = ()
    limit: int = 0
    figure: str = ""
    ten_thousand: str = "万元"
    same: bool = False


_LEAST_FOR_UNIT_SLIP = 10


def check_amount(document: Document, params: AmountParams) -> Iterator[Match]:
    """Yield a match on the amount. Variants: ``unit`` 元 typed as 万元; ``part`` less than the text says."""
    table = document.table(params.table)
    found = _read(document, table, params.row, params.column) if table else None
    yuan = found[1].scaled(_YUAN_PLACES) if found else None
    if found is None or yuan is None:
        return
    span = found[1].span
    written = document.source[span]
    for amount, place in _figures(document, params):
        typed_as_yuan = amount * 10**_YUAN_PLACES == yuan and amount >= _LEAST_FOR_UNIT_SLIP
        if params.same and typed_as_yuan:
            right = _in_ten_thousands(amount)
            related = (Related(place, document.source[place]),)
            slots = {"amount": str(amount), "right": right, "written": written}
            yield Match(span, slots, "unit", (Repair((Edit(span, right),), {"right": right}),), related)
            return
        if not params.same and amount > yuan:
            related = (Related(place, document.source[place]),)
            slots = {"amount": str(amount), "right": _in_ten_thousands(amount), "written": written}
            yield Match(span, slots, "part", related=related)
            return
    if params.limit and document.agency.level in params.levels and yuan > params.limit * 10**_YUAN_PLACES:
        right = _in_ten_thousands(yuan // 10**_YUAN_PLACES)
        repairs = () if yuan % 10**_YUAN_PLACES else (Repair((Edit(span, right),), {"right": right}),)
        yield Match(span, {"written": written, "right": right}, repairs=repairs)


def _in_ten_thousands(yuan: int) -> str:
    """An amount of 元 written in 万元, without needless zeros."""
    whole, rest = divmod(yuan, 10**_YUAN_PLACES)
    return f"{whole}.{rest:0{_YUAN_PLACES}d}".rstrip("0").rstrip(".")


def _figures(document: Document, params: AmountParams) -> Iterator[tuple[int, Span]]:
    """The amounts the text names, in 元, with their places; fractions of 元 are left out."""
    if not params.figure:
        return
    for start, end, amount in scanned(document.view, _amounts, params.figure, params.ten_thousand):
        yield amount, document.view.span(start, end)


def _amounts(text: str, figure: str, ten_thousand: str) -> list[Hit]:
    """The amounts in a text: start, end, and the amount in 元."""
    found: list[Hit] = []
    for match in compile_pattern(figure).finditer(text):
        whole, _, part = match["amount"].replace(",", "").partition(".")
        places = _YUAN_PLACES if match["unit"] == ten_thousand else 0
        part = part.rstrip("0")
        if len(part) <= places and len(whole) < 12:
            found.append((*match.span(), int(whole + part.ljust(places, "0"))))
    return found


class RoundAmountParams(NamedTuple):
    """An amount that the tariff makes a multiple of ``unit`` 元.

    Attributes:
        figure: Pattern with the group ``amount`` (元).
    """

    figure: str
    unit: int = 10


def check_round_amount(document: Document, params: RoundAmountParams) -> Iterator[Match]:
    """Yield a match on each amount in the text that is no multiple of the unit."""
    view = document.view
    for match in compile_pattern(params.figure).finditer(view.text):
        amount = match["amount"]
        whole, _, part = amount.partition(".")
        if len(whole) < 12 and (part.strip("0") or int(whole) % params.unit):
            yield Match(view.span(*match.span("amount")), {"amount": amount, "unit": str(params.unit)})


class ConsequenceParams(NamedTuple):
    """A count above 0 that a section of the text must then speak of.

    Attributes:
        section: Number of the section.
        topic: Pattern of which the section must hold a match; "" demands nothing.
        denial: Pattern of words that do not go with the count. With ``denial`` these words are
            reported (where ``topic`` does not explain them), without it silence is.
    """

    table: str
    row: str
    column: str
    section: int
    topic: str = ""
    denial: str = ""


def check_consequence(document: Document, params: ConsequenceParams) -> Iterator[Match]:
    """Yield a match on the count when the section is silent, or on the words that deny it."""
    found = _count(document, document.table(params.table), params.row, params.column)
    section = document.section(params.section)
    if not found or not found[0] or section is None:
        return
    blocks = document.blocks_of(section)
    if not blocks:
        return
    start, end = blocks[0].start, blocks[-1].end
    text = document.view.text[start:end]
    slots = {"count": str(found[0])}
    if params.topic and compile_pattern(params.topic).search(text):
        return
    if not params.denial:
        yield Match(found[1], slots, related=(Related(section.title_span, section.title),))
        return
    denial = compile_pattern(params.denial).search(text)
    if denial:
        related = (Related(found[1], f"{params.column}：{found[0]}"),)
        yield Match(document.view.span(start + denial.start(), start + denial.end()), slots, related=related)


class PreviousYearParams(NamedTuple):
    """A cell that follows from last year's report.

    Attributes:
        rows: Rows of this year's table; ``previous_rows`` the rows of last year's, in step.
        column: Column key; "" for every column.
        plus, minus: Columns of this year's row to add to and take from last year's number.
    """

    table: str
    rows: tuple[str, ...]
    previous_rows: tuple[str, ...]
    column: str = ""
    plus: str = ""
    minus: str = ""


def check_previous_year(document: Document, params: PreviousYearParams) -> Iterator[Match]:
    """Yield a match on each cell that differs from what last year's report leads to.

    Yields nothing without last year's report, or when its year is not the one before.
    """
    previous = document.previous
    if previous is None:
        return
    if document.year is not None and previous.year is not None and document.year != previous.year + 1:
        return
    table, before = document.table(params.table), previous.table(params.table)
    for row, previous_row in zip(params.rows, params.previous_rows, strict=True):
        found = table.row(row) if table else None
        if found is None or found.form is None:
            continue
        for column in (params.column,) if params.column else found.form.values:
            now = _count(document, table, row, column)
            then = _count(previous, before, previous_row, column)
            plus = _count(document, table, row, params.plus) if params.plus else (0, Span(0, 0))
            minus = _count(document, table, row, params.minus) if params.minus else (0, Span(0, 0))
            if not (now and then and plus and minus):
                continue
            expected = then[0] + plus[0] - minus[0]
            if expected != now[0]:
                yield _previous_match((found.form.labels[-1], column), now, then[0], (plus, minus), params)


def _previous_match(
    names: tuple[str, str],
    now: tuple[int, Span],
    then: int,
    changes: tuple[tuple[int, Span], tuple[int, Span]],
    params: PreviousYearParams,
) -> Match:
    plus, minus = changes
    expected = then + plus[0] - minus[0]
    slots = {
        "row": names[0],
        "column": names[1],
        "now": str(now[0]),
        "then": str(then),
        "plus": str(plus[0]),
        "minus": str(minus[0]),
        "expected": str(expected),
    }
    repairs = (Repair((Edit(now[1], str(expected)),), slots),) if expected >= 0 else ()
    related = tuple(
        Related(place, f"{column}：{number}")
        for column, (number, place) in ((params.plus, plus), (params.minus, minus))
        if column
    )
    return Match(now[1], slots, repairs=repairs, related=related)
