"""The party of a paper: name and number, in a field, in the address line, or on the licence itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from .head import addressee
from .paper import GUESS, Paper
from .prints import Field
from .values import ID_NUMBER, credential, find_days
from .words import OUTWARD

# The label of the party on each sort of paper; what others call 被检查人 is the party too.
PARTY = re.compile(
    r"(?:被处罚|被检查|被核查|被处理)?当事人(?:(?:姓名)?或?名称|姓名|名称或?姓名)?|被处罚(?:人|单位|当事人)(?:名称|姓名)?"
    r"|被(?:检查|核查|勘验)(?:人|单位|对象)(?:名称)?|检查对象|受送达(?:人|单位)(?:名称)?|(?:交|缴)款(?:人|单位)(?:名称)?|付款人"
    r"|申请(?:人|单位)(?:名称|姓名)?|缴费(?:人|单位)(?:名称)?|缴纳人|声明人|委托人"
)
_INNER = re.compile(r"单位名称|企业名称|姓名或?名称|名称|姓名|字号名称|经营者名称")
_NUMBERS = re.compile(
    r"统一社会信用代码.*|社会信用代码.*|信用代码|营业执照注册号|注册号|营业执照号|证照号码|证件号码|证件名称及号码|(?:公民|居民)?身份证?件?明?号码?|(?:交|缴)款人代码|公民身份号码|公民身份证号码"
)
_CUT = re.compile(
    r"\s*(?:\((?:法定代表人|负责人|经营者|投资人|统一社会|社会信用|身份证|以下简称|住所|住址|地址|性别|简称|下称|纳税人)"
    r"|(?:统一)?社会信用代码|法定代表人|负责人[:]|身份证|住所|住址|地址[:]|性别|联系电话|电话[:]|[,。;]|[0-9A-Z]{15,})"
)
_ORGANISATION = re.compile(
    r"(.{2,40}?(?:公司|厂|店|合作社|商行|经营部|银行|医院|学校|幼儿园|超市|酒楼|饭店|餐厅|档|中心|加工场|养殖场|养猪场|门诊部|诊所|药房|加油站|企业|事务所|工作室|酒店|分店|铺|馆|站)"
    r"(?:\((?:普通合伙|有限合伙|特殊普通合伙|个人独资|个体工商户|个人经营|个人独资企业)\))?)"
    r"(?=[\u4e00-\u9fff]{2,7}(?:省|市|区|县|镇|街道|路|村))"
)
_SENTENCES = (
    re.compile(
        r"(?:当事人(?:为|是|:)?)?(?P<name>[\u4e00-\u9fff()·]{5,40}?)[,(](?:统一)?社会信用代码[为是]?:?\s*(?P<number>[0-9A-Z]{18})"
    ),
    re.compile(
        r"(?:当事人(?:为|是|:)?)?(?P<name>[\u4e00-\u9fff·]{2,4})[,(](?:[男女][,、][^。;:]{0,24}?)?(?:公民)?身份(?:证|证件)?号码?[为是]?:?\s*(?P<number>\d{17}[\dXx])"
    ),
)
_ADDRESS = re.compile(r"(?:省|市|区|县|镇|街道|村).*(?:号|路|街|道|村|室|座|栋|巷|楼|铺|处|旁)")
# Papers on which a field names the party itself (a record of inquiry names the person who speaks).
NAMING = (
    "案件来源登记表",
    "立案审批表",
    "不予立案审批表",
    "现场检查笔录",
    "现场核查笔录",
    "行政检查记录",
    "案件调查终结报告",
    "法制审核意见书",
    "案件审核表",
    "行政处罚决定审批表",
    "送达回证",
    "罚没票据",
    "结案审批表",
    "听证申请书",
    "备案报告",
    "许可申请书",
    "行政许可审批表",
    "许可证件",
    "强制措施审批表",
    "缴费申报表",
    "征收审批表",
    "当场处罚备案表",
    "授权委托书",
    *OUTWARD,
)


def clean_name(text: str) -> tuple[str, bool]:
    """A party's name without what was written behind it; True when the cut is a guess."""
    cut = _CUT.search(text, 2)
    name = text[: cut.start()] if cut else text
    name = name.strip(" ,、:;。")
    hit = _ORGANISATION.match(name)
    if hit and _ADDRESS.search(name[hit.end() :]):
        return hit[1], True
    return name.split(" ")[0] if re.match(r"[\u4e00-\u9fff]", name) else name, False


