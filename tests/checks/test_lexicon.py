"""The lexicons: every slip is found, and nothing in right Chinese is."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, findings_of
from hegao.fix import apply_fixes

RULES = [rule for rule in builtin_rules().values() if rule.check == "lexicon"]
KEYS = {"wrong", "right", "with", "before", "after", "unless_before", "unless_after", "quoted", "note", "not"}


def forms(entry):
    """Each slip an entry stands for, with what was meant."""
    for word in entry.get("with", ("",)):
        yield entry["wrong"].replace("{}", word), entry["right"].replace("{}", word)


CASES = [(rule, entry) for rule in RULES for entry in rule.params.entries]
IDS = [f"{rule.code}-{next(forms(entry))[0]}" for rule, entry in CASES]


@pytest.mark.parametrize(("rule", "entry"), CASES, ids=IDS)
def test_each_entry_is_found_and_mended(rule, entry):
    before = entry.get("before", ("",))[0]
    after = entry.get("after", ("",))[0]
    for wrong, right in forms(entry):
        text = f"全年工作中，{before}{wrong}{after}。\n"
        found = findings_of(text, [rule])
        assert len(found) == 1, (text, [finding.message for finding in found])
        start = text.index(wrong)
        assert found[0].span.start <= start
        assert found[0].span.end >= start + len(wrong)
        fixed, _ = apply_fixes(text, found[0].fixes)
        assert right in fixed
        assert not findings_of(fixed, [rule]), fixed


@pytest.mark.parametrize(("rule", "entry"), CASES, ids=IDS)
def test_what_an_entry_must_leave_alone_is_left_alone(rule, entry):
    assert entry["not"], "an entry shows right text that is near it"
    for sentence in entry["not"]:
        found = findings_of(f"{sentence}\n", RULES)
        assert not found, (sentence, [finding.message for finding in found])


def test_entries_have_known_keys_and_differ_from_what_was_meant():
    for _, entry in CASES:
        assert set(entry) <= KEYS, entry
        for wrong, right in forms(entry):
            assert wrong
            assert wrong != right
            assert "{}" not in wrong
            assert "{}" not in right


def test_no_slip_is_listed_twice():
    seen = [wrong for _, entry in CASES for wrong, _ in forms(entry)]
    assert len(seen) == len(set(seen)), sorted({wrong for wrong in seen if seen.count(wrong) > 1})


def test_there_are_at_least_180_slips():
    assert sum(1 for _ in CASES) >= 180


def test_of_two_slips_that_overlap_one_is_reported():
    found = findings_of("收到依申情公开申情三件。\n", RULES)
    assert [finding.text for finding in found] == ["依申情公开"]


def test_a_slip_inside_quotes_is_a_name():
    assert not findings_of("名为“再接再励”的团队参加了比赛。\n", RULES)


def test_a_slip_over_a_wrapped_line_is_found():
    text = "我镇按照县委、县政府要求认真组织开展政府信息公开工作，坚持再接再\n励，确保按时完成各项任务。\n"
    found = findings_of(text, RULES)
    assert [text[slice(*finding.span)] for finding in found] == ["再接再\n励"]
