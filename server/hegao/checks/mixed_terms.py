"""Check kind ``mixed-terms``: two names for the same thing in one draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hegao.checks.context import replacing
from hegao.document.model import Document
from hegao.finding import Match


class MixedTermsParams(NamedTuple):
    """Groups of names of which a draft should use one; in each group the preferred one first."""

    groups: tuple[tuple[str, ...], ...]


def run(document: Document, params: MixedTermsParams) -> Iterator[Match]:
    """Yield a match for each use of another name than the one used most in the draft."""
    view = document.view
    for group in params.groups:
        counts = {term: view.text.count(term) for term in group}
        usual = max(group, key=lambda term: counts[term])
        for term in group:
            at = view.text.find(term) if term != usual else -1
            while at >= 0:
                end = at + len(term)
                yield Match(view.span(at, end), {"usual": usual}, repairs=replacing(view, at, end, usual))
                at = view.text.find(term, end)
