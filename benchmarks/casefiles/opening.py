"""Papers of an ordinary penalty case up to the end of the investigation."""

from datetime import date

from benchmarks.casefiles.blocks import Cell, Text
from benchmarks.casefiles.writer import Writer, cite


def cause(w: Writer, prefix: bool = True) -> str:
    """State the cause of the case and give its printed form."""
    case = w.case
    name = case.matter
    forms = [name, f"{name}案", f"涉嫌{name}", f"涉嫌{name}案"]
    forms += [f"{party.name}{form}" for party in [*case.parties, None] if party for form in forms[:4]]
    forms += [w.parties() + form for form in (f"{name}案", f"涉嫌{name}案", f"涉嫌{name}")]
    printed = f"涉嫌{name}案" if prefix else f"{name}案"
    if w.style.words == 3 and prefix:
        printed = f"{w.parties()}{printed}"
    return w.say("案由", {"any": list(dict.fromkeys([*forms, printed]))}, printed)


def source_form(w: Writer) -> None:
    """案件来源登记表."""
    case = w.case
    w.paper("案件来源登记表", side=True)
    name, _ = case.officers[0]
    value = {"contains": case.source}
    told = (
        "群众来电反映"
        if case.source == "投诉举报"
        else "检查中发现"
        if "检查" in case.source
        else "收到材料，称"
    )
    rows = [
        (Cell(w.label("source"), w.say("案件来源", value, case.source)), Cell("登记时间", w.on("source")))
    ]
    rows += w.party_rows(case.party, state=False, long=False)
    rows.append(
        (Cell("线索内容", f"{told}{case.party.name}可能存在{case.matter}的行为，请予核实。", tall=True),)
    )
    rows.append(w.opinion("opinion", "建议派员核查。", name, w.on("source")))
    rows.append(w.opinion("unit_opinion", "同意核查。", case.boss, w.on("source")))
    w.form(*rows)


def filing_form(w: Writer) -> None:
    """立案审批表."""
    case = w.case
    law, article = case.norm.broken
    w.paper("立案审批表", case.number("A立〔Y〕N号", case.dates["file"].year), side=True)
    rows = [(Cell(w.label("case"), cause(w)),)]
    rows.append((Cell(w.label("source"), w.say("案件来源", {"contains": case.source}, case.source)),))
    approved = w.on("file") if "no_head_date" in case.flags else w.day("立案日期", "file")
    if (w.style.words % 2 or w.style.inner != "ruled") and "no_head_date" not in case.flags:
        rows[-1] += (Cell(w.label("filed"), approved),)
    rows += w.party_rows()
    found = f"{w.on('inspect')}，执法人员在{case.site}发现：{case.facts}。"
    rows.append((Cell(w.pick("案情简介", "主要案情", "案件简要情况"), found, tall=True),))
    opinion = f"当事人的行为涉嫌违反{cite(law, article)}的规定，建议立案调查，由{w.names()}承办。"
    rows.append(w.opinion("opinion", opinion, case.officers[0][0], w.on("inspect")))
    rows.append(
        w.opinion("unit_opinion", w.pick("拟同意立案。", "同意，请领导审批。"), case.boss, w.on("inspect"))
    )
    if "no_head_date" in case.flags:
        rows.append(w.opinion("chief_opinion", "同意立案。", case.chief, ""))
    else:
        rows.append(w.opinion("chief_opinion", w.pick("同意立案。", "同意立案调查。"), case.chief, approved))
    w.form(*rows)


def rights(w: Writer, record: str) -> str:
    """The notice of rights at the head of a record."""
    show = f"我们是{w.case.organ}的执法人员，已向你出示执法证件"
    number = "、".join(
        cert
        for _, cert in w.case.officers[: 1 if record == "inspect" and "one_officer" in w.case.flags else 9]
    )
    if "not_shown" in w.case.flags and record == "inspect":
        show = f"我们是{w.case.organ}的执法人员"
        return f"{show}，依法进行检查，请予配合。如认为我们与本案有利害关系，有权申请回避，并有权陈述申辩。"
    return (
        f"{show}（证号：{number}），请过目。现依法{'检查' if record == 'inspect' else '询问'}，"
        "你有权进行陈述、申辩；认为执法人员与本案有直接利害关系的，有权申请回避；对提问应当如实回答。你听清楚了吗？"
    )


