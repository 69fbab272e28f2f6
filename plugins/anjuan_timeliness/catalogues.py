"""Whom and what a dated list means: authorities and systems, persons and organisations, thresholds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

import cn2an

from anjuan import NeedsPerson, Row, View

from .terms import NEW_LAW

_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
_IDENTITY = re.compile(r"\d{6}((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_TRADER = re.compile(r"个体工商户|经营者[:：]")

# A statement of the worth, not the words of the law (货值金额不足一万元的, 一万元以上).
_WORTH = (
    r"(?:货值|价值)(?:金额)?(?:总计|合计|共计|累计|计)?(?:为|是|约)?(?:不足|不满|未达到?|未满|低于)?(?:人民币)?[¥:]?"
    r"(\d[\d,]*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)(百万|千万|万|亿|千)?元(?!以上|以下|的)"
)
_PART_WORTH = (
    r"(?:已售|已销|售出|售罄|部分|其余|剩余|其中|每[瓶袋包件箱台公斤吨个只])[^。;]{0,16}(?:货值|价值)"
)
_SCALE = {"": 1, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}

# What a list or a notice calls a kind of penalty, as loosely as bureaus write.
KIND_WORDS = {
    "警告": "警告",
    "通报批评": "通报批评",
    "罚款": "罚款|罚金|罚没",
    "没收违法所得": "没收",
    "没收非法财物": "没收",
    "暂扣许可证件": "暂扣|扣留",
    "吊销许可证件": "吊销|撤销.{0,6}(?:证|许可)",
    "降低资质等级": "降低.{0,4}(?:资质|等级)",
    "限制开展生产经营活动": "限制.{0,6}(?:生产|经营)",
    "责令停产停业": "停产|停业|停止(?:生产|经营|营业|执业|建设)",
    "责令关闭": "关闭",
    "限制从业": "从业|禁止从事|终身禁止|不得从事",
    "行政拘留": "拘留",
}
THRESHOLDS = {
    f"penalty.hearing_threshold.{who}": f"penalty.hearing_threshold.{who}"
    for who in ("person", "organisation")
}
_NEVER_HEARD = {"警告", "通报批评", "罚款", "没收违法所得", "没收非法财物"}  # but for the amount
_HEARD_ALWAYS = {
    True: ("降低资质等级", "吊销许可证件", "责令停产停业", "责令关闭", "限制从业"),
    False: ("责令停产停业", "吊销许可证件"),
}


class Party(StrEnum):
    """What the thresholds of a list tell apart."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EITHER = "either"  # an individual business, or a party whose number nobody read


def party(case: View) -> Party:
    """The kind of the party, told from its number, else from its name."""
    number = str(case.optional("当事人证照号") or "").replace(" ", "").upper()
    name = str(case.optional("当事人") or "")
    trader = any(case.find(paper, _TRADER.pattern) for paper in case.documents("营业执照"))
    if trader or number.startswith("92") or "个体工商户" in name:
        return Party.EITHER
    if _IDENTITY.fullmatch(number):
        return Party.PERSON
    if _USCC.fullmatch(number):
        return Party.ORGANISATION
    if not number and re.search(r"(?:公司|集团|合作社|委员会|学校|医院|协会|研究[院所])(?:\(.*\))?$", name):
        return Party.ORGANISATION
    return Party.EITHER


def rows_in_force(case: View, table: str, on: date) -> tuple[Row, ...]:
    """Rows of a list for the authority of the case, valid on a day, recorded as evidence.

    Raises:
        NeedsPerson: the list was not handed in, or has no row for the authority on that day.
    """
    found = case.listed(table, on=on)
    if not found:
        raise NeedsPerson(f"台账 {table} 中没有{case.file.agency or '本机关'}在该日有效的记录")
    case.note(*found)
    return found


def fine_reached(row: Row, amount: Decimal, who: Party) -> bool | None:
    """True when a fine meets the row's figure for that party; None where it lies between two figures."""
    person, organisation = row.reaches("fine_person", amount), row.reaches("fine_organisation", amount)
    if who is Party.PERSON:
        return person
    if who is Party.ORGANISATION:
        return organisation
    return person if person == organisation else None


def hearing_right(case: View, kinds: tuple[str, ...], fine: Decimal | None, on: date) -> bool | None:
    """Whether a penalty gives a right to a hearing; None where the threshold leaves it open.

    Raises:
        NeedsPerson: a fine or confiscation has to be compared and no threshold is bound.
    """
    new = on >= NEW_LAW
    if set(kinds) & set(_HEARD_ALWAYS[new]):
        return True
    confiscated = new and any(kind.startswith("没收") for kind in kinds)
    rest = set(kinds) - _NEVER_HEARD
    if fine is None and not confiscated and not rest and "罚款" not in kinds:
        return False
    who = party(case)
    answers: list[bool | None] = []
    if rest:
        rows = rows_in_force(case, "hearing_thresholds", on)
        words = "|".join(KIND_WORDS.get(kind, re.escape(kind)) for kind in rest)
        answers.append(any(re.search(words, row.text("other")) for row in rows))
    if fine is not None:
        answers.append(_fine_heard(case, fine, who, on))
    elif "罚款" in kinds:
        answers.append(None)
    if confiscated:
        answers.append(_confiscation_heard(case, kinds, who, on))
    return True if True in answers else None if None in answers else False


