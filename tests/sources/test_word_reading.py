"""What is text in a Word file, what is not, and where it stands."""

from __future__ import annotations

import pytest

from hegao.sources.word.numerals import printed
from hegao.sources.word.package import Package
from hegao.sources.word.places import WordText
from hegao.sources.word.read import read_word
from hegao.text import Span
from word_files import added, body_file, changed

LIST = """
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>
</w:num>
"""


def read(markup: str, styles: str = "", numbering: str = "") -> WordText:
    return read_word(Package(body_file(markup, styles, numbering)))


def text_of(markup: str, styles: str = "", numbering: str = "") -> str:
    return read(markup, styles, numbering).text


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def item(text: str, level: int, key: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def table(*rows: list[str]) -> str:
    lines = (
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row) for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def test_paragraphs_are_lines_with_a_blank_line_behind():
    assert text_of(paragraph("一") + "<w:p/><w:p/>" + paragraph("二")) == "一\n\n\n\n二\n\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>", "甲\n乙\n丙"),
        ("<w:r><w:tab/><w:tab/><w:t>甲</w:t></w:r>", "\u3000\u3000甲"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r>", "甲\t1\t2"),
        ("<w:r><w:t>2023</w:t><w:noBreakHyphen/><w:t>2024</w:t><w:softHyphen/></w:r>", "2023-2024"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FF"/><w:t>是</w:t></w:r>', "•是"),
        ('<w:r><w:sym w:font="宋体" w:char="2460"/><w:sym w:font="宋体" w:char="x"/></w:r>', "①•"),
        ("<w:r><w:t>  甲\n乙 </w:t></w:r>", "甲 乙"),
        ('<w:r><w:t xml:space="preserve"> 甲\t乙 </w:t></w:r>', " 甲 乙 "),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>{run('甲')}", "甲"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>甲</w:t></w:r>', "甲"),
        (f"<w:r><w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>", "拼"),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", "x=1"),
        ("<!-- 说明 --><w:r><w:t>甲</w:t></w:r><?x y?>", "甲"),
        (f"<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:ins>{run('甲')}</w:ins>", "甲"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('甲')}</w:moveTo>", "甲"),
        (f"<w:ins><w:del><w:r><w:delText>先插后删</w:delText></w:r></w:del>{run('甲')}</w:ins>", "甲"),
        (f"<w:customXml>{control(run('甲'))}</w:customXml>", "甲"),
    ],
)  # fmt: skip
def test_what_a_paragraph_says(content: str, text: str):
    word = read(f"<w:p>{content}</w:p>")
    assert word.text == text + "\n\n"
    # Every character has its way back, and none but the line ends lacks it.
    assert word.holds(Span(0, len(text)))
    assert not word.holds(Span(0, len(text) + 1))


def test_of_a_field_the_result_is_read():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    instruction = f"<w:r><w:instrText>IF </w:instrText></w:r>{run('条件')}"
    first = f"<w:p>{mark('begin')}{instruction}{mark('separate')}{run('结果')}</w:p>"
    second = f"<w:p>{run('还是')}{mark('end')}{run('后')}</w:p>"
    assert text_of(first + second) == "结果\n\n还是后\n\n"


def test_a_field_that_never_ends_swallows_nothing():
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert text_of(f"<w:p>{broken}{run('甲')}</w:p>" + paragraph("乙")) == "甲\n\n乙\n\n"


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    deleted = "<w:rPr><w:del w:id='1' w:author='甲'/></w:rPr>"
    word = read(paragraph("前", deleted) + paragraph("后") + paragraph("再"))
    assert word.text == "前后\n\n再\n\n"
    assert [one.number for one in word.paragraphs] == [1, 1, 2]
    gone = f"<w:p><w:pPr>{deleted}</w:pPr><w:del><w:r><w:delText>没了</w:delText></w:r></w:del></w:p>"
    assert text_of(paragraph("前") + gone + paragraph("后")) == "前\n\n后\n\n"


def test_automatic_numbers_are_read_and_stand_nowhere_in_the_file():
    markup = (
        item("总体", 0) + item("公开", 1) + item("细目", 2) + item("申请", 1) + paragraph("平常") + item("点", 3)
        + item("情况", 0) + item("又", 1) + item("另起", 0, 2) + item("接着", 0, 2) + item("无", 0, 0)
    )  # fmt: skip
    word = read(markup, numbering=LIST)
    assert word.text.split("\n\n")[:-1] == [
        "一、总体", "（一）公开", "1.1.1细目", "（二）申请", "平常", "点", "二、情况", "（一）又",
        "五、另起", "六、接着", "无",
    ]  # fmt: skip
    assert not word.holds(Span(0, 2))
    assert word.holds(Span(2, 4))


