"""What may stand in a settings file, and errors that name file, line and key."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hegao.config.model import Origin
from hegao.finding import Severity
from hegao.rulepack.errors import closest
from hegao.rulepack.load import FORMS, suggest
from hegao.rulepack.parts import Path
from hegao.rulepack.places import Complaint, Places

STRINGS = "字符串列表"
STRING = "字符串"
TABLE = "表"
TABLES = "表的列表"


class Key(NamedTuple):
    """A key of a settings file: what it takes, and what it is for, in Chinese."""

    kind: str
    told: str


KEYS: Mapping[str, Key] = {
    "extend": Key(STRING, "先读另一个设置文件，本文件写了的再覆盖它。路径相对于本文件。"),
    "pack": Key(STRING, "用哪一年的统一格式；auto 为按草稿标题里的年份选用。"),
    "packs": Key(STRINGS, "另加的规则文件，格式与自带的规则相同。路径相对于本文件。"),
    "exclude": Key(STRINGS, "查文件夹时不看的文件，可用 * 等通配符。"),
    "agency": Key(TABLE, "报告机关。"),
    "agency.name": Key(STRING, "报告机关的全称，如“云岭镇人民政府”；不写则从草稿里认。"),
    "agency.within": Key(STRINGS, "上级机关和地名：草稿里出现这些名称不算写错地名。"),
    "rules": Key(TABLE, "用哪些规则，各是什么级别。"),
    "rules.select": Key(STRINGS, "用哪些规则：可写代码、名称、族的字母，或 ALL。"),
    "rules.ignore": Key(STRINGS, "不用哪些规则：可写代码、名称、族的字母。"),
    "rules.extend-select": Key(STRINGS, "在 select 之外再用的规则；缺省不启用的规则写明代码或名称才用。"),
    "rules.severity": Key(TABLE, "改规则的级别：error 必错、warning 疑似、info 提示。"),
    "previous": Key(TABLE, "上年度报告。"),
    "previous.report": Key(STRING, "上年度报告的文件，用来核对结转数等。路径相对于本文件。"),
    "suppress": Key(TABLES, "已知且保留的问题，每条写作一节 [[suppress]]，都要写理由。"),
    "suppress.file": Key(STRING, "哪个草稿，可用 * 等通配符。路径相对于本文件。"),
    "suppress.code": Key(STRING, "哪条规则：代码或名称。"),
    "suppress.text": Key(STRING, "指出的文字；不写则不论文字。"),
    "suppress.reason": Key(STRING, "为何保留，以备审核。"),
    "suppress.section": Key(STRING, "在哪一部分：标题或序号；不写则不论。"),
    "suppress.table": Key(STRING, "在哪张表；不写则不论。"),
    "suppress.row": Key(STRING, "在表格的哪一行：行名；不写则不论。"),
    "suppress.column": Key(STRING, "在表格的哪一列：列名；不写则不论。"),
}
"""Every key by dotted path; an entry of ``[[suppress]]`` has no number here."""

SUPPRESS_NEEDS = ("file", "code", "reason")
SELECTORS = ("rules.select", "rules.ignore", "rules.extend-select")
"""Lists that name rules."""
LEVELS = tuple(severity.value for severity in Severity)
PACKS = ("auto", *FORMS)
"""What ``pack`` may be."""


def keys_of(table: str) -> tuple[str, ...]:
    """The keys of a table by its dotted path without numbers; "" is the file itself."""
    prefix = f"{table}." if table else ""
    return tuple(
        key[len(prefix) :] for key in KEYS if key.startswith(prefix) and "." not in key[len(prefix) :] and key != table
    )


class ConfigError(Exception):
    """A setting cannot be used. The message is Chinese and names file, line, key and remedy.

    Attributes:
        origin: The file, and the line where it is known.
        complaint: What is wrong and where in the file; None when it is about the file as a whole or
            the place is not known closer than the line.
    """

    def __init__(self, message: str, origin: Origin = Origin(), complaint: Complaint | None = None) -> None:  # noqa: B008
        super().__init__(message)
        self.origin = origin
        self.complaint = complaint


class Source:
    """One settings file being read: its values and where they stand."""

    def __init__(self, path: str, values: Mapping[str, Any], text: str, prefix: str = "") -> None:
        """Take what a file holds; ``prefix`` names the table the settings lie in, with a dot at the end."""
        self.path = path
        self.values = values
        self.places = Places(text)
        self._prefix = tuple(prefix.split("."))[:-1]

    def steps(self, key: str) -> Path:
        """The path of a dotted key in the file."""
        return (*self._prefix, *key.split(".")) if key else self._prefix

    def origin(self, key: str) -> Origin:
        """Where a dotted key is written."""
        return Origin(shown(self.path), self.places.line(self.steps(key)))

    def error(self, key: str, message: str) -> ConfigError:
        """An error that points at the value of a dotted key."""
        origin = self.origin(key)
        return ConfigError(f"{origin}：{message}", origin, Complaint(message, self.places.value(self.steps(key))))

    def wrong_key(self, key: str, message: str, instead: str = "") -> tuple[str, Complaint]:
        """A complaint about a key."""
        return key, Complaint(message, self.places.key(self.steps(key)), instead)

    def wrong_value(self, key: str, message: str, instead: str = "") -> tuple[str, Complaint]:
        """A complaint about the value of a key."""
        return key, Complaint(message, self.places.value(self.steps(key)), instead)


def shown(path: str) -> str:
    """A path as short as it can be told: relative where it lies below the working folder."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # Another drive.
        return path
    return path if relative.startswith("..") else relative


