from __future__ import annotations

import pytest

from drafting import builtin_rules
from hegao.finding import Severity
from hegao.lsp.rule_samples import sample_of
from hegao.rulepack.model import Example, Params, Rule

RULES = builtin_rules()


def rule(*examples: Example, absent: bool = False) -> Rule:
    return Rule(
        code="T900", name="invented", title="", check="pattern", severity=Severity.ERROR, message="", basis="",
        given_params=Params("pattern", {}), given_examples=examples, absent=absent,
    )  # fmt: skip


def test_the_marked_line_is_shown_with_the_line_that_replaces_it():
    pair = sample_of(rule(Example(bad="甲。\n乙⟦错⟧字。\n", good="丙。\n", fixed="甲。\n乙对字。\n")))
    assert (pair.wrong, pair.right, pair.found) == ("乙错字。", "乙对字。", "错")


def test_the_likest_line_of_a_right_draft_is_taken_when_nothing_is_fixed():
    pair = sample_of(rule(Example(bad="共公开⟦12⟧件信息。\n", good="其他说明文字。\n共公开11件信息。\n又一行。\n")))
    assert (pair.wrong, pair.right) == ("共公开12件信息。", "共公开11件信息。")


def test_a_line_of_the_wrong_draft_is_no_correction():
    pair = sample_of(rule(Example(bad="一、总体情况\n⟦二、总体情况⟧\n", good="一、总体情况\n")))
    assert (pair.wrong, pair.right) == ("二、总体情况", "")


def test_the_pair_about_what_was_found_goes_first():
    one, two = Example(bad="⟦甲⟧字\n", fixed="丙字\n"), Example(bad="写着⟦乙⟧字的句子\n", fixed="写着丁字的句子\n")
    assert sample_of(rule(one, two), "乙").wrong == "写着乙字的句子"
    assert sample_of(rule(one, two), "甲").right == "丙字"


def test_what_is_absent_and_what_has_no_example_shows_nothing():
    assert sample_of(rule(Example(bad="⟦一行⟧\n", fixed="二行\n"), absent=True)) == ("", "", "")
    assert sample_of(rule()) == ("", "", "")


def test_long_lines_are_cut_around_the_mark_and_hidden_characters_are_spelt_out():
    pair = sample_of(rule(Example(bad="字" * 200 + "⟦错\u200b⟧" + "字" * 200, fixed="字" * 200 + "对" + "字" * 200)))
    assert len(pair.wrong) < 100 and "错<U+200B>" in pair.wrong
    assert "对" in pair.right


@pytest.mark.parametrize("code", sorted(RULES))
def test_samples_of_built_in_rules_hold_no_marks_and_show_a_difference(code):
    pair = sample_of(RULES[code])
    assert not set("⟦⟧\t") & set(pair.wrong + pair.right)
    assert max(map(len, (pair.wrong + "\n" + pair.right).split("\n"))) <= 100
    assert not pair.right or pair.wrong != pair.right
