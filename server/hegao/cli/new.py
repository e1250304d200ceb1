"""``hegao new``: write a report that has everything but what its author is to write."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from hegao.cli import OK
from hegao.cli.console import UsageError, typed, warn
from hegao.cli.new_file import write_new
from hegao.convert.blocks import blocks_of
from hegao.document.form import Form
from hegao.document.model import Agency, Document
from hegao.document.parse import parse_document, peek_year
from hegao.rulepack.load import form_for_year
from hegao.skeleton import LAYOUTS, carried_over, full_name, title_of, write_skeleton
from hegao.sources.encodings import Encoding, encode
from hegao.sources.files import read_draft
from hegao.sources.word_write.paper import write_paper

_STDOUT = "-"
_WORD = "docx"
_ENDINGS = {"md": ".md", _WORD: ".docx"}
# 《政府信息公开条例》 came into force in 2008.
_FIRST_YEAR, _LAST_YEAR = 2008, 2099
_COLUMNS = 7


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--agency", required=True, metavar="NAME", help="报告机关的全称，如 云岭镇人民政府")
    parser.add_argument("--year", required=True, type=_year, metavar="YEAR", help="报告的年度，如 2024")
    parser.add_argument(
        "--layout",
        choices=(*LAYOUTS, _WORD),
        default="md",
        help="md 为 Markdown；tab 每行一排，cell 每行一格；docx 为 Word 文件，版式同公文；缺省 md",
    )
    parser.add_argument("--previous", metavar="FILE", help="上年度报告，用其中的结转下年度数填上年结转")
    parser.add_argument("-o", "--output", metavar="FILE", help="写入这个文件，缺省以标题为文件名；- 为标准输出")
    parser.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8", help="编码，缺省 utf-8")
    parser.add_argument("--crlf", action="store_true", help="用 Windows 的换行")


def run(options: Namespace) -> int:
    """Write the report; returns the exit status.

    Raises:
        UsageError: The file is there already or cannot be written, the agency has no name, or the
            report given as last year's is not.
        hegao.sources.encodings.SourceError: Last year's report cannot be read.
    """
    agency = _agency(options.agency)
    form = form_for_year(options.year)
    carried = _carried(options.previous, agency, options.year) if options.previous else {}
    data = _word(form, agency, options, carried) if options.layout == _WORD else _text(form, agency, options, carried)
    if options.output == _STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        path = Path(options.output or _file_name(form, agency, options))
        write_new(path, data, "请用 -o 另取文件名，或先把它改名。")
        print(f"已写好 {path}。填完后用 hegao check {typed(str(path))} 核对。")
    return OK


def _text(form: Form, agency: Agency, options: Namespace, carried: dict[str, str]) -> bytes:
    text = write_skeleton(form, agency, options.year, options.layout, carried)
    return encode(text.replace("\n", "\r\n") if options.crlf else text, Encoding(options.encoding))


def _word(form: Form, agency: Agency, options: Namespace, carried: dict[str, str]) -> bytes:
    if options.crlf or options.encoding != "utf-8":
        raise UsageError("Word 文件没有换行和编码之分，--layout docx 不能与 --crlf、--encoding 同用。")
    text = write_skeleton(form, agency, options.year, "tab", carried)
    return write_paper(blocks_of(parse_document(text, form)))


def _year(text: str) -> int:
    if not text.isdecimal() or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        raise ArgumentTypeError(f"年度应为 {_FIRST_YEAR} 至 {_LAST_YEAR} 的四位数字，现为“{text}”。")
    return int(text)


def _agency(name: str) -> Agency:
    name = "".join(name.split())
    if len(name) < 2:
        raise UsageError("--agency 应写报告机关的全称，如 云岭镇人民政府。")
    return full_name(name)


def _file_name(form: Form, agency: Agency, options: Namespace) -> str:
    return title_of(form, agency, options.year) + _ENDINGS.get(options.layout, ".txt")


def _carried(path: str, agency: Agency, year: int) -> dict[str, str]:
    """The counts of last year's report, once it is sure to be that."""
    text = read_draft(path).text
    previous = parse_document(text, form_for_year(peek_year(text)))
    if not previous.is_report:
        raise UsageError(f"{path}：不像政府信息公开工作年度报告，取不到结转数。请检查 --previous。")
    if previous.year != year - 1:
        told = f"是 {previous.year} 年的报告" if previous.year else "看不出是哪一年的报告"
        raise UsageError(f"{path}：{told}，不是 {year - 1} 年的，结转数对不上。请检查 --previous 和 --year。")
    _warn_of_other_place(path, previous, agency)
    carried = carried_over(previous)
    if len(carried) < _COLUMNS:
        warn(f"{path}：“结转下年度继续办理”一行有 {_COLUMNS - len(carried)} 格不是数字，新报告里相应的格空着，请核对。")
    return carried


def _warn_of_other_place(path: str, previous: Document, agency: Agency) -> None:
    places = {previous.agency.place, agency.place} - {""}
    if len(places) > 1:
        warn(f"{path}：这是“{previous.agency.name}”的报告，与“{agency.name}”不是同一个地方，请核对上年结转数。")
