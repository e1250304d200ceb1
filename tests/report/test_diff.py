"""The unified diff of fixes: what it shows, and that it leads from the old text to the new."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from hegao.fix import Applicability, Edit, Fix, apply_edits, plan_fixes
from hegao.report.diff import unified_diff
from hegao.report.model import FileReport, Options
from hegao.text import SourceText, Span
from report.samples import marked_report


def diff(text: str, *edits: tuple[int, int, str], screen: bool = False, color: bool = False) -> str:
    return unified_diff(
        FileReport("云岭镇.md", SourceText(text)),
        tuple(Edit(Span(start, end), new) for start, end, new in edits),
        Options(color=color),
        screen,
    )


def patched(old: str, shown: str) -> str:
    """The old text with a diff applied; every line the diff quotes must be where it says."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", old)
    new: list[str] = []
    at = 0
    hunks = re.split(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n", shown, flags=re.MULTILINE)
    for first, count, new_first, new_count, body in zip(*(hunks[part::5] for part in range(1, 6)), strict=True):
        old_count, wanted = int(count or 1), int(new_count or 1)
        start = int(first) - (old_count > 0)
        new += lines[at:start]
        at = start
        assert len(new) == int(new_first) - (wanted > 0)
        before = len(new)
        for sign, line in re.findall(r"^([-+ ])(.*\n(?:\\ .*\n)?)", body, re.MULTILINE):
            line = line.split("\n")[0] if "\n\\ " in line else line
            if sign != "+":
                assert lines[at] == line
                at += 1
            if sign != "-":
                new.append(line)
        assert len(new) - before == wanted
        assert at - start == old_count
    return "".join([*new, *lines[at:]])


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    text = draw(st.text("甲乙\n", max_size=60))
    place = st.integers(0, len(text))
    edit = st.builds(
        lambda at, length, new: Edit(Span(at, min(at + length, len(text))), new),
        place, st.integers(0, 4), st.text("甲丙\n", max_size=4),
    )  # fmt: skip
    fixes = [Fix("改", (one,), Applicability.SAFE) for one in draw(st.lists(edit, max_size=5))]
    return text, plan_fixes(text, fixes).edits


@given(texts_with_edits())
@settings(max_examples=500, deadline=None)
def test_a_diff_leads_from_the_old_text_to_the_new(case):
    text, edits = case
    shown = unified_diff(FileReport("a.md", SourceText(text)), edits, Options())
    assert patched(text, shown) == apply_edits(text, edits)


def test_context_joins_changes_that_are_near():
    text = "".join(f"{number}\n" for number in range(10, 40))
    near = diff(text, (0, 2, "甲"), (3 * 6, 3 * 6 + 2, "乙"))
    far = diff(text, (0, 2, "甲"), (3 * 8, 3 * 8 + 2, "乙"))
    assert (near.count("@@ -"), far.count("@@ -")) == (1, 2)
    assert far.startswith("--- 云岭镇.md\n+++ 云岭镇.md\n@@ -1,4 +1,4 @@\n-10\n+甲\n 11\n 12\n 13\n@@ -6,7 +6,7 @@\n")


def test_an_inserted_line_shows_as_one_line():
    assert diff("甲\n乙\n", (2, 2, "丙\n")).endswith("@@ -1,2 +1,3 @@\n 甲\n+丙\n 乙\n")
    assert diff("甲\n", (1, 1, "\n丙")).endswith("@@ -1 +1,2 @@\n 甲\n+丙\n")


def test_a_missing_last_line_end_is_told():
    assert diff("甲\n乙", (2, 3, "丙")).endswith(
        " 甲\n-乙\n\\ No newline at end of file\n+丙\n\\ No newline at end of file\n"
    )


def test_nothing_changed_is_nothing_shown():
    assert diff("甲\n") == ""
    assert diff("甲\n", (0, 1, "甲")) == ""


def test_line_ends_stay_for_patch_and_not_on_the_screen():
    assert diff("甲\r\n乙\r\n", (0, 1, "丙")).endswith("-甲\r\n+丙\r\n 乙\r\n")
    assert diff("甲\r\n乙\r\n", (0, 1, "丙"), screen=True).endswith("-甲\n+丙\n 乙\n")
    assert diff("甲\r乙\r", (0, 1, "丙")).endswith("-甲\n+丙\n 乙\n")


def test_a_terminal_gets_no_commands_from_a_draft():
    assert "\x1b" not in diff("甲\x1b[31m\t乙\n", (0, 1, "丙"), screen=True)
    assert "丙<ESC>[31m\t乙" in diff("甲\x1b[31m\t乙\n", (0, 1, "丙"), screen=True)
    assert "丙\x1b[31m\t乙" in diff("甲\x1b[31m\t乙\n", (0, 1, "丙"))


def test_colours_are_for_changed_lines():
    shown = diff("甲\n乙\n", (0, 1, "丙"), color=True)
    assert "\x1b[1;31m-甲\x1b[0m\n\x1b[1;32m+丙\x1b[0m\n 乙\n" in shown


def test_private_values_are_masked_and_a_change_in_them_still_shows():
    number = "11010519491231002X"
    report = marked_report(f"身份证号⟦{number}⟧，\n另见{number}\n", masked=True)
    start, end = report.findings[0].span
    shown = unified_diff(report, (Edit(Span(start, end), "11*************02X"), Edit(Span(end + 1, end + 1), "与")),
                         Options())  # fmt: skip
    assert number not in shown
    assert shown.count("\n-身份证号11*************02X，\n") == 1
    same = unified_diff(report, (Edit(Span(start, end), "11*************02X"),), Options())
    assert "-身份证号11*************02X，\n+身份证号11*************02X，\n" in same