def fits(value: Any, kind: str) -> bool:
    """Whether a value is of a kind."""
    if kind == STRING:
        return isinstance(value, str)
    if kind == STRINGS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == TABLE:
        return isinstance(value, dict)
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def validate(source: Source) -> None:
    """Refuse unknown keys, wrong types and values outside their set.

    Raises:
        ConfigError: With file, line and key, for the first that is wrong.
    """
    for key, complaint in complaints(source):
        origin = source.origin(key)
        raise ConfigError(f"{origin}：{complaint.message}", origin, complaint)


def complaints(source: Source) -> Iterator[tuple[str, Complaint]]:
    """Everything that is wrong with the keys and values of a file, each with its dotted key."""
    yield from _table(source, source.values, "", "")
    yield from _values(source)
    entries = source.values.get("suppress", ())
    for index, entry in enumerate(entries if fits(entries, TABLES) else ()):
        yield from _table(source, entry, "suppress", f"suppress.{index}.")
        for key in SUPPRESS_NEEDS:
            if not str(entry.get(key, "")).strip():
                hint = "，写明为何保留，以备审核" if key == "reason" else ""
                yield source.wrong_key(f"suppress.{index}", f"[[suppress]] 缺少“{key}”{hint}。")


def _values(source: Source) -> Iterator[tuple[str, Complaint]]:
    pack = source.values.get("pack", "auto")
    if isinstance(pack, str) and pack not in PACKS:
        told = f"没有叫“{pack}”的规则包{suggest(pack, FORMS) or '。'}可用的有：{'、'.join(PACKS)}。"
        yield source.wrong_value("pack", told, closest(pack, FORMS))
    rules = source.values.get("rules", {})
    levels = rules.get("severity", {}) if isinstance(rules, dict) else {}
    for rule, level in levels.items() if isinstance(levels, dict) else ():
        if level not in LEVELS:
            told = f"“{rule}”的级别应为 {'、'.join(LEVELS)} 之一，现为“{level}”{suggest(str(level), LEVELS) or '。'}"
            yield source.wrong_value(f"rules.severity.{rule}", told, closest(str(level), LEVELS))


def _table(source: Source, values: Mapping[str, Any], table: str, prefix: str) -> Iterator[tuple[str, Complaint]]:
    """Complaints about the keys of a table.

    Args:
        table: Its dotted path without numbers of entries, as in :data:`KEYS`.
        prefix: Its dotted path as written, with a dot at the end.
    """
    known = keys_of(table)
    for key, value in values.items():
        told = f"{table}.{key}" if table else key
        if key not in known:
            message = f"不认识的键“{told}”{suggest(key, known) or '。'}可写的有：{'、'.join(known)}。"
            yield source.wrong_key(prefix + key, message, closest(key, known))
        elif keys_of(told) and KEYS[told].kind == TABLE:
            if isinstance(value, dict):
                yield from _table(source, value, told, f"{prefix}{key}.")
            else:
                yield source.wrong_key(prefix + key, f"“{key}”应为一节，写作 [{key}]。")
        elif not fits(value, KEYS[told].kind):
            kind = KEYS[told].kind
            yield source.wrong_value(prefix + key, f"“{told}”应为{kind}，{_example(key, kind)}。")


def _example(key: str, kind: str) -> str:
    examples = {STRING: f'如 {key} = "…"', STRINGS: f'如 {key} = ["…", "…"]', TABLE: f"写作 [rules.{key}] 一节"}
    return examples.get(kind, f"每条写作一节 [[{key}]]")
