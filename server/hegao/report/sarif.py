"""SARIF 2.1.0, streamed: the results come first, the rules they name after them."""

from __future__ import annotations

import json
from typing import Any

from hegao.finding import Finding, Severity
from hegao.fix import Fix
from hegao.report.model import FileReport, Options, Summary
from hegao.report.paths import uri
from hegao.report.places import place, word_place
from hegao.report.private import without_private
from hegao.rulepack.model import FAMILIES, Rule
from hegao.text import SourceText, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class SarifPresenter:
    """One log with one run."""

    separator = ",\n"

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Open the log, the run and its results."""
        head = {
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
        }
        return f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{_json(head)[:-1]}, "results": [\n'

    def file(self, report: FileReport) -> str:
        """A result for each finding."""
        shown = without_private(report)
        address = uri(shown.path, self._options)
        results = [self._result(shown, address, finding) for finding in shown.findings]
        if shown.encoding and not shown.encoding.upper().startswith("UTF-8"):
            for result in results:
                result["properties"] = {"encoding": shown.encoding}
        return ",\n".join(_json(result) for result in results)

    def end(self, summary: Summary) -> str:
        """Close the results; tell of the tool, its rules and how the run went."""
        driver: dict[str, Any] = {"name": "hegao", "fullName": "核稿 hegao"}
        if self._options.version:
            driver["version"] = self._options.version
        driver["rules"] = [self._rule(rule) for code, rule in sorted(summary.rules.items()) if code in summary.codes]
        invocation: dict[str, Any] = {
            "executionSuccessful": not (summary.unreadable or summary.failures),
            "toolExecutionNotifications": [
                {
                    "level": "error",
                    "message": {"text": f"规则 {code} 在 {count} 份文稿上运行出错，未核对。"},
                    "associatedRule": {"id": code},
                }
                for code, count in sorted(summary.failures.items())
            ],
        }
        return f'\n], "tool": {_json({"driver": driver})}, "invocations": [{_json(invocation)}]}}]}}\n'

    def _result(self, report: FileReport, address: str, finding: Finding) -> dict[str, Any]:
        source = report.source
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": _LEVELS[finding.severity],
            "message": {"text": f"{word_place(report, finding.span.start)}{finding.message}（依据：{finding.basis}）"},
            "locations": [_location(source, address, finding.span, finding.text)],
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, **_location(source, address, other.span), "message": {"text": other.message}}
                for number, other in enumerate(finding.related, 1)
            ]
        if fixes := [_fix(source, address, fix) for fix in finding.fixes if fix.edits]:
            result["fixes"] = fixes
        return result

    def _rule(self, rule: Rule) -> dict[str, Any]:
        text = "".join((rule.explanation, f"依据：{rule.basis}。"))
        described: dict[str, Any] = {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": text},
            "help": {"text": text},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"tags": [FAMILIES[rule.family]]},
        }
        if self._options.rule_url:
            described["helpUri"] = self._options.rule_url.format(code=rule.code, name=rule.name)
        return described


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _region(source: SourceText, span: Span) -> dict[str, Any]:
    row, column = place(source, span.start)
    end_row, end_column = place(source, span.end)
    return {"startLine": row, "startColumn": column, "endLine": end_row, "endColumn": end_column}


def _location(source: SourceText, address: str, span: Span, snippet: str = "") -> dict[str, Any]:
    region = _region(source, span)
    if snippet:
        region["snippet"] = {"text": snippet}
    return {"physicalLocation": {"artifactLocation": {"uri": address}, "region": region}}


def _fix(source: SourceText, address: str, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.replacement}}
        for edit in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{"artifactLocation": {"uri": address}, "replacements": replacements}],
        "properties": {"applicability": fix.applicability.value},
    }