def inspection_record(w: Writer) -> None:
    """现场检查笔录."""
    case = w.case
    w.paper("现场检查笔录")
    count = 1 if "one_officer" in case.flags else 9
    w.say("现场检查日期", case.dates["inspect"].isoformat(), w.on("inspect"))
    span = w.during(case.dates["inspect"], case.spans["inspect"])
    rows = [(Cell(w.label("when"), span),), (Cell(w.label("where"), case.site),)]
    rows += w.party_rows(case.party, state=True, long=False)
    rows.append((Cell(w.label("officers"), w.officers(count=count)),))
    rows.append((Cell("记录人", case.officers[0 if count == 1 else 1][0]), Cell("现场负责人", w.signer())))
    w.form(*rows, inner=False)
    w.text(f"告知事项：{rights(w, 'inspect')}", "答：听清楚了，不申请回避。")
    w.text(f"{w.pick('现场检查情况', '检查情况记录', '现场情况')}：", indent=False)
    w.text(f"执法人员到达{case.site}后，在{w.signer()}陪同下进行检查。经查，{case.facts}。")
    more = [
        "现场环境正常，通道畅通，未发现其他需要记录的情况。",
        "执法人员对上述情况进行了拍照，照片由在场人确认。",
        f"检查过程使用执法记录仪摄录，检查于{case.spans['inspect'][1] // 60}时许结束。",
        "检查未对当事人的财物造成损坏。",
    ]
    chosen = case.rng.sample(more, case.rng.randint(1, 4))
    if "not_shown" in case.flags:  # a recording might show it
        chosen = [text for text in chosen if "记录仪" not in text]
    w.text(*chosen)
    w.text("（以下空白）", indent=False)
    w.text("以上笔录已阅，与现场情况相符。" if w.style.words < 2 else "我已看过以上记录，情况属实。")
    w.signed(
        "当事人（签名）" if w.style.words < 2 else "被检查人签名", w.signer(), w.on("inspect"), finger=True
    )
    for name, _ in case.officers[:count]:
        w.signed("执法人员（签名）", name, w.on("inspect"))


def inquiry_record(w: Writer, index: int) -> None:
    """询问笔录."""
    case = w.case
    day, start, end, who = case.asked[index]
    w.paper("询问笔录")
    w.say("询问日期", day.isoformat(), w.print(day), many=True)
    rows = [(Cell(w.label("asked"), w.during(day, (start, end))), Cell("次数", f"第{1}次"))]
    rows.append(
        (Cell("询问地点", w.pick(f"{case.organ}询问室", f"{case.organ}{case.unit}办公室", case.site)),)
    )
    rows.append((Cell("被询问人", who), Cell("性别", w.pick("男", "女"))))
    rows.append((Cell("与本案关系", _relation(w, index)), Cell("联系电话", case.party.phone)))
    rows.append((Cell("询问人", w.officers()), Cell("记录人", case.officers[1][0])))
    w.form(*rows, inner=False)
    w.text(f"问：{rights(w, 'ask')}", "答：听清楚了，不申请回避。")
    for question, answer in _dialogue(w, index):
        w.text(f"问：{question}", f"答：{answer}")
    w.text("问：以上笔录请你阅看，是否与你所说一致？", "答：看过了，一致。")
    w.text("（以下无正文）", indent=False)
    w.signed("被询问人（签名）", who, w.print(day), finger=True)
    for name, _ in case.officers:
        w.signed("询问人（签名）" if w.style.words % 2 else "执法人员（签名）", name, w.print(day))


def _relation(w: Writer, index: int) -> str:
    if index:
        return "当事人的员工"
    return {"unit": "法定代表人", "shop": "经营者", "person": "当事人"}[w.case.party.kind]


def _dialogue(w: Writer, index: int) -> list[tuple[str, str]]:
    case = w.case
    talk = [
        (
            "请说明你的基本情况。",
            f"我{'在' + case.party.name + '工作' if index else '是' + _relation(w, index)}，负责日常管理。",
        ),
        (
            f"{w.on('inspect')}检查时的情况你是否清楚？",
            f"清楚。当时我在场，{case.facts.replace('当事人', '我方')}。",
        ),
        (
            "为什么会出现这种情况？",
            w.pick("对规定不熟悉，管理上疏忽了。", "以为可以先做后补，没想到违反了规定。"),
        ),
        ("这种情况从什么时候开始？", "就是检查那天前后，之前没有受到过处罚。"),
        ("是否已经改正？", w.pick("已经着手改正，相关材料随后提交。", "当天就停了，正在按要求整改。")),
        ("有没有造成人员受伤或者其他损失？", "没有。"),
        ("相关票据和台账能否提供？", "可以，复印件已交给你们，原件核对过。"),
        ("还有什么需要补充？", "没有，希望从轻处理。"),
    ]
    return talk if "extra" in case.flags else talk[:4] + talk[-1:]


