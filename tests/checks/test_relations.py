"""Sums of the official tables: found when broken, silent when they hold, whatever else is there."""

from __future__ import annotations

import random

import pytest

from drafting import document_of
from figures import COLUMNS, LAYOUTS, PARTS, agreeing_figures, draft_of
from hegao.checks.relations import Tally, statements_at, tally
from hegao.engine import lint
from hegao.finding import Finding
from hegao.rulepack.load import load_pack

RULES = {rule.code: rule for rule in load_pack("zfxxgk-2021").rules if rule.check == "table-relations"}
GROUPS = [rule.params for rule in RULES.values()]


def findings_of_text(text: str) -> list[Finding]:
    outcome = lint(document_of(text), RULES.values(), force=True)
    assert not outcome.failures, outcome.failures
    return list(outcome.findings)


def spoiled(changes: dict, layout: str = "tab", seed: int = 7, most: int = 9):
    """Findings on an agreeing draft with some cells changed, and the places of its cells."""
    figures = agreeing_figures(random.Random(seed), most)
    text, spans = draft_of({**figures, **{place: f(figures[place]) for place, f in changes.items()}}, layout)
    return findings_of_text(text), spans, figures, text


def plus(number: int):
    return lambda value: value + number


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(5))
def test_an_agreeing_draft_has_42_relations_and_no_finding(layout, seed):
    for most in (0, 1, 30, 400):
        text, _ = draft_of(agreeing_figures(random.Random(seed), most), layout)
        assert tally(document_of(text), GROUPS) == Tally(42, 0, 42)
        assert findings_of_text(text) == []


def test_a_wrong_cell_breaks_the_relations_it_stands_in():
    figures = agreeing_figures(random.Random(3), 9)
    for place, broken in (
        (("E2", "自然人"), 2),
        (("E2", "总计"), 2),
        (("G", "其他"), 3),
        (("G", "总计"), 3),
        (("counts", "行政复议/总计"), 1),
    ):
        text, _ = draft_of({**figures, place: figures[place] + 1})
        assert tally(document_of(text), GROUPS) == Tally(42, broken, 42), place


def test_the_message_names_the_cell_and_the_number_that_balances():
    found, spans, figures, _ = spoiled({("E2", "法律服务机构"): plus(2)})
    (finding,) = found
    old, new = figures["E2", "法律服务机构"] + 2, figures["E2", "法律服务机构"]
    assert tuple(finding.span) == spans["E2", "法律服务机构"]
    total = figures["E2", "总计"]
    assert finding.message == (
        f"“2.重复申请”行“法律服务机构”列现为 {old}，改为 {new} 则全部平衡"
        f"（该行各类申请人相加 {total + 2}，“总计”为 {total}）"
    )
    told = [related.message for related in finding.related if "相差 2" in related.message]
    assert [message[:5] for message in told] == ["“2.重复", "“法律服务"]
    (fix,) = finding.fixes
    assert fix.title == (
        f"“2.重复申请”行“法律服务机构”列由 {old} 改为 {new}（“2.重复申请”行合计、“法律服务机构”列合计随之平衡）"
    )
    assert [(tuple(edit.span), edit.replacement) for edit in fix.edits] == [(tuple(finding.span), str(new))]


def test_related_places_are_the_other_cells_of_the_broken_sums():
    found, spans, _, _ = spoiled({("CIN", "其他"): plus(1)})
    (finding,) = found
    places = {tuple(related.span) for related in finding.related}
    assert spans["CIN", "总计"] in places
    assert {spans[row, "其他"] for row in ("NEW", "G", "COUT")} <= places
    assert tuple(finding.span) not in places


def test_a_total_that_only_its_own_sums_contradict_is_the_wrong_cell():
    found, spans, _, _ = spoiled({("G", "自然人"): plus(10)})
    assert [tuple(finding.span) for finding in found] == [spans["G", "自然人"]]
    assert sum("相差 10" in related.message for related in found[0].related) == 3


def test_swapped_digits_are_called_so():
    figures = agreeing_figures(random.Random(5), 9)
    place = ("COUT", "自然人")
    figures.update({place: 12, ("COUT", "总计"): 12 + sum(figures["COUT", column] for column in PARTS[1:])})
    figures["CIN", "自然人"] = 0
    figures["NEW", "自然人"] = figures["G", "自然人"] + 12
    figures["CIN", "总计"] = sum(figures["CIN", column] for column in PARTS)
    figures["NEW", "总计"] = sum(figures["NEW", column] for column in PARTS)
    assert findings_of_text(draft_of(figures)[0]) == []
    (finding,) = findings_of_text(draft_of({**figures, place: 21})[0])
    assert "现为 21，改为 12 则全部平衡，像是两个数字颠倒（" in finding.message