def _fine_heard(case: View, fine: Decimal, who: Party, on: date) -> bool | None:
    police = case.param("police.hearing_threshold", on=on) if _police(case) else None
    if police is not None and police.value is not None:
        return fine >= police.value
    bound = [case.param(name, on=on) for name in THRESHOLDS]
    if not any(bound):
        return _any(fine_reached(row, fine, who) for row in rows_in_force(case, "hearing_thresholds", on))
    person, organisation = (None if one is None or one.value is None else fine >= one.value for one in bound)
    if who is Party.EITHER:
        return person if person == organisation else None
    return person if who is Party.PERSON else organisation


def _police(case: View) -> bool:
    """True where every norm that the penalty rests on is the act on police penalties, which sets its own amount."""
    bases = [str(fact.value) for fact in case.facts("处罚依据")]
    return bool(bases) and all("治安管理处罚法" in basis for basis in bases)


def _confiscation_heard(case: View, kinds: tuple[str, ...], who: Party, on: date) -> bool | None:
    answers: list[bool | None] = []
    rows = rows_in_force(case, "hearing_thresholds", on)
    if "没收违法所得" in kinds:
        gains = case.amount("没收违法所得金额")
        answers.append(None if gains is None else _any(_taking_reached(row, gains, who) for row in rows))
    if "没收非法财物" in kinds:
        worth = most_worth(case)
        below = worth is not None and not any(_taking_reached(row, worth, who) is not False for row in rows)
        # The papers tell the worth of all goods of the act, so it only shows that those taken are worth less.
        answers.append(False if below else None)
    return _any(answers) if answers else None


def _taking_reached(row: Row, amount: Decimal, who: Party) -> bool | None:
    met = row.reaches("confiscation", amount)
    if met is None and fine_reached(row, amount, who) is False:
        return False  # below what counts as a larger sum even for a fine
    return met


def most_worth(case: View) -> Decimal | None:
    """What the goods of the act are worth at most, by the words of the notice, else of later papers.

    None where no paper states it, or where a sum may be that of a part of the goods.
    """
    for kind in ("行政处罚事先告知书", "案件调查终结报告", "行政处罚决定书"):
        sums: set[Decimal] = set()
        for paper in case.documents(kind):
            for hit in case.find_all(paper, _WORTH):
                if hit.confidence < case.trust:
                    return None
                case.note(hit)
                sums.add(_sum(hit.groups[0] or "0", hit.groups[1] or ""))
            if case.find(paper, _PART_WORTH):
                return None
        if sums:
            return sum(sums, Decimal(0))
    return None


def _sum(figure: str, scale: str) -> Decimal:
    plain = figure.replace(",", "")
    number = plain if plain[0].isdigit() else str(cn2an.cn2an(plain.replace("两", "二"), "smart"))
    return Decimal(number) * _SCALE[scale]


def major(case: View, kinds: tuple[str, ...], fine: Decimal | None, on: date) -> bool | None:
    """Whether a decision meets the authority's list of major decisions; None where the list leaves it open.

    Raises:
        NeedsPerson: nobody read the penalty, or the list is missing or has no row for the authority.
    """
    if not kinds and fine is None:
        raise NeedsPerson("未读到处罚的种类和数额，无法与目录比对")
    rows = rows_in_force(case, "major_decisions", on)
    return _any(_listed(row, kinds, fine, party(case)) for row in rows if _for_penalties(row))


def _for_penalties(row: Row) -> bool:
    kind = row.text("kind")
    return not kind or "处罚" in kind or "执法决定" in kind


def _listed(row: Row, kinds: tuple[str, ...], fine: Decimal | None, who: Party) -> bool | None:
    other = row.text("other")
    named = [kind for kind in kinds if kind != "罚款" and re.search(KIND_WORDS.get(kind, kind), other)]
    if any(not kind.startswith("没收") for kind in named):
        return True
    answers: list[bool | None] = [None] if named else [False]  # 没收较大数额: the list's words give no figure
    if fine is not None:
        met = fine_reached(row, fine, who)
        known = row.number_of("fine_person") is not None or row.number_of("fine_organisation") is not None
        answers.append(met if known else False)
    elif "罚款" in kinds:
        answers.append(None)
    return _any(answers)


def _any(answers: Iterable[bool | None]) -> bool | None:
    seen = list(answers)
    return True if True in seen else None if None in seen else False
