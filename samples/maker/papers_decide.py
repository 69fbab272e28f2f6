"""Papers from the report to the approval of the decision."""

from __future__ import annotations

from .desk import Desk
from .model import Block, Paper, Para

# Ten above the last article of each law in the version of the samples: such an article never was.
BEYOND = {
    "中华人民共和国价格法": "五十八",
    "中华人民共和国广告法": "八十四",
    "中华人民共和国大气污染防治法": "一百三十九",
    "中华人民共和国固体废物污染环境防治法": "一百三十六",
    "中华人民共和国安全生产法": "一百二十九",
    "农药管理条例": "七十六",
    "中华人民共和国道路运输条例": "九十二",
}


def evidence(k: Desk) -> list[str]:
    """The exhibits, each with what it proves; numbering follows the style's voice."""
    items = [
        (k.title("inspection"), "1份", f"现场检查的经过和{k.v.short}的事实"),
        (k.title("photo"), "1份（照片2张）", "检查当时的现场状况"),
        (k.title("inquiry"), "1份", "违法行为的时间、经过和当事人的陈述"),
        (
            "身份证复印件" if k.p.person else "营业执照、身份证复印件",
            "各1份" if not k.p.person else "1份",
            "当事人的主体资格",
        ),
        *k.v.exhibits,
    ]
    if k.has("no_proves"):
        return ["；".join(f"{n}{c}" for n, c, _ in items) + "。"]
    lead = {0: "证据{}：", 1: "{}．", 2: "（{}）"}[k.style.voice]
    verb = {0: "，用于证明", 1: "，证实", 2: "，证明"}[k.style.voice]
    han = "一二三四五六七八九"
    return [
        lead.format(i if k.style.voice == 1 else han[i - 1])
        + f"{name}{count}{verb}{proves}"
        + ("。" if i == len(items) else "；")
        for i, (name, count, proves) in enumerate(items, 1)
    ]


def discretion(k: Desk) -> str:
    """The discretion statement, or nothing where it is left out."""
    if k.has("no_discretion"):
        return ""
    step = k.v.steps[k.spec.step]
    return (
        f"参照{k.a.name}公布的行政处罚裁量基准（编号{k.v.code}），{k.v.light}，属于“{step.grade}”档次，"
        f"对应罚款幅度为{step.low}元以上{step.high}元以下。"
    )


def cited_basis(k: Desk) -> str:
    """The penalty norm as this decision cites it: with a wrong article, without its item, or right."""
    if k.has("no_article"):
        return f"《{k.v.basis.law}》第{BEYOND[k.v.basis.law]}条"
    if k.has("short_basis"):
        return f"《{k.v.basis.law}》第{k.v.basis.article}条"
    return k.basis


def told_name(k: Desk) -> str:
    """Whether the notice is the hearing notice."""
    return k.title("hearing_notice" if k.spec.hearing_due and not k.has("hearing_untold") else "notice")


def report(k: Desk) -> Paper:
    """案件调查终结报告."""
    name = k.p.name.replace("有限公司", "公司") if k.has("name_differs") else k.p.name
    blocks: list[Block] = [
        Para("一、当事人基本情况", "heading"),
        Para(
            f"{name}，{'公民身份号码' if k.p.person else '统一社会信用代码'}"
            "："
            f"{k.p.number}；住所（地址）：{k.p.address}；"
            f"法定代表人（负责人）：{k.p.chief}；联系电话：{k.p.phone}。"
        ),
        Para("二、案件来源和调查经过", "heading"),
        Para(
            f"{k.long(k.d.found)}，{k.fill(k.v.source)}{k.long(k.d.filed)}，经机关负责人批准立案。"
            f"{k.long(k.d.inspected)}，执法人员对{k.place}进行现"
            "场检查；"
            f"{k.long(k.d.asked)}，对{k.p.chief}进行询问，"
            "并收集了有关书证。"
        ),
        Para("三、查明的事实", "heading"),
        Para(k.fill(k.v.facts)),
        Para("四、证据", "heading"),
        *(Para(line) for line in evidence(k)),
        Para("五、案件性质、处罚依据和裁量", "heading"),
        Para(f"当事人的行为违反了{k.broken}的规定，应当依据{k.basis}的规定处罚。{discretion(k)}"),
        Para("六、处理建议", "heading"),
        Para(f"建议对当事人作出如下行政处罚：{'；'.join(k.kinds(k.spec.proposed))}。"),
        Para(f"调查人员签名：{k.names}　　{k.fd(k.d.reported)}", "right"),
    ]
    return Paper("案件调查终结报告", k.title("report"), tuple(blocks), date=k.fd(k.d.reported))


