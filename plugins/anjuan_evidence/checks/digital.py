"""Evidence that machines made: electronic data, automatic monitoring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Document, Finding, Match, NeedsPerson, View, check

from ._papers import NARRATIVES, RECORDS, each, lines, mentioned, plain, scanned, step_day

_DATA_TITLE = (
    r"截图|截屏|电子数据|聊天记录|网页|页面|下载|导出|后台数据|交易记录|订单(?:记录|数据|详情)|网店|公众号"
)
_DATA_KIND = "电子数据说明"
_SOURCE = (
    r"来源|出处|由[^。;]{1,12}提供|提供(?:人|者)|提取(?:人|自|地点|方法|过程|于)|取证(?:人|地点|方法|过程)|截取(?:自|于)|截(?:图|屏)(?:自|于)|下载(?:自|于)"
    r"|导出(?:自|于)|https?:|www\.|网址|账号|系统|平台|设备|手机|电脑"
)
_WHEN = r"\d{4}\s*[年./-]\s*\d{1,2}|(?:提取|截图|截屏|取证|固定|下载|打印)(?:日期|时间)"
_TOLD = (
    r"(?:截图|截屏|电子数据|网页|页面|聊天记录|后台)[^。;]{0,30}(?:提取|固定|保存|打印|截取|拍照|下载|取证|公证)"
    r"|(?:提取|固定|打印|截取)[^。;]{0,20}(?:截图|截屏|电子数据|网页|页面|聊天记录)"
)
# Not any camera of a shop: equipment that establishes the act without an officer on the spot.
_MONITORED = (
    r"电子技术监控|电子监控(?:设备|记录|系统)|技术监控设备|非现场(?:执法|检测|处罚)|自动抓拍|电子抓拍|电子警察|卡口抓拍"
    r"|不停车(?:称重|超限|检测)|动态称重|自动称重|自动监测(?:数据|设备|设施)|在线监(?:测|控)(?:数据|设备|系统)"
)
_OBJECT = r"未[^。;]{0,12}(?:安装|联网|运行|使用|保证)|篡改|伪造|擅自|拆除|闲置|破坏|干扰|正常运行"
_REVIEWED = r"(?:法制|技术)(?:和(?:法制|技术))?审核|审核(?:人员?|意见|结论|确认|合格|通过)|经[^。;]{0,12}审核"

_PLACED = (
    r"(?:设置地点|点位|监控点|检测点|站点)[^。;]{0,30}(?:公布|公示|公告)"
    r"|(?:公布|公示|公告)[^。;]{0,30}(?:设置地点|点位|监控点|检测点|站点)"
)


@check("evidence.electronic_data", title="电子数据有来源、提取方法和固定记录")
def electronic_data(case: View) -> Iterator[Finding]:
    """PO-E09 (assisted)."""
    sheets = [
        paper
        for paper in case.file.documents
        if paper.kind == _DATA_KIND
        or (paper.kind in ("证据材料", "照片证据单") and re.search(_DATA_TITLE, plain(paper.title)))
    ]
    if not sheets or case.duty(on=step_day(case)) is None:
        yield case.not_applicable("没有电子数据")
        return
    yield from each(case, sheets, _sourced)


def _sourced(case: View, sheet: Document) -> Iterator[Finding]:
    text = lines(case, sheet)
    if re.search(_SOURCE, text) and re.search(_WHEN, text):
        return
    if mentioned(case, _TOLD, *RECORDS) or any(one is not sheet for one in case.documents(_DATA_KIND)):
        return
    case.readable(sheet)
    if scanned(sheet):
        raise NeedsPerson(f"{sheet.title}没有识别到来源和时间，可能为手写或者印章", ())
    yield case.failed(f"{sheet.title}没有写明来源、提取时间和方法，笔录也没有提取的记载", at=sheet)


@check("evidence.monitoring_reviewed", title="电子监控记录经法制和技术审核，设置地点已公布")
def monitoring_reviewed(case: View) -> Finding:
    """PO-E13 (assisted)."""
    relied = _relied(case)
    if relied is None:
        return case.not_applicable("没有以电子技术监控设备的记录为证据")
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable("取证时法律没有对电子技术监控设备的要求")
    for paper in case.file.documents:
        titled = re.search("审核", plain(paper.title)) and re.search(
            "监控|监测|称重|数据|记录", plain(paper.title)
        )
        if titled or _reviewed(case, paper):
            if any(case.find(one, _PLACED) for one in case.file.documents):
                return case.passed("有审核和公布设置地点的记载")
            return case.unsure("有审核的记载；设置地点是否公布请核对", at=paper)
    if re.search("自动监测|在线监", relied.text):
        return case.unsure("提到自动监测、在线监测，是否作为定案证据、是否经过审核请核对", at=relied)
    case.readable(*case.documents(*NARRATIVES))
    return case.failed("以电子技术监控设备的记录为证据，卷内没有法制和技术审核的记载", at=relied)


def _relied(case: View) -> Match | None:
    """Where a paper speaks of such equipment as a source, not as the thing that was missing or tampered with."""
    for paper in case.documents(*NARRATIVES):
        text = case.text(paper)
        for hit in case.find_all(paper, _MONITORED):
            before = re.split("[。;]", text[max(hit.start - 30, 0) : hit.start])[-1]
            after = re.split("[。;]", text[hit.end : hit.end + 30], maxsplit=1)[0]
            if not re.search(_OBJECT, before + after):
                case.note(hit)
                return hit
    return None


def _reviewed(case: View, paper: Document) -> bool:
    """True where one sentence speaks of the equipment and of its review."""
    sentences = re.split(r"[。;；]", case.text(paper))
    return any(re.search(_MONITORED, one) and re.search(_REVIEWED, one) for one in sentences)
