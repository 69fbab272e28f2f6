"""Summary procedure (简易程序): the threshold of a decision made on the spot, its basis, the order to put right."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from anjuan import Document, Fact, Finding, NeedsPerson, View, check, find_citations

from ..reading import PROCEDURAL, Norm, act_ended, decision, full_title, no_decision, norms
from .acts import GOES_ON, ORDERED, PUT_RIGHT

ON_THE_SPOT = ("罚款", "警告")
PERSON, ORGANISATION, EITHER = "个人", "单位", "个体工商户或者类型不明的当事人"
POLICE_ACT, FISHERY = "治安管理处罚法", "渔业法"
# Laws with a summary threshold of their own that is not bound here.
UNBOUND = r"《[^《》]*(?:道路交通安全|出境入境管理|海警|海关|铁路|民用航空)[^《》]*》"
_ID_CARD = r"\d{6}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
_FIRM = r"公司|集团|合作社|事务所|医院|学校|委员会|协会|幼儿园|工厂|厂$|中心$"
_ORDERED = (
    rf"{ORDERED}|责令(?:当事人|被处罚人|你)?(?:\(?单位\)?)?(?:立即|限期|当场|即时|于\d|在\d)"
    r"|责令[^。;]{0,30}(?:清理|驶离|搬离|清洗|复原|缴销)"
)
_PUT_RIGHT = rf"{PUT_RIGHT}|当场(?:清理|驶离|搬离|复原|加盖|清洗|补办|拆除)|(?:清理|清洗)完毕"
_ON_WATER = r"水上|海上|船|渔港|水域|海域|江面|湖面"


@check(
    "legal.summary_within_threshold",
    title="处罚种类和数额在当场处罚限额之内",
    params={
        "person": "penalty.summary_fine.person",
        "organisation": "penalty.summary_fine.organisation",
        "police": "legal.summary_fine.police",
        "fishery_person": "legal.summary_fine.fishery.person",
        "fishery_organisation": "legal.summary_fine.fishery.organisation",
    },
)
def summary_within_threshold(case: View) -> Finding:
    """PS-L01."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on, fine = case.law_day(), case.amount("罚款金额")
    special = case.find(paper, UNBOUND)
    kinds = [fact for fact in case.facts("处罚种类") if str(fact.value) not in ON_THE_SPOT]
    if kinds:
        return _other_kind(case, kinds, on, special is not None)
    if fine is None:
        return _no_fine(case, paper)
    sort = _sort(case, paper)
    limit, lowest = _limit(case, paper, sort, on), _limit(case, paper, PERSON, on)
    if limit is None or lowest is None:
        return case.unsure("决定日没有登记当场处罚的限额")
    if fine <= (lowest if sort == EITHER or special else limit):
        return case.passed(f"对{sort}罚款{fine:,f}元，在限额之内")
    if special is not None:
        return case.unsure(f"罚款{fine:,f}元；{special.text}另有当场处罚的规定，限额未绑定，请核对")
    if fine <= limit:
        return case.unsure(f"当事人为{sort}，罚款{fine:,f}元是否超过限额取决于按个人还是单位认定")
    if FISHERY in case.text(paper) and case.find(paper, _ON_WATER) and _fishery(case, sort, on) is not None:
        return case.unsure(f"罚款{fine:,f}元；是否属于不在水上当场处罚事后难以处罚的情形，由评查人员判断")
    return case.failed(
        f"对{sort}当场罚款{fine:,f}元，超过{limit:,f}元的限额",
        at=[*case.facts("罚款金额"), *case.facts("当事人证照号")],
    )


def _other_kind(case: View, kinds: list[Fact], on: date, special: bool) -> Finding:
    case.param("person", on=on)
    named = "、".join(dict.fromkeys(str(fact.value) for fact in kinds))
    if special:
        return case.unsure(f"当场决定{named}；特别法另有当场处罚的规定，请核对", at=kinds)
    return case.failed(f"当场决定{named}，当场处罚只限于警告和限额以下的罚款", at=kinds)


def _no_fine(case: View, paper: Document) -> Finding:
    warned = any(str(fact.value) == "警告" for fact in case.facts("处罚种类"))
    if warned and not case.find(paper, r"罚款(?:人民币)?[^。;,]{0,10}元"):
        return case.passed("当场给予警告")
    return case.unsure("未读到罚款数额或者处罚种类", at=paper)


def _sort(case: View, paper: Document) -> str:
    """What the party is for the threshold: by its number, else by its name."""
    number = re.sub(r"[\s*\-]", "", str(case.optional("当事人证照号") or "")).upper()
    name = str(case.optional("当事人") or "")
    if re.search(_FIRM, name):
        return ORGANISATION
    if re.fullmatch(r"9[13][\dA-Z]{16}", number):
        return ORGANISATION
    is_name = bool(re.fullmatch(r"[一-龥]{2,4}|[一-龥]+·[一-龥·]+", name))
    if re.fullmatch(_ID_CARD, number) and is_name:
        return PERSON
    if is_name and not number.startswith("9") and case.find(paper, r"身份(?:证件?)?号码?|性别"):
        return PERSON
    return EITHER


