"""Standard streams: what a terminal can show, colours, and messages on standard error."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from hegao import __version__


class UsageError(Exception):
    """The command line asks for something that cannot be done. The message is Chinese."""


def prepare_streams() -> None:
    """Make output total: what a console cannot print is escaped, a closed stream swallows.

    A console with code page 936 has no 𪨶 and no ✓; without this, one such character in a draft
    would end the run.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Started without a console, or with the stream closed.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def use_utf8(stream: TextIO) -> None:
    """Write UTF-8 and bare line feeds, as every machine format asks for, whatever the locale says."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether to colour: the option, then ``NO_COLOR`` and ``FORCE_COLOR``, then the terminal."""
    if choice != "auto":
        return choice == "always" and _enable_ansi(stream, needed=False)
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return _enable_ansi(stream, needed=False)
    if os.environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return _enable_ansi(stream, needed=True)


def terminal_width(stream: TextIO, default: int = 100) -> int:
    """Columns of the terminal, of ``COLUMNS``, or a default where there is neither."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _width_behind_hooks() or default
    except (OSError, ValueError):  # io.UnsupportedOperation is both.
        return _width_behind_hooks() or default


def runs_as_hook() -> bool:
    """Whether pre-commit runs this: it keeps all output, from a terminal without a size, and shows it at the end."""
    return bool(os.environ.get("PRE_COMMIT"))


def _width_behind_hooks() -> int:
    """Columns of the terminal where a hook's output will be shown; 0 where there is none."""
    if not runs_as_hook():
        return 0
    try:
        with open("/dev/tty", "rb", buffering=0) as terminal:  # noqa: PTH123
            return os.get_terminal_size(terminal.fileno()).columns
    except (OSError, ValueError):
        return 0


def typed(name: str) -> str:
    """A file name as it is typed in a command: in quotation marks where it would be two words."""
    return f'"{name}"' if any(mark.isspace() or mark in "()&;'" for mark in name) else name


def warn(message: str) -> None:
    """Write a line to standard error, after what stands on standard output."""
    sys.stdout.flush()
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def fail(message: str, status: int) -> int:
    """Write an error to standard error and return the exit status."""
    warn(f"hegao：{message}")
    return status


def internal_error(error: BaseException, verbose: bool) -> int:
    """Tell of a defect of ours: its kind and place, never the text that met it."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    own = next((frame for frame in reversed(frames) if "hegao" in frame.filename), frames[-1] if frames else None)
    place = f"{os.path.basename(own.filename)}:{own.lineno}" if own else "?"  # noqa: PTH119
    if verbose:
        # Only places: the message of an exception may quote the draft.
        sys.stderr.writelines(traceback.format_tb(error.__traceback__))
    hint = "" if verbose else "加 -v 重试可显示详细位置。"
    return fail(
        f"内部错误 {type(error).__name__}（{place}，版本 {__version__}）。"
        f"这是程序的缺陷，与草稿无关；请把本行反馈给维护者。{hint}",
        status=2,
    )


def _enable_ansi(stream: TextIO, needed: bool) -> bool:
    """Switch a Windows console to ANSI sequences; whether colours may be written."""
    if sys.platform != "win32":
        return True
    import ctypes
    import msvcrt

    virtual_terminal = 0x0004
    try:
        handle = msvcrt.get_osfhandle(stream.fileno())
    except (OSError, ValueError):
        return not needed
    kernel = ctypes.windll.kernel32
    mode = ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return not needed
    return bool(kernel.SetConsoleMode(handle, mode.value | virtual_terminal))
