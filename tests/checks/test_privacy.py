"""Private numbers: found in text and tables, shown masked only; public numbers are left alone."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, findings_of
from hegao.checks.privacy import is_credit_code, is_identity_number, passes_luhn
from hegao.finding import mask

IDENTITY = "610821199001011239"
IDENTITY_X = "51010119731230004X"
CREDIT = "91610821MA70ABCD1N"
CREDIT_DIGITS = "116108210160890018"
CARD = "6222021000112233449"
MOBILE = "13812345678"
HEAD = "云岭镇2023年政府信息公开工作年度报告\n\n六、其他需要报告的事项\n\n"


def codes(text: str) -> list[str]:
    rules = [rule for rule in builtin_rules().values() if rule.family == "V" and rule.enabled]
    return [finding.code for finding in findings_of(HEAD + text + "\n", rules)]


def test_the_check_characters():
    assert is_identity_number(IDENTITY)
    assert is_identity_number(IDENTITY_X)
    assert not is_identity_number(IDENTITY[:-1] + "8")
    assert is_credit_code(CREDIT)
    assert is_credit_code(CREDIT_DIGITS)
    assert not is_credit_code(CREDIT[:-1] + "0")
    assert passes_luhn(CARD)
    assert not passes_luhn(CARD[:-1] + "8")


@pytest.mark.parametrize(
    ("private", "shown"),
    [
        (MOBILE, "138****5678"),
        ("138-1234-5678", "138-****-5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        (IDENTITY, "61*************239"),
        (IDENTITY_X, "51*************04X"),
        ("610821 19900101 1239", "61**** ******** *239"),
        ("610821651230123", "61**********123"),
        (CARD, "6222***********3449"),
        ("6222 0210 0011 2233", "6222 **** **** 2233"),
        ("E12345678", "E1****678"),
        ("陕K12A45", "陕K****5"),
        ("123456789@qq.com", "12*******@qq.com"),
        ("云岭村三组12号", "云岭*****号"),
        ("赵某某", "***"),
    ],
)
def test_how_private_values_are_masked(private, shown):
    assert mask(private) == shown
    assert len(shown) == len(private)


def shown_and_written(text: str) -> set[str]:
    rules = [rule for rule in builtin_rules().values() if rule.family == "V"]
    found = [finding for finding in findings_of(HEAD + text + "\n", rules) if finding.fixes]
    assert found
    forms = {finding.text for finding in found} | {fix.edits[0].replacement for one in found for fix in one.fixes}
    assert all(form in finding.message + fix.title for finding in found for fix in finding.fixes for form in forms)
    return forms


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号{IDENTITY}。",
        "旧证号610821651230123。",
        "电话138 1234 5678。",
        f"卡号{CARD}。",
        "邮箱123456789@qq.com。",
        "车辆陕K12A45已报废。",
        "护照号码E12345678。",
    ],
)
def test_message_title_and_correction_mask_alike(text):
    assert len(shown_and_written(text)) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"身份证号{IDENTITY}。", "V101"),
        (f"身份证号{IDENTITY_X.lower()}。", "V101"),
        (f"姓名\t号码\n李某\t{IDENTITY}\t300\n", "V101"),
        (f"| 李某 | {IDENTITY} |\n", "V101"),
        (f"李某（{IDENTITY[:-1]}0）", "V102"),
        ("旧证号610821651230123。", "V103"),
        (f"电话{MOBILE}。", "V104"),
        ("电话138 1234 5678。", "V104"),
        ("电话138-1234-5678。", "V104"),
        (f"电话：+86{MOBILE}", "V104"),
        (f"卡号{CARD}。", "V105"),
        ("卡号6222 0210 0011 2233 449。", "V105"),
    ],
)
def test_a_private_number_is_found_once(text, code):
    assert codes(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        f"统一社会信用代码{CREDIT}。",
        f"统一社会信用代码：{CREDIT_DIGITS}",
        f"代码{CREDIT_DIGITS}。",
        "电话0912-8321234、02988321234、029-88321234。",
        "拨打12345、12388、4008123456。",
        "国办函〔2020〕109号、云政发〔2023〕12号。",
        "投资13812345678元、13812345678.50元。",
        f"网址http://www.example.gov.cn/art/{MOBILE}/t20230101_{IDENTITY}.html",
        "项目代码2306-610821-04-01-123456。",
        "合同编号：13812345678，流水号202301160000123456。",
        "已遮的138****5678和61*************239。",
        "坐标108.9398123456789，34.3412345678901234。",
        "数字0123456789012345678901234567890。",
    ],
)
def test_a_public_number_is_left_alone(text):
    assert codes(text) == []


def test_an_identity_number_with_an_impossible_date_counts_only_after_a_telling_word():
    assert codes("身份证号码610821199013011234。") == ["V102"]
    assert codes("序列610821199013011234。") == []


@pytest.mark.parametrize("number", [IDENTITY, IDENTITY[:-1] + "0", MOBILE, CARD, "138 1234 5678"])
def test_no_finding_shows_the_number_anywhere(number):
    rules = [rule for rule in builtin_rules().values() if rule.family == "V"]
    found = findings_of(f"{HEAD}号码{number}。\n", rules)
    assert found
    for finding in found:
        shown = str(finding._asdict())
        assert number not in shown
        assert number.replace(" ", "") not in shown
        assert finding.masked


def test_rules_about_private_numbers_are_masked():
    kinds = [rule for rule in builtin_rules().values() if rule.check == "private-number"]
    assert kinds
    assert all(rule.masked and rule.any_text for rule in kinds)


def test_the_message_masks_a_number_as_the_text_found_is_masked():
    for text, code in ((f"电话{MOBILE}。", "V104"), (f"身份证{IDENTITY}。", "V101"), (f"卡号{CARD}。", "V105")):
        (finding,) = findings_of(text, [builtin_rules()[code]])
        assert finding.text in finding.message
        assert "*" in finding.text
