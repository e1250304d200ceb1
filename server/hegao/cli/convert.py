"""``hegao convert``: a draft in another form: Word, Markdown, text with tabs."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from hegao.cli import OK
from hegao.cli.console import UsageError, warn
from hegao.cli.new_file import write_new
from hegao.convert.blocks import blocks_of
from hegao.convert.compare import changed_tables
from hegao.convert.plain import plain_text
from hegao.document.model import Document
from hegao.document.parse import parse_document, peek_year
from hegao.rulepack.load import form_for_year
from hegao.sources.encodings import Encoding, encode
from hegao.sources.files import read_draft
from hegao.sources.word_write.paper import write_paper

_MARKDOWN = (".md", ".markdown")
_WORD = ".docx"
_TARGETS = (*_MARKDOWN, ".txt", _WORD)


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("source", metavar="SOURCE", help="草稿：.docx .md .txt 等 hegao check 能读的文件")
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="要写的文件，扩展名定格式：.docx 为 Word，.md 为 Markdown，.txt 为用 Tab 分格的文本；已有的文件不覆盖",
    )


def run(options: Namespace) -> int:
    """Convert; returns the exit status.

    Raises:
        UsageError: The target is of no known form, is there already or cannot be written.
        hegao.sources.encodings.SourceError: The draft cannot be read.
    """
    ending = os.path.splitext(options.target)[1].lower()  # noqa: PTH122
    if ending not in _TARGETS:
        raise UsageError(f"{options.target}：不知道要转成什么格式。目标文件的扩展名应为 {' '.join(_TARGETS)} 之一。")
    document = _parsed(read_draft(options.source).text)
    blocks = tuple(blocks_of(document))
    markdown = ending in _MARKDOWN
    text = plain_text(blocks, markdown)
    write_new(Path(options.target), write_paper(blocks) if ending == _WORD else encode(text, Encoding("utf-8")))
    print(f"已写好 {options.target}。")
    for name in changed_tables(document, _parsed(text)):
        warn(f"{options.source}：{name}没能照原样转换，请对照原稿核对。")
    return OK


def _parsed(text: str) -> Document:
    return parse_document(text, form_for_year(peek_year(text)))
