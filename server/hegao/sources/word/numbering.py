"""Automatic numbers: what Word prints before a paragraph that is in a list, and keeps in no text."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from hegao.sources.word.names import P_PR, VAL, is_on, w
from hegao.sources.word.numerals import printed

_NUM, _NUM_ID, _LEVEL, _NUM_PR = w("num"), w("numId"), w("ilvl"), w("numPr")
_ABSTRACT, _ABSTRACT_ID, _LINK, _STYLE_LINK = w("abstractNum"), w("abstractNumId"), w("numStyleLink"), w("styleLink")
_OVERRIDE, _START_OVERRIDE, _LVL = w("lvlOverride"), w("startOverride"), w("lvl")
_STYLE, _STYLE_ID, _BASED_ON, _P_STYLE = w("style"), w("styleId"), w("basedOn"), w("pStyle")
_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9
_NO_NUMBER = ("bullet", "none")


class _Level(NamedTuple):
    """One level of a list: how its number is written and where it begins to count."""

    start: int
    kind: str
    pattern: str
    legal: bool
    restarts: bool


class _List(NamedTuple):
    """A list as paragraphs name it: which counters it shares, its levels, where it begins anew."""

    shared: str
    levels: dict[int, _Level]
    begins: dict[int, int]


class Numbering:
    """Counts the paragraphs of a file, to be asked in their order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Take the roots of the parts ``numbering`` and ``styles``, None for one there is not."""
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = _styles(styles) if styles is not None and self._lists else {}
        self._by_style = _levels_of_styles(numbering) if self._lists else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, paragraph: Any) -> str:
        """The number printed before a paragraph, "" for one without; a bullet is none."""
        if not self._lists:
            return ""
        key, depth = self._place(paragraph)
        numbered = self._lists.get(key)
        level = numbered.levels.get(depth) if numbered else None
        if numbered is None or level is None:
            return ""
        counts = self._counts.setdefault(numbered.shared, {})
        self._count(counts, key, numbered, depth)
        if level.kind in _NO_NUMBER and not _PLACE.search(level.pattern):
            return "" if level.kind == "bullet" else level.pattern

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = numbered.levels.get(at)
            kind = "decimal" if level.legal or other is None else other.kind
            return printed(counts.get(at, other.start if other else 1), kind)

        return _PLACE.sub(number, level.pattern)

    def _count(self, counts: dict[int, int], key: str, numbered: _List, depth: int) -> None:
        begins = numbered.begins.get(depth)
        if begins is not None and (key, depth) not in self._begun:
            self._begun.add((key, depth))
            counts[depth] = begins
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = numbered.levels[depth].start
        for deeper in range(depth + 1, _DEEPEST):
            level = numbered.levels.get(deeper)
            if level is None or level.restarts:
                counts.pop(deeper, None)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """Which list a paragraph is in and how deep; ("", 0) for none."""
        properties = paragraph.find(P_PR)
        if properties is None:
            return "", 0
        style = _value(properties.find(_P_STYLE)) or ""
        own = properties.find(_NUM_PR)
        key, depth = _number_properties(own) if own is not None else (None, None)
        if key is None or depth is None:
            inherited, inherited_depth = self._of_style(style)
            key = inherited if key is None else key
            depth = inherited_depth if depth is None else depth
        return key or "", depth or 0

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            key, depth, based = self._styles[style]
            if key is not None:
                return key, depth if depth is not None else self._by_style.get(style, 0)
            style = based
        return None, None


def _value(element: Any) -> str | None:
    value = element.get(VAL) if element is not None else None
    return value if isinstance(value, str) else None


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < _DEEPEST else default


def _number_properties(element: Any) -> tuple[str | None, int | None]:
    depth = _value(element.find(_LEVEL))
    return _value(element.find(_NUM_ID)), _whole(depth, 0) if depth is not None else None


def _styles(root: Any) -> dict[str, tuple[str | None, int | None, str]]:
    """Of each style its list, its level in it, and the style it is based on."""
    found = {}
    for style in root.iter(_STYLE):
        properties = style.find(P_PR)
        own = properties.find(_NUM_PR) if properties is not None else None
        key, depth = _number_properties(own) if own is not None else (None, None)
        found[style.get(_STYLE_ID, "")] = key, depth, _value(style.find(_BASED_ON)) or ""
    return found


def _levels_of_styles(root: Any) -> dict[str, int]:
    """A level may name the style whose paragraphs are on it."""
    return {
        name: _whole(level.get(_LEVEL), 0)
        for level in root.iter(_LVL)
        if (name := _value(level.find(_P_STYLE))) is not None
    }


def _lists(root: Any) -> dict[str, _List]:
    abstracts = {element.get(_ABSTRACT_ID): element for element in root.iter(_ABSTRACT)}
    links = {name: element for element in abstracts.values() if (name := _value(element.find(_STYLE_LINK)))}
    found = {}
    for num in root.iter(_NUM):
        abstract = abstracts.get(_value(num.find(_ABSTRACT_ID)))
        if abstract is None:
            continue
        link = _value(abstract.find(_LINK))
        abstract = links.get(link, abstract) if link else abstract
        levels = {_whole(level.get(_LEVEL), 0): _level(level) for level in abstract.iterfind(_LVL)}
        begins = {}
        for override in num.iterfind(_OVERRIDE):
            depth = _whole(override.get(_LEVEL), 0)
            level, start = override.find(_LVL), _value(override.find(_START_OVERRIDE))
            if level is not None:
                levels[depth] = _level(level)
            if start is not None or level is not None:
                begins[depth] = _whole(start, levels[depth].start if depth in levels else 1)
        found[num.get(_NUM_ID, "")] = _List(abstract.get(_ABSTRACT_ID, ""), levels, begins)
    return found


def _level(element: Any) -> _Level:
    # Formats of later versions stand in alternatives, the last of which everybody knows.
    kinds = list(element.iter(w("numFmt")))
    legal = element.find(w("isLgl"))
    restart = _value(element.find(w("lvlRestart")))
    return _Level(
        start=_whole(_value(element.find(w("start"))), 1),
        kind=(_value(kinds[-1]) if kinds else None) or "decimal",
        pattern=_value(element.find(w("lvlText"))) or "",
        legal=legal is not None and is_on(legal.get(VAL)),
        restarts=restart != "0",
    )
