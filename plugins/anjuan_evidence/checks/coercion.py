"""Coercive measures (强制措施): the goods, their list, the record made on the spot, who bears the costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Document, Finding, Match, NeedsPerson, Record, View, check

from ._papers import INSPECTION, scanned, surely, titled

SEIZURE, FREEZE, LIST = "查封(扣押)决定书", "冻结决定书", "查封(扣押)清单"
LISTS = (LIST, "涉案财物清单")
MEASURED = (SEIZURE, FREEZE, LIST, "强制措施审批表", "延长决定书")
SITES = (INSPECTION, "行政检查记录")
NOT_YET = "实施时行政强制法尚未施行"


def _measured(case: View) -> bool:
    return bool(case.documents(*MEASURED))


def _held(case: View) -> bool:
    """True when goods or premises were sealed or seized.

    Raises:
        NeedsPerson: a measure was taken and nobody read which.
    """
    if not _measured(case):
        return False
    told = " ".join(str(fact.value) for fact in case.facts("强制措施种类"))
    papers = case.documents(SEIZURE, FREEZE, LIST, "强制措施审批表")
    told = told or " ".join(paper.title for paper in papers)
    if re.search("查封|扣押|暂扣|扣留", told):
        return True
    if re.search("冻结|其他", told):
        return False
    if any(
        case.find(paper, r"(?:予以|实施|采取|决定)[^。;]{0,12}(?:查封|扣押|暂扣|扣留)") for paper in papers
    ):
        return True
    raise NeedsPerson("未读到强制措施的种类")


def _day(case: View) -> date:
    """The day of the measure.

    Raises:
        NeedsPerson: none was read.
    """
    papers = case.documents(SEIZURE, FREEZE)
    case.note(*papers)
    days = [paper.date for paper in papers if paper.date]
    days += [fact.value for fact in case.facts("强制实施时间") if isinstance(fact.value, date)]
    day = min(days, default=None, key=lambda one: one.isoformat()[:10]) or surely(case, "决定日期")
    if day is None:
        raise NeedsPerson("未读到强制措施的日期，不能确定适用的法律")
    return day


# ---- 范围 -------------------------------------------------------------------------------------

NECESSITIES = (
    r"生活必需|(?:自用|家用|个人生活)(?:物品|用品)|被褥|床上用品|换洗衣物|口粮|学习用品|药品\(自用\)"
)
OWN_USE = r"生活必需|自用|家用|个人生活"
# Not what the law forbids, nor what the officers left where it was, nor their own seizing.
NOT_SO = r"(?:未|没有|不得|不予|不存在|无)[^。;]{0,16}$"
OURS = r"我局|本局|本机关|我[大支]队|执法人员|本单位|本次|现场"
UNRELATED = (
    r"(?<!不得查封、扣押)(?<!不得查封扣押)(?:与(?:本案|违法行为|案件)无关)(?!的(?:场所|设施|财物)[、或])"
)
TWICE = (
    r"(?:已(?:经)?|业已|先行)被?[^。;,]{0,24}(?:公安|法院|海关|检察|监察|税务|市场监督|其他(?:国家|行政)?机关)[^。;,]{0,16}"
    r"(?:查封|扣押|冻结)|(?:已(?:经)?被)[^。;,]{2,30}(?:依法)?(?:查封|扣押|冻结)(?!的)"
)


@check("evidence.seizure_scope", title="查封扣押范围限于涉案物品，未重复查封")
def seizure_scope(case: View) -> Finding:
    """CO-E02 (assisted): points at daily necessities, unrelated goods, goods sealed already."""
    if not _held(case):
        return case.not_applicable("没有查封、扣押")
    if case.duty(on=_day(case)) is None:
        return case.not_applicable(NOT_YET)
    papers = case.documents(SEIZURE, *LISTS, *SITES, "强制措施审批表", "解除决定书")
    for what, pattern, kinds in (
        ("已被其他机关查封、扣押", TWICE, (SEIZURE, *SITES, "强制措施审批表")),
        ("与违法行为无关", UNRELATED, ("解除决定书", *SITES)),
    ):
        for paper in (one for one in papers if one.kind in kinds):
            if (hit := _said(case, paper, pattern)) and paper.kind == "解除决定书":
                return case.unsure(f"{paper.title}以财物{what}解除，查封、扣押时的范围请核对", at=hit)
            if hit:
                return case.failed(f"{paper.title}记载财物{what}", at=hit)
    for fact in case.facts("清单物品"):
        if isinstance(fact.value, Record) and re.search(NECESSITIES, fact.value.text("name")):
            name = fact.value.text("name")
            if re.search(OWN_USE, name):
                return case.failed(f"清单列有生活用品：{name}", at=fact)
            return case.unsure(f"清单列有{name}，是生活用品还是涉案的商品请核对", at=fact)
    case.note(*papers)
    return case.passed("没有读到超出范围的记载，财物与案件的关联由评查人员判断")


def _said(case: View, paper: Document, pattern: str) -> Match | None:
    """Where a paper tells it as a fact about this case and another organ."""
    text = case.text(paper)
    for hit in case.find_all(paper, pattern):
        before, after = (
            text[max(hit.start - 20, 0) : hit.start],
            re.split("[。;]", text[hit.end :], maxsplit=1)[0],
        )
        if (
            re.search(NOT_SO, before)
            or re.match("的[,、]", after)
            or re.search(r"未|不予|没有|不得|退还", after)
        ):
            continue
        if pattern == TWICE and (
            re.search("账[户号]|房[产屋]|[称说]", before) or re.search("解除|移交", after)
        ):
            continue
        own = re.search(OURS, hit.text) or case.file.agency in hit.text or case.file.agency[2:] in hit.text
        if pattern == TWICE and own:
            continue
        return hit
    return None


# ---- 清单 -------------------------------------------------------------------------------------

_COUNT = r"\d|[一二两三四五六七八九十百千万半壹贰叁肆伍陆柒捌玖拾]"
_VAGUE = r"^(?:一|1)?\s*(?:批|堆|宗)$|若干|部分|一些|大量|少量|多(?:个|件|台)$|不详|数量?不清"
_IN_NAME = (  # 运动鞋一百二十双: the name bears the number
    r"(?:\d|[一二两三四五六七八九十百千万半])+\s*"
    r"(?:双|个|条|台|辆|件|箱|袋|瓶|盒|只|套|包|桶|艘|部|支|把|张|块|本|册|间|处|吨|公斤|千克|斤|升|米|平方米)"
)
_PLATE = r"[\u4e00-\u9fff][A-Z][·.]?[A-Z\d]{5,6}"
_BULK = r"吨|公斤|千克|斤|克|升|毫升|立方|方|头|尾|羽|棵|株|只|匹|袋|米|亩"  # goods without a model
_PLACE = r"场所|场地|车间|仓库|房|店铺|商铺|厂|门|电箱|闸|设施|库区|大棚|工地|泵房|配电"
_NONE = r"[\s/\\—\-–无]*"
PARTY, OFFICER, WITNESS = (
    r"当事人|被[\u4e00-\u9fff]{2,4}人|经手人|持有人|负责人|车主|货主",
    r"执法人员|经办人|承办人|清点人",
    r"见证人",
)
# Not the line printed on forms: 当事人拒绝签名的，注明原因.
REFUSED = r"(?:拒绝?(?:签|在|予)|拒不签|拒签|不(?:予|愿|肯)?签[名字收])(?![^。;,，]{0,12}的)"


@check("evidence.seizure_list", title="查封扣押清单载明名称、数量等并签名")
def seizure_list(case: View) -> Finding:
    """CO-E03."""
    if not _held(case):
        return case.not_applicable("没有查封、扣押")
    if case.duty(on=_day(case)) is None:
        return case.not_applicable(NOT_YET)
    lists = case.documents(*LISTS)
    if not lists:
        return _no_list(case)
    goods = [fact for paper in lists for fact in case.facts("清单物品", document=paper)]
    if not goods:
        return case.unsure("清单所列物品未能读出", at=lists)
    rows = [(fact, fact.value) for fact in goods if isinstance(fact.value, Record)]
    faults = [(fact, gap) for fact, row in rows if (gap := _gap(row))]
    bare = [(fact, row) for fact, row in rows if not _identified(row)]
    poor = any(scanned(paper) for paper in lists)
    if not faults and bare and len(bare) == len(rows):
        faults = [(fact, f"{row.text('name')}没有规格型号等可以辨认的记载") for fact, row in bare]
    if faults and not poor:
        case.readable(*lists)
        return case.failed("；".join(gap for _, gap in faults[:3]), at=[fact for fact, _ in faults])
    if faults or bare:
        told = faults[0][1] if faults else f"{bare[0][1].text('name')}没有规格型号"
        return case.unsure(f"{told}，请核对", at=[fact for fact, _ in faults] or [fact for fact, _ in bare])
    return _list_signed(case, lists)


def _no_list(case: View) -> Finding:
    if case.documents("先行登记保存清单") or titled(case, "清单"):
        return case.unsure("没有识别到查封、扣押清单，有一份清单可能就是，请核对")
    if case.facts("清单物品"):
        return case.unsure("没有单独的清单，物品列在其他文书中，请核对", at=case.facts("清单物品"))
    case.document(*LISTS)
    return case.failed("卷内没有查封、扣押清单", at=case.absent(LIST))


def _gap(row: Record) -> str:
    name, count = row.text("name"), row.text("count").strip()
    if not name.strip():
        return "清单有一项没有物品名称"
    if re.search(r"见|附[页表件]", count) or re.search(_PLATE, name + row.text("spec") + row.text("state")):
        return ""
    if not count or re.fullmatch(_NONE, count):
        return "" if re.search(rf"{_PLACE}|{_IN_NAME}", name) else f"{name}没有数量"
    vague = re.search(_VAGUE, count) or not re.search(_COUNT, count)
    if vague and not re.search(_IN_NAME, name):
        return f"{name}的数量写作“{count}”"
    return ""


def _identified(row: Record) -> bool:
    """True when something besides a bare name tells the thing: model, plate, specification, brand, or its place."""
    name, state = row.text("name"), row.text("state")
    if not re.fullmatch(_NONE, row.text("spec")):
        return True
    if re.search(_BULK, row.text("count") + row.text("unit")) or re.search(
        r"见|附[页表件]", row.text("count")
    ):
        return True
    return bool(re.search(r"[A-Za-z\d“”\"'()]|牌", name + state) or re.search(_PLACE, name))


def _list_signed(case: View, lists: tuple[Document, ...]) -> Finding:
    for paper in lists:
        states = {who: _signed(case, paper, who) for who in (PARTY, OFFICER, WITNESS)}
        if states[PARTY] == "无" and states[WITNESS] != "有" and not case.find(paper, REFUSED):
            what = "当事人和执法人员" if states[OFFICER] == "无" else "当事人"
        elif states[OFFICER] == "无":
            what = "执法人员"
        else:
            continue
        if scanned(paper):
            return case.unsure(f"{paper.title}上{what}的签名请看图像", at=paper)
        return case.failed(f"{paper.title}没有{what}签名", at=paper)
    return case.passed()


def _signed(case: View, paper: Document, who: str) -> str:
    """有, 无, 不清 for the signature of somebody on a paper; empty when nobody looked and print does not tell."""
    marks = [one for one in case.records("签名", document=paper) if re.search(who, one.text("field"))]
    states = {one.text("state") for one in marks}
    if "有" in states or any(one.text("name") for one in marks):
        return "有"
    if states:
        return "无" if states == {"无"} else "不清"
    named = (
        rf"(?:{who})[^。;:]{{0,10}}(?:签[名字章]|盖章)[^。;:]{{0,8}}:\s*"
        r"(?!执法|当事|见证|日期|签|年|盖)[\u4e00-\u9fff·]{2,4}"
    )
    return "有" if case.find(paper, named) else ""


# ---- 现场笔录 ---------------------------------------------------------------------------------

ABSENT = (
    r"(?:当事人|负责人|经营者|车主|货主|被[\u4e00-\u9fff]{2}人)[^。;的]{0,10}?"
    r"(?:不在(?:现)?场|未(?:能)?(?:到|在)(?:现)?场|没有到场|拒不到场|不到场(?!的)|逃离|离开现场|逃逸|下落不明|无法联系)"
    r"|(?:现场无人|无人在场)"
)
WITNESSED = (
    r"见证人[^。;]{0,12}?:\s*(?!签|执法|日期)[\u4e00-\u9fff·]{2,4}|见证人[\u4e00-\u9fff·]{2,4}(?:到场|在场|见证)"
    r"|邀请[^。;]{2,24}(?:见证|到场)"
)


@check(
    "evidence.measure_record",
    title="强制措施制作现场笔录并由当事人或者见证人签名",
    params={"freeze": "evidence.measure_record.freeze", "witness": "evidence.measure_record.witness"},
)
def measure_record(case: View) -> Iterator[Finding]:
    """CO-E04: of a freezing the law asks the record alone (第三十条)."""
    if not _measured(case):
        yield case.not_applicable("没有实施强制措施")
        return
    seized, on = _held(case), _day(case)
    if (case.duty(on=on) if seized else case.param("freeze", on=on)) is None:
        yield case.not_applicable(NOT_YET)
        return
    records = case.documents(*SITES)
    if not records:
        yield _no_record(case)
        return
    case.note(*records)
    answers = [_attested(case, record, on) if seized else case.passed() for record in records]
    # Of several records one belongs to the measure: the best one answers.
    rank = {"pass": 0, "unsure": 1, "fail": 2}
    yield min(answers, key=lambda one: rank[str(one.verdict)])


def _no_record(case: View) -> Finding:
    if titled(case, r"现场.{0,6}(?:笔录|记录)|(?:查封|扣押|冻结).{0,4}(?:笔录|记录)"):
        return case.unsure("没有识别到现场笔录，有一份材料可能就是，请人工辨认")
    case.document(*SITES)
    return case.failed("实施强制措施没有制作现场笔录", at=case.absent(INSPECTION))


def _attested(case: View, record: Document, on: date) -> Finding:
    away: Match | None = case.find(record, ABSENT)
    witness = _signed(case, record, WITNESS)
    if away is not None and _signed(case, record, PARTY) != "有":
        if witness == "有" or case.find(record, WITNESSED):
            return case.passed()
        if witness or scanned(record):
            return case.unsure("当事人不在场，见证人的签名请看图像", at=away)
        case.readable(record)
        case.param("witness", on=on)
        return case.failed("当事人不在场，现场笔录没有见证人", at=away)
    state = _signed(case, record, PARTY)
    if state == "有" or case.find(record, REFUSED):
        return case.passed()
    if state == "无" and witness != "有" and not scanned(record):
        case.readable(record)
        return case.failed("现场笔录没有当事人签名，也没有注明拒绝签名", at=record)
    return case.passed() if witness == "有" else case.unsure("现场笔录上当事人的签名请看图像", at=record)


# ---- 费用 -------------------------------------------------------------------------------------

_FEE = r"(?:保管|停车|仓储|看管|存放|检测|检验|检疫|鉴定)(?:、[\u4e00-\u9fff]{2,4})?费用?"
CHARGED = (
    rf"{_FEE}[^。;]{{0,16}}(?:由|向)(?:当事人|你(?:单位|公司|户)?|被[\u4e00-\u9fff]{{2}}人|车主|货主)[^。;]{{0,8}}(?:承担|支付|缴纳|收取|负担)"
    rf"|(?:当事人|你(?:单位|公司|户)?|车主|货主)[^。;不]{{0,16}}(?:承担|支付|缴纳|缴清|负担)[^。;]{{0,10}}{_FEE}"
)
_LATER = r"复[检验]|逾期|超过|期满|解除后|重新(?:检|鉴)|申请人"  # costs that the law leaves to the party, or silent on
_OTHERS_SAY = ("询问笔录", "陈述申辩笔录", "证据材料", "听证笔录", "unknown")
_NOT = r"不(?:得|向|由|收|需)|无需|免[收除]|本机关承担|行政机关承担"


@check(
    "evidence.custody_costs",
    title="财物妥善保管，保管和检验费用由机关承担",
    params={"tests": "evidence.custody_costs.tests"},
)
def custody_costs(case: View) -> Finding:
    """CO-E06 (assisted)."""
    if not _held(case):
        return case.not_applicable("没有查封、扣押的财物")
    on = _day(case)
    if case.duty(on=on) is None:
        return case.not_applicable(NOT_YET)
    for paper in case.file.documents:
        for hit in case.find_all(paper, CHARGED):
            sentence = re.split("[。;]", case.text(paper)[max(hit.start - 40, 0) : hit.start])[-1] + hit.text
            if re.search(_LATER, sentence) or paper.kind in _OTHERS_SAY:
                return case.unsure(f"{paper.title}写有{hit.text}，是否属于应由机关承担的费用请核对", at=hit)
            if not re.search(_NOT, hit.text):
                case.param("tests", on=on)
                return case.failed(f"{paper.title}要求当事人承担保管或者检验费用：{hit.text}", at=hit)
    return case.passed("没有读到由当事人承担费用的文书，是否妥善保管由评查人员判断")
