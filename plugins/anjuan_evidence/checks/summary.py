"""Summary procedure (简易程序): what proves the act, and what the decision made on the spot says of it."""

from __future__ import annotations

import re

from anjuan import Document, Finding, NeedsPerson, View, check

from ._papers import mentioned, scanned, step_day, titled

SPOT = ("当场行政处罚决定书", "行政处罚决定书")
EXHIBITS = (
    "现场检查笔录",
    "询问笔录",
    "照片证据单",
    "证据材料",
    "证据复制单",
    "电子数据说明",
    "检测报告",
    "抽样取证凭证",
    "先行登记保存通知书",
    "先行登记保存清单",
)
IDENTITY = ("营业执照", "身份证")
_OTHER_PAPERS = ("当场处罚备案表", "结案审批表", "卷宗封面", "备考表")
_EXHIBIT_TITLE = "笔录|照片|图片|影像|证据|视听|截图|称重|检测|检验|勘验|记录单|违法通知"
_IDENTITY_TITLE = "身份证|执照|驾驶证|行驶证|登记信息|户籍|户口|居住证|许可证"
_RECORDER = r"(?:执法)?记录仪|录音录像|录像|视频|音像|光盘"
_ADMITTED = (
    r"(?:当事人|本人|我)[^。;]{0,20}(?:承认|认可|无异议|没有异议|供认|属实)|无异议|对[^。;]{0,16}没有异议"
)

_DAY = r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
_TIME = rf"(?:{_DAY})|\d{{1,2}}(?:时|:)\d{{1,2}}|(?:当日|今日|同日)(?:上午|下午)?"
_SPOT = (
    r"(?:违法|行为|案发|事发|检查|处罚|现场|发生|查获)?(?:地点|处所|场所|路段|(?<=[法场查为])地址)(?!:?(?:及|和|$|[□_]))[^。;]{0,4}"
    r"[一-龥A-Z\d]{2}"
    r"|(?:在|于|位于|行经|行驶至|途经|停放在?)[^。;,:]{2,60}?(?:路|街|道|巷|里|村|镇|区|市|县|号|处|内|旁|侧|口|段|店|场|桥|港"
    r"|码头|公里|站|广场|小区|园|门前|门口|河|湖|海|水域|厂|楼|室|车|岸|堤|线|[KG]\d)"
)
_LOOSE_SPOT = r"在|于|路|街|村|镇|店|场|现场"
_ACT = (
    r"(?:违法事实|违法行为|主要事实|事实和?证据|行为)(?:为|是|及证据|如下)?:?(?!:)[^:□_]{6}|经查|查明|发现|实施|存在"
    r"|擅自|违反|未[一-龥]{2}|没有[一-龥]{2}|不按|乱[一-龥]|随意|占用|倾倒|违规|违法[^行事所]|超[载限速]|无证|逾期|造成"
)


@check("evidence.summary_facts_proven", title="违法事实确凿，现场证据足以证明")
def summary_facts_proven(case: View) -> Finding:
    """PS-E01 (assisted): points at the exhibits; fails only where there is neither exhibit nor admission."""
    paper = case.required(*SPOT)
    duty = case.duty(on=step_day(case, paper))
    if duty is None:
        return case.not_applicable()
    if case.documents(*EXHIBITS) or titled(case, _EXHIBIT_TITLE):
        case.document(*EXHIBITS)
        return case.passed("卷内有现场证据，是否足以证明由评查人员判断")
    if mentioned(case, _ADMITTED, *SPOT, *_OTHER_PAPERS):
        return case.passed("决定书记载当事人承认，是否足以证明由评查人员判断")
    case.document(*EXHIBITS)
    case.readable(paper)
    return case.failed("卷内没有任何证据，也没有当事人承认的记载", at=(paper, *case.absent(*EXHIBITS)))


@check("evidence.summary_evidence_filed", title="现场笔录、照片等基本证据已归档")
def summary_evidence_filed(case: View) -> Finding:
    """PS-E02."""
    paper = case.required(*SPOT)
    on = step_day(case, paper)
    if case.documents(*EXHIBITS):
        case.document(*EXHIBITS)
        return case.passed()
    if titled(case, _EXHIBIT_TITLE):
        return case.passed("卷内有现场证据")
    if hit := mentioned(case, _RECORDER, *SPOT, *_OTHER_PAPERS):
        return case.unsure("证据可能保存在执法记录仪或者音像资料中，请核对", at=hit)
    if _in_recordings(case):
        return case.unsure("音像记录台账中有本案的记录，现场证据可能保存在卷外")
    case.document(*EXHIBITS)
    others = [one for one in case.file.documents if one.kind in ("unknown", *IDENTITY)]
    others += titled(case, _IDENTITY_TITLE)
    if others:
        return case.unsure("卷内除决定书外只有身份材料或者未能辨认的材料，没有读到现场证据", at=others)
    if case.duty(on=on) is None:
        return case.unsure("卷内只有决定书；当时的法律没有全过程记录归档的规定")
    return case.failed("卷内只有决定书，没有现场笔录、照片等证据", at=(paper, *case.absent(*EXHIBITS)))


def _in_recordings(case: View) -> bool:
    """True when the register of recordings has a row of this case."""
    try:
        rows = [row for row in case.register("recordings") if _same(row.text("case"), case.file.case)]
    except NeedsPerson:
        return False
    case.note(*rows)
    return bool(rows)


def _same(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return re.sub(r"[\W_]", "", text)

    return bool(plain(one)) and plain(one) == plain(other)


@check("evidence.summary_fact_text", title="决定书载明违法行为的时间、地点和内容")
def summary_fact_text(case: View) -> Finding:
    """PS-E03: presence of time, place and act; forms filled in by hand go to a person."""
    paper = case.required(*SPOT)
    if case.duty(on=step_day(case, paper)) is None:
        return case.not_applicable()
    absent = [
        what
        for what, there in (
            ("时间", _time(case, paper)),
            ("地点", case.find(paper, _SPOT) is not None),
            (
                "违法行为的内容",
                case.find(paper, _ACT) is not None or bool(case.facts("违法行为", document=paper)),
            ),
        )
        if not there
    ]
    if not absent:
        return case.passed()
    case.readable(paper)
    message = f"决定书未载明违法行为的{'、'.join(absent).replace('违法行为的', '')}"
    if scanned(paper):
        return case.unsure(f"未读到：{'、'.join(absent)}，可能为手写，请核对", at=paper)
    if absent == ["地点"] and (loose := case.find(paper, _LOOSE_SPOT)):
        return case.unsure("未能辨认违法行为的地点，请核对", at=loose)
    return case.failed(message, at=paper)


def _time(case: View, paper: Document) -> bool:
    """True when the decision names a day or hour besides the day on which it was signed."""
    text = case.text(paper)
    told = any(
        hit.start < len(text) * 2 // 3 or text[: hit.start].endswith(("时间", "时间:", "时间为", "时间是"))
        for hit in case.find_all(paper, _TIME)
    )
    return told or bool(case.facts("违法行为日期", document=paper))
