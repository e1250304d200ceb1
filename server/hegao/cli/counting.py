"""The run as a whole, counted as it goes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from hegao.cli.examine import Examined
from hegao.cli.fixing import Mode
from hegao.config.model import Settings, Suppression
from hegao.config.suppress import target
from hegao.report.model import Fixing, Summary
from hegao.rulepack.model import Rule


class Count:
    """Counters of a run.

    Attributes:
        mode: What was to be fixed, None when only checking.
        masked: Whether private values were masked in what ``--diff`` shows.
    """

    def __init__(self, mode: Mode | None, unreadable: int) -> None:
        self.mode = mode
        self.fixed = self.fixed_files = self.unsafe = self.waiting = self.refused = 0
        self.masked = False
        self.files = self.reports = self.skipped = self.suppressed = 0
        self.unreadable = unreadable
        self.relations_checked = self.relations_broken = self.relations_total = 0
        self.rules_used = self.rules_usual = 0
        self.codes: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.failures: Counter[str] = Counter()
        self._concerned: set[Suppression] = set()
        self._used: set[Suppression] = set()

    def add(self, examined: Examined) -> None:
        """One more file."""
        if examined.error or examined.skipped:
            self.unreadable += bool(examined.error)
            self.skipped += examined.skipped
            return
        self.files += 1
        self.reports += examined.report
        self.codes.update(examined.codes)
        self.severities.update(examined.severities)
        self.suppressed += examined.suppressed
        self.fixed += examined.fixed
        self.fixed_files += examined.fixed > 0
        self.unsafe += examined.unsafe
        self.waiting += examined.waiting
        self.refused += bool(examined.refused)
        self.masked |= examined.masked
        self.relations_checked += examined.relations_checked
        self.relations_broken += examined.relations_broken
        self.relations_total += examined.relations_total
        if examined.rules < examined.usual and (not self.rules_used or examined.rules < self.rules_used):
            self.rules_used, self.rules_usual = examined.rules, examined.usual
        self.failures.update(examined.failures)
        self._concerned |= examined.concerned
        self._used |= examined.used

    def summary(self, settings: tuple[Settings, ...], seconds: float) -> Summary:
        """For the presenter."""
        return Summary(
            files=self.files,
            reports=self.reports,
            skipped=self.skipped,
            errors=self.severities["error"],
            warnings=self.severities["warning"],
            infos=self.severities["info"],
            suppressed=self.suppressed,
            relations_checked=self.relations_checked,
            relations_broken=self.relations_broken,
            relations_total=self.relations_total,
            rules_used=self.rules_used,
            rules_usual=self.rules_usual,
            codes=self.codes,
            rules=_rules(settings, self.codes),
            failures=self.failures,
            unreadable=self.unreadable,
            unused_suppressions=tuple(self._unused(settings)),
            seconds=seconds,
            fixing=Fixing(self.fixed, self.fixed_files, self.unsafe, self.waiting, self.refused) if self.mode else None,
        )

    def _unused(self, settings: tuple[Settings, ...]) -> Iterator[str]:
        """Suppressions of files that were checked, or are not there at all, that met no finding."""
        for entry in dict.fromkeys(entry for one in settings for entry in one.suppress):
            if entry in self._used:
                continue
            path = target(entry)
            if path and not os.path.exists(path):  # noqa: PTH110
                yield f"{entry.origin}：豁免“{entry}”所指的文件不存在。请改正 file，或删去这一条。"
            elif entry in self._concerned:
                yield f"{entry.origin}：豁免“{entry}”没有对应的问题，已无作用。请删去这一条。"


def _rules(settings: tuple[Settings, ...], codes: Counter[str]) -> dict[str, Rule]:
    """The rules that found something, by code."""
    from hegao.config.rules import all_rules
    from hegao.rulepack.load import FORMS

    found: dict[str, Rule] = {}
    for one in settings if codes else ():
        for form_key in FORMS:
            if len(found) == len(codes):
                return found
            for rule in all_rules(one, form_key):
                if rule.code in codes:
                    found.setdefault(rule.code, rule)
    return found
