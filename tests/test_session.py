"""A session says after every edit what the engine says of the whole text, and rules keep to their scopes."""

from __future__ import annotations

import gc
import random
import re
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drafting import builtin_rules, document_of
from hegao.checks.base import NoParams
from hegao.checks.reach import ignores_line_ends, sees_ends, stays_on_line
from hegao.checks.registry import BLOCK, CHECKS, LINE, NEIGHBOURS, STRUCTURE
from hegao.config.model import DEFAULTS, Settings, Suppression
from hegao.document.model import BlockKind, Document
from hegao.engine import Result, check, run_rule
from hegao.finding import Finding
from hegao.rulepack.model import Rule
from hegao.session import Session
from hegao.session.change import Change, Changed, change_between, moved_finding
from hegao.session.edited import Edited
from hegao.session.excerpt import (
    Excerpt,
    block_borders,
    excerpt_of_blocks,
    excerpt_of_lines,
    line_borders,
    lone_borders,
)
from hegao.session.scopes import Scope, scope_of
from hegao.text import Span
from marked import split_marks
from typing_edits import edits, sayings

DRAFTS = sorted(
    path
    for path in (Path(__file__).parent / "drafts").rglob("*.*")
    if path.suffix in (".txt", ".md") and ".findings" not in path.name
)
RULES = tuple(builtin_rules().values())
BY_SCOPE = {scope: [rule for rule in RULES if scope_of(rule) is scope] for scope in Scope}
PASTED = sayings()
EDITS = 50


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def name_of(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def assert_same(session: Result, engine: Result) -> None:
    """All fields are equal; documents are compared by what rules see of them."""
    for field in Result._fields:
        one, other = getattr(session, field), getattr(engine, field)
        if field == "document":
            assert one._replace(source=None, view=None) == other._replace(source=None, view=None)
            assert (one.source.text, one.view.text, one.view.blocks) == (
                other.source.text,
                other.view.text,
                other.view.blocks,
            )
        else:
            assert one == other, field


def type_at_random(settings: Settings, start: str, seed: int, count: int, filename: str = "") -> None:
    """Make random edits and compare after each; the seed tells which."""
    session = Session(settings, filename)
    for number, text in enumerate(edits(start, random.Random(seed), PASTED, count)):
        try:
            assert_same(session.check(text), check(text, settings, filename))
        except AssertionError as error:
            raise AssertionError(f"edit {number} of seed {seed}") from error


@pytest.mark.parametrize("path", DRAFTS, ids=name_of)
def test_after_every_edit_a_session_says_what_the_engine_says(path):
    type_at_random(DEFAULTS, read(path), seed=len(path.name) + DRAFTS.index(path), count=EDITS)


def test_a_session_follows_suppressions_agency_last_year_and_a_choice_of_rules(tmp_path):
    start = read(next(path for path in DRAFTS if name_of(path) == "yunling-township-faulty.tab.txt"))
    previous = tmp_path / "2022.txt"
    previous.write_text(start.replace("2023", "2022").replace("2024", "2023"), encoding="utf-8")
    entries = tuple(
        Suppression(file="draft.txt", code=code, reason="已核实", root=str(tmp_path), **more)
        for code, more in (("N204", {}), ("T102", {"table": "第二项表格"}), ("W301", {"section": "一"}), ("P309", {}))
    )
    name = str(tmp_path / "draft.txt")
    type_at_random(Settings(suppress=entries, root=str(tmp_path)), start, 1, EDITS, name)
    type_at_random(Settings(agency="青河乡人民政府", within=("安平县",)), start, 2, EDITS)
    type_at_random(Settings(previous=str(previous)), start, 3, EDITS)
    private = "联系人电话13812345678，身份证号码110105194912310021。\n"
    type_at_random(Settings(select=("P", "N", "W")), start + private, 4, EDITS)


@pytest.mark.parametrize("path", [path for path in DRAFTS if "faulty.tab" in path.name], ids=name_of)
def test_a_session_follows_edits_of_title_headings_cells_and_ending(path):
    start, rng = read(path), random.Random(11)
    document = document_of(start)
    spans = [section.heading for section in document.sections]
    spans += [place.span for place in (document.title, document.signature, document.date) if place is not None]
    spans += [cell.span for table in document.tables for row in table.rows for cell in rng.sample(row.cells, 1)]
    session = Session(DEFAULTS)
    session.check(start)
    for span in rng.sample(spans, min(len(spans), EDITS)):
        at = rng.randint(span.start, span.end)
        for text in (start[:at] + rng.choice("改1年\n\t（") + start[at:], start[:at] + start[at + 1 :], start):
            assert_same(session.check(text), check(text, DEFAULTS))


def test_a_finding_holds_a_literal_of_its_rule_where_it_stands():
    """“转结” in a paragraph is found again though the table alone has “结转”."""
    start = read(next(path for path in DRAFTS if "faulty.tab.txt" in path.name))
    document = document_of(start)
    at = document.view.blocks[document.sections[0].blocks[1] - 1].span.end
    start = start[:at] + "上年度转结申请987件。" + start[at:]
    assert any(finding.code == "N203" and finding.text == "987" for finding in check(start, DEFAULTS).findings)
    session = Session(DEFAULTS)
    session.check(start)
    for text in (start[: at - 1] + "改" + start[at - 1 :], start):
        assert_same(session.check(text), check(text, DEFAULTS))


def test_a_session_starts_from_nothing_and_goes_back_to_it():
    session = Session(DEFAULTS)
    draft = read(DRAFTS[0])
    for text in ("", "云", draft, draft[:-1], "", draft.replace("\n", "\r\n"), "2019年" + draft, "\n\n"):
        assert_same(session.check(text), check(text, DEFAULTS))


def test_a_rule_that_raises_is_named_as_the_engine_names_it(monkeypatch):
    def raises(document: Document, _: Any) -> Iterator[Any]:
        if "改" in document.view.text or "改" in document.source.text:
            raise ValueError("改")
        yield from ()

    start = read(DRAFTS[0])
    for kind in ("doubled-word", "paragraph-end", "private-number", "title", "mixed-terms"):
        monkeypatch.setitem(CHECKS._found, kind, CHECKS[kind]._replace(run=raises))
        session = Session(DEFAULTS)
        middle = len(start) // 2
        for text in (start, start[:middle] + "改" + start[middle:], start + "\n改动", start):
            assert_same(session.check(text), check(text, DEFAULTS))
        monkeypatch.undo()


def test_findings_ahead_of_an_edit_stay_the_same_objects():
    start = read(next(path for path in DRAFTS if "faulty.tab.txt" in path.name))
    session = Session(DEFAULTS)
    session.check(start)
    at = len(start.rstrip()) - 30
    before = {id(finding) for finding in session.check(start[:at] + "的" + start[at:]).findings}
    after = session.check(start[:at] + "的的" + start[at:]).findings
    ahead = [finding for finding in after if all(span.end < at for span in spans_in(finding))]
    assert len(ahead) > 3
    assert sum(id(finding) in before for finding in ahead) > len(ahead) * 0.7


def test_a_session_keeps_nothing_of_earlier_texts():
    session = Session(DEFAULTS)
    start = read(DRAFTS[0])
    earlier = []
    for text in edits(start, random.Random(5), PASTED, 12):
        earlier.append(weakref.ref(session.check(text).document.view))
    session.check(start)
    gc.collect()
    assert not [view for view in earlier[:-1] if view() is not None]


def test_what_is_known_of_a_draft_does_not_grow_while_it_is_typed():
    session = Session(DEFAULTS)
    start = read(DRAFTS[0])
    sizes = []
    for number in range(300):
        at = (number * 37) % len(start)
        session.check(start[:at] + chr(0x4E00 + number) + start[at:])
        session.check(start)
        sizes.append(sum(map(len, (session._last.records, session._standing._places, session._standing._before))))
    assert max(sizes[20:]) <= max(sizes[:20])
    session._spare = 0
    session.check(start + "。")
    assert len(session._pieces) < len(start)


@pytest.mark.parametrize("old, new, change", [
    ("abc", "abXc", (2, 2, 3)),
    ("aaa", "aaaa", (3, 3, 4)),
    ("abcd", "ad", (1, 3, 1)),
    ("", "x", (0, 0, 1)),
    ("xyz", "abc", (0, 3, 3)),
])  # fmt: skip
def test_the_change_between_two_texts_is_as_short_as_can_be(old, new, change):
    assert tuple(change_between(old, new)) == change


def spans_in(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from spans_in(part)


def test_every_place_of_a_finding_moves_with_it():
    seen: set[str] = set()
    for path in DRAFTS:
        for finding in check(read(path), DEFAULTS).findings:
            moved = moved_finding(finding, Change(-1, -1, 4))
            assert moved is not None
            assert list(spans_in(moved)) == [Span(span.start + 5, span.end + 5) for span in spans_in(finding)]
            seen.update(field for field in Finding._fields if list(spans_in(getattr(finding, field))))
    assert seen >= {"span", "fixes", "related"}


# Scopes


def examples_of(rule: Rule) -> Iterator[Document]:
    for example in rule.examples:
        for text in (split_marks(example.bad)[0], example.good, example.fixed):
            if text:
                yield document_of(text, example.agency, example.within)


def in_excerpts(rule: Rule, excerpts: list[Excerpt]) -> list[Finding]:
    found = []
    for excerpt in excerpts:
        ran = run_rule(rule, excerpt.document)
        assert ran.failure is None
        moved = [moved_finding(finding, Change(-1, -1, excerpt.offset - 1)) for finding in ran.findings]
        judged = [finding for finding in moved if finding and excerpt.judged.contains(finding.span.start)]
        # Near an edit a rule is run only where one of its literals stands, whatever the rest of the draft holds.
        assert not (judged and rule.when) or any(word in text for word in rule.when for text in excerpt.texts)
        found += judged
    return sorted(found, key=lambda finding: (finding.span, finding.message))


def block_excerpts(document: Document, scope: Scope) -> list[Excerpt]:
    """Each block alone, or with its neighbours, as if it were the one that changed."""
    found = []
    for at in range(len(document.view.blocks)):
        alone = lone_borders(Changed(at, at + 1, at + 1))
        around = block_borders(document.view, Changed(at, at + 1, at + 1))
        within = alone if scope is Scope.BLOCK else around._replace(first=at, last=at + 1)
        found.append(excerpt_of_blocks(document, within))
    return found


def line_excerpts(document: Document) -> list[Excerpt]:
    text = document.source.text
    found = []
    for match in re.finditer("[^\n]*(?:\n|$)", text):
        if match[0] or match.end() == len(text):
            around = line_borders(text, Change(match.start(), match.start(), match.start()))
            borders = around._replace(first=match.start(), last=match.end())
            found.append(excerpt_of_lines(document, borders._replace(outer_last=max(borders.outer_last, match.end()))))
    return found


def whole(rule: Rule, document: Document) -> list[Finding]:
    return sorted(run_rule(rule, document).findings, key=lambda finding: (finding.span, finding.message))


@pytest.mark.parametrize("scope", [Scope.BLOCK, Scope.NEIGHBOURS, Scope.LINE])
@pytest.mark.parametrize("path", DRAFTS, ids=name_of)
def test_block_by_block_and_line_by_line_rules_find_what_they_find_in_the_whole_draft(path, scope):
    document = document_of(read(path))
    excerpts = line_excerpts(document) if scope is Scope.LINE else block_excerpts(document, scope)
    for rule in BY_SCOPE[scope]:
        assert in_excerpts(rule, excerpts) == whole(rule, document), rule.code


@pytest.mark.parametrize("scope", [Scope.BLOCK, Scope.NEIGHBOURS, Scope.LINE])
def test_block_by_block_and_line_by_line_rules_find_what_they_find_in_their_examples(scope):
    for rule in BY_SCOPE[scope]:
        for document in examples_of(rule):
            excerpts = line_excerpts(document) if scope is Scope.LINE else block_excerpts(document, scope)
            assert in_excerpts(rule, excerpts) == whole(rule, document), (rule.code, document.source.text)


@pytest.mark.parametrize("path", DRAFTS, ids=name_of)
def test_rules_about_the_structure_read_no_word_inside_a_paragraph(path):
    text = read(path)
    document = document_of(text)
    tried = 0
    for block in document.view.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.span.end - block.span.start < 12:
            continue
        start, end = block.span.start + 6, block.span.end - 2
        other = document_of(text[:start] + "".join(reversed(text[start:end].replace("\n", ""))) + "字" + text[end:])
        edit = Edited(document, other)
        if not edit.only_words:
            continue
        tried += 1
        for rule in BY_SCOPE[Scope.STRUCTURE]:
            moved = [moved_finding(finding, edit.change) for finding in run_rule(rule, document).findings]
            if None not in moved:
                assert moved == list(run_rule(rule, other).findings), rule.code
    assert tried > 3


def test_every_kind_has_at_most_one_scope_and_is_known():
    kinds = [*BLOCK, *NEIGHBOURS, *LINE, *STRUCTURE]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) <= set(CHECKS)
    for kind, name in (BLOCK | NEIGHBOURS).items():
        assert not name or name in CHECKS[kind].params._fields
    assert all(CHECKS[kind].params is NoParams or CHECKS[kind].params._fields for kind in kinds)


def test_most_rules_are_no_rules_about_the_whole_draft():
    assert len(BY_SCOPE[Scope.DOCUMENT]) < len(RULES) / 4


@pytest.mark.parametrize("pattern, stays, sees, ignores", [
    ("政府信息[^，。\n]{0,9}公开", True, False, True),
    ("政府[^，]*公开", False, False, False),
    (r"第\s*三", False, False, False),
    (r"第[ \t]*三(?=\s)", True, False, False),
    (r"第三(?=\s条)", False, False, False),
    (r"(?<=[。\n])本", True, False, False),
    (r"(?<=\n本)报告", True, False, False),
    (r"(?<=本\n)报告", False, False, False),
    (r"(?m)^本.*报告$", True, False, False),
    ("^本报告", True, True, False),
    (r"报告\Z", True, True, False),
    (r"(?s)本.报告", False, False, False),
    (r"\n本", True, False, False),
    (r"本(?:\n|。)报", False, False, False),
    (r"(?<!\p{Han})本", True, False, True),
    (r"[^\S\n]本", True, False, True),
    ("(?V1)[[a-z]--[b]]", False, True, False),
    ("本(?s:.)报告", False, True, False),
    ("(?m)本年(?-m:$)", False, True, False),
    ("(?i:本a)报告", True, False, True),
    ("本[[:^digit:]]报告", False, True, False),
    ("(?:本年度){e<=1}", False, True, False),
    ("本[：:]{2}报{0,3}告", True, False, True),
])  # fmt: skip
def test_how_far_a_pattern_sees(pattern, stays, sees, ignores):
    assert stays_on_line(pattern) is stays
    if stays:
        assert sees_ends(pattern) is sees
    assert ignores_line_ends(pattern) is ignores
