from __future__ import annotations

from lsprotocol import types

from hegao.lsp.page import Page


def filled(markdown: bool) -> Page:
    page = Page(markdown)
    page.rule()
    page.head("题目", "（T101）")
    page.lines(["第一行", "", "第二行"])
    page.items("清单：", ["甲", "乙"])
    page.items("空的：", [])
    page.rule()
    page.sample("示例：", "| a_b |\t*c*")
    page.sample("没有：", "")
    return page


def test_markdown():
    content = filled(True).content
    assert content.kind is types.MarkupKind.Markdown
    assert content.value == (
        "**题目**（T101）\n\n第一行  \n第二行\n\n清单：\n\n- 甲\n- 乙\n\n---\n\n示例：\n```text\n| a_b |\t*c*\n```"
    )


def test_plain_letters():
    content = filled(False).content
    assert content.kind is types.MarkupKind.PlainText
    assert content.value == "题目（T101）\n\n第一行\n第二行\n\n清单：\n- 甲\n- 乙\n\n————\n\n示例：\n| a_b |\t*c*"


def test_nothing_put_in_is_nothing():
    page = Page(True)
    page.lines(["", ""])
    page.rule()
    assert page.content is None


def test_characters_of_a_draft_are_taken_for_no_marks():
    page = Page(True)
    page.lines(["*甲*_乙_`丙`[丁](戊)<己>#庚 | 辛 \\ ~", "1. 壬", "- 癸", "3.属于"])
    assert page.content.value.split("  \n") == [
        "\\*甲\\*\\_乙\\_\\`丙\\`\\[丁\\](戊)\\<己\\>\\#庚 \\| 辛 \\\\ \\~", "1\\. 壬", "\\- 癸", "3.属于",
    ]  # fmt: skip
