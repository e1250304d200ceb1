"""Files that are no Word files, damaged or dangerous: told in Chinese, never unpacked, never changed."""

from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from hegao.cli import main
from hegao.sources import files
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft
from hegao.sources.word import office as office_module
from hegao.sources.word import package as package_module
from hegao.sources.word.names import w
from hegao.sources.word.package import Package
from hegao.sources.word.read import read_word
from invented import invented_drafts
from word_files import FILLS, added, changed, word_file

DRAFT = next(draft for draft in invented_drafts() if draft.layout == "tab")
MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = word_file("云岭镇人民政府2023年政府信息公开工作年度报告\n\n一、总体情况\n\n甲\t1\n乙\t2")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_main(change: Callable[[bytes], bytes | None]) -> bytes:
    return changed(GOOD, MAIN, change)


def flags(data: bytes, encrypted: int) -> bytes:
    """Every entry marked as encrypted, in its own head and in the directory."""
    marked = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            marked[start + at] |= encrypted
            start = data.find(signature, start + 1)
    return bytes(marked)


def claimed_small(data: bytes) -> bytes:
    """The directory says that every part is 10 bytes long."""
    marked = bytearray(data)
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        marked[start + 24 : start + 28] = struct.pack("<I", 10)
        start = data.find(b"PK\x01\x02", start + 1)
    return bytes(marked)


