"""Totals made the sums of their parts, where the author asks for it by a command of its own."""

from __future__ import annotations

from typing import NamedTuple

from hegao.checks.recompute import Obstacle, Total, totals
from hegao.config.rules import all_rules
from hegao.engine import RELATIONS, check
from hegao.fix import Edit, apply_edits
from hegao.lsp.snapshot import Snapshot

OBSTACLES = {
    Obstacle.PART: "有的组成格空着或不是数字，算不出总数",
    Obstacle.TEXT: "这一格不是数字，请先改成数字",
    Obstacle.APART: "按行相加与按列相加不等，请先核对这一行和这一列",
}
_MOST_TOLD = 3


class Recomputed(NamedTuple):
    """What recomputing comes to.

    Attributes:
        edits: By place.
        left: Totals that could not be computed.
        meant: How many totals were asked for.
        broken: How many relations do not hold after that, where all totals were asked for.
    """

    edits: tuple[Edit, ...]
    left: tuple[Total, ...]
    meant: int
    broken: int = 0

    @property
    def told(self) -> str:
        """The outcome in one or two sentences."""
        if not self.meant:
            return "这里没有可以重算的总计。"
        done = f"已把 {len(self.edits)} 个总计改成各组成部分之和。" if self.edits else ""
        if not done and not self.left:
            return "总计与各组成部分之和相符，不需要改动。"
        names = [f"{total.name}：{OBSTACLES[total.obstacle]}" for total in self.left if total.obstacle is not None]
        more = f"等 {len(names)} 处" if len(names) > _MOST_TOLD else ""
        if self.broken and done:
            done += f"改后仍有 {self.broken} 项勾稽不平，请核对各组成部分。"
        return done + (f"没有重算：{'；'.join(names[:_MOST_TOLD])}{more}。" if names else "")


def recompute(snapshot: Snapshot, at: int | None) -> Recomputed:
    """All totals of a draft, or those whose cell is at an offset, from the numbers that stand there now."""
    document = snapshot.document
    # What is selected says which findings to show; what a total is does not depend on it.
    rules = all_rules(snapshot.settings, document.form.key)
    groups = tuple(rule.params for rule in rules if rule.enabled and rule.check == RELATIONS)
    found = totals(document, groups)
    if at is not None:
        here = [total for total in found if total.cell.span.start <= at <= total.cell.span.end]
        alone = (one for total in here for one in totals(document, groups, {total.place}) if one.cell == total.cell)
        found = tuple(alone)
    edits = tuple(sorted({total.edit for total in found if total.edit is not None}))
    left = tuple(total for total in found if total.obstacle is not None)
    return Recomputed(edits, left, len(found), _broken(snapshot, edits) if at is None and edits else 0)


def _broken(snapshot: Snapshot, edits: tuple[Edit, ...]) -> int:
    """How many relations do not hold once the edits are made: a wrong part spoils what its total takes part in."""
    return check(apply_edits(snapshot.text, edits), snapshot.settings, snapshot.path).relations.broken
