"""A settings file or rule pack that is open in the editor."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

from hegao.config.load import NAME, PROJECT
from hegao.lsp.convert import Positions
from hegao.lsp.snapshot import Client
from hegao.rulepack.parts import Kind, Part
from hegao.rulepack.places import Places
from hegao.text import SourceText, Span

SETTINGS, PROJECT_FILE, PACK = "settings", "pyproject", "pack"
_OURS = re.compile(r"^[ \t]*\[\[?[ \t]*tool[ \t]*\.[ \t]*hegao\b|^[ \t]*tool\.hegao\b", re.MULTILINE)
_RULES = re.compile(r"^[ \t]*\[\[[ \t]*(?:rule|phrase)[ \t]*\]\]", re.MULTILINE)


class ConfigurationText(NamedTuple):
    """One version of an open settings file or rule pack.

    Attributes:
        path: Where it lies, absolute; "" when it has no file.
        kind: ``settings``, ``pyproject`` (of which only ``[tool.hegao]`` is ours) or ``pack``.
    """

    uri: str
    path: str
    text: str
    positions: Positions
    kind: str
    client: Client

    @property
    def prefix(self) -> str:
        """The dotted path of the table the settings lie in."""
        return "tool.hegao" if self.kind == PROJECT_FILE else ""


def kind_of(path: str, text: str) -> str:
    """What a TOML file is to us; "" for a file that is none of our business."""
    name = PurePath(path.replace("\\", "/")).name
    if name == NAME:
        return SETTINGS
    if name == PROJECT:
        return PROJECT_FILE if _OURS.search(text) else ""
    return PACK if name.endswith(".toml") and _RULES.search(text) else ""


def configuration_text(uri: str, path: str, text: str, client: Client) -> ConfigurationText | None:
    """The text as features take it; None when it is no configuration of ours."""
    kind = kind_of(path, text)
    if not kind:
        return None
    return ConfigurationText(uri, path, text, Positions(SourceText(text), client.encoding), kind, client)


class Spot(NamedTuple):
    """What stands at the caret.

    Attributes:
        path: Dotted path without numbers and without the prefix; of a key being typed that of its table.
        key: Whether a key stands or may stand there; else it is a value.
        span: What is there and would be replaced.
        quoted: Whether quotes stand around it already.
        head: The text of ``span`` before the caret.
        table: The path of the table as written, with numbers.
    """

    path: str
    key: bool
    span: Span
    quoted: bool
    head: str
    table: tuple[str, ...] = ()


_KEY_HEAD = re.compile(r"""[ \t]*(?P<steps>(?:[\w-]+[ \t]*\.[ \t]*)*)(?P<open>["']?)(?P<key>[^\s="'\[\]#.]*)""")
_VALUE_HEAD = re.compile(
    r"""[ \t]*(?P<key>[\w."'-]+(?:[ \t]*\.[ \t]*[\w"'-]+)*)[ \t]*=[ \t]*(?P<value>[^\s"'\[{#,]*)"""
)
_ITEM_HEAD = re.compile(r"(?:.*[\[,])?\s*(?P<value>[^\s\"'\[\]{},#]*)", re.DOTALL)
_HEADER_HEAD = re.compile(r"[ \t]*\[\[?[ \t]*(?P<key>[^\[\]#]*)")
HEADER = "[]"
"""The path of a spot in a header."""


def spot_at(text: ConfigurationText, offset: int) -> Spot | None:
    """What may be written at an offset; None in a comment and where nothing can be told."""
    places = Places(text.text)
    start = text.text.rfind("\n", 0, offset) + 1
    line = text.text[start:offset]
    if any(part.kind is Kind.COMMENT and part.span.start < offset <= part.span.end for part in places.parts):
        return None
    found = _in_string(text, places, offset)
    if found is not None:
        return found
    array = _array_around(places, offset)
    if array is not None:
        head = _ITEM_HEAD.fullmatch(text.text[array.span.start : offset])
        if head is None:
            return None
        return _spot(text, array.path, False, Span(array.span.start + head.start("value"), offset))
    header = _HEADER_HEAD.fullmatch(line)
    if header is not None:
        return Spot(HEADER, True, Span(start + header.start("key"), offset), True, header["key"])
    table = _table_before(places, start)
    value = _VALUE_HEAD.fullmatch(line)
    if value is not None:
        steps = tuple(step.strip().strip("\"'") for step in value["key"].split("."))
        return _spot(text, (*table, *steps), False, Span(start + value.start("value"), offset))
    key = _KEY_HEAD.fullmatch(line)
    if key is None:
        return None
    steps = tuple(step.strip() for step in key["steps"].split(".")[:-1])
    spot = _spot(text, (*table, *steps), True, Span(start + key.start("key"), offset))
    return spot._replace(quoted=bool(key["open"])) if spot else None


def _spot(text: ConfigurationText, path: tuple[str, ...], key: bool, span: Span) -> Spot | None:
    dotted = dotted_path(text, path)
    if dotted is None:
        return None
    return Spot(dotted, key, span, False, text.text[span.start : span.end], path)


def dotted_path(text: ConfigurationText, path: tuple[str, ...]) -> str | None:
    """A path without numbers and without the prefix; None outside our part of a ``pyproject.toml``."""
    dotted = ".".join(step for step in path if not step.isdigit())
    if not text.prefix:
        return dotted
    if dotted == text.prefix:
        return ""
    return dotted[len(text.prefix) + 1 :] if dotted.startswith(f"{text.prefix}.") else None


def _in_string(text: ConfigurationText, places: Places, offset: int) -> Spot | None:
    for part in places.parts:
        if part.string and part.span.start <= offset <= part.span.end:
            # A string nobody closed goes on to the end of the line: only what is before the caret is its own.
            end = part.span.end if part.whole.end > part.span.end else offset
            spot = _spot(text, part.path, False, Span(part.span.start, end))
            return spot._replace(quoted=True, head=text.text[part.span.start : offset]) if spot else None
    return None


def _array_around(places: Places, offset: int) -> Part | None:
    found = None
    for part in places.parts:
        inside = part.kind is Kind.VALUE and not part.string and part.span.start < offset
        if inside and places.text[part.span.start] == "[":
            closed = places.text[part.span.end - 1] == "]" and part.span.end - part.span.start > 1
            if offset < part.span.end or (not closed and offset <= part.span.end):
                found = part
    return found


def _table_before(places: Places, start: int) -> tuple[str, ...]:
    tables = [part.path for part in places.parts if part.kind is Kind.TABLE and part.span.end <= start]
    return tables[-1] if tables else ()
