"""Approval forms, records, returns of service and slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

from rapidfuzz import fuzz

from anjuan import Document, Evidence, Fact, Finding, NeedsPerson, Record, View, check

from ..reading import (
    DECISIONS,
    NOTICE,
    ORDER,
    RETURN,
    duty_key,
    governing_day,
    home,
    joined,
    nothing_hidden,
    scanned,
)

FORMS = (
    "立案审批表",
    "行政处罚决定审批表",
    "结案审批表",
    "先行登记保存审批表",
    "延期审批表",
    "延期(分期)审批",
    "财物处理审批表",
    "行政许可审批表",
)
RECORDS = ("现场检查笔录", "询问笔录", "听证笔录", "陈述申辩笔录")
# Any day but those that every month has.
DOUBTED_DAY = r"((?:19|20)\d\d)年(?!(?:0?[1-9]|1[0-2])月(?:0?[1-9]|1\d|2[0-8])日)(\d{1,2})月(\d{1,2})日"


@check("documents.approvals_complete", title="审批表各级意见明确，签名和日期齐全", form=True)
def approvals_complete(case: View) -> Finding:
    """PO-D09 (assisted)."""
    forms = case.documents(*FORMS)
    if not forms:
        return case.not_applicable("没有审批表")
    faults, unread, places = [], [], []
    every = case.facts("审批意见")
    ink = not _signatures(every, "signer")
    typed = any(_whole(fact) for fact in every)
    for form in forms:
        levels = case.facts("审批意见", document=form)
        if case.find(form, r"电子审批|审批流程|流程记录|办理流程|OA"):
            continue
        if not levels:
            unread.append(f"{form.title}的审批意见未读到")
        for fact in levels:
            gaps = _gaps(fact)
            blank = not scanned(form) or (typed and _signatures((fact,), "signer"))
            if gaps and (ink or not blank or _seen_ink(case, form)):
                unread.append(f"{form.title}{gaps}未读到，可能为手写")
            elif gaps:
                faults.append(f"{form.title}{gaps}空缺")
                places.append(fact)
    if faults:
        return case.failed(joined(faults), at=places, times=min(len(faults), 3))
    return case.unsure(joined(unread)) if unread else case.passed()


def _whole(fact: Fact) -> bool:
    """True for a level whose name and day stand in print: one without a day beside it is then no matter of the pen."""
    return _signatures((fact,), "signer") and _signatures((fact,), "date")


def _signatures(facts: tuple[Fact, ...], *parts: str) -> bool:
    """True where signatures of the file stand in its text; else they are ink or images that nobody reads."""
    return any(isinstance(fact.value, Record) and fact.value.text(part) for fact in facts for part in parts)


def _seen_ink(case: View, form: Document) -> bool:
    """True where somebody saw, or could not tell, a signature on the form that stands in no line of print."""
    marks = case.records("签名", document=form)
    return any(one.text("state") in ("有", "不清") and not one.text("name") for one in marks)


def _gaps(fact: Fact) -> str:
    if not isinstance(fact.value, Record):
        return ""
    parts = (("opinion", "意见"), ("signer", "签名"), ("date", "日期"))
    missing = [word for key, word in parts if not fact.value.text(key)]
    return f"{fact.value.text('level')}{'、'.join(missing)}" if missing else ""


@check("documents.records_signed", title="笔录逐页签名，空白处划去，修改处有确认", form=True, advisory=True)
def records_signed(case: View) -> Finding:
    """PO-D10 (assisted): gathers the places; signatures are images, so a person looks."""
    records = case.documents(*RECORDS)
    if not records:
        return case.not_applicable("没有笔录")
    without = [_page(record, n) for record in records for n in _unsigned(record)]
    case.note(*records)
    if without:
        return case.unsure(f"有{len(without)}页笔录未读到签名栏，请核对逐页签名", at=without)
    if scanned(*records):
        return case.unsure("笔录为扫描件，签名、划去和修改确认请看图像")
    return case.passed("各页均有签名栏；空白和修改处请核对")


def _unsigned(record: Document) -> Iterator[int]:
    for index, page in enumerate(record.pages):
        if not re.search(r"签名|签字|捺印|盖章|签章", "".join(line.text for line in page.lines)):
            yield index


def _page(record: Document, index: int) -> Evidence:
    page = record.pages[index]
    return Evidence(record.id, page.file, page.page, locator="" if page.page else "paragraph 1")


REMOTE = r"邮寄|邮政|快递|挂号|EMS|特快专递|电子|传真|邮件|短信|公告"
SENT = r"邮寄|快递|特快专递|EMS|挂号信|电子送达|电子邮件|传真|公告送达"
HANDED = r"(?:被处罚人|受送达人|当事人|被处罚单位|收件人)[^。;:]{0,10}(?:签[名字收章]|捺印)|当场(?:送达|宣告|交付|宣读)|宣告后"
# Papers that only a whole case file holds.
INTERNAL = (*FORMS[:3], "案件调查终结报告", "案件来源登记表", "现场检查笔录", "询问笔录", "卷内目录", RETURN)
INTERNAL_OF: Mapping[str, tuple[str, ...]] = {
    "licence": ("行政许可审批表", "许可申请书", "受理通知书", "卷内目录", RETURN),
    "coercion": ("强制措施审批表", "现场检查笔录", "执行笔录", "催告书", "卷内目录", RETURN),
}
SERVED = (
    (DECISIONS[0], r"(?<!事先)处罚决定书"),
    (NOTICE, r"告知书|听证告知"),
    (ORDER, r"责令"),
)
_LICENCE = r"许可决定|准予|许可证|批准|批复|登记证|资格证|资质证"
# What other categories serve, and how a return names it.
SERVED_OF: Mapping[str, tuple[tuple[str, str], ...]] = {
    "licence": (
        ("准予许可决定书", _LICENCE),
        ("不予许可决定书", r"不予"),
        ("延续决定", _LICENCE + "|延续"),
        ("变更决定", _LICENCE + "|变更"),
        ("撤销决定", r"撤[销回]"),
        ("注销决定", r"注销"),
    ),
    "coercion": (
        ("查封(扣押)决定书", r"^(?!.*(?:延长|解除|处理|退还|返还)).*(?:查封|扣押|暂扣|扣留|强制措施)"),
        ("冻结决定书", r"^(?!.*(?:延长|解除)).*冻结"),
        ("催告书", r"催告"),
        ("强制执行决定书", r"^(?!.*催告).*(?:强制执行|强制拆除|强拆)"),
        ("代履行决定书", r"^(?!.*催告).*代履行"),
        ("限期拆除决定书", r"拆除"),
    ),
}
# Where a return lacks its place or its hour, only the standards of these categories take points.
LIGHTER = ("penalty",)
COLLECTED = (
    r"(?:领取|领证|取件)人(?:\(?签[名字章](?:或盖章)?\)?)?[:]?\s*(?!日期|签|年|盖)[\u4e00-\u9fff]{2,4}"
    r"|已(?:当场|现场)?领取"
)


@check("documents.service_returns", title="送达回证要素齐全，直接或者留置送达有两名送达人")
def service_returns(case: View) -> Finding:
    """PO-D11."""
    served = SERVED_OF.get(case.file.category, SERVED)
    papers = [(paper, cue) for kind, cue in served for paper in case.documents(kind)]
    if not papers:
        return case.not_applicable("没有须送达的文书")
    dated = papers[0][0].date if case.file.category == "coercion" else None
    case.duty(on=dated or governing_day(case), key=duty_key(case, "documents.service_returns"))
    faults: list[str] = []
    mild: list[str] = []
    doubts: list[str] = []
    places: list[Document | Fact | Evidence] = []
    returns = case.facts("送达")
    for paper, cue in papers:
        own = [fact for fact in returns if _is_of(fact, paper, cue)]
        if not own:
            state, message = _unserved(case, paper, sum(map(_names_paper, returns)))
            faults += [message] if state == "fail" else []
            doubts += [message] if state == "unsure" else []
            places += case.absent(f"{RETURN}（{paper.title}）") if state == "fail" else ()
            continue
        grave, light, doubt = _return_faults(case, own[-1], paper)
        faults, mild, doubts = [*faults, *grave], [*mild, *light], [*doubts, *doubt]
        places += own[-1:] if grave or light else []
    if faults:
        return case.failed(joined(faults), at=places)
    if doubts:
        return case.unsure(joined(doubts))
    if mild:
        return case.failed(joined(mild), at=places, milder=True)
    return case.passed()


def _names_paper(fact: Fact) -> bool:
    """True for a return of which it was read what it served; of another one nobody can say."""
    return isinstance(fact.value, Record) and bool(fact.value.text("paper") or fact.value.text("number"))


def _is_of(fact: Fact, paper: Document, cue: str) -> bool:
    if not isinstance(fact.value, Record):
        return False
    number = _key(fact.value.text("number"))
    if number and paper.number and number == _key(paper.number):
        return True
    return bool(re.search(cue, fact.value.text("paper")))


@lru_cache(1024)
def _key(number: str) -> str:
    return re.sub(r"[〔〕\[\]()（）【】<>\s]", "", number)


def _unserved(case: View, paper: Document, read: int) -> tuple[str, str]:
    """What to say of a paper without a return: served otherwise, hidden, or not shown to be served."""
    if case.documents("公告送达") or case.find(
        paper, r"签收|本(?:决定|告知|通知)书(?:已)?收到|当场交付|收件人签"
    ):
        return "pass", ""
    if case.facts("证件送达日期") or _collected(case) or _handed(case, paper):
        return "pass", ""
    if case.find(paper, HANDED):
        return "unsure", f"未见{paper.title}的送达回证，文书上可能有当场交付的签名"
    for other in case.documents("放弃陈述申辩声明", "陈述申辩笔录", "听证申请书"):
        if paper.kind == NOTICE and case.find(other, r"收到|送达|告知书"):
            return "unsure", f"未见{paper.title}的送达回证，但当事人书面表示已收到"
    for other in case.documents("送达地址确认书", "证据材料", RETURN, "unknown"):
        if case.find(other, SENT):
            return "unsure", f"未见{paper.title}的送达回证，可能以邮寄、电子方式送达"
    if len(case.documents(RETURN)) > read:
        return "unsure", f"有送达回证未能读出所送文书，不能断定{paper.title}是否送达"
    if not case.documents(*INTERNAL_OF.get(case.file.category, INTERNAL)):
        return "unsure", f"只有{paper.title}等单份文书，不是完整案卷，不能断定有无送达回证"
    if not case.documents(RETURN):
        case.document(RETURN)
    nothing_hidden(case)
    return "fail", f"{paper.title}没有送达回证"


def _collected(case: View) -> bool:
    """True when a licence was fetched at the counter and the file bears the signature for it."""
    papers = case.documents("许可证件", "行政许可审批表", "准予许可决定书", "延续决定", "变更决定")
    slips = [paper for paper in case.file.documents if re.search(r"领证|领取|取件|证照发放", paper.title)]
    case.note(*slips)
    return bool(slips) or any(case.find(paper, COLLECTED) for paper in papers)


def _handed(case: View, paper: Document) -> bool:
    """True when the record of a measure says that its decision was handed over on the spot."""
    if paper.kind != "查封(扣押)决定书":
        return False
    handed = r"(?:交付|送达|交给|签收)[^。;]{0,20}(?:决定书|凭证)|(?:决定书|凭证)[^。;]{0,20}(?:交付|送达|交给|签收)"
    return any(case.find(record, handed) for record in case.documents("现场检查笔录"))


RECEIVER, SERVER = r"受送达|收件|签收|代收", r"(?<!受)送达(?:人|人员)|执法人员|经办"


def _inked(case: View, source: Document | None, who: str) -> bool:
    """True when a signature in such a field was surely seen on a return, though nobody read the name."""
    marks = case.file.facts if source is not None else ()
    seen = [
        fact
        for fact in marks
        if fact.name == "签名"
        and source is not None
        and fact.evidence.document == source.id
        and fact.confidence >= case.trust
        and isinstance(fact.value, Record)
        and fact.value.text("state") == "有"
        and re.search(who, fact.value.text("field"))
    ]
    case.note(*seen)
    return bool(seen)


def _return_faults(case: View, fact: Fact, paper: Document) -> tuple[list[str], list[str], list[str]]:
    """Grave faults, lighter ones and doubts of one return."""
    record = fact.value if isinstance(fact.value, Record) else Record(())
    way, name, source = record.text("way"), f"{paper.title}的送达回证", home(case, fact)
    if re.search(REMOTE, way):
        return [], [], []
    if not way and source is not None and case.find(source, SENT):
        return [], [], [f"{name}的送达方式未读到，可能以邮寄、电子方式送达"]
    left = "留置" in way or "留置" in record.text("reason")
    grave = [] if record.text("paper") else ["未写明送达文书"]
    grave += [] if record.text("received") else ["没有收到日期"]
    received_by = record.text("receiver") or left or _inked(case, source, RECEIVER)
    grave += [] if received_by else ["没有受送达人签收"]
    light = [] if record.text("place") else ["没有送达地点"]
    received = record.get("received")
    light += (
        ["送达时间未写到时分"] if isinstance(received, date) and not isinstance(received, datetime) else []
    )
    servers = [one for one in re.split(r"[、,，;；/\s]+", record.text("servers")) if one]
    if len(servers) == 1 and not re.search("委托|转交", way):
        light.append("只有一名送达人")
    elif not servers and not _inked(case, source, SERVER):
        light.append("没有送达人签名")
    written = re.sub(r"[《》\s]", "", record.text("paper"))
    numbered = bool(paper.number) and _key(paper.number or "") in _key(written)
    if written and not numbered and fuzz.partial_ratio(written, re.sub(r"\s", "", paper.title)) < 90:
        light.append(f"所写文书名称“{written}”与“{paper.title}”不符")
    light = light if case.file.category in LIGHTER else []
    if (grave or light) and source is not None:
        case.readable(source)
    signed = [one for one in (*grave, *light) if "签" in one or "日期" in one or "送达人" in one]
    ink = not _signatures(case.facts("送达"), "receiver", "servers")
    if signed and (ink or (source is not None and scanned(source))):
        return [], [], [f"{name}{'、'.join([*grave, *light])}，可能为手写未能识别"]
    if left and not record.text("reason"):
        light.append("留置送达未写明拒收事由")
    return [f"{name}{one}" for one in grave], [f"{name}{one}" for one in light], []


@check("documents.alterations", title="文书无涂改和关键错别字，栏目无空缺", form=True)
def alterations(case: View) -> Finding:
    """PO-D16 (assisted)."""
    found: list[tuple[str, Fact | Evidence]] = [*_names(case), *_impossible_days(case)]
    if found:
        return case.failed(joined(message for message, _ in found), at=[place for _, place in found])
    if scanned(*case.file.documents):
        return case.unsure("扫描件上的涂改和空缺请看图像")
    if not case.file.documents:
        raise NeedsPerson("没有可读的文书")
    return case.passed()


def _names(case: View) -> Iterator[tuple[str, Fact]]:
    """Names of the party that differ from that of the decision by a character or two."""
    party = str(case.optional("当事人") or "")
    for fact in case.facts("文书当事人") if party else ():
        written, source = str(fact.value), home(case, fact)
        if source is None or scanned(source) or written == party or written in party or party in written:
            continue
        if fuzz.ratio(written, party) >= (60 if len(party) <= 4 else 80):
            yield f"{source.title}把当事人“{party}”写作“{written}”", fact


def _impossible_days(case: View) -> Iterator[tuple[str, Evidence]]:
    for paper in case.file.documents:
        if scanned(paper):
            continue
        for hit in case.find_all(paper, DOUBTED_DAY):
            year, month, number = (int(group or 0) for group in hit.groups)
            try:
                date(year, month, number)
            except ValueError:
                yield f"{paper.title}有不存在的日期{hit.text}", hit.evidence
