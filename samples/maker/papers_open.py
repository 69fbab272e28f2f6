"""Papers up to the end of the investigation."""

from __future__ import annotations

from datetime import date

from .desk import Desk
from .model import Block, Cell, Paper, Para, Photo, Stamp, Table


def source(k: Desk) -> Paper:
    """案件来源登记表."""
    blocks = k.fields(
        ("案件来源", source_name(k)),
        ("登记时间", k.fd(k.d.found)),
        ("当事人", k.p.name),
        ("住所（地址）", k.p.address),
        ("登记人", k.spec.officers[0].name),
        ("线索编号", f"第{k.spec.serial + 9}号"),
    )
    blocks += k.text_box("主要内容", k.fill(k.v.source))
    blocks += k.opinions(
        ("承办人意见", "建议进行核查。", k.spec.officers[0].name, k.fd(k.d.found)),
        ("负责人意见", "同意核查。", k.a.unit_head, k.fd(k.d.found)),
    )
    return Paper("案件来源登记表", k.title("source"), tuple(blocks), k.number("source", 9), k.fd(k.d.found))


def source_name(k: Desk) -> str:
    """Where the case comes from, told from the clue."""
    for word, name in (
        ("举报", "投诉举报"),
        ("反映", "投诉举报"),
        ("来电", "投诉举报"),
        ("交办", "上级机关交办"),
    ):
        if word in k.v.source:
            return name
    return "监督检查发现"


def filing(k: Desk) -> Paper:
    """立案审批表."""
    chief_day = "" if k.has("unsigned_approval") else k.fd(k.d.filed)
    chief = "" if k.has("unsigned_approval") else k.a.head
    blocks = k.fields(
        ("案由", f"涉嫌{k.v.name}案"),
        ("案件来源", source_name(k)),
        ("立案日期", k.fd(k.d.filed)),
        ("当事人", k.p.name),
        ("证照号码", k.p.number),
        ("住所（地址）", k.p.address),
        (
            "法定代表人（负责人）" if not k.p.person else "联系电话",
            k.p.chief if not k.p.person else k.p.phone,
        ),
    )
    blocks += k.text_box("案情摘要", k.fill(k.v.source) + f"上述行为涉嫌违反{k.broken}的规定。")
    blocks += k.opinions(
        ("承办人意见", f"建议立案调查，由{k.names}承办。", k.names, k.fd(k.d.filed)),
        ("承办机构意见", "拟同意立案，报请批准。", k.a.unit_head, k.fd(k.d.filed)),
        ("机关负责人意见", "同意立案。", chief, chief_day),
    )
    return Paper("立案审批表", k.title("filing"), tuple(blocks), k.number("filing"), k.fd(k.d.filed))


def _clock(k: Desk, day: date, start: str, end: str) -> str:
    if k.has("no_times"):
        return k.long(day)
    return f"{k.long(day)}{start}至{end}"


def _greeting(k: Desk) -> list[Block]:
    blocks: list[Block] = []
    who = k.spec.officers[0].name if k.has("one_officer") else k.pair
    if not k.has("not_shown"):
        blocks.append(
            Para(
                f"告知事项：我们是{k.a.name}的行政执法人员{who}，"
                "现向你出示执法证件，请查看确认。"
                "答：已查看，没有异议。"
            )
        )
    if not k.has("no_rights"):
        blocks.append(
            Para(
                "执法人员告知：你有权进行陈述和申辩；"
                "认为执法人员与本案有直接利害关系的，"
                "有权申请回避。你应当如实回答询问并协助调查，"
                "不得阻挠。以上是否听清，是否申请回避？答：听清了，不申请回避。"
            )
        )
    return blocks


