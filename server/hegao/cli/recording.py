"""What a record to be filed says of a check beside its findings."""

from __future__ import annotations

import hashlib

from hegao.config.model import Settings, Suppression
from hegao.config.rules import active_rules, all_rules, find_rule
from hegao.engine import Result
from hegao.finding import mask
from hegao.report.model import Accepted, Record
from hegao.sources.encodings import encode
from hegao.sources.files import Draft


def record_of(draft: Draft, result: Result, settings: Settings) -> Record:
    """The record of a draft that was checked under its settings."""
    form = result.document.form
    rules = active_rules(settings, form.key)
    if not result.document.is_report:
        rules = tuple(rule for rule in rules if rule.any_text)
    return Record(
        document=result.document,
        sha256=hashlib.sha256(draft.data or encode(draft.text, draft.encoding)).hexdigest(),
        form=f"{form.name}，规则包 {form.key}",
        packs=settings.packs,
        rules=tuple(rules),
        accepted=tuple(
            _accepted(entry, settings, form.key)
            for entry in sorted(result.used, key=lambda entry: (entry.code, entry.text))
        ),
    )


def _accepted(entry: Suppression, settings: Settings, form: str) -> Accepted:
    rule = find_rule(all_rules(settings, form), entry.code)
    return Accepted(
        code=rule.code if rule else entry.code,
        title=rule.title if rule else "",
        text=mask(entry.text) if rule and rule.masked else entry.text,
        reason=entry.reason,
        origin=str(entry.origin),
    )
