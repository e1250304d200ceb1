"""Where a draft names its own agency or its place, and where the same characters are part of another's name."""

from __future__ import annotations

from collections.abc import Iterator

from hegao.checks.place_names import Mention, PlaceParams, is_name

_UNITS = "省市州盟县区旗镇乡"
_BEFORE_NAMES = "东南西北大小新老"
"""What makes a neighbour's name of a place's name: 南云岭镇, 小云岭镇."""


def own_mentions(text: str, name: str, params: PlaceParams, leads: tuple[str, ...]) -> Iterator[Mention]:
    """The mentions of a name, those left out that are the end of a longer one (白云岭镇 is not 云岭镇).

    Chinese has no blanks between words: what stands before a name may be a verb, a preposition or the beginning
    of a longer name. A single character counts as such a beginning where nothing else can stand before it, and
    then everywhere in the draft.

    Args:
        params: Its ``never``, ``generic`` and ``verbs`` tell what cannot be part of a name.
        leads: Further words that stand before a name.
    """
    places = list(_places(text, name))
    before = (*leads, *params.verbs, *params.adverbs)
    longer = {text[at - 1] for at in places if _begins_name(text, at, name, params, before)}
    for at in places:
        first = text[at - 1 : at]
        if first not in longer or text.endswith(before, 0, at):
            yield Mention(at, at + len(name), name)


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _begins_name(text: str, at: int, name: str, params: PlaceParams, before: tuple[str, ...]) -> bool:
    """Whether the character before a name is for certain part of a longer name."""
    first = text[at - 1 : at]
    if not first.isalpha() or first.isascii() or first in _UNITS + "年月日" or text.endswith(before, 0, at):
        return False
    if not is_name(first + name, (name[-1],), params):
        return False
    edge = text[at - 2 : at - 1] if at > 1 else ""
    return first in _BEFORE_NAMES or not edge.isalpha() or edge in _UNITS or text.endswith(before, 0, at - 1)
