"""Open a Word file as what it may be: a stranger's archive.

Nothing is unpacked to disk, nothing outside the file is fetched, no macro is run, and no part is read
beyond a limit, whatever size it claims to have.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from hegao.sources.encodings import SourceError

LIMIT = 64 * 1024 * 1024
"""Bytes of a file: pictures may be many, but a report has few."""
PART_LIMIT = 32 * 1024 * 1024
"""Bytes of a part that is read, unpacked. The text of 300 pages takes about a third of it."""
PARTS_LIMIT = 4000

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OTHERS = (("xl/", "Excel 表格"), ("ppt/", "演示文稿"), ("mimetype", "OpenDocument 文件"), ("OFD.xml", "OFD 文件"))
_REPAIR = "请用 Word 或 WPS 打开它，能打开的话另存一份 .docx 再核对。"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class Package:
    """A Word file: its parts by name, and how they are related.

    Attributes:
        name: As it is shown.
        data: The whole file as it was read.
        main: The name of the part that holds the text.
        macros: Whether it holds macros, which nobody runs here.
        strict: Whether it is of the strict variant. Its parts are given as if they were of the usual
            one, and cannot be written back.
    """

    def __init__(self, data: bytes, name: str = "-") -> None:
        """Open a file.

        Raises:
            SourceError: It is no Word file, or a damaged or dangerous one.
        """
        self.name = name
        self.data = data
        self.strict = False
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise self._damaged("压缩包读不出来") from error
        members = self._archive.infolist()
        if len(members) > PARTS_LIMIT:
            raise SourceError(f"{name}：里面有 {len(members)} 个部件，不像一份报告，没有读取。请确认是否选错文件。")
        if any(member.flag_bits & 1 for member in members):
            raise SourceError(f"{name}：文件加了密码，读不到内容。请在 Word 或 WPS 里去掉密码，另存后再核对。")
        self._members = {member.filename.lower(): member for member in members}
        self.macros = any(part.endswith("vbaproject.bin") for part in self._members)
        self.main = self._main()

    @property
    def parts(self) -> list[str]:
        """The names of all parts, in the order of the file."""
        return [member.filename for member in self._archive.infolist()]

    def has(self, part: str) -> bool:
        """Whether there is such a part; capital letters make no difference."""
        return part.lower() in self._members

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            SourceError: It is missing, damaged or too large.
        """
        member = self._members.get(part.lower())
        if member is None:
            raise self._damaged(f"缺少部件 {part}")
        try:
            with self._archive.open(member) as stream:
                data = stream.read(PART_LIMIT + 1)
        except _BROKEN as error:
            raise self._damaged(f"部件 {part} 读不出来") from error
        if len(data) > PART_LIMIT:
            raise SourceError(
                f"{self.name}：部件 {part} 展开后超过 {PART_LIMIT // 1024 // 1024} MB，不像一份报告，没有读取。"
                "请确认是否选错文件。"
            )
        return data

    def xml(self, part: str) -> Any:
        """The root element of a part.

        Raises:
            SourceError: It is missing, too large or no XML as Word writes it.
        """
        data = self.read(part)
        for strict, usual in _STRICT:
            if strict in data:
                self.strict = True
                data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(f"部件 {part} 不是完整的 XML") from error
        if root.getroottree().docinfo.internalDTD is not None:
            # Word writes none; what declares entities means to fetch or to swell.
            raise SourceError(
                f"{self.name}：部件 {part} 里有文档类型声明，正常的 Word 文件没有，为安全起见没有读取。{_REPAIR}"
            )
        return root

    def related(self, part: str, kind: str) -> str | None:
        """The part that another one names for a purpose, such as ``styles``; None when it names none.

        Args:
            part: "" for the file as a whole.
            kind: The last word of the type of relation.
        """
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(relations):
            return None
        for relation in self.xml(relations).iter(_RELATION):
            internal = relation.get("TargetMode", "Internal") == "Internal"
            if internal and relation.get("Type", "").rpartition("/")[2] == kind:
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                return target if self.has(target) else None
        return None

    def _main(self) -> str:
        for sign, kind in _OTHERS:
            if any(part.startswith(sign.lower()) for part in self._members):
                raise SourceError(f"{self.name}：这是{kind}，不是 Word 文件。请确认是否选错文件。")
        named = self.related("", "officeDocument")
        if named is None and not self.has("word/document.xml"):
            raise SourceError(f"{self.name}：这是压缩文件，里面没有 Word 的正文，不是 Word 文件。请确认是否选错文件。")
        return named or "word/document.xml"

    def _damaged(self, what: str) -> SourceError:
        return SourceError(f"{self.name}：文件已损坏（{what}）。{_REPAIR}")
