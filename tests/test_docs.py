"""What can be generated is generated, and is current."""

from __future__ import annotations

import re
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
        for name in re.findall(r"`((?:server|rules|tests|docs|examples|benchmarks|editors)/[\w./-]+)`", page.read_text("utf-8")):
            assert (ROOT / name).exists(), f"{page.name}: {name}"
