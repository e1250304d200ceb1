"""Make rules and forms of what a TOML file holds, with errors that name file, line, rule and key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import tomli

from hegao.checks.registry import CHECKS
from hegao.document.form import Form, RowForm, SectionForm, TableForm
from hegao.finding import Severity
from hegao.fix import Applicability
from hegao.rulepack.model import FAMILIES, Example, Params, Rule
from hegao.rulepack.params import ParamError, build_params

_TOP_KEYS = ("rule", "name", "description")
_RULE_KEYS = (
    "code", "name", "title", "check", "severity", "message", "messages", "basis", "explanation", "fix",
    "fix_title", "when", "enabled", "absent", "masked", "any_text", "aliases", "params", "example",
)  # fmt: skip
_REQUIRED = ("code", "name", "title", "check", "severity", "message", "basis")
_EXAMPLE_KEYS = ("bad", "good", "fixed", "agency", "within", "previous")


class PackError(Exception):
    """A rule pack cannot be used. The message is Chinese and names file, line, rule and key."""


def suggest(word: str, known: Iterable[str]) -> str:
    """A Chinese "did you mean" tail, or ""."""
    import difflib  # noqa: PLC0415 - only needed to complain

    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"，是不是想写“{close[0]}”？" if close else ""


def _line_of(text: str, *needles: str) -> int:
    """1-based line of the first needle found after the previous one; 1 when absent."""
    at = 0
    for needle in needles:
        found = text.find(needle, at)
        if found < 0:
            break
        at = found
    return text.count("\n", 0, at) + 1


def not_toml(name: str, text: str, error: tomli.TOMLDecodeError) -> str:
    """The complaint about a file that is no TOML, with the place."""
    # The place is an attribute only since tomli 2.2; the message has had it always.
    place = re.search(r"line (\d+), column (\d+)", str(error))
    line, column = place.groups() if place else (str(text.count("\n") + 1), "1")
    return f"{name}:{line}：第 {column} 列起不合 TOML 写法。请检查该行的引号、等号和方括号是否成对、是否用了全角符号。"


def _known(words: Iterable[str]) -> str:
    """The words that may be written."""
    return f"可写的有：{'、'.join(words)}。"


class PackFile:
    """One TOML file being read: knows how to complain."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def error(self, message: str, code: str = "", key: str = "") -> PackError:
        """The complaint, with the place it is about."""
        needles = [f'"{code}"'] if code else []
        line = _line_of(self.text, *needles, *([key] if key else []))
        where = f"{self.name}:{line}" + (f"：规则 {code}" if code else "")
        return PackError(f"{where}：{message}")

    def parse(self) -> dict[str, Any]:
        """The TOML values.

        Raises:
            PackError: It is no TOML.
        """
        try:
            return tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            raise PackError(not_toml(self.name, self.text, error)) from error


def rule_from(file: PackFile, raw: Mapping[str, Any], validate: bool) -> Rule:
    """The rule of one ``[[rule]]`` table; without ``examples`` when those were left out.

    Raises:
        PackError: With file, line, rule and key.
    """
    code = str(raw.get("code", ""))
    if validate:
        _validate_rule(file, raw, code)
    if raw["check"] not in CHECKS:
        raise file.error(f"没有叫“{raw['check']}”的检查种类{suggest(raw['check'], CHECKS) or '。'}", code, "check")
    params = raw.get("params", {})
    if validate:
        try:
            build_params(CHECKS[raw["check"]].params, params, validate)
        except ParamError as error:
            tail = (suggest(error.key, error.known) or "。") + _known(error.known) if error.known else "。"
            raise file.error(f"{error}{tail}", code, error.key) from error
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
        given_examples=examples_from(raw) if "example" in raw or validate else None,
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


def _validate_rule(file: PackFile, raw: Mapping[str, Any], code: str) -> None:
    for key in raw:
        if key not in _RULE_KEYS:
            raise file.error(f"不认识的键“{key}”{suggest(key, _RULE_KEYS) or '。'}{_known(_RULE_KEYS)}", code, key)
    for key in _REQUIRED:
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise file.error(f"缺少“{key}”（应为非空的字符串）。请补上。", code)
    if len(code) != 4 or code[0] not in FAMILIES or not code[1:].isdigit():
        raise file.error(f"规则代码“{code}”应为一个字母（{''.join(FAMILIES)}）加三位数字。", code)
    for key, known in (("severity", [s.value for s in Severity]), ("fix", [a.value for a in Applicability])):
        if key in raw and raw[key] not in known:
            raise file.error(
                f"“{key}”应为 {'、'.join(known)} 之一，现为“{raw[key]}”{suggest(str(raw[key]), known) or '。'}",
                code,
                key,
            )
    for example in raw.get("example", ()):
        for key in example:
            if key not in _EXAMPLE_KEYS:
                told = f"示例里不认识的键“{key}”{suggest(key, _EXAMPLE_KEYS) or '。'}{_known(_EXAMPLE_KEYS)}"
                raise file.error(told, code, key)


def parse_rules(name: str, text: str, validate: bool = True) -> tuple[Rule, ...]:
    """The rules of one TOML file.

    Args:
        name: File name for messages.
        validate: Check every key and type; built-in packs are validated by the tests instead.

    Raises:
        PackError: With file, line, rule and key.
    """
    file = PackFile(name, text)
    raw = file.parse()
    if validate:
        for key in raw:
            if key not in _TOP_KEYS:
                told = f"不认识的键“{key}”{suggest(key, _TOP_KEYS) or '。'}{_known(_TOP_KEYS)}"
                raise file.error(told, key=key)
    rules = tuple(rule_from(file, item, validate) for item in raw.get("rule", ()))
    seen: set[str] = set()
    for rule in rules:
        if rule.code in seen:
            raise file.error("规则代码重复。请换一个代码。", rule.code)
        seen.add(rule.code)
    return rules


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
