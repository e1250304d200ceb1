"""One draft from path to presented text: what runs for each file, here or in another process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from hegao.cli.choosing import Chooser
from hegao.config.model import Suppression
from hegao.config.suppress import concerns
from hegao.engine import check
from hegao.report.model import FileReport, Options, Presenter
from hegao.report.registry import make_presenter
from hegao.sources.discovery import STDIN, Found
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft, read_stdin

_NONE: Mapping[str, int] = {}
_NO_REPORT = "不像政府信息公开工作年度报告，只按通用规则核对。"


class Examined(NamedTuple):
    """What remains of a draft once it is checked: its text in the output format, and counts.

    Attributes:
        error: Why it could not be read, "" when it could.
        skipped: Whether it was left out as no report, found in a folder.
        codes, severities: Number of findings by rule code and by severity.
        concerned, used: Suppressions about this file, and those that left a finding out.
    """

    output: str = ""
    error: str = ""
    skipped: bool = False
    report: bool = False
    codes: Mapping[str, int] = _NONE
    severities: Mapping[str, int] = _NONE
    suppressed: int = 0
    relations_checked: int = 0
    relations_broken: int = 0
    failures: tuple[str, ...] = ()
    concerned: frozenset[Suppression] = frozenset()
    used: frozenset[Suppression] = frozenset()


class Examiner:
    """Checks drafts under their settings and presents them in one format."""

    def __init__(self, chooser: Chooser, output_format: str, options: Options, stdin_name: str = "") -> None:
        self._chooser = chooser
        self._presenter: Presenter = make_presenter(output_format, options)
        self._stdin_name = stdin_name

    def examine(self, found: Found) -> Examined:
        """Check one draft.

        Raises:
            hegao.config.ConfigError, hegao.rulepack.load.PackError: The run cannot go on.
        """
        stdin = found.path == STDIN
        name = (self._stdin_name or STDIN) if stdin else found.path
        # A broken setting is told before a broken draft: it concerns all of them.
        settings = self._chooser.settings(name)
        try:
            draft = read_stdin(name) if stdin else read_draft(name)
        except SourceError as error:
            return Examined(error=str(error))
        result = check(draft.text, settings, name)
        document = result.document
        if not (document.is_report or found.named):
            return Examined(skipped=True)
        report = FileReport(
            path=name,
            source=document.source,
            findings=result.findings,
            failures=result.failures,
            relations_checked=result.relations.checked,
            relations_broken=result.relations.broken,
            encoding=draft.encoding.label,
            is_report=document.is_report,
            suppressed=result.suppressed,
            note="" if document.is_report else _NO_REPORT,
        )
        return Examined(
            output=self._presenter.file(report),
            report=document.is_report,
            codes=Counter(finding.code for finding in result.findings),
            severities=Counter(finding.severity.value for finding in result.findings),
            suppressed=result.suppressed,
            relations_checked=result.relations.checked,
            relations_broken=result.relations.broken,
            failures=tuple(failure.code for failure in result.failures),
            concerned=frozenset(entry for entry in settings.suppress if concerns(entry, name)),
            used=result.used,
        )
