"""Bytes to text and back, limits, and which files a command line means."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hegao.sources import files
from hegao.sources.discovery import Excludes, Found, discover
from hegao.sources.encodings import Encoding, SourceError, decode, encode, plausibility

DRAFT = "云岭镇人民政府2023年政府信息公开工作年度报告\n\n一、总体情况\n本年度公开“规范性文件”2件……（附表）\t0\n"
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "gb18030": b"\x84\x31\x95\x33"}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [False, True], ids=["plain", "mark"])
@pytest.mark.parametrize("name", sorted(MARKS))
def test_every_encoding_gives_the_same_text_and_the_same_bytes_again(name: str, mark: bool, line_end: str):
    text = DRAFT.replace("\n", line_end)
    data = (MARKS[name] if mark else b"") + text.encode(name)
    decoded, encoding = decode(data)
    assert decoded == text
    assert encoding == Encoding(name, MARKS[name] if mark else b"")
    assert encode(decoded, encoding) == data


@pytest.mark.parametrize("name", ["utf-32-le", "utf-32-be"])
def test_utf_32_with_a_mark_is_read(name: str):
    data = ("\ufeff" + DRAFT).encode(name)
    text, encoding = decode(data)
    assert text == DRAFT
    assert encode(text, encoding) == data


def test_rare_characters_of_names_survive_gb18030():
    text = "负责人：䶮、𪨶、㛃，" + DRAFT
    assert decode(text.encode("gb18030")) == (text, Encoding("gb18030"))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf_8_comes_back_byte_for_byte(text: str):
    data = text.encode("utf-8")
    try:
        decoded, encoding = decode(data)
    except SourceError:
        # Only what begins like an office file is refused.
        assert data[:4] in (b"PK\x03\x04", b"%PDF", b"{\\rt") or data.startswith((b"%PDF", b"{\\rtf"))
    else:
        assert encode(decoded, encoding) == data


@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_come_back_or_are_refused_in_chinese(data: bytes):
    try:
        text, encoding = decode(data, "草稿.md")
    except SourceError as error:
        assert str(error).startswith("草稿.md：")
        assert "另存为" in str(error)
    else:
        assert encode(text, encoding) == data


def test_an_empty_file_is_an_empty_text():
    assert decode(b"") == ("", Encoding())


@pytest.mark.parametrize("name", ["big5", "shift-jis"])
def test_another_encoding_is_refused_and_not_guessed(name: str):
    text = {
        "big5": "政府資訊公開年度報告，總體情況",
        "shift-jis": "情報公開の年次報告書です。",
    }
    with pytest.raises(SourceError, match="第 1 字节"):
        decode((text[name] * 5).encode(name), "草稿.txt")


def test_a_damaged_utf_8_file_is_refused_at_the_byte():
    data = DRAFT.encode("utf-8")
    damaged = data[:28] + b"\xff" + data[28:]
    with pytest.raises(SourceError, match="第 29 字节"):
        decode(damaged, "草稿.txt")


def test_a_mark_that_lies_is_refused_at_the_byte():
    with pytest.raises(SourceError, match="标明是 UTF-8 编码，但第 4 字节"):
        decode(b"\xef\xbb\xbf" + DRAFT.encode("gb18030"), "草稿.txt")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0", "第 8 字节是空字节"),
        (b"\xef\xbb\xbfabc\0", "第 7 字节是空字节"),
    ],
)
def test_a_binary_file_is_refused_with_its_kind(data: bytes, words: str):
    with pytest.raises(SourceError, match=words):
        decode(data, "草稿.md")


def test_plausibility_tells_chinese_from_accidents():
    assert plausibility(DRAFT) == 1
    assert plausibility("plain ASCII") == 1
    assert plausibility("彁挧暃椦槞蟐袮閠") < 0.5
    assert plausibility("总体\x85情况") == 0


def test_a_missing_file_is_told_with_a_remedy(tmp_path: Path):
    with pytest.raises(SourceError, match="没有这个文件。请检查文件名"):
        files.read_draft(str(tmp_path / "没有.md"))


def test_a_folder_is_no_draft(tmp_path: Path):
    with pytest.raises(SourceError, match="这是文件夹"):
        files.read_draft(str(tmp_path))


def test_a_huge_file_is_refused_without_being_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    huge = tmp_path / "汇编.md"
    with huge.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    monkeypatch.setattr("builtins.open", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(SourceError, match=r"50\.0 MB.*20 MB 的上限"):
        files.read_draft(str(huge))


def test_a_file_that_grows_is_refused_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "LIMIT", 10)
    monkeypatch.setattr(os, "stat", lambda path: os.stat_result((0,) * 10))
    draft = tmp_path / "草稿.md"
    draft.write_bytes(b"a" * 11)
    with pytest.raises(SourceError, match="上限"):
        files.read_draft(str(draft))


def test_an_unreadable_file_is_told_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    draft = tmp_path / "草稿.md"
    draft.write_text(DRAFT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(SourceError, match="没有读取权限"):
        files.read_draft(str(draft))


def test_a_name_no_file_can_have_is_refused():
    with pytest.raises(SourceError, match="读不了"):
        files.read_draft("草稿\0.md")


def test_line_ends_are_kept(tmp_path: Path):
    draft = tmp_path / "草稿.md"
    draft.write_bytes("一\r\n二\r三\n".encode())
    assert files.read_draft(str(draft)).text == "一\r\n二\r三\n"


@pytest.mark.parametrize("stdin", [None, "closed"])
def test_closed_standard_input_is_told_with_a_remedy(stdin: str | None, monkeypatch: pytest.MonkeyPatch):
    stream = io.TextIOWrapper(io.BytesIO())
    stream.close()
    monkeypatch.setattr("sys.stdin", stream if stdin else None)
    with pytest.raises(SourceError, match="标准输入已关闭"):
        files.read_stdin("-")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in (
        "云岭镇.md",
        "云岭镇.docx",
        "b.txt",
        "a.MARKDOWN",
        "2024/青河乡 定稿.md",
        "2024/草稿/青河乡.txt",
        "2024/.hidden.md",
        ".git/readme.md",
        "node_modules/x.md",
        "__pycache__/x.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return tmp_path


def paths(*arguments: str, excludes: Excludes | None = None, force: bool = False) -> list[str]:
    found = list(discover(arguments, excludes, force))
    assert all(isinstance(item, Found) for item in found), found
    return [item.path.replace(os.sep, "/") for item in found if isinstance(item, Found)]


def test_a_folder_gives_its_drafts_in_the_order_of_names(tree: Path):
    assert paths(".") == ["2024/草稿/青河乡.txt", "2024/青河乡 定稿.md", "a.MARKDOWN", "b.txt", "云岭镇.md"]


def test_a_named_file_comes_whatever_its_extension(tree: Path):
    (found,) = discover(["云岭镇.docx"])
    assert found == Found("云岭镇.docx", named=True)


def test_a_file_meant_twice_comes_once(tree: Path):
    assert paths("b.txt", "./b.txt", str(tree / "b.txt")) == ["b.txt"]


def test_a_glob_is_expanded_as_a_shell_would(tree: Path):
    assert paths("**/青*.*") == ["2024/草稿/青河乡.txt", "2024/青河乡 定稿.md"]
    (error,) = discover(["没有*.md"])
    assert isinstance(error, SourceError)


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tree: Path):
    (tree / "青河乡[终].md").write_text("", encoding="utf-8")
    assert paths("青河乡[终].md") == ["青河乡[终].md"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("草稿", ["2024/青河乡 定稿.md", "a.MARKDOWN", "b.txt", "云岭镇.md"]),
        ("2024/**", ["a.MARKDOWN", "b.txt", "云岭镇.md"]),
        ("./2024/", ["a.MARKDOWN", "b.txt", "云岭镇.md"]),
        ("2024/*.md", ["2024/草稿/青河乡.txt", "a.MARKDOWN", "b.txt", "云岭镇.md"]),
        ("**/青*", ["a.MARKDOWN", "b.txt", "云岭镇.md"]),
        ("[!b].txt", ["2024/草稿/青河乡.txt", "2024/青河乡 定稿.md", "a.MARKDOWN", "b.txt", "云岭镇.md"]),
    ],
)
def test_excluded_files_are_left_out_of_folders(tree: Path, pattern: str, left: list[str]):
    assert paths(".", excludes=Excludes(str(tree), (pattern,))) == left


def test_a_named_file_is_excluded_only_by_force(tree: Path):
    excludes = Excludes(str(tree), ("*.txt",))
    assert paths("b.txt", excludes=excludes) == ["b.txt"]
    assert paths("b.txt", excludes=excludes, force=True) == []


def test_a_folder_that_cannot_be_opened_is_an_error(tree: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(path: str) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    (error,) = discover(["."])
    assert "打不开这个文件夹" in str(error)


def test_links_that_form_a_ring_are_not_followed(tree: Path):
    (tree / "2024" / "ring").symlink_to(tree, target_is_directory=True)
    assert len(paths(".")) == 5


def test_the_note_of_a_word_processor_that_a_file_is_open_is_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name in ("草稿.docx", "~$草稿.docx"):
        Path(name).write_bytes(b"")
    assert list(discover(["*.docx"])) == [Found("草稿.docx", named=True)]
    assert list(discover(["~$草稿.docx"])) == [Found("~$草稿.docx", named=True)]
