"""A record of the check as a Word file, to be signed and filed with the draft.

A presenter writes text; here that is the markup of the body. :func:`pack` makes the file of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hegao.report.model import FileReport, Options, Record, Summary
from hegao.report.private import without_private
from hegao.report.record import SIGNED_BY, TITLE, entries, facts, families
from hegao.report.screen import visible
from hegao.sources.word_write.markup import paragraph, run
from hegao.sources.word_write.official import HEADING_FONT, TITLE_FONT, fonts, section, size
from hegao.sources.word_write.paper import PaperCell, PaperTable, Style, paper_of, table_of

_PAGE = section(top=1134, right=1247, bottom=1134, left=1247)
_WIDTH = 11906 - 2 * 1247
_TIGHT = '<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" w:line="240" w:lineRule="auto"/>'
_CENTRED = f'{_TIGHT}<w:jc w:val="center"/>'
_SMALL, _CELLS = size(16), 18
# Shares of the width of the text, in thousandths.
_FACTS, _FINDINGS = (150, 850), (50, 105, 175, 400, 270)
_ACCEPTED = (280, 180, 340, 200)


class DocxPresenter:
    """One file for the run, one record for each draft, each on a page of its own."""

    separator = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """Nothing: :func:`pack` knows what stands around a body."""
        return ""

    def file(self, report: FileReport) -> str:
        """The record of a draft."""
        shown = without_private(report)
        return "".join(
            (
                paragraph(run(TITLE, fonts(TITLE_FONT) + size(36)), Style.FLUSH.value, _CENTRED),
                _rows(_FACTS, (), facts(shown, self._options)),
                _findings(shown),
                _accepted(shown.record) if shown.record else "",
                _rules(shown.record) if shown.record else "",
                paragraph(run("　　　　　　　".join(f"{who}：" for who in SIGNED_BY), size(21)), Style.FLUSH.value),
            )
        )

    def end(self, summary: Summary) -> str:
        """Which suppressions were of no use."""
        return "".join(paragraph(run(visible(sentence)), Style.NOTE.value) for sentence in summary.unused_suppressions)


def pack(body: str) -> bytes:
    """The bytes of a ``.docx`` of what a presenter wrote."""
    return paper_of(body, _PAGE)


def _findings(report: FileReport) -> str:
    rows = [
        (
            str(entry.number),
            entry.label,
            entry.where,
            "\n".join((entry.message, *(f"可改：{text}" for text in entry.corrections))),
            entry.basis,
        )
        for entry in entries(report)
    ]
    return _part("查出的问题", _FINDINGS, ("序号", "级别", "位置", "问题", "依据"), rows)


def _accepted(record: Record) -> str:
    rows = [(f"{one.code} {one.title}", one.text or "（不限）", one.reason, one.origin) for one in record.accepted]
    return _part("按设置不报", _ACCEPTED, ("规则", "文字", "理由", "设置所在"), rows)


def _rules(record: Record) -> str:
    parts = [f"{family.name} {family.rules} 条：{family.codes}" for family in families(record)]
    return _heading("核对所用规则") + paragraph(run("；".join(parts) + "。", _SMALL), Style.FLUSH.value, _TIGHT)


def _heading(text: str) -> str:
    return paragraph(run(text, fonts(HEADING_FONT) + size(24)), Style.FLUSH.value, f"<w:keepNext/>{_TIGHT}")


def _part(heading: str, shares: Sequence[int], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return _heading(heading) + _rows(shares, headings, rows) if rows else ""


def _rows(shares: Sequence[int], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    above = [tuple(PaperCell(text, column) for column, text in enumerate(headings))] if headings else []
    below = [tuple(PaperCell(_shown(text), column, centred=False) for column, text in enumerate(row)) for row in rows]
    widths = tuple(_WIDTH * share // 1000 for share in shares)
    return table_of(PaperTable((*above, *below), widths, len(above), _CELLS))


def _shown(text: str) -> str:
    """The text with its own line breaks, everything else that is not printed spelt out."""
    return "\x0b".join(visible(line) for line in text.split("\n"))
