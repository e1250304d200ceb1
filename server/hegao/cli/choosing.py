"""The options that choose settings, and the settings that then hold for each draft."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from hegao.cli.arguments import codes, joined
from hegao.cli.console import UsageError
from hegao.config.load import find_settings_file, read_settings
from hegao.config.model import COMMAND_LINE, DEFAULTS, Settings

_LEVELS = ("error", "warning", "info")


def add_settings_options(parser: ArgumentParser) -> None:
    """``--config`` and ``--isolated``."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--config", metavar="F", help="用这个设置文件，不再就近查找 hegao.toml")
    either.add_argument("--isolated", action="store_true", help="不读任何设置文件")


def add_rule_options(parser: ArgumentParser) -> None:
    """``--select``, ``--ignore``, ``--extend-select`` and ``--severity``."""
    kinds = "代码、名称或族，如 T102,W；可重复"
    parser.add_argument("--select", metavar="CODES", type=codes, action="append", help=f"只用这些规则（{kinds}）")
    parser.add_argument("--ignore", metavar="CODES", type=codes, action="append", help="不用这些规则")
    parser.add_argument("--extend-select", metavar="CODES", type=codes, action="append", help="另加这些规则")
    parser.add_argument(
        "--severity", metavar="CODE=LEVEL", type=codes, action="append", help="改规则的级别：error、warning 或 info"
    )


def severities(options: Namespace) -> Mapping[str, str]:
    """The levels of ``--severity CODE=LEVEL``.

    Raises:
        UsageError: It is not of that form.
    """
    levels: dict[str, str] = {}
    for entry in joined(options.severity) or ():
        code, equals, level = (part.strip() for part in entry.partition("="))
        if not equals or not code or level not in _LEVELS:
            raise UsageError(f"--severity 应写作 代码=级别，级别为 {'、'.join(_LEVELS)} 之一，现为“{entry}”。")
        levels[code] = level
    return levels


class Chooser:
    """Finds the settings of a draft: given, or nearest upward; the command line comes last.

    Settings are looked for once for each folder, and overlaid once for each settings file.
    """

    def __init__(
        self,
        config: str = "",
        isolated: bool = False,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] | None = None,
        severity: Mapping[str, str] | None = None,
    ) -> None:
        self.config = config
        self.isolated = isolated
        self.select = select
        self.ignore = ignore
        self.extend_select = extend_select
        self.severity: Mapping[str, str] = severity or {}
        self._by_folder: dict[str, Settings] = {}
        self._by_file: dict[str, Settings] = {}

    @classmethod
    def of(cls, options: Namespace) -> Chooser:
        """As the command line says."""
        return cls(
            config=options.config or "",
            isolated=options.isolated,
            select=joined(getattr(options, "select", None)),
            ignore=joined(getattr(options, "ignore", None)),
            extend_select=joined(getattr(options, "extend_select", None)),
            severity=severities(options) if hasattr(options, "severity") else {},
        )

    def settings(self, path: str) -> Settings:
        """The settings for a draft or a folder.

        Raises:
            hegao.config.ConfigError: A settings file is unreadable or wrong.
        """
        folder = path if os.path.isdir(path) else os.path.dirname(path)  # noqa: PTH112, PTH120
        found = self._by_folder.get(folder)
        if found is None:
            found = self._by_folder[folder] = self._of_file(self._file(folder))
        return found

    def seen(self) -> tuple[Settings, ...]:
        """Every settings object given out so far."""
        return tuple(self._by_file.values())

    def _file(self, folder: str) -> str:
        if self.isolated:
            return ""
        return self.config or find_settings_file(os.path.abspath(folder))  # noqa: PTH100

    def _of_file(self, path: str) -> Settings:
        found = self._by_file.get(path)
        if found is None:
            found = self._by_file[path] = self._overlaid(read_settings(path) if path else DEFAULTS)
        return found

    def _overlaid(self, base: Settings) -> Settings:
        origins = dict(base.origins)
        for key, given in (
            ("rules.select", self.select),
            ("rules.ignore", self.ignore),
            ("rules.extend-select", self.extend_select),
            *((f"rules.severity.{code}", code) for code in self.severity),
        ):
            if given is not None:
                origins[key] = COMMAND_LINE
        if self.severity:
            origins["rules.severity"] = COMMAND_LINE
        return base._replace(
            select=base.select if self.select is None else self.select,
            ignore=base.ignore if self.ignore is None else self.ignore,
            extend_select=base.extend_select if self.extend_select is None else self.extend_select,
            severity={**base.severity, **self.severity},
            origins=origins,
        )
