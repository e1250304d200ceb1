"""JSON: the contract, key by key."""

from __future__ import annotations

import json

import pytest

from hegao.report.model import FileReport, Options
from hegao.report.registry import FORMATS, make_presenter
from hegao.text import SourceText
from report.samples import BASIS, hard_report, marked_report, present

KEYS = [
    "code", "name", "severity", "message", "basis", "filename", "location", "end_location", "text", "fixes",
    "related", "url",
]  # fmt: skip


def test_a_finding_is_exactly_this():
    shown = json.loads(present("json", hard_report()))
    assert shown[1] == {
        "code": "T102",
        "name": "some-name",
        "severity": "error",
        "message": "列名“本年度止件数”应为“本年废止件数”",
        "basis": BASIS,
        "filename": "云岭 镇/2024.md",
        "location": {"row": 2, "column": 10},
        "end_location": {"row": 2, "column": 16},
        "text": "本年度止件数",
        "fixes": [
            {
                "applicability": "safe",
                "message": "改为“本年废止件数”",
                "edits": [
                    {
                        "location": {"row": 2, "column": 10},
                        "end_location": {"row": 2, "column": 16},
                        "content": "本年废止件数",
                    }
                ],
            }
        ],
        "related": [
            {"message": "标题在这里", "location": {"row": 1, "column": 1}, "end_location": {"row": 1, "column": 4}}
        ],
        "url": "",
    }
    assert [list(item) for item in shown] == [KEYS] * 4


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_an_encoding_that_had_to_be_assumed_is_told(form):
    shown = present(form, hard_report()._replace(encoding="GB18030"))
    items = json.loads(shown) if form == "json" else [json.loads(line) for line in shown.splitlines() if line]
    assert [list(item) for item in items] == [[*KEYS, "encoding"]] * 4
    assert {item["encoding"] for item in items} == {"GB18030"}


def test_columns_are_code_points_and_ends_are_where_they_are():
    rows = [
        (item["location"], item["end_location"], item["text"]) for item in json.loads(present("json", hard_report()))
    ]
    assert rows[0] == ({"row": 2, "column": 7}, {"row": 2, "column": 9}, "我乡")
    assert rows[2] == ({"row": 3, "column": 1}, {"row": 3, "column": 4}, "末行\u2028")
    assert rows[3] == ({"row": 3, "column": 4}, {"row": 3, "column": 4}, "")


def test_line_ends_are_those_of_the_draft():
    shown = json.loads(present("json", marked_report("甲\r乙\n\r⟦丙⟧\r\n⟦丁\x0b\x0c\x85\u2028戊⟧")))
    assert [item["location"]["row"] for item in shown] == [4, 5]
    assert [item["end_location"] for item in shown] == [{"row": 4, "column": 2}, {"row": 5, "column": 7}]


def test_lines_and_array_hold_the_same():
    reports = (hard_report(), marked_report("无事"), marked_report("⟦甲⟧⟦乙⟧", "b.md"))
    # Not str.splitlines of the whole: the text holds characters at which it would break.
    lines = present("jsonl", *reports).rstrip("\n").split("\n")
    assert [json.loads(line) for line in lines] == json.loads(present("json", *reports))
    assert len(lines) == 6


@pytest.mark.parametrize("name", ["json", "gitlab"])
def test_nothing_found_is_an_empty_array(name):
    assert json.loads(present(name)) == []
    assert json.loads(present(name, marked_report("甲"), marked_report("乙"))) == []


def test_a_rule_has_a_page_when_there_are_pages():
    options = Options(rule_url="https://example.org/rules/{name}#{code}")
    shown = json.loads(present("json", marked_report("⟦甲⟧"), options=options))
    assert shown[0]["url"] == "https://example.org/rules/some-name#W101"


@pytest.mark.parametrize("name", FORMATS)
def test_a_draft_is_presented_alike_whatever_came_before(name):
    presenter = make_presenter(name, Options())
    first = presenter.file(hard_report())
    presenter.file(FileReport("b.md", SourceText("甲")))
    assert presenter.file(hard_report()) == first
    assert make_presenter(name, Options()).file(hard_report()) == first


@pytest.mark.parametrize("name", FORMATS)
def test_all_formats_can_be_written_as_utf_8(name):
    assert "𪨶" in present(name, marked_report("⟦𪨶⟧"))
    assert present(name, marked_report("⟦𪨶⟧\x00\x1b\u2028\ufffe")).encode("utf-8")
