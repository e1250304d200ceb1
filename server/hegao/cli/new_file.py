"""Write a file that is not there yet."""

from __future__ import annotations

from pathlib import Path

from hegao.cli.console import UsageError
from hegao.sources.reasons import reason


def write_new(path: Path, data: bytes, remedy: str = "请另取文件名，或先把它改名。") -> None:
    """Write the file; one that is there stays as it is.

    Args:
        remedy: What to do where there is one.

    Raises:
        UsageError: It is there already, or cannot be written.
    """
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise UsageError(f"{path} 已经有了，没有改动它。{remedy}") from error
    except OSError as error:
        raise UsageError(
            f"{path}：写不了（{reason(error, writing=True)}）。请检查文件夹是否存在、是否有权限。"
        ) from error
