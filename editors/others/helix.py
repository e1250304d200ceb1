"""Drive Helix in a terminal, as a person does: ``helix.py HX FILE OUT``, in the folder of the drafts.

Waits for what must appear on the screen and ends with status 1 when it does not.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

_SERVER = f"hegao-helix-{os.getpid()}"
_PATIENCE = 20


def tmux(*arguments: str) -> str:
    """Run a command of the terminal, which is nobody else's."""
    done = subprocess.run(["tmux", "-L", _SERVER, "-u", *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def screen() -> str:
    """What is shown; characters of two columns as such."""
    return tmux("capture-pane", "-p")


def keys(*names: str) -> None:
    """Press keys."""
    tmux("send-keys", *names)


def wait_for(what: str, *texts: str, gone: str = "") -> str:
    """Wait until the screen shows all the texts, and what must go is gone."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        shown = screen()
        if all(text in shown for text in texts) and not (gone and gone in shown):
            sys.stdout.write(f"    {what}\n")
            return shown
        time.sleep(0.05)
    sys.stdout.write(f"  FAIL waited in vain for {what}: {texts}\n{screen()}\n")
    raise SystemExit(1)


def choose(*moves: str) -> None:
    """Open the menu of corrections and take an entry."""
    keys("Space", "a")
    wait_for("the menu of corrections", "不再提示这条规则")
    keys(*moves, "Enter")


def drive(program: str, file: str, out: Path) -> None:
    """Find, correct and save."""
    tmux("new-session", "-d", "-x", "150", "-y", "44", program, file)
    wait_for("the draft with its findings", "云岭镇人民政府2023年", "● 6")
    keys(":", "8", "Enter", "]", "d")
    found = wait_for("a finding", "本报告的机关是“云岭镇人民政府”，这里写成了“我乡”，应为“我镇”", "(W101)")
    out.write_text(found, "utf-8")
    keys("]", "d")
    wait_for("the finding behind 𪨶", "9:27")
    choose()
    wait_for("its correction", "我乡在𪨶家村、𠮷里社区设置公开栏。我镇全年", "● 5")
    keys(":", "8", "Enter", "]", "d")
    wait_for("the finding before 𪨶", "9:10")
    choose()
    wait_for("its correction", "我镇在𪨶家村、𠮷里社区设置公开栏。我镇全年", "● 4")
    keys(":", "4", "2", "Enter", "]", "d")
    wait_for("a total that is wrong", "相加得 17 ✗", "(N101)")
    choose()
    wait_for("its correction", "17 = 17 ✓", "● 3")
    keys(":", "2", "2", "Enter", "]", "d")
    wait_for("a heading that is wrong", "(T101)")
    choose("C-p")
    wait_for("everything plain at once", "本年废止件数", gone="●")
    keys(":", "w", "q", "Enter")


def main() -> None:
    """Run, and leave no terminal behind."""
    program, file, out = sys.argv[1:4]
    try:
        drive(program, file, Path(out))
        _wait_for_the_end()
    finally:
        subprocess.run(["tmux", "-L", _SERVER, "kill-server"], capture_output=True, check=False)


def _wait_for_the_end() -> None:
    """Helix has saved when it is gone, and with it the terminal."""
    end = time.monotonic() + _PATIENCE
    while subprocess.run(["tmux", "-L", _SERVER, "has-session"], capture_output=True, check=False).returncode == 0:
        if time.monotonic() > end:
            raise SystemExit(f"  FAIL it does not end\n{screen()}")
        time.sleep(0.05)


if __name__ == "__main__":
    main()
