"""Five real published reports: every certain defect is found, no trap is sprung.

The reports are no part of the project. They lie in ``../shared/reports``; where they are missing the
tests are skipped, but fail in CI. Only places and codes are kept here, not their sentences.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from hegao.config.model import Settings
from hegao.engine import Result, check
from hegao.finding import Severity

REPORTS = Path(__file__).parent.parent.parent / "shared" / "reports"
NAMES = ("jinjie-2023.txt", "chaoyang-2023.txt", "qiandian-2024.md", "yinzhuang-2022.txt", "huanggong-2023.txt")
EXPECTED = Path(__file__).parent / "real_reports.txt"
UPDATE = os.environ.get("HEGAO_UPDATE") == "1"

# Report, line and rule of every certain defect (E) and every probable one a rule can find.
DEFECTS = [
    ("jinjie-2023.txt", 7, "S106"),
    ("jinjie-2023.txt", 15, "P"),
    ("jinjie-2023.txt", 27, "C104"),
    ("jinjie-2023.txt", 84, "T141"),
    ("jinjie-2023.txt", 90, "N301"),
    ("jinjie-2023.txt", 92, "W207"),
    ("jinjie-2023.txt", 96, "P"),
    ("jinjie-2023.txt", 98, "S152"),
    ("chaoyang-2023.txt", 1, "J101"),
    ("chaoyang-2023.txt", 4, "P"),
    ("chaoyang-2023.txt", 5, "W201"),
    ("chaoyang-2023.txt", 6, "N212"),
    ("chaoyang-2023.txt", 6, "P"),
    ("chaoyang-2023.txt", 56, "S116"),
    ("chaoyang-2023.txt", 360, "S116"),
    ("chaoyang-2023.txt", 406, "W101"),
    ("chaoyang-2023.txt", 406, "W3"),
    ("chaoyang-2023.txt", 407, "P"),
    ("chaoyang-2023.txt", 407, "W3"),
    ("chaoyang-2023.txt", 411, "C101"),
    ("chaoyang-2023.txt", 417, "C112"),
    ("qiandian-2024.md", 31, "T101"),
    ("qiandian-2024.md", 87, "W3"),
    ("qiandian-2024.md", 93, "W206"),
    ("yinzhuang-2022.txt", 13, "W101"),
    ("yinzhuang-2022.txt", 37, "T131"),
    ("yinzhuang-2022.txt", 41, "T132"),
    ("yinzhuang-2022.txt", 44, "T102"),
    ("yinzhuang-2022.txt", 75, "W3"),
    ("yinzhuang-2022.txt", 81, "D111"),
    ("yinzhuang-2022.txt", 81, "W152"),
    ("yinzhuang-2022.txt", 81, "W201"),
    ("huanggong-2023.txt", 1, "S104"),
    ("huanggong-2023.txt", 6, "P"),
    ("huanggong-2023.txt", 7, "W107"),
    ("huanggong-2023.txt", 23, "T102"),
    ("huanggong-2023.txt", 393, "W201"),
    ("huanggong-2023.txt", 395, "C101"),
]


@cache
def result_of(name: str) -> Result:
    path = REPORTS / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing")
        pytest.skip(f"{path} is not here")
    return check(path.read_bytes().decode("utf-8"), Settings())


def places(name: str) -> list[tuple[int, int, str, str]]:
    result = result_of(name)
    found = []
    for finding in result.findings:
        position = result.document.source.position(finding.span.start)
        found.append((position.line + 1, position.column + 1, finding.severity.value, finding.code))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_three_tables_come_out_as_grids(name):
    assert [len(table.rows) for table in result_of(name).document.tables] == [14, 28, 4]
    assert [table.key for table in result_of(name).document.tables] == ["disclosure", "applications", "remedies"]


@pytest.mark.parametrize(("name", "line", "code"), DEFECTS)
def test_the_defect_is_found(name, line, code):
    assert any(at == line and found.startswith(code) for at, _, _, found in places(name)), [
        place for place in places(name) if abs(place[0] - line) <= 1
    ]


@pytest.mark.parametrize("name", NAMES)
def test_all_findings_are_as_promised(name):
    """Every finding of the five reports was read by a person; a new one must be, too."""
    kept = EXPECTED.read_text(encoding="utf-8") if EXPECTED.exists() else ""
    now = "".join(f"{name} {line}:{column} {severity} {code}\n" for line, column, severity, code in places(name))
    if UPDATE:
        others = [line for line in kept.splitlines(keepends=True) if not line.startswith(name + " ")]
        EXPECTED.write_text("".join(others) + now, encoding="utf-8", newline="\n")
        kept = EXPECTED.read_text(encoding="utf-8")
    assert now == "".join(line for line in kept.splitlines(keepends=True) if line.startswith(name + " "))


def test_traps_are_not_reported():
    """Lines that look wrong and are right: no error and no warning there."""
    traps = {
        "jinjie-2023.txt": [5, 49, 50, 52, 53],
        "chaoyang-2023.txt": [7, 61, 62, 63, 95, 111, 418],
        "qiandian-2024.md": [47, 55, 70, 71, 74, 81, 82],
        "yinzhuang-2022.txt": [3, 39, 40, 47, 63, 64],
        "huanggong-2023.txt": [351, 353, 366, 397, 399, 401],
    }
    for name, lines in traps.items():
        serious = [place for place in places(name) if place[2] != Severity.INFO.value and place[0] in lines]
        assert not serious, (name, serious)
