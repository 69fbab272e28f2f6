"""The faults that can be planted, each with the item it hits, how often random files get it, and why.

A fault is a word in `CaseSpec.faults`; the papers look for it where it shows. Those that move dates,
sums or people do so in `adjust`, before any paper is written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .dates import later, tail
from .model import CaseSpec
from .workdays import after

Adjust = Callable[[CaseSpec], CaseSpec]
Fits = Callable[[CaseSpec], bool]


@dataclass(frozen=True)
class Fault:
    """`also`: items that a sensible reader may fail or leave unsure for the same cause."""

    name: str
    item: str
    share: float
    why: str
    grave: bool = False
    procedure: str = "ordinary"
    accept: tuple[str, ...] = ("fail",)
    also: tuple[str, ...] = ()
    adjust: Adjust = lambda spec: spec
    fits: Fits = lambda spec: True


def _late_decision(spec: CaseSpec) -> CaseSpec:
    decided = after(spec.dates.filed + timedelta(101), 0)
    approved = after(spec.dates.filed + timedelta(97), 0)
    return replace(spec, dates=tail(replace(spec.dates, approved=approved), decided))


def _early_decision(spec: CaseSpec) -> CaseSpec:
    told = spec.dates.notice_served
    spec = replace(spec, reply="none", dates=replace(spec.dates, replied=None, approved=after(told, 1)))
    return replace(spec, dates=tail(spec.dates, after(told, 2)))


def _late_service(spec: CaseSpec) -> CaseSpec:
    return replace(spec, dates=tail(spec.dates, spec.dates.decided, 11))


def _heavier(spec: CaseSpec) -> CaseSpec:
    step = spec.violation.steps[spec.step]
    return replace(
        spec, fine=min(step.high, spec.proposed + max(500, (step.high - step.low) // 4 // 500 * 500))
    )


def _outside(spec: CaseSpec) -> CaseSpec:
    amount = spec.violation.steps[spec.step].high + 3000
    return replace(spec, fine=amount, proposed=amount)


def _review_late(spec: CaseSpec) -> CaseSpec:
    return later(spec, reviewed=after(spec.dates.decided, 2), discussed=None)


def _expired(spec: CaseSpec) -> CaseSpec:
    """The second officer's certificate ran out before the inspection (the register shows it)."""
    last = spec.authority.officers[3]
    end = (spec.dates.inspected - timedelta(40)).isoformat()
    return replace(spec, officers=(spec.officers[0], replace(last, valid=("2018-06-01", end))))


def _has_review(spec: CaseSpec) -> bool:
    return spec.review and spec.dates.heard is None


def _room_above(spec: CaseSpec) -> bool:
    steps = spec.violation.steps
    return spec.fine < steps[spec.step].high and spec.violation.key != "price"


def _still_minor(adjust: Adjust) -> Fits:
    """A raised fine must not make a legal review due that the case has not: that were a second fault."""
    return lambda s: _room_above(s) and (s.review or adjust(s).fine < s.authority.major[0])


def _needs_paragraph(spec: CaseSpec) -> bool:
    """The article has several penalties; one with items under a single penalty may be cited as a whole."""
    one = spec.violation.basis
    # 道路运输条例 第六十九条 has its second paragraph since this day only.
    return one.parts[0][0] != "" and (
        one.law != "中华人民共和国道路运输条例" or spec.dates.since >= date(2023, 7, 20)
    )


def _served_early(spec: CaseSpec) -> bool:
    """Faults that move the decision set all later days anew."""
    return not spec.has("late_service")


