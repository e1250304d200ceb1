"""What may be written next in a settings file or a rule pack."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from hegao.checks.registry import CHECKS
from hegao.config.load import beside
from hegao.config.review import rules_of_file
from hegao.config.rules import ALL
from hegao.config.schema import KEYS, PACKS, SELECTORS, Source
from hegao.lsp.configuration_keys import FIXES, LEVELS, headers, keys_at, told
from hegao.lsp.configuration_text import HEADER, PACK, ConfigurationText, Spot, spot_at
from hegao.rulepack.load import FORMS, load_form
from hegao.rulepack.model import FAMILIES, Rule
from hegao.rulepack.parts import Kind
from hegao.rulepack.places import Places
from hegao.sources.discovery import EXTENSIONS

_MOST_FILES = 200
_TRUTHS = ("enabled", "absent", "masked", "any_text", "line")


class _Choice(NamedTuple):
    """One thing to choose: what is written, what it means, and what else finds it."""

    label: str
    detail: str
    kind: types.CompletionItemKind
    also: str = ""
    about: str = ""


def complete(text: ConfigurationText, params: types.CompletionParams) -> types.CompletionList | None:
    """Keys with what they are for, rules with their titles, levels, packs, files."""
    spot = spot_at(text, text.positions.offset(params.position))
    if spot is None or "\n" in text.text[spot.span.start : spot.span.end]:
        return None
    choices = list(_choices(text, spot))
    replaced = text.positions.range(spot.span)
    items = [
        types.CompletionItem(
            label=choice.label,
            kind=choice.kind,
            detail=choice.detail,
            documentation=_documentation(text, choice.about),
            sort_text=f"{index:04}",
            filter_text=f"{choice.label} {choice.also}".strip(),
            text_edit=types.TextEdit(replaced, _written(text, spot, choice)),
        )
        for index, choice in enumerate(choices)
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def _documentation(text: ConfigurationText, about: str) -> types.MarkupContent | None:
    kind = types.MarkupKind.Markdown if text.client.markdown else types.MarkupKind.PlainText
    return types.MarkupContent(kind, about) if about else None


def _written(text: ConfigurationText, spot: Spot, choice: _Choice) -> str:
    """What is put in: a header closed, a key with its sign, a value in quotes unless they are there."""
    label = choice.label
    if spot.path == HEADER:
        after = text.text[spot.span.end : spot.span.end + 2]
        bare = label.strip("[]")
        if label.startswith("["):
            opened = text.text[: spot.span.start].rstrip(" \t").endswith("[[")
            return ("" if opened else "[") + bare + ("]]" if not after.startswith("]") else "")
        return bare + ("]" if not after.startswith("]") else "")
    if spot.key:
        rest = text.text[spot.span.end :].split("\n", 1)[0]
        return label if "=" in rest or spot.quoted else f"{label} = "
    return label if spot.quoted or choice.kind is types.CompletionItemKind.Keyword else f'"{label}"'


def _choices(text: ConfigurationText, spot: Spot) -> Iterator[_Choice]:
    if spot.path == HEADER:
        names = headers(text)
        yield from (_Choice(name, meaning, types.CompletionItemKind.Module) for name, meaning in names.items())
    elif spot.key:
        yield from _keys(text, spot)
    elif text.kind == PACK:
        yield from _pack_values(spot)
    else:
        yield from _setting_values(text, spot)


def _keys(text: ConfigurationText, spot: Spot) -> Iterator[_Choice]:
    if text.kind != PACK and spot.path == "rules.severity":
        yield from _rules(text)
        return
    places = Places(text.text)
    present = {
        part.text for part in places.parts
        if part.kind is Kind.KEY and part.path[:-1] == spot.table and part.span != spot.span
    }  # fmt: skip
    if text.kind == PACK and spot.path == "rule.params":
        names = _parameters(places, spot)
        yield from (_Choice(name, "检查的参数", types.CompletionItemKind.Property) for name in names)
        return
    prefix = f"{spot.path}." if spot.path else ""
    tables = {path for path, key in KEYS.items() if key.kind in ("表", "表的列表")} if text.kind != PACK else set()
    for key in keys_at(text, spot.path):
        if key not in present and prefix + key not in tables:
            yield _Choice(key, told(text, prefix + key), types.CompletionItemKind.Property)


def _parameters(places: Places, spot: Spot) -> tuple[str, ...]:
    """The parameters of the kind of check that the rule around the caret names."""
    check = next((part.text for part in places.values((*spot.table[:2], "check"))), "")
    return tuple(getattr(CHECKS[check].params, "_fields", ())) if check in CHECKS else ()


def _setting_values(text: ConfigurationText, spot: Spot) -> Iterator[_Choice]:
    path = spot.path
    if path == "pack":
        names = {"auto": "按草稿的年份选用", **{key: load_form(key).name for key in FORMS}}
        yield from (_Choice(key, names[key], types.CompletionItemKind.EnumMember) for key in PACKS)
    elif path in SELECTORS:
        if path != "rules.extend-select":
            yield _Choice(ALL, "全部规则", types.CompletionItemKind.EnumMember)
        yield from (_Choice(key, f"{name}类", types.CompletionItemKind.EnumMember) for key, name in FAMILIES.items())
        yield from _rules(text)
    elif path.startswith("rules.severity."):
        yield from (_Choice(key, name, types.CompletionItemKind.EnumMember) for key, name in LEVELS.items())
    elif path == "suppress.code":
        yield from _rules(text)
    elif path in ("suppress.table", "suppress.section"):
        form = load_form(FORMS[0])
        names_of = form.tables if path == "suppress.table" else form.sections
        words = [getattr(item, "name", "") or getattr(item, "title", "") for item in names_of]
        yield from (_Choice(word, "", types.CompletionItemKind.EnumMember) for word in words)
    elif path in ("extend", "packs"):
        yield from _files(text, spot.head, (".toml",))
    elif path in ("previous.report", "suppress.file"):
        yield from _files(text, spot.head, EXTENSIONS)


def _pack_values(spot: Spot) -> Iterator[_Choice]:
    path = spot.path
    key = path.rpartition(".")[2]
    words: Iterable[tuple[str, str]] = ()
    if path == "rule.check":
        words = ((name, "") for name in CHECKS)
    elif path == "rule.severity":
        words = LEVELS.items()
    elif path == "rule.fix":
        words = FIXES.items()
    elif path.startswith("phrase.figures.") and key == "table":
        words = ((table.key, table.name) for table in load_form(FORMS[0]).tables)
    elif path.startswith("phrase.figures.") and key == "rows":
        rows = [row for table in load_form(FORMS[0]).tables for row in table.rows]
        words = ((row.key, "".join(row.labels[-1:])) for row in rows if not row.header)
    elif path.startswith("phrase.figures.") and key == "columns":
        tables = load_form(FORMS[0]).tables
        words = (
            (name, "") for name in dict.fromkeys(name for table in tables for row in table.rows for name in row.values)
        )
    elif key in _TRUTHS and path.count(".") == 1 and not spot.quoted:
        yield from (_Choice(word, "", types.CompletionItemKind.Keyword) for word in ("true", "false"))
    yield from (_Choice(word, meaning, types.CompletionItemKind.EnumMember) for word, meaning in words)


def _rules(text: ConfigurationText) -> Iterator[_Choice]:
    for rule in sorted(rules_named(text), key=lambda rule: rule.code):
        off = "" if rule.enabled else "（缺省不启用）"
        also = " ".join((rule.name, rule.title, *rule.aliases))
        yield _Choice(rule.code, rule.title + off, types.CompletionItemKind.EnumMember, also, rule.explanation)


def rules_named(text: ConfigurationText) -> tuple[Rule, ...]:
    """The rules that may be named in the settings as they stand, also while they are no TOML."""
    source = Source(text.path, {}, text.text, f"{text.prefix}." if text.prefix else "")
    packs = [part.text for part in source.places.values(source.steps("packs.*"))]
    extended = next((part.text for part in source.places.values(source.steps("extend"))), "")
    source.values = {"packs": packs, "extend": extended} if text.path else {}
    return rules_of_file(source)


def _files(text: ConfigurationText, head: str, endings: tuple[str, ...]) -> Iterator[_Choice]:
    """Files and folders below the folder named so far."""
    folder = head.replace("\\", "/").rpartition("/")
    start = folder[0] + folder[1]
    if not text.path:
        return
    try:
        with os.scandir(beside(text.path, start or ".")) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
            kinds = [(entry.name, entry.is_dir()) for entry in found]
    except OSError:
        return
    shown = [
        (name, is_folder) for name, is_folder in kinds
        if not name.startswith(".") and (is_folder or name.lower().endswith(endings)) and name not in _NOT_OURS
    ]  # fmt: skip
    for name, is_folder in shown[:_MOST_FILES]:
        kind = types.CompletionItemKind.Folder if is_folder else types.CompletionItemKind.File
        yield _Choice(f"{start}{name}{'/' if is_folder else ''}", "", kind)


_NOT_OURS = ("node_modules", "__pycache__", "hegao.toml", "pyproject.toml")
