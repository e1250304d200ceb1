"""What is wrong with a rule pack, as far as reading it can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hegao.checks.registry import CHECKS
from hegao.finding import Severity
from hegao.fix import Applicability
from hegao.rulepack.errors import PackError, PackFile, closest, suggest
from hegao.rulepack.model import FAMILIES
from hegao.rulepack.params import ParamError, build_params
from hegao.rulepack.parts import Path
from hegao.rulepack.phrases import phrase_complaints
from hegao.rulepack.places import Complaint

TOP_KEYS = ("rule", "phrase", "name", "description")
RULE_KEYS = (
    "code", "name", "title", "check", "severity", "message", "messages", "basis", "explanation", "fix",
    "fix_title", "when", "enabled", "absent", "masked", "any_text", "aliases", "params", "example",
)  # fmt: skip
REQUIRED = ("code", "name", "title", "check", "severity", "message", "basis")
EXAMPLE_KEYS = ("bad", "good", "fixed", "agency", "within", "previous")
SEVERITIES = tuple(severity.value for severity in Severity)
FIXES = tuple(applicability.value for applicability in Applicability)


class _Value(NamedTuple):
    """A type of value and how a message calls it."""

    name: str
    fits: Callable[[Any], bool]


_STRING = _Value("字符串", lambda value: isinstance(value, str))
_STRINGS = _Value("字符串列表", lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value))
_TRUTH = _Value(" true 或 false", lambda value: isinstance(value, bool))
_KINDS = {
    "messages": _Value("一节，写作 [rule.messages]", lambda value: isinstance(value, dict) and all(
        isinstance(item, str) for item in value.values()
    )),
    "explanation": _STRING, "fix": _STRING, "fix_title": _STRING, "when": _STRINGS, "aliases": _STRINGS,
    "enabled": _TRUTH, "absent": _TRUTH, "masked": _TRUTH, "any_text": _TRUTH,
    "params": _Value("表，写作 params.… = …", lambda value: isinstance(value, dict)),
    "example": _Value("表的列表，每条写作一节 [[rule.example]]", lambda value: isinstance(value, list)),
}  # fmt: skip


def _known(words: Iterable[str]) -> str:
    """The words that may be written."""
    return f"可写的有：{'、'.join(words)}。"


def rule_complaints(file: PackFile, raw: Mapping[str, Any], index: int) -> Iterator[Complaint]:
    """Everything that is wrong with one ``[[rule]]`` table; without any it makes a rule."""
    at: Path = ("rule", str(index))
    code = str(raw.get("code", ""))
    for key in raw:
        if key not in RULE_KEYS:
            yield _unknown_key(file, (*at, key), RULE_KEYS, code)
    for key in REQUIRED:
        if not isinstance(raw.get(key), str) or not raw[key]:
            yield Complaint(f"缺少“{key}”（应为非空的字符串）。请补上。", file.places.key((*at, key)), code=code)
    for key, kind in _KINDS.items():
        if key in raw and not kind.fits(raw[key]):
            yield Complaint(f"“{key}”应为{kind.name}。", file.places.value((*at, key)), code=code)
    if code and (len(code) != 4 or code[0] not in FAMILIES or not code[1:].isdigit()):
        told = f"规则代码“{code}”应为一个字母（{''.join(FAMILIES)}）加三位数字。"
        yield Complaint(told, file.places.value((*at, "code")), code=code)
    for key, known in (("severity", SEVERITIES), ("fix", FIXES)):
        if raw.get(key) and raw[key] not in known:
            told = f"“{key}”应为 {'、'.join(known)} 之一，现为“{raw[key]}”{suggest(str(raw[key]), known) or '。'}"
            yield Complaint(told, file.places.value((*at, key)), closest(str(raw[key]), known), code)
    if isinstance(raw.get("check"), str) and raw["check"]:
        yield from _check_complaints(file, raw, index)
    yield from _example_complaints(file, raw, at, code)


def _check_complaints(file: PackFile, raw: Mapping[str, Any], index: int) -> Iterator[Complaint]:
    """What is wrong with the kind of check and its parameters."""
    if raw["check"] not in CHECKS:
        yield unknown_check(file, raw, index)
        return
    params = raw.get("params", {})
    if not isinstance(params, dict):
        return  # Said already.
    try:
        build_params(CHECKS[raw["check"]].params, params, validate=True)
    except ParamError as error:
        tail = (suggest(error.key, error.known) or "。") + _known(error.known) if error.known else "。"
        at: Path = ("rule", str(index), "params")
        path = at if error.key == "params" else (*at, error.key)
        span = file.places.key(path) if error.known else file.places.value(path)
        yield Complaint(f"{error}{tail}", span, closest(error.key, error.known), str(raw.get("code", "")))


def _example_complaints(file: PackFile, raw: Mapping[str, Any], at: Path, code: str) -> Iterator[Complaint]:
    examples = raw.get("example", ())
    for number, example in enumerate(examples if isinstance(examples, list) else ()):
        path = (*at, "example", str(number))
        if not isinstance(example, dict):
            yield Complaint("示例应写作一节 [[rule.example]]。", file.places.value(path), code=code)
            continue
        for key, value in example.items():
            if key not in EXAMPLE_KEYS:
                yield _unknown_key(file, (*path, key), EXAMPLE_KEYS, code, "示例里")
            elif not (_STRINGS if key == "within" else _STRING).fits(value):
                kind = _STRINGS if key == "within" else _STRING
                yield Complaint(f"示例的“{key}”应为{kind.name}。", file.places.value((*path, key)), code=code)


def _unknown_key(file: PackFile, path: Path, known: Iterable[str], code: str = "", where: str = "") -> Complaint:
    key = path[-1]
    told = f"{where}不认识的键“{key}”{suggest(key, known) or '。'}{_known(known)}"
    return Complaint(told, file.places.key(path), closest(key, known), code)


def unknown_check(file: PackFile, raw: Mapping[str, Any], index: int) -> Complaint:
    """The complaint about a kind of check there is none of."""
    told = f"没有叫“{raw['check']}”的检查种类{suggest(raw['check'], CHECKS) or '。'}"
    span = file.places.value(("rule", str(index), "check"))
    return Complaint(told, span, closest(raw["check"], CHECKS), str(raw.get("code", "")))


def pack_complaints(file: PackFile) -> Iterator[Complaint]:
    """Everything that is wrong with a user's pack file, as far as reading can tell."""
    try:
        raw = file.parse()
    except PackError as error:
        if error.complaint is not None:
            yield error.complaint
        return
    for key in raw:
        if key not in TOP_KEYS:
            yield _unknown_key(file, (key,), TOP_KEYS)
    rules = raw.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        yield Complaint("“rule”应为表的列表，每条写作一节 [[rule]]。", file.places.key(("rule",)))
        rules = []
    seen: set[str] = set()
    for index, rule in enumerate(rules):
        yield from rule_complaints(file, rule, index)
        code = rule.get("code")
        if isinstance(code, str) and code in seen:
            span = file.places.value(("rule", str(index), "code"))
            yield Complaint("规则代码重复。请换一个代码。", span, code=code)
        elif isinstance(code, str) and code:
            seen.add(code)
    yield from phrase_complaints(raw.get("phrase", []), file.places)
