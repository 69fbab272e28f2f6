"""The party of a paper: name and number, in a field, in the address line, or on the licence itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from anjuan import Fact

from .head import Said, addressees
from .paper import GUESS, LIKELY, Paper, Place
from .prints import Field
from .values import ID_NUMBER, credential, find_days
from .words import LABELS, NAMED, NUMBERED, OUTWARD, PARTY_WORD, plain_label

# The label of the party on each sort of paper; what others call 被检查人 is the party too.
PARTY = re.compile(
    rf"(?:{PARTY_WORD})(?:单位|个人)?(?:{NAMED})?(?:{NUMBERED})?|受送达(?:人|单位)(?:名称|姓名)?|(?:交|缴)款(?:人|单位)(?:名称)?|付款人|声明人|委托人"
)
_INNER = re.compile(
    rf"(?:单位|企业|个人|公民|字号|经营者|法人或?(?:者)?其他组织)?(?:名称|姓名)(?:或(?:者)?(?:姓名|名称))?(?:{NUMBERED})?"
)
_ABOUT = re.compile(rf"(?:{PARTY_WORD})(?:基本)?(?:情况|信息)")
_NUMBERS = re.compile(
    r".{0,12}(?:信用代码|注册号|营业执照号|证照号码?|证照编号|证件号码?|证件编号|身份证?号码?|身份证件?号码?|证件(?:名称|类型)及号码|识别号).{0,14}|(?:交|缴)款人代码"
    r"|(?:居民|公民)?身份(?:证明?|证件)(?:号码?|编号)?"
)
HEAD = 700  # characters of a paper within which it names its parties
_LEGAL_END = re.compile(
    r"(?:公司|厂|店|社|商行|部|行|院|校|园|市|楼|馆|档|中心|场|所|房|站|企业|室|铺|集团|基地|庄|吧|坊|轩|阁|城|个体户)(?:\([\u4e00-\u9fff]{2,8}\))?$"
)
# The last: what a party answers (被检查人:知道,不申请回避) is not its name.
_NOT_PARTY = re.compile(
    r"[/无—\-]+|同上|详见.*|见附件.*"
    r"|(?:已?(?:知道|知悉|清楚|明白|看清楚?|听清楚?)了?|不申请(?:回避)?|没有|无异议|不需要)(?:[,。;、].*)?"
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
    "费额核定表",
    "征收审批表",
    "减免审批表",
    "执行笔录",
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


@dataclass(frozen=True, slots=True)
class Holder:
    """A party as one paper names it: name and number with their places; `guess` where the name had to be cut."""

    name: str
    place: Place
    number: str = ""
    number_place: Place | None = None
    guess: bool = False


def holders(paper: Paper) -> list[Holder]:
    """All parties that a paper names in its head: by fields, by its address line, or in a sentence."""
    fields = _name_fields(paper, PARTY)
    # A letter of the party is addressed to the organ: only papers that go out are addressed to the party.
    people = addressees(paper) if not fields and paper.kind in OUTWARD else []
    if not people and not fields:
        fields = _name_fields(paper, _INNER) or _name_fields(paper, _ABOUT)
    if fields:
        return _of_fields(paper, fields)
    if people:
        return [_of_address(paper, one, code, only=len(people) == 1) for one, code in people]
    return _told(paper)


def _name_fields(paper: Paper, label: re.Pattern[str]) -> list[Field]:
    """The fields of the parties: the first that is filled in, and those with the same label behind it."""
    found: list[Field] = []
    for field in paper.fields(label):
        # On a paper that is written as a text, what stands far below the head names something else.
        if paper.kind in OUTWARD and field.head[0] > HEAD + (HEAD if found else 0):
            break
        if not field.text or _NOT_PARTY.fullmatch(field.text):
            continue
        name, _ = clean_name(field.text)
        if len(name) < 2 or _INNER.fullmatch(name) or plain_label(name) in LABELS:
            continue
        if not found or _kin(found[0], field):
            found.append(field)
    return found


def _kin(one: Field, other: Field) -> bool:
    """True for the fields of two parties: 当事人, 当事人; 当事人一, 当事人二; the same paper may repeat one by itself."""
    first, second = (re.sub(rf"(?:{NUMBERED})$", "", label) for label in (one.label, other.label))
    return first == second


def _of_fields(paper: Paper, fields: Sequence[Field]) -> list[Holder]:
    found: list[Holder] = []
    ends = [field.head[0] for field in fields[1:]]
    for field, end in zip(fields, [*ends, None], strict=True):
        for name, start, guess in _names_in(field.text):
            number = _number(paper, field, name, end)
            place = paper.within(field, start, start + len(name))
            code, code_place = number if number else ("", None)
            if not any(one.name == name and one.number == code for one in found):
                found.append(Holder(name, place, code, code_place, guess))
    named = {one.name for one in found if one.number}
    return [one for one in found if one.number or one.name not in named]  # the same party once more


def _names_in(text: str) -> list[tuple[str, int, bool]]:
    """The names of one field with where they begin: one, or several organisations joined by 、."""
    pieces = [(hit.start(), hit[0]) for hit in re.finditer(r"[^、;]+", text)]
    names = [(clean_name(piece), start) for start, piece in pieces]
    several = len(pieces) > 1 and all(_whole_name(name) for (name, _), _ in names)
    if several:
        return [(name, start, guess) for (name, guess), start in names]
    name, guess = clean_name(text)
    return [(name, 0, guess)]


def _whole_name(name: str) -> bool:
    return bool(_LEGAL_END.search(name)) and len(name) > 4


def _of_address(paper: Paper, said: Said, code: Said | None, *, only: bool) -> Holder:
    name, guess = clean_name(said.text)
    if code and "*" not in code.text:
        return Holder(name, said.place, code.text, code.place, guess)
    number = _number(paper, None, name, None) if only else None
    value, place = number if number else ("", None)
    return Holder(name, said.place, value, place, guess)


def party_facts(paper: Paper, name_fact: str, number_fact: str) -> Iterator[Fact]:
    """Names and numbers of the parties as this paper writes them; `of` tells several apart."""
    found = holders(paper)
    for order, one in enumerate(found, 1):
        of = f"party:{order}" if len(found) > 1 else None
        yield replace(paper.fact(name_fact, one.name, one.place, GUESS if one.guess else 1.0), of=of)
        if one.number and one.number_place:
            yield replace(paper.fact(number_fact, one.number, one.number_place), of=of)


def _told(paper: Paper) -> list[Holder]:
    """A party that is named in a sentence: 某公司,统一社会信用代码:…"""
    for one in paper.prints[:30]:
        for pattern in _SENTENCES:
            hit = pattern.match(paper.text.text, one.start)
            if hit and hit.end("name") < one.end:
                number = paper.at(hit.span("number"))
                return [Holder(hit["name"], paper.at(hit.span("name")), hit["number"].upper(), number)]
    return []


def _number(paper: Paper, beside: Field | None, holder: str, end: int | None) -> tuple[str, Place] | None:
    """The number in the party's own field, else in a field for numbers that stands behind it."""
    own = credential(beside.text) if beside else None
    if beside and own and _may_hold(holder, own.value):
        return own.value, paper.within(beside, own.start, own.end)
    for field in paper.fields(_NUMBERS):
        if (beside and field.head < beside.head) or (end is not None and field.head[0] >= end):
            continue
        found = credential(field.text)
        if found and _may_hold(holder, found.value):
            return found.value, paper.within(field, found.start, found.end)
    return None


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
    else:
        yield from _glued_name(paper)
    yield from _own_number(paper)


