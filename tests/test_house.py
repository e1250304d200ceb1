"""The tools that keep the house in order run as ordinary tests, so that one command checks all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = {
    "ruff check": [sys.executable, "-m", "ruff", "check", "."],
    "ruff format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "mypy": [sys.executable, "-m", "mypy"],
    "import contracts": [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tool_has_nothing_to_say(tool):
    done = subprocess.run(TOOLS[tool], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_checking_never_imports_the_protocol_library():
    code = (
        "import sys, hegao.cli.check, hegao.engine, hegao.report.registry\n"
        "bad = [name for name in sys.modules if name.split('.')[0] in ('pygls', 'lsprotocol', 'attrs', 'cattrs')]\n"
        "sys.exit(', '.join(bad) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_modules_stay_small():
    for path in (ROOT / "server").rglob("*.py"):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 330, f"{path.relative_to(ROOT)}: {lines} lines"
