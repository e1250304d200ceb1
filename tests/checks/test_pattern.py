"""The check kind ``pattern`` and the patterns of the built-in packs."""

from __future__ import annotations

import re
import time
from typing import get_type_hints

import pytest

from drafting import builtin_rules, document_of, findings_of
from hegao.checks.pattern import PatternParams, run
from hegao.checks.patterns import compile_pattern

REPORT = """\
云岭镇2023年政府信息公开工作年度报告

一、总体情况
下步工作中，我们做好“下步工作”清单。

五、存在的主要问题及改进情况
下步工作安排如下。
"""


def spans(text, **params):
    document = document_of(text)
    return [text[slice(*match.span)] for match in run(document, PatternParams(**params))]


def test_the_group_x_is_what_is_reported():
    assert spans("云岭镇下步工作。\n", pattern="(?P<x>下步)工作") == ["下步"]


def test_named_groups_and_the_correction_are_slots():
    document = document_of("云岭镇下步工作。\n")
    (match,) = run(document, PatternParams(pattern="下步(?P<what>工作|打算)", replace=r"下一步\g<what>"))
    assert match.slots == {"what": "工作", "new": "下一步工作"}
    assert match.repairs[0].edits[0].replacement == "下一步工作"


def test_a_group_that_took_no_part_is_an_empty_slot():
    document = document_of("云岭镇下步工作。\n")
    (match,) = run(document, PatternParams(pattern="下步(?P<a>打算)?", replace=r"下一步\g<a>"))
    assert match.slots["a"] == ""
    assert match.repairs[0].edits[0].replacement == "下一步"


def test_sections_limit_where_it_looks():
    assert spans(REPORT, pattern="下步工作", sections=(5,)) == ["下步工作"]
    assert spans(REPORT, pattern="云岭镇", sections=(0,)) == ["云岭镇"]
    assert spans(REPORT, pattern="下步工作", sections=(5,), scope="source") == ["下步工作"]


def test_scopes():
    assert spans(REPORT, pattern="情况", scope="headings") == ["情况", "情况"]
    assert spans(REPORT, pattern="情况", scope="prose") == []
    assert spans(REPORT, pattern="报告", scope="title") == ["报告"]


def test_quoted_text_can_be_left_alone():
    assert len(spans(REPORT, pattern="下步工作")) == 3
    assert len(spans(REPORT, pattern="下步工作", not_quoted=True)) == 2


def test_a_sentence_that_matches_unless_is_left_alone():
    text = "下步工作照旧，这是原话。下步工作推进。\n"
    assert len(spans(text, pattern="下步工作", unless="原话")) == 1


def test_replacements_go_before_replace():
    document = document_of("市委县委。\n")
    matches = run(document, PatternParams(pattern="[市县]委", replace="委", replacements={"市委": "市委、"}))
    assert [match.repairs[0].edits[0].replacement for match in matches] == ["市委、", "委"]


def test_a_match_over_a_wrapped_line_is_mended_without_eating_the_line_end():
    text = "我镇按照县委、县政府要求认真组织开展政府信息公开工作，下\n步工作中继续坚持依法公开的原则不动摇。\n"
    document = document_of(text)
    (match,) = run(document, PatternParams(pattern="下步工作", replace="下一步工作"))
    assert text[slice(*match.span)] == "下\n步工作"
    (edit,) = match.repairs[0].edits
    assert edit.replacement == "一"
    assert edit.span.empty


def patterns():
    for rule in builtin_rules().values():
        for name in get_type_hints(type(rule.params)):
            value = getattr(rule.params, name)
            if isinstance(value, str) and name in {"pattern", "unless"} and value:
                yield rule.code, value


PATTERNS = sorted(set(patterns()))


@pytest.mark.parametrize(("code", "pattern"), PATTERNS, ids=[code for code, _ in PATTERNS])
def test_a_pattern_is_in_the_common_subset_of_regex_and_re(code, pattern):
    expanded = pattern.replace("[\\p{Han}", "[\u4e00-\u9fff").replace("\\p{Han}", "[\u4e00-\u9fff]")
    assert "\\p" not in expanded
    assert re.compile(expanded).groupindex.keys() == compile_pattern(pattern).groupindex.keys()


def bricks(pattern):
    """Stuff that could make a pattern slow: runs of its own characters and of common ones."""
    own = "".join(re.findall("[\u4e00-\u9fff]", pattern))
    yield from {"公", "1", " ", "，", "年1月", "“", "（", "a", own[:2], own[:7], own[-3:]} - {""}


def seconds(pattern, text):
    compiled = compile_pattern(pattern)
    best = float("inf")
    for _ in range(3):
        start = time.thread_time()
        for _ in compiled.finditer(text):
            pass
        best = min(best, time.thread_time() - start)
        if best < 0.002:
            break
    return best


@pytest.mark.parametrize(("code", "pattern"), PATTERNS, ids=[code for code, _ in PATTERNS])
def test_a_pattern_takes_time_in_proportion_to_the_text(code, pattern):
    for brick in bricks(pattern):
        whole = brick * (50_000 // len(brick))
        before = seconds(pattern, whole[:2_000])
        for size in (10_000, 50_000):
            took = seconds(pattern, whole[:size])
            # A quadratic pattern takes 25 times as long for five times the text.
            assert took < 12 * max(before, 0.002), (brick, size)
            before = took


@pytest.mark.parametrize("text", ["", "\n", "）", "“", "2023年", "\ud800", "一" * 5000, "“（《" * 500])
def test_rules_of_this_kind_are_total(text):
    rules = [rule for rule in builtin_rules().values() if rule.check == "pattern"]
    for finding in findings_of(text, rules):
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
