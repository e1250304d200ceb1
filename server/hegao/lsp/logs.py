"""The server's own log, and silence from everybody else's: messages hold drafts, and so do exceptions."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import traceback
from typing import Any

_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
LEVELS = tuple(_LEVELS)
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up_logging(level: str = "warning", file: str = "") -> None:
    """Log to standard error or a file.

    Args:
        level: One of :data:`LEVELS`.
        file: A path; "" for standard error.

    Raises:
        OSError: The file cannot be written.
    """
    handler: logging.Handler
    handler = logging.FileHandler(file, encoding="utf-8") if file else logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(_FORMAT))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(_LEVELS[level])
    silence_libraries()


def silence_libraries() -> None:
    """Keep libraries from logging what they were given: pygls writes whole messages at every level."""
    for name in ("pygls", "asyncio", "websockets", "cattrs"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def place_of(error: BaseException) -> str:
    """The kind of an exception and the line of our code that raised it; never its message, which may quote a draft."""
    frames = traceback.extract_tb(error.__traceback__)
    own = next((frame for frame in reversed(frames) if "hegao" in frame.filename), frames[-1] if frames else None)
    return f"{type(error).__name__} ({os.path.basename(own.filename)}:{own.lineno})" if own else type(error).__name__  # noqa: PTH119


def quiet_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Have the loop log only kind and place of what nobody caught."""

    def tell(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        logging.getLogger(__name__).error("%s", place_of(error) if error else "error in the event loop")

    loop.set_exception_handler(tell)
