"""The parser is total: any text gives a document whose spans lie inside the text."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting import document_of
from hegao.document.clean import clean
from hegao.document.model import Document
from samples import LAYOUTS, sample

PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "总体情况", "规章", "信息内容", "自然人", "总计", "三、本年度办理结果", "0", "12", "\t",
     "\t\t", "\n", "\r\n", "\r", "|", "|---|", "\u000b", "\u000c", "\u2028", "\u00a0", "\u3000", "𪨶",
     "云岭镇2023年政府信息公开工作年度报告", "二、主动公开政府信息情况", "2024年1月8日", "云岭镇人民政府",
     "一是", "。", "，", "：", " ", "\ufeff", "（", "）", "%", "#", "**"]
)  # fmt: skip


def assert_sound(text: str) -> Document:
    """Spans in bounds and in order; cells clean to their text; the view leads back to the source."""
    document = document_of(text)
    length = len(text)
    for table in document.tables:
        assert 0 <= table.span.start <= table.span.end <= length
        for row in table.rows:
            assert len(row.labels) == len(row.expected)
            assert not row.values or (row.form and len(row.values) == len(row.form.values))
            for cell in row.cells:
                assert 0 <= cell.span.start <= cell.span.end <= length
                assert clean(document.source[cell.span]) == cell.text
    for section in document.sections:
        assert section.heading.start <= section.title_span.start <= section.title_span.end <= section.heading.end
        assert section.number_span.start <= section.number_span.end <= section.title_span.start
        assert 0 <= section.blocks[0] <= section.blocks[1] <= len(document.view.blocks)
    view = document.view
    for block in view.blocks:
        assert 0 <= block.span.start <= block.span.end <= length
        assert view.span(block.start, block.end) == block.span
        assert "\n" not in view.text_of(block)
        for at in range(block.start, block.end):
            assert text[view.offset(at)] == view.text[at]
    return document


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_mixture_of_report_pieces_is_parsed(text):
    assert_sound(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_parsed(text):
    assert_sound(text)


def test_a_title_in_a_table_is_no_title():
    assert assert_sound("\t\t0\n云岭镇2023年政府信息公开工作年度报告\t规章\t0\n\t规章\t0\n").title is None


def test_a_cell_is_not_carried_on_over_anything_but_white_space():
    assert_sound("结果维持|\n（一）\n|---| 四、结转下年度继续办理\t\t\n总体情况\n规章|")


def test_every_prefix_of_a_draft_is_parsed():
    for layout in LAYOUTS:
        text = sample(layout)
        for end in range(0, len(text), 37):
            assert_sound(text[:end])


def test_lines_in_any_order_are_parsed():
    for layout in LAYOUTS:
        for seed in range(12):
            lines = sample(layout).split("\n")
            random.Random(seed).shuffle(lines)
            assert_sound("\n".join(lines))


def test_random_edits_are_parsed():
    for layout in LAYOUTS:
        rng = random.Random(layout)
        text = sample(layout)
        for _ in range(60):
            start = rng.randrange(len(text))
            end = min(len(text), start + rng.randrange(30))
            piece = rng.choice(["", "\t", "|", "0", "\n\n", "一、", "其他", "\r", "\u000b", "无"])
            text = text[:start] + piece + text[end:]
            assert_sound(text)
