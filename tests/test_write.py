"""Writing a draft: whole or not at all, and everything but the edits as it was."""

from __future__ import annotations

import itertools
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hegao.sources import write
from hegao.sources.discovery import discover
from hegao.sources.encodings import Encoding, SourceError
from hegao.sources.files import Draft, read_draft
from hegao.sources.write import encoded, remove_leftovers, write_draft
from samples import LAYOUTS, sample

ENCODINGS = [
    Encoding("utf-8"),
    Encoding("utf-8", b"\xef\xbb\xbf"),
    Encoding("utf-16-le"),
    Encoding("utf-16-le", b"\xff\xfe"),
    Encoding("utf-16-be"),
    Encoding("utf-16-be", b"\xfe\xff"),
    Encoding("gb18030"),
    Encoding("gb18030", b"\x84\x31\x95\x33"),
]
LINE_ENDS = {"lf": ["\n"], "crlf": ["\r\n"], "cr": ["\r"], "mixed": ["\n", "\r\n", "\r"]}
posix = pytest.mark.skipif(os.name == "nt", reason="permissions, links and signals as POSIX has them")


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    path = tmp_path / "草稿.md"
    path.write_text("我乡公开信息。\n", encoding="utf-8")
    return read_draft(str(path))


def contents(draft: Draft) -> str:
    return Path(draft.name).read_text(encoding="utf-8")


def names(draft: Draft) -> list[str]:
    return sorted(path.name for path in Path(draft.name).parent.iterdir())


def with_line_ends(text: str, ends: list[str]) -> str:
    cycle = itertools.cycle(ends)
    return "".join(line + next(cycle) for line in text.split("\n")[:-1])


@pytest.mark.parametrize("ends", LINE_ENDS)
@pytest.mark.parametrize("encoding", ENCODINGS, ids=lambda encoding: encoding.label)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_encoding_and_line_end_is_kept(tmp_path, layout, encoding, ends):
    old = with_line_ends(sample(layout), LINE_ENDS[ends])
    head, tail = old.split("公开政府信息126条")
    path = tmp_path / "草稿.md"
    path.write_bytes(encoding.bom + old.encode(encoding.name))
    read = read_draft(str(path))
    assert (read.text, read.encoding) == (old, encoding)
    write_draft(read, f"{head}公开政府信息１２６条{tail}")
    codec = encoding.name
    assert path.read_bytes() == b"".join(
        [encoding.bom, head.encode(codec), "公开政府信息１２６条".encode(codec), tail.encode(codec)]
    )
    again = read_draft(str(path))
    assert (again.text, again.encoding) == (f"{head}公开政府信息１２６条{tail}", encoding)


def test_a_character_the_encoding_has_not_is_refused(tmp_path):
    path = tmp_path / "草稿.txt"
    path.write_bytes("我乡公开政府信息。\n".encode("gbk"))
    before = path.read_bytes()
    with pytest.raises(SourceError, match=r"“𪨶”（U\+2AA36）不能用这个文件的编码 GBK 保存"):
        write_draft(read_draft(str(path)), "我𪨶公开政府信息。\n")
    assert path.read_bytes() == before


def test_a_draft_that_goes_beyond_gbk_already_is_written(tmp_path):
    path = tmp_path / "草稿.txt"
    path.write_bytes("我𪨶乡公开政府信息。\n".encode("gb18030"))
    write_draft(read_draft(str(path)), "我𪨶镇公开政府信息。\n")
    assert path.read_bytes().decode("gb18030") == "我𪨶镇公开政府信息。\n"


def test_a_lone_surrogate_is_refused(draft):
    with pytest.raises(SourceError, match="不能用这个文件的编码 UTF-8 保存"):
        write_draft(draft, "我\ud800乡\n")
    assert contents(draft) == draft.text


def test_bytes_that_would_be_read_as_another_text_are_refused():
    # These two characters in GB18030 are the bytes of one letter in UTF-8.
    misread = bytes("é", "utf-8").decode("gb18030")
    with pytest.raises(SourceError, match="会读成别的文字"):
        encoded(Draft("草稿.txt", "我乡", Encoding("gb18030")), misread)


def test_a_draft_that_changed_since_it_was_read_is_refused(draft):
    Path(draft.name).write_text("我乡公开信息！\n", encoding="utf-8")
    with pytest.raises(SourceError, match="核对期间文件被别的程序改动了"):
        write_draft(draft, "我镇公开信息。\n")
    assert contents(draft) == "我乡公开信息！\n"
    assert names(draft) == ["草稿.md"]


def test_a_draft_that_changes_while_it_is_written_is_refused(draft, monkeypatch):
    def change(handle: int) -> None:
        Path(draft.name).write_text("我乡公开信息！\n", encoding="utf-8")

    monkeypatch.setattr(os, "fsync", change)
    with pytest.raises(SourceError, match="核对期间文件被别的程序改动了"):
        write_draft(draft, "我镇公开信息。\n")
    assert contents(draft) == "我乡公开信息！\n"
    assert names(draft) == ["草稿.md"]


