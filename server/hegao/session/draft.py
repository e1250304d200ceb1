"""A draft being typed: the same result as :func:`hegao.engine.check`, at the price of what an edit touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import add
from typing import NamedTuple

from hegao.checks.derived import pieces_of, set_pieces
from hegao.checks.relations import Tally, tally
from hegao.checks.scanning import forget_before, remember
from hegao.config.model import Settings
from hegao.document.memory import ParseMemory
from hegao.document.model import Document
from hegao.engine import (
    NO_RELATIONS,
    Draft,
    Ran,
    Result,
    conclude,
    gather,
    prepare,
    rules_for,
    run_rule,
)
from hegao.finding import Finding
from hegao.rulepack.model import Rule
from hegao.session.change import moved_finding, shifted_finding
from hegao.session.edited import Edited
from hegao.session.excerpt import (
    Excerpt,
    Watched,
    block_borders,
    excerpt_of_blocks,
    excerpt_of_lines,
    judged_before,
    line_borders,
    lines_before,
    lone_borders,
    stretches_around,
    window_of,
)
from hegao.session.literals import NearPieces, Standing
from hegao.session.scopes import Scoped, Tier, by_scope
from hegao.text import Span

_SPARE_PIECES = 5000


class Record(NamedTuple):
    """What a rule found in the present text, and the facts of the whole draft it asked for."""

    ran: Ran
    reads: frozenset[str]


_NOTHING = Record(Ran(()), frozenset())


class _Answers(dict[str, bool]):
    """The answers of a function, each worked out once."""

    def __init__(self, function: Callable[[str], bool]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: str) -> bool:
        answer = self[key] = self._function(key)
        return answer


class _Text(NamedTuple):
    """Everything kept of a text."""

    draft: Draft
    scoped: Scoped
    records: dict[str, Record]
    result: Result


class Session:
    """Checks one draft again and again under the same settings."""

    def __init__(self, settings: Settings, filename: str = "") -> None:
        self.settings = settings
        self.filename = filename
        self._last: _Text | None = None
        self._memory = ParseMemory()
        self._standing: Standing
        self._pieces: set[str] = set()
        self._spare = 0
        self._near = NearPieces()

    def check(self, text: str) -> Result:
        """What :func:`hegao.engine.check` says of the draft's present text; raises what it does.

        Findings that neither changed nor moved are the same objects as last time.
        """
        last = self._last
        if last is not None and last.draft.document.source.text == text:
            return last.result
        # Whatever raises on the way, the next text is checked from the start.
        self._last = None
        draft = prepare(text, self.settings, self._memory)
        if last is None or not _is_comparable(last.draft, draft):
            self._last = self._whole(draft)
        else:
            self._last = self._edited(last, draft)
        return self._last.result

    def _whole(self, draft: Draft) -> _Text:
        document = draft.document
        self._take_pieces(document)
        self._standing = Standing(document)
        remember(document.view)
        scoped = by_scope(rules_for(document, (*draft.rules, *draft.private)))
        records: dict[str, Record] = {}
        for tier in scoped:
            watched = Watched(document, tier.places)
            for rule in tier.rules.values():
                self._run(rule, watched, records)
        relations = tally(document, draft.groups) if document.is_report else NO_RELATIONS
        return self._concluded(draft, scoped, records, relations)

    def _edited(self, last: _Text, draft: Draft) -> _Text:
        edit = Edited(last.draft.document, draft.document)
        self._go_on(edit)
        records = dict(last.records)
        scoped, document = last.scoped, draft.document
        borders = block_borders(document.view, edit.blocks)
        remember(document.view, edit.old.view, window_of(edit.old.view, document.view, edit.blocks, borders))
        lines = line_borders(document.source.text, edit.change)
        pieces = self._near.of(*stretches_around(document, borders, lines))
        texts: tuple[str, ...] = ()
        for tier, within in ((scoped.block, lone_borders(edit.blocks)), (scoped.neighbours, borders)):
            judged = judged_before(edit.old, edit.blocks, within)
            excerpt = excerpt_of_blocks(document, within, pieces)
            self._again(tier, edit, excerpt, judged, records)
            texts = excerpt.texts
        excerpt = excerpt_of_lines(document, lines, pieces)
        self._again(scoped.line, edit, excerpt, lines_before(excerpt, edit.change), records)
        texts += excerpt.texts
        watched = Watched(document)
        for tier, changes in ((scoped.structure, edit.changes_structure), (scoped.document, edit.changes)):
            changed = _Answers(changes)
            near = tier.literals.standing(texts, pieces)
            for code, rule in tier.rules.items():
                record = records.get(code)
                if record is None:
                    if code in near or not self._standing.stays_away(code):
                        self._run(rule, watched, records)
                elif any(map(changed.__getitem__, record.reads)) or not _keep(rule, edit, records):
                    self._run(rule, watched, records)
        forget_before(document.view)
        relations = NO_RELATIONS
        if document.is_report:
            relations = last.result.relations if edit.same_tables else tally(document, draft.groups)
        return self._concluded(draft, scoped, records, relations)

    def _again(self, tier: Tier, edit: Edited, excerpt: Excerpt, judged: Span, records: dict[str, Record]) -> None:
        """Run rules over the part of the draft that an edit concerns; the rest of what they found stays.

        Args:
            judged: The range of the old source whose findings no longer count.
            records: Of the old text, brought up to date.
        """
        possible = tier.literals.standing(excerpt.texts, excerpt.pieces)
        watched = Watched(excerpt.document, tier.places)
        for code in possible.union(tier.rules.keys() & records.keys()):
            rule = tier.rules[code]
            record = _renewed(
                rule, records.get(code, _NOTHING), edit, excerpt, judged, watched if code in possible else None
            )
            if record is None:
                self._run(rule, Watched(edit.new, tier.places), records)
            elif record is not _NOTHING:
                records[code] = record

    def _run(self, rule: Rule, watched: Watched, records: dict[str, Record]) -> None:
        """Run a rule over the whole draft, if one of its literals stands there."""
        records.pop(rule.code, None)
        if not rule.when or self._standing.has(rule, self._pieces):
            ran, heard = run_rule(rule, watched.as_document), watched.heard()
            if ran.findings or ran.failure or heard:
                records[rule.code] = Record(ran, heard)

    def _go_on(self, edit: Edited) -> None:
        """Take what is known of literals over to the edited text."""
        new, change, in_view = edit.new, edit.change, edit.in_view
        self._standing.change(new, change, in_view)
        if len(self._pieces) > self._spare:
            self._take_pieces(new)
            return
        stretches = [new.source.text[max(0, change.start - 1) : change.new_end + 1]]
        start, end = max(0, in_view.start - 1), in_view.new_end + 1
        changed = new.view.blocks[edit.blocks.first : edit.blocks.new_last]
        if len(changed) == 1 and not changed[0].joined:
            # Inside it the running text is the source; only beside its line ends it has pieces of its own.
            stretches += [new.view.text[start : start + 3], new.view.text[max(start, end - 3) : end]]
        else:
            stretches.append(new.view.text[start:end])
        for stretch in stretches:
            self._pieces.update(stretch, map(add, stretch, stretch[1:]))
        set_pieces(new.view, self._pieces)

    def _take_pieces(self, document: Document) -> None:
        """Read the pieces of a whole draft; those that edits take away stay among them until this is done again."""
        self._pieces = set(pieces_of(document))
        self._spare = len(self._pieces) + _SPARE_PIECES
        set_pieces(document.view, self._pieces)

    def _concluded(self, draft: Draft, scoped: Scoped, records: dict[str, Record], relations: Tally) -> _Text:
        telling = {code: ran for code, (ran, _) in records.items() if ran.findings or ran.failure is not None}

        def found(rules: Iterable[Rule]) -> Iterator[Ran]:
            return (telling[rule.code] for rule in rules if rule.code in telling) if telling else iter(())

        result = conclude(
            draft,
            self.settings,
            self.filename,
            gather(found(draft.rules)),
            relations,
            lambda rules: gather(found(rules)).findings,
        )
        return _Text(draft, scoped, records, result)


def _is_comparable(old: Draft, new: Draft) -> bool:
    """Whether what was found in one text says anything of the other."""
    return (
        old.rules is new.rules
        and old.known is new.known
        and old.document.form is new.document.form
        and old.document.is_report is new.document.is_report
    )


def _keep(rule: Rule, edit: Edited, records: dict[str, Record]) -> bool:
    """Move what a rule found to where it stands now; False where the edit touches it."""
    record = records[rule.code]
    findings, failure = record.ran
    if failure is not None:
        return False
    if findings:
        moved = [moved_finding(finding, edit.change) for finding in findings]
        if None in moved:
            return False
        records[rule.code] = record._replace(ran=Ran(tuple(finding for finding in moved if finding is not None)))
    return True


def _renewed(
    rule: Rule, old: Record, edit: Edited, excerpt: Excerpt, judged: Span, watched: Watched | None
) -> Record | None:
    """What a rule finds in an excerpt with what it found elsewhere; None where that cannot be told.

    Args:
        watched: The excerpt's document; None when the rule can find nothing there.
    """
    if old.ran.failure is not None or any(map(edit.differs, old.reads)):
        return None
    findings: list[Finding] = []
    for finding in old.ran.findings:
        if not judged.contains(finding.span.start):
            moved = moved_finding(finding, edit.change)
            if moved is None:
                return None
            findings.append(moved)
    if watched is None:
        return Record(Ran(tuple(findings)), old.reads) if old.ran.findings else old
    ran = run_rule(rule, watched.as_document)
    heard = watched.heard()
    if ran.failure is not None:
        return None
    for finding in ran.findings:
        if excerpt.offset:
            finding = shifted_finding(finding, excerpt.offset)
        if excerpt.judged.contains(finding.span.start):
            findings.append(finding)
    reads = old.reads | heard
    return Record(Ran(tuple(findings)), reads) if findings or reads or old.ran.findings else _NOTHING