_ALL = (
    # small faults of form
    Fault("one_server", "PO-D11", 0.05, "送达回证只有一名送达人", also=("PO-P19",)),
    Fault("return_name", "PO-D11", 0.05, "送达回证所载文书名称与文书不一致", also=("PO-P18",)),
    Fault(
        "return_incomplete",
        "PO-D11",
        0.05,
        "决定书送达回证没有受送达人签名和收到日期",
        also=("PO-P18", "PO-P20", "PO-P19", "PO-P21"),
    ),
    Fault(
        "no_times", "PO-E02", 0.06, "现场检查笔录、询问笔录没有起止时间", also=("PO-E03", "PO-E04", "PO-P28")
    ),
    Fault("no_copy_marks", "PO-E07", 0.07, "复制件没有核对标记、提供人和日期", accept=("fail", "unsure")),
    Fault("no_caption", "PO-E08", 0.05, "照片没有时间、地点和拍摄人", accept=("fail", "unsure")),
    Fault("cover_blank", "PO-D12", 0.04, "卷宗封面案件名称空白", also=("PO-D16",)),
    Fault("index_pages", "PO-D13", 0.05, "目录所列决定书页号与实际不符"),
    Fault(
        "wrong_year", "PO-D08", 0.03, "决定书文号年份不是决定年份", fits=lambda s: s.dates.decided.month > 1
    ),
    Fault(
        "unsigned_approval",
        "PO-D09",
        0.05,
        "立案审批表机关负责人没有签名和日期",
        accept=("fail", "unsure"),
        also=("PO-P01",),
    ),
    # faults of content, still without a veto
    Fault(
        "no_discretion",
        "PO-L08",
        0.05,
        "有裁量基准而决定书没有说明",
        fits=lambda s: not s.has("no_article"),  # without its basis no standard is found for the act
    ),
    Fault(
        "short_basis",
        "PO-L02",
        0.04,
        "处罚依据只写到条，没有写明款、项",
        also=("PO-L01",),
        fits=_needs_paragraph,
    ),
    Fault("no_proves", "PO-D06", 0.05, "决定书只列证据名称，没有写明证明内容"),
    Fault(
        "reply_silent",
        "PO-D05",
        0.04,
        "决定书没有写陈述申辩情况",
        fits=lambda s: s.reply in ("waiver", "statement"),
    ),
    Fault("not_shown", "PO-S08", 0.04, "笔录没有出示执法证件的记载"),
    Fault("no_rights", "PO-E05", 0.04, "笔录没有告知陈述申辩和申请回避的权利"),
    Fault("late_service", "PO-P18", 0.04, "决定书在七个工作日以后送达", adjust=_late_service),
    Fault("pay_term", "PO-P21", 0.02, "缴款期限不是十五日"),
    Fault(
        "no_source", "PO-D01", 0.03, "没有案件来源登记表", also=("PO-E01",), accept=("fail", "unsure", "pass")
    ),
    Fault(
        "no_closing",
        "PO-D15",
        0.03,
        "已履行归档而没有结案审批表",
        also=("PO-D01",),
        fits=lambda s: not s.has("no_receipt"),
    ),
    Fault(
        "no_receipt",
        "PO-D17",
        0.02,
        "以缴款结案而卷内没有票据",
        also=("PO-D01", "PO-P21"),
        fits=lambda s: not s.has("no_closing"),
    ),
    Fault("receipt_differs", "PO-D17", 0.02, "票据金额与决定书罚款金额不一致", also=("PO-D07", "PO-D15")),
    Fault("no_report", "PO-P03", 0.015, "没有调查终结报告", also=("PO-D01",), accept=("fail", "unsure")),
    Fault("no_identity", "PO-E06", 0.015, "卷内没有当事人身份证明", also=("PO-S09", "PO-S10", "PO-D01")),
    Fault(
        "amount_words",
        "PO-D07",
        0.01,
        "罚款金额大小写不一致",
        fits=lambda s: s.fine != 2000,
        also=("PO-P08",),
    ),
    Fault(
        "overlap",
        "PO-E04",
        0.015,
        "同一执法人员的检查和询问时间重叠",
        also=("PO-P20",),
        adjust=lambda s: later(s, asked=s.dates.inspected),
    ),
    Fault(
        "name_differs",
        "PO-S10",
        0.02,
        "调查报告中的当事人名称与营业执照不一致",
        also=("PO-S09",),
        fits=lambda s: "有限公司" in s.party.name,
    ),
    Fault(
        "outside_step",
        "PO-L08",
        0.01,
        "罚款数额超出所选裁量档次",
        also=("PO-L07",),  # above the highest step is above the law
        adjust=_outside,
        fits=_still_minor(_outside),
    ),
    Fault(
        "no_article",
        "PO-L04",
        0.003,
        "处罚依据引用不存在的条文",
        fits=lambda s: not s.has("no_discretion"),
        also=("PO-L02", "PO-L06", "PO-L07", "PO-P08", "PO-L03"),
    ),
    Fault("no_approval", "PO-P16", 0.004, "没有处罚决定审批表", also=("PO-D01",)),
    Fault(
        "late_decision",
        "PO-P17",
        0.012,
        "立案之日起九十日以后作出决定",
        adjust=_late_decision,
        fits=_served_early,
    ),
    Fault("remedy_three", "PO-D04", 0.012, "起诉期限写成三个月"),
    # grave faults: each proposes or may propose the lowest grade
    Fault("one_officer", "PO-S06", 0.002, "现场检查笔录只有一名执法人员", True, also=("PO-E02",)),
    Fault(
        "expired_officer",
        "PO-S07",
        0.002,
        "执法人员检查当日执法证已过期",
        True,
        adjust=_expired,
        also=("PO-S06",),
    ),
    Fault(
        "early_decision",
        "PO-P09",
        0.001,
        "陈述申辩期限届满前作出决定",
        True,
        adjust=_early_decision,
        also=("PO-D05",),
        fits=lambda s: s.reply in ("waiver", "none") and _served_early(s),
    ),
    Fault(
        "heavier_fine",
        "PO-P08",
        0.001,
        "决定的罚款重于告知的罚款",
        True,
        adjust=_heavier,
        fits=_still_minor(_heavier),
        also=("PO-D07",),
    ),
    Fault(
        "hearing_untold",
        "PO-P11",
        0.003,
        "达到听证标准而没有告知听证权利",
        True,
        fits=lambda s: s.hearing_due and s.reply != "hearing",
        also=("PO-P07",),
    ),
    Fault(
        "review_late",
        "PO-P05",
        0.004,
        "列入目录的决定在作出以后才法制审核",
        True,
        adjust=_review_late,
        fits=_has_review,
        also=("PO-P20", "PO-P15"),
    ),
    Fault(
        "same_reviewer",
        "PO-P04",
        0.003,
        "法制审核人员是本案调查人员",
        True,
        fits=_has_review,
        also=("PO-P05", "PO-P06"),
    ),
    # summary procedure
    Fault("spot_sue", "PS-D02", 0.05, "当场处罚没有告知应当先申请复议", procedure="summary"),
    Fault(
        "no_spot_filing",
        "PS-P05",
        0.06,
        "当场处罚决定没有备案",
        procedure="summary",
        accept=("fail", "unsure"),
    ),
)
FAULTS: dict[str, Fault] = {f.name: f for f in _ALL}


def plant(spec: CaseSpec, *names: str) -> CaseSpec:
    """The case with the named faults; one that does not fit the case is an error."""
    for name in names:
        fault = FAULTS[name]
        if fault.procedure != spec.procedure or not fault.fits(spec):
            raise ValueError(f"fault {name} does not fit case {spec.id}")
        spec = fault.adjust(replace(spec, faults=spec.faults | {name}))
    return spec
