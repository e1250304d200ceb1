"""A rule's literals (``when``) make checking faster and change no finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafting import builtin_rules, document_of
from hegao.engine import lint
from marked import split_marks

RULES = tuple(builtin_rules().values())
LITERAL = [rule for rule in RULES if rule.when]
DRAFTS = sorted(
    path for path in (Path(__file__).parent / "drafts").rglob("*.*") if re.search(r"\.(txt|md)$", path.name)
)
WITHOUT = tuple(rule._replace(when=()) for rule in RULES)


@pytest.mark.parametrize("rule", LITERAL, ids=lambda rule: rule.code)
def test_literals_stay_on_a_line_and_none_is_within_another(rule):
    for literal in rule.when:
        assert literal
        assert not set(literal) & set("\r\n")
        others = [other for other in rule.when if other != literal and other in literal]
        assert not others, f"{literal} can go: the draft that holds it holds {others}"


@pytest.mark.parametrize("rule", LITERAL, ids=lambda rule: rule.code)
def test_what_a_rule_finds_in_its_examples_holds_a_literal(rule):
    for example in rule.examples:
        text, _ = split_marks(example.bad)
        if not text:
            continue
        document = document_of(text, example.agency, example.within)
        assert any(literal in document.source.text or literal in document.view.text for literal in rule.when)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_draft_has_the_same_findings_without_literals(path):
    document = document_of(path.read_text(encoding="utf-8"))
    assert lint(document, RULES).findings == lint(document, WITHOUT).findings


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_have_the_same_findings_of_all_rules_without_literals(rule):
    for example in rule.examples:
        for draft in (split_marks(example.bad)[0], example.good, example.fixed):
            if draft:
                document = document_of(draft, example.agency, example.within)
                assert lint(document, RULES, force=True) == lint(document, WITHOUT, force=True)


@pytest.mark.parametrize("path", DRAFTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_text_of_a_block_that_was_not_joined_stands_in_the_source(path):
    document = document_of(path.read_text(encoding="utf-8"))
    for block in document.view.blocks:
        if not block.joined:
            assert document.view.text_of(block) in document.source.text


def test_a_literal_over_a_line_break_is_seen():
    rule = builtin_rules()["W309"]
    (literal,) = rule.when
    sentence = f"三、收到和处理政府信息公开申请情况\n本年度我镇{literal}社会公开各类政府信息，加强解读，回应关切。\n"
    at = sentence.index(literal) + 1
    filler = "本年度我镇加强组织领导，健全公开制度，规范公开流程，主动接受社会各界监督"
    wrapped = sentence[:at].replace("本年度我镇", filler + "，本年度我镇") + "\n" + sentence[at:]
    document = document_of(wrapped)
    assert literal not in document.source.text
    assert literal in document.view.text
    with_literals, without = (lint(document, (each,), force=True) for each in (rule, rule._replace(when=())))
    assert with_literals == without
