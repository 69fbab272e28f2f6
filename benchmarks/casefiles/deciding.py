"""Papers of an ordinary penalty case from the report to the decision."""

from benchmarks.casefiles.blocks import Cell
from benchmarks.casefiles.case import Party, heavy
from benchmarks.casefiles.dates import upper
from benchmarks.casefiles.opening import cause
from benchmarks.casefiles.writer import Writer, cite, cite_key

HEARD = "hearing"


def norms(w: Writer, state: bool = False) -> tuple[str, str]:
    """Broken norm and basis as printed; states them in the decision."""
    broken, basis = w.case.norm.broken, w.case.norm.basis
    first, second = cite(*broken), cite(*basis)
    if w.style.short_law and broken[0] == basis[0] and broken[0].startswith("中华人民共和国"):
        short = broken[0].removeprefix("中华人民共和国")
        first, second = f"《{broken[0]}》（以下简称《{short}》）{broken[1]}", f"《{short}》{basis[1]}"
    if "no_article" in w.case.flags and state:
        second = f"《{basis[0]}》"
        w.say("违反条款", cite_key(*broken), first, many=True)
        return first, second
    if state:
        w.say("违反条款", cite_key(*broken), first, many=True)
        w.say("处罚依据", cite_key(*basis), second, many=True)
    return first, second


def penalties(w: Writer, party: Party, state: str = "") -> list[str]:
    """What is proposed (state 拟) or imposed (state 决) on a party, line by line."""
    case, lines = w.case, []
    lower = "lower" in case.flags and state == "拟"
    for kind in case.act.kinds:
        if kind == "罚款":
            fine = party.fine if not lower else party.fine // 2
            printed = w.money(fine)
            if state == "决" and "words_differ" in case.flags:
                printed = f"人民币{upper(fine + 1000)}（¥{fine:,}.00元）"
                w.say("罚款金额", {"any": [fine, fine + 1000]}, printed, many=True)
            elif state == "决":
                w.say("罚款金额", fine, printed, many=True)
            elif state == "拟":
                w.say("拟罚款金额", fine, printed, many=True)
            lines.append(f"罚款{printed}")
        elif kind == "没收违法所得":
            printed = w.money(party.gains)
            if state == "决":
                w.say("没收违法所得金额", party.gains, printed, many=True)
            lines.append(f"没收违法所得{printed}")
        else:
            lines.append(kind)
        if state == "决":
            value = {"any": [kind, "没收非法财物", "没收"]} if kind == "没收渔获物" else kind
            w.say("处罚种类", value, kind, many=True)
    return lines


def proposal(w: Writer, state: str = "") -> str:
    """The proposal for all parties in one sentence."""
    case = w.case
    parts = []
    for party in case.parties:
        lines = "；".join(f"{n}.{line}" for n, line in enumerate(penalties(w, party, state), 1))
        parts.append(f"对{party.name}给予以下行政处罚：{lines}")
    return "；".join(parts) + "。"


def report(w: Writer) -> None:
    """案件调查终结报告."""
    case = w.case
    w.paper("案件调查终结报告", side=True)
    first, second = norms(w)
    if w.style.words % 2:
        w.form(
            (Cell(w.label("case"), cause(w)),), *w.party_rows(), (Cell(w.label("officers"), w.officers()),)
        )
    else:
        w.text(f"{w.label('party')}：{w.parties()}", f"{w.label('case')}：{cause(w)}", indent=False)
    w.text(
        f"一、案件来源及调查经过。{w.on('inspect')}检查后，经批准于{w.on('file')}立案，由{w.names()}调查，"
        f"询问有关人员{len(case.asked)}人次，收集了有关书证。",
        f"二、违法事实。经查，{case.facts}。{case.act.harm}。",
        f"三、证据。{evidence(w)}",
        f"四、定性和依据。上述行为违反了{first}的规定，应当依照{second}予以处罚。",
        f"五、裁量。{discretion(w)}",
        f"六、处理建议。建议{proposal(w)}",
    )
    for name, _ in case.officers[:2]:
        w.signed("调查人员（签名）", name, w.on("report"))


