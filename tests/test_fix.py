"""Applying fixes: whole or not at all, in one pass, and nothing outside their edits."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegao.finding import Finding, Severity, same_fixes
from hegao.fix import Applicability, Edit, Fix, Plan, Why, apply_edits, apply_fixes, plan_fixes
from hegao.text import SourceText, Span


def fix(*edits: tuple[int, int, str], title: str = "改") -> Fix:
    return Fix(title, tuple(Edit(Span(start, end), new) for start, end, new in edits), Applicability.SAFE)


@st.composite
def texts_with_fixes(draw: st.DrawFn) -> tuple[str, list[Fix]]:
    text = draw(st.text("我乡镇0\r\n ；", max_size=30))
    place = st.integers(0, len(text))
    edit = st.builds(lambda a, b, new: (min(a, b), max(a, b), new), place, place, st.text("甲乙", max_size=3))
    return text, draw(st.lists(st.builds(lambda edits: fix(*edits), st.lists(edit, max_size=3)), max_size=8))


def whys(plan: Plan) -> list[Why]:
    return [left.why for left in plan.left]


def _growth(edit: Edit) -> int:
    return len(edit.replacement) - (edit.span.end - edit.span.start)


def takes_lines(text: str, edit: Edit) -> bool:
    starts = {0, *SourceText(text).line_starts}
    return edit.span.start in starts and edit.span.end in starts and not edit.replacement and not edit.span.empty


def meet(text: str, one: Edit, other: Edit) -> bool:
    """Whether two edits may not be applied together."""
    first, second = sorted((one, other))
    return first.span.touches(second.span) and not (takes_lines(text, first) and first.span.end <= second.span.start)


def one_by_one(plan: Plan, order: random.Random) -> str:
    """The fixes of a plan applied singly in any order, each to what the ones before it left."""
    text = plan.old
    waiting = list(plan.applied)
    while waiting:
        following = waiting.pop(order.randrange(len(waiting)))
        text, count = apply_fixes(text, [following])
        assert count == 1
        edits = sorted(following.edits, key=lambda edit: edit.span)

        def moved(span: Span, edits: list[Edit] = edits) -> Span:
            # Of whole lines taken out nothing is left that what follows could stand in.
            start = span.start + sum(_growth(edit) for edit in edits if edit.span.end <= span.start)
            end = span.end + sum(_growth(edit) for edit in edits if edit.span.end < span.end)
            return Span(start, max(start, end) if span.empty else end)

        waiting = [
            other._replace(edits=tuple(Edit(moved(edit.span), edit.replacement) for edit in other.edits))
            for other in waiting
        ]
    return text


def test_a_fix_is_applied_whole():
    assert apply_fixes("甲乙丙丁", [fix((0, 1, "子"), (2, 3, ""), (4, 4, "。"))]) == ("子乙丁。", 1)


def test_a_fix_that_touches_another_waits_whole():
    plan = plan_fixes("甲乙丙丁戊己", [fix((0, 2, "子")), fix((2, 3, "寅"), (5, 6, "午")), fix((4, 5, "巳"))])
    assert plan.text == "子丙丁巳己"
    assert whys(plan) == [Why.TOUCHES]
    assert plan.left[0].fix == fix((2, 3, "寅"), (5, 6, "午"))


def test_an_insertion_between_two_replaced_characters_waits():
    plan = plan_fixes("甲乙", [fix((0, 1, "子")), fix((1, 1, "，")), fix((1, 2, "丑"))])
    assert plan.text == "子乙"
    assert whys(plan) == [Why.TOUCHES, Why.TOUCHES]


def test_a_later_edit_of_a_fix_keeps_its_place_from_others():
    plan = plan_fixes("甲乙丙丁戊", [fix((4, 5, "辰")), fix((0, 1, "子"), (4, 5, "申")), fix((2, 3, "寅"))])
    assert plan.text == "子乙寅丁申"
    assert plan.left[0].fix == fix((4, 5, "辰"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_whole_lines_go_together_with_what_begins_after_them(end):
    text = f"甲{end}{end}乙{end}丙{end}"
    gap = len(end)
    first, second = (0, 1 + 2 * gap, ""), (1 + 2 * gap, 2 + 3 * gap, "")
    third = (2 + 3 * gap, 3 + 3 * gap, "子")
    plan = plan_fixes(text, [fix(first), fix(second), fix(third)])
    assert (plan.text, plan.left) == (f"子{end}", ())
    # What begins inside a line, or is put in where the lines begin, waits.
    assert whys(plan_fixes(text, [fix((0, 1, "")), fix((1, 1, "，"))])) == [Why.TOUCHES]
    assert whys(plan_fixes(text, [fix((0, 0, "〇")), fix(first)])) == [Why.TOUCHES]
    assert whys(plan_fixes(text, [fix((0, 1 + 2 * gap, "一")), fix(second)])) == [Why.TOUCHES]


def test_the_order_is_by_place_and_then_as_given():
    first, second = fix((1, 2, "子")), fix((1, 2, "丑"))
    for given_order in ([first, second, fix((0, 0, "〇"))], [fix((0, 0, "〇")), first, second]):
        assert apply_fixes("甲乙丙", given_order) == ("〇甲子丙", 2)
    assert apply_fixes("甲乙丙", [second, first]) == ("甲丑丙", 1)


def test_fixes_with_the_same_edits_count_once():
    plan = plan_fixes("甲乙", [fix((0, 1, "子")), fix((0, 1, "子"), title="另一条规则的改法")])
    assert (plan.text, len(plan.applied), plan.left) == ("子乙", 1, ())
    twice_left = plan_fixes("甲乙", [fix((0, 1, "子")), fix((0, 2, "丑")), fix((0, 2, "丑"))])
    assert whys(twice_left) == [Why.TOUCHES]


def test_insertions_of_one_fix_at_one_place_stay_in_order():
    assert apply_fixes("甲乙", [fix((1, 1, "一"), (1, 1, "二"))]) == ("甲一二乙", 1)


@pytest.mark.parametrize("edits", [[(0, 2, "子"), (1, 3, "丑")], [(0, 9, "子")], [(2, 1, "子")], [(-1, 1, "子")]])
def test_a_broken_fix_is_left(edits):
    plan = plan_fixes("甲乙丙", [fix(*edits)])
    assert (plan.text, whys(plan)) == ("甲乙丙", [Why.BROKEN])


def test_a_fix_that_changes_nothing_is_left_and_keeps_no_place():
    plan = plan_fixes("甲乙", [fix(), fix((0, 1, "甲")), fix((0, 1, "子"))])
    assert (plan.text, whys(plan)) == ("子乙", [Why.IDLE, Why.IDLE])


def test_places_are_those_in_the_new_text():
    plan = plan_fixes("甲乙丙丁戊己", [fix((0, 1, ""), (5, 6, "午")), fix((2, 3, "寅卯辰")), fix((4, 4, "！"))])
    assert plan.text == "乙寅卯辰丁！戊午"
    assert [plan.text[at] for at in plan.places()] == ["乙", "寅", "！"]


@pytest.mark.parametrize(
    ("kind", "usual", "on_request"),
    [
        (Applicability.SAFE, True, True),
        (Applicability.UNSAFE, False, True),
        (Applicability.SUGGESTION, False, False),
    ],
)
def test_suggestions_are_never_applied_in_bulk(kind, usual, on_request):
    assert (kind.in_bulk(False), kind.in_bulk(True)) == (usual, on_request)


@given(texts_with_fixes(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_one_by_one_or_all_at_once_gives_the_same_text(case, order):
    plan = plan_fixes(*case)
    assert one_by_one(plan, order) == plan.text


@given(texts_with_fixes())
@settings(max_examples=300, deadline=None)
def test_nothing_outside_the_edits_is_touched(case):
    text, fixes = case
    plan = plan_fixes(text, fixes)
    # Blanking the edits in the old text and in the new leaves the same.
    blank_old = apply_edits(text, (edit._replace(replacement="\0") for edit in plan.edits))
    shift = 0
    undo: list[Edit] = []
    for edit in plan.edits:
        start = edit.span.start + shift
        undo.append(Edit(Span(start, start + len(edit.replacement)), "\0"))
        shift += len(edit.replacement) - (edit.span.end - edit.span.start)
    assert apply_edits(plan.text, undo) == blank_old


@given(texts_with_fixes())
@settings(max_examples=300, deadline=None)
def test_every_fix_is_applied_or_left_with_a_reason(case):
    text, fixes = case
    plan = plan_fixes(text, fixes)
    told = [*plan.applied, *(left.fix for left in plan.left)]
    assert {tuple(sorted(f.edits, key=lambda e: e.span)) for f in fixes} == {
        tuple(sorted(f.edits, key=lambda e: e.span)) for f in told
    }
    taken = [edit for done in plan.applied for edit in done.edits]
    for left in plan.left:
        touching = any(edit.span.touches(other.span) for edit in left.fix.edits for other in taken)
        assert touching or left.why is not Why.TOUCHES
    for number, done in enumerate(plan.applied):
        others = [edit for index, other in enumerate(plan.applied) if index != number for edit in other.edits]
        assert not any(meet(text, edit, other) for edit in done.edits for other in others)


@given(texts_with_fixes(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_given_matters_only_at_one_place(case, order: random.Random):
    text, fixes = case
    one_a_place = list({min((e.span for e in f.edits), default=Span(0, 0)): f for f in fixes}.values())
    shuffled = order.sample(one_a_place, len(one_a_place))
    assert plan_fixes(text, shuffled).text == plan_fixes(text, one_a_place).text


def test_a_hundred_thousand_fixes_take_a_moment():
    text = "我乡，" * 100_000
    many = [fix((3 * at, 3 * at + 2, "我镇"), (len(text), len(text), "。")) for at in range(100_000)]
    many += [fix((3 * at, 3 * at + 2, "我镇")) for at in range(100_000)]
    started = time.thread_time()
    assert apply_fixes(text, many) == ("我镇，" * 100_000 + "。", 100_000)
    assert time.thread_time() - started < 5


def finding(start: int, end: int, *edits: tuple[int, int, str], code: str = "W101", kind=Applicability.UNSAFE):
    fixes = (fix(*edits)._replace(applicability=kind),) if edits else ()
    return Finding(code, "unit", Severity.ERROR, "", "", Span(start, end), fixes=fixes)


def test_same_fixes_are_those_of_the_same_rule_and_the_same_change():
    text = "我乡甲，全乡乙，我乡丙，我乡丁，我乡戊。"
    found = [
        finding(0, 2, (0, 2, "我镇")),
        finding(4, 6, (4, 6, "全镇")),
        finding(8, 10, (8, 10, "我镇"), code="W121"),
        finding(12, 14, (12, 14, "我镇")),
        finding(16, 18),
    ]
    assert [one.edits[0].span.start for one in same_fixes(text, found, found[0])] == [0, 12]
    assert same_fixes(text, found, found[3]) == same_fixes(text, found, found[0])
    assert same_fixes(text, found, found[1]) == found[1].fixes
    assert same_fixes(text, found, found[4]) == ()


def test_suggestions_have_no_same_fixes():
    text = "2件，2件"
    found = [finding(at, at + 1, (at, at + 1, "3"), kind=Applicability.SUGGESTION) for at in (0, 3)]
    assert same_fixes(text, found, found[0]) == ()


def test_a_word_over_two_lines_is_changed_as_on_one():
    text = "我乡，我\n　　乡，"
    found = [finding(0, 2, (0, 2, "我镇")), finding(3, 8, (7, 8, "镇"))]
    for one in found:
        assert apply_fixes(text, same_fixes(text, found, one)) == ("我镇，我\n　　镇，", 2)


def test_insertions_at_different_places_are_the_same_change():
    text = "已公开\n已办结"
    found = [finding(2, 3, (3, 3, "。"), code="P118"), finding(6, 7, (7, 7, "。"), code="P118")]
    assert apply_fixes(text, same_fixes(text, found, found[1])) == ("已公开。\n已办结。", 2)


def test_same_fixes_that_touch_are_planned():
    text = "我乡我乡我乡"
    found = [finding(at, at + 2, (at, at + 2, "我镇")) for at in (0, 2, 4)]
    assert apply_fixes(text, same_fixes(text, found, found[1])) == ("我镇我乡我镇", 2)
