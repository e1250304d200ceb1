"""Compare commands in turn (A B A B …): on a shared machine only ratios of neighbours can be trusted."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

# An installed program has its bytecode beside it: let the round that warms up write it.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Cost(NamedTuple):
    """What a command cost: seconds, seconds of processor time, MiB of its largest process."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end, output thrown away. Findings (status 1) are no error."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"status {process.returncode}: {' '.join(command)}")
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def in_turn(commands: dict[str, Sequence[str]], rounds: int) -> dict[str, list[Cost]]:
    """Run all commands in turn, ``rounds`` times after one round to warm up."""
    for command in commands.values():
        run(command)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return costs


def ratio(mine: list[Cost], theirs: list[Cost], of: Callable[[Cost], float]) -> float:
    """The median of the ratios pair by pair."""
    return statistics.median(of(a) / of(b) for a, b in zip(mine, theirs, strict=True))


def middle(costs: list[Cost], of: Callable[[Cost], float]) -> float:
    """The median."""
    return statistics.median(of(cost) for cost in costs)


def verdict(value: float, goal: float) -> str:
    """A figure beside its goal."""
    return f"{value:.2f} (goal ≤ {goal:g}: {'met' if value <= goal else 'MISSED'})"


def hegao() -> list[str]:
    """The command under test: the one of this interpreter's environment."""
    beside = Path(sys.executable).with_name("hegao")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "hegao"]


def autocorrect(given: str) -> list[str] | None:
    """The command of the npm package autocorrect-node; None, with a word of advice, when it is missing."""
    found = shutil.which(given)
    if found is None:
        print("autocorrect not found: npm install autocorrect-node, then --autocorrect node_modules/.bin/autocorrect")
        return None
    return [found]