def review(k: Desk) -> Paper:
    """法制审核意见书."""
    person = k.spec.officers[0].name if k.has("same_reviewer") else k.a.reviewer
    blocks = k.fields(
        ("案由", f"{k.p.name}{k.v.name}案"), ("送审机构", k.a.unit), ("送审日期", k.fd(k.d.reviewed))
    )
    blocks += k.text_box(
        "审核内容",
        "（一）执法主体合法，执法人员具备执法资格；（二）"
        "执法程序合法；（三）案件事实清楚，证据合法充分；"
        "（四）适用法律、法规、"
        "规章准确，裁量基准运用适当；（五）"
        "未超越本机关法定权限；"
        "（六）文书完备、规范，未发现涉嫌犯罪需要移送的情形。",
    )
    blocks += k.opinions(
        ("审核意见", f"经审核，同意{k.a.unit}的处理意见。", person, k.fd(k.d.reviewed)),
        ("法制机构意见", "审核通过。", k.a.host, k.fd(k.d.reviewed)),
    )
    return Paper("法制审核意见书", k.title("review"), tuple(blocks), k.number("review"), k.fd(k.d.reviewed))


def discussion(k: Desk) -> Paper:
    """集体讨论记录."""
    second = "余岸芷"
    blocks: list[Block] = [
        *k.fields(
            ("案由", f"{k.p.name}{k.v.name}案"),
            ("讨论时间", f"{k.long(k.d.discussed or k.d.approved)}9时00分至9时50分"),
            ("讨论地点", f"{k.a.address}会议室"),
            ("主持人", k.a.head),
            ("记录人", k.a.filer),
        ),
        Para(
            f"参加人员：{k.a.head}（主要负责人）"
            f"、{second}（分管负责人）"
            f"、{k.a.unit_head}（{k.a.unit}负责人）"
            "　　列席人员："
            f"{k.a.reviewer}、{k.names}",
            "plain",
        ),
        Para("讨论记录", "heading"),
        Para(
            f"{k.spec.officers[0].name}汇报："
            f"{k.fill(k.v.facts)}拟作出的处罚为："
            f"{'；'.join(k.kinds(k.spec.fine))}。"
        ),
        Para(f"{k.a.reviewer}：本案事实清楚、证据充分、程序合法，法制审核已通过。"),
        Para(f"{k.a.unit_head}：{k.v.light}，裁量适当，同意。"),
        Para(f"{second}：同意上述意见，请办案机构跟进改正情况。"),
        Para(f"{k.a.head}：同意。"),
        Para(f"结论：一致同意对当事人作出{'；'.join(k.kinds(k.spec.fine))}的行政处罚。"),
        Para(f"参加人员签名：{k.a.head}、{second}、{k.a.unit_head}　　{k.fd(k.d.discussed)}", "plain"),
    ]
    return Paper("集体讨论记录", k.title("discussion"), tuple(blocks), date=k.fd(k.d.discussed))


def notice(k: Desk) -> Paper:
    """行政处罚事先告知书 with or without the hearing right."""
    days = "五个工作日" if k.new_law else "三日"
    told = [
        Para(
            f"依据{k.law('told')}的规定，你（单位）"
            "有权进行陈述和申辩。"
            f"如有意见，请自收到本告知书之日起{days}内向本机关提"
            "出；"
            "逾期未提出的，视为放弃上述权利。"
        )
    ]
    if k.spec.hearing_due and not k.has("hearing_untold"):
        told.append(
            Para(
                f"依据{k.law('hearing')}的规定，"
                "你（单位）有要求举行听证的权利。"
                f"如要求听证，请自收到本告知书之日起{days}内向本机关"
                "提出；"
                "逾期未提出的，视为放弃听证权利。"
            )
        )
    blocks = [
        *k.party_lines(),
        Para(
            f"本机关对你（单位）涉嫌{k.v.name}一案，"
            "已调查终结。"
            "现将拟作出行政处罚的内容及事实、"
            "理由、依据告知如下："
        ),
        Para(
            f"经查明，{k.fill(k.v.facts)}以上事实有{k.title('inspection')}"
            "、"
            f"{k.title('photo')}、{k.title('inquiry')}等证据证实。"
        ),
        Para(
            f"你（单位）的行为违反了{k.broken}的规定。"
            f"依据{k.basis}的规定，"
            f"{discretion(k)}本机关拟对你（单位）"
            "作出如下行政处罚："
        ),
        *(Para(f"{i}．{kind}。") for i, kind in enumerate(k.kinds(k.spec.proposed), 1)),
        *told,
        Para(f"联系人：{k.spec.officers[0].name}　　联系电话：{k.a.phone}　　地址：{k.a.address}"),
        k.close(k.d.noticed),
    ]
    return Paper("行政处罚事先告知书", told_name(k), tuple(blocks), k.number("notice"), k.ld(k.d.noticed))


