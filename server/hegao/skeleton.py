"""A report still to be written: everything the form prescribes, blanks where the author is to write.

Blanks are ``____`` after a word, which the rules for leavings find as long as they are there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hegao.document.agency import parse_agency
from hegao.document.form import Form, TableForm
from hegao.document.model import Agency, Document
from hegao.document.writing import render_table

LAYOUTS = {"md": "pipe", "tab": "tab", "cell": "cell"}
"""Layout of the tables by what the author calls it; ``md`` makes the whole report Markdown."""

_BODIES = {"镇": "人民政府", "乡": "人民政府", "街道": "办事处", "县": "人民政府", "区": "人民政府",
           "市": "人民政府", "省": "人民政府"}  # fmt: skip
_CARRIED_IN, _CARRIED_OUT = "CIN", "COUT"
_COUNT = re.compile(r"\d+")

# 国办公开办函〔2021〕30号, 一、（一）: the five aspects of the first section.
_ASPECTS = (
    ("主动公开", "{year}年，{subject}主动公开政府信息____条，重点公开____。"),
    ("依申请公开", "{year}年，{subject}新收政府信息公开申请____件，办结____件，结转下年度继续办理____件。"),
    ("政府信息管理", "政府信息审核、行政规范性文件清理和动态管理情况：____。"),
    ("政府信息公开平台建设", "政府信息公开平台建设和维护情况：____。"),
    ("监督保障", "工作考核情况：____。社会评议情况：____。责任追究情况：____。"),
)
_PROBLEMS = ("存在的主要问题：一是____；二是____。", "改进情况：一是____；二是____。")
_FEE = "{year}年，{subject}收取信息处理费____元。"
_OTHER = "其他情况：____。"
# 国办函〔2020〕109号: charged, and therefore reported, from 2021 on.
_FIRST_YEAR_OF_FEES = 2021


def full_name(name: str) -> Agency:
    """The agency of a name; the name of a place alone means its government (``云岭镇`` → ``云岭镇人民政府``)."""
    agency = parse_agency(name)
    if agency.place and name.endswith(agency.place):
        return parse_agency(name + _BODIES.get(agency.level, ""))
    return agency


def carried_over(previous: Document) -> dict[str, str]:
    """What last year's report carries over to the year after: plain counts by column key."""
    table = next((table for table in previous.tables if table.row(_CARRIED_OUT) is not None), None)
    row = table.row(_CARRIED_OUT) if table else None
    if row is None or row.form is None:
        return {}
    cells = ((column, row.value(column)) for column in row.form.values)
    return {column: cell.text for column, cell in cells if cell is not None and _COUNT.fullmatch(cell.text)}


def write_skeleton(form: Form, agency: Agency, year: int, layout: str, carried: Mapping[str, str]) -> str:
    """The text of the report, lines ending in ``\\n``.

    Args:
        layout: One of :data:`LAYOUTS`.
        carried: Counts carried over from last year, by column key.
    """
    markdown = layout == "md"
    subject = agency.name if agency.level in ("", "部门") else agency.place
    words = {"year": str(year), "subject": subject}
    blocks = [("# " if markdown else "") + title_of(form, agency, year), _preface(year)]
    for section in form.sections:
        blocks.append(f"{'## ' if markdown else ''}{section.numeral}、{section.title}")
        table = form.table(section.table) if section.table else None
        if table is not None:
            blocks.append(render_table(table, LAYOUTS[layout], _values(table, carried)))
        else:
            blocks += [line.format_map(words) for line in _prose(section.number, form, year, markdown)]
    blocks += [agency.name, f"{year + 1}年__月__日"]
    return "\n\n".join(blocks) + "\n"


def title_of(form: Form, agency: Agency, year: int) -> str:
    """The title of the report."""
    return f"{agency.name}{year}年{form.title}"


def _preface(year: int) -> str:
    return (
        "本报告依据《中华人民共和国政府信息公开条例》（以下简称《条例》）编制，"
        f"所列数据的统计期限为{year}年1月1日至{year}年12月31日。"
    )


def _prose(section: int, form: Form, year: int, markdown: bool) -> Iterator[str]:
    """The paragraphs of a section without table: the first, the one of problems, the last."""
    if section == 1:
        for (name, text), number in zip(_ASPECTS, "一二三四五", strict=True):
            yield f"{'### ' if markdown else ''}（{number}）{name}"
            yield text
    elif section == len(form.sections):
        if year >= _FIRST_YEAR_OF_FEES:
            yield _FEE
        yield _OTHER
    else:
        yield from _PROBLEMS


def _values(table: TableForm, carried: Mapping[str, str]) -> dict[tuple[str, str], str]:
    return {
        (row.key, column): carried[column]
        for row in table.rows
        if row.key == _CARRIED_IN
        for column in row.values
        if column in carried
    }
