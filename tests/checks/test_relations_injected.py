"""Inject wrong numbers into agreeing drafts and count how often the wrong cell is named.

The rates are printed (``pytest -rP``) and asserted.
"""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest

from drafting import document_of
from figures import GROUPS, LAYOUTS, PARTS, RESULTS, agreeing_figures, draft_of
from hegao.engine import lint
from hegao.rulepack.load import load_pack

RULES = [rule for rule in load_pack("zfxxgk-2021").rules if rule.check == "table-relations"]


def findings_of_figures(figures, layout):
    text, spans = draft_of(figures, layout)
    outcome = lint(document_of(text), RULES, force=True)
    assert not outcome.failures
    return outcome.findings, spans


def wrong_numbers(rng: random.Random, right: int) -> set[int]:
    """Wrong numbers for one cell: near ones, slips of the pen, any other."""
    digits = str(right)
    near = {right + step for step in (-2, -1, 1, 2, 10) if right + step >= 0}
    slips = {int(digits[::-1]), right * 10, right // 10, int(digits + digits[-1]), right + 3} - {right}
    return {rng.choice(sorted(near)), rng.choice(sorted(slips)), right + rng.randint(11, 99)}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_single_wrong_number_is_found_and_its_cell_named(layout):
    rng = random.Random(f"single-{layout}")
    counts: Counter[str] = Counter()
    for most in (1, 6, 60):
        figures = agreeing_figures(rng, most)
        for place, right in figures.items():
            wrong = rng.choice(sorted(wrong_numbers(rng, right)))
            found, spans = findings_of_figures({**figures, place: wrong}, layout)
            table = "3" if place[0] == "counts" else "2"
            edit = (spans[place], str(right))
            offered = {(tuple(e.span), e.replacement) for f in found for fix in f.fixes for e in fix.edits}
            counts["all " + table] += 1
            counts["found " + table] += bool(found)
            counts["one finding " + table] += len(found) == 1
            counts["at the cell " + table] += [tuple(f.span) for f in found] == [spans[place]]
            counts["true value offered " + table] += edit in offered
    print(layout, dict(counts))
    for table in "23":
        assert counts["found " + table] == counts["one finding " + table] == counts["all " + table]
        assert counts["true value offered " + table] == counts["all " + table]
    # In table 2 every cell is the only one in its relations; in table 3 five cells share one.
    assert counts["at the cell 2"] == counts["all 2"]


def fitting_neighbours(figures, shown) -> int:
    """How many exchanges of neighbours would turn the figures shown into agreeing ones as well."""
    same_row = [((row, a), (row, b)) for row in RESULTS for a, b in pairwise(PARTS)]
    same_column = [((a, column), (b, column)) for column in PARTS for a, b in pairwise(RESULTS)]
    (one, two) = [place for place in figures if figures[place] != shown[place]]
    difference = figures[two] - figures[one]
    if one[0] == two[0]:
        fitting = [pair for pair in same_row if (pair[0][1], pair[1][1]) == (one[1], two[1])]
    else:
        fitting = [pair for pair in same_column if (pair[0][0], pair[1][0]) == (one[0], two[0])]
    return sum(shown[a] - shown[b] == difference for a, b in fitting)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_exchanged_neighbours_are_found_and_named(layout):
    rng = random.Random(f"exchange-{layout}")
    counts: Counter[str] = Counter()
    for most in (6, 60, 300):
        figures = agreeing_figures(rng, most)
        pairs = [((row, a), (row, b)) for row in RESULTS for a, b in pairwise(PARTS)]
        pairs += [((a, column), (b, column)) for column in PARTS for a, b in pairwise(RESULTS)]
        for one, two in rng.sample(pairs, 80):
            if figures[one] == figures[two]:
                continue
            shown = {**figures, one: figures[two], two: figures[one]}
            found, spans = findings_of_figures(shown, layout)
            wanted = {(spans[one], str(figures[one])), (spans[two], str(figures[two]))}
            sets = [{(tuple(e.span), e.replacement) for e in fix.edits} for f in found for fix in f.fixes]
            counts["all"] += 1
            counts["found"] += bool(found)
            counts["true values offered"] += wanted in sets
            # An exchange of numbers that differ by 1 looks like one case in the wrong row or column.
            if fitting_neighbours(figures, shown) == 1 and abs(figures[one] - figures[two]) > 1:
                counts["determinable"] += 1
                counts["at the cell, one finding"] += [tuple(f.span) for f in found] == [spans[one]]
                counts["offered first"] += bool(sets) and sets[0] == wanted
    print(layout, dict(counts))
    assert counts["found"] == counts["all"]
    assert counts["true values offered"] >= 0.95 * counts["all"]
    assert counts["determinable"] > 100
    assert counts["at the cell, one finding"] >= 0.95 * counts["determinable"]
    assert counts["offered first"] >= 0.95 * counts["determinable"]


def test_two_wrong_numbers_anywhere_are_found_and_their_cells_named():
    rng = random.Random("two")
    counts: Counter[str] = Counter()
    for _ in range(200):
        figures = agreeing_figures(rng, 30)
        places = [place for place in figures if place[0] != "counts"]
        one, two = rng.sample(places, 2)
        wrong = {place: figures[place] + rng.randint(1, 60) for place in (one, two)}
        found, spans = findings_of_figures({**figures, **wrong}, "tab")
        offered = {(tuple(e.span), e.replacement) for f in found for fix in f.fixes for e in fix.edits}
        counts["all"] += 1
        counts["found"] += bool(found)
        counts["both named"] += {spans[one], spans[two]} <= {tuple(f.span) for f in found}
        counts["true values offered"] += {(spans[p], str(figures[p])) for p in (one, two)} <= offered
    print(dict(counts))
    assert counts["found"] == counts["all"]
    assert counts["both named"] >= 0.95 * counts["all"]
    assert counts["true values offered"] >= 0.95 * counts["all"]


def test_a_slip_of_the_pen_in_table_3_comes_first_where_it_is_the_only_one():
    rng = random.Random("slip")
    counts: Counter[str] = Counter()
    for _ in range(200):
        figures = agreeing_figures(rng, 60)
        place = ("counts", f"{rng.choice(GROUPS)}/{rng.choice(('结果维持', '结果纠正', '其他结果', '尚未审结'))}")
        right = figures[place]
        wrong = int(str(right)[::-1])
        if wrong == right or right < 10:
            continue
        found, spans = findings_of_figures({**figures, place: wrong}, "tab")
        counts["all"] += 1
        counts["found"] += len(found) == 1
        counts["at the cell"] += [tuple(f.span) for f in found] == [spans[place]]
        counts["offered"] += (spans[place], str(right)) in {
            (tuple(fix.edits[0].span), fix.edits[0].replacement) for f in found for fix in f.fixes
        }
    print(dict(counts))
    assert counts["found"] == counts["offered"] == counts["all"] > 100
    assert counts["at the cell"] >= 0.5 * counts["all"]
