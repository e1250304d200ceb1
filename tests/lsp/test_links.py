"""Links of a draft lead to last year's report."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from hegao.config.model import DEFAULTS
from hegao.lsp.links import links
from invented import invented_drafts
from lsp.oddities import decorated, half_typed
from lsp.snapshots import snapshot_of

DRAFTS = invented_drafts()
LABEL = "二、上年结转政府信息公开申请数量"


def linked(text: str, previous: str, encoding: str = "utf-16") -> list[tuple[str, str]]:
    """Text and target of each link."""
    snapshot = snapshot_of(text, encoding, settings=DEFAULTS._replace(previous=previous))
    params = types.DocumentLinkParams(types.TextDocumentIdentifier(snapshot.uri))
    found = links(snapshot, params) or []
    return [(text[slice(*snapshot.positions.span(link.range))], link.target or "") for link in found]


@pytest.fixture
def previous(tmp_path: Path) -> Path:
    path = tmp_path / "2022年 报告.md"
    path.write_text("云岭镇2022年政府信息公开工作年度报告\n\n一、总体情况\n", "utf-8")
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name}-{draft.layout}")
def test_the_row_of_carried_requests_leads_to_last_years_report(draft, encoding: str, previous: Path):
    found = linked(decorated(draft.clean), str(previous), encoding)
    assert found == [(LABEL, previous.as_uri())]


def test_without_the_row_the_year_of_the_title_does(previous: Path):
    text = "云岭镇2023年政府信息公开工作年度报告\n\n一、总体情况\n"
    assert linked(text, str(previous)) == [("2023", previous.as_uri())]


def test_nothing_leads_nowhere(previous: Path):
    text = DRAFTS[0].clean
    assert linked(text, "") == []
    previous.unlink()
    assert linked("随手记\n", str(previous)) == []


def test_half_typed_drafts_have_at_most_one_link(previous: Path):
    for text in half_typed(DRAFTS[1].clean, 7, 6):
        assert len(linked(text, str(previous))) <= 1
