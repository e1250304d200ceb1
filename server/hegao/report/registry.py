"""Every output format by name. A presenter is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TextIO, cast

from hegao.report.model import Options, Output, Presenter

FORMATS: dict[str, str] = {
    "text": "hegao.report.text:TextPresenter",
    "concise": "hegao.report.concise:ConcisePresenter",
    "json": "hegao.report.json:JsonPresenter",
    "jsonl": "hegao.report.json:JsonLinesPresenter",
    "sarif": "hegao.report.sarif:SarifPresenter",
    "github": "hegao.report.github:GithubPresenter",
    "gitlab": "hegao.report.gitlab:GitlabPresenter",
    "junit": "hegao.report.junit:JunitPresenter",
    "rdjson": "hegao.report.rdjson:RdjsonPresenter",
    "html": "hegao.report.html:HtmlPresenter",
    "docx": "hegao.report.docx:DocxPresenter",
}
"""``module:class`` by the name users write."""

FOR_PEOPLE = frozenset({"text", "concise"})
"""Formats in the encoding of the terminal; all others are UTF-8 whatever the terminal's is."""

RECORDS = frozenset({"html", "docx"})
"""Formats to be filed with the draft: they are given ``FileReport.record``."""


def make_presenter(name: str, options: Options) -> Presenter:
    """The presenter of a format in ``FORMATS``."""
    module, _, kind = FORMATS[name].partition(":")
    return cast(Presenter, getattr(import_module(module), kind)(options))


def open_output(name: str, stream: TextIO, options: Options) -> Output:
    """An output in a format of ``FORMATS``, ready for ``file`` and then ``finish``."""
    return Output(make_presenter(name, options), stream)
