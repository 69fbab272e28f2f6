"""Assignment: nobody his own authority's, equal loads, the same seats from the same seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.panel.assign import Ask, barred, level_of, plan, same_authority
from anjuan.panel.said import Reviewer

PEOPLE = tuple(Reviewer(name, f"{place}司法局") for name, place in zip("甲乙丙丁", "东西南北", strict=True))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云汀市生态环境局", "云汀市生态环境局", True),
        ("云汀市生态环境局", "云汀市生态环境局　石汀分局", True),
        ("云汀市生态环境局", "云汀市交通运输局", False),
        ("云汀市", "云汀市交通运输局", False),
        ("", "云汀市交通运输局", False),
    ],
)
def test_parts_of_an_authority_are_the_authority(one: str, other: str, same: bool) -> None:
    assert same_authority(one, other) is same
    assert same_authority(other, one) is same


def test_why_somebody_may_not_sit() -> None:
    one = Reviewer("甲", "某市城管局", ("乙公司", "某市交通局"))
    assert "被评查机关" in barred(one, "某市城管局新区大队")
    assert "利害关系" in barred(one, "某市交通局")
    assert "利害关系" in barred(one, "某市环保局", ["乙公司"])
    assert "同名" in barred(one, "某市环保局", ["甲"])
    assert "当事人" in barred(one, "某市环保局", ["某市城管局"])
    assert barred(one, "某市环保局", ["丙公司"]) == ""


def test_who_decides_on_a_recusal_follows_from_the_position() -> None:
    levels = [level_of(Reviewer("甲", "某局", position=one)) for one in ("member", "deputy", "head")]
    assert levels == ["deputy", "head", "collective"]


def test_two_sit_on_a_file_from_different_authorities() -> None:
    people = [*PEOPLE, Reviewer("戊", "东司法局")]
    asks = [Ask(f"{number:02}", "某市城管局") for number in range(10)]
    found = plan(asks, people, {}, "7")
    agency = {one.name: one.agency for one in people}
    for ask in asks:
        names = [one.reviewer for one in found.seats if one.case == ask.case]
        assert len({agency[name] for name in names}) == 2
    assert sorted(found.loads.values()) == [4, 4, 4, 4, 4]
    assert found.notes == {}


def test_a_seat_that_nobody_may_take_is_named() -> None:
    asks = [Ask("a", "东司法局"), Ask("b", ""), Ask("c", "某局", closed_to=("甲", "乙", "丙"))]
    found = plan(asks, PEOPLE[:1], {}, "7")
    assert found.seats == ()
    assert "没有可以评查" in found.open["a"]
    assert "没有读到办案机关" in found.open["b"]
    half = plan([Ask("a", "东司法局")], PEOPLE[:2], {}, "7")
    assert [(one.reviewer, one.role) for one in half.seats] == [("乙", "first")]
    assert "只有 1 名" in half.open["a"]


def test_two_of_one_authority_sit_together_only_where_there_is_nobody_else() -> None:
    people = [Reviewer("甲", "东局"), Reviewer("乙", "东局")]
    found = plan([Ask("a", "某市城管局")], people, {}, "7")
    assert len(found.seats) == 2
    assert "同一单位" in found.notes["a"]


def test_earlier_loads_are_made_up_for() -> None:
    found = plan([Ask(f"{n}", "某市城管局") for n in range(6)], PEOPLE, {"甲": 4}, "7")
    assert max(found.loads.values()) - min(found.loads.values()) <= 1


def test_another_seed_gives_other_seats() -> None:
    asks = [Ask(f"{n}", "某市城管局") for n in range(8)]
    seats = {plan(asks, PEOPLE, {}, str(seed)).seats for seed in range(5)}
    assert len(seats) > 1


AGENCIES = ("东区城管局", "西区城管局", "南区城管局")


@given(
    st.lists(
        st.tuples(st.sampled_from(AGENCIES), st.sets(st.sampled_from("甲乙丙丁"), max_size=2)), max_size=12
    ),
    st.lists(st.sampled_from([*AGENCIES, "市司法局", "市局"]), min_size=2, max_size=6),
    st.integers(0, 99),
)
def test_nobody_reviews_his_own_and_the_loads_cannot_be_more_equal(
    files: list[tuple[str, set[str]]], agencies: list[str], seed: int
) -> None:
    people = [Reviewer(name, agency) for name, agency in zip("甲乙丙丁戊己", agencies, strict=False)]
    asks = [
        Ask(f"{number:02}", agency, closed_to=tuple(sorted(out)))
        for number, (agency, out) in enumerate(files)
    ]
    found = plan(asks, people, {}, str(seed))
    assert found == plan(asks[::-1], people[::-1], {}, str(seed))  # the order handed in does not matter
    by_name, by_case = {one.name: one for one in people}, {one.case: one for one in asks}
    on: dict[str, list[str]] = {ask.case: [] for ask in asks}
    for seat in found.seats:
        ask = by_case[seat.case]
        assert not barred(by_name[seat.reviewer], ask.agency)
        assert seat.reviewer not in ask.closed_to
        on[seat.case].append(seat.reviewer)
    assert all(len(set(names)) == len(names) for names in on.values())
    counted = Counter(seat.reviewer for seat in found.seats)
    assert {name: counted[name] for name in by_name} == dict(found.loads)
    for case, names in on.items():
        able = [
            one.name
            for one in people
            if not barred(one, by_case[case].agency) and one.name not in by_case[case].closed_to
        ]
        assert len(names) == min(2, len(able))
        assert (case in found.open) == (len(able) < 2)
        for giver in names:  # no single move makes the loads more equal
            partner = {by_name[one].agency for one in names if one != giver}
            for taker in set(able) - set(names):
                if by_name[taker].agency not in partner:
                    assert found.loads[giver] - found.loads[taker] < 2


@pytest.mark.parametrize("seed", range(20))
def test_two_authorities_do_not_review_each_other_where_it_can_be_helped(seed: int) -> None:
    names = ("东区城管局", "西区城管局", "南区城管局", "北区城管局")
    people = [Reviewer(name, name) for name in names]
    found = plan([Ask(name, name, roles=("third",)) for name in names], people, {}, str(seed))
    on = {seat.case: seat.reviewer for seat in found.seats}
    assert [case for case, reviewer in on.items() if on[reviewer] == case] == []
    assert set(found.loads.values()) == {1}
