"""``hegao annotate``: a copy of a Word file with what was found as comments on the words it is about."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from hegao import __version__
from hegao.cli import OK
from hegao.cli.choosing import Chooser, add_rule_options, add_settings_options
from hegao.cli.console import UsageError, typed, warn
from hegao.cli.examine import report_of
from hegao.cli.new_file import write_new
from hegao.config.model import Settings
from hegao.engine import check
from hegao.finding import Finding
from hegao.report.model import FileReport
from hegao.report.places import where
from hegao.report.private import without_private
from hegao.report.record import conclusion, relations
from hegao.report.screen import visible
from hegao.report.words import SEVERITIES, corrections
from hegao.sources.encodings import SourceError
from hegao.sources.files import Draft, read_draft
from hegao.sources.write import replace_file
from hegao.text import Span

if TYPE_CHECKING:
    from hegao.sources.word_write.comments import Remark

_MOST_RELATED = 6


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("draft", metavar="DRAFT", help="Word 文件（.docx）")
    parser.add_argument("-o", "--output", metavar="FILE", help="写入这个文件，缺省为“原名-校核.docx”；可以就是原文件")
    parser.add_argument("--force", action="store_true", help="这个文件已经有了也重写")
    add_rule_options(parser)
    add_settings_options(parser)


def run(options: Namespace) -> int:
    """Annotate; returns the exit status.

    Raises:
        UsageError: The draft is no Word file, or the copy cannot be written.
        hegao.sources.encodings.SourceError: The draft cannot be read or written back.
    """
    settings = Chooser.of(options).settings(options.draft)
    draft = read_draft(options.draft)
    if draft.word is None:
        raise UsageError(f"{options.draft}：批注只能写进 Word 文件。纯文本请用 hegao check {typed(options.draft)}。")
    from hegao.cli.word_fixing import now, refuse_foreign
    from hegao.sources.word_write.comments import annotated

    refuse_foreign(draft)
    target = _target(options)
    report, remarks = _checked(draft, settings)
    _write(draft, target, annotated(draft.word, remarks, now()), options.force)
    if any(part.startswith("_xmlsignatures/") for part in draft.word.package.parts):
        warn(f"{draft.name}：原文件有数字签名，加了批注的文件里签名已失效。")
    print(f"已写好 {target}：{conclusion(report)}；勾稽关系{relations(report)}。")
    return OK


def _target(options: Namespace) -> Path:
    source = Path(options.draft)
    target = Path(options.output) if options.output else source.with_name(f"{source.stem}-校核{source.suffix}")
    if target.suffix.lower() != source.suffix.lower():
        raise UsageError(f"{target}：扩展名应与原文件一样，为 {source.suffix}。")
    return target


def _write(draft: Draft, target: Path, data: bytes, force: bool) -> None:
    same = target.exists() and os.path.samefile(target, draft.name)  # noqa: PTH121
    if same:
        replace_file(str(target), draft.data, data)
    elif force and target.exists():
        replace_file(str(target), target.read_bytes(), data)
    else:
        write_new(target, data, remedy="请用 -o 另取文件名；要重写它，请加 --force。")


def _checked(draft: Draft, settings: Settings) -> tuple[FileReport, list[Remark]]:
    """The report and the comments to make of it, the summary first.

    Raises:
        SourceError: There is nothing to check in the file.
    """
    from hegao.sources.word_write.comments import Remark

    if not draft.text.strip():
        raise SourceError(f"{draft.name}：文件是空的，没有可核对的内容。请确认是否选错或没有保存。")
    result = check(draft.text, settings, draft.name)
    report = without_private(report_of(draft, result))
    title = result.document.title
    first = title.span if title else _first_line(draft.text)
    remarks = [Remark(first, _summary(report))]
    remarks += [Remark(finding.span, _lines(report, finding)) for finding in report.findings]
    return report, remarks


def _first_line(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, len(text[start:].split("\n", 1)[0].rstrip()) + start)


def _summary(report: FileReport) -> tuple[str, ...]:
    return (
        f"核稿小结：{conclusion(report)}。",
        f"勾稽关系：{relations(report)}。",
        f"核稿 hegao {__version__}，{time.strftime('%Y年%m月%d日 %H:%M')}。",
    )


def _lines(report: FileReport, finding: Finding) -> tuple[str, ...]:
    related = (f"另见：{where(report, one.span.start)}　{one.message}" for one in finding.related[:_MOST_RELATED])
    more = len(finding.related) - _MOST_RELATED
    return tuple(
        visible(line)
        for line in (
            f"{SEVERITIES[finding.severity]} {finding.code}　{finding.message}",
            *(f"可改：{title}" for title in corrections(finding)),
            f"依据：{finding.basis}",
            *related,
            *([f"还有 {more} 处"] if more > 0 else []),
        )
    )
