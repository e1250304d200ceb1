"""Compiled patterns are kept from run to run and match as before."""

from __future__ import annotations

import sys

import pytest

from drafting import builtin_rules
from hegao.checks import patterns
from hegao.rulepack import kept

TEXT = "云岭镇人民政府2023年新收申请12件，结转3件。\nOK (yes)\n"
PATTERNS = sorted({rule.params.pattern for rule in builtin_rules().values() if rule.check == "pattern"})


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Where patterns are kept, with nothing compiled or kept yet."""
    pytest.importorskip("regex")
    path = tmp_path / "cache" / "patterns"
    monkeypatch.setattr(kept, "_path", lambda name: str(path))
    monkeypatch.setattr(patterns, "_compiled", {})
    monkeypatch.setattr(patterns, "_seeds", {})
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    forget()
    yield path
    forget()


def forget():
    """Be a new process."""
    patterns.compile_pattern.cache_clear()
    patterns._seeds.clear()
    kept.load_patterns.cache_clear()
    patterns._compiled.clear()


def test_kept_patterns_are_not_compiled_again_and_match_the_same(path, monkeypatch):
    before = [patterns.compile_pattern(pattern) for pattern in PATTERNS]
    kept.keep_patterns()
    assert path.is_file()
    forget()
    kept.load_patterns()
    monkeypatch.setattr(patterns.engine, "compile", None)
    after = [patterns.compile_pattern(pattern) for pattern in PATTERNS]
    for one, other in zip(before, after, strict=True):
        assert one.pattern == other.pattern
        assert one.groupindex == other.groupindex
        assert [found.span() for found in one.finditer(TEXT)] == [found.span() for found in other.finditer(TEXT)]


def test_a_later_run_adds_what_it_compiled(path):
    for pattern in ("[甲乙]丙", r"\d+件"):
        patterns.compile_pattern(pattern)
        kept.keep_patterns()
        forget()
    assert set(kept.read_kept("")) == {"[甲乙]丙", r"\d+件"}


@pytest.mark.parametrize("cut", [0, 1, 20, -1])
def test_a_damaged_file_is_ignored_and_made_anew(path, cut):
    patterns.compile_pattern(r"\d+件")
    kept.keep_patterns()
    path.write_bytes(path.read_bytes()[:cut])
    forget()
    assert patterns.compile_pattern(r"\d+件").search(TEXT).group() == "12件"
    kept.keep_patterns()
    forget()
    assert set(kept.read_kept("")) == {r"\d+件"}


def test_nothing_is_written_where_python_writes_no_compiled_modules(path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    patterns.compile_pattern(r"\d+件")
    kept.keep_patterns()
    assert not path.exists()


def test_a_folder_that_cannot_be_made_is_no_error(path):
    path.parent.write_text("a file in the way", encoding="utf-8")
    patterns.compile_pattern(r"\d+件")
    kept.keep_patterns()
    assert not path.exists()


def test_many_patterns_of_a_user_do_not_pile_up(path, monkeypatch):
    monkeypatch.setattr(kept, "_MOST_KEPT", 2)
    for pattern in "甲乙丙":
        patterns.compile_pattern(pattern)
        kept.keep_patterns()
        forget()
    assert set(kept.read_kept("")) == {"丙"}
