from __future__ import annotations

import pytest
from lsprotocol import types

from hegao.lsp.lenses import lenses
from lsp.snapshots import snapshot_of
from samples import LAYOUTS, balanced_figures, report, sample


def shown(snapshot):
    """Line → title, command and arguments of its lens."""
    found = lenses(snapshot, types.CodeLensParams(types.TextDocumentIdentifier(snapshot.uri)))
    return {lens.range.start.line: (lens.command.title, lens.command.command, lens.command.arguments) for lens in found}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_balanced_tables_say_so_and_do_nothing_when_clicked(layout):
    snapshot = snapshot_of(sample(layout))
    titles = list(shown(snapshot).values())
    assert titles == [
        ("核稿 ✓ 未发现问题", "", None),
        ("勾稽 39 项全部平衡", "", None),
        ("勾稽 3 项全部平衡", "", None),
    ]
    lines = [snapshot.document.source.position(table.span.start).line for table in snapshot.document.tables]
    assert list(shown(snapshot)) == [0, *lines[1:]]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_table_with_broken_relations_leads_to_them(layout):
    figures = balanced_figures()
    figures["applications", "A", "总计"] = "9"
    snapshot = snapshot_of(report(layout, figures))
    titles = [lens for lens in shown(snapshot).values() if lens[1]]
    assert titles == [("勾稽 39 项：37 平 2 不平", "hegao.nextBroken", [snapshot.uri, 1])]


def test_relations_that_could_not_be_checked_are_counted():
    figures = balanced_figures()
    figures["applications", "A", "自然人"] = ""
    titles = [lens[0] for lens in shown(snapshot_of(report("tab", figures))).values()]
    assert titles[1] == "勾稽 39 项：37 平 2 未核"


def test_the_title_says_how_many_findings_of_each_kind_there_are():
    snapshot = snapshot_of("\n\n" + sample("tab").replace("云岭镇通过", "我乡通过"))
    line, (title, command, _) = next(iter(shown(snapshot).items()))
    assert (line, title, command) == (2, "必错 1 · 疑似 0 · 提示 0", "")


def test_a_draft_without_title_is_counted_on_its_first_line():
    text = sample("tab").partition("\n")[2]
    assert 0 in shown(snapshot_of(text))


def test_only_what_is_shown_is_counted():
    """A report without an ending may go on: what it lacks so far is neither shown nor counted."""
    text = sample("tab")
    begun = snapshot_of(text[: text.index("三、收到和处理")])
    assert any(finding.code == "S111" for finding in begun.result.findings)
    assert next(iter(shown(begun).values()))[0] == "核稿 ✓ 未发现问题"
