"""What a presenter is given and what it is.

Rows and columns exist only in this package and count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol, TextIO

if TYPE_CHECKING:
    from hegao.document.model import Document
    from hegao.engine import RuleFailure
    from hegao.finding import Finding
    from hegao.report.word_places import WordPlaces
    from hegao.rulepack.model import Rule
    from hegao.text import SourceText, Span


_NO_COUNTS: Mapping[str, int] = {}
_NO_RULES: Mapping[str, Rule] = {}


class Corrected(NamedTuple):
    """A fix that was applied, as it may be shown.

    Attributes:
        offset: Where it begins in the corrected text.
        code: Of the rule.
        text: What stood there; private text masked.
        title: The title of the fix.
    """

    offset: int
    code: str
    text: str
    title: str


class Accepted(NamedTuple):
    """A suppression that left a finding out, as it may be shown: private text masked."""

    code: str
    title: str
    text: str
    reason: str
    origin: str


class Record(NamedTuple):
    """What a record to be filed says of a check beside its findings.

    Attributes:
        document: The draft as parsed; its tables are shown as tables.
        sha256: Of the file as it was read.
        form: Name of the official form it was checked against.
        packs: What else the rules come from: the keys of packs that the settings name.
        rules: Those that ran.
        accepted: Why findings were left out.
    """

    document: Document
    sha256: str = ""
    form: str = ""
    packs: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    accepted: tuple[Accepted, ...] = ()


class FileReport(NamedTuple):
    """What there is to say of one draft.

    Attributes:
        path: As the reader is to see it, usually relative to where the command was started.
        findings: In the order of the draft.
        failures: Rules that raised on this draft.
        relations_checked, relations_broken, relations_total: Relations between figures (勾稽); the last is
            how many a complete report has.
        encoding: The encoding assumed, such as ``utf-8``.
        is_report: Whether the draft was recognised as a report of a known form.
        suppressed: Number of findings left out because of a suppression.
        note: One Chinese sentence on how the draft was checked, or "".
        corrected: What was corrected before; ``source`` and ``findings`` are those of the new text.
        private: Where private values stand that have no finding here, because it was left out or its
            rule was not asked for; they are masked like the others.
        word: Of a Word file the names of its places; its lines are none that anybody sees.
        record: For the formats in ``registry.RECORDS``, else None.
    """

    path: str
    source: SourceText
    findings: tuple[Finding, ...] = ()
    failures: tuple[RuleFailure, ...] = ()
    relations_checked: int = 0
    relations_broken: int = 0
    relations_total: int = 0
    encoding: str = "utf-8"
    is_report: bool = True
    suppressed: int = 0
    note: str = ""
    corrected: tuple[Corrected, ...] = ()
    private: tuple[Span, ...] = ()
    word: WordPlaces | None = None
    record: Record | None = None


class Fixing(NamedTuple):
    """What fixing came to, over all drafts.

    Attributes:
        fixed: Fixes applied, or with ``--diff`` those that would be.
        files: Drafts they are in.
        unsafe: Corrections left that ``--unsafe-fixes`` would apply.
        waiting: Corrections left for the next run because they touch one that was applied.
        refused: Drafts that could not be written (their messages went to standard error).
    """

    fixed: int = 0
    files: int = 0
    unsafe: int = 0
    waiting: int = 0
    refused: int = 0


class Summary(NamedTuple):
    """The run as a whole; its size does not depend on the number of drafts.

    Attributes:
        files: Drafts checked; ``reports`` of them are reports of a known form.
        skipped: Files in folders left out because they are no reports.
        errors, warnings, infos: Findings by severity.
        suppressed: Findings left out because of a suppression.
        relations_checked, relations_broken, relations_total: Relations between figures (勾稽), over all drafts.
        codes: Number of findings by rule code.
        rules: The rules that were run, by code; at least those in ``codes``.
        failures: Number of drafts on which a rule raised, by rule code.
        unreadable: Files that could not be read (their messages went to standard error).
        unused_suppressions: One ready Chinese sentence for each suppression that met no finding.
        seconds: How long the run took.
        fixing: What fixing came to; None when nothing was to be fixed.
        rules_used, rules_usual: Where settings left rules out, how many ran on the draft with the
            fewest, and how many run without settings; else 0.
    """

    files: int = 0
    reports: int = 0
    skipped: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    suppressed: int = 0
    relations_checked: int = 0
    relations_broken: int = 0
    relations_total: int = 0
    codes: Mapping[str, int] = _NO_COUNTS
    rules: Mapping[str, Rule] = _NO_RULES
    failures: Mapping[str, int] = _NO_COUNTS
    unreadable: int = 0
    unused_suppressions: tuple[str, ...] = ()
    seconds: float = 0.0
    fixing: Fixing | None = None
    rules_used: int = 0
    rules_usual: int = 0

    @property
    def findings(self) -> int:
        """Findings of any severity."""
        return self.errors + self.warnings + self.infos


class Options(NamedTuple):
    """How to present.

    Attributes:
        color: Whether to colour (``text`` and ``concise`` only).
        width: Columns of the terminal; longer source lines are cut around the finding.
        quiet: Leave out the summary and everything but the findings.
        verbose: Show encodings, timing and the like.
        statistics: Add the number of findings of each rule.
        fail_on: The lowest severity that makes the run fail: ``error warning info never``; for
            formats that tell failed from passed.
        version: Of hegao, for formats that name their tool.
        rule_url: Address of a rule's page with ``{code}`` and ``{name}``; "" when there is none.
        root: Absolute folder to which machine formats make absolute paths relative, or "".
        date: When the run began, as people write it; "" where nobody asks.
    """

    color: bool = False
    width: int = 100
    quiet: bool = False
    verbose: bool = False
    statistics: bool = False
    fail_on: str = "warning"
    version: str = ""
    rule_url: str = ""
    root: str = ""
    date: str = ""


class Presenter(Protocol):
    """A format: pure functions to text, joined by :class:`Output`.

    The text of a draft depends on nothing but the draft, so it can be made in another process.
    """

    separator: str
    """Stands between the texts of two drafts, texts that are empty left out."""

    def __init__(self, options: Options) -> None: ...

    def begin(self) -> str:
        """What precedes the first draft."""
        ...

    def file(self, report: FileReport) -> str:
        """One draft; "" when the format has nothing to say of it."""
        ...

    def end(self, summary: Summary) -> str:
        """What follows the last draft."""
        ...


class Output:
    """Writes a presenter's text to a stream as it comes; keeps none of it."""

    def __init__(self, presenter: Presenter, stream: TextIO) -> None:
        self._presenter = presenter
        self._stream = stream
        self._begun = False
        self._separate = False

    def file(self, report: FileReport) -> None:
        """Write one draft."""
        self.put(self._presenter.file(report))

    def put(self, text: str) -> None:
        """Write what ``presenter.file`` gave for one draft, perhaps in another process."""
        self._begin()
        if not text:
            return
        self._stream.write(self._presenter.separator + text if self._separate else text)
        self._separate = True

    def finish(self, summary: Summary) -> None:
        """Write what follows the last draft."""
        self._begin()
        self._stream.write(self._presenter.end(summary))
        self._stream.flush()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._stream.write(self._presenter.begin())
