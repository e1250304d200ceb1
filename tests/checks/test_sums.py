"""Parts and sums, percentages, and quantities stated twice within the text."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import assert_marked, builtin_rules, document_of, findings_of
from hegao.checks.percentages import agrees, percentage
from hegao.checks.quantities import count_of, is_approximate
from hegao.engine import lint

HEAD = "云岭镇2023年政府信息公开工作年度报告\n一、总体情况\n"
RULES = [rule for code, rule in builtin_rules().items() if "N310" < code < "N400"]


def found_in(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.text) for finding in findings_of(HEAD + text, RULES)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("N311", "公开信息48条，其中网站⟦58条⟧。"),
        ("N311", "公开信息48条（其中网站⟦58条⟧、公示栏2条）。"),
        ("N312", "公开信息⟦48条⟧，其中网站35条、微信9条、公示栏8条。"),
        ("N312", "公开信息⟦48条⟧。其中：网站35条；微信9条；公示栏8条。"),
        ("N312", "公开信息698条，其中网站⟦407条⟧（其中公告287条、动态126条）、微信155条、公示栏136条。"),
        ("N313", "公开信息⟦35条⟧，其中机构8条、动态6条、其他20条。"),
        ("N313", "公开信息⟦35条⟧，分别为机构8条、动态6条、公告20条。"),
        ("N313", "公开信息⟦３５条⟧，其中机构八条、动态六条、其它20条。"),
        ("N314", "公开信息⟦48条⟧，其中网站35条、微信9条、公示栏1条。"),
        ("N315", "公开信息300余条，其中概况120条、其他⟦300余条⟧。"),
        ("N321", "主动公开政府信息120条。\n（二）全年主动公开政府信息⟦102⟧条。"),
        ("N331", "公开信息120条，其中网站90条，占⟦80%⟧。"),
        ("N331", "公开信息120条，其中网站90条，占比⟦74.0％⟧。"),
        ("N332", "收到申请12件，较上年的10件增长⟦25%⟧。"),
        ("N332", "收到申请8件，较上年的10件⟦增长⟧20%。"),
        ("N332", "收到申请12件，比上年增加2件，增长⟦16.7%⟧。"),
    ],
)
def test_a_wrong_figure_is_found_at_its_place(code, text):
    assert_marked(code, HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "公开信息698条，其中网站407条（其中公告287条、动态106条、文件14条）、微信155条、公示栏19条、广播117条。",
        "公开信息698条，其中网站407条，包括公告287条、动态106条、文件14条；微信155条；公示栏19条；广播117条。",
        "公示信息24次，其中包含救助类（大病救助、低保金发放等）公示12次、2023年种植一次性补贴公示5次、其他公示7次。",
        "收到申请5件，其中网上3件、信函2件，办结5件，结转0件。受理7件（含上年结转2件），其中网上7件。",
        "举办培训5次，其中120人参加。召开会议10次，学习条例12次。",
        "收到申请17件，办结17件，结转下年1件。其中予以公开7件，部分公开3件，不予公开7件。",
        "新收申请17件，办结17件，结转下年1件。其中予以公开7件，部分公开3件，不予公开1件，无法提供5件，其他处理2件。",
        "收到申请12件，结转下年1件，其中予以公开9件，部分公开4件。",
        "收到申请17件，办结16件，结转下年1件，其中予以公开7件、部分公开3件、不予公开6件。",
        "发布动态165条，其中重点聚焦街道102条；发布公示1条，包括概况1条，以及信息2条。",
        "发布微博120条，其中发布原创微博11条，转发微博109条，阅读3000次。",
        "公开信息300余条，其中概况20条、其他300余条。公开信息约50条，其中网站60条。",
        "更新栏目12个，其中一个专栏30条。",
        "通过微信公众号主动公开政府信息60条。2022年主动公开政府信息90条。主动公开政府信息120条。",
        "公开信息120条，其中网站40条，占33.3%；微信40条，占33%；公示栏20条，占16%；广播20条，占约20%。",
        "收到申请12件，较上年的9件增长33.3%。收到申请12件，较上年增长50%。收到申请12件，与上年持平。",
    ],
)
def test_figures_that_agree_or_cannot_be_told_are_left_alone(text):
    assert not found_in(text)


def test_the_message_shows_the_arithmetic():
    (finding,) = findings_of(HEAD + "公开信息48条，其中网站35条、微信9条、公示栏8条。", RULES)
    assert finding.message == "其中各项相加为 52（35＋9＋8），比总数“48条”多 4"


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("１２", 12), ("1,234", 1234), ("十二", 12), ("两", 2), ("零", 0), ("一百零五", 105), ("〇", 0)],
)
def test_numbers_are_read_as_typed(text, value):
    assert count_of(text) == value


@pytest.mark.parametrize("text", ["近⟨30⟩件", "⟨30⟩余件", "约⟨30⟩件", "⟨30⟩件左右", "⟨30⟩件以上", "3-⟨5⟩件", "第⟨3⟩件"])
def test_rough_numbers_are_told(text):
    start, end = text.index("⟨"), text.index("⟩") - 1
    assert is_approximate(text.replace("⟨", "").replace("⟩", ""), start, end)


@pytest.mark.parametrize("text", ["共⟨30⟩件", "⟨30⟩件，", "收到⟨30⟩件申请"])
def test_exact_numbers_are_told(text):
    start, end = text.index("⟨"), text.index("⟩") - 1
    assert not is_approximate(text.replace("⟨", "").replace("⟩", ""), start, end)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_percentage_worked_out_agrees_and_is_near(part, base, places):
    text = percentage(part, base, places)
    digits = int(text.replace(".", ""))
    assert agrees(digits, places, part, base)
    assert abs(Fraction(digits, 10**places) - Fraction(100 * part, base)) <= Fraction(1, 2 * 10**places)
    assert not agrees(digits + 2, places, part, base)


@given(st.text("一二三是、，。；：\n共其中含条件占%0129余约（）个方面分别为较上年增长"))
def test_no_text_makes_a_check_fail(text):
    findings_of(HEAD + text, [rule for code, rule in builtin_rules().items() if "N200" < code < "N400"])


@pytest.mark.parametrize(
    "unit",
    [
        "共公开信息9条，其中甲3条、乙6条。",
        "其中9条，其中9条",
        "（其中3条",
        "从以下两个方面改进：",
        "一是甲，",
        "收到政府信息公开申请9件，",
        "9件占25%，",
    ],
)
def test_the_time_grows_with_the_length(unit):
    rules = [rule for code, rule in builtin_rules().items() if "N200" < code < "N400"]

    def seconds(times: int) -> float:
        document = document_of(HEAD + unit * times)
        best = 1e9
        for _ in range(3):
            began = time.thread_time()
            lint(document, rules, force=True)
            best = min(best, time.thread_time() - began)
        return best

    # Linear growth gives a factor of 8; quadratic would give 64.
    assert seconds(1600) < 24 * max(seconds(200), 0.002)


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("办结申请12件，其中予以公开5件、部分公开4件、其他处理3件。", []),
        # With the table's 3 for 其他处理 the parts add up, so only what differs from the table is told.
        ("办结申请11件，其中予以公开5件、部分公开3件、其他处理4件。", ["N205", "N205"]),
        ("办结申请12件，其中予以公开5件、部分公开4件、其他处理5件。", ["N205"]),
        ("办结申请12件，其中予以公开5件、部分公开40件、其他处理3件。", ["N205"]),
        ("办结申请12件，分别为予以公开5件、部分公开2件、其他处理3件。", ["N205"]),
        ("办结申请12件，其中予以公开5件、部分公开4件、信函6件。", ["N312"]),
        # Words that the comparison with the table does not know leave the sum to be told.
        ("办结申请12件，其中予以公开5件、部分公开4件、其他处理的事项5件。", ["N312"]),
        ("办结申请12件，其中予以公开的事项5件、部分公开的事项40件、其他处理3件。", ["N311"]),
        ("办结申请12件，分别为予以公开的事项5件、部分公开的事项2件、其他处理3件。", ["N313"]),
    ],
)
def test_a_wrong_number_is_told_once(sentence, codes):
    table = "三、收到和处理政府信息公开申请情况\n" + "\n".join(
        [
            "三、本年度办理结果\t（一）予以公开\t\t5\t0\t0\t0\t0\t0\t5",
            "\t（二）部分公开（区分处理的，只计这一情形，不计其他情形）\t\t4\t0\t0\t0\t0\t0\t4",
            "\t（六）其他处理\t1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请\t3\t0\t0\t0\t0\t0\t3",
            "\t\t2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请\t0\t0\t0\t0\t0\t0\t0",
            "\t\t3.其他\t0\t0\t0\t0\t0\t0\t0",
        ]
    )
    rules = [builtin_rules()[code] for code in ("N205", "N311", "N312", "N313", "N314")]
    text = f"{HEAD}{sentence}\n{table}\n"
    assert [finding.code for finding in findings_of(text, rules)] == codes
    # Where the rule that would tell it does not run, the sum is told.
    alone = findings_of(text, [rule for rule in rules if rule.code != "N205"])
    assert len(alone) == (1 if codes else 0)
