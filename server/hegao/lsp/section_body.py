"""Where a section ends for the eye: before the blank lines, the next heading's marks, and the signature."""

from __future__ import annotations

from hegao.document.model import Document, Section
from hegao.text import Span


def body_of(document: Document, section: Section) -> Span:
    """A section from its heading to its last character that is neither white space nor any other part's.

    ``Section.span`` reaches to the next heading's number. What stands before it on its line, such as ``##``, belongs
    to that heading, and signature and date to no section.
    """
    source = document.source
    end = section.span.end
    if end < len(source):
        end = max(source.line_span(source.position(end).line).start, section.heading.end)
    signature = document.signature
    if signature is not None and section.heading.end <= signature.span.start < end:
        end = signature.span.start
    while end > section.heading.end and source.text[end - 1].isspace():
        end -= 1
    return Span(section.heading.start, end)
