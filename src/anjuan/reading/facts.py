"""Facts of a whole case file: every extractor on its papers, then the best source of each fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from ..model.case import Document, Fact, Record, Value
from ..model.normal import normalise, simplified
from ..plugin.hooks import Extractor
from .binding import binding_facts
from .whole import (
    MENTIONED,
    act_day,
    birthdays,
    doubtful_days,
    one_number_each,
    organ_name,
    party_names,
    party_number,
    party_retold,
    payments,
    subjects,
)

DECIDING = (
    "行政处罚决定书",
    "当场行政处罚决定书",
    "不予行政处罚决定书",
    "准予许可决定书",
    "不予许可决定书",
    "征收决定书",
    "延续决定",
    "变更决定",
    "撤销决定",
    "注销决定",
    "强制执行决定书",
    "代履行决定书",
    "查封(扣押)决定书",
    "冻结决定书",
    "限期拆除决定书",
    "处理决定书",
    "行政检查结果告知书",
)
NOTICES = ("行政处罚事先告知书",)

# Where several papers state a fact, the first of these kinds that states it is believed. A fact that is not
# named here is kept from every paper that states it.
SOURCES: Mapping[str, tuple[str, ...]] = {
    "案号": (*DECIDING, "公示记录", "卷宗封面"),
    "处罚机关": (*DECIDING, "公示记录"),
    "决定日期": (*DECIDING, "公示记录", "结案审批表", "当场处罚备案表"),
    "当事人": (*DECIDING, "公示记录"),
    "当事人证照号": DECIDING,
    "罚款金额": (*DECIDING, "公示记录"),
    "告知送达日期": DECIDING,
    "案由": (
        "立案审批表",
        "卷宗封面",
        "行政处罚决定审批表",
        "法制审核意见书",
        "案件审核表",
        "结案审批表",
        "案件调查终结报告",
        "案件来源登记表",
        *DECIDING,
    ),
    "案件来源": ("案件来源登记表", "立案审批表"),
    "立案日期": ("立案审批表", "结案审批表", "卷宗封面"),
    "结案日期": ("结案审批表", "卷宗封面"),
    "归档日期": ("卷宗封面", "备考表"),
    "法制审核日期": ("法制审核意见书", "案件审核表"),
    "法制审核意见": ("法制审核意见书", "案件审核表"),
    "法制审核人": ("法制审核意见书", "案件审核表"),
    "听证日期": ("听证笔录", "听证通知书"),
    "听证主持人": ("听证笔录", "听证通知书"),
    "陈述申辩": ("放弃陈述申辩声明", "陈述申辩笔录", *DECIDING),
    "陈述申辩日期": ("放弃陈述申辩声明", "陈述申辩笔录"),
    "申请日期": ("许可申请书", "收件凭证", "补正告知书", "受理通知书", *DECIDING),
    "收件日期": ("收件凭证", "申请材料清单", "许可申请书", "受理通知书"),
    "受理日期": ("受理通知书", "行政许可审批表", *DECIDING),
    "延期批准日期": ("延期审批表", "延期告知书"),
    "检查依据": ("行政检查通知书", "行政检查审批表", "行政检查记录"),
    "结果告知日期": ("行政检查结果告知书", "行政检查记录"),
    "证照名称": ("营业执照", "身份证"),
    "证照号码": ("营业执照", "身份证"),
    "强制措施种类": ("查封(扣押)决定书", "冻结决定书", "强制措施审批表"),
    "代履行": ("代履行决定书", "执行笔录"),
    "义务本金": ("加处罚款决定书", "滞纳金决定书", "催告书", "强制执行决定书", "代履行决定书"),
    "加处罚款金额": ("加处罚款决定书", "强制执行决定书", "催告书"),
    "滞纳金金额": ("滞纳金决定书", "强制执行决定书", "催告书"),
    "征收项目": (
        "征收决定书",
        "征收审批表",
        "征收告知书",
        "费额核定表",
        "减免审批表",
        "缴费申报表",
        "催缴书",
    ),
    "滞纳金起算日期": ("滞纳金决定书", "加处罚款决定书", "强制执行决定书", "催告书"),
}
# Papers whose return of service has a name of its own: their kinds, the fact of the day, the fact of the way.
SERVED = (
    (DECIDING, "送达日期", "送达方式"),
    (NOTICES, "告知送达日期", ""),
    (("催告书",), "催告送达日期", ""),
)
LEGIBLE = 0.6  # confidence below which a reading says that something stands there, not what
SAME_NUMBER = 88  # ratio of two numbers of papers that differ by a slip of reading at most


def case_facts(documents: Sequence[Document], extractors: Sequence[Extractor]) -> tuple[Fact, ...]:
    """All facts of a case file, each from its best source."""
    by_kind: dict[str, list[Extractor]] = {}
    facts: list[Fact] = []
    for document in documents:
        if document.kind not in by_kind:
            by_kind[document.kind] = [
                one for one in extractors if not one.kinds or document.kind in one.kinds
            ]
        for extractor in by_kind[document.kind]:
            facts.extend(extractor.facts(document))
    return best_sources(facts, documents)


def best_sources(facts: Iterable[Fact], documents: Sequence[Document]) -> tuple[Fact, ...]:
    """Drop what a better paper says, and resolve what only the whole case file tells."""
    kinds = {document.id: document.kind for document in documents}
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.name, []).append(fact)
    for name, order in SOURCES.items():
        if name in groups:
            groups[name] = _best(groups[name], order, kinds)
    _listed_days(groups, documents)
    _services(groups, documents)
    payments(groups, {one.evidence.document: str(one.value) for one in groups.get("文书当事人", [])})
    subjects(groups)
    party_names(groups)
    party_retold(groups)
    party_number(groups)
    birthdays(groups)
    organ_name(groups)
    act_day(groups)
    doubtful_days(groups, documents)
    if "执法人员" in groups:
        groups["执法人员"] = one_number_each(groups["执法人员"])
    for fact in binding_facts(documents, groups.get("目录条目", [])):
        groups.setdefault(fact.name, []).append(fact)
    return tuple(fact for name in groups for fact in _distinct(groups[name]))


def _best(facts: list[Fact], order: tuple[str, ...], kinds: Mapping[str, str]) -> list[Fact]:
    """What the best source says that can be read; a source that nobody can read is none while another says it."""
    ranks = {kind: rank for rank, kind in enumerate(order)}

    def rank(fact: Fact) -> int:
        return ranks.get(kinds.get(fact.evidence.document, ""), len(order))

    legible = [fact for fact in facts if fact.confidence >= LEGIBLE] or facts
    best = min(map(rank, legible))
    return [fact for fact in facts if rank(fact) == best]


def _distinct(facts: list[Fact]) -> list[Fact]:
    """The same reading of one paper by two extractors counts once."""
    seen: dict[tuple[Value, str | None, str, int | None, object], Fact] = {}
    for fact in facts:
        key = (
            fact.value,
            fact.of,
            fact.evidence.document,
            fact.evidence.page,
            fact.evidence.boxes or fact.evidence.locator,
        )
        if key not in seen or seen[key].confidence < fact.confidence:
            seen[key] = fact
    return list(seen.values())


def _listed_days(groups: dict[str, list[Fact]], documents: Sequence[Document]) -> None:
    """Where a paper's own date cannot be read, the index of the file may tell it."""
    for name, kinds in (("决定日期", DECIDING), ("告知日期", NOTICES)):
        if any(fact.confidence >= LEGIBLE for fact in groups.get(name, [])):
            continue
        for target in _targets(documents, kinds)[:1]:
            title = _plain(target.title or target.kind)
            for fact in groups.get("目录条目", []):
                day = fact.value.get("date") if isinstance(fact.value, Record) else None
                if (
                    isinstance(fact.value, Record)
                    and isinstance(day, date)
                    and _same_title(fact.value.text("title"), title, target.kind)
                ):
                    groups[name] = [Fact(name, day, fact.evidence, min(fact.confidence, MENTIONED))]
                    break


