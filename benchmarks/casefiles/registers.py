"""The registers that go with the case files of a run, consistent with them but for the faults they alone show."""

import csv
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.casefiles.case import Case
from benchmarks.casefiles.inspecting import ENDED, STANDARD
from benchmarks.casefiles.other_data import INSPECTIONS, LEVIES, LICENCES
from benchmarks.casefiles.people import uscc
from benchmarks.casefiles.writer import cite

Row = dict[str, object]
OPEN, SINCE = "", date(2015, 1, 1)
HEADS = {
    "officers": "name certificate agency kind valid_from valid_to status",
    "authorities": "name uscc kind level region valid_from valid_to",
    "legal_reviewers": "name agency qualification first_from valid_from valid_to",
    "hearing_thresholds": "agency fine_organisation fine_person other basis valid_from valid_to",
    "major_decisions": "agency kind fine_organisation fine_person other valid_from valid_to",
    "publications": "case agency party decided published platform",
    "filings": "case agency decided filed with",
    "recordings": "case agency act maker started ended stored",
    "lists": "kind agency name value unit basis valid_from valid_to",
    "inspections": "agency object uscc date kind source",
    "discretion": "code agency violation basis grade fine_min fine_max valid_from valid_to",
}


def write(cases: Iterable[Case], folder: Path) -> None:
    """Write one CSV a register."""
    cases = list(cases)
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in TABLES.items():
        fields = HEADS[name].split()
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, fields, lineterminator="\n")
            writer.writeheader()
            seen: set[tuple[object, ...]] = set()
            for case in cases:
                for row in rows(case):
                    key = tuple(row.values())
                    if key not in seen:
                        seen.add(key)
                        writer.writerow(row)


def planted(case: Case, name: str) -> bool:
    """True when the case has the fault."""
    return any(fault["fault"] == name for fault in case.must_fail)


def first_act(case: Case) -> date:
    """The first day on which an officer acts."""
    names = ("inspect", "visit", "done", "apply", "declare", "decide")
    return min(case.dates[name] for name in names if name in case.dates)


def officers(case: Case) -> Iterable[Row]:
    """Certificates, one of them ended before the first act where that is planted."""
    for name, number in case.officers:
        ended = case.changed.get("expired") == number
        until = first_act(case) - timedelta(45) if ended else date(2031, 12, 31)
        values = (name, number, case.organ, "行政执法证", SINCE, until, "过期" if ended else "有效")
        yield _row("officers", *values)


def authorities(case: Case) -> Iterable[Row]:
    """The organ."""
    import random

    number = uscc(random.Random(case.organ), kind="11")
    yield _row("authorities", case.organ, number, "法定行政机关", "县级", case.place, SINCE, OPEN)


def reviewers(case: Case) -> Iterable[Row]:
    """Who reviews; without the examination where that is planted."""
    if case.category != "penalty":
        return
    if case.changed.get("unqualified"):
        first = date(2018, 6, 4)
        yield _row("legal_reviewers", case.reviewer, case.organ, "无", first, first, OPEN)
        return
    yield _row(
        "legal_reviewers", case.reviewer, case.organ, f"A2014{case.serial:04d}", date(2014, 5, 4), SINCE, OPEN
    )


def thresholds(case: Case) -> Iterable[Row]:
    """From which fine a hearing is due."""
    if case.category == "penalty":
        basis = f"{case.city}行政处罚听证标准"
        yield _row(
            "hearing_thresholds", case.organ, 50000, 5000, "责令停产停业、吊销许可证件", basis, SINCE, OPEN
        )


def major(case: Case) -> Iterable[Row]:
    """From which fine a legal review is due."""
    if case.category == "penalty":
        other = "责令停产停业、吊销许可证件、经过听证程序"
        yield _row("major_decisions", case.organ, "行政处罚", 50000, 5000, other, SINCE, OPEN)


def publications(case: Case) -> Iterable[Row]:
    """Licences granted and penalties published."""
    platform = "政府门户网站行政执法信息公示专栏"
    decided = case.dates["decide"]
    if case.category == "licence" and "refused" not in case.flags and not case.changed.get("unpublished"):
        number = case.number(LICENCES[case.sector][1], decided.year)
        yield _row(
            "publications", number, case.organ, case.party.name, decided, decided + timedelta(5), platform
        )
    if case.procedure == "ordinary" and "published" in case.flags and "wrong_year" not in case.flags:
        day = case.dates["publish"]
        yield _row(
            "publications", case.decision_number(), case.organ, case.party.name, decided, day, platform
        )


