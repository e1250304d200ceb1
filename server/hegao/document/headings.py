"""Section headings and layer marks."""

from __future__ import annotations

import re
from typing import NamedTuple

from hegao.document.clean import clean
from hegao.document.form import SectionForm
from hegao.document.labels import ALIKE, FormLabels, similarity
from hegao.document.model import Mark
from hegao.document.numerals import number_of
from hegao.lazy import lazy
from hegao.text import Span

_DECORATION = lazy(r"(?:#{1,6}[ \t]+|\*\*|__|>[ \t]*)+")
_TOP = lazy(
    r"(?:第(?P<part>[一二三四五六七八九十]{1,3})部分[、：:，\s]*"
    r"|(?P<number>[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*(?P<mark>[、.．，,:：]?)\s*)"
)
_CONTENTS_LINE = lazy(r".*?(?:[.…·・]{3,}|\t)\s*\d{1,3}$")
_MARKS = (
    (2, lazy(r"([（(])\s*([一二三四五六七八九十]{1,3})\s*([）)])([、，,.．]?)")),
    (1, lazy(r"()([一二三四五六七八九十]{1,3})()([、，,.．])")),
    (4, lazy(r"([（(])\s*([0-9０-９]{1,2})\s*([）)])([、，,.．]?)")),
    (3, lazy(r"()([0-9０-９]{1,2})()([、.．])(?![0-9０-９])")),
    (5, lazy(r"()([①-⑳])()([、，,.．]?)")),
    (4, lazy(r"()([⑴-⒇])()([、，,.．]?)")),
)
_LONGEST_HEADING = 40
_LONGEST_UNKNOWN = 24
_SURE = 0.6
_SURE_UNDER_OTHER_NUMBER = 0.75
_LENGTH_SLACK = 6


_BEFORE_FIGURES = "0123456789 \t\u3000"
_LONGEST_ROW = 120
_CONTENTS = ("目录",)


class Heading(NamedTuple):
    """A section heading found on a line; ``rest`` is where run-in text begins, None without any."""

    form: SectionForm | None
    number: str
    title: str
    span: Span
    number_span: Span
    title_span: Span
    rest: int | None = None

    def moved(self, by: int) -> Heading:
        """The same heading so many characters further on."""
        return Heading(
            form=self.form,
            number=self.number,
            title=self.title,
            span=Span(self.span.start + by, self.span.end + by),
            number_span=Span(self.number_span.start + by, self.number_span.end + by),
            title_span=Span(self.title_span.start + by, self.title_span.end + by),
            rest=None if self.rest is None else self.rest + by,
        )


def undecorated(text: str) -> int:
    """Length of the Markdown decoration before a line's own text."""
    match = _DECORATION.match(text)
    return match.end() if match else 0


def heads_contents(text: str) -> bool:
    """Whether a line's text is the heading of a table of contents."""
    return len(text) <= 6 and clean(text) in _CONTENTS


def _is_label(text: str, labels: FormLabels) -> bool:
    """Whether a line is an official table label, alone or with its figures: 四、结转下年度继续办理 0 0 0."""
    return len(text) <= _LONGEST_ROW and clean(text.rstrip(_BEFORE_FIGURES)) in labels.known


def find_heading(text: str, labels: FormLabels) -> Heading | None:
    """The section heading on a line, if it is one; its offsets count from the start of ``text``.

    Args:
        text: A line without the white space around it.
    """
    if len(text) < 2 or text[0] == "|" or text[-1] == "|" or text.count("\t") > 1:
        return None
    skip = undecorated(text) if text[0] in "#*_>" else 0
    first = text[skip] if skip < len(text) else ""
    numbered = first in "一二三四五六七八九十第0123456789０１２３４５６７８９"
    if not numbered and (len(text) - skip > _LONGEST_HEADING):
        return None
    if _is_label(text, labels) or (text[-1].isdecimal() and _CONTENTS_LINE.fullmatch(text)):
        return None
    match = _TOP.match(text, skip) if numbered else None
    at = match.end() if match else skip
    body = text[at:].rstrip("*_# ")
    if not body:
        return None
    section, length = _recognise(body, labels.titles, match)
    if section is None and not _unknown(match, body):
        return None
    if clean(body[:length]) not in labels.titles and _more_like_label(text, body[:length], section, labels):
        return None
    number = (match["part"] or match["number"] or "") if match else ""
    mark_end = len(text[: match.end()].rstrip()) if match else skip
    title_end = at + length
    rest = at + length if length < len(body) else None
    if rest is not None:
        while rest < len(text) and text[rest] in "。：:、，, \t\u3000*":
            rest += 1
        rest = rest if rest < len(text) else None
    return Heading(
        form=section,
        number=number,
        title=clean(body[:length]),
        span=Span(skip, title_end if rest is not None else at + len(body)),
        number_span=Span(skip, mark_end),
        title_span=Span(at, title_end),
        rest=rest,
    )


