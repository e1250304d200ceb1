"""LibreOffice for tests that need it: where CI runs it must be there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hegao.sources.word.office import find_office

Convert = Callable[..., Path]


@pytest.fixture
def office(tmp_path: Path) -> Convert:
    """Converts a file to a kind that LibreOffice writes."""
    program = find_office()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: run tests/install-office.sh")
        pytest.skip("LibreOffice is not installed")

    def convert(source: Path, kind: str, infilter: str = "", folder: str = "converted") -> Path:
        command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
        command += [f"--infilter={infilter}"] if infilter else []
        command += ["--convert-to", kind, "--outdir", str(tmp_path / folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        made = tmp_path / folder / f"{source.stem}.{kind.partition(':')[0]}"
        assert made.is_file()
        return made

    return convert
