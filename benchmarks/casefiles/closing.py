"""Service, payment, publication, closing, and the papers around a file; order, preservation, test."""

from benchmarks.casefiles import people
from benchmarks.casefiles.blocks import Cell
from benchmarks.casefiles.opening import cause
from benchmarks.casefiles.writer import Writer

WAYS = {"direct": "直接送达", "mail": "邮寄送达", "left": "留置送达"}


def service(w: Writer, title: str, number: str, key: str, fact: str = "", way: str = "direct") -> None:
    """送达回证 of a paper; `fact` names the fact that its day is."""
    case = w.case
    w.paper("送达回证").serves = fact or ("催告" if title.endswith("催告书") else "")
    day = w.day(fact, key) if fact else w.on(key)
    way_printed = WAYS[way]
    if fact == "送达日期":
        w.say("送达方式", way_printed, way_printed)
    wrong = fact == "送达日期" and "wrong_served" in case.flags
    name = f"《{title if not wrong else '责令改正通知书'}》{number}"
    rows = [(Cell(w.label("doc"), name),), (Cell(w.label("receiver"), w.parties()),)]
    clock = f"{case.rng.choice((9, 10, 15, 16))}时{case.rng.randint(1, 59):02d}分"
    timed = w.style.date_form not in ("iso", "slash", "dot")
    printed = day + clock if timed and way != "mail" else day
    if not timed and way != "mail":  # the return lacks the time of day
        case.may |= {"PO-D11", "LI-D03", "CO-D03"}
    rows.append((Cell("送达地点", case.party.address),))
    rows.append((Cell(w.label("way"), way_printed), Cell(w.label("served"), printed)))
    if way == "mail":
        rows.append(
            (
                Cell("邮件号码", f"EMS 10{case.rng.randint(10**9, 10**10 - 1)}"),
                Cell("交寄日期", w.on("posted")),
            )
        )
    if "no_served_day" in case.flags and fact == "送达日期":
        w.papers[-1].facts = [f for f in w.papers[-1].facts if f.name != "送达日期"]
        rows[3] = (Cell(w.label("way"), way_printed), Cell(w.label("served"), ""))
    w.form(*rows, inner=False)
    receiver = "" if way in ("mail", "left") else w.signer()
    if way == "left":
        w.text("备注：受送达人拒绝签收，在见证人见证下将文书留置于其住所。", indent=False)
        w.signed("见证人（签名）", people.persons(case.rng, 1)[0], day)
    if receiver:
        w.signed(f"{w.label('receiver')}（签名）", receiver, day if "no_served_day" not in case.flags else "")
    servers = case.officers[:1] if "one_server" in case.flags and fact else case.officers[:2]
    for server, _ in servers:
        w.signed("送达人（签名）", server)


def order(w: Writer) -> str:
    """责令改正通知书; gives its number."""
    case = w.case
    number = case.number("A责改〔Y〕N号", case.dates["order"].year)
    w.paper("责令改正通知书", number)
    law, article = case.norm.broken
    w.text(f"{w.parties()}：", indent=False)
    w.text(f"经查，{case.facts}。上述行为违反了《{law}》{article}的规定。")
    w.text("现责令你（单位）立即停止上述行为，并在十日内改正，将改正情况书面报告本机关。")
    w.closing(w.on("order", doc=True))
    return number


def preservation(w: Writer) -> None:
    """先行登记保存审批表, 通知书, 处理决定书."""
    case = w.case
    w.paper("先行登记保存审批表", side=True, title="先行登记保存证据审批表")
    w.form(
        (Cell(w.label("case"), cause(w)),),
        (Cell("保存理由", "证据可能灭失或者以后难以取得。"),),
        w.opinion("opinion", "建议先行登记保存。", case.officers[0][0], w.on("keep")),
        w.opinion("chief_opinion", "同意。", case.chief, w.on("keep")),
    )
    number = case.number("A登存〔Y〕N号", case.dates["keep"].year)
    w.paper("先行登记保存通知书", number)
    w.text(f"{case.party.name}：", indent=False)
    article = "第五十六条" if case.new_law("keep") else "第三十七条第二款"
    w.text(
        f"因调查需要，根据《中华人民共和国行政处罚法》{article}的规定，本机关对下列物品先行登记保存，未经许可不得动用。"
    )
    w.grid(("序号", "名称", "数量", "存放地点"), [("1", "涉案物品", "1批", "就地保存")], (1, 3, 2, 3))
    w.closing(w.day("先行登记保存日期", "keep", doc=True))
    w.paper("先行登记保存处理决定书", case.number("A登存处〔Y〕N号", case.dates["keep_done"].year))
    w.text(f"{case.party.name}：", indent=False)
    w.text(f"本机关对先行登记保存的物品（{number}）决定：解除登记保存，记录固定后退还。")
    w.closing(w.day("先行登记保存处理日期", "keep_done", doc=True))


