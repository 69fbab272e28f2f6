"""Papers of an enforcement (行政强制执行): order, demand, decision, announcement, record; or the court."""

from benchmarks.casefiles.blocks import Cell, Paper
from benchmarks.casefiles.build import finish
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.closing import service
from benchmarks.casefiles.dates import han
from benchmarks.casefiles.executing import DUTIES
from benchmarks.casefiles.licence import remedies
from benchmarks.casefiles.opening import licence_copy, photographs
from benchmarks.casefiles.trades import Act
from benchmarks.casefiles.writer import Writer, cite


def execution(case: Case) -> list[Paper]:
    """All papers."""
    w = Writer(case)
    duty = DUTIES[case.sector]
    case.act = Act(case.sector, duty.matter, "unit", "", "", "", ())
    base = order(w)
    if duty.way != "money":
        service(w, w.papers[-1].title, base, "order_served")
    demand(w, base, "demand")
    if duty.way == "court":
        application(w, base)
        licence_copy(w)
        return finish(w)
    approval(w, base)
    decision(w, base)
    paper = w.papers[-1]
    service(w, paper.title, paper.number, "serve", "送达日期")
    if duty.way == "demolition":
        announcement(w, base)
    if duty.way == "substitute":
        demand(w, paper.number, "second_demand")
    record(w, paper.number)
    photographs_of(w)
    licence_copy(w)
    closing(w)
    return finish(w)


def order(w: Writer) -> str:
    """The order to be enforced; gives its number. That of a fine lies in the file of the penalty."""
    case, duty = w.case, DUTIES[w.case.sector]
    if duty.way == "money":
        return case.number("A税罚〔Y〕N号", case.dates["order"].year)
    demolish = duty.way in ("demolition", "court")
    kind = "限期拆除决定书" if demolish else "责令改正通知书"
    number = case.number("A限拆〔Y〕N号" if demolish else "A责改〔Y〕N号", case.dates["order"].year)
    w.paper(kind, number, title="责令限期拆除决定书" if demolish else "")
    w.text(f"{case.party.name}：", indent=False)
    w.text(f"经查，你（单位）在{case.site}{duty.matter}。依据{cite(*duty.order)}的规定，现责令你（单位）：")
    w.text(f"自收到本{'决定书' if demolish else '通知书'}之日起十五日内{duty.undone}。")
    remedies(w)
    w.closing(w.on("order", doc=True))
    return number


def demand(w: Writer, base: str, step: str) -> None:
    """催告书 with its return."""
    case, duty = w.case, DUTIES[w.case.sector]
    again = step == "second_demand"
    number = case.number("A催告〔Y〕N-2号" if again else "A催告〔Y〕N号", case.dates[step].year)
    w.paper("催告书", number, title=w.pick("催告书", "行政强制执行催告书"))
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"本机关于{w.on('order', doc=True)}作出{base if not again else '责令改正'}决定，你（单位）至今没有履行。"
    )
    term = "三日" if again else "十日"
    if duty.way == "money":
        owed = int(str(case.changed["owed"]))
        w.text(
            f"应当履行的义务：缴纳罚款{w.money(owed)}、加处罚款{w.money(surcharge(case))}，缴至指定的财政专户。"
        )
        w.text(f"上述加处罚款自{w.on('grows')}起按日计算。" if "grows" in case.dates else "")
    else:
        w.text(f"应当履行的义务：{duty.undone}，由你（单位）自行完成。")
    w.text(f"请自收到本催告书之日起{term}内履行。逾期不履行的，本机关将依法{_next(duty.way)}。")
    w.text("你（单位）收到本催告书后，有权进行陈述和申辩。")
    w.closing(w.on(step, doc=True))
    paper = w.papers[-1]
    service(w, paper.title, number, step if again else "demand_served")


def surcharge(case: Case) -> int:
    """What grew on the fine: three in a hundred a day, no more than the fine."""
    owed = int(str(case.changed["owed"]))
    return owed if "over_cap" not in case.flags else owed + owed // 2


def _next(way: str) -> str:
    return {
        "demolition": "强制拆除",
        "substitute": "实施代履行",
        "court": "申请人民法院强制执行",
        "money": "从其存款中扣缴",
    }[way]


def approval(w: Writer, base: str) -> None:
    """强制执行审批表."""
    case, duty = w.case, DUTIES[w.case.sector]
    w.paper("强制执行审批表", side=True, title="行政强制执行审批表")
    w.form(
        (Cell("执行对象", case.party.name),),
        (Cell("执行依据", base), Cell("执行方式", _next(duty.way))),
        w.opinion(
            "opinion", f"经催告当事人仍未履行，建议{_next(duty.way)}。", case.officers[0][0], w.on("approve")
        ),
        w.opinion("unit_opinion", "同意。", case.boss, w.on("approve")),
        w.opinion("chief_opinion", "同意。", case.chief, w.on("approve")),
    )


