"""The invented drafts of tests/drafts: five agencies, three layouts, clean and with known faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

from samples import Figures, figures_of, table_texts

FOLDER = Path(__file__).parent / "drafts"
NUMERALS = "一二三四五六"


@dataclass(frozen=True)
class Fault:
    """One wrong place: ``new`` stands where ``old`` should; ``code`` names the rule that must find it."""

    old: str
    new: str
    code: str


@dataclass(frozen=True)
class WrongFigure:
    """One wrong figure in a table; ``code`` names the rule that must find it."""

    table: str
    row: str
    column: str
    new: str
    code: str


@dataclass(frozen=True)
class Draft:
    """An invented report in one layout; ``miscounted`` is the clean text but for the wrong figures."""

    name: str
    layout: str
    clean: str
    miscounted: str
    faults: tuple[Fault, ...]
    figures: tuple[WrongFigure, ...]

    @property
    def faulty(self) -> str:
        """The draft with all its faults."""
        text = self.miscounted
        for fault in self.faults:
            text = with_fault(text, fault)
        return text

    def path(self, kind: str) -> Path:
        """Where the draft lies; ``kind`` is clean or faulty."""
        ending = "md" if self.layout == "pipe" else "txt"
        return FOLDER / self.name / f"{kind}.{self.layout}.{ending}"


def with_fault(text: str, fault: Fault) -> str:
    """The text with one fault put in at its first place."""
    assert fault.old in text, fault
    return text.replace(fault.old, fault.new, 1)


def _figures(raw: dict[str, Any]) -> Figures:
    return figures_of(
        results=raw["results"],
        carried_in=raw["carried_in"],
        carried_out=raw["carried_out"],
        disclosure=(
            (0, 0, 0),
            raw["documents"],
            (str(raw["licences"]), str(raw["penalties"]), str(raw["coercions"]), raw["fees"]),
        ),
        remedies=raw["remedies"],
    )


def _body(raw: dict[str, Any], layout: str, figures: Figures) -> str:
    tables = table_texts(layout, figures)
    text = raw["text"]
    heading = "## " if layout == "pipe" else ""
    parts = [("# " if layout == "pipe" else "") + text["title"], text["preface"]]
    sections = (
        ("总体情况", text["one"]),
        ("主动公开政府信息情况", [tables["disclosure"]]),
        ("收到和处理政府信息公开申请情况", [tables["applications"]]),
        ("政府信息公开行政复议、行政诉讼情况", [tables["remedies"]]),
        ("存在的主要问题及改进情况", text["five"]),
        ("其他需要报告的事项", text["six"]),
    )
    for numeral, (title, blocks) in zip(NUMERALS, sections, strict=True):
        parts += [f"{heading}{numeral}、{title}", *blocks]
    parts += [text["signature"], text["date"]]
    return "\n\n".join(parts) + "\n"


def invented_drafts() -> list[Draft]:
    """All drafts, built from the TOML files."""
    drafts = []
    for path in sorted(FOLDER.glob("*.toml")):
        raw = tomli.loads(path.read_text(encoding="utf-8"))
        faults = tuple(Fault(**fault) for fault in raw["fault"])
        wrong = tuple(WrongFigure(**figure) for figure in raw.get("figure", ()))
        figures = _figures(raw)
        changed = {**figures, **{(one.table, one.row, one.column): one.new for one in wrong}}
        for layout in ("tab", "cell", "pipe"):
            clean, miscounted = _body(raw, layout, figures), _body(raw, layout, changed)
            drafts.append(Draft(path.stem, layout, clean, miscounted, faults, wrong))
    return drafts


def write_drafts() -> None:
    """Write every draft to its file."""
    for draft in invented_drafts():
        for kind, text in (("clean", draft.clean), ("faulty", draft.faulty)):
            path = draft.path(kind)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_drafts()
