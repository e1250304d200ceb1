"""The open drafts: taken up, checked when they change, shown, and given up again."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lsprotocol import types

from hegao.lsp import configurations
from hegao.lsp.checking import Checked
from hegao.lsp.client_settings import ON_SAVE, ClientSettings
from hegao.lsp.drafts import Draft
from hegao.lsp.opened import Open
from hegao.lsp.settings import Held, SettingsBook
from hegao.lsp.showing import publish
from hegao.lsp.snapshot import Snapshot
from hegao.lsp.status import METHOD, status_of
from hegao.lsp.watching import watch_files
from hegao.lsp.workspace_diagnostics import Elsewhere, push

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer


class Desk:
    """All that is known of drafts and settings.

    Attributes:
        open: The open drafts, by URI without percent signs.
        book: The settings in force.
        problems: What the client is told of settings files.
        elsewhere: What is known of drafts that are not open.
        watched: What the client was asked to watch; None before it was.
    """

    def __init__(self, server: HegaoServer) -> None:
        self.server = server
        self.open: dict[str, Open] = {}
        self.book = SettingsBook()
        self.problems = configurations.Problems(server)
        self.elsewhere = Elsewhere(server)
        self.watched: list[types.GlobPattern] | None = None
        self._edited: set[str] = set()
        self._failed_rules: set[str] = set()

    def clear(self) -> None:
        """Stop all work."""
        for one in self.open.values():
            one.close()

    def opened(self, uri: str) -> None:
        """Take a text under care."""
        self.forget(uri)
        self.problems.opened(uri)
        self.elsewhere.opened(uri)
        self._take_up(uri)

    def _take_up(self, uri: str) -> None:
        self._edited.add(uri)
        draft = self.server.drafts.draft(uri)
        if draft is None or draft.is_configuration:
            return
        self.open[unquote(uri)] = Open(self.server, draft)
        self._follow_settings()

    def edited(self, uri: str) -> None:
        """Take note of changes to a text."""
        self._edited.add(uri)
        one = self.open.get(unquote(uri))
        if one is not None:
            one.checked.edited(self.server.arrived)
            one.shown.edited()
            if one.shown.encoding_notice:
                # Some editors put the text right by changing it whole.
                one.look_at_bytes()
        else:
            # Its file was deleted, and the author goes on writing all the same.
            self._take_up(uri)

    def closed(self, uri: str) -> None:
        """Give up a text; what was shown of it goes."""
        self._edited.discard(uri)
        was_draft = unquote(uri) in self.open
        self.forget(uri)
        if not was_draft and not self.server.pulls:
            publish(self.server, uri, None, [])
        self.problems.tell(self.book.problems())
        if self.server.checks_workspace:
            self.look_again()

    def opened_draft(self, uri: str) -> Open | None:
        """An open draft and what is known of it."""
        return self.open.get(unquote(uri))

    def forget(self, uri: str) -> None:
        """Drop what is known of an open draft."""
        one = self.open.pop(unquote(uri), None)
        if one is not None:
            one.checked.close()
            one.shown.withdraw()

    def see_to_edits(self) -> None:
        """See to the texts that the messages just handled have changed."""
        edited, self._edited = self._edited, set()
        for uri in edited:
            one = self.open.get(unquote(uri))
            if one is None:
                draft = self.server.drafts.draft(uri)
                if draft is not None and not self.server.pulls:
                    items = configurations.items_of(self.server, configurations.text_of(self.server, draft))
                    publish(self.server, uri, draft.version, items)
            elif self._is_due(one):
                one.checked.flush()

    def _is_due(self, one: Open) -> bool:
        """Whether the present text of a draft is one to be checked unasked."""
        return self.settings_of(one.draft).run != ON_SAVE or one.saved == one.draft.serial

    def snapshot(self, uri: str) -> Snapshot | Awaitable[Snapshot | None] | None:
        """The present text of an open draft, checked, at once or later; None when it is not open."""
        one = self.open.get(unquote(uri))
        return one.checked.current() if one is not None else None

    # What comes out of a check

    def checked(self, checked: Checked) -> None:
        """Show what a check gave, and say how things stand."""
        one = self.open.get(unquote(checked.draft.uri))
        if one is None or one.checked is not checked:
            return
        if self.server.pulls:
            one.shown.count()
        elif self._is_due(one):
            one.shown.push()
        self._tell_status(one)
        if checked.snapshot is not None:
            for failure in checked.snapshot.result.failures:
                self._tell_failure(failure.code)

    def rested(self, checked: Checked) -> None:
        """Show what was held back while the author was typing."""
        one = self.open.get(unquote(checked.draft.uri))
        if one is None or one.checked is not checked:
            return
        if self.server.pulls:
            self.server.ask_to_refresh()
        else:
            one.shown.push()
            self._tell_status(one)

    def _tell_status(self, one: Open) -> None:
        one.status = status_of(one.checked, one.shown.total)
        self.server.protocol.send_json(
            json.dumps({"jsonrpc": "2.0", "method": METHOD, "params": one.status}, ensure_ascii=False)
        )

    def _tell_failure(self, code: str) -> None:
        """Show once that a rule cannot run."""
        if code in self._failed_rules:
            return
        self._failed_rules.add(code)
        told = f"核稿：规则 {code} 运行出错，这条规则没有核对，其余规则照常。请反馈给规则的维护者。"
        self.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, told))

    def look_again(self) -> None:
        """Have everything shown anew that does not hang on an edit."""
        if self.server.pulls:
            self.server.ask_to_refresh()
        elif self.server.checks_workspace or self.elsewhere.has_told:
            self.server.start_task(push(self.server))

    # Settings

    def settings_of(self, draft: Draft) -> ClientSettings:
        """What the editor is set to for a text."""
        return self.server.settings_in(self._home(draft))

    def _home(self, draft: Draft) -> str:
        """The workspace folder of a text; of one without a file the first one."""
        return self.server.folder_of(draft.file) if draft.file else next(iter(self.server.drafts.folder_paths()), "")

    def held_for(self, draft: Draft) -> tuple[Held, bool]:
        """The settings that hold for a draft, and whether it is to be checked."""
        client = self.settings_of(draft)
        return self.book.of(draft.file, self._home(draft), client), client.enable

    def settings_changed(self) -> None:
        """Read all settings anew and check every open draft under them."""
        self.book.forget()
        for one in list(self.open.values()):
            one.checked.set(*self.held_for(one.draft))
            if self._is_due(one):
                one.checked.flush()
        self._follow_settings()
        self.look_again()

    def _follow_settings(self) -> None:
        """Tell what is wrong with the settings in force, and watch the files they name."""
        self.problems.tell(self.book.problems())
        # Before that it is not yet known what the editor is set to.
        if self.watched is not None:
            watch_files(self.server)
