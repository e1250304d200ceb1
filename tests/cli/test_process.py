"""The command as a process of its own: what only shows between processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEGAO = (sys.executable, "-m", "hegao")


def call(*arguments: object, **settings: object) -> subprocess.CompletedProcess[bytes]:
    settings.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run([*HEGAO, *map(str, arguments)], capture_output=True, timeout=60, check=False, **settings)


def test_findings_end_a_process_with_1(faulty):
    done = call("check", faulty)
    assert done.returncode == 1
    assert b"faulty.md:" in done.stdout
    assert done.stderr == b""


def test_an_error_ends_a_process_with_2_and_without_a_traceback(folder):
    done = call("check", "没有.md")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().startswith("hegao：没有.md：没有这个文件")
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_closed_standard_input_is_told(folder):
    done = subprocess.run(
        f"{sys.executable} -m hegao check - <&-", shell=True, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "标准输入已关闭" in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_leaves_ends_the_run_quietly(folder, faulty):
    for number in range(200):
        (folder / f"镇{number:03}.md").write_bytes(faulty.read_bytes())
    process = subprocess.Popen(
        [*HEGAO, "check", ".", "--jobs", "2"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(100)
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert errors == b""


def test_a_console_that_cannot_print_a_character_still_gets_the_findings(faulty):
    text = faulty.read_text(encoding="utf-8")
    Path("罕.md").write_text(text.replace("总体情况", "总体情况𪨶", 1), encoding="utf-8")
    for codec in ("gbk", "ascii", "latin-1"):
        done = call("check", "罕.md", env={**os.environ, "PYTHONIOENCODING": codec, "PYTHONUTF8": "0"})
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr


def test_machine_formats_are_utf_8_whatever_the_locale(faulty):
    done = call("check", faulty, "--output-format", "json", env={**os.environ, "PYTHONIOENCODING": "gbk"})
    assert json.loads(done.stdout.decode("utf-8"))


def test_a_draft_comes_through_a_pipe(faulty):
    expected = call("check", faulty, "--output-format", "concise").stdout
    with faulty.open("rb") as stream:
        piped = call("check", "--stdin-filename", faulty, "--output-format", "concise", stdin=stream)
    assert piped.stdout == expected


def test_nothing_heavy_is_imported_to_check_one_draft(clean):
    code = (
        "import sys; from hegao.cli import main; main(['check', sys.argv[1]]); "
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, clean], capture_output=True, timeout=60, check=False)
    loaded = set(done.stderr.decode().split())
    assert "hegao.engine" in loaded
    heavy = {
        "pygls",
        "lsprotocol",
        "attrs",
        "cattrs",
        "rich",
        "click",
        "asyncio",
        "multiprocessing",
        "unittest",
        "email",
    }
    assert not loaded & heavy


@pytest.mark.parametrize(("option", "traceback"), [("-q", False), ("-v", True)])
def test_a_rule_that_crashes_leaves_a_traceback_only_with_v(clean, option, traceback):
    code = (
        "import sys\n"
        "from hegao.checks.base import Check\n"
        "from hegao.checks.registry import CHECKS\n"
        "from hegao.cli import main\n"
        "def crash(document, params):\n"
        "    raise ValueError(document.title.text)\n"
        "CHECKS.update({kind: Check(check.params, crash) for kind, check in CHECKS.items()})\n"
        "sys.exit(main(['check', *sys.argv[1:]]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, clean, option], capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "运行出错，结果不完整" in done.stderr.decode()
    assert (b"Traceback" in done.stderr) is traceback
    assert "云岭镇" not in done.stderr.decode()
