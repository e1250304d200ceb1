"""An invented report in every layout, built from one set of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from hegao.document.form import RowForm, TableForm
from hegao.rulepack.load import form_for_year

LAYOUTS = ("tab", "cell", "pipe")
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = (
    "A",
    "B",
    *(f"C{n}" for n in range(1, 9)),
    "D1",
    "D2",
    "D3",
    *(f"E{n}" for n in range(1, 6)),
    "F1",
    "F2",
    "F3",
)

Figures = dict[tuple[str, str, str], str]
"""Text of a numeric cell by table key, row key and column key."""


def balanced_figures() -> Figures:
    """Figures that agree in every relation, few of them zero."""
    counts = {"A": (3, 1, 0, 2, 1, 0), "B": (2, 0, 1, 0, 0, 0), "C1": (1, 0, 0, 0, 1, 0), "C4": (0, 2, 0, 0, 0, 1),
              "D1": (4, 1, 0, 0, 2, 0), "E2": (1, 0, 0, 1, 0, 0), "F1": (2, 0, 0, 0, 0, 1)}  # fmt: skip
    return figures_of(
        results=counts,
        carried_in=(2, 1, 0, 0, 1, 0),
        carried_out=(1, 1, 1, 0, 0, 0),
        disclosure=((0, 0, 0), (2, 1, 9), ("46", "7", "0", "0")),
        remedies=(1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0),
    )


def figures_of(
    results: Mapping[str, Sequence[int]],
    carried_in: Sequence[int],
    carried_out: Sequence[int],
    disclosure: tuple[Sequence[int], Sequence[int], Sequence[str]],
    remedies: Sequence[int],
) -> Figures:
    """Figures of all three tables from those nothing can be computed from.

    Args:
        results: Result rows by key, six counts each; rows left out are zero.
        disclosure: Regulations, documents (three counts each), then licences, penalties, coercions, fee.
        remedies: Four counts for each of the three groups.
    """
    figures: Figures = {}

    def row(key: str, parts: Sequence[int]) -> None:
        for column, value in zip(COLUMNS, (*parts, sum(parts)), strict=True):
            figures["applications", key, column] = str(value)

    rows = [tuple(results.get(key, (0,) * 6)) for key in RESULTS]
    handled = [sum(parts) for parts in zip(*rows, strict=True)]
    for key, parts in zip(RESULTS, rows, strict=True):
        row(key, parts)
    row("G", handled)
    row("CIN", carried_in)
    row("COUT", carried_out)
    row("NEW", [h + o - i for h, o, i in zip(handled, carried_out, carried_in, strict=True)])
    for key, counts in zip(("regulations", "documents"), disclosure[:2], strict=True):
        for column, count in zip(("本年制发件数", "本年废止件数", "现行有效件数"), counts, strict=True):
            figures["disclosure", key, column] = str(count)
    for key, text in zip(("licences", "penalties", "coercions"), disclosure[2], strict=False):
        figures["disclosure", key, "本年处理决定数量"] = text
    figures["disclosure", "fees", "本年收费金额"] = disclosure[2][3]
    for index, group in enumerate(("行政复议", "未经复议直接起诉", "复议后起诉")):
        parts = remedies[index * 4 : index * 4 + 4]
        for name, value in zip(("结果维持", "结果纠正", "其他结果", "尚未审结"), parts, strict=True):
            figures["remedies", "counts", f"{group}/{name}"] = str(value)
        figures["remedies", "counts", f"{group}/总计"] = str(sum(parts))
    return figures


def _grid(table: TableForm, figures: Figures) -> list[list[str]]:
    rows: list[list[str]] = []
    shown: set[str] = set()
    for row in table.rows:
        values = [figures[table.key, row.key, column] for column in row.values]
        rows.append(_labels(table, row, shown) + values)
    if table.key == "applications":
        rows[0] = [rows[0][0], "", "", rows[0][-1]] + [""] * 6
        rows[1] = ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]
        rows[2] = ["", "", "", "", *rows[2], ""]
    if table.key == "remedies":
        rows[0] = ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9]
        head = list(table.rows[1].labels)
        rows[1] = [*head[:5], head[5], "", "", "", "", head[6], "", "", "", ""]
        rows[2] = [""] * 5 + rows[2]
    return rows


def _labels(table: TableForm, row: RowForm, shown: set[str]) -> list[str]:
    """Label cells of a row in the full grid; a merged group label stands in its first row only."""
    if row.header or table.key != "applications":
        return list(row.labels)
    cells = ["" if label in shown and label != row.labels[-1] else label for label in row.labels]
    shown.update(row.labels)
    return cells + [""] * (3 - len(cells))


def _layout(rows: list[list[str]], layout: str) -> str:
    width = max(len(row) for row in rows)
    if layout == "tab":
        return "\n".join("\t".join(row) for row in rows)
    if layout == "pipe":
        lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])
    return "\n\n".join("\n".join("\t" + cell for cell in _unmerged(row)) for row in rows)


def _unmerged(row: list[str]) -> list[str]:
    """Cells as a word processor gives them one a line: merged sideways they appear once."""
    last = max((index for index, cell in enumerate(row) if cell), default=0)
    return [cell for index, cell in enumerate(row[: last + 1]) if cell or index < 1]


def table_texts(layout: str, figures: Figures) -> dict[str, str]:
    """The three official tables with the given figures, by table key."""
    return {table.key: _layout(_grid(table, figures), layout) for table in form_for_year(None).tables}


@cache
def sample(layout: str) -> str:
    """The invented report of 云岭镇 for 2023 in one layout, without any fault."""
    return report(layout, balanced_figures())


def report(layout: str, figures: Figures) -> str:
    """A report with the given figures in its tables."""
    tables = table_texts(layout, figures)
    new = figures["applications", "NEW", "总计"]
    return f"""{"# " if layout == "pipe" else ""}云岭镇人民政府2023年政府信息公开工作年度报告

本报告依据《中华人民共和国政府信息公开条例》（以下简称《条例》）编制，所列数据的统计期限为2023年1月1日至2023年12月31日。

一、总体情况

（一）主动公开。2023年，云岭镇通过县政府网站公开政府信息126条，其中政策解读9条。

（二）依申请公开。全年新收政府信息公开申请{new}件，均依法办理。

（三）政府信息管理。落实先审查、后公开的要求，逐条登记，按季核对。

（四）政府信息公开平台建设。安排专人每周巡查政务公开专区，及时更新栏目。

（五）监督保障。开展工作考核和社会评议，全年未发生责任追究情形。

二、主动公开政府信息情况

{tables["disclosure"]}

三、收到和处理政府信息公开申请情况

{tables["applications"]}

四、政府信息公开行政复议、行政诉讼情况

{tables["remedies"]}

五、存在的主要问题及改进情况

存在的问题：一是部分栏目更新不够及时；二是政策解读形式较少。下一步，将明确更新时限，增加图文解读。

六、其他需要报告的事项

2023年度未收取信息处理费，没有其他需要报告的事项。

云岭镇人民政府

2024年1月12日
"""
