"""Many drafts on several processors: in order, as they come, with bounded memory."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from hegao.cli.examine import Examined, Examiner
from hegao.sources.discovery import Found

if TYPE_CHECKING:
    from multiprocessing.pool import AsyncResult

WORTHWHILE = 64
"""Files from which on a second process costs less than it saves."""
_CHUNK = 16
_AHEAD = 3

_examiner: Examiner | None = None


def default_jobs(files: int) -> int:
    """Processes for that many files."""
    if files < WORTHWHILE:
        return 1
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, files // (WORTHWHILE // 2)))


def examine_all(examiner: Examiner, files: Sequence[Found], jobs: int) -> Iterator[Examined]:
    """Yield what becomes of each file, in their order."""
    if jobs < 2 or len(files) < 2:
        for found in files:
            yield examiner.examine(found)
        return
    import multiprocessing

    # A forked child has the rules already; where there is no fork it reads them itself.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with context.Pool(jobs, _start, (examiner,)) as pool:
        chunks = (files[at : at + _CHUNK] for at in range(0, len(files), _CHUNK))
        waiting: deque[AsyncResult[list[Examined]]] = deque()
        # Only some chunks are under way at a time: a slow terminal must not pile results up here.
        for chunk in islice(chunks, jobs * _AHEAD):
            waiting.append(pool.apply_async(_examine, (chunk,)))
        while waiting:
            done = waiting.popleft().get()
            following = next(chunks, None)
            if following:
                waiting.append(pool.apply_async(_examine, (following,)))
            yield from done


def _start(examiner: Examiner) -> None:
    # The one way to hand a worker process its state.
    global _examiner
    _examiner = examiner
    # The parent stops the run; a traceback from each child would only bury its message.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _examine(chunk: Sequence[Found]) -> list[Examined]:
    assert _examiner is not None
    return [_examiner.examine(found) for found in chunk]