def silence(w: Writer, printed: str) -> str:
    """State that the party said nothing."""
    said = ["未提出", "未提交", "放弃", "逾期", "none", "waived"]
    w.say("陈述申辩", {"contains": "未提出", "any_contains": said}, "未提出")
    return printed


def evidence(w: Writer) -> str:
    """The list of evidence with what it proves."""
    parts = [
        f"现场检查笔录1份（{w.on('inspect')}），证明现场情况",
        f"询问笔录{len(w.case.asked)}份，证明行为经过",
    ]
    parts.append("营业执照或者身份证复印件，证明当事人主体资格")
    parts += [f"{name}，证明行为的范围" for name in w.case.act.exhibits]
    return "；".join(f"证据{n}：{part}" for n, part in enumerate(parts, 1)) + "。"


def discretion(w: Writer) -> str:
    """Why the amount is what it is; a step is named where the register has one for the case."""
    if "standard" in w.case.changed:
        return "当事人配合调查并及时改正，未造成严重后果，参照行政处罚裁量基准，属于一般档次。"
    return w.pick(
        "当事人配合调查并及时改正，未造成严重后果，参照本系统行政处罚裁量基准，属一般情节。",
        "综合考虑行为的持续时间、规模和改正情况，按照裁量基准的一般档次确定处罚幅度。",
        "当事人系初次被查处，主动提供材料，按照裁量权适用规定，在法定幅度内从轻确定。",
    )


def review_form(w: Writer) -> None:
    """法制审核意见书."""
    case = w.case
    w.paper("法制审核意见书", side=True)
    rows = [(Cell(w.label("case"), cause(w)),), *w.party_rows(state=False, long=False)]
    rows.append((Cell("送审机构", case.unit), Cell("送审日期", w.on("report"))))
    reviewer = case.officers[0][0] if "self_review" in case.flags else case.reviewer
    rows.append((Cell("审核人员", w.say("法制审核人", reviewer, reviewer)), Cell("审核方式", "书面审核")))
    verdict = w.pick("同意办案机构的处理意见", "同意按拟处理意见办理")
    w.say("法制审核意见", {"contains": "同意"}, "同意")
    text = f"主体适格，事实清楚，证据确凿，程序合法，适用依据正确，裁量适当，文书规范。{verdict}。"
    rows.append((Cell("审核意见", text, reviewer, w.day("法制审核日期", "review"), tall=True),))
    w.form(*rows)


def notice(w: Writer) -> None:
    """行政处罚事先告知书."""
    case = w.case
    number = case.number(w.pattern("notice"), case.dates["notice"].year)
    title = ""
    if "told_hearing" in case.flags and w.style.words == 2:
        title = "行政处罚听证告知书"
    w.paper("行政处罚事先告知书", number, title=title)
    w.text(f"{w.parties()}：", indent=False)
    first, second = norms(w)
    broken = f"经查，{case.facts}。上述行为违反了{first}的规定，有现场检查笔录、询问笔录等证据证实。"
    w.text(f"你（单位）涉嫌{case.matter}一案，本机关已调查终结。{broken}")
    lawful = f"依据{second}的规定，本机关拟"
    if "no_amount" in case.flags:
        w.text(f"{lawful}对你（单位）给予罚款的行政处罚。")
    else:
        w.text(f"{lawful}{proposal(w, '拟')}")
    new = case.new_law("notice")
    articles = "第四十四条、第四十五条" if new else "第三十一条、第三十二条"
    days = term(w)
    speak = f"根据《中华人民共和国行政处罚法》{articles}的规定，你（单位）有权进行陈述和申辩。"
    w.text(f"{speak}请自收到本告知书之日起{days}内提出，逾期未提出的，视为放弃此权利。")
    if "told_hearing" in case.flags and "no_hearing_told" not in case.flags:
        article = "第六十三条、第六十四条" if new else "第四十二条"
        told = f"根据《中华人民共和国行政处罚法》{article}的规定，你（单位）有要求举行听证的权利。"
        w.say("告知听证权", True, "有要求举行听证的权利")
        ask = "五个工作日" if new else "三日"
        w.text(f"{told}如要求听证，请自收到本告知书之日起{ask}内向本机关提出。")
    w.text(
        f"联系人：{case.officers[0][0]}    联系电话：{case.party.phone[:4]}0000123",
        f"地址：{case.place}政务路1号",
        indent=False,
    )
    w.closing(w.day("告知日期", "notice", doc=True))