def filings(case: Case) -> Iterable[Row]:
    """Summary penalties reported to the organ."""
    if case.procedure == "summary" and not planted(case, "unrecorded"):
        days = case.dates["decide"], case.dates["record"]
        yield _row("filings", case.decision_number(), case.organ, *days, case.organ)
    elif case.procedure == "summary":  # the register is kept, only this penalty is not in it
        for count in (-12, 12):
            day = case.dates["decide"] + timedelta(count)
            number = case.decision_number().replace(str(case.serial), str(case.serial + count + 400))
            yield _row("filings", number, case.organ, day, day + timedelta(1), case.organ)


def recordings(case: Case) -> Iterable[Row]:
    """Recordings of coercion on the spot."""
    step = "done" if "done" in case.spans else "inspect"
    if case.category != "coercion" or step not in case.spans:
        return
    start, end = (f"{case.dates[step]} {minute // 60:02d}:{minute % 60:02d}" for minute in case.spans[step])
    stored = f"{case.dates[step]} 23:50"
    act = "强制执行" if step == "done" else "查封扣押"
    yield _row("recordings", f"{case.id}", case.organ, act, case.officers[0][0], start, end, stored)


def lists(case: Case) -> Iterable[Row]:
    """What was published: matters, caps, standards, items and rates of levies, materials, terms of the trade."""
    if case.category == "inspection":
        law, article, _, points = INSPECTIONS[case.sector]
        for point in points:
            yield _list("检查事项", case, point, "", "", cite(law, article))
        yield _list("检查频次上限", case, "涉企行政检查", 2, "次/年", "年度检查计划")
        yield _list("行业期限", case, "责令改正期满后复查", 15, "工作日", "行政检查工作规范")
        yield _row("lists", "检查标准", case.organ, STANDARD, "", "", "", date(2017, 1, 1), OPEN)
        yield _row("lists", "检查标准", case.organ, ENDED, "", "", "", date(2009, 1, 1), date(2020, 3, 31))
    elif case.category == "levy":
        yield from _levies(case)
    elif case.category == "licence":
        item, _, law, article, _, materials, _ = LICENCES[case.sector]
        yield _list("申请材料", case, item, "、".join(materials), "", cite(law, article))


def _levies(case: Case) -> Iterable[Row]:
    _, item, law, article, unit, rate, _ = LEVIES[case.sector]
    basis, day, one = cite(law, article), case.dates["decide"], timedelta(1)
    yield _list("收费项目", case, "公共停车泊位使用费", "", "", basis)
    if case.changed.get("unlisted"):
        yield _row("lists", "收费项目", case.organ, item, "", "", basis, SINCE, day - timedelta(200))
    else:
        yield _row("lists", "收费项目", case.organ, item, "", "", basis, SINCE, OPEN)
    if case.changed.get("other_rate"):
        yield _row("lists", "收费标准", case.organ, item, f"{rate * 1.5:g}", f"元/{unit}", basis, SINCE, OPEN)
    else:
        yield _row(
            "lists", "收费标准", case.organ, item, f"{rate:g}", f"元/{unit}", basis, day - one, day + one
        )
    yield _list("行业期限", case, "征收决定送达", 7, "工作日", basis)
    yield _list("行业程序", case, "征收决定审批", "", "", basis)


def inspections(case: Case) -> Iterable[Row]:
    """Planned inspections, with those of earlier days of the year where too many are planted."""
    if case.category == "inspection":
        days = case.changed.get("earlier", ())
        assert isinstance(days, list | tuple)
        for day in (*days, case.dates["inspect"]):
            values = (case.party.name, case.party.number, day, "计划检查", "年度计划")
            yield _row("inspections", case.organ, *values)


def discretion(case: Case) -> Iterable[Row]:
    """Steps of the standard that do not reach the fine, where that is planted."""
    if isinstance(step := case.changed.get("standard"), tuple) and case.norm:
        code, basis = f"CL-{case.id}", cite(*case.norm.basis)
        yield _row("discretion", code, case.organ, case.matter, basis, "一般", *step, SINCE, OPEN)


def _row(table: str, *values: object) -> Row:
    return dict(zip(HEADS[table].split(), values, strict=True))


def _list(kind: str, case: Case, name: str, value: object, unit: str, basis: str) -> Row:
    return _row("lists", kind, case.organ, name, value, unit, basis, SINCE, OPEN)


TABLES: dict[str, Callable[[Case], Iterable[Row]]] = {
    "officers": officers,
    "authorities": authorities,
    "legal_reviewers": reviewers,
    "hearing_thresholds": thresholds,
    "major_decisions": major,
    "publications": publications,
    "filings": filings,
    "recordings": recordings,
    "lists": lists,
    "inspections": inspections,
    "discretion": discretion,
}
