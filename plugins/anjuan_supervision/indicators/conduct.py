"""How authorities act: not at all, unevenly, far from home, near the ceiling, or while a dispute is open.

These are patterns for a person to look into, never a fault of one case file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from statistics import median

from anjuan import Observation, Row, Survey, Surveyed, normalise

from ..major import fines, party
from ..timely import Answer
from .ledgers import period_of, reporting_bodies

KINDS = {
    "penalties": "行政处罚",
    "licences": "行政许可",
    "coercions": "行政强制",
    "inspections": "行政检查",
    "levies": "行政征收",
}
LIKE = 3  # fines of one kind from which a middle can be told
FAR = Decimal("0.5")  # of the median: farther away is told
NEAR_TOP = Decimal("0.9")  # of the highest fine of the standard
_UNITS = "省市区县旗州盟镇乡"


def zero_enforcement(survey: Survey) -> Iterator[Observation]:
    """Authorities and kinds of act without a single act in a year that was reported."""
    years: dict[tuple[str, int], list[Row]] = {}
    reporting: set[str] = set()
    for row in survey.rows("statistics"):
        agency, span = survey.agency(row.text("agency")), period_of(row.text("period"))
        reporting.add(agency)
        if span is None:
            yield Observation(None, "期间的写法认不出，应写成 2024年上半年 或 2024年", agency, rows=(row,))
        elif survey.within(date(span[0], 6, 30)) or survey.within(date(span[0], 12, 31)):
            years.setdefault((agency, span[0]), []).append(row)
    owing = {survey.agency(row.text("name")) for row in reporting_bodies(survey)}
    for name in sorted(owing - reporting):
        yield Observation(None, "没有报送执法数据", name)
    for (agency, year), rows in sorted(years.items()):
        held = _held(survey, agency)
        for column, title in KINDS.items():
            if held is None or title[2:] in held:
                counted, says = _zero(survey, agency, year, column, rows)
                yield Observation(counted, says, agency, title, rows=tuple(rows))


def _held(survey: Survey, agency: str) -> str | None:
    """Kinds of power that its list names; None where it has no list, so that nothing can be left out."""
    found = [row.text("kind") for row in survey.rows("powers") if survey.covers(row.text("agency"), agency)]
    return "、".join(found) if found else None


def _zero(survey: Survey, agency: str, year: int, column: str, rows: list[Row]) -> Answer:
    counts = [row.number_of(column) for row in rows]
    if any(count for count in counts):
        return False, f"{year} 年有案件"
    if None in counts:
        return None, f"{KINDS[column]}件数没有填写"
    whole = any((period_of(row.text("period")) or (0, True))[1] is False for row in rows)
    reason = "已说明原因" if any(row.text("zero_reason") for row in rows) else "没有说明原因"
    says = f"{year} 年" + ("" if whole else "（只有上半年数据）") + f"为零，{reason}"
    category = {"penalties": "penalty", "licences": "licence", "coercions": "coercion"}.get(column, "")
    seen = sum(
        file.agency == agency and file.category == category and _year(file) == year for file in survey.files
    )
    return True, says + (f"；但评查项目中有该年决定的案卷 {seen} 件" if seen else "")


def _year(file: Surveyed) -> int:
    day = file.day("决定日期")
    return day.year if day else 0


def fine_dispersion(survey: Survey) -> Iterator[Observation]:
    """Fines far from the middle of like fines of the same authority."""
    groups: dict[tuple[str, ...], list[tuple[Surveyed, Decimal]]] = {}
    for file in survey.files:
        decided = file.day("决定日期")
        if file.category != "penalty" or (decided and not survey.within(decided)):
            continue
        sums = fines(file)
        if sums is None:
            yield Observation(None, "罚款金额读得不清", file.agency, file=file)
            continue
        key = _like(file)
        if sums and key is None:
            yield Observation(None, "没有读到处罚依据，不能与同类案件比较", file.agency, file=file)
        elif key is not None:
            groups.setdefault((file.agency, *key), []).extend((file, one) for one in sums if one)
    for key, found in sorted(groups.items()):
        yield from _spread(key, found)


def _like(file: Surveyed) -> tuple[str, ...] | None:
    """What makes fines comparable: the line of the standard or the articles, the grade, the kind of party."""
    code = str(file.value("裁量编号") or "") or "；".join(sorted(map(str, file.values("处罚依据"))))
    return (code, str(file.value("裁量档次") or ""), party(file)) if code else None


def _spread(key: tuple[str, ...], found: list[tuple[Surveyed, Decimal]]) -> Iterator[Observation]:
    agency, part = key[0], " ".join(filter(None, key[1:3]))
    sums = sorted(amount for _, amount in found)
    middle = median(sums)
    for file, amount in found:
        if len(found) < LIKE:
            yield Observation(None, f"同类罚款不足 {LIKE} 笔，不能比较", agency, file=file)
            continue
        says = f"罚款 {amount} 元；同类 {len(sums)} 笔，中位数 {middle} 元（{sums[0]} 至 {sums[-1]}）"
        yield Observation(abs(amount - middle) > FAR * middle, says, agency, part, file, amount=amount)


def near_ceiling(survey: Survey) -> Iterator[Observation]:
    """Fines near the highest of the discretion standard."""
    for file in survey.files:
        decided = file.day("决定日期")
        if file.category != "penalty" or (decided and not survey.within(decided)):
            continue
        sums = fines(file)
        if sums == ():
            continue
        if sums is None or decided is None:
            yield Observation(None, "罚款金额或者决定日期读得不清", file.agency, file=file)
            continue
        rows = _standard(survey, file, decided)
        tops = [top for row in rows if (top := row.number_of("fine_max"))]
        for amount in sums:
            if not tops:
                why = "裁量基准台账没有该案可比的罚款上限"
                yield Observation(None, why, file.agency, file=file)
                continue
            says = f"罚款 {amount} 元，基准最高 {max(tops)} 元"
            counted = amount >= NEAR_TOP * max(tops)
            yield Observation(counted, says, file.agency, "", file, rows, amount)


def _standard(survey: Survey, file: Surveyed, on: date) -> tuple[Row, ...]:
    """All grades of the line of the standard that the decision names, in force on a day."""
    code = normalise(str(file.value("裁量编号") or ""))
    bases = {normalise(str(one)) for one in file.values("处罚依据")}
    rows = [
        row
        for row in survey.rows("discretion")
        if row.valid(on) and survey.covers(row.text("agency"), file.agency)
    ]
    if code:
        return tuple(row for row in rows if normalise(row.text("code")) == code)
    same = [row for row in rows if normalise(row.text("basis")) in bases]
    return tuple(same) if len({row.text("code") for row in same}) == 1 else ()


def fines_self_collected(survey: Survey) -> Iterator[Observation]:
    """Fines taken by the authority that imposed them, outside of what may be taken on the spot."""
    for file in survey.files:
        decided = file.day("决定日期")
        if file.category != "penalty" or (decided and not survey.within(decided)):
            continue
        if not any(fact.name in ("收款单位", "缴款方式", "缴款日期") for fact in file.facts):
            continue  # nothing was paid, as far as the papers show
        counted, says = _self_collected(survey, file, decided)
        sums = fines(file)
        amount = sum(sums, Decimal(0)) if sums else None
        yield Observation(counted, says, file.agency, file=file, amount=amount)


def _self_collected(survey: Survey, file: Surveyed, decided: date | None) -> Answer:
    means, taker = file.value("缴款方式"), file.value("收款单位")
    if means in ("银行", "电子支付"):
        return False, f"{means}缴款"
    if taker is None:
        return None, "没有读到收款单位和缴款方式"
    if survey.agency(str(taker)) != file.agency:
        return False, "由其他单位收款"
    if means != "现金":
        return None, "票据写的是处罚机关，缴款方式不明，可能由银行代收"
    if file.procedure != "summary":  # only a penalty on the spot may be collected on the spot
        return True, "普通程序由处罚机关收取现金，是否属于边远地区当事人提出的情形由人工核对"
    sums, cap = fines(file), survey.parameter("supervision.spot_cap", decided) if decided else None
    if not sums or cap is None or cap.value is None:
        return None, "处罚机关收取现金，罚款金额或者决定日期读得不清"
    if sum(sums) <= cap.value:
        return False, f"当场收缴，不超过 {cap.value} 元"
    return None, "当场收缴超过限额，是否属于事后难以执行等情形由人工判断"


def cross_region(survey: Survey) -> Iterator[Observation]:
    """Acts at places outside of the authority's area."""
    regions = _regions(survey)
    for file in survey.files:
        decided = file.day("决定日期")
        places = [normalise(str(place)) for place in file.values("笔录地点")]
        if not places or (decided and not survey.within(decided)):
            continue
        own = regions.get(file.agency)
        if not own:
            yield Observation(None, "执法主体台账没有该机关的执法区域", file.agency, file=file)
            continue
        answers = [_outside(place, own, regions) for place in places]
        if True in answers:
            yield Observation(
                True, "笔录地点在执法区域之外，有无协查、指定管辖由人工核对", file.agency, file=file
            )
        elif None in answers:
            yield Observation(None, "笔录地点没有写明行政区", file.agency, file=file)
        else:
            yield Observation(False, "笔录地点在执法区域之内", file.agency, file=file)


