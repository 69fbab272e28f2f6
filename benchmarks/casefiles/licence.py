"""Papers of a licence case."""

from benchmarks.casefiles.blocks import Cell, Paper
from benchmarks.casefiles.build import finish
from benchmarks.casefiles.case import NEW_REVIEW, Case
from benchmarks.casefiles.closing import service
from benchmarks.casefiles.dates import later
from benchmarks.casefiles.opening import exhibit, licence_copy
from benchmarks.casefiles.other_data import LICENCES
from benchmarks.casefiles.writer import Writer, cite


def licence(case: Case) -> list[Paper]:
    """All papers, decision where the bureau puts it."""
    w = Writer(case)
    item, pattern, law, article, _, materials, scope = LICENCES[case.sector]
    application(w, item, materials)
    for name in materials:
        if "营业执照" in name:
            licence_copy(w)
        elif "复印件" in name or case.rng.random() < 0.5:
            exhibit(w, name)
    if "correct" in case.flags:
        correction(w, item, materials)
    number = case.number("A许受〔Y〕N号", case.dates["accept"].year)
    w.paper("受理通知书", number)
    w.text(f"{case.party.name}：", indent=False)
    w.text(f"你（单位）提出的{item}申请，材料齐全，符合法定形式，本机关决定予以受理。")
    w.text("本机关将自受理之日起二十个工作日内作出决定，现场核查等所需时间按照规定计算。")
    w.closing(w.on("accept", doc=True))
    if "visit" in case.flags:
        visit(w, item)
    if "ask_hearing" in case.flags:
        asked(w, item)
    approval(w, item, law, article)
    decision(w, item, pattern, law, article, scope)
    paper = w.papers[-1]
    service(w, paper.title, paper.number, "serve", "送达日期")
    if "refused" not in case.flags and (case.rng.random() < 0.6 or "certificate" in case.flags):
        certificate(w, item, scope)
    return finish(w)


def application(w: Writer, item: str, materials: tuple[str, ...]) -> None:
    """许可申请书 and 申请材料清单."""
    case = w.case
    w.paper("许可申请书", organ=" ")
    w.form(
        (Cell("申请事项", item), Cell("申请类型", "延续" if "renew" in case.flags else "新办")),
        *applicant(w),
        (Cell("申请日期", w.on("apply")),),
        *([(Cell("原许可证有效期至", w.on("expires")),)] if "renew" in case.flags else []),
        inner=False,
    )
    w.text("申请人承诺所提交的材料真实、合法、有效，复印件与原件一致，并承担相应责任。")
    w.signed("申请人（签名或者盖章）", w.signer(), w.on("apply"))
    w.paper("申请材料清单")
    rows = [(str(n), name, "1份", "复印件" if n % 2 else "原件") for n, name in enumerate(materials, 1)]
    w.grid(("序号", "材料名称", "数量", "形式"), rows, (1, 5, 2, 2))
    w.text(f"收件日期：{w.on('apply')}    收件人：{case.clerk}", indent=False)


def applicant(w: Writer, state: bool = True) -> list[tuple[Cell, ...]]:
    """Rows that say who applies."""
    party = w.case.party
    if state:
        w.say("当事人", party.name, party.name, many=True)
        w.say("当事人证照号", party.number, party.number, many=True)
    name = ("申请人", "申请人名称", "申请单位", "申请人")[w.style.words]
    rows = [(Cell(name, party.name),), (Cell(w.label("uscc"), party.number),)]
    head = "经营者" if party.kind == "shop" else w.label("head")
    rows.append((Cell(head, party.head), Cell(w.label("phone"), party.phone)))
    rows.append((Cell(w.label("address"), party.address),))
    return rows


def correction(w: Writer, item: str, materials: tuple[str, ...]) -> None:
    """补正告知书."""
    case = w.case
    w.paper("补正告知书", case.number("A许补〔Y〕N号", case.dates["correct"].year), title="补正告知书")
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"你（单位）于{w.on('apply', doc=True)}提出的{item}申请，下列材料需要补正，请一次性补齐：{materials[-1]}。"
    )
    w.closing(w.on("correct", doc=True))


def visit(w: Writer, item: str) -> None:
    """现场核查笔录."""
    case = w.case
    w.paper("现场核查笔录")
    people = w.officers(count=1 if "one_officer" in case.flags else 9)
    w.form(
        (Cell("核查时间", w.during(case.dates["visit"], case.spans["visit"])),),
        (Cell("核查地点", case.site),),
        (Cell("申请人", case.party.name), Cell("核查事项", item)),
        (Cell("核查人员", people),),
        inner=False,
    )
    w.text(f"核查情况：核查人员到达{case.site}，场所、设施与申请材料一致，管理制度上墙。")
    refused = "refused" in case.flags
    w.text(f"核查结论：{'部分条件不符合要求' if refused else '符合要求'}。")
    w.signed("申请人（签名）", w.signer(), w.on("visit"))
    for name, _ in case.officers[: 1 if "one_officer" in case.flags else 9]:
        w.signed("核查人员（签名）", name, w.on("visit"))


