"""Formats for services: SARIF, GitHub, GitLab, JUnit, reviewdog."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from jsonschema import Draft7Validator

from hegao.engine import RuleFailure
from hegao.finding import Severity
from hegao.fix import Applicability, Edit, Fix
from hegao.report.model import FileReport, Options, Summary
from hegao.report.paths import relative, uri
from hegao.rulepack.model import Params, Rule
from hegao.text import SourceText, Span
from report.samples import BASIS, END, HARD, finding, fix, hard_report, marked_report, present, summary_of
from report.sarif_schema import SCHEMA

RULE = Rule(
    code="T102",
    name="wrong-row-label",
    title="行名有误",
    check="table-labels",
    severity=Severity.ERROR,
    message="“{text}”有误",
    basis=BASIS,
    given_params=Params("table-labels", {}),
    explanation="行名须与格式一致。",
)


def sarif(*reports: FileReport, options: Options | None = None, summary: Summary | None = None) -> dict:
    """A log that the schema accepts."""
    log = json.loads(present("sarif", *reports, options=options, summary=summary))
    errors = [f"{error.json_path}: {error.message}" for error in Draft7Validator(SCHEMA).iter_errors(log)]
    assert not errors, errors
    return log["runs"][0]


def test_sarif_tells_of_findings_fixes_and_related_places():
    run = sarif(hard_report())
    place = {"uri": "%E4%BA%91%E5%B2%AD%20%E9%95%87/2024.md"}
    region = {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 16}
    assert run["results"][1] == {
        "ruleId": "T102",
        "level": "error",
        "message": {"text": f"列名“本年度止件数”应为“本年废止件数”（依据：{BASIS}）"},
        "locations": [
            {"physicalLocation": {"artifactLocation": place, "region": {**region, "snippet": {"text": "本年度止件数"}}}}
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": place,
                    "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 4},
                },
                "message": {"text": "标题在这里"},
            }
        ],
        "fixes": [
            {
                "description": {"text": "改为“本年废止件数”"},
                "artifactChanges": [
                    {
                        "artifactLocation": place,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "本年废止件数"}}],
                    }
                ],
                "properties": {"applicability": "safe"},
            }
        ],
    }
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note", "warning"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_describes_the_rules_that_found_something():
    summary = summary_of(hard_report(), rules={"T102": RULE, "T999": RULE})
    run = sarif(hard_report(), options=Options(version="1.2", rule_url="https://e.org/{code}"), summary=summary)
    driver = run["tool"]["driver"]
    assert driver["version"] == "1.2"
    assert [rule["id"] for rule in driver["rules"]] == ["T102"]
    assert driver["rules"][0]["help"]["text"] == f"行名须与格式一致。依据：{BASIS}。"
    assert driver["rules"][0]["helpUri"] == "https://e.org/T102"
    assert driver["rules"][0]["properties"]["tags"] == ["表格"]


def test_sarif_of_nothing_is_a_log():
    assert sarif()["results"] == []
    assert sarif(marked_report("甲"))["results"] == []
    assert len(sarif(marked_report("⟦甲⟧"), marked_report("乙"), marked_report("⟦丙⟧"))["results"]) == 2


def test_sarif_tells_of_rules_that_failed():
    assert sarif()["invocations"][0]["executionSuccessful"] is True
    (invocation,) = sarif(summary=Summary(files=1, failures={"T102": 1}))["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["associatedRule"] == {"id": "T102"}


def test_github_escapes_what_the_runner_would_take_apart():
    text = "100%\r\n"
    report = FileReport("a,b:c%.md", SourceText(text), (finding(text, Span(0, 4), message="甲%:,\r\n乙"),))
    assert present("github", report) == (
        "::warning file=a%2Cb%3Ac%25.md,line=1,col=1,endLine=1,endColumn=5,title=疑似 W101"
        f"::甲%25:,%0D%0A乙%0A依据：{BASIS}\n"
    )


def test_github_has_a_command_for_each_severity():
    assert re.findall("^::(\\w+) ", present("github", hard_report()), re.MULTILINE) == [
        "warning", "error", "notice", "warning",
    ]  # fmt: skip


def test_gitlab_has_what_code_quality_asks_for():
    issue = json.loads(present("gitlab", hard_report()))[1]
    assert issue.pop("fingerprint")
    assert issue == {
        "description": f"列名“本年度止件数”应为“本年废止件数”（依据：{BASIS}）",
        "check_name": "T102",
        "severity": "major",
        "location": {
            "path": "云岭 镇/2024.md",
            "positions": {"begin": {"line": 2, "column": 10}, "end": {"line": 2, "column": 16}},
        },
    }


def fingerprints(*reports: FileReport) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(present("gitlab", *reports))]


def test_gitlab_fingerprints_outlive_lines_added_above():
    before = fingerprints(marked_report("一\n甲⟦我乡⟧乙⟦我乡⟧\n⟦我乡⟧\n⟦⟧"))
    after = fingerprints(marked_report("一\n\n二\r\n 甲⟦我乡⟧乙⟦我乡⟧\n⟦我乡⟧\n⟦⟧"))
    assert before == after


def test_gitlab_fingerprints_are_unique():
    text = "⟦我乡⟧⟦我乡⟧\n⟦我乡⟧⟦我乡⟧\n"
    found = fingerprints(
        marked_report(text, "a.md"), marked_report(text, "b.md"), marked_report(text, "c.md", code="W1")
    )
    assert len(set(found)) == len(found) == 12


def test_junit_has_a_suite_for_each_draft():
    root = ElementTree.fromstring(present("junit", hard_report(), marked_report("甲", "b.md")))
    hard, clean = root.findall("testsuite")
    assert {**hard.attrib} == {"name": "云岭 镇/2024.md", "tests": "4", "failures": "3", "errors": "0"}
    assert [case.find("failure") is not None for case in hard] == [True, True, False, True]
    case = hard[1]
    assert case.get("name") == "T102 some-name 2:10"
    assert case.get("line") == "2"
    assert case[0].get("type") == "必错"
    assert case[0].text.endswith(f"2:10: 必错[T102] 列名“本年度止件数”应为“本年废止件数”\n依据：{BASIS}")
    assert [len(case) for case in clean] == [0]


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 1), ("warning", 3), ("info", 4), ("never", 0)])
def test_junit_fails_what_fails_the_run(fail_on, failures):
    root = ElementTree.fromstring(present("junit", hard_report(), options=Options(fail_on=fail_on)))
    assert len(root.findall(".//failure")) == failures == int(root[0].get("failures"))


def test_junit_holds_no_character_that_xml_forbids():
    text = "\x00\x0b<&>\"'\n\ud800\ufffe"
    shown = present("junit", FileReport('"\x1b&.md', SourceText(text), (finding(text, Span(0, len(text))),)))
    (case,) = ElementTree.fromstring(shown).iter("testcase")
    assert case.get("classname") == '"<U+001B>&.md'
    assert case[0].get("message") == "“<U+0000><U+000B><&>\"'\n<U+D800><U+FFFE>”有误"


def test_junit_tells_of_rules_that_failed():
    report = FileReport("a.md", SourceText("甲"), failures=(RuleFailure("T102", "KeyError"),))
    root = ElementTree.fromstring(present("junit", report))
    assert root[0].get("errors") == "1"
    assert root.find(".//error").get("type") == "KeyError"


def test_rdjson_counts_bytes():
    shown = json.loads(present("rdjson", hard_report()))
    assert shown["source"] == {"name": "hegao"}
    before = len(HARD[HARD.index("“") : HARD.index("本年度")].encode())
    spot = {
        "start": {"line": 2, "column": before + 1},
        "end": {"line": 2, "column": before + 1 + 18},
    }
    assert shown["diagnostics"][1] == {
        "message": f"列名“本年度止件数”应为“本年废止件数”（依据：{BASIS}）",
        "location": {"path": "云岭 镇/2024.md", "range": spot},
        "severity": "ERROR",
        "code": {"value": "T102"},
        "suggestions": [{"range": spot, "text": "本年废止件数"}],
    }
    end = {"line": 3, "column": len("末行\u2028".encode()) + 1}
    assert shown["diagnostics"][3]["location"]["range"] == {"start": end, "end": end}
    assert END.start == len(HARD)


def test_rdjson_joins_the_edits_of_a_fix():
    text = "甲（乙)丙(丁）"
    edits = (Edit(Span(5, 6), "（"), Edit(Span(3, 4), "）"))
    both = Fix("改两处", edits, Applicability.SAFE)
    report = FileReport("a.md", SourceText(text), (finding(text, Span(3, 4), fixes=(both,)),))
    (shown,) = json.loads(present("rdjson", report))["diagnostics"]
    assert shown["suggestions"] == [
        {"range": {"start": {"line": 1, "column": 10}, "end": {"line": 1, "column": 15}}, "text": "）丙（"}
    ]


def test_rdjson_of_nothing_is_a_result():
    assert json.loads(present("rdjson", marked_report("甲")))["diagnostics"] == []


def test_a_fix_without_edits_is_no_suggestion():
    report = marked_report("⟦甲⟧", fixes=(Fix("人工核对", (), Applicability.SUGGESTION), fix(Span(0, 1), "乙")))
    (shown,) = json.loads(present("rdjson", report))["diagnostics"]
    assert [item["text"] for item in shown["suggestions"]] == ["乙"]
    (result,) = sarif(report)["results"]
    assert [item["description"]["text"] for item in result["fixes"]] == ["改为“乙”"]


@pytest.mark.parametrize(
    ("path", "root", "shown", "address"),
    [
        ("a.md", "", "a.md", "a.md"),
        ("./a/b.md", "", "a/b.md", "a/b.md"),
        ("/work/云/a b.md", "/work", "云/a b.md", "%E4%BA%91/a%20b.md"),
        ("/works/a.md", "/work", "/works/a.md", "file:///works/a.md"),
        ("a:b.md", "/work", "a:b.md", "a%3Ab.md"),
        ("a\\b.md", "/work", "a\\b.md", "a%5Cb.md"),
        ("x\\y.md", "C:\\work", "x/y.md", "x/y.md"),
        ("C:\\work\\x\\y z.md", "C:\\work\\", "x/y z.md", "x/y%20z.md"),
        ("D:\\x\\y z.md", "C:\\work", "D:/x/y z.md", "file:///D:/x/y%20z.md"),
        ("\\\\host\\x\\y.md", "C:\\work", "//host/x/y.md", "file://host/x/y.md"),
        ("\udcff.md", "", "\udcff.md", "%FF.md"),
    ],
)
def test_paths_are_as_services_want_them(path, root, shown, address):
    options = Options(root=root)
    assert relative(path, options) == shown
    assert uri(path, options) == address
