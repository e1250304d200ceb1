"""Comments in Word files: on their words, in the place of our older ones, and nothing else changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hegao.config import DEFAULTS
from hegao.engine import check
from hegao.sources.encodings import SourceError
from hegao.sources.word.open import open_word
from hegao.sources.word_write.comments import AUTHOR, Remark, annotated
from hegao.text import Span
from invented import Draft, invented_drafts
from word_files import FILLS, added, body_file, changed, word_file
from word_looks import Comment, comments, looks, parts, related, root, shape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
EXTENDED = "http://schemas.microsoft.com/office/2011/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
WHEN = "2026-01-31T08:00:00Z"
TOUCHED = {"word/document.xml", "word/comments.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
DRAFTS = [draft for draft in invented_drafts() if draft.layout == "tab"]


def commented(data: bytes, *words: str, note: str = "有误") -> bytes:
    """The file with a comment on the first place of each of some words."""
    word = open_word(data, "草稿.docx").word
    spans = [Span(word.text.index(one), word.text.index(one) + len(one)) for one in words]
    return annotated(word, [Remark(span, (note, "依据：某条")) for span in spans], WHEN)


def paragraph(*runs: str, properties: str = "") -> bytes:
    return body_file(f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize("fill", ["cut", "tracked", "wrapped", "fields"])
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_every_finding_is_a_comment_on_exactly_its_words(draft: Draft, fill: str):
    data = word_file(draft.faulty, FILLS[fill])
    word = open_word(data, "草稿.docx").word
    text = word.text
    findings = [finding for finding in check(text, DEFAULTS).findings if text[slice(*finding.span)].strip()]
    assert findings
    made = annotated(word, [Remark(finding.span, (finding.code, finding.message)) for finding in findings], WHEN)
    bare = re.compile(r"\s")
    told = sorted((one.text.partition("\n")[0], bare.sub("", one.words)) for one in comments(made))
    assert told == sorted((finding.code, bare.sub("", text[slice(*finding.span)])) for finding in findings)
    assert all(one.author == AUTHOR for one in comments(made))
    assert open_word(made, "草稿.docx").word.text == open_word(data, "草稿.docx").word.text
    assert looks(made) == looks(data)
    assert shape(made) == shape(data)


def test_parts_that_have_nothing_to_do_with_it_keep_every_byte():
    data = word_file(DRAFTS[0].faulty, FILLS["cut"])
    before, after = parts(data), parts(commented(data, "总体情况"))
    assert {name for name in after if before.get(name) != after[name]} == TOUCHED
    assert list(after)[: len(before)] == list(before)
    again = parts(commented(commented(data, "总体情况"), "总体情况"))
    assert again == after


def test_a_second_run_replaces_its_own_comments_and_keeps_those_of_others():
    marks = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'
    data = paragraph(run("甲乙"), marks[0], run("丙丁"), marks[1], run("戊己"))
    theirs = (
        '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:comment w:id="7" w:author="张三"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment></w:comments>'
    ).encode()
    target = related("rIdC", f"{OFFICE}/relationships/comments", "comments.xml")
    kind = f'<Override PartName="/word/comments.xml" ContentType="{TYPE}"/></Types>'.encode()
    data = changed(data, "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", target))
    data = changed(data, "[Content_Types].xml", lambda old: old.replace(b"</Types>", kind))
    data = added(data, {"word/comments.xml": theirs})
    first = commented(data, "乙丙")
    assert comments(first) == [
        Comment("张三", "请核实", "丙丁"),
        Comment(AUTHOR, "有误\n依据：某条", "乙丙"),
    ] or comments(first) == [Comment(AUTHOR, "有误\n依据：某条", "乙丙"), Comment("张三", "请核实", "丙丁")]
    second = commented(first, "己", note="另一处")
    assert comments(second) == [Comment("张三", "请核实", "丙丁"), Comment(AUTHOR, "另一处\n依据：某条", "己")]
    assert parts(second)["word/_rels/document.xml.rels"] == parts(first)["word/_rels/document.xml.rels"]


def test_what_word_keeps_of_a_comment_elsewhere_goes_with_it_and_an_answer_to_it_stays():
    made = commented(paragraph(run("甲乙丙")), "乙")
    space = "http://schemas.microsoft.com/office/word/2010/wordml"
    answer = (
        '<w:comment w:id="9" w:author="张三"><w:p w14:paraId="0000000B"><w:r><w:t>已改</w:t></w:r></w:p></w:comment>'
    )
    saved = changed(
        made,
        "word/comments.xml",
        lambda old: (
            old.replace(b"<w:comments ", f'<w:comments xmlns:w14="{space}" '.encode())
            .replace(b"<w:p>", b'<w:p w14:paraId="0000000A">')
            .replace(b"</w:comments>", f"{answer}</w:comments>".encode())
        ),
    )
    more = (
        b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        b'<w15:commentEx w15:paraId="0000000A" w15:done="0"/>'
        b'<w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A" w15:done="0"/></w15:commentsEx>'
    )
    target = related("rIdE", f"{EXTENDED}/commentsExtended", "commentsExtended.xml")
    saved = changed(saved, "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", target))
    again = commented(added(saved, {"word/commentsExtended.xml": more}), "丙")
    kept = [dict(entry.attrib) for entry in root(again, "word/commentsExtended.xml")]
    assert [sorted(entry.values()) for entry in kept] == [["0", "0000000B"]]
    authors = [one.get(f"{{{one.nsmap['w']}}}author") for one in root(again, "word/comments.xml")]
    assert authors == ["张三", AUTHOR]


def test_comments_may_overlap_meet_and_begin_at_one_place():
    data = paragraph(run("甲乙丙丁戊己"))
    words = ("甲乙丙", "乙丙丁", "甲乙", "丙丁", "戊", "己", "甲乙丙丁戊己")
    made = commented(data, *words)
    assert sorted(one.words for one in comments(made)) == sorted(words)
    assert looks(made) == looks(data)
    assert parts(commented(made, *words))["word/document.xml"] == parts(made)["word/document.xml"]


def test_a_comment_may_go_over_paragraphs():
    data = body_file("".join(f"<w:p>{run(text)}</w:p>" for text in ("甲乙", "丙丁")))
    word = open_word(data, "草稿.docx").word
    made = annotated(word, [Remark(Span(1, word.text.index("丁")), ("有误",))], WHEN)
    assert [one.words for one in comments(made)] == ["乙丙"]


@pytest.mark.parametrize("text", ["  甲乙", "甲 乙", " 甲乙 丙 "])
def test_blanks_that_do_not_count_still_do_not_when_a_run_is_cut(text: str):
    data = body_file(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    assert open_word(commented(data, "乙"), "草稿.docx").word.text == open_word(data, "草稿.docx").word.text
    assert [one.words for one in comments(commented(data, "乙"))] == ["乙"]


def test_what_is_missing_is_told_on_its_paragraph():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    data = body_file(f"<w:p><w:pPr>{numbered}</w:pPr>{run('总体情况')}</w:p>", numbering=numbering)
    assert open_word(data, "草稿.docx").word.text.startswith("一、总体情况")
    made = commented(data, "一、")
    assert [one.words for one in comments(made)] == ["总体情况"]


def test_a_text_box_gets_its_comment_where_it_is_anchored():
    box = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r>"
        "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    made = commented(body_file(box), "框里")
    (one,) = comments(made)
    assert "（在文本框里：“框里”）" in one.text
    anchored = root(made).iter("{*}commentRangeStart")
    assert not any(next(mark.iterancestors("{*}txbxContent"), None) is not None for mark in anchored)


def test_a_file_that_cannot_be_written_back_is_refused():
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = changed(
        paragraph(run("甲乙")),
        "word/document.xml",
        lambda old: old.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
    )
    with pytest.raises(SourceError, match="Strict Open XML"):
        commented(strict, "甲")


def test_a_picture_that_is_damaged_or_swells_is_no_defect_of_ours(monkeypatch: pytest.MonkeyPatch):
    data = added(paragraph(run("甲乙")), {"word/media/a.png": b"abcdefgh" * 10})
    monkeypatch.setattr("hegao.sources.word_write.package.LIMIT", 50)
    with pytest.raises(SourceError, match="不像一份报告，没有改写"):
        commented(data, "甲")
    monkeypatch.undo()
    assert parts(commented(data, "甲"))["word/media/a.png"] == b"abcdefgh" * 10
    at = data.index(b"word/media/a.png") + len("word/media/a.png")
    broken = data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 4]) + data[at + 4 :]
    with pytest.raises(SourceError, match="部件已损坏，不能改写"):
        commented(broken, "甲")


def test_libreoffice_opens_it_and_keeps_every_comment_on_its_words(tmp_path: Path, office):
    data = word_file(DRAFTS[0].faulty, FILLS["cut"])
    word = open_word(data, "草稿.docx").word
    findings = [finding for finding in check(word.text, DEFAULTS).findings if finding.text.strip()]
    made = annotated(word, [Remark(finding.span, (finding.message,)) for finding in findings], WHEN)
    (tmp_path / "校核.docx").write_bytes(made)
    saved = office(tmp_path / "校核.docx", "docx:MS Word 2007 XML").read_bytes()
    assert sorted(one.words for one in comments(saved)) == sorted(one.words for one in comments(made))
    assert open_word(saved, "校核.docx").word.text == open_word(data, "草稿.docx").word.text
