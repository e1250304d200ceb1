"""The hooks in a real git repository: what they block, pass, correct, leave alone, show, and cost."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import time
import unicodedata
from pathlib import Path

import pytest
from conftest import EXAMPLES, PRE_COMMIT, Repository, repository_with

CLEAN = (EXAMPLES / "clean.md").read_text("utf-8")
CLEAN_TAB = (EXAMPLES / "clean.tab.txt").read_text("utf-8")
FAULTY = (EXAMPLES / "faulty.md").read_text("utf-8")
FAULTY_TAB = (EXAMPLES / "faulty.tab.txt").read_text("utf-8")
DRAFT = "2023年 各镇/云岭镇（送审）.md"
GBK_DRAFT = "2023年 各镇/云岭镇年报.txt"
NOTES = "# 记事\n\n我乡的会议纪要,还没有写完 。今年新收 3 件\n"


def slipped(text: str) -> str:
    """A clean draft with slips that are corrected without asking."""
    return text.replace("本年废止件数", "本年度止件数").replace("；二是", ";二是")


def test_a_bad_commit_is_blocked(checked: Repository) -> None:
    """Nothing is committed, each draft is named and its faults are told, in either encoding."""
    checked.write(DRAFT, FAULTY.encode())
    checked.write(GBK_DRAFT, FAULTY_TAB.encode("gb18030"))
    ran = checked.commit()
    assert ran.status == 1, ran.out
    assert checked.commits() == 0
    for name in (DRAFT, GBK_DRAFT):
        assert f"{name}:9:9: 必错[W101]" in ran.out, ran.out
    assert "这里写成了“我乡”" in ran.out
    assert "核对 2 份报告：必错" in ran.out
    assert (checked.path / DRAFT).read_bytes() == FAULTY.encode()


def test_a_good_commit_passes(checked: Repository) -> None:
    """Good drafts pass; files that are no drafts are nobody's business, whatever they say."""
    checked.write(DRAFT, CLEAN.encode())
    checked.write(GBK_DRAFT, CLEAN_TAB.encode("gb18030"))
    checked.write("README.md", NOTES.encode())
    checked.write("空.md", b"")
    checked.write("requirements.txt", b"regex>=2024\n")
    ran = checked.commit()
    assert ran.status == 0, ran.out
    assert checked.commits() == 1
    assert "Passed" in ran.out
    assert "[P" not in ran.out


def test_what_is_staged_counts(checked: Repository) -> None:
    """A draft corrected in the folder but not staged is still the faulty one of the commit."""
    path = checked.write(DRAFT, FAULTY.encode())
    path.write_bytes(CLEAN.encode())
    assert checked.commit().status == 1
    assert path.read_bytes() == CLEAN.encode()
    checked.git("add", "--", DRAFT)
    assert checked.commit().status == 0


def test_the_settings_of_the_repository_hold(checked: Repository) -> None:
    """``exclude`` leaves files out although the hook names them; suppressed findings block nothing."""
    checked.write("旧稿/2019.md", FAULTY.encode())
    one_slip = CLEAN.replace("；二是", ";二是")
    checked.write(DRAFT, one_slip.encode())
    assert checked.commit().status == 1
    entry = f'[[suppress]]\nfile = "{DRAFT}"\ncode = "P101"\nreason = "原文如此"\n'
    checked.write("hegao.toml", f'exclude = ["旧稿"]\n\n{entry}'.encode())
    ran = checked.commit()
    assert ran.status == 0, ran.out


def test_a_broken_settings_file_is_told(checked: Repository) -> None:
    """The commit is blocked with the place of the mistake, not with a traceback."""
    checked.write(DRAFT, CLEAN.encode())
    checked.write("hegao.toml", b'[rules]\nignor = ["P101"]\n')
    ran = checked.commit()
    assert ran.status == 1
    assert "hegao.toml:2" in ran.out
    assert "ignore" in ran.out
    assert "Traceback" not in ran.out


def test_fixing_writes_the_prescribed_text(fixed: Repository) -> None:
    """The first commit corrects and stops; the second one goes through; every other byte is as it was."""
    draft = fixed.write(DRAFT, slipped(CLEAN).encode())
    gbk = fixed.write(GBK_DRAFT, slipped(CLEAN_TAB).replace("\n", "\r\n").encode("gb18030"))
    notes = fixed.write("README.md", NOTES.encode())
    fixed.write(".gitattributes", b"* -text\n")
    ran = fixed.commit()
    assert ran.status == 1
    assert "files were modified by this hook" in ran.out
    assert fixed.commits() == 0
    assert draft.read_bytes() == CLEAN.encode()
    assert gbk.read_bytes() == CLEAN_TAB.replace("\n", "\r\n").encode("gb18030")
    assert notes.read_bytes() == NOTES.encode()
    fixed.git("add", "-u")
    ran = fixed.commit()
    assert ran.status == 0, ran.out
    assert fixed.commits() == 1


