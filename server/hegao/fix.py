"""Edits, fixes and how they are applied: plain data and the functions over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
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

    def in_bulk(self, unsafe: bool) -> bool:
        """Whether such fixes may be applied together, unsafe ones on request."""
        return self is Applicability.SAFE or (unsafe and self is Applicability.UNSAFE)


class Edit(NamedTuple):
    """Replace the text of ``span`` (code points of the source) by ``replacement``."""

    span: Span
    replacement: str


class Fix(NamedTuple):
    """Edits that belong together: all are applied or none. ``title`` is what the author reads."""

    title: str
    edits: tuple[Edit, ...]
    applicability: Applicability


class Why(str, Enum):
    """Why a fix was not applied."""

    TOUCHES = "touches"
    """It overlaps or adjoins an edit of another fix; its turn comes in the next run."""
    IDLE = "idle"
    """It would change nothing."""
    BROKEN = "broken"
    """Its edits overlap each other or lie outside the text."""


class Left(NamedTuple):
    """A fix that was not applied, and why."""

    fix: Fix
    why: Why


class Plan:
    """Which of the fixes can be applied to a text together, and what they make of it.

    Attributes:
        old: The text the fixes are for.
        applied: The fixes taken, by place; of fixes with the same edits only the first.
        left: The others, by place.
        edits: The edits of the fixes taken, by place; no two of different fixes touch.
    """

    def __init__(self, old: str, applied: tuple[Fix, ...], left: tuple[Left, ...]) -> None:
        self.old = old
        self.applied = applied
        self.left = left
        # A stable sort: insertions of one fix at one place stay in their order.
        self.edits = tuple(sorted((edit for fix in applied for edit in fix.edits), key=_place))

    @cached_property
    def text(self) -> str:
        """The text with the fixes applied."""
        return apply_edits(self.old, self.edits)

    def places(self) -> Iterator[int]:
        """Where each fix taken begins in the new text, in the order of ``applied``."""
        shift = 0
        moved: dict[Span, int] = {}
        for edit in self.edits:
            moved.setdefault(edit.span, edit.span.start + shift)
            shift += len(edit.replacement) - (edit.span.end - edit.span.start)
        return (moved[min(edit.span for edit in fix.edits)] for fix in self.applied)


def plan_fixes(text: str, fixes: Iterable[Fix]) -> Plan:
    """Choose the fixes to apply in one pass, in time linear in the text and the edits.

    Fixes are taken by the place of their first edit; at the same place in the order given. A fix
    that touches one already taken is left whole: two edits that meet may each be right and yet
    wrong together, so the second waits until the first can be seen. What takes out whole lines
    does not meet what begins on the line after them.
    """
    taken = bytearray(len(text) + 1)  # For each place between characters whether an edit reaches it.
    seen: set[tuple[Edit, ...]] = set()
    applied: list[Fix] = []
    left: list[Left] = []
    for edits, fix in sorted(((tuple(sorted(fix.edits, key=_place)), fix) for fix in fixes), key=_first):
        if edits in seen:
            continue
        seen.add(edits)
        why = _obstacle(text, edits, taken)
        if why is not None:
            left.append(Left(fix, why))
            continue
        applied.append(fix)
        for edit in edits:
            start, stop = edit.span.start, _reach(text, edit)
            taken[start:stop] = b"\1" * (stop - start)
    return Plan(text, tuple(applied), tuple(left))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that are sorted by place and do not overlap."""
    parts: list[str] = []
    at = 0
    for (start, end), replacement in edits:
        parts += (text[at:start], replacement)
        at = end
    return "".join([*parts, text[at:]])


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Apply whole fixes in one pass; those that touch another wait. See :func:`plan_fixes`.

    Returns:
        The new text and the number of fixes applied.
    """
    plan = plan_fixes(text, fixes)
    return plan.text, len(plan.applied)


def _place(edit: Edit) -> Span:
    return edit.span


def _first(pair: tuple[tuple[Edit, ...], Fix]) -> Span:
    edits, _ = pair
    return edits[0].span if edits else Span(0, 0)


def _obstacle(text: str, edits: tuple[Edit, ...], taken: bytearray) -> Why | None:
    at = 0
    for start, end in (edit.span for edit in edits):
        if not at <= start <= end <= len(text):
            return Why.BROKEN
        at = end
    if all(text[edit.span.start : edit.span.end] == edit.replacement for edit in edits):
        return Why.IDLE
    if any(taken.find(1, edit.span.start, _reach(text, edit)) >= 0 for edit in edits):
        return Why.TOUCHES
    return None


def _reach(text: str, edit: Edit) -> int:
    """The end of the places between characters that an edit keeps from others."""
    start, end = edit.span
    lines = start < end and not edit.replacement and _begins_line(text, start) and _begins_line(text, end)
    return end if lines else end + 1


def _begins_line(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return not before or before == "\n" or (before == "\r" and text[at : at + 1] != "\n")
