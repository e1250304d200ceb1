"""Document and rules to findings. A rule that crashes is isolated and named; the others still run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Any, NamedTuple

from hegao.checks.derived import pieces_of
from hegao.checks.registry import CHECKS
from hegao.checks.relations import Tally, tally
from hegao.config.model import Settings, Suppression
from hegao.config.rules import active_rules, all_rules
from hegao.config.suppress import apply_suppressions
from hegao.document.form import Form
from hegao.document.memory import ParseMemory
from hegao.document.model import Agency, Document
from hegao.document.parse import parse_document, peek_year
from hegao.finding import Finding, Match, Repair, mask, told_once
from hegao.fix import Applicability, Fix
from hegao.rulepack.load import form_for_year, load_form
from hegao.rulepack.model import Rule
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft
from hegao.text import Span

RELATIONS = "table-relations"
"""The kind of check whose rules are the relations counted in a result."""
NO_RELATIONS = Tally(0, 0, 0)


class RuleFailure(NamedTuple):
    """A rule that raised on a draft. ``error`` is the exception's type name, never draft text."""

    code: str
    error: str


class Outcome(NamedTuple):
    """What the rules say of one draft: findings by place, then by code."""

    findings: tuple[Finding, ...]
    failures: tuple[RuleFailure, ...] = ()


