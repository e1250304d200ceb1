"""A rule and a pack, as read from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hegao.checks.registry import CHECKS
from hegao.document.form import Form
from hegao.finding import Severity
from hegao.fix import Applicability
from hegao.rulepack.params import build_params

FAMILIES: dict[str, str] = {
    "S": "结构",
    "T": "表格",
    "N": "数字",
    "C": "必备内容",
    "W": "用词",
    "P": "标点与数字形式",
    "D": "日期与年份",
    "J": "残留",
    "V": "隐私",
}


_NO_MESSAGES: Mapping[str, str] = {}


class Params:
    """The parameters of a rule: what its file says, and once asked for, what its check takes."""

    __slots__ = ("_built", "check", "raw")

    def __init__(self, check: str, raw: Mapping[str, Any]) -> None:
        self.check = check
        self.raw = raw
        self._built: Any = None

    @property
    def built(self) -> Any:
        """An instance of the check's parameter type.

        Raises:
            hegao.rulepack.params.ParamError: A key is unknown or missing.
        """
        if self._built is None:
            self._built = build_params(CHECKS[self.check].params, self.raw, validate=False)
        return self._built


class Example(NamedTuple):
    """A pair of drafts (often a fragment). ``bad`` marks what must be found as ``⟦…⟧``.

    ``good`` must be clean of the rule. ``fixed``: what applying the safe or unsafe fixes of the
    rule to ``bad`` gives; defaults to nothing being promised. ``agency``: configured agency name.
    ``previous``: last year's report, for rules that compare with it.
    """

    bad: str = ""
    good: str = ""
    fixed: str | None = None
    agency: str = ""
    within: tuple[str, ...] = ()
    previous: str = ""


class Rule(NamedTuple):
    """What the author reads and which check finds it.

    Attributes:
        message: Template; ``{slot}`` is filled from the match, ``{text}`` is the text found.
        messages: Further templates by the variant a match names.
        basis: Document and clause the rule enforces.
        explanation: Why, in plain Chinese; shown by ``hegao rule``.
        fix: How far its fixes may be trusted, None when it has none.
        fix_title: Template of the fix title; "" gives a plain one.
        when: Literals of which the draft's running text or source must hold at least one for the
            rule to be able to match; a speed-up that must never change a result.
        enabled: False for rules with many false alarms, off unless selected by code or name.
        absent: Whether findings are about something missing.
        masked: Whether the text found is private.
        any_text: Whether the rule applies to texts that are no report of a known form.
        given_params: Parameters of its check; ``params`` has them as the check takes them.
    """

    code: str
    name: str
    title: str
    check: str
    severity: Severity
    message: str
    basis: str
    given_params: Params
    explanation: str = ""
    messages: Mapping[str, str] = _NO_MESSAGES
    fix: Applicability | None = None
    fix_title: str = ""
    when: tuple[str, ...] = ()
    enabled: bool = True
    absent: bool = False
    masked: bool = False
    any_text: bool = False
    aliases: tuple[str, ...] = ()
    given_examples: tuple[Example, ...] | None = ()
    source: str = ""

    @property
    def params(self) -> Any:
        """The parameters its check takes; made when the rule first runs.

        Raises:
            hegao.rulepack.params.ParamError: An unchecked rule has a parameter its check does not know.
        """
        return self.given_params.built

    @property
    def examples(self) -> tuple[Example, ...]:
        """Its examples; those of built-in rules are read only when somebody asks."""
        if self.given_examples is not None:
            return self.given_examples
        from hegao.rulepack.load import builtin_examples  # noqa: PLC0415 - that module builds on this one

        return builtin_examples(self.source)[self.code]

    @property
    def correction(self) -> Applicability | None:
        """What its examples prove of its fixes; None when they prove nothing.

        A safe or unsafe fix is promised only by a rule one of whose examples shows the corrected
        text. A suggestion leaves the choice to the author, so that no one text is the corrected one.
        """
        if self.fix is None or self.fix is Applicability.SUGGESTION:
            return self.fix
        return self.fix if any(example.fixed is not None for example in self.examples) else None

    @property
    def family(self) -> str:
        """Its family letter."""
        return self.code[0]


class Pack(NamedTuple):
    """Rules that belong together, with the official form they are about (None for any text)."""

    key: str
    name: str
    rules: tuple[Rule, ...]
    form: Form | None = None
