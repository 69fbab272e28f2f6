"""The decision and what follows it; cover, index and closing note of the volume."""

from __future__ import annotations

from .desk import REVIEW_FIRST, Desk
from .model import PAGES, Block, Cell, Paper, Para, Table
from .papers_decide import cited_basis, discretion, evidence, told_name


def _heard(k: Desk) -> str:
    told = (
        f"{k.long(k.d.notice_served)}，本机关向你（单位）"
        f"送达《{told_name(k)}》（{k.number('notice')}），"
        "告知拟作出行政处罚的内容及事实、"
        "理由、依据，并告知依法享有的陈述、申辩"
        f"{'和要求听证' if k.spec.hearing_due and not k.has('hearing_untold') else ''}等权利。"
    )
    if k.has("reply_silent") or k.has("early_decision"):
        return told
    return (
        told
        + {
            "waiver": f"你（单位）于{k.long(k.d.replied or k.d.approved)}书面声明放弃上述权利。",
            "none": "你（单位）在规定期限内未提出陈述、申辩"
            + ("，也未要求听证" if k.spec.hearing_due else "")
            + "。",
            "statement": f"你（单位）于{k.long(k.d.replied or k.d.approved)}提"
            "出已及时改正、"
            "经营困难的申辩意见。经复核，及时改正的情节已在裁量"
            "时考虑，"
            "经营困难不属于法定从轻、减轻情形，对该意见不予采纳。",
            "hearing": f"根据你单位的申请，本机关于{k.long(k.d.heard or k.d.approved)}"
            "公开举行听证。"
            "你单位请求按最低幅度处理；本机关认为及时改正的情节"
            "已在裁量时考虑，罚款数额适当，对该意见不予采纳。",
        }[k.spec.reply]
    )


def _remedies(k: Desk) -> str:
    suit = "三个月" if k.has("remedy_three") else "六个月"
    return {
        0: f"如不服本决定，可以自收到本决定书之日起六十日内向{k.a.review_body}"
        "申请行政复"
        f"议，也可以自收到本决定书之日起{suit}内直接向"
        f"{k.a.court}提起行政诉讼。",
        1: "你（单位）不服本处罚决定的，可在接到本决定书之日起"
        f"六十日内向{k.a.review_body}"
        f"申请行政复议，或者在{suit}内向{k.a.court}"
        "提起行政诉讼。",
        2: "如对本处罚决定不服，可以在收到本决定书之日起60日内"
        f"依法向{k.a.review_body}申"
        f"请行政复议，或者在{suit.replace('六', '6').replace('三', '3')}"
        "内依法"
        f"向{k.a.court}提起行政诉讼。",
    }[k.style.voice] + "复议、诉讼期间，除法律另有规定外，本决定不停止执行。"


def payment(k: Desk) -> str:
    """Term and channel of payment."""
    term = {0: "十五日", 1: "十五日", 2: "15日"}[k.style.voice]
    if k.has("pay_term"):
        term = {0: "七日", 1: "七日", 2: "7日"}[k.style.voice]
    channel = "或者通过市非税收入电子支付系统缴纳罚款" if k.new_law else "缴纳罚款"
    more = "，加处罚款的数额不超出罚款的数额" if k.new_law else ""
    return (
        f"你（单位）应当自收到本决定书之日起{term}内，"
        "持本决定书到云汀银行任一网点（"
        "账户名称：云汀市非税收入待解缴户，"
        "账号：0099000012345）"
        f"{channel}。逾期不缴纳的，依据{k.law('late')}的规定，"
        f"本机关可以每日按罚款数额的百分之三加处罚款{more}。"
    )


