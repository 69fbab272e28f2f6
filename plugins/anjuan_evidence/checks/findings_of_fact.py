"""What the decision finds against what the exhibits say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from anjuan import Document, Finding, Match, NeedsPerson, View, check

from ._papers import DECISIONS, INQUIRY, INSPECTION, NARRATIVES, mentioned, step_day, titled

EXHIBITS = (
    INSPECTION, INQUIRY, "证据材料", "照片证据单", "检测报告", "证据复制单", "电子数据说明", "抽样取证凭证", "听证笔录",
    "陈述申辩笔录",
)  # fmt: skip
_NAMED = r"证据|笔录|照片|报告|票据|发票|收据|合同|台账|清单|视频|录像|截图|复印件|证明|供述|陈述|凭证|记录|证言|鉴定|检测"
_FIELDS = {
    "货值金额": r"货值(?:金额)?",
    "违法所得": "违法所得",
    "销售金额": r"销售(?:金额|额)",
    "营业额": "营业额",
    "获利": "获利",
}
_AMOUNT = (
    r"(?:共计|合计|总计|总额|金额|为|是|计|共|约|人民币|[:：]|¥|￥)*"
    r"(\d[\d,]*(?:\.\d+)?)(万)?元(?!以上|以下|的(?:罚款|处罚))"
)
_PART = r"库存|查获|当场|剩余|未售|已售|尚未|其中|每|该批|部分|扣押|现存"  # a sum of some of the goods
_EXPLAINED = r"不一致|不符|不相符|出入|矛盾|差异|有误|笔误|更正|以[^。;]{0,20}为准|重新(?:核算|计算|核实)|经核(?:实|算|对)|修正"


@check("evidence.facts_supported", title="决定书认定的每项违法事实均有证据支持")
def facts_supported(case: View) -> Finding:
    """PO-E16 (assisted)."""
    papers = case.documents(*DECISIONS)
    if not papers:
        raise NeedsPerson("卷内没有处罚决定书，本项无从判断")
    case.duty(on=step_day(case))
    if case.documents(*EXHIBITS) or titled(case, "笔录|照片|证据|报告|鉴定|检测|检验|票据|发票|合同"):
        return case.passed("卷内有证据材料；证据与各项事实的对应请审查")
    if any(case.find(paper, _NAMED) for paper in papers):
        raise NeedsPerson("决定书提到证据，卷内没有认出证据材料")
    case.readable(*papers)
    return case.failed("决定书没有写明任何证据，卷内也没有证据材料", at=papers)


@check("evidence.no_contradiction", title="证据之间无矛盾，或者矛盾已作说明")
def no_contradiction(case: View) -> Iterator[Finding]:
    """PO-E17 (assisted)."""
    decisions = case.documents(*DECISIONS)
    exhibits = case.documents(INSPECTION, INQUIRY)
    case.duty(on=step_day(case))
    compared = False
    for field, words in _FIELDS.items():
        stated = [(paper, hit) for paper in exhibits if (hit := _one_amount(case, paper, words))]
        found = [(paper, hit) for paper in decisions[:1] if (hit := _one_amount(case, paper, words))]
        if len(stated) + len(found) < 2 or not stated:
            continue
        compared = True
        pairs = [*stated, *found]
        if len({_yuan(hit) for _, hit in pairs}) > 1 and not mentioned(
            case, _EXPLAINED, *NARRATIVES, *EXHIBITS
        ):
            if not found and all(paper.kind == INQUIRY for paper, _ in pairs):
                yield case.unsure(
                    f"各份询问笔录所说的{field}不同，是否为各人各自的数额请核对", at=[h for _, h in pairs]
                )
                continue
            told = "、".join(f"{paper.title}为{_yuan(hit):,f}元" for paper, hit in pairs)
            yield case.failed(f"{field}记载不一致：{told}，没有见到说明", at=[hit for _, hit in pairs])
    if not compared:
        yield case.not_applicable("没有可以相互比对的同一项记载")


def _one_amount(case: View, paper: Document, words: str) -> Match | None:
    """The one sum that a paper gives for a field; None where it gives none, several or one read poorly."""
    hits: Sequence[Match] = case.find_all(paper, rf"(?<![每单]){words}{_AMOUNT}")
    sums = {_yuan(hit) for hit in hits} - {None}
    text = case.text(paper)
    if any(re.search(_PART, text[max(hit.start - 16, 0) : hit.start]) for hit in hits):
        return None
    if len(sums) != 1 or min(hit.confidence for hit in hits) < case.trust:
        return None
    return hits[0]


def _yuan(hit: Match) -> Decimal | None:
    try:
        return Decimal((hit.groups[0] or "").replace(",", "")) * (10_000 if hit.groups[1] else 1)
    except InvalidOperation:
        return None
