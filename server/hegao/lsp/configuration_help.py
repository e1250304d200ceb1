"""Help inside settings files and rule packs: what is wrong, what a word means, where a file lies."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lsprotocol import types

from hegao.config.load import beside
from hegao.config.review import review
from hegao.config.rules import ALL, find_rule
from hegao.config.schema import SELECTORS
from hegao.examples import Difference, differences
from hegao.lsp.configuration_completion import complete, rules_named
from hegao.lsp.configuration_keys import LEVELS, told
from hegao.lsp.configuration_text import PACK, ConfigurationText, dotted_path
from hegao.lsp.endless import endless_pattern
from hegao.lsp.explaining import message, page
from hegao.rulepack.errors import PackFile
from hegao.rulepack.fitting import misfits
from hegao.rulepack.load import FORMS, load_form
from hegao.rulepack.model import FAMILIES, Rule
from hegao.rulepack.parts import Kind, Part
from hegao.rulepack.parts import Path as Steps
from hegao.rulepack.phrases import phrases_from
from hegao.rulepack.places import Complaint, Places
from hegao.rulepack.read import parse_rules
from hegao.rulepack.validate import pack_complaints
from hegao.text import Span

__all__ = ["actions", "complete", "diagnostics", "hover", "links"]

_FILES = ("extend", "packs", "previous.report", "suppress.file")
_RULES = (*SELECTORS, "suppress.code")


def diagnostics(text: ConfigurationText) -> list[types.Diagnostic]:
    """Everything that is wrong: with keys, values, files and rules named, and with a pack's examples."""
    return [
        types.Diagnostic(
            range=text.positions.range(complaint.span),
            message=complaint.message,
            severity=types.DiagnosticSeverity.Error if complaint.grave else types.DiagnosticSeverity.Information,
            source="hegao",
            data={"instead": complaint.instead} if complaint.instead and text.client.data else None,
        )
        for complaint in _complaints(text)
    ]


def actions(text: ConfigurationText, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Put what probably was meant in the place of a key or word nobody knows."""
    only = params.context.only
    if only and not any(types.CodeActionKind.QuickFix.value.startswith(kind) for kind in only):
        return []
    asked = text.positions.span(params.range)
    found = []
    for complaint, shown in zip(_complaints(text), diagnostics(text), strict=True):
        if complaint.instead and complaint.span.touches(asked):
            edit = types.TextEdit(shown.range, complaint.instead)
            found.append(
                types.CodeAction(
                    title=f"改为“{complaint.instead}”",
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[shown],
                    is_preferred=True,
                    edit=types.WorkspaceEdit(changes={text.uri: [edit]}),
                )
            )
    return found


def hover(text: ConfigurationText, params: types.HoverParams) -> types.Hover | None:
    """What the key or the rule under the caret is about."""
    offset = text.positions.offset(params.position)
    part = next(
        (
            part
            for part in reversed(Places(text.text).parts)
            if part.kind is not Kind.COMMENT and part.span.start <= offset <= part.span.end and _tells(part)
        ),
        None,
    )
    path = dotted_path(text, part.path) if part else None
    if part is None or not path:
        return None
    about = _about(text, part, path)
    if not about:
        return None
    kind = types.MarkupKind.Markdown if text.client.markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, about), text.positions.range(part.span))


def links(text: ConfigurationText, _params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    """The files a settings file names, those that are there."""
    if text.kind == PACK or not text.path:
        return []
    found = []
    for part in Places(text.text).parts:
        if part.string and part.text and dotted_path(text, part.path) in _FILES:
            target = Path(beside(text.path, part.text.replace("\\", "/")))
            if target.is_file():
                found.append(types.DocumentLink(text.positions.range(part.span), target.as_uri(), f"打开 {part.text}"))
    return found


def _complaints(text: ConfigurationText) -> tuple[Complaint, ...]:
    if text.kind == PACK:
        return _pack_complaints(text.path, text.text)
    return review(text.path, text.text)


@lru_cache(maxsize=8)
def _pack_complaints(path: str, text: str) -> tuple[Complaint, ...]:
    """What is wrong with a pack; its examples are tried once it can be read."""
    file = PackFile(path, text)
    found = tuple(pack_complaints(file))
    if found:
        return tuple(sorted(found, key=lambda complaint: complaint.span))
    tried = list(misfits(phrases_from(file.parse()), file.places))
    for index, rule in enumerate(parse_rules(path, text)):
        for difference in _differences(_Same(rule)):
            tried.append(_complaint(file.places, index, rule, difference))
    return tuple(sorted(tried, key=lambda complaint: complaint.span))


def _complaint(places: Places, index: int, rule: Rule, difference: Difference) -> Complaint:
    at: Steps = ("rule", str(index))
    if difference.number:
        at = (*at, "example", str(difference.number - 1), difference.key)
    span = places.value(at)
    return Complaint(str(difference), _first_line(places.text, span), code=rule.code)


def _first_line(text: str, span: Span) -> Span:
    """The first line of a span that has something on it: a long example is not to be underlined whole."""
    start = span.start
    while start < span.end and text[start] in "\r\n":
        start += 1
    end = text.find("\n", start, span.end)
    return Span(start, span.end if end < 0 else end)


class _Same:
    """A rule as a key of a cache: the same when all that its file says of it is."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._key = repr((rule._replace(given_params=None), rule.given_params.raw))  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=256)
def _differences(same: _Same) -> tuple[Difference, ...]:
    """What the examples of a rule say against it; of a pack being typed only the changed rule is tried again."""
    rule = same.rule
    endless = endless_pattern(rule, rule.given_params.raw)
    if endless:
        told = f"正则表达式“{endless}”在例子上迟迟得不出结果，没有试这些例子。请改写，如 (?:本|本本)+ 应写作 本+。"
        return (Difference(told, 0, "bad"),)
    return tuple(differences(rule))


def _tells(part: Part) -> bool:
    return part.kind is not Kind.VALUE or part.string


def _about(text: ConfigurationText, part: Part, path: str) -> str:
    if part.kind is not Kind.VALUE:
        return _rule_or_family(text, part.text) if path.startswith("rules.severity.") else told(text, path)
    if text.kind != PACK and path in _RULES:
        return _rule_or_family(text, part.text)
    if path.startswith("rules.severity.") or path == "rule.severity":
        return LEVELS.get(part.text, "")
    if path == "pack" and part.text in FORMS:
        return load_form(part.text).name
    return told(text, path)


def _rule_or_family(text: ConfigurationText, word: str) -> str:
    if word.upper() == ALL:
        return "全部规则"
    if word.upper() in FAMILIES:
        count = sum(rule.family == word.upper() for rule in rules_named(text))
        return f"{FAMILIES[word.upper()]}类，共 {count} 条规则"
    rule = find_rule(rules_named(text), word)
    if rule is None:
        return ""
    return page(rule) if text.client.markdown else message(rule)
