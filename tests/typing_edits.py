"""What an author does to a draft in an editor, at random: typing, deleting, pasting, undoing."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from drafting import builtin_rules
from marked import split_marks

_CHARACTERS = (
    "的了和政府信息公开年度镇乡街道县区市年月日条例件份０１0123456789.%-—×@ \t\u3000，。、；：！？“”《》〈〉（）,()"
)
_BREAKS = ("\n", "\n\n", "\r\n", "\r", "\x0b", "\u2028", "\x0c", "\n　　")
_MARKS = ("一、", "（一）", "1.", "（1）", "①", "一是", "第一，", "## ", "|", "\t")
_REACH = 60


def sayings() -> list[str]:
    """Sentences that rules object to, or nearly do."""
    found: list[str] = []
    for rule in builtin_rules().values():
        for example in rule.examples:
            for draft in (split_marks(example.bad)[0], example.good):
                found += [line for line in draft.splitlines() if 1 < len(line) < 300]
    return found


def edits(start: str, rng: random.Random, pasted: list[str], count: int) -> Iterator[str]:
    """Yield the text after each of ``count`` edits; now and then some or all of it is as it was at the start."""
    text, before = start, start
    steps = (_type, _type, _type, _replace, _delete, _cut, _paste, _paste_line, _break, _drop_line, _repeat_line, _swap)
    steps += (_figure, _figure, _heading, _join, _mark)
    for _ in range(count):
        number = rng.random()
        if number < 0.02 or not text:
            text = start
        elif number < 0.08:
            text, before = before, text
        else:
            before = text
            text = rng.choice(steps)(text, rng, pasted)
        yield text


def _type(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = _place(text, rng)
    return text[:at] + rng.choice(_CHARACTERS) + text[at:]


def _replace(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = _place(text, rng)
    return text[:at] + rng.choice(_CHARACTERS) + text[at + 1 :]


def _delete(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = _place(text, rng)
    return text[:at] + text[at + rng.randint(1, 3) :]


def _cut(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = _place(text, rng)
    return text[:at] + text[at + rng.randint(1, _REACH * 3) :]


def _paste(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = _place(text, rng)
    return text[:at] + rng.choice(pasted) + text[at:]


def _paste_line(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = rng.choice([0, *(found.end() for found in re.finditer("\n", text)), len(text)])
    return text[:at] + rng.choice(pasted) + "\n" + text[at:]


def _break(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = _place(text, rng)
    return text[:at] + rng.choice(_BREAKS) + text[at:]


def _drop_line(text: str, rng: random.Random, pasted: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    del lines[rng.randrange(len(lines))]
    return "".join(lines)


def _repeat_line(text: str, rng: random.Random, pasted: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    return "".join([*lines[: at + 1], lines[at], *lines[at + 1 :]])


def _swap(text: str, rng: random.Random, pasted: list[str]) -> str:
    lines = text.splitlines(keepends=True)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _figure(text: str, rng: random.Random, pasted: list[str]) -> str:
    """Another digit in a figure, most of which stand in tables."""
    places = [found.start() for found in re.finditer("[0-9]", text)]
    if not places:
        return text + "0"
    at = rng.choice(places)
    return text[:at] + rng.choice("0123456789") + text[at + rng.choice((0, 1)) :]


def _heading(text: str, rng: random.Random, pasted: list[str]) -> str:
    """A character more or less near the start of a heading or of the title."""
    places = [found.end() for found in re.finditer("(?:^|\n)(?:#+ )?(?:[一二三四五六]、)?", text)][
        : rng.choice((2, 400))
    ]
    at = min(rng.choice(places) + rng.randint(0, 12), len(text))
    return text[:at] + rng.choice(("", rng.choice(_CHARACTERS))) + text[at + rng.choice((0, 1)) :]


def _join(text: str, rng: random.Random, pasted: list[str]) -> str:
    ends = [found.span() for found in re.finditer("\r\n|\n|\r", text)]
    if not ends:
        return text + "\n"
    start, end = rng.choice(ends)
    return text[:start] + text[end:]


def _mark(text: str, rng: random.Random, pasted: list[str]) -> str:
    at = rng.choice([0, *(found.end() for found in re.finditer("\n", text))])
    return text[:at] + rng.choice(_MARKS) + text[at:]


def _place(text: str, rng: random.Random) -> int:
    """A place in the text; the first and the last lines as often as all others."""
    kind = rng.random()
    if kind < 0.15:
        return rng.randrange(min(len(text), _REACH))
    if kind < 0.3:
        return max(0, len(text) - rng.randint(1, _REACH))
    return rng.randrange(len(text))
