"""The server: what the client can do, what it has open, and who answers what."""

from __future__ import annotations

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Coroutine
from itertools import count
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter
from pygls.uris import from_fs_path

from hegao import __version__
from hegao.lsp import configurations
from hegao.lsp.checking import Checked
from hegao.lsp.diagnostics import Abilities
from hegao.lsp.drafts import Draft, Drafts
from hegao.lsp.handlers import register
from hegao.lsp.logs import place_of
from hegao.lsp.opened import Open
from hegao.lsp.protocol import HegaoProtocol
from hegao.lsp.settings import ON_SAVE, ClientSettings, Held, SettingsBook
from hegao.lsp.showing import publish
from hegao.lsp.snapshot import Client, Snapshot
from hegao.lsp.status import METHOD, status_of
from hegao.lsp.watching import watch_files
from hegao.lsp.worker import Worker
from hegao.lsp.workspace_diagnostics import Elsewhere, push

_log = logging.getLogger(__name__)
NAME = "hegao"


class HegaoServer(LanguageServer):
    """The language server: one client, its open texts, and what is known of them.

    Attributes:
        client: What the client can do.
        abilities: What may stand in a diagnostic.
        pulls: Whether the client asks for diagnostics; else they are pushed.
        worker: Where long checks are done; None where there are no threads.
        arrived: When the messages at hand came in.
        open: The open drafts by URI as pygls writes it.
        watched: What the client was asked to watch; None before it was.
        defects: Kind and place of each defect of ours met so far.
        client_settings: What the editor is set to, by path of a workspace folder; "" for all others.
        shows_rules: Whether the client shows explanations of rules itself.
    """

    protocol: HegaoProtocol

    def __init__(self, threads: bool = True) -> None:
        super().__init__(NAME, __version__, protocol_cls=HegaoProtocol, converter_factory=default_converter)
        self.client = Client()
        self.abilities = Abilities()
        self.pulls = False
        self.worker = Worker() if threads else None
        self.arrived = 0.0
        self.open: dict[str, Open] = {}
        self.book = SettingsBook()
        self.problems = configurations.Problems(self)
        self.elsewhere = Elsewhere(self)
        self.client_settings: dict[str, ClientSettings] = {"": ClientSettings()}
        self.shows_rules = False
        self._edited: set[str] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ended: asyncio.Future[int] | None = None
        self.defects: list[str] = []
        self._failed_rules: set[str] = set()
        self.watched: list[types.GlobPattern] | None = None
        self._registered: dict[str, str] = {}
        self._registrations = count(1)
        register(self)

    # Life

    def begin(self) -> asyncio.Future[int]:
        """Bind to the running loop; the future becomes the exit status."""
        self._ended = asyncio.get_running_loop().create_future()
        return self._ended

    def end(self, status: int) -> None:
        """Stop serving."""
        self.protocol.writer = None
        for one in self.open.values():
            one.close()
        for task in self._tasks:
            task.cancel()
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(status)

    def start_task(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something besides; it is cancelled when the server ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def tell_defect(self, error: BaseException) -> str:
        """Log a defect of ours; returns its kind and place."""
        place = place_of(error)
        if place not in self.defects:
            self.defects.append(place)
            _log.error("internal error: %s", place)
        return place

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002 - the library's face
        """Log it: pygls would show a message for each."""
        self.tell_defect(error)

    # What is open

    @property
    def drafts(self) -> Drafts:
        """The open texts."""
        return self.protocol.drafts

    def opened(self, uri: str) -> None:
        """Take a text under care."""
        self.forget(uri)
        self.problems.opened(uri)
        self.elsewhere.opened(uri)
        self._take_up(uri)

    def _take_up(self, uri: str) -> None:
        self._edited.add(uri)
        draft = self.drafts.draft(uri)
        if draft is None or configurations.is_configuration(draft):
            return
        self.open[unquote(uri)] = Open(self, draft)
        self._follow_settings()

    def edited(self, uri: str) -> None:
        """Take note of changes to a text."""
        self._edited.add(uri)
        one = self.open.get(unquote(uri))
        if one is not None:
            one.checked.edited(self.arrived)
            one.shown.edited()
        else:
            # Its file was deleted, and the author goes on writing all the same.
            self._take_up(uri)

    def closed(self, uri: str) -> None:
        """Give up a text; what was shown of it goes."""
        self._edited.discard(uri)
        was_draft = unquote(uri) in self.open
        self.forget(uri)
        if not was_draft and not self.pulls:
            publish(self, uri, None, [])
        self.problems.tell(self.book.problems())
        if self.checks_workspace:
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

    def messages_read(self) -> None:
        """See to the texts that the messages just handled have changed."""
        edited, self._edited = self._edited, set()
        for uri in edited:
            one = self.open.get(unquote(uri))
            if one is None:
                draft = self.drafts.draft(uri)
                if draft is not None and not self.pulls:
                    items = configurations.items_of(self, configurations.text_of(self, draft))
                    publish(self, uri, draft.version, items)
            elif self._is_due(one):
                one.checked.flush()

    def _is_due(self, one: Open) -> bool:
        """Whether the present text of a draft is one to be checked unasked."""
        return self.settings_of(one.draft).run != ON_SAVE or one.saved == one.draft.serial

    def snapshot(self, uri: str) -> Snapshot | Awaitable[Snapshot | None] | None:
        """The present text of an open draft, checked, at once or later; None when it is not open."""
        one = self.open.get(unquote(uri))
        return one.checked.current() if one is not None else None

    async def present(self, uri: str) -> Snapshot | None:
        """The present text of an open draft, checked; None when it is not open."""
        found = self.snapshot(uri)
        return found if found is None or isinstance(found, Snapshot) else await found

    def status_of(self, uri: str) -> dict[str, Any] | None:
        """What the last ``hegao/status`` said of a draft; None when it is not open."""
        one = self.open.get(unquote(uri))
        return one.status if one is not None else None

    def is_unsaved(self, path: str) -> bool:
        """Whether a file is open with a text that is not the one on disk."""
        uri = from_fs_path(path)
        draft = self.drafts.draft(uri) if uri else None
        return draft is not None and draft.differs_from(path)

    # What comes out of a check

    def checked(self, checked: Checked) -> None:
        """Show what a check gave, and say how things stand."""
        one = self.open.get(unquote(checked.draft.uri))
        if one is None or one.checked is not checked:
            return
        if self.pulls:
            one.shown.count()
        elif self._is_due(one):
            one.shown.push()
        one.status = status_of(checked, one.shown.total)
        self.protocol.send_json(
            json.dumps({"jsonrpc": "2.0", "method": METHOD, "params": one.status}, ensure_ascii=False)
        )
        if checked.snapshot is not None:
            for failure in checked.snapshot.result.failures:
                self._tell_failure(failure.code)

    def _tell_failure(self, code: str) -> None:
        """Show once that a rule cannot run."""
        if code in self._failed_rules:
            return
        self._failed_rules.add(code)
        told = f"核稿：规则 {code} 运行出错，这条规则没有核对，其余规则照常。请反馈给规则的维护者。"
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, told))

    def ask_to_refresh(self) -> None:
        """Tell a client that pulls that there may be something new."""
        self.workspace_diagnostic_refresh(None)

    def look_again(self) -> None:
        """Have everything shown anew that does not hang on an edit."""
        if self.pulls:
            self.ask_to_refresh()
        elif self.checks_workspace or self.elsewhere.has_told:
            self.start_task(push(self))

    # Settings

    def folder_of(self, path: str) -> str:
        """The workspace folder a file lies in; "" when it lies in none."""
        inside = [folder for folder in self.drafts.folder_paths() if path.startswith(folder.rstrip(os.sep) + os.sep)]
        return max(inside, key=len, default="")

    def settings_of(self, draft: Draft) -> ClientSettings:
        """What the editor is set to for a text."""
        return self.settings_in(self._home(draft))

    def _home(self, draft: Draft) -> str:
        """The workspace folder of a text; of one without a file the first one."""
        return self.folder_of(draft.file) if draft.file else next(iter(self.drafts.folder_paths()), "")

    def settings_in(self, folder: str) -> ClientSettings:
        """What the editor is set to in a workspace folder."""
        return self.client_settings.get(folder, self.client_settings[""])

    @property
    def checks_workspace(self) -> bool:
        """Whether drafts that are not open are checked too."""
        return any(settings.workspace_diagnostics and settings.enable for settings in self.client_settings.values())

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
            watch_files(self)

    def register_later(self, method: str, options: Any) -> None:
        """Register a method with the client; what was registered for it before gives way."""
        old = self._registered.pop(method, None)
        if old is not None:
            gone = types.Unregistration(id=old, method=method)
            self.client_unregister_capability(types.UnregistrationParams([gone]))
        number = f"{method}#{next(self._registrations)}"
        self._registered[method] = number
        new = types.Registration(id=number, method=method, register_options=options)
        self.client_register_capability(types.RegistrationParams([new]))

    def settings_file_changed(self, _path: str) -> None:
        """Check anew what depends on a settings file."""
        self.settings_changed()


def create_server(threads: bool = True) -> HegaoServer:
    """A server that waits for a transport.

    Args:
        threads: Whether checks that take long may run in a thread.
    """
    return HegaoServer(threads)
