"""Find and load packs: the built-in ones, with their reading kept beside them, and a user's.

Reading half a megabyte of TOML takes longer than checking a draft. What was read is therefore kept,
without the examples, in ``__pycache__`` beside the packs, as Python keeps compiled modules: made
anew when a file changed, left out where nothing may be written.
"""

from __future__ import annotations

import marshal
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import hegao_rules
from hegao.document.form import Form
from hegao.rulepack.model import Example, Pack, Rule
from hegao.rulepack.read import PackError, PackFile, examples_from, form_from, parse_rules, rule_from, suggest

__all__ = ["FORMS", "PackError", "form_for_year", "load_form", "load_pack", "load_rule_file", "parse_rules", "suggest"]

FORMS = ("zfxxgk-2021", "zfxxgk-2019")
_ROOT = os.path.dirname(hegao_rules.__file__)  # noqa: PTH120 - pathlib costs more than the reading
_LAYOUT = 1


def load_rule_file(path: Path) -> tuple[Rule, ...]:
    """The rules of a user's pack file.

    Raises:
        PackError: The file is missing, unreadable or wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PackError(f"{path}：读不了规则文件（{error.strerror}）。请检查 hegao.toml 里 packs 的路径。") from error
    except UnicodeDecodeError as error:
        raise PackError(f"{path}：规则文件须为 UTF-8 编码（第 {error.start} 字节起无法解码）。") from error
    return parse_rules(str(path), text)


def _path(relative: str) -> str:
    return os.path.join(_ROOT, *relative.split("/"))  # noqa: PTH118


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
    kept = os.path.join(_ROOT, "__pycache__", f"{key}.{sys.implementation.cache_tag}.pack")  # noqa: PTH118
    found = _kept(kept)
    if found is not None:
        return found
    manifest = _read(_manifest(key))
    rules = [
        (relative, {name: value for name, value in rule.items() if name != "example"})
        for relative in manifest["files"]
        for rule in _read(relative)["rule"]
    ]
    pack = {"form": manifest["form"], "basis": manifest.get("basis", {}), "rules": rules}
    if not sys.dont_write_bytecode:
        _keep(kept, {"layout": _LAYOUT, "files": [_stamp(name) for name in _watched(key, manifest)], **pack})
    return pack


def _watched(key: str, manifest: dict[str, Any]) -> list[str]:
    """What shows that a pack changed: its files; of an installed package the folders, which is quicker.

    An installer writes new files into a folder, which changes the folder's time; somebody at work on
    the rules may write into a file.
    """
    names = [_manifest(key), *manifest["files"]]
    if "site-packages" in _ROOT or "dist-packages" in _ROOT:
        return sorted({os.path.dirname(name) for name in names})  # noqa: PTH120
    return names


def _kept(path: str) -> dict[str, Any] | None:
    """What was kept, unless a file of the pack changed since."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            found: dict[str, Any] = marshal.loads(stream.read())
        if found["layout"] == _LAYOUT and all(tuple(stamp) == _stamp(stamp[0]) for stamp in found["files"]):
            return found
    except (OSError, EOFError, ValueError, TypeError, KeyError):
        # Missing, cut short, or of another version: read the packs themselves.
        return None
    return None


def _keep(path: str, pack: dict[str, Any]) -> None:
    """Keep what was read; a folder that may not be written is no reason to complain."""
    part = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(part, "wb") as stream:  # noqa: PTH123
            marshal.dump(pack, stream)
        os.replace(part, path)  # noqa: PTH105
    except OSError:
        return


@cache
def load_form(key: str) -> Form:
    """The form of a built-in pack (``zfxxgk-2021`` …)."""
    return form_from(_raw_pack(key)["form"])


@cache
def load_pack(key: str) -> Pack:
    """A built-in pack with the common rules it takes in.

    Rules shared by several forms cite the document of the form in use (``basis`` in ``pack.toml``).
    """
    raw = _raw_pack(key)
    rules = []
    for relative, item in raw["rules"]:
        rule = rule_from(PackFile(relative, ""), item, validate=False)
        for document, instead in raw["basis"].items():
            rule = rule._replace(basis=rule.basis.replace(document, instead))
        rules.append(rule)
    return Pack(key=key, name=raw["form"]["name"], rules=tuple(rules), form=load_form(key))


@cache
def builtin_examples(relative: str) -> dict[str, tuple[Example, ...]]:
    """The examples of the rules of one built-in file, by code."""
    return {rule["code"]: examples_from(rule) for rule in _read(relative)["rule"]}


def form_for_year(year: int | None) -> Form:
    """The form in force for a report year; the newest when the year is unknown."""
    for key in FORMS:
        form = load_form(key)
        if year is None or (form.first_year <= year and (not form.last_year or year <= form.last_year)):
            return form
    return load_form(FORMS[0])
