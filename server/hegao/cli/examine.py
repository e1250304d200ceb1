"""One draft from path to presented text: what runs for each file, here or in another process."""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from hegao.cli.choosing import Chooser
from hegao.config.model import Origin, Settings, Suppression
from hegao.config.schema import ConfigError
from hegao.config.suppress import concerns
from hegao.engine import Result, check
from hegao.report.model import FileReport, Options, Presenter
from hegao.report.registry import RECORDS, make_presenter
from hegao.sources.discovery import STDIN, Found
from hegao.sources.encodings import SourceError
from hegao.sources.files import Draft, read_draft, read_stdin

if TYPE_CHECKING:
    from hegao.cli.fixing import Mode
    from hegao.fix import Fix, Plan
    from hegao.report.word_places import WordPlaces

_NONE: Mapping[str, int] = {}
_BLANK = string.whitespace + "\x85\xa0\u2028\u2029\u200b\u3000\ufeff"
_NO_REPORT = "不像政府信息公开工作年度报告，只按通用规则核对。"


class Examined(NamedTuple):
    """What remains of a draft once it is checked: its text in the output format, and counts.

    Attributes:
        error: Why it could not be read, "" when it could.
        skipped: Whether it was left out as no report, found in a folder.
        codes, severities: Number of findings by rule code and by severity.
        concerned, used: Suppressions about this file, and those that left a finding out.
        fixed: Number of fixes applied, or with ``--diff`` of those that would be.
        unsafe, waiting: Corrections left for ``--unsafe-fixes`` and for the next run.
        refused: Why the corrected draft could not be written, "" when it could; the rest is then
            about the draft as it was.
        masked: Whether private values are masked in what ``--diff`` shows.
        rules, usual: Number of rules that ran, and of those that run without settings.
        corrected: The new text of standard input in its encoding, None for a file.
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
    relations_total: int = 0
    failures: tuple[str, ...] = ()
    concerned: frozenset[Suppression] = frozenset()
    used: frozenset[Suppression] = frozenset()
    fixed: int = 0
    unsafe: int = 0
    waiting: int = 0
    refused: str = ""
    masked: bool = False
    rules: int = 0
    usual: int = 0
    corrected: bytes | None = None


class Examiner:
    """Checks drafts under their settings and presents them in one format."""

    def __init__(
        self, chooser: Chooser, output_format: str, options: Options, stdin_name: str = "", mode: Mode | None = None
    ) -> None:
        self._chooser = chooser
        self._options = options
        self._presenter: Presenter = make_presenter(output_format, options)
        self._records = output_format in RECORDS
        self._stdin_name = stdin_name
        self._mode = mode

    def examine(self, found: Found) -> Examined:
        """Check one draft, and correct it where that is asked for.

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
        if found.named and not draft.text.strip(_BLANK):
            what = "标准输入" if stdin else "文件"
            return Examined(error=f"{name}：{what}是空的，没有可核对的内容。请确认是否选错或没有保存。")
        result = check(draft.text, settings, name)
        if not result.rules:
            raise ConfigError(f"{_origin(settings)}：没有启用任何规则，请检查 select、ignore。")
        if not (result.document.is_report or found.named):
            return Examined(skipped=True, corrected=self._as_it_was(draft) if stdin else None)
        if self._mode is not None:
            return self._fix(draft, result, settings, self._mode, stdin)
        return self._examined(self._report(draft, result, settings), result, settings)

    def _report(self, draft: Draft, result: Result, settings: Settings) -> FileReport:
        report = report_of(draft, result)
        if not self._records:
            return report
        from hegao.cli.recording import record_of

        return report._replace(record=record_of(draft, result, settings))

    def _as_it_was(self, draft: Draft) -> bytes | None:
        """What a filter passes on of a text that is no report: an editor would take nothing for an empty text."""
        if self._mode is None or self._mode.diff:
            return None
        from hegao.sources.write import encoded

        return encoded(draft, draft.text)

    def _fix(self, draft: Draft, before: Result, settings: Settings, mode: Mode, stdin: bool) -> Examined:
        from hegao.cli.fixing import corrections, fix_draft
        from hegao.sources.write import encoded

        report = self._report(draft, before, settings)
        data: bytes | None = None
        try:
            possible = _possible(draft)
            fixed = fix_draft(before, settings, draft.name, mode.unsafe, possible)
            after = draft._replace(text=fixed.plan.text)
            if stdin or (mode.diff and draft.word is None):
                data = encoded(draft, fixed.plan.text)
            elif fixed.plan.applied and not mode.diff:
                after = _written(draft, fixed.plan, mode)
        except SourceError as error:
            refused = self._examined(report, before, settings)._replace(refused=str(error))
            return refused._replace(output="") if mode.diff else refused
        if after.word is not None and fixed.impossible:
            told = f"有 {fixed.impossible} 处改正涉及自动编号、域、文本框或表格的结构，没有写进 Word 文件，请手工改。"
            after = after._replace(note=after.note + told)
        done = self._report(after, fixed.after, settings)
        # Where whole paragraphs came or went, the file may read with other blank lines than the plan.
        if after.text == fixed.plan.text:
            done = done._replace(corrected=corrections(report, fixed.plan))
        examined = self._examined(done, fixed.after, settings)._replace(
            fixed=len(fixed.plan.applied), unsafe=fixed.unsafe, waiting=fixed.waiting
        )
        if not mode.diff:
            return examined._replace(corrected=data)
        from hegao.report.diff import unified_diff

        return examined._replace(
            output=unified_diff(report, fixed.plan.edits, self._options, mode.screen),
            masked=bool(before.private),
        )

    def _examined(self, report: FileReport, result: Result, settings: Settings) -> Examined:
        return Examined(
            output=self._presenter.file(report),
            report=report.is_report,
            codes=Counter(finding.code for finding in result.findings),
            severities=Counter(finding.severity.value for finding in result.findings),
            suppressed=result.suppressed,
            relations_checked=result.relations.checked,
            relations_broken=result.relations.broken,
            relations_total=result.relations.total,
            rules=result.rules,
            usual=result.usual,
            failures=tuple(failure.code for failure in result.failures),
            concerned=frozenset(entry for entry in settings.suppress if concerns(entry, report.path)),
            used=result.used,
        )


