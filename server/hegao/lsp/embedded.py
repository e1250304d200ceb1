"""The server inside a host that has neither pipes nor threads, such as a browser: messages are handed over as text."""

from __future__ import annotations

import time
from collections.abc import Callable

from hegao.lsp.logs import silence_libraries
from hegao.lsp.server import create_server


class _Sender:
    """Hands messages to the host."""

    def __init__(self, send: Callable[[str], None]) -> None:
        self._send = send

    def write(self, data: bytes) -> None:
        self._send(data.decode())

    def close(self) -> None:
        """Nothing: the host decides when it is over."""


def start(send: Callable[[str], None], ended: Callable[[int], None] | None = None) -> Callable[[str], None]:
    """Start a server on the running loop.

    Nothing runs in a thread and nothing is read but files that settings name.

    Args:
        send: Called with every message of the server's, one JSON text a call.
        ended: Called once with the exit status when the client has ended the session.

    Returns:
        What the host calls with every message of the client's, one JSON text a call, from the loop's own thread.
    """
    silence_libraries()
    server = create_server(threads=False)
    server.protocol.set_writer(_Sender(send), include_headers=False)
    end = server.begin()
    if ended is not None:
        end.add_done_callback(lambda future: ended(future.result()))

    def receive(message: str) -> None:
        server.protocol.receive([message], time.perf_counter())

    return receive
