"""Keystroke to diagnostics: `hegao lsp` against the AutoCorrect server, ruff server and the floor of any pygls server.

python benchmarks/latency.py [--rounds 3] [--edits 40] [--sizes 7000,70000,700000] [--autocorrect PATH] [--ruff PATH]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from corpus import one_report
from pairs import autocorrect, hegao

TOOLS = Path(__file__).resolve().parents[2] / "shared" / "tools"
SMALL, MIDDLE, LARGE = 7_000, 70_000, 700_000
PLACES: dict[str, list[str]] = {
    "begin": ["--at-fraction", "0"],
    "middle": ["--at-fraction", "0.5"],
    "end": ["--at-fraction", "1"],
    "scattered": ["--scatter", "7"],
}
Facts = dict[str, Any]


class Server(NamedTuple):
    """A server to measure: its command, its language, and the text in it by size."""

    name: str
    command: tuple[str, ...]
    language: str
    suffix: str
    text: Callable[[int], str]


class Row(NamedTuple):
    """A line of the table; ``value`` is a ratio or a count, ``detail`` what it was made of."""

    what: str
    value: float
    goal: float
    detail: str


def measured(tool: Path, server: Server, file: Path, *options: str) -> Facts:
    """One run of the measuring client; a server that breaks ends the benchmark with its words."""
    command = [sys.executable, str(tool), "--file", str(file), "--language-id", server.language, "--mode", "push"]
    done = subprocess.run(
        [*command, *options, "--", *server.command], capture_output=True, encoding="utf-8", check=False
    )
    facts: Facts = json.loads(done.stdout) if done.stdout else {"ok": False, "error": done.stderr}
    if not facts["ok"]:
        sys.exit(f"{server.name}: {facts['error']}")
    return facts


def latency(facts: Facts, which: str) -> float:
    """Of a server that answers an edit several times, to the last of its answers."""
    edits = facts["edits"]
    return float((edits.get("latency_to_last_ms") or edits["latency_ms"])[which])


def middle_of(runs: Iterable[Facts], of: Callable[[Facts], float]) -> float:
    return statistics.median(of(facts) for facts in runs)


def ratio(mine: Sequence[Facts], theirs: Sequence[Facts], of: Callable[[Facts], float]) -> float:
    """The median of the ratios round by round."""
    return statistics.median(of(a) / of(b) for a, b in zip(mine, theirs, strict=True))


_PYTHON = """\
import module_{0}  # imported, and used by nobody
# What follows is plain enough.


def step_{0}(values: list[int], limit: int) -> list[int]:  # the values up to a limit
    found = []  # in their order
    for value in values:  # one after the other
        if value <= limit:  # small enough
            found.append(value)  # is taken
    unused = len(found)  # told to nobody
    return found  # all of them


