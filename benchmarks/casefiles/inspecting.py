"""Papers of an inspection and of a levy."""

from benchmarks.casefiles.blocks import Cell, Paper
from benchmarks.casefiles.build import finish
from benchmarks.casefiles.case import Case
from benchmarks.casefiles.closing import service
from benchmarks.casefiles.licence import remedies
from benchmarks.casefiles.opening import exhibit, licence_copy
from benchmarks.casefiles.other_data import INSPECTIONS, LEVIES
from benchmarks.casefiles.writer import Writer, cite

STANDARD, ENDED = "GB/T 99017-2016", "GB/T 99018-2009"


def inspection(case: Case) -> list[Paper]:
    """Papers of an inspection."""
    w = Writer(case)
    law, article, _, points = INSPECTIONS[case.sector]
    w.paper("行政检查审批表", side=True)
    w.form(
        (Cell("检查对象", case.party.name),),
        (Cell("检查事项", "、".join(points)), Cell("检查依据", cite(law, article))),
        (Cell("检查人员", w.names()), Cell("检查方式", "现场检查")),
        w.opinion("opinion", "按照年度计划，建议实施检查。", case.officers[0][0], w.on("approve")),
        w.opinion("chief_opinion", "同意。", case.chief, w.on("approve")),
    )
    number = case.number("A检通〔Y〕N号", case.dates["notice"].year)
    w.paper("行政检查通知书", number)
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"依据{cite(law, article)}的规定，本机关将派{w.names()}对你单位的{'、'.join(points)}进行检查，请予配合。"
    )
    w.text("你单位有权申请检查人员回避，有权陈述、申辩，并对违法的检查行为投诉、举报。")
    w.closing(w.on("notice", doc=True))
    sheet(w, points)
    if "problem" in case.flags:
        corrected(w, points)
    result(w, points)
    licence_copy(w)
    if "problem" in case.flags:
        w.paper("复查记录", title="复查记录")
        w.form((Cell("复查时间", w.on("again")), Cell("复查人员", w.names())), inner=False)
        w.text(f"复查情况：{points[0]}方面的问题已经改正。")
        w.signed("被检查人（签名）", w.signer(), w.on("again"))
    return finish(w)


def sheet(w: Writer, points: tuple[str, ...]) -> None:
    """行政检查记录."""
    case = w.case
    w.paper("行政检查记录")
    w.say("现场检查日期", case.dates["inspect"].isoformat(), w.on("inspect"))
    count = 1 if "one_officer" in case.flags else 9
    w.form(
        (Cell(w.label("when"), w.during(case.dates["inspect"], case.spans["inspect"])),),
        (Cell(w.label("where"), case.site),),
        *w.party_rows(),
        (Cell("检查人员", w.officers(count=count)),),
        inner=False,
    )
    w.text("检查人员已出示执法证件和检查通知书，告知有权申请回避和陈述申辩。被检查人：知道，不申请回避。")
    bad = "problem" in case.flags
    rows = [(str(n), point, "不符合" if bad and n == 1 else "符合") for n, point in enumerate(points, 1)]
    if "left_blank" in case.flags:
        rows[-1] = (*rows[-1][:2], "")
    w.grid(("序号", "检查事项", "检查结果"), rows, (1, 5, 2))
    found = f"{points[0]}有{case.rng.randint(2, 9)}处不符合要求" if bad else "未发现问题"
    if "standard" in case.flags:
        w.text(f"检查标准：{ENDED if case.changed.get('standard_ended') else STANDARD}。")
    w.text(f"检查情况：{found}。检查结果：{'责令十日内改正' if bad else '合格'}。")
    w.signed("被检查人（签名）", w.signer(), w.on("inspect"))
    for name, _ in case.officers[:count]:
        w.signed("检查人员（签名）", name, w.on("inspect"))


def corrected(w: Writer, points: tuple[str, ...]) -> None:
    """责令改正通知书 with the last day for it."""
    case = w.case
    w.paper("责令改正通知书", case.number("A责改〔Y〕N号", case.dates["inspect"].year))
    w.text(f"{case.party.name}：", indent=False)
    w.text(f"经检查，你单位{points[0]}不符合要求。现责令你单位于{w.on('due', doc=True)}前改正完毕。")
    w.closing(w.on("inspect", doc=True))


def result(w: Writer, points: tuple[str, ...]) -> None:
    """行政检查结果告知书, the deciding paper of an inspection."""
    case = w.case
    number = case.number("A检告〔Y〕N号", case.dates["decide"].year)
    w.paper("行政检查结果告知书", number)
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    w.text(f"{case.party.name}：", indent=False)
    found = f"发现{points[0]}不符合要求，责令于十日内改正" if "problem" in case.flags else "未发现问题"
    w.text(f"本机关于{w.on('inspect', doc=True)}对你单位进行了检查。检查结果：{found}。")
    w.closing(w.day("决定日期", "decide", doc=True))
    paper = w.papers[-1]
    service(w, paper.title, number, "serve", "送达日期")


