"""Open texts: pygls' document class made anew, with the lines of the protocol and cheap edits.

pygls breaks lines as ``str.splitlines`` does, at U+000B, U+000C, U+0085 and U+2028 too, which text pasted from Word
is full of. Lines would then be counted otherwise than in the editor, and the next edit would land in the wrong place.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from urllib.parse import unquote

from lsprotocol import types
from pygls.uris import to_fs_path
from pygls.workspace import ServerTextPosition, TextDocument, Workspace

from hegao.lsp.changes import Change
from hegao.lsp.convert import Positions
from hegao.text import SourceText, Span


class Draft(TextDocument):
    """A text the client has open.

    Attributes:
        positions: Between offsets and positions of the present text.
        serial: Grows with every change; clients are free in how they number versions.
        changed: The span of the latest change in the present text; None before the first, and when the
            whole text was replaced.
        file: Path of the file; "" when the text has none (``untitled:``).
    """

    def __init__(self, uri: str, text: str, version: int | None, language_id: str | None, encoding: str) -> None:
        super().__init__(uri, None, version, language_id)
        self._encoding = encoding
        self.serial = 0
        self.changed: Span | None = None
        self.file = to_fs_path(uri) or ""
        self._take(SourceText(text), _is_narrow(text))

    def _take(self, text: SourceText, narrow: bool) -> None:
        self._narrow = narrow
        self.positions = Positions(text, self._encoding, narrow)

    @property
    def text(self) -> SourceText:
        """The present text with its lines."""
        return self.positions.source

    @property
    def source(self) -> str:
        """The present text."""
        return self.positions.source.text

    @property
    def lines(self) -> Sequence[str]:
        """The lines with their ends."""
        starts = [*self.text.line_starts, len(self.source)]
        return tuple(self.source[start:end] for start, end in pairwise(starts))

    @property
    def is_configuration(self) -> bool:
        """Whether the text is no draft but a TOML file, ours or not."""
        return self.file.endswith(".toml") or self.language_id == "toml"

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Take over a change as the library reads it."""
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = change.range.start, change.range.end
            self.take(Change((start.line, start.character, end.line, end.character), change.text))
        else:
            self.take(Change(None, change.text))

    def take(self, change: Change) -> None:
        """Take over a change; places outside the text count as its nearest ones."""
        self.serial += 1
        where, new = change
        if where is None:
            self.changed = None
            self._take(SourceText(new), _is_narrow(new))
            return
        span = self.positions.span_at(*where)
        self.changed = Span(span.start, span.start + len(new))
        self._take(spliced(self.text, span, new), self._narrow and _is_narrow(new))

    def differs_from(self, path: str) -> bool:
        """Whether a file holds another text than this one, or none that can be read."""
        try:
            with open(path, "rb") as stream:  # noqa: PTH123
                return stream.read().decode("utf-8-sig") != self.source.removeprefix("\ufeff")
        except (OSError, UnicodeDecodeError):
            return True

    def offset_at_position(self, client_position: types.Position) -> int:
        """The offset of a position of the client's."""
        return self.positions.offset(client_position)

    def client_position_at_offset(self, offset: int) -> types.Position:
        """The position, in the client's units, of an offset."""
        return self.positions.position(offset)

    def offset_at_server_position(self, server_position: ServerTextPosition) -> int:
        """The offset of a line and a column in code points."""
        return self.text.offset(server_position.line, server_position.character)

    def server_position_at_offset(self, offset: int) -> ServerTextPosition:
        """The line and the column in code points of an offset."""
        return ServerTextPosition(*self.text.position(offset))


class Drafts(Workspace):
    """pygls' workspace with drafts for documents. It never reads a file: what is not open is not there."""

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> Draft:
        return Draft(doc_uri, source or "", version, language_id, str(self.position_encoding))

    def draft(self, uri: str) -> Draft | None:
        """The open text of a URI."""
        found = self.text_documents.get(unquote(uri))
        return found if isinstance(found, Draft) else None

    def folder_paths(self) -> list[str]:
        """Paths of the workspace folders, the first one first."""
        uris = [folder.uri for folder in self.folders.values()] or ([self.root_uri] if self.root_uri else [])
        return [os.path.normpath(path) for path in map(to_fs_path, uris) if path]


def spliced(text: SourceText, span: Span, replacement: str) -> SourceText:
    """The text with a span replaced, its line table made from the old one."""
    old, starts = text.text, text.line_starts
    new = SourceText("".join((old[: span.start], replacement, old[span.end :])))
    # One line before: a line feed put behind a carriage return joins it.
    first = max(bisect_right(starts, span.start) - 2, 0)
    after = bisect_right(starts, span.end)
    begin, end = starts[first], starts[after] if after < len(starts) else len(old)
    window = SourceText(old[begin : span.start] + replacement + old[span.end : end])
    middle = [begin + start for start in window.line_starts]
    if after < len(starts):
        # The window ends with a line end, so that its last line is the first one after it.
        middle.pop()
    shift = len(replacement) - (span.end - span.start)
    rest = [start + shift for start in starts[after:]] if shift else starts[after:]
    new.line_starts = starts[:first] + middle + rest
    return new


def _is_narrow(text: str) -> bool:
    """Whether every character is one unit of UTF-16."""
    return text.isascii() or len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text)
