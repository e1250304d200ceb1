"""``hegao totals``: totals become the sum of their parts, and nothing else changes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from figures import GROUPS, LAYOUTS, OLD_RESULTS, PARTS, RESULTS, agreeing_figures, draft_of

REPORTS = Path(__file__).parents[3] / "shared" / "reports"
ROW_TOTALS = [(row, "总计") for row in ("NEW", "CIN", *RESULTS, "COUT")]
COLUMN_TOTALS = [("G", column) for column in (*PARTS, "总计")]
GROUP_TOTALS = [("counts", f"{group}/总计") for group in GROUPS]
TOTALS = [*ROW_TOTALS, *COLUMN_TOTALS, *GROUP_TOTALS]


def write(figures, layout="tab", encoding="utf-8", newline="\n"):
    text, spans = draft_of(figures, layout)
    path = Path("年报.md")
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    return path, text, spans


def where(text, span):
    """Line and column of a span, from 1."""
    before = text[: span[0]]
    return before.count("\n") + 1, span[0] - before.rfind("\n")


@pytest.fixture
def figures(folder):
    return agreeing_figures(random.Random(7))


@pytest.mark.parametrize("layout", [*LAYOUTS, "space"])
def test_every_total_is_recomputed_and_nothing_else_changes(run, figures, layout):
    right, _ = draft_of(figures, layout)
    path, _, _ = write({**figures, **dict.fromkeys(TOTALS, 999)}, layout)
    outcome = run("totals", path, "--write")
    assert outcome.status == 0
    assert path.read_bytes().decode() == right
    assert f"已重算 {len(TOTALS)} 个总计" in outcome.out
    assert outcome.err == ""
    assert run("totals", path).status == 0


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(8))
def test_spoilt_figures_leave_every_component_as_it_is(run, folder, layout, seed):
    rng = random.Random(seed)
    figures = agreeing_figures(rng)
    spoilt = {**figures, **{place: rng.randint(0, 99) for place in rng.sample(sorted(figures), 30)}}
    expected = dict(spoilt)
    for row, _ in ROW_TOTALS:
        expected[row, "总计"] = sum(spoilt[row, column] for column in PARTS)
    for column in (*PARTS, "总计"):
        expected["G", column] = sum(expected[row, column] for row in RESULTS)
    for group in GROUPS:
        parts = [key for key in figures if key[1].startswith(f"{group}/") and not key[1].endswith("总计")]
        expected["counts", f"{group}/总计"] = sum(spoilt[part] for part in parts)
    path, _, _ = write(spoilt, layout)
    assert run("totals", path, "--write").status == 0
    assert path.read_bytes().decode() == draft_of(expected, layout)[0]


@pytest.mark.parametrize("layout", [*LAYOUTS, "space"])
def test_the_form_of_2019_is_recomputed_as_well(run, folder, layout):
    figures = agreeing_figures(random.Random(3), results=OLD_RESULTS)
    assert ("F", "总计") in figures
    assert ("F1", "总计") not in figures
    wrong = {place: 999 for place in figures if "总计" in place[1] or place[0] == "G"}
    path = Path("年报.txt")
    path.write_text(draft_of({**figures, **wrong}, layout, 2020)[0], encoding="utf-8")
    outcome = run("totals", path, "--write")
    assert f"已重算 {len(wrong)} 个总计" in outcome.out
    assert path.read_text(encoding="utf-8") == draft_of(figures, layout, 2020)[0]
    assert outcome.err == ""


def test_one_result_of_the_form_of_2019_counts_in_its_column(run, folder):
    figures = agreeing_figures(random.Random(4), results=OLD_RESULTS)
    text, spans = draft_of({**figures, ("G", "其他"): 777}, "tab", 2019)
    path = Path("年报.txt")
    path.write_text(text, encoding="utf-8")
    row, column = where(text, spans["G", "其他"])
    outcome = run("totals", f"{path}:{row}:{column}", "--write")
    assert f"777 → {figures['G', '其他']}" in outcome.out
    assert path.read_text(encoding="utf-8") == draft_of(figures, "tab", 2019)[0]


# What stands in the way in the reports that were published: cells left empty, rows short of figures.
LEFT = {
    "chaoyang-2023.txt": [],
    "huanggong-2023.txt": [],
    "jinjie-2023.txt": ["84:5 “行政复议”的“总计”"],
    "qiandian-2024.md": [],
    "yinzhuang-2022.txt": [
        f"63:{at} “（七）总计”行“{name}”列" for at, name in zip(range(10, 22, 2), PARTS, strict=True)
    ],
}


@pytest.mark.parametrize("name", LEFT)
def test_published_reports_keep_their_totals(run, folder, name):
    if not (REPORTS / name).exists():
        pytest.skip(f"{REPORTS / name} is not here")
    path = Path(name)
    path.write_bytes((REPORTS / name).read_bytes())
    before = path.read_bytes()
    for options in ((), ("--write",), ("--diff",)):
        outcome = run("totals", path, *options)
        assert outcome.status == 0
        reason = "：有的组成格空着或不是数字，算不出总数，没有重算。"
        told = outcome.err.replace("hegao：", "").splitlines()
        assert told == [f"{name}:{where}{reason}" for where in LEFT[name]]
        assert path.read_bytes() == before


@pytest.mark.parametrize("layout", LAYOUTS)
def test_listing_names_cell_and_values_and_writes_nothing(run, figures, layout):
    right = figures["A", "总计"]
    path, text, spans = write({**figures, ("A", "总计"): right + 5}, layout)
    before = path.read_bytes()
    outcome = run("totals", path)
    row, column = where(text, spans["A", "总计"])
    assert outcome.status == 1
    assert f"{path}:{row}:{column} “（一）予以公开”行“总计”列 {right + 5} → {right}\n" in outcome.out
    assert "1 个总计" in outcome.out
    assert path.read_bytes() == before


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_total_alone(run, figures, layout):
    wrong = {**figures, ("B", "总计"): 777, ("C1", "总计"): 888}
    path, text, spans = write(wrong, layout)
    row, column = where(text, spans["B", "总计"])
    for target in (f"{path}:{row}", f"{path}:{row}:{column}"):
        path.write_bytes(text.encode())
        assert run("totals", target).status == 1
        assert run("totals", target, "--write").status == 0
        assert path.read_bytes().decode() == draft_of({**wrong, ("B", "总计"): figures["B", "总计"]}, layout)[0]


def test_a_line_with_several_wrong_totals_asks_for_the_column(run, figures):
    wrong = {**figures, ("G", "自然人"): 777, ("G", "其他"): 888}
    path, text, spans = write(wrong)
    row, column = where(text, spans["G", "其他"])
    before = path.read_bytes()
    outcome = run("totals", f"{path}:{row}", "--write")
    assert outcome.status == 2
    assert "请写明列" in outcome.err
    assert path.read_bytes() == before
    assert run("totals", f"{path}:{row}:{column}", "--write").status == 0
    assert path.read_bytes().decode() == draft_of({**wrong, ("G", "其他"): figures["G", "其他"]})[0]


def test_a_total_whose_row_and_column_disagree_is_left(run, figures):
    path, text, spans = write({**figures, ("A", "总计"): 777})
    row, column = where(text, spans["G", "总计"])
    outcome = run("totals", f"{path}:{row}:{column}", "--write")
    assert outcome.status == 2
    assert "按行相加与按列相加不等" in outcome.err
    assert path.read_bytes().decode() == text


@pytest.mark.parametrize("part", ["", "/", "若干"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_part_that_is_no_number_leaves_its_totals_alone(run, figures, layout, part):
    wrong = {**figures, ("A", "自然人"): part, ("A", "总计"): 777, ("G", "自然人"): 888, ("B", "总计"): 999}
    path, _, _ = write(wrong, layout)
    outcome = run("totals", path, "--write")
    assert outcome.status == 0
    after = path.read_bytes().decode()
    assert after == draft_of({**wrong, ("B", "总计"): figures["B", "总计"]}, layout)[0]
    assert "“（一）予以公开”行“总计”列：有的组成格空着或不是数字" in outcome.err


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_empty_total_is_filled_and_words_in_one_stay(run, figures, layout):
    wrong = {**figures, ("B", "总计"): "", ("COUT", "总计"): "见附件"}
    path, _, _ = write(wrong, layout)
    outcome = run("totals", path, "--write")
    assert f"空 → {figures['B', '总计']}" in outcome.out
    assert "这一格不是数字" in outcome.err
    assert path.read_bytes().decode() == draft_of({**wrong, ("B", "总计"): figures["B", "总计"]}, layout)[0]


def test_a_note_after_a_total_and_a_wide_number_that_is_right_stay(run, figures):
    right = figures["A", "总计"]
    wide = str(figures["B", "总计"]).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)})
    noted = {**figures, ("A", "总计"): "777（其中1件为上年结转）", ("B", "总计"): wide}
    path, _, _ = write(noted)
    assert run("totals", path, "--write").status == 0
    assert path.read_bytes().decode() == draft_of({**noted, ("A", "总计"): f"{right}（其中1件为上年结转）"})[0]


def test_encoding_and_line_ends_stay(run, figures):
    right, _ = draft_of(figures)
    path, _, _ = write({**figures, ("A", "总计"): 777}, encoding="gb18030", newline="\r\n")
    assert run("totals", path, "--write").status == 0
    assert path.read_bytes() == right.replace("\n", "\r\n").encode("gb18030")


def test_diff_shows_the_lines_and_writes_nothing(run, figures):
    path, text, _ = write({**figures, ("A", "总计"): 777})
    outcome = run("totals", path, "--diff")
    assert outcome.status == 1
    changed = [line for line in outcome.out.split("\n") if line[:1] in "+-" and line[:3] not in ("---", "+++")]
    old, new = (line for line in changed if line)
    assert old.endswith("\t777")
    assert new.endswith(f"\t{figures['A', '总计']}")
    assert path.read_bytes().decode() == text
    assert run("totals", path, "--diff", "--write").status == 2


def test_relations_that_stay_broken_are_told(run, figures):
    path, _, _ = write({**figures, ("A", "自然人"): figures["A", "自然人"] + 1})
    outcome = run("totals", path, "--write")
    assert outcome.status == 0
    assert "重算后还有 2 项勾稽不平" in outcome.err


def test_what_cannot_be_done_ends_with_status_2(run, figures):
    path, text, spans = write(figures)
    row, column = where(text, spans["A", "自然人"])
    assert "没有总计" in run("totals", f"{path}:{row}:{column}", "--write").err
    for target in ("没有.md", "-", ".", f"{path}:1", f"{path}:0", f"{path}:99999:1", f"{path}:{row}:{column}"):
        outcome = run("totals", target)
        assert (outcome.status, outcome.out) == (2, ""), target
        assert outcome.err.startswith("hegao：")
    other = Path("通知.md")
    other.write_text("各村：\n\n请于周五前报送材料。\n", encoding="utf-8")
    assert "不像" in run("totals", other).err


def test_a_rule_that_is_not_selected_changes_nothing(run, figures):
    Path("hegao.toml").write_text('[rules]\nignore = ["N101"]\n', encoding="utf-8")
    path, _, _ = write({**figures, ("A", "总计"): 777})
    assert run("totals", path).status == 1