def decision(k: Desk) -> Paper:
    """行政处罚决定书."""
    open_line = {
        0: f"本机关于{k.long(k.d.filed)}对你（单位）涉嫌{k.v.name}的行为立案调查，现已调查终结。",
        1: f"我局于{k.long(k.d.inspected)}对你（单位）"
        "进行了现场检查，"
        f"并于{k.long(k.d.filed)}立案，现查明你（单位）"
        "实施了以下违法行为：",
        2: f"你（单位）涉嫌{k.v.name}一案，本机关于{k.long(k.d.filed)}依法立案，现调查终结。",
    }[k.style.voice]
    heads = {
        0: (
            "一、违法事实和证据",
            "二、告知及陈述申辩情况",
            "三、处罚依据、种类和裁量",
            "四、履行方式和期限",
            "五、救济途径",
        ),
        1: (
            "一、调查查明的事实、证据",
            "二、陈述申辩（听证）情况",
            "三、行政处罚的依据和种类",
            "四、处罚决定的履行方式和期限",
            "五、申请复议或者提起诉讼的途径和期限",
        ),
        2: (
            "（一）违法事实及证据",
            "（二）告知情况",
            "（三）处罚理由、依据及内容",
            "（四）履行方式及期限",
            "（五）救济途径及期限",
        ),
    }[k.style.voice]
    reason = (
        f"你（单位）的上述行为违反了{k.broken}的规定。"
        f"依据{cited_basis(k)}的规定，"
        f"{discretion(k)}本机关决定作出如下行政处罚："
    )
    blocks: list[Block] = [
        *k.party_lines(),
        Para(open_line),
        Para(heads[0], "heading"),
        Para(k.fill(k.v.facts)),
        Para("上述事实，有以下证据证实："),
        *(Para(e) for e in evidence(k)),
        Para(heads[1], "heading"),
        Para(_heard(k)),
        Para(heads[2], "heading"),
        Para(reason),
        *(Para(f"{i}．{kind}。") for i, kind in enumerate(k.kinds(k.spec.fine), 1)),
        Para(heads[3], "heading"),
        Para(payment(k)),
    ]
    if not k.has("no_remedy"):
        blocks += [Para(heads[4], "heading"), Para(_remedies(k))]
    blocks += [
        Para("逾期不申请行政复议、不提起行政诉讼，又不履行本决定的，本机关将依法申请人民法院强制执行。"),
        k.close(k.d.decided),
    ]
    return Paper("行政处罚决定书", k.title("decision"), tuple(blocks), k.case_number, k.ld(k.d.decided))


def goods(k: Desk) -> Paper:
    """罚没物品清单 with the record of disposal."""
    rows = tuple(
        tuple(Cell(t, label=i == 0) for t in row)
        for i, row in enumerate(
            (
                ("物品名称", "数量", "处理方式", "处理时间"),
                (k.v.goods, "1批", "交有资质单位无害化销毁", k.fd(k.d.paid)),
            )
        )
    )
    blocks: list[Block] = [
        *k.fields(("决定书文号", k.case_number), ("当事人", k.p.name)),
        Table((3, 1, 2, 1.5), rows),
        Para(
            f"保管人：{k.a.filer}　　监督销毁人：{k.names}　　见证人：{k.p.chief}　　{k.fd(k.d.paid)}",
            "plain",
        ),
    ]
    return Paper("涉案财物清单", "罚没物品清单及处理记录", tuple(blocks), date=k.fd(k.d.paid))


