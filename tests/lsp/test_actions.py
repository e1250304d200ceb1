from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from lsprotocol import types

from hegao.config.model import DEFAULTS, Settings
from hegao.engine import check
from hegao.finding import Finding
from hegao.fix import Applicability, apply_edits, apply_fixes
from hegao.lsp.actions import EXPLAIN, FIX_ALL, QUICK_FIX, REFACTOR, SUPPRESS, actions, resolve
from hegao.lsp.identity import identity
from hegao.lsp.meant import MOST
from hegao.lsp.new_report import guessed
from hegao.lsp.snapshot import Client, Snapshot
from invented import Draft, invented_drafts
from lsp.applying import applied
from lsp.oddities import decorated, half_typed
from lsp.snapshots import ALL_ABILITIES, snapshot_of
from samples import LAYOUTS, sample

ENCODINGS = ("utf-8", "utf-16", "utf-32")
DRAFTS = invented_drafts()
PATH = "/reports/draft.md"
ORIGIN = types.Range(types.Position(0, 0), types.Position(0, 0))


def diagnostic_of(snapshot: Snapshot, finding: Finding, named: bool = True) -> types.Diagnostic:
    data = {"id": identity(finding), "code": finding.code, "version": snapshot.version} if named else None
    where = snapshot.positions.range(finding.span)
    return types.Diagnostic(where, finding.message, source="hegao", code=finding.code, data=data)


def request(
    snapshot: Snapshot,
    diagnostics: Iterable[types.Diagnostic] = (),
    where: types.Range = ORIGIN,
    only: list[types.CodeActionKind | str] | None = None,
    trigger: types.CodeActionTriggerKind | None = None,
) -> types.CodeActionParams:
    context = types.CodeActionContext(list(diagnostics), only, trigger)
    return types.CodeActionParams(types.TextDocumentIdentifier(snapshot.uri), where, context)


def asked(
    snapshot: Snapshot, *findings: Finding, only: list[types.CodeActionKind | str] | None = None
) -> list[types.CodeAction]:
    """The actions for findings whose diagnostics the client sends back."""
    return actions(snapshot, request(snapshot, (diagnostic_of(snapshot, f) for f in findings), only=only))


def found(snapshot: Snapshot, code: str) -> Finding:
    return next(finding for finding in snapshot.result.findings if finding.code == code)


def edits_of(snapshot: Snapshot, action: types.CodeAction) -> list[types.TextEdit]:
    assert action.edit is not None
    assert action.edit.document_changes is not None
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (snapshot.uri, snapshot.version)
    return [edit for edit in change.edits if isinstance(edit, types.TextEdit)]


def after(snapshot: Snapshot, action: types.CodeAction) -> str:
    """The draft as a client has it once the action is chosen."""
    chosen = resolve(snapshot, action)
    return applied(snapshot.text, edits_of(snapshot, chosen), snapshot.client.encoding)


def titles(listed: Iterable[types.CodeAction], kind: str = "") -> list[str]:
    return [action.title for action in listed if not kind or action.kind == kind]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: f"{draft.name} {draft.layout}")
def test_every_fix_changes_in_the_editor_what_it_changes_on_the_command_line(draft: Draft, encoding: str) -> None:
    snapshot = snapshot_of(decorated(draft.faulty), encoding, path=PATH)
    assert "\U0002aa36" in snapshot.text
    fixed = 0
    for finding in snapshot.result.findings:
        wanted = [apply_edits(snapshot.text, sorted(fix.edits)) for fix in finding.fixes]
        made = [a for a in asked(snapshot, finding, only=[QUICK_FIX]) if a.kind == QUICK_FIX and a.data is None]
        assert [after(snapshot, action) for action in made] == wanted
        fixed += len(wanted)
    assert fixed > 3


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_safe_fixes_together_are_those_of_the_command_line(layout: str, encoding: str) -> None:
    text = decorated(sample(layout).replace("2024年1月12日", "2024年01月12日").replace("，其中", ",其中"))
    snapshot = snapshot_of(text, encoding)
    safe = [f for one in snapshot.result.findings for f in one.fixes if f.applicability is Applicability.SAFE]
    new, count = apply_fixes(snapshot.text, safe)
    assert count > 2
    (action,) = actions(snapshot, request(snapshot, only=["source.fixAll"]))
    assert (action.title, action.kind) == (f"修正全部可放心修正的问题（{count} 处）", FIX_ALL)
    assert action.edit is None
    assert after(snapshot, action) == new


