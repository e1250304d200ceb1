"""Corrections in Word files: which can be written, and how the file is written and read again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from hegao.fix import Fix, Plan
from hegao.sources.encodings import SourceError
from hegao.sources.files import Draft
from hegao.sources.word.open import open_word
from hegao.sources.word_write.changes import changed
from hegao.sources.word_write.steps import Change, writable
from hegao.sources.write import replace_file


def refuse_foreign(draft: Draft) -> None:
    """Refuse a file of another format than ``.docx``: only its text was read, through a converted copy.

    Raises:
        SourceError: It is such a file.
    """
    if not draft.native:
        ending = os.path.splitext(draft.name)[1]  # noqa: PTH122
        raise SourceError(f"{draft.name}：{ending} 文件只能核对，不能改写。请在 Word 或 WPS 里另存为 .docx 再用。")


def possible_in(draft: Draft) -> Callable[[Fix], bool]:
    """Tells of a fix whether it can be written into the file of a draft."""
    word = draft.word
    if word is None:
        return lambda fix: True  # noqa: ARG005 - text can be anything
    return lambda fix: all(writable(word, Change(*edit)) for edit in fix.edits)


def write_fixed(draft: Draft, plan: Plan, track: bool) -> Draft:
    """Write corrections into the file; returns the draft as it reads now.

    Raises:
        SourceError: It cannot be done; the file is as it was.
    """
    # Writing uses the tree up; the one the draft holds still tells where findings are.
    word = open_word(draft.data, draft.name).word
    data = changed(word, (Change(*edit) for edit in plan.edits), track, now())
    replace_file(draft.name, draft.data, data)
    new = open_word(data, draft.name).word
    return draft._replace(text=new.text, word=new, data=data)


def now() -> str:
    """The time as Word writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
