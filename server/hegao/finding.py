"""What a check yields and what a reader gets: plain data.

A check knows places, a rule knows words. A check therefore yields a :class:`Match` (where, and
the values that fill the rule's message); the engine joins it with the rule to a :class:`Finding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from hegao.fix import Edit, Fix, apply_edits, plan_fixes
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


class Told(NamedTuple):
    """Where another rule tells of the same fault: any of ``codes``, at any of ``spans``.

    What carries it is left out when such a finding is shown, and stands in for it when none is.
    """

    codes: tuple[str, ...]
    spans: tuple[Span, ...]


class Match(NamedTuple):
    """One place a check objects to.

    Attributes:
        span: Where, in code points of the source. Empty only for what is absent.
        slots: Values for the message template of the rule.
        variant: Which of the rule's ``messages`` to use; "" means its ``message``.
        repairs: Proposed corrections, best first.
        related: Other places that explain this one.
        unless: Where another rule may tell of the same fault.
    """

    span: Span
    slots: Mapping[str, str] = _NO_SLOTS
    variant: str = ""
    repairs: tuple[Repair, ...] = ()
    related: tuple[Related, ...] = ()
    unless: Told | None = None


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
        unless: Where another rule may tell of the same fault; see :func:`told_once`.
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
    unless: Told | None = None


def told_once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings without those whose fault another one among them tells of."""
    if not any(finding.unless for finding in findings):
        return findings
    return tuple(finding for finding in findings if not _is_told(finding.unless, findings))


def _is_told(told: Told | None, findings: Iterable[Finding]) -> bool:
    return told is not None and any(
        finding.code in told.codes and any(span.touches(finding.span) for span in told.spans) for finding in findings
    )


def same_fixes(text: str, findings: Iterable[Finding], finding: Finding) -> tuple[Fix, ...]:
    """The fixes that make the same change as a finding's own, wherever its rule finds the same: 我乡 → 我镇.

    Args:
        text: The draft that the findings are about.
        findings: All of the draft, ``finding`` among them.

    Returns:
        Safe and unsafe fixes that can be applied together, by place; none when the finding's own
        is a suggestion, which is only ever applied one by one.
    """
    own = _bulk_fix(finding)
    if own is None:
        return ()
    wanted = _change(text, finding, own)
    same = []
    for other in findings:
        fix = _bulk_fix(other) if other.code == finding.code else None
        if fix is not None and _change(text, other, fix) == wanted:
            same.append(fix)
    return plan_fixes(text, same).applied


def _bulk_fix(finding: Finding) -> Fix | None:
    return next((fix for fix in finding.fixes if fix.applicability.in_bulk(unsafe=True)), None)


def _change(text: str, finding: Finding, fix: Fix) -> tuple[tuple[str, str], ...]:
    """What a fix replaces by what; of a word that a line end cuts, the whole word."""
    start, end = finding.span
    old = text[start:end]
    if len(old.split()) > 1 and all(start <= edit.span.start and edit.span.end <= end for edit in fix.edits):
        moved = (Edit(Span(edit.span.start - start, edit.span.end - start), edit.replacement) for edit in fix.edits)
        new = apply_edits(old, sorted(moved))
        return (("".join(old.split()), "".join(new.split())),)
    return tuple((text[edit.span.start : edit.span.end], edit.replacement) for edit in fix.edits)


_SHORT = 8
_GAPS = " -"


def mask(text: str) -> str:
    """Private text as it may be shown and published, of unchanged length: some characters at either end stay.

    A phone number becomes ``138****5678``, a bank card number ``6222***********3449``, an identity
    number ``61*************239``; blanks and hyphens between digits and the host of a mailbox stay.
    """
    name, at, host = text.rpartition("@")
    if at:
        return name[:2] + "*" * (len(name) - 2) + at + host if len(name) > 2 else "*" * len(name) + at + host
    shown = [index for index, character in enumerate(text) if character not in _GAPS]
    if not all(text[index].isalnum() for index in shown):
        shown = list(range(len(text)))
    head, tail = _kept("".join(text[index] for index in shown))
    hidden = set(shown[head : len(shown) - tail] if len(shown) > head + tail else shown)
    return "".join("*" if index in hidden else character for index, character in enumerate(text))


def _kept(value: str) -> tuple[int, int]:
    """How many characters of a value stay at its start and at its end."""
    if value.isdecimal() and len(value) == 11 and int(value[0]) == 1:
        return 3, 4
    if value.isdecimal() and len(value) in (16, 17, 19):
        return 4, 4
    return (2, 3) if len(value) > _SHORT else (2, 1)
