"""Read a draft from disk or standard input, with limits and with errors that say what to do."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from hegao.sources.encodings import REMEDY, Encoding, SourceError, decode
from hegao.sources.reasons import reason

if TYPE_CHECKING:
    from hegao.sources.word.places import WordText

LIMIT = 20 * 1024 * 1024
"""Bytes. A report has some ten thousand; anything beyond is no report."""

WORD_LIMIT = 64 * 1024 * 1024
"""Bytes of a file of a word processor, pictures and all."""

_WORD = (".docx", ".docm", ".dotx", ".doc", ".wps", ".rtf", ".odt")
_OFFICE = {".pdf": "PDF", ".ofd": "OFD", ".xls": "Excel", ".xlsx": "Excel", ".et": "WPS 表格"}


class Draft(NamedTuple):
    """A file as read: ``text`` keeps its line ends exactly.

    Attributes:
        word: Of a file of a word processor, where each character of ``text`` stands in it.
        data: Of such a file the bytes as read.
        native: Whether it does stand in the file; one of another format than ``.docx`` was converted.
        note: What the reader is to know of how it was read, a Chinese sentence, or "".
    """

    name: str
    text: str
    encoding: Encoding
    word: WordText | None = None
    data: bytes = b""
    native: bool = True
    note: str = ""


def read_draft(path: str) -> Draft:
    """Read a file; of a word processor's file the text.

    Args:
        path: As it shall be shown.

    Raises:
        SourceError: Missing, a folder, unreadable, too large, binary or of no known encoding; or a
            file of a word processor that is damaged, or that nothing here can read.
    """
    ending = os.path.splitext(path)[1].lower()  # noqa: PTH122 - ten thousand files pay for every Path
    limit = WORD_LIMIT if ending in _WORD else LIMIT
    data = _read(path, limit)
    if ending in _WORD:
        # Only this needs lxml, which is an extra.
        from hegao.sources.word.open import open_word  # noqa: PLC0415

        word, native, note = open_word(data, path)
        return Draft(path, word.text, Encoding(), word, data, native, note)
    if ending in _OFFICE:
        raise SourceError(f"{path}：不支持 {_OFFICE[ending]} 文件。{_remedy(ending)}")
    text, encoding = decode(data, path)
    return Draft(path, text, encoding)


def _read(path: str, limit: int) -> bytes:
    try:
        # The size is asked first: a file of gigabytes is refused without being read.
        size = os.stat(path).st_size  # noqa: PTH116
        if size > limit:
            raise _too_large(path, limit, size)
        with open(path, "rb") as stream:  # noqa: PTH123
            data = stream.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if len(data) > limit:
        raise _too_large(path, limit)
    return data


def _remedy(ending: str) -> str:
    if ending in (".pdf", ".ofd"):
        return "表格的行列在里面没有保存下来，读出来不可靠。请核对它所由来的 Word 文件（.docx）。"
    return REMEDY


def read_stdin(name: str) -> Draft:
    """Read standard input to its end.

    Raises:
        SourceError: It is closed, too large or no text.
    """
    try:
        if sys.stdin is None:
            raise ValueError
        data = sys.stdin.buffer.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        raise SourceError(
            f"{name}：标准输入已关闭，读不到内容。请用管道送入草稿，或改写文件名，如 hegao check 草稿.md。"
        ) from error
    if len(data) > LIMIT:
        raise _too_large(name, LIMIT)
    text, encoding = decode(data, name)
    return Draft(name, text, encoding)


def _too_large(name: str, most: int, size: int = 0) -> SourceError:
    limit = most // (1024 * 1024)
    known = f"有 {size / (1024 * 1024):.1f} MB，" if size else ""
    return SourceError(
        f"{name}：文件{known}超过 {limit} MB 的上限，不像一份报告。请确认是否选错文件；汇编请拆成单份报告再核对。"
    )


def _unreadable(name: str, error: Exception) -> SourceError:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.ENOENT and name.endswith(("/", os.sep)):
        return SourceError(f"{name}：没有这个文件或文件夹。请检查名称和所在文件夹；名称里有空格时要加引号。")
    if code == errno.ENOENT:
        return SourceError(f"{name}：没有这个文件。请检查文件名和所在文件夹；名称里有空格时要加引号。")
    if code == errno.EISDIR:
        return SourceError(f"{name}：这是文件夹，不是文件。")
    if code in (errno.EACCES, errno.EPERM):
        return SourceError(f"{name}：没有读取权限，或文件正被别的程序占用。请关闭打开它的程序，或检查文件权限。")
    return SourceError(f"{name}：读不了这个文件（{reason(error)}）。请检查文件名和磁盘。")