def test_what_may_be_many_edits_is_sent_at_once_to_clients_that_cannot_wait() -> None:
    text = sample("tab").replace("2024年1月12日", "2024年01月12日")
    snapshot = snapshot_of(text, client=ALL_ABILITIES._replace(resolves_edit=False))
    (action,) = actions(snapshot, request(snapshot, only=[FIX_ALL]))
    assert applied(text, edits_of(snapshot, action)) == sample("tab")
    assert resolve(snapshot, action) is action


def test_an_action_for_another_version_changes_nothing() -> None:
    text = sample("tab").replace("2024年1月12日", "2024年01月12日")
    (action,) = actions(snapshot_of(text), request(snapshot_of(text), only=[FIX_ALL]))
    assert resolve(snapshot_of("新" + text, version=2), action).edit is None
    assert resolve(snapshot_of(text, path="/reports/other.md"), action).edit is None
    assert resolve(snapshot_of(text), action).edit is not None


@pytest.mark.parametrize("data", [None, 3, "x", {}, {"uri": "untitled:draft", "version": 1, "what": "other"}])
def test_an_action_of_somebody_else_is_left_as_it_is(data: object) -> None:
    action = types.CodeAction("x", data=data)
    assert resolve(snapshot_of(sample("tab")), action).edit is None


def test_clients_without_versions_get_plain_changes() -> None:
    snapshot = snapshot_of(sample("tab").replace("2024年1月12日", "2024年01月12日"), client=Client())
    (action,) = actions(snapshot, request(snapshot, only=["source"]))
    assert action.edit is not None
    assert action.edit.document_changes is None
    assert action.edit.changes is not None
    assert applied(snapshot.text, action.edit.changes[snapshot.uri]) == sample("tab")


def test_only_a_single_safe_fix_is_preferred() -> None:
    text = sample("tab").replace("2024年1月12日", "2024年01月12日").replace("通过县政府", "我乡通过县政府")
    snapshot = snapshot_of(text.replace("未收取信息处理费，", ""))
    preferred = {
        code: [a.is_preferred for a in asked(snapshot, found(snapshot, code)) if a.edit and a.kind == QUICK_FIX]
        for code in ("D102", "W101", "C101")
    }
    assert preferred == {"D102": [True], "W101": [None], "C101": [None, None]}


def test_suggestions_for_a_figure_are_offered_one_by_one_and_name_the_cell() -> None:
    figures = sample("pipe").splitlines()
    at = next(number for number, line in enumerate(figures) if line.startswith("| 三、") and "（一）予以公开" in line)
    figures[at] = figures[at].replace("| 7 |", "| 8 |")
    snapshot = snapshot_of("\n".join(figures))
    listed = asked(snapshot, found(snapshot, "N101"), only=[QUICK_FIX])
    assert titles(listed, QUICK_FIX)[0].startswith("“（一）予以公开”行“总计”列由 8 改为 7")
    assert after(snapshot, listed[0]) == sample("pipe").rstrip("\n")
    assert not any(action.is_preferred for action in listed)
    assert not actions(snapshot, request(snapshot, only=[FIX_ALL]))


def test_all_places_of_one_change_can_be_corrected_at_once() -> None:
    text = (
        sample("tab").replace("安排专人", "我乡安排专人").replace("全年新收", "我乡新收").replace("逐条", "我街道逐条")
    )
    snapshot = snapshot_of(text)
    listed = asked(snapshot, found(snapshot, "W101"), only=[QUICK_FIX])
    assert titles(listed, QUICK_FIX) == [
        "改为“我镇”",
        "把全文 2 处“我乡”改为“我镇”",
        "修正全部同类问题（W101 自称与机关级别不符，3 处）",
    ]
    assert after(snapshot, listed[1]) == text.replace("我乡", "我镇")
    assert after(snapshot, listed[2]) == text.replace("我乡", "我镇").replace("我街道", "我镇")


