"""Single exhibits: proof of identity, copies, photographs, samples, test reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from anjuan import Document, Finding, NeedsPerson, View, check

from ._papers import (
    INSPECTION,
    NARRATIVES,
    RECORDS,
    each,
    lines,
    mentioned,
    plain,
    scanned,
    step_day,
    titled,
)

_IDENTITY_TITLE = (
    "营业执照|身份证|登记信息|主体资格|法人证书|登记证书?复印|户籍|户口|护照|居住证|通行证|驾驶证|执业许可证"
    "|信用信息公示|查询单|档案查询|登记资料|经营许可证|驾驶人信息"
)
_IDENTITY_TEXT = r"统一社会信用代码[^。]{0,200}(?:成立日期|法定代表人|经营者)|公民身份号码"
_QUERIED = r"(?:企业信用信息公示系统|登记系统|户籍系统|人口信息|公安系统|系统)(?:中)?[^。]{0,12}(?:查询|核实|核对|比对)"
_AGENT = (
    r"(?:职务|身份|关系)\s*:?\s*(?:系|为|是)?(?:该?(?:公司|单位|当事人)的?)?"
    r"(?:委托|授权|受托|被委托)(?:代理)?人"
    r"|我(?:是|系)[^。问]{0,40}(?:委托代理人|受托人|被委托人)"
    r"|受[^。;问]{2,40}(?:委托|授权),?(?:代为|前来|代表|接受|全权)"
)
_MARK = r"核对|相符|一致|无误|原件|出处|来源|提供人|提供者|复印自|复制于|摘自"
_REGISTER_EXTRACT = r"信用信息公示|打印时间|查询时间|下载|网址|https?:"
_TAKEN = r"拍摄(?:照片|现场)|拍照|照片|摄像|录像|录音录像|影像"
_TAKEN_BY = (
    r"(?:(?:执法|检查|调查|勘验|勘查|办案|工作|监督|记录)(?:人员|员|队员)|我们|我局|我队|本机关|检查组)[^。;]{0,24}(?:拍摄|拍照|摄像|录像|摄录|照相)"
    r"|由[^。;]{2,24}(?:拍摄|拍照|摄像|录像|摄录)|(?:拍摄|拍照|摄像|录像)(?:人|者|时间)"
)
# A signature under the sheet is dated too; that day tells nothing of the photograph.
_SIGNED_ON = (
    r"(?:签名|签字|签章|盖章|捺印|捺指印|确认|无误|属实|一致|相符)[^。;]{0,24}?"
    r"(?:\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?|日期\s*:|时间\s*:)"
)
_CAPTION = {
    "证明对象": r"证明|说明|内容|对象|名称",
    "时间": r"(?<!打印)(?<!提供)(?:时间|日期)|摄于|\d{4}\s*[年./-]\s*\d{1,2}|\d{1,2}(?:时|点|:)\d{1,2}",
    "地点": r"地点|地址|位于|位置|处所|摄于",
    "拍摄人": r"拍摄[人者]|摄影|摄像[人者]|拍照[人者]|制作[人者]|取证[人者]|采集人|执法人员|检查人员|由[^。;]{2,24}拍摄",
}
_SAMPLED = r"抽样|采样|取样|抽检|抽取(?:样品|了)"
_BODY = r"(?:检测|检验|检定|鉴定|监测|评估|价格认证)[^。\s]{0,12}(?:公司|中心|院|所|站|机构|单位|局)|研究院"
_SIGNER = r"签发|批准|审核|编制|主检|检验员|检测员|授权签字|鉴定人|报告人|复核"
_ACCREDITED = r"CMA|CNAS|CMAF|资质认定|计量认证|认可证书|资质证书|许可证号|司法鉴定许可"


@check("evidence.identity_proof", title="卷内有当事人身份证明，代理人有授权委托书")
def identity_proof(case: View) -> Iterator[Finding]:
    """A licence, card or extract shows who the party is; an agent shows his authority."""
    duty = case.duty(on=step_day(case))
    if duty is None:
        yield case.not_applicable()
        return
    identity = _identity(case)
    if identity is not None:
        yield identity
    role = mentioned(case, _AGENT, *RECORDS)
    if role is None:
        return
    if case.document("授权委托书") is None and not titled(case, "授权|委托书|委托函"):
        yield case.failed(
            "有代理人代当事人参加，卷内没有授权委托书", at=(role.evidence, *case.absent("授权委托书"))
        )


def _identity(case: View) -> Finding | None:
    """None when some paper proves the identity."""
    if case.facts("证照名称") or titled(case, _IDENTITY_TITLE) or case.documents("营业执照", "身份证"):
        return None
    for paper in case.documents("unknown", "证据材料", "证据复制单"):
        if case.find(paper, _IDENTITY_TEXT):
            return None
    case.document("营业执照", "身份证")
    queried = mentioned(case, _QUERIED, *RECORDS, *NARRATIVES)
    if queried:
        return case.unsure("当事人身份只有登记查询的记载，由人工判断", at=queried)
    return case.failed("卷内没有当事人的营业执照、身份证或者登记信息", at=case.absent("营业执照", "身份证"))


@check("evidence.copies_marked", title="书证复制件注明出处并经核对，有提供人签章和日期")
def copies_marked(case: View) -> Iterator[Finding]:
    """A copy says where it comes from and who checked it; a stamp is an image that only a person sees."""
    copies = [*case.documents("营业执照", "身份证", "证据复制单")]
    copies += [d for d in case.documents("证据材料") if re.search("复印|复制|影印", plain(d.title))]
    if not copies or case.duty(on=step_day(case)) is None:
        yield case.not_applicable("没有作为证据的复制件")
        return
    yield from each(case, copies, _marked)


def _marked(case: View, document: Document) -> Iterator[Finding]:
    if case.find(document, f"{_MARK}|{_REGISTER_EXTRACT}"):
        return
    case.readable(document)
    if scanned(document):
        raise NeedsPerson(f"{document.title}没有识别到核对和出处，可能是印章或者手写", ())
    yield case.failed(f"{document.title}没有注明出处、核对情况和提供人", at=document)


@check("evidence.photos_captioned", title="照片、视听资料注明对象、时间、地点和拍摄人")
def photos_captioned(case: View) -> Iterator[Finding]:
    """A photograph has a caption, or at least a record that mentions it."""
    photos = case.documents("照片证据单")
    if not photos or case.duty(on=step_day(case)) is None:
        yield case.not_applicable("没有照片、视听资料")
        return
    yield from each(case, photos, _captioned)


def _captioned(case: View, document: Document) -> Iterator[Finding]:
    text = re.sub(_SIGNED_ON, "", lines(case, document).replace("\n", ""))
    found = {what: bool(re.search(pattern, text)) for what, pattern in _CAPTION.items()}
    if (found["时间"] or found["地点"]) and sum(found.values()) >= 2:
        return
    if mentioned(case, _TAKEN_BY, *RECORDS):
        return
    case.readable(document)
    absent = "、".join(what for what, there in found.items() if not there)
    record = "只提到拍照" if mentioned(case, _TAKEN, *RECORDS) else "也没有提及"
    yield case.failed(
        f"{document.title}没有注明{absent}，笔录{record}，未写明由谁何时拍摄（照片画面上的水印请核对）",
        at=document,
    )


@check("evidence.sampling_documented", title="抽样取证有凭证，样品数量、封样和签字清楚")
def sampling_documented(case: View) -> Finding:
    """A test report on a sample needs a paper of the sampling, or its mention in the record."""
    reports = [paper for paper in case.documents("检测报告") if case.find(paper, rf"{_SAMPLED}|样品")]
    sheets = case.documents("抽样取证凭证")
    if not reports and not sheets:
        return case.not_applicable("没有抽样")
    if sheets or titled(case, "抽样|采样|取样") or mentioned(case, _SAMPLED, INSPECTION):
        return case.passed()
    if any(case.find(paper, r"委托检[验测]|送检|送样") for paper in reports):
        return case.unsure("检测报告为送检，样品来源由人工判断")
    case.document("抽样取证凭证")
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable()
    return case.failed("检测报告以样品为据，卷内没有抽样凭证，现场笔录也没有抽样的记载", at=reports)


@check("evidence.report_sound", title="检测、检验、鉴定由有资质机构出具且要素齐全")
def report_sound(case: View) -> Iterator[Finding]:
    """A report is later than its sample and names its body and signer."""
    reports = case.documents("检测报告")
    if not reports or case.duty(on=step_day(case)) is None:
        yield case.not_applicable("没有检测、检验、鉴定报告")
        return
    yield from each(case, reports, _sound)


def _sound(case: View, document: Document) -> Iterator[Finding]:
    text = lines(case, document)
    sampled = _sampling_day(case, text)
    if sampled and document.date and document.date < sampled:
        yield case.failed(f"{document.title}日期{document.date}早于抽样日期{sampled}", at=document)
    if not re.search(_BODY, text) or not re.search(_SIGNER, text):
        case.readable(document)
        if scanned(document):
            raise NeedsPerson(f"{document.title}的机构名称或者签发人未能识别", ())
        yield case.failed(f"{document.title}没有检测机构名称或者签发人", at=document)
    if not re.search(_ACCREDITED, text):
        raise NeedsPerson(f"{document.title}没有资质标志，机构资质由人工核对", ())


def _sampling_day(case: View, text: str) -> date | None:
    found = re.search(r"(?:抽样|采样|取样)(?:日期|时间)\s*:?\s*(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})", text)
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
    sheets = [sheet.date for sheet in case.documents("抽样取证凭证") if sheet.date]
    return min(sheets, default=None)
