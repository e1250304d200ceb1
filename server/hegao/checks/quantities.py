"""Counts in running text: how they are written, what they are worth, and when they are not meant exactly.

Patterns of rule packs write ``{n}`` for a number (group ``n``), ``{m}`` and ``{d}`` for further ones, ``{p}`` for
a percentage (group ``p``), ``{to}`` for the filler between a noun and its number (``数量为``, ``共``, ``：``)
``{unit}`` for a counting word and ``{case}`` for one that counts cases only.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hegao.checks.context import is_quoted, sentence_around
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Agency, Document
from hegao.document.numerals import number_of

if TYPE_CHECKING:
    from re import Match as Found
    from re import Pattern

_SPACE = "[ \u00a0\u3000]*"
# Macros are kept plain: compiling all the patterns is most of what a single run of the command costs.
_NUMBER = f"{_SPACE}(?P<GROUP>[0-9０-９,]{{1,12}}|[〇零一二两三四五六七八九十百千]{{1,9}}){_SPACE}"
_MACROS = {
    "{n}": _NUMBER.replace("GROUP", "n"),
    "{m}": _NUMBER.replace("GROUP", "m"),
    "{d}": _NUMBER.replace("GROUP", "d"),
    "{p}": rf"{_SPACE}(?P<p>[0-9０-９]{{1,6}}(?:[.．][0-9０-９]{{1,4}})?){_SPACE}[%％]",
    "{to}": "[的数量总件共计合累为是有达到（(：:]{0,7}",
    "{unit}": "(?P<unit>件次|[件份条起宗例案个次项篇])(?!次)",
    "{case}": "(?P<unit>件次|[件份条起宗例])(?!次)",
}
_TO_HALF = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): "."}

APPROXIMATE_BEFORE = "[0-9０-９.．,]|近|约|超|超过|逾|大约|将近|不足|至少|不少于|不低于|每|第"
APPROXIMATE_AFTER = "余|多|来|几|左右|以上|以下|上下|以内"


@cache
def compile_counts(pattern: str) -> Pattern[str]:
    """The compiled pattern with its macros expanded.

    Raises:
        PatternError: The pattern is not valid.
    """
    for macro, expansion in _MACROS.items():
        pattern = pattern.replace(macro, expansion)
    return compile_pattern(pattern)


def find_counts(text: str, pattern: str, need: tuple[str, ...], also: tuple[str, ...] = ()) -> list[Found[str]]:
    """The matches of a pattern with macros in the paragraphs that hold one of ``need`` and one of ``also``, in order.

    The pattern is compiled only when there is such a paragraph.
    """
    lines: set[tuple[int, int]] = set()
    for literal in need:
        at = text.find(literal)
        while at >= 0:
            start = text.rfind("\n", 0, at) + 1
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            if not also or any(text.find(other, start, end) >= 0 for other in also):
                lines.add((start, end))
            at = text.find(literal, end)
    if not lines:
        return []
    compiled = compile_counts(pattern)
    return [found for start, end in sorted(lines) for found in compiled.finditer(text, start, end)]


def count_at(text: str, pattern: str, at: int) -> Found[str] | None:
    """The match that :func:`find_counts` found at a place."""
    end = text.find("\n", at)
    return compile_counts(pattern).match(text, at, end if end >= 0 else len(text))


def count_of(text: str) -> int | None:
    """The value of a number as typed (full-width, with separators, Chinese numerals); None when it is none."""
    return number_of(text.translate(_TO_HALF).replace(",", ""))


def percent_of(text: str) -> tuple[int, int]:
    """A percentage as (digits, decimal places): ``33.3`` is (333, 1)."""
    whole, _, part = text.translate(_TO_HALF).partition(".")
    return int(whole + part), len(part)


def is_approximate(text: str, start: int, end: int) -> bool:
    """Whether the number at a range (its counting word may follow) is only roughly meant."""
    before = text[max(0, start - 4) : start].rstrip()
    after = text[end : end + 5].lstrip()
    return (
        _roughly_before().search(before) is not None
        or _roughly_after().match(after) is not None
        # A range of numbers, such as 3-5 件 or 三五件.
        or before.endswith(("-", "—", "~", "～", "－"))
    )


@cache
def _roughly_before() -> Pattern[str]:
    return compile_pattern(f"(?:{APPROXIMATE_BEFORE})$")


@cache
def _roughly_after() -> Pattern[str]:
    return compile_pattern(f"(?:{APPROXIMATE_AFTER}|[件份条起宗例案个次项篇]?(?:{APPROXIMATE_AFTER}))")


class Scope(NamedTuple):
    """Whose and which year's figures a sentence tells of; patterns that a rule may replace.

    Attributes:
        other, own: Other bodies, and the reporting agency itself: the nearer one before the number counts.
        past, present: Other periods, and the report year: the nearer one counts.
        plan: What is only intended.
        foreign: Other subjects that are counted in the same units.
    """

    other: str = (
        "全[国省市县区州旗]|各(?:级|乡镇|镇|乡|街道|部门|单位|科室|县|区|市|村|社区|站所)"
        "|(?<![我本])[省市县区州](?:[级直]|政府)?(?:各|(?:共|合计|累计)*(?:收到|受理|接到|$))"
        "|其[他它余](?:乡镇|镇|部门|单位)|上级(?:转|交)"
    )
    own: str = "我[省市县区镇乡街局委办处院校]|本(?:机关|单位|镇|乡|街道|级|局|委|县|区|市)|全(?:镇|乡|街道|局|委|系统)"
    past: str = (
        "(?<![较比与同和])(?:上年|去年|上一年|往年|历年|前年)(?!度?(?:的)?(?:度)?结转)|[上下]半年|[一二三四1-4]季度"
        "|(?<![0-9十])(?:[1-9]|1[01]|[一二三四五六七八九十]|十一)月(?!1日)|近[两三几0-9]年"
    )
    present: str = "今年|本年|全年|年内|当年|(?<![0-9])(?:12|十二)月"
    plan: str = "计划(?!内)|下一?步|拟(?!定)|力争|争取|预计|明年|今后|将[^，。；]{0,24}$"
    foreign: str = (
        "热线|12345|工单|建议|提案|议案|留言|信访|投诉|举报|咨询|信箱|诉求|来信|来访|网民|求助|培训|会议|检查"
    )


def nearest(pattern: str, text: str) -> int:
    """Where the last match of a pattern ends; -1 when there is none."""
    at = -1
    if pattern:
        for found in compile_pattern(pattern).finditer(text):
            at = found.end()
    return at


def states_own_figure(document: Document, found: Found[str], scope: Scope) -> bool:
    """Whether a matched sentence tells of the reporting agency's own, finished report year.

    What is looked at ends where the match begins, so that a phrase such as ``上年结转`` is no other
    period to itself.
    """
    text = document.view.text
    group = "n" if "n" in found.re.groupindex else 0
    start, end = found.span(group)
    if start < 0 or is_quoted(text, start, end):
        return False
    low, _ = sentence_around(text, found.start(), found.end())
    before = _without_own_names(text[low : found.start()], document.agency)
    if nearest(scope.other, before) > nearest(scope.own, before):
        return False
    if nearest(scope.plan, before) >= 0:
        return False
    past, present = nearest(scope.past, before), nearest(scope.present, before)
    named, named_at = _last_year(before)
    if named is not None and document.year is not None:
        if named != document.year:
            past = max(past, named_at)
        else:
            present = max(present, named_at)
    return past <= present


def _without_own_names(text: str, agency: Agency) -> str:
    """The text without the names that would make the reporting county look like another body."""
    if agency.place:
        text = text.replace(agency.place, "")
    return text.replace(f"全{agency.level}", "") if agency.level else text


def _last_year(text: str) -> tuple[int | None, int]:
    """The last year named in a text and where it ends."""
    years = _year().findall(text)
    if not years:
        return None, -1
    return int(years[-1].translate(_TO_HALF)), text.rindex(years[-1]) + len(years[-1])


@cache
def _year() -> Pattern[str]:
    # 2022年结转 2 件 and 结转至 2024 年 say where requests come from and go, not which year a sentence is about.
    number = "(?<![0-9０-９])(?<!结转)(?<!结转[至到入])([2２][0０][0-9０-９]{2})"
    return compile_pattern(f"{number}{_SPACE}年(?!前|度?结转)")
