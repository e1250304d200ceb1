"""The made-up reports that the benchmarks run over.

They come from a script outside this repository; ``HEGAO_CORPUS`` or ``--corpus`` names it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "tools" / "corpus.py"


def script(given: Path | None = None) -> Path:
    """The script, or an end with a word of advice."""
    path = given or Path(os.environ.get("HEGAO_CORPUS", DEFAULT))
    if not path.is_file():
        sys.exit(f"{path} not found: give the corpus script with --corpus or HEGAO_CORPUS")
    return path


def one_report(characters: int = 0, form: str = "tab", given: Path | None = None) -> str:
    """One report, of at least so many characters."""
    size = ["--chars", str(characters)] if characters else []
    command = [sys.executable, str(script(given)), "--stdout", "--form", form, *size]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


def many_reports(folder: Path, count: int, given: Path | None = None) -> None:
    """Write ``count`` reports into a folder, three in ten with a defect."""
    command = [sys.executable, str(script(given)), "--out", str(folder), "--count", str(count), "--defects", "0.3"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
