"""A progress line on standard error, for runs long enough to wonder about."""

from __future__ import annotations

import sys
import time

_INTERVAL = 0.1
_WIDTH = 24
_CLEAR = "\r\x1b[2K"


class Progress:
    """Drawn only where somebody looks: standard error is a terminal."""

    def __init__(self, total: int, wanted: bool) -> None:
        self._total = total
        self._done = 0
        self._next = 0.0
        self._shown = False
        self._wanted = wanted and sys.stderr.isatty()

    def step(self) -> None:
        """One more file is done."""
        self._done += 1
        if not self._wanted:
            return
        now = time.monotonic()
        if now < self._next and self._done < self._total:
            return
        self._next = now + _INTERVAL
        filled = _WIDTH * self._done // max(self._total, 1)
        bar = "#" * filled + "." * (_WIDTH - filled)
        sys.stderr.write(f"{_CLEAR}[{bar}] {self._done}/{self._total}")
        sys.stderr.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away before something else is written."""
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False
