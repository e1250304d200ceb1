"""Completion in drafts: headings, rows, standard phrases, names."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from lsprotocol import types

from hegao.config.model import DEFAULTS
from hegao.document.form import Form
from hegao.engine import check
from hegao.lsp.completion import complete
from hegao.lsp.features import FEATURES
from hegao.lsp.snapshot import Client
from hegao.lsp.standard_phrases import BLANK, fill
from hegao.rulepack.load import FORMS, load_form, load_phrases
from hegao.rulepack.phrases import phrase_complaints
from hegao.rulepack.places import Places, parse_toml
from invented import FOLDER
from lsp.snapshots import ALL_ABILITIES, snapshot_of

LAYOUTS = {"pipe": "clean.pipe.md", "tab": "clean.tab.txt", "cell": "clean.cell.txt"}
DRAFTS = {layout: (FOLDER / "yunling-township" / name).read_text("utf-8") for layout, name in LAYOUTS.items()}
CLEAN = DRAFTS["pipe"]
THIRD = "三、收到和处理政府信息公开申请情况"
PLAIN = Client()


def completed(marked: str, client: Client = ALL_ABILITIES, encoding: str = "utf-16") -> dict[str, str]:
    """What is offered at ``¦``: label → the text after taking it, as far as the next blank line."""
    offset = marked.index("¦")
    text = marked.replace("¦", "")
    snapshot = snapshot_of(text, encoding, client, language="markdown" if "# " in text else "plaintext")
    position = snapshot.positions.position(offset)
    answer = complete(snapshot, types.CompletionParams(types.TextDocumentIdentifier("x"), position))
    found = {}
    for item in answer.items if answer else ():
        assert isinstance(item.text_edit, types.TextEdit)
        start, end = snapshot.positions.span(item.text_edit.range)
        assert item.text_edit.range.start.line == item.text_edit.range.end.line == position.line
        assert start <= offset <= end
        assert item.filter_text is not None
        assert item.filter_text.startswith(text[start:offset]), "the client would not show it"
        line = text.rfind("\n", 0, offset) + 1
        whole = text[:start] + item.text_edit.new_text + text[end:]
        found[item.label] = re.split(r"\n\r?\n", whole[line:])[0]
    return found


def replaced(old: str, new: str, text: str = CLEAN) -> str:
    assert old in text
    return text.replace(old, new, 1)


REQUESTS = "（二）依申请公开。"


def without(beginning: str, new: str, text: str = CLEAN) -> str:
    """A draft with something else in place of a line that begins so."""
    start = text.index(beginning)
    return text[:start] + new + text[text.index("\n", start) + 1 :]


def filled(snippet: str) -> str:
    """A snippet as it stands when its stops are passed over."""
    return re.sub(r"\$\{\d+:?([^}]*)\}", r"\1", snippet)


@pytest.mark.parametrize("typed", ["", "三", "三、", "三、收到", "收到和", "3", "3、", "## ", "## 三", "##三、收"])
def test_the_heading_that_is_missing_is_offered_with_its_number(typed: str):
    assert completed(replaced(f"## {THIRD}", f"{typed}¦")) == {THIRD: f"## {THIRD}"}


def test_headings_are_offered_in_order_the_next_one_first():
    head = CLEAN.split("## 二、")[0]
    offered = completed(head + "¦")
    headings = [label for label in offered if re.match("[一二三四五六]、", label)]
    assert [label[0] for label in headings] == list("二三四五六")
    assert [label[0] for label in completed(replaced("## 一、总体情况", "¦").split("## 五、")[0])][:3] == [
        "一",
        "五",
        "六",
    ]


@pytest.mark.parametrize("layout", ["tab", "cell"])
def test_headings_have_no_marks_in_plain_text(layout: str):
    assert completed(replaced(THIRD, "三、¦", DRAFTS[layout]))[THIRD].split("\n")[0] == THIRD


def test_nothing_pops_up_in_ordinary_writing():
    for typed in ("我镇一¦", "我镇召开会议、¦", "政府信息公开工作取得新成效，¦", "认真落实上级要求（¦", "共12¦"):
        assert completed(replaced("2023年，云岭镇坚持", f"{typed}坚持")) == {}, typed
    assert completed(replaced("行政许可 | 46", "行政许可 | 4¦6")) == {}


def test_the_next_row_of_a_table_is_offered_whole():
    for typed in ("¦", "| ¦", "| 行¦", "|¦"):
        assert completed(replaced("| 行政许可 | 46 |  |  |", typed)) == {
            "行政许可": "| 行政许可 | ${1} |" + _after("| 46 |")
        }
    assert completed(replaced("| 行政许可 | 46 |  |  |", "¦"), PLAIN)["行政许可"].startswith("| 行政许可 |  |\n")


def _after(mark: str) -> str:
    """The rest of the paragraph after the line of a mark."""
    rest = CLEAN[CLEAN.index(mark) :]
    return "\n" + rest.split("\n", 1)[1].split("\n\n")[0]


def test_rows_come_in_the_order_of_the_form():
    rows = CLEAN[CLEAN.index("| 三、本年度办理结果") :].split("\n\n")[0]
    offered = completed(replaced(rows, "¦"))
    assert list(offered)[:4] == [
        "（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "1.属于国家秘密",
        "2.其他法律行政法规禁止公开",
    ]
    stops = "".join(f" ${{{number}}} |" for number in range(1, 8))
    assert offered["（一）予以公开"] == f"| 三、本年度办理结果 | （一）予以公开 |  |{stops}"
    assert offered["1.属于国家秘密"] == f"|  | （三）不予公开 | 1.属于国家秘密 |{stops}"
    assert offered["2.其他法律行政法规禁止公开"] == f"|  |  | 2.其他法律行政法规禁止公开 |{stops}"


def test_a_row_has_as_many_cells_as_those_above():
    text = re.sub(r"(?m)^(\| [一二]、.*?) \|  \|  ", r"\1 ", CLEAN)
    assert "| 一、本年新收政府信息公开申请数量 | 1" in text
    row = next(line for line in text.split("\n") if "二、上年结转" in line)
    assert completed(replaced(row, "¦", text))["二、上年结转政府信息公开申请数量"].startswith(
        "| 二、上年结转政府信息公开申请数量 | ${1} | ${2} |"
    )


def test_heading_rows_have_all_their_labels():
    begun = CLEAN[: CLEAN.index("| 信息内容 | 本年处理决定数量")]
    label = "信息内容、本年处理决定数量"
    assert completed(f"{begun}¦")[label].startswith("| 信息内容 | 本年处理决定数量 |")


def test_rows_of_cells_follow_the_blank_lines_of_merged_ones():
    cells = DRAFTS["cell"]
    begun = cells[: cells.index("（二）部分公开（区分")].rstrip("\t ")
    for blanks in ("¦", "\t\n¦", "\t\n\n¦"):
        assert next(iter(completed(begun + blanks))).startswith("（二）部分公开")


def test_headings_are_one_level_below_the_title_while_there_are_none():
    title = CLEAN.split("\n", 1)[0]
    assert completed(f"{title}\n\n一¦")["一、总体情况"] == "## 一、总体情况"
    assert completed(f"{title[2:]}\n\n一¦")["一、总体情况"] == "一、总体情况"


def test_a_label_is_offered_beside_figures():
    row = next(line for line in CLEAN.split("\n") if "2.重复申请" in line)
    offered = completed(replaced(row, row.replace("2.重复申请", "重¦")))
    assert offered["2.重复申请"].split("\n")[0] == row


def test_rows_in_other_layouts():
    row = next(line for line in DRAFTS["tab"].split("\n") if line.startswith("行政许可\t"))
    assert completed(replaced(row, "行¦", DRAFTS["tab"]))["行政许可"].startswith("行政许可\t${1}\n")
    cells = "\t行政许可\n\t46\n"
    for typed in ("\t¦\n", "\t行¦\n"):
        assert completed(replaced(cells, typed, DRAFTS["cell"])) == {"行政许可": "\t行政许可\n\t${1}"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_missing_table_is_offered_whole(layout: str):
    text = DRAFTS[layout]
    first = text.index("第二十条第（一）项")
    start = text.rfind("\n\n", 0, first) + 2
    marked = text[:start] + "¦\n\n" + text[text.index(THIRD, start) - (3 if layout == "pipe" else 0) :]
    offset = marked.index("¦")
    snapshot = snapshot_of(
        marked.replace("¦", ""), client=PLAIN, language="markdown" if layout == "pipe" else "plaintext"
    )
    answer = complete(
        snapshot,
        types.CompletionParams(types.TextDocumentIdentifier("x"), snapshot.positions.position(offset)),
    )
    assert answer is not None
    item = answer.items[0]
    assert item.label == "第二项表格（整张表）"
    assert isinstance(item.text_edit, types.TextEdit)
    whole = marked.replace("¦", item.text_edit.new_text)
    table = check(whole, DEFAULTS).document.table("disclosure")
    assert table is not None
    assert not table.missing_rows
    assert table.layout in (layout, "cell")


def test_a_phrase_is_filled_from_the_tables():
    offered = completed(replaced("全年新收政府信息公开申请17件，上年结转1件", "新收政府信息¦"))
    text = "新收政府信息公开申请17件，上年结转1件，办结17件，结转下年度继续办理1件"
    assert list(offered) == [text]
    offered = completed(without(REQUESTS, "（二）依申请公开。¦\n"))
    assert next(iter(offered)) == "本年新收政府信息公开申请17件，上年结转1件。"
    assert not any("未收到" in label or "未发生" in label for label in offered)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("全年共收到", "收到政府信息公开申请17件，上年结转1件，办结17件，结转下年度继续办理1件。"),
        ("全年共收到政府信息公开申", "收到政府信息公开申请17件，上年结转1件，办结17件，结转下年度继续办理1件。"),
        ("共新收", "新收政府信息公开申请17件，上年结转1件，办结17件，结转下年度继续办理1件。"),
        ("全年收到申请17件，办结", "办结17件，结转下年度继续办理1件。"),
    ],
)
def test_figures_follow_the_words_that_announce_them(typed: str, label: str):
    offered = completed(without(REQUESTS, f"（二）依申请公开。{typed}¦\n"))
    assert list(offered) == [label]
    assert offered[label].count(label[:2]) == 1


@pytest.mark.parametrize("typed", ["全年收到", "共新收", "全年收到申请17件，办结"])
def test_figures_are_offered_unasked(typed: str):
    (options,) = (one.options for one in FEATURES if one.method == types.TEXT_DOCUMENT_COMPLETION)
    assert options is not None
    assert typed[-1] in options().trigger_characters
    assert completed(without(REQUESTS, f"（二）依申请公开。{typed}¦\n"))


@pytest.mark.parametrize("typed", ["群众感到", "做到", "全面接收", "认真总结", "围绕一", "围绕二、"])
def test_nothing_pops_up_at_characters_that_trigger_in_other_words(typed: str):
    assert completed(without(REQUESTS, f"（二）依申请公开。{typed}¦\n")) == {}


@pytest.mark.parametrize(
    ("aspect", "first"),
    [
        ("（一）主动公开。", "制发行政规范性文件"),
        ("（二）依申请公开。", "本年新收"),
        ("（五）监督保障。", "因政府信息公开被申请行政复议"),
    ],
)
def test_what_an_aspect_is_about_comes_first(aspect: str, first: str):
    rest = CLEAN[CLEAN.index("（一）主动公开") : CLEAN.index("## 二")]
    assert next(iter(completed(replaced(rest, f"{aspect}¦\n\n")))).startswith(first)


def test_what_is_said_already_is_not_offered_again():
    offered = completed(replaced("（三）政府信息管理。", "（三）政府信息管理。¦\n\n"))
    assert not any("统计期限" in label or "17件" in label for label in offered)


def test_the_signature_comes_first_once_the_last_section_is_written():
    body = CLEAN[: CLEAN.rindex("云岭镇人民政府")]
    assert list(completed(body + "¦"))[:2] == ["云岭镇人民政府", "2024年__月__日"]
    begun = body[: body.index("## 六")] + "## 六、其他需要报告的事项\n\n¦"
    assert next(iter(completed(begun))) == "本年度未收取信息处理费。"


@pytest.mark.parametrize("typed", ["2", "20", "2024", "2024年"])
def test_the_date_is_of_the_year_after_the_report(typed: str):
    signed = CLEAN[: CLEAN.rindex("2024年")]
    offered = completed(f"{signed}{typed}¦")
    assert next(iter(offered)) == "2024年__月__日"
    assert offered["2024年__月__日"] == "2024年__月__日"


def test_no_figure_is_invented():
    row = next(line for line in CLEAN.split("\n") if "二、上年结转" in line)
    text = replaced(row, re.sub(r"\d+", "", row))
    text = without(REQUESTS, "（二）依申请公开。¦\n", text)
    offered = completed(text)
    label = "本年新收政府信息公开申请17件，上年结转____件。"
    assert offered[label].endswith("本年新收政府信息公开申请17件，上年结转${1:____}件。")
    assert completed(text, PLAIN)[label].endswith("上年结转____件。")
    for phrase in load_phrases(FORMS[0]):
        given = fill(phrase, snapshot_of("一、总体情况\n").document)
        assert given is None or not phrase.figures or BLANK in given.text


def test_what_the_tables_contradict_is_not_offered():
    zeros = re.sub(r"(?m)^(\|.*?)((?:\| \d+ )+)\|$", lambda row: row[1] + re.sub(r"\d+", "0", row[2]) + "|", CLEAN)
    offered = completed(replaced("（二）依申请公开。", "（二）依申请公开。¦\n\n", zeros))
    assert "本年未收到政府信息公开申请。" in offered
    assert "未发生因政府信息公开被申请行政复议、提起行政诉讼的情况。" in offered
    assert not any(label.startswith("本年新收") for label in offered)


def test_the_fee_statement_is_offered_where_it_belongs():
    rest = CLEAN[CLEAN.index("## 六") :]
    text = replaced(rest, "## 六、其他需要报告的事项\n\n¦")
    assert {"本年度未收取信息处理费。", "云岭镇人民政府", "2024年__月__日"} <= set(completed(text))
    assert "本年度未收取信息处理费。" not in completed(CLEAN.rstrip() + "\n\n¦")


def test_the_agency_and_the_year_are_offered_as_they_are_typed():
    assert completed(replaced("2023年，云岭镇坚持", "2023年，云岭¦坚持"))["云岭镇"].startswith("2023年，云岭镇坚持")
    assert completed(replaced("2023年，云岭镇坚持", "20¦，坚持"))["2023年"].startswith("2023年，坚持")
    assert completed(replaced("2023年，云岭镇坚持", "2023年，云岭¦镇坚持")) == {}
    offered = completed("¦\n\n" + CLEAN.split("\n\n", 1)[1].replace("云岭镇人民政府\n", "云岭镇人民政府\n"))
    assert "云岭镇人民政府2023年政府信息公开工作年度报告" in offered


@pytest.mark.parametrize("layout", LAYOUTS)
def test_phrases_make_no_finding(layout: str):
    """What the product proposes it does not object to."""
    text = DRAFTS[layout]
    document = check(text, DEFAULTS).document
    before = {(one.code, one.text) for one in check(text, DEFAULTS).findings}
    tried = 0
    for phrase in load_phrases(FORMS[0]):
        given = fill(phrase, document)
        if given is None or given.line or BLANK in given.text or given.text in text:
            continue
        for number in phrase.sections:
            section = document.section(number)
            if section is None:
                continue
            at = document.blocks_of(section)[0].span.end
            new = check(text[:at] + given.text + text[at:], DEFAULTS).findings
            assert {one.code for one in new if (one.code, one.text) not in before} == set(), given.text
            tried += 1
    assert tried > 4


def test_the_phrases_fit_their_form():
    for key in FORMS:
        form: Form = load_form(key)
        for phrase in load_phrases(key):
            assert all(0 <= number <= len(form.sections) for number in phrase.sections)
            for figure in phrase.figures.values():
                table = form.table(figure.table)
                assert table is not None
                rows = {row.key: row for row in table.rows}
                assert all(column in rows[row].values for row in figure.rows for column in figure.columns), phrase.name


def test_a_user_pack_may_bring_phrases(tmp_path: Path):
    own = tmp_path / "own.toml"
    own.write_text('[[phrase]]\nname = "县里的话"\nsections = [1]\ntext = "全县统一部署，{place}抓好落实。"\n', "utf-8")
    marked = replaced("（二）依申请公开。", "（二）依申请公开。¦\n\n")
    offset, text = marked.index("¦"), marked.replace("¦", "")
    snapshot = snapshot_of(text, settings=DEFAULTS._replace(packs=(str(own),)))
    answer = complete(
        snapshot,
        types.CompletionParams(types.TextDocumentIdentifier("x"), snapshot.positions.position(offset)),
    )
    assert answer is not None
    assert answer.items[0].label == "全县统一部署，云岭镇抓好落实。"


def test_a_wrong_phrase_is_complained_of():
    text = '[[phrase]]\nname = "x"\ntext = "{a}"\nfigures.a = { table = "t", rows = [] }\nzero = ["c"]\n'
    text += 'near = "d"\ny = 1\n'
    raw = parse_toml(text)["phrase"]
    found = [complaint.message for complaint in phrase_complaints(raw, Places(text))]
    assert len(found) == 5
    assert "figures" in found[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_are_counted_in_the_units_agreed_on(encoding: str):
    text = CLEAN.replace("\n", "\r\n").replace(
        "全年新收政府信息公开申请17件，上年结转1件", "𪨶家村\u00a0\x0b\u2028新收政府信息¦"
    )
    offered = completed(text, encoding=encoding)
    assert [label[:6] for label in offered] == ["新收政府信息"]
    row = "| 行政许可 | 46 |  |  |"
    assert "行政许可" in completed(replaced(row, "| 行¦", CLEAN.replace("\n", "\r\n")), encoding=encoding)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(4))
def test_no_half_written_draft_is_too_much(layout: str, seed: int):
    generator = random.Random(f"{layout}{seed}")
    whole = DRAFTS[layout]
    for _ in range(6):
        lines = whole[: generator.randrange(1, len(whole))].split("\n")
        for _ in range(generator.randrange(8)):
            lines.pop(generator.randrange(len(lines))) if len(lines) > 1 else None
        text = "\n".join(lines)
        snapshot = snapshot_of(text, language="markdown" if layout == "pipe" else "plaintext")
        for _ in range(25):
            offset = generator.randrange(len(text) + 1)
            position = snapshot.positions.position(offset)
            answer = complete(snapshot, types.CompletionParams(types.TextDocumentIdentifier("x"), position))
            for item in answer.items if answer else ():
                assert isinstance(item.text_edit, types.TextEdit)
                start, end = snapshot.positions.span(item.text_edit.range)
                assert start <= snapshot.positions.offset(position) <= end


def test_an_answer_comes_at_once():
    snapshot = snapshot_of(CLEAN)
    offsets = [match.start() for match in re.finditer("\n", CLEAN)]
    positions = [snapshot.positions.position(offset) for offset in offsets]
    best = 1.0
    for _ in range(5):
        start = time.thread_time()
        for position in positions:
            complete(snapshot, types.CompletionParams(types.TextDocumentIdentifier("x"), position))
        best = min(best, (time.thread_time() - start) / len(positions))
    assert best < 0.006, best
