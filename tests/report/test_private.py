"""A private value is never shown, whatever the format and wherever it stands."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from hegao.finding import Related, Severity, mask
from hegao.fix import Applicability, Edit, Fix
from hegao.report.model import FileReport, Options
from hegao.report.private import without_private
from hegao.report.registry import FORMATS
from hegao.text import SourceText, Span
from report.samples import finding, fix, present

NUMBER = "11010519491231002X"
SPACED = "110105 19491231 002X"
PHONE = "１３８００１３８０００"
TEXT = f"联系人：{NUMBER}，我乡\t电话{PHONE}，又{SPACED}。\n另一行{NUMBER.lower()}"


def span_of(part: str) -> Span:
    at = TEXT.index(part)
    return Span(at, at + len(part))


def private_report() -> FileReport:
    number, phone, wrong = span_of(NUMBER), span_of(PHONE), span_of("我乡")
    whole = Span(0, TEXT.index("\n"))
    masked = mask(NUMBER)
    return FileReport(
        "a.md",
        SourceText(TEXT),
        (
            # One that covers the number, repeats it in its message, and would write it again.
            finding(
                TEXT,
                whole,
                "P101",
                f"整句“{TEXT[: whole.end]}”有误",
                fixes=(fix(whole, f"联系人：{SPACED}"), fix(whole, "联系人")),
                related=(Related(number, f"见“{NUMBER}”"),),
            ),
            finding(
                TEXT,
                number,
                "V101",
                f"疑似身份证号“{masked}”",
                severity=Severity.ERROR,
                text=masked,
                masked=True,
                fixes=(fix(number, masked), fix(number, SPACED, "去空格")),
            ),
            finding(TEXT, Span(number.start + 6, number.start + 10), "D101"),
            finding(TEXT, wrong, "W101", fixes=(fix(wrong, "我镇"),)),
            finding(TEXT, phone, "V102", "疑似手机号", text=mask(PHONE), masked=True),
        ),
    )


def bare(text: str) -> str:
    """Only letters and digits, in one width and case."""
    return re.sub(r"[^0-9a-z]", "", unicodedata.normalize("NFKC", text).lower())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("color", [False, True])
def test_no_format_shows_a_private_value(name, color):
    shown = bare(present(name, private_report(), options=Options(color=color, width=400, verbose=True)))
    for value in (NUMBER, PHONE):
        assert bare(value) not in shown
    # The four digits of the birth year were a finding of their own.
    assert "1949" not in shown


def test_the_masked_source_has_every_place_where_it_was():
    report = private_report()
    hidden = without_private(report)
    assert len(hidden.source) == len(report.source)
    assert hidden.source.line_starts == report.source.line_starts
    assert [found.span for found in hidden.findings] == [found.span for found in report.findings]
    assert hidden.source.text.count(mask(NUMBER)) == 1
    assert "我乡\t电话" in hidden.source.text


def test_fixes_that_would_write_a_private_value_are_left_out():
    objects = {item["code"]: item for item in json.loads(present("json", private_report()))}
    assert [fix["edits"][0]["content"] for fix in objects["P101"]["fixes"]] == ["联系人"]
    assert [fix["edits"][0]["content"] for fix in objects["V101"]["fixes"]] == [mask(NUMBER)]
    assert [fix["edits"][0]["content"] for fix in objects["W101"]["fixes"]] == ["我镇"]


def test_a_replacement_of_several_edits_repeats_nothing_private():
    text = f"甲{NUMBER}乙"
    edits = (Edit(Span(0, 1), "子"), Edit(Span(len(text) - 1, len(text)), "丑"))
    both = finding(text, Span(0, len(text)), fixes=(Fix("改两处", edits, Applicability.SAFE),))
    number = finding(text, Span(1, 19), "V101", "号码", masked=True, text=mask(NUMBER))
    shown = json.loads(present("rdjson", FileReport("a.md", SourceText(text), (both, number))))
    assert [item["suggestions"] for item in shown["diagnostics"]] == [[], []]


def test_byte_columns_after_a_mask_are_those_of_the_file():
    text = f"{PHONE}我乡"
    report = FileReport(
        "a.md",
        SourceText(text),
        (
            finding(text, Span(0, 11), "V102", "手机号", masked=True, text=mask(PHONE)),
            finding(text, Span(11, 13), fixes=(fix(Span(11, 13), "我镇"),)),
        ),
    )
    wrong = json.loads(present("rdjson", report))["diagnostics"][1]
    assert wrong["location"]["range"]["start"] == {"line": 1, "column": 34}
    assert wrong["suggestions"][0]["range"]["end"] == {"line": 1, "column": 40}


def test_a_value_that_is_no_number_is_masked_wherever_it_stands():
    text = "张三丰（二），张三丰（二）"
    name = finding(text, Span(0, 6), "V103", "姓名", masked=True, text=mask("张三丰（二）"))
    other = finding(text, Span(7, 13), "W101")
    shown = present("text", FileReport("a.md", SourceText(text), (name, other)))
    assert "丰" not in shown.replace(mask("张三丰（二）"), "")


def test_a_private_value_over_two_lines_keeps_the_line_end():
    text = "号码110105194912\r\n31002X完"
    number = finding(text, Span(2, 22), "V101", "号码", masked=True, text=mask(text[2:22]))
    hidden = without_private(FileReport("a.md", SourceText(text), (number,)))
    assert hidden.source.line_count == 2
    assert "194912" not in present("text", FileReport("a.md", SourceText(text), (number,)))


def test_a_report_without_private_findings_is_left_alone():
    report = FileReport("a.md", SourceText(TEXT), (finding(TEXT, span_of("我乡")),))
    assert without_private(report) is report
