"""Single faults of every family, each with one determinable correction: the text before it was put in.

A fault is a function of a clean text and a random source; it returns the faulty text, or None where
the text has no place for it. Some families need more than the drafts hold: ``PREPARED`` puts it in.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from drafting import builtin_rules, document_of
from hegao.checks.placing import lines_of, whole_section
from hegao.text import Span

Fault = Callable[[str, random.Random], "str | None"]


def replaced(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Fault:
    """A fault that changes one place where a pattern matches."""

    def fault(text: str, rng: random.Random) -> str | None:
        places = list(re.finditer(pattern, text))
        if not places:
            return None
        match = rng.choice(places)
        wrong = match.expand(new) if isinstance(new, str) else new(match)
        return text[: match.start()] + wrong + text[match.end() :] if wrong != match[0] else None

    return fault


def _spans(text: str) -> list[Span]:
    document = document_of(text)
    return [whole_section(document, section) for section in document.sections]


def swapped_sections(text: str, rng: random.Random) -> str | None:
    spans = _spans(text)
    at = rng.randrange(len(spans) - 1)
    one, other = spans[at], spans[at + 1]
    between = text[one.end : other.start]
    return text[: one.start] + text[other.start : other.end] + between + text[one.start : one.end] + text[other.end :]


def repeated_section(text: str, rng: random.Random) -> str | None:
    spans = _spans(text)
    one = spans[4]
    return text[: one.end] + text[one.end : spans[5].start] + text[one.start : one.end] + text[one.end :]


def lost_heading(text: str, rng: random.Random) -> str | None:
    """A table without the heading of its section."""
    document = document_of(text)
    section = document.sections[rng.choice((1, 2, 3))]
    table = document.tables[section.tables[0]]
    return text[: lines_of(document, section.heading).start] + text[lines_of(document, table.span).start :]


def swapped_rows(text: str, rng: random.Random) -> str | None:
    document = document_of(text)
    table = document.tables[1]
    lines = [lines_of(document, row.span) for row in table.rows]
    at = rng.choice([4, 8, 12, 20, 23])
    one, other = lines[at], lines[at + 1]
    between = text[one.end : other.start]
    return text[: one.start] + text[other.start : other.end] + between + text[one.start : one.end] + text[other.end :]


def repeated_row(text: str, rng: random.Random) -> str | None:
    document = document_of(text)
    table = document.tables[1]
    lines = [lines_of(document, row.span) for row in table.rows]
    at = rng.randrange(8, 24)
    return text[: lines[at].end] + text[lines[at].end : lines[at + 1].start] + text[lines[at].start :]


def wrong_label(text: str, rng: random.Random) -> str | None:
    """One character of a row label dropped or doubled."""
    document = document_of(text)
    labels = [row.labels[-1] for table in document.tables[:2] for row in table.rows
              if row.form and not row.form.header and row.labels and len(row.labels[-1].text) > 6]  # fmt: skip
    cell = rng.choice(labels)
    at = rng.randrange(cell.span.start + 3, cell.span.end - 1)
    if not "一" <= text[at] <= "龥":
        return None
    return text[:at] + text[at + rng.choice((1, 0)) :] if rng.random() < 0.5 else text[:at] + text[at] + text[at:]


def cell_value(change: Callable[[str, random.Random], str | None]) -> Fault:
    """A fault that rewrites the text of one numeric cell."""

    def fault(text: str, rng: random.Random) -> str | None:
        document = document_of(text)
        cells = [cell for table in document.tables for row in table.rows if row.form and not row.form.header
                 for cell in row.given if "." not in cell.text]  # fmt: skip
        if change("0", random.Random(0)) is None:
            cells = [cell for cell in cells if cell.text != "0"]
        if not cells:
            return None
        cell = rng.choice(cells)
        wrong = change(cell.text, rng)
        if wrong is None or wrong == cell.text:
            return None
        return text[: cell.span.start] + wrong + text[cell.span.end :]

    return fault


def wrong_figure(text: str, rng: random.Random) -> str | None:
    """One figure of the third table changed, as a slip of the pen would."""
    document = document_of(text)
    cells = [cell for row in document.tables[1].rows if row.form and not row.form.header for cell in row.given]
    cell = rng.choice(cells)
    wrong = str(int(cell.text) + rng.choice((1, 2, 9, 10)))
    return text[: cell.span.start] + wrong + text[cell.span.end :]


def dropped_heading_row(text: str, rng: random.Random) -> str | None:
    document = document_of(text)
    rows = document.tables[0].rows
    at = rng.choice([2, 3, 6, 9, 10, 13][:1]) if len(rows) < 14 else rng.choice([4, 7, 11])
    lines = [lines_of(document, row.span) for row in rows]
    return text[: lines[at].start] + text[lines[at + 1].start :]


def misspelt(text: str, rng: random.Random) -> str | None:
    """A right word of the lexicon put wrong, as the lexicon knows it."""
    pairs = [
        (entry["right"], entry["wrong"])
        for code in ("W301", "W302")
        for entry in builtin_rules()[code].params.entries
        if set(entry) <= {"right", "wrong", "not", "note"} and "{}" not in entry["wrong"]
    ]
    found = [(right, wrong) for right, wrong in pairs if right in text and right not in wrong]
    if not found:
        return None
    right, wrong = rng.choice(found)
    at = rng.choice([match.start() for match in re.finditer(re.escape(right), text)])
    return text[:at] + wrong + text[at + len(right) :]


def other_unit_word(match: re.Match[str]) -> str:
    return match[1] + {"镇": "乡"}.get(match[2], "镇")


def single_marks(match: re.Match[str]) -> str:
    opening, closing = ("<>", "‹›", "〈〉", "＜＞")[match.start() % 4]
    return f"{opening}{match[1]}{closing}"


def wrong_year(match: re.Match[str]) -> str:
    return f"{int(match[1]) - 1}{match[2]}"


def with_masked_values(text: str) -> str:
    """The text with private values masked as they should be: what was masked tells no way back to the value."""
    told = "救助对象张某身份证号61*************239，手机138****5678，卡号6222***********3449，护照号码E1****678。"
    return re.sub("(六、其他需要报告的事项\n\n)", rf"\g<1>{told}\n\n", text)


PREPARED: dict[str, Callable[[str], str]] = {"V": with_masked_values}
HAN = "[一-龥]"
BODY = "(?:[镇乡县]人民政府|局|街道办事处)"
FAULTS: dict[str, dict[str, Fault]] = {
    "S": {
        "number in digits": replaced("(?m)^((?:## )?)三、收到", r"\g<1>3、收到"),
        "number with a stop": replaced("(?m)^((?:## )?)四、政府", r"\g<1>四．政府"),
        "wrong number": replaced("(?m)^((?:## )?)五、存在", r"\g<1>四、存在"),
        "no number": replaced("(?m)^((?:## )?)六、其他", r"\g<1>其他"),
        "old wording": replaced("二、主动公开政府信息情况", "二、主动公开情况"),
        "slip in a heading": replaced("六、其他需要报告的事项", "六、其它需要报告的事项"),
        "heading reworded": replaced("五、存在的主要问题及改进情况", "五、存在的主要问题及改进措施"),
        "mark behind a heading": replaced("(一、总体情况)", r"\g<1>："),
        "mark behind the title": replaced("(政府信息公开工作年度报告)(?=\n)", r"\g<1>。"),
        "report name": replaced("政府信息公开工作年度报告(?=\n)", "政府信息公开工作报告"),
        "title without 年": replaced(r"(\d{4})年(?=政府信息公开工作年度报告\n)", r"\g<1>"),
        "sections swapped": swapped_sections,
        "section repeated": repeated_section,
        "heading lost": lost_heading,
    },
    "T": {
        "row label": wrong_label,
        "heading label": replaced("本年废止件数", "本年度止件数"),
        "headings swapped": replaced("商业企业(\\W+)科研机构", r"科研机构\g<1>商业企业"),
        "rows swapped": swapped_rows,
        "row repeated": repeated_row,
        "row of headings lost": dropped_heading_row,
        "empty cell": cell_value(lambda text, rng: "" if text == "0" else None if text == "?" else text),
        "stroke": cell_value(lambda text, rng: "/" if text == "0" else text),
        "letter for zero": cell_value(lambda text, rng: "O" if text == "0" else text),
        "unit": cell_value(lambda text, rng: text + "件"),
        "full width": cell_value(lambda text, rng: "".join(chr(ord(digit) + 0xFEE0) for digit in text)),
        "decimals": cell_value(lambda text, rng: text + ".0"),
        "sign": cell_value(lambda text, rng: None if text == "0" else "-" + text),
        "note": cell_value(lambda text, rng: text + "（含上年）"),
    },
    "N": {
        "figure": wrong_figure,
        "applications in prose": replaced(r"(?<=新收政府信息公开申请)(\d+)(?=件)", lambda m: str(int(m[1]) + 3)),
        "list ordinal": replaced("二是", "三是"),
    },
    "C": {
        "date first": replaced(f"(?m)^(.*{BODY})\n\n(20.*日)$", r"\g<2>\n\n\g<1>"),
        "no signature": replaced(f"(?m)^.*{BODY}\n\n(?=20.*日$)", ""),
        "office signs": replaced("(?m)^(.*镇人民政府|.*乡人民政府)(?=\n\n20)", r"\g<1>办公室"),
    },
    "W": {
        "unit word": replaced("(我|本|全)(镇|乡|局|县|街道)", other_unit_word),
        "lost character": replaced("下一步(?=，|将|工作)", "下步"),
        "slip": misspelt,
        "doubled word": replaced("(公开|及时|完善|加强)(?=[^一-龥]|了|工作)", r"\g<1>\g<1>"),
        "bare title": replaced("《(中华人民共和国政府信息公开条例)》", r"\g<1>"),
        "title of the law": replaced("中华人民共和国政府信息公开条例", "中华人民共和国信息公开条例"),
        "fee": replaced("(?<!公开)信息处理费(?!管理)", "信息公开处理费"),
        "fee, wrong word": replaced("(?<!公开)信息处理费(?!管理)", "信息处置费"),
    },
    "P": {
        "half-width comma": replaced(f"(?<={HAN})，(?={HAN})", ","),
        "half-width semicolon": replaced(f"(?<={HAN})；(?={HAN})", ";"),
        "half-width brackets": replaced("（([^（）\n\t|]{2,12})）(?=[^\n]*。)", r"(\g<1>)"),
        "doubled stop": replaced(f"(?<={HAN})。(?=\n)", "。。"),
        "lost stop": replaced(f"(?<={HAN}{{12}})。(?=\n\n)", ""),
        "blank beside a mark": replaced(f"(?<={HAN})，(?={HAN})", "， "),
        "blank at a figure": replaced(r"(?<=[一-龥])(\d+)(?=件[，。])", r"\g<1> "),
        "stop behind 一是": replaced("一是(?=[一-龥])", "一是、"),
        "angle marks": replaced("《([^》〈\n]{2,30})》", r"<<\g<1>>>"),
        "single angle marks": replaced("《([^》〈\n]{2,30})》", single_marks),
        "leading zero": replaced(r"(?<=年)(\d)(?=月\d+日)", r"0\g<1>"),
        "full-width figure": replaced(
            r"(?<=[一-龥])(\d\d+)(?=[条件][，。；])", lambda m: "".join(chr(ord(d) + 0xFEE0) for d in m[1])
        ),
    },
    "D": {
        "statistical period": replaced(r"(\d{4})(年1月1日)(?=[起]?至)", wrong_year),
        "announced year": replaced(
            r"(?<=公布)(.{0,12}\d{4})(?=年政府信息公开工作年度报告。)", lambda m: m[1][:-4] + str(int(m[1][-4:]) - 1)
        ),
        "dots in the date": replaced(r"(?m)^(20\d\d)年(\d+)月(\d+)日$", r"\g<1>.\g<2>.\g<3>"),
        "no such day": replaced("12月31日", "12月32日"),
        "号 for 日": replaced(r"(?<=12月31)日", "号"),
    },
    "J": {
        "zero width": replaced(f"(?<={HAN})(?={HAN}{{2}}[，。])", "\u200b"),
        "line break of Word": replaced("\n(?=[^\n|#\t]*。\n)", "\u000b"),
        "line break of Word in a sentence": replaced("(?<=，)(?=[^\n]*。\n)", "\u000b"),
        "entity": replaced(f"(?<={HAN})(?={HAN}[，。])", "&nbsp;"),
        "character code": replaced("《(?=[^〉\n]*》)", "&#12298;"),
        "tag": replaced("(?<=。)(?=\n)", "<br>"),
        "bookmark": replaced(r"\A(?=.)", "[bookmark: _GoBack]"),
        "odd space": replaced(f"(?<={HAN})(?={HAN}{{2}}[，。])", "\u00a0"),
    },
    "V": {
        "identity number": replaced(r"61\*+239", "610821199001011239"),
        "mobile number": replaced(r"138\*+5678", "13812345678"),
        "bank card": replaced(r"6222\*+3449", "6222021000112233449"),
        "travel document": replaced(r"E1\*+678", "E12345678"),
    },
}
