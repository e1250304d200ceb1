"""Cold start: the whole of `hegao check` on one report, against its floor and against autocorrect.

python benchmarks/cold_start.py [REPORT] [--rounds 21] [--autocorrect PATH]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from corpus import one_report
from pairs import autocorrect, hegao, in_turn, middle, ratio, verdict

FLOOR = [sys.executable, "-c", "import argparse, regex, tomli"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--autocorrect", default="autocorrect")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = options.report
        if report is None:
            report = Path(folder) / "report.txt"
            report.write_text(one_report(), encoding="utf-8")
        commands = {
            "hegao check": [*hegao(), "check", "--isolated", str(report)],
            "import argparse, regex, tomli": FLOOR,
            "python -c pass": [sys.executable, "-c", "pass"],
        }
        if peer := autocorrect(options.autocorrect):
            commands["autocorrect"] = [*peer, "--lint", "-q", "--format", "json", str(report)]
        costs = in_turn(commands, options.rounds)
    mine = costs["hegao check"]
    for name, theirs in costs.items():
        wall, cpu = (1000 * middle(theirs, of) for of in (lambda c: c.wall, lambda c: c.cpu))
        print(f"{name:32} wall {wall:6.0f} ms, cpu {cpu:6.0f} ms")
    goals = {"import argparse, regex, tomli": 2.5, "autocorrect": 0.7}
    for name, theirs in costs.items():
        if name in goals:
            print(f"hegao check / {name}: wall {verdict(ratio(mine, theirs, lambda c: c.wall), goals[name])}")
            print(f"hegao check / {name}: cpu  {ratio(mine, theirs, lambda c: c.cpu):.2f}")


if __name__ == "__main__":
    main()