def photographs(w: Writer) -> None:
    """照片证据单."""
    case = w.case
    w.paper("照片证据单")
    for number in range(1, case.rng.randint(2, 4)):
        w.photo(f"照片{number}：{case.site}现场，反映{case.matter}的情况")
        row = (Cell("拍摄时间", w.on("inspect")), Cell("拍摄人", case.officers[0][0]))
        w.form(row, (Cell("拍摄地点", case.site),), inner=False)
    w.signed("当事人确认（签名）", w.signer(), w.on("inspect"))


def exhibit(w: Writer, name: str) -> None:
    """书证复印件: a contract, invoice or list that somebody else wrote."""
    case, rng = w.case, w.case.rng
    w.paper("书证复印件", title=name)
    w.add(Text(name, indent=False, align="center", bold=True))
    day = first_day(w)
    if "合同" in name or "协议" in name:
        other = case.rng.choice(("甲方", "发包方", "委托方"))
        w.text(f"{other}：{case.party.name}", f"乙方：{case.city}嘉衍服务有限公司", indent=False)
        w.text(
            "一、双方本着平等自愿的原则，就下列事项达成一致。",
            f"二、合同期限自{day.year - 1}年1月1日起至{day.year}年12月31日止。",
            f"三、合同价款为{rng.randint(2, 90) * 1000}元，按季支付。",
            "四、任何一方违约，应当赔偿对方损失；争议由合同签订地人民法院管辖。",
        )
    else:
        goods = ("甲类", "乙类", "丙类", "丁类", "其他")
        rows = []
        for number in range(rng.randint(3, 9)):
            count, price = rng.randint(1, 30), rng.randint(3, 88)
            rows.append(
                (str(number + 1), rng.choice(goods), str(count), f"{price}.00", f"{count * price}.00")
            )
        w.grid(("序号", "名称", "数量", "单价", "小计"), rows, (1, 3, 1, 2, 2))
    w.text("本复印件与原件核对无误，由当事人提供。", indent=False)
    w.signed("提供人（签名）", w.signer(), w.on("report") if "report" in case.dates else w.print(day))


def first_day(w: Writer) -> date:
    """The first day of the case."""
    return min(w.case.dates.values())


def licence_copy(w: Writer) -> None:
    """营业执照 or 身份证 of each party."""
    for party in w.case.parties:
        if party.kind == "person":
            w.paper("身份证", title="居民身份证复印件")
            w.add(Text("居民身份证", indent=False, align="center", bold=True))
            born = f"{party.number[6:10]}年{int(party.number[10:12])}月{int(party.number[12:14])}日"
            w.text(f"姓名 {party.name}", f"出生 {born}", f"住址 {party.address}", indent=False)
            number = w.say("当事人证照号", party.number, party.number, many=True)
            w.text(f"公民身份号码 {number}", f"签发机关 {w.case.city}公安局", indent=False)
        else:
            _trade_licence(w, party)
        w.text("与原件核对无误。", indent=False)
        w.signed(
            "提供人（签名）",
            party.head or party.name,
            w.print(w.case.asked[0][0] if w.case.asked else first_day(w)),
        )


def _trade_licence(w: Writer, party) -> None:
    w.paper("营业执照", title="营业执照复印件")
    w.add(Text("营业执照", indent=False, align="center", bold=True))
    w.add(Text("（副本）", indent=False, align="center"))
    number = w.say("当事人证照号", party.number, party.number, many=True)
    kind = "个体工商户" if party.kind == "shop" else "有限责任公司（自然人投资或控股）"
    lines = [f"统一社会信用代码 {number}", f"名称 {party.name}", f"类型 {kind}"]
    lines.append(f"{'经营者' if party.kind == 'shop' else '法定代表人'} {party.head}")
    lines += [
        f"{'经营场所' if party.kind == 'shop' else '住所'} {party.address}",
        "登记机关 " + w.case.place + "市场监督管理局",
    ]
    lines.append(
        f"成立日期 {first_day(w).year - 4}年{w.case.rng.randint(1, 12)}月{w.case.rng.randint(1, 28)}日"
    )
    w.text(*lines, indent=False)
