"""Throughput and memory: many reports with two processes, against autocorrect with two threads.

python benchmarks/throughput.py [--counts 1000 10000] [--rounds 5] [--autocorrect PATH]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from corpus import many_reports
from pairs import Cost, autocorrect, hegao, in_turn, middle, ratio, verdict


def compare(folder: Path, count: int, rounds: int, jobs: int, peer: list[str] | None) -> list[Cost]:
    """Print the ratios for one corpus; return what hegao cost."""
    commands = {"hegao": [*hegao(), "check", "--isolated", "--jobs", str(jobs), "--output-format", "json", str(folder)]}
    if peer:
        commands["autocorrect"] = [*peer, "--lint", "-q", "--threads", str(jobs), "--format", "json", str(folder)]
    costs = in_turn(commands, rounds)
    for name, found in costs.items():
        print(
            f"{count:6} reports, {name:12} wall {middle(found, lambda c: c.wall):7.2f} s, "
            f"cpu {middle(found, lambda c: c.cpu):7.2f} s, largest process {middle(found, lambda c: c.peak):6.0f} MiB"
        )
    if peer:
        mine, theirs = costs["hegao"], costs["autocorrect"]
        print(f"{count:6} reports, hegao / autocorrect: wall {verdict(ratio(mine, theirs, lambda c: c.wall), 1.0)}")
        print(f"{count:6} reports, hegao / autocorrect: cpu  {verdict(ratio(mine, theirs, lambda c: c.cpu), 1.0)}")
        print(f"{count:6} reports, hegao / autocorrect: peak {ratio(mine, theirs, lambda c: c.peak):.2f}")
    return costs["hegao"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--autocorrect", default="autocorrect")
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    peer = autocorrect(options.autocorrect)
    peaks = []
    for count in options.counts:
        with tempfile.TemporaryDirectory() as folder:
            many_reports(Path(folder), count, options.corpus)
            costs = compare(Path(folder), count, options.rounds, options.jobs, peer)
        peaks.append(middle(costs, lambda c: c.peak))
    if len(peaks) > 1:
        growth = peaks[-1] / peaks[0]
        print(f"peak memory, {options.counts[-1]} / {options.counts[0]} reports: {verdict(growth, 1.1)}")


if __name__ == "__main__":
    main()
