"""Places in TOML texts: right where the text is TOML, total and linear where it is not."""

from __future__ import annotations

import time

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from hegao.rulepack.parts import Kind, read_parts
from hegao.rulepack.places import Places, TomlError, parse_toml

ODD = (
    "a",
    "b.c",
    '"',
    "'",
    "=",
    "[",
    "]",
    "[[a]]",
    "{",
    "}",
    ".",
    ",",
    "\n",
    "#",
    " ",
    "\\",
    "\r\n",
    "云",
    '"""',
    "'''",
    "1",
)


@given(st.lists(st.sampled_from(ODD), max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_every_text_has_parts_inside_it(text: str):
    for part in read_parts(text):
        assert 0 <= part.span.start <= part.span.end <= len(text)
        assert part.whole.start <= part.whole.end <= len(text)
    try:
        parse_toml(text)
    except TomlError as error:
        span = Places(text).syntax(error).span
        assert 0 <= span.start <= span.end <= len(text)


def strings_of(value: object, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Every string of TOML values by its path."""
    if isinstance(value, str):
        return {path: value}
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {key: text for step, item in inner for key, text in strings_of(item, (*path, str(step))).items()}


keys = st.sampled_from(["a", "b", "c-d", '"云"'])
words = st.sampled_from(['"x"', "'y'", '"云\\u5cad\\n"', '"""\n多\n行"""', "'''原'''", '"#["', "1", "true"])
values = st.recursive(
    words, lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"), max_leaves=5
)
lines = st.one_of(
    st.tuples(keys, values).map(" = ".join),
    st.tuples(keys, keys, values).map(lambda parts: f"{parts[0]}.{parts[1]} = {parts[2]} # 注"),
    st.tuples(keys, keys, words).map(lambda parts: f"{parts[0]} = {{ {parts[1]} = {parts[2]} }}"),
    st.tuples(keys, keys).map(lambda parts: f"[{parts[0]}.{parts[1]}]"),
    keys.map(lambda key: f"[[{key}]]"),
    keys.map(lambda key: f"[{key}]"),
)


@given(st.lists(lines, max_size=12).map("\n".join))
@settings(max_examples=400, deadline=None)
def test_the_strings_are_those_the_parser_reads(text: str):
    try:
        values = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    found = {part.path: part for part in read_parts(text) if part.kind is Kind.VALUE and part.string}
    wanted = strings_of(values)
    assert set(found) == set(wanted)
    for path, part in found.items():
        assert part.text.removeprefix("\n") == wanted[path]


@pytest.mark.parametrize("piece", ["[", '"', "'''", '["x",', "{a=", "a.", "[a.", 'a = ["x"\n', "[[a]]\n", "\\", "#"])
def test_reading_takes_linear_time(piece: str):
    def taken(count: int) -> float:
        text = "a = " + piece * count
        best = 1e9
        for _ in range(3):
            start = time.thread_time()
            read_parts(text)
            best = min(best, time.thread_time() - start)
        return best

    assert taken(16000) < 40 * max(taken(2000), 0.0005)
