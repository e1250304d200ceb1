"""The documentation of a rule as Markdown: one source for docs/rules.md, ``hegao rule`` and editors."""

from __future__ import annotations

from collections.abc import Iterable

from hegao.finding import Severity
from hegao.fix import Applicability
from hegao.rulepack.model import FAMILIES, Example, Rule

SEVERITIES = {Severity.ERROR: "必错", Severity.WARNING: "疑似", Severity.INFO: "提示"}
FIXES = {
    Applicability.SAFE: "可自动改正",
    Applicability.UNSAFE: "可改正，需确认",
    Applicability.SUGGESTION: "给出建议，逐处选择",
    None: "无",
}
_LONGEST_EXAMPLE = 12


# Characters that would not show, or would break the page: drawn as symbols or told by number.
_SHOWN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"},
    **{code: f"\\u{code:04x}" for code in (0x85, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0xFEFF)},
}


def _fence(text: str) -> list[str]:
    lines = text.strip("\n").translate(_SHOWN).split("\n")
    if len(lines) > _LONGEST_EXAMPLE:
        lines = [*lines[:_LONGEST_EXAMPLE], "……"]
    return ["```text", *lines, "```"]


def _shown(examples: Iterable[Example]) -> Example | None:
    """The first example with both sides, else the first."""
    listed = list(examples)
    return next((example for example in listed if example.bad and example.good), listed[0] if listed else None)


def rule_page(rule: Rule, level: int = 3) -> str:
    """The page of one rule; ``⟦…⟧`` in its examples marks what is found."""
    head = "#" * level
    state = "" if rule.enabled else "；默认不启用"
    lines = [
        f"{head} {rule.code} {rule.title}",
        "",
        f"{rule.name} · {SEVERITIES[rule.severity]} · 改正：{FIXES[rule.correction]}{state}",
        "",
        f"依据：{rule.basis}",
        "",
    ]
    if rule.explanation:
        lines += [rule.explanation.strip(), ""]
    example = _shown(rule.examples)
    if example is not None and example.bad:
        lines += ["错误示例（⟦⟧内为指出的位置）：", "", *_fence(example.bad), ""]
    if example is not None and example.good:
        lines += ["正确示例：", "", *_fence(example.good), ""]
    return "\n".join(lines)


def rules_document(rules: Iterable[Rule]) -> str:
    """All rules as one Markdown document, by family and code."""
    ordered = sorted(rules, key=lambda rule: (list(FAMILIES).index(rule.family), rule.code))
    lines = [
        "# 规则",
        "",
        "<!-- Generated: python -m hegao.report.rule_pages docs/rules.md -->",
        "",
        f"共 {len(ordered)} 条。级别：必错（error）、疑似（warning）、提示（info）。",
        "",
        "| 代码 | 名称 | 内容 | 级别 | 改正 |",
        "|---|---|---|---|---|",
    ]
    for rule in ordered:
        state = SEVERITIES[rule.severity] + ("" if rule.enabled else "（默认关）")
        lines.append(f"| {rule.code} | {rule.name} | {rule.title} | {state} | {FIXES[rule.correction]} |")
    for letter, family in FAMILIES.items():
        members = [rule for rule in ordered if rule.family == letter]
        if members:
            lines += ["", f"## {letter} {family}", ""]
            lines.append("\n".join(rule_page(rule) for rule in members).rstrip("\n"))
    return "\n".join(lines).rstrip("\n") + "\n"


def _main() -> None:
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from hegao.rulepack.load import FORMS, load_pack  # noqa: PLC0415

    rules = {rule.code: rule for key in FORMS for rule in load_pack(key).rules}
    Path(sys.argv[1]).write_text(rules_document(rules.values()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _main()