# ---- service ----------------------------------------------------------------------------


def _services(groups: dict[str, list[Fact]], documents: Sequence[Document]) -> None:
    """送达日期, 送达方式, 告知送达日期: which return of service belongs to the decision and to the notice."""
    services, days, ways = groups.pop("送达", []), groups.pop("送达日期", []), groups.pop("送达方式", [])
    if services:
        groups["送达"] = services
    numbers = {fact.evidence.document: str(fact.value) for fact in groups.get("案号", [])}
    for kinds, day_name, way_name in SERVED:
        targets = _targets(documents, kinds)
        found = [pair for target in targets if (pair := _served(target, services, documents, numbers))]
        for served, sure in found[:1]:
            for name, facts in ((day_name, days), (way_name, ways)):
                own = [fact for fact in facts if fact.evidence.document == served.evidence.document]
                if name and own:
                    groups[name] = [replace(own[0], name=name, confidence=min(own[0].confidence, sure))]
        # A paper that is handed over on the spot is receipted for on itself.
        here = {target.id for target in targets}
        receipted = [fact for fact in days if fact.evidence.document in here]
        if receipted and day_name not in groups:
            groups[day_name] = [replace(receipted[0], name=day_name)]


def _targets(documents: Sequence[Document], kinds: tuple[str, ...]) -> list[Document]:
    for kind in kinds:
        found = [document for document in documents if document.kind == kind]
        if found:
            return found
    return []