def test_the_number_may_come_from_the_style():
    styles = """
    <w:style w:type="paragraph" w:styleId="H"><w:name w:val="H"/>
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>
    </w:style>
    <w:style w:type="paragraph" w:styleId="S"><w:name w:val="S"/><w:basedOn w:val="H"/></w:style>
    """
    own = '<w:pStyle w:val="S"/>'
    off = f'{own}<w:numPr><w:numId w:val="0"/></w:numPr>'
    text = text_of(paragraph("甲", own) + paragraph("乙", off) + paragraph("丙", own), styles, LIST)
    assert text == "一、甲\n\n乙\n\n二、丙\n\n"


def test_styles_based_on_each_other_and_lists_that_are_missing_harm_nobody():
    styles = (
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert text_of(paragraph("甲", '<w:pStyle w:val="A"/>') + item("乙", 0, 77) + item("丙", 8), styles, LIST) == (
        "甲\n\n乙\n\n丙\n\n"
    )


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (10, "chineseCounting", "十"), (11, "chineseCounting", "十一"), (20, "chineseCountingThousand", "二十"),
        (105, "japaneseCounting", "一百零五"), (110, "chineseCounting", "一百一十"),
        (1003, "chineseCounting", "一千零三"),
        (12, "chineseLegalSimplified", "壹拾贰"), (10, "ideographDigital", "一〇"), (3, "ideographTraditional", "丙"),
        (12, "ideographZodiac", "亥"), (13, "ideographZodiac", "13"), (3, "decimalEnclosedCircleChinese", "③"),
        (21, "decimalEnclosedCircle", "21"), (2, "decimalEnclosedParen", "⑵"), (2, "decimalEnclosedFullstop", "⒉"),
        (2, "ideographEnclosedCircle", "㊁"), (7, "decimalZero", "07"), (12, "decimalFullWidth", "１２"),
        (4, "upperRoman", "IV"), (49, "lowerRoman", "xlix"), (28, "upperLetter", "BB"), (1, "lowerLetter", "a"),
        (5, "decimal", "5"), (0, "chineseCounting", "0"), (10000, "chineseCounting", "10000"), (5, "其他", "5"),
    ],
)  # fmt: skip
def test_numbers_as_word_prints_them(number: int, kind: str, text: str):
    assert printed(number, kind) == text


def test_a_cell_is_one_line_whatever_stands_in_it():
    cell = f"{paragraph('自')}<w:p/><w:p><w:r><w:t>然</w:t><w:br/><w:tab/><w:t>人</w:t></w:r></w:p>"
    word = read(paragraph("前") + table([cell, "1"], ["", "2"]) + paragraph("后"))
    assert word.text == "前\n\n自 然  人\t1\n\t2\n\n后\n\n"
    assert not word.holds(Span(4, 5))
    places = [(one.table, one.row, one.column) for one in word.paragraphs]
    assert places == [(0, 0, 0), *[(1, 1, 1)] * 3, (1, 1, 2), (1, 2, 1), (1, 2, 2), (0, 0, 0)]


def test_merged_cells_leave_empty_cells_behind():
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    down, goes_on, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        cell("甲", down) + cell("乙", wide),
        cell("不见", goes_on) + cell("丙") + cell("丁"),
        cell("戊", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("己"),
    )
    assert text_of("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>") == (
        "甲\t乙\t\n\t丙\t丁\n戊\t\t己\n\n"
    )


def test_columns_at_which_nothing_begins_are_none():
    def cell(text: str, columns: int) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{paragraph(text)}</w:tc>'

    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in (900, 900, 20, 900)) + "</w:tblGrid>"
    # Between the second and the third row one border is a hair off.
    rows = (cell("甲", 2) + cell("乙", 2), cell("1", 2) + cell("2", 2), cell("3", 3) + cell("4", 1))
    assert text_of(f"<w:tbl>{grid}" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>") == (
        "甲\t乙\n1\t2\n3\t4\n\n"
    )


def test_a_span_that_claims_a_million_columns_is_cut():
    huge = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    assert len(text_of(f"<w:tbl><w:tr>{huge}<w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>")) < 100


