"""Drafts with what trips editors: characters of two units, characters that are no line ends, half-typed text."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

ASTRAL, VERTICAL_TAB, LINE_SEPARATOR, NO_BREAK_SPACE = "\U0002aa36", "\x0b", "\u2028", "\u00a0"


def decorated(text: str) -> str:
    """The draft with astral characters and false line ends in its prose, and Windows' line ends."""
    marks = f"{ASTRAL}家村{VERTICAL_TAB}{ASTRAL}{LINE_SEPARATOR}{NO_BREAK_SPACE}"
    return text.replace("全年", f"{marks}全年").replace("下一步，", f"{ASTRAL}下一步，").replace("\n", "\r\n")


def half_typed(text: str, seed: int, count: int) -> Iterator[str]:
    """The draft cut off anywhere, and with some of its lines gone."""
    random = Random(seed)
    for _ in range(count):
        yield text[: random.randrange(len(text) + 1)]
        lines = text.splitlines(keepends=True)
        gone = set(random.sample(range(len(lines)), random.randrange(1, 1 + len(lines) // 3)))
        yield "".join(line for at, line in enumerate(lines) if at not in gone)
