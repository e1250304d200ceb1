"""Fixes never make a draft worse, and lead from a fault back to what stood there before it."""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache

import pytest

from drafting import builtin_rules, document_of, findings_of
from faults import FAULTS, PREPARED
from hegao.config.model import Settings
from hegao.engine import check
from hegao.finding import Finding
from hegao.fix import Applicability, Fix, apply_edits, apply_fixes, plan_fixes
from hegao.rulepack.model import Example, Rule
from invented import invented_drafts
from marked import split_marks

RULES = list(builtin_rules().values())
DRAFTS = invented_drafts()
BULK = {False: (Applicability.SAFE,), True: (Applicability.SAFE, Applicability.UNSAFE)}


def findings(text: str) -> list[Finding]:
    result = check(text, Settings())
    assert not result.failures
    return list(result.findings)


def bulk_fixes(found: list[Finding], unsafe: bool = True) -> list[Fix]:
    return [fix for finding in found for fix in finding.fixes if fix.applicability in BULK[unsafe]]


def settled(text: str, unsafe: bool = True) -> tuple[str, int]:
    """The text after fixing until nothing changes, and how many runs changed something."""
    for run in range(10):
        new, _ = apply_fixes(text, bulk_fixes(findings(text), unsafe))
        if new == text:
            return text, run
        text = new
    raise AssertionError("fixing does not settle")


# -- what the examples of a rule prove


def proven_by(rule: Rule, example: Example) -> bool:
    """Whether applying the first fix of each finding leaves nothing to find."""
    text, _ = split_marks(example.bad)
    found = findings_of(text, [rule], example.agency, example.within, example.previous)
    if not found or not all(finding.fixes for finding in found):
        return False
    fixed, _ = apply_fixes(text, [finding.fixes[0] for finding in found])
    return not findings_of(fixed, [rule], example.agency, example.within, example.previous)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_what_a_rule_says_of_its_fixes_is_proven_by_its_examples(rule: Rule):
    if rule.fix is None:
        assert rule.correction is None
        assert all(example.fixed is None for example in rule.examples)
    else:
        assert rule.correction is rule.fix, "no example shows the corrected text"
        assert any(proven_by(rule, example) for example in rule.examples)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fix], ids=lambda rule: rule.code)
def test_fixing_an_example_settles(rule: Rule):
    for example in rule.examples:
        text, _ = split_marks(example.bad)
        for _ in range(3):
            found = findings_of(text, [rule], example.agency, example.within, example.previous)
            new, _ = apply_fixes(text, bulk_fixes(found))
            if new == text:
                break
            text = new
        found = findings_of(text, [rule], example.agency, example.within, example.previous)
        assert apply_fixes(text, bulk_fixes(found)) == (text, 0)
        assert not bulk_fixes(found)


# -- drafts with many faults


def spoilt(seed: int) -> str:
    """An invented draft with up to eight faults of all families."""
    rng = random.Random(seed)
    text = rng.choice(DRAFTS).clean
    for prepare in PREPARED.values():
        text = prepare(text)
    faults = [fault for family in FAULTS.values() for fault in family.values()]
    for fault in rng.sample(faults, rng.randint(1, 8)):
        try:
            text = fault(text, rng) or text
        except (IndexError, ValueError):
            continue  # An earlier fault took the place this one needs.
    return text


SEEDS = range(60)

_NO_QUANTITY = re.compile(
    # Dates, document numbers, private numbers masked or not, character codes and numbers of layers.
    r"20\d\d(?=政府信息)|\d{2,4}\s*[年.]\s*\d{0,2}\s*[月.]?\s*\d{0,2}\s*[日号]?|\d{1,2}月\d{0,2}[日号]?|[〔﹝\[(（]\d{4}[〕﹞\])）]\d+号|"
    r"\d+\*+\d*|\d{8,}X?|&#x?\w+;|(?m:^[\s#]*\d{1,2}[、.．])"
)
_WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")


def figures(text: str) -> tuple[list[str], Counter[str]]:
    """The figures in the cells of the tables as digits, and the quantities told in the running text."""
    document = document_of(text)
    cells = [
        re.sub(r"[^\d.-]", "", cell.text.translate(_WIDE))
        for table in document.tables
        for row in table.rows
        for cell in row.given
    ]
    prose = _NO_QUANTITY.sub("", re.sub(r"(?<=\d)\s+(?=\d)", "", document.view.text.translate(_WIDE)))
    return cells, Counter(re.findall(r"\d+(?:\.\d+)?", prose))


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("seed", SEEDS)
def test_fixing_raises_no_findings_and_changes_no_figure(seed: int, unsafe: bool):
    text = spoilt(seed)
    before = findings(text)
    cells, prose = figures(text)
    for _ in range(3):
        new, _ = apply_fixes(text, bulk_fixes(before, unsafe))
        after = findings(new)
        assert len(after) <= len(before), [f.message for f in set(after) - set(before)]
        assert figures(new) == (cells, prose)
        if new == text:
            break
        text, before = new, after
    assert not plan_fixes(text, bulk_fixes(findings(text), unsafe)).applied, "not settled in three runs"


