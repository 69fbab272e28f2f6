"""`extends`: an overlay says only what differs; what it rests on may end on a day that nobody knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from anjuan import Finding, Verdict, View, check
from anjuan.law import Calendar, Law, Registry, load_parameters
from anjuan.model.errors import ProfileError
from anjuan.model.result import Citation
from anjuan.rules.profile_files import load_profile
from anjuan.rules.reader import Reader
from anjuan.rules.registers import Registers
from anjuan.testing import case

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
