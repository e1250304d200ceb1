"""Dates: whether they exist, and whether the date of the signature is written and placed as it must be."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.base import Check, NoParams
from hegao.checks.context import replacing
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Document
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span

_WRITTEN = r"(?P<month>[0-9]{1,2})\s*月(?:\s*(?P<day>[0-9]{1,2})\s*[日号])?"
_YEAR_BEFORE = r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})\s*年\s*$"
_YEAR_LENGTH = 8
_CHINESE_DIGIT = "〇○零OoＯ0-9０-９一二三四五六七八九"
_CHINESE_NUMBER = "一二三四五六七八九十廿"
_SIGNED = (
    rf"(?P<year>[{_CHINESE_DIGIT}]{{4}}|(?<!\d)\d\d)\s*(?:年|[-./．－—])\s*"
    rf"(?P<month>[0-9０-９]{{1,2}}|[{_CHINESE_NUMBER}]{{1,3}})\s*(?:月|[-./．－—])\s*"
    rf"(?:(?P<day>[0-9０-９]{{1,2}}|[{_CHINESE_NUMBER}]{{1,3}})\s*[日号]?)?"
)
_DIGITS = {
    **{character: str(index) for index, character in enumerate("〇一二三四五六七八九")},
    **dict.fromkeys("○零OoＯ", "0"),
}
_LEAP_YEAR = 2000
_PART_OF_NUMBER = tuple("0123456789.．")


class SignedDate(NamedTuple):
    """The date of a signature.

    Attributes:
        span: Where, without white space around it.
        text: As written.
        day: 0 when the draft names none.
    """

    span: Span
    text: str
    year: int
    month: int
    day: int

    @property
    def standard(self) -> str:
        """As GB/T 9704-2012, 7.3.5.4 writes it: Arabic digits, whole year, no leading zero."""
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")


def _number(text: str) -> int:
    """The value of one or two digits or a Chinese number below one hundred; 0 when it is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.replace("廿", "二十").partition("十")
    if not ten:
        return int(_DIGITS.get(text, "0"))
    digits = (_DIGITS.get(tens, "0") if tens else "1") + (_DIGITS.get(ones, "0") if ones else "0")
    return int(digits)


def _year(text: str) -> int:
    digits = "".join(_DIGITS.get(character, character) for character in text)
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def signed_date(document: Document) -> SignedDate | None:
    """The date of the signature, None when there is none that can be read."""
    block = document.date
    if block is None:
        return None
    match = compile_pattern(_SIGNED).search(document.view.text, block.start, block.end)
    if match is None:
        return None
    text = match[0].rstrip()
    return SignedDate(
        document.view.span(match.start(), match.start() + len(text)),
        text,
        _year(match["year"]),
        _number(match["month"]),
        _number(match["day"]) if match["day"] else 0,
    )


def _fault(year: int | None, month: int, day: int | None) -> tuple[str, int]:
    """("month" or "day", highest value allowed) for a date that does not exist, else ("", 0).

    29 February of an unnamed year exists.
    """
    if not 1 <= month <= 12:
        return "month", 12
    last = monthrange(year or _LEAP_YEAR, month)[1]
    if day is not None and not 1 <= day <= last:
        return "day", last
    return "", 0


def check_invalid_dates(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield a match for every date of the running text that no calendar has.

    A month alone is looked at only after a year: ``24月`` by itself may be a length of time.
    Slots: ``last``, the highest month or day there is. Variants: ``month``, ``day``.
    """
    view = document.view
    text = view.text
    for match in compile_pattern(_WRITTEN).finditer(text):
        start = match.start()
        if text[start - 1 : start] in _PART_OF_NUMBER:
            continue
        before = compile_pattern(_YEAR_BEFORE).search(text[max(0, start - _YEAR_LENGTH) : start])
        day = int(match["day"]) if match["day"] else None
        if before is None and day is None:
            continue
        part, last = _fault(int(before["year"]) if before else None, int(match["month"]), day)
        if part:
            first = start - len(before[0]) if before else start
            repairs = replacing(view, *match.span("day"), str(last)) if part == "day" and day else ()
            yield Match(view.span(first, match.end()), {"last": str(last)}, part, repairs)


def check_date_form(document: Document, _params: NoParams) -> Iterator[Match]:
    """Yield a match when the signature's date is not written as GB/T 9704-2012, 7.3.5.4 wants.

    White space inside does not count: it is alignment. Slots: ``right``. Variant ``no-day``: the
    day is not named.
    """
    date = signed_date(document)
    if date is None:
        return
    if not date.day:
        yield Match(date.span, {"right": date.standard}, "no-day")
    elif "".join(date.text.split()) != date.standard and not _fault(date.year, date.month, date.day)[0]:
        yield Match(date.span, {"right": date.standard}, "", (Repair((Edit(date.span, date.standard),)),))


class SignedWhenParams(NamedTuple):
    """When a signature's date is objected to.

    Attributes:
        when: ``early``: not after the report year; ``late``: in the following year but after the
            last day; ``apart``: later than the following year.
        last_month, last_day: The last day that is not late.
        title_note: What the related place, the year in the title, is called.
    """

    when: str
    last_month: int = 3
    last_day: int = 31
    title_note: str = ""


def check_signed_when(document: Document, params: SignedWhenParams) -> Iterator[Match]:
    """Yield a match when the signature's date does not suit the report year.

    Slots: ``year`` (report year), ``next`` (the year after it), ``date``.
    """
    date, year = signed_date(document), document.year
    if date is None or year is None:
        return
    late = (date.month, date.day) > (params.last_month, params.last_day)
    hit = {
        "early": date.year <= year,
        "late": date.year == year + 1 and late,
        "apart": date.year > year + 1,
    }.get(params.when, False)
    if not hit:
        return
    related: tuple[Related, ...] = ()
    if params.title_note and document.title is not None and document.title.year_span is not None:
        related = (Related(document.title.year_span, params.title_note),)
    slots = {"year": str(year), "next": str(year + 1), "date": date.standard}
    yield Match(date.span, slots, related=related)


INVALID_DATES = Check(NoParams, check_invalid_dates)
DATE_FORM = Check(NoParams, check_date_form)
SIGNED_WHEN = Check(SignedWhenParams, check_signed_when)
