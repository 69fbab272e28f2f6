"""Who decides each line of the catalogue."""

from __future__ import annotations

import json
import sys

import pytest

from anjuan import Finding, Plugins, View, check
from anjuan.faces.cli import main
from anjuan.faces.coverage import coverage, summary
from anjuan.rules.profile_files import load_profile


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["anjuan", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().out


@check("odd.nothing", title="没有案例的规则")
def nothing(case: View) -> Finding:
    return case.passed()


def test_every_line_of_the_shipped_catalogue_has_its_check_and_its_cases(plugins: Plugins) -> None:
    profiles = [load_profile("general"), load_profile("jiangmen")]
    lines = coverage(profiles, plugins.checks)
    assert [line.item.id for line in lines if line.lacking] == []
    assert len({line.item.id for line in lines}) == len(lines)


def test_a_check_without_a_case_is_named(plugins: Plugins) -> None:
    checks = dict.fromkeys(plugins.checks, nothing)
    lines = coverage([load_profile("general")], checks)
    decided = next(line for line in lines if line.checks)
    assert "没有案例" in decided.lacking
    assert any(text.startswith("缺　") for text in summary(lines))


def test_a_check_that_nobody_gives_is_lacking() -> None:
    lines = coverage([load_profile("general")], {})
    assert next(line for line in lines if line.item.id == "PO-S06").lacking == "没有检查规则"


def test_the_command_prints_each_item_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = run(capsys, monkeypatch, "checks", "--coverage", "--profile", "general", "--json")
    data = {one["item"]: one for one in json.loads(out)}
    assert code == 0
    assert data["PO-S06"]["decide"] == "decided"
    assert data["PO-S06"]["checks"][0]["cases"] > 3
    assert data["PO-S02"]["decide"] == "assist"


def test_the_table_ends_with_a_sum(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = run(capsys, monkeypatch, "checks", "--coverage", "--profile", "general")
    assert "PO-S06" in out
    assert "判断和提示的各项都有规则和案例" in out
