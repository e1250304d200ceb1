"""The official tables in every layout: each slip is one finding at its place, conversion traps are none."""

from __future__ import annotations

import random

import pytest

from drafting import builtin_rules, document_of, findings_of
from hegao.document.model import Cell, Table
from hegao.document.parse import parse_document
from hegao.engine import lint
from hegao.finding import Finding
from hegao.fix import apply_fixes
from hegao.rulepack.load import form_for_year, load_pack
from samples import LAYOUTS, balanced_figures, sample, table_texts

RULES = [rule for rule in builtin_rules().values() if rule.code < "T2" and rule.code[0] == "T"]


def found_in(text: str) -> list[Finding]:
    return findings_of(text, RULES)


def codes_in(text: str) -> list[str]:
    return [finding.code for finding in found_in(text)]


def with_cell(text: str, cell: Cell, new: str) -> str:
    return text[: cell.span.start] + new + text[cell.span.end :]


def label_cells(table: Table) -> list[Cell]:
    return [cell for row in table.rows for cell in row.labels]


def lines_of(text: str, table: Table) -> list[int]:
    """0-based line of each row of a table whose rows stand on lines of their own."""
    source = document_of(text).source
    return [source.position(row.span.start).line for row in table.rows]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_clean_report_has_no_finding_in_its_tables(layout: str):
    assert codes_in(sample(layout)) == []


@pytest.mark.parametrize("layout", ["tab", "pipe"])
@pytest.mark.parametrize("slip", ["replaced", "missing", "extra"])
def test_a_slip_in_any_label_is_one_finding_with_the_fix(layout: str, slip: str):
    text = sample(layout)
    rng = random.Random(7)
    for table in document_of(text).tables:
        for cell in label_cells(table)[1:]:
            raw = text[cell.span.start : cell.span.end]
            # 3.其他 without its point is a number with a unit to the reader.
            at = rng.randrange(2 if raw[1] == "." else 0, len(raw))
            new = {"replaced": f"{raw[:at]}某{raw[at + 1 :]}", "missing": raw[:at] + raw[at + 1 :],
                   "extra": f"{raw[:at]}的{raw[at:]}"}[slip]  # fmt: skip
            wrong = with_cell(text, cell, new)
            found = found_in(wrong)
            assert [(f.code[:3], f.text) for f in found] == [("T10", new)], (new, [f.message for f in found])
            assert apply_fixes(wrong, found[0].fixes)[0] == text


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("new", "code"),
    [("无", "T142"), ("/", "T142"), ("—", "T142"), ("-3", "T144"), ("1.5", "T145"), ("０", "T146"), ("1,234", "T146"),
     ("007", "T146"), ("3件", "T148"), ("22（其中修订16件）", "T147")],
)  # fmt: skip
def test_whatever_is_no_plain_number_is_one_finding_at_the_cell(layout: str, new: str, code: str):
    text = sample(layout)
    for table in document_of(text).tables:
        for row in table.rows[::5]:
            for cell in row.given:
                if row.form is not None and row.form.key == "fees":
                    continue
                (finding,) = found_in(with_cell(text, cell, new))
                assert (finding.code, finding.text) == (code, new)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_empty_cell_is_found_at_the_cell_and_filled_with_0(layout: str):
    text = sample(layout)
    table = document_of(text).tables[1]
    row = next(row for row in table.rows if row.form is not None and row.form.key == "D2")
    cell = row.given[3]
    wrong = with_cell(text, cell, "")
    (finding,) = found_in(wrong)
    assert finding.code == "T141"
    assert finding.span.start == cell.span.start
    assert apply_fixes(wrong, finding.fixes)[0] == with_cell(text, cell, "0")


def test_a_table_not_yet_filled_in_is_one_finding():
    figures = dict.fromkeys(balanced_figures(), "")
    text = "四、政府信息公开行政复议、行政诉讼情况\n\n" + table_texts("pipe", figures)["remedies"] + "\n"
    assert codes_in(text) == ["T141"]
    text = "三、收到和处理政府信息公开申请情况\n\n" + table_texts("pipe", figures)["applications"] + "\n"
    found = found_in(text)
    assert [finding.code for finding in found] == ["T141"]
    assert "25 行" in found[0].message


