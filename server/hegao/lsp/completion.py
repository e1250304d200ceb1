"""What the author may write next: section headings, rows of tables, standard phrases, names and years.

Everything offered goes with what is typed already, so that nothing pops up in the middle of ordinary writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types

from hegao.document.form import SectionForm
from hegao.document.model import Document, Section
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.standard_phrases import BLANK, STOP, as_snippet, phrases_in
from hegao.lsp.table_rows import Offer, row_offers
from hegao.skeleton import full_name
from hegao.text import Span

_HEADING = re.compile(r"(?P<indent>[ \t\u3000]*)(?P<hashes>#{0,6})[ \t\u3000]*(?P<typed>[^#]*)")
_HASHES = re.compile(r"#{1,6}")
_NUMBERED = re.compile(r"(?P<number>[一二三四五六七八九十]+|\d{1,2})?[ \t\u3000]*[、.．,，]?[ \t\u3000]*(?P<title>.*)")
_SENTENCE = re.compile(r"[。；！？：:;]")
_FULL_WIDTH = str.maketrans("(),:;", "（），：；")
_LEAST = 2
"""So many characters of a phrase must be typed before it is offered in the middle of a sentence."""
_LONGEST_LABEL = 60


class _Item(NamedTuple):
    """Something to be written.

    Attributes:
        span: What it replaces, on one line.
        typed: What of ``span`` stands before the caret.
        text: With :data:`BLANK` or ``\\x00`` where the author goes on.
    """

    label: str
    detail: str
    span: Span
    typed: str
    text: str
    kind: types.CompletionItemKind = types.CompletionItemKind.Text


class _Caret(NamedTuple):
    """Where the author writes: the text of the line before and after the caret."""

    document: Document
    offset: int
    head: str
    tail: str

    @property
    def start(self) -> int:
        """Where the line begins."""
        return self.offset - len(self.head)

    def goes_on(self, with_: str) -> bool:
        """Whether what would be written next stands there already."""
        return self.tail.startswith(with_)

    def before(self, count: int) -> Span:
        """The last ``count`` characters before the caret."""
        return Span(self.offset - count, self.offset)


def complete(snapshot: Snapshot, params: types.CompletionParams) -> types.CompletionList | None:
    """What may be written at a position, the likeliest first."""
    document = snapshot.document
    offset = snapshot.positions.offset(params.position)
    line = document.source.line_span(document.source.position(offset).line)
    source = document.source
    caret = _Caret(document, offset, source[Span(line.start, offset)], source[Span(offset, line.end)])
    rows = row_offers(document, offset, snapshot.language == "markdown")
    items = [_row_item(offer) for offer in rows]
    if not _is_row(caret):
        items += _title(caret)
        items += _headings(caret)
    if not _in_table(caret):
        ending = list(_ending(caret))
        phrases = list(_phrases(snapshot, caret))
        items += [*ending, *phrases] if _is_written(caret) else [*phrases, *ending]
        items += _names(caret)
    if not items:
        return None
    shown = [_shown(snapshot, item, index) for index, item in enumerate(items)]
    return types.CompletionList(is_incomplete=True, items=shown)


def _shown(snapshot: Snapshot, item: _Item, index: int) -> types.CompletionItem:
    snippet = snapshot.client.snippets and (BLANK in item.text or STOP in item.text)
    line_end = "\r\n" if "\r\n" in snapshot.text else "\n"
    text = as_snippet(item.text) if snippet else item.text.replace(STOP, "")
    label = item.label if len(item.label) <= _LONGEST_LABEL else item.label[: _LONGEST_LABEL - 1] + "…"
    return types.CompletionItem(
        label=label,
        kind=item.kind,
        detail=item.detail or None,
        sort_text=f"{index:04}",
        filter_text=item.typed + item.label,
        insert_text_format=types.InsertTextFormat.Snippet if snippet else types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AsIs,
        text_edit=types.TextEdit(snapshot.positions.range(item.span), text.replace("\n", line_end)),
    )


def _row_item(offer: Offer) -> _Item:
    label, detail, span, typed, text = offer
    return _Item(label, detail, span, typed, text, types.CompletionItemKind.Struct)


def _is_row(caret: _Caret) -> bool:
    """Whether the line is a row or a cell of its own, by its marks alone."""
    return caret.head.lstrip(" ").startswith(("|", "\t")) or "\t" in caret.head + caret.tail


def _in_table(caret: _Caret) -> bool:
    if _is_row(caret):
        return True
    end = caret.offset + len(caret.tail)
    written = (caret.head + caret.tail).strip()
    tables = caret.document.tables
    return bool(written) and any(one.span.start < end and caret.start < one.span.end for one in tables)


def _title(caret: _Caret) -> Iterator[_Item]:
    document = caret.document
    first = document.sections[0].span.start if document.sections else len(document.source)
    found = _HEADING.fullmatch(caret.head)
    if document.title is not None or caret.offset > first or found is None or caret.tail.strip():
        return
    year = document.year or BLANK
    name = document.agency.name or BLANK
    text = f"{name}{year}年{document.form.title}"
    if text.startswith(found["typed"].strip()):
        span = Span(caret.start + found.start("typed"), caret.offset)
        yield _Item(text, "标题", span, found["typed"], text, types.CompletionItemKind.Module)


def _headings(caret: _Caret) -> Iterator[_Item]:
    """Prescribed headings the draft does not have, the one due here first."""
    found = _HEADING.fullmatch(caret.head)
    if found is None or caret.tail.strip():
        return
    typed = _NUMBERED.fullmatch(found["typed"].rstrip())
    if typed is None:
        return
    document = caret.document
    end = caret.offset + len(caret.tail)
    others = [one for one in document.sections if not (caret.start <= one.heading.start <= end)]
    present = {one.form.number for one in others if one.form}
    before = max((one.form.number for one in others if one.form and one.heading.start < caret.start), default=0)
    missing = [form for form in document.form.sections if form.number not in present]
    missing.sort(key=lambda form: (form.number < before, form.number))
    hashes = found["hashes"] or _hashes(others, document)
    span = Span(caret.start, caret.offset)
    for form in missing:
        if _goes_with(form, typed):
            label = f"{form.numeral}、{form.title}"
            text = f"{hashes} {label}" if hashes else label
            yield _Item(label, f"第{form.numeral}部分", span, caret.head, text, types.CompletionItemKind.Module)


def _goes_with(form: SectionForm, typed: re.Match[str]) -> bool:
    number, title = typed["number"], typed["title"]
    if number and number not in (form.numeral, str(form.number)):
        return False
    return form.title.startswith(title)


def _hashes(sections: list[Section], document: Document) -> str:
    """The Markdown marks the other headings have; one more than the title has while there are none."""
    source = document.source
    for section in sections:
        if section.form is not None:
            line = source.line_span(source.position(section.heading.start).line)
            found = _HASHES.match(source.text, line.start)
            return found[0] if found else ""
    if document.title is not None:
        title = source.line_span(source.position(document.title.span.start).line)
        found = _HASHES.match(source.text, title.start)
        return f"{found[0]}#" if found else ""
    return ""


def _phrases(snapshot: Snapshot, caret: _Caret) -> Iterator[_Item]:
    """Standard phrases of the section, where a sentence begins or one of them is being typed."""
    number = _section_number(caret)
    if number is None:
        return
    head = caret.head.lstrip(" \t\u3000").translate(_FULL_WIDTH)
    clause = head[_last_end(head) :].lstrip(" \u3000")
    goes_on = caret.tail.lstrip()[:1] in tuple("。，；：、")
    likeliest_first = sorted(phrases_in(snapshot, number), key=lambda one: not any(map(head.__contains__, one.near)))
    for phrase in likeliest_first:
        text = phrase.text.rstrip("。") if goes_on and caret.tail.strip() else phrase.text
        plain = text.translate(_FULL_WIDTH)
        if phrase.line:
            count = len(head)
            if not plain.startswith(head) or caret.tail.strip():
                continue
        else:
            shared = _shared(head, clause, plain)
            if shared is None:
                continue
            count = shared
        if count < len(text) and not _is_said(phrase.text, snapshot.text) and not caret.goes_on(text[count]):
            span = caret.before(count)
            yield _Item(text, phrase.name, span, caret.document.source[span], text)


def _is_said(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text already, perhaps begun in other words."""
    return phrase.rstrip("。")[len(phrase) // 3 :] in text


def _last_end(head: str) -> int:
    return max((match.end() for match in _SENTENCE.finditer(head)), default=0)


def _shared(head: str, clause: str, phrase: str) -> int | None:
    """How many characters of a phrase are typed; None when it is not the one being typed."""
    if phrase.startswith(clause):
        return len(clause)
    most = min(len(head), len(phrase))
    return next((count for count in range(most, _LEAST - 1, -1) if head.endswith(phrase[:count])), None)


def _section_number(caret: _Caret) -> int | None:
    """The number of the prescribed section the caret stands in; None on a heading or the title."""
    document = caret.document
    end = caret.offset + len(caret.tail)
    if document.title is not None and caret.start <= document.title.span.start <= end:
        return None
    if document.title is not None and caret.offset < document.title.span.start:
        return None
    ending = [block.span.start for block in (document.signature, document.date) if block]
    if ending and caret.offset >= min(ending):
        return None
    number = 0
    for section in document.sections:
        if section.heading.start > end:
            break
        if section.heading.end > caret.start:
            # A heading may be followed by text on its line.
            return None if caret.offset <= section.heading.end else _number(section)
        number = _number(section)
    return number


def _number(section: Section) -> int:
    return section.form.number if section.form else -1


def _names(caret: _Caret) -> Iterator[_Item]:
    """The agency's name and the report year where they are being typed."""
    document = caret.document
    agency = document.agency
    names = [agency.place, agency.name, full_name(agency.name).name] if agency.name else []
    for name in filter(None, dict.fromkeys(names)):
        count = _shared(caret.head, caret.head[-1:] or "\n", name)
        if count and count < len(name) and not caret.goes_on(name[count]):
            yield _Item(name, "报告机关", caret.before(count), name[:count], name)
    if document.year is None:
        return
    year = f"{document.year}年"
    count = _shared(caret.head, caret.head[-1:] or "\n", year)
    inside = caret.head[: len(caret.head) - (count or 0)][-1:].isdigit() or caret.tail[:1].isdigit()
    if count and count < len(year) and not inside and not caret.goes_on(year[count]):
        yield _Item(year, "报告年度", caret.before(count), year[:count], year)


def _ending(caret: _Caret) -> Iterator[_Item]:
    """Signature and date where they are due."""
    document = caret.document
    if document.year is None or not _is_at_end(caret):
        return
    span, typed = Span(caret.start, caret.offset), caret.head.strip()
    if document.signature is None and document.agency.name and not typed:
        name = full_name(document.agency.name).name
        yield _Item(name, "署名", span, caret.head, name)
    date = f"{document.year + 1}年__月__日"
    # What is typed of it may look like a date to the parser already.
    known = document.date is not None and not caret.start <= document.date.span.start <= caret.offset
    if not known and date.startswith(typed):
        yield _Item(date, "成文日期", span, caret.head, date)


def _is_at_end(caret: _Caret) -> bool:
    """Whether the caret stands behind everything there is, in a section that is begun."""
    document = caret.document
    last = document.sections[-1] if document.sections else None
    return last is not None and caret.start > last.heading.end and not document.source.text[caret.offset :].strip()


def _is_written(caret: _Caret) -> bool:
    """Whether the last section the form prescribes says something above the line of the caret."""
    document = caret.document
    last = document.sections[-1] if document.sections else None
    if last is None or last.form is None or last.form != document.form.sections[-1]:
        return False
    return any(block.span.end < caret.start for block in document.blocks_of(last))
