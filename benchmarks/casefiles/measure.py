"""Papers of a coercive measure: sealing or seizure."""

from benchmarks.casefiles.blocks import Cell, Paper
from benchmarks.casefiles.build import finish
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.closing import service
from benchmarks.casefiles.licence import remedies
from benchmarks.casefiles.opening import licence_copy, photographs
from benchmarks.casefiles.other_data import MEASURES
from benchmarks.casefiles.writer import Writer, cite


def measure(case: Case) -> list[Paper]:
    """All papers."""
    w = Writer(case)
    pattern, law, article, way, what, _, goods = MEASURES[case.sector]
    approval(w, way, law, article, what)
    decision(w, pattern, law, article, way, what)
    number, title = w.papers[-1].number, w.papers[-1].title
    items(w, goods, number)
    service(w, title, number, "serve", "送达日期")
    record(w, way, number)
    if case.rng.random() < 0.6:
        photographs_of(w, what)
    licence_copy(w)
    if "longer" in case.flags:
        longer(w, way, number)
    if "no_release" not in case.flags:
        release(w, way, number)
    return finish(w)


def photographs_of(w: Writer, what: str) -> None:
    """照片证据单 of the things."""
    from benchmarks.casefiles.trades import Act

    w.case.act = Act(w.case.sector, f"现场存放{what}", "unit", "", "", "", ())
    photographs(w)


def approval(w: Writer, way: str, law: str, article: str, what: str) -> None:
    """强制措施审批表."""
    case = w.case
    w.paper("强制措施审批表", side=True)
    day = w.on("approve")
    w.form(
        *w.party_rows(),
        (Cell("措施种类", way), Cell("措施期限", "三十日")),
        (Cell("事实和理由", f"执法人员检查发现当事人存放{what}，有转移的可能。", tall=True),),
        (Cell("法律依据", cite(law, article)), Cell("批准时间", approved(w))),
        w.opinion("opinion", f"建议对上述物品实施{way}。", case.officers[0][0], day),
        w.opinion("unit_opinion", "同意。", case.boss, day),
        w.opinion("chief_opinion", f"同意实施{way}。", case.chief, day),
    )


def approved(w: Writer) -> str:
    """When the head approved, to the minute: on the day of the measure half an hour before it."""
    case = w.case
    minute = max(case.spans["inspect"][0] - 35, 8 * 60) if "approve" in case.dates else 0
    clock = (minute // 60, minute % 60)
    if w.style.date_form in ("iso", "slash", "dot"):
        return f"{w.on('approve')} {clock[0]:02d}:{clock[1]:02d}"
    return f"{w.on('approve')}{clock[0]}时{clock[1]:02d}分"


def decision(w: Writer, pattern: str, law: str, article: str, way: str, what: str) -> None:
    """查封扣押决定书."""
    case = w.case
    number = case.number(pattern, case.dates["decide"].year)
    title = w.pick("查封（扣押）决定书", f"{way}决定书", "实施行政强制措施决定书")
    w.paper("查封扣押决定书", number, title=title)
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    w.form(*w.party_rows(), inner=False)
    found = f"经查，你（单位）在{case.site}存放{what}。依据{cite(law, article)}的规定，"
    w.text(f"{found}本机关决定对有关物品（见清单）予以{way}，期限三十日。")
    w.text("你（单位）有权进行陈述和申辩。在此期间，不得使用、转移、损毁或者变卖上述物品。")
    remedies(w)
    w.closing(w.day("决定日期", "decide", doc=True))


def items(w: Writer, goods: tuple[tuple[str, str, str], ...], number: str) -> None:
    """查封扣押清单."""
    case = w.case
    if "no_list" in case.flags:
        return
    w.paper("查封扣押清单")
    w.text(f"决定书文号：{number}", indent=False)
    rows = [
        (str(n), name, kind, str(case.rng.randint(1, 40)), unit)
        for n, (name, kind, unit) in enumerate(goods, 1)
    ]
    w.grid(("序号", "名称", "规格型号", "数量", "单位"), rows, (1, 3, 3, 2, 1))
    w.signed("当事人（签名）", w.signer(), w.on("decide"))
    for name, _ in case.officers:
        w.signed("执法人员（签名）", name, w.on("decide"))


def record(w: Writer, way: str, number: str) -> None:
    """现场笔录."""
    case = w.case
    w.paper("现场检查笔录", title="现场笔录")
    count = 1 if "one_officer" in case.flags else 9
    w.say("现场检查日期", case.dates["inspect"].isoformat(), w.on("inspect"))
    w.form(
        (Cell(w.label("when"), w.during(case.dates["inspect"], case.spans["inspect"])),),
        (Cell(w.label("where"), case.site),),
        (Cell(w.label("party_unit"), case.party.name),),
        (Cell(w.label("officers"), w.officers(count=count)),),
        inner=False,
    )
    if "silent" in case.flags:
        told = "执法人员向当事人出示执法证件，当事人在场，没有异议。"
    else:
        told = f"执法人员向当事人出示执法证件，宣读决定书（{number}），"
    rights = (
        ""
        if "silent" in case.flags
        else "并当场告知采取行政强制措施的理由、依据以及当事人依法享有的权利、救济途径，听取当事人的陈述和申辩。"
    )
    w.text(told + (f"{rights}当事人表示知道了，没有异议。" if rights else ""))
    w.text(f"执法人员会同当事人对物品逐件清点，制作清单，当场实施{way}，交付决定书和清单。")
    w.signed("当事人（签名）", w.signer(), w.on("inspect"), finger=True)
    for name, _ in case.officers[:count]:
        w.signed("执法人员（签名）", name, w.on("inspect"))


def longer(w: Writer, way: str, number: str) -> None:
    """延长决定书 with its return."""
    case = w.case
    paper = w.paper(
        "延长决定书",
        case.number("A延〔Y〕N号", case.dates["longer"].year),
        title="延长行政强制措施期限决定书",
    )
    w.text(f"{case.party.name}：", indent=False)
    w.text(f"因情况复杂，经本机关负责人批准，《决定书》（{number}）的{way}期限延长三十日。")
    w.closing(w.on("longer", doc=True))
    service(w, paper.title, paper.number, "longer")


def release(w: Writer, way: str, number: str) -> None:
    """解除决定书 with its return."""
    case = w.case
    if "disposal" in case.flags:
        _disposal(w, way, number)
        return
    paper = w.paper("解除决定书", case.number("A解〔Y〕N号", case.dates["release"].year))
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"本机关以{number}决定对你（单位）的物品实施{way}。现查明情况已经消除，决定自即日起解除，物品退还。"
    )
    w.closing(w.on("release", doc=True))
    service(w, paper.title, paper.number, "release")


def _disposal(w: Writer, way: str, number: str) -> None:
    """处理决定书: the goods are confiscated."""
    case = w.case
    paper = w.paper(
        "处理决定书", case.number("A财处〔Y〕N号", case.dates["release"].year), title=f"{way}财物处理决定书"
    )
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"本机关以{number}决定对你（单位）的物品实施{way}。经调查核实，上述物品依法应予没收，现决定予以没收。"
    )
    w.closing(w.on("release", doc=True))
    service(w, paper.title, paper.number, "release")
