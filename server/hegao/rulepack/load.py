"""Find and load packs: the built-in ones, with their reading kept beside them, and a user's.

Reading half a megabyte of TOML takes longer than checking a draft. What was read is therefore kept,
without the examples (see ``kept``), and made anew when a file changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from hegao.document.form import Form
from hegao.rulepack.errors import PackError, PackFile, suggest
from hegao.rulepack.kept import ROOT, load_patterns, read_kept, write_kept
from hegao.rulepack.model import Example, Pack, Rule
from hegao.rulepack.phrases import Phrase, phrases_from
from hegao.rulepack.read import examples_from, form_from, parse_rules, rule_from
from hegao.sources.reasons import reason

__all__ = [
    "FORMS", "PackError", "form_for_year", "load_form", "load_pack", "load_phrases", "load_rule_file", "parse_rules",
    "suggest",
]  # fmt: skip

FORMS = ("zfxxgk-2021", "zfxxgk-2019")
_LAYOUT = 1


def load_rule_file(path: Path, named_in: str = "") -> tuple[Rule, ...]:
    """The rules of a user's pack file.

    Args:
        named_in: Where the path is written, such as a settings file and a line.

    Raises:
        PackError: The file is missing, unreadable or wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        where = f" {named_in} 处 packs 的路径" if named_in else "路径"
        raise PackError(f"{path}：读不了规则文件（{reason(error)}）。请检查{where}。") from error
    except UnicodeDecodeError as error:
        raise PackError(
            f"{path}：规则文件须为 UTF-8 编码（第 {error.start + 1} 字节起无法解码）。请另存为 UTF-8。"
        ) from error
    return parse_rules(str(path), text)


def _path(relative: str) -> str:
    return os.path.join(ROOT, *relative.split("/"))  # noqa: PTH118


def _read(relative: str) -> dict[str, Any]:
    with open(_path(relative), encoding="utf-8") as stream:  # noqa: PTH123
        return PackFile(relative, stream.read()).parse()


def _stamp(relative: str) -> tuple[str, int, int]:
    status = os.stat(_path(relative))  # noqa: PTH116
    return relative, status.st_size, status.st_mtime_ns


def _manifest(key: str) -> str:
    return f"{key.replace('-', '_')}/pack.toml"


@cache
def _raw_pack(key: str) -> dict[str, Any]:
    """The form and the rules of a built-in pack as read, without examples."""
    found = read_kept(key)
    if _is_current(found):
        return found  # type: ignore[no-any-return]
    manifest = _read(_manifest(key))
    rules = [
        (relative, {name: value for name, value in rule.items() if name != "example"})
        for relative in manifest["files"]
        for rule in _read(relative)["rule"]
    ]
    pack = {"form": manifest["form"], "basis": manifest.get("basis", {}), "rules": rules}
    write_kept(key, {"layout": _LAYOUT, "files": [_stamp(name) for name in _watched(key, manifest)], **pack})
    return pack


def _watched(key: str, manifest: dict[str, Any]) -> list[str]:
    """What shows that a pack changed: its files; of an installed package the folders, which is quicker.

    An installer writes new files into a folder, which changes the folder's time; somebody at work on
    the rules may write into a file.
    """
    names = [_manifest(key), *manifest["files"]]
    if "site-packages" in ROOT or "dist-packages" in ROOT:
        return sorted({os.path.dirname(name) for name in names})  # noqa: PTH120
    return names


def _is_current(found: Any) -> bool:
    """Whether what was kept is a pack of which no file changed since."""
    try:
        return bool(found["layout"] == _LAYOUT and all(tuple(stamp) == _stamp(stamp[0]) for stamp in found["files"]))
    except (OSError, TypeError, KeyError):
        return False


@cache
def load_form(key: str) -> Form:
    """The form of a built-in pack (``zfxxgk-2021`` …)."""
    return form_from(_raw_pack(key)["form"])


@cache
def load_pack(key: str) -> Pack:
    """A built-in pack with the common rules it takes in.

    Rules shared by several forms cite the document of the form in use (``basis`` in ``pack.toml``).
    """
    load_patterns()
    raw = _raw_pack(key)
    rules = []
    for relative, item in raw["rules"]:
        rule = rule_from(PackFile(relative, ""), item, whole=False)
        for document, instead in raw["basis"].items():
            rule = rule._replace(basis=rule.basis.replace(document, instead))
        rules.append(rule)
    return Pack(key=key, name=raw["form"]["name"], rules=tuple(rules), form=load_form(key))


@cache
def builtin_examples(relative: str) -> dict[str, tuple[Example, ...]]:
    """The examples of the rules of one built-in file, by code."""
    return {rule["code"]: examples_from(rule) for rule in _read(relative)["rule"]}


@cache
def builtin_phrases(key: str) -> tuple[Phrase, ...]:
    """The standard phrases of a built-in pack; an older form has none."""
    relative = f"{key.replace('-', '_')}/phrases.toml"
    if not os.path.exists(_path(relative)):  # noqa: PTH110
        return ()
    return phrases_from(_read(relative))


def load_phrases(key: str, packs: Iterable[str] = ()) -> tuple[Phrase, ...]:
    """The standard phrases of a form, those of a user's packs first; a pack that cannot be used has none."""
    own: list[Phrase] = []
    for path in packs:
        try:
            own += _phrases_of_file(path, os.stat(path).st_mtime_ns)  # noqa: PTH116
        except (OSError, UnicodeDecodeError, PackError):
            continue  # Said by whoever loads its rules.
    return (*own, *builtin_phrases(key))


@lru_cache(maxsize=16)
def _phrases_of_file(path: str, changed: int) -> tuple[Phrase, ...]:  # noqa: ARG001 - a key of the cache
    text = Path(path).read_text(encoding="utf-8-sig")
    parse_rules(path, text)
    return phrases_from(PackFile(path, text).parse())


def form_for_year(year: int | None) -> Form:
    """The form in force for a report year; the newest when the year is unknown."""
    for key in FORMS:
        form = load_form(key)
        if year is None or (form.first_year <= year and (not form.last_year or year <= form.last_year)):
            return form
    return load_form(FORMS[0])
