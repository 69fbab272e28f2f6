"""Results of tests told to the party, where the law of the trade gives a right to a second test."""

from __future__ import annotations

import re
from datetime import date

from anjuan import Finding, View, check

from ._papers import DECISIONS, NARRATIVES, RECORDS, mentioned, step_day

# Law of the trade by the titles that the decision cites; each name is a key of law/results.yaml.
TRADES = {
    "食品安全法": "food",
    "农产品质量安全法": "farm",
    "药品管理法": "drug",
    "产品质量法": "quality",
    "医疗器械监督管理条例": "device",
    "化妆品监督管理条例": "cosmetics",
    "兽药管理条例": "veterinary",
}
_TOLD = (
    r"(?:检验|检测|抽检|鉴定|监测)(?:报告|结果|结论|意见)[^。;]{0,30}(?:告知|送达|送交|通知|签收|收到|交给|出示)"
    r"|(?:告知|送达|送交|通知|出示|收到|签收)[^。;]{0,40}(?:检验|检测|抽检|鉴定|监测)(?:报告|结果|结论|意见)"
    r"|(?:申请|提出|要求|放弃|无需|不)[^。;]{0,8}复[检验]|复[检验](?:申请|权利|期限|结论)|(?:结果|报告|结论)[^。;]{0,8}(?:无|没有|有)异议"
)


_GOOD = r"(?:判定|结论|结果|检验|均)[^。;不]{0,30}(?<!不)合格|所检项目(?:均)?符合"
_BAD = r"不合格|不符合|超标|超过|未检出.{0,4}不|不达标|阳性|伪劣|假冒"

_SAMPLED = r"抽样|抽检|抽查|采样|抽取"


@check("evidence.result_told", title="依法应当告知的检测结果和复检权利已告知")
def result_told(case: View) -> Finding:
    """PO-E12."""
    reports = case.documents("检测报告")
    if not reports:
        return case.not_applicable("没有检测、检验报告")
    if all(case.find(one, _GOOD) and not case.find(one, _BAD) for one in reports):
        return case.not_applicable("检测结论为合格，没有据以认定违法的检测结果")
    trade, day = _trade(case), step_day(case)
    if not trade:
        return case.unsure("没有绑定本案所适用法律的复检规定，检测结果是否应当告知请核对", at=reports)
    if _bound(case, trade, day) is None:
        return case.unsure("检测时的复检规定没有登记，检测结果是否应当告知请核对", at=reports)
    if case.documents("检测结果告知书") or _served(case) or mentioned(case, _TOLD, *RECORDS, *NARRATIVES):
        return case.passed()
    others = [paper for paper in case.file.documents if paper.kind in ("unknown", "证据材料", "陈述申辩笔录")]
    for paper in (*others, *reports):
        if case.find(paper, _TOLD):
            return case.passed()
    if not any(case.find(paper, _SAMPLED) for paper in (*reports, *case.documents(*RECORDS, "抽样取证凭证"))):
        # The laws give the second test to whoever was sampled, not to one who had goods tested himself.
        return case.unsure("没有读到抽样的记载，检测结果是否应当告知请核对", at=reports)
    case.document("检测结果告知书")
    case.readable(*case.documents(*RECORDS, *DECISIONS, "送达回证"), *others)
    return case.failed("以检测结果为据，卷内没有告知结果和复检权利的文书、笔录或者送达记载", at=reports)


def _trade(case: View) -> str:
    cited = {str(fact.value) for name in ("违反条款", "处罚依据") for fact in case.facts(name)}
    found = {
        key for title, key in TRADES.items() if any(re.search(rf"(?:国|《){title}》", one) for one in cited)
    }
    return found.pop() if len(found) == 1 else ""


def _bound(case: View, trade: str, day: date) -> object:
    return case.duty(on=day, key=f"evidence.result_told.{trade}")


def _served(case: View) -> bool:
    return any(re.search(r"检测|检验|抽检|鉴定|监测", one.text("paper")) for one in case.records("送达"))
