"""What is said of drafts: pushed and pulled, once and for the right version."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.finding import Finding, Severity
from hegao.lsp.diagnostics import MOST, gravest, message_of
from hegao.text import Span
from lsp.editor import URI, Inside, abilities
from lsp.oddities import decorated

pytestmark = pytest.mark.asyncio
DRAFTS = Path(__file__).parent.parent / "drafts"
ENCODINGS = ("utf-8", "utf-16", "utf-32")
LAYOUTS = ("cell.txt", "pipe.md", "tab.txt")


def faulty(layout: str = "pipe.md", agency: str = "yunling-township") -> str:
    return (DRAFTS / agency / f"faulty.{layout}").read_text(encoding="utf-8")


def clean(layout: str = "pipe.md") -> str:
    return (DRAFTS / "yunling-township" / f"clean.{layout}").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
async def test_findings_are_those_of_a_check_at_their_characters(encoding, layout):
    text = decorated(faulty(layout))
    editor = Inside()
    await editor.begin(abilities(encoding=encoding))
    editor.open(text)
    shown = await editor.published()
    assert editor.encoding == encoding
    wanted = [(f.code, f.span, message_of(f)) for f in check(text, DEFAULTS).findings]
    assert [(item["code"], editor.span(item["range"]), item["message"]) for item in shown] == wanted
    assert len(wanted) > 10


async def test_a_diagnostic_carries_all_a_quick_fix_needs():
    text = faulty()
    editor = Inside()
    await editor.begin()
    editor.open(text)
    shown = await editor.published()
    findings = check(text, DEFAULTS).findings
    for item, finding in zip(shown, findings, strict=True):
        data = item["data"]
        assert (data["code"], data["version"]) == (finding.code, 1)
        assert item["source"] == "hegao"
        for said, fix in zip(data["fixes"], finding.fixes, strict=True):
            assert (said["title"], said["applicability"]) == (fix.title, fix.applicability.value)
            edits = [(editor.span(edit["range"]), edit["newText"]) for edit in said["edits"]]
            assert edits == [tuple(edit) for edit in fix.edits]
        related = [editor.span(other["location"]["range"]) for other in item.get("relatedInformation", ())]
        assert related == [other.span for other in finding.related]
    assert any(item.get("relatedInformation") for item in shown)


async def test_a_client_is_told_no_more_than_it_can_show():
    capabilities = abilities()
    capabilities["textDocument"]["publishDiagnostics"] = {}
    text = faulty()
    editor = Inside()
    await editor.begin(capabilities)
    editor.open(text)
    for item in await editor.published():
        assert set(item) == {"range", "severity", "code", "source", "message"}


async def test_residue_that_should_go_is_tagged_unnecessary():
    editor = Inside()
    await editor.begin()
    editor.open("[bookmark: _GoBack]" + clean())
    shown = await editor.published()
    assert [item.get("tags") for item in shown if item["code"].startswith("J")] == [[1]]
    assert not any(item.get("tags") for item in shown if not item["code"].startswith("J"))


async def test_private_data_stands_in_no_diagnostic():
    number = "11010519491231002X"
    editor = Inside()
    await editor.begin()
    editor.open(clean().replace("一、总体情况", f"一、总体情况\n\n申请人身份证号{number}。", 1))
    await editor.published()
    assert any(item["code"].startswith("V") for item in editor.of("textDocument/publishDiagnostics")[0]["diagnostics"])
    assert number not in str(editor.heard)


async def test_each_version_is_answered_once_and_in_order():
    editor = Inside()
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    at = editor.texts[URI].index("全年")
    for _ in range(5):
        editor.replace(at, at, "的")
        await editor.published()
    editor.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
    await editor.request("textDocument/hover", {"textDocument": {"uri": URI}, "position": editor.position(0)})
    said = editor.of("textDocument/publishDiagnostics")
    assert [params["version"] for params in said] == [1, 2, 3, 4, 5, 6]


async def test_what_was_shown_goes_when_the_draft_is_closed():
    editor = Inside()
    await editor.begin()
    editor.open(faulty())
    await editor.published()
    editor.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    last = editor.of("textDocument/publishDiagnostics")[-1]
    assert (last["uri"], last["diagnostics"]) == (URI, [])


@pytest.mark.parametrize("pull", [False, True])
async def test_a_client_is_either_pushed_or_asks(pull):
    editor = Inside()
    await editor.begin(abilities(pull))
    editor.open(faulty())
    if pull:
        assert (await editor.pulled())["items"]
        assert editor.capabilities["diagnosticProvider"]["identifier"] == "hegao"
        assert not editor.of("textDocument/publishDiagnostics")
    else:
        assert await editor.published()
        assert "diagnosticProvider" not in editor.capabilities
        with pytest.raises(Exception, match="-32601"):
            await editor.pulled()


async def test_a_client_that_takes_no_hint_to_ask_again_is_pushed():
    editor = Inside()
    await editor.begin(abilities(True, workspace={"diagnostics": {"refreshSupport": False}}))
    editor.open(faulty())
    assert await editor.published()
    assert "diagnosticProvider" not in editor.capabilities


async def test_pulled_reports_are_full_then_unchanged_then_full():
    editor = Inside()
    await editor.begin(abilities(True))
    editor.open(faulty())
    first = await editor.pulled()
    assert first["kind"] == "full"
    again = await editor.pulled(previous=first["resultId"])
    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    editor.replace(0, 0, "\n")
    later = await editor.pulled(previous=first["resultId"])
    assert later["kind"] == "full"
    assert later["resultId"] != first["resultId"]
    assert [item["range"]["start"]["line"] - 1 for item in later["items"]] == [
        item["range"]["start"]["line"] for item in first["items"]
    ]


async def test_pushed_and_pulled_are_the_same():
    pushed, pulling = Inside(), Inside()
    await pushed.begin()
    await pulling.begin(abilities(True))
    for editor in (pushed, pulling):
        editor.open(faulty("tab.txt"))
    assert (await pulling.pulled())["items"] == await pushed.published()


async def test_more_findings_than_anybody_reads_are_cut_with_a_notice():
    prose = "\n".join(f"第{number}次,会议,已经召开。" for number in range(400))
    text = faulty().replace("一、总体情况\n", f"一、总体情况\n\n{prose}\n", 1)
    findings = check(text, DEFAULTS).findings
    assert len(findings) > MOST
    editor = Inside()
    await editor.begin()
    editor.open(text)
    shown = await editor.published()
    notices = [item for item in shown if item["code"] == "more-findings"]
    assert len(shown) == MOST + 1
    assert [str(len(findings)) in item["message"] for item in notices] == [True]
    assert notices[0]["range"]["start"]["line"] == 0


async def test_what_is_cut_is_what_matters_least():
    minor, grave = (Finding("W101", "x", severity, "", "", Span(0, 1)) for severity in (Severity.INFO, Severity.ERROR))
    findings = [minor] * MOST + [grave, minor, grave]
    kept, left_out = gravest(findings)
    assert (len(kept), left_out) == (MOST, 3)
    assert kept == [minor] * (MOST - 2) + [grave, grave]


async def test_a_text_that_is_no_report_is_left_alone():
    editor = Inside()
    await editor.begin()
    editor.open("会议记录\n\n我我们讨论了,很多。\n")
    assert await editor.published() == []
    status = await editor.until("hegao/status")
    assert (status["state"], status["findings"]) == ("notReport", 0)


async def test_status_says_how_things_stand_after_every_run():
    editor = Inside()
    await editor.begin()
    editor.open(faulty())
    shown = await editor.published()
    status = await editor.until("hegao/status")
    relations = check(faulty(), DEFAULTS).relations
    assert status["elapsedMs"] > 0
    assert {name: status[name] for name in ("uri", "version", "state", "findings", "relations")} == {
        "uri": URI,
        "version": 1,
        "state": "findings",
        "findings": len(shown),
        "relations": {"checked": relations.checked, "broken": relations.broken},
    }
    assert relations.broken > 0
    editor.change([{"text": clean()}])
    assert await editor.published() == []
    assert (await editor.until("hegao/status"))["state"] == "ok"
