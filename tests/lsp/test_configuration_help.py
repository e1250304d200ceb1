"""Help inside hegao.toml, [tool.hegao] and rule packs."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from lsprotocol import types

import hegao_rules
from hegao.config.load import forget_settings_files
from hegao.config.schema import KEYS
from hegao.lsp.configuration_help import actions, complete, diagnostics, hover, links
from hegao.lsp.configuration_keys import told
from hegao.lsp.configuration_text import ConfigurationText, configuration_text, kind_of
from hegao.rulepack.phrases import PHRASE_KEYS
from hegao.rulepack.validate import EXAMPLE_KEYS, RULE_KEYS, TOP_KEYS
from lsp.snapshots import ALL_ABILITIES

PACK = """\
name = "县里的规则"

[[rule]]
code = "W901"
name = "old-hotline-name"
title = "热线名称过时"
check = "pattern"
severity = "warning"
message = "“{text}”已更名"
basis = "本县通知"
fix = "unsafe"
params.pattern = "市长热线"
params.replace = "12345热线"

[[rule.example]]
bad = "办理⟦市长热线⟧转办件12件。"
good = "办理12345热线转办件12件。"
fixed = "办理12345热线转办件12件。"
"""
SETTINGS = """\
# 设置
pack = "auto"
packs = ["own.toml"]

[agency]
name = "𪨶家镇人民政府"

[rules]
select = ["ALL"]
ignore = ["W101", "P"]

[rules.severity]
S107 = "info"

[previous]
report = "2022/旧.md"

[[suppress]]
file = "草稿.md"
code = "T102"
reason = "引用原话"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    forget_settings_files()
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022" / "旧.md").write_text("", "utf-8")
    (tmp_path / "草稿.md").write_text("", "utf-8")
    (tmp_path / "own.toml").write_text(PACK, "utf-8")
    return tmp_path


def opened(folder: Path, text: str, name: str = "hegao.toml", encoding: str = "utf-16") -> ConfigurationText:
    path = folder / name
    found = configuration_text(path.as_uri(), str(path), text, ALL_ABILITIES._replace(encoding=encoding))
    assert found is not None
    return found


def told_of(text: ConfigurationText) -> list[tuple[str, str]]:
    """Text underlined and message of each diagnostic."""
    return [(text.text[slice(*text.positions.span(one.range))], one.message) for one in diagnostics(text)]


def at_mark(folder: Path, marked: str, name: str = "hegao.toml") -> tuple[ConfigurationText, types.Position]:
    """The text without its ``¦`` and the position of that."""
    offset = marked.index("¦")
    text = opened(folder, marked.replace("¦", ""), name)
    return text, text.positions.position(offset)


def offered(folder: Path, marked: str, name: str = "hegao.toml") -> dict[str, str]:
    """What completion offers at ``¦``: label → the line after taking it."""
    text, position = at_mark(folder, marked, name)
    answer = complete(text, types.CompletionParams(types.TextDocumentIdentifier(text.uri), position))
    lines = {}
    for item in answer.items if answer else ():
        assert isinstance(item.text_edit, types.TextEdit)
        start, end = text.positions.span(item.text_edit.range)
        whole = text.text[:start] + item.text_edit.new_text + text.text[end:]
        lines[item.label] = whole.split("\n")[position.line]
    return lines


def test_a_right_file_has_nothing_to_tell(folder: Path):
    assert told_of(opened(folder, SETTINGS)) == []
    assert told_of(opened(folder, PACK, "own.toml")) == []
    assert told_of(opened(folder, SETTINGS.replace("\n", "\r\n"))) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_everything_wrong_is_told_at_its_place(folder: Path, encoding: str):
    text = opened(
        folder,
        'pakc = "auto"\npacks = ["没有.toml"] # 𪨶\n[rules]\nselect = ["𪨶", "W10l", "T"]\n'
        '[rules.severity]\nW101 = "fatal"\nw999 = "info"\n[[suppress]]\nfile = "x.md"\ncode = "W101"\nline = 3\n',
        encoding=encoding,
    )
    assert [(under, message.split("。")[0].split("，")[0]) for under, message in told_of(text)] == [
        ("pakc", "不认识的键“pakc”"),
        ("没有.toml", "没有“没有.toml”这个文件"),
        ("𪨶", "没有代码或名称为“𪨶”的规则"),
        ("W10l", "没有代码或名称为“W10l”的规则"),
        ("fatal", "“W101”的级别应为 error、warning、info 之一"),
        ("w999", "没有代码或名称为“w999”的规则"),
        ("[[suppress]]", "[[suppress]] 缺少“reason”"),
        ("x.md", "没有“x.md”这个文件"),
        ("line", "不认识的键“suppress.line”"),
    ]


