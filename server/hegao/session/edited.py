"""An edit: what it changed in a draft, and what it left as it was."""

from __future__ import annotations

from functools import cached_property

from hegao.document.model import BlockKind, Document, Row, Section, Table
from hegao.document.rows import origin_of
from hegao.session.change import Change, change_between, changed_blocks
from hegao.text import Span

_TABLE = "table:"
_CELLS = "table_source"
_FACTS = ("agency", "year", "form", "is_report", "previous", _CELLS)
_RUNNING = ("view", "prose", "blocks_of")
_TEXTS = (*_RUNNING, "source")
_SECTIONS = ("section", "sections")
_ENDING = ("signature", "date")
_ENDS = "\r\n"


class Edited:
    """Two texts of a draft.

    Attributes:
        change: What was replaced in the source.
        blocks: The blocks that are not what they were.
    """

    def __init__(self, old: Document, new: Document) -> None:
        self.old = old
        self.new = new
        self.change = change_between(old.source.text, new.source.text)
        self.blocks = changed_blocks(old, new, self.change)
        self._differs: dict[str, bool] = {}

    @property
    def in_view(self) -> Change:
        """What was replaced in the running text."""
        old, new, blocks = self.old.view, self.new.view, self.blocks
        start = old.blocks[blocks.first - 1].end + 1 if blocks.first else 0
        old_end = old.blocks[blocks.old_last].start if blocks.old_last < len(old.blocks) else len(old.text)
        new_end = new.blocks[blocks.new_last].start if blocks.new_last < len(new.blocks) else len(new.text)
        return Change(start, old_end, new_end)

    @cached_property
    def tables(self) -> list[bool]:
        """For each table of the new text whether it is what it was."""
        old, new = self.old.tables, self.new.tables
        if len(old) != len(new):
            return [False] * len(new)
        return [same_table(one, other, self.change) for one, other in zip(old, new, strict=True)]

    @property
    def same_tables(self) -> bool:
        """Whether all tables are what they were."""
        return len(self.old.tables) == len(self.new.tables) and all(self.tables)

    def changes(self, fact: str) -> bool:
        """Whether what a rule about the whole draft asked for may be something else now, apart from where it stands."""
        if self.only_words:
            return self.differs(fact) if fact in _FACTS else fact in _TEXTS
        # A table is no part of the running text.
        return not (fact in _RUNNING and self._within_table) and self._changes_fact(fact)

    def changes_structure(self, fact: str) -> bool:
        """The same for a rule that reads of the text only what title, headings, tables and ending hold."""
        if self.only_words:
            return False
        if fact == "source" and (self._within_table or self._within_block()):
            # What it read there it found by way of title, headings, tables or ending, for which it asked too.
            return False
        if fact in _RUNNING and self._within_table:
            return False
        return self._changes_fact(fact)

    def _changes_fact(self, fact: str) -> bool:
        """The same of a fact by itself, whatever was edited."""
        if fact in _FACTS or fact.startswith(_TABLE):
            return self.differs(fact)
        if fact == "tables":
            return not self.same_tables
        if fact in _SECTIONS:
            return not self._same_sections
        if fact == "title":
            return not self._same_title
        return fact not in _ENDING or not self._same_ending

    def differs(self, fact: str) -> bool:
        """Whether a fact that a rule about blocks asked for is not what it was; True of one not followed up."""
        known = self._differs.get(fact)
        if known is None:
            known = self._differs[fact] = self._compare(fact)
        return known

    def _compare(self, fact: str) -> bool:
        old, new = self.old, self.new
        if fact.startswith(_TABLE):
            keys = [[table.key for table in document.tables] for document in (old, new)]
            key = fact[len(_TABLE) :]
            if key not in keys[1]:
                return key in keys[0]
            at = keys[1].index(key)
            return keys[0] != keys[1] or not self.tables[at]
        if fact == "agency":
            return old.agency._replace(span=None) != new.agency._replace(span=None)
        if fact == "title":
            # Where it stands tells on which side of it a block is, which is followed up block by block.
            return (old.title and old.title.year) != (new.title and new.title.year)
        if fact == "previous":
            return old.previous is not new.previous
        # Whoever reads cells asked for their table.
        return fact != _CELLS and (
            fact not in ("year", "form", "is_report") or getattr(old, fact) != getattr(new, fact)
        )

    @cached_property
    def only_words(self) -> bool:
        """Whether nothing changed but words inside one paragraph, and what follows from them."""
        return (
            self._within_block(BlockKind.PARAGRAPH)
            and self._same_title
            and not any(map(self.differs, ("agency", "year", "previous")))
            and self._same_sections
            and self.same_tables
        )

    @cached_property
    def _within_table(self) -> bool:
        """Whether nothing changed but what is inside a table, and what follows from it."""
        first, old_last, new_last = self.blocks
        return (
            first == old_last == new_last
            and self._on_a_line
            and self._same_title
            and len(self.old.tables) == len(self.new.tables)
            and any(
                self._is_inside(one.span, other.span)
                for one, other in zip(self.old.tables, self.new.tables, strict=True)
            )
        )

    @cached_property
    def _same_ending(self) -> bool:
        """Whether signature and date are the blocks they were, ahead of the edit, as far as there are any."""
        old, new = self.old, self.new
        return (old.signature, old.date) == (new.signature, new.date) and all(
            block is None or block.span.end < self.change.start for block in (old.signature, old.date)
        )

    @cached_property
    def _same_title(self) -> bool:
        title = self.old.title
        return title == self.new.title and (title is None or title.span.end < self.change.start)

    def _within_block(self, kind: BlockKind | None = None) -> bool:
        """Whether what changed is inside one block, which begins and ends as it did; of a kind, if one is given."""
        first, old_last, new_last = self.blocks
        if not first + 1 == old_last == new_last:
            return False
        old, new = self.old.view.blocks[first], self.new.view.blocks[first]
        return (
            (kind is None or old.kind is new.kind is kind)
            and (old.section, old.mark, old.joined) == (new.section, new.mark, new.joined)
            and self._is_inside(old.span, new.span)
            and self._on_a_line
        )

    def _is_inside(self, old: Span, new: Span) -> bool:
        change = self.change
        inside = old.start < change.start and change.old_end < old.end
        return inside and old.start == new.start and old.end + change.shift == new.end

    @property
    def _on_a_line(self) -> bool:
        """Whether the change neither takes nor puts a line end, nor stands at one."""
        start, old_end, new_end = self.change
        replaced = self.old.source.text[max(0, start - 1) : old_end + 1]
        replaced += self.new.source.text[max(0, start - 1) : new_end + 1]
        return not any(end in replaced for end in _ENDS)

    @cached_property
    def _same_sections(self) -> bool:
        old, new = self.old.sections, self.new.sections
        return len(old) == len(new) and all(self._same_section(*pair) for pair in zip(old, new, strict=True))

    def _same_section(self, old: Section, new: Section) -> bool:
        moved, shift = self.change.moved, self.change.shift
        return (
            (old.form, old.number, old.title, old.blocks, old.tables)
            == (new.form, new.number, new.title, new.blocks, new.tables)
            and moved(old.heading) == new.heading
            and moved(old.number_span) == new.number_span
            and moved(old.title_span) == new.title_span
            and new.span.end == old.span.end + (shift if old.span.end >= self.change.start else 0)
        )


def same_table(old: Table, new: Table, change: Change) -> bool:
    """Whether a table is what it was, apart from where it stands."""
    if old.span.end < change.start or old is new:
        return old is new or old == new
    if old.span.start <= change.old_end:
        return False
    shift = change.shift
    (one, at), (other, at_now) = origin_of(old.rows), origin_of(new.rows)
    if one is other:
        return at + shift == at_now
    # The text of a cell is that of its place, which the edit did not reach.
    places = [(start + shift, end + shift) for row in old.rows for _, (start, end), _, _ in row.cells]
    return (
        (old.form, old.layout, len(old.rows), old.missing_rows, old.missing_headings)
        == (new.form, new.layout, len(new.rows), new.missing_rows, new.missing_headings)
        and places == [cell[1] for row in new.rows for cell in row.cells]
        and list(map(_plan, old.rows)) == list(map(_plan, new.rows))
    )


def _plan(row: Row) -> tuple[object, ...]:
    """What a row is but for its places: which cells it has, and what they stand for."""
    chosen = (*row.labels, *row.values, *row.surplus)
    return (
        row.form,
        row.expected,
        [cell[3] for cell in row.cells],
        [cell and cell[3] for cell in chosen],
        len(row.labels),
        len(row.values),
    )
