"""清单物品: the things on lists of what is sealed or seized."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact, Record

from .coercion_grid import FOOT, Headings, rows_of, said
from .paper import LIKELY, Paper

_GOODS: Headings = {
    "order": re.compile(r"序号|编号|顺序号?|号"),
    "name": re.compile(
        r"(?:涉案)?(?:物品|财物|物资|货物|设备|设施|场所|车辆|产品|商品|标的物?|场所设施财物)*(?:的)?(?:名称|品名|名目)(?:及型号)?"
        r"|品名|物品|财物"
    ),
    "spec": re.compile(
        r"(?:规格|型号|品牌|商标|批号|牌号|生产批号|车牌号?|号牌|车架号|编码|特征|等级|产地|生产日期|或|及|和)*"
        r"(?:规格|型号|品牌|商标|批号|牌号|车牌号?|号牌|车架号|编码|特征|生产日期|等级)"
    ),
    "count": re.compile(r"数量(?:及?单位)?|件数|重量|数量重量"),
    "unit": re.compile(r"(?:计量)?单位"),
    "state": re.compile(
        r"(?:物品|外观|新旧|成色|现场|保存|当前)*(?:状态|状况|现状|成色|品质|质量|完好程度|新旧程度)"
    ),
    "other": re.compile(r"备注|说明|单价.*|金额.*|价值.*|存放地点|地点|生产单位|生产者|厂家|所有人|持有人"),
}
_NOTHING = re.compile(r"[\s/\\\-—_无×]*|\(?以下空白\)?|此栏空白")
_TOTAL = re.compile(r"合计|总计|小计|共计")
_ITEM = re.compile(
    r"(?:^|[;。:])\s*(?:\(?[1-9一二三四五六七八九十]{1,2}\)?[.、)])\s*(?P<name>[\u4e00-\u9fffA-Za-z()“”\"]{2,24}?)"
    r"[\s,:]*(?P<count>[\d一二三四五六七八九十百千两半]+\s*(?:余)?(?P<unit>[\u4e00-\u9fff]{1,2}|kg|KG|ml|L))\s*(?=[;。,]|$)"
)


def goods(paper: Paper) -> Iterator[Fact]:
    """清单物品, one for each row of a list of things; without a table, one for each numbered item."""
    found = list(_rows(paper, frozenset({"name", "count"})))
    if not found and paper.kind.endswith("清单"):
        # A list without a column for the number says it behind the name, or not at all.
        found = list(_rows(paper, frozenset({"order", "name"}))) or list(_itemised(paper))
    yield from found


def _rows(paper: Paper, needed: frozenset[str]) -> Iterator[Fact]:
    for row in rows_of(paper, _GOODS, needed):
        name = said(row, "name")
        if _NOTHING.fullmatch(name) or _TOTAL.match(name) or _TOTAL.match(said(row, "order")):
            continue
        if FOOT.match(name):
            continue  # a row of a table in which the cells of the foot were joined
        count, unit = _filled(said(row, "count")), _filled(said(row, "unit"))
        if not count and len(name) > 40:
            continue  # a remark that runs over the table
        record = Record.of(
            name=name,
            spec=_filled(said(row, "spec")) or None,
            count=(count + unit if unit and not count.endswith(unit) else count) or None,
            state=_filled(said(row, "state")) or None,
        )
        spans = [
            (one.start, one.end)
            for key in ("name", "spec", "count", "unit", "state")
            for one in row.get(key, [])
        ]
        yield paper.fact("清单物品", record, paper.at(*spans))


def _filled(text: str) -> str:
    return "" if _NOTHING.fullmatch(text) else text


def _itemised(paper: Paper) -> Iterator[Fact]:
    """1.运动鞋120双;2.… in running text."""
    for one in paper.prints:
        for hit in _ITEM.finditer(one.text):
            record = Record.of(name=hit["name"], count=re.sub(r"\s", "", hit["count"]))
            yield paper.fact(
                "清单物品",
                record,
                paper.at((one.start + hit.start("name"), one.start + hit.end("count"))),
                LIKELY,
            )
