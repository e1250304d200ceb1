"""Chinese words that the formats for people share."""

from __future__ import annotations

from hegao.finding import Finding, Severity
from hegao.fix import Applicability
from hegao.report.model import FileReport, Fixing, Options, Summary
from hegao.report.places import where
from hegao.report.screen import visible

SEVERITIES = {Severity.ERROR: "必错", Severity.WARNING: "疑似", Severity.INFO: "提示"}

_LONGEST = 24
_RESET = "\x1b[0m"
_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "info": "\x1b[1;36m",
    "path": "\x1b[1m",
    "faint": "\x1b[2m",
    "good": "\x1b[1;32m",
}


def paint(text: str, style: str, options: Options) -> str:
    """The text in a style, if colours are wanted."""
    return f"{_STYLES[style]}{text}{_RESET}" if options.color and text else text


def label(finding: Finding, options: Options) -> str:
    """Severity and code, such as ``必错[T102]``."""
    return paint(f"{SEVERITIES[finding.severity]}[{finding.code}]", finding.severity.value, options)


def corrections(finding: Finding) -> list[str]:
    """The titles of the fixes, a line each; several suggestions are alternatives."""
    titles = [fix.title for fix in finding.fixes if fix.applicability is not Applicability.SUGGESTION]
    choices = [fix.title for fix in finding.fixes if fix.applicability is Applicability.SUGGESTION]
    return [*titles, *choices[:1], *(f"或者，{title}" for title in choices[1:])]


def remarks(report: FileReport, options: Options) -> list[str]:
    """What there is to say of a draft beside its findings, a line each."""
    path = paint(visible(report.path), "path", options)
    lines = [
        f"{path}: 规则 {failure.code} 运行出错（{failure.error}），这条规则未核对，其余规则照常；请反馈给规则的维护者。"
        for failure in report.failures
    ]
    if options.quiet:
        return lines
    if report.note:
        lines.append(f"{path}: {report.note}")
    if options.verbose:
        kind = "Word 文件" if report.word else f"编码 {report.encoding}"
        lines.append(f"{path}: {kind}{_relations(report)}")
    return lines


def corrected_lines(report: FileReport, options: Options) -> list[str]:
    """A line for each correction made, at its place in the text as it is now."""
    lines = []
    for done in () if options.quiet else report.corrected:
        at = paint(f"{visible(report.path)}:{where(report, done.offset)}:", "path", options)
        text = done.text if len(done.text) <= _LONGEST else f"{done.text[:_LONGEST]}…"
        # Some titles quote what stood there.
        known = not text or f"“{text}”" in done.title
        what = visible(done.title) if known and done.title else f"“{visible(text)}”{visible(done.title)}"
        lines.append(f"{at} {paint(f'已改[{done.code}]', 'good', options)} {what}")
    return lines


def summary_lines(summary: Summary, options: Options) -> list[str]:
    """What there is to say of the run, a line each; the last line is the result."""
    lines = _statistics(summary) if options.statistics else []
    if options.quiet:
        return lines
    lines += summary.unused_suppressions
    drafts = _drafts(summary)
    relations = _relations(summary)
    tail = _tail(summary, options)
    fixing = summary.fixing
    fixed = f"{_fixed(fixing)}；" if fixing else ""
    if summary.findings:
        counts = "，".join(
            paint(f"{SEVERITIES[severity]} {count} 处", severity.value if count else "faint", options)
            for severity, count in zip(SEVERITIES, (summary.errors, summary.warnings, summary.infos), strict=True)
        )
        lines.append(f"核对 {drafts}：{fixed}{'还剩 ' if fixing else ''}{counts}{relations}{tail}。")
    elif summary.files:
        done = "不再有问题" if fixing and fixing.fixed else "未发现问题"
        # √ and not ✓: it is in every Chinese code page. It is for reports, of which all was checked.
        done = paint(f"核稿 √ {done}", "good", options) if summary.reports == summary.files else _common(summary) + done
        lines.append(f"{done}：核对 {drafts}{'，' + _fixed(fixing) if fixing else ''}{relations}{tail}。")
    else:
        lines.append(f"没有核对任何文稿{tail}。")
    return lines


def diff_summary(fixing: Fixing, unreadable: int, masked: bool) -> str:
    """The line below what ``--diff`` shows."""
    could = f"可改正 {_count(fixing)}，现在没有改动任何文件" if fixing.fixed else "没有可以成批改正之处"
    failed = f"；{unreadable} 个文件没能核对" if unreadable else ""
    patch = "；其中的隐私信息已遮盖，不能用作补丁" if masked and fixing.fixed else ""
    return f"{could}{_more(fixing)}{failed}{patch}。"


def _tail(summary: Summary, options: Options) -> str:
    return (_more(summary.fixing) if summary.fixing else "") + "".join(
        f"；{text}"
        for count, text in (
            (summary.rules_used, f"只用了 {summary.rules_used} 条规则（缺省 {summary.rules_usual} 条）"),
            (summary.suppressed, f"另有 {summary.suppressed} 处按配置不报"),
            (summary.skipped, f"跳过 {summary.skipped} 个不是报告的文件"),
            (summary.unreadable, f"{summary.unreadable} 个文件没能核对"),
            (len(summary.failures), f"{len(summary.failures)} 条规则运行出错"),
            (options.verbose, f"用时 {summary.seconds:.2f} 秒"),
        )
        if count
    )


def _fixed(fixing: Fixing) -> str:
    return f"已改正 {_count(fixing)}" if fixing.fixed else "没有改动"


def _count(fixing: Fixing) -> str:
    return f"{fixing.fixed} 处（{fixing.files} 个文件）"


def _more(fixing: Fixing) -> str:
    """What could be corrected yet, and why it was not."""
    reasons = [
        text
        for count, text in (
            (fixing.unsafe, f"{fixing.unsafe} 处要加 --unsafe-fixes 才改"),
            (fixing.waiting, f"{fixing.waiting} 处与别的改动相连，下次再改"),
        )
        if count
    ]
    refused = f"；{fixing.refused} 个文件没能改写" if fixing.refused else ""
    return (f"；另有 {'，'.join(reasons)}" if reasons else "") + refused


def _drafts(summary: Summary) -> str:
    if summary.reports == summary.files:
        return f"{summary.files} 份报告"
    return f"{summary.files} 份文稿（其中年度报告 {summary.reports} 份）"


def _common(summary: Summary) -> str:
    """What precedes "nothing found" where only the common rules looked."""
    if not summary.reports:
        return "不像年度报告，只按通用规则核对："
    return f"其中 {summary.files - summary.reports} 份不像年度报告，只按通用规则核对："


def _relations(counted: FileReport | Summary) -> str:
    checked, broken = counted.relations_checked, counted.relations_broken
    unread = max(counted.relations_total - checked, 0)
    left = f"{unread} 项因表格不全未核" if unread else ""
    if not checked:
        return f"；勾稽 {left}" if left else ""
    if broken:
        return f"；勾稽 {checked} 项，{broken} 项不平{'，' + left if left else ''}"
    return f"；勾稽 {checked} 项平衡，{left}" if left else f"；勾稽 {checked} 项，全部平衡"


def _statistics(summary: Summary) -> list[str]:
    """One line for each rule that found something, the most frequent first."""
    ranked = sorted(summary.codes.items(), key=lambda pair: (-pair[1], pair[0]))
    width = max((len(str(count)) for _, count in ranked), default=0)
    lines = []
    for code, count in ranked:
        rule = summary.rules.get(code)
        lines.append(f"{count:>{width}}  {code}" + (f"  {rule.title}（{rule.name}）" if rule else ""))
    return lines
