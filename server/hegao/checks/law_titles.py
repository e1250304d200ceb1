"""Check kinds for titles of laws and documents: without 《》, wrong, nested, or short forms undefined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import is_quoted, replacing
from hegao.checks.derived import Same
from hegao.checks.patterns import compile_pattern
from hegao.checks.scanning import Hit, scanned
from hegao.document.model import Document
from hegao.finding import Match, Related, Repair
from hegao.fix import Edit
from hegao.text import Span

_TITLE = "《([^《》\\n]{1,80})》"
_DEFINITION = (
    '(?:以下[统均]?一?简?称|下称|简称)[为：:]*[“‘"]?新?'
    '(《[^《》\\n]{1,20}》|[^“”‘’"《》（）()，。、；\\n]{1,20})[”’"]?(?=[）)，,。、；])'
)
_LONGEST = 120
_OPENED = '《〈<＜“「『‘"'


class BareTitleParams(NamedTuple):
    """Which titles need 《》.

    Attributes:
        titles: Titles without 《》.
        prefixes: What may go before a title and belongs to it (中华人民共和国).
        not_before: Strings before which the characters are another title (a province's 条例).
        not_after: Strings after which the characters are other words (行政复议法律文书).
    """

    titles: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


def run_bare(document: Document, params: BareTitleParams) -> Iterator[Match]:
    """Yield a match for each listed title that stands without 《》."""
    text = document.view.text
    for title in params.titles:
        at = text.find(title)
        while at >= 0:
            end = at + len(title)
            prefix = next((p for p in params.prefixes if text.endswith(p, 0, at)), "")
            start = at - len(prefix)
            if (
                text[start - 1 : start] not in tuple(_OPENED)
                and not text.startswith(params.not_after, end)
                and not text.endswith(params.not_before, 0, start)
                and not is_quoted(text, start, end)
            ):
                span = document.view.span(start, end)
                edits = (Edit(Span(span.start, span.start), "《"), Edit(Span(span.end, span.end), "》"))
                yield Match(span, {"title": prefix + title}, repairs=(Repair(edits),))
            at = text.find(title, end)


class WrongTitleParams(NamedTuple):
    """Wrong titles with the right ones.

    Attributes:
        wrong: By wrong title the right one, both without 《》.
        near: Official titles; another title one character away from one of these is wrong.
    """

    wrong: dict[str, str]
    near: tuple[str, ...] = ()


def run_wrong(document: Document, params: WrongTitleParams) -> Iterator[Match]:
    """Yield a match for each title in 《》 that is nearly an official one and no short form defined in the draft.

    The span leaves the marks out.
    """
    view = document.view
    defined = {short for _, _, short in scanned(view, _definitions)}
    for start, end, title, right in scanned(view, _nearly_official, Same(params)):
        if title not in defined:
            yield Match(view.span(start, end), {"right": right}, repairs=replacing(view, start, end, right))


def _definitions(text: str) -> list[Hit]:
    """Where short forms are defined, and which."""
    return [(*found.span(), found[1].strip("《》")) for found in compile_pattern(_DEFINITION).finditer(text)]


def _nearly_official(text: str, params: Same[WrongTitleParams]) -> list[Hit]:
    """Titles that are nearly an official one: where they stand without marks, the title, and the official one."""
    wrong, near = params.it
    official = {*near, *wrong.values()}
    found: list[Hit] = []
    for match in compile_pattern(_TITLE).finditer(text):
        title = match[1]
        if title not in official:
            right = wrong.get(title) or next((other for other in near if _one_apart(title, other)), "")
            if right:
                found.append((*match.span(1), title, right))
    return found


def _one_apart(one: str, other: str) -> bool:
    """Whether one character replaced, missing or added leads from one title to the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    head = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        head += 1
    if len(one) == len(other):
        return one[head + 1 :] == other[head + 1 :]
    short, long = sorted((one, other), key=len)
    return long[head + 1 :] == short[head:]


def title_at(text: str, at: int) -> tuple[int, int] | None:
    """The range of the title with its marks 《》 around a place of the running text; None when there is none."""
    low = text.rfind("\n", 0, at) + 1
    for found in compile_pattern(_TITLE).finditer(text, max(low, at - _LONGEST), min(len(text), at + _LONGEST)):
        if found.start() <= at < found.end():
            return found.span()
    return None


def full_title(text: str, title: str, params: WrongTitleParams) -> str:
    """The full title that a short one stands for, both without 《》; "" when nothing tells it.

    The draft's own definition counts first; else the one official title that ends like the short one.
    """
    for found in compile_pattern(_DEFINITION).finditer(text):
        if found[1].strip("《》") == title:
            low = max(text.rfind("\n", 0, found.start()) + 1, found.start() - _LONGEST)
            before = [full[1] for full in compile_pattern(_TITLE).finditer(text, low, found.start())]
            if before:
                return before[-1]
    ends = {known for known in (*params.near, *params.wrong.values()) if known.endswith(title)}
    longest = [known for known in ends if not any(other != known and other.endswith(known) for other in ends)]
    return longest[0] if len(longest) == 1 else ""


class NestedTitleParams(NamedTuple):
    """How titles nest: ``inner`` are the two marks for a title in a title."""

    inner: str = "〈〉"
    reach: int = 120


class _Open(NamedTuple):
    mark: str
    at: int
    nested: bool


def run_nested(document: Document, params: NestedTitleParams) -> Iterator[Match]:
    """Yield a match for each title inside a title that is marked by 《》 or <> and not by 〈〉.

    Only where the outer title is closed in the same block: an unpaired mark is another matter.
    """
    text = document.view.text
    stack: list[_Open] = []
    pending: list[tuple[int, int]] = []
    for found in compile_pattern("[《》<>＜＞\\n]").finditer(text):
        mark, at = found[0], found.start()
        if mark == "\n" or (stack and at - stack[0].at > params.reach):
            stack, pending = [], []
            if mark == "\n":
                continue
        if mark == "《" or (mark in "<＜" and stack):
            stack.append(_Open(mark, at, bool(stack)))
        elif stack and (mark == "》") == (stack[-1].mark == "《"):
            opened = stack.pop()
            if opened.nested and len(stack) == 1:
                pending.append((opened.at, at))
            if not stack:
                for start, end in pending:
                    if not text[start + 1 : end].isascii():
                        yield _nested(document, start, end, params.inner)
                pending = []


def _nested(document: Document, start: int, end: int, inner: str) -> Match:
    view = document.view
    edits = (Edit(view.span(start, start + 1), inner[0]), Edit(view.span(end, end + 1), inner[1]))
    right = inner[0] + view.text[start + 1 : end] + inner[1]
    return Match(view.span(start, end + 1), {"right": right}, repairs=(Repair(edits, {"right": right}),))


_NO_NAMES: dict[str, tuple[str, ...]] = {}


class ShortFormParams(NamedTuple):
    """Short forms of titles.

    Attributes:
        shorts: Short forms without 《》.
        full: By short form the ends of full titles it may stand for; default the short form itself.
        report: ``undefined``, ``unused`` or ``repeated``.
    """

    shorts: tuple[str, ...] = ()
    full: dict[str, tuple[str, ...]] = _NO_NAMES
    report: str = "undefined"


def run_short_form(document: Document, params: ShortFormParams) -> Iterator[Match]:
    """Yield a match for the first undefined use, or for definitions unused or repeated."""
    text = document.view.text
    defined: dict[str, int] = {}
    for found in compile_pattern(_DEFINITION).finditer(text):
        short = found[1].strip("《》")
        if params.report == "repeated" and short in defined:
            yield _needless(document, short, *found.span())
        defined.setdefault(short, found.start())
        if params.report == "unused" and text.find(short, found.end()) < 0:
            yield _needless(document, short, *found.span())
    if params.report == "undefined":
        for short in params.shorts:
            at = text.find(f"《{short}》")
            # The definition itself holds 《条例》; only what stands before it is undefined.
            if 0 <= at < defined.get(short, len(text)):
                yield _undefined(document, short, at, params)


def _needless(document: Document, short: str, start: int, end: int) -> Match:
    """A definition nobody needs; the repair takes it out with the brackets that hold nothing else."""
    text = document.view.text
    span = document.view.span(start, end)
    bracketed = text[start - 1 : start] in ("（", "(") and text[end : end + 1] in ("）", ")")
    repairs = replacing(document.view, start - 1, end + 1, "") if bracketed else ()
    return Match(span, {"short": short}, repairs=repairs)


def _undefined(document: Document, short: str, at: int, params: ShortFormParams) -> Match:
    view = document.view
    ends = params.full.get(short, (short,))
    full = next(
        (found for found in compile_pattern(_TITLE).finditer(view.text, 0, at) if found[1].endswith(ends)),
        None,
    )
    span = view.span(at, at + len(short) + 2)
    if full is None:
        return Match(span, {"short": short}, variant="unnamed")
    behind = view.span(full.end() - 1, full.end()).end
    definition = f"（以下简称《{short}》）"
    repair = Repair((Edit(Span(behind, behind), definition),), {"definition": definition})
    related = (Related(view.span(*full.span()), "全称在这里"),)
    return Match(span, {"short": short, "full": full[0]}, repairs=(repair,), related=related)
