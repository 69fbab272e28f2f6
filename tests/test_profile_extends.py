"""`extends`: an overlay says only what differs; what it rests on may end on a day that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from anjuan import Finding, Plugins, Verdict, View, check
from anjuan.law import Calendar, Law, Registry, load_parameters
from anjuan.model.errors import ProfileError
from anjuan.model.result import Citation, ItemScore
from anjuan.rules.profile import Item, Table
from anjuan.rules.profile_files import NORMS, load_profile, shipped_profiles
from anjuan.rules.reader import Reader
from anjuan.rules.registers import Registers
from anjuan.scoring.findings import run_check
from anjuan.scoring.score import score
from anjuan.testing import Situation, case, registers, situations

ROOT = Path(__file__).parent.parent
OVERLAY = """
extends = "general/penalty_ordinary"
name = "本市行政处罚案卷评查标准"
norms = [{source = "某府办〔2019〕1号", until = 2024-05-09}]

[[section]]
id = "documents"

[[section.item]]
id = "PO-D01"
points = 1
checks = []
decide = "person"
dimension = "documents"

[[section.item]]
id = "X-1"
title = "本市另行规定的一项"
points = 2
decide = "person"
dimension = "documents"
"""


def test_an_overlay_changes_and_adds_items(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(OVERLAY, "utf-8")
    base = load_profile("general").table("penalty", "ordinary")
    found = load_profile(tmp_path / "city.toml").table("penalty", "ordinary")
    assert base
    assert found
    items = {one.id: one for one in found.items()}
    assert set(items) - {one.id for one in base.items()} == {"X-1"}
    assert items["PO-D01"].points == Decimal(1)
    assert items["PO-D01"].title == next(one.title for one in base.items() if one.id == "PO-D01")
    assert found.name == "本市行政处罚案卷评查标准"
    assert found.norms == (("某府办〔2019〕1号", date(2024, 5, 9)),)


@pytest.mark.parametrize(
    ("first", "what"),
    [
        ('extends = "general/penalty_ordinery"', "没有可引用的评查表"),
        ('extends = "general"', "没有可引用的评查表"),
        ("extends = 3", "extends 应为文本"),
        ('extends = "a.toml"', "互相引用"),
        ('extends = "b.toml"', "互相引用"),
    ],
)
def test_what_cannot_be_extended_is_named(first: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(first, "utf-8")
    (tmp_path / "b.toml").write_text('extends = "a.toml"', "utf-8")
    with pytest.raises(ProfileError, match=what):
        load_profile(tmp_path / "a.toml")


LAW = """
city.duty:
  title: 本市的一项义务
  values:
    2019-05-09: {source: 某府办〔2019〕1号, article: （一）}
