"""The parts of a new Word file that are always the same: styles, fonts and page of an official document.

GB/T 9704-2012: A4, 37 mm above and 28 mm left of a text of 156 × 225 mm, 22 lines a page; title in
方正小标宋 二号, text in 仿宋 三号, headings in 黑体, second-level headings in 楷体, page numbers
between two dashes, to the outer side.
"""

from __future__ import annotations

from hegao.sources.word_write.markup import DECLARATION, NAMESPACE

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# 22 lines on 225 mm.
_LINE = 579
TITLE_FONT, _BODY_FONT, HEADING_FONT, _SUBHEADING_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
# What stands for a font where it is not installed, and the class of its strokes.
_SUBSTITUTES = {
    TITLE_FONT: "宋体",
    _BODY_FONT: "仿宋",
    HEADING_FONT: "SimHei",
    _SUBHEADING_FONT: "楷体",
    "宋体": "SimSun",
}


def fonts(name: str) -> str:
    """One font for all scripts: quotation marks and digits as wide as the text around them."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def size(half_points: int) -> str:
    """The size of characters."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(
    key: str, name: str, paragraph: str = "", characters: str = "", based: str = "Normal", after: str = ""
) -> str:
    default = ' w:default="1"' if key == "Normal" else ""
    custom = "" if name[0].isascii() else ' w:customStyle="1"'
    parent = f'<w:basedOn w:val="{based}"/>' if key != "Normal" else ""
    following = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{key}"><w:name w:val="{name}"/>{parent}{following}'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{characters}</w:rPr></w:style>"
    )


def _spacing(line: int = _LINE, rule: str = "exact", before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="{rule}"/>'


_FIRST_LINE = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_TIGHT = '<w:snapToGrid w:val="0"/>' + _spacing(240, "auto")
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_STYLES = "".join(
    (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts(_BODY_FONT)}<w:kern w:val="2"/>',
        f'{size(32)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
        "<w:pPrDefault/></w:docDefaults>",
        _style("Normal", "Normal", f'<w:widowControl w:val="0"/>{_spacing()}<w:jc w:val="both"/>'),
        _style(
            "Title", "Title",
            f'<w:keepNext/>{_spacing(640, "exact", after=_LINE)}<w:jc w:val="center"/>',
            fonts(TITLE_FONT) + size(44), after="BodyText",
        ),
        _style(
            "Heading1", "heading 1", f'<w:keepNext/>{_FIRST_LINE}<w:outlineLvl w:val="0"/>', fonts(HEADING_FONT),
            after="BodyText",
        ),
        _style(
            "Heading2", "heading 2", f'<w:keepNext/>{_FIRST_LINE}<w:outlineLvl w:val="1"/>', fonts(_SUBHEADING_FONT),
            after="BodyText",
        ),
        _style("BodyText", "Body Text", _FIRST_LINE),
        _style(
            "Signature", "Signature",
            f'{_spacing(before=_LINE)}<w:ind w:rightChars="200" w:right="640"/><w:jc w:val="right"/>',
        ),
        _style("Date", "Date", '<w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>'),
        _style("TableFigure", "表格数字", f'{_TIGHT}<w:jc w:val="center"/>', size(21)),
        _style("TableLabel", "表格项目", f'{_TIGHT}<w:jc w:val="left"/>', size(21)),
        _style("Note", "表注", _spacing(400), size(24)),
        _style("Footer", "footer", _TIGHT, fonts("宋体") + size(28)),
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>',
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>',
        '</w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="FormTable">',
        '<w:name w:val="报告表格"/><w:basedOn w:val="TableNormal"/><w:tblPr>',
        f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>",
    )
)  # fmt: skip

_FONT_TABLE = f'<w:fonts xmlns:w="{NAMESPACE}">' + "".join(
    f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
    for name, other in _SUBSTITUTES.items()
) + "</w:fonts>"  # fmt: skip

_SETTINGS = (
    f'<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat></w:settings>'
)


def _footer(place: str) -> str:
    """A page number between dashes, one character from the outer margin."""
    return (
        f'<w:ftr xmlns:w="{NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="Footer"/>'
        f'<w:ind w:{place}Chars="100" w:{place}="280"/><w:jc w:val="{place}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r>'
        '</w:fldSimple><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def section(top: int, right: int, bottom: int, left: int) -> str:
    """The page, A4 with page numbers, as it stands at the end of a body; margins in twentieths of a point."""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="851" w:footer="{min(bottom - 568, 1417)}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{_LINE}"/></w:sectPr>'
    )


OFFICIAL = section(top=2098, right=1474, bottom=1985, left=1588)
"""The page of an official document."""

_KINDS = {
    "word/document.xml": "document.main",
    "word/styles.xml": "styles",
    "word/settings.xml": "settings",
    "word/fontTable.xml": "fontTable",
    "word/footer1.xml": "footer",
    "word/footer2.xml": "footer",
}
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/{name}" ContentType="{_MAIN}.{kind}+xml"/>' for name, kind in _KINDS.items())
    + "</Types>"
)


def _relationships(*targets: tuple[str, str]) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(targets, 1)
        )
        + "</Relationships>"
    )


PARTS = {
    name: (DECLARATION + text).encode("utf-8")
    for name, text in {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relationships(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relationships(
            ("styles", "styles.xml"),
            ("settings", "settings.xml"),
            ("fontTable", "fontTable.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
        ),
        "word/styles.xml": _STYLES,
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _FONT_TABLE,
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }.items()
}
"""All parts but ``word/document.xml``, the one that says what the others are first."""