def levy(case: Case) -> list[Paper]:
    """Papers of a levy."""
    w = Writer(case)
    pattern, item, law, article, unit, rate, _ = LEVIES[case.sector]
    base = int(str(case.changed["base"]))
    amount = round(base * rate)
    figures = f"{base}{unit}×{rate:g}元/{unit}"
    w.paper("缴费申报表", organ=" ")
    w.form(
        (Cell("缴费项目", item), Cell("申报日期", w.on("declare"))),
        *w.party_rows(),
        (Cell("申报基数", f"{base}{unit}"),),
    )
    w.signed("申报人（签名）", w.signer(), w.on("declare"))
    exhibit(w, w.pick("工程量清单", "计量记录", "用量明细表"))
    licence_copy(w)
    if "visit" in case.flags:
        visit(w, base, unit)
    w.paper("费额核定表", side=True)
    shown = amount + 1000 if "wrong_sum" in case.flags else amount
    w.form(
        (Cell("缴费人", case.party.name),),
        (Cell("计算过程", f"{figures}＝{shown}元"), Cell("核定日期", w.on("assess"))),
        (Cell("核定人员", w.officers()),),
    )
    w.paper("征收审批表", side=True)
    w.form(
        (Cell("缴费项目", item), Cell("核定金额", f"{shown}元")),
        w.opinion("opinion", f"建议按核定金额征收{item}。", case.officers[0][0], w.on("approve")),
        w.opinion("chief_opinion", "同意。", case.chief, w.on("approve")),
    )
    w.paper("征收告知书", case.number("A费告〔Y〕N号", case.dates["told"].year))
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"本机关拟依据{cite(law, article)}的规定向你单位征收{item}{w.money(shown)}。你单位有权在五个工作日内陈述、申辩。"
    )
    w.closing(w.on("told", doc=True))
    _decide(w, pattern, item, cite(law, article), figures, shown)
    if "unpaid" not in case.flags:
        _paid(w, item, shown)
    return finish(w)


def _decide(w: Writer, pattern: str, item: str, norm: str, figures: str, amount: int) -> None:
    case = w.case
    number = case.number(pattern, case.dates["decide"].year)
    w.paper("征收决定书", number)
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    w.form(*w.party_rows(), inner=False)
    w.text(f"依据{norm}的规定，本机关决定向你单位征收{item}。计算方法：{figures}，应缴{w.money(amount)}。")
    w.text("请自收到本决定书之日起十五日内缴入财政专户。")
    remedies(w)
    w.closing(w.day("决定日期", "decide", doc=True))
    service(w, w.papers[-1].title, number, "serve", "送达日期")


def visit(w: Writer, base: int, unit: str) -> None:
    """现场核查笔录 of what is charged for."""
    case = w.case
    w.paper("现场核查笔录")
    w.form(
        (Cell("核查时间", w.during(case.dates["visit"], case.spans["visit"])),),
        (Cell("核查地点", case.site),),
        (Cell("被核查人", case.party.name),),
        (Cell("核查人员", w.officers()),),
        inner=False,
    )
    w.text(f"核查人员出示执法证件后，对申报的基数进行核查。核查情况：实际为{base}{unit}，与申报一致。")
    w.signed("被核查人（签名）", w.signer(), w.on("visit"))
    for name, _ in case.officers:
        w.signed("核查人员（签名）", name, w.on("visit"))


def late_fee(w: Writer, item: str, amount: int) -> int:
    """滞纳金决定书; gives the sum."""
    case = w.case
    fee = amount + 500 if "fee_over" in case.flags else max(amount // 50, 1)
    w.paper("滞纳金决定书", case.number("A滞〔Y〕N号", case.dates["pay"].year), title="加收滞纳金决定书")
    w.text(f"{case.party.name}：", indent=False)
    w.text(f"你单位应缴{item}{amount}元，逾期缴纳。本机关决定加收滞纳金{fee}元。")
    w.closing(w.on("pay", doc=True))
    return fee


def _paid(w: Writer, item: str, amount: int) -> None:
    case = w.case
    if "late" in case.flags:
        late_fee(w, item, amount)
    w.paper("缴款票据", organ=f"{case.place}财政局")
    paid = w.day("缴款日期", "pay")
    amount -= max(amount // 10, 1) if "short_paid" in case.flags else 0
    total = w.say("缴款金额", amount, w.money(amount, form=True))
    w.form(
        (Cell("票据号码", f"{case.rng.randint(10**9, 10**10 - 1)}"), Cell(w.label("paid"), paid)),
        (Cell("缴款人", case.party.name), Cell("项目", item)),
        (Cell("执收单位", case.organ), Cell(w.label("sum"), total)),
    )
