"""A document as paragraphs and printed tables, in the order of the draft."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from hegao.convert.tables import printed
from hegao.document.model import Block, BlockKind, Document
from hegao.sources.word_write.paper import PaperTable, Paragraph, Style

_STYLES = {
    BlockKind.TITLE: Style.TITLE,
    BlockKind.HEADING: Style.HEADING,
    BlockKind.NOTE: Style.NOTE,
    BlockKind.ADDRESSEE: Style.FLUSH,
    BlockKind.SIGNATURE: Style.SIGNATURE,
    BlockKind.DATE: Style.DATE,
    BlockKind.HEADER: Style.FLUSH,
}
_DATE = re.compile(r"\d{4}年[_\d\s]*月[_\d\s]*日")
_SUBHEADING_LEVEL = 2
# What stands on a line of its own, is that short and ends no sentence is a heading.
_LONGEST_SUBHEADING = 30
_SENTENCE_ENDS = "。；！？：，、"


def blocks_of(document: Document) -> Iterator[Paragraph | PaperTable]:
    """Everything the draft holds but blank lines."""
    previous: Paragraph | PaperTable | None = None
    for block in _in_order(document):
        if isinstance(block, PaperTable):
            if isinstance(previous, PaperTable):
                # A word processor takes two tables that touch for one.
                yield Paragraph("", Style.FLUSH)
            yield block
        elif block.text:
            signed = isinstance(previous, Paragraph) and previous.style is Style.SIGNATURE
            # Below the signature the date is one although its month and day are still to be written.
            yield block._replace(style=Style.DATE) if signed and _DATE.fullmatch(block.text) else block
        else:
            continue
        previous = block


def _in_order(document: Document) -> Iterator[Paragraph | PaperTable]:
    tables = deque(document.tables)
    for block in document.view.blocks:
        while tables and tables[0].span.start < block.span.start:
            yield printed(document.source, tables.popleft())
        yield _paragraph(document, block)
    yield from (printed(document.source, table) for table in tables)


def _paragraph(document: Document, block: Block) -> Paragraph:
    text = document.view.text_of(block).strip()
    style = _STYLES.get(block.kind, Style.BODY)
    return Paragraph(text, Style.SUBHEADING if style is Style.BODY and _is_subheading(block, text) else style)


def _is_subheading(block: Block, text: str) -> bool:
    mark = block.mark
    return (
        mark is not None
        and mark.level == _SUBHEADING_LEVEL
        and len(text) <= _LONGEST_SUBHEADING
        and not text.endswith(tuple(_SENTENCE_ENDS))
    )