def _limit(case: View, paper: Document, sort: str, on: date) -> Decimal | None:
    """The highest threshold that can apply on a day."""
    general = case.param("person" if sort == PERSON else "organisation", on=on)
    found = [general.value if general else None]
    if POLICE_ACT in case.text(paper):
        police = case.param("police", on=on)
        found.append(police.value if police else None)
    if FISHERY in case.text(paper):
        found.append(_fishery(case, sort, on))
    return max((value for value in found if value is not None), default=None)


def _fishery(case: View, sort: str, on: date) -> Decimal | None:
    figure = case.param("fishery_person" if sort == PERSON else "fishery_organisation", on=on)
    return figure.value if figure else None


@check("legal.summary_basis_in_force", title="处罚依据明确有效并与违法事实对应")
def summary_basis_in_force(case: View) -> Finding:
    """PS-L02."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    listed = list(norms(case, ("处罚依据",), on))
    if not listed:
        return _no_basis(case, paper)
    act = _act_day(case, on)
    doubts = []
    for norm in listed:
        verdict, message = _in_force(case, norm, act, on)
        if verdict == "fail":
            return case.failed(message, at=norm.fact)
        if verdict == "unsure":
            doubts.append((norm, message))
    if doubts:
        return case.unsure(doubts[0][1], at=[norm.fact for norm, _ in doubts])
    return case.passed("处罚依据有效；与违法事实是否对应请核对")


def _act_day(case: View, on: date) -> date:
    """The day of the act; an act found on the spot is of the day of the decision."""
    try:
        first, last = act_ended(case)
    except NeedsPerson:
        return on
    return last or first or on


def _no_basis(case: View, paper: Document) -> Finding:
    facts = case.facts("处罚依据")
    if facts:
        return case.unsure("处罚依据未读到条文序号，请核对", at=facts)
    for cited in find_citations(case.text(paper)):
        if not any(word in cited.law for word in PROCEDURAL):
            return case.unsure(f"未能辨认处罚依据，决定书引有{cited}，请核对")
    if hit := case.find(paper, r"《[^《》]{2,60}》|第[^条。]{1,8}条"):
        return case.unsure("未能辨认处罚依据的名称和条款，请核对", at=hit)
    case.readable(paper)
    if any(page.read.startswith("ocr") for page in paper.pages):
        return case.unsure("未读到处罚依据，可能为手写，请核对", at=paper)
    return case.failed("决定书没有写明处罚依据", at=paper)


def _in_force(case: View, norm: Norm, act: date, on: date) -> tuple[str, str]:
    """`pass`, `fail` or `unsure` for one norm on the day of the act, with the message."""
    registry, name = case.law.registry, f"《{norm.cited.law}》"
    title = full_title(case, norm.cited.law, act)
    if title is None:
        return "unsure", f"{name}未登记或者名称有歧义，不能断定其效力"
    then, now = registry.status(title, act), registry.status(title, on)
    version = registry.version(title, act)
    if then == "in_force":
        known = version is not None and version.certain
        return ("pass", "") if known else ("unsure", f"{name}的版本信息尚未核实")
    certain = all(one.certain for one in registry.versions.get(title, ())) and then == now
    if then in ("not_yet", "repealed"):
        state = "尚未施行" if then == "not_yet" else "已经失效"
        return ("fail" if certain else "unsure"), f"{name}在违法行为时（{_day(act)}）{state}"
    return "unsure", f"{name}在{_day(act)}的版本未登记"


@check("legal.summary_correction_ordered", title="责令当事人改正或者限期改正违法行为")
def summary_correction_ordered(case: View) -> Finding:
    """PS-L04."""
    paper = decision(case)
    if paper is None:
        return no_decision(case)
    on = case.law_day()
    case.duty(on=on)
    boxed = None
    for order in case.find_all(paper, _ORDERED):
        around = case.text(paper)[max(order.start - 2, 0) : order.end + 4]
        if re.search(r"[☑√✓✔■▣]", around) or not re.search(r"[□☐◻]", around):
            case.note(order)
            return case.passed()
        boxed = order
    if case.documents("责令改正通知书"):
        case.document("责令改正通知书")
        return case.passed()
    for source in (paper, *case.documents("现场检查笔录", "询问笔录", "照片证据单", "结案审批表")):
        if _put_right(case, source):
            return case.not_applicable("违法行为已经当场改正或者终了")
    if boxed is not None:
        return case.unsure("责令改正一栏为勾选项，是否勾选请核对", at=boxed)
    sources = (paper, *case.documents("现场检查笔录"))
    going = [hit for one in sources if (hit := case.find(one, GOES_ON))]
    if going and case.document("责令改正通知书") is None:
        case.readable(paper)
        return case.failed("违法行为仍在继续，未见责令改正", at=[*going, *case.absent("责令改正通知书")])
    return case.unsure("未见责令改正；违法行为是否仍在继续由评查人员判断")


def _put_right(case: View, source: Document) -> bool:
    """True where a paper says that the act ended; words of an order (责令立即改正) do not say so."""
    text = case.text(source)
    hits = [
        hit
        for hit in case.find_all(source, _PUT_RIGHT)
        if "责令" not in text[max(hit.start - 12, 0) : hit.end]
    ]
    case.note(*hits[:1])
    return bool(hits)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
