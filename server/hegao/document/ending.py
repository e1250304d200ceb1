"""Signature and date at the end of a draft, addressee at its beginning."""

from __future__ import annotations

from hegao.document.agency import is_agency_name
from hegao.document.blocks import Draft, Piece
from hegao.document.clean import clean
from hegao.document.model import BlockKind
from hegao.lazy import lazy

_DATE = (
    r"(?:[〔\[（(]?)(?:(?:\d{2,4}|[二一〇○零Oo0三四五六七八九]{4})\s*[年./／\-—–]\s*"
    r"(?:\d{1,2}|[一二三四五六七八九十元]{1,3}|[xX×ＸX*]{1,2})\s*[月./／\-—–]\s*"
    r"(?:(?:\d{1,2}|[一二三四五六七八九十廿]{1,3}|[xX×ＸX*]{1,2})\s*[日号]?)?"
    r"|(?:\d{4}|[二一〇○零三四五六七八九]{4})\s*年\s*\d{1,2}\s*月)(?:[〕\]）)]?)。?"
)
DATE = lazy(_DATE)
_NAME_AND_DATE = lazy(r"(?P<name>\D*?\S)\s+(?P<date>" + _DATE + r")$")
_ADDRESSEE = lazy(r"[^，。；！？0-9]{2,30}[:：]$")
_LED_IN = lazy(r"(?:如下|以下|包括|分别|方面|注)[:：]$")
_ADDRESSED = lazy(r"政府|办|局|委|公司|部门|单位|厅|院|中心|领导|各")
_LOOK_BACK = 8
_LONGEST_SIGNATURE = 60


def mark_ending(drafts: list[Draft]) -> None:
    """Mark the signature and the date among the last blocks; a line that holds both is split."""
    seen = 0
    for index in range(len(drafts) - 1, -1, -1):
        draft = drafts[index]
        if draft.kind is BlockKind.HEADING or draft.kind is BlockKind.TITLE or seen >= _LOOK_BACK:
            return
        seen += 1
        if draft.kind is not BlockKind.PARAGRAPH or len(draft.pieces) > 2:
            continue
        if len(draft.pieces) == 2 and not _split_pieces(drafts, index):
            continue
        draft = drafts[index]
        text = draft.pieces[0].text
        if len(text) > 80:
            continue
        if DATE.fullmatch(text):
            draft.kind = BlockKind.DATE
        elif is_agency_name(clean(text)):
            draft.kind = BlockKind.SIGNATURE
        else:
            _split_line(drafts, index)


def _split_pieces(drafts: list[Draft], index: int) -> bool:
    """Undo a joint between a signature and a date."""
    first, second = drafts[index].pieces
    if not (DATE.fullmatch(second.text) and is_agency_name(clean(first.text))):
        return False
    section = drafts[index].section
    drafts[index : index + 1] = [
        Draft(BlockKind.SIGNATURE, [first], section, closed=True),
        Draft(BlockKind.DATE, [second], section, closed=True),
    ]
    return True


def _split_line(drafts: list[Draft], index: int) -> None:
    piece = drafts[index].pieces[0]
    if len(piece.text) > _LONGEST_SIGNATURE or piece.text[-1] not in "日号月）)〕]。0123456789xX×*":
        return
    match = _NAME_AND_DATE.fullmatch(piece.text)
    if match is None or not is_agency_name(clean(match["name"])):
        return
    section = drafts[index].section
    drafts[index : index + 1] = [
        Draft(BlockKind.SIGNATURE, [Piece(piece.start, match["name"])], section, closed=True),
        Draft(BlockKind.DATE, [Piece(piece.start + match.start("date"), match["date"])], section, closed=True),
    ]


def is_addressee(text: str) -> bool:
    """Whether a line between title and first section addresses a letter to somebody."""
    return (
        text[-1] in ":："
        and _ADDRESSEE.fullmatch(text) is not None
        and _LED_IN.search(text) is None
        and _ADDRESSED.search(text) is not None
    )