def term(w: Writer) -> str:
    """The term for statements; a fact."""
    if w.case.new_law("notice"):
        printed = w.pick("五个工作日", "5个工作日", "五日")
        values = [5, "五个工作日", "5个工作日", "五日", "5日"]
    else:
        printed, values = "三日", [3, "三日", "3日", "三个工作日", "3个工作日"]
    return w.say("陈述申辩期限", {"any": values}, printed)


def waiver(w: Writer) -> None:
    """放弃陈述申辩声明."""
    case = w.case
    w.paper("放弃陈述申辩声明", organ=" ")
    heard = "和听证" if "told_hearing" in case.flags else ""
    w.say("陈述申辩", {"contains": "放弃", "any_contains": ["放弃", "waived"]}, "放弃")
    number = case.number(w.pattern("notice"), case.dates["notice"].year)
    w.text(f"{case.organ}：", indent=False)
    w.text(
        f"{case.party.name}已收到你局送达的《行政处罚告知书》（{number}），对认定的事实和拟处罚内容没有异议。"
    )
    w.text(f"现声明放弃陈述、申辩{heard}的权利，接受处罚。")
    w.signed("声明人（签名或者盖章）", w.signer(), w.on("waive"), finger=True)


def statement(w: Writer) -> None:
    """陈述申辩笔录 and 陈述申辩复核意见书."""
    case = w.case
    w.paper("陈述申辩笔录", title="陈述申辩笔录")
    made = {"contains": "提出", "any_contains": ["申辩", "made", "陈述", "减轻", "从轻"]}
    w.form(
        (Cell("时间", w.on("statement")), Cell("地点", case.organ)),
        (Cell("陈述申辩人", w.signer()), Cell("联系电话", case.party.phone)),
        (Cell(w.label("officers"), w.officers()),),
        inner=False,
    )
    w.say("陈述申辩", made, "陈述申辩")
    plea = "我方对事实没有异议，但经营困难，已经全部改正，请求从轻处理。"
    w.text(f"陈述申辩内容：{plea}", "以上笔录已阅，属实。")
    w.signed("陈述申辩人（签名）", w.signer(), w.on("statement"))
    if "no_recheck" in case.flags:
        return
    w.paper("陈述申辩复核意见书", side=True)
    w.form(
        (Cell(w.label("case"), cause(w)),),
        (Cell("陈述申辩要点", "经营困难、已经改正，请求从轻。"),),
        w.opinion(
            "opinion",
            "改正情况在拟定处罚时已经考虑，理由不成立，建议维持拟处罚意见。",
            case.officers[0][0],
            w.on("recheck"),
        ),
        w.opinion("unit_opinion", "同意复核意见。", case.boss, w.on("recheck")),
    )


