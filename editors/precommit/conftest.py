"""A repository that offers the hooks, and repositories of drafts that use them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PRE_COMMIT = str(Path(sys.executable).parent / "pre-commit")
_OFFERED = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "server", "rules")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".mypy_cache", "*.pyc")


class Ran(NamedTuple):
    """How a command ended."""

    status: int
    out: str


class Repository(NamedTuple):
    """A git repository and the environment to work in it."""

    path: Path
    env: Mapping[str, str]

    def run(self, *command: str, env: Mapping[str, str] | None = None) -> Ran:
        """Run a command in it; standard error goes with standard output."""
        done = subprocess.run(
            command, cwd=self.path, env={**self.env, **(env or {})}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout)

    def git(self, *arguments: str) -> str:
        """Run git, which must succeed."""
        ran = self.run("git", *arguments)
        assert ran.status == 0, ran.out
        return ran.out

    def write(self, name: str, data: bytes) -> Path:
        """Write a file and stage it."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.git("add", "--", name)
        return path

    def commit(self) -> Ran:
        """Commit what is staged, as a person does."""
        return self.run("git", "commit", "-m", "送审稿")

    def commits(self) -> int:
        """How many commits there are."""
        ran = self.run("git", "rev-list", "--count", "HEAD")
        return int(ran.out) if ran.status == 0 else 0


@pytest.fixture(scope="session")
def env(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Nobody's settings: a new home, and no hegao on PATH but the hook's own."""
    home = tmp_path_factory.mktemp("home")
    kept = ("PATH", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "http_proxy", "https_proxy", "no_proxy")
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name in kept}
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
           for what, value in (("NAME", "经办人"), ("EMAIL", "clerk@example.invalid"))}  # fmt: skip
    settings = Path.home() / ".config" / "pip" / "pip.conf"
    if "PIP_CONFIG_FILE" not in pip and settings.exists():
        pip["PIP_CONFIG_FILE"] = str(settings)
    return {**pip, **who, "HOME": str(home), "LANG": "C.UTF-8", "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1"}  # fmt: skip


@pytest.fixture(scope="session")
def offering(env: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """hegao as it stands, in a repository of its own."""
    repository = Repository(tmp_path_factory.mktemp("hegao"), env)
    for name in _OFFERED:
        source, target = ROOT / name, repository.path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=_LEFT_OUT)
        else:
            shutil.copy(source, target)
    repository.git("init", "-q", ".")
    repository.git("add", "-A")
    repository.git("commit", "-q", "-m", "hegao")
    repository.git("tag", "v0.1.0")
    return repository


def repository_with(hook: str, offering: Repository, path: Path) -> Repository:
    """A repository of drafts in which one of the hooks is installed."""
    repository = Repository(path, offering.env)
    repository.git("init", "-q", "-b", "main", ".")
    config = f"repos:\n- repo: {offering.path}\n  rev: v0.1.0\n  hooks:\n  - id: {hook}\n"
    repository.write(".pre-commit-config.yaml", config.encode())
    installed = repository.run(PRE_COMMIT, "install", "--install-hooks")
    assert installed.status == 0, installed.out
    return repository


@pytest.fixture
def checked(offering: Repository, tmp_path: Path) -> Repository:
    """A repository of drafts with ``hegao``."""
    return repository_with("hegao", offering, tmp_path)


@pytest.fixture
def fixed(offering: Repository, tmp_path: Path) -> Repository:
    """A repository of drafts with ``hegao-fix``."""
    return repository_with("hegao-fix", offering, tmp_path)