_GLUED = re.compile(r"(?:企业|单位|字号)?名称(?P<name>[\u4e00-\u9fff()·]{4,40})$")


def _glued_name(paper: Paper) -> Iterator[Fact]:
    """A certificate has no colons: 名称某某公司."""
    for one in paper.prints[:14]:
        hit = _GLUED.match(one.text)
        if hit:
            span = (one.start + hit.start("name"), one.start + hit.end("name"))
            yield paper.fact("证照名称", hit["name"], paper.at(span), LIKELY)
            return


def identity(paper: Paper) -> Iterator[Fact]:
    """证照名称, 证照号码, 出生日期 off an identity card."""
    field = paper.field(_PERSON_NAME)
    if field:
        yield paper.fact("证照名称", field.text, paper.within(field))
    yield from _own_number(paper)
    birth = paper.field(_BIRTH)
    day = next(find_days(birth.text), None) if birth else None
    if birth and day:
        yield paper.fact("出生日期", day.value, paper.within(birth, day.start, day.end))


def _own_number(paper: Paper) -> Iterator[Fact]:
    found = _number(paper, None, "", None)
    if found:
        yield paper.fact("证照号码", *found)
    else:
        yield from _bare_number(paper)


def _bare_number(paper: Paper) -> Iterator[Fact]:
    found = credential(paper.text.text)
    if found:
        yield paper.fact("证照号码", found.value, paper.at((found.start, found.end)), 0.9)
