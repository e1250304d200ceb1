"""``hegao check`` with ``--fix``, ``--unsafe-fixes`` and ``--diff``."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from hegao.report.registry import FORMATS

ROOT = Path(__file__).parents[2]
HEGAO = (sys.executable, "-m", "hegao")
posix = pytest.mark.skipif(os.name == "nt", reason="links and signals as POSIX has them")
# One slip of each level: a label (safe), the author's word (unsafe), a figure (suggestion).
SLIPS = (("本年废止件数", "本年度止件数"), ("。全年通过", "。我乡全年通过"), ("政府网站126条", "政府网站136条"))


@pytest.fixture
def slips(clean: Path) -> Path:
    text = clean.read_text(encoding="utf-8")
    for right, wrong in SLIPS:
        assert right in text, right
        text = text.replace(right, wrong, 1)
    path = clean.with_name("slips.md")
    path.write_text(text, encoding="utf-8")
    clean.unlink()
    return path


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def codes(out: str) -> list[str]:
    return [item["code"] for item in json.loads(out)]


def test_safe_fixes_are_applied_and_the_rest_is_reported(run, slips):
    before = read(slips)
    outcome = run("check", slips, "--fix")
    assert outcome.status == 1
    assert read(slips) == before.replace("本年度止件数", "本年废止件数")
    assert "已改[T101] “本年度止件数”改为“本年废止件数”" in outcome.out
    assert "必错[T101]" not in outcome.out
    assert "必错[W101]" in outcome.out
    assert "已改正 1 处（1 个文件）；还剩 必错 " in outcome.out
    assert "另有 1 处要加 --unsafe-fixes 才改" in outcome.out
    assert outcome.err == ""


def test_unsafe_fixes_are_applied_on_request_and_suggestions_never(run, slips):
    before = read(slips)
    outcome = run("check", slips, "--fix", "--unsafe-fixes")
    assert read(slips) == before.replace("本年度止件数", "本年废止件数").replace("我乡全年", "我镇全年")
    assert "已改正 2 处（1 个文件）" in outcome.out
    assert "--unsafe-fixes" not in outcome.out
    assert "N312" in outcome.out


def test_the_fixes_of_one_rule_alone_are_applied_at_all_places(run, faulty):
    before = read(faulty)
    spoilt = before.replace("。\n", "。我乡将继续改进。\n")
    faulty.write_text(spoilt, encoding="utf-8")
    outcome = run("check", faulty, "--fix", "--unsafe-fixes", "--select", "W101")
    places = spoilt.count("我乡")
    assert places > 5
    assert read(faulty) == spoilt.replace("我乡", "我镇")
    assert f"已改正 {places} 处（1 个文件）" in outcome.out
    assert outcome.status == 0


def test_a_corrected_place_is_told_as_it_is_in_the_new_text(run, slips):
    outcome = run("check", slips, "--fix")
    row, column = (int(part) for part in outcome.out.split(": 已改[T101]")[0].rsplit(":", 2)[1:])
    assert read(slips).split("\n")[row - 1][column - 1 :].startswith("本年废止件数")


def test_fixing_again_changes_nothing(run, slips):
    run("check", slips, "--fix", "--unsafe-fixes")
    fixed = slips.read_bytes()
    changed = slips.stat().st_mtime_ns
    outcome = run("check", slips, "--fix", "--unsafe-fixes")
    assert "没有改动；还剩" in outcome.out
    assert (slips.read_bytes(), slips.stat().st_mtime_ns) == (fixed, changed)


def test_a_draft_that_comes_out_clean_ends_with_0(run, clean):
    right = read(clean)
    clean.write_bytes(right.replace("本年废止件数", "本年度止件数").encode())
    outcome = run("check", clean, "--fix")
    assert outcome.status == 0
    assert "核稿 √ 不再有问题：核对 1 份报告，已改正 1 处（1 个文件）" in outcome.out
    assert read(clean) == right


def test_a_clean_draft_is_not_written(run, clean):
    before = clean.stat()
    outcome = run("check", clean, "--fix")
    assert outcome.status == 0
    assert "核稿 √ 未发现问题：核对 1 份报告，没有改动" in outcome.out
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_remains_decides_how_a_run_ends(run, slips):
    assert run("check", slips, "--fix", "--unsafe-fixes", "--select", "T101,W101").status == 0
    assert run("check", slips, "--fix", "--fail-on", "never").status == 0
    assert run("check", slips, "--fix").status == 1


def test_only_chosen_rules_are_applied(run, slips):
    before = read(slips)
    run("check", slips, "--fix", "--unsafe-fixes", "--ignore", "T101")
    assert read(slips) == before.replace("我乡全年", "我镇全年")


def test_a_suppressed_finding_is_not_corrected(run, slips):
    before = read(slips)
    Path("hegao.toml").write_text(
        '[[suppress]]\nfile = "slips.md"\ncode = "T101"\nreason = "上级的表式"\n', encoding="utf-8"
    )
    run("check", slips, "--fix")
    assert read(slips) == before


def test_connected_corrections_wait_for_the_next_run(run, clean):
    right = read(clean)
    # 我乡 and the mark after it meet.
    clean.write_bytes(right.replace("更新不够及时；", "更新不及时的有我乡;", 1).encode())
    first = run("check", clean, "--fix", "--unsafe-fixes")
    assert "1 处与别的改动相连，下次再改" in first.out
    second = run("check", clean, "--fix", "--unsafe-fixes")
    assert "已改正 1 处（1 个文件）" in second.out
    assert "我镇；" in read(clean)
    assert "下次再改" not in second.out


def test_diff_shows_and_changes_nothing(run, slips):
    before = slips.read_bytes()
    outcome = run("check", slips, "--diff", "--unsafe-fixes")
    assert outcome.status == 1
    assert slips.read_bytes() == before
    assert outcome.out.startswith("--- slips.md\n+++ slips.md\n@@ -")
    changed = [
        line for line in outcome.out.split("\n") if line.startswith(("+", "-")) and line[:3] not in ("+++", "---")
    ]
    assert len(changed) == 4
    assert outcome.err == "可改正 2 处（1 个文件），现在没有改动任何文件。\n"
    safe = run("check", slips, "--diff")
    assert safe.err == "可改正 1 处（1 个文件），现在没有改动任何文件；另有 1 处要加 --unsafe-fixes 才改。\n"


def test_diff_without_changes_ends_with_0(run, clean, faulty):
    outcome = run("check", clean, "--diff")
    assert (outcome.status, outcome.out, outcome.err) == (0, "", "没有可以成批改正之处。\n")
    assert run("check", clean, "没有.md", "--diff").status == 2
    assert run("check", faulty, "--diff", "--fix", "-q").err == ""


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_diff_is_a_patch(slips, ends, last):
    text = read(slips)
    if last:
        text = text.rstrip("\n")
    slips.write_bytes(text.replace("\n", ends).encode())
    made = subprocess.run(
        [*HEGAO, "check", slips, "--diff", "--unsafe-fixes"], capture_output=True, timeout=60, check=False
    )
    patched = slips.with_name("patched.md")
    patched.write_bytes(slips.read_bytes())
    subprocess.run(["patch", "--binary", "-s", patched], input=made.stdout, check=True, timeout=60)
    subprocess.run([*HEGAO, "check", slips, "--fix", "--unsafe-fixes"], capture_output=True, timeout=60, check=False)
    assert patched.read_bytes() == slips.read_bytes() != text.replace("\n", ends).encode()


def test_diff_shows_no_private_data(run, clean):
    number = "11010519491231002X"
    text = read(clean).replace("云岭镇", f"联系人身份证号{number}，云岭镇", 1)
    clean.write_bytes(text.replace("全年", f"（{number}）全年", 1).encode())
    outcome = run("check", clean, "--diff", "--unsafe-fixes")
    assert outcome.out.count("\n+") > 1
    assert number not in outcome.out
    assert "不能用作补丁" in outcome.err
    assert number in read(clean)
    fixed = run("check", clean, "--fix", "--unsafe-fixes")
    assert number not in fixed.out + fixed.err + read(clean)


def test_standard_input_comes_back_corrected(run, slips, monkeypatch):
    data = slips.read_bytes()
    feed(monkeypatch, data)
    outcome = run("check", "-", "--fix")
    assert outcome.status == 1
    assert outcome.out == data.decode().replace("本年度止件数", "本年废止件数")
    assert "必错[W101]" in outcome.err
    assert "已改正 1 处" in outcome.err
    feed(monkeypatch, data)
    assert run("check", "-", "--diff").out.startswith("--- -\n+++ -\n@@")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_standard_input_keeps_encoding_and_line_ends(slips, codec, line_end):
    text = read(slips).replace("\n", line_end)
    done = subprocess.run(
        [*HEGAO, "check", "--stdin-filename", "草稿.md", "--fix"],
        input=text.encode(codec), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout == text.replace("本年度止件数", "本年废止件数").encode(codec)


def test_clean_standard_input_comes_back_as_it_is(run, clean, monkeypatch):
    feed(monkeypatch, clean.read_bytes())
    outcome = run("check", "--stdin-filename", "草稿.md", "--fix", "-q")
    assert (outcome.status, outcome.out, outcome.err) == (0, read(clean), "")


def test_excluded_standard_input_comes_back_as_it_is(run, slips, monkeypatch):
    Path("hegao.toml").write_text('exclude = ["slips.*", "草稿.*"]\n', encoding="utf-8")
    feed(monkeypatch, slips.read_bytes())
    outcome = run("check", "--stdin-filename", "草稿.md", "--fix", "--force-exclude", "-q")
    assert (outcome.status, outcome.out) == (0, read(slips))


def test_unreadable_standard_input_gives_nothing_back(run, folder, monkeypatch):
    feed(monkeypatch, b"\x7fELF\0\0")
    outcome = run("check", "-", "--fix")
    assert (outcome.status, outcome.out) == (2, "")


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"docx"}))
def test_every_format_tells_what_remains(run, slips, name):
    outcome = run("check", slips, "--fix", "--output-format", name)
    assert outcome.status == 1
    assert "N312" in outcome.out
    # A record lists the rules that ran.
    assert name == "html" or ("T101" in outcome.out) is (name in ("text", "concise"))
    if name not in ("text", "concise"):
        assert outcome.err.startswith("核对 1 份报告：已改正 1 处（1 个文件）；还剩 必错")
    if name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(outcome.out)
    if name == "junit":
        ElementTree.fromstring(outcome.out)


def test_the_findings_after_fixing_are_those_of_the_fixed_file(run, slips):
    fixing = run("check", slips, "--fix", "--unsafe-fixes", "--output-format", "json")
    assert fixing.out == run("check", slips, "--output-format", "json").out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes 要与 --fix 或 --diff 同用。"),
        (["--diff", "--output-format", "json"], "--diff 只列出改动，不能与 --output-format json 同用。"),
    ],
)
def test_options_that_do_not_go_together_end_with_2(run, slips, options, words):
    before = slips.read_bytes()
    outcome = run("check", slips, *options)
    assert outcome.status == 2
    assert words in outcome.err
    assert slips.read_bytes() == before


def test_texts_that_are_no_reports_are_corrected_only_when_named(run, clean):
    note = Path("说明.md")
    note.write_text("村务公开栏已更新,内容完整。\n", encoding="utf-8")
    run("check", ".", "--fix")
    assert read(note) == "村务公开栏已更新,内容完整。\n"
    run("check", note, "--fix")
    assert read(note) == "村务公开栏已更新，内容完整。\n"


def many(slips: Path, count: int) -> list[Path]:
    data = slips.read_bytes()
    paths = [Path(f"镇{number:03}.md") for number in range(count)]
    for path in paths:
        path.write_bytes(data)
    slips.unlink()
    return paths


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_folder_is_corrected_in_several_processes(run, slips, jobs):
    right = read(slips).replace("本年度止件数", "本年废止件数")
    paths = many(slips, 70)
    Path(".hegao-1234abcd.tmp").write_bytes(b"left by a run that was killed")
    outcome = run("check", ".", "--fix", "--jobs", jobs)
    assert outcome.status == 1
    assert "已改正 70 处（70 个文件）" in outcome.out
    assert {read(path) for path in paths} == {right}
    assert sorted(path.name for path in Path().iterdir()) == [path.name for path in paths]


@posix
def test_a_file_with_two_names_is_corrected_once(run, slips):
    Path("链接.md").symlink_to(slips)
    outcome = run("check", ".", "--fix", "--jobs", "2")
    assert "已改正 1 处（1 个文件）" in outcome.out
    assert outcome.status == 1
    assert Path("链接.md").is_symlink()


def test_a_write_protected_file_ends_with_2_and_the_others_are_corrected(run, slips):
    protected, other = many(slips, 2)
    before = protected.read_bytes()
    protected.chmod(0o444)
    outcome = run("check", ".", "--fix")
    assert outcome.status == 2
    assert outcome.err == ("hegao：镇000.md：文件是只读的，没有改动它。请去掉只读属性或取得写入权限，再改正。\n")
    assert protected.read_bytes() == before
    assert "本年废止件数" in read(other)
    assert "1 个文件没能改写" in outcome.out
    assert "镇000.md:" in outcome.out.replace("已改", "")
    assert run("check", ".", "--diff").status == 1
    protected.chmod(0o644)


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_write_protected_folder_ends_with_2(run, slips):
    folder = Path("县")
    folder.mkdir()
    path = slips.rename(folder / slips.name)
    folder.chmod(0o555)
    outcome = run("check", folder, "--fix")
    folder.chmod(0o755)
    assert outcome.status == 2
    assert "没有写入权限" in outcome.err
    assert "本年度止件数" in read(path)


def test_a_folder_where_no_file_can_be_made_ends_with_2(run, slips, monkeypatch):
    import tempfile

    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    outcome = run("check", ".", "--fix")
    assert outcome.status == 2
    assert "slips.md：没有写入权限" in outcome.err
    assert "必错[T101]" in outcome.out
    assert "本年度止件数" in read(slips)


def test_corrections_that_make_a_rule_crash_are_refused(run, slips, monkeypatch):
    from hegao.checks.base import Check
    from hegao.checks.registry import CHECKS

    def crash(document, params, check):
        if "本年度止件数" not in document.source.text:
            raise RuntimeError
        yield from check(document, params)

    kind = "table_labels" if "table_labels" in CHECKS else next(iter(CHECKS))
    original = CHECKS[kind]
    monkeypatch.setitem(
        CHECKS, kind, Check(original.params, lambda document, params: crash(document, params, original.run))
    )
    before = slips.read_bytes()
    outcome = run("check", slips, "--fix")
    assert outcome.status == 2
    assert "运行出错，没有改动这个文件" in outcome.err
    assert slips.read_bytes() == before


@posix
def test_killed_in_the_middle_every_file_is_old_or_new_and_whole(slips):
    """The command with two processes of its own, all killed together."""
    old, new = slips.read_bytes(), read(slips).replace("本年度止件数", "本年废止件数").encode()
    paths = many(slips, 200)
    chance = random.Random(12)
    command = [*HEGAO, "check", ".", "--fix", "--jobs", "2", "-q", "--output-format", "concise"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    mixed = 0
    for _ in range(4):
        for path in paths[::2]:
            path.write_bytes(old)
        with subprocess.Popen(command, start_new_session=True, **quiet) as process:
            deadline = time.monotonic() + 10
            while paths[0].read_bytes() != new and time.monotonic() < deadline:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.3))
            os.killpg(process.pid, signal.SIGKILL)
        found = {path.read_bytes() for path in paths}
        assert found <= {old, new}
        mixed += len(found) == 2
    assert mixed >= 1
    subprocess.run(command, timeout=60, check=False, **quiet)
    assert {path.read_bytes() for path in paths} == {new}
    assert sorted(path.name for path in Path().iterdir()) == [path.name for path in paths]


def test_the_diff_among_the_examples_is_current():
    made = subprocess.run(
        [*HEGAO, "check", "--diff", "--unsafe-fixes", "examples/faulty.md"],
        cwd=ROOT, capture_output=True, timeout=60, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    kept = (ROOT / "examples" / "faulty.diff").read_bytes()
    assert made.stdout == kept, "hegao check --diff --unsafe-fixes examples/faulty.md > examples/faulty.diff"