def test_two_independent_slips_are_two_findings_with_a_fix_each():
    found, spans, _, _ = spoiled({("A", "自然人"): plus(2), ("COUT", "其他"): plus(5)})
    assert {tuple(finding.span) for finding in found} == {spans["A", "自然人"], spans["COUT", "其他"]}
    for finding in found:
        assert "则相关 2 处平衡" in finding.message
        assert len(finding.fixes) == 1
        assert len(finding.fixes[0].edits) == 1


def test_many_independent_slips_are_each_found_at_their_cell():
    changes = {
        ("A", "自然人"): plus(2),
        ("C3", "商业企业"): plus(5),
        ("D1", "科研机构"): plus(11),
        ("E4", "社会公益组织"): plus(17),
        ("COUT", "其他"): plus(23),
    }
    found, spans, _, _ = spoiled(changes)
    assert {tuple(finding.span) for finding in found} == {spans[place] for place in changes}


def test_two_slips_in_one_row_are_told_together():
    found, spans, figures, _ = spoiled({("A", "自然人"): plus(2), ("A", "其他"): plus(5)})
    assert {tuple(finding.span) for finding in found} == {spans["A", "自然人"], spans["A", "其他"]}
    for finding in found:
        assert {(tuple(edit.span), edit.replacement) for edit in finding.fixes[0].edits} == {
            (spans[place], str(figures[place])) for place in (("A", "自然人"), ("A", "其他"))
        }


def test_exchanged_neighbours_are_one_finding():
    figures = agreeing_figures(random.Random(7), 40)
    one, two = ("E2", "社会公益组织"), ("E2", "法律服务机构")
    assert figures[one] != figures[two]
    text, spans = draft_of({**figures, one: figures[two], two: figures[one]})
    (finding,) = findings_of_text(text)
    assert tuple(finding.span) == spans[one]
    assert "疑似填反" in finding.message
    assert {(tuple(edit.span), edit.replacement) for edit in finding.fixes[0].edits} == {
        (spans[one], str(figures[one])),
        (spans[two], str(figures[two])),
    }


def test_a_sum_of_table_3_offers_every_cell_and_blames_none():
    found, spans, figures, _ = spoiled({("counts", "复议后起诉/总计"): plus(3)})
    (finding,) = found
    assert finding.code == "N102"
    assert tuple(finding.span) == spans["counts", "复议后起诉/总计"]
    assert finding.message.startswith("第四项表格“复议后起诉”四格相加 ")
    assert finding.message.endswith("，相差 3，无法判断是哪一格")
    columns = ("总计", "结果维持", "结果纠正", "其他结果", "尚未审结")
    assert {tuple(fix.edits[0].span) for fix in finding.fixes} == {
        spans["counts", f"复议后起诉/{column}"] for column in columns
    }
    assert finding.fixes[0].edits[0].replacement == str(figures["counts", "复议后起诉/总计"])


def test_one_slip_of_the_pen_among_the_cells_of_table_3_is_named():
    figures = agreeing_figures(random.Random(7), 9)
    for column, value in (("结果维持", 30), ("结果纠正", 40), ("其他结果", 50), ("尚未审结", 21), ("总计", 141)):
        figures["counts", f"行政复议/{column}"] = value
    text, spans = draft_of({**figures, ("counts", "行政复议/尚未审结"): 12})
    (finding,) = findings_of_text(text)
    assert tuple(finding.span) == spans["counts", "行政复议/尚未审结"]
    assert finding.message.endswith("；多半是“行政复议”的“尚未审结”写错，应为 21，像是两个数字颠倒")


@pytest.mark.parametrize("number", [1, 3])
def test_cases_entered_in_the_wrong_column_are_told_at_the_totals(number):
    changes = {("A", "自然人"): plus(number), ("A", "商业企业"): plus(-number)}
    found, spans, figures, _ = spoiled(changes, most=60)
    (finding,) = found
    assert tuple(finding.span) == spans["G", "自然人"]
    assert finding.message == (
        f"第三项表格“自然人”列各项办理结果相加比“（七）总计”多 {number}，“商业企业”列少 {number}，"
        f"多半有 {number} 件记错了列"
    )
    assert 1 < len(finding.fixes) <= 4
    assert all(len(fix.edits) == 2 for fix in finding.fixes)
    assert spans["G", "商业企业"] in {tuple(related.span) for related in finding.related}
    assert figures["A", "商业企业"] >= number


