"""Licences: the application, its materials, the check on the spot, reports, what the review found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz

from anjuan import Document, Fact, Finding, Match, NeedsPerson, Record, Row, View, check

from ._papers import each, lines, mentioned, plain, scanned, surely, titled

APPLICATION, FORM, CORRECTION = "许可申请书", "行政许可审批表", "补正告知书"
SITE_RECORDS = ("现场核查笔录", "核查笔录", "现场检查笔录")
DECISIONS = ("准予许可决定书", "不予许可决定书", "延续决定", "变更决定")
ENDED = ("撤销决定", "注销决定")
REPORTS = ("检测报告", "检测结果告知书", "专家评审")
SAME, LIKE = 80, 50  # rapidfuzz ratios: surely one material, surely another
ONLINE = (
    r"(?:网上|在线|线上)(?:申请|申办|申报|提交|受理|办理)|全程网办|一网通办|网办件"
    r"|(?:政务服务(?:网|平台|系统)|网上办事大厅|审批系统|业务系统)[^。]{0,12}(?:提交|申请|申报|受理|收件|流水)"
)
_OTHER_DAY = (
    r"有效期|期限|成立|出生|许可证号|发证|颁发|注册"  # lines whose day is not that of the application
)
_DAY = r"(?:19|20)\d\d[年./\-]\d{1,2}[月./\-]\d{0,2}|[二一][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
_MARK = r"核对|核验|核实|校对|属实|相符|一致|无误|原件|出处|来源|提供人|提供者|复印自|电子证照|数据共享|联网核验|信用信息公示"
_FLAW = (
    r"未|没有|不(?:清|全|齐|符|一致|规范|完整)|第[一二三四五六七八九十\d]+[页项条栏处]"
    r"|盖章|签名|签字|填写|更正|修改|补充完善|模糊|缺页"
)
_CHECKED = (
    r"(?:经|已|进行(?:了)?|组织(?:了)?|开展(?:了)?)[^。;,]{0,8}(?:现场|实地)(?:核查|核验|踏勘|勘验|审查|查验|检查)"
    r"|(?:现场|实地)(?:核查|核验|踏勘|勘验|审查|查验)(?:结论|意见|结果|情况)?[:]?(?:为|均)?(?:合格|通过|不合格|符合|同意|属实)"
)
_NEGATED = (
    r"(?:无需|无须|不需|不需要|免于?|未)(?:经(?:过)?|进行|开展|组织)?(?:现场|实地)"
    r"|(?:将|拟|届时|事后|许可后|发证后|取证后|准予后)[^。;]{0,24}(?:现场|实地)(?:核查|检查|查验)"
)
_RESULT = r"结论|合格|符合|达到|一致|满足|具备|通过|整改|不足|缺|建议|属实"
# A form has such words as headings of empty boxes too: only a sentence relies on a report.
_REPORT = (
    r"(?:检验|检测|检疫|鉴定|监测|评估|技术审查|专家评审|专家论证|评审)(?:的)?(?:报告|意见|结论|结果|合格证)"
)
_RELIED = (
    rf"(?:根据|依据|依照|按照|经|参考|结合|出具|提交|提供|取得|附)[^。;:,]{{0,16}}{_REPORT}"
    rf"|{_REPORT}(?:均|结论|结果|的结论|已)?(?:为|合格|通过|同意|认为|表明|显示|符合|证明|齐全|达标)"
    r"|经(?:专家|技术|检测|检验|检疫|鉴定)[^。;,]{0,8}(?:评审|论证|审查|机构|合格|鉴定)"
)
_REPORT_WORD = r"检验|检测|检疫|鉴定|监测|评估|技术审查|评审|论证"
_FOUND = r"符合|不符|具备|不具备|齐全|满足|达到|未达|合格|不合格|属实|经审查|经核查|经核实|条件|资质|场地|人员|设施|材料|制度"


@check("evidence.licence_application", title="申请书填写完整并有签名、日期")
def licence_application(case: View) -> Finding:
    """LI-E01."""
    if not _on_application(case):
        return case.not_applicable("不是依申请办理的事项")
    on = _step_day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    paper = case.document(APPLICATION)
    if mentioned(case, ONLINE, APPLICATION, "收件凭证", "受理通知书", FORM):
        return case.not_applicable("网上申请，有系统记录")
    if paper is None:
        return _no_application(case)
    return next(
        (answer for one in case.documents(APPLICATION) if (answer := _undated(case, one))), case.passed()
    )


def _no_application(case: View) -> Finding:
    like = titled(case, r"申请|登记表|申报|一表")
    like = tuple(one for one in like if not re.search(r"受理|补正|清单|听证|复议|执行", one.title))
    if like:
        return case.unsure("没有识别到许可申请书，有一份材料可能就是，请人工辨认", at=like)
    if not case.documents(FORM, *DECISIONS):
        return case.unsure("只有个别文书，是否为完整的许可案卷由评查人员判断")
    return case.failed("卷内没有许可申请书", at=case.absent(APPLICATION))


def _undated(case: View, paper: Document) -> Finding | None:
    """None where the application is dated, and signed as far as one can see."""
    own = (line for line in lines(case, paper).splitlines() if not re.search(_OTHER_DAY, line))
    text = re.sub(r"\s", "", "".join(own))
    marks = _signatures(case, paper)
    unsigned = [one for one in marks if "申请" in one.text("field") and one.text("state") == "无"]
    if case.facts("申请日期", document=paper) or re.search(_DAY, text):
        if unsigned:
            return case.unsure(f"{paper.title}没有识别到申请人签名，请看图像", at=paper)
        return None
    case.readable(paper)
    inked = any(one.text("state") == "有" and not one.text("name") for one in marks)
    if scanned(paper) or inked:
        return case.unsure(f"{paper.title}未读到日期，可能为手写", at=paper)
    pledges = [one for one in titled(case, "承诺|声明|签署") if case.find(one, _DAY)]
    if pledges:
        return case.unsure(f"{paper.title}没有日期，{pledges[0].title}写有日期，请核对", at=pledges)
    return case.failed(f"{paper.title}没有填写申请日期", at=paper)


def _signatures(case: View, paper: Document) -> tuple[Record, ...]:
    """Signature fields of a paper that were surely looked at; a poor look says nothing."""
    sure = [
        fact
        for fact in case.file.facts
        if fact.name == "签名" and fact.evidence.document == paper.id and fact.confidence >= case.trust
    ]
    case.note(*sure)
    return tuple(fact.value for fact in sure if isinstance(fact.value, Record))


@check("evidence.licence_materials", title="申请材料与公示目录一致，未要求无关材料")
def licence_materials(case: View) -> Finding:
    """LI-E02."""
    if not _on_application(case):
        return case.not_applicable("不是依申请办理的事项")
    on = _told_on(case) or _step_day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    listed = _listed(case, on)
    if not listed:
        return case.unsure("台账没有该事项当日公示的申请材料目录，不能核对")
    asked = case.facts("补正材料")
    if not asked and case.documents(CORRECTION):
        return case.unsure("补正告知书要求的材料未能读出", at=case.documents(CORRECTION))
    ratios = [(fact, _best(str(fact.value), listed)) for fact in asked]
    # A flaw to be mended in a paper that is there (未盖章, 第三页) is no further paper.
    outside = [fact for fact, ratio in ratios if ratio < LIKE and not re.search(_FLAW, str(fact.value))]
    if outside:
        names = "、".join(dict.fromkeys(str(fact.value) for fact in outside))
        return case.failed(f"补正告知书要求的{names}不在公示的申请材料目录内", at=outside)
    doubtful = [fact for fact, ratio in ratios if ratio < SAME]
    if doubtful:
        return case.unsure(f"要求补正的{doubtful[0].value}是否在公示目录内，由评查人员核对", at=doubtful)
    return case.passed()


def _listed(case: View, on: date) -> tuple[str, ...]:
    """Materials that the published list names for the item on a day.

    A row has the item and its materials, or one material with the item as its field.
    """
    item = next((plain(str(fact.value)) for fact in case.facts("许可事项")), "")
    rows = [row for row in case.listed("lists", on=on) if "材料" in row.text("kind")]
    found: list[str] = []
    for row in rows:
        names = (plain(row.text("name")), plain(row.text("sector")))
        if not item or not any(name and _one_item(item, name) for name in names):
            continue
        case.note(row)
        found += _materials(row, by_item=_one_item(item, names[0]))
    return tuple(dict.fromkeys(found))


def _materials(row: Row, *, by_item: bool) -> list[str]:
    parts = re.split(r"[、,，;；\n]", row.text("value")) if by_item else [row.text("name")]
    return [plain(part) for part in parts if plain(part)]


def _one_item(item: str, name: str) -> bool:
    return bool(name) and (item in name or name in item or fuzz.ratio(item, name) >= SAME)


def _best(material: str, listed: tuple[str, ...]) -> float:
    one = _bare(material)
    return max(
        100.0 if one in other or other in one else max(fuzz.ratio(one, other), fuzz.partial_ratio(one, other))
        for other in map(_bare, listed)
    )


def _bare(material: str) -> str:
    """A material without the words that many bear (复印件, 证明), which would make unlike ones alike."""
    short = re.sub(
        r"复印件|原件|扫描件|副本|正本|\(.*?\)|的|证明(?:材料|文件)?|材料|文件", "", plain(material)
    )
    return short or plain(material)


@check("evidence.licence_copies", title="申请材料的复制件注明与原件核对", form=True)
def licence_copies(case: View) -> Iterator[Finding]:
    """LI-E03 (assisted)."""
    if mentioned(case, ONLINE, APPLICATION, "收件凭证", "受理通知书", FORM):
        yield case.not_applicable("网上申请，上传的材料由系统留存")
        return
    copies = [*case.documents("营业执照", "身份证")]
    copies += [
        paper
        for paper in case.documents("申请材料", "证据材料", "证据复制单")
        if re.search("复印|复制|影印|扫描", plain(paper.title))
    ]
    if not copies:
        yield case.not_applicable("没有复制件，或者为原件、共享数据")
        return
    yield from each(case, copies, _marked)


def _marked(case: View, paper: Document) -> Iterator[Finding]:
    if case.find(paper, _MARK):
        return
    case.readable(paper)
    if scanned(paper):
        raise NeedsPerson(f"{paper.title}没有识别到核对的记载，可能是印章或者手写", ())
    yield case.failed(f"{paper.title}没有注明与原件核对", at=paper)


@check("evidence.licence_site_check", title="需要现场核查的，有核查记录和结论")
def licence_site_check(case: View) -> Finding:
    """LI-E04 (assisted)."""
    records = case.documents(*SITE_RECORDS)
    said = _relied(case, _CHECKED)
    if not records and said is None:
        return case.not_applicable("没有进行现场核查的记载")
    if case.duty(on=_step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    if not records:
        like = titled(case, r"(?:核查|勘验|踏勘|查验|核验).{0,4}(?:笔录|记录|表|意见|报告)")
        if like:
            return case.unsure("没有识别到现场核查笔录，有一份材料可能就是，请人工辨认", at=like)
        case.document(*SITE_RECORDS)
        places = (*((said.evidence,) if said else ()), *case.absent(SITE_RECORDS[0]))
        return case.failed("审查意见以现场核查为据，卷内没有核查笔录", at=places)
    for record in records:
        if not case.find(record, _RESULT):
            case.readable(record)
            return case.failed(f"{record.title}没有核查结论", at=record)
    return case.passed()


def _relied(case: View, pattern: str) -> Match | None:
    """The first place where the review or the decision relies on something."""
    for paper in case.documents(FORM, *DECISIONS):
        if case.find(paper, _NEGATED):
            continue
        if hit := case.find(paper, pattern):
            return hit
    return None


@check("evidence.licence_reports", title="依法需要的检验、检测、评审意见在卷")
def licence_reports(case: View) -> Finding:
    """LI-E05."""
    said = _relied(case, _RELIED)
    special = [one for one in case.records("特别程序") if re.search(_REPORT_WORD, one.text("kind"))]
    if said is None and not special:
        return case.not_applicable("审查意见和决定没有以检验、检测、评审意见为据")
    if case.duty(on=_step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    word = re.search(_REPORT_WORD, said.text) if said else None
    wanted = word[0] if word else next((one.text("kind") for one in special), "")
    if case.documents(*REPORTS) or _titled_report(case):
        return case.passed()
    listed = case.documents("申请材料清单", "卷内目录", "收件凭证")
    if any(case.find(paper, rf"(?:{_REPORT_WORD})[^。;]{{0,6}}(?:报告|意见|结论|书)") for paper in listed):
        return case.unsure(f"材料清单列有{wanted}材料，卷内没有识别到，请核对")
    others = case.documents("申请材料", "证据材料", "证据复制单", "unknown")
    within = [hit for one in others if (hit := case.find(one, _REPORT))]
    if within:
        return case.unsure(f"申请材料中有“{within[0].text}”字样，是否即为所据的意见请核对", at=within[:1])
    if said is None:
        return case.unsure(f"进行了{wanted}，卷内没有识别到意见；该事项是否依法需要由评查人员判断")
    case.document(*REPORTS)
    return case.failed(
        f"审查意见或者决定以{wanted}意见为据，卷内没有该意见", at=(said.evidence, *case.absent(*REPORTS))
    )


def _titled_report(case: View) -> bool:
    papers = [paper for paper in case.file.documents if paper.kind not in (FORM, *DECISIONS, "卷内目录")]
    found = [
        paper for paper in papers if re.search(_REPORT_WORD, plain(paper.title)) and "告知" not in paper.title
    ]
    case.note(*found)
    return bool(found)


@check("evidence.licence_conditions", title="准予逐项符合条件，不予许可有事实根据")
def licence_conditions(case: View) -> Finding:
    """LI-E06 (assisted)."""
    if not _on_application(case):
        return case.not_applicable("不是依申请办理的事项")
    if case.duty(on=_step_day(case)) is None:
        return case.not_applicable("当时行政许可法尚未施行")
    form = case.required(FORM)
    opinions = case.facts("审批意见", document=form)
    texts = [fact.value.text("opinion") for fact in opinions if isinstance(fact.value, Record)]
    found = [text for text in texts if re.search(_FOUND, text)]
    if found or (not texts and case.find(form, _FOUND)):
        return case.passed("审查意见写明了审查情况，条件是否逐项符合由评查人员判断")
    if hit := case.find(
        form, r"审查(?:情况|结果|结论|意见)[:]?[^。;]{0,30}(?:符合|具备|齐全|满足|合格|属实|达到)"
    ):
        case.note(hit)
        return case.passed("审批表另有审查情况，条件是否逐项符合由评查人员判断")
    shown = [*case.documents(*SITE_RECORDS, *REPORTS), *titled(case, r"审查|评审|核查|勘验|踏勘|论证|评估")]
    shown = [one for one in shown if one.kind != FORM]
    if texts and shown:
        return case.unsure(f"审批表只有同意与否的意见，条件的审查见{shown[0].title}，请核对", at=shown[:1])
    if not texts or scanned(form):
        return case.unsure("未读到审批表的审查意见", at=form)
    case.readable(form)
    places: list[Fact] = list(opinions)
    return case.failed("审批表只有同意、不同意的意见，没有对许可条件的审查情况", at=places)


def _on_application(case: View) -> bool:
    """False for a file that only revokes or cancels a licence."""
    return bool(case.documents(*DECISIONS)) or not case.documents(*ENDED)


def _told_on(case: View) -> date | None:
    dated = [fact.value for fact in case.facts("补正告知日期") if isinstance(fact.value, date)]
    dated += [paper.date for paper in case.documents(CORRECTION) if paper.date]
    return min(dated, default=None)


def _step_day(case: View) -> date:
    for name in ("决定日期", "受理日期", "不予受理日期", "申请日期"):
        if day := surely(case, name):
            return day
    dated = [paper.date for paper in case.documents(*DECISIONS, "受理通知书", CORRECTION) if paper.date]
    if not dated:
        raise NeedsPerson("未读到申请、受理、决定的日期")
    return max(dated)
