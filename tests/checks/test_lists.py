"""Announced counts against the lists that follow, and ordinals that count up."""

from __future__ import annotations

import pytest

from drafting import assert_marked, builtin_rules, findings_of

HEAD = "云岭镇2023年政府信息公开工作年度报告\n五、存在的主要问题及改进情况\n"
LISTS = [builtin_rules()[code] for code in ("N301", "N302", "N303")]


def assert_clean(text: str) -> None:
    found = findings_of(HEAD + text, LISTS)
    assert not found, [(finding.code, finding.text, finding.message) for finding in found]


@pytest.mark.parametrize(
    "text",
    [
        "从⟦以下两个方面⟧改进：一是学习。二是检查。三是通报。",
        "从⟦以下两个方面⟧改进：一是学习，\n\n提高认识。二是检查。三是通报。",
        "存在⟦两个问题⟧：\n一是内容不全。\n二是更新不快。\n三是解读不多。",
        "落实⟦三项措施⟧：第一，建立清单。第二，按月检查。第三，定期通报。第四，组织培训。",
        "抓好⟦两个方面⟧工作：首先，加强学习。其次，加强检查。最后，加强通报。",
        "存在⟦如下2个问题⟧：（1）内容不全；（2）更新不快；（3）解读不多。",
        "存在⟦两个问题⟧：\n（一）内容不全。\n（二）更新不快。\n（三）解读不多。",
        "存在⟦两方面⟧问题：①内容不全；②更新不快；③解读不多。",
    ],
)
def test_a_list_longer_than_announced_is_found(text):
    assert_marked("N301", HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "从⟦以下四个方面⟧改进：一是学习。二是检查。三是通报。",
        "存在⟦三个问题⟧：1.内容不全；2.更新不快。\n下一步组织培训。",
    ],
)
def test_a_list_shorter_than_announced_is_found(text):
    assert_marked("N302", HEAD + text)


@pytest.mark.parametrize(
    "text",
    [
        "主要表现在以下两个方面：一是认识不够。二是内容不全。\n今后从以下两个方面改善：一是学习。二是检查。",
        "从以下三个方面改进：一是学习：一是学条例，二是学办法；二是检查；三是通报。",
        "结合“三个年”活动，一是学习，二是检查。围绕“两个方面”：一是学习，二是检查，三是通报。",
        "一方面加强学习，另一方面加强检查。从几个方面改进：一是学习，二是检查。",
        "2.存在两个问题：1.内容不全；2.更新不快。\n3.下一步组织培训。",
        "本报告由六个部分组成，包括总体情况等。坚持三个原则，成效明显：一是公开，二是便民。",
        "针对以上两方面不足，一是学习；二是检查；三是通报。针对存在的两个问题，一是学习；二是检查；三是通报。",
        "存在三个问题：一是内容不全；二是更新不快；三是解读不多，其中一是图解少，二是视频少。",
        "抓好三项工作：首先加强学习，其次加强检查，同时定期通报。",
        "从以下三个方面改进：加强学习；加强检查；定期通报。",
        "（一）存在两个问题。内容不全，更新不快。\n（二）改进三个方面：一是学习，二是检查，三是通报。",
        "第二个方面：一是学习，二是检查，三是通报。有两三个方面：一是学习，二是检查，三是通报，四是培训。",
    ],
)
def test_a_list_as_announced_or_not_sure_is_left_alone(text):
    assert_clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("存在不足：一是内容不全；⟦三是⟧更新不快。", "二"),
        ("存在不足：一是内容不全；二是更新不快；⟦二是⟧解读不多。", "三"),
        ("一是内容不全。\n二是更新不快。\n⟦四是⟧解读不多。", "三"),
    ],
)
def test_a_broken_ordinal_is_found_with_the_right_one(text, expected):
    assert_marked("N303", HEAD + text)
    (finding,) = findings_of(HEAD + text.replace("⟦", "").replace("⟧", ""), [builtin_rules()["N303"]])
    assert [fix.edits[0].replacement for fix in finding.fixes] == [expected]


def test_a_list_that_begins_with_the_second_item_has_no_fix():
    (finding,) = findings_of(HEAD + "公开渠道不多；二是解读不多。", [builtin_rules()["N303"]])
    assert finding.text == "二是"
    assert not finding.fixes


@pytest.mark.parametrize(
    "text",
    [
        "首先要学习，二是检查，三是通报。",
        "一要学习，二是检查。",
        "一是甲：一是乙，二是丙；二是丁；三是戊。",
        "一是甲，二是乙。\n六、其他需要报告的事项\n一是丙，二是丁。",
        "这一是重点，那二是难点，其中三是关键。",
    ],
)
def test_ordinals_that_count_up_are_left_alone(text):
    assert_clean(text)


def test_the_number_is_corrected_as_the_author_writes_it():
    rule = builtin_rules()["N301"]
    for written, right in (("两", "三"), ("2", "3")):
        (finding,) = findings_of(f"{HEAD}从以下{written}个方面改进：一是学习。二是检查。三是通报。", [rule])
        assert finding.fixes[0].edits[0].replacement == right
