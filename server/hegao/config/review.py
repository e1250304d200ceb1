"""Everything that is wrong with a settings file, for an author who has it open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from hegao.config.load import beside, read_settings, source_of
from hegao.config.rules import selector_words
from hegao.config.schema import SELECTORS, STRINGS, ConfigError, Source, complaints, fits
from hegao.rulepack.errors import PackError, closest
from hegao.rulepack.load import FORMS, load_pack, load_rule_file
from hegao.rulepack.model import Rule
from hegao.rulepack.parts import Kind, Part
from hegao.rulepack.places import Complaint


def review(path: str, text: str) -> tuple[Complaint, ...]:
    """What is wrong with a settings file, by place.

    Reads the files it names, for a setting that names a file is right only if the file is.

    Args:
        path: Where it lies, absolute; need not be there yet.
    """
    try:
        source = source_of(path, text)
    except ConfigError as error:
        return (error.complaint,) if error.complaint else ()
    found = [complaint for _, complaint in complaints(source)]
    found += _files(source)
    found += _selectors(source)
    return tuple(sorted(found, key=lambda complaint: complaint.span))


def rules_of_file(source: Source) -> tuple[Rule, ...]:
    """The rules a settings file may name: the built-in ones of all forms and those of the packs it takes in."""
    rules = {rule.code: rule for form in reversed(FORMS) for rule in load_pack(form).rules}
    for path in _packs(source):
        try:
            rules.update((rule.code, rule) for rule in rules_of_pack(path))
        except PackError:
            continue  # Said where the file is named.
    return tuple(rules.values())


def rules_of_pack(path: str) -> tuple[Rule, ...]:
    """The rules of a user's pack, read anew when it changed.

    Raises:
        hegao.rulepack.load.PackError: It is unreadable or wrong.
    """
    try:
        status = os.stat(path)  # noqa: PTH116
        return _rules_of_pack(path, status.st_size, status.st_mtime_ns)
    except OSError:
        return load_rule_file(Path(path))


@lru_cache(maxsize=64)
def _rules_of_pack(path: str, size: int, changed: int) -> tuple[Rule, ...]:  # noqa: ARG001 - a key of the cache
    return load_rule_file(Path(path))


def _packs(source: Source) -> list[str]:
    given = source.values.get("packs", ())
    packs = [beside(source.path, item) for item in given] if fits(given, STRINGS) else []
    extended = source.values.get("extend")
    if isinstance(extended, str) and extended:
        try:
            return [*read_settings(beside(source.path, extended)).packs, *packs]
        except ConfigError:
            return packs  # Said at extend.
    return packs


def _files(source: Source) -> Iterator[Complaint]:
    """Files that are named and not there, or cannot be used."""
    for key, part in _strings(source, "extend", "packs.*", "previous.report", "suppress.*.file"):
        named = beside(source.path, part.text.replace("\\", "/"))
        if not part.text or os.path.isfile(named):  # noqa: PTH113
            if part.text:
                yield from _unusable(key, named, part)
        elif key == "suppress.*.file":
            if not any(mark in part.text for mark in "*?["):
                yield Complaint(f"没有“{part.text}”这个文件，这条豁免用不上。", part.span, grave=False)
        else:
            yield Complaint(f"没有“{part.text}”这个文件。请检查路径（相对于本文件）。", part.span)


def _unusable(key: str, named: str, part: Part) -> Iterator[Complaint]:
    try:
        if key == "packs.*":
            rules_of_pack(named)
        elif key == "extend":
            read_settings(named)
    except (PackError, ConfigError) as error:
        yield Complaint(f"这个文件有错：{error}", part.span)


def _selectors(source: Source) -> Iterator[Complaint]:
    """Words that name no rule."""
    rules = rules_of_file(source)
    known = selector_words(rules)
    lists = [f"{key}.*" for key in SELECTORS]
    named = [part for _, part in _strings(source, *lists, "suppress.*.code")]
    severity = source.steps("rules.severity")
    named += [part for part in source.places.parts if part.kind is Kind.KEY and part.path[:-1] == severity]
    for part in named:
        if part.text and part.text not in known and part.text.upper() not in known:
            instead = closest(part.text, known) or closest(part.text.upper(), known)
            hint = f"，是不是想写“{instead}”？" if instead else "。"
            yield Complaint(f"没有代码或名称为“{part.text}”的规则{hint}", part.span, instead)


def _strings(source: Source, *keys: str) -> Iterator[tuple[str, Part]]:
    """The strings of dotted keys, in which ``*`` is an entry's number."""
    for key in keys:
        for part in source.places.values(source.steps(key)):
            yield key, part