def test_fixing_leaves_words_and_figures_to_the_author(fixed: Repository) -> None:
    """What is not corrected is told and goes on blocking."""
    draft = fixed.write(DRAFT, FAULTY.encode())
    assert fixed.commit().status == 1
    fixed.git("add", "-u")
    ran = fixed.commit()
    assert ran.status == 1
    assert fixed.commits() == 0
    assert "[W101]" in ran.out
    assert "[N101]" in ran.out
    text = draft.read_text("utf-8")
    assert "我乡" in text
    assert "本年废止件数" in text


def test_word_files_are_checked(offering: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    """``hegao-word`` brings what reads them and leaves text files to the other hooks."""
    repository = repository_with("hegao-word", offering, tmp_path_factory.mktemp("word"))
    installed = sorted(Path(offering.env["PRE_COMMIT_HOME"]).glob("repo*/py_env-*/bin/hegao"))
    hegao = next(path for path in installed if list(path.parents[1].glob("lib/python*/site-packages/lxml")))
    for name, text in (("好.docx", CLEAN), ("错.docx", FAULTY)):
        (repository.path / "稿.md").write_text(text, "utf-8")
        ran = repository.run(str(hegao), "convert", "稿.md", name)
        assert ran.status == 0, ran.out
    (repository.path / "稿.md").unlink()
    repository.write(DRAFT, FAULTY.encode())
    repository.git("add", "--", "好.docx")
    ran = repository.commit()
    assert ran.status == 0, ran.out
    repository.git("add", "--", "错.docx")
    before = (repository.path / "错.docx").read_bytes()
    ran = repository.commit()
    assert ran.status == 1, ran.out
    assert "错.docx:" in ran.out
    assert "必错[W101]" in ran.out
    assert "好.docx" not in ran.out
    assert (repository.path / "错.docx").read_bytes() == before


def test_trying_the_hooks_without_installing_them(offering: Repository, tmp_path: Path) -> None:
    """``pre-commit try-repo``, as somebody who wants to see first."""
    repository = Repository(tmp_path, offering.env)
    repository.git("init", "-q", ".")
    repository.write(DRAFT, FAULTY.encode())
    for hook in ("hegao", "hegao-fix"):
        ran = repository.run(PRE_COMMIT, "try-repo", str(offering.path), hook, "--all-files", "--verbose")
        assert ran.status == 1, ran.out
        assert "必错[W101]" in ran.out, ran.out


@pytest.mark.parametrize("columns", [80, 132])
def test_the_output_fits_the_terminal(checked: Repository, columns: int) -> None:
    """Lines of a draft and the marks under them are not wrapped, and what is told is not cut."""
    checked.write(DRAFT, FAULTY.encode())
    out = _on_terminal(checked, ["git", "commit", "-m", "送审稿"], columns)
    quoted = [line for line in out.splitlines() if re.match(r" *\d* *\|", line)]
    assert len(quoted) >= 14, out
    assert max(map(_width, quoted)) <= columns
    assert max(map(_width, quoted)) > columns - 20, "the terminal's width is not made use of"
    assert "这里写成了“我乡”，应为“我镇”" in out


def test_a_warm_run_is_fast(
    offering: Repository, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """A commit with the hook against a commit with a Python hook that does nothing."""
    idle = tmp_path_factory.mktemp("idle")
    nothing = Repository(idle, offering.env)
    nothing.git("init", "-q", ".")
    local = (
        "repos:\n- repo: local\n  hooks:\n  - id: nothing\n    name: nothing\n    language: python\n"
        "    entry: python -c pass\n    types_or: [markdown]\n"
    )
    nothing.write(".pre-commit-config.yaml", local.encode())
    assert nothing.run(PRE_COMMIT, "install", "--install-hooks").status == 0
    checking = repository_with("hegao", offering, tmp_path_factory.mktemp("checking"))
    plain = Repository(tmp_path_factory.mktemp("plain"), offering.env)
    plain.git("init", "-q", ".")
    seconds: dict[str, list[float]] = {"plain": [], "nothing": [], "checking": []}
    for round_ in range(8):
        for name, repository in (("plain", plain), ("nothing", nothing), ("checking", checking)):
            repository.write(DRAFT, f"{CLEAN}{chr(10) * round_}".encode())
            started = time.perf_counter()
            ran = repository.commit()
            taken = time.perf_counter() - started
            assert ran.status == 0, ran.out
            if round_:  # The first one compiles what is imported.
                seconds[name].append(taken)
    best = {name: min(taken) for name, taken in seconds.items()}
    own = best["checking"] - best["nothing"]
    told = (
        f"git commit {best['plain']:.3f} s, with a Python hook that does nothing {best['nothing']:.3f} s, "
        f"with hegao {best['checking']:.3f} s; hegao's own part {own:.3f} s"
    )
    with capsys.disabled():
        print(f"\n{told}")  # noqa: T201 - the figure is what this is run for
    assert best["checking"] <= 2.5 * best["nothing"], told


def _on_terminal(repository: Repository, command: list[str], columns: int) -> str:
    """Run a command on a terminal of that many columns, which is its controlling terminal; returns what it shows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))

    def take_terminal() -> None:
        os.setsid()
        fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        command, cwd=repository.path, env={**repository.env, "TERM": "xterm"},
        stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=take_terminal,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            piece = b""
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert process.wait() == 1
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", shown.decode().replace("\r\n", "\n"))


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
