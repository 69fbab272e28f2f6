"""What a paper tells the party: on the spot, and in the demand that goes before enforcement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anjuan import Fact, Record

from .citations import masked
from .coercion import carried_out
from .paper import GUESS, LIKELY, Paper
from .values import find_days, find_sums

# ---- 告知当场 -------------------------------------------------------------------------------

_TELLING = re.compile(
    r"(?<!未)(?<!没有)(?<!应当)(?:告知|告之|说明|释明|讲明|告诉|宣布|宣告|宣读|知悉|知晓)(?!书)"
)
_NOT_TOLD = re.compile(r"(?:未|没有|并未|不)(?:依法|当场|向[^。;,]{1,10})?(?:进行)?$")
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "reason",
        re.compile(
            r"理由|事由|原因|事实|涉嫌|因(?:你|当事人|该|其|存在|为)|由于|为(?:了)?(?:防止|避免|制止|控制)"
        ),
    ),
    ("basis", re.compile(r"依据(?!□)|法律规定|(?:依据|根据|依照|按照)□|第[一二三四五六七八九十百\d]+条")),
    ("rights", re.compile(r"权利|救济|陈述|申辩|复议|诉讼|回避")),
)
_AHEAD = 240  # characters behind the word 告知 within which it says what was told
_READ_OUT = re.compile(r"(?:宣读|宣布|宣告)[^。;]{0,40}?(?:决定|通知书)")


def on_the_spot(paper: Paper) -> Iterator[Fact]:
    """告知当场 of a record that tells that a measure was taken: reason, basis, rights.

    What a record does not tell is False; that is sure only where the record tells the party nothing at all, or reason and
    basis (as a decision that is read out does) and not a word of rights: one that tells a part may mean the rest.
    """
    done = carried_out(paper)
    if done is None:
        return
    text = masked(paper.text.text)
    told: dict[str, tuple[int, int]] = {}
    heads = [
        one
        for one in _TELLING.finditer(text)
        if not _NOT_TOLD.search(text[max(one.start() - 16, 0) : one.start()])
    ]
    for head in heads:
        body_end = min(head.end() + _AHEAD, len(text))
        for name, pattern in _PARTS:
            hit = pattern.search(text, head.end(), body_end)
            if hit and name not in told:
                told[name] = hit.span()
    read_out = _READ_OUT.search(text)
    if read_out:  # the decision states both
        told.setdefault("reason", read_out.span())
        told.setdefault("basis", read_out.span())
    rights = _PARTS[2][1].search(text)
    if rights and "rights" not in told:
        told["rights"] = rights.span()
    record = Record.of(**{name: name in told for name, _ in _PARTS})
    spans = [*(one.span() for one in heads[:1]), *sorted(told.values())]
    if len(told) == len(_PARTS):
        yield paper.fact("告知当场", record, paper.at(*spans), LIKELY if _far(heads, told) else 1.0)
    elif set(told) == {"reason", "basis"}:
        yield paper.fact("告知当场", record, paper.at(*spans), min(LIKELY, _worst(paper)))
    elif told or heads:
        yield paper.fact("告知当场", record, paper.at(*(spans or [done.span()])), GUESS)
    else:
        yield paper.fact("告知当场", record, paper.at(done.span()), _worst(paper))


def _far(heads: list[re.Match[str]], told: dict[str, tuple[int, int]]) -> bool:
    """True when the three do not stand in one sentence behind the word that tells."""
    return not any(all(0 < start - head.end() < 80 for start, _ in told.values()) for head in heads)


def _worst(paper: Paper) -> float:
    """How well the whole paper was read: what is absent may stand in a line that was not."""
    if any(page.failed for page in paper.document.pages):
        return 0.5
    return min((one.line.confidence for one in paper.prints), default=0.5)


# ---- 催告 -----------------------------------------------------------------------------------

_NUMERAL = r"[〇零一二三四五六七八九十百\d]{1,4}"
_SPAN = rf"{_NUMERAL}\s*个?(?:工作日|日|天)"
_DEMAND_TERM = re.compile(
    rf"(?:收到|接到|送达|接)[^。;]{{0,24}}?(?:之)?日?(?:次日)?起\s*(?P<a>{_SPAN})(?:之)?内(?!,?[^。;,]{{0,12}}(?:陈述|申辩|复议|诉讼))"
    rf"|(?:限|请|于|在)[^。;]{{0,20}}?(?P<b>{_SPAN})(?:之)?内[^。;]{{0,40}}?(?:履行|缴|拆除|清除|改正|执行)"
    rf"|(?:履行)?期限(?:为|是|:)?\s*(?P<c>{_SPAN})(?!内)"
)
_UNTIL_DAY = re.compile(
    r"(?:于|在|限于?|至)\s*(?=[12一二][\d〇○零一二三四五六七八九]{3}\s*[年.\-/]"
    r"[^。;]{4,9}(?:之?前|以前|止|内))"
)
_MANNER = re.compile(
    r"履行方式|(?:给付|缴纳|交纳|支付)方式|(?:缴|交|汇|存)(?:纳|款|付)?(?:至|到|入)|银行|账户|账号|代收|国库|专户|自行(?:拆除|清除|改正|恢复|履行|搬)"
    r"|(?:到|前往)[^。;]{2,30}?(?:缴|交)|将[^。;]{2,40}?(?:拆除|清除|恢复|搬离|改正)"
)
_MONEY_DUTY = re.compile(r"罚款|缴纳|款项|缴费|滞纳金|费用|没收违法所得")
_RIGHTS = re.compile(r"陈述|申辩")


def demand_content(paper: Paper) -> Iterator[Fact]:
    """催告内容: term, manner, rights; amount only where the duty is to pay."""
    text = masked(paper.text.text)
    if not paper.prints:
        return
    term, manner, rights = _term_hit(text), _MANNER.search(text), _RIGHTS.search(text)
    amount = next(find_sums(text), None)
    parts: dict[str, bool] = {"term": term is not None, "manner": manner is not None}
    if _MONEY_DUTY.search(text):
        parts["amount"] = amount is not None
    parts["rights"] = rights is not None
    spans = sorted(one.span() for one in (term, manner, rights) if one)
    first = paper.prints[0]
    place = paper.at(*(spans or [(first.start, first.end)]))
    yield paper.fact("催告内容", Record.of(**parts), place, 1.0 if all(parts.values()) else _worst(paper))


def _term_hit(text: str) -> re.Match[str] | None:
    return _DEMAND_TERM.search(text) or _UNTIL_DAY.search(text)


def demand_term(paper: Paper, name: str) -> Iterator[Fact]:
    """The term within which the party shall perform, as written (十日), or the day until which it shall."""
    hit = _DEMAND_TERM.search(paper.text.text)
    if hit:
        group = next(key for key, said in hit.groupdict().items() if said)
        yield paper.fact(name, re.sub(r"\s", "", hit[group]), paper.at(hit.span(group)))
        return
    until = _UNTIL_DAY.search(paper.text.text)
    day = next(find_days(paper.text.text[until.end() : until.end() + 14]), None) if until else None
    if until and day and day.start == 0:
        yield paper.fact(name, day.value, paper.at((until.end(), until.end() + day.end)), LIKELY)
