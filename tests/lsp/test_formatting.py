"""Formatting: tables aligned, spaces and marks put right, words and figures left alone."""

from __future__ import annotations

import random
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from lsprotocol import types

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.fix import Applicability, Edit, apply_edits
from hegao.lsp.formatting import part, typed, whole
from hegao.lsp.pieces import Pieces
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.table_alignment import align, width
from hegao.text import SourceText, Span
from invented import FOLDER, invented_drafts
from lsp.oddities import decorated, half_typed
from lsp.snapshots import snapshot_of

FAULTY = (FOLDER / "yunling-township" / "faulty.pipe.md").read_text("utf-8")
CLEAN = (FOLDER / "yunling-township" / "clean.pipe.md").read_text("utf-8")
OPTIONS = types.FormattingOptions(tab_size=4, insert_spaces=True)
REPORT = "云岭镇2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"


def applied(snapshot: Snapshot, edits: list[types.TextEdit] | None) -> str:
    """The text after edits that are sorted, do not overlap and each change something."""
    found = [Edit(snapshot.positions.span(edit.range), edit.new_text) for edit in edits or ()]
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
    for edit in found:
        assert snapshot.text[slice(*edit.span)] != edit.replacement
    return apply_edits(snapshot.text, found)


def formatted(text: str, encoding: str = "utf-16") -> str:
    snapshot = snapshot_of(text, encoding)
    params = types.DocumentFormattingParams(types.TextDocumentIdentifier(snapshot.uri), OPTIONS)
    return applied(snapshot, whole(snapshot, params))


def formatted_part(text: str, start: int, end: int) -> str:
    snapshot = snapshot_of(text)
    asked = snapshot.positions.range(Span(start, end))
    params = types.DocumentRangeFormattingParams(types.TextDocumentIdentifier(snapshot.uri), asked, OPTIONS)
    return applied(snapshot, part(snapshot, params))


def after_typing(marked: str, ch: str) -> str:
    """The text after ``ch`` was typed before ``¦``, which stays where the caret is."""
    offset = marked.index("¦")
    snapshot = snapshot_of(marked.replace("¦", ""))
    position = snapshot.positions.position(offset)
    document = types.TextDocumentIdentifier(snapshot.uri)
    params = types.DocumentOnTypeFormattingParams(document, position, ch, OPTIONS)
    edits = typed(snapshot, params) or []
    shift = 0
    for edit in edits:
        start, end = snapshot.positions.span(edit.range)
        assert not start <= offset <= end
        shift += (len(edit.new_text) - (end - start)) if end < offset else 0
    text = applied(snapshot, edits)
    return text[: offset + shift] + "¦" + text[offset + shift :]


