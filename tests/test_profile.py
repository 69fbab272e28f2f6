"""Scoring profiles: the shipped ones hold, and a faulty one is refused with the place of every fault."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Check, Plugins, hookimpl
from anjuan.data_files import data_folder
from anjuan.model.errors import ProfileError, SetupError
from anjuan.model.result import Effect
from anjuan.rules import profile_files
from anjuan.rules.profile import Decide
from anjuan.rules.profile_files import NORMS, load_profile, shipped_profiles
from anjuan.rules.profile_schema import profile_json_schema

GOOD: dict[str, Any] = {
    "name": "某市评查标准",
    "version": "2026.1",
    "since": date(2026, 1, 1),
    "applies": {"category": "penalty", "procedure": "ordinary"},
    "total": 100,
    "rounding": "0.1",
    "trust": 0.85,
    "grades": [
        {"name": "优秀", "at_least": 90}, {"name": "合格", "at_least": 60}, {"name": "不合格", "at_least": 0},
    ],
    "section": [
        {
            "id": "legality",
            "title": "合法性",
            "points": 60,
            "formula": "award",
            "item": [
                {"id": "A-1", "title": "甲", "points": 20, "checks": [{"check": "subject.two_officers"}]},
                {"id": "A-2", "title": "乙", "points": 40, "decide": "person", "dimension": "legal"},
            ],
        },
        {
            "id": "normative",
            "title": "规范性",
            "points": 40,
            "formula": "rescale",
            "item": [
                {
                    "id": "B-1",
                    "title": "丙",
                    "points": 15,
                    "dimension": "documents",
                    "checks": [
                        {"check": "documents.numbers", "deduct": 2, "milder": 1},
                        {
                            "check": "timeliness.decided_in_time",
                            "deduct": 5,
                            "with": {"days": "local.penalty.decision"},
                        },
                    ],
                }
            ],
        },
        {
            "id": "face",
            "title": "卷面",
            "formula": "deduct",
            "penalty": 20,
            "from": "normative",
            "item": [
                {"id": "F-8", "title": "页码", "checks": [{"check": "documents.page_numbers", "deduct": 2}]},
            ],
        },
    ],
}  # fmt: skip


def write(folder: Path, data: dict[str, Any], name: str = "table.yaml") -> Path:
    file = folder / name
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return file


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good profile with one value set (or removed, for None) at `section.0.item.1.points`."""
    data = copy.deepcopy(GOOD)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    spot: Any = data
    for part in way:
        spot = spot[part]
    if value is None:
        del spot[last]
    else:
        spot[last] = value
    return data


