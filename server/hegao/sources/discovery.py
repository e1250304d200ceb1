"""Which files a command line means: files, folders, globs; in a stable order and each once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from hegao.sources.encodings import SourceError
from hegao.sources.reasons import reason

EXTENSIONS = (".md", ".txt", ".markdown")
_SKIPPED = frozenset({"__pycache__", "node_modules"})
STDIN = "-"
# Word's own note that somebody has a file open.
_OWNER_FILE = "~$"


class Excludes(NamedTuple):
    """Glob patterns of files to leave out, relative to ``root`` (the folder of the settings file)."""

    root: str = ""
    patterns: tuple[str, ...] = ()

    def match(self, path: str) -> bool:
        """Whether the path, one of its folders or its bare name is excluded."""
        if not self.patterns:
            return False
        parts = _relative(path, self.root).split("/")
        for pattern in self.patterns:
            wanted = pattern.removeprefix("./").strip("/").split("/")
            # A bare name is meant wherever it stands, a path only from the root.
            if _matches(parts, wanted if len(wanted) > 1 else ["**", *wanted]):
                return True
        return False


class Found(NamedTuple):
    """A file to check. ``named``: written on the command line itself, not found in a folder."""

    path: str
    named: bool


def discover(
    arguments: Sequence[str],
    excludes: Excludes | None = None,
    force_exclude: bool = False,
    extensions: tuple[str, ...] = EXTENSIONS,
) -> Iterator[Found | SourceError]:
    """Yield the files that the arguments mean, and an error for each argument that means none.

    Folders are walked in the order of names; hidden files and folders, and those of tools, are left
    out. A glob is expanded here because the Windows shell does not. ``excludes`` holds for what is
    found in folders, with ``force_exclude`` for named files too; ``extensions`` say what is looked for
    in folders.
    """
    excludes = excludes or Excludes()
    seen: set[str] = set()
    for argument in arguments:
        for found in _expand(argument, excludes, extensions):
            if isinstance(found, Found) and found.path != STDIN:
                if found.named and force_exclude and excludes.match(found.path):
                    continue
                key = os.path.normcase(os.path.abspath(found.path))  # noqa: PTH100
                if key in seen:
                    continue
                seen.add(key)
            yield found


def _expand(argument: str, excludes: Excludes, extensions: tuple[str, ...]) -> Iterator[Found | SourceError]:
    if argument == STDIN:
        yield Found(STDIN, named=True)
    elif os.path.isdir(argument):  # noqa: PTH112
        yield from _walk(argument, excludes, extensions)
    elif any(mark in argument for mark in "*?[") and not os.path.lexists(argument):
        yield from _glob(argument, excludes, extensions)
    else:
        yield Found(argument, named=True)


def _glob(argument: str, excludes: Excludes, extensions: tuple[str, ...]) -> Iterator[Found | SourceError]:
    import glob  # noqa: PLC0415 - only where a shell left a pattern standing

    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207
    if not matches:
        yield SourceError(f"{argument}：没有与之相符的文件。请检查通配符和所在文件夹。")
    for match in matches:
        if not os.path.basename(match).startswith(_OWNER_FILE):  # noqa: PTH119
            yield from _expand(match, excludes, extensions)


def _walk(folder: str, excludes: Excludes, extensions: tuple[str, ...]) -> Iterator[Found | SourceError]:
    """Files of a folder and its folders; links to folders are not followed, they may form rings."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield SourceError(f"{folder}：打不开这个文件夹（{reason(error)}）。请检查权限。")
        return
    for entry in entries:
        name = entry.name
        if name.startswith((".", _OWNER_FILE)) or name in _SKIPPED:
            continue
        path = name if folder == "." else entry.path
        if entry.is_dir(follow_symlinks=False):
            if not excludes.match(path):
                yield from _walk(path, excludes, extensions)
        elif name.lower().endswith(extensions) and entry.is_file() and not excludes.match(path):
            yield Found(path, named=False)


def _relative(path: str, root: str) -> str:
    """The path seen from ``root``, with ``/``; the whole path when it lies elsewhere."""
    whole = os.path.abspath(path)  # noqa: PTH100
    base = os.path.abspath(root)  # noqa: PTH100
    if whole == base or whole.startswith(base.rstrip(os.sep) + os.sep):
        whole = whole[len(base) :]
    return whole.replace(os.sep, "/").strip("/")


def _matches(parts: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a glob matches the path or a folder it lies in; ``**`` stands for any folders."""
    if not wanted:
        return True
    if wanted[0] == "**":
        return any(_matches(parts[skipped:], wanted[1:]) for skipped in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], wanted[0]) and _matches(parts[1:], wanted[1:])
