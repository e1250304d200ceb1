"""The command line: one module per command, imported only when it is called.

Exit status: 0 nothing at or above the threshold, 1 findings, 2 anything that kept drafts from being
checked (usage, settings, input, an error of ours). Interrupted: 130; reader gone: 141, as in a shell.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from hegao import __version__
from hegao.cli.arguments import Parser
from hegao.cli.console import fail, internal_error, prepare_streams, typed

COMMANDS = {
    "check": ("hegao.cli.check", "核对草稿"),
    "rule": ("hegao.cli.rule", "说明一条规则：依据、理由、正反例"),
    "rules": ("hegao.cli.rules", "列出全部规则"),
    "test-rules": ("hegao.cli.test_rules", "用规则自带的正反例检验规则"),
    "config": ("hegao.cli.config", "显示生效的设置及其出处"),
    "init": ("hegao.cli.init", "在文件夹里写一份带说明的 hegao.toml"),
    "new": ("hegao.cli.new", "写一份待填写的年度报告"),
    "annotate": ("hegao.cli.annotate", "把查出的问题写成 Word 文件里的批注"),
    "convert": ("hegao.cli.convert", "把草稿转成 Word、Markdown 或文本，表格照旧"),
    "totals": ("hegao.cli.totals", "列出与各部分之和不符的总计，或加 --write 重算"),
    "suppress": ("hegao.cli.suppress", "把已知且保留的问题记入 hegao.toml，或清理无用的记录"),
    "lsp": ("hegao.cli.lsp", "语言服务器：由编辑器启动，边写边核对"),
}
"""Module and one-line help by command. A module has ``add_arguments(parser)`` and ``run(options)``."""

OK, FOUND, FAILED, INTERRUPTED, READER_GONE = 0, 1, 2, 130, 141


def main(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status; never raises."""
    prepare_streams()
    verbose = any(argument in ("-v", "--verbose") for argument in arguments)
    if verbose:
        import logging

        logging.basicConfig(stream=sys.stderr, format="hegao：%(message)s")
    try:
        status = _run(list(arguments))
        sys.stdout.flush()
    except SystemExit as stop:  # How argparse ends on --help and on usage errors.
        return stop.code if isinstance(stop.code, int) else OK
    except KeyboardInterrupt:
        return fail("已中断，其余草稿没有核对。", status=INTERRUPTED)
    except BrokenPipeError:
        # The reader (head, less) has what it wanted. Python would complain again when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except Exception as error:  # noqa: BLE001 - the last resort: a clerk must not meet a traceback
        return internal_error(error, verbose)
    return status


def _run(arguments: list[str]) -> int:
    from hegao.cli.console import UsageError

    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        return _top(arguments)
    module = import_module(COMMANDS[name][0])
    parser = Parser(prog=f"hegao {name}", description=f"{COMMANDS[name][1]}。")
    module.add_arguments(parser)
    options = parser.parse_args(arguments[1:])
    from hegao.config import ConfigError
    from hegao.rulepack.load import PackError
    from hegao.sources.encodings import SourceError

    try:
        return int(module.run(options))
    except (ConfigError, PackError, SourceError, UsageError) as error:
        return fail(str(error), status=FAILED)


def _top(arguments: list[str]) -> int:
    """``--help``, ``--version`` and everything that is no command."""
    names = "\n".join(f"  {name:<12}{help_text}" for name, (_, help_text) in COMMANDS.items())
    parser = Parser(
        prog="hegao",
        usage="hegao 命令 [选项] …",
        description="核稿：核对政府信息公开工作年度报告草稿。",
        epilog=f"命令：\n{names}\n\n例：hegao check 草稿.md\n用 hegao 命令 --help 看各命令的选项。",
    )
    parser.add_argument("--version", action="version", version=f"hegao {__version__}", help="显示版本号后退出")
    parser.add_argument("command", nargs="?", metavar="命令", help="见下")
    options, _ = parser.parse_known_args(arguments)
    if options.command is None:
        parser.print_help(sys.stderr)
        return FAILED
    import difflib

    close = difflib.get_close_matches(options.command, list(COMMANDS), n=1)
    hint = f"，是不是想写“{close[0]}”？" if close else "。"
    if os.path.exists(options.command):  # noqa: PTH110
        hint = f"；要核对这个文件，请用：hegao check {typed(options.command)}"
    return fail(f"没有叫“{options.command}”的命令{hint}用 hegao --help 可看全部命令。", status=FAILED)
