"""The frame of a new report for an empty draft: agency and year from the settings, else from the file's name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from hegao.config.model import Settings
from hegao.document.agency import parse_agency
from hegao.document.form import Form
from hegao.document.model import Agency, BlockKind, Document
from hegao.document.parse import parse_document, peek_year
from hegao.rulepack.load import form_for_year
from hegao.skeleton import carried_over, full_name, title_of, write_skeleton
from hegao.sources.encodings import SourceError
from hegao.sources.files import read_draft

FIRST_YEAR, LAST_YEAR = 2008, 2099
"""《政府信息公开条例》 came into force in 2008."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_YEAR_WORD = re.compile(_YEAR.pattern + "(?:年度|年)?")
_AROUND_NAMES = " _-—.()（）0123456789、"
_BLANK = "____"
# From this month on it is the running year that is being reported on.
_MONTH_OF_DRAFTING = 11


class NewReport(NamedTuple):
    """What a new report is made of. ``layout`` is one of ``skeleton.LAYOUTS``."""

    agency: Agency
    year: int
    layout: str

    @property
    def form(self) -> Form:
        """The form in force for its year."""
        return form_for_year(self.year)

    @property
    def title(self) -> str:
        """Its title."""
        return title_of(self.form, self.agency, self.year)

    def text(self, settings: Settings) -> str:
        """The report; what last year's carries over is filled in when that is the report of the year before."""
        return write_skeleton(self.form, self.agency, self.year, self.layout, _carried(self, settings))


def is_blank(document: Document) -> bool:
    """Whether a draft holds nothing, or nothing but its title."""
    if document.sections or document.tables:
        return False
    return all(block.kind is BlockKind.TITLE for block in document.view.blocks)


def guessed(path: str, language: str, settings: Settings, today: date, document: Document | None = None) -> NewReport:
    """What the title, the settings and the name of the file tell; blanks where they tell nothing.

    Args:
        path: Of the draft; "" when it has none.
        document: The draft, for what its title says.
    """
    file = PurePath(path)
    names = [file.stem, *(folder.name for folder in file.parents)]
    titled = document is not None and document.title is not None
    years = [document.year] if document is not None and titled and document.year is not None else []
    years += [int(year) for name in names for year in _YEAR.findall(name)]
    year = next((year for year in years if FIRST_YEAR <= year <= LAST_YEAR), _year_reported(today))
    name = (document.agency.name if document is not None and titled else "") or settings.agency
    name = name or next(filter(None, map(_agency_in, names)), "")
    markdown = language == "markdown" or file.suffix.lower() in (".md", ".markdown")
    return NewReport(full_name(name) if name else Agency(_BLANK), year, "md" if markdown else "tab")


def _year_reported(today: date) -> int:
    return today.year if today.month >= _MONTH_OF_DRAFTING else today.year - 1


def _agency_in(name: str) -> str:
    """The agency in a file's name, before its year or behind: 2024年云岭镇年报 gives 云岭镇."""
    for part in _YEAR_WORD.split(name):
        words = part.strip(_AROUND_NAMES)
        found = next((words[:end] for end in range(len(words), 1, -1) if parse_agency(words[:end]).level), "")
        if found:
            return found
    return ""


def _carried(report: NewReport, settings: Settings) -> dict[str, str]:
    if not settings.previous:
        return {}
    try:
        text = read_draft(settings.previous).text
    except SourceError:
        return {}  # Said where the settings are checked; here it means cells left for the author.
    previous = parse_document(text, form_for_year(peek_year(text)))
    places = {previous.agency.place, report.agency.place} - {""}
    fits = previous.is_report and previous.year == report.year - 1 and len(places) < 2
    return carried_over(previous) if fits else {}
