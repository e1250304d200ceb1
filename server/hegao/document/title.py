"""Find the title of a report and read agency and year from it."""

from __future__ import annotations

import re
from itertools import islice

from hegao.document.clean import clean
from hegao.document.form import Form
from hegao.document.headings import undecorated
from hegao.document.lines import Line, Lines
from hegao.document.model import Title
from hegao.document.numerals import number_of
from hegao.lazy import lazy
from hegao.text import Span

_YEAR = lazy(r"(?<![0-9〔\[（(])(20[0-9]{2})(?![0-9])|(二[〇○零oO0Ｏ][一二三四][〇○零oO0Ｏ一二三四五六七八九])")
_JUNK = lazy(r"\[[^\]\n]{1,40}\]\s*")
_NOT_TITLE = lazy(
    r"[>＞»|。！？；]|文件$|〔\d{4}〕\d*号$|当前位置|^(?:标题|名称|索引号|题名|主题|文件名称|附件|关键词)\s*[：:\d]"
)
_TAIL = lazy(r"[。，、：:；！!\s*#]+$|（[^（）]*）$|\([^()]*\)$|<[^<>]*>$")
_WINDOW = 40
_LONGEST = 70


class TitleLines:
    """The lines a title stands on: first and last, with the cleaned text."""

    __slots__ = ("first", "last", "skip", "text")

    def __init__(self, first: int, last: int, skip: int, text: str) -> None:
        self.first = first
        self.last = last
        self.skip = skip
        self.text = text


def _own_text(line: Line) -> tuple[int, str]:
    """A line without Markdown decoration and bookmark junk: how much to skip, and the text."""
    skip = undecorated(line.text) if line.text[0] in "#*_>" else 0
    junk = _JUNK.match(line.text, skip)
    if junk:
        skip = junk.end()
    return skip, line.text[skip:].rstrip("*_# ")


def _is_title(text: str, form: Form) -> bool:
    """Whether a cleaned text has the words of a title, the kind of paper last."""
    while tail := _TAIL.search(text):
        text = text[: tail.start()]
    if len(text) > _LONGEST or not text.endswith(form.title_words[-1]):
        return False
    return all(any(word in text for word in words) for words in form.title_words[:-1])


def find_title(lines: Lines, form: Form, end: int) -> TitleLines | None:
    """The lines of the title among the first lines, before line number ``end``."""
    written = (number for number, facts in enumerate(islice(lines.facts, end)) if facts.text)
    candidates = [lines.line(number) for number in islice(written, _WINDOW)]
    best: TitleLines | None = None
    best_score = 0
    for index, line in enumerate(candidates):
        skip, text = _own_text(line)
        if not text or len(text) > _LONGEST or _NOT_TITLE.search(line.text.rstrip("。！")) or "\t" in text.strip():
            continue
        for count in (1, 2, 3):
            part = candidates[index : index + count]
            if len(part) < count or any(len(other.text) > 40 or _NOT_TITLE.search(other.text) for other in part[1:]):
                break
            joined = clean(text + "".join(other.text for other in part[1:]))
            if _is_title(joined, form):
                score = 4 - count + (form.title in joined) + 3 * bool(_YEAR.search(joined))
                if score > best_score:
                    best, best_score = TitleLines(line.number, part[-1].number, skip, joined), score
                break
    return _with_line_before(best, lines, candidates) if best else None


def _with_line_before(found: TitleLines, lines: Lines, candidates: list[Line]) -> TitleLines:
    """Take in the line before when it holds what the title lacks: agency or year."""
    before = [line for line in candidates if line.number < found.first]
    if not before:
        return found
    line = before[-1]
    skip, text = _own_text(line)
    cleaned = clean(text)
    year = _YEAR.search(found.text)
    lacks_year = year is None and _YEAR.search(cleaned) is not None
    lacks_agency = (year is not None and year.start() == 0) or found.text.startswith(("政府信息公开", "政务公开"))
    short = 2 < len(cleaned) <= 30 and re.search(r"[，。；：、？！〔〕]|文件$", cleaned) is None
    adjacent = all(not other.text for other in lines.facts[line.number + 1 : found.first])
    is_name = re.search(r"(?:政府|办事处|局|委员会|办公室|中心|院|厅|镇|乡|街道|年|县|区|市|20\d\d)$", cleaned)
    if (lacks_year or lacks_agency) and short and adjacent and is_name:
        return TitleLines(line.number, found.last, skip, cleaned + found.text)
    return found


def year_in(text: str) -> tuple[int, int, int] | None:
    """The first report year in a text: value, start and end."""
    match = _YEAR.search(text)
    if match is None:
        return None
    if match[1]:
        return int(match[1]), match.start(1), match.end(1)
    digits = "".join("〇" if char in "○零oO0Ｏ" else char for char in match[2])
    value = number_of(digits)
    return (value, match.start(2), match.end(2)) if value is not None else None


def read_title(found: TitleLines, raw: str, span: Span, block: int) -> Title:
    """Read agency and year from a title.

    Args:
        raw: The source text of ``span``.
    """
    year = year_in(raw)
    text = found.text
    cut = _YEAR.search(text)
    issuer = text[: cut.start()] if cut else text
    for stop in ("关于", "政府信息公开", "政务公开", "政务信息公开", "信息公开"):
        # 镇政府政府信息公开: the agency's own 政府 stays with it.
        at = issuer.find(stop)
        if at >= 0:
            issuer = issuer[:at]
            break
    if issuer.endswith("人民"):
        issuer += "政府"
    if not issuer and cut:
        # Other order: the year first, then the agency.
        rest = text[cut.end() :].lstrip("年度")
        at = rest.find("政府信息公开")
        issuer = rest[:at] if at > 0 else ""
    return Title(
        text=text,
        span=span,
        block=block,
        year=year[0] if year else None,
        year_span=Span(span.start + year[1], span.start + year[2]) if year else None,
        issuer=issuer,
    )
