"""Whole drafts as Word files: the same tables, the same findings, and a way back for every character."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegao.config.model import Settings
from hegao.document.model import Document
from hegao.engine import check
from hegao.finding import Finding
from hegao.sources.files import read_draft
from hegao.sources.word.names import T
from hegao.sources.word.package import Package
from hegao.sources.word.places import WordText
from hegao.sources.word.read import read_word
from invented import Draft, invented_drafts
from word_files import FILLS, html_page, word_file

DRAFTS = [draft for draft in invented_drafts() if draft.layout == "tab"]
HOW = [(draft, "clean", "plain") for draft in DRAFTS] + [(draft, "faulty", how) for draft in DRAFTS for how in FILLS]
ROWS = [14, 28, 4]


def word_text(data: bytes) -> WordText:
    return read_word(Package(data, "草稿.docx"))


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Findings without their places; white space at the edge of what is absent aside."""
    return sorted((finding.code, finding.text.strip(), finding.message) for finding in findings)


def grids(document: Document) -> list[list[list[str]]]:
    """The cells of all tables, empty ones at the ends of rows aside."""
    return [[_filled([cell.text for cell in row.cells]) for row in table.rows] for table in document.tables]


def _filled(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def assert_same(word: str, text: str) -> None:
    """A draft read from Word is as good as its text: the same tables, prose and findings."""
    mine, theirs = check(word, Settings()), check(text, Settings())
    assert [len(table.rows) for table in mine.document.tables] == ROWS
    assert grids(mine.document) == grids(theirs.document)
    assert mine.document.view.text == theirs.document.view.text
    assert said(mine.findings) == said(theirs.findings)
    assert mine.relations == theirs.relations


def assert_way_back(word: WordText) -> None:
    """Every piece stands in its element, pieces ascend and do not overlap, gaps hold no character of the draft."""
    end = 0
    for piece in word.pieces:
        assert piece.start >= end
        end = piece.end
        if piece.element.tag == T:
            held = piece.element.text[piece.offset : piece.offset + piece.end - piece.start]
            assert held == word.text[piece.start : piece.end]
        else:
            assert piece.end - piece.start == 1


def named(value: object) -> str:
    return value.name if isinstance(value, Draft) else str(value)


@pytest.mark.parametrize(("draft", "kind", "how"), HOW, ids=named)
def test_a_draft_in_word_says_what_its_text_says(draft: Draft, kind: str, how: str):
    text = getattr(draft, kind)
    word = word_text(word_file(text, FILLS[how]))
    assert_same(word.text, text)
    assert_way_back(word)
    letters = sum(piece.end - piece.start for piece in word.pieces)
    assert letters == sum(not character.isspace() or character == "\u3000" for character in text) + _blanks(text)


def _blanks(text: str) -> int:
    """Blanks inside lines: characters like any other."""
    return text.count(" ")


@pytest.mark.parametrize("draft", DRAFTS, ids=named)
def test_cells_that_are_empty_instead_of_merged_make_no_difference(draft: Draft):
    assert_same(word_text(word_file(draft.faulty, merged=False)).text, draft.faulty)


def test_the_official_tables_have_their_own_columns():
    word = word_text(word_file(DRAFTS[0].clean))
    widest: dict[int, int] = {}
    for paragraph in word.paragraphs:
        widest[paragraph.table] = max(widest.get(paragraph.table, 0), paragraph.column)
    assert widest == {0: 0, 1: 4, 2: 10, 3: 15}
    assert {table: max(one.row for one in word.paragraphs if one.table == table) for table in (1, 2, 3)} == {
        1: 14,
        2: 28,
        3: 4,
    }


@pytest.mark.parametrize("draft", DRAFTS, ids=named)
def test_a_saved_web_page_made_a_word_file_by_libreoffice_says_the_same(draft: Draft, tmp_path: Path, office):
    page = tmp_path / "草稿.html"
    page.write_text(html_page(draft.faulty), encoding="utf-8")
    made = office(page, "docx:MS Word 2007 XML", infilter="HTML (StarWriter)")
    word = word_text(made.read_bytes())
    assert_same(word.text, draft.faulty)
    assert_way_back(word)


@pytest.mark.parametrize(
    ("ending", "kind"), [("doc", "doc:MS Word 97"), ("wps", "doc:MS Word 97"), ("rtf", "rtf"), ("odt", "odt")]
)
def test_a_file_of_another_kind_is_converted(tmp_path: Path, office, ending: str, kind: str):
    draft = DRAFTS[0]
    source = tmp_path / "草稿.docx"
    source.write_bytes(word_file(draft.faulty))
    made = office(source, kind)
    path = made.replace(tmp_path / f"云岭 草稿.{ending}")
    before = path.read_bytes()
    read = read_draft(str(path))
    assert_same(read.text, draft.faulty)
    assert not read.native
    assert "LibreOffice" in read.note
    assert path.read_bytes() == before


def test_a_word_file_that_libreoffice_saved_again_says_the_same(tmp_path: Path, office):
    draft = DRAFTS[1]
    source = tmp_path / "草稿.docx"
    source.write_bytes(word_file(draft.faulty, FILLS["cut"]))
    old = office(source, "doc:MS Word 97")
    again = office(old, "docx:MS Word 2007 XML", folder="again")
    assert_same(word_text(again.read_bytes()).text, draft.faulty)
