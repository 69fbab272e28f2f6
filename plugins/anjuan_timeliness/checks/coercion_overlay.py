"""Coercive measures under the overlay of Jiangmen: recordings, legal review, goods of a crime (江府办〔2019〕18号)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anjuan import Finding, Row, View, check

from ..catalogues import rows_in_force
from ..coercion import measured, taken, ways
from ..execution import first_day, own_enforcement
from ..ledger import covers_days, own_rows
from ..papers import REVIEWS
from ..terms import zh
from .jiangmen import WHOLE

LISTED, COERCION = "音像记录", r"强制|查封|扣押|暂扣|冻结"
TRANSFER = ("涉嫌犯罪案件移送书", "移送材料清单")
GOODS = r"财物|物品|涉案物|查封|扣押|暂扣|冻结|车辆|货物"


@check("timeliness.measure_recorded", title="现场强制措施有音像记录")
def measure_recorded(case: View) -> Finding:
    """CO-E05."""
    if not measured(case):
        return case.not_applicable("没有实施强制措施")
    on = taken(case).day
    if case.duty(on=on) is None:
        return case.not_applicable("实施时没有音像记录的规定")
    wanted = [row for row in case.listed("lists", on=on) if LISTED in row.text("kind")]
    if not wanted:
        return case.unsure("台账 lists 没有本机关在该日有效的音像记录清单，是否应当录音录像由评查人员判断")
    listed = [row for row in wanted if re.search(COERCION, row.text("name"))]
    if not listed:
        return case.not_applicable("强制措施不在音像记录清单内")
    rows = own_rows(case, "recordings")
    case.note(*listed)
    if any(re.search(rf"{COERCION}|{WHOLE}", row.text("act")) for row in rows):
        return case.passed()
    if not rows and not covers_days(case, "recordings", ("started", "stored"), on, on):
        return case.unsure("音像记录台账没有本案的记录，是否录音录像由评查人员核对")
    return case.failed("强制措施列入音像记录清单，音像记录台账没有本案该环节的记录", at=listed)


@check(
    "timeliness.major_measure_reviewed",
    title="重大强制决定经法制审核，移送犯罪时财物随案移送",
    params={"transfer": "timeliness.major_measure_reviewed.transfer"},
)
def major_measure_reviewed(case: View) -> Iterable[Finding]:
    """CO-P16 (assisted)."""
    if not measured(case) and not own_enforcement(case):
        yield case.not_applicable("没有强制措施，也没有自行强制执行")
        return
    moved = _transferred(case)
    if moved:
        yield moved
    on = taken(case).day if measured(case) else first_day(case)
    if case.duty(on=on) is None:
        yield case.not_applicable("当时没有重大强制决定法制审核的规定")
        return
    rows = [row for row in rows_in_force(case, "major_decisions", on) if "强制" in row.text("kind")]
    if not rows:
        yield case.not_applicable("重大执法决定目录没有列入行政强制")
        return
    if case.documents(*REVIEWS):
        case.document(*REVIEWS)
        yield case.passed()
        return
    met = [row for row in rows if _met(case, row)]
    if not met:
        yield case.unsure("是否属于目录所列的重大行政强制决定，由评查人员判断", at=rows)
        return
    case.document(*REVIEWS)
    yield case.failed(f"目录列入{met[0].text('other') or '行政强制'}，卷内没有法制审核意见", at=met)


def _met(case: View, row: Row) -> bool:
    """True when the list names the very kind of measure without any condition of amount."""
    words = row.text("other")
    return not words or (
        any(way in words for way in ways(case))
        and not re.search(r"\d|[一二三四五六七八九十]+万|较大|重大", words)
    )


def _transferred(case: View) -> Finding | None:
    """Goods go with a case of crime, and the party is told in writing (行政强制法 第二十一条)."""
    papers = case.documents(*TRANSFER)
    if not papers or not measured(case):
        return None
    day = papers[0].date or taken(case).day
    if case.param("transfer", on=day) is None:
        return None
    others = tuple(one for one in case.file.documents if "移送" in one.title)
    if any(case.find(paper, GOODS) for paper in (*papers, *others)):
        return case.passed()
    if case.documents("解除决定书", "物品返还清单") or any(
        re.search("清单|交接", one.title) for one in others
    ):
        return case.unsure("移送的文书没有写明财物；财物是否已经解除或者另行移送请核对", at=papers)
    case.readable(*papers)
    return case.failed(f"{zh(day)}移送涉嫌犯罪案件，没有一并移送查封、扣押、冻结财物的记载", at=papers)