def test_a_text_that_is_no_toml_is_told_where_it_stops(folder: Path):
    ((under, message),) = told_of(opened(folder, "[rules]\nselect = “ALL”\n"))
    assert under == "“ALL”"
    assert "不合 TOML 写法" in message
    assert told_of(opened(folder, '[rules]\nselect = ["ALL"'))
    assert told_of(opened(folder, "x = " + "[" * 5000))


def test_a_broken_pack_is_told_where_it_is_named(folder: Path):
    (folder / "own.toml").write_text(PACK.replace('check = "pattern"', 'check = "patern"'), "utf-8")
    ((under, message),) = told_of(opened(folder, 'packs = ["own.toml"]\n'))
    assert under == "own.toml"
    assert "patern" in message


def test_a_rule_of_a_pack_may_be_named(folder: Path):
    assert told_of(opened(folder, 'packs = ["own.toml"]\n[rules]\nignore = ["W901", "old-hotline-name"]\n')) == []
    assert len(told_of(opened(folder, '[rules]\nignore = ["W901"]\n'))) == 1


def test_in_a_project_file_only_our_section_is_looked_at(folder: Path):
    text = '[project]\nname = "x"\nselct = 1\n[tool.hegao.rules]\nselct = ["ALL"]\n'
    assert [under for under, _ in told_of(opened(folder, text, "pyproject.toml"))] == ["selct"]
    assert diagnostics(opened(folder, text, "pyproject.toml"))[0].range.start.line == 4
    assert kind_of("/x/pyproject.toml", '[project]\nname = "hegao"\n') == ""
    assert kind_of("/x/other.toml", "a = 1\n") == ""
    assert kind_of("C:\\x\\hegao.toml", "") == "settings"


@pytest.mark.parametrize(
    ("old", "new", "under", "words"),
    [
        ("severity =", "severty =", "severty", "是不是想写“severity”"),
        ('"warning"', '"warn"', "warn", "是不是想写“warning”"),
        ('"pattern"', '"patern"', "patern", "是不是想写“pattern”"),
        ("params.replace", "params.replce", "replce", "是不是想写“replace”"),
        ("good =", "godo =", "godo", "是不是想写“good”"),
        ('"W901"', '"901"', "901", "应为一个字母"),
        ('basis = "本县通知"\n', "", "[[rule]]", "缺少“basis”"),
        ('title = "热线名称过时"', "title = 3", "title", "缺少“title”"),
        ("⟦市长热线⟧转", "⟦市长⟧热线转", "办理⟦市长⟧热线转办件12件。", "应指出“市长”"),
        ('"市长热线"', '"(市长"', "办理⟦市长热线⟧转办件12件。", "正则表达式写得不对"),
        ('fixed = "办理', 'fixed = "办', "办12345热线转办件12件。", "改正后与 fixed 不同"),
        ('good = "办理12345热线转办件12件。"\n', "", "[[rule]]", "缺少正例"),
        ('fix = "unsafe"', 'fix = "unsafe"\nenabled = "no"', "no", "应为 true 或 false"),
    ],
)
def test_what_is_wrong_with_a_pack_is_told_at_its_place(folder: Path, old: str, new: str, under: str, words: str):
    assert old in PACK
    found = told_of(opened(folder, PACK.replace(old, new, 1), "own.toml"))
    assert [(at, words in message) for at, message in found if at == under and words in message] == [(under, True)]


def test_a_pattern_that_comes_to_no_end_is_told_and_not_waited_for(folder: Path):
    pack = PACK.replace('"市长热线"', '"(?:市|市市)+热线$"', 1).replace("⟦市长热线⟧转办", "市" * 90 + "热线转办")
    started = time.perf_counter()
    ((_, message),) = told_of(opened(folder, pack, "own.toml"))
    assert "“(?:市|市市)+热线$”在例子上迟迟得不出结果" in message
    assert time.perf_counter() - started < 20


def test_all_mistakes_of_a_pack_are_told_at_once(folder: Path):
    text = PACK.replace("severity =", "severty =").replace("basis =", "base =") + "[[phrase]]\ntext = '{nix}'\n"
    assert {under for under, _ in told_of(opened(folder, text, "own.toml"))} == {
        "severty", "base", "[[rule]]", "[[phrase]]", "{nix}",
    }  # fmt: skip


