"""Which findings a request for code actions is about, and how these may be shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

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
    named, placed = _by_name(snapshot, params.context.diagnostics), _by_line(snapshot, params.context.diagnostics)
    shown: dict[Finding, list[types.Diagnostic]] = {}
    for diagnostic in params.context.diagnostics:
        name = _name(diagnostic)
        means = placed.get(_line(diagnostic), ()) if name is None else named.get(name, ())
        for finding in means:
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


_Groups = dict[Any, list[Finding]]


def _name(diagnostic: types.Diagnostic) -> object:
    """The finding's name in a diagnostic; None where the client keeps none."""
    name = diagnostic.data.get("id") if isinstance(diagnostic.data, dict) else None
    return name if isinstance(name, str) else None


def _line(diagnostic: types.Diagnostic) -> tuple[int | str | None, int]:
    """Code and line; of somebody else's diagnostic none that is ours."""
    ours = diagnostic.source in (None, "hegao")
    return diagnostic.code if ours else None, diagnostic.range.start.line


def _by_name(snapshot: Snapshot, diagnostics: Iterable[types.Diagnostic]) -> _Groups:
    """The findings that diagnostics name, by name."""
    return _grouped(snapshot, {_name(diagnostic) for diagnostic in diagnostics} - {None}, identity)


def _by_line(snapshot: Snapshot, diagnostics: Iterable[types.Diagnostic]) -> _Groups:
    """The findings of diagnostics without a name, by code and line."""
    wanted = {_line(diagnostic) for diagnostic in diagnostics if _name(diagnostic) is None}
    position = snapshot.document.source.position
    return _grouped(snapshot, wanted, lambda finding: (finding.code, position(finding.span.start).line))


def _grouped(snapshot: Snapshot, wanted: Collection[object], key: Callable[[Finding], object]) -> _Groups:
    groups: _Groups = {}
    for finding in snapshot.result.findings if wanted else ():
        name = key(finding)
        if name in wanted:
            groups.setdefault(name, []).append(finding)
    return groups


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