def test_a_word_that_is_right_elsewhere_is_not_said_to_change_everywhere() -> None:
    text = sample("tab").replace("公开政府信息126条，其中", "公开政府信息126条,其中").replace("申请0件，", "申请0件,")
    text = text.replace("均依法办理。", "均依法办理,见http://a.example/b,c 。")
    snapshot = snapshot_of(text)
    finding = next(f for f in snapshot.result.findings if f.code == "P101" and f.text == ",")
    told = [title for title in titles(asked(snapshot, finding)) if "“,”" in title]
    assert told == ["把同样的 2 处“,”改为“，”"]


def test_findings_are_known_by_name_whatever_range_the_client_sends() -> None:
    text = sample("tab").replace("全年新收", "我乡新收")
    snapshot = snapshot_of(text)
    diagnostic = diagnostic_of(snapshot, found(snapshot, "W101"))
    diagnostic.range = types.Range(types.Position(3, 900), types.Position(900, 0))
    listed = actions(
        snapshot, request(snapshot, [diagnostic], types.Range(types.Position(900, 0), types.Position(0, 9)))
    )
    assert listed[0].title == "改为“我镇”"
    assert listed[0].diagnostics == [diagnostic]
    assert after(snapshot, listed[0]) == text.replace("我乡", "我镇")


def test_a_client_that_keeps_no_names_is_understood_by_code_and_line() -> None:
    text = sample("tab").replace("全年新收", "我乡新收")
    snapshot = snapshot_of(text)
    diagnostic = diagnostic_of(snapshot, found(snapshot, "W101"), named=False)
    diagnostic.range.start.character *= 3  # Bytes, as Neovim 0.7 counts them.
    diagnostic.range.end.character *= 3
    listed = actions(snapshot, request(snapshot, [diagnostic]))
    assert after(snapshot, listed[0]) == text.replace("我乡", "我镇")


def test_without_diagnostics_the_range_decides() -> None:
    text = sample("tab").replace("全年新收", "我乡新收")
    snapshot = snapshot_of(text)
    where = snapshot.positions.range(found(snapshot, "W101").span)
    caret = types.Range(where.end, where.end)
    assert "改为“我镇”" in titles(actions(snapshot, request(snapshot, where=caret)))
    assert not actions(snapshot, request(snapshot, where=ORIGIN, only=[QUICK_FIX]))


def test_every_diagnostic_sent_counts_and_the_gravest_comes_first() -> None:
    text = sample("tab").replace("全年新收", "我乡新收").replace("2024年1月12日", "2024年01月12日")
    snapshot = snapshot_of(text)
    listed = asked(snapshot, found(snapshot, "D102"), found(snapshot, "W101"), only=[QUICK_FIX])
    assert [action.title for action in listed if action.edit] == ["改为“我镇”", "改为“2024年1月12日”"]


def test_a_finding_that_is_gone_offers_nothing() -> None:
    text = sample("tab").replace("全年新收", "我乡新收")
    old = diagnostic_of(snapshot_of(text), found(snapshot_of(text), "W101"))
    new = snapshot_of(text.replace("县政府网站", "县人民政府网站"), version=2)
    assert not actions(new, request(new, [old], only=[QUICK_FIX]))
    assert actions(new, request(new, [diagnostic_of(new, found(new, "W101"))], only=[QUICK_FIX]))


def test_diagnostics_of_others_mean_nothing() -> None:
    snapshot = snapshot_of(sample("tab").replace("全年新收", "我乡新收"))
    foreign = diagnostic_of(snapshot, found(snapshot, "W101"), named=False)
    foreign.source = "cSpell"
    assert not actions(snapshot, request(snapshot, [foreign], only=[QUICK_FIX]))


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (None, {QUICK_FIX, EXPLAIN, SUPPRESS, REFACTOR, FIX_ALL}),
        ([QUICK_FIX], {QUICK_FIX, EXPLAIN, SUPPRESS}),
        ([types.CodeActionKind.QuickFix], {QUICK_FIX, EXPLAIN, SUPPRESS}),
        ([SUPPRESS], {SUPPRESS}),
        ([""], {QUICK_FIX, EXPLAIN, SUPPRESS, REFACTOR, FIX_ALL}),
        (["source"], {FIX_ALL}),
        ([types.CodeActionKind.SourceFixAll], {FIX_ALL}),
        ([FIX_ALL], {FIX_ALL}),
        (["source.fixAll.eslint"], set()),
        (["source.organizeImports", "refactor"], {REFACTOR}),
        (["quick"], set()),
    ],
)
def test_only_the_kinds_asked_for_are_answered(only: list[types.CodeActionKind | str] | None, kinds: set[str]) -> None:
    text = sample("tab").replace("2024年1月12日", "2024年01月12日").replace("未收取信息处理费，", "")
    snapshot = snapshot_of(text, path=PATH)
    assert {str(action.kind) for action in asked(snapshot, found(snapshot, "D102"), only=only)} == kinds