def asked(w: Writer, item: str) -> None:
    """听证告知书 and 听证申请书."""
    case = w.case
    number = case.number("A许听〔Y〕N号", case.dates["accept"].year)
    w.paper("听证告知书", number, title="行政许可听证告知书")
    w.text(f"{case.party.name}：", indent=False)
    w.text(
        f"你（单位）申请的{item}涉及重大利益关系，根据《中华人民共和国行政许可法》第四十七条的规定，你（单位）有权要求听证。"
    )
    w.text("如要求听证，请自收到本告知书之日起五日内提出。")
    w.closing(w.on("accept", doc=True))
    service(w, "行政许可听证告知书", number, "accept")
    w.paper("听证申请书", organ=" ", title="听证申请书")
    w.text(f"{case.organ}：", indent=False)
    w.text(f"我方对{item}一事要求举行听证。")
    w.signed("申请人（签名或者盖章）", w.signer(), w.print(later(case.dates["accept"], 1)))


def approval(w: Writer, item: str, law: str, article: str) -> None:
    """行政许可审批表."""
    case = w.case
    w.paper("行政许可审批表", side=True)
    refused = "refused" in case.flags
    first = f"经审查，申请{'不' if refused else ''}符合{cite(law, article)}的条件，建议{'不予' if refused else '准予'}许可。"
    w.form(
        (Cell("许可事项", item), Cell("受理日期", w.on("accept"))),
        *applicant(w, state=False),
        w.opinion("opinion", first, case.officers[0][0], w.on("decide")),
        w.opinion("unit_opinion", "同意。", case.boss, w.on("decide")),
        w.opinion("chief_opinion", "同意。", case.chief, w.on("decide")),
    )


def decision(w: Writer, item: str, pattern: str, law: str, article: str, scope: str) -> None:
    """准予许可决定书 or 不予许可决定书."""
    case = w.case
    refused = "refused" in case.flags
    pattern = pattern.replace("准", "不") if refused else pattern
    number = case.number(pattern, case.dates["decide"].year)
    w.paper("不予许可决定书" if refused else "准予许可决定书", number)
    w.say("案号", number, number)
    w.say("处罚机关", case.organ, case.organ)
    w.form(*applicant(w), inner=False)
    start = f"你（单位）于{w.on('apply', doc=True)}提出的{item}申请，本机关于{w.on('accept', doc=True)}受理。经审查，"
    norm = cite(law, article)
    if refused and "no_reason" in case.flags:
        w.text(f"{start}决定不予许可。")
    elif refused:
        w.text(
            f"{start}经营场所的部分条件不符合{norm}规定的要求，根据《中华人民共和国行政许可法》第三十八条第二款的规定，决定不予许可。"
        )
    else:
        w.text(
            f"{start}申请符合{norm}规定的条件，根据《中华人民共和国行政许可法》第三十八条第一款的规定，决定准予许可。"
        )
        w.text(f"许可内容：{scope}。有效期五年。")
    if refused and "no_reason" not in case.flags:
        remedies(w)
    w.closing(w.day("决定日期", "decide", doc=True))


def remedies(w: Writer) -> None:
    """Review and suit."""
    case = w.case
    upper = f"{case.place}人民政府" + ("" if case.dates["decide"] >= NEW_REVIEW else "或者上一级主管部门")
    days, months = w.pick("六十日", "60日"), w.pick("六个月", "6个月")
    w.say("复议期限", {"any": [60, "六十日", "60日", "六十天"]}, days)
    w.say("起诉期限", {"any": [6, "六个月", "6个月"]}, months)
    w.text(
        f"如不服本决定，可以自收到本决定书之日起{days}内向{upper}申请行政复议，或者自收到之日起{months}内依法向人民法院提起行政诉讼。"
    )


def certificate(w: Writer, item: str, scope: str) -> None:
    """许可证件."""
    case = w.case
    w.paper("许可证件", f"LZ{case.dates['decide'].year}{case.serial:05d}", title=f"{item}证")
    w.form(
        (Cell("持证人", case.party.name),),
        (Cell("许可范围", scope),),
        (Cell("经营场所", case.party.address),),
        (Cell("有效期", f"自{w.on('decide')}起五年"),),
    )
    w.closing(w.on("decide", doc=True))
