"""Standard phrases: sentences a report usually has, with blanks that cells of its tables fill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from hegao.rulepack.places import Complaint, Places

WORDS = ("year", "agency", "place")
"""Slots that need no figure: report year, the agency's name, how it calls the place it is about."""
PHRASE_KEYS = ("name", "sections", "near", "text", "line", "figures", "zero", "nonzero")
FIGURE_KEYS = ("table", "rows", "columns")
_REQUIRED = ("name", "text")


class Figure(NamedTuple):
    """The sum of cells of an official table, by row keys and column keys; one of each is a cell."""

    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


class Phrase(NamedTuple):
    """A standard phrase.

    Attributes:
        name: What it is about, for lists.
        text: Template; a slot is one of :data:`WORDS` or the name of a figure.
        sections: Numbers of the prescribed sections it belongs to.
        near: Words that, before the caret on its line, make it one of the likeliest.
        line: Whether it begins a line; any other stands at the beginning of a sentence or within one.
        figures: What its blanks are filled from.
        zero: Figures that must all be 0 for the phrase to be true.
        nonzero: Figures of which one at least must not be 0.
    """

    name: str
    text: str
    sections: tuple[int, ...] = ()
    near: tuple[str, ...] = ()
    line: bool = False
    figures: Mapping[str, Figure] = {}
    zero: tuple[str, ...] = ()
    nonzero: tuple[str, ...] = ()


def phrases_from(raw: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """The phrases of a file of which :func:`phrase_complaints` has none."""
    return tuple(
        Phrase(
            name=item["name"],
            text=item["text"],
            sections=tuple(item.get("sections", ())),
            near=tuple(item.get("near", ())),
            line=item.get("line", False),
            figures={
                name: Figure(figure["table"], tuple(figure["rows"]), tuple(figure["columns"]))
                for name, figure in item.get("figures", {}).items()
            },
            zero=tuple(item.get("zero", ())),
            nonzero=tuple(item.get("nonzero", ())),
        )
        for item in raw.get("phrase", ())
    )


def phrase_complaints(raw: Any, places: Places) -> Iterator[Complaint]:
    """Everything that is wrong with the ``[[phrase]]`` tables of a file."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        yield Complaint("“phrase”应为表的列表，每条写作一节 [[phrase]]。", places.key(("phrase",)))
        return
    for index, item in enumerate(raw):
        at = ("phrase", str(index))
        for key in item:
            if key not in PHRASE_KEYS:
                told = f"套语里不认识的键“{key}”。可写的有：{'、'.join(PHRASE_KEYS)}。"
                yield Complaint(told, places.key((*at, key)))
        for key in _REQUIRED:
            if not isinstance(item.get(key), str) or not item[key]:
                yield Complaint(f"套语缺少“{key}”（应为非空的字符串）。请补上。", places.key((*at, key)))
        figures = item.get("figures", {})
        if not isinstance(figures, dict) or not all(_is_figure(figure) for figure in figures.values()):
            told = '“figures”的每一项应写作 { table = "…", rows = ["…"], columns = ["…"] }。'
            yield Complaint(told, places.key((*at, "figures")))
            figures = {}
        yield from _slot_complaints(item, figures, at, places)


def _slot_complaints(
    item: Mapping[str, Any], figures: Mapping[str, Any], at: tuple[str, ...], places: Places
) -> Iterator[Complaint]:
    """What names a figure the phrase does not have, or is of the wrong type."""
    for key in ("zero", "nonzero"):
        names = item.get(key, [])
        if not isinstance(names, list) or not all(isinstance(name, str) and name in figures for name in names):
            yield Complaint(f"“{key}”应为列表，写 figures 里有的名称。", places.value((*at, key)))
    sections = item.get("sections", [])
    if not isinstance(sections, list) or not all(type(number) is int for number in sections):
        yield Complaint("“sections”应为列表，写各部分的序号，如 [1, 6]。", places.value((*at, "sections")))
    near = item.get("near", [])
    if not isinstance(near, list) or not all(isinstance(word, str) and word for word in near):
        yield Complaint('“near”应为列表，写正文里的词，如 ["依申请公开"]。', places.value((*at, "near")))
    if not isinstance(item.get("line", False), bool):
        yield Complaint("“line”应为 true 或 false。", places.value((*at, "line")))
    text = item.get("text")
    if not isinstance(text, str):
        return
    try:
        slots = slots_of(text)
    except ValueError:
        yield Complaint("“text”里的 { } 不成对。", places.value((*at, "text")))
        return
    for slot in slots:
        if slot not in WORDS and slot not in figures:
            known = "、".join((*WORDS, *figures))
            yield Complaint(f"“text”里的空“{slot}”没有来处。可写的有：{known}。", places.value((*at, "text")))


def _is_figure(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and set(raw) == set(FIGURE_KEYS)
        and isinstance(raw["table"], str)
        and all(
            isinstance(raw[key], list) and raw[key] and all(isinstance(item, str) for item in raw[key])
            for key in ("rows", "columns")
        )
    )


def slots_of(text: str) -> tuple[str, ...]:
    """The slots of a template, in order.

    Raises:
        ValueError: Its braces are not paired.
    """
    from string import Formatter  # noqa: PLC0415 - a run of the command has no use for phrases

    return tuple(slot for _, slot, _, _ in Formatter().parse(text) if slot is not None)