def test_what_is_missing_can_be_put_in_from_anywhere_but_lights_no_bulb() -> None:
    lines = sample("pipe").split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("四、"))
    end = next(at for at, line in enumerate(lines) if line.startswith("五、"))
    snapshot = snapshot_of("\n".join(lines[: start + 2] + lines[end:]))
    asked_for = [a for a in actions(snapshot, request(snapshot)) if a.kind == REFACTOR]
    assert titles(asked_for) == [f"补上空白的第四项表格，并填数（第 {start + 1} 行）"]
    assert check(after(snapshot, asked_for[0]), DEFAULTS).document.table("remedies")
    automatic = request(snapshot, trigger=types.CodeActionTriggerKind.Automatic)
    assert REFACTOR not in {action.kind for action in actions(snapshot, automatic)}
    there = asked(snapshot, found(snapshot, "T111"))
    assert titles(there, REFACTOR) == []
    assert titles(there, QUICK_FIX) == ["补上空白的第四项表格，并填数"]


def test_suppressing_names_the_finding_and_its_rule() -> None:
    snapshot = snapshot_of(sample("tab").replace("全年新收", "我乡新收"), path=PATH)
    finding = found(snapshot, "W101")
    commands = [action.command for action in asked(snapshot, finding, only=[SUPPRESS])]
    assert [(c.command, c.arguments) for c in commands if c] == [
        ("hegao.suppressHere", [snapshot.uri, identity(finding)]),
        ("hegao.suppressInFile", [snapshot.uri, "W101"]),
        ("hegao.suppressInProject", [snapshot.uri, "W101"]),
    ]
    assert titles(asked(snapshot, finding, only=[SUPPRESS])) == [
        "这一处不再提示（W101 自称与机关级别不符）",
        "本文件不再提示这条规则（W101 自称与机关级别不符）",
        "本项目不再提示这条规则（W101 自称与机关级别不符）",
    ]


def test_a_draft_without_a_file_cannot_be_noted_down() -> None:
    snapshot = snapshot_of(sample("tab").replace("全年新收", "我乡新收"))
    listed = asked(snapshot, found(snapshot, "W101"))
    assert titles(listed, SUPPRESS) == []
    assert titles(listed, EXPLAIN) == ["说明这条规则（W101 自称与机关级别不符）"]


def test_the_same_title_at_two_places_says_which_is_which() -> None:
    text = sample("tab").replace("126条，", "126 条，").replace("政策解读9条", "政策解读 9条")
    snapshot = snapshot_of(text)
    spaces = [finding for finding in snapshot.result.findings if finding.code in ("P113", "P114")]
    listed = [action for action in asked(snapshot, *spaces, only=[QUICK_FIX]) if action.edit]
    assert len(listed) > 1
    assert len(set(titles(listed))) == len(listed)
    assert all("第 7 行第" in title for title in titles(listed))


def test_private_values_are_in_no_title() -> None:
    phone = "13912345678"
    text = sample("tab").replace("按季核对。", f"按季核对，联系人李某某 {phone}，又 {phone}。")
    snapshot = snapshot_of(text, path=PATH)
    assert any(finding.masked for finding in snapshot.result.findings)
    listed = asked(snapshot, *snapshot.result.findings)
    assert not any(phone in title for title in titles(listed))
    assert any("139****5678" in title for title in titles(listed))


def test_a_whole_draft_selected_gives_a_menu_of_bounded_length() -> None:
    text = sample("tab").replace("按季核对。", "我乡、" * 300 + "按季核对。")
    snapshot = snapshot_of(text, path=PATH)
    whole = types.Range(types.Position(0, 0), types.Position(10**6, 0))
    listed = actions(snapshot, request(snapshot, where=whole))
    assert sum(action.edit is not None for action in listed if action.kind == QUICK_FIX) <= 2 * MOST
    (every,) = [action for action in listed if action.title.startswith("把全文 300 处“我乡”")]
    assert after(snapshot, every) == text.replace("我乡", "我镇")


