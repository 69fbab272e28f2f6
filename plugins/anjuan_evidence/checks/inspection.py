"""Inspections (行政检查): the record, its exhibits, the items looked at, the problems found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Document, Finding, NeedsPerson, Record, View, check

from ._papers import each, lines, plain, scanned, titled

SHEETS = ("行政检查记录", "现场检查笔录")
EXHIBITS = ("照片证据单", "抽样取证凭证", "检测报告", "证据材料", "证据复制单", "电子数据说明")
_DAY = (
    r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}"
    r"|[二一][〇零○oO0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月"
)
_PLACE = r"(?:地点|场所|地址|住所|现场)\s*:?\s*[^\s:]{3,}"
_MATTER = (
    r"(?:检查)?(?:事项|内容|项目|要点)\s*:?\s*[一-龥]{2,}|对[^。;]{2,60}(?:进行|实施|开展)[^。;]{0,8}检查"
)
_RESULT = (
    r"(?:检查)?(?:结果|结论|处理意见|情况)\s*:?\s*[一-龥]{2,}|(?:未|没有)(?:发现|见)|发现[^。;]{2,}|存在[^。;]{2,}(?:问题|隐患|行为)"
    r"|不?符合|合格|正常|[√✓☑]"
)
_NAMED = r"照片|拍照|拍摄|录像|摄像|视频|抽样|采样|取样|样品|复印|复制|调取|提取|截图|附件|检测|数据|台账|单据|资料|[见附]图|图\d"
_FINE = (
    r"(?:未|没有|无|暂未)(?:发现|见|存在)|(?<!不)符合(?:要求|规定)?|(?<!不)合格|(?<!不)正常|良好|齐全"
    r"|无(?:问题|异常|隐患|违法)"
)
_PROBLEM = (
    r"不符合|不合格|(?<!未)(?<!没有)发现[^。;]{0,30}(?:问题|隐患|违法|行为|缺陷|不足)|存在|缺失"
    r"|未(?:按|依|取得|设置|配备|建立|公示|张贴|制定|落实|安装|佩戴|办理|如实|及时)"
    r"|过期|超(?:过|期|标|量|载)|损坏|失效|擅自"
)
_ACCOUNT = r"(?<![未没])(?<!没有)(?:存在|发现)[^。;；]{2,120}|(?:问题|隐患|情况)(?:描述)?[:：][^。;；]{2,120}"
_DATE = r"\d{4}年\d{1,2}月\d{1,2}日"
# What is not there at all, or stands on paper, has no place and no number.
_OMITTED = (
    r"制度|台账|记录|档案|证(?:照|书|件|明)|执照|许可|公示|标[志识签牌]|培训|演练|预案|协议|合同"
    r"|资质|备案|清单|规程|责任制|明示|亮证"
)
_CONCRETE = (
    r"\d|[一二两三四五六七八九十]+(?:处|个|台|件|具|只|瓶|名|人|份|项|次|米|套|辆|批|箱|袋|根|扇|间|层|楼|日|月)"
    r"|(?:车间|仓库|库房|厨房|门口|货架|柜|机房|走廊|通道|楼梯|一楼|二楼|大厅|操作间|东侧|西侧|南侧|北侧|入口|出口|工位|墙|屋|办公室|前台|生产线|配电)"
)


@check("evidence.inspection_sheet", title="检查记录载明时间、地点、事项、情况和结果", form=True)
def inspection_sheet(case: View) -> Iterator[Finding]:
    """IN-E01."""
    sheets = case.documents(*SHEETS)
    if sheets:
        yield from each(case, sheets, _complete)
        return
    if titled(case, r"(?:检查|勘验|核查|巡查).{0,6}(?:记录|笔录|表|清单)"):
        yield case.unsure("没有识别到行政检查记录，有一份材料可能就是，请人工辨认")
        return
    case.document(*SHEETS)
    if not case.documents("行政检查通知书", "行政检查审批表", "行政检查结果告知书", "卷内目录"):
        yield case.unsure("卷内没有行政检查的文书，本项无从判断")
        return
    yield case.failed("卷内没有行政检查记录", at=case.absent(*SHEETS))


def _complete(case: View, sheet: Document) -> Iterator[Finding]:
    text = lines(case, sheet)
    body = text.replace("\n", "")
    lacking = []
    dated = any(case.facts(name, document=sheet) for name in ("检查日期", "现场检查日期", "笔录开始时间"))
    if not dated and sheet.date is None and not re.search(_DAY, body):
        lacking.append("时间")
    if not case.facts("笔录地点", document=sheet) and not re.search(_PLACE, text):
        lacking.append("地点")
    listed = case.facts("检查清单", document=sheet)
    if not listed and not case.facts("检查事项", document=sheet) and not re.search(_MATTER, body):
        lacking.append("检查事项")
    answered = any(isinstance(one.value, Record) and one.value.text("result") for one in listed)
    if not answered and not case.facts("检查结果", document=sheet) and not re.search(_RESULT, body):
        lacking.append("检查情况和结果")
    if not lacking:
        return
    case.readable(sheet)
    if scanned(sheet):
        raise NeedsPerson(f"{sheet.title}没有读到{'、'.join(lacking)}，可能为手写", ())
    yield case.failed(f"{sheet.title}没有写明{'、'.join(lacking)}", at=sheet)


@check("evidence.inspection_exhibits", title="照片、样品、数据等与检查记录相互对应", form=True)
def inspection_exhibits(case: View) -> Finding:
    """IN-E02 (assisted)."""
    exhibits = case.documents(*EXHIBITS)
    if not exhibits:
        return case.not_applicable("没有照片、样品、数据等附件")
    sheets = case.documents(*SHEETS)
    if not sheets:
        case.required(*SHEETS)
    text = plain(" ".join(case.text(sheet) for sheet in sheets))
    loose = [one for one in exhibits if plain(one.title) not in text]
    if not loose or re.search(_NAMED, text):
        return case.passed("检查记录提到所附材料，是否逐一对应请核对")
    case.readable(*sheets)
    return case.failed(f"检查记录没有提到{loose[0].title}", at=loose)


@check("evidence.inspection_items_answered", title="计划检查的事项逐项有结果", form=True)
def inspection_items_answered(case: View) -> Finding:
    """IN-E03."""
    facts = [fact for fact in case.facts("检查清单") if isinstance(fact.value, Record)]
    if not facts:
        listed = [paper for paper in case.documents(*SHEETS) if "清单" in paper.title]
        if listed:
            return case.unsure("检查清单的各项没有读出，请核对", at=listed)
        return case.not_applicable("没有检查事项清单")
    blank = [
        fact for fact in facts if isinstance(fact.value, Record) and not fact.value.text("result").strip()
    ]
    if not blank:
        return case.passed()
    homes = {fact.evidence.document for fact in blank}
    papers = [paper for paper in case.file.documents if paper.id in homes]
    names = "、".join(fact.value.text("matter") for fact in blank[:3] if isinstance(fact.value, Record))
    message = f"检查清单有{len(blank)}项没有结果（{names}）"
    # Ticks by hand are no print: a column without any tick read says nothing of the paper.
    if len(blank) == len(facts) or any(scanned(paper) for paper in papers):
        return case.unsure(f"{message}，可能为手写勾选，请核对", at=blank)
    return case.failed(message, at=blank, times=len(blank))


@check("evidence.inspection_problem_specific", title="发现的问题描述具体", form=True)
def inspection_problem_specific(case: View) -> Finding:
    """IN-E04 (assisted)."""
    sheets = case.documents(*SHEETS, "行政检查结果告知书")
    results = [fact for sheet in sheets for fact in case.facts("检查结果", document=sheet)]
    listed = [
        fact
        for fact in case.facts("检查清单")
        if isinstance(fact.value, Record) and re.search(_PROBLEM, fact.value.text("result"))
    ]
    told = [fact for fact in results if re.search(_PROBLEM, re.sub(_FINE, "", str(fact.value)))]
    said = [hit.text for sheet in sheets for hit in case.find_all(sheet, _ACCOUNT)]
    said = [text for text in said if re.search(_PROBLEM, re.sub(_FINE, "", text))]
    if not told and not listed and not said:
        if not results:
            return case.unsure("没有读到检查结果")
        return case.not_applicable("没有发现问题")
    text = re.sub(_DATE, "", " ".join([*(str(fact.value) for fact in told), *said]))
    if not text:
        return case.unsure("没有读到对问题的描述，请核对", at=listed)
    if re.search(_CONCRETE, text):
        return case.passed("问题描述有数量、部位或者数据，是否具体请核对")
    if hit := re.search(_OMITTED, text):
        return case.unsure(
            f"发现的问题为“{hit[0]}”之类，是否需要写明部位、数量请核对", at=told or listed or sheets
        )
    return case.failed("发现的问题没有写明部位、数量或者数据", at=told or listed or sheets)
