"""The snippets of ``editors/ci.md``: each is YAML of its kind, and each command in it runs and writes what it says."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import EXAMPLES, PRE_COMMIT, ROOT, Repository

PAGE = (ROOT / "editors" / "ci.md").read_text("utf-8")
SNIPPETS = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
FORMATS = ("github", "sarif", "gitlab")


def _lines(value: Any) -> Iterator[str]:
    """Every string in a snippet."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _lines(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner)


COMMANDS = [line for snippet in SNIPPETS for line in _lines(snippet) if line.startswith("hegao ")]


@pytest.fixture
def drafts(offering: Repository, tmp_path: Path) -> Repository:
    """A folder with a faulty draft."""
    repository = Repository(tmp_path, offering.env)
    (tmp_path / "云岭镇（送审）.md").write_bytes((EXAMPLES / "faulty.md").read_bytes())
    return repository


@pytest.fixture(scope="session")
def hegao(offering: Repository, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The command, installed from the repository as the snippets do it."""
    environment = tmp_path_factory.mktemp("ci") / "venv"
    for command in (
        (sys.executable, "-m", "venv", str(environment)),
        (str(environment / "bin" / "pip"), "install", "-q", f"git+file://{offering.path}@v0.1.0"),
    ):
        ran = offering.run(*command)
        assert ran.status == 0, ran.out
    return str(environment / "bin" / "hegao")


def test_every_snippet_is_there() -> None:
    """Two settings of pre-commit and three pipelines, each with its command."""
    assert len(SNIPPETS) == 5
    assert [re.search(r"--output-format (\w+)", command)[1] for command in COMMANDS] == list(FORMATS)  # type: ignore[index]


@pytest.mark.parametrize("snippet", [snippet for snippet in SNIPPETS if "repos" in snippet])
def test_settings_of_pre_commit_are_valid(drafts: Repository, snippet: Any) -> None:
    """pre-commit accepts them, and the hooks they name are offered."""
    (drafts.path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(snippet, allow_unicode=True), "utf-8")
    ran = drafts.run(PRE_COMMIT, "validate-config")
    assert ran.status == 0, ran.out
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert snippet["repos"][0]["hooks"][0]["id"] in [hook["id"] for hook in offered]


def test_the_hooks_are_valid(drafts: Repository) -> None:
    """pre-commit accepts what is offered."""
    ran = drafts.run(PRE_COMMIT, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert ran.status == 0, ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_of_pipelines_run(drafts: Repository, hegao: str, command: str) -> None:
    """With the status a pipeline goes by, and a result in the format it reads."""
    ran = drafts.run(hegao, *shlex.split(command)[1:])
    assert ran.status == (0 if "--fail-on never" in command else 1), ran.out
    written = re.search(r"--output-file (\S+)", command)
    if written is None:
        assert re.search(r"^::error file=云岭镇（送审）.md,line=9,", ran.out, re.MULTILINE), ran.out
        return
    result = json.loads((drafts.path / written[1]).read_text("utf-8"))
    found = result["runs"][0]["results"] if "sarif" in command else result
    assert len(found) == 7
    assert any(written[1] in str(snippet) for snippet in SNIPPETS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_repository_without_drafts_is_no_failure(drafts: Repository, hegao: str, command: str) -> None:
    """A pipeline is often set up before the first draft is there."""
    (drafts.path / "云岭镇（送审）.md").unlink()
    ran = drafts.run(hegao, *shlex.split(command)[1:])
    assert ran.status == 0, ran.out