def inspection(k: Desk) -> Paper:
    """现场检查笔录."""
    one = k.has("one_officer")
    people = k.spec.officers[:1] if one else k.spec.officers
    who = "；".join(f"{o.name}（执法证号：{o.certificate}）" for o in people)
    names = "、".join(o.name for o in people)
    blocks: list[Block] = [
        Para(f"检查时间：{_clock(k, k.d.inspected, *k.v.clock)}", "plain"),
        Para(f"检查地点：{k.place}", "plain"),
        Para(f"被检查人：{k.p.name}", "plain"),
        Para(f"现场负责人：{k.p.chief}　　身份证号码：{k.p.chief_id}　　联系电话：{k.p.phone}", "plain"),
        Para(f"检查人员：{who}", "plain"),
        Para(f"记录人：{people[-1].name}　　见证人：无", "plain"),
    ]
    blocks += _greeting(k)
    blocks.append(Para(f"现场情况：{k.fill(k.v.scene)}（以下空白）"))
    blocks += [
        Para(
            "上述笔录已交现场负责人阅看，与现场情况相符。"
            "现场负责人签名："
            f"{k.p.chief}　　{k.fd(k.d.inspected)}",
            "plain",
        ),
        Para(f"检查人员签名：{names}　　{k.fd(k.d.inspected)}", "plain"),
        Para("第 1 页 共 1 页", "center"),
    ]
    return Paper("现场检查笔录", k.title("inspection"), tuple(blocks), date=k.fd(k.d.inspected))


def photos(k: Desk) -> Paper:
    """照片证据单."""
    blocks: list[Block] = []
    for i, what in enumerate(k.v.photos):
        lines = (
            (f"证明事项：{what}",)
            if k.has("no_caption")
            else (
                f"证明事项：{what}",
                f"拍摄时间：{k.long(k.d.inspected)}{k.v.shots[i]}　　拍摄地点：{k.place}",
                f"拍摄人：{k.spec.officers[1].name}",
            )
        )
        blocks.append(Photo(k.spec.serial * 7 + i, lines))
    blocks.append(
        Para(
            f"以上照片由执法人员{k.names}现场拍摄，"
            "与现场情况一致。"
            f"当事人签名：{k.p.chief}　{k.fd(k.d.inspected)}",
            "plain",
        )
    )
    return Paper("照片证据单", k.title("photo"), tuple(blocks), date=k.fd(k.d.inspected))


def inquiry(k: Desk) -> Paper:
    """询问笔录."""
    clock = _clock(k, k.d.asked, "14时30分", "15时20分")
    place = k.a.address + "询问室"
    if k.has("overlap"):
        # Same officers, other place, inside the time of the inspection.
        clock = _clock(k, k.d.asked, "9时40分", "10时40分")
    day = k.d.asked
    blocks: list[Block] = [
        Para(f"询问时间：{clock}", "plain"),
        Para(f"询问地点：{place}", "plain"),
        Para(f"询问人：{k.names}　　记录人：{k.spec.officers[1].name}", "plain"),
        Para(f"执法证号：{'、'.join(o.certificate for o in k.spec.officers)}", "plain"),
        Para(f"被询问人：{k.p.chief}　　性别：{k.p.gender}　　身份证号码：{k.p.chief_id}", "plain"),
        Para(
            f"工作单位及职务：{k.p.name}{'负责人' if k.p.person else '法定代表人'}　　联系电话：{k.p.phone}",
            "plain",
        ),
    ]
    if not k.has("not_shown"):
        blocks += [
            Para(f"问：我们是{k.a.name}的执法人员{k.names}，这是我们的执法证件，请你查看。"),
            Para("答：看过了，没有异议。"),
        ]
    if not k.has("no_rights"):
        blocks += [
            Para(
                "问：你有陈述、申辩的权利，认为我们与本案有利害关系"
                "的可以申请回避；"
                "你应当如实回答。是否听明白，是否申请回避？"
            ),
            Para("答：听明白了，不申请回避。"),
        ]
    for question, answer in k.v.questions:
        blocks += [Para("问：" + k.fill(question)), Para("答：" + k.fill(answer))]
    blocks += [
        Para("问：以上所说是否属实，还有没有补充？"),
        Para("答：属实，没有补充。（以下空白）"),
        Para("以上笔录我看过，和我说的相符。"),
        Para(f"被询问人签名：{k.p.chief}　　{k.fd(day)}", "plain"),
        Para(f"询问人签名：{k.names}　　{k.fd(day)}", "plain"),
        Para("第 1 页 共 1 页", "center"),
    ]
    return Paper("询问笔录", k.title("inquiry"), tuple(blocks), date=k.fd(day))


def _copy_marks(k: Desk) -> list[Block]:
    if k.has("no_copy_marks"):
        return []
    return [
        Stamp(("经核对，此件与原件一致", f"提供人：{k.p.chief}　　{k.fd(k.d.asked)}", f"核对人：{k.names}"))
    ]