def test_a_draft_that_is_gone_is_not_made_anew(draft):
    Path(draft.name).unlink()
    with pytest.raises(SourceError, match="核对期间文件被别的程序改动了"):
        write_draft(draft, "我镇公开信息。\n")
    assert names(draft) == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "没有写入权限，或文件正被别的程序占用"),
        (OSError(28, "No space left on device"), "磁盘已满"),
        (OSError(5, "Input/output error"), "写不了这个文件（磁盘读写出错）"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_failure_leaves_the_draft_and_no_temporary_file(draft, monkeypatch, step, error, words):
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(SourceError, match=words):
        write_draft(draft, "我镇公开信息。\n")
    assert contents(draft) == draft.text
    assert names(draft) == ["草稿.md"]


def test_an_interrupt_leaves_the_draft_and_no_temporary_file(draft, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_draft(draft, "我镇公开信息。\n")
    assert (contents(draft), names(draft)) == (draft.text, ["草稿.md"])


def test_a_write_protected_draft_is_refused(draft):
    Path(draft.name).chmod(0o444)
    with pytest.raises(SourceError, match="文件是只读的"):
        write_draft(draft, "我镇公开信息。\n")
    assert contents(draft) == draft.text
    Path(draft.name).chmod(0o644)


@posix
def test_what_is_no_file_is_refused(tmp_path):
    path = tmp_path / "管道.md"
    os.mkfifo(path)
    with pytest.raises(SourceError, match="不是普通文件"):
        write_draft(Draft(str(path), "甲", Encoding()), "乙")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_the_mode_is_kept(draft, mode):
    path = Path(draft.name)
    path.chmod(mode)
    write_draft(draft, "我镇公开信息。\n")
    assert contents(draft) == "我镇公开信息。\n"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser gives files away")
def test_the_owner_is_kept(draft):
    os.chown(draft.name, 1234, 2345)
    write_draft(draft, "我镇公开信息。\n")
    owner = Path(draft.name).stat()
    assert (owner.st_uid, owner.st_gid) == (1234, 2345)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes as Linux has them")
def test_extended_attributes_are_kept(draft):
    try:
        os.setxattr(draft.name, "user.origin", b"hegao")
    except OSError:
        pytest.skip("the file system has none")
    write_draft(draft, "我镇公开信息。\n")
    assert os.getxattr(draft.name, "user.origin") == b"hegao"


@posix
def test_a_link_stays_and_its_target_is_written(draft, tmp_path):
    (tmp_path / "别处").mkdir()
    link = tmp_path / "别处" / "链接.md"
    link.symlink_to("../草稿.md")
    write_draft(read_draft(str(link)), "我镇公开信息。\n")
    assert link.is_symlink()
    assert contents(draft) == "我镇公开信息。\n"
    assert [path.name for path in link.parent.iterdir()] == ["链接.md"]


def test_a_name_as_long_as_names_can_be_is_written(tmp_path):
    path = tmp_path / f"{'镇' * 84}.md"
    path.write_text("我乡\n", encoding="utf-8")
    write_draft(read_draft(str(path)), "我镇\n")
    assert path.read_text(encoding="utf-8") == "我镇\n"


def test_leftovers_are_removed_and_not_searched(draft):
    folder = Path(draft.name).parent
    (folder / ".hegao-abcd1234.tmp").write_bytes(b"\xff")
    (folder / ".hegao-own.md").write_text("别人的", encoding="utf-8")
    assert [Path(found.path).name for found in discover([str(folder)])] == ["草稿.md"]
    remove_leftovers([str(folder), str(folder / "没有")])
    assert names(draft) == [".hegao-own.md", "草稿.md"]


@posix
def test_a_temporary_file_in_use_is_no_leftover(draft, monkeypatch):
    sync = os.fsync

    def clean_up_meanwhile(handle: int) -> None:
        sync(handle)
        remove_leftovers([str(Path(draft.name).parent)])

    monkeypatch.setattr(os, "fsync", clean_up_meanwhile)
    write_draft(draft, "我镇公开信息。\n")
    assert (contents(draft), names(draft)) == ("我镇公开信息。\n", ["草稿.md"])


@posix
def test_a_temporary_file_taken_before_it_is_locked_is_made_anew(draft, monkeypatch):
    lock, taken = write.fcntl.flock, []

    def take_first(handle: int, how: int) -> None:
        if not taken:
            taken.extend(path for path in Path(draft.name).parent.iterdir() if path.suffix == ".tmp")
            taken[0].unlink()
        lock(handle, how)

    monkeypatch.setattr(write.fcntl, "flock", take_first)
    write_draft(draft, "我镇公开信息。\n")
    assert len(taken) == 1
    assert (contents(draft), names(draft)) == ("我镇公开信息。\n", ["草稿.md"])


COUNT = 1000
OLD = "# 云岭镇人民政府2023年政府信息公开工作年度报告\n\n" + "我乡公开政府信息。\n" * 400
NEW = OLD.replace("我乡", "我镇")
WRITER = """
import sys
from pathlib import Path
from hegao.sources.files import read_draft
from hegao.sources.write import remove_leftovers, write_draft
folder = Path(sys.argv[1])
remove_leftovers([str(folder)])
print("ready", flush=True)
for path in sorted(folder.glob("*.md")):
    draft = read_draft(str(path))
    if "我乡" in draft.text:
        write_draft(draft, draft.text.replace("我乡", "我镇"))
print("done", flush=True)
"""


@posix
def test_killed_at_random_moments_every_file_is_old_or_new_and_whole(tmp_path):
    """Rounds of SIGKILL in the middle of 1,000 files, then a round that ends."""
    files = [tmp_path / f"镇{number:04}.md" for number in range(COUNT)]
    for path in files:
        path.write_text(OLD, encoding="utf-8")
    whole = {OLD.encode(), NEW.encode()}
    chance = random.Random(20240112)
    started = time.monotonic()
    killed = 0
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0.001, 0.06))
            writer.send_signal(signal.SIGKILL)
        killed += writer.returncode == -signal.SIGKILL
        assert {path.read_bytes() for path in files} <= whole
        assert {path.name for path in tmp_path.glob("*.md")} == {path.name for path in files}
        if time.monotonic() - started > 12:
            break
    assert killed >= 3
    subprocess.run([sys.executable, "-c", WRITER, str(tmp_path)], check=True, timeout=60, capture_output=True)
    assert {path.read_bytes() for path in files} == {NEW.encode()}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in files)
