"""A file that the editor has read in another encoding than it is written in: what is on the screen is garbage."""

from __future__ import annotations

from hegao.sources.encodings import SourceError, decode
from hegao.sources.files import LIMIT

_WRONG = ("utf-8", "latin-1", "cp1252", "utf-16-le", "utf-16-be", "big5", "gb18030")
_LOST = "\ufffd"


def encoding_notice(path: str, text: str) -> str:
    """What to tell the author of a text that is not what the file says; "" when there is nothing to tell.

    A text that merely differs from the file may hold changes that are not saved; it must be just what comes of
    reading the file wrongly, or hold the marks that characters leave which could not be read.
    """
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            data = stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            return ""
        right, encoding = decode(data, path)
    except (OSError, ValueError, SourceError):
        return ""
    if encoding.name == "utf-8" and not encoding.bom and _LOST in right:
        return ""
    text = _plain(text)
    if text == _plain(right) or not (_LOST in text or any(text == _plain(wrong) for wrong in _misread(data))):
        return ""
    return (
        f"这个文件的编码是 {encoding.label}，编辑器按别的编码打开了它，文字成了乱码，现在的核对不作数。"
        f"请不要保存，改按 {encoding.label} 重新打开"
        f"（VS Code：点状态栏右侧的编码名，选“通过编码重新打开”；Neovim：:e ++enc={encoding.name}）；"
        "或先把文件另存为 UTF-8。"
    )


def _misread(data: bytes) -> list[str]:
    return [data.decode(name, "replace") for name in _WRONG]


def _plain(text: str) -> str:
    """The text without what editors change on opening: a byte order mark, line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
