"""A draft the client has open, with all that the server keeps for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hegao.lsp.checking import Checked
from hegao.lsp.drafts import Draft
from hegao.lsp.encodings import encoding_notice
from hegao.lsp.showing import Shown

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer


class Open:
    """A draft the client has open: how it is checked and what is shown of it.

    Attributes:
        saved: Serial of the text that was last saved or opened; for those who want checks on saving only.
        status: What was last said of it.
    """

    def __init__(self, server: HegaoServer, draft: Draft) -> None:
        self.draft = draft
        self.checked = Checked(server, draft, *server.desk.held_for(draft))
        self.shown = Shown(server, self.checked)
        self.saved = draft.serial
        self.status: dict[str, Any] | None = None
        self.look_at_bytes()

    def look_at_bytes(self) -> None:
        """See whether the editor has read the file in a wrong encoding."""
        draft = self.draft
        self.shown.encoding_notice = encoding_notice(draft.file, draft.source) if draft.file else ""

    def close(self) -> None:
        """Stop all work."""
        self.checked.close()
        self.shown.close()
