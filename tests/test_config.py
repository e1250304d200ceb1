"""Settings: found, read, refused, overlaid, and applied to rules and findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from hegao.config import (
    DEFAULTS,
    ConfigError,
    Settings,
    Suppression,
    active_rules,
    find_rule,
    forget_settings_files,
    load_settings,
)
from hegao.engine import check
from hegao.finding import Severity
from hegao.rulepack.load import PackError, load_pack
from hegao.rulepack.parts import Kind
from hegao.rulepack.places import Places

FORM = "zfxxgk-2021"
DRAFTS = Path(__file__).parent / "drafts" / "yunling-township"
FAULTY = (DRAFTS / "faulty.pipe.md").read_text(encoding="utf-8")
USER_RULE = """
[[rule]]
code = "W900"
name = "county-word"
title = "县里的词"
check = "pattern"
severity = "info"
message = "“{text}”"
basis = "县里的要求"
params.pattern = "总体"

[[rule.example]]
bad = "⟦总体⟧"
good = "情况"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def settings_of(folder: Path, text: str) -> Settings:
    forget_settings_files()
    write(folder / "hegao.toml", text)
    return load_settings(folder)


def error_of(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as raised:
        settings_of(folder, text)
    return str(raised.value)


def codes(settings: Settings) -> set[str]:
    return {rule.code for rule in active_rules(settings, FORM)}


def test_without_a_settings_file_the_defaults_hold(folder: Path):
    assert load_settings(folder) is DEFAULTS


def test_every_key_is_read_with_its_place(folder: Path):
    settings = settings_of(
        folder,
        'pack = "zfxxgk-2021"\n'
        'packs = ["our-county.toml"]\n'
        'exclude = ["旧稿"]\n'
        "[agency]\n"
        'name = "云岭镇人民政府"\n'
        'within = ["青河县", "安平市"]\n'
        "[rules]\n"
        'select = ["ALL"]\n'
        'ignore = ["P203"]\n'
        'extend-select = ["W207"]\n'
        "[rules.severity]\n"
        'S107 = "info"\n'
        "[previous]\n"
        'report = "2023/云岭镇.md"\n'
        "[[suppress]]\n"
        'file = "2024/云岭镇.md"\n'
        'code = "W101"\n'
        'text = "我乡"\n'
        'reason = "引用原话"\n',
    )
    assert settings.pack == "zfxxgk-2021"
    assert settings.packs == (str(folder / "our-county.toml"),)
    assert settings.exclude == ("旧稿",)
    assert (settings.agency, settings.within) == ("云岭镇人民政府", ("青河县", "安平市"))
    assert (settings.select, settings.ignore, settings.extend_select) == (("ALL",), ("P203",), ("W207",))
    assert settings.severity == {"S107": "info"}
    assert settings.previous == str(folder / "2023" / "云岭镇.md")
    (entry,) = settings.suppress
    assert (entry.file, entry.code, entry.text, entry.reason) == ("2024/云岭镇.md", "W101", "我乡", "引用原话")
    assert str(entry.origin) == "hegao.toml:15"
    lines = {"pack": 1, "agency.name": 5, "rules.ignore": 9, "rules.severity.S107": 12, "previous.report": 14}
    assert {key: settings.origin(key).line for key in lines} == lines
    assert settings.origin("agency.name").file == "hegao.toml"


def test_the_nearest_file_upward_wins_and_nothing_is_merged(folder: Path):
    write(folder / "hegao.toml", '[agency]\nname = "甲"\n[rules]\nignore = ["W"]\n')
    write(folder / "2024" / "hegao.toml", '[agency]\nname = "乙"\n')
    draft = write(folder / "2024" / "青河乡" / "草稿.md", "")
    settings = load_settings(draft)
    assert (settings.agency, settings.ignore) == ("乙", ())


def test_a_project_file_counts_only_with_a_section_of_ours(folder: Path):
    write(folder / "pyproject.toml", '[tool.hegao.agency]\nname = "甲"\n')
    write(folder / "a" / "pyproject.toml", '[project]\nname = "hegao-drafts"\n')
    write(folder / "b" / "pyproject.toml", "hegao = [broken\n")
    for inner in ("a", "b"):
        settings = load_settings(folder / inner)
        assert settings.agency == "甲"
        assert settings.origin("agency.name").line == 2


def test_hegao_toml_comes_before_a_project_file(folder: Path):
    write(folder / "pyproject.toml", '[tool.hegao.agency]\nname = "甲"\n')
    assert settings_of(folder, '[agency]\nname = "乙"\n').agency == "乙"


def test_extended_values_are_replaced_and_lists_of_things_add_up(folder: Path):
    write(
        folder / "县" / "base.toml",
        'packs = ["county.toml"]\n[agency]\nwithin = ["安平市"]\nname = "甲"\n[rules]\nignore = ["P"]\n'
        '[rules.severity]\nS107 = "info"\nT102 = "warning"\n',
    )
    settings = settings_of(
        folder,
        'extend = "县/base.toml"\npacks = ["own.toml"]\n[agency]\nname = "乙"\n[rules.severity]\nS107 = "error"\n',
    )
    assert settings.agency == "乙"
    assert settings.within == ("安平市",)
    assert settings.ignore == ("P",)
    assert settings.packs == (str(folder / "县" / "county.toml"), str(folder / "own.toml"))
    assert settings.severity == {"S107": "error", "T102": "warning"}
    assert settings.files == ("hegao.toml", str(Path("县") / "base.toml"))
    assert settings.origin("agency.within").file == str(Path("县") / "base.toml")


def test_extending_in_a_ring_is_an_error(folder: Path):
    write(folder / "a.toml", 'extend = "hegao.toml"\n')
    assert "成了环：hegao.toml → a.toml → hegao.toml" in error_of(folder, 'extend = "a.toml"\n')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[rules]\nselct = ["ALL"]\n', "hegao.toml:2：不认识的键“rules.selct”，是不是想写“select”？"),
        ('[agncy]\nname = "甲"\n', "hegao.toml:1：不认识的键“agncy”，是不是想写“agency”？"),
        ("\nzzz = 1\n", "hegao.toml:2：不认识的键“zzz”。"),
        ('[rules]\nignore = "W101"\n', 'hegao.toml:2：“rules.ignore”应为字符串列表，如 ignore = ["…", "…"]。'),
        ("pack = 2021\n", "hegao.toml:1：“pack”应为字符串"),
        ('pack = "zfxxgk-2012"\n', "hegao.toml:1：没有叫“zfxxgk-2012”的规则包"),
        ('agency = "云岭镇"\n', "hegao.toml:1：“agency”应为一节，写作 [agency]。"),
        ('[rules.severity]\nS107 = "fatal"\n', "hegao.toml:2：“S107”的级别应为 error、warning、info 之一"),
        ('[rules]\nseverity = "info"\n', "hegao.toml:2：“rules.severity”应为表"),
        ('[suppress]\ncode = "W101"\n', "hegao.toml:1：“suppress”应为表的列表"),
        ('[[suppress]]\nfile = "a.md"\ncode = "W101"\n', "hegao.toml:1：[[suppress]] 缺少“reason”，写明为何保留"),
        (
            '[[suppress]]\nfile = "a"\ncode = "W101"\nreason = "x"\nline = 3\n',
            "hegao.toml:5：不认识的键“suppress.line”",
        ),
        ('extend = "没有.toml"\n', "hegao.toml:1：extend 指的文件“没有.toml”不存在"),
        ("pack = \n", "hegao.toml:1：第 8 列起不合 TOML 写法"),
        ("pack = “auto”\n", "hegao.toml:1：第 8 列起不合 TOML 写法"),
        ('pack = "auto"\n[rules', "hegao.toml:2：第"),
    ],
)
def test_a_wrong_setting_is_told_with_file_line_and_key(folder: Path, text: str, words: str):
    assert words in error_of(folder, text)


