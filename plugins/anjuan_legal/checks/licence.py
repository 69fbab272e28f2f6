"""Licences: the refusal with its reasons and remedies, the term of the licence, charges."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from anjuan import Document, Fact, Finding, NeedsPerson, View, check, find_citations

from ..reading import full_title

REFUSAL, LICENCE = "不予许可决定书", "许可证件"
GRANTS = ("准予许可决定书", "延续决定", "变更决定")
RECEIPTS = ("罚没票据", "缴款票据")
_REASON = (
    r"不符合|不具备|不满足|不足|未达到?|达不到|缺少|缺乏|没有|未(?:提供|取得|提交|通过|按|能|经|补|办)|超(?:出|过)|隐瞒"
    r"|虚假|不属于|重复|禁止|不得|不合格|不一致|理由(?:是|为|如下)|因为|由于|因[^。]{2,}"
)
_BARE = (
    r"不(?:符合|具备)(?:相关|有关|法定|规定|法律|法规|上述|国家|行政许可)*(?:的)?(?:条件|规定|要求|标准|情形)"
    r"(?:、(?:条件|规定|要求|标准))?"
)
_REVIEW, _SUIT = (
    r"行政复议|申请复议",
    r"行政诉讼|提起诉讼|向[^。;]{0,20}法院[^。;]{0,10}(?:起诉|诉讼)|人民法院起诉",
)
_REVIEW_FIRST = r"先[^。]{0,20}(?:申请)?(?:行政)?复议|对(?:行政)?复议决定不服"
_LOCAL = (
    r"(?:仅|只)(?:限|能)?(?:在|于)[^。;]{2,20}(?:市|县|区|镇)(?:行政区域|辖区|范围|境)?内?(?:有效|使用|从业|经营)"
    r"|(?:超出|离开)[^。;]{2,14}(?:区域|范围)(?:经营|使用)?无效"
)
_TERM = re.compile(r"(\d{1,3})")
_HIGH = ("法律", "行政法规")


@check("legal.licence_refusal_reasoned", title="不予许可说明理由并告知救济权利")
def licence_refusal_reasoned(case: View) -> Finding:
    """LI-L02."""
    papers = case.documents(REFUSAL)
    if not papers:
        if case.optional("许可决定") == "不予":
            raise NeedsPerson("不予许可，没有识别到不予许可决定书", case.absent(REFUSAL))
        return case.not_applicable("没有不予许可")
    on = _law_day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    for paper in papers:
        text = case.text(paper)
        faults = [*_unreasoned(case, paper, text), *_no_remedies(case, paper, text)]
        grave = [message for message, certain in faults if certain]
        elsewhere = [
            one
            for one in case.file.documents
            if one.id != paper.id and "告知" in one.title and case.find(one, _REVIEW)
        ]
        if grave and elsewhere and not any("理由" in message for message in grave):
            return case.unsure(f"{paper.title}{grave[0]}，另有{elsewhere[0].title}，请核对", at=elsewhere)
        if grave:
            case.readable(paper)
            return case.failed(f"{paper.title}{'，'.join(grave)}", at=paper)
        if faults:
            return case.unsure(f"{paper.title}{faults[0][0]}，请人工查看", at=paper)
    return case.passed()


def _told(case: View, name: str, paper: Document) -> bool | None:
    values = {fact.value for fact in case.facts(name, document=paper)}
    return values.pop() is True if len(values) == 1 else None


def _unreasoned(case: View, paper: Document, text: str) -> list[tuple[str, bool]]:
    """The fault that no reason is given, and whether it is certain."""
    told = _told(case, "不予理由", paper)
    body = re.sub(rf"{_REVIEW}.*", "", text.split("书", 1)[-1])
    norm = r"《(?!(?:中华人民共和国)?行政许可法)[^《》]+》"
    if re.search(rf"{norm}[^。;]*?不符合|不符合[^。;]*?{norm}", body):
        return [("理由只指出条文", False)] if told is False else []
    rest = re.sub(_BARE, "", body)
    reason = re.search(_REASON, rest)
    if reason:
        return [("是否说明理由不明", False)] if told is False else []
    if re.search(_BARE, body):
        return [("只称不符合条件，没有说明具体理由", told is False)]
    if told:
        return []
    # What was found, or a norm of the matter, may be the reason in words that nobody listed here.
    found = re.search(
        r"经[^。;,]{0,16}(?:审查|核查|查|勘验|核实|评审)[^。;]{0,6},[^。;]{8,}", body
    ) or re.search(norm, body)
    return [("没有读到不予许可的理由", not found)]


def _no_remedies(case: View, paper: Document, text: str) -> list[tuple[str, bool]]:
    if _told(case, "告知救济", paper):
        return []
    terms = [case.facts(name, document=paper) for name in ("复议期限", "起诉期限")]
    review, suit = (
        bool(terms[0]) or bool(re.search(_REVIEW, text)),
        bool(terms[1]) or bool(re.search(_SUIT, text)),
    )
    if review and (suit or re.search(_REVIEW_FIRST, text)):
        return []
    if not review and not suit:
        return [("没有告知申请行政复议、提起行政诉讼的权利", True)]
    return [(f"没有告知{'提起行政诉讼' if review else '申请行政复议'}的权利", False)]


@check("legal.licence_term", title="许可的期限、范围和条件符合规定")
def licence_term(case: View) -> Finding:
    """LI-L03 (assisted)."""
    papers = case.documents(*GRANTS, LICENCE)
    if not papers:
        return case.not_applicable("没有准予许可")
    on = _law_day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    for paper in papers:
        if hit := case.find(paper, _LOCAL):
            # Licences whose scope is local by their nature (出租汽车, 取水) may say so: article 41 leaves it open.
            return case.unsure(
                f"{paper.title}限定许可只在一定地域有效：“{hit.text[:30]}”，该事项有无地域限制请核对", at=hit
            )
    starts, ends = _days(case, "许可有效期起"), _days(case, "许可有效期止")
    if len(ends) > 1 or len(starts) > 1:
        facts = (*case.facts("许可有效期起"), *case.facts("许可有效期止"))
        renewed = case.documents("延续决定", "变更决定", "注销决定") or case.facts("原有效期止")
        if renewed or len(case.documents(LICENCE)) > 1 or len(case.documents(*GRANTS)) > 1:
            return case.unsure("卷内有几个许可有效期，可能为原许可证或者数份许可，请核对", at=facts)
        return case.failed("决定书与许可证件的有效期不一致", at=facts)
    if not ends or not starts:
        return case.unsure("未读到许可的有效期，期限、范围和条件由评查人员判断")
    if ends[0] <= starts[0]:
        return case.failed(
            f"有效期止（{_zh(ends[0])}）不晚于有效期起（{_zh(starts[0])}）", at=case.facts("许可有效期止")
        )
    return _bound_term(case, on, starts[0], ends[0])


def _days(case: View, name: str) -> tuple[date, ...]:
    return tuple(sorted({fact.value for fact in case.facts(name) if isinstance(fact.value, date)}))


def _bound_term(case: View, on: date, start: date, end: date) -> Finding:
    """Hold the term against the one that the register `lists` binds for the item."""
    item = next((str(fact.value) for fact in case.facts("许可事项")), "")
    rows = [
        row
        for row in case.listed("lists", on=on)
        if "有效期" in row.text("kind") and item and (item in row.text("name") or row.text("name") in item)
    ]
    figure = _TERM.fullmatch(rows[0].text("value")) if len(rows) == 1 else None
    if not rows or figure is None or rows[0].text("unit") not in ("年", "个月", "月"):
        return case.unsure("该事项的许可期限未绑定，期限、范围和条件由评查人员判断")
    case.note(rows[0])
    months = int(figure[1]) * (12 if rows[0].text("unit") == "年" else 1)
    last = _after(start, months)
    if abs((end - last).days) <= 1:
        return case.passed()
    if end < last:  # a change keeps the old end, and many items give the term as the longest one
        return case.unsure(
            f"有效期为{_zh(start)}至{_zh(end)}，短于规定的{figure[1]}{rows[0].text('unit')}，请核对",
            at=rows[0],
        )
    return case.failed(
        f"有效期为{_zh(start)}至{_zh(end)}，规定为{figure[1]}{rows[0].text('unit')}", at=rows[0]
    )


def _after(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(start.year + year, month + 1, day)
        except ValueError:
            continue
    return date(start.year + year, month + 1, min(start.day, 28))


@check("legal.licence_charge", title="除法律、行政法规规定外未收费，未指定有偿服务")
def licence_charge(case: View) -> Finding:
    """LI-L04 (assisted)."""
    sums = [fact for fact in case.facts("收费金额") if isinstance(fact.value, Decimal) and fact.value > 0]
    if not sums:
        return case.not_applicable("没有收费的记载")
    on = _law_day(case)
    if case.duty(on=on) is None:
        return case.not_applicable("作出决定时行政许可法尚未施行")
    if _charge_named(case, sums, on):
        return case.passed("收费载明了法律、行政法规的依据，请核对标准")
    rows = _charge_listed(case, on)
    if rows:
        return case.passed("收费项目在公布的目录内，请核对标准")
    papers = [one for one in case.file.documents if one.id in {fact.evidence.document for fact in sums}]
    if any(case.find(paper, r"财政|非税收入|国库|项目编码|执收|行政事业性收费") for paper in papers):
        return case.unsure(f"收取{sums[0].value}元，财政票据没有写明依据，收费项目的依据请核对", at=sums)
    return case.failed(f"收取{sums[0].value}元，没有载明法律、行政法规的依据", at=sums)


def _charge_named(case: View, sums: list[Fact], on: date) -> bool:
    """True when the paper of the charge names a law or an administrative regulation."""
    for paper in case.file.documents:
        if paper.id not in {fact.evidence.document for fact in sums}:
            continue
        for cited in find_citations(case.text(paper)):
            title = full_title(case, cited.law, on)
            versions = case.law.registry.versions.get(title or "", ())
            name = re.sub(r"[(（].*[)）]$", "", cited.law)
            if (versions and versions[-1].level in _HIGH) or (not versions and name.endswith("法")):
                return not name.endswith("办法")
    return False


def _charge_listed(case: View, on: date) -> bool:
    try:
        rows = [row for row in case.listed("lists", on=on) if row.text("kind").startswith("收费项目")]
    except NeedsPerson:
        return False
    case.note(*rows)
    return bool(rows)


def _law_day(case: View) -> date:
    """The day of the decision, else that of a step before it: these articles did not change since 2004.

    Raises:
        NeedsPerson: no day was read.
    """
    for name in ("决定日期", "受理日期", "申请日期"):
        try:
            return case.date(name)
        except NeedsPerson:
            continue
    return case.law_day()


def _zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
