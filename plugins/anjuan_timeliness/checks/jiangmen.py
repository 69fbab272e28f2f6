"""Duties of the overlay of Jiangmen: publication, filing of major penalties, recordings (江府办〔2019〕18号)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from anjuan import Finding, NeedsPerson, Row, View, check

from ..catalogues import fine_reached, party, rows_in_force
from ..ledger import covers_days, own_rows, trade_term
from ..papers import DECISION, days_of, kinds, no_penalty, withdrawn
from ..terms import End, end_of, end_of_written, zh

HIDDEN = r"不(?:予|宜|应)?(?:公示|公开)|(?:国家秘密|商业秘密|个人隐私|未成年)[^。]{0,20}(?:公示|公开)"
MAJOR = ("责令停产停业", "吊销许可证件")
GRAVE = ("责令关闭", "降低资质等级", "限制从业", "限制开展生产经营活动", "暂扣许可证件", "行政拘留")
LISTED = "音像记录"
# Acts by the papers that show them, and the words by which lists and ledgers name them.
ACTS = {
    "现场检查": (("现场检查笔录",), r"检查|勘验|勘查|勘察"),
    "询问": (("询问笔录",), r"询问|调查取证"),
    "抽样取证": (("抽样取证凭证",), r"抽样|采样"),
    "先行登记保存": (("先行登记保存清单", "先行登记保存通知书"), r"登记保存"),
    "查封、扣押": (("查封(扣押)清单", "查封(扣押)决定书"), r"查封|扣押"),
    "听证": (("听证笔录",), r"听证"),
}
WHOLE = r"全过程|全程|执法过程|执法活动|现场执法"  # one recording of all that was done
DAY = timedelta(days=1)


# ---- publication (公开) -----------------------------------------------------------------------


@check(
    "timeliness.published_in_time",
    title="应当公开的处罚决定按期公开，变更撤销的及时撤回",
    params={
        "days": "timeliness.publication_term",
        "market": "timeliness.publication_term.market",
        "withdraw": "penalty.withdraw_publication",
    },
)
def published_in_time(case: View) -> Iterable[Finding]:
    """PO-P26."""
    if no_penalty(case):
        yield case.not_applicable("没有作出处罚决定")
        return
    decided = case.date("决定日期")
    if case.duty(on=decided) is None:
        yield case.not_applicable("作出决定时法律没有公开处罚决定的规定")
        return
    if _market(case) and set(kinds(case)) == {"警告"}:
        yield case.not_applicable("仅给予警告，不予公示")
        return
    rows = own_rows(case, "publications")
    yield from (_withdrawn(case, row) for row in rows if row.date("changed"))
    yield _published(case, decided, rows)


def _market(case: View) -> bool:
    return "市场监督管理" in case.file.agency


def _published(case: View, decided: date, rows: tuple[Row, ...]) -> Finding:
    days = [day for row in rows if (day := row.date("published"))] or list(days_of(case.facts("公示日期")))
    end = _publication_end(case, decided)
    if end is None:
        said = f"已于{zh(min(days))}公示；" if days else ""
        return case.unsure(f"{said}是否具有一定社会影响、在何期限内公开没有规定，由评查人员判断")
    if days and min(days) < decided:
        return case.unsure(f"公示日期{zh(min(days))}早于决定日期{zh(decided)}，请核对", at=rows)
    if days and min(days) <= end.early:
        return case.passed()
    if days and min(days) <= end.late:
        return case.unsure(f"{zh(min(days))}公示，期限按工作日还是自然日计算由评查人员判断", at=rows)
    for paper in case.documents(DECISION, "行政处罚决定审批表"):
        if hit := case.find(paper, HIDDEN):
            return case.unsure("提到不予公开，理由是否成立由评查人员判断", at=hit)
    if days:
        return case.failed(
            f"应于{zh(end.late)}前公示，实际为{zh(min(days))}", at=(*rows, *case.facts("公示日期"))
        )
    if rows or not covers_days(case, "publications", ("decided", "published"), decided, end.late):
        return case.unsure("公示台账没有本案的公示日期，台账是否完整由评查人员核对")
    return case.failed(f"应于{zh(end.late)}前公示，公示台账没有本案的记录", at=_last(case, "publications"))


def _publication_end(case: View, decided: date) -> End | None:
    bound = end_of(case, "days", decided)
    if bound is not None:
        return bound
    term = trade_term(case, "公示|公开", decided)
    if term is not None:
        return end_of_written(case, f"{term[0]}{term[1]}", decided)
    return end_of(case, "market", decided) if _market(case) else None


def _withdrawn(case: View, row: Row) -> Finding:
    changed, taken = row.date("changed"), row.date("withdrawn")
    due = case.deadline("withdraw", start=changed) if changed else None
    if changed is None or due is None:
        return case.not_applicable("变更、撤销时法律没有撤回公开信息的规定")
    if taken and taken <= due:
        return case.passed(f"处罚决定{zh(changed)}变更、撤销，公开信息已在三个工作日内撤回")
    if taken:
        return case.failed(
            f"处罚决定{zh(changed)}变更、撤销，应于{zh(due)}前撤回公开信息，实际为{zh(taken)}", at=row
        )
    return case.unsure(f"处罚决定{zh(changed)}变更、撤销，台账没有记载公开信息撤下的日期", at=row)


def _last(case: View, table: str) -> tuple[Row, ...]:
    """The row by which one sees that the ledger goes on after the case."""
    return case.listed(table)[-1:]


# ---- filing of major penalties (备案) ----------------------------------------------------------


@check(
    "timeliness.major_penalty_filed",
    title="重大行政处罚决定十五日内报送备案",
    params={"term": "jiangmen.filing"},
)
def major_penalty_filed(case: View) -> Finding:
    """PO-P27."""
    if no_penalty(case):
        return case.not_applicable("没有作出处罚决定")
    decided = case.date("决定日期")
    due = case.deadline("term", start=decided)
    if due is None:
        return case.not_applicable("作出决定时没有重大行政处罚备案的规定")
    met = _major(case, decided)
    if met is False:
        return case.not_applicable("不是责令停产停业、吊销证照、较大数额罚款等重大行政处罚")
    rows = own_rows(case, "filings")
    days = [day for row in rows if (day := row.date("filed"))] or list(days_of(case.facts("备案日期")))
    if days and decided <= min(days) <= due:
        return case.passed()
    if met is None:
        return case.unsure("是否属于应当备案的重大行政处罚，由评查人员判断")
    if days and min(days) < decided:
        return case.unsure(f"备案日期{zh(min(days))}早于决定日期{zh(decided)}，请核对", at=rows)
    if days:
        return case.failed(
            f"应于{zh(due)}前报送备案，实际为{zh(min(days))}", at=(*rows, *case.facts("备案日期"))
        )
    if rows or not covers_days(case, "filings", ("decided", "filed"), decided, due):
        return case.unsure("备案台账没有本案的备案日期，台账是否完整由评查人员核对")
    return case.failed(f"应于{zh(due)}前报送备案，备案台账没有本案的记录", at=_last(case, "filings"))


def _major(case: View, on: date) -> bool | None:
    """Whether a penalty is major in the sense of the opinion; None where that is open.

    Raises:
        NeedsPerson: a fine has to be compared and no figure is bound for the authority.
    """
    found, fine = kinds(case), case.amount("罚款金额")
    if set(found) & set(MAJOR):
        return True
    if set(found) & set(GRAVE) or (not found and fine is None):
        return None
    if fine is None:
        return None if "罚款" in found else False
    rows = rows_in_force(case, "hearing_thresholds", on)
    answers = {fine_reached(row, fine, party(case)) for row in rows}
    return True if True in answers else None if None in answers else False


# ---- recordings (音像记录) ---------------------------------------------------------------------


@check(
    "timeliness.recorded_and_stored",
    title="执法全过程有记录，音像记录二十四小时内存储",
    params={"hours": "jiangmen.recording"},
)
def recorded_and_stored(case: View) -> Iterable[Finding]:
    """PO-P28: first what the list asks for and nobody recorded, then what was stored late."""
    first = _first_day(case)
    if case.duty(on=first) is None:
        yield case.not_applicable("执法行为发生时法律没有全过程音像记录的规定")
        return
    rows = own_rows(case, "recordings")
    missing = tuple(_missing(case, rows, first))
    yield from missing
    stored = tuple(_stored(case, row) for row in rows)
    yield from stored
    if not missing and not stored:
        yield case.not_applicable("本案的执法行为不在音像记录清单内")


def _first_day(case: View) -> date:
    """The first step that could have been recorded; the duty is that of the day of the step."""
    days = days_of([*case.facts("现场检查日期"), *case.facts("询问日期"), *case.facts("立案日期")])
    return days[0] if days else case.date("决定日期")


def _missing(case: View, rows: tuple[Row, ...], on: date) -> Iterable[Finding]:
    if withdrawn(case):
        return
    wanted = _recording_list(case, on)
    if not wanted:
        bare = [
            act
            for act, (papers, words) in ACTS.items()
            if case.documents(*papers) and not any(re.search(words, row.text("act")) for row in rows)
        ]
        if bare or not rows:
            acts = "、".join(bare) or "哪些环节"
            yield case.unsure(f"没有本机关在该日有效的音像记录清单，{acts}应否录音录像由评查人员判断")
        return
    for act, (papers, words) in ACTS.items():
        shown = case.documents(*papers)
        listed = [row for row in wanted if re.search(words, row.text("name"))]
        if not shown or not listed:
            continue
        case.note(*listed)
        if any(re.search(rf"{words}|{WHOLE}", row.text("act")) for row in rows):
            yield case.passed(f"{act}有音像记录")
        elif not rows and not covers_days(case, "recordings", ("started", "stored"), on, on):
            yield case.unsure(f"音像记录台账没有本案的记录，{act}是否录音录像由评查人员核对")
        else:
            yield case.failed(
                f"{act}列入音像记录清单，音像记录台账没有本案该环节的记录", at=(shown[0], *listed)
            )


def _recording_list(case: View, on: date) -> list[Row]:
    """Rows of the list of acts to be recorded; empty where none was handed in."""
    try:
        return [row for row in case.listed("lists", on=on) if LISTED in row.text("kind")]
    except NeedsPerson:
        return []


def _stored(case: View, row: Row) -> Finding:
    ended, stored, act = row.cells.get("ended"), row.cells.get("stored"), row.text("act")
    if not isinstance(ended, date) or not isinstance(stored, date):
        return case.unsure(f"音像记录台账没有写明{act}记录的制作结束时间或者存储时间", at=row)
    term = case.param("hours", on=_day(ended))
    if term is None or term.value is None:
        return case.not_applicable("制作时没有存储期限的规定")
    if isinstance(ended, datetime) and isinstance(stored, datetime):
        late: bool | None = stored - ended > timedelta(hours=int(term.value))
    else:
        apart = _day(stored) - _day(ended)
        late = None if apart == DAY else apart > DAY
    if late is None:
        return case.unsure(
            f"音像记录台账没有写明{act}记录存储的时刻，是否超过二十四小时由评查人员判断", at=row
        )
    if not late:
        return case.passed()
    return case.failed(f"{act}的音像记录{ended}制作完成，{stored}才存储，超过{term.value}小时", at=row)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