"""


def python_text(size: int) -> str:
    """Python source of about so many characters, with five findings in a thousand.

    Lines end in comments: a character typed there leaves the program what it is.
    """
    return "".join(_PYTHON.format(number) for number in range(size // len(_PYTHON) + 1))


class Bench:
    """The runs of all servers, round by round in turn."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options = options
        self.folder = folder
        self.rows: list[Row] = []

    def file(self, server: Server, size: int) -> Path:
        path = self.folder / f"{size}{server.suffix}"
        if not path.exists():
            path.write_text(server.text(size), encoding="utf-8", newline="")
        return path

    def in_turn(self, servers: Mapping[Server, Sequence[str]], size: int) -> list[list[Facts]]:
        """Rounds of all servers, each with options of its own, on a size; one list for each server."""
        edits = str(max(self.options.edits // (4 if size >= LARGE else 1), 8))
        runs: list[list[Facts]] = [[] for _ in servers]
        for _ in range(self.options.rounds):
            for (server, options), found in zip(servers.items(), runs, strict=True):
                found.append(measured(self.options.tool, server, self.file(server, size), "--edits", edits, *options))
        return runs

    def add(self, what: str, value: float, goal: float, detail: str) -> None:
        self.rows.append(Row(what, value, goal, detail))
        print(f"… {what}: {value:.2f} (goal ≤ {goal:g}) {detail}", file=sys.stderr)

    def against(self, mine: Server, peer: Server, size: int, goal: float) -> None:
        """Keystrokes at every place, median and p95."""
        for place, where in PLACES.items():
            # A program that is edited at random is none any more, and quickly refused.
            theirs_where = PLACES["middle"] if peer.language == "python" and place == "scattered" else where
            rest = ("--burst", "0", "--code-actions", "0", "--verify")
            ours, theirs = self.in_turn({mine: (*where, *rest), peer: (*theirs_where, *rest)}, size)
            self.equal(ours, f"{size:,} {place}")
            for which in ("median", "p95"):
                taken = partial(latency, which=which)
                times = [middle_of(runs, taken) for runs in (ours, theirs)]
                detail = f"{times[0]:.1f} / {times[1]:.1f} ms"
                self.add(
                    f"keystroke, {size:,}, {place}, {which} / {peer.name}", ratio(ours, theirs, taken), goal, detail
                )

    def equal(self, runs: Iterable[Facts], where: str) -> None:
        wrong = sum(not facts["verify"]["equal"] for facts in runs)
        missed = sum(facts["edits"]["missed"] for facts in runs)
        self.add(f"runs whose answer is not that of a fresh opening, {where}", wrong, 0, f"{missed} edits not answered")

    def floor(self, mine: Server, floor: Server, size: int) -> list[Facts]:
        """What does not depend on checking: start, code actions, memory; and bursts."""
        asked = ("--burst", "50", "--code-actions", "20")
        ours, theirs = self.in_turn({mine: asked, floor: asked}, size)
        if size == SMALL:
            self.one(ours, theirs, "start to initialize", 1.15, "ms", lambda facts: facts["start_to_initialize_ms"])
            action = lambda facts: facts["code_action"]["round_trip_ms"]["median"]  # noqa: E731
            self.one(ours, theirs, "code action", 2, "ms", action)
        if size != MIDDLE:
            memory = lambda facts: facts["memory_after"]["tree_mib"]  # noqa: E731
            self.one(ours, theirs, f"memory after {size:,}", 1.5 if size < LARGE else 2, "MiB", memory)
        single = middle_of(ours, lambda facts: latency(facts, "median"))
        burst = [facts["burst"] for facts in ours]
        last = statistics.median(one["first_edit_to_last_answer_ms"] for one in burst)
        self.add(
            f"burst of 50, {size:,}: last answer / a single edit", last / single, 3, f"{last:.1f} / {single:.1f} ms"
        )
        self.add(
            f"burst of 50, {size:,}: publishes", max(one["publishes"] for one in burst), 3, "the most of all rounds"
        )
        late = sum(one["out_of_order"] for one in burst)
        # What is held back at the caret is told in an answer of its own, about the same version.
        again = max(one["after_last"] for one in burst)
        self.add(f"burst of 50, {size:,}: stale or out of order", late, 0, f"over all rounds; {again} after a rest")
        return ours

    def one(
        self, ours: list[Facts], theirs: list[Facts], what: str, goal: float, unit: str, of: Callable[[Facts], float]
    ) -> None:
        value, times = ratio(ours, theirs, of), [middle_of(runs, of) for runs in (ours, theirs)]
        self.add(f"{what} / pygls floor", value, goal, f"{times[0]:.1f} / {times[1]:.1f} {unit}")


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | measured | goal | | of |", "| --- | ---: | ---: | --- | --- |"]
    for row in rows:
        said = "met" if row.value <= row.goal else "MISSED"
        lines.append(f"| {row.what} | {row.value:.2f} | ≤ {row.goal:g} | {said} | {row.detail} |")
    return "\n".join(lines)


def run(options: argparse.Namespace, folder: Path) -> list[Row]:
    """All measurements that the peers at hand allow."""
    report = lambda size: one_report(size, given=options.corpus)  # noqa: E731
    mine = Server("hegao", (*hegao(), "lsp"), "plaintext", ".txt", report)
    floor = Server("pygls floor", (sys.executable, str(options.floor)), "plaintext", ".txt", report)
    bench = Bench(options, folder)
    sizes = [int(size) for size in options.sizes.split(",")]
    singles = {size: bench.floor(mine, floor, size) for size in sizes}
    if SMALL in singles and MIDDLE in singles:
        times = [middle_of(singles[size], lambda facts: latency(facts, "median")) for size in (MIDDLE, SMALL)]
        bench.add("growth from 7,000 to 70,000", times[0] / times[1], 3, f"{times[0]:.1f} / {times[1]:.1f} ms")
    if peer := autocorrect(options.autocorrect):
        other = Server("AutoCorrect", (*peer, "server"), "plaintext", ".txt", report)
        for size, goal in ((SMALL, 1.0), (MIDDLE, 0.25)):
            if size in singles:
                bench.against(mine, other, size, goal)
    ruff = shutil.which(options.ruff)
    if LARGE in singles and ruff:
        bench.against(mine, Server("ruff", (ruff, "server"), "python", ".py", python_text), LARGE, 1.0)
    return bench.rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", type=int, default=40, help="a quarter of them on the longest text")
    parser.add_argument("--sizes", default=f"{SMALL},{MIDDLE},{LARGE}")
    parser.add_argument("--autocorrect", default="autocorrect")
    parser.add_argument("--ruff", default=str(Path(sys.executable).with_name("ruff")))
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--tool", type=Path, default=Path(os.environ.get("HEGAO_LATENCY", TOOLS / "lsp_latency.py")))
    parser.add_argument("--floor", type=Path, default=TOOLS / "pygls_floor.py")
    options = parser.parse_args()
    for path in (options.tool, options.floor):
        if not path.is_file():
            sys.exit(f"{path} not found: give it with --tool or --floor")
    with tempfile.TemporaryDirectory() as folder:
        print(table(run(options, Path(folder))))


if __name__ == "__main__":
    main()
