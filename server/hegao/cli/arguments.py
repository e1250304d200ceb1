"""argparse in Chinese: its messages, and help that wraps by the width of characters."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

_WORDS = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明后退出",
    "show program's version number and exit": "显示版本号后退出",
}
# argparse has no messages but English ones; each is met by its shape, and stays as it is when a
# newer Python has changed it.
_ERRORS = (
    (r"the following arguments are required: (.*)", r"缺少参数 \1。"),
    (r"unrecognized arguments: (.*)", r"不认识的选项：\1。"),
    (r"argument (.*?): expected one argument", r"\1 后面要跟一个值。"),
    (r"argument (.*?): expected at least one argument", r"\1 后面至少要跟一个值。"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1 不带值，多了 \2。"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 不能与 \2 同用。"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 没有 \2 这一项，可选：\3。"),
    (r"argument (.*?): invalid (?:\w+) value: (.*)", r"\1 的值 \2 不对。"),
    (r"argument (.*?): (.*)", r"\1：\2"),
    (r"ambiguous option: (.*?) could match (.*)", r"选项 \1 写得太短，可以是 \2。"),
)
_UNBREAKABLE = re.compile(r"[!-~]+[，。；：、）”]*|.", re.DOTALL)


class Parser(argparse.ArgumentParser):
    """A parser whose messages are Chinese and whose errors end with status 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Formatter, add_help=False, allow_abbrev=False, **settings)
        self._positionals.title = _WORDS["positional arguments"]
        self._optionals.title = _WORDS["options"]
        self.add_argument("-h", "--help", action="help", help=_WORDS["show this help message and exit"])

    def error(self, message: str) -> NoReturn:
        """End with a usage error."""
        for pattern, chinese in _ERRORS:
            found = re.fullmatch(pattern, message)
            if found:
                message = found.expand(chinese).replace("'", "")
                break
        self.exit(2, f"hegao：{message}用 {self.prog} --help 可看全部选项。\n")


class _Formatter(argparse.HelpFormatter):
    """Chinese has no blanks to wrap at, and its characters are two columns wide."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, _WORDS["usage: "] if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrap(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for part in text.split("\n") for line in wrap(part, width))


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most ``width`` columns; Latin words and the marks after them stay together."""
    from hegao.report.screen import display_width

    line, used = "", 0
    for piece in _UNBREAKABLE.findall(text):
        columns = display_width(piece)
        if line and used + columns > width:
            yield line.rstrip()
            line, used = "", 0
            piece = piece.lstrip()
            columns = display_width(piece)
        line, used = line + piece, used + columns
    yield line


def codes(text: str) -> list[str]:
    """Rule selectors separated by commas; a full-width comma is what a Chinese keyboard gives."""
    return [word.strip() for word in re.split("[,，]", text) if word.strip()]


def joined(lists: Iterable[list[str]] | None) -> tuple[str, ...] | None:
    """The values of an option that may be repeated; None when it was not given."""
    return None if lists is None else tuple(word for words in lists for word in words)
