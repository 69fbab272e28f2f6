"""Courses of enforcement: demolition, substitute performance, a fine taken from an account, application to the court."""

from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.casefiles.case import Case, party_of, people_of, place_of, span
from benchmarks.casefiles.dates import later


@dataclass(frozen=True, slots=True)
class Duty:
    """What was ordered, by which law it is enforced, and how."""

    way: str  # demolition | substitute | court | money
    basis: tuple[str, str]
    order: tuple[str, str]
    trade: str
    matter: str
    undone: str
    since: date = date(2019, 5, 1)


LAW = "中华人民共和国"
DUTIES = {
    "urban": Duty(
        "demolition",
        (LAW + "城乡规划法", "第六十八条"),
        (LAW + "城乡规划法", "第六十四条"),
        "仓储",
        "未取得建设工程规划许可证建设钢架棚一处",
        "自行拆除上述钢架棚",
        date(2019, 5, 10),
    ),
    "water": Duty(
        "substitute",
        (LAW + "水土保持法", "第五十六条"),
        (LAW + "水土保持法", "第五十六条"),
        "土石方工程",
        "在专门存放地以外堆放弃渣",
        "清理上述弃渣",
    ),
    "ecology": Duty(
        "substitute",
        (LAW + "固体废物污染环境防治法", "第一百一十三条"),
        (LAW + "固体废物污染环境防治法", "第一百一十二条第一款"),
        "金属制品",
        "将废漆渣露天堆放",
        "将上述废漆渣交由有资质的单位处置",
        date(2020, 9, 10),
    ),
    "land": Duty(
        "court",
        (LAW + "土地管理法", "第八十三条"),
        (LAW + "土地管理法", "第七十七条第一款"),
        "建材",
        "未经批准占用集体土地建设厂房一处",
        "自行拆除上述厂房，恢复土地原状",
        date(2020, 1, 10),
    ),
    "tax": Duty(
        "money",
        (LAW + "税收征收管理法", "第八十八条第三款"),
        (LAW + "行政处罚法", "第七十二条第一款"),
        "五金",
        "未按照规定的期限办理纳税申报",
        "缴清罚款和加处的罚款",
        date(2021, 8, 1),
    ),
}


def execution(case: Case) -> None:
    """Order, its service, the end of the remedies, demand, decision or application, enforcement."""
    rng, day = case.rng, case.dates
    duty = DUTIES[case.sector]
    place_of(case)
    people_of(case, rng.choice((2, 2, 3)))
    case.parties = [party_of(case, "unit", duty.trade)]
    case.site = case.party.address
    case.flags |= {"direct", duty.way}
    last = date(2025, 9, 1)
    day["order"] = later(duty.since + timedelta(rng.randint(0, (last - duty.since).days)), 0)
    day["order_served"] = later(day["order"], rng.randint(0, 3))
    if duty.way == "substitute":
        ready = later(day["order_served"], rng.randint(18, 26))
    else:  # six months for a suit, and some days more
        ready = later(day["order_served"] + timedelta(186), rng.randint(1, 8))
    day["demand"] = day["demand_served"] = ready
    case.changed["owed"] = rng.randint(1, 10) * 1000
    if duty.way == "money":
        day["grows"] = day["order_served"] + timedelta(16)
    if duty.way == "court":
        day["decide"] = day["ask"] = later(day["demand_served"], rng.randint(12, 16))
        day["archive"] = later(day["ask"], rng.randint(5, 15))
        return
    day["approve"] = later(day["demand_served"], rng.randint(12, 15))
    day["decide"] = later(day["approve"], 1)
    day["serve"] = later(day["decide"], rng.randint(0, 2))
    day["announce"] = later(day["serve"], 1)
    case.changed["announced"] = rng.randint(8, 12)
    day["second_demand"] = later(day["serve"], rng.randint(1, 3))
    done = later(max(day["announce"], day["second_demand"]), rng.randint(9, 12))
    day["done"] = done
    case.spans["done"] = span(rng)
    day["archive"] = later(done, rng.randint(4, 15))