class _Slots(dict[str, str]):
    """A message with a slot the check did not fill shows the slot's name instead of failing."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _fix_title(rule: Rule, repair: Repair, slots: Mapping[str, str], document: Document) -> str:
    if rule.fix_title:
        return rule.fix_title.format_map(_Slots({**slots, **repair.slots}))
    if len(repair.edits) == 1:
        edit = repair.edits[0]
        old = mask(document.source[edit.span]) if rule.masked else document.source[edit.span].strip()
        new = edit.replacement.strip()
        if not new:
            return f"删去“{old}”" if old else "删去多余的空白"
        return f"改为“{new}”" if old else f"补上“{new}”"
    return f"改正（{len(repair.edits)} 处）"


def _fixes(rule: Rule, match: Match, slots: Mapping[str, str], document: Document) -> tuple[Fix, ...]:
    if rule.fix is None:
        return ()
    repairs = match.repairs if rule.fix is Applicability.SUGGESTION else match.repairs[:1]
    return tuple(Fix(_fix_title(rule, repair, slots, document), repair.edits, rule.fix) for repair in repairs)


def _finding(rule: Rule, match: Match, document: Document) -> Finding:
    found = document.source[match.span]
    text = mask(found) if rule.masked else found
    slots = _Slots({"text": text.strip(), **match.slots})
    template = rule.messages.get(match.variant, rule.message) if match.variant else rule.message
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=template.format_map(slots),
        basis=rule.basis,
        span=match.span,
        text=text,
        masked=rule.masked,
        absent=rule.absent,
        fixes=_fixes(rule, match, slots, document),
        related=match.related,
        unless=match.unless,
    )


def possible_rules(rules: Iterable[Rule], document: Document) -> Iterator[Rule]:
    """The rules of whose literals one stands in the draft, and those that have none.

    Nearly every literal is ruled out by how it begins and ends.
    """
    text = document.source.text
    rejoined = document.view.text if any(block.joined for block in document.view.blocks) else ""
    return standing_rules(rules, (text, rejoined), pieces_of(document))


def standing_rules(rules: Iterable[Rule], texts: tuple[str, ...], pieces: Set[str]) -> Iterator[Rule]:
    """The rules of whose literals one stands in one of the texts, and those that have none.

    Args:
        pieces: Every character and every two neighbouring characters of the texts.
    """
    known: dict[str, bool] = {}
    for rule in rules:
        possible = not rule.when
        for literal in rule.when:
            found = known.get(literal)
            if found is None:
                found = literal[:2] in pieces and literal[-2:] in pieces and any(literal in text for text in texts)
                known[literal] = found
            if found:
                possible = True
                break
        if possible:
            yield rule


class Ran(NamedTuple):
    """What one rule found, in the order of its check; what it found before it raised counts."""

    findings: tuple[Finding, ...]
    failure: RuleFailure | None = None


def run_rule(rule: Rule, document: Document) -> Ran:
    """Run one rule over a draft; one that raises must not silence the others."""
    findings: list[Finding] = []
    failure = None
    try:
        for match in CHECKS[rule.check].run(document, rule.params):
            findings.append(_finding(rule, match, document))
    except Exception as error:  # noqa: BLE001 - one broken rule must not silence the others
        _log_failure(rule, error)
        failure = RuleFailure(rule.code, type(error).__name__)
    return Ran(tuple(findings), failure)


def gather(rans: Iterable[Ran]) -> Outcome:
    """What all rules found, by place, then by code."""
    findings: list[Finding] = []
    failures: list[RuleFailure] = []
    for ran in rans:
        findings += ran.findings
        if ran.failure is not None:
            failures.append(ran.failure)
    findings.sort(key=lambda finding: (finding.span, finding.code))
    return Outcome(told_once(tuple(findings)), tuple(failures))


def lint(document: Document, rules: Iterable[Rule], *, force: bool = False) -> Outcome:
    """Run rules over a draft.

    Rules that need a report of a known form are left out when the draft is none, unless ``force``.
    """
    every = rules if force else rules_for(document, rules)
    return gather(run_rule(rule, document) for rule in possible_rules(every, document))


def rules_for(document: Document, rules: Iterable[Rule]) -> Iterable[Rule]:
    """The rules that apply to a draft: all to a report of a known form, else those for any text."""
    return rules if document.is_report else [rule for rule in rules if rule.any_text]


def _log_failure(rule: Rule, error: Exception) -> None:
    """Log where a rule raised, for whoever listens; a draft's text is never logged.

    The traceback shows lines of code, not values; the exception's own message may quote the draft
    and is left out.
    """
    # Six milliseconds of every start, for what hardly ever happens.
    import logging  # noqa: PLC0415

    log = logging.getLogger(__name__)
    if log.hasHandlers():
        named = RuntimeError(f"{type(error).__name__} (message withheld)")
        log.error("rule %s failed", rule.code, exc_info=(RuntimeError, named, error.__traceback__))


class Result(NamedTuple):
    """Everything there is to say of one draft.

    Attributes:
        findings: By place, then by code, without the suppressed ones.
        failures: Rules that raised.
        relations: Relations between figures (勾稽): how many could be checked, how many are broken.
        suppressed: Number of findings left out because of a suppression.
        used: The suppressions that left one out.
        private: Where private values stand, also those whose findings were left out: no presenter may
            show them.
        rules, usual: Number of rules that ran, and of those that run when nothing is selected.
    """

    document: Document
    findings: tuple[Finding, ...]
    failures: tuple[RuleFailure, ...] = ()
    relations: Tally = NO_RELATIONS
    suppressed: int = 0
    used: frozenset[Suppression] = frozenset()
    private: tuple[Span, ...] = ()
    rules: int = 0
    usual: int = 0


class Draft(NamedTuple):
    """A parsed draft with the rules that run on it, and all rules there are for its form."""

    document: Document
    rules: tuple[Rule, ...]
    known: tuple[Rule, ...]

    @property
    def private(self) -> list[Rule]:
        """Rules about private values that were not asked for: they are run to know what must not be shown."""
        codes = {rule.code for rule in self.rules}
        return [rule for rule in self.known if rule.masked and rule.enabled and rule.code not in codes]

    @property
    def groups(self) -> list[Any]:
        """The parameters of the rules that are relations between figures."""
        return [rule.params for rule in self.rules if rule.check == RELATIONS]


def check(text: str, settings: Settings, filename: str = "") -> Result:
    """Check a draft under its settings: the same for the command line, the editor and the hook.

    Args:
        filename: Path of the draft, for suppressions; "" when it has none.

    Raises:
        hegao.config.ConfigError: A setting names a rule that is not there.
        hegao.rulepack.load.PackError: A user's rule pack cannot be used.
        hegao.sources.encodings.SourceError: Last year's report cannot be read.
    """
    draft = prepare(text, settings)
    document = draft.document
    outcome = lint(document, draft.rules)
    return conclude(
        draft,
        settings,
        filename,
        outcome,
        tally(document, draft.groups) if document.is_report else NO_RELATIONS,
        lambda rules: lint(document, rules).findings,
    )


def prepare(text: str, settings: Settings, memory: ParseMemory | None = None) -> Draft:
    """Parse a draft under its settings and choose its rules; raises what :func:`check` does.

    Args:
        memory: Of the last parse of the same draft.
    """
    form = form_for_year(peek_year(text)) if settings.pack == "auto" else load_form(settings.pack)
    rules, known = active_rules(settings, form.key), all_rules(settings, form.key)
    document = parse_document(text, form, _agency(settings), memory)
    if settings.previous and document.is_report:
        document = _with_previous(document, settings)
    return Draft(document, rules, known)


def conclude(
    draft: Draft,
    settings: Settings,
    filename: str,
    outcome: Outcome,
    relations: Tally,
    find: Callable[[list[Rule]], Iterable[Finding]],
) -> Result:
    """Everything there is to say of a draft, from what its rules found.

    Args:
        find: What further rules find in the draft.
    """
    document = draft.document
    findings, used = apply_suppressions(settings, filename, document, outcome.findings)
    private: tuple[Span, ...] = ()
    if findings:
        others = draft.private
        every = (*outcome.findings, *(find(others) if others else ()))
        private = tuple(finding.span for finding in every if finding.masked and not finding.span.empty)
    return Result(
        document=document,
        findings=findings,
        failures=outcome.failures,
        relations=relations,
        suppressed=len(outcome.findings) - len(findings),
        used=used,
        private=private,
        rules=len(draft.rules),
        usual=sum(rule.enabled for rule in draft.known),
    )


def _agency(settings: Settings) -> Agency | None:
    if not (settings.agency or settings.within):
        return None
    return Agency(name=settings.agency, within=settings.within)


def _with_previous(document: Document, settings: Settings) -> Document:
    """The draft with last year's report, unless that is of another year or another place."""
    previous = _previous(settings, document.form)
    if previous.year is not None and document.year is not None and previous.year != document.year - 1:
        return document
    places = {previous.agency.place, document.agency.place} - {""}
    return document if len(places) > 1 else document._replace(previous=previous)


@lru_cache(maxsize=16)
def _previous(settings: Settings, form: Form) -> Document:
    """Last year's report, read once for all drafts under the same settings."""
    try:
        text = read_draft(settings.previous).text
    except SourceError as error:
        origin = settings.origin("previous.report")
        raise SourceError(f"{origin}：上年度报告读不了：{error}") from error
    return parse_document(text, form)
