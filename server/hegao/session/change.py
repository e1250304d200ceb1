"""What an edit changed: a stretch of the source, and where things behind it stand now."""

from __future__ import annotations

from typing import NamedTuple

from hegao.document.model import Block, Document, Mark
from hegao.finding import Finding
from hegao.text import Span

REACH = 48
"""How far rules look into the text beside a stretch: a neighbour has so many characters and one of them is a word's."""


class Change(NamedTuple):
    """One stretch of a text replaced by another: ``start:old_end`` of the old by ``start:new_end`` of the new."""

    start: int
    old_end: int
    new_end: int

    @property
    def shift(self) -> int:
        """How far what stands behind the change moved."""
        return self.new_end - self.old_end

    def moved(self, span: Span) -> Span | None:
        """Where an old span stands now; None for one that touches the change."""
        if span.end < self.start:
            return span
        if span.start > self.old_end:
            return Span(span.start + self.shift, span.end + self.shift)
        return None


class Changed(NamedTuple):
    """The blocks that an edit concerns: ``first:old_last`` of the old view, ``first:new_last`` of the new one."""

    first: int
    old_last: int
    new_last: int


def change_between(old: str, new: str) -> Change:
    """The shortest stretch whose replacement leads from one text to the other."""
    start = _shared(old, new, min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    end = _shared(old, new, most, backwards=True)
    return Change(start, len(old) - end, len(new) - end)


def _shared(old: str, new: str, most: int, backwards: bool = False) -> int:
    """How many characters at the start (or the end) of two texts are the same, at most ``most``."""

    def same(low: int, high: int) -> bool:
        if backwards:
            return old[len(old) - high : len(old) - low] == new[len(new) - high : len(new) - low]
        return old[low:high] == new[low:high]

    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if same(low, middle):
            low = middle
        else:
            high = middle - 1
    return low


def changed_blocks(old: Document, new: Document, change: Change) -> Changed:
    """The blocks that are not what they were, apart from where they stand.

    What a rule may read of a block is the same for all others: text, kind, mark, form of the section, and on
    which side of the title and of the ending they stand.
    """
    first = _same_ahead(old, new, change)
    behind = _same_behind(old, new, change, first)
    changed = Changed(first, len(old.view.blocks) - behind, len(new.view.blocks) - behind)
    changed = _with_others_behind(changed, _ending(old), _ending(new), len(old.view.blocks))
    return _with_others_behind(changed, _title(old), _title(new), _before_sections(old))


def _same_ahead(old: Document, new: Document, change: Change) -> int:
    """How many first blocks are the same."""
    count = 0
    for block, other in zip(old.view.blocks, new.view.blocks, strict=False):
        if block.span.end >= change.start or block != other or not _same_form(old, block, new, other):
            break
        count += 1
    end = old.view.blocks[count - 1].end if count else 0
    return count if old.view.text[:end] == new.view.text[:end] else 0


def _same_behind(old: Document, new: Document, change: Change, first: int) -> int:
    """How many last blocks are the same, none of the ``first`` ones among them."""
    blocks, others = old.view.blocks, new.view.blocks
    shift, in_view = change.shift, len(new.view.text) - len(old.view.text)
    sections = others[-1].section - blocks[-1].section if blocks and others else 0
    count = 0
    last, same = None, False
    for block, other in zip(reversed(blocks[first:]), reversed(others[first:]), strict=False):
        if block.span.start <= change.old_end or not _is_moved(block, other, shift, in_view):
            break
        if other.section - block.section != sections:
            break
        if block.section != last:
            # Blocks of a section stand together.
            last, same = block.section, _same_form(old, block, new, other)
        if not same:
            break
        count += 1
    if not count:
        return 0
    start, at = blocks[len(blocks) - count].start, others[len(others) - count].start
    return count if old.view.text[start:] == new.view.text[at:] else 0


def _is_moved(block: Block, other: Block, shift: int, in_view: int) -> bool:
    kind, (first, last), start, end, _, mark, joined = block
    return (
        kind is other.kind
        and (first + shift, last + shift) == other.span
        and start + in_view == other.start
        and end + in_view == other.end
        and joined == other.joined
        and (mark is None) == (other.mark is None)
        and (mark is None or _moved_mark(mark, shift) == other.mark)
    )


def _moved_mark(mark: Mark, shift: int) -> Mark:
    span, number = mark.span, mark.number_span
    return mark._replace(
        span=Span(span.start + shift, span.end + shift), number_span=Span(number.start + shift, number.end + shift)
    )


def _same_form(old: Document, block: Block, new: Document, other: Block) -> bool:
    """Whether two blocks stand in sections of the same form, or both before the first."""
    if block.section < 0 or other.section < 0:
        return block.section < 0 and other.section < 0
    return old.sections[block.section].form is new.sections[other.section].form


def _ending(document: Document) -> int:
    """Index of the block behind which lines of a web page are none of the report; -1 when there is none."""
    ending = document.date or document.signature
    blocks = document.view.blocks
    if ending is None:
        return -1
    return next(index for index in range(len(blocks) - 1, -1, -1) if blocks[index].start == ending.start)


def _title(document: Document) -> int:
    return document.title.block if document.title is not None else -1


def _before_sections(document: Document) -> int:
    """How many blocks stand before the first section, where it counts what stands below the title."""
    blocks = document.view.blocks
    return next((index for index, block in enumerate(blocks) if block.section >= 0), len(blocks))


def _with_others_behind(changed: Changed, old: int, new: int, count: int) -> Changed:
    """The changed blocks and those of the first ``count`` that stand behind a block now and did not before, or did.

    Args:
        old, new: Index of that block in the old and in the new view, -1 when there is none.
    """
    first, old_last, new_last = changed
    shift = new_last - old_last
    if (old == new and (old < first or old_last == 0)) or (old >= old_last and new - old == shift):
        return changed
    if first <= old < old_last and first <= new < new_last:
        return changed

    def differs(at: int, at_new: int) -> bool:
        return (0 <= old < at) != (0 <= new < at_new)

    low = next((at for at in range(min(first, count)) if differs(at, at)), first)
    high = next((at + 1 for at in range(count - 1, old_last - 1, -1) if differs(at, at + shift)), old_last)
    return Changed(low, high, high + shift)


def moved_finding(finding: Finding, change: Change) -> Finding | None:
    """An old finding where it stands now, the same object when it did not move; None when the change touches it."""
    places = [finding.span, *(edit.span for fix in finding.fixes for edit in fix.edits)]
    places += [related.span for related in finding.related]
    if finding.unless is not None:
        places += finding.unless.spans
    if all(place.end < change.start for place in places):
        return finding
    now: dict[Span, Span] = {}
    for place in places:
        moved = change.moved(place)
        if moved is None:
            return None
        now[place] = moved
    return finding._replace(
        span=now[finding.span],
        fixes=tuple(
            fix._replace(edits=tuple(edit._replace(span=now[edit.span]) for edit in fix.edits)) for fix in finding.fixes
        ),
        related=tuple(related._replace(span=now[related.span]) for related in finding.related),
        unless=finding.unless and finding.unless._replace(spans=tuple(now[span] for span in finding.unless.spans)),
    )


def shifted_finding(finding: Finding, by: int) -> Finding:
    """A finding with all its places moved on."""
    return moved_finding(finding, Change(-1, -1, by - 1)) or finding
