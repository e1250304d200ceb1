"""Every kind of check by name. A new kind is one line here.

A kind's module is imported when a rule first runs it: most rules have nothing to do on a given draft,
and importing all modules takes longer than checking one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

from hegao.checks.base import Check

_PLACES = {
    "pattern": "pattern:PatternParams:run",
    "table-relations": "totals:RelationParams:check_relations",
    "zero-row": "plausibility:ZeroRowParams:check_zero_row",
    "column-order": "plausibility:ColumnOrderParams:check_column_order",
    "amount": "plausibility:AmountParams:check_amount",
    "round-amount": "plausibility:RoundAmountParams:check_round_amount",
    "consequence": "plausibility:ConsequenceParams:check_consequence",
    "previous-year": "plausibility:PreviousYearParams:check_previous_year",
    "prose-table": "prose_table:ProseTableParams:run",
    "invalid-date": "dates:INVALID_DATES",
    "date-form": "dates:DATE_FORM",
    "signed-when": "dates:SIGNED_WHEN",
    "other-year": "years:OTHER_YEAR",
    "report-year": "years:REPORT_YEAR",
    "statistical-period": "years:STATISTICAL_PERIOD",
    "stray-characters": "residue:STRAY_CHARACTERS",
    "private-number": "privacy:PRIVATE_NUMBERS",
    "required-statement": "statements:STATEMENT",
    "required-aspects": "statements:ASPECTS",
    "substance": "statements:SUBSTANCE",
    "claim": "statements:CLAIM",
    "signed": "signature:SIGNED",
    "signature-order": "signature:SIGNATURE_ORDER",
    "issuer": "signature:ISSUER",
    "title": "titles:TitleParams:run",
    "missing-section": "headings:NoParams:missing",
    "missing-heading": "headings:NoParams:missing_heading",
    "section-order": "headings:NoParams:order",
    "repeated-section": "headings:NoParams:repeated",
    "section-titles": "headings:SectionTitleParams:titles",
    "section-numbers": "headings:NoParams:numbers",
    "heading-final-mark": "headings:NoParams:final_marks",
    "unknown-section": "headings:NoParams:unknown",
    "empty-section": "headings:NoParams:empty",
    "numbering": "numbering:NumberingParams:run",
    "mark-style": "numbering:MarkStyleParams:styles",
    "addressee": "letter:NoParams:run",
    "table-presence": "table_presence:TablePresenceParams:run",
    "repeated-table": "table_presence:NoParams:repeated",
    "old-form": "table_presence:OldFormParams:old_form",
    "table-labels": "table_labels:LabelParams:run",
    "heading-order": "table_labels:HeadingOrderParams:order",
    "missing-rows": "table_shape:ShapeParams:missing_rows",
    "surplus-rows": "table_shape:ShapeParams:surplus_rows",
    "row-order": "table_shape:ShapeParams:row_order",
    "missing-headings": "table_shape:ShapeParams:missing_headings",
    "short-rows": "table_shape:ShapeParams:short_rows",
    "surplus-figures": "table_shape:ShapeParams:surplus_figures",
    "empty-cells": "table_cells:EmptyCellParams:empty_cells",
    "cell-values": "table_cells:CellValueParams:values",
    "unit-words": "unit_words:UnitWordParams:run",
    "foreign-place": "foreign_names:PlaceParams:run_foreign",
    "name-variant": "foreign_names:PlaceParams:run_variant",
    "title-place": "foreign_names:PlaceParams:run_title",
    "foreign-superior": "foreign_names:SuperiorParams:run_superior",
    "province": "foreign_names:ProvinceParams:run_province",
    "mixed-terms": "mixed_terms:MixedTermsParams:run",
    "bare-title": "law_titles:BareTitleParams:run_bare",
    "wrong-title": "law_titles:WrongTitleParams:run_wrong",
    "nested-title": "law_titles:NestedTitleParams:run_nested",
    "short-form": "law_titles:ShortFormParams:run_short_form",
    "number-marks": "document_numbers:NumberMarkParams:run_marks",
    "known-number": "document_numbers:KnownNumberParams:run_known",
    "stale-reference": "document_numbers:StaleParams:run_stale",
    "announced-count": "lists:AnnouncedCountParams:check_announced_count",
    "list-ordinals": "lists:ListOrdinalsParams:check_list_ordinals",
    "parts-and-sum": "sums:PartsAndSumParams:run",
    "lexicon": "lexicon:LexiconParams:run",
    "doubled-word": "doubled:DoubledWordParams:run",
    "repeated-sentence": "repeated_sentences:RepeatedSentenceParams:run",
    "unpaired-mark": "pairs:UnpairedMarkParams:run",
    "mark-pairs": "punctuation:MarkPairParams:mark_pairs",
    "wide-characters": "punctuation:NoParams:wide_characters",
    "paragraph-end": "punctuation:ParagraphEndParams:paragraph_ends",
    "split-paragraph": "split_paragraphs:SplitParagraphParams:run",
    "stray-space": "spacing:StraySpaceParams:run",
    "share-percentage": "percentages:SharePercentageParams:check_share",
    "growth-percentage": "percentages:GrowthPercentageParams:check_growth",
    "table-rate": "percentages:TableRateParams:check_table_rate",
    "stated-twice": "repeated:StatedTwiceParams:run",
    "other-agency-report": "copied:OtherReportParams:check_other_report",
    "plan-in-report-year": "copied:StalePlanParams:check_stale_plan",
}
"""By name of the kind: ``module:Params:function``, or ``module:CHECK`` for one put together there."""


BLOCK: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "mark-style", "province", "bare-title", "nested-title", "number-marks", "known-number", "lexicon",
            "doubled-word", "unpaired-mark", "wide-characters", "split-paragraph",
        ),
        "",
    ),
    **dict.fromkeys(
        ("pattern", "claim", "mark-pairs", "other-agency-report", "plan-in-report-year"),
        "pattern",
    ),
    "round-amount": "figure",
    "stale-reference": "references",
}  # fmt: skip
"""Kinds that judge a block of the running text by it and by what holds for the whole draft: agency, year, cells of
tables, whether the block stands before the title or behind the ending. Every finding stands in the block it is about.
With each the parameter that is a pattern, or holds patterns, run over the whole running text; "" for none."""

NEIGHBOURS: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "prose-table", "invalid-date", "other-year", "statistical-period", "addressee", "unit-words",
            "foreign-place", "repeated-sentence", "paragraph-end", "share-percentage", "growth-percentage",
            "table-rate",
        ),
        "",
    ),
    "parts-and-sum": "opening",
}  # fmt: skip
"""Kinds that judge a block in the same way, but look at the blocks beside it too."""

LINE = frozenset({"private-number"})
"""Kinds that judge a line of the source by it and its neighbours; so does ``pattern`` with the scope ``source``."""

STRUCTURE = frozenset({
    "table-relations", "zero-row", "column-order", "previous-year", "date-form", "signed-when", "signed",
    "signature-order", "issuer", "title", "missing-section", "missing-heading", "section-titles", "section-numbers",
    "heading-final-mark", "unknown-section", "empty-section", "repeated-table", "old-form", "table-labels",
    "heading-order", "missing-rows", "surplus-rows", "row-order", "missing-headings", "short-rows", "surplus-figures",
    "empty-cells", "cell-values",
})  # fmt: skip
"""Kinds that judge title, headings, tables and ending: they read no word inside a paragraph.

A kind that stands in none of these may judge anything by anything."""


class Checks(MutableMapping[str, Check]):
    """The kinds of checks, each imported when it is looked up."""

    def __init__(self, places: dict[str, str]) -> None:
        self._places = places
        self._found: dict[str, Check] = {}

    def __getitem__(self, kind: str) -> Check:
        found = self._found.get(kind)
        if found is None:
            module_name, *names = self._places[kind].split(":")
            module = import_module(f"hegao.checks.{module_name}")
            parts = [getattr(module, name) for name in names]
            found = self._found[kind] = Check(*parts) if len(parts) > 1 else parts[0]
        return found

    def __setitem__(self, kind: str, check: Check) -> None:
        self._places.setdefault(kind, "")
        self._found[kind] = check

    def __delitem__(self, kind: str) -> None:
        del self._places[kind]
        self._found.pop(kind, None)

    def __contains__(self, kind: object) -> bool:
        return kind in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


CHECKS = Checks(_PLACES)
