"""What is held back: what is not written yet, and what is being typed."""

from __future__ import annotations

import asyncio

import pytest

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp import showing
from hegao.lsp.waiting import split_typed, split_unwritten
from lsp.editor import URI, Inside, abilities
from lsp.test_diagnostics import DRAFTS, clean

HEADINGS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")


def codes(findings):
    return {finding.code for finding in findings}


def told(text: str):
    result = check(text, DEFAULTS)
    return split_unwritten(result.document, result.findings)


def test_nothing_is_missing_from_a_draft_that_has_just_been_begun():
    text = clean()
    for heading in (HEADINGS[1], HEADINGS[2]):
        begun = text[: text.index(heading)]
        shown, waiting = told(begun)
        assert "S111" in codes(waiting), "the sections below are missing"
        assert not any(finding.absent for finding in shown)


def test_a_section_left_out_is_missing_once_the_next_one_is_there():
    text = clean()
    second, third = text.index(f"## {HEADINGS[1]}"), text.index(f"## {HEADINGS[2]}")
    without = text[:second] + text[third : text.index("## 四")]
    shown, waiting = told(without)
    assert [finding.code for finding in shown if finding.absent] == ["S111"]
    assert "S111" in codes(waiting), "the sections after the last one may still come"


def test_a_signature_or_date_ends_the_waiting():
    text = clean()
    third = text.index(f"## {HEADINGS[2]}")
    shown, waiting = told(text[:third] + "2025年1月20日\n")
    assert "S111" in codes(shown)
    assert not waiting


@pytest.mark.parametrize("layout", ["pipe.md", "tab.txt", "cell.txt"])
def test_a_figure_being_typed_is_not_judged(layout):
    text = clean(layout)
    document = check(text, DEFAULTS).document
    cell = document.tables[1].rows[4].given[-1]
    typed = text[: cell.span.end] + "7" + text[cell.span.end :]
    result = check(typed, DEFAULTS)
    shown, held = split_typed(result.document, result.findings, cell.span.end + 1)
    assert held, "the total is wrong now"
    assert not any(finding.span.start <= cell.span.end + 1 <= finding.span.end for finding in shown)
    assert codes(held) | codes(shown) == codes(result.findings)


def shown_at(text: str, caret: int) -> list[str]:
    """The codes of what is shown while an author types at a place of a draft."""
    result = check(text, DEFAULTS)
    findings, _ = split_unwritten(result.document, result.findings)
    return [finding.code for finding in split_typed(result.document, findings, caret)[0]]


@pytest.mark.parametrize(("layout", "first"), [("pipe.md", 0), ("tab.txt", 7), ("cell.txt", 14)])
def test_a_faultless_report_is_never_faulty_while_it_is_written(layout, first):
    text = clean(layout)
    ends = [*range(first, len(text), 23), text.index("（三）政府") + 5, text.index("三、本年度") + 3]
    flashed = {text[end - 12 : end]: shown for end in ends if (shown := shown_at(text[:end], end))}
    assert flashed == {}


@pytest.mark.parametrize(
    "before",
    [
        "。围绕",
        "（五）监督保障。把政府信息公开纳入机关工作考核",
        "（国务院令",
        "四、政府信息公开行政复议",
        "四、政府信息公开行政复议、",
    ],
)
def test_a_line_being_written_in_the_middle_is_not_judged_by_what_is_still_to_come(before):
    text = clean()
    at = text.index(before) + len(before)
    line_end = text.index("\n", at)
    begun = text[:at] + text[line_end:]
    assert codes(check(begun, DEFAULTS).findings) - set(shown_at(begun, at))
    held_back = {"P118", "P120", "P128", "S107"}
    assert held_back.isdisjoint(shown_at(begun, at))


def test_brackets_left_open_are_told_with_the_next_sentence():
    text = clean()
    at = text.index("围绕")
    for written, told_of in (("《条例", False), ("《条例。按", True)):
        begun = text[:at] + written + text[at:]
        assert ("P120" in shown_at(begun, at + len(written))) is told_of


def test_the_parts_of_a_sum_are_told_when_the_sentence_is_finished():
    text = clean()
    at = text.index("（三）政府信息管理。")
    for written, told_of in (
        ("共公开10条，其中网站5条、公开栏1条、公众号3条", False),
        ("共公开10条，其中网站5条、公开栏1条、公众号3条。", True),
        ("共公开10条，其中网站5条、公开栏1条、公众号3条。另", True),
    ):
        begun = f"{text[:at]}{written}\n\n{text[at:]}"
        assert any(code.startswith("N31") for code in shown_at(begun, at + len(written))) is told_of
        assert any(finding.code.startswith("N31") for finding in check(begun, DEFAULTS).findings)


