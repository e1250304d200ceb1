"""Findings as the protocol's diagnostics, written as JSON at once.

Half a report's findings keep their place when a key is pressed. What was written for a finding is therefore kept and
used again; and since the library's objects would only be turned into the same JSON, they are never made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hegao.finding import Finding, Severity
from hegao.fix import Fix
from hegao.lsp.abilities import Abilities
from hegao.lsp.convert import Positions
from hegao.lsp.identity import identity
from hegao.lsp.snapshot import Snapshot
from hegao.report.model import Options
from hegao.text import Span

MOST = 500
"""So many diagnostics of a text are sent; more help nobody and take the editor long to draw."""
_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}
_UNNECESSARY = 1
_RESIDUE = "J"
_SOURCE = "hegao"
_RULE_URL = Options().rule_url


def message_of(finding: Finding) -> str:
    """What the author reads: the message, and the clause on a line of its own."""
    return f"{finding.message}\n依据：{finding.basis}" if finding.basis else finding.message


class Writer:
    """Writes the diagnostics of one draft, version after version."""

    def __init__(self, uri: str, abilities: Abilities) -> None:
        self._uri = uri
        self._abilities = abilities
        self._kept: dict[int, tuple[Finding, int, str]] = {}

    def write(
        self, findings: Sequence[Finding], positions: Positions, version: int | None, unchanged: int = 0
    ) -> list[str]:
        """The JSON of each finding.

        Args:
            findings: As they may be shown, in the order of the draft.
            unchanged: Everything before this offset is as it was the last time.
        """
        kept: dict[int, tuple[Finding, int, str]] = {}
        written = []
        # What a quick fix needs ends with the version, which changes with every key.
        tail = f',"version":{json.dumps(version)}}}}}' if self._abilities.data else "}"
        for finding in findings:
            known = self._kept.get(id(finding))
            if known is None or known[0] is not finding or known[1] >= unchanged:
                known = (finding, _reach(finding), self._head(finding, positions))
            kept[id(finding)] = known
            written.append(known[2] + tail)
        self._kept = kept
        return written

    def _head(self, finding: Finding, positions: Positions) -> str:
        """The JSON of a finding up to the version."""
        abilities = self._abilities
        item: dict[str, Any] = {
            "range": _range(positions, finding.span),
            "severity": _SEVERITIES[finding.severity],
            "code": finding.code,
            "source": _SOURCE,
            "message": message_of(finding),
        }
        if abilities.code_description and _RULE_URL:
            item["codeDescription"] = {"href": _RULE_URL.format(code=finding.code, name=finding.name)}
        if abilities.tags and _is_superfluous(finding):
            item["tags"] = [_UNNECESSARY]
        if abilities.related and finding.related:
            item["relatedInformation"] = [
                {"location": {"uri": self._uri, "range": _range(positions, other.span)}, "message": other.message}
                for other in finding.related
            ]
        if not abilities.data:
            return _json(item)[:-1]
        item["data"] = {
            "id": identity(finding),
            "code": finding.code,
            "fixes": [_fix(fix, positions) for fix in finding.fixes],
        }
        return _json(item)[:-2]


def notice(message: str, positions: Positions, line: int, severity: Severity, code: str) -> str:
    """The JSON of a diagnostic about a whole line that is no rule's."""
    end = positions.source.line_span(line).end if line < positions.source.line_count else 0
    start = positions.source.line_starts[line] if line < positions.source.line_count else 0
    return _json(
        {
            "range": _range(positions, Span(start, end)),
            "severity": _SEVERITIES[severity],
            "code": code,
            "source": _SOURCE,
            "message": message,
        }
    )


def gravest(findings: Sequence[Finding]) -> tuple[Sequence[Finding], int]:
    """The :data:`MOST` gravest findings in the order of the draft, and how many are left out."""
    if len(findings) <= MOST:
        return findings, 0
    ranked = sorted(range(len(findings)), key=lambda at: (findings[at].severity.rank, at))
    return [findings[at] for at in sorted(ranked[:MOST])], len(findings) - MOST


def title_line(snapshot: Snapshot) -> int:
    """The 0-based line of the title, else the first one."""
    title = snapshot.document.title
    return snapshot.document.source.position(title.span.start).line if title is not None else 0


def _is_superfluous(finding: Finding) -> bool:
    """Whether what is marked should just go: residue with a fix that only takes away."""
    return finding.code.startswith(_RESIDUE) and any(
        fix.edits and not any(edit.replacement.strip() for edit in fix.edits) for fix in finding.fixes
    )


def _reach(finding: Finding) -> int:
    """The last offset that anything in the JSON of a finding depends on."""
    ends = [finding.span.end, *(other.span.end for other in finding.related)]
    ends += (edit.span.end for fix in finding.fixes for edit in fix.edits)
    return max(ends)


def _fix(fix: Fix, positions: Positions) -> Mapping[str, Any]:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "edits": [{"range": _range(positions, edit.span), "newText": edit.replacement} for edit in fix.edits],
    }


def _range(positions: Positions, span: Span) -> Mapping[str, Any]:
    line, character = positions.place(span.start)
    start = {"line": line, "character": character}
    if span.empty:
        return {"start": start, "end": start}
    line, character = positions.place(span.end)
    return {"start": start, "end": {"line": line, "character": character}}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def joined(items: Iterable[str]) -> str:
    """Ready JSON values as a JSON list."""
    return f"[{','.join(items)}]"
