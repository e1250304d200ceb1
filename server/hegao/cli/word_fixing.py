"""Corrections in Word files: which can be written, and how the file is written and read again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable

from hegao.fix import Edit, Fix
from hegao.sources.encodings import SourceError
from hegao.sources.files import Draft
from hegao.sources.word.open import OF_WORD, open_word
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
        kind = "旧版 Word 文件改的名，" if ending.lower() in OF_WORD else f"{ending} 文件，"
        raise SourceError(f"{draft.name}：这是{kind}只能核对，不能改写。请在 Word 或 WPS 里另存为 .docx 再用。")


def possible_in(draft: Draft) -> Callable[[Fix], bool]:
    """Tells of a fix whether it can be written into the file of a draft."""
    word = draft.word
    if word is None:
        return lambda fix: True  # noqa: ARG005 - text can be anything
    return lambda fix: all(writable(word, Change(*edit)) for edit in fix.edits)


def write_edits(draft: Draft, edits: Iterable[Edit], track: bool) -> Draft:
    """Write corrections into the file; returns the draft as it reads now.

    Args:
        edits: By place, none touching another one.
        track: As tracked changes.

    Raises:
        SourceError: It cannot be done; the file is as it was.
    """
    # Writing uses the tree up; the one the draft holds still tells where findings are.
    word = open_word(draft.data, draft.name).word
    data = changed(word, (Change(*edit) for edit in edits), track, now())
    replace_file(draft.name, draft.data, data)
    new = open_word(data, draft.name).word
    return draft._replace(text=new.text, word=new, data=data)


def now() -> str:
    """The time as Word writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
