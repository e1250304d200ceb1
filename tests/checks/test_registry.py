"""The names of the registry lead to checks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from drafting import builtin_rules
from hegao.checks.base import Check
from hegao.checks.registry import CHECKS


@pytest.mark.parametrize("kind", CHECKS)
def test_a_kind_leads_to_a_check(kind):
    check = CHECKS[kind]
    assert isinstance(check, Check)
    assert callable(check.run)
    assert hasattr(check.params, "_fields")


@pytest.mark.parametrize("rule", builtin_rules().values(), ids=lambda rule: rule.code)
def test_the_parameters_of_a_rule_are_those_of_its_check(rule):
    assert type(rule.params) is CHECKS[rule.check].params
    assert rule.params is rule.params


def test_every_kind_is_used():
    assert set(CHECKS) == {rule.check for rule in builtin_rules().values()}


def test_loading_rules_imports_no_check():
    code = (
        "import sys\n"
        "from hegao.rulepack.load import load_pack\n"
        "assert len(load_pack('zfxxgk-2021').rules) > 200\n"
        "print(*sorted(name for name in sys.modules if name.startswith('hegao.checks.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {f"hegao.checks.{name}" for name in ("base", "patterns", "registry")}
