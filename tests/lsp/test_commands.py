from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidParams

from hegao.config import forget_settings_files, load_settings
from hegao.engine import check
from hegao.lsp.commands import COMMANDS
from hegao.lsp.identity import identity
from hegao.lsp.snapshot import Snapshot
from hegao.rulepack.load import load_pack
from hegao.text import Span
from invented import invented_drafts
from lsp.applying import applied
from lsp.oddities import decorated, half_typed
from lsp.snapshots import ALL_ABILITIES, snapshot_of
from samples import LAYOUTS, sample

URI = "untitled:draft"


@dataclass
class Host:
    """Stands for the server: knows one draft and records what it is asked to do."""

    snapshot: Snapshot
    shows_rules: bool = False
    folder: str = ""
    unsaved: str = ""
    changed: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    edits: list[types.ApplyWorkspaceEditParams] = field(default_factory=list)
    places: list[types.ShowDocumentParams] = field(default_factory=list)

    async def present(self, uri: str) -> Snapshot | None:
        return self.snapshot if uri == self.snapshot.uri else None

    def status_of(self, uri: str) -> Any:
        return {"uri": uri, "state": "findings"}

    def folder_of(self, path: str) -> str:
        return self.folder

    def is_unsaved(self, path: str) -> bool:
        return path == self.unsaved

    def settings_file_changed(self, path: str) -> None:
        self.changed.append(path)

    def window_show_message(self, params: types.ShowMessageParams) -> None:
        self.messages.append(params.message)

    def window_show_document(self, params: types.ShowDocumentParams) -> None:
        self.places.append(params)

    def workspace_apply_edit(self, params: types.ApplyWorkspaceEditParams) -> None:
        self.edits.append(params)

    def run(self, command: str, *arguments: Any) -> Any:
        return asyncio.run(_awaited(COMMANDS[command](self, list(arguments))))

    @property
    def text(self) -> str:
        """The draft after the one edit asked for."""
        (params,) = self.edits
        (change,) = params.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        assert change.text_document.version == self.snapshot.version
        edits = [edit for edit in change.edits if isinstance(edit, types.TextEdit)]
        return applied(self.snapshot.text, edits, self.snapshot.client.encoding)


async def _awaited(result: Any) -> Any:
    return await result


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "2023" / "云岭镇.txt"
    path.parent.mkdir()
    path.write_text(sample("tab").replace("全年新收", "我乡新收").replace("逐条", "我乡逐条"), encoding="utf-8")
    forget_settings_files()
    return path


def host_of(draft: Path, **known: Any) -> Host:
    snapshot = snapshot_of(draft.read_text(encoding="utf-8"), path=str(draft), settings=load_settings(draft))
    return Host(snapshot, **known)


def with_cells(layout: str, new: str, *places: tuple[str, str, str]) -> str:
    """The sample with other text in cells, each named by table, row and column."""
    good = snapshot_of(sample(layout))
    text = good.text
    for start, end in sorted(cell_span(good, *place) for place in places)[::-1]:
        text = text[:start] + new + text[end:]
    return text


def cell_span(snapshot: Snapshot, key: str, row: str, column: str) -> Span:
    table = snapshot.document.table(key)
    assert table is not None
    cell = table.value(row, column)
    assert cell is not None
    return cell.span


def codes(draft: Path) -> list[str]:
    """What is found in the draft under the settings that now hold."""
    forget_settings_files()
    text = draft.read_text(encoding="utf-8")
    return [finding.code for finding in check(text, load_settings(draft), str(draft)).findings]


def test_suppressing_one_place_writes_a_settings_file_beside_the_open_folder(draft: Path, tmp_path: Path) -> None:
    host = host_of(draft, folder=str(tmp_path))
    finding = next(f for f in host.snapshot.result.findings if f.code == "W101")
    settings = tmp_path / "hegao.toml"
    assert host.run("hegao.suppressHere", host.snapshot.uri, identity(finding)) == {
        "file": str(settings),
        "code": "W101",
        "written": True,
    }
    text = settings.read_text(encoding="utf-8")
    assert (
        'file = "2023/云岭镇.txt"\ncode = "W101"\ntext = "我乡"\nsection = "总体情况"\nreason = "编辑器中忽略，2'
        in text
    )
    assert host.changed == [str(settings)]
    assert host.messages == ["已在 hegao.toml 记下，不再提示。要恢复提示，删去其中这一条 [[suppress]] 即可。"]
    assert codes(draft) == []  # Both stand in one section with the same words.
    assert [path.name for path in tmp_path.iterdir()] == ["2023", "hegao.toml"]


