"""What only the whole case file tells: sums over receipts, one name for each party, days in their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from ..model.case import Document, Fact, Record
from ..model.normal import simplified

MENTIONED = 0.8  # told by another paper than its own, or at odds with another paper
FOUND = 0.6  # the day on which an act was found, for that of the act
AGREED = 0.9  # two papers that say the same thing

Groups = dict[str, list[Fact]]


def payments(groups: Groups, payers: Mapping[str, str]) -> None:
    """缴款金额 is the sum of all receipts of a party, 缴款日期 the day of the last one."""
    sums = [fact for fact in groups.get("缴款金额", []) if isinstance(fact.value, Decimal)]
    parties = [str(fact.value) for fact in groups.get("当事人", [])]
    if len(sums) > 1:
        fined = sorted(fact.value for fact in groups.get("罚款金额", []) if isinstance(fact.value, Decimal))
        paid = sorted(fact.value for fact in sums if isinstance(fact.value, Decimal))
        apart = len(fined) > 1 and paid == fined
        shares: Groups = {}
        for number, fact in enumerate(sums):
            payer = payers.get(fact.evidence.document, "")
            several = len(set(parties)) > 1 and payer in parties
            shares.setdefault(str(number) if apart else payer if several else "", []).append(fact)
        groups["缴款金额"] = [_total(share, _of(groups, share[0], payers)) for share in shares.values()]
    days = [fact for fact in groups.get("缴款日期", []) if isinstance(fact.value, date)]
    if len(days) > 1:
        groups["缴款日期"] = [
            max(days, key=lambda fact: fact.value.isoformat() if isinstance(fact.value, date) else "")
        ]


def _total(share: Sequence[Fact], of: str | None) -> Fact:
    total = sum((fact.value for fact in share if isinstance(fact.value, Decimal)), Decimal(0))
    return Fact("缴款金额", total, share[-1].evidence, min(fact.confidence for fact in share), of)


def _of(groups: Mapping[str, Sequence[Fact]], fact: Fact, payers: Mapping[str, str]) -> str | None:
    """Which party paid, where the name on the receipt is that of just one."""
    payer = payers.get(fact.evidence.document)
    same = [one.of for one in groups.get("当事人", []) if payer and str(one.value) == payer]
    return same[0] if len(same) == 1 else None


def subjects(groups: Groups) -> None:
    """The act alone: 涉嫌 is a stage of the case, and the name of the party stands elsewhere."""
    parties = [str(fact.value) for fact in groups.get("当事人", [])]
    for index, fact in enumerate(groups.get("案由", [])):
        act = str(fact.value)
        for name in sorted(parties, key=len, reverse=True) * 2:
            act = act.removeprefix(name).lstrip("、和与等")
        act = act.removeprefix("涉嫌")
        if act != fact.value and len(act) > 3:
            act = act.removesuffix("一案").removesuffix("案")
            groups["案由"][index] = replace(fact, value=act)


def party_names(groups: Groups) -> None:
    """A form that writes the address behind the party's name still names that party."""
    parties = [(str(fact.value), fact.confidence) for fact in groups.get("当事人", [])]
    if not parties or "文书当事人" not in groups:
        return
    groups["文书当事人"] = [_as_party(fact, parties) for fact in groups["文书当事人"]]


def _as_party(fact: Fact, parties: Sequence[tuple[str, float]]) -> Fact:
    text = str(fact.value)
    for name, confidence in parties:
        if simplified(text) == simplified(name):  # one paper in traditional characters, the other not
            return replace(fact, value=name, confidence=max(fact.confidence, min(confidence, AGREED)))
        rest = text.removeprefix(name)
        behind = re.search(r"[省市区县镇村路号]|法定代表人|负责人", rest)
        if rest != text and behind and not re.search(r"(?:公司|店|厂|部|中心|站)$", rest):
            return replace(fact, value=name, confidence=max(fact.confidence, min(confidence, AGREED)))
    return fact


def party_retold(groups: Groups) -> None:
    """Without a deciding paper, the party that most other papers name."""
    if groups.get("当事人"):
        return
    votes = Counter(str(fact.value) for fact in groups.get("文书当事人", []))
    if not votes:
        return
    name, count = votes.most_common(1)[0]
    if count > sum(votes.values()) / 2:
        said = next(fact for fact in groups["文书当事人"] if str(fact.value) == name)
        groups["当事人"] = [replace(said, name="当事人", confidence=min(said.confidence, MENTIONED))]


def party_number(groups: Groups) -> None:
    """Where the deciding paper does not give the party's number, its licence or another form does."""
    if groups.get("当事人证照号") or not groups.get("当事人"):
        return
    parties = {str(fact.value) for fact in groups["当事人"]}
    for name_fact, number_fact in (("证照名称", "证照号码"), ("文书当事人", "文书证照号")):
        holders = {fact.evidence.document for fact in groups.get(name_fact, []) if str(fact.value) in parties}
        for fact in groups.get(number_fact, []):
            if fact.evidence.document in holders:
                groups["当事人证照号"] = [replace(fact, name="当事人证照号")]
                return


