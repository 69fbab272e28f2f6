"""Receipts of money, publication, reports to a higher organ, short letters of the party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact

from .head import closing
from .paper import GUESS, LIKELY, Paper, first_fact
from .prints import Field
from .values import Money, find_days, find_sums

_PAID = re.compile(
    r"(?:开票|缴款|交款|收款|缴费|填制|填票|付款|入账|交易|收讫|缴纳|支付|缴库|到账)(?:日期|时间)"
)
_ANY_DAY = re.compile(r"日期|时间")
_FIGURE = re.compile(
    r"(?:合计|金额|缴款|交款|收款|罚没|罚款|总)*金?额?(?:合计)?小写|小写(?:金额)?|实?(?:缴|收)金额"
)
_WORDED = re.compile(r"(?:合计|金额|缴款|收款|罚款|总)*金?额?(?:合计)?大写|大写(?:金额)?|人民币大写")
_SUM = re.compile(r"(?:合计|总计|缴款|交款|收款|罚没款?|罚款|应缴|实缴|总)?金额(?:合计|元)?|合计(?:金额)?")
_PAYEE = re.compile(r"(?:执收|收款)单位(?:名称)?|收款人(?:全称|名称)?|收费单位")
_MEANS = re.compile(r"(?:收款|缴款|付款|支付|结算|交款)方式")
_CASH = re.compile(r"现金(?!缴款单)")
_BANK = re.compile(r"银行|转账|代收|代理|POS|刷卡|电汇|现金缴款单")
_ELECTRONIC = re.compile(r"微信|支付宝|扫码|电子支付|网上|网银|云闪付|二维码|线上")


def receipt(paper: Paper) -> Iterator[Fact]:
    """罚没票据: when, how much, to whom, by what means."""
    yield from first_fact(
        paper.day("缴款日期", _PAID), paper.day("缴款日期", _ANY_DAY), _alone(paper, "缴款日期")
    )
    found = _amount(paper)
    if found:
        field, money, sure = found
        yield paper.fact("缴款金额", money.value, paper.within(field, money.start, money.end), sure)
    else:
        sums = list(find_sums(paper.text.text))
        if sums and len({one.value for one in sums}) == 1:
            yield paper.fact("缴款金额", sums[0].value, paper.at((sums[0].start, sums[0].end)), LIKELY)
    yield from paper.words("收款单位", _PAYEE)
    yield from _means(paper)


def _amount(paper: Paper) -> tuple[Field, Money, float] | None:
    for label in (_FIGURE, _WORDED, _SUM):
        for field in paper.fields(label):
            money = next(find_sums(field.text), None)
            if money:
                return field, money, 1.0
            bare = re.fullmatch(r"\s*(?:¥|人民币)?\s*(\d[\d,]*(?:\.\d{1,2})?)\s*", field.text)
            if bare and label is not _WORDED:
                money = next(find_sums(bare[1] + "元"), None)
                if money:
                    return field, Money(money.value, 0, len(field.text)), LIKELY
    return None


def _means(paper: Paper) -> Iterator[Fact]:
    stated = paper.field(_MEANS)
    text = stated.text if stated else paper.text.text
    for value, pattern in (("电子支付", _ELECTRONIC), ("现金", _CASH), ("银行", _BANK)):
        hit = pattern.search(text)
        if hit:
            place = paper.within(stated, *hit.span()) if stated else paper.at(hit.span())
            yield paper.fact("缴款方式", value, place, 1.0 if stated else LIKELY)
            return


def _alone(paper: Paper, name: str) -> Iterator[Fact]:
    days = list(find_days(paper.text.text))
    if len({one.value for one in days}) == 1:
        yield paper.fact(name, days[0].value, paper.at((days[0].start, days[0].end)), LIKELY)


_PUBLISHED = re.compile(
    r"(?:信息|首次|决定)?(?:公示|公开|发布|上网|上传|公布)(?:起始|开始|起止)?(?:日期|时间)|公示期限|公示期"
)
_REPORTED = re.compile(r"(?:备案|报送|报备|报告|上报)(?:日期|时间)")
_APPLIED = re.compile(r"申请(?:日期|时间)")
_WAIVER = re.compile(r"放弃")
_NOT_WAIVED = re.compile(r"不放弃")


def publication(paper: Paper) -> Iterator[Fact]:
    """公示记录."""
    yield from first_fact(
        paper.day("公示日期", _PUBLISHED), _published_in_text(paper), _alone(paper, "公示日期")
    )


_PUBLISHED_TEXT = re.compile(r"(?:于|在)\s*(?=[12]\d{3}\s*[年.\-/])(?=[^。;]{6,60}?(?:公示|公开|公布))")


def _published_in_text(paper: Paper) -> Iterator[Fact]:
    hit = paper.search(_PUBLISHED_TEXT)
    found = next(find_days(paper.text.text[hit.end() : hit.end() + 14]), None) if hit else None
    if hit and found and found.start == 0:
        yield paper.fact("公示日期", found.value, paper.at((hit.end(), hit.end() + found.end)), LIKELY)


def filing_report(paper: Paper) -> Iterator[Fact]:
    """备案报告."""
    yield from first_fact(paper.day("备案日期", _REPORTED), dated(paper, "备案日期"))


def filed(paper: Paper) -> Iterator[Fact]:
    """备案日期 of a form on which a penalty on the spot is reported."""
    yield from paper.day("备案日期", _REPORTED)


def dated(paper: Paper, name: str) -> Iterator[Fact]:
    """The day in the signature line, as the fact `name`."""
    _, day, place = closing(paper)
    if day and place:
        yield paper.fact(name, day.value, place)


def waiver(paper: Paper) -> Iterator[Fact]:
    """放弃陈述申辩声明."""
    hit = paper.search(_WAIVER)
    if hit and not paper.search(_NOT_WAIVED):
        yield paper.fact("陈述申辩", "放弃", paper.at(hit.span()))
    yield from first_fact(dated(paper, "陈述申辩日期"), _last(paper, "陈述申辩日期"))


def hearing_request(paper: Paper) -> Iterator[Fact]:
    """听证申请书."""
    yield from first_fact(
        paper.day("听证申请日期", _APPLIED), dated(paper, "听证申请日期"), _last(paper, "听证申请日期")
    )


def _last(paper: Paper, name: str) -> Iterator[Fact]:
    days = list(find_days(paper.text.text))
    if days:
        yield paper.fact(name, days[-1].value, paper.at((days[-1].start, days[-1].end)), GUESS)


def preserved(paper: Paper) -> Iterator[Fact]:
    """先行登记保存通知书."""
    yield from dated(paper, "先行登记保存日期")


def preserved_settled(paper: Paper) -> Iterator[Fact]:
    """先行登记保存处理决定书."""
    yield from dated(paper, "先行登记保存处理日期")