def test_the_nearest_settings_file_is_used_and_keeps_what_it_says(draft: Path, tmp_path: Path) -> None:
    near = draft.parent / "hegao.toml"
    near.write_text('# 我的设置\r\n[rules]\r\nignore = ["P114"]  # 空格\r\n', encoding="utf-8", newline="")
    host = host_of(draft, folder=str(tmp_path))
    host.run("hegao.suppressInFile", host.snapshot.uri, "W101")
    assert host.messages[0].startswith(f"已在 {Path('2023', 'hegao.toml')} 记下")
    text = near.read_bytes().decode()
    assert text.startswith(
        '# 我的设置\r\n[rules]\r\nignore = ["P114"]  # 空格\r\n\r\n[[suppress]]\r\nfile = "云岭镇.txt"\r\n'
    )
    assert codes(draft) == []


def test_a_rule_suppressed_in_the_project_holds_for_every_draft(draft: Path, tmp_path: Path) -> None:
    other = tmp_path / "2022" / "别处.md"
    other.parent.mkdir()
    other.write_text(draft.read_text(encoding="utf-8"), encoding="utf-8")
    assert "W101" in codes(other)
    host = host_of(draft, folder=str(tmp_path))
    host.run(
        "hegao.suppressInProject",
        host.snapshot.uri,
        next(rule.name for rule in load_pack("zfxxgk-2021").rules if rule.code == "W101"),
    )
    assert codes(draft) == codes(other) == []


def test_what_is_noted_already_is_not_noted_twice(draft: Path, tmp_path: Path) -> None:
    host = host_of(draft, folder=str(tmp_path))
    assert host.run("hegao.suppressInFile", host.snapshot.uri, "W101")["written"]
    before = (tmp_path / "hegao.toml").read_bytes()
    assert not host.run("hegao.suppressInFile", host.snapshot.uri, "W101")["written"]
    assert host.messages[-1] == "hegao.toml 里已有这一条，没有重复记下。"
    assert (tmp_path / "hegao.toml").read_bytes() == before


def test_private_text_is_noted_masked(draft: Path, tmp_path: Path) -> None:
    phone = "13912345678"
    draft.write_text(sample("tab").replace("按季核对。", f"按季核对，联系人李某某{phone}。"), encoding="utf-8")
    host = host_of(draft, folder=str(tmp_path))
    for finding in host.snapshot.result.findings:
        host.run("hegao.suppressHere", host.snapshot.uri, identity(finding))
    assert host.messages
    assert phone not in (tmp_path / "hegao.toml").read_text(encoding="utf-8") + "".join(host.messages)
    assert codes(draft) == []


@pytest.mark.parametrize("text", ["[rules\n", "suppress = 3\n", "x = 1\n"])
def test_a_settings_file_that_is_wrong_stays_as_it_is(draft: Path, tmp_path: Path, text: str) -> None:
    host = host_of(draft, folder=str(tmp_path))
    settings = tmp_path / "hegao.toml"
    settings.write_text(text, encoding="utf-8")
    with pytest.raises(JsonRpcException, match=r"hegao\.toml"):
        host.run("hegao.suppressInFile", host.snapshot.uri, "W101")
    assert settings.read_text(encoding="utf-8") == text
    assert not host.changed


def test_a_settings_file_with_unsaved_changes_is_not_overwritten(draft: Path, tmp_path: Path) -> None:
    host = host_of(draft, folder=str(tmp_path), unsaved=str(tmp_path / "hegao.toml"))
    with pytest.raises(JsonRpcException, match="没保存的改动"):
        host.run("hegao.suppressInFile", host.snapshot.uri, "W101")
    assert not (tmp_path / "hegao.toml").exists()


def test_a_finding_that_is_gone_is_not_suppressed(draft: Path, tmp_path: Path) -> None:
    host = host_of(draft, folder=str(tmp_path))
    with pytest.raises(JsonRpcException, match="没有忽略任何问题"):
        host.run("hegao.suppressHere", host.snapshot.uri, "W101:3:5")
    assert not (tmp_path / "hegao.toml").exists()


def test_a_draft_without_a_file_is_told_to_be_saved_first() -> None:
    host = Host(snapshot_of(sample("tab").replace("全年新收", "我乡新收")))
    with pytest.raises(JsonRpcException, match="请先保存"):
        host.run("hegao.suppressInFile", URI, "W101")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_safe_corrections_are_applied_by_the_client(layout: str, encoding: str) -> None:
    clean = decorated(sample(layout))
    text = clean.replace("2024年1月12日", "2024年01月12日").replace("，其中政策", ",其中政策")
    host = Host(snapshot_of(text, encoding))
    fixed = host.run("hegao.fixAllSafe", URI)["fixed"]
    assert "2024年1月12日" in host.text
    assert "，其中政策" in host.text
    assert fixed >= 2