def hearing(w: Writer) -> None:
    """听证申请书, 听证通知书, 听证笔录, 听证报告."""
    case = w.case
    w.paper("听证申请书", organ=" ", title="听证申请书")
    w.text(f"{case.organ}：", indent=False)
    w.text(f"你局拟对{case.party.name}作出行政处罚，我方认为拟罚款数额过重，现申请举行听证。")
    w.signed("申请人（签名）", w.signer(), w.day("听证申请日期", "hear_ask"))
    w.paper(
        "听证通知书", case.number("A听通〔Y〕N号", case.dates["hear_notice"].year), title="行政处罚听证通知书"
    )
    w.text(f"{case.party.name}：", indent=False)
    when = w.day("听证日期", "hear", doc=True)
    host = w.say("听证主持人", case.host, case.host)
    w.text(f"根据你（单位）的申请，本机关定于{when}在本机关三楼会议室公开举行听证，请准时参加。")
    w.text(f"听证主持人：{host}；记录员：{case.clerk}。你（单位）有权申请回避，可以委托一至二人代理。")
    w.closing(w.day("听证通知日期", "hear_notice", doc=True))
    w.paper("听证笔录", title="听证笔录")
    span = w.during(case.dates["hear"], case.spans["hear"])
    w.form(
        (Cell(w.label("case"), cause(w)),),
        (Cell("听证时间", span),),
        (Cell("听证地点", "本机关三楼会议室"), Cell("主持人", case.host)),
        (Cell("案件调查人员", w.names()), Cell("记录员", case.clerk)),
        inner=False,
    )
    w.text(
        "主持人宣布听证纪律，核对参加人身份，告知权利义务，询问是否申请回避。当事人：不申请。",
        f"调查人员陈述：{case.facts}。建议{proposal(w)}",
        "当事人陈述：对事实无异议，认为罚款数额偏高，请求考虑整改投入。",
        "调查人员：拟处罚幅度已考虑整改情况。",
        "当事人最后陈述：请依法公正处理。",
    )
    w.signed("当事人（签名）", w.signer(), w.on("hear"))
    w.signed("主持人（签名）", case.host, w.on("hear"))
    w.paper("听证报告", side=True, title="听证报告")
    w.text(f"案由：{cause(w)}", f"主持人：{case.host}", indent=False)
    w.text("听证基本情况：双方到场，程序完整。主持人意见：事实清楚，建议按拟处罚意见处理。")
    w.signed("主持人（签名）", case.host, w.on("hear_report"))


def discussion(w: Writer) -> None:
    """集体讨论记录."""
    case = w.case
    w.paper("集体讨论记录", side=True)
    printed = w.say("集体讨论日期", case.dates["discuss"].isoformat(), w.on("discuss"), many=True)
    w.form(
        (Cell(w.label("case"), cause(w)),),
        (Cell("讨论时间", printed), Cell("地点", "局会议室")),
        (Cell("主持人", case.chief), Cell("记录人", case.clerk)),
        (Cell("出席人员", f"{case.chief}、{case.boss}、{case.reviewer}"), Cell("列席人员", w.names())),
    )
    w.text(
        f"{case.officers[0][0]}汇报案情：{case.facts}。",
        f"{case.reviewer}：程序合法，证据充分，法制审核已通过。",
        f"{case.boss}：同意办案机构意见。",
        f"{case.chief}：同意。",
        f"讨论结论：一致同意{proposal(w)}",
    )
    w.signed("出席人员（签名）", case.chief, w.on("discuss"))
    w.signed("记录人（签名）", case.clerk, w.on("discuss"))


def approval(w: Writer) -> None:
    """行政处罚决定审批表."""
    case = w.case
    w.paper("行政处罚决定审批表", side=True)
    told = _told(w)
    w.form(
        (Cell(w.label("case"), cause(w)),),
        *w.party_rows(),
        (Cell("违法事实", f"{case.facts}。", tall=True),),
        (Cell("陈述申辩情况", told),),
        w.opinion("opinion", f"建议{proposal(w)}", case.officers[0][0], w.on("approve")),
        w.opinion("unit_opinion", "拟同意。", case.boss, w.on("approve")),
        w.opinion("chief_opinion", w.pick("同意。", "同意作出处罚决定。"), case.chief, w.on("approve")),
    )


def _told(w: Writer) -> str:
    flags = w.case.flags
    if "waive" in flags:
        return "当事人书面放弃陈述申辩。"
    if "statement" in flags:
        return "当事人提出从轻请求，经复核不予采纳。"
    if HEARD in flags:
        return "已按当事人的申请举行听证。"
    return silence(w, "当事人在规定期限内未提出陈述申辩。")


__all__ = [
    "approval",
    "discussion",
    "hearing",
    "heavy",
    "notice",
    "report",
    "review_form",
    "statement",
    "waiver",
]
