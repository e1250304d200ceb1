"""Bytes to text without guessing wrong: a draft read in the wrong encoding would pass as clean.

The order is: byte order mark, UTF-16 by its NUL bytes, UTF-8, GB18030 when the text that comes out
is plausible Chinese, else an error. Nothing is ever replaced or left out, so that
``encode(*decode(data)) == data``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

# The mark of UTF-32 begins with the one of UTF-16 and has to be tried before it.
_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LABELS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16LE",
    "utf-16-be": "UTF-16BE",
    "utf-32-le": "UTF-32LE",
    "utf-32-be": "UTF-32BE",
    "gb18030": "GB18030",
}
_OFFICE: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "Word（.docx）、Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 WPS 文件"),
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文件"),
)
_SAMPLE = 20_000
_PLAUSIBLE = 0.7
REMEDY = "请在 Word、WPS 或记事本里“另存为”纯文本（.txt），编码选 UTF-8，再核对。"


class SourceError(Exception):
    """A draft cannot be read. The message is Chinese and names the file, the place and the remedy."""


class Encoding(NamedTuple):
    """How a file was encoded: a Python codec name and the byte order mark it began with."""

    name: str = "utf-8"
    bom: bytes = b""

    @property
    def label(self) -> str:
        """As people write it, such as ``UTF-8（带 BOM）``."""
        return _LABELS[self.name] + ("（带 BOM）" if self.bom else "")


def decode(data: bytes, name: str = "-") -> tuple[str, Encoding]:
    """The text of a file and how it was encoded.

    Args:
        data: The whole file.
        name: File name for messages.

    Raises:
        SourceError: Binary, of no known encoding, or damaged.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _strict(data, Encoding(codec, bom), name), Encoding(codec, bom)
    for magic, kind in _OFFICE:
        if data.startswith(magic):
            raise SourceError(f"{name}：这是{kind}，不是纯文本。{REMEDY}")
    if b"\0" in data:
        return _utf16(data, name)
    try:
        return data.decode("utf-8"), Encoding()
    except UnicodeDecodeError as error:
        utf8_at = error.start
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        # The encoding that got beyond ASCII is the one the author meant.
        at = utf8_at if not data[:utf8_at].isascii() else error.start
        raise SourceError(
            f"{name}：第 {at + 1} 字节起既不是 UTF-8 也不是 GB18030 编码，文件可能已损坏。{REMEDY}"
        ) from error
    if plausibility(text) < _PLAUSIBLE:
        raise SourceError(f"{name}：第 {utf8_at + 1} 字节起不是 UTF-8；按 GB18030 读出的不像中文，故不作猜测。{REMEDY}")
    return text, Encoding("gb18030")


def encode(text: str, encoding: Encoding) -> bytes:
    """The bytes of a text in the encoding its file was read in."""
    return encoding.bom + text.encode(encoding.name)


def plausibility(text: str) -> float:
    """Share of the characters beyond ASCII that a Chinese text is made of; 1 for plain ASCII.

    Counted are the 3,755 characters of the first level of GB 2312 and the common marks; a control
    character of the C1 block makes it 0, for no program writes one.
    """
    common = _common_characters()
    beyond = [character for character in text[:_SAMPLE] if character > "\x7f"]
    if any("\x80" <= character <= "\x9f" for character in beyond):
        return 0.0
    return sum(character in common for character in beyond) / len(beyond) if beyond else 1.0


@lru_cache(maxsize=1)
def _common_characters() -> frozenset[str]:
    trail = range(0xA1, 0xFF)
    rows = bytes(byte for lead in range(0xB0, 0xD8) for second in trail for byte in (lead, second))
    marks = bytes(byte for lead in (0xA1, 0xA2, 0xA3) for second in trail for byte in (lead, second))
    return frozenset((rows + marks).decode("gb2312", errors="ignore"))


def _utf16(data: bytes, name: str) -> tuple[str, Encoding]:
    """UTF-16 without a mark: ASCII and line ends leave NUL bytes on one side of each pair."""
    best, best_score = None, 0.0
    for encoding in (Encoding("utf-16-le"), Encoding("utf-16-be")):
        try:
            text = data.decode(encoding.name)
        except UnicodeDecodeError:
            continue
        score = 0.0 if "\0" in text else plausibility(text)
        if score > best_score:
            best, best_score = (text, encoding), score
    if best is None or best_score < _PLAUSIBLE:
        at = data.index(b"\0") + 1
        raise SourceError(f"{name}：第 {at} 字节是空字节，这是二进制文件，不是纯文本。{REMEDY}")
    return best


def _strict(data: bytes, encoding: Encoding, name: str) -> str:
    try:
        text = data[len(encoding.bom) :].decode(encoding.name)
    except UnicodeDecodeError as error:
        at = len(encoding.bom) + error.start + 1
        raise SourceError(
            f"{name}：文件开头标明是 {_LABELS[encoding.name]} 编码，但第 {at} 字节无法解码，文件可能已损坏。{REMEDY}"
        ) from error
    if "\0" in text:
        at = len(encoding.bom) + len(text[: text.index("\0")].encode(encoding.name)) + 1
        raise SourceError(f"{name}：第 {at} 字节是空字节，这是二进制文件，不是纯文本。{REMEDY}")
    return text
