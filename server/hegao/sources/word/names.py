"""Names of the elements and attributes of a Word file that reading is about."""

from __future__ import annotations

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W_NAMESPACE}}}{name}"


BODY, P, R, T, TBL, TR, TC = w("body"), w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
P_PR, R_PR, TR_PR, TC_PR = w("pPr"), w("rPr"), w("trPr"), w("tcPr")
DEL, INS, MOVE_FROM, VANISH = w("del"), w("ins"), w("moveFrom"), w("vanish")
BR, CR, TAB, PTAB, NO_BREAK_HYPHEN, SYM = w("br"), w("cr"), w("tab"), w("ptab"), w("noBreakHyphen"), w("sym")
FIELD_CHARACTER, FIELD_KIND = w("fldChar"), w("fldCharType")
FOOTNOTE, ENDNOTE = w("footnote"), w("endnote")
FOOTNOTE_REFERENCE, ENDNOTE_REFERENCE = w("footnoteReference"), w("endnoteReference")
TEXT_BOX = w("txbxContent")
GRID_SPAN, GRID_BEFORE, GRID_COLUMN, V_MERGE, H_MERGE = (
    w("gridSpan"), w("gridBefore"), w("gridCol"), w("vMerge"), w("hMerge"),
)  # fmt: skip
VAL, ID, TYPE, CHAR, WIDTH = w("val"), w("id"), w("type"), w("char"), w("w")

MATH_TEXT = f"{{{_MATH}}}t"
ALTERNATE, CHOICE, FALLBACK = (
    f"{{{_COMPATIBILITY}}}AlternateContent", f"{{{_COMPATIBILITY}}}Choice", f"{{{_COMPATIBILITY}}}Fallback",
)  # fmt: skip
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

NOT_TEXT = frozenset(
    [
        *(w("pPr"), R_PR, w("tblPr"), w("tblGrid"), w("tblPrEx"), TR_PR, TC_PR, w("sectPr"), w("sdtPr"), w("sdtEndPr")),
        *(w("smartTagPr"), w("customXmlPr"), w("rubyPr"), w("rt"), DEL, MOVE_FROM, w("delText"), w("delInstrText")),
        *(w("instrText"), w("fldData"), w("ffData"), f"{{{_MATH}}}rPr"),
    ]
)
"""Elements in which nothing is text of the draft: properties, what is deleted, instructions of fields."""


def is_on(value: str | None) -> bool:
    """Whether a switch that is there is on: it need not say so."""
    return value not in ("0", "false", "off")