def _regions(survey: Survey) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in survey.rows("authorities"):
        found.setdefault(survey.agency(row.text("name")), set()).add(normalise(row.text("region")))
    return {name: next(iter(one)) for name, one in found.items() if len(one) == 1 and "" not in one}


def _outside(place: str, own: str, regions: Mapping[str, str]) -> bool | None:
    """True where a place names another region of the register that does not lie in the own one."""
    if _names(place, own):
        return False
    named = [one for one in set(regions.values()) if one.endswith(tuple(_UNITS)) and _names(place, one)]
    if not named:
        return None
    return not any(_inside(one, own, regions) for one in named)


def _names(place: str, region: str) -> bool:
    """True where an address names a region as one of its units, not a market or a road called after it."""
    return bool(re.search(rf"(?:^|[{_UNITS}]){re.escape(region)}(?!场)", place))


def _inside(region: str, own: str, regions: Mapping[str, str]) -> bool:
    """True where the register has an authority of `region` whose name begins with `own` (某市某区某局)."""
    return any(one == region and name.startswith(own) for name, one in regions.items())


def acts_in_dispute(survey: Survey) -> Iterator[Observation]:
    """Decisions of an authority while a dispute on its competence was open."""
    disputes = [(row, _parties(survey, row)) for row in survey.rows("disputes")]
    concerned = set(chain.from_iterable(parties for _, parties in disputes))
    for row, _ in disputes:
        if row.date("raised") is None:
            yield Observation(None, "争议台账没有填写提出日期", rows=(row,))
    for file in survey.files:
        if file.agency not in concerned:
            continue
        decided = file.day("决定日期")
        if decided is None:
            yield Observation(None, "案卷的决定日期读得不清", file.agency, file=file)
        elif survey.within(decided):
            rows = tuple(row for row, parties in disputes if file.agency in parties and _open(row, decided))
            says = "决定作出时有争议没有办结；是否同一事项、是否紧急先行执法由人工核对" if rows else ""
            yield Observation(bool(rows), says, file.agency, file=file, rows=rows)


def _parties(survey: Survey, row: Row) -> set[str]:
    return {survey.agency(row.text(column)) for column in ("applicant", "other") if row.text(column)}


def _open(row: Row, on: date) -> bool:
    raised, ended = row.date("raised"), row.date("ended")
    return raised is not None and raised <= on and (ended is None or on < ended)
