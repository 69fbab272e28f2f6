"""The room without a browser: messages of one reviewer in, answers out. Whatever is told as saved is in the ledger.

```
open      case?                         → opened      the case file with items, pages, own opinions, progress
page      number                        → page        one picture (JPEG, as a buffer), or the lines read on it
law       item                          → law         text of the articles that an item rests on
quote     number, box                   → quote       print in a box
confirm   item                          → saved       the opinion that the machine is right
change    item, verdict, reason, …      → saved       another opinion; with `number` and `box` a finding added
withdraw  item, reason                  → saved       an opinion taken back
submit                                  → opened      nothing is changed after it
anything that does not hold             → refused     one sentence; nothing was written
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ...law.library import Library, law_home
from ...model.case import Box
from ...model.errors import AnjuanError, NotAllowed, UnknownCase
from ...model.result import ItemScore, Ruling, Verdict
from ...panel.rules import PanelRules
from ...panel.ruling import Ruled, apply_rulings
from ...panel.said import BLIND, Opinion
from ...panel.state import PanelState
from ...plugin.manager import Plugins
from ...record.panel import Panel
from ...record.review import Review
from ...record.standing import state_in
from ...rules.profile import Profile, Table
from . import ledger
from .hand import CaseInHand, Folder
from .views import (
    SPOKEN,
    added,
    article_views,
    found_view,
    groups_of,
    item_view,
    opinion_view,
    progress_view,
    start_of,
)

Message = Mapping[str, Any]
Answer = tuple[dict[str, Any], list[bytes]]
AGREED = "同意机器的结论"
SPEAKING = ("confirm", "change", "withdraw", "submit")
SMALLEST = 0.004  # of the page: less is a slip of the hand


class Desk:
    """What one reviewer does in a review, message by message.

    Args:
        case: id or document number of the case file to open first; empty for the first that waits for him.
        folder: gives where the papers of a case file lie, by its digest.
        profile: gives the standard of the review once somebody has spoken; the first page does not wait for it.
    """

    def __init__(
        self,
        review: Review,
        reviewer: str,
        case: str,
        *,
        plugins: Plugins,
        titles: Mapping[str, str],
        folder: Folder,
        profile: Callable[[], Profile],
    ) -> None:
        if not reviewer.strip():
            raise NotAllowed("没有写明评查员", "reviewer", '写明姓名，如 aj.room(review, reviewer="张三")')
        self.review, self.reviewer = review, reviewer.strip()
        self._plugins, self._titles, self._folder, self._profile = plugins, titles, folder, profile
        self._library = Library(law_home())
        self._store = review.store()
        self._board = ledger.Board(self._store, self._rules, self.reviewer)
        mine = self._board.cases()
        waiting = [name for name, submitted in mine.items() if not submitted]
        wanted = case or next(iter([*waiting, *mine]), "")
        if not wanted:
            raise UnknownCase("评查项目中还没有案卷", str(review.folder), "先运行 evaluate")
        self.hand = self._taken(wanted, mine)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    @property
    def _rules(self) -> PanelRules:
        return self.review.settings.panel

    @property
    def _panel(self) -> Panel:
        return Panel(self._store, self._profile(), self._rules)

    @property
    def _table(self) -> Table:
        table = self._profile().table_of(self.hand.evaluation)
        if table is None:
            raise NotAllowed("评查结果与当前标准不符", self.hand.name, "重新运行 anjuan evaluate 后再打开")
        return table

    def answer(self, message: Message) -> Answer:
        """The answer to one message, with its buffers; an error is an answer too."""
        kind = message.get("kind")
        act = _ACTS.get(kind) if isinstance(kind, str) else None
        try:
            if act is None:
                raise NotAllowed("房间不认识这条消息", str(kind)[:40], "重新运行这一格")
            if kind in SPEAKING and message.get("case", self.hand.name) != self.hand.name:
                raise NotAllowed(
                    "页面上的案卷不是现在打开的案卷，没有保存", self.hand.name, "重新打开案卷后再写"
                )
            return act(self, message)
        except AnjuanError as error:
            return _refused(error), []
        except (KeyError, TypeError, ValueError) as error:
            broken = NotAllowed("这条消息不完整", f"{kind}：{type(error).__name__}", "重新运行这一格")
            return _refused(broken), []

    # ---- looking ------------------------------------------------------------------------

    def open(self, message: Message) -> Answer:
        """The whole case file; its pages and articles come when they are asked for."""
        wanted = str(message.get("case") or "")
        mine = self._board.cases()
        other = wanted not in ("", self.hand.name) or self.hand.name not in mine
        if other or self._board.states[self.hand.name].evaluation != self.hand.digest:
            self.hand = self._taken(wanted or self.hand.name, mine)
        opened = {
            "kind": "opened",
            "review": self.review.settings.name,
            "reviewer": self.reviewer,
            "cases": [{"id": name, "submitted": done} for name, done in mine.items()],
            **self._case(),
            **self._said(self._board.states[self.hand.name]),
        }
        start = start_of(opened)
        picture, bodies = self.page({"number": start["page"]}) if opened["pages"] else ({}, [])
        return {**opened, "start": start, "picture": picture}, bodies

    def _taken(self, wanted: str, mine: Mapping[str, bool]) -> CaseInHand:
        states = self._board.states
        name = wanted if wanted in states else str(self._store.line(wanted)["id"])
        if name not in mine:
            raise NotAllowed(
                f"案卷 {name} 没有分给 {self.reviewer}，或者已经回避", str(self.review.folder),
                ("可打开：" + "、".join(list(mine)[:8])) if mine else "先由组织者用 anjuan panel assign 指派",
            )  # fmt: skip
        return CaseInHand(self._store, name, states[name].evaluation, self._folder, self._plugins)

    def _case(self) -> dict[str, Any]:
        one, papers = self.hand.evaluation, self.hand.papers
        items = [item_view(row, one, papers, self._titles) for row in one.items]
        return {
            "case": {"id": one.id, "number": one.case, "agency": one.agency},
            "groups": groups_of(items, one.undecided),
            "items": items,
            "pages": [
                {"number": sheet.number, "place": sheet.place, "papers": "、".join(dict.fromkeys(sheet.papers)),
                 "flow": sheet.page is None}
                for sheet in papers.sheets
            ],
        }  # fmt: skip

    def _said(self, state: PanelState) -> dict[str, Any]:
        """What people said of the case file, as far as this reviewer may see it."""
        text, papers = ledger.reader(self._store), self.hand.papers
        seen = state.visible_to(self.reviewer)
        own = [one for one in seen if one.reviewer == self.reviewer]
        standing = {one.item: one for one in own if one.stands}
        by_item = {name: [one for one in own if one.item == name] for name in {one.item for one in own}}
        seat = state.seat(self.reviewer)
        return {
            "own": {item: opinion_view(one, papers, text) for item, one in standing.items()},
            "added": {
                item: [found_view(one, papers, text) for one in added(said)] for item, said in by_item.items()
            },
            "history": {
                item: [opinion_view(one, papers, text) for one in said if not one.stands]
                for item, said in by_item.items()
            },
            "others": [
                {"item": one.item, **opinion_view(one, papers, text)}
                for one in seen
                if one.reviewer != self.reviewer
            ],
            "panel": {
                "seated": seat is not None and seat.role in BLIND,
                "writes": ledger.may_write(state, self.reviewer),
                "submitted": self.reviewer in state.submitted,
                "waiting": len(state.waiting),
                "settled": sorted(state.answers),
            },
            "progress": self._progress(tuple(self._ruling(one, text) for one in standing.values())),
        }

    def _ruling(self, one: Opinion, text: Callable[[str], str]) -> Ruling:
        reason = text(one.reason) or "理由已到期清除"
        return Ruling(self.hand.name, one.item, one.reviewer, one.verdict, reason, one.points, one.veto)

    def _progress(self, rulings: tuple[Ruling, ...]) -> dict[str, Any]:
        known = tuple(one for one in rulings if self.hand.evaluation.item(one.item))
        ruled: Ruled | None = None
        if known:
            ruled = apply_rulings(self.hand.evaluation, known, self._table)
        return progress_view(self.hand.evaluation, {one.item for one in known}, ruled)

    def page(self, message: Message) -> Answer:
        """One page; where it cannot be drawn its lines and the reason."""
        number, papers = int(message["number"]), self.hand.papers
        answer: dict[str, Any] = {"kind": "page", "case": self.hand.name, "number": number}
        try:
            found = papers.picture(number)
        except AnjuanError as error:
            flow = papers.sheet(number).page is None
            problem = "" if flow else str(error)
            return {**answer, "problem": problem, "lines": papers.lines(number)}, []
        return {**answer, "width": found.width, "height": found.height}, [found.body]

    def law(self, message: Message) -> Answer:
        """The articles of an item."""
        row = self.hand.row(message["item"])
        return {"kind": "law", "item": row.item, "articles": article_views(row, self._library)}, []

    def quote(self, message: Message) -> Answer:
        """The print in a box."""
        number, box = int(message["number"]), _box(message["box"])
        return {"kind": "quote", "number": number, "text": self.hand.papers.quote(number, box)}, []

    # ---- speaking -----------------------------------------------------------------------

    def confirm(self, message: Message) -> Answer:
        """The machine is right."""
        row = self.hand.row(message["item"])
        if row.verdict not in SPOKEN:
            raise NotAllowed(
                "机器没有作出结论，不能确认", f"评查项 {row.item}", "改判为符合、不符合或者不适用"
            )
        return self._save(row, Ruling(self.hand.name, row.item, self.reviewer, row.verdict, AGREED), None)

    def change(self, message: Message) -> Answer:
        """Another opinion, with its reason; with a box on a page it is a finding added."""
        row = self.hand.row(message["item"])
        verdict = Verdict(message["verdict"])
        points = _points(message.get("deduct"), row)
        veto = message.get("veto")
        if veto not in (None, True, False):
            raise ValueError("veto")
        reason = str(message.get("reason") or "").strip()
        ruling = Ruling(self.hand.name, row.item, self.reviewer, verdict, reason, points, veto)
        found = None if message.get("box") is None else self._found(int(message["number"]), message["box"])
        if found is not None and verdict is not Verdict.FAIL:
            raise NotAllowed(
                "补充的问题应当裁定为不符合", f"评查项 {row.item}", "改为不符合，或者去掉页面上的框"
            )
        return self._save(row, ruling, found)

    def _found(self, number: int, given: object) -> ledger.Found:
        sheet, box = self.hand.papers.sheet(number), _box(given)
        return ledger.Found(sheet.file, sheet.page, box, self.hand.papers.quote(number, box))

    def _save(self, row: ItemScore, ruling: Ruling, found: ledger.Found | None) -> Answer:
        seq, at = ledger.speak(self._panel, ruling, self.hand.digest, found)
        return self._saved(row.item, seq, at), []

    def withdraw(self, message: Message) -> Answer:
        """Take the opinion on an item back; it stays visible."""
        row, reason = self.hand.row(message["item"]), str(message.get("reason") or "")
        seq, at = ledger.withdraw(self._panel, self.hand.name, self.reviewer, row.item, reason)
        return self._saved(row.item, seq, at), []

    def submit(self, message: Message) -> Answer:
        """Submit what was said; nothing is changed after it."""
        self._panel.submit(self.hand.name, self.reviewer, self.hand.digest)
        return self.open({"case": self.hand.name})

    def _saved(self, item: str, seq: int, at: str) -> dict[str, Any]:
        said = self._said(state_in(self._store, self.hand.name))
        return {"kind": "saved", "case": self.hand.name, "item": item, "seq": seq, "at": at, **said}


_ACTS: Mapping[str, Callable[[Desk, Message], Answer]] = {
    "open": Desk.open,
    "page": Desk.page,
    "law": Desk.law,
    "quote": Desk.quote,
    "confirm": Desk.confirm,
    "change": Desk.change,
    "withdraw": Desk.withdraw,
    "submit": Desk.submit,
}


def _refused(error: AnjuanError) -> dict[str, Any]:
    return {"kind": "refused", "text": str(error)}


def _box(given: object) -> Box:
    if not isinstance(given, list) or len(given) != 4:
        raise ValueError("box")
    box = Box.clipped(*(float(one) for one in given))
    if min(box.x1 - box.x0, box.y1 - box.y0) < SMALLEST:
        raise NotAllowed("框太小", "页面", "重新画框，框住有问题的文字")
    return box


def _points(deduct: object, row: ItemScore) -> Decimal | None:
    """Points kept, from the points that a reviewer takes off; None where he leaves it to the standard."""
    if deduct is None or str(deduct).strip() == "":
        return None
    try:
        taken = Decimal(str(deduct).strip())
    except InvalidOperation:
        taken = Decimal("NaN")
    if not taken.is_finite() or not 0 <= taken <= row.points:
        raise NotAllowed(
            f"扣分应为0至{row.points}之间的数", f"评查项 {row.item}", "改正扣分，或者留空按标准扣"
        )
    return row.points - taken