def licence(k: Desk) -> Paper:
    """营业执照复印件."""
    blocks: list[Block] = [
        Para("（副　本）", "center"),
        Para(f"统一社会信用代码：{k.p.number}", "center"),
        Para(f"名　　称：{k.p.name}", "plain"),
        Para(f"类　　型：{k.p.kind}", "plain"),
        Para(f"法定代表人：{k.p.chief}", "plain"),
        Para(f"住　　所：{k.p.address}", "plain"),
        Para(f"经营范围：{k.v.scope}", "plain"),
        Para(f"成立日期：{2009 + k.spec.serial % 9}年{1 + k.spec.serial % 12}月16日", "plain"),
        Para("登记机关：云汀市市场监督管理局", "right"),
        *_copy_marks(k),
    ]
    return Paper(
        "营业执照", "营 业 执 照", tuple(blocks), date=k.fd(k.d.asked), head=False, label="营业执照复印件"
    )


def identity(k: Desk) -> Paper:
    """身份证复印件."""
    n = k.p.chief_id
    rows = (
        (Cell("姓名", label=True), Cell(k.p.chief), Cell("性别", label=True), Cell(k.p.gender)),
        (
            Cell("出生", label=True),
            Cell(f"{n[6:10]}年{int(n[10:12])}月{int(n[12:14])}日"),
            Cell("民族", label=True),
            Cell("汉"),
        ),
        (Cell("住址", label=True), Cell(k.p.address, cols=3)),
        (Cell("公民身份号码", label=True), Cell(n, cols=3)),
    )
    blocks: list[Block] = [Table((1.3, 2, 1, 2), rows), *_copy_marks(k)]
    return Paper(
        "身份证", "居民身份证复印件", tuple(blocks), date=k.fd(k.d.asked), head=False, label="身份证复印件"
    )


def exhibit(k: Desk) -> Paper:
    """证据材料: the first exhibit of the violation as a copied sheet."""
    name, amount, proves = k.v.exhibits[0]
    rows: list[tuple[Cell, ...]] = [
        (Cell("序号", label=True), Cell("内容", label=True), Cell("说明", label=True))
    ]
    rows += [
        (Cell(str(i)), Cell(what), Cell(text))
        for i, (what, text) in enumerate(
            ((name, f"共{amount}"), ("证明事项", proves), ("提取地点", k.place)), 1
        )
    ]
    blocks: list[Block] = [Table((0.6, 2.4, 3), tuple(rows)), *_copy_marks(k)]
    return Paper("证据材料", name, tuple(blocks), date=k.fd(k.d.asked), head=False)


def order(k: Desk) -> Paper:
    """责令改正通知书."""
    blocks: list[Block] = [
        Para(f"{k.p.name}：", "plain"),
        Para(
            f"经查，你（单位）{k.v.short}，违反了{k.broken}的规定。"
            f"依据{k.law('correct')}的规定，现责令你（单位）"
            "自收到本通知书"
            f"之日起立即改正上述违法行为。改正内容：{k.v.order}。"
        ),
        Para(
            f"如不服本通知，可以自收到之日起六十日内向{k.a.review_body}"
            "申请行政复议，"
            "也可以自收到之日起六个月内依法向"
            f"{k.a.court}提起行政诉讼。"
        ),
        k.close(k.d.ordered),
    ]
    return Paper("责令改正通知书", k.title("order"), tuple(blocks), k.number("order"), k.ld(k.d.ordered))


def delivery(k: Desk, of: Paper, day: date, incomplete: bool = False) -> Paper:
    """送达回证 of one outward paper."""
    name = of.name
    if k.has("return_name") and of.kind == "行政处罚决定书":
        name = "行政处罚告知书" if "告知书" not in name else "行政处罚决定书"
    servers = k.spec.officers[0].name if k.has("one_server") else k.names
    blocks = k.fields(
        ("受送达人", k.p.name),
        ("送达文书名称及文号", f"《{name}》（{of.number}）"),
        ("送达方式", "直接送达"),
        ("送达地点", k.p.address),
        ("受送达人签名", "" if incomplete else k.p.chief),
        ("收到日期", "" if incomplete else f"{k.fd(day)} 15时30分"),
        ("送达人", servers),
        ("送达日期", "" if incomplete else k.fd(day)),
        ("备注", "无"),
    )
    if not k.style.tables:
        blocks.append(Para("（以上各栏由送达人当场填写）", "small"))
    return Paper("送达回证", k.title("return"), tuple(blocks), date=k.fd(day))
