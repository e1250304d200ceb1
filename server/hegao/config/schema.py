"""What may stand in a settings file, and errors that name file, line and key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from hegao.config.model import Origin
from hegao.config.places import key_lines, line_of
from hegao.finding import Severity
from hegao.rulepack.load import FORMS, suggest

_STRINGS = "字符串列表"
_STRING = "字符串"
_TOP = {
    "extend": _STRING,
    "pack": _STRING,
    "packs": _STRINGS,
    "exclude": _STRINGS,
    "agency": {"name": _STRING, "within": _STRINGS},
    "rules": {"select": _STRINGS, "ignore": _STRINGS, "extend-select": _STRINGS, "severity": "表"},
    "previous": {"report": _STRING},
    "suppress": "表的列表",
}  # fmt: skip
_SUPPRESS = ("file", "code", "text", "reason", "section", "table", "row", "column")
_SUPPRESS_NEEDS = ("file", "code", "reason")


class ConfigError(Exception):
    """A setting cannot be used. The message is Chinese and names file, line, key and remedy."""


class Source:
    """One settings file being read: its values and where they stand."""

    def __init__(self, path: str, values: Mapping[str, Any], text: str, prefix: str = "") -> None:
        self.path = path
        self.values = values
        self._lines = key_lines(text)
        self._prefix = prefix

    def origin(self, key: str) -> Origin:
        """Where a dotted key is written."""
        return Origin(shown(self.path), line_of(self._lines, self._prefix + key))

    def error(self, key: str, message: str) -> ConfigError:
        """An error that points at a dotted key."""
        return ConfigError(f"{self.origin(key)}：{message}")


def shown(path: str) -> str:
    """A path as short as it can be told: relative where it lies below the working folder."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # Another drive.
        return path
    return path if relative.startswith("..") else relative


def _fits(value: Any, kind: str) -> bool:
    if kind == _STRING:
        return isinstance(value, str)
    if kind == _STRINGS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == "表":
        return isinstance(value, dict)
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def validate(source: Source) -> None:
    """Refuse unknown keys, wrong types and values outside their set.

    Raises:
        ConfigError: With file, line and key.
    """
    _validate_table(source, source.values, _TOP, "")
    pack = source.values.get("pack", "auto")
    if pack not in ("auto", *FORMS):
        known = "、".join(("auto", *FORMS))
        raise source.error("pack", f"没有叫“{pack}”的规则包{suggest(pack, FORMS) or '。'}可用的有：{known}。")
    levels = [severity.value for severity in Severity]
    for rule, level in source.values.get("rules", {}).get("severity", {}).items():
        if level not in levels:
            key = f"rules.severity.{rule}"
            raise source.error(
                key, f"“{rule}”的级别应为 {'、'.join(levels)} 之一，现为“{level}”{suggest(str(level), levels) or '。'}"
            )
    for index, entry in enumerate(source.values.get("suppress", ())):
        _validate_table(source, entry, dict.fromkeys(_SUPPRESS, _STRING), f"suppress.{index}.")
        for key in _SUPPRESS_NEEDS:
            if not entry.get(key, "").strip():
                hint = "，写明为何保留，以备审核" if key == "reason" else ""
                raise source.error(f"suppress.{index}", f"[[suppress]] 缺少“{key}”{hint}。")


def _validate_table(source: Source, values: Mapping[str, Any], known: Mapping[str, Any], prefix: str) -> None:
    for key, value in values.items():
        kind = known.get(key)
        if kind is None:
            told = f"不认识的键“{_named(prefix)}{key}”{suggest(key, known) or '。'}可写的有：{'、'.join(known)}。"
            raise source.error(prefix + key, told)
        if isinstance(kind, dict):
            if not isinstance(value, dict):
                raise source.error(prefix + key, f"“{key}”应为一节，写作 [{key}]。")
            _validate_table(source, value, kind, f"{prefix}{key}.")
        elif not _fits(value, kind):
            raise source.error(prefix + key, f"“{_named(prefix)}{key}”应为{kind}，{_example(key, kind)}。")


def _named(prefix: str) -> str:
    """The prefix of a key as an author knows it: entries of a list have no number."""
    return ".".join(part for part in prefix.split(".") if not part.isdigit())


def _example(key: str, kind: str) -> str:
    examples = {_STRING: f'如 {key} = "…"', _STRINGS: f'如 {key} = ["…", "…"]', "表": f"写作 [rules.{key}] 一节"}
    return examples.get(kind, f"每条写作一节 [[{key}]]")
