"""Numbers that are possible but hardly right, and numbers that follow from last year's report."""

from __future__ import annotations

import pytest

from drafting import document_of, findings_of
from hegao.engine import lint
from hegao.rulepack.load import load_pack

RULES = {rule.code: rule for rule in load_pack("zfxxgk-2021").rules if rule.code.startswith("N1")}


def disclosure(agency: str, fee: str = "0", documents: str = "0\t0\t0", year: int = 2023) -> str:
    return (
        f"{agency}{year}年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n"
        "第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
        f"规章\t0\t0\t3\n行政规范性文件\t{documents}\n"
        "第二十条第（八）项\t\t\t\n信息内容\t本年收费金额（单位：万元）\t\t\n"
        f"行政事业性收费\t{fee}\t\t\n"
    )


def codes(text: str, **options) -> list[str]:
    return [finding.code for finding in findings_of(text, RULES.values(), **options)]


@pytest.mark.parametrize(
    ("agency", "code"),
    [
        ("云岭镇", "N111"),
        ("青河乡", "N111"),
        ("前进街道办事处", "N111"),
        ("安平县", "N112"),
        ("安平县教育局", "N112"),
        ("安平市", None),
        ("南岭省", None),
    ],
)
def test_who_may_not_make_regulations_depends_on_the_level(agency, code):
    assert codes(disclosure(agency)) == ([code] if code else [])


def test_a_big_fee_is_doubted_only_of_a_township():
    assert "N131" in codes(disclosure("云岭镇", fee="1000.01"))
    assert "N131" not in codes(disclosure("云岭镇", fee="1000"))
    assert "N131" not in codes(disclosure("安平县", fee="5000"))


@pytest.mark.parametrize(
    ("fee", "sentence", "found"),
    [
        ("5200", "收取行政事业性收费5200元。", "应为 0.52"),
        ("5200", "收取行政事业性收费5,200.00元。", "应为 0.52"),
        ("0.52", "收取行政事业性收费5200元。", None),
        ("52", "收取行政事业性收费52万元。", None),
        ("5", "收取信息处理费5元。", None),
    ],
)
def test_yuan_typed_as_ten_thousand_yuan(fee, sentence, found):
    text = disclosure("安平县", fee=fee) + f"\n六、其他需要报告的事项\n{sentence}\n"
    findings = findings_of(text, [RULES["N131"]])
    assert [found in finding.message for finding in findings] == ([True] if found else [])
    if found:
        assert [fix.edits[0].replacement for fix in findings[0].fixes] == ["0.52"]


def test_last_year_counts_only_when_it_is_the_year_before():
    now = disclosure("安平市", documents="2\t1\t12", year=2023)
    for year, found in ((2022, True), (2021, False), (2023, False)):
        previous = disclosure("安平市", documents="3\t0\t10", year=year)
        assert ("N152" in codes(now, previous=previous)) is found
    assert codes(now) == []


def test_a_report_without_tables_gives_nothing():
    document = document_of("云岭镇2023年政府信息公开工作年度报告\n\n六、其他需要报告的事项\n")
    outcome = lint(document._replace(previous=document), RULES.values(), force=True)
    assert (outcome.findings, outcome.failures) == ((), ())


def test_any_prefix_of_a_draft_is_survived():
    text = disclosure("云岭镇", fee="5200.5", documents="5\t1\t3") + "\n六、其他需要报告的事项\n收取信息处理费385元。\n"
    for end in range(len(text)):
        for finding in findings_of(text[:end], RULES.values(), previous=text.replace("2023", "2022")):
            assert 0 <= finding.span.start <= finding.span.end <= end