def birthdays(groups: Groups) -> None:
    """Only the party's own age matters: the card of a representative tells nobody's."""
    if "出生日期" not in groups:
        return
    parties = {str(fact.value) for fact in groups.get("当事人", [])}
    holders = {fact.evidence.document for fact in groups.get("证照名称", []) if str(fact.value) in parties}
    groups["出生日期"] = [fact for fact in groups["出生日期"] if fact.evidence.document in holders]


def organ_name(groups: Groups) -> None:
    """A name that differs by a slip of reading from the one that most papers carry is that one.

    Where the deciding paper shows none that can be read, the others tell who acts.
    """
    votes = Counter(str(fact.value) for name in ("文头机关", "落款机关") for fact in groups.get(name, []))
    own = groups.get("处罚机关", [])
    for index, fact in enumerate(own):
        name = str(fact.value)
        near = [(count, other) for other, count in votes.items() if _slip(name, other)]
        better = [pair for pair in near if pair[0] > max(votes[name], 1)]
        if better and fact.confidence < 1.0:
            own[index] = replace(fact, value=max(better)[1], confidence=max(fact.confidence, AGREED))
    if any(fact.confidence >= FOUND for fact in own) or not groups.get("案号") or not votes:
        return
    name, count = votes.most_common(1)[0]
    if count > 1 and count > sum(votes.values()) / 2:
        told = next(
            fact
            for kind in ("文头机关", "落款机关")
            for fact in groups.get(kind, [])
            if str(fact.value) == name
        )
        groups["处罚机关"] = [replace(told, name="处罚机关", confidence=min(told.confidence, MENTIONED))]


def _slip(one: str, other: str) -> bool:
    return (
        one != other and len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    )


def act_day(groups: Groups) -> None:
    """A decision that dates no act: the day on which it was found says when it was at the latest."""
    if groups.get("违法行为日期") or not groups.get("处罚种类"):
        return
    days = [fact for fact in groups.get("现场检查日期", []) if isinstance(fact.value, date)]
    if days:
        first = min(days, key=lambda fact: str(fact.value))
        groups["违法行为日期"] = [
            replace(first, name="违法行为日期", confidence=min(first.confidence, FOUND))
        ]


# No step of the left stands behind the one on its right: a recognised day that does was perhaps misread.
_COURSE = (
    ("违法行为日期", "决定日期"),
    ("现场检查日期", "决定日期"),
    ("立案日期", "决定日期"),
    ("决定日期", "结案日期"),
    ("先行登记保存日期", "先行登记保存处理日期"),
)
# Steps that follow each other closely: a recognised day that lies months off was perhaps misread.
_CLOSE = (("决定日期", "送达日期"), ("告知日期", "告知送达日期"))
FAR = 120  # days


def doubtful_days(groups: Groups, documents: Sequence[Document]) -> None:
    """Lower the confidence of recognised days that contradict the course of a case."""
    recognised = {
        (page.file, page.page) for one in documents for page in one.pages if page.read.startswith("ocr")
    }
    for earlier, later in (*_COURSE, *_CLOSE):
        firsts, lasts = groups.get(earlier, []), groups.get(later, [])
        if not firsts or not lasts or not _out_of_order(firsts, lasts, close=(earlier, later) in _CLOSE):
            continue
        for facts in (firsts, lasts):
            for index, fact in enumerate(facts):
                if (fact.evidence.file, fact.evidence.page) in recognised:
                    facts[index] = replace(fact, confidence=min(fact.confidence, MENTIONED))


def _out_of_order(firsts: Sequence[Fact], lasts: Sequence[Fact], *, close: bool) -> bool:
    first, last = min(map(_day, firsts)), max(map(_day, lasts))
    return abs((last - first).days) > FAR if close else first > last


def _day(fact: Fact) -> date:
    value = fact.value
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else date.min


def one_number_each(facts: Sequence[Fact]) -> list[Fact]:
    """Each officer once, with the number that most records give him."""
    by_name: dict[str, Groups] = {}
    for fact in facts:
        if isinstance(fact.value, Record):
            numbers = by_name.setdefault(fact.value.text("name"), {})
            numbers.setdefault(fact.value.text("certificate"), []).append(fact)
    chosen: dict[str, Fact] = {}
    for numbers in by_name.values():
        best = max(numbers.values(), key=lambda same: (len(same), max(one.confidence for one in same)))
        fact = max(best, key=lambda one: one.confidence)
        assert isinstance(fact.value, Record)
        certificate = fact.value.text("certificate")
        # One number belongs to one person: a second name for it is a slip of reading.
        if certificate not in chosen or chosen[certificate].confidence < fact.confidence:
            chosen[certificate] = fact
    return list(chosen.values())