def waiver(k: Desk) -> Paper:
    """放弃陈述申辩声明."""
    right = "陈述、申辩和要求听证" if k.spec.hearing_due and not k.has("hearing_untold") else "陈述、申辩"
    blocks: list[Block] = [
        Para(f"{k.a.name}：", "plain"),
        Para(
            f"我（单位）于{k.long(k.d.notice_served)}收到你机关送"
            f"达的《{told_name(k)}》"
            f"（{k.number('notice')}），已了解告知的内容。"
            f"经考虑，我（单位）自愿放弃{right}的权利。"
        ),
        Para(f"声明人：{k.p.name}", "right"),
        Para(f"签名：{k.p.chief}", "right"),
        Para(k.ld(k.d.replied), "right"),
    ]
    return Paper("放弃陈述申辩声明", k.title("waiver"), tuple(blocks), date=k.ld(k.d.replied), head=False)


def statement(k: Desk) -> list[Paper]:
    """陈述申辩笔录 and the review opinion on it."""
    record: list[Block] = [
        Para(
            f"时间：{k.long(k.d.replied or k.d.approved)}10时00分至10时30分　　地点：{k.a.address}", "plain"
        ),
        Para(f"陈述申辩人：{k.p.chief}（{k.p.name}）　　联系电话：{k.p.phone}", "plain"),
        Para(f"承办人：{k.names}　　记录人：{k.spec.officers[1].name}", "plain"),
        Para(
            "陈述申辩内容：我单位对查明的事实没有异议，检查以后马上改正了，希望考虑我单位经营困难，从轻处理。"
        ),
        Para(
            "承办人：你的意见我们已记录，将进行复核。"
            "你还有没有其他意见和证据？"
            "陈述申辩人：没有了。（以下空白）"
        ),
        Para(f"陈述申辩人签名：{k.p.chief}　　{k.fd(k.d.replied)}", "plain"),
        Para(f"承办人签名：{k.names}　　{k.fd(k.d.replied)}", "plain"),
    ]
    opinion: list[Block] = [
        *k.fields(("案由", f"{k.p.name}{k.v.name}案"), ("复核日期", k.fd(k.d.replied))),
        *k.text_box(
            "复核情况",
            "当事人提出已及时改正、经营困难。"
            "经复核，及时改正的情节在拟处罚时已经考虑；"
            "经营困难不属于法定从轻、减轻情形。",
        ),
        *k.opinions(
            ("复核意见", "维持拟处罚意见，不予采纳。", k.names, k.fd(k.d.replied)),
            ("机关负责人意见", "同意复核意见。", k.a.head, k.fd(k.d.replied)),
        ),
    ]
    return [
        Paper("陈述申辩笔录", "陈述申辩笔录", tuple(record), date=k.fd(k.d.replied)),
        Paper("复核意见书", "陈述申辩复核意见书", tuple(opinion), date=k.fd(k.d.replied)),
    ]