def plain(data: Any) -> Any:
    """What a TOML file says as JSON has it: days as text."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(one) for one in data]
    return data.isoformat() if isinstance(data, date) else data


@pytest.mark.parametrize("name", sorted(shipped_profiles()))
def test_shipped_profile_holds_and_is_described_by_the_schema(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    assert all(table.source for table in profile.tables)
    path = shipped_profiles()[name]
    for file in path.glob("*.toml") if path.is_dir() else [path]:
        if file.name != NORMS:
            jsonschema.validate(plain(tomllib.loads(file.read_text("utf-8"))), profile_json_schema())


PART = {"extends": "general/levy", "section": [{"id": "legal", "item": [{"id": "X-1", "points": 2}]}]}


@pytest.mark.parametrize(
    ("data", "holds"),
    [
        (PART, True),
        (
            {"extends": "general/levy", "norms": [{"source": "某府办〔2019〕1号", "until": "2024-05-09"}]},
            True,
        ),
        ({**PART, "extends": ""}, False),
        ({**PART, "points": 3}, False),
        ({"extends": "general/levy", "section": [{"title": "没有编号"}]}, False),
        ({"extends": "general/levy", "section": [{"id": "legal", "item": [{"title": "没有编号"}]}]}, False),
        ({"section": PART["section"]}, False),
        ({**plain(GOOD), "section": PART["section"]}, False),
        (plain(GOOD), True),
    ],
)
def test_the_schema_knows_a_whole_table_from_one_that_says_what_differs(
    data: dict[str, Any], holds: bool
) -> None:
    schema = profile_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema.Draft202012Validator(schema).is_valid(data) is holds


def test_general_says_what_is_its_own() -> None:
    table = load_profile("general").table("penalty", "ordinary")
    assert table is not None
    assert "自拟" in table.source
    items = {item.id: item for item in table.items()}
    assert len(items) == 93
    assert [section.points for section in table.sections] == [10, 25, 20, 25, 20]
    assert items["PO-P17"].effect is Effect.NOT_EXCELLENT
    assert items["PO-S07"].checks[0].milder == 1
    assert items["PO-L08"].worth == 1
    assert not items["PO-L08"].settled
    assert items["PO-D01"].checks[0].deduct == 1
    assert items["PO-E20"].decide is Decide.PERSON


def test_toml_and_yaml_give_one_profile_whatever_the_layout(tmp_path: Path) -> None:
    general = data_folder("scoring_profiles") / "general"
    text = (general / "penalty_summary.toml").read_text("utf-8")
    (tmp_path / "one.toml").write_text("# 说明\n" + text.replace("total = 100", "total   = 100.0"), "utf-8")
    write(tmp_path, tomllib.loads(text), "two.yaml")
    digests = {load_profile(tmp_path / name).digest for name in ("one.toml", "two.yaml")}
    assert digests == {load_profile(general / "penalty_summary.toml").digest}


def test_defaults_of_an_item(tmp_path: Path) -> None:
    table = load_profile(write(tmp_path, GOOD)).tables[0]
    first, _, third, face = table.items()
    assert first.dimension == "subject"
    assert first.checks[0].deduct == 20
    assert (third.dimension, third.checks[1].bindings[0][1].key) == ("documents", "local.penalty.decision")
    assert face.points == 20
    assert table.sections[2].takes_from == "normative"


USE = "section[2].item[1].checks"
FAULTS = [
    ("section.0.poins", 3, "section[1].poins", "points"),
    ("section.0.item.0.checks.0.deducts", 3, "section[1].item[1].checks[1].deducts", "deduct"),
    ("section.1.item.0.checks.1.with", {"days": {"vale": 3}}, f"{USE}[2].with.days.vale", "value"),
    ("section.1.item.0.checks.1.with", {"days": {"value": 60}}, f"{USE}[2].with.days.basis", "依据"),
    ("section.0.formula", None, "section[1].formula", "award"),
    ("section.0.formula", "reward", "section[1].formula", "award"),
    ("rounding", None, "rounding", "缺少"),
    ("rounding", "0.5", "rounding", "0.01"),
    ("trust", 85, "trust", "不大于 1"),
    ("since", "2026-01-01", "since", "日期"),
    ("total", "100", "total", "数字"),
    ("total", 90, "total", "100"),
    ("grades.0.at_least", 60, "grades", "从高到低"),
    ("grades.2.at_least", 10, "grades[3].at_least", "0"),
    ("section.0.item.0.points", -1, "section[1].item[1].points", "小于 0"),
    ("section.0.item.0.points", None, "section[1].item[1].points", "分值"),
    ("section.0.item.0.conditional", True, "section[1].item[1].conditional", "effect"),
    ("section.0.item.0.effect", "unqualifed", "section[1].item[1].effect", "unqualified"),
    ("section.0.item.1.id", "A-1", "section[1].item[2].id", "重复"),
    ("section.0.item.1.decide", "check", "section[1].item[2].checks", "person"),
    ("section.0.item.1.dimension", None, "section[1].item[2].dimension", "方面"),
    ("section.1.item.0.checks.0.deduct", 16, f"{USE}[1].deduct", "15"),
    ("section.1.item.0.checks.0.milder", 3, f"{USE}[1].milder", "2"),
    ("section.1.item.0.checks.0.check", "subject.two_officers", f"{USE}[1]", "section[1].item[1]"),
    ("section.1.id", "legality", "section[2].id", "重复"),
    ("section.0.item.0.bonus", True, "section[1].item[1].bonus", "rescale"),
    ("section.0.item.0.bonus", 1, "section[1].item[1].bonus", "true"),
    ("section.0.item.0.absent", "nothing", "section[1].item[1].absent", "not_applicable"),
    ("section.0.item.0.needs", "立案审批表", "section[1].item[1].needs", "列表"),
    ("applies.papers", [3], "applies.papers[1]", "文本"),
    ("section.2.from", "normativ", "section[3].from", "normative"),
    ("section.2.points", 5, "section[3]", "penalty"),
    ("section.0.item", [], "section[1].item", "条数"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "says"), FAULTS, ids=[f"{f[0]}={f[1]}" for f in FAULTS])
def test_a_fault_is_named_with_file_and_key(
    path: str, value: Any, place: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile(write(tmp_path, changed(path, value)))
    assert f"table.yaml：{place}" in str(caught.value)
    assert says in str(caught.value)


def test_one_check_may_count_twice_with_other_bindings(tmp_path: Path) -> None:
    use = {"check": "timeliness.decided_in_time", "deduct": 1, "with": {"days": "other.key"}}
    load_profile(write(tmp_path, changed("section.1.item.0.checks.0", use)))


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(tmp_path, changed("total", 90), "a.yaml")
    write(tmp_path, changed("section.0.formula", "x"), "b.yaml")
    (tmp_path / "c.toml").write_text("total = ", "utf-8")
    with pytest.raises(ProfileError, match="3 处问题") as caught:
        load_profile(tmp_path)
    assert all(f"{name}：" in str(caught.value) for name in ("a.yaml", "b.yaml", "c.toml"))


def test_tables_of_a_set_are_of_different_kinds_and_one_version(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a.yaml")
    write(tmp_path, changed("version", "2026.2"), "b.yaml")
    with pytest.raises(ProfileError) as caught:
        load_profile(tmp_path)
    assert "applies" in str(caught.value)
    assert "version" in str(caught.value)


def test_a_yaml_key_written_twice_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    file.write_text(file.read_text("utf-8") + "total: 100\n", "utf-8")
    with pytest.raises(ProfileError, match="duplicate key total"):
        load_profile(file)


def test_names_are_found_in_the_search_folder_first_then_shipped(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "general.yaml")
    assert load_profile("general", [tmp_path]).table("penalty", "summary") is None
    assert load_profile("general").table("penalty", "summary")
    with pytest.raises(ProfileError, match="相近的有：general"):
        load_profile("genral", [tmp_path])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProfileError, match="没有评查表"):
        load_profile(tmp_path / "empty")
    with pytest.raises(SetupError, match="nothing_of_the_kind"):
        data_folder("nothing_of_the_kind")


@given(
    st.sampled_from(["name", "version", "since", "applies", "total", "trust", "grades", "section"]), st.data()
)
def test_whatever_stands_in_a_key_the_answer_is_a_profile_or_a_profile_error(
    key: str, data: st.DataObject
) -> None:
    junk = data.draw(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
            ),
            max_leaves=5,
        )
    )
    problems: list[ProfileError] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(profile_files, "_parse", lambda file: {**copy.deepcopy(GOOD), key: junk})
        table = profile_files._table(Path("table.yaml"), problems)
    assert (table is None) == bool(problems)
    assert all(problem.where.startswith("table.yaml：") for problem in problems)


def test_a_missing_check_or_parameter_is_named_with_its_place(tmp_path: Path) -> None:
    plugins = Plugins()
    module = ModuleType("toy")
    names = [
        "subject.two_officers",
        "documents.numbers",
        "documents.page_numbers",
        "timeliness.decided_in_time",
    ]
    uses = {name: Check(name, name, lambda case: case.passed(), {"day": "x"}) for name in names}
    module.anjuan_checks = hookimpl(lambda: uses.values())  # type: ignore[attr-defined]
    plugins.add("toy", module)
    profile = load_profile(write(tmp_path, GOOD))
    with pytest.raises(ProfileError, match=r"没有参数 days.*section\[2\]\.item\[1\]\.checks\[2\]"):
        plugins.require(profile)
    other = load_profile(write(tmp_path, changed("section.0.item.0.checks.0.check", "subject.two_oficers")))
    with pytest.raises(ProfileError, match=r"table\.yaml：section\[1\]\.item\[1\].*subject\.two_officers"):
        plugins.require(other)
