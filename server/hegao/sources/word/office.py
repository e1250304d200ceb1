"""Files of older and other word processors, read by way of LibreOffice where that is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from hegao.sources.encodings import SourceError

TIMEOUT = 60.0
"""Seconds. A report takes two; LibreOffice may ask a question that nobody sees."""

_FILTER = "docx:MS Word 2007 XML"
_MACHINE_WIDE = ("/usr/bin/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice",
                 r"C:\Program Files\LibreOffice\program\soffice.exe")  # fmt: skip
# A stranger's file: no macro is run and nothing it links to is fetched.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value>
</prop></item>
</oor:items>
"""


def as_docx(data: bytes, name: str) -> bytes:
    """A file of another word processor as ``.docx``.

    Raises:
        SourceError: LibreOffice is not installed, or cannot read the file.
    """
    office = find_office()
    if office is None:
        raise SourceError(
            f"{name}：读这种文件要借助 LibreOffice，这台电脑上没有找到。"
            "请用 Word 或 WPS 打开它，另存为 .docx 再核对；或安装 LibreOffice。"
        )
    with tempfile.TemporaryDirectory(prefix="hegao-") as folder:
        base = Path(folder)
        profile = base / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        # A name of our own: the file's may be one that a command line misreads.
        source = base / f"draft{Path(name).suffix.lower()}"
        source.write_bytes(data)
        command = [office, f"-env:UserInstallation={(base / 'profile').as_uri()}", "--headless", "--norestore",
                   "--convert-to", _FILTER, "--outdir", str(base / "out"), str(source)]  # fmt: skip
        finished = _run(command)
        made = base / "out" / "draft.docx"
        if not finished:
            raise SourceError(
                f"{name}：LibreOffice {TIMEOUT:.0f} 秒没有读完这个文件，已停止。请用 Word 或 WPS 另存为 .docx 再核对。"
            )
        if not made.is_file():
            raise SourceError(
                f"{name}：LibreOffice 读不了这个文件，可能加了密码或已损坏。请用 Word 或 WPS 另存为 .docx 再核对。"
            )
        return made.read_bytes()


def find_office() -> str | None:
    """The program of LibreOffice; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next(filter(os.path.isfile, _MACHINE_WIDE), None)


def _run(command: list[str]) -> bool:
    """Run a program to its end, at most so long; whether it ended by itself."""
    silent = subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True)
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            _stop(process)
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and those it started: what is called soffice is a script."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