def test_totals_left_at_zero_are_one_finding_each_with_the_sum():
    rows = ("A", "C1", "D2", "E1")
    found, spans, figures, _ = spoiled({(row, "总计"): lambda value: 0 for row in rows}, most=9)
    at_rows = [finding for finding in found if tuple(finding.span) in {spans[row, "总计"] for row in rows}]
    assert len(at_rows) == len(rows)
    for row, finding in zip(rows, at_rows, strict=True):
        assert finding.fixes[0].edits[0].replacement == str(figures[row, "总计"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_cell_without_a_count_takes_its_relations_out(layout):
    figures = agreeing_figures(random.Random(11), 9)
    for text in ("", "/", "—", "无", "若干", "-3", "1.5", "9" * 30):
        changed, _ = draft_of({**figures, ("B", "其他"): text}, layout)
        assert findings_of_text(changed) == [], text
        counted = tally(document_of(changed), GROUPS)
        assert counted.broken == 0
        # One cell a line, a word in place of a number looks like a label: then the whole row is out.
        assert counted.checked >= (34 if layout == "cell" and text == "若干" else 40)


def test_a_stroke_passes_for_0_where_everything_else_adds_up():
    figures = agreeing_figures(random.Random(11), 0)
    text, _ = draft_of({**figures, ("B", "其他"): "—", ("counts", "行政复议/总计"): "/"})
    assert tally(document_of(text), GROUPS) == Tally(42, 0, 42)


@pytest.mark.parametrize(("written", "value"), [("{}（其中修订1件）", 22), ("{}件", 22), ("２２", 22), ("1,234", 1234)])
def test_numbers_in_other_dress_count(written, value):
    figures = agreeing_figures(random.Random(13), 9)
    figures["A", "总计"] += value - figures["A", "自然人"]
    for row in ("G", "NEW"):
        for column in ("自然人", "总计"):
            figures[row, column] += value - figures["A", "自然人"]
    figures["A", "自然人"] = value
    text, _ = draft_of({**figures, ("A", "自然人"): written.format(value)})
    assert tally(document_of(text), GROUPS) == Tally(42, 0, 42)
    figures["A", "总计"] += 1
    text, spans = draft_of({**figures, ("A", "自然人"): written.format(value)})
    assert [tuple(finding.span) for finding in findings_of_text(text)] == [spans["A", "总计"]]


def test_a_missing_row_or_column_takes_its_sums_out():
    text, _ = draft_of(agreeing_figures(random.Random(17), 9))
    without_row = "\n".join(line for line in text.split("\n") if "5.属于三类内部事务信息" not in line)
    assert tally(document_of(without_row), GROUPS) == Tally(34, 0, 42)
    assert findings_of_text(without_row) == []
    lines = text.split("\n")
    first = next(index for index, line in enumerate(lines) if line.startswith("（本列数据"))
    last = next(index for index, line in enumerate(lines) if line.startswith("四、结转"))
    shorter = [line.rpartition("\t")[0] if first <= index <= last else line for index, line in enumerate(lines)]
    assert findings_of_text("\n".join(shorter).replace("法人或其他组织\t\t\t\t\t总计", "法人或其他组织\t\t\t\t")) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_half_typed_draft_has_no_finding_at_any_line_end(layout):
    text, _ = draft_of(agreeing_figures(random.Random(19), 9), layout)
    for end in (at for at, character in enumerate(text) if character == "\n"):
        assert findings_of_text(text[:end]) == [], text[max(0, end - 60) : end]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_prefix_and_any_line_order_raises_nothing(layout):
    rng = random.Random(23)
    text, _ = draft_of(agreeing_figures(rng, 9), layout)
    for end in range(0, len(text), 41):
        for finding in findings_of_text(text[:end]):
            assert 0 <= finding.span.start <= finding.span.end <= end
    lines = text.split("\n")
    for _ in range(20):
        rng.shuffle(lines)
        findings_of_text("\n".join(lines))


def test_the_relations_of_a_cell_come_with_their_present_numbers():
    figures = agreeing_figures(random.Random(29), 9)
    document = document_of(draft_of(figures)[0])
    table = document.table("applications")
    cell = table.value("G", "总计")
    statements = statements_at(document, GROUPS, cell)
    assert [statement.name for statement in statements] == ["“（七）总计”行合计", "“总计”列合计", "“总计”列勾稽"]
    assert all(statement.holds for statement in statements)
    assert statements[1].right == figures["G", "总计"]
    assert statements_at(document, GROUPS, table.rows[0].cells[0]) == ()
    assert len(COLUMNS) == len(PARTS) + 1
