"""How messages come in and go out: standard streams, a TCP connection, a WebSocket.

Every transport takes whole messages off the wire and hands them to the protocol; none does anything else with them.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from hegao.lsp.logs import quiet_loop

if TYPE_CHECKING:
    from hegao.lsp.server import HegaoServer

_CHUNK = 1 << 16
_LONGEST_HEADER = 1 << 13
_LENGTH = b"content-length"
_MOST_DIGITS = 20
"""More are no length of anything; Python refuses to read thousands of them as a number."""


class FramingError(Exception):
    """What came in is no message with a header; nothing after it can be understood."""


class Frames:
    """Cuts bytes into the bodies of messages."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._wanted = -1

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are complete now.

        Raises:
            FramingError: A header is none.
        """
        self._buffer += data
        bodies: list[bytes] = []
        while True:
            if self._wanted < 0 and not self._read_header():
                return bodies
            if len(self._buffer) < self._wanted:
                return bodies
            bodies.append(bytes(self._buffer[: self._wanted]))
            del self._buffer[: self._wanted]
            self._wanted = -1

    def _read_header(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > _LONGEST_HEADER:
                raise FramingError
            return False
        for line in bytes(self._buffer[:end]).split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == _LENGTH and value.strip().isdigit() and len(value) < _MOST_DIGITS:
                self._wanted = int(value)
        if self._wanted < 0:
            raise FramingError
        del self._buffer[: end + 4]
        return True


class _Stdout:
    """The pipe to the client, all of a message or an error."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]

    def close(self) -> None:
        """Nothing: the pipe ends with the process."""


def serve_stdio(server: HegaoServer) -> int:
    """Serve a client over standard input and output until it goes; returns the exit status."""
    writer = _Stdout(_take_stdout())
    return asyncio.run(_serve_stdio(server, writer))


def _take_stdout() -> int:
    """The descriptor of standard output, hidden from everybody else: what is printed goes to standard error."""
    descriptor = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = sys.stderr
    return descriptor


async def _serve_stdio(server: HegaoServer, writer: _Stdout) -> int:
    loop = asyncio.get_running_loop()
    server.protocol.set_writer(writer)
    ended = _begin(server)

    def give(bodies: Sequence[bytes], arrived: float) -> None:
        loop.call_soon_threadsafe(server.protocol.receive, bodies, arrived)

    def gone() -> None:
        loop.call_soon_threadsafe(server.end, 1)

    # A daemon: nothing must wait for a client that neither speaks nor closes.
    threading.Thread(target=_read, args=(sys.stdin.fileno(), give, gone), name="stdin", daemon=True).start()
    return await ended


def _read(descriptor: int, give: Callable[[Sequence[bytes], float], None], gone: Callable[[], None]) -> None:
    """Read messages until the input ends."""
    frames = Frames()
    # A broken pipe or header is the same as the end of the input: nothing more can come. A loop that has ended before
    # its input takes nothing.
    with suppress(OSError, FramingError, RuntimeError):
        while data := os.read(descriptor, _CHUNK):
            bodies = frames.feed(data)
            if bodies:
                give(bodies, time.perf_counter())
    with suppress(RuntimeError):
        gone()


def _begin(server: HegaoServer) -> asyncio.Future[int]:
    """Bind a server to the running loop; the future is the exit status."""
    quiet_loop(asyncio.get_running_loop())
    return server.begin()


def serve_tcp(server: HegaoServer, host: str, port: int, listening: Callable[[int], None]) -> int:
    """Serve the first client that connects; returns the exit status.

    Args:
        listening: Told the port, which the system chooses for 0.

    Raises:
        OSError: The address cannot be used.
    """
    return asyncio.run(_serve_tcp(server, host, port, listening))


async def _serve_tcp(server: HegaoServer, host: str, port: int, listening: Callable[[int], None]) -> int:
    first: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    first = asyncio.get_running_loop().create_future()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if first.done():
            writer.close()
        else:
            first.set_result((reader, writer))

    sockets = await asyncio.start_server(connected, host, port)
    listening(sockets.sockets[0].getsockname()[1])
    reader, writer = await first
    sockets.close()
    server.protocol.set_writer(writer)
    ended = _begin(server)
    reading = asyncio.create_task(_read_stream(server, reader))
    status = await ended
    reading.cancel()
    writer.close()
    return status


async def _read_stream(server: HegaoServer, reader: asyncio.StreamReader) -> None:
    frames = Frames()
    with suppress(OSError, FramingError):
        while data := await reader.read(_CHUNK):
            bodies = frames.feed(data)
            if bodies:
                server.protocol.receive(bodies, time.perf_counter())
    server.end(1)


def serve_websocket(server: HegaoServer, host: str, port: int, listening: Callable[[int], None]) -> int:
    """Serve the first client that connects over a WebSocket; returns the exit status.

    Raises:
        ImportError: The package ``websockets`` is not installed.
        OSError: The address cannot be used.
    """
    from websockets.asyncio.server import serve  # noqa: PLC0415 - an extra that few install

    return asyncio.run(_serve_websocket(server, serve, host, port, listening))


class _Outbox:
    """Messages for a WebSocket, sent one after the other by a task."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[bytes] = asyncio.Queue()

    def write(self, data: bytes) -> None:
        self.waiting.put_nowait(data)

    def close(self) -> None:
        """Nothing: the connection ends with the server."""


async def _serve_websocket(
    server: HegaoServer, serve: Any, host: str, port: int, listening: Callable[[int], None]
) -> int:
    first: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    taken = False

    async def connected(socket: Any) -> None:
        nonlocal taken
        if taken:
            return
        taken = True
        status = await _talk(server, socket)
        first.set_result(status)

    async with serve(connected, host, port, max_size=None) as sockets:
        listening(sockets.sockets[0].getsockname()[1])
        return await first


def _end_with(server: HegaoServer, task: asyncio.Task[None]) -> None:
    """End a server when the connection breaks, which is all that ends these tasks by itself."""
    if not task.cancelled():
        # Looked at, so that the loop does not complain that nobody did.
        task.exception()
        server.end(1)


async def _talk(server: HegaoServer, socket: Any) -> int:
    outbox = _Outbox()
    server.protocol.set_writer(outbox, include_headers=False)
    ended = _begin(server)

    async def send() -> None:
        while True:
            # As text, which is what a browser's side reads most easily.
            await socket.send((await outbox.waiting.get()).decode())

    async def read() -> None:
        async for message in socket:
            server.protocol.receive([message], time.perf_counter())

    tasks = [asyncio.create_task(send()), asyncio.create_task(read())]
    for task in tasks:
        task.add_done_callback(partial(_end_with, server))
    status = await ended
    for task in tasks:
        task.cancel()
    return status
