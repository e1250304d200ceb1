"""``hegao suppress --prune``: take out suppressions that leave no finding out any more."""

from __future__ import annotations

import os

from hegao.cli import OK
from hegao.cli.choosing import Chooser
from hegao.cli.console import UsageError
from hegao.config.edit import SettingsFile
from hegao.config.model import Settings, Suppression
from hegao.config.schema import shown
from hegao.config.suppress import concerns, target
from hegao.engine import check
from hegao.sources.discovery import STDIN, Excludes, discover
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft


def prune(paths: list[str], config: str, dry_run: bool) -> int:
    """Take out what is of no use for the drafts that arguments mean; returns the exit status.

    An entry that names one file goes when the file was checked and the entry met nothing, or when
    the file is gone from a folder that was looked through; one that names files by a glob only when
    the whole folder of its settings file was.

    Raises:
        UsageError, SourceError, hegao.config.ConfigError: A draft could not be checked; nothing is changed.
    """
    chooser = Chooser(config=config)
    used: set[Suppression] = set()
    checked: set[Suppression] = set()
    for path in paths:
        settings = chooser.settings("" if path == STDIN else path)
        for found in discover([path], Excludes(settings.root, settings.exclude)):
            if isinstance(found, SourceError):
                raise found
            if found.path != STDIN:
                _check(found.path, chooser.settings(found.path), used, checked)
    entries = list(dict.fromkeys(entry for settings in chooser.seen() for entry in settings.suppress))
    unused = [entry for entry in entries if entry not in used and _may_go(entry, paths, checked)]
    files = dict.fromkeys(os.path.abspath(entry.origin.file) for entry in unused)  # noqa: PTH100
    ready = []
    for name in files:
        file = SettingsFile(name)
        gone = [entry for entry in unused if os.path.abspath(entry.origin.file) == name]  # noqa: PTH100
        ready.append((file, file.without_entries(gone), gone))
    for file, text, gone in ready:
        if not dry_run:
            file.write(text)
        print(f"{'将从' if dry_run else '已从'} {shown(file.path)} 删去 {len(gone)} 条已无作用的豁免：")
        for entry in gone:
            print(f"  {entry}")
    if not ready:
        print("没有无用的豁免。")
    return OK


def _check(path: str, settings: Settings, used: set[Suppression], checked: set[Suppression]) -> None:
    concerned = [entry for entry in settings.suppress if concerns(entry, path)]
    if not concerned:
        return
    result = check(read_draft(path).text, settings, path)
    if result.failures:
        codes = "、".join(failure.code for failure in result.failures)
        raise UsageError(f"{path}：规则 {codes} 运行出错，结果不完整，没有改动设置文件。请反馈给维护者。")
    used |= result.used
    checked.update(concerned)


def _may_go(entry: Suppression, paths: list[str], checked: set[Suppression]) -> bool:
    """Whether all drafts that an unused entry may be about were looked at."""
    file = target(entry)
    if not file:
        return any(_holds(path, entry.root) for path in paths)
    gone = not os.path.exists(file)  # noqa: PTH110
    return entry in checked or (gone and any(_holds(path, file) for path in paths))


def _holds(path: str, inner: str) -> bool:
    """Whether ``inner`` is the path or lies in it."""
    outer = os.path.normcase(os.path.abspath(path))  # noqa: PTH100
    inner = os.path.normcase(os.path.abspath(inner))  # noqa: PTH100
    return inner == outer or inner.startswith(outer.rstrip(os.sep) + os.sep)
