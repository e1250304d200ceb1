"""Paths as services that show findings beside the files of a repository want them."""

from __future__ import annotations

import re

from hegao.report.model import Options

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def relative(path: str, options: Options) -> str:
    """The path with ``/`` between its parts, from ``options.root`` on where it lies below it."""
    windows = bool(_DRIVE.match(path)) or path.startswith("\\\\") or bool(_DRIVE.match(options.root))
    # On POSIX a backslash is a character of a file name like any other.
    path, root = (part.replace("\\", "/") if windows else part for part in (path, options.root))
    root = root.rstrip("/") + "/"
    if options.root and path.startswith(root):
        path = path[len(root) :]
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path


def uri(path: str, options: Options) -> str:
    """A URI reference for the path: relative where the path is, else a ``file:`` URI."""
    # Imported here: only the SARIF format needs it, and it costs as much as all formats together.
    from urllib.parse import quote  # noqa: PLC0415

    path = relative(path, options)
    if _DRIVE.match(path):
        return "file:///" + path[:2] + quote(path[2:], errors="surrogateescape")
    if path.startswith("/"):
        return ("file:" if path.startswith("//") else "file://") + quote(path, errors="surrogateescape")
    return quote(path, errors="surrogateescape")
