"""What can be generated is generated, and is current."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from drafting import builtin_rules
from hegao.report.rule_pages import rules_document
from invented import invented_drafts

ROOT = Path(__file__).parent.parent


def test_the_rule_pages_are_current():
    current = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert current == rules_document(builtin_rules().values()), "python -m hegao.report.rule_pages docs/rules.md"


def test_the_committed_drafts_are_what_their_data_gives():
    for draft in invented_drafts():
        assert draft.path("clean").read_text(encoding="utf-8") == draft.clean
        assert draft.path("faulty").read_text(encoding="utf-8") == draft.faulty


def test_files_named_in_the_documents_exist():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for name in re.findall(
            r"`((?:server|rules|tests|docs|examples|benchmarks|editors)/[\w./-]+)`", page.read_text("utf-8")
        ):
            assert (ROOT / name).exists(), f"{page.name}: {name}"


def test_the_examples_are_invented_drafts():
    draft_of = {draft.layout: draft for draft in invented_drafts() if draft.name == "yunling-township"}
    for kind in ("clean", "faulty"):
        for layout, ending in (("pipe", "md"), ("tab", "tab.txt"), ("cell", "cell.txt")):
            example = (ROOT / "examples" / f"{kind}.{ending}").read_text(encoding="utf-8")
            assert example == getattr(draft_of[layout], kind)


def test_the_output_shown_in_the_readme_is_real():
    """The block after the README's main command is what it prints, but for lines left out (……)."""
    shown = re.search(r"```text\n(examples/faulty\.md:.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    done = subprocess.run(
        [sys.executable, "-m", "hegao", "check", "examples/faulty.md"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )  # fmt: skip
    for part in shown[1].split("……\n"):
        assert part.strip("\n") in done.stdout, part
