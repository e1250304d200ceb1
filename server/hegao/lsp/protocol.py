"""The protocol's bookkeeping: what may be asked when, which error answers what, and how messages go out.

Every transport hands whole messages to :meth:`HegaoProtocol.receive`. Nothing here writes a message's contents to a
log: they hold drafts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from inspect import iscoroutine, isgeneratorfunction
from typing import TYPE_CHECKING, Any, NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol, lsp_method

from hegao.lsp.changes import Changes, read_changes
from hegao.lsp.commands import COMMANDS
from hegao.lsp.logs import place_of

if TYPE_CHECKING:
    from hegao.lsp.drafts import Drafts
    from hegao.lsp.server import HegaoServer

_log = logging.getLogger(__name__)

MessageId = str | int
_CODES = types.ErrorCodes
_CANCEL = "$/cancelRequest"


class Raw(NamedTuple):
    """A result that is JSON already."""

    json: str


class RequestError(JsonRpcException):
    """A request that is answered with an error; the message is shown to the user by some clients."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message=message, code=code, data=data)


def content_modified() -> RequestError:
    """The answer to a question about a text that has changed meanwhile."""
    return RequestError(types.LSPErrorCodes.ContentModified, "content modified")


class HegaoProtocol(LanguageServerProtocol):
    """pygls' protocol with the answers that the specification asks for."""

    _server: HegaoServer

    @property
    def drafts(self) -> Drafts:
        """The open texts."""
        return self._workspace  # type: ignore[return-value]

    def receive(self, bodies: Iterable[bytes | str], arrived: float) -> None:
        """Handle messages that came in together, at a time of ``time.perf_counter``.

        A request that is taken back in the same breath is not worked on: editors that ask at every key would
        otherwise keep the server busy with questions nobody waits for any more.
        """
        self._server.arrived = arrived
        messages = [self._parsed(body) for body in bodies]
        taken_back = {
            params.get("id")
            for message in messages
            if message is not None and message.get("method") == _CANCEL
            for params in [message.get("params")]
            if isinstance(params, dict) and isinstance(params.get("id"), (int, str))
        }
        for message in messages:
            if message is None:
                continue
            if taken_back and "method" in message and _id_of(message) in taken_back:
                self._refuse(_id_of(message), types.LSPErrorCodes.RequestCancelled, "cancelled")
                continue
            self._safely(self._take, message)
        self._safely(self._server.messages_read)

    def _safely(self, work: Callable[..., None], *arguments: Any) -> None:
        """Do something that must not keep the messages behind it from being handled."""
        try:
            work(*arguments)
        except Exception as error:  # noqa: BLE001 - a defect of ours, told where defects are told
            self._server.tell_defect(error)

    def _parsed(self, body: bytes | str) -> dict[str, Any] | None:
        try:
            message = json.loads(body)
        except (ValueError, RecursionError):
            self._refuse(None, _CODES.ParseError, "not JSON")
            return None
        if not isinstance(message, dict) or message.get("jsonrpc") != self.VERSION:
            self._refuse(_id_of(message), _CODES.InvalidRequest, "not a JSON-RPC 2.0 message")
            return None
        return message

    def _take(self, message: dict[str, Any]) -> None:
        number, method = _id_of(message), message.get("method")
        if "id" in message and (number is None or ("method" in message and not isinstance(method, str))):
            self._refuse(number, _CODES.InvalidRequest, "id or method is of a wrong type")
        elif not isinstance(method, str):
            if number is not None:
                self._take_response(number, message)
        elif number is None:
            self._take_notification(method, message)
        else:
            self._take_request(number, method, message)

    def _take_response(self, number: MessageId, message: dict[str, Any]) -> None:
        waiting = self._request_futures.get(number)
        if waiting is None or waiting.done():
            # Nobody waits any more: a shutdown takes back what the client was asked.
            self._request_futures.pop(number, None)
            self._result_types.pop(number, None)
            return
        try:
            structured = self.structure_message(message)
        except Exception as error:  # noqa: BLE001 - whatever a client sends, the one who waits must be told
            self._result_types.pop(number, None)
            future = self._request_futures.pop(number)
            future.set_exception(RequestError(_CODES.InvalidParams, type(error).__name__))
            return
        self._handle_response(number, getattr(structured, "result", None), getattr(structured, "error", None))

    def _take_notification(self, method: str, message: dict[str, Any]) -> None:
        if method != types.EXIT and (self._workspace is None or self._shutdown):
            return
        if not self._knows(method) and method != _CANCEL:
            return
        if method == types.TEXT_DOCUMENT_DID_CHANGE and (changes := read_changes(message.get("params"))):
            self._take_changes(changes)
            return
        try:
            structured = self.structure_message(message)
        except Exception as error:  # noqa: BLE001 - a notification has no answer
            _log.warning("%s: parameters not understood (%s)", method, type(error).__name__)
            return
        if method == _CANCEL:
            self._handle_cancel_notification(structured.params.id)
            return
        self._execute_handler("", self._get_handler(method), self._check_handler_result, (structured.params,))

    def _take_request(self, number: MessageId, method: str, message: dict[str, Any]) -> None:
        if self._shutdown:
            self._refuse(number, _CODES.InvalidRequest, "the server is shutting down")
            return
        if (method == types.INITIALIZE) != (self._workspace is None):
            if method == types.INITIALIZE:
                self._refuse(number, _CODES.InvalidRequest, "initialized already")
            else:
                self._refuse(number, _CODES.ServerNotInitialized, "not initialized")
            return
        if not self._knows(method):
            self._refuse(number, _CODES.MethodNotFound, f"unknown method {method}")
            return
        try:
            structured = self.structure_message(message)
        except Exception as error:  # noqa: BLE001 - the converter raises what it likes
            _log.warning("%s: parameters not understood (%s)", method, type(error).__name__)
            self._refuse(number, _CODES.InvalidParams, f"parameters of {method} are wrong")
            return
        callback = partial(self._send_handler_result, msg_id=number)
        self._ctx_msg_id.set(number)
        self._execute_handler(number, self._get_handler(method), callback, (getattr(structured, "params", None),))

    def _knows(self, method: str) -> bool:
        return method in self.fm.builtin_features or method in self.fm.features

    def _handle_cancel_notification(self, msg_id: MessageId) -> None:
        future = self._request_futures.pop(msg_id, None)
        if future is not None:
            future.cancel()

    def _execute_handler(
        self,
        msg_id: MessageId,
        handler: Callable[..., Any],
        callback: Callable[[Future[Any]], Any],
        args: tuple[Any, ...] | None = None,
        kwargs: dict[str, Any] | None = None,
    ) -> None:
        """Run a handler: one that answers at once at once, one that gives a coroutine as a task."""
        if isgeneratorfunction(handler):
            super()._execute_handler(msg_id, handler, callback, args, kwargs)
            return
        future: Future[Any] = Future()
        try:
            result = handler(*(args or ()), **(kwargs or {}))
        except Exception as error:  # noqa: BLE001 - told to whoever asked
            future.set_exception(error)
        else:
            if iscoroutine(result):
                task: Any = self._server.start_task(result)
                if msg_id:
                    self._request_futures[msg_id] = task
                task.add_done_callback(callback)
                return
            future.set_result(result)
        callback(future)

    def _send_handler_result(self, future: Future[Any], *, msg_id: MessageId) -> None:
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            self._refuse(msg_id, types.LSPErrorCodes.RequestCancelled, "cancelled")
            return
        error = future.exception()
        if error is None:
            self._send_response(msg_id, future.result())
        elif isinstance(error, JsonRpcException):
            self._send_response(msg_id, error=error.to_response_error())
        else:
            self._server.tell_defect(error)
            self._refuse(msg_id, _CODES.InternalError, f"internal error: {place_of(error)}")

    def _check_handler_result(self, future: Future[Any]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._server.tell_defect(error)

    def _refuse(self, number: MessageId | None, code: int, message: str) -> None:
        if number is not None:
            self._result_types.pop(number, None)
        error = {"code": int(code), "message": message}
        self.send_json(json.dumps({"jsonrpc": self.VERSION, "id": number, "error": error}))

    def _send_response(self, msg_id: MessageId, result: Any = None, error: types.ResponseError | None = None) -> None:
        if error is None and isinstance(result, Raw):
            self.send_json(f'{{"jsonrpc":"2.0","id":{json.dumps(msg_id)},"result":{result.json}}}')
        else:
            super()._send_response(msg_id, result, error)

    def _send_data(self, data: Any) -> None:
        if data:
            self.send_json(json.dumps(data, default=self._serialize_message, ensure_ascii=False, separators=(",", ":")))

    def send_json(self, body: str) -> None:
        """Send a message that is JSON already: the one way out."""
        if self.writer is None:
            return
        try:
            data = body.encode()
        except UnicodeEncodeError:
            # Half a surrogate pair, as a client may send it, exists in JSON only as an escape.
            data = json.dumps(json.loads(body)).encode()
        if self._include_headers:
            data = b"Content-Length: %d\r\n\r\n%b" % (len(data), data)
        try:
            self.writer.write(data)
        except (OSError, ValueError):
            # The client is gone.
            self._server.end(1)

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take a text in."""
        self.drafts.put_text_document(params.text_document)
        self._server.desk.opened(params.text_document.uri)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Take changes over, in their order; of a text that is not open, none."""
        draft = self.drafts.draft(params.text_document.uri)
        if draft is None:
            return
        for change in params.content_changes:
            draft.apply_change(change)
        draft.version = params.text_document.version
        self._server.desk.edited(params.text_document.uri)

    def _take_changes(self, changes: Changes) -> None:
        """The same for changes read by hand."""
        draft = self.drafts.draft(changes.uri)
        if draft is None:
            return
        for change in changes.changes:
            draft.take(change)
        draft.version = changes.version
        self._server.desk.edited(changes.uri)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Forget a text."""
        self.drafts.remove_text_document(params.text_document.uri)
        self._server.desk.closed(params.text_document.uri)

    @lsp_method(types.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(self, params: types.ExecuteCommandParams) -> Any:
        """Run a command on its arguments as they are."""
        command = COMMANDS.get(params.command)
        if command is None:
            raise RequestError(_CODES.InvalidParams, f"unknown command {params.command}")
        return command(self._server, list(params.arguments or ()))

    @lsp_method(types.EXIT)
    def lsp_exit(self, *_: Any) -> None:  # type: ignore[override]
        """End: with status 0 after ``shutdown``, else with 1."""
        self._server.end(0 if self._shutdown else 1)


def _id_of(message: Any) -> MessageId | None:
    number = message.get("id") if isinstance(message, dict) else None
    return number if isinstance(number, (int, str)) and not isinstance(number, bool) else None