def _served(
    target: Document, services: Sequence[Fact], documents: Sequence[Document], numbers: Mapping[str, str]
) -> tuple[Fact, float] | None:
    """The return of service of one paper, and how sure that is."""
    order = {document.id: index for index, document in enumerate(documents)}
    number = numbers.get(target.id) or target.number or ""
    scored = []
    for fact in services:
        behind = order.get(fact.evidence.document, -1) - order[target.id]
        score = _fits(fact.value, target, number, behind)
        if score:
            scored.append((score, _received(fact), -abs(behind), fact))
    if not scored:
        return None
    score, _, _, fact = max(scored, key=lambda one: one[:3])
    return fact, {3: 1.0, 2: 0.95, 1: 0.8}[score]


def _received(fact: Fact) -> bool:
    return isinstance(fact.value, Record) and fact.value.get("received") is not None


def _fits(value: Value, target: Document, number: str, behind: int) -> int:
    """3: the number agrees; 2: the name agrees; 1: it follows the paper and names no other; 0: not this paper."""
    if not isinstance(value, Record):
        return 0
    named, title = value.text("paper"), _plain(target.title or target.kind)
    listed = [_plain_number(one) for one in re.split(r"[、,;]", value.text("number")) if one]
    own = _plain_number(number)
    same_name = any(_same_title(one, title, target.kind) for one in named.split("、") if one)
    if own and own in listed:
        return 3
    if own and same_name and any(fuzz.ratio(own, one) >= SAME_NUMBER for one in listed):
        return 3
    if same_name:
        return 2
    return 1 if behind == 1 and not named and not listed else 0


def _same_title(named: str, title: str, kind: str) -> bool:
    plain = _plain(named)
    return plain in (title, _plain(kind)) or fuzz.ratio(plain, title) >= SAME_NUMBER


def _plain(text: str) -> str:
    return re.sub(r"[\s《》()、]", "", simplified(normalise(text)))


def _plain_number(text: str) -> str:
    return re.sub(r"[\s〔〕\[\]()【】{}<>〈〉第字号]", "", simplified(normalise(text))).lower()
