"""Signature and date at the end of a draft, addressee at its beginning."""

from __future__ import annotations

from hegao.document.agency import is_agency_name
from hegao.document.blocks import BlockBuilder, Piece
from hegao.document.clean import clean
from hegao.document.model import Block, BlockKind
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
_LONGEST_ENDING = 80
_LONGEST_SIGNATURE = 60


def mark_ending(builder: BlockBuilder) -> None:
    """Mark the signature and the date among the last blocks; a line that holds both is split."""
    kinds = builder.kinds
    seen = 0
    for index in range(len(kinds) - 1, -1, -1):
        if kinds[index] is BlockKind.HEADING or kinds[index] is BlockKind.TITLE or seen >= _LOOK_BACK:
            return
        seen += 1
        if kinds[index] is not BlockKind.PARAGRAPH:
            continue
        pieces = builder.pieces(index)
        if len(pieces) > 2 or (len(pieces) == 2 and not _split_pieces(builder, index, *pieces)):
            continue
        piece = pieces[0]
        if len(piece.text) > _LONGEST_ENDING:
            continue
        if DATE.fullmatch(piece.text):
            builder.replace(index, [(BlockKind.DATE, piece)])
        elif is_agency_name(clean(piece.text)):
            builder.replace(index, [(BlockKind.SIGNATURE, piece)])
        else:
            _split_line(builder, index, piece)


def _split_pieces(builder: BlockBuilder, index: int, first: Piece, second: Piece) -> bool:
    """Undo a joint between a signature and a date."""
    if not (DATE.fullmatch(second.text) and is_agency_name(clean(first.text))):
        return False
    builder.replace(index, [(BlockKind.SIGNATURE, first), (BlockKind.DATE, second)])
    return True


def _split_line(builder: BlockBuilder, index: int, piece: Piece) -> None:
    if len(piece.text) > _LONGEST_SIGNATURE or piece.text[-1] not in "日号月）)〕]。0123456789xX×*":
        return
    match = _NAME_AND_DATE.fullmatch(piece.text)
    if match is None or not is_agency_name(clean(match["name"])):
        return
    name = Piece(piece.start, match["name"])
    date = Piece(piece.start + match.start("date"), match["date"])
    builder.replace(index, [(BlockKind.SIGNATURE, name), (BlockKind.DATE, date)])


def ending_of(blocks: tuple[Block, ...]) -> tuple[Block | None, Block | None]:
    """The signature and the date of a draft; the last date when there are several."""
    # Only the last blocks are looked at, each of which may have become two.
    last = blocks[-2 * _LOOK_BACK :]
    signature = next((block for block in last if block.kind is BlockKind.SIGNATURE), None)
    date = next((block for block in reversed(last) if block.kind is BlockKind.DATE), None)
    return signature, date


def is_addressee(text: str) -> bool:
    """Whether a line between title and first section addresses a letter to somebody."""
    return (
        text[-1] in ":："
        and _ADDRESSEE.fullmatch(text) is not None
        and _LED_IN.search(text) is None
        and _ADDRESSED.search(text) is not None
    )