def decision(w: Writer, base: str) -> None:
    """强制执行决定书 or 代履行决定书."""
    case, duty = w.case, DUTIES[w.case.sector]
    substitute = duty.way == "substitute"
    number = case.number("A代履〔Y〕N号" if substitute else "A强执〔Y〕N号", case.dates["decide"].year)
    kind = "代履行决定书" if substitute else "强制执行决定书"
    w.paper(kind, number, title=kind if substitute else w.pick("强制执行决定书", "行政强制执行决定书"))
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    w.form(*w.party_rows(), inner=False)
    told = f"本机关于{w.on('order', doc=True)}作出{base}决定，责令你（单位）{duty.undone}。"
    if duty.way == "money":
        told = f"本机关于{w.on('order', doc=True)}作出{base}处罚决定，对你（单位）罚款{w.money(int(str(case.changed['owed'])))}。"
    w.text(f"{told}经催告，你（单位）逾期仍未履行，也未提出陈述、申辩意见。")
    w.text(f"依据{cite(*duty.basis)}的规定，本机关决定{_how(w, duty.way)}")
    remedies(w)
    w.closing(w.day("决定日期", "decide", doc=True))


def _how(w: Writer, way: str) -> str:
    case = w.case
    if way == "substitute":
        cost = case.rng.randint(5, 60) * 1000
        return (
            f"由代履行人{case.city}澄达环境工程有限公司代履行，清理运走上述堆放物，"
            f"于{w.on('done', doc=True)}实施，费用预算{cost}元，由你（单位）承担。"
        )
    if way == "money":
        grown = f"加处罚款{w.money(surcharge(case))}自{w.on('grows')}起算。" if "grows" in case.dates else ""
        return f"书面通知开户银行从你（单位）的存款中划拨罚款和加处的罚款，于{w.on('done', doc=True)}实施。{grown}"
    return f"对上述钢架棚予以强制拆除，于{w.on('done', doc=True)}组织实施。"


def announcement(w: Writer, base: str) -> None:
    """强制执行公告."""
    case = w.case
    number = case.number("A拆公〔Y〕N号", case.dates["announce"].year)
    w.paper("强制执行公告", number, title=w.pick("强制拆除公告", "强制执行公告"))
    w.text(f"{case.party.name}在{case.site}的违法建设，本机关已作出{base}决定，当事人逾期没有拆除。")
    days = han(int(str(case.changed["announced"])))
    w.text(f"现予公告，限当事人自公告之日起{days}日内自行拆除；逾期不拆除的，本机关将依法强制拆除。")
    w.closing(w.on("announce", doc=True))


def record(w: Writer, number: str) -> None:
    """执行笔录."""
    case, duty = w.case, DUTIES[w.case.sector]
    title = "代履行笔录" if duty.way == "substitute" else w.pick("执行笔录", "强制执行笔录")
    w.paper("执行笔录", title=title)
    w.form(
        (Cell("执行时间", w.during(case.dates["done"], case.spans["done"])),),
        (Cell("执行地点", case.site),),
        (Cell("被执行人", case.party.name),),
        (Cell(w.label("officers"), w.officers()),),
        inner=False,
    )
    w.text(f"执行人员出示执法证件，向在场的{w.signer()}宣读{number}，开始执行。")
    if duty.way == "substitute":
        w.text(f"代履行人{case.city}澄达环境工程有限公司实施代履行，清理运走堆放物；本机关派员到场监督。")
        w.form((Cell("监督人员", w.names()),), inner=False)
    elif duty.way == "money":
        w.text("向开户银行送交划拨通知，款项划入国库，当事人确认数额无误。")
    else:
        w.text("对钢架棚组织强制拆除，棚内物品先行搬出、登记后交当事人领回，没有人员受伤。")
    w.signed("当事人（签名）", w.signer(), w.on("done"), finger=True)
    for name, _ in case.officers:
        w.signed("执法人员（签名）", name, w.on("done"))


def photographs_of(w: Writer) -> None:
    """照片证据单 of the enforcement."""
    w.case.dates["inspect"] = w.case.dates["done"]
    if w.case.rng.random() < 0.6:
        photographs(w)


def application(w: Writer, base: str) -> None:
    """强制执行申请书."""
    case, duty = w.case, DUTIES[w.case.sector]
    number = case.number("A强申〔Y〕N号", case.dates["ask"].year)
    w.paper("强制执行申请书", number, title=w.pick("行政强制执行申请书", "强制执行申请书"))
    w.form(
        (Cell("申请人", case.organ),),
        (Cell("被申请人", case.party.name), Cell("申请日期", w.on("ask"))),
        inner=False,
    )
    w.text(f"{case.place}人民法院：", indent=False)
    w.text(f"本机关于{w.on('order', doc=True)}作出{base}决定，责令被申请人{duty.undone}。")
    w.text("被申请人在法定期限内未申请行政复议，也未提起行政诉讼，经催告仍不履行。")
    w.text(f"依据{cite(*duty.basis)}和《中华人民共和国行政强制法》第五十三条的规定，申请强制执行。")
    w.closing(w.on("ask", doc=True))


def closing(w: Writer) -> None:
    """结案审批表."""
    case = w.case
    w.paper("结案审批表", side=True)
    w.form(
        *w.party_rows(state=False, long=False),
        (Cell("执行情况", f"{w.on('done')}强制执行完毕"),),
        w.opinion("opinion", "执行完毕，建议结案。", case.officers[0][0], w.on("archive")),
        w.opinion("chief_opinion", "同意结案。", case.chief, w.day("结案日期", "archive")),
    )