def receipt(k: Desk) -> Paper:
    """缴款书 or 罚没票据."""
    paid = k.spec.fine - (k.spec.fine // 10 or 100) if k.has("receipt_differs") else k.spec.fine
    total = paid + k.v.gains
    lines = [("罚款", paid)] + ([("没收违法所得", k.v.gains)] if k.v.gains else [])
    rows = [(Cell("项目", label=True), Cell("金额（元）", label=True))] + [
        (Cell(n), Cell(f"{v:.2f}")) for n, v in lines
    ]
    rows.append((Cell("合计", label=True), Cell(k.sum(total))))
    blocks: list[Block] = [
        Para(f"票据号码：YT{k.spec.serial:06}{k.d.paid:%m%d}　　缴款日期：{k.fd(k.d.paid)}", "plain"),
        Para(f"缴款人：{k.p.name}", "plain"),
        Para(f"执收单位：{k.a.name}", "plain"),
        Para(f"决定书文号：{k.case_number}", "plain"),
        Table((2, 3), tuple(rows)),
        Para("缴款方式：银行代收　　代收银行：云汀银行（业务已受理）", "plain"),
    ]
    return Paper("罚没票据", k.title("receipt"), tuple(blocks), date=k.fd(k.d.paid), head=False)


def publication(k: Desk) -> Paper:
    """公示记录 with the name of a natural person masked."""
    name = k.p.name[0] + "某" if k.p.person else k.p.name
    blocks = k.fields(
        ("决定书文号", k.case_number),
        ("当事人", name),
        ("违法行为", k.v.name),
        ("处罚内容", "；".join(k.kinds(k.spec.fine))),
        ("决定日期", k.fd(k.d.decided)),
        ("公示日期", k.fd(k.d.published)),
        ("公示平台", "云汀市行政执法信息公示平台"),
        ("经办人", k.a.filer),
    )
    return Paper("公示记录", k.title("publication"), tuple(blocks), date=k.fd(k.d.published))


def closing(k: Desk) -> Paper:
    """结案审批表."""
    blocks = k.fields(
        ("案由", f"{k.v.name}案"),
        ("决定书文号", k.case_number),
        ("当事人", k.p.name),
        ("立案日期", k.fd(k.d.filed)),
        ("决定日期", k.fd(k.d.decided)),
        ("送达日期", k.fd(k.d.served)),
        ("结案日期", k.fd(k.d.closed)),
        ("缴款日期", k.fd(k.d.paid)),
    )
    blocks += k.text_box("处理结果", "；".join(k.kinds(k.spec.fine)) + "。", 14)
    blocks += k.text_box("执行情况", f"当事人已于{k.long(k.d.paid)}履行完毕，违法行为已改正。", 14)
    blocks += k.opinions(
        ("承办人意见", "建议结案。", k.names, k.fd(k.d.closed)),
        ("承办机构意见", "拟同意结案。", k.a.unit_head, k.fd(k.d.closed)),
        ("机关负责人意见", "同意结案。", k.a.head, k.fd(k.d.closed)),
    )
    return Paper("结案审批表", k.title("closing"), tuple(blocks), date=k.fd(k.d.closed))


def cover(k: Desk, pages: int | str) -> Paper:
    """卷宗封面."""
    kind = "简易程序" if k.spec.procedure == "summary" else "普通程序"
    title = "" if k.has("cover_blank") else k.spec.title
    pairs = (
        ("案号", k.case_number),
        ("案件名称", title),
        ("案件类别", f"行政处罚（{kind}）"),
        ("承办机构", k.a.unit),
        ("承办人", k.names),
        ("立案日期" if k.spec.procedure == "ordinary" else "决定日期", k.fd(k.d.filed)),
        ("结案日期", "" if k.has("no_closing") else k.fd(k.d.closed)),
        ("处理结果", "；".join(k.kinds(k.spec.fine))),
        ("归档日期", k.fd(k.d.archived)),
        ("归档人", k.a.filer),
        ("保管期限", "30年"),
        ("本卷页数", f"共{pages}页"),
    )
    rows = tuple((Cell(k.tag(a), label=True, align="center", height=12), Cell(b)) for a, b in pairs)
    blocks: tuple[Block, ...] = (Table((1.2, 4), rows),)
    if not k.style.tables:
        blocks = tuple(Para(f"{k.tag(a)}：{b}", "wide") for a, b in pairs)
    return Paper("卷宗封面", "行政执法案卷", blocks, paged=False, listed=False, label="卷宗封面")


def index(k: Desk, rows: list[tuple[Paper, tuple[int, int] | None]]) -> Paper:
    """卷内目录 from the papers with their first and last page; None leaves the pages to Typst."""
    head = tuple(
        Cell(t, label=True, align="center") for t in ("序号", "文号", "文书名称", "日期", "页号", "备注")
    )
    body = []
    for i, (paper, span) in enumerate(rows):
        shift = 2 if k.has("index_pages") and paper.kind == "行政处罚决定书" else 0
        pages = (
            PAGES.format(i, shift) if span is None else "-".join(str(n + shift) for n in sorted(set(span)))
        )
        body.append(
            (
                Cell(str(i + 1), align="center"),
                Cell(paper.number),
                Cell(paper.name),
                Cell(paper.date, align="center"),
                Cell(pages, align="center"),
                Cell(""),
            )
        )
    return Paper(
        "卷内目录",
        "卷内目录",
        (Table((0.7, 3.1, 3, 2.8, 0.9, 0.7), (head, *body)),),
        head=False,
        paged=False,
        listed=False,
    )


def end_note(k: Desk, pages: int | str) -> Paper:
    """备考表."""
    blocks: list[Block] = [
        Para(f"本卷情况说明：本卷共{pages}页，文书齐全，页码连续，无缺损。"),
        Para(f"立卷人：{k.a.filer}　　检查人：{k.a.unit_head}", "right"),
        Para(f"立卷时间：{k.fd(k.d.archived)}", "right"),
    ]
    return Paper(
        "备考表", "备考表", tuple(blocks), date=k.fd(k.d.archived), head=False, paged=False, listed=False
    )


def spot_decision(k: Desk) -> Paper:
    """当场行政处罚决定书."""
    suit = (
        f"或者自收到本决定书之日起六个月内直接向{k.a.court}提起行政诉讼"
        if k.has("spot_sue") or k.d.decided < REVIEW_FIRST
        else f"对行政复议决定不服的，可以自收到复议决定书之日起十五日内向{k.a.court}提起行政诉讼"
    )
    first = "" if k.has("spot_sue") or k.d.decided < REVIEW_FIRST else "应当先"
    told = (
        "执法人员已当场告知拟作出行政处罚的内容及事实、"
        "理由、依据和陈述、申辩的权利，当事人表示不陈述、"
        "不申辩。"
    )
    blocks: list[Block] = [
        *k.party_lines(),
        Para(f"违法事实：{k.fill(k.v.facts)}以上事实有{k.title('inspection')}、现场照片、当事人陈述证实。"),
        Para(
            f"处罚依据和内容：上述行为违反了{k.broken}的规定。"
            f"{told}依据{k.basis}和{k.law('spot')}的规定，"
            f"{discretion(k)}"
            f"现当场作出罚款{k.sum(k.spec.fine)}的行政处罚，并责令{k.v.order}。"
        ),
        Para(
            "履行方式和期限：自收到本决定书之日起十五日内到云汀"
            "银行任一网点或者通过市非"
            "税收入电子支付系统缴纳罚款。"
        ),
        Para(
            f"救济途径：如不服本决定，{first}{'可以' if not first else ''}"
            "自收到本决定书"
            f"之日起六十日内向{k.a.review_body}申请行政复议，"
            f"{suit}。"
        ),
        Para(f"处罚地点：{k.place}　　处罚时间：{k.long(k.d.decided)}10时40分", "plain"),
        Para(
            f"执法人员已出示执法证件，签名：{k.pair}"
            if not k.has("not_shown")
            else f"执法人员签名：{k.pair}",
            "plain",
        ),
        Para(f"本决定书已当场交付。当事人签名：{k.p.chief}　　{k.long(k.d.decided)}", "plain"),
        k.close(k.d.decided),
    ]
    return Paper("当场行政处罚决定书", k.title("spot"), tuple(blocks), k.case_number, k.ld(k.d.decided))


def spot_filing(k: Desk) -> Paper:
    """当场行政处罚备案表."""
    blocks = k.fields(
        ("决定书文号", k.case_number),
        ("当事人", k.p.name),
        ("案由", k.v.name),
        ("罚款金额", k.sum(k.spec.fine)),
        ("处罚时间", k.fd(k.d.decided)),
        ("备案时间", k.fd(k.d.served)),
    )
    blocks += k.opinions(
        ("执法人员", "现将当场处罚情况报备。", k.names, k.fd(k.d.served)),
        ("机关意见", "准予备案。", k.a.unit_head, k.fd(k.d.served)),
    )
    return Paper("当场行政处罚备案表", k.title("spot_filing"), tuple(blocks), date=k.fd(k.d.served))
