"""Cell and heading text made comparable: no white space, full-width marks."""

from __future__ import annotations

import re
from functools import lru_cache

from hegao.lazy import lazy

_TABLE = str.maketrans(
    {
        "(": "（",
        ")": "）",
        ",": "，",
        ":": "：",
        ";": "；",
        "〔": "〔",
        "﹙": "（",
        "﹚": "）",
        **{chr(0xFF10 + digit): chr(0x30 + digit) for digit in range(10)},
        # Characters that print nothing.
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    }
)
# What may have to be changed; text without any of it is the same when cleaned.
_ODD = lazy(r'[\s(),:;"&<*﹙﹚０-９．\u200b-\u200d\u2060\ufeff\u00ad]|(?<=[0-9])、')
_SPACE = lazy(r"\s+|&nbsp;|<br\s*/?>|\*\*", re.IGNORECASE)
_CACHED = 64
_AFTER_DIGIT = lazy(r"(?<=[0-9])[．、](?=[^0-9]|$)")


def clean(text: str) -> str:
    """Return the text as it is compared with the official form.

    White space and HTML line breaks go, half-width marks become full-width, straight quotes become
    “ ” in turn, ``．`` or ``、`` after a digit becomes ``.``. Text that differs from the form only in
    these is the form.
    """
    return _cleaned(text) if len(text) <= _CACHED else _clean(text)


def _clean(text: str) -> str:
    if _ODD.search(text) is None:
        return text
    text = _SPACE.sub("", text).translate(_TABLE)
    if '"' in text:
        parts = text.split('"')
        text = parts[0] + "".join(("“" if i % 2 == 0 else "”") + part for i, part in enumerate(parts[1:]))
    return _AFTER_DIGIT.sub(".", text) if ("．" in text or "、" in text) else text


# The same labels come again and again, in one draft and from draft to draft.
_cleaned = lru_cache(maxsize=4096)(_clean)
