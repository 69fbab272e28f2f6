"""The panel of a review in a notebook and on a terminal: who sits where, what is open, what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..model.errors import NotAllowed, near
from ..model.result import Ruling, Verdict
from ..panel.agreement import Agreement
from ..panel.assign import Plan, barred
from ..panel.said import CHECK, Opinion, Settlement
from ..panel.settle import Decision, open_items, overdue
from ..panel.state import PanelState
from ..record import chair
from ..record.panel import Panel, Sitting, agreement_in
from ..record.review import Review
from ..record.standing import visible_entries
from .agreement import NOTE, TITLES, agreement_rows, heads_of
from .notebook import installed
from .show import Listing, columns
from .tables import VERDICTS

ROLES = {"first": "评查", "second": "评查", "third": "第三人", "check": "复核"}
FATES = {
    "stands": "有效", "replaced": "本人已改", "withdrawn": "本人撤回", "recused": "已回避，不计",
    "late": "提交之后，不计", "stale": "案卷已变，待重看",
}  # fmt: skip
LEVELS = {"deputy": "分管负责人决定", "head": "主要负责人决定", "collective": "其他负责人集体决定"}
WHY = {"dispute": "评查员不一致", "objection": "机关有异议", "recheck": "复核有不同意见"}
OUTCOMES = {"upheld": "维持", "changed": "改变", "rejected": "不予受理"}
RECHECKED = {"confirmed": "同意", "differs": "有不同意见"}
GROUP = "评查组"  # who runs an assignment, where nobody is named
SPOKEN = (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE)


def verdict_of(word: str | Verdict) -> Verdict:
    """A verdict from its Chinese or English word.

    Raises:
        NotAllowed: it is neither 符合, 不符合 nor 不适用.
    """
    known = {name: verdict for verdict in SPOKEN for name in (str(verdict), VERDICTS[verdict])}
    if str(word) not in known:
        raise NotAllowed(f"不认识的结论 {word}", "", near(str(word), known) or "可用：符合、不符合、不适用")
    return known[str(word)]


def points_of(text: str | int | float | Decimal | None) -> Decimal | None:
    """Points from what a person wrote.

    Raises:
        NotAllowed: it is no number.
    """
    try:
        found = None if text in (None, "") else Decimal(str(text))
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not found.is_finite():
        raise NotAllowed(f"分值 {text} 不是数字", "", "写保留的分值，如 3 或 2.5")
    return found


def said_text(one: Opinion | Settlement) -> str:
    """What was said, in a few words."""
    words = [VERDICTS[one.verdict]]
    if one.points is not None:
        words.append(f"保留 {one.points} 分")
    if one.veto is not None:
        words.append("确认一票否决" if one.veto else "不适用一票否决")
    return "，".join(words)


class OpenPanel:
    """The panel of a review: every act opens the store, writes at once, and lets go of it.

    Attributes:
        review: its folder and settings.
    """

    def __init__(self, review: Review) -> None:
        self.review = review

    def __repr__(self) -> str:
        return f"OpenPanel({self.review.settings.name})"

    def _repr_html_(self) -> str:
        return self.seats()._repr_html_()

    @contextmanager
    def at_work(self) -> Iterator[Panel]:
        """The panel over the open store."""
        with self.review.store() as store:
            yield Panel.of(self.review, store)

    # ---- acts ---------------------------------------------------------------------------

    def assign(self, seed: str | None = None, *cases: str, actor: str = GROUP) -> Listing:
        """Give the seats that files ask for now; see `anjuan.record.chair.assign`."""
        with self.at_work() as panel:
            return assigned(chair.assign(panel, actor, seed, cases))

    def recuse(self, case: str, reviewer: str, ground: str, *decided_by: str) -> Listing:
        """Take a reviewer off a file and replace him; see `anjuan.record.chair.recuse`."""
        with self.at_work() as panel:
            return replaced(reviewer, chair.recuse(panel, case, reviewer, ground, decided_by))

    def say(
        self,
        case: str,
        item: str,
        reviewer: str,
        verdict: str | Verdict,
        reason: str,
        *,
        points: str | int | Decimal | None = None,
        veto: bool | None = None,
    ) -> None:
        """Note what a reviewer says of one item; see `Panel.enter`."""
        with self.at_work() as panel:
            sitting = panel.sitting(case)
            told = verdict_of(verdict), reason, points_of(points), veto
            panel.enter(Ruling(sitting.state.case, item, reviewer, *told), sitting.digest)

    def submit(self, case: str, reviewer: str) -> None:
        """Say that a reviewer is done with a file."""
        with self.at_work() as panel:
            panel.submit(panel.sitting(case).state.case, reviewer)

    def settle(
        self,
        case: str,
        item: str,
        verdict: str | Verdict,
        reason: str,
        *,
        chair_is: str,
        attended: Sequence[str],
        points: str | int | Decimal | None = None,
        veto: bool | None = None,
        collective: bool = True,
    ) -> Listing:
        """Settle an item; gives the history of the file."""
        decision = Decision(
            item, verdict_of(verdict), reason, chair_is, tuple(attended), points_of(points), veto, collective
        )
        with self.at_work() as panel:
            chair.settle(panel, case, decision)
        return self.history(case)

    def object_to(
        self,
        case: str,
        authority: str,
        items: Sequence[str],
        text: str,
        received: date,
        told: date | None = None,
    ) -> int:
        """Note an objection of the authority; gives its number."""
        calendar = self.review.registers().calendar()
        with self.at_work() as panel:
            return chair.object_to(panel, case, authority, items, text, received, calendar, told).seq

    def answer(self, case: str, who: str, number: int, outcome: str, reason: str) -> None:
        """Answer an objection: `upheld` (维持), `changed` (改变) or `rejected` (不予受理)."""
        with self.at_work() as panel:
            chair.answer(panel, case, who, number, _one_of(outcome, OUTCOMES), reason)

    def recheck(self, case: str, reviewer: str, outcome: str, reason: str, *items: str) -> None:
        """Note the second look at a file: `confirmed` (同意) or `differs` (有不同意见)."""
        with self.at_work() as panel:
            chair.recheck(panel, case, reviewer, _one_of(outcome, RECHECKED), reason, items)

    def rehearse(
        self, seed: str, *, differ: float = 0.1, first: int = 12, only: str | None = None
    ) -> Listing:
        """Let simulated reviewers (模拟…) speak and submit; see `anjuan.faces.rehearsal`."""
        from .rehearsal import rehearse

        return rehearse(self, seed, differ=differ, first=first, only=only)

    # ---- looks --------------------------------------------------------------------------

    def seats(self) -> Listing:
        """Who sits on which file, who has submitted, and what is open."""
        with self.at_work() as panel:
            rows, waiting = [], 0
            for sitting in panel.sittings():
                if sitting.state.seats or sitting.state.recused:
                    rows.append(_seat_row(sitting))
                    waiting += bool(sitting.state.waiting)
        heads = columns("案卷:k", "机关:p", "评查员", "未提交", "回避", "情况")
        notes = (f"还有 {waiting} 件没有全部提交",) if waiting else ()
        return Listing(f"已分派 {len(rows)} 件案卷", heads, tuple(rows), notes)

    def visible(self, case: str, reviewer: str) -> Listing:
        """What a reviewer may see of a file now."""
        with self.at_work() as panel:
            name = panel.sitting(case).state.case
            found = visible_entries(panel.store, name, reviewer)
            rows = tuple(_opinion_row(one, panel.store.text_of) for one in found)
        return Listing(f"{reviewer}在案卷 {name} 中能看到的意见 {len(rows)} 条", _SAID, rows)

    def open(self, today: date | None = None) -> Listing:
        """Items that wait for an answer of the panel, and objections without one.

        Args:
            today: marks objections whose term has passed; None for the clock.
        """
        today = today or date.today()
        with self.at_work() as panel:
            rows, notes = [], []
            for sitting in panel.sittings():
                state, ruled = sitting.state, sitting.ruled
                for one in open_items(state, ruled):
                    rows.append(_open_row(sitting, one.item, one.why))
                notes += [_objection_note(state, one, today) for one in state.open_objections]
        heads = columns("案卷:k", "评查项:k", "名称", "原因:k", "各人意见", "得分:n")
        return Listing(f"待合议 {len(rows)} 项", heads, tuple(rows), tuple(notes))

    def may_attend(self, case: str) -> tuple[str, ...]:
        """Who may take part in settling something on a file: nobody who must stay away from it."""
        with self.at_work() as panel:
            sitting = panel.sitting(case)
            gone = {one.reviewer for one in sitting.state.recused}
            return tuple(
                one.name
                for one in panel.roster
                if one.name not in gone and not barred(one, sitting.evaluation.agency, sitting.names)
            )

    def history(self, case: str) -> Listing:
        """Everything that happened on a file in the panel, what was withdrawn or corrected included."""
        with self.at_work() as panel:
            state = panel.sitting(case).state
            rows = sorted(_history(state, panel.store.text_of), key=lambda row: int(row[0]))
        heads = columns("序:n", "时间:k", "谁:k", "做了什么:k", "评查项:k", "内容", "效力:k")
        notes = () if state.closed else (f"还有人没有提交（{'、'.join(state.waiting)}），意见暂不显示",)
        return Listing(f"案卷 {state.case} 的评查经过", heads, tuple(rows), notes)

    def agreement(self, *, spoken_only: bool = False, every: bool = False) -> tuple[Listing, ...]:
        """How far reviewers agree, with each other and with the machine, one table for each way to look.

        Args:
            spoken_only: leave out what reviewers did not say themselves.
            every: also the items, and the machine against people, where nothing is to be looked at.
        """
        with self.at_work() as panel:
            found, titles = agreement_in(panel, spoken_only=spoken_only)
        return tuple(agreement_listings(found, {**titles, **dimension_titles()}, every=every))


_SAID = columns("序:n", "评查员:k", "评查项:k", "意见", "理由", "效力:k")


def _one_of(word: str, known: Mapping[str, str]) -> str:
    return next((key for key, name in known.items() if word in (key, name)), word)


def assigned(done: chair.Assigned) -> Listing:
    """Seats given in an assignment, with what is left for people."""
    rows = tuple((one.case, ROLES[one.role], one.reviewer) for one in done.plan.seats)
    loads = "、".join(f"{name} {count} 件" for name, count in sorted(done.plan.loads.items()))
    differ = {case: "、".join(chair.DIFFER[one] for one in why) for case, why in done.thirds.items()}
    notes = [f"种子：{done.seed}", f"各人承担：{loads}"]
    notes += [f"案卷 {case}：两名评查员{why}，增加第三人" for case, why in differ.items()]
    notes += [f"案卷 {case}：{why}，没有指派" for case, why in done.plan.open.items()]
    notes += [f"案卷 {case}：{why}" for case, why in done.plan.notes.items()]
    notes += [
        f"案卷 {case}：{who} 应当回避（{why}），用 anjuan panel recuse 办理" for case, who, why in done.leave
    ]
    return Listing(f"新指派 {len(rows)} 席", columns("案卷:k", "席位:k", "评查员:k"), rows, tuple(notes))


def replaced(reviewer: str, plan: Plan) -> Listing:
    """Who came in the place of a reviewer."""
    rows = tuple((one.case, ROLES[one.role], one.reviewer) for one in plan.seats)
    notes = tuple(f"案卷 {case}：{why}，没有人接替" for case, why in plan.open.items())
    return Listing(f"{reviewer} 已回避", columns("案卷:k", "席位:k", "接替:k"), rows, notes)


def _seat_row(sitting: Sitting) -> tuple[str, ...]:
    state, ruled = sitting.state, sitting.ruled
    sit = [f"{one.reviewer}（{ROLES[one.role]}）" for one in state.seats]
    gone = [f"{one.reviewer}（{LEVELS.get(one.level, one.level)}）" for one in state.recused]
    number = len(open_items(state, ruled))
    words = [f"待合议 {number} 项"] if number else []
    words += [f"异议 {len(state.open_objections)} 件"] if state.open_objections else []
    checks = [one.reviewer for one in state.seats if one.role == CHECK]
    looked = {one.reviewer for one in state.rechecks if one.evaluation == state.evaluation}
    words += ["待复核"] if set(checks) - looked else []
    words += ["待提交"] if state.waiting else [] if words else ["已完成"]
    return (
        state.case, sitting.evaluation.agency, "、".join(sit), "、".join(state.waiting), "、".join(gone),
        "，".join(words),
    )  # fmt: skip


def _open_row(sitting: Sitting, item: str, why: str) -> tuple[str, ...]:
    row = sitting.ruled.evaluation.item(item)
    told = [f"{one.reviewer}：{said_text(one)}" for one in sitting.state.counting if one.item == item]
    if settled := sitting.state.answers.get(item):
        told.append(f"合议：{said_text(settled)}")
    score = "" if row is None else f"{row.low}" if row.low == row.high else f"{row.low}～{row.high}"
    return sitting.state.case, item, "" if row is None else row.title, WHY[why], "；".join(told), score


def _objection_note(state: PanelState, one: Any, today: date) -> str:
    late = "，逾期提出" if one.late else ""
    passed = "，已经超过答复期限" if overdue(one, today) else ""
    items = "、".join(one.items)
    return (
        f"案卷 {state.case} 异议 {one.seq}：{items}，{one.received} 收到{late}，应于 {one.due} 前答复{passed}"
    )


def _opinion_row(one: Opinion, text: Callable[[str], str | None]) -> tuple[str, ...]:
    return str(one.seq), one.reviewer, one.item, said_text(one), text(one.reason) or "", FATES[one.fate]


def dimension_titles() -> dict[str, str]:
    """Dimension → its title."""
    return {one.id: one.title for one in installed().dimensions}


def agreement_listings(
    found: Agreement, titles: Mapping[str, str], *, every: bool = False
) -> Iterator[Listing]:
    """Figures of agreement for a notebook; see `OpenPanel.agreement`."""
    rows: dict[str, list[tuple[str, ...]]] = {}
    hidden: Counter[str] = Counter()
    for kind, row in agreement_rows(found, titles):
        told = dict(zip(heads_of(kind), map(str, row), strict=True))
        if kind in ("items", "machine") and not (every or told["留意"] or told["名称"] == TITLES["whole"]):
            hidden[kind] += 1
            continue
        rows.setdefault(kind, []).append(tuple(told.values()))
    for kind, title in TITLES.items():
        left = (f"另有 {hidden[kind]} 项达到要求，未列出",) if hidden[kind] else ()
        if kind in rows or left:
            notes = (*left, NOTE) if kind == "whole" else left
            yield Listing(f"一致性：{title}", columns(*heads_of(kind)), tuple(rows.get(kind, ())), notes)


def _history(state: PanelState, text: Callable[[str], str | None]) -> Iterable[tuple[str, ...]]:
    def row(one: Any, who: str, act: str, item: str, told: str, fate: str = "") -> tuple[str, ...]:
        return str(one.seq), one.at.replace("T", " ")[:16], who, act, item, told, fate

    for seat in state.seats:
        yield row(seat, seat.reviewer, f"指派为{ROLES[seat.role]}", "", "")
    for left in state.recused:
        level = LEVELS.get(left.level, left.level)
        yield row(left, left.reviewer, "回避", "", f"{text(left.ground) or ''}（{level}：{left.decided_by}）")
    for said in state.visible_to(""):  # nothing before all have submitted: a chair is as blind as a reviewer
        told = f"{said_text(said)}：{text(said.reason) or ''}"
        yield row(said, said.reviewer, "评查", said.item, told, FATES[said.fate])
    for given in state.submissions:
        yield row(given, given.reviewer, "提交", "", f"{given.entries} 条意见")
    for settled in state.settled:
        told = f"{said_text(settled)}：{text(settled.reason) or ''}（到会：{'、'.join(settled.attended)}）"
        fate = "不计（已有结论）" if settled.void else FATES["stale"] if settled.stale else FATES["stands"]
        act = "集体合议" if settled.collective else "协商一致"
        yield row(settled, settled.chair, act, settled.item, told, fate)
    for one in state.objections:
        told = text(one.text) or ""
        if one.outcome:
            told += f"（{one.answered_by}答复：{text(one.reason) or ''}）"
        fate = OUTCOMES.get(one.outcome, "待答复")
        yield row(one, one.authority, "异议", "、".join(one.items), told, fate)
    for check in state.rechecks:
        told = f"{RECHECKED.get(check.outcome, check.outcome)}：{text(check.reason) or ''}"
        yield row(check, check.reviewer, "复核", "、".join(check.items), told)
