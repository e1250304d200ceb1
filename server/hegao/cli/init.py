"""``hegao init``: write a settings file that explains itself."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from itertools import islice
from pathlib import Path

from hegao.cli import OK
from hegao.cli.console import UsageError
from hegao.document.model import Agency
from hegao.document.parse import parse_document, peek_year
from hegao.rulepack.load import form_for_year
from hegao.sources.discovery import Found, discover
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft
from hegao.sources.reasons import reason

_NAME = "hegao.toml"
_MOST_FILES = 200
_TEMPLATE = """\
# 核稿（hegao）的设置。本文件管它所在的文件夹及其下各级文件夹里的草稿。
# 以 # 开头的行不起作用；要用哪一项，去掉行首的 #。

# 按草稿的年份选用统一格式；也可写死，如 "zfxxgk-2021"。
pack = "auto"

# 另加的规则文件（格式与自带的规则相同）。
# packs = ["our-county.toml"]

# 查文件夹时不看的文件。
# exclude = ["旧稿", "*-模板.md"]

[agency]
{agency}
# 上级机关和地名：草稿里出现这些名称不算写错地名。
{within}

[rules]
# 可写代码（W101）、名称（wrong-unit-word）、族（W），或 "ALL"。用 hegao rules 看全部规则。
select = ["ALL"]
ignore = []
# 缺省不启用的规则，写明才用。
# extend-select = ["W155"]

# 改规则的级别：error 必错、warning 疑似、info 提示。
# [rules.severity]
# S107 = "info"

# 上年度报告，用来核对结转数等。
# [previous]
# report = "2023/云岭镇.md"

# 已知且保留的问题。每条都要写理由；不再需要的，核对时会提醒。
# [[suppress]]
# file = "2024/云岭镇.md"
# code = "W101"
# text = "我乡"
# reason = "引用原话"
"""


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="写在哪个文件夹，缺省为当前文件夹")


def run(options: Namespace) -> int:
    """Write ``hegao.toml``; returns the exit status.

    Raises:
        UsageError: It is there already, or cannot be written.
    """
    path = Path(options.folder) / _NAME
    if not path.parent.is_dir():
        what = "这是文件，不是文件夹" if path.parent.exists() else "没有这个文件夹"
        raise UsageError(f"{options.folder}：{what}。请写明草稿所在的文件夹；不写则为当前文件夹。")
    draft, agency = _agency(options.folder)
    name = f"# 报告机关的全称，取自 {draft}，请核对。\nname = {_string(agency.name)}" if agency.name else ""
    within = f"within = [{', '.join(map(_string, agency.within))}]" if agency.within else ""
    text = _TEMPLATE.format(
        agency=name or '# 报告机关的全称；不写则从草稿里认。\n# name = "云岭镇人民政府"',
        within=within or '# within = ["青河县", "安平市"]',
    )
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} 已经有了，没有改动它。要重写，请先把它改名或删去。") from error
    except OSError as error:
        raise UsageError(
            f"{path}：写不了（{reason(error, writing=True)}）。请检查文件夹是否存在、是否有权限。"
        ) from error
    print(f"已写好 {path}" + (f"，报告机关“{agency.name}”取自 {draft}，请核对。" if agency.name else "。"))
    return OK


def _agency(folder: str) -> tuple[str, Agency]:
    """The one report of the folder and its agency; none when there is no report, or several."""
    reports: list[tuple[str, Agency]] = []
    for found in islice(discover([folder]), _MOST_FILES):
        if not isinstance(found, Found):
            continue
        try:
            text = read_draft(found.path).text
        except SourceError:
            continue  # Said when it is checked; here it only means one draft less to learn from.
        document = parse_document(text, form_for_year(peek_year(text)))
        if document.is_report:
            reports.append((found.path, document.agency))
    return reports[0] if len(reports) == 1 else ("", Agency())


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
