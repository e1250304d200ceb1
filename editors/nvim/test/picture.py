"""A picture of Neovim with a draft open, as SVG: ``picture.py NVIM DRAFT OUT``, with HOME and PATH as for a user.

Neovim runs in a terminal of tmux; what that shows, with its colours, is drawn cell by cell. Ends with status 1 when the
screen does not show what it should.
"""

import os
import re
import subprocess
import sys
import time
import unicodedata
from html import escape
from pathlib import Path
from typing import NamedTuple

_SERVER = f"hegao-picture-{os.getpid()}"
_COLUMNS, _ROWS = 118, 30
_CELL, _LINE, _SIZE = 8, 22, 16
_GROUND = "#14161b"
_BASIC = (_GROUND, "#ffc0b9", "#b3f6c0", "#fce094", "#a6dbff", "#ffcaff", "#8cf8f7", "#eef1f8")
_SHOWN = ("核稿 6 处 勾稽 40/42", "相加得 17 ✗", "表头“本年度止件数”应为“本年废止件数”")


class Look(NamedTuple):
    """How characters look."""

    color: str = "#e0e2ea"
    ground: str = ""
    bold: bool = False
    line: str = ""
    reverse: bool = False


def tmux(*arguments: str) -> str:
    """Run a command of the terminal, which is nobody else's."""
    return subprocess.run(["tmux", "-L", _SERVER, "-u", *arguments], capture_output=True, text=True, check=True).stdout


def screen(program: str, draft: str) -> str:
    """What Neovim shows when all has been told, with the sequences that colour it."""
    size = ("-x", str(_COLUMNS), "-y", str(_ROWS))
    tmux("new-session", "-d", *size, f"exec {program} -c 'set mouse= shortmess+=I' '+normal 21Gzt2j' '{draft}'")
    try:
        end = time.monotonic() + 20
        while not all(text in tmux("capture-pane", "-p") for text in _SHOWN):
            if time.monotonic() > end:
                raise SystemExit(f"  FAIL waited in vain for {_SHOWN}\n{tmux('capture-pane', '-p')}")
            time.sleep(0.05)
        return tmux("capture-pane", "-e", "-p")
    finally:
        subprocess.run(["tmux", "-L", _SERVER, "kill-server"], capture_output=True, check=False)


def _changed(look: Look, codes: str) -> Look:
    """The look after a sequence of attributes."""
    values = [int(code.split(":")[0] or 0) for code in codes.split(";")] if codes else [0]
    styles = dict(code.split(":", 1) for code in codes.split(";") if ":" in code)
    while values:
        value = values.pop(0)
        if value == 0:
            look = Look()
        elif value == 1:
            look = look._replace(bold=True)
        elif value == 4:
            look = look._replace(line="" if styles.get("4") == "0" else "under")
        elif value == 7:
            look = look._replace(reverse=True)
        elif value in (38, 48) and values[:1] == [2]:
            color = "#{:02x}{:02x}{:02x}".format(*values[1:4])
            look = look._replace(color=color) if value == 38 else look._replace(ground=color)
            del values[:4]
        elif value in (38, 48) and values[:1] == [5]:
            del values[:2]
        elif 30 <= value <= 37:
            look = look._replace(color=_BASIC[value - 30])
        elif value == 39:
            look = look._replace(color=Look().color)
        elif value == 49:
            look = look._replace(ground="")
    return look


def drawn(text: str) -> str:
    """The screen as SVG."""
    width, height = _COLUMNS * _CELL + 24, _ROWS * _LINE + 24
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}"'
        f' font-size="{_SIZE}" font-family="ui-monospace,Menlo,Consolas,\'Noto Sans Mono CJK SC\',monospace">',
        "<title>Neovim 里的一份草稿：有问题的字下面划线，行尾有说明，总计旁有对错，状态栏有勾稽</title>",
        f'<rect width="100%" height="100%" rx="6" fill="{_GROUND}"/>',
    ]
    for row, line in enumerate(text.split("\n")[:_ROWS]):
        out += _row(line, 12 + row * _LINE)
    return "\n".join([*out, "</svg>", ""])


def _row(line: str, top: int) -> list[str]:
    """One line: runs of characters of the same look and width."""
    grounds: list[str] = []
    texts: list[str] = []
    column, look, run, began, wide = 0, Look(), "", 0, False

    def flush() -> None:
        nonlocal run
        if not run:
            return
        length = (column - began) * _CELL
        left = 12 + began * _CELL
        color, ground = (look.ground or _GROUND, look.color) if look.reverse else (look.color, look.ground)
        if ground not in ("", _GROUND):
            grounds.append(f'<rect x="{left:.1f}" y="{top}" width="{length:.1f}" height="{_LINE}" fill="{ground}"/>')
        if run.strip():
            bold = ' font-weight="bold"' if look.bold else ""
            texts.append(
                f'<text x="{left:.1f}" y="{top + 15}" fill="{color}"{bold} textLength="{length:.1f}"'
                f' lengthAdjust="spacing" xml:space="preserve">{escape(run)}</text>'
            )
        if look.line and run.strip():
            texts.append(f'<rect x="{left:.1f}" y="{top + 18}" width="{length:.1f}" height="1.5" fill="#ffc0b9"/>')
        run = ""

    for piece in re.findall(r"\x1b\[[0-9;:]*m|\x1b[()][A-Z0-9]|.", line):
        if piece.startswith("\x1b"):
            flush()
            began = column
            if piece.endswith("m"):
                look = _changed(look, piece[2:-1])
            continue
        cells = 2 if unicodedata.east_asian_width(piece) in "WF" else 1
        if (cells == 2) != wide or (piece == " " and not look.reverse):
            flush()
            began, wide = column, cells == 2
        run += piece
        column += cells
        if piece == " " and not look.reverse:
            flush()
            began = column
    flush()
    return grounds + texts


def main() -> None:
    """Run Neovim and write the picture."""
    program, draft, out = sys.argv[1:4]
    Path(out).write_text(drawn(screen(program, draft)), "utf-8")


if __name__ == "__main__":
    main()
