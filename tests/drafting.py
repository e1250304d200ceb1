"""Short ways from a draft to a document and to findings, for tests."""

from __future__ import annotations

from collections.abc import Iterable

from hegao.document.model import Agency, Document
from hegao.document.parse import parse_document
from hegao.engine import lint
from hegao.finding import Finding
from hegao.rulepack.load import FORMS, form_for_year, load_pack
from hegao.rulepack.model import Rule
from marked import split_marks


def builtin_rules() -> dict[str, Rule]:
    """Every built-in rule by code."""
    return {rule.code: rule for key in FORMS for rule in load_pack(key).rules}


def document_of(text: str, agency: str = "", within: tuple[str, ...] = ()) -> Document:
    """Parse a draft under the newest form; its report-or-not judgement is the parser's."""
    return parse_document(text, form_for_year(None), Agency(name=agency, within=within) if agency or within else None)


def findings_of(
    text: str, rules: Iterable[Rule], agency: str = "", within: tuple[str, ...] = (), previous: str = ""
) -> list[Finding]:
    """The findings of rules on a draft; a crash of a rule fails the test."""
    document = document_of(text, agency, within)
    if previous:
        document = document._replace(previous=document_of(previous, agency, within))
    outcome = lint(document, rules, force=True)
    assert not outcome.failures, outcome.failures
    return list(outcome.findings)


def assert_marked(code: str, marked: str, agency: str = "") -> None:
    """The rule finds exactly the marked spans."""
    text, spans = split_marks(marked)
    found = findings_of(text, [builtin_rules()[code]], agency)
    assert [tuple(finding.span) for finding in found] == spans, [
        (text[finding.span.start : finding.span.end], finding.message) for finding in found
    ]
