"""The case tables of all plugins, one test a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from anjuan import Plugins
from anjuan.testing import Situation, situations

ROOT = Path(__file__).parent.parent / "plugins"
ROWS = [(file, row) for file in sorted(ROOT.glob("*/cases/*.yaml")) for row in situations(file)]


@pytest.mark.parametrize(
    "row",
    [row for _, row in ROWS],
    ids=[f"{file.parent.parent.name}-{row.check}-{row.name}" for file, row in ROWS],
)
def test_situation(row: Situation, plugins: Plugins) -> None:
    row.judge(plugins.checks, plugins.law())


def test_every_check_has_a_pass_a_fail_a_not_applicable_and_an_unsure(plugins: Plugins) -> None:
    seen: dict[str, set[str]] = {}
    for _, row in ROWS:
        seen.setdefault(row.check, set()).add(str(row.expect))
    lacking = {
        name: sorted(missing)
        for name, check in plugins.checks.items()
        # an advisory check can hint, never fail
        if (missing := {"pass", "unsure", *(() if check.advisory else ("fail",))} - seen.get(name, set()))
    }
    assert not lacking
