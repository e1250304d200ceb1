"""A folder to work in, and the command line called in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hegao.cli import main
from hegao.config import forget_settings_files

DRAFTS = Path(__file__).parents[1] / "drafts" / "yunling-township"


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: object) -> Outcome:
        forget_settings_files()
        status = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Outcome(status, captured.out, captured.err)

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def clean(folder: Path) -> Path:
    return _draft(folder, "clean")


@pytest.fixture
def faulty(folder: Path) -> Path:
    return _draft(folder, "faulty")


def _draft(folder: Path, kind: str) -> Path:
    path = folder / f"{kind}.md"
    path.write_bytes((DRAFTS / f"{kind}.pipe.md").read_bytes())
    return Path(path.name)