def words(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def figures(text: str) -> list[str]:
    return re.findall(r"\d+", unicodedata.normalize("NFKC", text))


def test_a_table_is_aligned_by_what_is_seen():
    table = (
        "| 信息内容 | 本年制发件数 |\n|---|:-:|\n|规章|0|\n| 行政规范性文件 |   12 |\n"
        "| \U0002aa36 “甲”a | 3 |\n| 一格 |\n|  |  |\n"
    )
    assert formatted(REPORT + table) == REPORT + (
        "| 信息内容       | 本年制发件数 |\n"
        "| -------------- | :----------: |\n"
        "| 规章           |      0       |\n"
        "| 行政规范性文件 |      12      |\n"
        "| \U0002aa36 “甲”a       |      3       |\n"
        "| 一格           |\n"
        "|                |              |\n"
    )


def test_widths_are_those_of_the_screen():
    assert [width(text) for text in ("a1", "云", "（）", "“”…—", "\U0002aa36", "e\u0301", "\u200b", "ａ")] == [
        2, 2, 4, 4, 2, 1, 0, 2,
    ]  # fmt: skip


def test_what_is_no_table_and_what_is_code_stays():
    text = REPORT + "甲 | 乙\n\n```\n| a | b |\n|--|--|\n```\n\n| 一行 |\n"
    assert formatted(text) == text
    assert formatted("随手记：\n\n|a|b|\n|--|--|\n|1|2|\n") == "随手记：\n\n|a|b|\n|--|--|\n|1|2|\n"


def test_spaces_and_marks_are_put_right_and_words_are_not():
    text = REPORT + "2023 年，我乡公开信息12 条(含网站８条),其中３条,,未更新.\n\n3、收到和处理政府信息公开申请情况\n"
    outcome = formatted(text)
    assert "（含网站8条），" in outcome
    assert "我乡" in outcome
    assert "3、收到和处理" in outcome
    assert words(outcome) == words(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("draft", invented_drafts(), ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_formatting_changes_no_word_and_is_done_at_once(draft, encoding: str):
    text = decorated(draft.faulty)
    outcome = formatted(text, encoding)
    assert words(outcome) == words(text)
    assert figures(outcome) == figures(text)
    assert formatted(outcome, encoding) == outcome
    assert "\n" not in outcome.replace("\r\n", "")


@pytest.mark.parametrize("draft", invented_drafts(), ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_a_formatted_draft_is_found_no_worse(draft):
    before, after = check(draft.faulty, DEFAULTS), check(formatted(draft.faulty), DEFAULTS)
    known = [one.code for one in before.findings]
    for finding in after.findings:
        assert finding.code in known, (finding.code, finding.text)
        known.remove(finding.code)
    assert [[cell.text for row in table.rows for cell in row.cells] for table in after.document.tables] == [
        [cell.text for row in table.rows for cell in row.cells] for table in before.document.tables
    ]


def test_a_clean_draft_has_only_its_tables_aligned():
    outcome = formatted(CLEAN)
    assert re.sub(r"[ -]+", "", outcome) == re.sub(r"[ -]+", "", CLEAN)
    for block in outcome.split("\n\n"):
        if block.startswith("|"):
            lines = block.split("\n")
            for column in range(1, min(line.count("|") for line in lines)):
                assert len({width("|".join(line.split("|")[: column + 1])) for line in lines}) == 1


@pytest.mark.parametrize("name", ["clean.tab.txt", "clean.cell.txt"])
def test_tables_in_other_layouts_stay(name: str):
    text = (FOLDER / "yunling-township" / name).read_text("utf-8")
    assert formatted(text) == text


def test_a_part_is_formatted_and_the_rest_is_not():
    text = REPORT + "公开信息(12条)。\n\n公开信息(13条)。\n\n|a|b|\n|-|-|\n|云岭|1|\n\n公开信息(14条)。\n"
    start = text.index("公开信息(13")
    assert formatted_part(text, start, start + 11) == text.replace("(13条)", "（13条）")
    row = text.index("|云岭")
    aligned = "| a    | b   |\n| ---- | --- |\n| 云岭 | 1   |\n"
    assert formatted_part(text, row, row + 3) == text.replace("|a|b|\n|-|-|\n|云岭|1|\n", aligned)
    everything = formatted_part(text, 0, len(text))
    assert everything == formatted(text)
    middle = formatted_part(text, start, row + 3)
    assert "（13条）" in middle
    assert aligned in middle
    assert "(12条)" in middle
    assert "(14条)" in middle


def test_typing_a_pipe_aligns_the_table_and_leaves_the_caret_where_it_was():
    table = "|规章|0|\n|---|---|\n|行政规范性文件|¦"
    assert (
        after_typing(REPORT + table, "|")
        == REPORT + "| 规章           | 0   |\n| -------------- | --- |\n| 行政规范性文件 |¦"
    )
    assert after_typing(REPORT + "| 规章 |¦ 0 |\n| 行政许可 | 12 |\n", "|").count("¦ 0") == 1
    assert after_typing(REPORT + "他说|¦不\n", "|") == REPORT + "他说|¦不\n"
    assert after_typing("笔记\n|a|b|\n|云岭|¦", "|") == "笔记\n|a|b|\n|云岭|¦"
    code = REPORT + "```\n|a|b|\n|云岭|¦1|\n```\n"
    assert after_typing(code, "|") == code


def test_a_new_line_after_a_row_aligns_the_table():
    for ending in ("", "\n\n二、主动公开政府信息情况\n"):
        text = REPORT + "|规章|0|\n|---|---|\n|行政许可|12|\n¦" + ending
        assert (
            after_typing(text, "\n")
            == REPORT + "| 规章     | 0   |\n| -------- | --- |\n| 行政许可 | 12  |\n¦" + ending
        )
    text = REPORT + "公开信息(12条)。\n¦\n"
    assert after_typing(text, "\n") == text


@pytest.mark.parametrize("seed", range(5))
def test_half_typed_drafts_are_formatted_without_harm(seed: int):
    generator = random.Random(seed)
    draft = invented_drafts()[seed * 3 + 2]
    for text in half_typed(decorated(draft.faulty), seed, 2):
        outcome = formatted(text)
        assert words(outcome) == words(text)
        for _ in range(10):
            offset = generator.randrange(len(text) + 1)
            marked = text[:offset] + "¦" + text[offset:]
            assert words(after_typing(marked, generator.choice("|\n"))) == words(text)
            assert words(formatted_part(text, offset, generator.randrange(offset, len(text) + 1))) == words(text)


@pytest.mark.parametrize("path", sorted(Path("/work/shared/reports").glob("*")), ids=lambda path: path.stem)
def test_published_reports_keep_their_words(path: Path):
    text = path.read_text("utf-8")
    outcome = formatted(text)
    assert words(outcome) == words(text)
    assert formatted(outcome) == outcome


def test_every_harmless_safe_fix_is_made():
    """What formatting leaves of the safe fixes changes a word or a figure."""
    for draft in invented_drafts():
        outcome = formatted(draft.faulty)
        for finding in check(outcome, DEFAULTS).findings:
            for fix in finding.fixes[:1]:
                if fix.applicability is Applicability.SAFE:
                    assert any(words(outcome[slice(*one.span)]) != words(one.replacement) for one in fix.edits), fix


@pytest.mark.parametrize("seed", range(20))
def test_edits_one_after_the_other_are_edits_of_the_first_text(seed: int):
    generator = random.Random(seed)
    old = "".join(generator.choice("ab\r\n云") for _ in range(40))
    pieces, text = Pieces(old), old
    for _ in range(4):
        cuts = sorted(generator.sample(range(len(text) + 1), 4))
        edits = [Edit(Span(cuts[at], cuts[at + 1]), generator.choice(["", "x", "云岭", "\r\n"])) for at in (0, 2)]
        pieces.apply(edits)
        text = apply_edits(text, edits)
        assert pieces.text == text
    found = pieces.edits()
    assert apply_edits(old, found) == text
    for one, other in pairwise(found):
        assert one.span.end < other.span.start


@pytest.mark.parametrize("seed", range(10))
def test_aligning_twice_is_aligning_once(seed: int):
    generator = random.Random(seed)
    cells = ["", " ", "云", "ab ", "\t1", "\\|", "---", ":-:", "\u00a0", "\U0002aa36", "-"]
    lines = ["|" + "|".join(generator.choices(cells, k=4)) + generator.choice(["|", "", " ", "| x"]) for _ in range(6)]
    text = "\n".join(lines)
    once = apply_edits(text, align(SourceText(text), 0, 5))
    assert apply_edits(once, align(SourceText(once), 0, 5)) == once
    assert re.sub(r"[ \t-]", "", once) == re.sub(r"[ \t-]", "", text)
