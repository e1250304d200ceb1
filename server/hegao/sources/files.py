"""Read a draft from disk or standard input, with limits and with errors that say what to do."""

from __future__ import annotations

import errno
import os
import sys
from typing import NamedTuple

from hegao.sources.encodings import REMEDY, Encoding, SourceError, decode
from hegao.sources.reasons import reason

LIMIT = 20 * 1024 * 1024
"""Bytes. A report has some ten thousand; anything beyond is no report."""

_OFFICE = {
    ".doc": "Word", ".docx": "Word", ".docm": "Word", ".wps": "WPS", ".odt": "文字处理", ".rtf": "RTF",
    ".pdf": "PDF", ".ofd": "OFD", ".xls": "Excel", ".xlsx": "Excel", ".et": "WPS",
}  # fmt: skip


class Draft(NamedTuple):
    """A file as read: ``text`` keeps its line ends exactly."""

    name: str
    text: str
    encoding: Encoding


def read_draft(path: str) -> Draft:
    """Read a file.

    Args:
        path: As it shall be shown.

    Raises:
        SourceError: Missing, a folder, unreadable, too large, binary or of no known encoding.
    """
    try:
        # The size is asked first: a file of gigabytes is refused without being read.
        size = os.stat(path).st_size  # noqa: PTH116 - ten thousand files pay for every Path
        if size > LIMIT:
            raise _too_large(path, size)
        with open(path, "rb") as stream:  # noqa: PTH123
            data = stream.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if len(data) > LIMIT:
        raise _too_large(path)
    kind = _OFFICE.get(os.path.splitext(path)[1].lower())  # noqa: PTH122
    if kind:
        raise SourceError(f"{path}：这是 {kind} 文件，不是纯文本。{REMEDY}")
    text, encoding = decode(data, path)
    return Draft(path, text, encoding)


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
        raise _too_large(name)
    text, encoding = decode(data, name)
    return Draft(name, text, encoding)


def _too_large(name: str, size: int = 0) -> SourceError:
    limit = LIMIT // (1024 * 1024)
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
