"""What a check yields and what a reader gets: plain data.

A check knows places, a rule knows words. A check therefore yields a :class:`Match` (where, and
the values that fill the rule's message); the engine joins it with the rule to a :class:`Finding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from hegao.fix import Edit, Fix
from hegao.text import Span


class Severity(str, Enum):
    """How sure and how grave a finding is."""

    ERROR = "error"
    """必错: certainly wrong."""
    WARNING = "warning"
    """疑似: probably wrong."""
    INFO = "info"
    """提示: worth a look."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return _RANKS[self.value]


_RANKS = {"error": 0, "warning": 1, "info": 2}
_NO_SLOTS: Mapping[str, str] = {}


class Related(NamedTuple):
    """Another place that explains a finding. ``message`` is Chinese text for the author."""

    span: Span
    message: str


class Repair(NamedTuple):
    """A correction that a check proposes; the rule says how far to trust it and how to name it.

    ``slots`` are joined to those of the match when the rule's fix title is filled in.
    """

    edits: tuple[Edit, ...]
    slots: Mapping[str, str] = _NO_SLOTS


class Match(NamedTuple):
    """One place a check objects to.

    Attributes:
        span: Where, in code points of the source. Empty only for what is absent.
        slots: Values for the message template of the rule.
        variant: Which of the rule's ``messages`` to use; "" means its ``message``.
        repairs: Proposed corrections, best first.
        related: Other places that explain this one.
    """

    span: Span
    slots: Mapping[str, str] = _NO_SLOTS
    variant: str = ""
    repairs: tuple[Repair, ...] = ()
    related: tuple[Related, ...] = ()


class Finding(NamedTuple):
    """One thing to tell the author, complete and in Chinese.

    Attributes:
        code: Rule code, such as ``T102``.
        name: Rule name in kebab-case.
        span: Where, in code points of the source.
        masked: Whether the text of the span is private and must be shown masked (``text`` then
            holds the masked form).
        text: The text of the span as it may be shown.
        absent: Whether the finding is about something missing near ``span``.
        fixes: At most one safe or unsafe fix, then any number of suggestions.
    """

    code: str
    name: str
    severity: Severity
    message: str
    basis: str
    span: Span
    text: str = ""
    masked: bool = False
    absent: bool = False
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
