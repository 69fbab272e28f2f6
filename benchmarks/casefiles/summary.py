"""Papers of a summary penalty."""

from benchmarks.casefiles.blocks import Cell, Paper
from benchmarks.casefiles.build import finish
from benchmarks.casefiles.case import NEW_REVIEW, Case
from benchmarks.casefiles.closing import payment
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.decision import norms
from benchmarks.casefiles.opening import cause, inspection_record, licence_copy, photographs
from benchmarks.casefiles.writer import Writer


def summary(case: Case) -> list[Paper]:
    """All papers, the decision where the bureau puts it."""
    w = Writer(case)
    if case.rng.random() < 0.6:
        inspection_record(w)
    if case.rng.random() < 0.5:
        photographs(w)
    decision(w)
    if case.rng.random() < 0.8 or "identity" in case.flags:
        licence_copy(w)
    if "cash" in case.flags:
        handed_in(w)
    if "warning_only" not in case.flags and "cash" not in case.flags:
        payment(w)
    record(w)
    return finish(w)


def decision(w: Writer) -> None:
    """当场行政处罚决定书: a form with boxes or a short letter."""
    case = w.case
    number = case.decision_number()
    w.paper("当场行政处罚决定书", number)
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    first, second = norms(w, state=True)
    found = w.day("决定日期", "decide", doc=True)
    w.say("违法行为日期", {"any": [case.dates["decide"].isoformat()]}, found)
    act = f"{found}，当事人在{case.site}实施{case.matter}的行为。{case.facts}。"
    told = "执法人员已出示执法证件，当场告知当事人违法事实、处罚理由、依据和内容以及陈述、申辩的权利，"
    told += silence(w)
    imposed = penalty(w)
    lines = (
        ("违法事实", act),
        ("告知情况", told),
        (
            "处罚依据和内容",
            f"上述行为违反了{first}的规定，依据{second}的规定，决定给予{imposed}的行政处罚，并责令立即改正。",
        ),
        ("履行方式", pay(w)),
        ("救济途径", remedies(w)),
    )
    if w.style.outer == "ruled":
        w.form(
            *w.party_rows(), *((Cell(label, text, tall=True),) for label, text in lines if text), inner=False
        )
    else:
        w.form(*w.party_rows(), inner=False)
        w.text(*(text for _, text in lines))
    w.form(
        (Cell(w.label("officers"), w.officers(count=1 if "one_officer" in case.flags else 9)),), inner=False
    )
    if "one_officer" in case.flags:
        w.papers[-1].facts = [fact for fact in w.papers[-1].facts if fact.name != "执法人员"]
        w.officers(count=1)
    w.signed("当事人（签名）", w.signer(), w.on("decide"), finger=True)
    for name, _ in case.officers[: 1 if "one_officer" in case.flags else 2]:
        w.signed("执法人员（签名）", name)
    w.closing(found)


def silence(w: Writer) -> str:
    """What the party said on the spot; a fact."""
    if w.case.rng.random() < 0.3:
        w.say(
            "陈述申辩", {"contains": "放弃", "any_contains": ["放弃", "waived", "未提出"]}, "放弃陈述、申辩"
        )
        return "当事人表示放弃陈述、申辩。"
    said = ["未提出", "没有", "放弃", "none", "waived", "无异议"]
    w.say("陈述申辩", {"contains": "未提出", "any_contains": said}, "未提出")
    return "当事人未提出陈述、申辩意见。"


def penalty(w: Writer) -> str:
    """Warning or fine; facts."""
    case = w.case
    if "warning_only" in case.flags:
        return w.say("处罚种类", "警告", "警告", many=True)
    parts = []
    for kind in case.act.kinds:
        w.say("处罚种类", kind, kind, many=True)
        if kind == "罚款":
            printed = w.money(case.party.fine)
            w.say("罚款金额", case.party.fine, printed, many=True)
            parts.append(f"罚款{printed}")
        else:
            parts.append(kind)
    return "、".join(parts)


def pay(w: Writer) -> str:
    """How the fine is paid."""
    if "warning_only" in w.case.flags:
        return ""
    if "cash" in w.case.flags:
        return "罚款由执法人员当场收缴。"
    return "当事人应当自收到本决定书之日起十五日内到指定的银行或者通过电子支付系统缴纳罚款。"


def handed_in(w: Writer) -> None:
    """当场收缴罚款上缴凭证: what was collected on the spot, and when it was handed in."""
    case = w.case
    day = later(case.dates["decide"], 8 if "cash_kept" in case.flags else 1)
    receipt(w)
    w.paper("当场收缴罚款上缴凭证", title="当场收缴罚款上缴凭证")
    w.form(
        (Cell("上缴金额", w.money(case.party.fine, form=True)), Cell("上缴人", case.officers[0][0])),
    )
    w.text(f"执法人员于{w.print(day)}将当场收缴的罚款交至本机关财务。")


def receipt(w: Writer) -> None:
    """罚没票据 given on the spot."""
    case = w.case
    w.paper("罚没票据", organ=f"{case.place}财政局")
    paid = w.say("缴款日期", case.dates["decide"].isoformat(), w.on("decide"), many=True)
    amount = w.say("缴款金额", case.party.fine, w.money(case.party.fine, form=True), many=True)
    w.form(
        (Cell("票据号码", f"{case.rng.randint(10**9, 10**10 - 1)}"), Cell(w.label("paid"), paid)),
        (Cell("缴款人", case.party.name), Cell("收款方式", "现金（当场收缴）")),
        (Cell("执收单位", case.organ), Cell(w.label("sum"), amount)),
    )


def remedies(w: Writer) -> str:
    """Review, and suit: from 2024 on review comes first."""
    case = w.case
    if "no_remedies" in case.flags:
        return ""
    days, months = w.pick("六十日", "60日"), w.pick("六个月", "6个月")
    w.say("复议期限", {"any": [60, "六十日", "60日", "六十天"]}, days)
    text = f"如不服本决定，可以自收到本决定书之日起{days}内向{case.place}人民政府申请行政复议"
    if case.dates["decide"] >= NEW_REVIEW and "sue_at_once" not in case.flags:
        return f"{text}；依法应当先申请行政复议，对复议决定仍不服的，可以自收到复议决定书之日起十五日内提起行政诉讼。"
    w.say("起诉期限", {"any": [6, "六个月", "6个月"]}, months)
    return f"{text}，也可以自收到本决定书之日起{months}内直接向人民法院提起行政诉讼。"


def record(w: Writer) -> None:
    """当场处罚备案表."""
    case = w.case
    w.paper("当场处罚备案表", side=True)
    w.form(
        (Cell(w.label("case"), cause(w)),),
        (Cell(w.label("number"), case.decision_number()), Cell("处罚日期", w.on("decide"))),
        *w.party_rows(state=False, long=False),
        (Cell("备案日期", w.day("备案日期", "record")), Cell("报送人", case.officers[0][0])),
        (Cell("备案意见", "予以备案。", case.boss, w.on("record")),),
    )
