"""A keystroke: one character in or out of an open draft, against checking the whole text once.

python benchmarks/keystroke.py [--rounds 21] [--form tab]

Each keystroke is timed as a whole and for parsing alone; the rest is checking. Places: the title (begin), the
middle of the text, the last line (end), and places all over the draft, in tables and headings too (scattered).
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpus import one_report
from pairs import verdict

from hegao.config.model import DEFAULTS
from hegao.document.memory import ParseMemory
from hegao.engine import check, prepare
from hegao.session import Session

SIZES = (7_000, 70_000, 700_000)
PLACES = ("begin", "middle", "end", "scattered")
GOALS = {7_000: 0.25, 70_000: 0.12, 700_000: 0.12}
"""A keystroke with parsing, as a share of one check of the whole text."""
TYPED = "改"


class Taken(NamedTuple):
    """Milliseconds of a keystroke: all of it, and parsing alone."""

    whole: float
    parsing: float

    @property
    def checking(self) -> float:
        return max(self.whole - self.parsing, 0.0)


def place(text: str, where: str, rng: random.Random) -> int:
    last = len(text.rstrip())
    return {"begin": 5, "middle": last // 2, "end": last - 3}.get(where, rng.randrange(last))


def keystrokes(text: str, where: str, rounds: int) -> list[str]:
    """The texts after each keystroke: a character put in, then taken out again."""
    rng = random.Random(7)
    texts = []
    for _ in range(rounds):
        at = place(text, where, rng)
        texts += [text[:at] + TYPED + text[at:], text]
    return texts


def timed(text: str, where: str, rounds: int) -> Taken:
    session, memory = Session(DEFAULTS), ParseMemory()
    session.check(text)
    prepare(text, DEFAULTS, memory)
    texts = keystrokes(text, where, rounds)
    whole, parsing = [], []
    for typed in (*texts[:4], *texts):
        started = time.perf_counter()
        session.check(typed)
        checked = time.perf_counter()
        prepare(typed, DEFAULTS, memory)
        whole.append(checked - started)
        parsing.append(time.perf_counter() - checked)
    # The first four warm up.
    return Taken(*(statistics.median(times[4:]) * 1000 for times in (whole, parsing)))


def once(text: str, rounds: int) -> float:
    """Milliseconds of checking the whole text."""
    times = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        check(text, DEFAULTS)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--form", choices=["tab", "cell", "pipe"], default="tab")
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    dearest: dict[int, float] = {}
    for size in SIZES:
        text = one_report(size, options.form, options.corpus)
        rounds = options.rounds if size < SIZES[-1] else max(options.rounds // 4, 3)
        full = once(text, max(rounds // 3, 3))
        print(f"{len(text)} characters: the whole text {full:.2f} ms")
        shares = []
        for where in PLACES:
            taken = timed(text, where, rounds)
            shares.append(taken.whole / full)
            dearest[size] = max(dearest.get(size, 0.0), taken.whole)
            print(
                f"  {where:9} {taken.whole:7.2f} ms, of it parsing {taken.parsing:6.2f} and checking "
                f"{taken.checking:6.2f}: {shares[-1]:.3f} × the whole text"
            )
        print(f"  dearest: {verdict(max(shares), GOALS[size])} × the whole text")
    for small, large in pairwise(SIZES):
        growth = dearest[large] / dearest[small] / (large / small)
        print(f"{small} → {large} characters: {verdict(growth, 1.25)} × as dear as linear growth")


if __name__ == "__main__":
    main()
