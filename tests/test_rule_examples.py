"""Every rule's examples: bad is found at its marks, good is clean, the fix leads where it says."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, findings_of
from hegao.fix import Applicability, apply_fixes
from marked import split_marks

CASES = [(rule, index) for rule in builtin_rules().values() for index in range(len(rule.examples))]
IDS = [f"{rule.code}-{index}" for rule, index in CASES]


@pytest.mark.parametrize("rule", builtin_rules().values(), ids=lambda rule: rule.code)
def test_a_rule_has_a_bad_and_a_good_example(rule):
    assert any(example.bad for example in rule.examples), rule.code
    assert any(example.good for example in rule.examples), rule.code


@pytest.mark.parametrize(("rule", "index"), CASES, ids=IDS)
def test_the_bad_example_is_found_at_its_marks(rule, index):
    example = rule.examples[index]
    text, spans = split_marks(example.bad)
    found = findings_of(text, [rule], example.agency, example.within, example.previous)
    assert [tuple(finding.span) for finding in found] == spans, [
        (tuple(finding.span), finding.text, finding.message) for finding in found
    ]
    for finding in found:
        assert "{" not in finding.message, finding.message
        assert finding.basis


@pytest.mark.parametrize(("rule", "index"), CASES, ids=IDS)
def test_the_good_example_is_clean(rule, index):
    example = rule.examples[index]
    found = findings_of(example.good, [rule], example.agency, example.within, example.previous)
    assert not found, [(finding.text, finding.message) for finding in found]


FIXED = [(rule, index) for rule, index in CASES if rule.examples[index].fixed is not None]


@pytest.mark.parametrize(("rule", "index"), FIXED, ids=[f"{rule.code}-{index}" for rule, index in FIXED])
def test_the_fix_gives_what_the_example_says(rule, index):
    example = rule.examples[index]
    text, _ = split_marks(example.bad)
    found = findings_of(text, [rule], example.agency, example.within, example.previous)
    fixes = [fix for finding in found for fix in finding.fixes if fix.applicability is not Applicability.SUGGESTION]
    fixed, _ = apply_fixes(text, fixes)
    assert fixed == example.fixed
    again = findings_of(fixed, [rule], example.agency, example.within, example.previous)
    assert not again, [(finding.text, finding.message) for finding in again]