def test(w: Writer) -> None:
    """检测报告 and 检测结果告知书."""
    case, rng = w.case, w.case.rng
    w.paper(
        "检测报告",
        f"LZ{case.dates['test'].year}{rng.randint(100, 999)}",
        organ=f"{case.city}澄测检测技术有限公司",
    )
    w.form(
        (Cell("委托单位", case.organ), Cell("样品名称", "废气")),
        (Cell("采样日期", w.on("inspect")), Cell("采样地点", case.site)),
        inner=False,
    )
    rows = [
        (name, f"{rng.randint(10, 90)}.{rng.randint(0, 9)}", "mg/m³")
        for name in ("颗粒物", "非甲烷总烃", "苯系物")
    ]
    w.grid(("检测项目", "检测结果", "单位"), rows, (3, 2, 2))
    w.text("检测结论：以上为本次采样的检测结果。", indent=False)
    w.signed("签发人", case.clerk, w.on("test"))
    w.paper("检测结果告知书")
    w.text(f"{case.party.name}：", indent=False)
    w.text("现将检测结果告知你单位。如有异议，可以自收到之日起五日内书面提出。")
    w.closing(w.on("test_told", doc=True))


def payment(w: Writer) -> None:
    """罚没票据, one for each party."""
    case = w.case
    for party in case.parties:
        w.paper("罚没票据", organ=f"{case.place}财政局")
        total = party.fine + (party.gains if "没收违法所得" in case.act.kinds else 0)
        if "short_paid" in case.flags:
            total = max(total - 100, 10)
        paid = w.day("缴款日期", "pay", many=True)
        amount = w.say("缴款金额", total, w.money(total, form=True), many=True)
        w.form(
            (Cell("票据号码", f"{case.rng.randint(10**9, 10**10 - 1)}"), Cell(w.label("paid"), paid)),
            (Cell("缴款人", party.name),),
            (Cell("执收单位", case.organ), Cell("项目", "罚没收入")),
            (Cell(w.label("sum"), amount), Cell("收款银行", f"{case.city}农商银行营业部")),
        )


def surcharge(w: Writer) -> None:
    """加处罚款决定书 for a fine that was paid late."""
    case = w.case
    fine = case.party.fine
    added = fine + fine // 2 if "added_over" in case.flags else max(fine // 10, 3)
    w.paper("加处罚款决定书", case.number("A加罚〔Y〕N号", case.dates["pay"].year), title="加处罚款决定书")
    w.text(f"{case.party.name}：", indent=False)
    article = "第七十二条第一款第（一）项" if case.new_law("decide") else "第五十一条第（一）项"
    w.text(f"你（单位）逾期缴纳{case.decision_number()}决定的罚款{w.money(fine)}。")
    w.text(
        f"根据《中华人民共和国行政处罚法》{article}的规定，决定每日按罚款数额的百分之三加处罚款，共{w.money(added)}。"
    )
    w.closing(w.on("pay", doc=True))


def publication(w: Writer) -> None:
    """公示记录."""
    case = w.case
    w.paper("公示记录")
    w.form(
        (Cell("公示内容", "行政处罚决定信息"), Cell(w.label("number"), case.decision_number())),
        (Cell("公示平台", "政府门户网站行政执法信息公示专栏"),),
        (Cell("公示日期", w.day("公示日期", "publish")), Cell("经办人", case.officers[0][0])),
    )


def closing_form(w: Writer) -> None:
    """结案审批表."""
    case = w.case
    w.paper("结案审批表", side=True)
    w.form(
        (Cell(w.label("case"), cause(w, prefix=False)),),
        (Cell(w.label("number"), case.decision_number()), Cell(w.label("filed"), w.on("file"))),
        *w.party_rows(state=False, long=False),
        (Cell(w.label("decided"), w.on("decide")), Cell("执行情况", f"{w.on('pay')}全部履行")),
        w.opinion("opinion", "处罚决定已经履行完毕，建议结案。", case.officers[0][0], w.on("close")),
        w.opinion("unit_opinion", "拟同意结案。", case.boss, w.on("close")),
        w.opinion("chief_opinion", "同意结案。", case.chief, w.day("结案日期", "close")),
    )


def cover(w: Writer) -> None:
    """卷宗封面, put first."""
    case = w.case
    w.paper("卷宗封面")
    rows = [(Cell("案件名称", cause(w) if case.act and case.category == "penalty" else name_of(w)),)]
    if case.category == "penalty":
        rows.append((Cell(w.label("number"), case.decision_number()),))
    if "file" in case.dates and "close" in case.dates:
        rows.append((Cell(w.label("filed"), w.on("file")), Cell(w.label("closed"), w.on("close"))))
    rows.append(
        (Cell(w.label("officers"), w.names()), Cell(w.label("archived"), w.day("归档日期", "archive")))
    )
    rows.append((Cell("保管期限", "三十年"), Cell("立卷人", case.clerk)))
    w.form(*rows)


def name_of(w: Writer) -> str:
    """Title of a case file that is no penalty."""
    kinds = {
        "licence": "行政许可案",
        "coercion": "行政强制措施案",
        "inspection": "行政检查案",
        "levy": "行政征收案",
    }
    if w.case.procedure == "execution":
        return w.case.party.name + "行政强制执行案"
    return w.case.party.name + kinds[w.case.category]


def remarks(w: Writer) -> None:
    """备考表."""
    w.paper("备考表")
    w.text("本卷情况说明：本卷材料齐全，无缺页。", indent=False)
    w.signed("立卷人", w.case.clerk, w.on("archive"))
    w.signed("检查人", w.case.boss, w.on("archive"))
