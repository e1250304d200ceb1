"""From the bytes of a file that a word processor wrote to its text."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from hegao.sources.encodings import SourceError

if TYPE_CHECKING:
    from hegao.sources.word.places import WordText

# What a file really is, its first bytes tell.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_BEFORE_MARKUP = b"\xef\xbb\xbf \t\r\n"
OF_WORD = (".docx", ".docm", ".dotx")
"""Endings of files in which text can be written back."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "文件带宏；宏没有运行，也不影响核对。"
_CONVERTED = "由 LibreOffice 转换后核对，位置按转换后的文件计。"


class Opened(NamedTuple):
    """A file as read.

    Attributes:
        native: Whether the text stands in the file itself, so that it can be written to; else it was
            converted first.
        note: What the reader is to know, a Chinese sentence, or "".
    """

    word: WordText
    native: bool = True
    note: str = ""


def open_word(data: bytes, name: str) -> Opened:
    """Read a file.

    Raises:
        SourceError: The extra is not installed, or the file cannot be read.
    """
    try:
        # Everything below needs lxml.
        from hegao.sources.word.package import Package  # noqa: PLC0415
        from hegao.sources.word.read import read_word  # noqa: PLC0415
    except ImportError as error:
        raise SourceError(
            f'{name}：读 Word 文件要先安装扩展：pip install "hegao[word]"。'
            "不便安装时，请在 Word、WPS 里另存为纯文本（.txt，编码选 UTF-8）再核对。"
        ) from error
    native = data.startswith(_ZIP) and os.path.splitext(name)[1].lower() != ".odt"  # noqa: PTH122
    if not native:
        data = _converted(data, name)
    package = Package(data, name)
    word = read_word(package)
    return Opened(word, native, _CONVERTED if not native else _MACROS if package.macros else "")


def _converted(data: bytes, name: str) -> bytes:
    from hegao.sources.word.office import as_docx  # noqa: PLC0415 - only for other files than .docx

    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise SourceError(f"{name}：文件加了密码，读不到内容。请在 Word 或 WPS 里去掉密码，另存后再核对。")
    if not data.strip(b"\0"):
        raise SourceError(f"{name}：文件是空的，没有可核对的内容。请确认是否选错或没有保存。")
    ending = os.path.splitext(name)[1]  # noqa: PTH122
    # Some systems give out pages of HTML or XML as Word files.
    known = data.startswith((_OLE, _RTF, _ZIP)) or data.lstrip(_BEFORE_MARKUP).startswith(b"<")
    if not known or (ending.lower() in OF_WORD and not data.startswith(_OLE)):
        raise SourceError(
            f"{name}：不是 Word 文件，只是名称以 {ending} 结尾，或文件已损坏。请用 Word 或 WPS 打开看看，另存后再核对。"
        )
    return as_docx(data, name)
