"""Text as WordprocessingML."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PIECES = re.compile(r"[\t\n\x0b]|[^\t\n\x0b]+")
_ILLEGAL = re.compile("[\x00-\x08\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKS = {"\t": "<w:tab/>", "\n": "<w:br/>", "\x0b": "<w:br/>"}


def run(text: str, properties: str = "") -> str:
    """A run; tabs and line breaks are elements of their own, what XML cannot hold is left out.

    Args:
        properties: What stands in ``w:rPr``.
    """
    text = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text:
        return ""
    pieces = (
        _MARKS.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in _PIECES.findall(text)
    )
    return f"<w:r>{_wrapped('w:rPr', properties)}{''.join(pieces)}</w:r>"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs, in a named style."""
    named = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    return f"<w:p>{_wrapped('w:pPr', named + properties)}{content}</w:p>"


def _wrapped(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>" if content else ""
