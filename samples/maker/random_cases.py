"""Random case files in any number, for calibration: about one in four clean, grave faults under 1%.

`write_random(500, Path("out"), seed=7)` writes `cases/*.pdf`, `registers/` and `faults.json`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from . import agencies as a
from . import trades_a as ta
from . import trades_b as tb
from .cases import firm
from .dates import course, spot_course
from .expected import expected
from .faults import FAULTS, Fault
from .model import Authority, CaseSpec, Dates, Officer, Party, Violation
from .pdf import bound
from .registers import write_registers
from .words import id_number
from .workdays import after

ORDINARY: tuple[tuple[Authority, tuple[Violation, ...]], ...] = (
    (a.MARKET, (ta.PRICE, ta.ADVERT)),
    (a.ECOLOGY, (ta.VOC, ta.HAZARD)),
    (a.EMERGENCY, (ta.TRAINING, ta.SIGNS)),
    (a.AGRICULTURE, (tb.PESTICIDE,)),
    (a.URBAN, (tb.DUST,)),
    (a.TRANSPORT, (tb.UPKEEP,)),
)
SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "安柏澄丹尔芳广浩佳可岚沐宁芃青荣书桐微欣言亦悦知舟梓"
HEADS = "晨曦青禾远山明川长汀临溪听松望岳白榆新桥金穗东篱南星北斗秋水春野"
TRADES = {
    "price": "食品",
    "advert": "家居用品",
    "voc": "木业",
    "hazard": "机械",
    "training": "塑料制品",
    "signs": "食品加工",
    "pesticide": "农资",
    "dust": "建设",
    "upkeep": "物流",
    "cargo": "运输",
    "litter": "商贸",
}
ROADS = ("云水路", "揽月路", "晴川二路", "长汀东路", "泊云大道", "听潮工业路", "拾光巷", "稻香里")
# Shares of files by the number of faults they carry. With them a panel that saw every fault would grade about
# as panels published that they did: a quarter excellent, under 1% unqualified (`make calibrate` prints it).
COUNTS = ((0, 0.05), (1, 0.05), (2, 0.07), (3, 0.08), (4, 0.12), (5, 0.17), (6, 0.18), (7, 0.15), (8, 0.13))
# The grave faults together; each one's part follows from its own share in `faults.py`.
GRAVE_SHARE = 0.008
# One defect of a kind is enough: two of these in one file would hide each other.
APART = (
    ("return_incomplete", "return_name", "one_server", "late_service"),
    ("no_times", "overlap"),
    ("no_receipt", "receipt_differs"),
    ("late_decision", "early_decision"),
    ("no_article", "short_basis"),
    ("no_copy_marks", "no_identity"),
)


def random_case(seed: int, faults: Iterable[str] | None = None) -> CaseSpec:
    """One case drawn from a seed: authority, act, dates, then faults (or exactly the given ones)."""
    rng = random.Random(seed)
    spec = _summary(rng, seed) if rng.random() < 0.1 else _ordinary(rng, seed)
    chosen = _draw(rng, spec) if faults is None else [FAULTS[n] for n in faults]
    for fault in chosen:
        if fault.procedure == spec.procedure and fault.fits(spec):
            spec = fault.adjust(replace(spec, faults=spec.faults | {fault.name}))
    return spec


def _name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(("", rng.choice(GIVEN)))


def _party(rng: random.Random, seed: int, key: str, authority: Authority) -> Party:
    start = rng.randrange(0, len(HEADS) - 1, 2)
    drawn = rng.choice(("望澜区", "石汀区", "南埠区"))
    district = authority.region if authority.region.endswith("区") else drawn
    name = f"云汀市{HEADS[start : start + 2]}{rng.choice(GIVEN)}{TRADES[key]}有限公司"
    place = f"云汀市{district}{rng.choice(ROADS)}{rng.randint(1, 260)}号"
    birth = date(1962, 1, 1) + timedelta(rng.randrange(13000))
    return firm(seed + 61, name, place, _name(rng), birth, rng.choice("男女"))


def _ordinary(rng: random.Random, seed: int) -> CaseSpec:
    authority, acts = rng.choice(ORDINARY)
    act = rng.choice(acts)
    step = act.steps[0]
    unit = 500 if step.high <= 30000 else 5000
    # The act's own text names circumstances of the first step, so fines stay inside it.
    fine = min(step.high, max(step.low, 500) + unit * rng.randrange(0, 3))
    review = fine >= authority.major[0]
    reply = rng.choices(("waiver", "none", "statement", "hearing"), (5, 4, 2, 2 if review else 0))[0]
    start = after(date(2023, 1, 9) + timedelta(rng.randrange(760)), 0)
    since = start - timedelta(rng.randrange(5, 80))
    dates = course(start, since, reply, review, True, rng.choice((1, 1, 2)))
    if act.key == "voc":
        # This act's text says that the plant stood still for a short time only.
        dates = replace(dates, since=start)
    return CaseSpec(
        f"r{seed:06}",
        authority,
        act,
        _party(rng, seed, act.key, authority),
        _pair(rng, authority),
        100 + seed % 9000,
        dates,
        0,
        fine,
        fine,
        reply=reply,
        review=review,
    )


def _pair(rng: random.Random, authority: Authority) -> tuple[Officer, Officer]:
    first, second = rng.sample(authority.officers[:3], 2)
    return first, second


def _summary(rng: random.Random, seed: int) -> CaseSpec:
    day = after(date(2024, 1, 8) + timedelta(rng.randrange(600)), 0)
    authority, act, fine = (a.URBAN, tb.LITTER, 100) if rng.random() < 0.5 else (a.TRANSPORT, tb.CARGO, 1000)
    party = _party(rng, seed, act.key, authority)
    if act is tb.LITTER:
        number = id_number(date(1970, 1, 1) + timedelta(rng.randrange(11000)), 101 + 2 * rng.randrange(200))
        name = _name(rng)
        party = Party(name, number, party.address, name, number, party.phone, person=True)
    dates: Dates = spot_course(day)
    return CaseSpec(
        f"r{seed:06}",
        authority,
        act,
        party,
        _pair(rng, authority),
        100 + seed % 9000,
        dates,
        0,
        fine,
        fine,
        "summary",
    )


def _draw(rng: random.Random, spec: CaseSpec) -> list[Fault]:
    pool = [f for f in FAULTS.values() if f.procedure == spec.procedure and f.fits(spec)]
    small = [f for f in pool if not f.grave]
    grave = [f for f in pool if f.grave]
    want = rng.choices([n for n, _ in COUNTS], [s for _, s in COUNTS])[0]
    picked: list[Fault] = []
    while small and len(picked) < want:
        fault = rng.choices(small, [f.share for f in small])[0]
        picked.append(fault)
        rivals = {n for group in APART if fault.name in group for n in group} | {fault.name}
        small = [f for f in small if f.name not in rivals]
    if grave and rng.random() < GRAVE_SHARE:
        picked.append(rng.choices(grave, [f.share for f in grave])[0])
    return picked


def write_random(count: int, out: Path, seed: int = 1, faults: Iterable[str] | None = None) -> list[CaseSpec]:
    """Write `count` bound electronic case files, their registers, and what was planted in each."""
    folder = out / "cases"
    folder.mkdir(parents=True, exist_ok=True)
    named = None if faults is None else tuple(faults)
    specs = [random_case(seed * 100_000 + i, named) for i in range(count)]
    for spec in specs:
        (folder / f"{spec.id}.pdf").write_bytes(bound(spec))
    write_registers(specs, out / "registers", varied=False)
    (out / "faults.json").write_text(
        json.dumps(expected(specs), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return specs


def main() -> None:
    """`python -m samples.maker.random_cases N DIR [SEED]`."""
    import sys

    write_random(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)


if __name__ == "__main__":
    main()