def test_a_section_being_written_is_not_said_to_be_silent_about_a_figure():
    text = (DRAFTS / "anping-county" / "clean.tab.txt").read_bytes().decode()
    start = text.index("依据《政府信息公开信息处理费")
    begun = text[:start] + "2023年全县共" + text[text.index("\n", start) :]
    assert "N141" in codes(check(begun, DEFAULTS).findings)
    assert "N141" not in shown_at(begun, start + 8)
    assert "N141" in shown_at(begun, text.index("一、总体情况"))


@pytest.mark.parametrize("layout", ["pipe.md", "tab.txt", "cell.txt"])
def test_a_row_being_filled_in_is_not_judged_wherever_its_faults_are_told(layout):
    text = clean(layout)
    total = check(text, DEFAULTS).document.tables[1].rows[3].given[-1].span
    begun = text[: total.start] + text[total.start] + text[total.end :]
    told_later = codes(check(begun, DEFAULTS).findings)
    assert told_later, "a total with only one of its two digits does not agree with anything"
    assert shown_at(begun, total.start + 1) == []
    elsewhere = text.index("一、总体情况")
    assert set(shown_at(begun, elsewhere)) == told_later


def test_what_is_missing_elsewhere_is_told_while_the_author_writes():
    text = clean()
    fee = text.index("2023年，云岭镇依据《政府信息公开信息处理费")
    text = text[:fee] + text[text.index("没有其他需要报告的事项。") :]
    assert "C101" in shown_at(text, text.index("全年通过") + 2)


def test_words_are_judged_at_once():
    text = clean().replace("一、总体情况\n", "一、总体情况\n\n我们及时及时公开。\n", 1)
    result = check(text, DEFAULTS)
    doubled = next(finding for finding in result.findings if "及时" in finding.text)
    shown, held = split_typed(result.document, result.findings, doubled.span.end)
    assert doubled in shown
    assert not held


def _total(editor: Inside) -> int:
    """The end of a total that holds."""
    document = check(editor.texts[URI], DEFAULTS).document
    return document.tables[1].rows[4].given[-1].span.end


@pytest.mark.asyncio
async def test_a_figure_is_judged_when_the_author_rests(monkeypatch):
    monkeypatch.setattr(showing, "REST", 0.05)
    editor = Inside()
    await editor.begin()
    editor.open(clean())
    assert await editor.published() == []
    at = _total(editor)
    editor.replace(at, at, "7")
    assert await editor.published() == []
    later = await editor.published()
    assert later
    said = [params["version"] for params in editor.of("textDocument/publishDiagnostics")]
    assert said == [1, 2, 2]
    counted = await editor.until("hegao/status", lambda params: params["findings"])
    assert (counted["version"], counted["findings"], counted["state"]) == (2, len(later), "findings")


@pytest.mark.asyncio
async def test_a_figure_is_judged_when_the_author_goes_on_elsewhere(monkeypatch):
    monkeypatch.setattr(showing, "REST", 3600)
    editor = Inside()
    await editor.begin()
    editor.open(clean())
    assert await editor.published() == []
    at = _total(editor)
    editor.replace(at, at, "7")
    assert await editor.published() == []
    editor.replace(at + 1, at + 1, "0")
    assert await editor.published() == []
    title = editor.texts[URI].index("一、总体情况")
    editor.replace(title, title, "\n")
    assert await editor.published()


@pytest.mark.asyncio
async def test_who_pulls_is_asked_to_pull_again_when_the_author_rests(monkeypatch):
    monkeypatch.setattr(showing, "REST", 0.05)
    editor = Inside()
    await editor.begin(abilities(True))
    editor.open(clean())
    first = await editor.pulled()
    assert first["items"] == []
    at = _total(editor)
    editor.replace(at, at, "7")
    typing = await editor.pulled(previous=first["resultId"])
    assert typing["kind"] == "unchanged"
    await editor.until("workspace/diagnostic/refresh")
    rested = await editor.pulled(previous=first["resultId"])
    assert rested["items"]


@pytest.mark.asyncio
async def test_who_asks_anew_is_told_all(monkeypatch):
    monkeypatch.setattr(showing, "REST", 3600)
    editor = Inside()
    await editor.begin(abilities(True))
    editor.open(clean())
    await editor.pulled()
    at = _total(editor)
    editor.replace(at, at, "7")
    assert (await editor.pulled())["items"]


@pytest.mark.asyncio
async def test_nothing_is_left_to_do_when_a_draft_is_closed_while_typing(monkeypatch):
    monkeypatch.setattr(showing, "REST", 0.02)
    editor = Inside()
    await editor.begin()
    await editor.ready()
    editor.open(clean())
    await editor.published()
    at = _total(editor)
    editor.replace(at, at, "7")
    await editor.published()
    editor.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    heard = len(editor.heard)
    done = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, done.set)
    await done.wait()
    assert editor.of("textDocument/publishDiagnostics")[-1]["diagnostics"] == []
    assert len(editor.heard) == heard


def test_what_is_held_back_comes_before_anybody_takes_silence_for_the_end():
    """Clients that compare answers take a second without a message for the end of them."""
    assert showing.REST < 1
