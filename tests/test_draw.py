"""The draw: the program and the forty lines of `docs/verify_draw.py` agree, chances are what they say, nothing is biased."""

from __future__ import annotations

import importlib.util
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.model.errors import SetupError, Tampered
from anjuan.panel.draw import (
    Numbers,
    Rule,
    admit,
    chances,
    draw,
    plain_seed,
    precision,
    rule_of,
    sample_size,
)
from anjuan.panel.draw_list import (
    UNKNOWN,
    Listed,
    band,
    list_changes,
    list_digest,
    list_of,
    list_text,
    listed,
)

SCRIPT = Path(__file__).parent.parent / "docs" / "verify_draw.py"
CASES, MILLION = 10_000, 1_000_000


@pytest.fixture(scope="module")
def script() -> Any:
    spec = importlib.util.spec_from_file_location("verify_draw", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def file(name: str, agency: str = "甲局", **more: str) -> Listed:
    return listed({"id": name, "agency": agency, **more})


def some_files(chance: random.Random, most: int = 16) -> tuple[Listed, ...]:
    names = chance.sample(
        ["a", "é", "案", "〔2026〕1号", "Z-9", "é", "𠮷", "10", "9", "a b"], chance.randint(1, 3)
    )
    return tuple(
        file(
            f"{chance.choice(names)}{number}",
            chance.choice(("甲局", "乙局", "丙|局", "")),
            category=chance.choice(("penalty", "licence")),
            sector=chance.choice(("食品", "生态环境", "")),
        )
        for number in range(chance.randint(1, most))
    )


def some_rule(chance: random.Random, files: Sequence[Listed]) -> Rule:
    strata = tuple(chance.sample(("agency", "category", "sector"), chance.randint(0, 3)))
    wanted = {(name, getattr(chance.choice(files), name)) for name in chance.sample(strata, len(strata) // 2)}
    weights = tuple((*one, Decimal(chance.choice(("0.5", "2", "3.25", "10")))) for one in sorted(wanted))
    rule = Rule(chance.randint(1, len(files)), strata, 0, weights)
    sizes = Counter(one.agency for one in files).values()
    fits = [n for n in range(4) if "agency" in strata and sum(min(n, own) for own in sizes) <= rule.size]
    return replace(rule, minimum=chance.choice(fits or [0]))


def test_the_program_and_the_script_agree_in_ten_thousand_cases(script: Any) -> None:
    chance = random.Random(5)
    for number in range(CASES):
        files = some_files(chance)
        rule = some_rule(chance, files)
        text = list_text(files)
        drawn = draw(files, rule, f" 种子 {number}")
        assert list(drawn.picks) == script.draw(text, rule.text(), f"种子{number}"), (files, rule, number)
        assert len(drawn.picks) == rule.size
        assert list_of(text) == tuple(sorted(files, key=lambda one: one.id))


def test_the_script_is_forty_lines_of_the_standard_library() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) == 40
    assert "anjuan" not in text


# ---- nothing is biased --------------------------------------------------------------------------


def off(counts: Iterable[int], expected: float) -> float:
    """χ² of counts that should be equal, as standard deviations of a normal distribution (Wilson and Hilferty)."""
    found = list(counts)
    free = len(found) - 1
    chi = sum((one - expected) ** 2 / expected for one in found)
    return float(((chi / free) ** (1 / 3) - 1 + 2 / (9 * free)) / math.sqrt(2 / (9 * free)))


@pytest.mark.parametrize(("limit", "rounds"), [(3, MILLION // 10), (97, MILLION), (1000, MILLION // 10)])
def test_a_million_numbers_are_even(limit: int, rounds: int) -> None:
    numbers = Numbers(f"key of {limit}")
    counts = Counter(numbers.below(limit) for _ in range(rounds))
    assert set(counts) == set(range(limit))
    assert abs(off(counts.values(), rounds / limit)) < 3.5


def test_every_sample_is_as_likely_as_any_other() -> None:
    files = [file(name) for name in "abcdef"]
    rounds = 9_000
    found = Counter(draw(files, Rule(2, ()), str(number)).picks for number in range(rounds))
    assert set(found) == set(combinations("abcdef", 2))
    assert abs(off(found.values(), rounds / 15)) < 3.5


def test_each_file_is_drawn_as_often_as_its_chance_says() -> None:
    files = [
        *(file(f"甲{n}", "甲局", sector="食品" if n < 2 else "其他") for n in range(7)),
        *(file(f"乙{n}", "乙局") for n in range(4)),
        file("丙", "丙局"),
    ]
    rule = Rule(5, ("agency", "sector"), 1, (("sector", "食品", Decimal("1.5")),))
    odds = chances(files, rule)
    assert odds["丙"] == 1  # its authority has one file and a minimum of one
    assert sum(odds.values()) == 5
    assert odds["甲0"] == Fraction(3, 2) * odds["甲5"]
    rounds = 3_000
    found = Counter(name for number in range(rounds) for name in draw(files, rule, str(number)).picks)
    for name, odd in odds.items():
        spread = math.sqrt(rounds * float(odd) * (1 - float(odd)))
        assert abs(found[name] - rounds * float(odd)) <= 4 * spread, name


def test_small_strata_have_their_chance() -> None:
    """The smallest input: as many strata as files, so that a share rounded by size would always take the same."""
    files = [file(str(n), f"{n}局") for n in range(4)]
    found = {draw(files, Rule(1), str(number)).picks for number in range(60)}
    assert len(found) == 4


def test_a_number_that_is_too_large_is_thrown_away() -> None:
    numbers = Numbers("x")
    assert {numbers.below(1) for _ in range(5)} == {0}
    assert all(0 <= numbers.below(2**256 - 1) < 2**256 for _ in range(5))


# ---- the rule is kept ---------------------------------------------------------------------------


@given(st.integers(0, 2**32))
def test_strata_get_their_share_and_authorities_their_minimum(number: int) -> None:
    chance = random.Random(number)
    files = some_files(chance, 30)
    rule = some_rule(chance, files)
    drawn = draw(files, rule, str(number))
    odds = drawn.chances
    assert sum(odds.values()) == rule.size == sum(one.n for one in drawn.strata)
    assert all(0 <= one <= 1 for one in odds.values())
    own: dict[str, list[str]] = {}
    for one in files:
        own.setdefault(one.agency, []).append(one.id)
    for names in own.values():
        assert len(set(names) & set(drawn.picks)) >= min(rule.minimum, len(names))
    for stratum in drawn.strata:
        expected = sum(odds[one.id] for one in files if rule.stratum(one) == stratum.name)
        assert math.floor(expected) - 1 < stratum.n < math.ceil(expected) + 1
    assert draw(tuple(reversed(files)), rule, f"{number} ").picks == drawn.picks


def test_another_list_rule_or_seed_draws_otherwise() -> None:
    files = [file(str(n)) for n in range(40)]
    drawn = draw(files, Rule(10, ()), "1").picks
    assert draw(files, Rule(10, ()), "2").picks != drawn
    assert draw(files, Rule(10, ("agency",)), "1").picks != drawn
    assert draw([*files[:-1], file("39", "乙局")], Rule(10, ()), "1").picks != drawn


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(0), "不在1至3之间"),
        (Rule(4), "不在1至3之间"),
        (Rule(2, ("officer",)), "不能按 officer 分层"),
        (Rule(2, ("agency", "agency")), "写了两次"),
        (Rule(2, (), 1), "应当按机关分层"),
        (Rule(1, ("agency",), 1), "共需 2 件"),
        (Rule(2, weights=(("agency", "丁局", Decimal(2)),)), "没有对应的案卷"),
        (Rule(2, weights=(("agency", "甲局", Decimal(0)),)), "大于0"),
        (Rule(2, bands=(Decimal(5), Decimal(1))), "由小到大"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused(rule: Rule, words: str) -> None:
    files = [file("1"), file("2"), file("3", "乙局")]
    with pytest.raises(SetupError, match=words):
        admit(rule, files)


def test_a_rule_comes_back_from_its_text() -> None:
    rule = Rule(3, ("amount",), 0, (("amount", "未知", Decimal("2.50")),), (Decimal(1000), Decimal("5E+4")))
    assert rule_of(rule.text()).text() == rule.text()
    assert '"2.5"' in rule.text()
    assert '"50000"' in rule.text()
    for text in ("", "{}", rule.text().replace(":3", ": 3"), rule.text().replace('"2.5"', '"x"')):
        with pytest.raises(Tampered):
            rule_of(text)


# ---- list, seed, size ---------------------------------------------------------------------------


def test_a_list_has_one_text() -> None:
    one = listed({"id": " 江环罚〔2024〕 17号\n", "agency": "甲|局", "category": ""})
    assert one == Listed("江环罚〔2024〕 17号", "甲｜局")
    text = list_text([one, file("A")])
    assert text.splitlines()[1:] == [
        f"A\t甲局{f'{chr(9)}{UNKNOWN}' * 4}",
        f"江环罚〔2024〕 17号\t甲｜局{f'{chr(9)}{UNKNOWN}' * 4}",
    ]
    assert list_digest(text) == list_digest(list_text([file("A"), one]))
    for broken in ("", text.replace("\t甲局", ""), text.replace("sector", "x")):
        with pytest.raises(Tampered):
            list_of(broken)


def test_an_id_stays_as_it_is() -> None:
    for name in ("a  b", "e\u0301", "〔2026〕|1", "x\u2028y"):
        assert file(name).id == name
        assert list_of(list_text([file(name)]))[0].id == name
    assert file("a\tb\ud800").id == "a b?"


@pytest.mark.parametrize(("files", "words"), [([], "没有案卷"), ("aa", "出现两次"), (" ", "没有编号")])
def test_a_list_that_is_none_is_refused(files: Iterable[str], words: str) -> None:
    with pytest.raises(SetupError, match=words):
        list_text([file(name) for name in files])


def test_changes_of_a_list_are_named() -> None:
    before = [file("1"), file("2"), file("3")]
    after = [file("1"), file("3", "乙局"), file("4")]
    assert list_changes(before, after) == ("少了 2", "3 的机关由“甲局”变为“乙局”", "多了 4")


def test_bands_hold_their_lower_bound() -> None:
    bounds = (Decimal(1000), Decimal("5E+3"))
    found = [band(Decimal(text), bounds) for text in ("0", "999.99", "1000", "4999", "5000")]
    assert found == ["不足1000元", "不足1000元", "1000元以上不足5000元", "1000元以上不足5000元", "5000元以上"]
    assert band(Decimal(1), ()) == band(None, bounds) == UNKNOWN


@pytest.mark.parametrize(
    ("count", "half", "size"),
    [(100, "0.05", 80), (1000, "0.05", 278), (10_000, "0.05", 370), (100_000, "0.03", 1056), (1, "0.05", 1)],
)
def test_sample_sizes_are_those_of_the_usual_table(count: int, half: str, size: int) -> None:
    """Krejcie and Morgan 1970, table 1 (3.841 for χ², of which z is the root), and the same formula at 3%."""
    found = sample_size(count, Decimal(half))
    assert abs(found - size) <= 1
    assert precision(count, found) <= Decimal(half)
    assert found == 1 or precision(count, found - 1) >= Decimal(half)


@pytest.mark.parametrize("half", ["0", "1", "-0.1"])
def test_an_interval_that_is_none_is_refused(half: str) -> None:
    with pytest.raises(SetupError, match="0和1之间"):
        sample_size(10, Decimal(half))


def test_a_seed_is_the_same_however_it_is_typed() -> None:
    assert plain_seed("３ ５－2\u3000ａ") == plain_seed("35-2a") == "35-2a"
    with pytest.raises(SetupError, match="种子"):
        plain_seed(" \u3000")
