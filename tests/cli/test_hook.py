"""``hegao check --only-reports``, and what is shown where a hook runs it."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from hegao.cli import check
from hegao.cli.console import terminal_width
from hegao.cli.progress import Progress

NOTES = "我乡的会议纪要,还没有写完 。\n"


def test_named_files_that_are_no_reports_are_skipped(run, folder, faulty):
    notes, blank = folder / "记事.md", folder / "空.txt"
    notes.write_text(NOTES, encoding="utf-8")
    blank.write_bytes(b"")
    assert "[P" in run("check", notes).out
    outcome = run("check", "--only-reports", notes, blank)
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "")
    both = run("check", "--only-reports", notes, blank, faulty, "--output-format", "concise", "-q")
    alone = run("check", faulty, "--output-format", "concise", "-q")
    assert (both.status, both.out) == (1, alone.out)


def test_standard_input_that_is_no_report_is_skipped(run, folder, monkeypatch):
    for arguments in (["-"], ["--stdin-filename", "记事.md"]):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NOTES.encode())))
        outcome = run("check", "--only-reports", *arguments)
        assert (outcome.status, outcome.out) == (0, "")


def test_a_filter_passes_on_what_is_no_report(folder):
    """An editor that corrects through standard input takes what comes out for the new text."""
    for codec in ("utf-8", "gb18030"):
        data = NOTES.replace("\n", "\r\n").encode(codec)
        done = subprocess.run(
            [sys.executable, "-m", "hegao", "check", "--only-reports", "--fix", "--stdin-filename", "记事.md"],
            input=data, capture_output=True, check=False, cwd=folder,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, data)


def test_a_file_that_is_no_report_is_not_corrected(run, folder):
    notes = folder / "记事.md"
    notes.write_text(NOTES, encoding="utf-8")
    assert run("check", "--only-reports", "--fix", "--unsafe-fixes", notes).status == 0
    assert notes.read_text(encoding="utf-8") == NOTES
    assert run("check", "--fix", notes).status == 0
    assert notes.read_text(encoding="utf-8") != NOTES


def test_a_missing_file_is_still_an_error(run, folder):
    assert run("check", "--only-reports", folder / "没有.md").status == 2


@pytest.mark.parametrize(("hook", "drawn"), [("", True), ("1", False)])
def test_a_hook_draws_no_progress(run, folder, clean, monkeypatch, hook, drawn):
    """Its output is kept and shown at the end."""
    asked: list[bool] = []
    monkeypatch.setattr(check, "WORTHWHILE", 2)
    monkeypatch.setattr(check, "Progress", lambda total, wanted: asked.append(wanted) or Progress(total, False))
    monkeypatch.setenv("PRE_COMMIT", hook)
    (folder / "another.md").write_bytes(clean.read_bytes())
    assert run("check", "--jobs", "1").status == 0
    assert asked == [drawn]


@pytest.mark.parametrize("hook", ["", "1"])
def test_columns_come_first(monkeypatch, hook):
    monkeypatch.setenv("PRE_COMMIT", hook)
    monkeypatch.setenv("COLUMNS", "77")
    assert terminal_width(io.StringIO()) == 77