def party(paper: Paper, *, inner: bool = False) -> tuple[tuple[str, int, int, Field] | None, bool]:
    """The field of the party: clean name, its begin and end in the field, the field; and whether it is a guess."""
    for label in (PARTY, _INNER) if inner else (PARTY,):
        for field in paper.fields(label):
            # On a paper that is written as a text, what stands far below the head names something else.
            if paper.kind in OUTWARD and field.head[0] > 700:
                break
            if not field.text or field.text in ("/", "无", "——", "—"):
                continue
            name, guess = clean_name(field.text)
            if len(name) < 2 or _INNER.fullmatch(name):
                continue
            return (name, 0, len(name), field), guess
    return None, False


def party_facts(paper: Paper, name_fact: str, number_fact: str) -> Iterator[Fact]:
    """Name and number of the party as this paper writes them."""
    found, guess = party(paper)
    # A letter of the party is addressed to the organ: only papers that go out are addressed to the party.
    person, code = addressee(paper) if found is None and paper.kind in OUTWARD else (None, None)
    if person is None and found is None:
        found, guess = party(paper, inner=True)
    if found:
        name, start, end, field = found
        yield paper.fact(name_fact, name, paper.within(field, start, end), GUESS if guess else 1.0)
        yield from _number(paper, number_fact, field, name)
    elif person:
        name, guess = clean_name(person.text)
        yield paper.fact(name_fact, name, person.place, GUESS if guess else 1.0)
        if code and "*" not in code.text:
            yield paper.fact(number_fact, code.text, code.place)
        else:
            yield from _number(paper, number_fact, None, name)
    else:
        yield from _told(paper, name_fact, number_fact)


def _told(paper: Paper, name_fact: str, number_fact: str) -> Iterator[Fact]:
    """A party that is named in a sentence: 某公司,统一社会信用代码:…"""
    for one in paper.prints[:30]:
        for pattern in _SENTENCES:
            hit = pattern.match(paper.text.text, one.start)
            if hit and hit.end("name") < one.end:
                yield paper.fact(name_fact, hit["name"], paper.at(hit.span("name")))
                yield paper.fact(number_fact, hit["number"].upper(), paper.at(hit.span("number")))
                return


def _number(paper: Paper, name: str, beside: Field | None, holder: str) -> Iterator[Fact]:
    """The number in the party's own field, else in a field for numbers that stands behind it."""
    own = credential(beside.text) if beside else None
    if beside and own and _may_hold(holder, own.value):
        yield paper.fact(name, own.value, paper.within(beside, own.start, own.end))
        return
    for field in paper.fields(_NUMBERS):
        if beside and field.head < beside.head:
            continue
        found = credential(field.text)
        if found and _may_hold(holder, found.value):
            yield paper.fact(name, found.value, paper.within(field, found.start, found.end))
            return


def _may_hold(holder: str, number: str) -> bool:
    """An organisation has no identity card: such a number is that of the person who acts for it."""
    return len(holder) <= 4 or not ID_NUMBER.fullmatch(number)


def naming(paper: Paper) -> Iterator[Fact]:
    """文书当事人, 文书证照号."""
    yield from party_facts(paper, "文书当事人", "文书证照号")


_LICENCE_NAME = re.compile(r"名称|企业名称|字号名称|经营者名称|单位名称")
_PERSON_NAME = re.compile(r"姓名")
_BIRTH = re.compile(r"出生(?:日期|年月)?")


def licence(paper: Paper) -> Iterator[Fact]:
    """证照名称, 证照号码 off the 营业执照."""
    field = paper.field(_LICENCE_NAME)
    if field:
        yield paper.fact("证照名称", field.text, paper.within(field))
    yield from _number(paper, "证照号码", None, "") if paper.field(_NUMBERS) else _bare_number(paper)


def identity(paper: Paper) -> Iterator[Fact]:
    """证照名称, 证照号码, 出生日期 off an identity card."""
    field = paper.field(_PERSON_NAME)
    if field:
        yield paper.fact("证照名称", field.text, paper.within(field))
    yield from _number(paper, "证照号码", None, "") if paper.field(_NUMBERS) else _bare_number(paper)
    birth = paper.field(_BIRTH)
    day = next(find_days(birth.text), None) if birth else None
    if birth and day:
        yield paper.fact("出生日期", day.value, paper.within(birth, day.start, day.end))


def _bare_number(paper: Paper) -> Iterator[Fact]:
    found = credential(paper.text.text)
    if found:
        yield paper.fact("证照号码", found.value, paper.at((found.start, found.end)), 0.9)