@pytest.mark.parametrize("seed", SEEDS)
def test_one_by_one_or_all_at_once_gives_the_same_text(seed: int):
    text = spoilt(seed)
    plan = plan_fixes(text, bulk_fixes(findings(text)))
    rng = random.Random(seed)
    order = list(plan.applied)
    rng.shuffle(order)
    done: list[tuple[int, int]] = []
    one_by_one = text
    for fix in order:
        edits = []
        for edit in sorted(fix.edits, key=lambda edit: edit.span):
            shift = sum(length for at, length in done if at < edit.span.start)
            edits.append(edit._replace(span=type(edit.span)(edit.span.start + shift, edit.span.end + shift)))
        one_by_one = apply_edits(one_by_one, edits)
        done += [(edit.span.start, len(edit.replacement) - (edit.span.end - edit.span.start)) for edit in fix.edits]
    assert one_by_one == plan.text


@pytest.mark.parametrize("seed", SEEDS)
def test_every_single_fix_removes_its_finding(seed: int):
    """A fix that leaves what it was offered for is no fix; one that adds a finding of its own rule is worse."""
    text = spoilt(seed)
    found = findings(text)
    for finding in found:
        for fix in finding.fixes:
            new, applied = apply_fixes(text, [fix])
            assert applied == 1, (finding.code, fix)
            if fix.applicability is Applicability.SUGGESTION:
                continue
            same = [other for other in findings(new) if other.code == finding.code]
            assert len(same) < sum(other.code == finding.code for other in found), (finding.message, fix)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["CRLF", "CR"])
@pytest.mark.parametrize("seed", SEEDS)
def test_line_ends_make_no_difference(seed: int, end: str):
    text = spoilt(seed)
    assert settled(text.replace("\n", end))[0] == settled(text)[0].replace("\n", end)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fix_on_offer_keeps_the_line_ends(seed: int):
    text = spoilt(seed).replace("\n", "\r\n")
    for finding in findings(text):
        for fix in finding.fixes:
            new, _ = apply_fixes(text, [fix])
            assert "\n" not in new.replace("\r\n", "") and "\r" not in new.replace("\r\n", ""), (finding.code, fix)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_hidden_line_break_becomes_a_line_end_of_the_draft(end: str):
    text = DRAFTS[0].clean.replace("\n", end)
    broken = text.replace(f"。{end}", "。\u000b", 1)
    assert broken != text
    assert settled(broken)[0] == text


# -- the way back from a single fault


@cache
def ways_back(family: str) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """For each fault of a family: cases, cases from which a fix leads back exactly, and the others' texts.

    Left out are faults without one right correction: a line break of Word between two sentences
    begins a paragraph or does not, and what was masked cannot be unmasked, so that family V asks
    only whether a value that should be masked becomes so.
    """
    outcome = {}
    for name, fault in FAULTS[family].items():
        cases = hits = 0
        missed = []
        for index, draft in enumerate(DRAFTS):
            clean = PREPARED[family](draft.clean) if family in PREPARED else draft.clean
            faulty = fault(clean, random.Random(f"{family} {name} {index}"))
            if faulty is None or faulty == clean:
                continue
            cases += 1
            found = findings(faulty)
            offered = {apply_fixes(faulty, [fix])[0] for finding in found for fix in finding.fixes}
            if clean in offered or settled(faulty)[0] == clean:
                hits += 1
            else:
                missed.append(f"{draft.name}-{draft.layout}: {[(f.code, len(f.fixes)) for f in found]}")
        outcome[name] = (cases, hits, tuple(missed))
    return outcome


@pytest.mark.parametrize("family", FAULTS)
def test_a_fix_leads_back_from_a_fault(family: str, record_property):
    outcome = ways_back(family)
    cases = sum(case for case, _, _ in outcome.values())
    hits = sum(hit for _, hit, _ in outcome.values())
    print(f"{family}: {hits}/{cases}")
    for name, (case, hit, missed) in outcome.items():
        print(f"  {name}: {hit}/{case}")
        for line in missed:
            print(f"    {line}")
    record_property("restored", f"{hits}/{cases}")
    assert all(case for case, _, _ in outcome.values()), "a fault finds no place in any draft"
    assert hits >= 0.9 * cases