def hearing(k: Desk) -> list[Paper]:
    """听证申请书, 听证通知书, 听证笔录, 听证报告."""
    heard = k.d.heard or k.d.approved
    ask: list[Block] = [
        Para(f"{k.a.name}：", "plain"),
        Para(
            f"我单位于{k.long(k.d.notice_served)}收到《{told_name(k)}"
            "》"
            f"（{k.number('notice')}），对拟罚款数额有意见，"
            "现要求举行听证。"
        ),
        Para(f"申请人：{k.p.name}", "right"),
        Para(f"法定代表人：{k.p.chief}", "right"),
        Para(k.ld(k.d.hearing_asked), "right"),
    ]
    call: list[Block] = [
        Para(f"{k.p.name}：", "plain"),
        Para(
            f"你单位要求听证的申请已收到。本机关定于{k.long(heard)}"
            f"9时30分在{k.a.address}"
            f"听证室公开举行听证，由{k.a.host}担任听证主持人，"
            f"{k.a.filer}担任记录员。请准时参加；"
            "你单位可以委托一至二人代理，"
            "认为主持人与本案有直接利害关系的，有权申请回避。"
        ),
        k.close(k.d.hearing_notice),
    ]
    record: list[Block] = [
        Para(f"听证时间：{k.long(heard)}9时30分至10时40分", "plain"),
        Para(f"听证地点：{k.a.address}听证室", "plain"),
        Para(f"听证主持人：{k.a.host}　　记录员：{k.a.filer}", "plain"),
        Para(f"当事人：{k.p.name}　　法定代表人：{k.p.chief}　　案件调查人员：{k.names}", "plain"),
        Para(
            "主持人：现在核对参加人身份，宣布听证纪律，"
            "告知权利义务。"
            f"当事人是否申请回避？{k.p.chief}：不申请。"
        ),
        Para(
            f"{k.spec.officers[0].name}：{k.fill(k.v.facts)}建议处罚：{'；'.join(k.kinds(k.spec.proposed))}。"
        ),
        Para(f"{k.p.chief}：对事实没有异议。我单位是第一次违法，检查后已经改正，请求按最低幅度处理。"),
        Para(
            f"{k.spec.officers[1].name}：拟罚款数额已是“{k.v.steps[k.spec.step].grade}”"
            "档次的下限，已考虑及时改正的情节。"
        ),
        Para(f"主持人：请作最后陈述。{k.p.chief}：没有补充。主持人：听证结束。（以下空白）"),
        Para(f"当事人签名：{k.p.chief}　　调查人员签名：{k.names}　　{k.fd(heard)}", "plain"),
        Para(f"主持人签名：{k.a.host}　　记录员签名：{k.a.filer}　　{k.fd(heard)}", "plain"),
    ]
    result: list[Block] = [
        *k.fields(
            ("案由", f"{k.p.name}{k.v.name}案"),
            ("听证主持人", k.a.host),
            ("听证时间", k.fd(heard)),
            ("听证地点", "听证室"),
        ),
        *k.text_box(
            "听证情况",
            "当事人对事实、证据和法律适用没有异议，"
            "请求按最低幅度处理。"
            "调查人员答辩认为拟罚款数额已为该档次下限。",
        ),
        *k.opinions(
            ("听证意见", "本案事实清楚、证据充分，建议维持拟处罚意见。", k.a.host, k.fd(heard)),
        ),
    ]
    return [
        Paper("听证申请书", "听证申请书", tuple(ask), date=k.ld(k.d.hearing_asked), head=False),
        Paper("听证通知书", "行政处罚听证通知书", tuple(call), k.number("hearing"), k.ld(k.d.hearing_notice)),
        Paper("听证笔录", "听证笔录", tuple(record), date=k.fd(heard)),
        Paper("听证报告", "听证报告", tuple(result), date=k.fd(heard)),
    ]


def approval(k: Desk) -> Paper:
    """行政处罚决定审批表."""
    heard = {
        "waiver": "当事人书面放弃陈述、申辩。",
        "none": "当事人逾期未提出陈述、申辩。",
        "statement": "当事人提出陈述、申辩，经复核不予采纳。",
        "hearing": "经听证，当事人的意见不予采纳。",
    }[k.spec.reply]
    if k.has("early_decision"):
        heard = "已告知当事人陈述、申辩权利。"
    blocks = k.fields(
        ("案由", f"{k.v.name}案"),
        ("立案日期", k.fd(k.d.filed)),
        ("当事人", k.p.name),
        ("证照号码", k.p.number),
    )
    blocks += k.text_box("违法事实", k.fill(k.v.facts), 30)
    blocks += k.text_box("告知及陈述申辩情况", heard, 12)
    blocks += k.text_box(
        "处罚依据和建议", f"依据{k.basis}的规定，建议：{'；'.join(k.kinds(k.spec.fine))}。", 18
    )
    blocks += k.opinions(
        ("承办人意见", "建议按上述意见处罚。", k.names, k.fd(k.d.approved)),
        ("承办机构意见", "拟同意。", k.a.unit_head, k.fd(k.d.approved)),
        ("机关负责人意见", "同意处罚。", k.a.head, k.fd(k.d.approved)),
    )
    return Paper("行政处罚决定审批表", k.title("approval"), tuple(blocks), date=k.fd(k.d.approved))
