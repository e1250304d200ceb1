"""The server: one client, what it can do, and how it is spoken to.

What knows of drafts and rules is imported once the client has been answered: a start must not wait for it.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Coroutine
from functools import cached_property
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter
from pygls.uris import from_fs_path

from hegao import __version__
from hegao.lsp.abilities import Abilities
from hegao.lsp.client_settings import ClientSettings
from hegao.lsp.drafts import Drafts
from hegao.lsp.handlers import register
from hegao.lsp.logs import place_of
from hegao.lsp.protocol import HegaoProtocol
from hegao.lsp.snapshot import Client, Snapshot
from hegao.lsp.worker import Worker

if TYPE_CHECKING:
    from hegao.lsp.desk import Desk

_log = logging.getLogger(__name__)
NAME = "hegao"


class HegaoServer(LanguageServer):
    """The language server.

    Attributes:
        client: What the client can do.
        abilities: What may stand in a diagnostic.
        pulls: Whether the client asks for diagnostics; else they are pushed.
        worker: Where long checks are done; None where there are no threads.
        arrived: When the messages at hand came in.
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
        self.defects: list[str] = []
        self.client_settings: dict[str, ClientSettings] = {"": ClientSettings()}
        self.shows_rules = False
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ended: asyncio.Future[int] | None = None
        self._registered: dict[str, str] = {}
        self._registrations = count(1)
        register(self)

    @cached_property
    def desk(self) -> Desk:
        """Where drafts lie open."""
        found: Desk = import_module("hegao.lsp.desk").Desk(self)
        return found

    def begin(self) -> asyncio.Future[int]:
        """Bind to the running loop; the future becomes the exit status."""
        self._ended = asyncio.get_running_loop().create_future()
        return self._ended

    def end(self, status: int) -> None:
        """Stop serving."""
        self.protocol.writer = None
        if "desk" in self.__dict__:
            self.desk.clear()
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

    @property
    def drafts(self) -> Drafts:
        """The open texts."""
        return self.protocol.drafts

    def messages_read(self) -> None:
        """See to what the messages just handled have changed."""
        if "desk" in self.__dict__:
            self.desk.see_to_edits()

    # What the client is asked

    def ask_to_refresh(self) -> None:
        """Tell a client that pulls that there may be something new."""
        self.workspace_diagnostic_refresh(None)

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

    # What the editor is set to

    def folder_of(self, path: str) -> str:
        """The workspace folder a file lies in; "" when it lies in none."""
        inside = [folder for folder in self.drafts.folder_paths() if path.startswith(folder.rstrip(os.sep) + os.sep)]
        return max(inside, key=len, default="")

    def settings_in(self, folder: str) -> ClientSettings:
        """What the editor is set to in a workspace folder."""
        return self.client_settings.get(folder, self.client_settings[""])

    @property
    def checks_workspace(self) -> bool:
        """Whether drafts that are not open are checked too."""
        return any(settings.workspace_diagnostics and settings.enable for settings in self.client_settings.values())

    # What commands ask about

    async def present(self, uri: str) -> Snapshot | None:
        """The present text of an open draft, checked; None when it is not open."""
        found = self.desk.snapshot(uri)
        while not (found is None or isinstance(found, Snapshot)):
            await found
            # An edit may have come in before whoever waited is woken.
            found = self.desk.snapshot(uri)
        return found

    def status_of(self, uri: str) -> dict[str, Any] | None:
        """What the last ``hegao/status`` said of a draft; None when it is not open."""
        one = self.desk.opened_draft(uri)
        return one.status if one is not None else None

    def is_unsaved(self, path: str) -> bool:
        """Whether a file is open with a text that is not the one on disk."""
        uri = from_fs_path(path)
        draft = self.drafts.draft(uri) if uri else None
        return draft is not None and draft.differs_from(path)

    def settings_file_changed(self, _path: str) -> None:
        """Check anew what depends on a settings file."""
        self.desk.settings_changed()


def create_server(threads: bool = True) -> HegaoServer:
    """A server that waits for a transport.

    Args:
        threads: Whether checks that take long may run in a thread.
    """
    return HegaoServer(threads)