def test_one_rule_is_corrected_alone_and_figures_never() -> None:
    text = sample("tab").replace("全年新收", "我乡新收").replace("2024年1月12日", "2024年01月12日")
    host = Host(snapshot_of(text))
    assert host.run("hegao.fixRule", URI, "W101") == {"fixed": 1}
    assert host.text == text.replace("我乡", "我镇")
    wrong = Host(snapshot_of(with_cells("tab", "8", ("applications", "A", "总计"))))
    assert any(f.code == "N101" and f.fixes for f in wrong.snapshot.result.findings)
    assert wrong.run("hegao.fixRule", URI, "N101") == {"fixed": 0}
    assert wrong.messages == ["没有可以一并修正的 N101 问题。"]
    assert not wrong.edits


A, G, E2 = (("applications", row, "总计") for row in ("A", "G", "E2"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_totals_are_recomputed_on_request(layout: str) -> None:
    good, text = snapshot_of(sample(layout)), with_cells(layout, "99", A, G)
    host = Host(snapshot_of(text))
    assert host.run("hegao.recomputeTotals", URI)["changed"] == 2
    assert host.text == good.text
    assert host.messages == ["已把 2 个总计改成各组成部分之和。"]
    first = cell_span(good, *A)
    one = Host(snapshot_of(text))
    at = one.snapshot.positions.position(first.start)
    one.run("hegao.recomputeTotals", URI, {"line": at.line, "character": at.character})
    assert one.text == text.replace("99", good.document.source[first], 1)
    title = Host(snapshot_of(text))
    title.run("hegao.recomputeTotals", URI, {"line": 0, "character": 0})
    assert (title.edits, title.messages) == ([], ["这里没有可以重算的总计。"])


def test_totals_of_a_wrong_part_leave_other_relations_broken() -> None:
    host = Host(snapshot_of(with_cells("pipe", "99", ("applications", "A", "自然人"))))
    assert host.run("hegao.recomputeTotals", URI)["changed"] == 3
    assert host.messages == ["已把 3 个总计改成各组成部分之和。改后仍有 2 项勾稽不平，请核对各组成部分。"]


def test_totals_that_cannot_be_computed_are_told() -> None:
    host = Host(snapshot_of(with_cells("pipe", "若干", ("remedies", "counts", "行政复议/其他结果"))))
    assert host.run("hegao.recomputeTotals", URI)["left"] == 1
    assert host.messages[0].startswith("没有重算：")
    assert "有的组成格空着或不是数字" in host.messages[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_goes_from_one_broken_relation_to_the_next(layout: str) -> None:
    host = Host(snapshot_of(with_cells(layout, "9", A, E2)))
    index = [table.key for table in host.snapshot.document.tables].index("applications")
    seen = [host.run("hegao.nextBroken", URI, index)]
    for _ in range(2):
        end = seen[-1].range.end
        seen.append(host.run("hegao.nextBroken", URI, None, {"line": end.line, "character": end.character}))
    offsets = [host.snapshot.positions.offset(place.range.start) for place in seen]
    first, second = (cell_span(host.snapshot, *place).start for place in (A, E2))
    assert offsets == [first, second, first]
    assert [place.selection for place in host.places] == [place.range for place in seen]
    assert host.run("hegao.nextBroken", URI, 0) is None
    assert host.messages == ["这张表没有不平的勾稽。"]


def test_suppressed_findings_leave_their_relations_broken(draft: Path, tmp_path: Path) -> None:
    draft.write_text(with_cells("tab", "8", ("applications", "A", "总计")), encoding="utf-8")
    (tmp_path / "hegao.toml").write_text(
        '[[suppress]]\nfile = "**"\ncode = "N101"\nreason = "原表如此"\n', encoding="utf-8"
    )
    host = host_of(draft)
    assert host.snapshot.result.suppressed
    place = host.run("hegao.nextBroken", host.snapshot.uri)
    source = host.snapshot.document.source
    assert source[host.snapshot.positions.span(place.range)] in ("8", "18")


def test_clients_that_show_no_documents_get_the_place_alone() -> None:
    text = with_cells("tab", "8", ("applications", "A", "总计"))
    host = Host(snapshot_of(text, client=ALL_ABILITIES._replace(shows_documents=False)))
    assert host.run("hegao.nextBroken", URI).uri == URI
    assert not host.places


def test_clients_that_apply_no_edits_are_told() -> None:
    text = sample("tab").replace("2024年1月12日", "2024年01月12日")
    host = Host(snapshot_of(text, client=ALL_ABILITIES._replace(applies_edits=False)))
    with pytest.raises(JsonRpcException, match="快速修复"):
        host.run("hegao.fixAllSafe", URI)


def test_a_rule_is_explained_by_whoever_can_show_it() -> None:
    host = Host(snapshot_of(sample("tab")))
    page = host.run("hegao.explainRule", "W101", URI)
    assert page.startswith("# W101 ")
    assert "错误示例" in page
    (message,) = host.messages
    assert message.startswith("W101 自称与机关级别不符\n")
    assert "依据：" in message
    silent = Host(snapshot_of(sample("tab")), shows_rules=True)
    assert silent.run("hegao.explainRule", "W101") == page
    assert not silent.messages


def test_every_rule_can_be_explained() -> None:
    host = Host(snapshot_of(sample("tab")))
    for rule in load_pack("zfxxgk-2021").rules:
        assert rule.title in host.run("hegao.explainRule", rule.code, URI)
    assert not any("**" in message or "```" in message for message in host.messages)


def test_a_new_report_is_made_of_what_is_given() -> None:
    host = Host(snapshot_of(""))
    text = host.run("hegao.newReport", {"agency": "青河县 和平街道办事处", "year": 2022, "layout": "tab"})
    assert text.startswith("青河县和平街道办事处2022年政府信息公开工作年度报告\n")
    assert "|" not in text
    assert host.run("hegao.newReport").startswith("# ____2")


def test_status_is_told_when_asked() -> None:
    host = Host(snapshot_of(sample("tab")))
    assert host.run("hegao.status", URI) == {"uri": URI, "state": "findings"}


WRONG: Sequence[tuple[str, list[Any]]] = [
    ("hegao.suppressHere", []),
    ("hegao.suppressHere", [URI]),
    ("hegao.suppressHere", [URI, None]),
    ("hegao.suppressInFile", [URI, "W999"]),
    ("hegao.suppressInProject", [URI, ["W101"]]),
    ("hegao.fixAllSafe", [3]),
    ("hegao.fixAllSafe", [None]),
    ("hegao.fixRule", [URI]),
    ("hegao.fixRule", [URI, ""]),
    ("hegao.recomputeTotals", [URI, 3]),
    ("hegao.recomputeTotals", [URI, {"line": -1, "character": 0}]),
    ("hegao.recomputeTotals", [URI, {"line": 1.5, "character": True}]),
    ("hegao.nextBroken", [URI, "1"]),
    ("hegao.nextBroken", [URI, True]),
    ("hegao.nextBroken", [URI, 99]),
    ("hegao.explainRule", []),
    ("hegao.explainRule", ["X000"]),
    ("hegao.explainRule", ["W101", 3]),
    ("hegao.newReport", ["云岭镇"]),
    ("hegao.newReport", [{"agency": "云"}]),
    ("hegao.newReport", [{"year": "2023"}]),
    ("hegao.newReport", [{"year": 1999}]),
    ("hegao.newReport", [{"layout": "docx"}]),
    ("hegao.newReport", [{"layout": []}]),
    ("hegao.status", []),
]


@pytest.mark.parametrize(("command", "arguments"), WRONG)
def test_wrong_arguments_are_told_in_chinese(command: str, arguments: list[Any]) -> None:
    host = Host(snapshot_of(sample("tab"), path="/reports/draft.md")._replace(uri=URI))
    with pytest.raises(JsonRpcException) as caught:
        host.run(command, *arguments)
    assert isinstance(caught.value, JsonRpcInvalidParams) or arguments[-1] == 99
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.message)
    assert not (host.edits or host.changed)


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"hegao.explainRule", "hegao.newReport"}))
def test_a_draft_that_is_not_open_is_told(command: str) -> None:
    host = Host(snapshot_of(sample("tab")))
    with pytest.raises(JsonRpcException, match="没有在编辑器中打开") as caught:
        host.run(command, "file:///elsewhere.md", "W101")
    assert caught.value.code == types.LSPErrorCodes.RequestFailed


def test_half_typed_drafts_do_not_upset_commands() -> None:
    for draft in invented_drafts()[:3]:
        for text in half_typed(decorated(draft.faulty), seed=7, count=4):
            host = Host(snapshot_of(text))
            for command in ("hegao.fixAllSafe", "hegao.recomputeTotals", "hegao.nextBroken"):
                host.run(command, URI)
            assert all(message for message in host.messages)
