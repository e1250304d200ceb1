"""``hegao config``: the settings that hold, and where each was written."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

from hegao.cli import OK
from hegao.cli.choosing import Chooser, add_rule_options, add_settings_options
from hegao.config.model import Settings
from hegao.config.rules import active_rules, all_rules
from hegao.config.schema import shown
from hegao.document.form import Form
from hegao.document.parse import peek_year
from hegao.rulepack.load import form_for_year, load_form
from hegao.sources.files import read_draft

_NO_FILE = "没有找到 hegao.toml，全部用缺省值。用 hegao init 可写一份。"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--file", metavar="DRAFT", help="这份草稿所用的设置；缺省为当前文件夹的")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="输出格式，缺省 text")
    add_rule_options(parser)
    add_settings_options(parser)


def run(options: Namespace) -> int:
    """Print the settings; returns the exit status."""
    settings = Chooser.of(options).settings(options.file or "")
    year = peek_year(read_draft(options.file).text) if options.file else None
    form = form_for_year(year) if settings.pack == "auto" else load_form(settings.pack)
    active = len(active_rules(settings, form.key))
    known = len(all_rules(settings, form.key))
    entries = list(_entries(settings))
    if options.output_format == "json":
        values = {key: {"value": value, "origin": str(settings.origin(key))} for key, value in entries}
        report = {"files": settings.files, "form": form.key, "rules": active, "settings": values}
        print(json.dumps(report, ensure_ascii=False, indent=2, default=list))
        return OK
    print(f"设置文件：{' ← '.join(settings.files) or _NO_FILE}")
    print(f"规则包：  {_form_line(settings, form, year)}")
    print(f"启用规则：{active} 条（共 {known} 条）\n")
    lines = [(f"{key} = {_toml(value)}", settings.origin(key)) for key, value in entries]
    for text, origin in lines:
        print(f"{text}    # {origin}")
    return OK


def _form_line(settings: Settings, form: Form, year: int | None) -> str:
    how = "按设置" if settings.pack != "auto" else f"按草稿标题的 {year} 年" if year else "最新格式，草稿未写明年份时用"
    return f"{form.key} {form.name}（{how}）"


def _entries(settings: Settings) -> Iterator[tuple[str, Any]]:
    """Every value by the dotted key it is written under."""
    yield "pack", settings.pack
    yield "packs", tuple(shown(path) for path in settings.packs)
    yield "exclude", settings.exclude
    yield "agency.name", settings.agency
    yield "agency.within", settings.within
    yield "rules.select", settings.select
    yield "rules.ignore", settings.ignore
    yield "rules.extend-select", settings.extend_select
    for code, level in settings.severity.items():
        yield f"rules.severity.{code}", level
    yield "previous.report", shown(settings.previous) if settings.previous else ""
    yield "suppress", tuple(str(entry) for entry in settings.suppress)


def _toml(value: str | tuple[str, ...]) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return "[" + ", ".join(json.dumps(item, ensure_ascii=False) for item in value) + "]"
