"""What the keys of settings files and rule packs are for, in words for an author."""

from __future__ import annotations

from collections.abc import Mapping

from hegao.config.schema import KEYS, keys_of
from hegao.lsp.configuration_text import PACK, ConfigurationText
from hegao.rulepack.phrases import FIGURE_KEYS, PHRASE_KEYS
from hegao.rulepack.validate import EXAMPLE_KEYS, RULE_KEYS, TOP_KEYS

LEVELS = {"error": "必错", "warning": "疑似", "info": "提示"}
FIXES = {
    "safe": "可放心改：--fix 和“全部改正”会用",
    "unsafe": "多半对：逐处确认，或加 --unsafe 才用",
    "suggestion": "只是建议：由作者挑选，从不成批改",
}
_PACK_KEYS: Mapping[str, str] = {
    "rule": "一条规则，写作一节 [[rule]]。",
    "phrase": "一句套语，写作一节 [[phrase]]，补全时列出。",
    "name": "这个规则文件的名称。",
    "description": "这个规则文件是做什么的。",
    "rule.code": "代码：一个字母加三位数字，用过的不再另用；自己的规则用 9 开头的数字，如 W901。",
    "rule.name": "英文名称，用连字符连接，如 old-hotline-name。",
    "rule.title": "短标题，列表里显示。",
    "rule.check": "用哪一种检查；自己的规则多用 pattern（正则表达式）和 lexicon（词表）。",
    "rule.severity": "级别：error 必错、warning 疑似、info 提示。",
    "rule.message": "给作者看的话；{text} 是找到的文字，另有各种检查自己的空。",
    "rule.messages": "另几种情形的话，写作一节 [rule.messages]。",
    "rule.basis": "依据的文件和条款。",
    "rule.explanation": "为什么，用平白的话写。",
    "rule.fix": "改法有多可靠：safe、unsafe、suggestion；不能自动改的不写。",
    "rule.fix_title": "改法叫什么；不写则用通用的说法。",
    "rule.when": "草稿里没有其中任何一个词就跳过这条规则，只为快；不得改变结果。",
    "rule.enabled": "false 为缺省不启用，写明代码或名称才用。",
    "rule.absent": "true 为指出缺了什么；草稿没写完时编辑器可以缓报。",
    "rule.masked": "true 为找到的是隐私，从不原样显示。",
    "rule.any_text": "true 为不是年度报告的文字也查。",
    "rule.aliases": "曾用的名称，设置里写了仍然有效。",
    "rule.params": "检查的参数，写作 params.… = …。",
    "rule.example": "示例，写作一节 [[rule.example]]；既是检验也是说明，至少一个。",
    "rule.example.bad": "反例：用 ⟦…⟧ 标出应当指出的文字。",
    "rule.example.good": "正例：应当没有问题。",
    "rule.example.fixed": "反例改正以后的样子。",
    "rule.example.agency": "设置里写的报告机关。",
    "rule.example.within": "设置里写的上级机关和地名。",
    "rule.example.previous": "上年度报告，给与上年比较的规则用。",
    "phrase.name": "说的是什么，列表里显示。",
    "phrase.sections": "属于哪些部分，写序号，如 [1, 6]；不写则哪里都列出。",
    "phrase.text": "套语，{…} 是空：year 年份，agency 机关名，place 地名，或 figures 里的名称。",
    "phrase.near": "这一行光标前面有这些词时，排在前面。",
    "phrase.line": "true 为只在一行的开头列出。",
    "phrase.figures": "空从表格的哪些格来；几格时相加。",
    "phrase.figures.table": "表：disclosure、applications 或 remedies。",
    "phrase.figures.rows": "行的代号，如 NEW、CIN；见 pack.toml。",
    "phrase.figures.columns": "列名，如 总计。",
    "phrase.zero": "这些数都是 0 时才列出。",
    "phrase.nonzero": "这些数不都是 0 时才列出。",
}  # fmt: skip
_PACK_TABLES: Mapping[str, tuple[str, ...]] = {
    "": TOP_KEYS,
    "rule": RULE_KEYS,
    "rule.example": EXAMPLE_KEYS,
    "phrase": PHRASE_KEYS,
    "phrase.figures": (),
}
_HEADERS = ("[rule]", "[rule.example]", "rule.messages", "rule.params", "[phrase]")


def told(text: ConfigurationText, path: str) -> str:
    """What a key is for, by its dotted path without numbers; "" for one there is none of."""
    if text.kind == PACK:
        parts = path.split(".")
        if parts[:2] == ["phrase", "figures"] and len(parts) == 4:
            path = f"phrase.figures.{parts[3]}"
        return _PACK_KEYS.get(path, "")
    key = KEYS.get(path)
    return f"{key.told}（{key.kind}）" if key else ""


def keys_at(text: ConfigurationText, table: str) -> tuple[str, ...]:
    """The keys a table may have, by its dotted path without numbers."""
    if text.kind != PACK:
        return keys_of(table)
    parts = table.split(".")
    return FIGURE_KEYS if parts[:2] == ["phrase", "figures"] and len(parts) == 3 else _PACK_TABLES.get(table, ())


def headers(text: ConfigurationText) -> dict[str, str]:
    """What may stand in a header, without its outer brackets, and what it is for."""
    if text.kind == PACK:
        return {name: _PACK_KEYS[name.strip("[]")] for name in _HEADERS}
    prefix = f"{text.prefix}." if text.prefix else ""
    tables = {path: key for path, key in KEYS.items() if keys_of(path) or key.kind == "表"}
    return {f"[{prefix}{path}]" if path == "suppress" else prefix + path: key.told for path, key in tables.items()}
