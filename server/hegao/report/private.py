"""A report as it may be shown: private values are masked wherever they could come to light.

The rule that found a private value shows it masked in its own message; but the same characters stand
in the source line of every other finding nearby, in the text of a finding that covers them, and
perhaps in what an edit would write. All presenters therefore present the result of
:func:`without_private`.
"""

from __future__ import annotations

import re

from hegao.finding import Finding, mask
from hegao.fix import Edit, Fix
from hegao.report.model import FileReport
from hegao.text import SourceText, Span

# Full-width forms of ASCII stand this far behind it.
_FULL_WIDTH = 0xFEE0
_NUMBER = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ](?:[\s\-]*[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]){4,}")
# Digits of one number may be set apart by up to so many blanks or marks.
_BETWEEN = r"[^0-9A-Za-z０-９Ａ-Ｚａ-ｚ\u4e00-\u9fff]{0,3}"


def without_private(report: FileReport) -> FileReport:
    """The report with every private value masked, at unchanged offsets.

    Fixes that would write a private value are left out.
    """
    secret = _secret(report)
    if secret is None:
        return report
    hidden, pattern = secret
    findings = tuple(_shown(finding, report.source, hidden, pattern) for finding in report.findings)
    return report._replace(source=hidden, findings=findings)


def edits_without_private(report: FileReport, edits: tuple[Edit, ...]) -> tuple[SourceText, tuple[Edit, ...]]:
    """The source and edits of it with every private value masked, at unchanged offsets.

    Line ends stay where they are, in the source and in what the edits write.
    """
    secret = _secret(report)
    if secret is None:
        return report.source, edits
    hidden, pattern = secret
    return hidden, tuple(edit._replace(replacement=pattern.sub(_masked_lines, edit.replacement)) for edit in edits)


def _secret(report: FileReport) -> tuple[SourceText, re.Pattern[str]] | None:
    """The source with private values masked and the pattern of the values; None when it has none."""
    spans = [finding.span for finding in report.findings if finding.masked and not finding.span.empty]
    spans += report.private
    if not spans:
        return None
    text = report.source.text
    pattern = _pattern({text[span.start : span.end] for span in spans})
    spans += [Span(*match.span()) for match in pattern.finditer(text)]
    return SourceText(_hide(text, spans)), pattern


def _pattern(values: set[str]) -> re.Pattern[str]:
    """Matches the values, numbers in them also in other widths and groupings."""
    keys: set[str] = set()
    for value in values:
        numbers = _NUMBER.findall(value)
        keys.update(_key(number) for number in numbers) if numbers else keys.add(re.escape(value))
    return re.compile("|".join(sorted(keys, key=len, reverse=True)))


def _key(number: str) -> str:
    """A pattern for one number, however its characters are spaced and however wide they are."""
    narrow = (chr(ord(character) - _FULL_WIDTH) if ord(character) > _FULL_WIDTH else character for character in number)
    forms = (
        f"[{character.upper()}{character.lower()}{chr(ord(character) + _FULL_WIDTH)}]"
        for character in narrow
        if character.isalnum()
    )
    return _BETWEEN.join(forms)


def _hide(text: str, spans: list[Span]) -> str:
    """The text with the spans masked, every line end where it was."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = _mask_lines(text[start:end])
    return "".join(characters)


def _mask_lines(text: str) -> str:
    """Masked text with its line ends."""
    return "".join([old if old in "\r\n" else new for old, new in zip(text, mask(text), strict=True)])


def _shown(finding: Finding, source: SourceText, hidden: SourceText, pattern: re.Pattern[str]) -> Finding:
    """The finding with nothing private in any of its strings."""
    found, shown = source[finding.span], hidden[finding.span]
    text = shown if finding.text == found else pattern.sub(_masked, finding.text)
    # What corrects a part of a private value would show that part.
    fixes = () if found != shown and not finding.masked and not pattern.search(found) else finding.fixes

    def hide(told: str) -> str:
        told = pattern.sub(_masked, told)
        # A finding on a part of a number may quote the part, which the pattern does not match.
        return told.replace(found.strip(), shown.strip()) if found != shown else told

    return finding._replace(
        message=hide(finding.message),
        text=text,
        fixes=tuple(fix._replace(title=hide(fix.title)) for fix in fixes if not _writes(fix, pattern)),
        related=tuple(other._replace(message=hide(other.message)) for other in finding.related),
    )


def _masked(match: re.Match[str]) -> str:
    return mask(match.group())


def _masked_lines(match: re.Match[str]) -> str:
    return _mask_lines(match.group())


def _writes(fix: Fix, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(edit.replacement) for edit in fix.edits)
