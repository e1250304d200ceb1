"""Which findings a request for code actions is about, and how these may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lsprotocol import types

from hegao.finding import Finding
from hegao.fix import Fix
from hegao.lsp.identity import identity
from hegao.lsp.snapshot import Snapshot
from hegao.report.model import FileReport
from hegao.report.private import without_private

MOST = 40
"""So many findings are answered for: a menu for a whole draft that is selected helps nobody."""


class Meant(NamedTuple):
    """A finding that is asked about.

    Attributes:
        titles: For each of its fixes what to call it, private values masked.
        diagnostics: The client's own that show it.
    """

    finding: Finding
    titles: tuple[str, ...]
    diagnostics: tuple[types.Diagnostic, ...] = ()

    @property
    def named_fixes(self) -> Iterable[tuple[str, Fix]]:
        """Its fixes with their titles."""
        return zip(self.titles, self.finding.fixes, strict=True)


def meant(snapshot: Snapshot, params: types.CodeActionParams) -> list[Meant]:
    """The findings that a request means, those under the caret first, then the gravest.

    Each diagnostic of the client leads to a finding by its name, and where the client keeps none, by code and
    line: clients exist that send columns in bytes. Only when this leads nowhere does the range decide, which
    some clients put at the end of the line. A diagnostic of an older text that fits nothing now is left out.
    """
    at = snapshot.positions.span(params.range)
    shown: dict[Finding, list[types.Diagnostic]] = {}
    for diagnostic in params.context.diagnostics:
        for finding in _named_by(snapshot, diagnostic):
            shown.setdefault(finding, []).append(diagnostic)
    found = list(shown) or [finding for finding in snapshot.result.findings if finding.span.touches(at)]
    found.sort(key=lambda finding: (not finding.span.touches(at), finding.severity.rank, finding.span))
    found = found[:MOST]
    return [
        Meant(finding, titles, tuple(shown.get(finding, ())))
        for finding, titles in zip(found, _titles(snapshot, found), strict=True)
    ]


def finding_named(snapshot: Snapshot, name: object) -> Finding | None:
    """The finding of a name; None when the draft has none such now."""
    return next((finding for finding in snapshot.result.findings if identity(finding) == name), None)


def _named_by(snapshot: Snapshot, diagnostic: types.Diagnostic) -> Sequence[Finding]:
    if diagnostic.source not in (None, "hegao"):
        return ()
    name = diagnostic.data.get("id") if isinstance(diagnostic.data, dict) else None
    if name is not None:
        finding = finding_named(snapshot, name)
        return () if finding is None else (finding,)
    line = diagnostic.range.start.line
    source = snapshot.document.source
    if not 0 <= line < source.line_count:
        return ()
    start, end = source.line_span(line)
    return [
        finding
        for finding in snapshot.result.findings
        if finding.code == diagnostic.code and start <= finding.span.start <= end
    ]


def _titles(snapshot: Snapshot, findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """The titles of the fixes of each finding, with nothing private in them."""
    if not snapshot.result.private:
        return [tuple(fix.title for fix in finding.fixes) for finding in findings]
    report = FileReport("", snapshot.document.source, tuple(findings), private=snapshot.result.private)
    titles = []
    for finding, hidden in zip(findings, without_private(report).findings, strict=True):
        same = len(hidden.fixes) == len(finding.fixes)
        # What may not be shown may still be put into the author's own text.
        names = [fix.title for fix in hidden.fixes] if same else ["改正这一处"] * len(finding.fixes)
        titles.append(tuple(names))
    return titles
