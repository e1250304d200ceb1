"""Small reports with figures that agree, in every layout, for tests that spoil one of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from hegao.document.form import Form, RowForm, TableForm
from hegao.rulepack.load import load_form


def _results(applications: TableForm) -> list[str]:
    return [row.key for row in applications.rows if row.values and row.key not in ("NEW", "CIN", "G", "COUT")]


FORM = load_form("zfxxgk-2021")
OLD = load_form("zfxxgk-2019")
APPLICATIONS: TableForm = next(table for table in FORM.tables if table.key == "applications")
LAYOUTS = ("tab", "cell", "pipe")
COLUMNS = APPLICATIONS.rows[3].values
PARTS = COLUMNS[:-1]
RESULTS = _results(APPLICATIONS)
OLD_RESULTS = _results(next(table for table in OLD.tables if table.key == "applications"))
GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结")

Place = tuple[str, str]
Figures = dict[Place, int]


def agreeing_figures(rng: random.Random, most: int = 40, results: Sequence[str] = RESULTS) -> Figures:
    """Figures of table 2 and table 3 for which every relation holds; most of them are not 0."""
    figures: Figures = {}
    for column in PARTS:
        for row in results:
            figures[row, column] = rng.randint(0, most)
        done = sum(figures[row, column] for row in results)
        figures["G", column] = done
        figures["COUT", column] = rng.randint(0, most)
        figures["CIN", column] = rng.randint(0, done + figures["COUT", column])
        figures["NEW", column] = done + figures["COUT", column] - figures["CIN", column]
    for row in ("NEW", "CIN", *results, "G", "COUT"):
        figures[row, "总计"] = sum(figures[row, column] for column in PARTS)
    for group in GROUPS:
        for outcome in OUTCOMES:
            figures["counts", f"{group}/{outcome}"] = rng.randint(0, most)
        figures["counts", f"{group}/总计"] = sum(figures["counts", f"{group}/{outcome}"] for outcome in OUTCOMES)
    return figures


def draft_of(
    figures: Mapping[Place, int | str], layout: str = "tab", year: int = 2023
) -> tuple[str, dict[Place, tuple[int, int]]]:
    """A report with these figures, and the span of each.

    Args:
        layout: One of ``LAYOUTS``, or ``space``: blanks between cells, none for an empty one.
        year: Before 2021 the form of 2019, of which the figures must be.
    """
    writer = _Writer(layout, OLD if year < FORM.first_year else FORM)
    writer.text(f"云岭镇{year}年政府信息公开工作年度报告\n\n一、总体情况\n\n全年工作平稳有序。\n\n")
    writer.text("三、收到和处理政府信息公开申请情况\n\n")
    writer.applications(figures)
    writer.text("\n四、政府信息公开行政复议、行政诉讼情况\n\n")
    writer.remedies(figures)
    writer.text(
        "\n五、存在的主要问题及改进情况\n\n公开内容不够细。\n\n六、其他需要报告的事项\n\n未收取信息处理费。\n\n"
    )
    writer.text(f"云岭镇人民政府\n{year + 1}年1月12日\n")
    return "".join(writer.parts), writer.spans


class _Writer:
    """Text with the places of the figures in it."""

    def __init__(self, layout: str, form: Form) -> None:
        self.layout = layout
        self.tables = {table.key: table for table in form.tables}
        self.parts: list[str] = []
        self.length = 0
        self.spans: dict[Place, tuple[int, int]] = {}

    def text(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def row(self, cells: list[tuple[str, Place | None]]) -> None:
        """One row, empty cells included."""
        for index, (cell, place) in enumerate(cells):
            self.text({"tab": "\t" if index else "", "pipe": "| ", "cell": "\t", "space": "    "}[self.layout])
            if place:
                self.spans[place] = (self.length, self.length + len(cell))
            self.text(cell + {"tab": "", "pipe": " ", "cell": "\n", "space": ""}[self.layout])
        self.text({"tab": "\n", "pipe": "|\n", "cell": "\n", "space": "\n"}[self.layout])

    def header(self, cells: list[str]) -> None:
        self.row([(cell, None) for cell in cells])

    def merged(self, cells: list[str]) -> list[str]:
        """Cells merged sideways: a grid shows them as empty cells after them, other layouts once."""
        return [cell for cell in cells if cell] if self.layout in ("cell", "space") else cells

    def applications(self, figures: Mapping[Place, int | str]) -> None:
        head = self.tables["applications"].rows
        self.header(self.merged([head[0].labels[0], "", "", head[0].labels[1], *[""] * 6]))
        if self.layout == "pipe":
            self.text("|" + "---|" * 10 + "\n")
        self.header(self.merged(["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]))
        self.header(self.merged(["", "", "", "", *head[2].labels, ""]))
        last: tuple[str, ...] = ()
        for row in head[3:]:
            self.row([*self._labels(row, last), *((str(figures[row.key, c]), (row.key, c)) for c in row.values)])
            last = row.labels

    def _labels(self, row: RowForm, last: tuple[str, ...]) -> list[tuple[str, Place | None]]:
        labels = [label if last[index : index + 1] != (label,) else "" for index, label in enumerate(row.labels)]
        if self.layout == "space":
            labels = [label for label in labels if label]
        elif self.layout != "cell":
            labels += [""] * (3 - len(labels))
        return [(label, None) for label in labels]

    def remedies(self, figures: Mapping[Place, int | str]) -> None:
        self.header(self.merged(["行政复议", *[""] * 4, "行政诉讼", *[""] * 9]))
        if self.layout == "pipe":
            self.text("|" + "---|" * 15 + "\n")
        five = [*OUTCOMES, "总计"]
        self.header(self.merged([*five, GROUPS[1], *[""] * 4, GROUPS[2], *[""] * 4]))
        self.header(self.merged([*[""] * 5, *five, *five]))
        counts = self.tables["remedies"].rows[-1]
        self.row([(str(figures["counts", c]), ("counts", c)) for c in counts.values])
