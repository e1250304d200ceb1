"""The reporting agency: its name taken apart to place, level and superiors."""

from __future__ import annotations

from hegao.document.model import Agency
from hegao.lazy import lazy
from hegao.text import Span

_UNIT = r"(?:自治州|自治县|自治区|自治旗|民族乡|林区|矿区|特区|地区|街道|苏木|省|市|县|区|旗|镇|乡|盟)"
_CHAIN = lazy(rf".{{1,9}}?{_UNIT}(?!{_UNIT})")
_GOVERNMENT = lazy(r"(?:人民政府|政府|街道办事处|办事处|党工委|党委)")
_OFFICE = lazy(r"(?:党政|综合|政务|公开|服务|行政|[和及、])*(?:办公室|办)?")
_BODY = lazy(r"(?:局|委员会|委|厅|司|署|中心|院|队|处|站|所|会|馆|校|公司|银行|办公室|办|社|集团|部)$")
_NOT_NAME = lazy(r"[，。；：、！？,;:“”《》0-9]|^[（(]")
_SIGNED = lazy(r"(?:政府|办事处|党工委|党委)(?:.{0,10}(?:办公室|办))?$")
_NAMED_BODY = lazy(rf"{_UNIT}|局|委员会|办公室|中心")
_LEVELS = {
    "镇": "镇", "乡": "乡", "民族乡": "乡", "苏木": "乡", "街道": "街道", "县": "县", "自治县": "县", "旗": "县",
    "自治旗": "县", "林区": "区", "矿区": "区", "特区": "区", "区": "区", "市": "市", "自治州": "市", "地区": "市",
    "盟": "市", "省": "省", "自治区": "省",
}  # fmt: skip
_TAIL = lazy(rf"{_UNIT}$")


def parse_agency(name: str, span: Span | None = None, within: tuple[str, ...] = ()) -> Agency:
    """Take an agency's name apart.

    ``乌苏市皇宫镇人民政府`` gives place 皇宫镇, level 镇, within 乌苏市; ``安平县教育局`` gives place
    安平县, level 部门. A name that says nothing gives an agency without place and level.
    """
    chain: list[str] = []
    at = 0
    while match := _CHAIN.match(name, at):
        chain.append(match[0])
        at = match.end()
    rest = name[at:]
    if not chain:
        level = "部门" if _BODY.search(name) else ""
        return Agency(name=name, level=level, within=within, span=span)
    government = _GOVERNMENT.match(rest)
    office = rest[government.end() :] if government else rest
    if office and not _OFFICE.fullmatch(office):
        if not government and not _BODY.search(office):
            return Agency(name=name, within=within, span=span)
        level = "部门"
    else:
        unit = _TAIL.search(chain[-1])
        level = _LEVELS.get(unit[0], "") if unit else ""
        if level == "乡" and chain[-1].endswith("镇"):
            level = "镇"
    superiors = tuple(dict.fromkeys((*within, *(chain if level == "部门" else chain[:-1]))))
    return Agency(name=name, place=chain[-1], level=level, within=superiors, span=span)


def is_agency_name(text: str) -> bool:
    """Whether a text without white space reads like the name of an agency, as in a signature."""
    if not 3 <= len(text) <= 40 or _NOT_NAME.search(text):
        return False
    if _SIGNED.search(text):
        return True
    return _BODY.search(text) is not None and _NAMED_BODY.search(text) is not None