@pytest.mark.parametrize("text", ["", "\n", " \r\n\r\n"])
def test_an_empty_draft_is_offered_the_frame_of_a_report(text: str) -> None:
    snapshot = snapshot_of(text, path="/reports/2024/云岭镇.md")
    (action,) = actions(snapshot, request(snapshot))
    assert (action.title, action.kind) == (
        "插入年报框架：云岭镇人民政府2024年政府信息公开工作年度报告",
        REFACTOR,
    )
    new = after(snapshot, action)
    assert new.startswith("# 云岭镇人民政府2024年")
    assert ("\r\n" in new) == ("\r\n" in text)
    assert check(new, DEFAULTS).document.is_report
    assert not actions(snapshot, request(snapshot, only=[QUICK_FIX]))


def test_a_title_alone_is_made_a_report() -> None:
    snapshot = snapshot_of("青河县教育局2022年政府信息公开工作年度报告\n", path="/reports/2024/云岭镇.txt")
    (action,) = actions(snapshot, request(snapshot))
    assert action.title == "插入年报框架：青河县教育局2022年政府信息公开工作年度报告"
    assert after(snapshot, action).startswith("# 青河县教育局2022年政府信息公开工作年度报告\n\n本报告")
    more = snapshot_of(snapshot.text + "\n一、总体情况\n")
    assert not [action for action in actions(more, request(more)) if "框架" in action.title]
    assert not actions(snapshot_of("会议记录\n"), request(snapshot))


@pytest.mark.parametrize(
    ("path", "agency", "year", "layout"),
    [
        ("/reports/云岭镇人民政府2022年政府信息公开工作年度报告.md", "云岭镇人民政府", 2022, "md"),
        ("/reports/2022年云岭镇年报.txt", "云岭镇人民政府", 2022, "tab"),
        ("/2021/青河县/和平街道.txt", "和平街道办事处", 2021, "tab"),
        ("/home/clerk/draft.md", "____", 2023, "md"),
        ("/reports/12024/20233年.txt", "____", 2023, "tab"),
        ("", "____", 2023, "tab"),
    ],
)
def test_agency_and_year_are_taken_from_the_name_of_the_file(path: str, agency: str, year: int, layout: str) -> None:
    known = guessed(path, "plaintext", DEFAULTS, date(2024, 1, 5))
    assert (known.agency.name, known.year, known.layout) == (agency, year, layout)


def test_settings_know_the_agency_and_last_years_report(tmp_path: Path) -> None:
    last = tmp_path / "last.txt"
    last.write_text(sample("tab"), encoding="utf-8")
    settings = Settings(agency="云岭镇人民政府", previous=str(last))
    known = guessed("/x/青河乡2024.md", "markdown", settings, date(2030, 6, 1))
    assert (known.agency.name, known.year) == ("云岭镇人民政府", 2024)
    table = check(known.text(settings), settings).document.table("applications")
    assert table is not None
    assert (cell := table.value("CIN", "总计")) is not None
    assert cell.text == "3"
    gone = settings._replace(previous=str(tmp_path / "gone.txt"))
    assert known.text(gone) == known.text(Settings()) != known.text(settings)


@pytest.mark.parametrize("draft", DRAFTS[::2], ids=lambda draft: f"{draft.name} {draft.layout}")
def test_half_typed_drafts_are_answered_sanely(draft: Draft) -> None:
    for seed, text in enumerate(half_typed(decorated(draft.faulty), seed=len(draft.name), count=6)):
        snapshot = snapshot_of(text, ENCODINGS[seed % 3], path=PATH)
        whole = types.Range(types.Position(0, 0), types.Position(10**6, 0))
        for action in actions(snapshot, request(snapshot, where=whole)):
            assert action.title == action.title.strip() != ""
            if action.command is None:
                assert after(snapshot, action) != snapshot.text


def test_two_findings_of_a_rule_are_put_aside_apart() -> None:
    snapshot = snapshot_of(sample("tab").replace("全年新收", "我乡新收，我乡办结"), path=PATH)
    both = [finding for finding in snapshot.result.findings if finding.code == "W101"]
    assert len(both) == 2
    listed = titles(asked(snapshot, *both, only=[SUPPRESS]))[:2]
    assert len(set(listed)) == 2
    assert all(title.startswith("这一处不再提示（W101 自称与机关级别不符）（第 ") for title in listed)
