"""Whom a dated list means: one authority, or a system (江门市市场监督管理系统: all of that sector in that region)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from ..model.normal import normalise, simplified
from .registers import Row

SHORT_TRADES = {
    "市场监管": "市场监督管理",
    "卫健": "卫生健康",
    "住建": "住房和城乡建设",
    "城管": "城市管理",
    "农业": "农业农村",
    "应急": "应急管理",
    "交通": "交通运输",
    "环境保护": "生态环境",
}
MOST_ASKED = 4096  # answers that are kept
_SYSTEM = re.compile(r"(?:各级)?(.{2,}?)(?:系统|部门|机关)(?:[(].*)?$")
_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟|州|区|县|旗))?"
)


def names_of(agency: str, authorities: Sequence[Row]) -> set[str]:
    """The name on a paper, and the name in the register where the one on the paper is an alias."""
    found = {simplified(normalise(agency))}  # papers may be printed in traditional characters
    for row in authorities:
        if not found.isdisjoint(_aliases(row.text("aliases"))):
            found.add(normalise(row.text("name")))
    return found - {""}


@lru_cache(4096)
def _aliases(text: str) -> frozenset[str]:
    return frozenset(normalise(one) for one in re.split(r"[;；、,，|/]\s*", text) if one)


def covers(listed: str, agency: str, authorities: Sequence[Row] = ()) -> bool:
    """True when a list's `agency` names the authority itself or a system it belongs to.

    Args:
        authorities: rows of the register `authorities`; they tell aliases, sectors and, by the area code in the
            credit code, which prefecture an authority lies in.

    >>> covers("江门市市场监督管理系统", "江门市蓬江区市场监督管理局")
    True
    >>> covers("江门市市场监督管理系统", "台山市应急管理局")
    False
    """
    if not isinstance(authorities, tuple):
        return _covers(listed, agency, authorities)
    rows, known = _asked[0]
    if rows is not authorities or len(known) > MOST_ASKED:
        known = {}
        _asked[0] = authorities, known
    key = listed, agency
    if key not in known:
        known[key] = _covers(listed, agency, authorities)
    return known[key]


# What was asked of one register: the lists of a run name the same few systems in every case file.
_asked: list[tuple[tuple[Row, ...], dict[tuple[str, str], bool]]] = [((), {})]


def _covers(listed: str, agency: str, authorities: Sequence[Row]) -> bool:
    wanted = normalise(listed)
    return any(
        wanted == name or _in_system(wanted, name, authorities) for name in names_of(agency, authorities)
    )


def in_region(agency: str, region: str) -> bool:
    """True when an authority's own name says that it lies in a region; False also where the name does not tell.

    >>> in_region("台山市应急管理局", "广东省"), in_region("南屏市应急管理局", "广东省")
    (True, False)
    """
    return _below(region, normalise(agency))


def _in_system(listed: str, agency: str, authorities: Sequence[Row]) -> bool:
    system = _SYSTEM.fullmatch(listed)
    if not system:
        return False
    body = system[1].replace("各级", "")
    place = _PLACE.match(body)
    region = place[0] if place else ""
    trade = body[len(region) :]
    trade = SHORT_TRADES.get(trade, trade)
    region = re.split("省|自治区", region)[-1] or region
    if not region or not trade or not (_below(region, agency) or _same_area(region, agency, authorities)):
        return False
    return trade in agency or trade in _sectors(agency, authorities)


def _below(region: str, agency: str) -> bool:
    return agency.startswith(region) or any(_below(place, agency) for place in _regions().get(region, ()))


def _same_area(region: str, agency: str, authorities: Sequence[Row]) -> bool:
    """The area code (GB/T 2260) in the credit code says the prefecture, whatever the organ is called."""
    figures = 2 if region.endswith(("省", "自治区")) else 4
    own = {row.text("uscc")[2 : 2 + figures] for row in authorities if normalise(row.text("name")) == agency}
    there = {
        row.text("uscc")[2 : 2 + figures]
        for row in authorities
        if normalise(row.text("name")).startswith(region)
    }
    return bool((own & there) - {""})


def _sectors(agency: str, authorities: Sequence[Row]) -> set[str]:
    return {normalise(row.text("sector")) for row in authorities if normalise(row.text("name")) == agency} - {
        ""
    }


@cache
def _regions() -> dict[str, list[str]]:
    with files("anjuan.data").joinpath("regions.yaml").open(encoding="utf-8") as stream:
        table: dict[str, list[str]] = yaml.safe_load(stream)
    return table
