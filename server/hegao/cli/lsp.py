"""``hegao lsp``: the language server, for editors."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import NamedTuple

from hegao.cli import FAILED
from hegao.cli.console import UsageError, fail, warn
from hegao.sources.reasons import reason

_HOST = "127.0.0.1"
_LEVELS = ("error", "warning", "info", "debug")
_LAST_PORT = 65535


class Address(NamedTuple):
    """Where to wait for a client."""

    host: str
    port: int


def add_arguments(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.description = "语言服务器：编辑器启动它，边写边核对。一般由编辑器自动运行，不必手动输入。"
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--stdio", action="store_true", help="用标准输入输出与编辑器通信（缺省）")
    way.add_argument("--tcp", type=_address, metavar="[HOST:]PORT", help="在这个地址等一个编辑器连接，供调试")
    way.add_argument("--ws", type=_address, metavar="[HOST:]PORT", help="同上，用 WebSocket（要先安装 hegao[ws]）")
    parser.add_argument("--log-file", metavar="F", default="", help="日志写入这个文件，缺省写到标准错误；不含文稿内容")
    parser.add_argument("--log-level", choices=_LEVELS, default="warning", help="日志的详细程度，缺省 warning")


def run(options: Namespace) -> int:
    """Serve one client; returns the exit status."""
    if options.ws is not None and not _has_websockets():
        raise UsageError("--ws 需要 websockets 这个包。请先运行：pip install 'hegao[ws]'。")
    from hegao.lsp import transport
    from hegao.lsp.logs import set_up_logging
    from hegao.lsp.server import create_server

    try:
        set_up_logging(options.log_level, options.log_file)
    except OSError as error:
        raise UsageError(
            f"{options.log_file}：写不了日志文件（{reason(error, writing=True)}）。请检查路径和权限。"
        ) from error
    server = create_server()
    address = options.tcp or options.ws
    if address is None:
        if sys.stdin is None:
            raise UsageError("标准输入已关闭，编辑器无法与服务器通信。")
        return transport.serve_stdio(server)
    serve = transport.serve_tcp if options.tcp else transport.serve_websocket
    try:
        return serve(
            server, address.host, address.port, lambda port: warn(f"hegao：在 {address.host}:{port} 等待编辑器连接。")
        )
    except OSError as error:
        return fail(f"{address.host}:{address.port}：不能在这个地址等待连接（{reason(error)}）。请换一个端口。", FAILED)


def _address(text: str) -> Address:
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) <= _LAST_PORT):
        raise ArgumentTypeError(f"应写作 端口 或 主机:端口，端口为 0 至 {_LAST_PORT}，现为“{text}”。")
    return Address(host.strip("[]") or _HOST, int(port))


def _has_websockets() -> bool:
    from importlib.util import find_spec

    return find_spec("websockets") is not None
