"""Sums and circumstances on which the penalty rests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import combinations, product

from anjuan import Document, Finding, NeedsPerson, View, check

from ._papers import DECISIONS, RECORDS, lines, mentioned, step_day

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"[一-龥]{1,3}|kg|g|L|m3|t"
_SUM = re.compile(
    rf"(?:违法所得|货值金额|货值|销售(?:金额|款|额)|获利)(?:共计|合计|总计|总额|金额|为|计|共|约|人民币|:|¥|￥)*({_NUMBER})(万?)元"
)
_OPERATION = re.compile(
    r"(?<![\d.×xX*+\-])(?<!\d,)(?<![×xX*+\-] )"
    rf"({_NUMBER})\s*(?:{_UNIT}|元/(?:{_UNIT})|元)?\s*[×xX*乘]\s*({_NUMBER})\s*(?:元/(?:{_UNIT})|元|{_UNIT}|%)?"
    rf"\s*=\s*({_NUMBER})\s*万?元?(?![\d×xX*+\-])"
)
_ADDITION = re.compile(rf"(?<![\d.,×xX*+\-])((?:{_NUMBER}元?\s*[+＋]\s*)+{_NUMBER})元?\s*=\s*({_NUMBER})元")
_PRICE = re.compile(
    rf"每(?P<a>{_UNIT}?)(?:售价|单价)?(?P<x>{_NUMBER})元"
    rf"|(?P<y>{_NUMBER})元/(?P<b>{_UNIT}?)(?=[,、()。;]|的|售|销|出|计|$)|单价(?:为)?(?P<z>{_NUMBER})元"
)
_COUNT = re.compile(
    rf"(?<![\d.,])({_NUMBER})\s*"
    "(瓶|袋|包|盒|件|台|个|只|条|箱|支|桶|双|部|辆|套|本|枚|罐|株|头|张|公斤|千克|斤|吨|升|米|次|份|人|户|kg)"
)
_COSTS = "成本|扣除|进价|购进价|退|税|其中|部分|优惠|折|免费"
_BASIS = (
    r"元/|=\s*\d|每[一-龥]{1,2}\d|单价|售价|×|台账|账册|账簿|流水|发票|收据|收款|营业(?:收入|额)"
    r"|销售(?:收入|额|记录|单)|计算|核算|合计|共收|收(?:取|到|了|费)|付(?:款|了|给)|转账|微信|支付宝"
    r"|价款|租金|报酬|订单|合同(?:价|额|金额)|利润"
)
_CIRCUMSTANCE = r"(?<!不予)(?<!或者)(?:从轻|减轻|从重)(?:或者?(?:从轻|减轻))?(?:行政)?(?:处罚|情节|情形)"
_NO_CIRCUMSTANCE = r"(?:没有|无|不具有|不存在|未发现)[^。;,]{0,25}(?:从轻|减轻|从重)"
_EXHIBIT = (
    r"(?:证明|证实|佐证|印证|显示)[^。;]{0,40}(?:整改|改正|消除|减轻|配合|初次|首次|主动|退赔|危害|后果|立功|再次|拒不)"
    r"|(?:整改|改正|复查|验收|退款|赔偿|谅解|捐)[^。;]{0,8}(?:照片|报告|记录|笔录|凭证|证明|单|材料|协议)"
    r"|(?:有|根据|依据|以)[^。;]{0,30}(?:笔录|照片|报告|记录|凭证|证明)[^。;]{0,12}(?:为证|证实|佐证|证明)"
)


@check("evidence.amounts_calculated", title="违法所得、货值金额有计算依据且计算正确")
def amounts_calculated(case: View) -> Iterator[Finding]:
    """Written sums come out right, and a sum that is used has figures behind it."""
    papers = case.documents(*DECISIONS, "案件调查终结报告")
    used = [paper for paper in papers if _SUM.search(lines(case, paper).replace("\n", ""))]
    taken = case.amount("没收违法所得金额")
    if not used and not taken:
        yield case.not_applicable("没有认定违法所得和货值金额")
        return
    if case.duty(on=step_day(case)) is None:
        yield case.not_applicable()
        return
    wrong: set[str] = set()
    for paper in papers:
        for fault in (*_operations(case, paper), *_sentences(case, paper)):
            if fault.message not in wrong:
                wrong.add(fault.message)
                yield fault
    if not wrong and not _has_basis(case):
        case.readable(*papers)
        yield case.failed("决定书认定了违法所得或者货值金额，卷内没有任何计算和依据", at=used or papers)


def _operations(case: View, paper: Document) -> Iterator[Finding]:
    """Written multiplications and additions that do not come out."""
    text = lines(case, paper).replace("\n", "")
    for hit in _OPERATION.finditer(text):
        if "万" in hit[0]:  # mixed units: which figure is in 万 is for a reader
            continue
        one, other, said = _number(hit[1]), _number(hit[2]), _number(hit[3])
        percent = "%" in hit[0]
        if not _equal(one * other / (100 if percent else 1), said):
            yield _wrong(case, paper, hit[0])
    for hit in _ADDITION.finditer(text):
        parts = [_number(part.replace("元", "")) for part in re.split(r"[+＋]", hit[1])]
        if not _equal(sum(parts, Decimal(0)), _number(hit[2])):
            yield _wrong(case, paper, hit[0])


def _wrong(case: View, paper: Document, text: str) -> Finding:
    place = case.find(paper, re.escape(text)) or paper
    return case.failed(f"计算不符：{text}", at=place)


def _sentences(case: View, paper: Document) -> Iterator[Finding]:
    """One price, counts and a sum in one sentence: the sum must come from them somehow."""
    for sentence in re.split(r"[。;]", lines(case, paper).replace("\n", "")):
        prices, counts = _figures(sentence)
        if not prices or not counts or _OPERATION.search(sentence):
            continue
        for total in _SUM.finditer(sentence):
            said = _number(total[1], total[2])
            if any(_equal(said, value) for value in _possible(prices, counts)):
                continue
            place = case.find(paper, re.escape(total[0]))
            text = f"“{sentence[:80]}”：所列单价和数量得不出{total[0]}"
            shaky = place is None or place.confidence < case.trust
            if shaky or len(prices) > 1 or re.search(_COSTS, sentence):
                yield case.unsure(f"{text}，由人工判断", at=place or paper)
            else:
                yield case.failed(text, at=place or paper)


def _figures(sentence: str) -> tuple[set[Decimal], list[Decimal]]:
    """Prices of a sentence, and the counts in the units of these prices."""
    hits = list(_PRICE.finditer(sentence))
    prices = {_number(hit["x"] or hit["y"] or hit["z"]) for hit in hits}
    units = {hit["a"] or hit["b"] for hit in hits} - {None, ""}
    counts = _COUNT.findall(_PRICE.sub("", sentence))
    return prices, [_number(figure) for figure, unit in counts if not units or unit in units]


def _possible(prices: set[Decimal], counts: list[Decimal]) -> Iterator[Decimal]:
    """Sums that these prices and counts can give, by products, sums and differences."""
    pairs = list(combinations(counts, 2))
    amounts = [*counts, *(abs(a - b) for a, b in pairs), *(a + b for a, b in pairs)]
    amounts.append(sum(counts, Decimal(0)))
    rates = [*prices, *(abs(a - b) for a, b in combinations(sorted(prices), 2))]
    yield from (rate * amount for rate, amount in product(rates, amounts))
    yield from (rate * a * b for rate in rates for a, b in combinations(counts, 2))
    if len(prices) == 2:
        one, other = sorted(prices)
        for a, b in product(counts, counts):
            yield from (one * a + other * b, abs(one * a - other * b))


def _has_basis(case: View) -> bool:
    if any("计算" in paper.title or "核算" in paper.title for paper in case.file.documents):
        return True
    if mentioned(
        case, _BASIS, *DECISIONS, "案件调查终结报告", *RECORDS, "证据材料", "证据复制单", "电子数据说明"
    ):
        return True
    taken = case.amount("没收违法所得金额")
    figure = f"{taken.normalize():f}" if taken else ""
    return bool(figure) and mentioned(case, rf"(?<!\d){figure}(?:\.0+)?元", *RECORDS, "证据材料") is not None


def _number(text: str, unit: str = "") -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise NeedsPerson(f"金额“{text}”未能识别", ()) from None
    return value * 10000 if unit == "万" else value


def _equal(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) < 1


@check("evidence.circumstances_proven", title="从重、从轻、减轻情节有证据证明")
def circumstances_proven(case: View) -> Finding:
    """A circumstance that moves the penalty is shown by an exhibit that the decision or the report names."""
    papers = case.documents(*DECISIONS, "案件调查终结报告")
    relied = mentioned(case, _CIRCUMSTANCE, *DECISIONS)
    if relied is None or mentioned(case, _NO_CIRCUMSTANCE, *DECISIONS):
        return case.not_applicable("没有认定从重、从轻、减轻情节")
    if any(case.find(paper, _EXHIBIT) for paper in papers):
        return case.passed()
    case.readable(*papers)
    if case.duty(on=step_day(case)) is None:
        return case.not_applicable()
    return case.failed(f"决定书适用“{relied.text}”，没有列出证明该情节的证据", at=relied)