def test_a_phrase_that_fits_no_form_is_told(folder: Path):
    text = (
        '[[phrase]]\nname = "x"\nsections = [9]\ntext = "{a}{b}"\n'
        'figures.a = { table = "aplications", rows = ["NEW"], columns = ["总计"] }\n'
        'figures.b = { table = "applications", rows = ["NWE"], columns = ["总计"] }\n'
        'figures.c = { table = "applications", rows = ["NEW"], columns = ["合计"] }\n'
    )
    assert [under for under, _ in told_of(opened(folder, text, "own.toml"))] == ["[9]", "aplications", "NWE", "合计"]
    right = (Path(hegao_rules.__file__).parent / "zfxxgk_2021" / "phrases.toml").read_text("utf-8")
    assert told_of(opened(folder, right, "own.toml")) == []


def test_the_word_that_was_meant_takes_the_place_of_an_unknown_one(folder: Path):
    text = opened(folder, '[rules]\nselct = ["wrong-row-labels"]\n')
    whole = types.Range(types.Position(0, 0), types.Position(9, 0))
    context = types.CodeActionContext(diagnostics=[])
    asked = types.CodeActionParams(types.TextDocumentIdentifier(text.uri), whole, context)
    (action,) = actions(text, asked)
    assert action.title == "改为“select”"
    assert action.edit is not None
    assert action.edit.changes is not None
    ((edit,),) = action.edit.changes.values()
    assert text.text[slice(*text.positions.span(edit.range))] == "selct"
    context.only = [types.CodeActionKind.Source]
    assert actions(text, asked) == []


def test_keys_are_offered_with_what_they_are_for(folder: Path):
    assert {"pack", "packs", "exclude", "extend"} == set(offered(folder, "¦\n"))
    assert offered(folder, "pa¦\n")["packs"] == "packs = "
    assert "pack" not in offered(folder, 'pack = "auto"\n¦\n')
    assert {"select", "ignore", "extend-select"} == set(offered(folder, "[rules]\n¦"))
    assert offered(folder, "[rules]\nsel¦ = []")["select"] == "select = []"
    assert "reason" in offered(folder, '[[suppress]]\nfile = "a"\n¦')
    assert "file" in offered(folder, '[[suppress]]\nfile = "a"\n[[suppress]]\n¦')
    assert set(offered(folder, "[tool.other]\n¦\n[tool.hegao]\n", "pyproject.toml")) == set()
    assert "pack" in offered(folder, "[tool.hegao]\n¦\n", "pyproject.toml")
    assert {"code", "check"} <= set(offered(folder, "[[rule]]\n¦\n", "own.toml"))
    assert {"pattern", "scope"} <= set(offered(folder, '[[rule]]\ncheck = "pattern"\nparams.¦\n', "own.toml"))
    assert {"bad", "good"} <= set(offered(folder, "[[rule]]\n[[rule.example]]\n¦", "own.toml"))


def test_headers_are_closed(folder: Path):
    assert offered(folder, "[¦")["rules.severity"] == "[rules.severity]"
    assert offered(folder, "[ag¦]")["agency"] == "[agency]"
    assert offered(folder, "[¦")["[suppress]"] == "[[suppress]]"
    assert offered(folder, "[[¦")["[suppress]"] == "[[suppress]]"
    assert offered(folder, "[[¦]]")["[suppress]"] == "[[suppress]]"
    assert offered(folder, "[tool.hegao]\n[¦", "pyproject.toml")["tool.hegao.rules"] == "[tool.hegao.rules]"


def test_rules_are_offered_wherever_one_is_named(folder: Path):
    assert offered(folder, '[rules]\nselect = ["¦"]')["W101"] == 'select = ["W101"]'
    assert offered(folder, "[rules]\nselect = [¦]")["W101"] == 'select = ["W101"]'
    assert offered(folder, '[rules]\nselect = ["T",\n  ¦\n]')["W"] == '  "W"'
    assert offered(folder, '[rules]\nselect = ["W1¦')["W101"] == 'select = ["W101'
    assert offered(folder, "[rules.severity]\n¦")["W101"] == "W101 = "
    assert offered(folder, '[[suppress]]\ncode = "¦"')["T102"] == 'code = "T102"'
    assert "W901" in offered(folder, 'packs = ["own.toml"]\n[rules]\nselect = ["¦')


