"""Write the drafts that editors are tried on into a folder: ``draft.py FOLDER``.

``想要.md`` is what must stand in the end, byte for byte. ``云岭镇 2023年报（送审）.md`` is the same with slips: 我乡
twice in a line, the second time behind characters of two UTF-16 units; a wrong heading, number and mark; a total with
digits swapped.
"""

import sys
from pathlib import Path

DRAFT, WANTED = "云岭镇 2023年报（送审）.md", "想要.md"
_OPENING = "（一）主动公开。"
_SLIPS = (
    ("我镇", "我乡", 2),
    ("本年废止件数", "本年度止件数", 1),
    ("；二是", ";二是", 1),
    ("## 三、", "## 3、", 1),
    ("| 12 | 3 | 0 | 1 | 1 | 0 | 17 |", "| 12 | 3 | 0 | 1 | 1 | 0 | 71 |", 1),
)
_NOTES = "# 记事\n\n我乡的会议纪要,还没有写完 。今年新收 3 件\n"


def main(folder: Path) -> None:
    """Write everything."""
    folder.mkdir(parents=True, exist_ok=True)
    clean = (Path(__file__).parents[3] / "examples" / "clean.md").read_text("utf-8")
    wanted = clean.replace(f"{_OPENING}全年", f"{_OPENING}我镇在𪨶家村、𠮷里社区设置公开栏。我镇全年")
    draft = wanted
    for right, wrong, times in _SLIPS:
        if draft.count(right) != times:
            raise SystemExit(f"{right}: {draft.count(right)} times, not {times}")
        draft = draft.replace(right, wrong)
    gbk = (Path(__file__).parents[3] / "examples" / "clean.tab.txt").read_text("utf-8").replace("\n", "\r\n")
    for name, data in {
        WANTED: wanted.encode(),
        DRAFT: draft.encode(),
        "想要-gbk.txt": gbk.encode("gb18030"),
        "云岭镇-gbk.txt": gbk.replace("；二是", ";二是").encode("gb18030"),
        "记事.md": _NOTES.encode(),
    }.items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
