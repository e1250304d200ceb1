"""Every kind of check by name. A new kind is one line here."""

from __future__ import annotations

from hegao.checks import pattern
from hegao.checks.base import Check

CHECKS: dict[str, Check] = {
    "pattern": Check(pattern.PatternParams, pattern.run),
}