def test_a_settings_file_in_another_encoding_is_an_error(folder: Path):
    (folder / "hegao.toml").write_bytes('[agency]\nname = "云岭镇"\n'.encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(folder)


def test_a_byte_order_mark_is_no_error(folder: Path):
    (folder / "hegao.toml").write_bytes(b'\xef\xbb\xbfpack = "auto"\n')
    assert load_settings(folder).pack == "auto"


def test_lines_of_keys_are_found_in_every_form():
    text = 'a = 1\n[ b . "c" ]\nd.e = 2\n[[f]]\ng = 1\n[[f]] # x\ng = 2\n'
    places = Places(text)
    lines = {
        ".".join(part.path): places.line(part.path) for part in places.parts if part.kind in (Kind.TABLE, Kind.KEY)
    }
    assert lines == {
        "a": 1, "b.c": 2, "b.c.d": 3, "b.c.d.e": 3, "f": 4, "f.0": 4, "f.0.g": 5, "f.1": 6, "f.1.g": 7,
    }  # fmt: skip


def test_all_enabled_rules_run_by_default():
    rules = load_pack(FORM).rules
    assert codes(DEFAULTS) == {rule.code for rule in rules if rule.enabled}


def test_code_name_family_and_all_select():
    family = {rule.code for rule in load_pack(FORM).rules if rule.family == "T" and rule.enabled}
    assert codes(DEFAULTS._replace(select=("T",))) == family
    assert codes(DEFAULTS._replace(select=("T102",))) == {"T102"}
    assert codes(DEFAULTS._replace(select=("wrong-row-label",))) == {"T102"}
    assert codes(DEFAULTS._replace(select=())) == set()
    assert codes(DEFAULTS._replace(ignore=("T", "W101"))) == codes(DEFAULTS) - family - {"W101"}


def test_the_closer_selector_wins_and_between_equals_the_one_that_leaves_out():
    assert "T102" in codes(DEFAULTS._replace(ignore=("T",), extend_select=("T102",)))
    assert "T102" not in codes(DEFAULTS._replace(select=("T102",), ignore=("T102",)))
    assert codes(DEFAULTS._replace(select=("T",), ignore=("ALL",))) == codes(DEFAULTS._replace(select=("T",)))


def test_a_rule_off_by_default_runs_only_when_named():
    off = next(rule for rule in load_pack(FORM).rules if not rule.enabled)
    assert off.code not in codes(DEFAULTS._replace(select=(off.family,)))
    assert off.code in codes(DEFAULTS._replace(extend_select=(off.name,)))


def test_severity_is_set_by_the_closest_selector():
    settings = DEFAULTS._replace(severity={"ALL": "error", "T": "warning", "T102": "info"})
    levels = {rule.code: rule.severity for rule in active_rules(settings, FORM)}
    assert levels["T102"] is Severity.INFO
    assert {level for code, level in levels.items() if code[0] == "T" and code != "T102"} == {Severity.WARNING}
    assert {level for code, level in levels.items() if code[0] != "T"} == {Severity.ERROR}


@pytest.mark.parametrize("key", ["select", "ignore", "extend-select"])
def test_an_unknown_rule_is_told_with_its_place_and_the_nearest_name(folder: Path, key: str):
    settings = settings_of(folder, f'[rules]\n{key} = ["wrong-row-labels"]\n')
    with pytest.raises(
        ConfigError, match=r"hegao\.toml:2：没有代码或名称为“wrong-row-labels”的规则，是不是想写“wrong-row-label”"
    ):
        active_rules(settings, FORM)


def test_an_unknown_rule_of_a_suppression_is_told_with_its_place(folder: Path):
    settings = settings_of(folder, '\n[[suppress]]\nfile = "a.md"\ncode = "W999"\nreason = "x"\n')
    with pytest.raises(ConfigError, match=r"hegao\.toml:2：没有代码或名称为“W999”的规则"):
        active_rules(settings, FORM)


def test_a_rule_of_another_year_is_no_mistake():
    older = {rule.code for rule in load_pack("zfxxgk-2019").rules} - {rule.code for rule in load_pack(FORM).rules}
    for code in sorted(older):
        assert code not in codes(DEFAULTS._replace(ignore=(code,)))


def test_a_pack_of_the_user_adds_and_replaces(folder: Path):
    write(folder / "own.toml", USER_RULE + USER_RULE.replace("W900", "T102").replace("county-word", "own-row-label"))
    settings = settings_of(folder, 'packs = ["own.toml"]\n')
    rules = active_rules(settings, FORM)
    assert {"W900", "T102"} <= {rule.code for rule in rules}
    replaced = find_rule(rules, "T102")
    assert replaced is not None
    assert replaced.name == "own-row-label"
    assert "W900" in {finding.code for finding in check(FAULTY, settings).findings}


def test_a_missing_pack_of_the_user_is_an_error(folder: Path):
    settings = settings_of(folder, 'packs = ["own.toml"]\n')
    with pytest.raises(PackError, match=r"own\.toml"):
        active_rules(settings, FORM)


def suppressed(folder: Path, entry: str, filename: str = "2024/云岭镇.md") -> tuple[int, frozenset[Suppression]]:
    settings = settings_of(folder, f'[[suppress]]\nreason = "引用原话"\n{entry}')
    result = check(FAULTY, settings, filename)
    everything = check(FAULTY, DEFAULTS, filename)
    assert len(result.findings) + result.suppressed == len(everything.findings)
    return result.suppressed, result.used


def test_a_finding_is_suppressed_in_its_file_only(folder: Path):
    finding = check(FAULTY, DEFAULTS).findings[0]
    entry = f'file = "2024/云岭镇.md"\ncode = "{finding.name}"\ntext = "{finding.text}"\n'
    count, used = suppressed(folder, entry)
    assert count >= 1
    assert len(used) == 1
    assert suppressed(folder, entry, "2023/云岭镇.md") == (0, frozenset())
    assert suppressed(folder, entry, str(folder / "2024" / "云岭镇.md"))[0] == count
    assert suppressed(folder, entry, "") == (0, frozenset())


def test_a_suppression_may_name_files_by_a_glob(folder: Path):
    code = check(FAULTY, DEFAULTS).findings[0].code
    entry = f'file = "2024/*.md"\ncode = "{code}"\n'
    assert suppressed(folder, entry)[0] >= 1
    assert suppressed(folder, entry, "2023/云岭镇.md")[0] == 0


def test_a_suppression_holds_for_its_section_table_row_and_column(folder: Path):
    text = (DRAFTS / "clean.pipe.md").read_text(encoding="utf-8")
    faulty = text.replace("| 46 |", "| 46件 |", 1)
    at = faulty.index("46件")
    code = next(f.code for f in check(faulty, DEFAULTS).findings if f.span.start <= at + 2 < f.span.end)
    base = f'file = "a.md"\ncode = "{code}"\n'
    for more, met in (
        ('section = "主动公开政府信息情况"\n', True),
        ('section = "二"\ntable = "第二项表格"\nrow = "行政许可"\ncolumn = "本年处理决定数量"\n', True),
        ('section = "一"\n', False),
        ('table = "第三项表格"\n', False),
        ('row = "行政处罚"\n', False),
        ('row = "行政许可"\ncolumn = "本年制发件数"\n', False),
    ):
        settings = settings_of(folder, f'[[suppress]]\nreason = "x"\n{base}{more}')
        found = check(faulty, settings, "a.md")
        assert bool(found.suppressed) is met, more


def test_last_years_report_of_the_place_is_given_to_the_rules(folder: Path):
    text = (DRAFTS / "clean.pipe.md").read_text(encoding="utf-8")
    write(folder / "旧.md", text.replace("2023", "2022"))
    settings = settings_of(folder, '[previous]\nreport = "旧.md"\n')
    previous = check(text, settings).document.previous
    assert previous is not None
    assert previous.year == 2022
    assert check(text.replace("2023", "2021"), settings).document.previous is None
    assert check(text.replace("云岭镇", "青河镇"), settings).document.previous is None


def test_a_missing_report_of_last_year_is_told_with_the_place_of_the_setting(folder: Path):
    from hegao.sources.encodings import SourceError

    settings = settings_of(folder, '[previous]\nreport = "旧.md"\n')
    with pytest.raises(SourceError, match=r"hegao\.toml:2：上年度报告读不了：.*旧\.md"):
        check(FAULTY, settings)
