"""Where a draft speaks of a place as its author's own, and the name read off there.

Chinese has no capitals: where a place name begins can be told only from what stands around it.
A name is therefore read only between a certain left edge (punctuation, a year, an adverb) and
what follows a subject (a digit, 人民政府, 认真 …); elsewhere these helpers give up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from hegao.checks.context import is_quoted, sentence_around
from hegao.checks.derived import Same
from hegao.checks.patterns import compile_pattern
from hegao.checks.scanning import Hit, scanned
from hegao.document.model import BlockKind, Document

_LONGEST_STEM = 4
_LONGEST_SUBJECT = 16
_OVER = "市县区旗州盟"
_OPENING = "“‘《〈<（("
_JOINT_STEM = 2
_NEAR = 28
_CLAUSE = 12
_WITH = "到来与和同向给"


class Mention(NamedTuple):
    """A name in the view: half-open range and the name."""

    start: int
    end: int
    name: str


class PlaceParams(NamedTuple):
    """The words by which a place that is spoken of is told from other words.

    Attributes:
        suffixes: Groups of suffixes of one level: an agency is compared with names of its group.
        followers: What a subject that is the author's own unit does.
        doings: Likewise, unless 的 follows and makes it a clause.
        bodies: What may stand between the name and that (党委, 人民政府).
        adverbs: What may stand between the left edge and the subject.
        generic: Common words that look like names (城镇).
        verbs: Words a clause begins with whose object is the author's unit: “提高镇政府……水平”.
        never: Characters that no place has in its name.
        joints: Characters that only names of two characters have (永和镇, but 党委和镇政府).
        partners: Pattern of what stands near a place that is spoken of with reason.
        company: Pattern of what stands right before such a place (与, 赴).
        least: From how many mentions on a name counts, where the kind of check counts.
    """

    suffixes: tuple[tuple[str, ...], ...]
    followers: tuple[str, ...]
    doings: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    never: str = ""
    joints: str = ""
    partners: str = ""
    company: str = ""
    least: int = 1


def suffixes_of(document: Document, params: PlaceParams) -> tuple[str, ...]:
    """The suffixes of the agency's level; empty for an agency without one of these.

    An office (level 部门) writes of all places around it, so no name there is foreign.
    """
    agency = document.agency
    if not agency.place or agency.place in agency.within:
        return ()
    return next((group for group in params.suffixes if agency.place.endswith(group)), ())


def subjects(document: Document, suffixes: tuple[str, ...], params: PlaceParams) -> Iterator[Mention]:
    """Names of places that stand where an author speaks of the own unit, the agency's left out.

    The signature is left out: whether it fits the agency is a question of its own.
    """
    text, own = document.view.text, document.agency.place
    # Several rules look for names in the same places and differ in what is none. Words before the own
    # name may have been taken with it: “推动云岭镇” is no other place.
    edges = Same(_edges(params))
    for start, end, name in [
        hit for suffix in suffixes for hit in scanned(document.view, _between_edges, suffix, edges)
    ]:
        if (
            own not in name
            and is_name(name, suffixes, params)
            and not of_partner(text, start, end, own, params)
            and not in_signature(document, start)
        ):
            yield Mention(start, end, name)


@lru_cache(maxsize=8)
def _edges(params: PlaceParams) -> PlaceParams:
    """What tells of a name where it begins and ends; the same object for rules that agree in that."""
    return _first_equal(params._replace(verbs=(), partners="", company="", least=1))


@lru_cache(maxsize=8)
def _first_equal(edges: PlaceParams) -> PlaceParams:
    return edges


def _between_edges(text: str, suffix: str, edges: Same[PlaceParams]) -> list[Hit]:
    """What stands between a left edge and what follows a subject: start, end and name."""
    params = edges.it
    found: list[Hit] = []
    at = text.find(suffix)
    while at >= 0:
        end = at + len(suffix)
        if is_followed(text, end, params):
            start = _name_start(text, at, params)
            if start < at:
                found.append((start, end, text[start:end]))
        at = text.find(suffix, end)
    return found


def is_followed(text: str, at: int, params: PlaceParams) -> bool:
    """Whether what follows a name shows a subject: a year, what it does, or a body that ends the line.

    “镇党委、政府中心工作” shows none: the characters before 镇 may be any verb there.
    """
    end = at
    while body := next((word for word in params.bodies if text.startswith(word, end)), ""):
        end += len(body)
        end += text.startswith("、", end)
    following = text[end : end + 1]
    if following in ("", "\n"):
        return end > at
    if following.isdecimal() or text.startswith(params.followers, end):
        return True
    # “迎接镇开展的检查”: a clause before 的 tells nothing of what stands before it.
    return text.startswith(params.doings, end) and text.find("的", end, end + _CLAUSE) < 0


def _name_start(text: str, end: int, params: PlaceParams) -> int:
    """Where the name begins whose suffix starts at ``end``; ``end`` itself when that is not certain."""
    edge = end
    low = max(0, end - _LONGEST_SUBJECT)
    while edge > low and text[edge - 1].isalpha():
        if text[edge - 1] in "年月日" and edge > 1 and not text[edge - 2].isalpha():
            break
        edge -= 1
    else:
        if (edge == low and low > 0) or text[edge - 1 : edge] in tuple(_OPENING):
            return end
    while lead := next((word for word in params.adverbs if text.startswith(word, edge, end)), ""):
        edge += len(lead)
    over = max(text.rfind(mark, edge + 1, end - 1) for mark in _OVER)
    if over >= 0 and not any(char in params.never for char in text[edge:over]):
        edge = over + 1
    return edge if end - edge <= _LONGEST_STEM else end


def is_name(name: str, suffixes: tuple[str, ...], params: PlaceParams) -> bool:
    """Whether the characters may be the name of one place and no common word."""
    stem = next(name[: -len(suffix)] for suffix in suffixes if name.endswith(suffix))
    if not stem or name in params.generic or stem.startswith(params.verbs):
        return False
    never = params.never if len(stem) <= _JOINT_STEM else params.never + params.joints
    return not any(char in never for char in stem)


def of_partner(text: str, start: int, end: int, own: str, params: PlaceParams) -> bool:
    """Whether the name is quoted, or its sentence speaks of another place with reason."""
    if is_quoted(text, start, end):
        return True
    low, high = sentence_around(text, start, end)
    low, high = max(low, start - _NEAR), min(high, end + _NEAR)
    if own and any(text.find(with_ + own, end, high) >= 0 for with_ in _WITH):
        return True
    if params.company and compile_pattern(f"(?:{params.company})$").search(text, low, start):
        return True
    if not params.partners:
        return False
    # Before and after the name, not across it: 和平镇 is not “和” and a place.
    near = compile_pattern(params.partners)
    return near.search(text, low, start) is not None or near.search(text, end, high) is not None


def in_signature(document: Document, at: int) -> bool:
    """Whether a view offset lies in the signature."""
    block = document.view.block_at(at)
    return block is not None and block.kind is BlockKind.SIGNATURE


def apart_by_one(one: str, other: str) -> bool:
    """Whether one replaced, missing or added character leads from one name to the other."""
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
