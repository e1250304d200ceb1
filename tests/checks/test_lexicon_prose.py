"""Impeccable official prose of many topics: no wording or punctuation rule may say a word about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting import builtin_rules, findings_of
from hegao.finding import Severity

FILES = ("common/lexicon.toml", "common/wording.toml", "common/punctuation.toml", "common/numerals.toml")
RULES = [rule for rule in builtin_rules().values() if rule.source in FILES and rule.enabled]

PROSE = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("paragraph", PROSE, ids=lambda paragraph: paragraph[:8])
def test_right_prose_is_clean(paragraph):
    found = findings_of(paragraph + "\n", RULES)
    assert not found, [(finding.code, finding.text, finding.message) for finding in found]


def test_all_of_it_in_one_report_is_clean():
    titles = ("总体情况", "存在的主要问题及改进情况", "其他需要报告的事项")
    text = "云岭镇2023年政府信息公开工作年度报告\n\n"
    for index, (number, title) in enumerate(zip("一五六", titles, strict=True)):
        text += f"{number}、{title}\n\n" + "\n\n".join(f"　　{one}" for one in PROSE[index::3]) + "\n\n"
    found = findings_of(text, RULES)
    assert not [finding for finding in found if finding.severity is not Severity.INFO], found