def test_rows_and_cells_are_found_in_controls_and_deleted_ones_left_out():
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    def deleted(kind: str) -> str:
        return f"<w:{kind} w:id='1' w:author='甲'/>"

    row = control(f"<w:tr>{control(cell('甲'))}{cell('1')}</w:tr>")
    gone = f"<w:tr><w:trPr>{deleted('del')}</w:trPr>{cell('没了')}{cell('')}</w:tr>"
    lost = f"<w:tr>{cell('删', deleted('cellDel'))}{cell('乙')}{cell('2')}</w:tr>"
    assert text_of(f"<w:tbl>{row}{gone}{lost}</w:tbl>") == "甲\t1\n乙\t2\n\n"


def test_a_table_that_only_frames_text_is_text():
    assert text_of(table([paragraph("一") + paragraph("二")])) == "一\n\n二\n\n"
    inner = table(["甲", "1"], ["乙", "2"])
    assert text_of(table([paragraph("前"), inner + paragraph("后")])) == "前\n\n甲\t1\n乙\t2\n\n后\n\n"


def test_a_table_pasted_into_a_cell_leaves_the_table_a_table():
    pasted = table(["3"]) + paragraph("")
    assert text_of(table(["甲", "1"], ["乙", paragraph("2") + pasted], ["丙", "4"])) == "甲\t1\n乙\t2 3\n丙\t4\n\n"


def test_cells_that_hold_sentences_are_paragraphs():
    word = read(table(["项目", "说明"], ["公开", "及时公开。另行公布。"], ["申请", "3"]))
    assert word.text == "项目\t说明\n\n公开\n\n及时公开。另行公布。\n\n申请\t3\n\n"


def test_text_boxes_follow_their_paragraph_and_are_read_once():
    shape = f"<w:txbxContent>{paragraph('框里')}</w:txbxContent>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:txbx>{shape}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{shape}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert text_of(f"<w:p>{run('正文')}<w:r>{both}</w:r></w:p>" + paragraph("后")) == "正文\n\n框里\n\n后\n\n"
    old = f"<w:pict><v:textbox>{shape}</v:textbox></w:pict>"
    in_table = table([f"<w:p>{run('甲')}<w:r>{old}</w:r></w:p>", "1"], ["乙", "2"])
    assert text_of(in_table) == "甲\t1\n乙\t2\n\n框里\n\n"


def test_notes_come_last_and_only_those_referred_to():
    def note(key: int, text: str) -> str:
        return f'<w:footnote w:id="{key}">{paragraph(text)}</w:footnote>'

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = f"<w:footnotes {space}>{note(1, '多余')}{note(2, '脚注二')}{note(3, '脚注三')}</w:footnotes>"
    body = f'<w:p>{run("甲")}<w:r><w:footnoteReference w:id="3"/></w:r></w:p>' + table(
        ['<w:p><w:r><w:t>乙</w:t><w:footnoteReference w:id="2"/></w:r></w:p>', "1"], ["丙", "2"]
    )
    relation = (
        b'<Relationship Id="rIdN" Target="footnotes.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    data = changed(
        body_file(body), "word/_rels/document.xml.rels", lambda old: old.replace(b"</Relationships>", relation)
    )
    word = read_word(Package(added(data, {"word/footnotes.xml": notes.encode()})))
    assert word.text == "甲\n\n乙\t1\n丙\t2\n\n脚注三\n\n脚注二\n\n"
    assert [one.part for one in word.paragraphs][-2:] == ["word/footnotes.xml"] * 2
    assert set(word.roots) == {"word/document.xml", "word/footnotes.xml"}


def test_a_span_leads_to_the_characters_of_its_elements():
    tab = "<w:r><w:tab/></w:r>"
    word = read(f"<w:p><w:r><w:t> 甲乙</w:t></w:r>{run('丙')}{tab}{run('丁戊')}{tab}{run('己')}</w:p>")
    assert word.text == "甲乙丙\t丁戊\t己\n\n"
    found = word.pieces_in(Span(1, 6))
    assert [(piece.start, piece.end, piece.offset) for piece in found] == [(1, 2, 2), (2, 3, 0), (3, 4, 0), (4, 6, 0)]
    assert [piece.element.text for piece in found] == [" 甲乙", "丙", None, "丁戊"]
    assert word.pieces_in(Span(3, 3)) == []


def test_a_file_that_says_nothing_is_an_empty_text():
    assert text_of("") == ""
    assert read("").paragraph_at(0) is None
