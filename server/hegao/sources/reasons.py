"""What the system says when it refuses a file, in Chinese: its own words are English."""

from __future__ import annotations

import errno

_REASONS = {
    "ENOENT": "文件不存在",
    "EISDIR": "这是文件夹",
    "ENOTDIR": "路径中有一段是文件，不是文件夹",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EROFS": "磁盘是只读的",
    "EEXIST": "已经有同名的文件",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "磁盘已满",
    "ENAMETOOLONG": "文件名太长",
    "EINVAL": "文件名里有不能用的字符",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "ELOOP": "链接互相指向，成了环",
    "ENXIO": "设备没有准备好",
    "EIO": "磁盘读写出错",
    "EBUSY": "文件正被别的程序占用",
    "ETXTBSY": "文件正被别的程序占用",
}


def reason(error: Exception, writing: bool = False) -> str:
    """Why a file cannot be read or written; the number of the error where there are no words for it."""
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.ENOENT and writing:
        return "文件夹不存在"
    if code is None:
        return "文件名里有不能用的字符" if isinstance(error, ValueError) else type(error).__name__
    name = errno.errorcode.get(code, str(code))
    return _REASONS.get(name, f"系统错误 {name}")
