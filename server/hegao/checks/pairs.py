"""Check kind ``unpaired-mark``: brackets and quotation marks without their other half.

Paragraphs are looked at one by one, after wrapped lines were rejoined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hegao.checks.context import is_written, replacing
from hegao.checks.patterns import compile_pattern
from hegao.document.model import Document, View
from hegao.finding import Match
from hegao.lazy import lazy

_NO_WORDS: Mapping[str, str] = {}
# 1）, a) and ②） count items: their bracket has no other half.
_ITEM = lazy(r"(?:^|[^\w\u4e00-\u9fff])[0-9a-zA-Z一二三四五六七八九十]{1,3}$")


class UnpairedMarkParams(NamedTuple):
    """Which marks come in pairs.

    Attributes:
        pairs: Opening and closing mark, such as ``（）``.
        twins: Mark of another width → the one it stands for; such halves pair up, as variant ``mixed``.
    """

    pairs: tuple[str, ...]
    twins: Mapping[str, str] = _NO_WORDS


def run(document: Document, params: UnpairedMarkParams) -> Iterator[Match]:
    """Yield a match for each mark without a partner, and for a partner of another width (``mixed``)."""
    view = document.view
    closings = {pair[1]: pair[0] for pair in params.pairs}
    openings = {pair[0]: pair[1] for pair in params.pairs}
    marks = re.escape("".join(params.pairs) + "".join(params.twins))
    stack: list[tuple[str, int]] = []
    for found in compile_pattern(f"[{marks}\n]").finditer(view.text):
        char, at = found.group(), found.start()
        mark = params.twins.get(char, char)
        if char == "\n":
            yield from (_unpaired(view, *one, openings) for one in stack if is_written(document, one[1]))
            stack = []
        elif mark in openings:
            stack.append((char, at))
        elif not any(params.twins.get(one, one) == closings[mark] for one, _ in stack):
            if not _closes_item(view.text, at) and is_written(document, at):
                yield _unpaired(view, char, at, openings)
        else:
            while params.twins.get(stack[-1][0], stack[-1][0]) != closings[mark]:
                yield _unpaired(view, *stack.pop(), openings)
            opening, begin = stack.pop()
            if (opening in params.twins) != (char in params.twins) and not _is_layer_mark(view, begin):
                yield _mixed(view, (opening, begin), (char, at), params)


def _is_layer_mark(view: View, at: int) -> bool:
    """Whether a bracket belongs to the layer mark of its block, which other rules are about."""
    block = view.block_at(at)
    return block is not None and block.mark is not None and block.mark.span.contains(view.offset(at))


def _closes_item(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at]
    line = before.rfind("\n")
    return _ITEM.search(before[line + 1 :]) is not None


def _unpaired(view: View, char: str, at: int, openings: dict[str, str]) -> Match:
    variant = "opening" if char in openings or char == "(" else "closing"
    return Match(view.span(at, at + 1), {"mark": char}, variant)


def _mixed(view: View, opening: tuple[str, int], closing: tuple[str, int], params: UnpairedMarkParams) -> Match:
    char, at = opening if opening[0] in params.twins else closing
    new = params.twins[char]
    slots = {"mark": char, "found": view.text[opening[1] : closing[1] + 1], "new": new}
    return Match(view.span(at, at + 1), slots, "mixed", replacing(view, at, at + 1, new))
