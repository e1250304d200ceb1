"""Corrections in Word files: as tracked changes or plainly, in the formatting of what they replace."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hegao.config import DEFAULTS
from hegao.engine import check
from hegao.fix import Applicability, plan_fixes
from hegao.sources.word.open import open_word
from hegao.sources.word_write.changes import changed
from hegao.sources.word_write.steps import Change, trimmed, writable
from hegao.text import Span
from invented import Draft, invented_drafts
from word_files import FILLS, body_file, word_file
from word_looks import looks, parts, root, shape

WHEN = "2026-01-31T08:00:00Z"
DRAFTS = [draft for draft in invented_drafts() if draft.layout == "tab"]
BOLD = "<w:b/>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraphs(*contents: str) -> bytes:
    return body_file("".join(f"<w:p>{content}</w:p>" for content in contents))


def text_of(data: bytes) -> str:
    return open_word(data, "草稿.docx").word.text


def replaced(data: bytes, old: str, new: str, track: bool = True) -> bytes:
    """The file with the first place of some words replaced."""
    word = open_word(data, "草稿.docx").word
    at = word.text.index(old)
    change = Change(Span(at, at + len(old)), new)
    assert writable(word, change)
    return changed(word, [change], track, WHEN)


def can(data: bytes, old: str, new: str) -> bool:
    word = open_word(data, "草稿.docx").word
    at = word.text.index(old)
    return writable(word, Change(Span(at, at + len(old)), new))


def characters(data: bytes, state: str) -> str:
    return "".join(character for character, _ in looks(data, state))


@cache
def faulty(name: str, fill: str) -> bytes:
    return word_file(next(draft.faulty for draft in DRAFTS if draft.name == name), FILLS[fill])


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "plain"])
@pytest.mark.parametrize("fill", ["cut", "tracked", "wrapped"])
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_every_correction_is_written_and_can_be_taken_back(draft: Draft, fill: str, track: bool):
    data = faulty(draft.name, fill)
    word = open_word(data, "草稿.docx").word
    fixes = [fix for finding in check(word.text, DEFAULTS).findings for fix in finding.fixes]
    plan = plan_fixes(word.text, [fix for fix in fixes if fix.applicability is not Applicability.SUGGESTION])
    assert plan.applied
    changes = [Change(*edit) for edit in plan.edits]
    assert all(writable(word, change) for change in changes)
    made = changed(word, changes, track, WHEN)
    assert text_of(made) == plan.text
    assert shape(made) == shape(data)
    assert {name for name, part in parts(made).items() if parts(data)[name] != part} == {"word/document.xml"}
    if track:
        assert looks(made, "rejected") == looks(data)


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "plain"])
def test_the_new_words_look_like_those_they_replace(track: bool):
    data = paragraphs(run("甲") + run("乙丙", BOLD) + run("丁"))
    made = replaced(data, "丙丁", "戊", track)
    shown = looks(made, "accepted")
    assert [character for character, _ in shown] == ["甲", "乙", "戊"]
    assert b"<w:b " in shown[2][1] or b"<w:b>" in shown[2][1]
    added = looks(replaced(data, "乙丙", "乙己丙", track), "accepted")
    assert [character for character, look in added if b"w:b>" in look] == ["乙", "己", "丙"]


def test_a_tracked_change_names_us_and_the_time():
    made = root(replaced(paragraphs(run("甲乙丙")), "乙", "丁"))
    marks = [*made.iter("{*}ins"), *made.iter("{*}del")]
    names = [{key.rpartition("}")[2]: value for key, value in mark.attrib.items()} for mark in marks]
    assert [(one["author"], one["date"]) for one in names] == [("核稿", WHEN)] * 2
    assert len({one["id"] for one in names}) == 2


def test_only_what_differs_is_changed():
    made = replaced(paragraphs(run("本年度止件数")), "本年度止件数", "本年废止件数")
    assert characters(made, "all") == "本年度废止件数"
    assert trimmed("甲乙甲", Change(Span(0, 3), "甲乙甲乙甲")) == Change(Span(3, 3), "乙甲")


def test_words_another_author_inserted_stay_his_and_our_own_are_changed_in_place():
    theirs = '<w:ins w:id="5" w:author="张三" w:date="2024-01-01T00:00:00Z">' + run("甲乙丙") + "</w:ins>"
    made = replaced(paragraphs(run("始") + theirs + run("终")), "乙", "丁")
    authors = [
        [one.get(f"{{{one.nsmap['w']}}}author") for one in text.iterancestors("{*}ins", "{*}del")]
        for text in root(made).iter("{*}t", "{*}delText")
    ]
    assert authors == [[], ["张三"], ["核稿", "张三"], ["核稿"], ["张三"], []]
    again = replaced(made, "丁", "戊")
    assert characters(again, "accepted") == "始甲戊丙终"
    assert characters(again, "rejected") == "始甲乙丙终"
    assert characters(again, "all") == "始甲乙戊丙终"


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "plain"])
def test_an_empty_cell_is_filled(track: bool):
    cells = "".join(f"<w:tc><w:p>{content}</w:p></w:tc>" for content in (run("规章"), "", run("0")))
    grid = '<w:tblGrid><w:gridCol w:w="1"/><w:gridCol w:w="1"/><w:gridCol w:w="1"/></w:tblGrid>'
    data = body_file(f"<w:tbl><w:tblPr/>{grid}<w:tr>{cells}</w:tr></w:tbl>")
    word = open_word(data, "草稿.docx").word
    assert word.text.startswith("规章\t\t0")
    change = Change(Span(3, 3), "0")
    assert writable(word, change)
    assert text_of(changed(word, [change], track, WHEN)).startswith("规章\t0\t0")


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "plain"])
def test_a_paragraph_that_was_broken_is_joined(track: bool):
    data = paragraphs(run("前半句，"), run("后半句。"), run("下一段。"))
    assert text_of(replaced(data, "\n\n后", "后", track)) == "前半句，后半句。\n\n下一段。\n\n"


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "plain"])
def test_a_whole_paragraph_goes(track: bool):
    data = paragraphs(run("甲。"), run("版权所有", BOLD) + run("：某站"), run("乙。"))
    made = replaced(data, "版权所有：某站\n\n", "", track)
    assert text_of(made) == "甲。\n\n乙。\n\n"
    if track:
        assert looks(made, "rejected") == looks(data)


@pytest.mark.parametrize("track", [True, False], ids=["tracked", "plain"])
def test_a_new_paragraph_looks_like_the_nearest_of_its_kind(track: bool):
    heading = f"<w:pPr><w:keepNext/></w:pPr>{run('一、总体情况', BOLD)}"
    data = paragraphs(heading, run("正文。"), run("又一段。"))
    word = open_word(data, "草稿.docx").word
    at = word.text.index("又一段")
    change = Change(Span(at, at), "二、主动公开\n\n")
    assert writable(word, change)
    made = changed(word, [change], track, WHEN)
    assert text_of(made) == "一、总体情况\n\n正文。\n\n二、主动公开\n\n又一段。\n\n"
    new = next(one for one in root(made).iter("{*}p") if "二、主动公开" in "".join(one.itertext()))
    assert new.find("{*}pPr/{*}keepNext") is not None
    assert new.find(".//{*}r/{*}rPr/{*}b") is not None
    assert (new.find("{*}pPr/{*}rPr/{*}ins") is not None) is track


def test_what_the_file_does_not_hold_as_text_is_left_alone():
    picture = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    assert not can(
        paragraphs(run("甲") + "<w:r><w:t>乙</w:t><w:footnoteReference w:id='2'/><w:t>丙</w:t></w:r>"), "乙丙", "丁"
    )
    assert can(paragraphs(run("甲") + picture + run("乙丙")), "乙丙", "丁")
    assert not can(paragraphs('<w:fldSimple w:instr=" DATE ">' + run("2024年") + "</w:fldSimple>"), "2024", "2025")
    bound = '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>'
    assert not can(paragraphs(bound.format(run("云岭镇"))), "云岭", "青河")
    cells = "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in ("甲", "乙"))
    grid = '<w:tblGrid><w:gridCol w:w="1"/><w:gridCol w:w="1"/></w:tblGrid>'
    table = body_file(f"<w:tbl><w:tblPr/>{grid}<w:tr>{cells}</w:tr></w:tbl>")
    assert not can(table, "甲\t乙", "甲乙")
    assert not can(table, "甲\t乙\n", "")
    assert not can(table, "甲", "甲\n丙")


def test_an_automatic_number_is_left_to_the_author():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>'
    data = body_file(item.format(run("总体情况")) + item.format(run("主动公开")), numbering=numbering)
    assert text_of(data) == "1、总体情况\n\n2、主动公开\n\n"
    assert not can(data, "1、", "一、")
    assert not can(data, "1、总体情况\n\n", "")
    assert not can(data, "\n\n2", "2")
    assert text_of(replaced(data, "主动", "依申请")) == "1、总体情况\n\n2、依申请公开\n\n"


ODD = body_file(
    "<w:p>"
    + run("　　甲乙")
    + '<w:ins w:id="1" w:author="张三">' + run("丙丁") + run("戊", BOLD) + "</w:ins>"
    + "<w:hyperlink>" + run("己庚") + "</w:hyperlink>"
    + "<w:r><w:t> 辛 壬 </w:t><w:tab/><w:t>癸</w:t><w:br/><w:t>子丑</w:t></w:r>"
    + "<w:smartTag>" + run("寅卯") + "</w:smartTag></w:p>"
    + f"<w:p>{run('第二段')}</w:p>"
)  # fmt: skip


@given(st.integers(0, 24), st.integers(0, 6), st.text("天地玄黄", max_size=3), st.booleans())
@settings(max_examples=150, deadline=None)
def test_what_can_be_written_reads_as_it_should(start: int, length: int, new: str, track: bool):
    word = open_word(ODD, "草稿.docx").word
    text = word.text
    change = Change(Span(min(start, len(text)), min(start + length, len(text))), new)
    if not writable(word, change):
        return
    made = changed(word, [change], track, WHEN)
    expected = text[: change.span.start] + new + text[change.span.end :]
    assert "".join(text_of(made).split("\n")) == "".join(expected.split("\n"))
    if track:
        assert looks(made, "rejected") == looks(ODD)


def test_libreoffice_opens_it_and_knows_the_changes_as_changes(tmp_path: Path, office):
    draft = DRAFTS[0]
    data = faulty(draft.name, "cut")
    word = open_word(data, "草稿.docx").word
    fixes = [fix for finding in check(word.text, DEFAULTS).findings for fix in finding.fixes]
    plan = plan_fixes(word.text, [fix for fix in fixes if fix.applicability is not Applicability.SUGGESTION])
    (tmp_path / "改.docx").write_bytes(changed(word, [Change(*edit) for edit in plan.edits], True, WHEN))
    saved = office(tmp_path / "改.docx", "docx:MS Word 2007 XML").read_bytes()
    assert characters(saved, "rejected") == characters(data, "all")
    assert text_of(saved) == plan.text
