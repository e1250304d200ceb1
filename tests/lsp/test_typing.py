"""A long session of edits: the server's text and findings are always those of the text in the editor."""

from __future__ import annotations

import gc
from random import Random

import psutil
import pytest

from hegao.config.model import DEFAULTS
from hegao.engine import check
from hegao.lsp.diagnostics import message_of
from hegao.lsp.drafts import spliced
from hegao.lsp.waiting import split_unwritten
from hegao.text import SourceText, Span
from lsp.editor import URI, Inside, abilities
from lsp.oddities import decorated
from lsp.test_diagnostics import ENCODINGS, LAYOUTS, clean, faulty

EDITS = 2000
"""Over all encodings."""
_PIECES = (
    "的", "一", "7", "0", "，", "。", "|", "\t", "\n", "\r\n", "\r", " ", "\u00a0", "\x0b", "\x0c", "\u2028", "\x85",
    "\U0002aa36", "\U00020bb7村", "e\u0301", "我乡", "及时及时", "第三", "## 二、主动公开政府信息情况\n", "| 1 | 2 |\n",
    "2024年", "", "", "",
)  # fmt: skip


def _edits(text: str, seed: int, count: int):
    """Random edits of a text as (start, end, replacement); none cuts a line end.

    When little is left of the text, or much has been added, one edit puts it back as it was.
    """
    random, original = Random(seed), text
    for _ in range(count):
        if not len(original) * 0.8 < len(text) < len(original) * 1.2:
            yield 0, len(text), original
            text = original
            continue
        start = random.randrange(len(text) + 1)
        end = min(start + random.choice((0, 0, 0, 1, 1, 2, 9, 60)), len(text))
        start, end = (at - 1 if text[at - 1 : at + 1] == "\r\n" else at for at in (start, end))
        new = random.choice(_PIECES)
        if random.random() < 0.05:
            at = random.randrange(len(text) + 1)
            new = text[at : at + random.randrange(200)]
        text = text[:start] + new + text[end:]
        yield start, end, new


@pytest.mark.asyncio
@pytest.mark.parametrize(("encoding", "layout"), tuple(zip(ENCODINGS, LAYOUTS, strict=True)))
async def test_text_and_findings_are_right_after_every_edit(encoding, layout):
    editor = Inside()
    await editor.begin(abilities(True, encoding))
    original = decorated(faulty(layout))
    editor.open(original)
    reports = 0
    for number, edit in enumerate(_edits(original, ENCODINGS.index(encoding), EDITS // len(ENCODINGS) + 1)):
        editor.replace(*edit)
        text = editor.texts[URI]
        assert editor.text() == text
        said = (await editor.pulled())["items"]
        result = check(text, DEFAULTS)
        findings, _ = split_unwritten(result.document, result.findings) if result.document.is_report else ([], [])
        reports += bool(findings)
        assert [(item["code"], editor.span(item["range"]), item["message"]) for item in said] == [
            (finding.code, finding.span, message_of(finding)) for finding in findings
        ], f"after edit {number}: {edit}"
    assert reports > number * 0.9
    assert editor.server.defects == []


def test_the_line_table_is_that_of_the_new_text():
    text = decorated(faulty())
    old = SourceText(text)
    for start, end, new in _edits(text, seed=7, count=3000):
        old = spliced(old, Span(start, end), new)
        assert old.line_starts == SourceText(old.text).line_starts


async def _day(editor: Inside, rounds: int) -> None:
    """Write and take back, ask and look, as an author does all day."""
    about = {"textDocument": {"uri": URI}}
    at = editor.texts[URI].index("全年")
    for number in range(rounds):
        editor.replace(at, at, "本年度新收政府信息公开申请7件，"[number % 15])
        await editor.pulled()
        if number % 20 == 0:
            for method in ("documentSymbol", "inlayHint", "codeLens", "codeAction"):
                params = {**about, "range": editor.range(at, at), "context": {"diagnostics": []}}
                await editor.request(f"textDocument/{method}", params)
        if number % 50 == 49:
            editor.change([{"text": faulty() if number % 100 == 49 else clean()}])
            editor.notify("textDocument/didClose", about)
            editor.open(editor.texts[URI])
            at = editor.texts[URI].index("全年")
    await editor.pulled()


@pytest.mark.asyncio
async def test_a_day_of_typing_leaves_nothing_behind():
    editor = Inside()
    await editor.begin(abilities(True))
    editor.open(faulty())
    process = psutil.Process()

    async def measured() -> tuple[int, int, int, int]:
        editor.heard.clear()
        editor._read = 0
        gc.collect()
        server = editor.server
        return (
            len(gc.get_objects()),
            process.num_fds() if hasattr(process, "num_fds") else 0,
            len(server._tasks) + len(server.protocol._request_futures) + len(server.protocol._result_types),
            process.memory_info().rss,
        )

    await _day(editor, 150)
    objects, files, pending, memory = await measured()
    await _day(editor, 300)
    objects_after, files_after, pending_after, memory_after = await measured()
    assert files_after == files
    assert pending_after <= max(pending, 2)
    assert objects_after <= objects * 1.02
    assert memory_after <= memory + 4 * 1024 * 1024