"""


@check("city.done", title="履行了本市的一项义务", params={"duty": "city.duty"})
def done(view: View) -> Finding:
    view.param("duty", on=view.date("决定日期"))
    return view.failed("没有履行")


@pytest.mark.parametrize(
    ("day", "until", "verdict"),
    [
        ("2024-05-09", date(2024, 5, 9), Verdict.FAIL),
        ("2024-05-10", date(2024, 5, 9), Verdict.UNSURE),
        ("2024-05-10", None, Verdict.FAIL),
    ],
)
def test_what_rests_on_a_document_of_unknown_end_goes_to_a_person(
    day: str, until: date | None, verdict: Verdict, tmp_path: Path
) -> None:
    (tmp_path / "city.yaml").write_text(LAW, "utf-8")
    law = Law(load_parameters([tmp_path]), Registry(), Calendar())
    reader = Reader(case(决定日期=day), law, Registers({}))
    view = View(reader, check="city.done", params=done.params, norms={"某府办〔2019〕1号": until})
    found = done(view)
    assert isinstance(found, Finding)
    assert found.verdict is verdict
    assert Citation("某府办〔2019〕1号", "（一）", date(2019, 5, 9)) in found.basis


@pytest.mark.parametrize(("day", "uncertain"), [(9, False), (10, True)])
def test_the_end_of_a_document_is_that_of_the_day_of_a_moment(
    day: int, uncertain: bool, tmp_path: Path
) -> None:
    (tmp_path / "city.yaml").write_text(LAW, "utf-8")
    law = Law(load_parameters([tmp_path]), Registry(), Calendar())
    reader = Reader(case(决定日期="2024-05-09"), law, Registers({}))
    view = View(reader, check="city.done", params=done.params, norms={"某府办〔2019〕1号": date(2024, 5, 9)})
    view.param("duty", on=datetime(2024, 5, day, 10, 30))
    assert (view.failed("没有履行", at=reader.case.documents[0]).verdict is Verdict.UNSURE) is uncertain


def test_norms_beside_the_tables_of_a_set_hold_for_all_of_them(tmp_path: Path) -> None:
    base = (shipped_profiles()["general"] / "penalty_summary.toml").read_text("utf-8")
    (tmp_path / "a.toml").write_text(base, "utf-8")
    (tmp_path / "b.toml").write_text('extends = "a.toml"\nname = "乙"\nnorms = []\n', "utf-8")
    (tmp_path / "c.toml").write_text('extends = "general/penalty_summary"\nname = "丙"\n', "utf-8")
    (tmp_path / NORMS).write_text('norms = [{source = "某府办〔2019〕1号", until = 2024-05-09}]', "utf-8")
    norms = (("某府办〔2019〕1号", date(2024, 5, 9)),)
    assert [load_profile(tmp_path / f"{one}.toml").tables[0].norms for one in "abc"] == [norms, (), norms]
    (tmp_path / NORMS).write_text("total = 100", "utf-8")
    with pytest.raises(ProfileError, match="只能写 norms"):
        load_profile(tmp_path / "a.toml")


# ---- the overlay of Jiangmen ------------------------------------------------------------------

LATE = {"case": "南市监罚〔2024〕1号", "agency": "南屏市市场监督管理局", "with": "南屏市司法局"}


def filed_late(decided: str, filed: str, until: str, folder: Path) -> ItemScore:
    """PO-P27 of a decision to stop business that was filed late, under the overlay with an end or without."""
    for file in shipped_profiles()["jiangmen"].glob("*.toml"):
        (folder / file.name).write_bytes(file.read_bytes())
    if until:
        text = (folder / NORMS).read_text("utf-8").replace('18号"}', f'18号", until = {until}}}')
        (folder / NORMS).write_text(text, "utf-8")
    plugins = Plugins.discover()
    rows = registers(filings=[{**LATE, "decided": decided, "filed": filed}])
    done = score(
        case(决定日期=decided, 处罚种类="责令停产停业"),
        load_profile(folder),
        plugins.checks,
        law=plugins.law(),
        registers=rows,
    )
    found = done.item("PO-P27")
    assert found
    return found


@pytest.mark.parametrize(
    ("decided", "filed", "until", "verdict", "low"),
    [
        ("2019-05-08", "2019-07-01", "", Verdict.NOT_APPLICABLE, 3),  # the opinion is of the next day
        ("2019-05-09", "2019-07-01", "", Verdict.FAIL, 0),
        ("2024-05-09", "2024-07-01", "", Verdict.FAIL, 0),
        ("2024-05-10", "2024-07-01", "", Verdict.FAIL, 0),  # ships as in force
        ("2024-05-09", "2024-07-01", "2024-05-09", Verdict.FAIL, 0),
        ("2024-05-10", "2024-07-01", "2024-05-09", Verdict.UNSURE, 0),
        ("2024-05-10", "2024-05-27", "2024-05-09", Verdict.PASS, 3),  # in time whatever holds
    ],
)
def test_one_date_says_until_when_the_opinion_of_jiangmen_holds(
    decided: str, filed: str, until: str, verdict: Verdict, low: int, tmp_path: Path
) -> None:
    found = filed_late(decided, filed, until, tmp_path)
    assert found.verdict is verdict
    assert found.low == low
    assert found.high == (0 if verdict is Verdict.FAIL else 3)


def test_the_overlay_has_every_table_of_general_and_only_adds() -> None:
    general, jiangmen = load_profile("general"), load_profile("jiangmen")
    kinds = [(one.category, one.procedure) for one in general.tables]
    assert [(one.category, one.procedure) for one in jiangmen.tables] == kinds
    for kind in kinds:
        under, over = general.table(*kind), jiangmen.table(*kind)
        assert under
        assert over
        assert over.norms == (("江府办〔2019〕18号", None),)
        assert over.total == under.total
        items = {item.id: item for item in over.items()}
        assert all(items[item.id] == item for item in under.items())


OPINION = "江府办〔2019〕18号"
OVERLAY_ITEMS = [
    (table, item)
    for table in load_profile("jiangmen").tables
    for item in table.items()
    if item.id not in {one.id for base in load_profile("general").tables for one in base.items()}
]
FAILING = [
    (table, item, row)
    for table, item in OVERLAY_ITEMS
    for file in sorted(ROOT.glob("plugins/*/cases/*.yaml"))
    for row in situations(file)
    if row.expect is Verdict.FAIL
    and row.check == item.checks[0].check
    and (row.case.category, row.case.procedure) == (table.category, table.procedure)
]


def test_every_item_of_the_overlay_has_a_situation_that_fails() -> None:
    assert {item.id for _, item, _ in FAILING} == {item.id for _, item in OVERLAY_ITEMS}
    assert len({item.id for _, item in OVERLAY_ITEMS}) == 12


@pytest.mark.parametrize(
    ("table", "item", "row"), FAILING, ids=[f"{item.id}-{row.name}" for _, item, row in FAILING]
)
def test_what_rests_on_the_opinion_of_jiangmen_and_only_that_goes_to_a_person_once_it_has_ended(
    table: Table, item: Item, row: Situation
) -> None:
    plugins = Plugins.discover()
    check = plugins.checks[row.check]
    reader = Reader(row.case, plugins.law(), row.registers)

    def gravest(until: date | None) -> Finding:
        dated = replace(table, norms=((OPINION, until),))
        return run_check(check, reader, item.checks[0], dated, item)[0]

    before, after = gravest(None), gravest(date(2019, 1, 1))
    assert before.verdict is Verdict.FAIL
    assert gravest(date(2100, 1, 1)) == before
    own = all(one.source == OPINION for one in before.basis)
    if own:
        assert after.verdict is Verdict.UNSURE
        assert "未经确认" in after.message
    if not any(one.source == OPINION for one in before.basis):
        assert after == before
