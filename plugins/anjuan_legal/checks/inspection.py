"""Inspections (行政检查): basis, matters and yearly cap, standards, corrective orders and clues."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from rapidfuzz import fuzz

from anjuan import Fact, Finding, NeedsPerson, Row, View, check, normalise

from ..reading import full_title

NOTICE = "行政检查通知书"
SHEETS = ("行政检查记录", "现场检查笔录")
PLANS = (NOTICE, "行政检查审批表")
URGENT = r"情况紧急|紧急情况|突发(?:事件|情况)|当场实施(?:行政)?检查|立即(?:实施|进行)检查"
ON_THE_SPOT = r"投诉|举报|报警|110|12345|移送|转办|交办|数据(?:监测|预警)|事故|应当事人(?:申请|要求)"
_NORM = r"《[^》]{2,60}》|[依根]据[^。]{2,40}(?:法|条例|办法|规定|规章)"
# Inspections that the cap does not count: on a complaint, a clue, a data alert, at the party's own request.
UNCOUNTED = r"投诉|举报|转办|交办|移送|线索|数据|预警|监测|申请|要求|个案|复查|上级部署|专项部署"
NEAR = 85  # rapidfuzz ratio from which two names of an object may be one
_FIRM_ENDS = r"[店厂坊馆吧社行园校院部所局站场]$"
_CLUE = (
    r"(?:涉嫌)[^。;]{0,20}违法|(?:违反|违法)[^。;]{0,30}(?:行为|规定)|构成违法"
    r"|应当?(?:予以|给予)?(?:立案|处罚)|擅自|无证|未取得[^。;]{0,20}许可"
)
_HANDLED = (
    r"立案|移送|移交|转(?:交|至)|另案|不予(?:立案|行政处罚|处罚)|免(?:予|于)处罚|首违不罚"
    r"|轻微[^。;]{0,10}(?:改正|不予)|批评教育|不构成"
)
_NOTHING = (
    r"(?:未|没有|无|暂未|不)(?:发现|见|存在)[^。;]{0,30}|(?:无|没有|未)(?:违反|违法|擅自|无证|涉嫌)[^。;]{0,30}"
    r"|(?:是否|有无|有没有)[^。;:?]{0,40}[:?]?"
)


def _day(case: View) -> date:
    days = [fact.value for name in ("检查日期", "现场检查日期") for fact in case.facts(name)]
    known = [day.date() if isinstance(day, datetime) else day for day in days if isinstance(day, date)]
    known = known or [paper.date for paper in case.documents(*SHEETS, NOTICE) if paper.date]
    return min(known) if known else case.date("决定日期")


def _objects(case: View) -> list[Fact]:
    found = list(case.facts("检查对象"))
    return found or [
        fact for paper in case.documents(*SHEETS, *PLANS) for fact in case.facts("文书当事人", document=paper)
    ]


def _natural(case: View) -> bool:
    """True when only natural persons were inspected: the rules on inspections of enterprises do not ask."""
    names = [re.sub(r"\s", "", str(fact.value)) for fact in _objects(case)]
    return bool(names) and all(
        re.fullmatch(r"[一-龥]{2,4}|[一-龥·]{4,16}·[一-龥]+", name) and not re.search(_FIRM_ENDS, name)
        for name in names
    )


@check("legal.inspection_basis", title="检查通知书写明法律依据")
def inspection_basis(case: View) -> Finding:
    """IN-L01."""
    notices = case.documents(NOTICE)
    if not notices:
        return _no_notice(case)
    if case.duty(on=notices[0].date or _day(case)) is None:
        return case.not_applicable("检查时没有本项要求")
    if _natural(case):
        return case.not_applicable("检查对象是自然人，本项要求只管涉企检查")
    for notice in notices:
        if case.facts("检查依据", document=notice) or case.find(notice, _NORM):
            continue
        case.readable(notice)
        return case.failed(f"{notice.title}没有写明检查的法律依据", at=notice)
    return case.passed()


def _no_notice(case: View) -> Finding:
    papers = case.documents(*SHEETS, "行政检查审批表")
    if "公安" in case.file.agency or any(case.find(paper, f"{URGENT}|{ON_THE_SPOT}") for paper in papers):
        return case.not_applicable("情况紧急或者因投诉举报当场检查，没有通知书")
    case.required(NOTICE)
    return case.unsure("没有检查通知书")


@check("legal.inspection_cap", title="检查事项在清单内，未超年度频次上限")
def inspection_cap(case: View) -> Finding:
    """IN-L02."""
    on = _day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("检查时没有年度频次上限的要求")
    if _natural(case):
        return case.not_applicable("检查对象不是企业")
    ways = " ".join(str(fact.value) for name in ("检查方式", "案件来源") for fact in case.facts(name))
    if re.search(UNCOUNTED, ways):
        return case.not_applicable("因投诉举报、线索、数据预警或者应申请的检查不计入频次")
    names, numbers = _who(case)
    rows = [row for row in case.listed("lists", on=on) if "频次" in row.text("kind")]
    caps = {cap for row in rows if (cap := _figure(row)) is not None}
    if not caps:
        return case.unsure(f"台账中没有{on}有效的年度检查频次上限", at=rows)
    history = [row for row in case.listed("inspections") if (day := row.date("date")) and day.year == on.year]
    own = [row for row in history if _is(row, names, numbers)]
    doubtful = [row for row in history if row not in own and _may_be(row, names)]
    before = [row for row in own if (row.date("date") or on) < on and _counted(row)]
    today = [row for row in own if row.date("date") == on]
    case.note(*rows, *before, *today)
    if today and not any(_counted(row) for row in today):
        return case.not_applicable("检查台账记载本次检查不计入频次")
    number = len(before) + 1
    message = (
        f"{on.year}年对该企业的计划检查至{on}共{number}次，公布的上限为{'、'.join(map(str, sorted(caps)))}次"
    )
    if number > max(caps) and not ways and not today:
        return case.unsure(f"{message}；本次检查是否因投诉、线索而起未读到", at=(*rows, *before))
    unknown = [row for row in before if not (row.text("kind") + row.text("source")).strip()]
    if number > max(caps) and number - len(unknown) <= max(caps):
        return case.unsure(f"{message}；台账没有写明其中{len(unknown)}次检查的由来，请核对", at=unknown)
    if number > max(caps):
        return case.failed(message, at=(*rows, *before, *today))
    if number > min(caps):
        return case.unsure(f"{message}；适用哪一上限请核对", at=(*rows, *before))
    if number + len(doubtful) > max(caps):
        return case.unsure(f"{message}；另有{len(doubtful)}次检查的对象名称相近，请核对", at=doubtful)
    if not case.listed("inspections"):
        return case.unsure("检查台账中没有本机关的记录，不知道本年度检查过几次")
    return _in_list(case, on)


def _who(case: View) -> tuple[set[str], set[str]]:
    facts = _objects(case)
    if not facts:
        raise NeedsPerson("未读到检查对象", ())
    numbers = {
        normalise(str(fact.value)) for name in ("文书证照号", "当事人证照号") for fact in case.facts(name)
    }
    return {normalise(str(fact.value)) for fact in facts}, numbers


def _is(row: Row, names: set[str], numbers: set[str]) -> bool:
    number = normalise(row.text("uscc"))
    return (bool(number) and number in numbers) or normalise(row.text("object")) in names


def _may_be(row: Row, names: set[str]) -> bool:
    return any(fuzz.ratio(normalise(row.text("object")), name) >= NEAR for name in names)


def _counted(row: Row) -> bool:
    return not re.search(UNCOUNTED, row.text("kind") + row.text("source"))


def _figure(row: Row) -> int | None:
    """Inspections a year; None for a cap of another unit."""
    if re.search("[月季日周]", row.text("unit")):
        return None
    hit = re.fullmatch(r"(\d{1,3})(?:\.0+)?\s*次?.*", row.text("value").strip())
    return int(Decimal(hit[1])) if hit else None


def _in_list(case: View, on: date) -> Finding:
    """What the published list lacks is for a person to see: names of matters differ in wording."""
    rows = [row for row in case.listed("lists", on=on) if "检查事项" in row.text("kind")]
    names = [normalise(row.text("name")) for row in rows]
    for fact in case.facts("检查事项") if rows else ():
        matter = normalise(str(fact.value))
        if not any(
            name in matter or matter in name or fuzz.partial_ratio(name, matter) >= 80 for name in names
        ):
            return case.unsure(f"检查事项“{fact.value}”不在公布的清单中，请核对", at=(fact, *rows[:3]))
    return case.passed("没有超过年度频次上限")


@check("legal.inspection_standard", title="所用检查标准公开有效")
def inspection_standard(case: View) -> Finding:
    """IN-L03."""
    facts = case.facts("检查标准")
    if not facts:
        return case.not_applicable("没有写明检查标准")
    on = _day(case)
    bound = case.duty(on=on)
    states = [(fact, *_state(case, str(fact.value), on)) for fact in facts]
    gone = [(fact, rows) for fact, state, rows in states if state == "repealed"]
    if gone:
        fact, rows = gone[0]
        message = f"检查标准“{fact.value}”在{on}已经废止或者尚未施行"
        if bound is None:
            return case.unsure(f"{message}；行业法律未绑定，由人工判断", at=fact)
        if any(
            case.find(sheet, r"生产日期|出厂日期|批号|批次|建成|竣工|安装于|当时")
            for sheet in case.documents(*SHEETS)
        ):
            return case.unsure(f"{message}；产品、设施形成时标准是否有效请核对", at=fact)
        return case.failed(message, at=(fact, *rows))
    unknown = [fact for fact, state, _ in states if state == "unknown"]
    if unknown:
        return case.unsure(f"检查标准“{unknown[0].value}”未登记，不能断定其效力", at=unknown)
    return case.passed()


def _state(case: View, standard: str, on: date) -> tuple[str, tuple[Row, ...]]:
    """`in_force`, `repealed` or `unknown`, by the law data or the register of standards."""
    title = re.search(r"《([^》]+)》", standard)
    name = full_title(case, title[1] if title else standard, on)
    if name is not None:
        versions = case.law.registry.versions.get(name, ())
        state = case.law.registry.status(name, on)
        if state == "in_force":
            return state, ()
        certain = bool(versions) and all(version.certain for version in versions)
        return ("repealed" if state in ("repealed", "not_yet") and certain else "unknown"), ()
    try:
        rows = [row for row in case.register("lists") if "检查标准" in row.text("kind")]
    except NeedsPerson:
        return "unknown", ()
    key = _code(standard)
    own = tuple(row for row in rows if _code(row.text("name")) == key)
    if not own:
        return "unknown", ()
    return ("in_force" if any(row.valid(on) for row in own) else "repealed"), own


def _code(text: str) -> str:
    """The number of a standard (GB 12345-2010), else its name, so that layouts compare equal."""
    plain = normalise(text).upper()
    hit = re.search(r"[A-Z]{2,4}\d{0,2}(?:/[A-Z]+)?[\s]*\d{2,6}(?:\.\d+)*[-—]\d{2,4}", plain)
    return re.sub(r"[\s—-]", "", hit[0] if hit else re.sub(r"[《》]", "", plain))


@check("legal.inspection_correction", title="责令改正合法，违法线索转入立案")
def inspection_correction(case: View) -> Finding:
    """IN-L04 (assisted)."""
    papers = case.documents(*SHEETS, "行政检查结果告知书", "责令改正通知书")
    if not papers:
        case.required(*SHEETS)
    results = " ".join(str(fact.value) for fact in case.facts("检查结果"))
    text = re.sub(_NOTHING, "", results or " ".join(case.text(paper) for paper in papers))
    clue = re.search(_CLUE, text)
    ordered = case.documents("责令改正通知书") or case.facts("改正期限止")
    if clue is None and not ordered:
        return case.not_applicable("没有发现问题，也没有责令改正")
    case.duty(on=_day(case))
    filed = case.documents(
        "立案审批表",
        "不予立案审批表",
        "案件来源登记表",
        "不予行政处罚决定书",
        "当场行政处罚决定书",
        "行政处罚决定书",
    )
    if filed or any(case.find(paper, _HANDLED) for paper in case.file.documents):
        return case.passed("违法线索已有处理，责令改正是否合法请核对")
    if clue is None:
        return case.passed("责令改正，未读到应当处罚的线索")
    if ordered and not re.search(r"涉嫌|构成违法|(?:应当?)(?:予以|给予)?(?:立案|处罚)|无证", clue[0]):
        return case.unsure(f"检查发现“{clue[0]}”并责令改正，该行为依法是否应当处罚由人工判断", at=papers)
    case.readable(*papers)
    case.document("立案审批表", "不予立案审批表")
    places = [hit for paper in papers if (hit := case.find(paper, re.escape(clue[0])))]
    return case.failed(f"检查发现“{clue[0]}”，卷内没有立案、移送或者不予立案的说明", at=places or papers)