@pytest.mark.parametrize("layout", ["tab", "pipe"])
def test_a_row_left_out_doubled_or_moved_is_one_finding(layout: str):
    text = sample(layout)
    lines = text.split("\n")
    for table in document_of(text).tables[:2]:
        places = lines_of(text, table)
        for index, row in enumerate(table.rows):
            at = places[index]
            if row.form is None or row.form.header:
                continue
            assert codes_in("\n".join(lines[:at] + lines[at + 1 :])) == ["T121"], row.form.key
            assert codes_in("\n".join(lines[: at + 1] + lines[at:])) == ["T122"], row.form.key
            following = table.rows[index + 1].form if index + 1 < len(table.rows) else None
            if following is not None and not following.header:
                moved = list(lines)
                moved[at], moved[places[index + 1]] = moved[places[index + 1]], moved[at]
                assert codes_in("\n".join(moved)) == ["T123"], row.form.key


def test_a_row_one_figure_short_or_long_is_one_finding():
    text = sample("tab")
    lines = text.split("\n")
    table = document_of(text).tables[1]
    for row, at in zip(table.rows, lines_of(text, table), strict=True):
        if row.form is not None and not row.form.header:
            assert codes_in("\n".join([*lines[:at], lines[at].rpartition("\t")[0], *lines[at + 1 :]])) == ["T132"]
            assert codes_in("\n".join([*lines[:at], lines[at] + "\t5", *lines[at + 1 :]])) == ["T133"]


def without_total_column() -> str:
    """Table 2 as one town filed it: no column of totals at all."""
    figures = {key: value for key, value in balanced_figures().items() if key[2] != "总计" or key[0] != "applications"}
    lines = table_texts("tab", {**balanced_figures(), **figures})["applications"].split("\n")
    cut = [lines[0].rpartition("\t")[0], lines[1].replace("\t总计", ""), lines[2].rpartition("\t")[0]]
    return "\n".join(cut + [line.rpartition("\t")[0] for line in lines[3:]])


def test_a_missing_column_is_one_finding_and_only_rows_that_lack_more_are_short():
    heading = "三、收到和处理政府信息公开申请情况\n\n"
    text = heading + without_total_column() + "\n"
    assert codes_in(text) == ["T131"]
    shorter = [line.rpartition("\t")[0] if "重复申请" in line else line for line in text.split("\n")]
    found = found_in("\n".join(shorter))
    assert [finding.code for finding in found] == ["T131", "T132"]
    assert "只填了 5 个数，应有 7 个，缺 2 个" in found[1].message


def test_swapped_columns_and_a_repeated_table_are_found():
    text = sample("pipe")
    swapped = text.replace("商业企业 | 科研机构", "科研机构 | 商业企业")
    assert codes_in(swapped) == ["T104"]
    table = text[document_of(text).tables[2].span.start - 2 :].partition("\n\n")[0]
    assert codes_in(text.replace("\n五、存在", f"\n另附：\n\n{table}\n\n五、存在")) == ["T113"]


@pytest.mark.parametrize("layout", ["tab", "pipe"])
def test_labels_that_differ_by_white_space_and_width_are_the_official_ones(layout: str):
    text = sample(layout)
    for old, new in [("自然人", "自然 人"), ("（一）予以公开", "(一) 予以公开"), ("1.属于国家秘密", "1. 属于国家秘密"),
                     ("“三安全一稳定”", '"三安全一稳定"'), ("（单位：万元）", "(单位:万元)"),
                     ("第一项加第二项之和，", "第一项加第二项之和, ")]:  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    assert codes_in(text) == []


def test_cells_shifted_by_lost_group_labels_are_no_finding():
    text = sample("tab")
    for old, new in [("\t\t5.要求行政机关", "5.要求行政机关"), ("\t（七）总计\t", "（七）总计\t\t"),
                     ("\t\t\t\t商业企业", "\t\t商业企业"),
                     ("0\t0\t0\t0\t0\t0\t0\n", "0\t0\t0\t0\t0\t0\t0\t\n")]:  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    assert codes_in(text) == []


def test_a_table_cut_in_two_by_words_lacks_no_row():
    text = sample("tab")
    cut = text.replace(
        "\t\t3.要求提供公开出版物", "以下为续表，数据口径与前页相同，请一并阅读。\n\n\t\t3.要求提供公开出版物", 1
    )
    assert cut != text
    assert "T121" not in codes_in(cut)


