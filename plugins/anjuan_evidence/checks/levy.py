"""Levies (行政征收): base figures, disputed data, the calculation, proof of reductions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from anjuan import Document, Fact, Finding, Verdict, View, check

from ._papers import lines, mentioned, titled
from .amounts import _operations as written_operations

DECISION, ASSESSMENT, RETURN = "征收决定书", "费额核定表", "缴费申报表"
VISITS = ("核查笔录", "现场核查笔录", "现场检查笔录")
EXHIBITS = (RETURN, *VISITS, "检测报告", "证据材料", "证据复制单", "照片证据单", "电子数据说明")
REDUCTION = "减免审批表"
# Papers of the organ itself, or of the course, which prove no figure.
OWN = (
    DECISION,
    ASSESSMENT,
    REDUCTION,
    "征收审批表",
    "征收告知书",
    "催缴书",
    "催告书",
    "滞纳金决定书",
    "强制执行申请书",
    "送达回证",
    "罚没票据",
    "缴款票据",
    "结案审批表",
    "卷内目录",
    "卷宗封面",
    "备考表",
    "陈述申辩笔录",
    "法制审核意见书",
)
RECKONED = r"减免|减征|免征|缓缴|优惠|预缴|已缴|抵(?:扣|缴|顶)|滞纳金|分期|合计|多退少补|调整"
DISPUTE = r"(?:有|存在|提出|持)(?:了)?(?:异议|争议)|不(?:认可|同意|服)[^。]{0,10}(?:核定|数据|水量|面积|数量|产量|金额)"
NO_DISPUTE = (
    r"(?:无|没有|未提出|不持)(?:任何)?(?:异议|争议)|如有异议|有异议的|若有异议|如不服|如不同意|是否有异议"
    r"|对[^。;]{0,24}(?:有|持|存在)(?:异议|争议)[^。;]{0,6}(?:可|应|请|须|的|时|者)"
)
# Rules under which base times rate is not the sum: a factor, steps, a surplus charge.
OTHER_RULE = r"系数|阶梯|分段|累进|加价|超(?:额|计划|定额)|折算|分期|按比例|首年|封顶|最高不超过"
PERIODS = range(2, 13)  # a rate a month, charged for several months
_PROOF = r"证明|凭证|批复|批文|文件|协议|合同|照片|低保|残疾|困难|受灾|审计|报表|认定"


@check("evidence.base_proven", title="计征基数有证据", form=True)
def base_proven(case: View) -> Finding:
    """LE-E01 (assisted): the figure that is charged stands in some exhibit."""
    papers = case.documents(DECISION, ASSESSMENT)
    figures = _figures(case, "计征基数", papers) or _figures(case, "计征基数")
    if not figures:
        return case.unsure("未读到计征基数")
    exhibits = case.documents(*EXHIBITS)
    if any(_stands_in(case, paper, fact) for paper in exhibits for fact in figures):
        return case.passed()
    if exhibits:
        return case.unsure("卷内有申报或者核查材料，未读到与计征基数相同的数字，请核对", at=exhibits[:2])
    # Volumes and areas often stand in papers that no list names (规划许可证, 计量月报).
    rest = [one for one in case.file.documents if one.kind not in OWN]
    if any(_stands_in(case, paper, fact) for paper in rest for fact in figures):
        return case.passed("其他材料载有相同的数字，是否为计征依据请核对")
    if rest:
        return case.unsure("未读到与计征基数相同的数字，其他材料是否为计征依据请核对", at=rest[:2])
    case.document(*EXHIBITS)
    value = _shown(figures[0].value)
    return case.failed(f"计征基数{value}没有申报、核查或者其他证据", at=figures)


def _figures(case: View, name: str, papers: Iterable[Document] | None = None) -> list[Fact]:
    places: Iterable[Document | None] = [None] if papers is None else papers
    found = [fact for paper in places for fact in case.facts(name, document=paper)]
    return [fact for fact in found if isinstance(fact.value, Decimal)]


def _stands_in(case: View, paper: Document, fact: Fact) -> bool:
    if any(one.value == fact.value for one in case.facts(fact.name, document=paper)):
        return True
    digits = _shown(fact.value)
    text = lines(case, paper).replace(",", "").replace("\n", "")
    return re.search(rf"(?<![\d.]){re.escape(digits)}(?:\.0+)?(?!\d)", text) is not None


def _shown(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@check("evidence.levy_dispute_checked", title="有争议的数据经核查并有记录", form=True)
def levy_dispute_checked(case: View) -> Finding:
    """LE-E02 (assisted): declared and assessed figures differ, or somebody objects."""
    signs = _disputes(case)
    if not signs:
        return case.not_applicable("卷内没有对数据的争议")
    if case.documents(*VISITS) or titled(case, "核查|复核|勘验|检测|计量"):
        return case.passed("有核查记录，内容请核对")
    if hit := mentioned(case, r"核查|复核|勘验|检测|计量|读数|实测|核实", ASSESSMENT, "征收审批表", DECISION):
        return case.unsure(f"核定文书提到“{hit.text}”，有无核查记录请核对", at=hit)
    case.document(*VISITS)
    return case.failed("对计征数据有争议，卷内没有核查记录", at=signs)


def _disputes(case: View) -> list[Fact]:
    """Figures that differ between papers; an objection in words is put into the evidence."""
    for one, other in (("申报金额", "核定金额"), ("计征基数", "计征基数")):
        declared = _figures(case, one, case.documents(RETURN)) or (
            _figures(case, one) if one != other else []
        )
        assessed = _figures(case, other, case.documents(ASSESSMENT, DECISION))
        if declared and assessed and {f.value for f in declared}.isdisjoint({f.value for f in assessed}):
            return [*declared, *assessed]
    for paper in case.documents("陈述申辩笔录", *VISITS, RETURN, DECISION, "征收审批表"):
        text = re.sub(NO_DISPUTE, "", case.text(paper))
        if said := re.search(DISPUTE, text):
            hit = case.find(paper, re.escape(said[0])) or case.find(paper, DISPUTE)
            return [Fact("争议", hit.text, hit.evidence, hit.confidence)] if hit else []
    return []


@check("evidence.levy_calculation", title="征收金额计算过程完整、结果正确", form=True)
def levy_calculation(case: View) -> Iterable[Finding]:
    """LE-E03: base times rate less reductions is the sum; the decision takes the sum assessed."""
    papers = case.documents(ASSESSMENT, DECISION)
    if not papers:
        case.required(DECISION)
    answers = [*_assessed(case), *(one for paper in papers if (one := _product(case, paper)))]
    if not answers:
        answers = [fault for paper in papers for fault in written_operations(case, paper)]
    if not answers:
        yield case.unsure("计征基数、征收标准或者征收金额没有读全，不能核算")
        return
    # One slip stands in the assessment and again in the decision: it is one fault.
    faults = {
        one.message.partition("：")[2] or one.message: one for one in answers if one.verdict != Verdict.PASS
    }
    yield from faults.values()
    if not faults:
        yield case.passed()


def _assessed(case: View) -> Iterable[Finding]:
    """The sum assessed is the sum decided, but for a reduction."""
    assessed = _figures(case, "核定金额", case.documents(ASSESSMENT))
    decided = _figures(case, "征收金额", case.documents(DECISION))
    reduced = {fact.value for fact in _figures(case, "减免金额")} | {Decimal(0)}
    if len({f.value for f in assessed}) != 1 or len({f.value for f in decided}) != 1:
        return
    one, other = _number(assessed[0]), _number(decided[0])
    if not any(isinstance(cut, Decimal) and abs(one - cut - other) < 1 for cut in reduced):
        message = f"核定金额{_shown(one)}元，决定征收{_shown(other)}元，不一致"
        if case.documents(REDUCTION) or mentioned(case, RECKONED, ASSESSMENT, DECISION):
            yield case.unsure(f"{message}；文书提到减免、预缴等，请核对", at=(assessed[0], decided[0]))
            return
        yield case.failed(message, at=(assessed[0], decided[0]))


def _number(fact: Fact) -> Decimal:
    return fact.value if isinstance(fact.value, Decimal) else Decimal(0)


def _product(case: View, paper: Document) -> Finding | None:
    """Base × rate − reduction against the sum of one paper; None where it does not state all of them."""
    base, rate = _figures(case, "计征基数", [paper]), _figures(case, "征收标准", [paper])
    sums = _figures(case, "核定金额", [paper]) + _figures(case, "征收金额", [paper])
    if len(base) != 1 or len(rate) != 1 or len({fact.value for fact in sums}) != 1:
        return None
    product, total = _number(base[0]) * _number(rate[0]), _number(sums[0])
    cuts = [_number(fact) for fact in _figures(case, "减免金额")] + [Decimal(0)]
    if any(_equal(product / unit - cut, total) for unit in (1, 100) for cut in cuts):
        return case.passed()
    text = (
        f"{paper.title}：{_shown(base[0].value)}×{_shown(rate[0].value)}={_shown(product)}，"
        f"金额写作{_shown(total)}元"
    )
    places = (base[0], rate[0], sums[0])
    scale = [Decimal(10) ** power for power in (-4, -3, 3, 4)]
    if any(_equal(product * one - cut, total) for one in scale for cut in cuts):
        return case.unsure(f"{text}，单位请核对", at=places)
    months = any(_equal(product * count - cut, total) for count in PERIODS for cut in cuts)
    rule = mentioned(case, rf"{OTHER_RULE}|{RECKONED}|减半|减按|[%％]|起征", ASSESSMENT, DECISION)
    if months or rule:
        return case.unsure(f"{text}，是否另有计费月数或者系数请核对", at=places)
    return case.failed(f"{text}，不相符", at=places)


def _equal(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) < 1


@check("evidence.reduction_proven", title="减免缓缴有申请和证明材料", form=True)
def reduction_proven(case: View) -> Finding:
    """LE-E04 (assisted)."""
    granted = [fact for fact in _figures(case, "减免金额") if fact.value != 0]
    forms = case.documents(REDUCTION)
    if not granted and not forms and not case.facts("减免批准日期"):
        return case.not_applicable("没有减免、缓缴")
    asked = titled(case, "(?:减免|减征|免征|缓缴|缓征|减缴|免缴).{0,4}申请") or mentioned(
        case, r"申请(?:人|书|理由|事由|减|免|缓)|提出[^。]{0,12}申请", REDUCTION
    )
    proof = case.documents("证据材料", "申请材料", "unknown", "证据复制单")
    proven = proof or mentioned(case, _PROOF, REDUCTION)
    lacking = [word for word, there in (("当事人的申请", asked), ("证明材料", proven)) if not there]
    if not lacking:
        return case.passed("有申请和材料，是否符合减免条件请核对")
    policy = mentioned(
        case,
        r"〔\d{4}〕|\(\d{4}\)\d+号|公告\d{4}年|财税|政策|普惠|统一(?:减免|免征)|小(?:型)?微",
        DECISION,
        ASSESSMENT,
        REDUCTION,
    )
    if policy:
        return case.unsure(f"文书提到“{policy.text}”，依政策直接减免的是否须申请请核对", at=policy)
    if not asked:
        case.document("减免申请书", "缓缴申请书")
    case.readable(*forms)
    return case.failed(f"已经减免或者缓缴，卷内没有{'和'.join(lacking)}", at=(*granted, *forms))
