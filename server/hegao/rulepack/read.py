"""Make rules and forms of what a TOML file holds, with errors that name file, line, rule and key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hegao.checks.registry import CHECKS
from hegao.document.form import Form, RowForm, SectionForm, TableForm
from hegao.finding import Severity
from hegao.fix import Applicability
from hegao.rulepack.errors import PackFile
from hegao.rulepack.model import Example, Params, Rule
from hegao.rulepack.validate import pack_complaints, unknown_check


def rule_from(file: PackFile, raw: Mapping[str, Any], whole: bool, index: int = 0) -> Rule:
    """The rule of one ``[[rule]]`` table of which :func:`rule_complaints` has none.

    Args:
        whole: Whether a rule without examples has none; else they were left out and are read when asked for.
        index: Which ``[[rule]]`` of the file it is.

    Raises:
        PackError: There is no such kind of check.
    """
    code = str(raw.get("code", ""))
    if raw["check"] not in CHECKS:
        raise file.error(unknown_check(file, raw, index))
    params = raw.get("params", {})
    fix = raw.get("fix")
    return Rule(
        code=code,
        name=raw["name"],
        title=raw["title"],
        check=raw["check"],
        severity=Severity(raw["severity"]),
        message=raw["message"],
        basis=raw["basis"],
        given_params=Params(raw["check"], params),
        explanation=raw.get("explanation", ""),
        messages=raw.get("messages", {}),
        fix=Applicability(fix) if fix else None,
        fix_title=raw.get("fix_title", ""),
        when=tuple(raw.get("when", ())),
        enabled=raw.get("enabled", True),
        absent=raw.get("absent", False),
        masked=raw.get("masked", False),
        any_text=raw.get("any_text", False),
        aliases=tuple(raw.get("aliases", ())),
        given_examples=examples_from(raw) if "example" in raw or whole else None,
        source=file.name,
    )


def examples_from(raw: Mapping[str, Any]) -> tuple[Example, ...]:
    """The examples of a rule as read from TOML."""
    return tuple(
        Example(
            bad=example.get("bad", ""),
            good=example.get("good", ""),
            fixed=example.get("fixed"),
            agency=example.get("agency", ""),
            within=tuple(example.get("within", ())),
            previous=example.get("previous", ""),
        )
        for example in raw.get("example", ())
    )


def parse_rules(name: str, text: str, validate: bool = True) -> tuple[Rule, ...]:
    """The rules of one TOML file.

    Args:
        name: File name for messages.
        validate: Check every key and type; built-in packs are validated by the tests instead.

    Raises:
        PackError: With file, line, rule and key.
    """
    file = PackFile(name, text)
    if validate:
        for complaint in pack_complaints(file):
            raise file.error(complaint)
    return tuple(rule_from(file, item, validate, index) for index, item in enumerate(file.parse().get("rule", ())))


def form_from(raw: Mapping[str, Any]) -> Form:
    """The official form of the ``[form]`` table of a ``pack.toml``."""
    sections = tuple(
        SectionForm(
            number=index,
            numeral=item["numeral"],
            title=item["title"],
            aliases=tuple(item.get("aliases", ())),
            table=item.get("table", ""),
        )
        for index, item in enumerate(raw["section"], 1)
    )
    tables = tuple(
        TableForm(
            key=item["key"],
            name=item["name"],
            section=item["section"],
            unit=item.get("unit", "件"),
            rows=tuple(
                RowForm(
                    key=row["key"],
                    labels=tuple(row.get("labels", ())),
                    values=tuple(row.get("values", ())),
                    header=row.get("header", False),
                    short=row.get("short", ""),
                )
                for row in item["rows"]
            ),
        )
        for item in raw["table"]
    )
    return Form(
        key=raw["key"],
        name=raw["name"],
        title=raw["title"],
        title_words=tuple(tuple(words) for words in raw["title_words"]),
        sections=sections,
        tables=tables,
        first_year=raw.get("first_year", 0),
        last_year=raw.get("last_year", 0),
    )