def _recognise(
    body: str, titles: dict[str, SectionForm], match: re.Match[str] | None
) -> tuple[SectionForm | None, int]:
    """The prescribed section a heading text stands for and how many characters are heading."""
    bare = body.rstrip("。：: \t\u3000")
    cleaned = clean(bare)
    exact = titles.get(cleaned)
    if exact is not None:
        return (exact if _may_number(match, exact) else None), len(bare)
    if (match is not None and match["mark"] != "") or match is None:
        for title, section in titles.items():
            # Run-in text after the heading on the same line.
            if (
                body.startswith(title)
                and body[len(title) : len(title) + 1] in "。：: \t\u3000"
                and (_may_number(match, section) if match else section.title == title)
            ):
                return section, len(title)
    if len(cleaned) > _LONGEST_HEADING or re.search("[。；！？：]", cleaned) or len(cleaned) < 3:
        return None, len(bare)
    marked = match is not None and (match["mark"] or match["part"])
    if match is None or not marked:
        # Without a number one wrong character is all that may differ: 无其他需要报告的事项 is a sentence.
        return _one_slip(cleaned, titles), len(bare)
    best, score = None, 0.0
    for title, section in titles.items():
        same_number = number_of(match["number"] or match["part"]) == section.number
        if same_number and len(title) > 3 and cleaned.endswith(title):
            # 一、政府信息公开工作的基本情况
            return section, len(bare)
        if abs(len(title) - len(cleaned)) > _LENGTH_SLACK or not _may_number(match, section):
            continue
        alike = similarity(cleaned, title)
        if alike > score and alike >= (_SURE if same_number else _SURE_UNDER_OTHER_NUMBER):
            best, score = section, alike
    return best, len(bare)


def _may_number(match: re.Match[str] | None, section: SectionForm) -> bool:
    """Whether a number may stand before a section's heading: an Arabic one only in its own place.

    ``3、收到和处理政府信息公开申请情况`` is a section with a slip, ``1.主动公开情况`` an item of 总体情况.
    """
    number = (match["number"] if match else None) or ""
    return not number.isdecimal() or number_of(number) == section.number


def _one_slip(cleaned: str, titles: dict[str, SectionForm]) -> SectionForm | None:
    """The section whose title differs from the text in exactly one character."""
    if len(cleaned) < 6:
        return None
    for title, section in titles.items():
        if len(title) == len(cleaned) and sum(a != b for a, b in zip(title, cleaned, strict=True)) == 1:
            return section
    return None


def _more_like_label(text: str, body: str, section: SectionForm | None, labels: FormLabels) -> bool:
    """Whether a numbered line is rather a row label with a slip: 一、本年新收政府信息公开申请量."""
    if section is not None and clean(body).endswith((section.title, *section.aliases)):
        return False
    cleaned = clean(text.split("\t")[0])
    as_label = max((similarity(cleaned, label) for label in labels.known if label[0] == cleaned[:1]), default=0.0)
    as_title = similarity(clean(body), section.title) if section else ALIKE
    return as_label > as_title


def _unknown(match: re.Match[str] | None, body: str) -> bool:
    """Whether a line is a top-level heading the form does not know: 七、… on its own line."""
    if match is None or not match["number"] or match["mark"] not in ("、",) or match["number"].isdecimal():
        return False
    return len(body) <= _LONGEST_UNKNOWN and re.search("[。；！？：，,;:]", body) is None


def find_mark(text: str) -> Mark | None:
    """The layer mark at the beginning of a block's text; its offsets count from there."""
    if text[0] not in "一二三四五六七八九十0123456789０１２３４５６７８９（(①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽":
        return None
    for level, pattern in _MARKS:
        match = pattern.match(text)
        if match is None:
            continue
        symbol = match[2]
        if "①" <= symbol <= "⑳":
            number: int | None = ord(symbol) - ord("①") + 1
        elif "⑴" <= symbol <= "⒇":
            number = ord(symbol) - ord("⑴") + 1
        else:
            number = number_of(symbol)
        if number is None or not text[match.end() :].strip():
            return None
        return Mark(
            level=level,
            number=number,
            text=symbol,
            span=Span(0, match.end()),
            number_span=Span(*match.span(2)),
            style=f"{match[1]}N{match[3]}{match[4]}" if symbol < "⓪" or symbol > "⒇" else symbol[:0] + "①" + match[4],
        )
    return None
