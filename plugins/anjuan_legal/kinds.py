"""Kinds of penalty that articles name: `data/kinds.csv`, made by `python -m tools.lawdata`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anjuan import Cited, View

LETTERS = {
    "警告": "警",
    "通报批评": "通",
    "罚款": "罚",
    "没收违法所得": "得",
    "没收非法财物": "物",
    "暂扣许可证件": "暂",
    "吊销许可证件": "吊",
    "降低资质等级": "降",
    "限制开展生产经营活动": "限",
    "责令停产停业": "停",
    "责令关闭": "关",
    "限制从业": "业",
    "行政拘留": "留",
}
ELSEWHERE = "*"


def letters_of(title: str | None, cited: Cited, days: tuple[date, ...], case: View) -> str | None:
    """Letters of the kinds that a cited article names in any text of these days.

    None where no text is bound, the version is not certain, or the article refers to another place.
    """
    found = ""
    for day in days:
        version = case.law.registry.version(title or "", day)
        if version is None or not version.certain:
            return None
        bound = _table().get((version.title, version.effective))
        if bound is None:
            return None
        found += bound.get(cited.article, "")
    return None if ELSEWHERE in found else found


@cache
def _table() -> Mapping[tuple[str, date], Mapping[int, str]]:
    with files(__package__).joinpath("data/kinds.csv").open(encoding="utf-8") as table:
        return {
            (row["title"], date.fromisoformat(row["effective"])): {
                int(number): code
                for number, code in (one.split(":") for one in row["kinds"].split(";") if one)
            }
            for row in csv.DictReader(table)
        }
