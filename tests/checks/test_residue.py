"""Residue of office programs, web pages and templates: removed without touching the report's own words."""

from __future__ import annotations

import pytest

from drafting import builtin_rules, findings_of
from hegao.fix import Applicability, apply_fixes

HEAD = "云岭镇2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"


def found(text: str) -> list[tuple[str, str]]:
    rules = [rule for rule in builtin_rules().values() if rule.family == "J" and rule.enabled]
    return [(finding.code, finding.text) for finding in findings_of(text, rules)]


@pytest.mark.parametrize(
    ("text", "code", "residue"),
    [
        ("[bookmark: _Toc123]公开信息60条。", "J101", "[bookmark: _Toc123]"),
        ("总体情况 PAGEREF _Toc155 \\h 3", "J102", " PAGEREF _Toc155 \\h "),
        ('见 HYPERLINK "http://www.example.gov.cn" 网站', "J102", ' HYPERLINK "http://www.example.gov.cn" '),
        ("见错误！未找到引用源。", "J103", "错误！未找到引用源。"),
        ("Error! Bookmark not defined.", "J103", "Error! Bookmark not defined."),
        ("（文字描述）", "J104", "（文字描述）"),
        ("该部分以表格形式报告。表格如下:", "J104", "该部分以表格形式报告。表格如下:"),
        ("登录（具体网址）查阅。", "J105", "（具体网址）"),
        ("公开信息XX件。", "J106", "XX"),
        ("公开信息××条。", "J106", "××"),
        ("收费____元。", "J106", "____"),
        ("20XX年，全镇公开透明。", "J106", "20XX"),
        ("是□否。", "J107", "□"),
        ("[图片]", "J108", "[图片]"),
        ("公开信息批注[王1]：核对60条。", "J109", "批注[王1]："),
        ("您当前所在位置：首页 > 政务公开", "J111", "您当前所在位置：首页 > 政务公开"),
        ("【字体：大 中 小】", "J112", "【字体：大 中 小】"),
        ("扫一扫在手机打开当前页", "J112", "扫一扫在手机打开当前页"),
        ("【打印】【关闭】", "J112", "【打印】【关闭】"),
        ("发布时间：2024-01-20 10:00", "J113", "发布时间：2024-01-20 10:00"),
        ("附件：2023年年报.pdf", "J114", "附件：2023年年报.pdf"),
        ("— 3 —", "J115", "— 3 —"),
        ("公开信息\u000b60条。", "J121", "\u000b"),
        ("公开\u200b\ufeff信息。", "J122", "\u200b\ufeff"),
        ("公开\u00a0信息。", "J123", "\u00a0"),
        ("公开锟斤拷信息。", "J131", "锟斤拷"),
        ("公开&nbsp;信息。", "J132", "&nbsp;"),
        ("<p>公开信息。", "J133", "<p>"),
    ],
)
def test_residue_is_found_at_its_characters(text, code, residue):
    assert (code, residue) in found(HEAD + text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "　　公开信息60条，全角空格缩进。",
        "云岭镇人民政府\t\t",
        "推出“XX问答”“××课堂”专栏，场地3×5米，5G×AI应用。",
        "求助人李××已妥善安置，电话138××××5678已登记。",
        "指导群众填写申请表，提供打印、复印服务，关闭僵尸账号2个。",
        "网站首页设置专栏，浏览量3万次，点击下载表格320次。",
        "信息来源：各村上报",
        "附件：统计表",
        "纠正错误！未找到的材料已补齐。",
        "满意率<100%，《关于印发<办法>的通知》已公开。",
        "办公地点位置：便民服务中心一楼。",
        "二○○八年建成的公示栏、R&D经费公开。",
        "对以表格形式报告的数据逐项核对，政策的文字描述更加通俗。",
        "- 一是加强领导\n- 二是加强培训",
    ],
)
def test_the_reports_own_words_are_left_alone(text):
    assert found(HEAD + text + "\n") == []


def test_a_draft_full_of_web_residue_comes_clean_in_one_pass():
    text = (
        "当前位置：首页 > 政务公开\n"
        + HEAD
        + "\u00a0\u00a0公开信息60条。&nbsp;\n【字体：大 中 小】\n扫一扫在手机打开当前页\n- 2 -\n"
    )
    rules = [rule for rule in builtin_rules().values() if rule.family == "J" and rule.enabled]
    fixes = [
        fix for finding in findings_of(text, rules) for fix in finding.fixes if fix.applicability is Applicability.SAFE
    ]
    fixed, count = apply_fixes(text, fixes)
    assert count == len(fixes)
    assert found(fixed) == []
    assert fixed.split() == (HEAD + "公开信息60条。").split()


def test_a_byte_order_mark_at_the_start_is_no_residue():
    assert found("\ufeff" + HEAD + "公开信息60条。\n") == []
    assert found("\ufeff\u200b" + HEAD + "公开信息60条。\n") == [("J122", "\u200b")]


def test_a_hidden_break_in_a_table_row_is_not_replaced_by_a_line_end():
    text = "规章\t0\u000b\t0\t0\n公开\u000b信息。\n"
    fixes = [fix for finding in findings_of(text, [builtin_rules()["J121"]]) for fix in finding.fixes]
    assert apply_fixes(text, fixes)[0] == "规章\t0\t0\t0\n公开\n信息。\n"


def test_indenting_with_odd_spaces_is_one_finding_for_the_whole_draft():
    text = HEAD + "\u00a0\u00a0甲。\n\u00a0\u00a0乙。\n\u00a0\u00a0丙。\n"
    (finding,) = findings_of(text, [builtin_rules()["J124"]])
    assert "3 处" in finding.message
    assert len(finding.fixes[0].edits) == 3
