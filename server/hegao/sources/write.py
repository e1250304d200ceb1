"""Put a corrected draft in the place of the old one: whole or not at all.

The new bytes go to a temporary file in the same folder, which then takes the draft's name in one
step. Whoever reads the draft at any moment, or after a crash or a power cut, finds the old text or
the new one, whole. A process that is killed may leave its temporary file; the name is hidden, so
that no search for drafts finds it, and :func:`remove_leftovers` takes it away at the next run.

A draft that has several names by hard links keeps the old text under the others.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from hegao.sources.encodings import Encoding, SourceError, decode, encode
from hegao.sources.files import Draft
from hegao.sources.reasons import reason

try:
    import fcntl
except ImportError:  # Windows refuses to remove a file that is open; no lock is needed.
    _LOCKS = False
else:
    _LOCKS = True

_PREFIX, _SUFFIX = ".hegao-", ".tmp"


def encoded(draft: Draft, text: str) -> bytes:
    """The bytes of a draft with a new text: its encoding and byte order mark are kept.

    Raises:
        SourceError: The encoding has no such character, or the bytes would be read back as
            another text, or the file is one of a word processor.
    """
    if draft.word is not None:
        raise SourceError(f"{draft.name}：这是 Word 文件，不能当纯文本改写，没有改动它。")
    try:
        data = encode(text, draft.encoding)
        if _is_gbk(draft):
            text.encode("gbk")
    except UnicodeEncodeError as error:
        character = text[error.start]
        label = "GBK" if _is_gbk(draft) else draft.encoding.label
        raise SourceError(
            f"{draft.name}：改正要写入的“{character}”（U+{ord(character):04X}）不能用这个文件的编码 {label} 保存，"
            "没有改动这个文件。请先把草稿另存为 UTF-8 编码，再改正。"
        ) from error
    if not _reads_as(data, text, draft.encoding):
        raise SourceError(
            f"{draft.name}：改正后按 {draft.encoding.label} 保存会读成别的文字，没有改动这个文件。"
            "请先把草稿另存为 UTF-8 编码，再改正。"
        )
    return data


def write_draft(draft: Draft, text: str) -> None:
    """Give the file of a draft a new text, unless the file has changed since it was read.

    A symbolic link stays and its target is written. Mode, extended attributes and, where the system
    allows it, the owner stay as they are.

    Raises:
        SourceError: It cannot be done; the file is as it was.
    """
    replace_file(draft.name, encode(draft.text, draft.encoding), encoded(draft, text))


def replace_file(name: str, old: bytes, new: bytes) -> None:
    """Give a file new bytes, unless it holds others than ``old`` by now; as :func:`write_draft`.

    Raises:
        SourceError: It cannot be done; the file is as it was.
    """
    target = os.path.realpath(name)
    try:
        known = os.stat(target)  # noqa: PTH116
        if not stat.S_ISREG(known.st_mode):
            raise SourceError(f"{name}：不是普通文件，没有改动它。请写明草稿本身的文件名。")
        # A folder that may be written lets every file in it be replaced, write-protected ones too.
        if not known.st_mode & 0o222 or not os.access(target, os.W_OK):
            raise SourceError(f"{name}：文件是只读的，没有改动它。请去掉只读属性或取得写入权限，再改正。")
        _replace(_Writing(name, target, old, new), known)
    except OSError as error:
        raise _unwritable(name, error) from error


def remove_leftovers(folders: Iterable[str]) -> None:
    """Remove temporary files that a killed run left in the folders; those in use stay."""
    for folder in folders:
        # A folder that cannot be listed or written is told of when a draft in it is.
        with suppress(OSError), os.scandir(folder) as scan:
            for entry in scan:
                ours = entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX)
                if ours and entry.is_file(follow_symlinks=False):
                    _remove_leftover(entry.path)


class _Writing(NamedTuple):
    """A file by the name that is shown and by its own, what it must hold and what it will."""

    name: str
    target: str
    old: bytes
    new: bytes


def _replace(writing: _Writing, known: os.stat_result) -> None:
    handle, temporary = _temporary(os.path.dirname(writing.target))  # noqa: PTH120
    try:
        try:
            with open(handle, "wb", closefd=False) as stream:
                stream.write(writing.new)
            _keep_attributes(writing.target, temporary, known)
            os.fsync(handle)
            if _LOCKS:
                _take_place(writing, temporary)
        finally:
            os.close(handle)
        if not _LOCKS:  # Windows moves no file that is open.
            _take_place(writing, temporary)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _take_place(writing: _Writing, temporary: str) -> None:
    # As late as can be: an editor may have saved the draft while it was checked.
    if _bytes(writing.target) != writing.old:
        raise _changed(writing.name)
    os.replace(temporary, writing.target)  # noqa: PTH105


def _temporary(folder: str) -> tuple[int, str]:
    """A new file in the folder, locked so that no other run takes it for a leftover."""
    while True:
        handle, path = tempfile.mkstemp(_SUFFIX, _PREFIX, folder)
        if not _LOCKS:
            return handle, path
        # A file system without locks has no protection from a second run at the same time; that
        # run would make this one fail, with the draft as it was.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        with suppress(FileNotFoundError):
            # A cleaning run may have come between creation and lock.
            if os.path.samestat(os.stat(path), os.fstat(handle)):  # noqa: PTH116
                return handle, path
        os.close(handle)


def _remove_leftover(path: str) -> None:
    with suppress(OSError):
        if not _LOCKS:
            os.unlink(path)  # noqa: PTH108
            return
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)  # noqa: PTH108
        finally:
            os.close(handle)


def _keep_attributes(target: str, temporary: str, known: os.stat_result) -> None:
    if hasattr(os, "chown"):
        made = os.stat(temporary)  # noqa: PTH116
        if (made.st_uid, made.st_gid) != (known.st_uid, known.st_gid):
            # Only the superuser may give files away.
            with suppress(OSError):
                os.chown(temporary, known.st_uid, known.st_gid)
    os.chmod(temporary, stat.S_IMODE(known.st_mode))  # noqa: PTH101
    if hasattr(os, "listxattr"):
        # Access lists among them. Not every file system has them, not every one may be set.
        with suppress(OSError):
            for name in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(temporary, name, os.getxattr(target, name))


def _bytes(path: str) -> bytes:
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read()


def _is_gbk(draft: Draft) -> bool:
    """Whether a file read as GB18030 keeps to GBK, which is all that older programs can read."""
    if draft.encoding != Encoding("gb18030"):
        return False
    try:
        draft.text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _reads_as(data: bytes, text: str, encoding: Encoding) -> bool:
    try:
        return decode(data) == (text, encoding)
    except SourceError:
        return False


def _changed(name: str) -> SourceError:
    return SourceError(
        f"{name}：核对期间文件被别的程序改动了，没有改动这个文件。请保存并关闭打开它的程序，再运行一次。"
    )


def _unwritable(name: str, error: OSError) -> SourceError:
    if error.errno == errno.ENOENT:
        return _changed(name)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SourceError(
            f"{name}：没有写入权限，或文件正被别的程序占用，没有改动它。请关闭打开它的程序，或检查文件和文件夹的权限。"
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SourceError(f"{name}：磁盘已满，没有改动这个文件。请腾出空间，再改正。")
    return SourceError(f"{name}：写不了这个文件（{reason(error, writing=True)}），没有改动它。")