def _possible(draft: Draft) -> Callable[[Fix], bool]:
    """Tells of a fix whether the file of a draft can take it."""
    if draft.word is None:
        return lambda _: True
    from hegao.cli.word_fixing import possible_in, refuse_foreign

    refuse_foreign(draft)
    return possible_in(draft)


def _written(draft: Draft, plan: Plan, mode: Mode) -> Draft:
    """Write what was planned; returns the draft as it is then."""
    if draft.word is None:
        from hegao.sources.write import write_draft

        write_draft(draft, plan.text)
        return draft._replace(text=plan.text)
    from hegao.cli.word_fixing import write_edits

    return write_edits(draft, plan.edits, mode.track)


def _origin(settings: Settings) -> Origin:
    """Where what chooses the rules is written."""
    return next(
        (settings.origins[key] for key in ("rules.select", "rules.ignore") if key in settings.origins), Origin()
    )


def _places(draft: Draft, result: Result) -> WordPlaces | None:
    if draft.word is None:
        return None
    from hegao.report.word_places import WordPlaces

    return WordPlaces(draft.word, result.document)


def report_of(draft: Draft, result: Result) -> FileReport:
    """What a presenter is given of a draft that was checked."""
    document = result.document
    return FileReport(
        path=draft.name,
        source=document.source,
        findings=result.findings,
        failures=result.failures,
        relations_checked=result.relations.checked,
        relations_broken=result.relations.broken,
        relations_total=result.relations.total,
        encoding=draft.encoding.label,
        is_report=document.is_report,
        suppressed=result.suppressed,
        note=draft.note + ("" if document.is_report else _NO_REPORT),
        private=result.private,
        word=_places(draft, result),
    )
