"""Layout families: how one bureau words, orders and draws its papers."""

from dataclasses import dataclass, field

LABELS: dict[str, tuple[str, ...]] = {
    "case": ("案由", "案件名称", "案    由", "案由"),
    "source": ("案件来源", "来源", "线索来源", "案件来源"),
    "party": ("当事人", "被处罚人", "行政相对人", "当事人"),
    "party_unit": ("当事人名称", "被处罚单位", "行政相对人名称", "单位名称"),
    "party_name": ("姓名", "被处罚人姓名", "行政相对人姓名", "姓    名"),
    "uscc": (
        "统一社会信用代码",
        "主体资格证照号码",
        "统一社会信用代码",
        "营业执照注册号（统一社会信用代码）",
    ),
    "idno": ("公民身份号码", "身份证件号码", "身份证号码", "身份证（其他有效证件）号码"),
    "head": ("法定代表人", "法定代表人（负责人）", "法定代表人/经营者", "负责人"),
    "address": ("住所", "地址", "住所（住址）", "住    址"),
    "phone": ("联系电话", "电话", "联系方式", "联系电话"),
    "filed": ("立案日期", "立案时间", "受案时间", "案件受理日期"),
    "officers": ("办案人员", "执法人员", "承办人", "案件承办人员"),
    "cert": ("执法证号", "执法证件号", "执法证编号", "证件号码"),
    "when": ("检查时间", "现场检查时间", "时间", "勘验时间"),
    "where": ("检查地点", "地点", "检查（勘验）地点", "现场地址"),
    "asked": ("询问时间", "时间", "询问时间", "调查询问时间"),
    "doc": ("送达文书名称及文号", "送达文书", "文书名称、文号", "送达的文书名称、文号"),
    "receiver": ("受送达人", "受送达人名称", "收件人", "受送达人"),
    "served": ("送达日期", "送达时间", "收到日期", "签收日期"),
    "way": ("送达方式", "送达方式", "方式", "送达方式"),
    "opinion": ("承办人意见", "办案人员意见", "经办人意见", "承办人员意见"),
    "unit_opinion": ("承办机构意见", "办案机构负责人意见", "部门负责人意见", "承办机构审核意见"),
    "chief_opinion": ("负责人审批意见", "机关负责人意见", "领导审批意见", "行政机关负责人意见"),
    "decided": ("处罚决定日期", "决定日期", "作出决定时间", "处罚决定作出日期"),
    "closed": ("结案日期", "结案时间", "办结日期", "结案日期"),
    "archived": ("归档日期", "立卷日期", "归档时间", "归档日期"),
    "paid": ("缴款日期", "缴费日期", "交款日期", "开票日期"),
    "sum": ("金额", "合计金额", "缴款金额", "实缴金额"),
    "number": ("案号", "文号", "处罚决定书文号", "决定文书号"),
}


@dataclass(frozen=True, slots=True)
class Style:
    """A layout family, or one case's variant of it."""

    name: str
    sectors: tuple[str, ...]
    renderer: str
    words: int
    inner: str  # ruled | lines | under
    outer: str
    head: str  # plain | spaced | broken | rule | left
    number_at: str  # right | center | left | above
    date_form: str
    date_doc: str
    brackets: str
    money: str
    money_form: str
    order: str  # process | decision | main
    font: str
    size: float = 11
    margin: tuple[int, int] = (25, 24)
    header: str = ""
    footer: str = ""  # pages | of | dash | ""
    columns: int = 2
    titles: dict[str, str] = field(default_factory=dict)
    seal: str = "image"  # image | vector | ""
    sign: str = "font"  # font | image
    traditional: bool = False
    short_law: bool = False
    index: bool = True


def label(style: Style, key: str) -> str:
    """The bureau's wording of a label."""
    return LABELS[key][style.words]
