"""Edits, fixes and how they are applied: plain data and one function."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from hegao.text import Span


class Applicability(str, Enum):
    """How far a fix may be trusted."""

    SAFE = "safe"
    """Restores a prescribed wording, number, label or mark; applied in bulk."""
    UNSAFE = "unsafe"
    """Changes the author's word; applied in bulk only on request."""
    SUGGESTION = "suggestion"
    """Changes a figure or needs a choice; only ever applied one by one."""


class Edit(NamedTuple):
    """Replace the text of ``span`` (code points of the source) by ``replacement``."""

    span: Span
    replacement: str


class Fix(NamedTuple):
    """Edits that belong together: all are applied or none. ``title`` is what the author reads."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Apply whole fixes in order; one that touches an edit already taken is left out.

    Returns:
        The new text and the number of fixes applied.
    """
    taken: list[Edit] = []
    applied = 0
    for fix in fixes:
        if any(edit.span.touches(other.span) for edit in fix.edits for other in taken):
            continue
        taken.extend(fix.edits)
        applied += 1
    for edit in sorted(taken, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text, applied