def damaged(data: bytes) -> bytes:
    """A byte of the text's packed bytes changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo(MAIN)
    at = info.header_offset + 30 + len(MAIN) + info.compress_size // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def swollen(old: bytes) -> bytes:
    return old.replace(b"</w:body>", b" " * (package_module.PART_LIMIT + 1) + b"</w:body>")


def declared(declaration: bytes, content: bytes = b"") -> Callable[[bytes], bytes]:
    def change(old: bytes) -> bytes:
        head, _, rest = old.partition(b"?>")
        return head + b"?>" + declaration + rest.replace("一、总体情况".encode(), content)

    return change


OUTSIDE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 50 + b'"><!ENTITY c "' + b"&b;" * 50 + b'">]>'
BAD = {
    "empty": (b"", "文件是空的"),
    "text": ("云岭镇".encode(), "不是 Word 文件，只是名称以 .docx 结尾"),
    "encrypted": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "文件加了密码"),
    "encrypted-entries": (flags(GOOD, 1), "文件加了密码"),
    "cut": (GOOD[: len(GOOD) // 2], "文件已损坏（压缩包读不出来）"),
    "damaged": (damaged(GOOD), "文件已损坏（部件 word/document.xml 读不出来）"),
    "no-text": (with_main(lambda _: None), "里面没有 Word 的正文"),
    "no-xml": (with_main(lambda old: old[:-40]), "不是完整的 XML"),
    "zip": (zipped({"甲.txt": b"1"}), "里面没有 Word 的正文"),
    "excel": (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "这是Excel 表格"),
    "slides": (zipped({"ppt/presentation.xml": b""}), "这是演示文稿"),
    "bomb": (with_main(swollen), "展开后超过 32 MB"),
    "lying-bomb": (claimed_small(with_main(swollen)), "读不出来"),
    "many-parts": (added(GOOD, {f"word/x{n}.xml": b"" for n in range(4001)}), "个部件，不像一份报告"),
    "external-entity": (with_main(declared(OUTSIDE, b"&x;")), "文档类型声明"),
    "laughs": (with_main(declared(LAUGHS, b"&c;")), "文档类型声明"),
    "external-dtd": (with_main(declared(b'<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">')), "文档类型声明"),
    "deep": (with_main(lambda old: old.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000)), "不是完整的 XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_is_told_of_and_left_alone(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    data, told = BAD[name]
    path = tmp_path / "草稿.docx"
    path.write_bytes(data)
    assert main(["check", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"hegao：{path}：")
    assert told in captured.err
    assert "Traceback" not in captured.err
    assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_with_an_entity_outside_reads_no_other_file(tmp_path: Path):
    secret = tmp_path / "秘密.txt"
    secret.write_text("绝密", encoding="utf-8")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    with pytest.raises(SourceError) as caught:
        read_word(Package(with_main(declared(entity, b"&x;"))))
    assert "绝密" not in str(caught.value)


def test_a_word_file_that_grew_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "WORD_LIMIT", 1000)
    path = tmp_path / "草稿.docx"
    path.write_bytes(GOOD)
    with pytest.raises(SourceError, match="超过 0 MB 的上限"):
        read_draft(str(path))


def test_macros_are_data_that_nobody_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "草稿.docm"
    path.write_bytes(added(word_file(DRAFT.clean), {"word/vbaProject.bin": OLE}))
    assert main(["check", "--isolated", str(path)]) == 0
    assert "文件带宏；宏没有运行" in capsys.readouterr().out


def test_a_strict_file_is_read_too():
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    data = with_main(lambda old: old.replace(usual, strict))
    data = changed(
        data,
        "_rels/.rels",
        lambda old: old.replace(kind, b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"),
    )
    package = Package(data)
    assert read_word(package).text == read_word(Package(GOOD)).text
    assert package.strict


def test_parts_that_are_missing_beside_the_text_do_no_harm():
    without = changed(GOOD, "_rels/.rels", lambda _: None)
    for part in ("word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"):
        without = changed(without, part, lambda _: None)
    assert read_word(Package(without)).text == read_word(Package(GOOD)).text


def test_the_name_of_the_text_may_be_another_one():
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/Document2.xml"] = parts.pop(MAIN)
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.XML")
    package = Package(zipped(parts))
    assert read_word(package).text == read_word(Package(GOOD)).text


def test_what_is_related_outside_the_file_is_not_fetched():
    outside = (
        b'<Relationship Id="rIdX" TargetMode="External" Target="http://127.0.0.1:9/x" Type="x/footnotes"/>'
        b"</Relationships>"
    )
    data = changed(GOOD, "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", outside))
    assert Package(data).related(MAIN, "footnotes") is None
    assert read_word(Package(data)).text == read_word(Package(GOOD)).text


def test_without_the_extra_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name in [name for name in sys.modules if name.startswith(("lxml", "hegao.sources.word."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lxml", None)
    path = tmp_path / "草稿.docx"
    path.write_bytes(GOOD)
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().err
    assert 'pip install "hegao[word]"' in told
    assert "另存为纯文本" in told


def test_checking_text_never_asks_for_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "lxml", None)
    path = tmp_path / "草稿.md"
    path.write_text(DRAFT.clean, encoding="utf-8")
    assert main(["check", "--isolated", str(path)]) == 0


def test_without_libreoffice_an_old_file_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(office_module, "find_office", lambda: None)
    path = tmp_path / "草稿.doc"
    path.write_bytes(OLE + b"\0" * 600)
    with pytest.raises(SourceError, match=r"没有找到。请用 Word 或 WPS 打开它，另存为 .docx"):
        read_draft(str(path))


SLEEPER = "#!/bin/sh\nexec sleep 60\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_libreoffice_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = tmp_path / "soffice"
    program.write_text(SLEEPER, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office_module, "find_office", lambda: str(program))
    monkeypatch.setattr(office_module, "TIMEOUT", 0.2)
    path = tmp_path / "草稿.doc"
    path.write_bytes(OLE + b"\0" * 600)
    with pytest.raises(SourceError, match="没有读完这个文件，已停止"):
        read_draft(str(path))


def test_an_old_file_that_libreoffice_cannot_read_is_told_of(tmp_path: Path, office):
    path = tmp_path / "草稿.doc"
    path.write_bytes(OLE + b"\0" * 600)
    with pytest.raises(SourceError, match="LibreOffice 读不了这个文件"):
        read_draft(str(path))


def test_a_word_file_named_as_an_old_one_is_read_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(office_module, "find_office", lambda: None)
    path = tmp_path / "草稿.wps"
    path.write_bytes(GOOD)
    read = read_draft(str(path))
    assert read.native
    assert read.text == read_word(Package(GOOD)).text


TAGS = (
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "del",
    "ins",
    "sdt",
    "br",
    "tab",
    "fldChar",
    "tcPr",
    "gridSpan",
    "txbxContent",
)


def scrambled(rng: random.Random, old: bytes) -> bytes:
    """The text's markup with elements lost, moved, renamed, and with nonsense in attributes."""
    root = etree.fromstring(old)
    elements = list(root.iter())[1:]
    for element in rng.sample(elements, 20):
        parent, change = element.getparent(), rng.randrange(4)
        if change == 0 and parent is not None:
            parent.remove(element)
        elif change == 1:
            element.tag = w(rng.choice(TAGS))
        elif change == 2 and element.attrib:
            element.set(rng.choice(list(element.attrib)), rng.choice(("", "-1", "99999999999", "x", "0")))
        elif change == 3:
            element.text = rng.choice(("", "甲", "\t\n", "。" * 200))
    return bytes(etree.tostring(root))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_markup_a_text_comes_out_and_leads_back(seed: int):
    rng = random.Random(seed)
    for how in FILLS.values():
        data = changed(
            word_file("标题\n\n甲\t1\n乙\t2\n\n一、总体情况\n\n正文。", how), MAIN, lambda old: scrambled(rng, old)
        )
        word = read_word(Package(data))
        ends = [0, *(piece.end for piece in word.pieces)]
        assert all(before <= piece.start < piece.end for before, piece in zip(ends, word.pieces, strict=False))
        assert ends[-1] <= len(word.text)
        starts = [paragraph.start for paragraph in word.paragraphs]
        assert starts == sorted(starts)