def test_values_are_offered(folder: Path):
    assert offered(folder, "pack = ¦")["auto"] == 'pack = "auto"'
    assert set(offered(folder, '[rules.severity]\nW101 = "¦"')) == {"error", "warning", "info"}
    assert offered(folder, 'packs = ["¦"]') == {"2022/": 'packs = ["2022/"]', "own.toml": 'packs = ["own.toml"]'}
    assert set(offered(folder, '[previous]\nreport = "¦"')) == {"2022/", "草稿.md"}
    assert offered(folder, '[previous]\nreport = "2022/¦"')["2022/旧.md"] == 'report = "2022/旧.md"'
    assert "第三项表格" in offered(folder, '[[suppress]]\ntable = "¦"')
    assert "pattern" in offered(folder, "[[rule]]\ncheck = ¦", "own.toml")
    assert offered(folder, "[[rule]]\nenabled = ¦", "own.toml")["false"] == "enabled = false"
    assert offered(folder, "# pa¦") == {}
    assert offered(folder, '[agency]\nname = "¦"') == {}


def hovered(folder: Path, marked: str, name: str = "hegao.toml") -> tuple[str, str]:
    text, position = at_mark(folder, marked, name)
    answer = hover(text, types.HoverParams(types.TextDocumentIdentifier(text.uri), position))
    if answer is None:
        return "", ""
    assert isinstance(answer.contents, types.MarkupContent)
    assert answer.range is not None
    return text.text[slice(*text.positions.span(answer.range))], answer.contents.value


def test_a_hover_tells_what_keys_and_rules_are_about(folder: Path):
    assert hovered(folder, '[agency]\nna¦me = "x"')[1].startswith("报告机关的全称")
    under, about = hovered(folder, '[rules]\nignore = ["T1¦02"]')
    assert under == "T102"
    assert "行名与统一格式不一致" in about
    assert "行名与统一格式不一致" in hovered(folder, '[rules.severity]\nT1¦02 = "info"')[1]
    assert hovered(folder, '[rules.severity]\nT102 = "in¦fo"')[1] == "提示"
    assert "用词类" in hovered(folder, '[rules]\nignore = ["¦W"]')[1]
    assert hovered(folder, '[[rule]]\nba¦sis = "x"', "own.toml")[1] == "依据的文件和条款。"
    assert hovered(folder, "# pa¦ck") == ("", "")
    assert "热线名称过时" in hovered(folder, 'packs = ["own.toml"]\n[rules]\nignore = ["W9¦01"]')[1]


def test_every_key_is_explained(folder: Path):
    settings, pack = opened(folder, ""), opened(folder, PACK, "own.toml")
    assert all(told(settings, path) for path in KEYS)
    for table, keys in (
        ("", TOP_KEYS),
        ("rule.", RULE_KEYS),
        ("rule.example.", EXAMPLE_KEYS),
        ("phrase.", PHRASE_KEYS),
    ):
        assert all(told(pack, table + key) for key in keys)


def test_files_that_are_there_are_linked(folder: Path):
    text = opened(folder, SETTINGS.replace('"own.toml"', '"own.toml", "没有.toml"'))
    found = links(text, types.DocumentLinkParams(types.TextDocumentIdentifier(text.uri)))
    assert {text.text[slice(*text.positions.span(link.range))]: link.target for link in found} == {
        "own.toml": (folder / "own.toml").as_uri(),
        "2022/旧.md": (folder / "2022" / "旧.md").as_uri(),
        "草稿.md": (folder / "草稿.md").as_uri(),
    }


@pytest.mark.parametrize("seed", range(6))
def test_no_text_being_typed_is_too_much(folder: Path, seed: int):
    generator = random.Random(seed)
    typed = ["", '"', "[", "]]", "=", "{", "\n", "'''", "é", "\r"]
    name, whole = generator.choice([("hegao.toml", SETTINGS), ("own.toml", PACK), ("pyproject.toml", "[tool.hegao]\n")])
    for _ in range(60):
        characters = list(whole)
        for _ in range(generator.randrange(1, 6)):
            at = generator.randrange(len(characters))
            characters[at : at + generator.randrange(4)] = generator.choice(typed)
        text = configuration_text("file:///x", str(folder / name), "".join(characters), ALL_ABILITIES)
        if text is None:
            continue
        identifier = types.TextDocumentIdentifier(text.uri)
        for one in diagnostics(text):
            assert one.message
        links(text, types.DocumentLinkParams(identifier))
        for _ in range(6):
            position = text.positions.position(generator.randrange(len(text.text) + 1))
            complete(text, types.CompletionParams(identifier, position))
            hover(text, types.HoverParams(identifier, position))