OLD_TABLE = """\
第二十条第（一）项\t\t\t
信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量
规章\t0\t0\t0
规范性文件\t1\t1\t6
第二十条第（五）项\t\t\t
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政许可\t3\t-1\t0
其他对外管理服务事项\t0\t0\t0
第二十条第（六）项\t\t\t
信息内容\t上一年项目数量\t本年增/减\t处理决定数量
行政处罚\t0\t0\t0
行政强制\t0\t0\t0
第二十条第（八）项\t\t\t
信息内容\t上一年项目数量\t本年增/减\t
行政事业性收费\t0\t0\t
第二十条第（九）项\t\t\t
信息内容\t采购项目数量\t采购总金额\t
政府集中采购\t1\t12.5\t
"""


def old_report(year: int) -> str:
    """A report on the trial form of 2019, with one row for 其他处理."""
    tables = table_texts("tab", balanced_figures())
    lines = [
        line for line in tables["applications"].split("\n") if "申请人逾期未按" not in line and "3.其他" not in line
    ]
    one_row = [line.replace("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "") for line in lines]
    return f"""云岭镇{year}年政府信息公开工作年度报告

一、总体情况

云岭镇认真做好政府信息公开工作。

二、主动公开政府信息情况

{OLD_TABLE}
三、收到和处理政府信息公开申请情况

{chr(10).join(one_row)}

四、政府信息公开行政复议、行政诉讼情况

{tables["remedies"]}

五、存在的主要问题及改进情况

一是公开的内容不够全面。

六、其他需要报告的事项

本年度未收取信息处理费。

云岭镇人民政府
{year + 1}年1月16日
"""


def test_an_old_table_in_a_new_report_is_one_finding_for_each_table():
    found = found_in(old_report(2022))
    assert [(f.code, f.text) for f in found] == [("T151", "本年新制作数量"), ("T121", "（六）其他处理")]
    assert "2019年的试行格式" in found[0].message
    assert "分为 3 行" in found[1].message


def test_the_old_form_is_right_in_an_old_report():
    form = form_for_year(2020)
    assert form.key == "zfxxgk-2019"
    outcome = lint(parse_document(old_report(2020), form, None), load_pack(form.key).rules)
    assert not outcome.failures
    tables = [finding for finding in outcome.findings if finding.code[0] in "ST"]
    assert tables == []


def test_the_old_form_still_wants_its_own_labels():
    form = form_for_year(2020)
    text = old_report(2020).replace("本年新公开数量", "本年公开数量").replace("政府集中采购\t1", "政府集中采购\t")
    outcome = lint(parse_document(text, form, None), load_pack(form.key).rules)
    found = [(finding.code, finding.text) for finding in outcome.findings if finding.code[0] == "T"]
    assert ("T101", "本年公开数量") in found
    assert "T141" in [code for code, _ in found]


def test_rows_in_sequence_that_lack_as_many_figures_are_told_once():
    heading = "三、收到和处理政府信息公开申请情况\n\n"
    lines = (heading + without_total_column() + "\n").split("\n")
    at = next(index for index, line in enumerate(lines) if "重复申请" in line)
    short = [line.rpartition("\t")[0] if at <= index < at + 3 else line for index, line in enumerate(lines)]
    found = [finding for finding in found_in("\n".join(short)) if finding.code == "T132"]
    (finding,) = found
    assert len(finding.related) == 2
    told = "从“2.重复申请”到“4.无正当理由大量反复申请”有 3 行各缺 2 个数，其中 1 个是缺少的“总计”列"
    assert finding.message.startswith(told)


def test_a_table_in_a_repeated_section_is_repeated_with_it():
    text = sample("pipe")
    start, end = text.index("四、政府信息公开"), text.index("五、存在")
    head = text.rindex("\n", 0, start) + 1
    tail = text.rindex("\n", 0, end) + 1
    doubled = text[:tail] + text[head:tail] + text[tail:]
    assert len(document_of(doubled).tables) == 4
    assert "T113" not in codes_in(doubled)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_pasted_twice_is_told_once_and_taken_out(layout: str) -> None:
    text = sample(layout)
    span = document_of(text).table("applications").span
    table = text[text.rfind("\n", 0, span.start) + 1 : text.find("\n", span.end) + 1]
    again = text.replace(table, table + table)
    (finding,) = found_in(again)
    assert finding.code == "T122"
    assert "25 行前面已经有了，疑为粘贴了两遍" in finding.message
    assert again[finding.span.start : finding.span.end] == "一、本年新收政府信息公开申请数量"
    assert finding.span.start > span.end
    assert apply_fixes(again, finding.fixes[:1])[0] == text
