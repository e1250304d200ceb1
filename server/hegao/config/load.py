"""Settings files: found upward from a draft, read with errors that name file, line and key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from hegao.config.model import DEFAULTS, Origin, Settings, Suppression
from hegao.config.schema import ConfigError, Source, shown, validate
from hegao.rulepack.errors import not_toml
from hegao.rulepack.places import Places, TomlError, parse_toml
from hegao.sources.reasons import reason

NAME = "hegao.toml"
PROJECT = "pyproject.toml"
_PLAIN = (
    ("", "pack", "pack"),
    ("", "exclude", "exclude"),
    ("agency", "name", "agency"),
    ("agency", "within", "within"),
    ("rules", "select", "select"),
    ("rules", "ignore", "ignore"),
    ("rules", "extend-select", "extend_select"),
)


@lru_cache(maxsize=4096)
def find_settings_file(folder: str) -> str:
    """The nearest settings file of a folder or one above it; "" when there is none.

    ``hegao.toml`` comes before a ``pyproject.toml``, which only counts when it has ``[tool.hegao]``.
    """
    own = os.path.join(folder, NAME)  # noqa: PTH118 - asked for every folder of a big tree
    if os.path.exists(own):  # noqa: PTH110 - a folder of this name is told of when it is read
        return own
    project = os.path.join(folder, PROJECT)  # noqa: PTH118
    if os.path.isfile(project) and _has_section(project):  # noqa: PTH113
        return project
    above = os.path.dirname(folder)  # noqa: PTH120
    return "" if above == folder else find_settings_file(above)


def load_settings(start: Path) -> Settings:
    """The settings that hold for a draft or a folder.

    Raises:
        ConfigError: A settings file is unreadable or wrong.
    """
    folder = os.path.abspath(start)  # noqa: PTH100
    if not os.path.isdir(folder):  # noqa: PTH112
        folder = os.path.dirname(folder)  # noqa: PTH120
    found = find_settings_file(folder)
    return read_settings(found) if found else DEFAULTS


@lru_cache(maxsize=256)
def read_settings(path: str) -> Settings:
    """The settings of one file, with those it extends.

    Raises:
        ConfigError: The file is unreadable or wrong, or extends itself.
    """
    return _read(os.path.abspath(path), ())  # noqa: PTH100


def forget_settings_files() -> None:
    """Read settings files anew from now on; for a process that outlives their editing."""
    find_settings_file.cache_clear()
    read_settings.cache_clear()


def _read(path: str, chain: tuple[str, ...]) -> Settings:
    source = _open(path)
    validate(source)
    base = DEFAULTS
    extended = source.values.get("extend", "")
    if extended:
        target = beside(path, extended)
        if target in (path, *chain):
            rounds = " → ".join(shown(step) for step in (*chain, path, target))
            raise source.error("extend", f"extend 互相引用，成了环：{rounds}。请去掉其中一处。")
        if not os.path.isfile(target):  # noqa: PTH113
            raise source.error("extend", f"extend 指的文件“{extended}”不存在。请检查路径（相对于本文件）。")
        base = _read(target, (*chain, path))
    return _overlay(source, base)


def _open(path: str) -> Source:
    name = shown(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{name}：设置文件须为 UTF-8 编码（第 {error.start + 1} 字节起无法解码）。请另存为 UTF-8。", Origin(name)
        ) from error
    except OSError as error:
        raise ConfigError(f"{name}：读不了设置文件（{reason(error)}）。请检查路径和权限。", Origin(name)) from error
    return source_of(path, text)


def source_of(path: str, text: str) -> Source:
    """A settings file's text, read but not yet validated.

    Raises:
        ConfigError: It is no TOML.
    """
    try:
        values = parse_toml(text)
    except TomlError as error:
        name = shown(path)
        raise ConfigError(not_toml(name, text, error), Origin(name, error.line), Places(text).syntax(error)) from error
    if Path(path).name == PROJECT:
        return Source(path, _ours(values), text, "tool.hegao.")
    return Source(path, values, text)


def _ours(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Our section of a ``pyproject.toml``; what is no section counts as an empty one."""
    tool = values.get("tool", {})
    ours = tool.get("hegao", {}) if isinstance(tool, dict) else {}
    return ours if isinstance(ours, dict) else {}


def _has_section(path: str) -> bool:
    """Whether a ``pyproject.toml`` has ``[tool.hegao]``; a broken one is another tool's business."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        return "hegao" in text and "hegao" in parse_toml(text).get("tool", {})
    except (OSError, UnicodeDecodeError, TomlError, AttributeError):
        return False


def beside(path: str, relative: str) -> str:
    """An absolute path for one written in the settings file ``path``."""
    return os.path.normpath(os.path.join(os.path.dirname(path), os.path.expanduser(relative)))  # noqa: PTH111, PTH118, PTH120


def _overlay(source: Source, base: Settings) -> Settings:
    """What the file says over what it extends.

    Values replace, ``packs`` and ``suppress`` add up, severities are joined code by code.
    """
    values = source.values
    rules = values.get("rules", {})
    found: dict[str, tuple[str, Any]] = {}  # field → key, value
    for section, key, name in _PLAIN:
        table = values.get(section, {}) if section else values
        if key in table:
            value = table[key]
            found[name] = (f"{section}.{key}" if section else key, tuple(value) if isinstance(value, list) else value)
    if "packs" in values:
        found["packs"] = ("packs", base.packs + tuple(beside(source.path, item) for item in values["packs"]))
    if values.get("previous", {}).get("report"):
        found["previous"] = ("previous.report", beside(source.path, values["previous"]["report"]))
    if "severity" in rules:
        found["severity"] = ("rules.severity", {**base.severity, **rules["severity"]})
    if "suppress" in values:
        found["suppress"] = ("suppress", base.suppress + _suppressions(source))
    origins = {key: source.origin(key) for key, _ in found.values()}
    for code in rules.get("severity", {}):
        origins[f"rules.severity.{code}"] = source.origin(f"rules.severity.{code}")
    return base._replace(
        **{name: value for name, (_, value) in found.items()},
        root=os.path.dirname(source.path),  # noqa: PTH120
        files=(shown(source.path), *base.files),
        origins={**base.origins, **origins},
    )


def _suppressions(source: Source) -> tuple[Suppression, ...]:
    root = os.path.dirname(source.path)  # noqa: PTH120
    return tuple(
        Suppression(**entry, root=root, origin=source.origin(f"suppress.{index}"))
        for index, entry in enumerate(source.values["suppress"])
    )
