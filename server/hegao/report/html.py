"""A record of the check as one HTML page that needs nothing else: to be read, printed, filed with the draft."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from hegao.report.html_style import STYLE
from hegao.report.model import FileReport, Options, Record, Summary
from hegao.report.private import without_private
from hegao.report.record import SIGNED_BY, TITLE, Entry, entries, facts, families
from hegao.report.screen import visible
from hegao.report.side_by_side import side_by_side

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class HtmlPresenter:
    """One page for the run, one record for each draft, each on a sheet of its own."""

    separator = ""

    def __init__(self, options: Options) -> None:
        self._options = options

    def begin(self) -> str:
        """The head of the page."""
        return (
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{TITLE}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        )

    def file(self, report: FileReport) -> str:
        """The record of a draft, then its text with the findings at its side."""
        shown = without_private(report)
        found = entries(shown)
        parts = [
            f"<h1>{TITLE}</h1>\n",
            _table("facts", (), [(_th(name), _td(value)) for name, value in facts(shown, self._options)]),
            _findings(found),
            _accepted(shown.record) if shown.record else "",
            _rules(shown.record) if shown.record else "",
            f'<p class="signed">{"".join(f"<span>{who}：</span>" for who in SIGNED_BY)}</p>\n',
            f"<section>\n<h2>原文对照</h2>\n{''.join(side_by_side(shown, found))}</section>\n",
        ]
        return f"<article>\n{''.join(parts)}</article>\n"

    def end(self, summary: Summary) -> str:
        """The end of the page, and which suppressions were of no use."""
        unused = "".join(f"<li>{_shown(sentence)}</li>" for sentence in summary.unused_suppressions)
        return f"{f'<ul>{unused}</ul>' if unused else ''}</body>\n</html>\n"


def _findings(found: list[Entry]) -> str:
    if not found:
        return "<p>未发现问题。</p>\n"
    rows = [
        (
            f'<td id="r{entry.number}"><a href="#t{entry.number}">{entry.number}</a></td>',
            f'<td class="{entry.finding.severity.value}">{_shown(entry.label)}</td>',
            _td(entry.where),
            f"<td>{_shown(entry.message)}{_corrections(entry)}</td>",
            _td(entry.basis),
        )
        for entry in found
    ]
    return "<h2>查出的问题</h2>\n" + _table("findings", ("序号", "级别", "位置", "问题", "依据"), rows)


def _accepted(record: Record) -> str:
    if not record.accepted:
        return ""
    rows = [
        (_td(f"{one.code} {one.title}"), _td(one.text or "（不限）"), _td(one.reason), _td(one.origin))
        for one in record.accepted
    ]
    return "<h2>按设置不报</h2>\n" + _table("accepted", ("规则", "文字", "理由", "设置所在"), rows)


def _corrections(entry: Entry) -> str:
    items = "".join(f"<li>可改：{_shown(text)}</li>" for text in entry.corrections)
    return f"<ul>{items}</ul>" if items else ""


def _rules(record: Record) -> str:
    parts = [f"<b>{family.name}</b> {family.rules} 条：{_shown(family.codes)}" for family in families(record)]
    return f'<h2>核对所用规则</h2>\n<p class="rules">{"；".join(parts)}。</p>\n' if parts else ""


def _table(kind: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    body = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    above = f"<thead><tr>{head}</tr></thead>\n" if head else ""
    return f'<table class="{kind}">\n{above}<tbody>\n{body}</tbody>\n</table>\n'


def _th(text: str) -> str:
    return f"<th>{_shown(text)}</th>"


def _td(text: str) -> str:
    return f"<td>{_shown(text)}</td>"


def _shown(text: str) -> str:
    return escape(visible(text))
