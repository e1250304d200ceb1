"""Drafts with marks: ``⟦…⟧`` is where a finding is due."""

from __future__ import annotations

import re

OPEN, CLOSE = "⟦", "⟧"


def split_marks(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The draft without marks, and the half-open spans marked in it, in order."""
    spans: list[tuple[int, int]] = []
    stack: list[int] = []
    text: list[str] = []
    length = 0
    for part in re.split(f"([{OPEN}{CLOSE}])", marked):
        if part == OPEN:
            stack.append(length)
        elif part == CLOSE:
            spans.append((stack.pop(), length))
        else:
            text.append(part)
            length += len(part)
    assert not stack, "unbalanced marks"
    return "".join(text), sorted(spans)
