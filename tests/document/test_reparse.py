"""Parsing with the memory of the last parse gives what parsing afresh gives, whatever was edited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hegao.document.form import Form
from hegao.document.memory import ParseMemory
from hegao.document.model import Agency, Document
from hegao.document.parse import parse_document
from hegao.rulepack.load import form_for_year
from hegao.text import SourceText, split_lines
from samples import LAYOUTS, sample

DRAFTS = sorted(path for path in (Path(__file__).parents[1] / "drafts").glob("*/*.*") if "findings" not in path.name)
TEXTS = [path.read_bytes().decode() for path in DRAFTS]
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
TYPED = st.sampled_from(
    ["", "", "0", "7", "12", "，", "。", "：", "一", "、", "的", " ", "\u3000", "\t", "\t\t", "|", " | ", "|---|",
     "\\|", "-", "\n", "\n\n", "\r\n", "\r", "\u000b", "\u000c", "\u2028", "\ufeff", "𪨶", "#", "> ", "**",
     "（一）", "1.", "目录\n", "注：", "自然人", "自 然 人", "规章", "总计", "第 3 页", "- 3 -", "云岭镇人民政府",
     "2024年1月8日", "各单位："]
)  # fmt: skip
PASTED = st.sampled_from(
    ["一、总体情况\n", "二、主动公开政府信息情况\n", "\n三、收到和处理政府信息公开申请情况\r\n", "总体情况\t3\n",
     "3、其他\n", "二、主动公开政府信息情况。全年公开信息3条。\n", "云岭镇2023年政府信息公开工作年度报告\n",
     "云岭镇人民政府 2024年1月8日\n", "\t规章\t0\t0\t0\n", "| 规章 | 0 | 0 | 0 |\n", "\t规章\n\t0\n\t0\n\t0\n\n",
     "规章 0 0 0\n", "自\n然\n人\n", "\t\t\t\t\t\t\n", "\n\n\n\n\n\n", "全年公开信息3条，\n", "其中规范性文件0件。\n"]
)  # fmt: skip
PLACE = st.floats(0, 1, exclude_max=True)
EDIT = st.one_of(
    st.tuples(st.just("type"), PLACE, st.sampled_from([0, 0, 0, 1, 1, 2, 5, 30]), TYPED),
    st.tuples(st.just("lines"), PLACE, st.sampled_from([0, 0, 1, 1, 3, 12, 60]), PASTED),
    st.tuples(st.just("copy"), PLACE, st.sampled_from([1, 1, 4, 40, 120]), PLACE),
    st.tuples(st.just("ends"), st.sampled_from(["\n", "\r\n", "\r", "\n\n"])),
)


def edited(text: str, edit: tuple[object, ...]) -> str:
    """The text after typing, pasting over lines, copying lines elsewhere, or another kind of line ends."""
    match edit:
        case ("type", float(place), int(length), str(typed)):
            at = int(place * (len(text) + 1))
            return text[:at] + typed + text[at + length :]
        case ("lines", float(place), int(count), str(pasted)):
            lines = LINE.findall(text)
            at = int(place * len(lines))
            return "".join([*lines[:at], pasted, *lines[at + count :]])
        case ("copy", float(place), int(count), float(target)):
            lines = LINE.findall(text)
            at, to = int(place * len(lines)), int(target * len(lines))
            return "".join([*lines[:to], *lines[at : at + count], *lines[to:]])
        case ("ends", str(line_end)):
            return line_end.join(split_lines(text)[0])
    raise AssertionError(edit)


def assert_same(found: Document, fresh: Document) -> None:
    """Every field alike; what is no plain value is compared by what it holds."""
    assert found.source.text == fresh.source.text
    assert found.source.line_starts == fresh.source.line_starts
    assert found.view.text == fresh.view.text
    assert found.view.blocks == fresh.view.blocks
    ends = range(len(fresh.view.text) + 1)
    assert [found.view.offset(at) for at in ends] == [fresh.view.offset(at) for at in ends]
    assert [found.view.block_at(at) for at in ends] == [fresh.view.block_at(at) for at in ends]
    for field in set(Document._fields) - {"source", "view"}:
        assert getattr(found, field) == getattr(fresh, field), field


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(TEXTS), st.lists(EDIT, min_size=1, max_size=12))
def test_after_any_edit_a_parse_with_a_memory_gives_what_one_without_gives(text, edits):
    form = form_for_year(None)
    memory = ParseMemory()
    parse_document(text, form, memory=memory)
    for edit in edits:
        text = edited(text, edit)
        assert_same(parse_document(text, form, memory=memory), parse_document(text, form))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_typing_a_draft_out_gives_what_parsing_it_afresh_gives(layout):
    form = form_for_year(None)
    memory = ParseMemory()
    text = sample(layout)
    for end in range(0, len(text), 19):
        assert_same(parse_document(text[:end], form, memory=memory), parse_document(text[:end], form))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_figure_changed_in_each_row_is_seen(layout):
    form = form_for_year(None)
    memory = ParseMemory()
    text = sample(layout)
    first = parse_document(text, form, memory=memory)
    for row in [row for table in first.tables for row in table.rows if row.given]:
        for typed in ("9", "无", "", "自然人", "1\t2", "3 | 4"):
            span = row.given[-1].span
            changed = text[: span.start] + typed + text[span.end :]
            assert_same(parse_document(changed, form, memory=memory), parse_document(changed, form))


def test_the_agency_and_the_form_may_change_between_two_parses():
    memory = ParseMemory()
    text = sample("tab")
    for form in (form_for_year(None), form_for_year(2020), form_for_year(None)):
        for agency in (None, Agency(name="云岭镇人民政府", within=("青山县",))):
            assert_same(parse_document(text, form, agency, memory), parse_document(text, form, agency))


def test_one_memory_for_two_drafts_in_turn_mixes_nothing_up():
    form = form_for_year(None)
    memory = ParseMemory()
    for text in [*TEXTS, *TEXTS[::2]]:
        assert_same(parse_document(text, form, memory=memory), parse_document(text, form))


def parsed(text: str, form: Form, memory: ParseMemory) -> Document:
    document = parse_document(text, form, memory=memory)
    assert len(document.tables) == 3
    return document


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tables_that_neither_changed_nor_moved_are_the_same_objects(layout):
    form = form_for_year(None)
    memory = ParseMemory()
    text = sample(layout)
    before = parsed(text, form, memory)
    after = parsed(text.rstrip() + "补", form, memory)
    assert all(old is new for old, new in zip(before.tables, after.tables, strict=True))
    start = before.tables[1].rows[5].given[0].span.start
    changed = parsed(text[:start] + "5" + text[start:], form, memory)
    assert changed.tables[0] is before.tables[0]
    assert changed.tables[1] != before.tables[1]


def test_a_memory_holds_the_last_parse_and_nothing_older():
    form = form_for_year(None)
    memory = ParseMemory()
    for text in (sample("tab"), sample("cell"), "只有一行\r\n"):
        document = parse_document(text, form, memory=memory)
        assert set(memory.lines) == set(split_lines(text)[0])
        assert sum(len(tables or ()) for _, tables in memory.tables.values()) == len(document.tables)


def test_what_is_known_of_a_line_is_taken_over_wherever_it_went():
    form = form_for_year(None)
    memory = ParseMemory()
    text = sample("tab")
    parse_document(text, form, memory=memory)
    before = dict(memory.lines)
    parse_document("新的一行\n" + text, form, memory=memory)
    assert {raw for raw, facts in memory.lines.items() if before.get(raw) is not facts} == {"新的一行"}


@given(
    st.lists(st.sampled_from(["\n", "\r\n", "\r", "甲", "\u000b", "\u000c", "\u0085", "\u2028", "乙 "])).map("".join)
)
def test_lines_end_at_line_feeds_and_carriage_returns_alone(text):
    lines, starts = split_lines(text)
    spans = [SourceText(text).line_span(line) for line in range(len(starts))]
    assert lines == re.split("\r\n|\n|\r", text) == [text[span.start : span.end] for span in spans]
    assert starts == [0, *(match.end() for match in re.finditer("\r\n|\n|\r", text))]
    assert SourceText(text, starts).line_starts is starts
