"""When an open draft is checked, and what becomes of the result.

A draft at rest is checked at once when it is edited. While edits keep coming (a paste, a macro, a formatter, a held
key) the check waits until they pause for two milliseconds, so that fifty edits cost two checks instead of fifty. A
draft whose checks take long is checked in a thread of its own; its result counts only if no edit came in between.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import TYPE_CHECKING, NamedTuple

from hegao.config.model import DEFAULTS, Settings
from hegao.config.rules import active_rules
from hegao.config.schema import ConfigError
from hegao.engine import Result, check
from hegao.lsp.drafts import Draft
from hegao.lsp.settings import Held, Problem, problem_of
from hegao.lsp.snapshot import Snapshot
from hegao.rulepack.load import PackError
from hegao.session import Session
from hegao.sources.encodings import SourceError
from hegao.sources.files import LIMIT

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

LONG = 0.03
"""Seconds. A check that took longer than this is done in the thread from then on."""
TOO_LONG = f"文稿超过 {LIMIT // (1024 * 1024)} MB，不像一份报告，没有核对。汇编请拆成单份报告。"
PAUSE = 0.002
"""Seconds without an edit after which a burst of them counts as over."""
_TOGETHER = 0.0005
_PER_CHARACTER = 7e-7
"""Seconds that the first check of a text takes for each character, about."""
_MOST_CHARACTERS = LIMIT // 3
"""What the command line takes in bytes, in characters of three bytes each."""


class _Outcome(NamedTuple):
    """What a check gave, and the session to go on with.

    Attributes:
        problem: Why settings could not be followed whole; None when they were.
        defect: What the session raised, after which the draft was checked without one.
    """

    result: Result
    session: Session
    problem: Problem | None
    seconds: float
    defect: Exception | None = None


class Checked:
    """An open draft under its settings, and what is known of it.

    Attributes:
        snapshot: Of the last version checked; None before the first check, and while checking is switched off.
        serial: Of the text that ``snapshot`` is about.
        enabled: Whether it is to be checked at all.
        elapsed: Seconds that its last check took; before the first what it will take.
        problem: Why settings could not be followed; None when they were.
        failed: Why the draft could not be checked, in Chinese; "" usually.
        unchanged: Everything before this offset is as it was when diagnostics were last written.
    """

    def __init__(self, server: HegaoServer, draft: Draft, held: Held, enabled: bool) -> None:
        self.server = server
        self.draft = draft
        self.snapshot: Snapshot | None = None
        self.serial = -1
        self.elapsed = len(draft.source) * _PER_CHARACTER
        self.failed = ""
        self.unchanged = 0
        self._edited_at = 0.0
        self._checked_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._job: asyncio.Future[_Outcome] | None = None
        self._waiting: list[asyncio.Future[Snapshot | None]] = []
        self.set(held, enabled)

    def set(self, held: Held, enabled: bool) -> None:
        """Go on under other settings."""
        self.settings, self.problem = held
        self.enabled = enabled
        self._session = Session(held.settings, self.draft.file)
        self.snapshot = None
        self.serial = -1

    def edited(self, arrived: float) -> None:
        """Take note of an edit that arrived at a time."""
        changed = self.draft.changed
        self.unchanged = min(self.unchanged, changed.start if changed is not None else 0)
        # What came in while a check was running was sent before anybody could see its result.
        together = arrived < self._checked_at or arrived - self._edited_at < _TOGETHER
        self._edited_at = arrived
        if together or self._timer is not None:
            self._wait()

    def flush(self) -> None:
        """Check the present text, now or as soon as edits pause."""
        if self.serial != self.draft.serial and self._timer is None and self._job is None:
            self._start()

    def current(self) -> Snapshot | Awaitable[Snapshot | None] | None:
        """The snapshot of the present text, or what will become that of the text as it is then."""
        if self.serial == self.draft.serial:
            return self.snapshot
        if self._timer is None and self._job is None:
            self._start()
            if self.serial == self.draft.serial:
                return self.snapshot
        future: asyncio.Future[Snapshot | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        return future

    def close(self) -> None:
        """Drop all work; whoever waits gets nothing."""
        self._stop_timer()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._answer(None)

    def _wait(self) -> None:
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(PAUSE, self._paused)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _paused(self) -> None:
        self._timer = None
        if self._job is None and self.serial != self.draft.serial:
            self._start()

    def _start(self) -> None:
        if not self.enabled or len(self.draft.source) > _MOST_CHARACTERS:
            self.snapshot, self.serial = None, self.draft.serial
            self.failed = TOO_LONG if self.enabled else ""
            self._tell()
        elif self.elapsed > LONG and self.server.worker is not None:
            self._check_there()
        else:
            self._check_here()

    def _check_here(self) -> None:
        serial = self.draft.serial
        try:
            outcome = _checked(self._session, self.draft.source)
        except Exception as error:  # noqa: BLE001 - one draft must not end the server
            self._fail(error, serial)
            return
        self._take(outcome, serial)

    def _check_there(self) -> None:
        worker = self.server.worker
        assert worker is not None
        serial, text, session = self.draft.serial, self.draft.source, self._session
        self._job = job = worker.run(lambda: _checked(session, text))
        job.add_done_callback(lambda job: self._arrived(job, session, serial))

    def _arrived(self, job: asyncio.Future[_Outcome], session: Session, serial: int) -> None:
        if job is not self._job:
            return
        self._job = None
        if serial != self.draft.serial or session is not self._session:
            # Of a text or settings of the past: nobody is told.
            if self._timer is None:
                self._wait()
            return
        error = job.exception()
        if error is not None:
            self._fail(error, serial)
        else:
            self._take(job.result(), serial)

    def _take(self, outcome: _Outcome, serial: int) -> None:
        self._checked_at = time.perf_counter()
        self.elapsed, self.failed, self.serial = outcome.seconds, "", serial
        self._session = outcome.session
        if outcome.problem is not None:
            self.settings, self.problem = outcome.session.settings, outcome.problem
        if outcome.defect is not None:
            self.server.tell_defect(outcome.defect)
        result = outcome.result
        if not result.document.is_report:
            result = result._replace(findings=())
        draft = self.draft
        self.snapshot = Snapshot(
            uri=draft.uri,
            version=draft.version,
            path=draft.file,
            language=draft.language_id or "",
            positions=draft.positions,
            result=result,
            rules=active_rules(self.settings, result.document.form.key),
            settings=self.settings,
            client=self.server.client,
        )
        self._tell()

    def _fail(self, error: BaseException, serial: int) -> None:
        self._checked_at = time.perf_counter()
        self.snapshot, self.serial = None, serial
        self.failed = f"程序出错，这份文稿没有核对：{self.server.tell_defect(error)}。请反馈给维护者。"
        self._tell()

    def _tell(self) -> None:
        self.server.desk.checked(self)
        self._answer(self.snapshot)

    def _answer(self, snapshot: Snapshot | None) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(snapshot)


def _checked(session: Session, text: str) -> _Outcome:
    """Check a text under its settings as far as they can be followed."""
    defect = None
    started = time.perf_counter()
    try:
        session, result, problem = _followed(session, text)
    except Exception as error:  # noqa: BLE001 - what a session remembers may be wrong; a draft is checked all the same
        defect, problem = error, None
        session = Session(session.settings, session.filename)
        result = check(text, session.settings, session.filename)
    return _Outcome(result, session, problem, time.perf_counter() - started, defect)


def _followed(session: Session, text: str) -> tuple[Session, Result, Problem | None]:
    """Check under as much of the settings as can be followed: without last year's report, or without rules named."""
    settings, problem = session.settings, None
    without_rules = DEFAULTS._replace(agency=settings.agency, within=settings.within, files=settings.files)
    for weaker in (settings._replace(previous=""), without_rules):
        try:
            return session, session.check(text), problem
        except (ConfigError, PackError, SourceError) as error:
            problem = problem or _problem(error, settings)
            session = Session(weaker, session.filename)
    return session, session.check(text), problem


def _problem(error: ConfigError | PackError | SourceError, settings: Settings) -> Problem:
    file = settings.files[0] if settings.files else ""
    if isinstance(error, SourceError):
        return Problem(file, max(settings.origin("previous.report").line - 1, 0), str(error))
    return problem_of(file, error)
