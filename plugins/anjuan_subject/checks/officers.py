"""Who acted: two officers, the certificate shown, recusal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Document, Finding, View, check

from ._papers import ACTS, ACTS_OF, RECORDS, duty_key, each, lines, officers_in_text, plain, step_day

SHOWN = (
    r"(?:出示|亮明|亮出|展示|表明|佩戴)[^。;问]{0,40}?(?<!身份)(?:执法证|检查证|工作证|监督证|执法证件|证件|身份(?!证))"
    r"|(?:执法证|(?<!身份)证件)(?!号|:)[^。;]{0,40}?(?:出示|过目|确认|核对|看清|看过|验看|查看|无异议|没有异议)"
    r"|(?:看清|看过|核对|查看|查验|确认)了?[^。;]{0,12}?(?<!身份)(?:执法证|证件)|亮证"
)
NOT_SHOWN = r"(?:未|没有|没)(?:向[^。;]{1,12})?(?:主动|当场)?(?:出示|亮明)[^。;]{0,10}证"
RECORDED = r"(?:全程|同步)?(?:录音录像|录像|执法记录仪)"
OFFICER = r"执法人员|检查人|勘[验察]人|询问人|调查人|记录人|办案人员"
_NOBODY = r"(?:当事人|负责人|被检查人|现场)[^。]{0,10}(?:不在场|无人|拒不到场)"
_REQUEST = (
    r"答[::](?![^问]{0,20}(?:不|无需|无须|没有|放弃)[^问]{0,6}回避)[^问。]{0,25}?(?<!有权)(?<!可以)(?<!是否)"
    r"(?:申请|要求|请求)[^问。]{0,25}回避"
)
_DECIDED = (
    r"(?:驳回|同意|准予|决定|不予|批准)[^。]{0,20}回避"
    r"|回避(?:申请)?[^。]{0,15}(?:驳回|不成立|成立|同意|更换)|更换(?:了)?执法人员"
)


@check("subject.two_officers", title="调查、检查等执法活动由两名以上执法人员实施")
def two_officers(case: View) -> Iterator[Finding]:
    """The record itself must name two officers; silence of a poor scan is not a fault."""
    kinds = ACTS_OF.get(case.file.category, ACTS)
    case.document(*kinds)
    acts = case.documents(*kinds)
    if not acts:
        yield case.not_applicable("卷内没有询问、检查、核查、抽样、登记保存等执法活动")
    yield from each(case, acts, _two_named)


def _two_named(case: View, document: Document) -> Finding | None:
    read = {plain(one.text("name")) for one in case.records("笔录人员", document=document)} - {""}
    text = lines(case, document)
    names = read if len(read) >= 2 else read | {plain(name) for name in officers_in_text(text)}
    if len(names) >= 2:
        return None
    if not names:
        # A sampling or preservation paper is often signed by hand only; a record says who acted.
        return (
            case.unsure(f"{document.title}的执法人员姓名未能识别", at=document)
            if document.kind in RECORDS or document.kind in ACTS_OF.get(case.file.category, ())
            else None
        )
    marks = [one for one in case.records("签名", document=document) if re.search(OFFICER, one.text("field"))]
    if sum(one.text("state") in ("有", "不清") for one in marks) >= 2:
        return case.unsure(f"{document.title}读到一名执法人员，另有执法人员的签名请看图像", at=document)
    case.readable(document)
    if "公安" in case.file.agency:
        return case.unsure(f"{document.title}只有一名人民警察，是否属于法定例外由人工判断", at=document)
    if case.duty(on=step_day(case, document), key=duty_key(case, "subject.two_officers")) is None:
        return None
    name = next(iter(names))
    place = case.find(document, re.escape(name)) or document
    return case.failed(f"{document.title}只记载一名执法人员（{name}），应不少于两人", at=place)


@check("subject.certificate_shown", title="调查或者检查时出示执法证件并有记录")
def certificate_shown(case: View) -> Iterator[Finding]:
    """Every record of inquiry or inspection says that the certificate was shown."""
    case.document(*RECORDS)
    records = case.documents(*RECORDS)
    if not records:
        yield case.not_applicable("没有进行询问或者检查")
    yield from each(case, records, _shown)


def _shown(case: View, document: Document) -> Finding | None:
    if case.duty(on=step_day(case, document)) is None:
        return None
    refused = case.find(document, NOT_SHOWN)
    if refused:
        return case.failed(f"{document.title}记载未出示执法证件", at=refused)
    if case.find(document, SHOWN):
        return None
    case.readable(document)
    if case.find(document, f"{RECORDED}|{_NOBODY}"):
        return case.unsure(
            f"{document.title}没有出示证件的文字记录，是否由音像记录反映或者当时无人在场，由人工判断"
        )
    return case.failed(f"{document.title}没有出示执法证件的记录", at=document)


@check("subject.recusal", title="依法回避，回避申请由负责人决定并有记录")
def recusal(case: View) -> Finding:
    """A request for recusal needs an answer of the organ's head."""
    own = [document for document in case.file.documents if "回避" in document.title]
    asked = next(
        (
            hit
            for record in case.documents(*RECORDS, "听证笔录")
            for hit in case.find_all(record, _REQUEST)
            if not re.search(r"[不未无没]|放弃|问", hit.text)
        ),
        None,
    )
    requests = [document for document in own if "申请" in document.title and "决定" not in document.title]
    if asked is None and not own:
        return case.not_applicable("没有回避申请，也没有应当回避的情形记载")
    if any(re.search("决定|答复|审批|通知", document.title) for document in own):
        return case.passed()
    for document in case.file.documents:
        if document not in requests and document.kind not in RECORDS and case.find(document, _DECIDED):
            return case.passed()
    case.document("回避决定书", "回避审批表")
    if case.duty(on=case.date("决定日期")) is None:
        return case.not_applicable()
    return case.failed("有人提出回避申请，卷内没有负责人的决定", at=asked or requests or own)
