"""What stands in a store of what the panel said: the fold of each stream, and who may see what of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ..model.errors import NotAllowed, Tampered, near
from ..model.result import Ruling
from ..panel.said import Opinion, Reviewer, roster_of
from ..panel.state import Changed, PanelState, rulings_of, state_of
from .ledger import Entry
from .store import Store

PANEL = "panel"  # the stream of what belongs to the panel and to no file
_SAID = ("reviewed", "settled", "submitted")


def roster_in(store: Store) -> tuple[Reviewer, ...]:
    """Who was enrolled, by name.

    Raises:
        Tampered: an entry does not say what it should.
    """
    with _whole(PANEL):
        return roster_of(store.entries(stream=PANEL), store.texts())


def state_in(store: Store, case: str) -> PanelState:
    """The state of one case file.

    Raises:
        Tampered: an entry does not say what it should.
    """
    return _state(store, case, list(store.entries(stream=case)))


def states_in(store: Store) -> dict[str, PanelState]:
    """Id → state, of all case files that have an evaluation."""
    streams: dict[str, list[Entry]] = {}
    for entry in store.entries():
        streams.setdefault(entry.stream, []).append(entry)
    current = store.current_digests()
    return {name: _state(store, name, streams[name]) for name in sorted(current)}


def _state(store: Store, case: str, entries: Sequence[Entry]) -> PanelState:
    with _whole(case):
        return state_of(entries, _changed(store, entries), case=case)


@contextmanager
def _whole(stream: str) -> Iterator[None]:
    """An entry that was changed behind the triggers may say anything; that is told, not stumbled over."""
    try:
        yield
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise Tampered("台账中有不能理解的条目", f"台账 {stream}", "运行 anjuan verify 查看详情") from None


def _changed(store: Store, entries: Sequence[Entry]) -> Changed:
    """What was said under an earlier evaluation is open again where the findings are others now.

    An earlier evaluation that was purged cannot be compared: what was said under it stays.
    """
    known = [one.payload["evaluation"] for one in entries if one.action == "evaluated"]
    purged = {one.payload["digest"] for one in entries if one.action == "purged"}
    said = {one.payload["evaluation"] for one in entries if one.action in _SAID}
    earlier = sorted((said & set(known)) - {*known[-1:], *purged})
    if not earlier or known[-1] in purged:
        return {}
    now, *then = (_findings(line) for line, _ in store.stored([known[-1], *earlier]))
    items = [now.keys() | one.keys() for one in then]
    return {
        digest: frozenset(item for item in both if before.get(item) != now.get(item))
        for digest, before, both in zip(earlier, then, items, strict=True)
    }


def _findings(line: Mapping[str, Any]) -> dict[str, Any]:
    """Item → what was found, without the boxes, which another engine draws a little elsewhere."""
    return {
        row["item"]: [row["points"], row["verdict"], *map(_found, row["findings"])] for row in line["items"]
    }


def _found(finding: Mapping[str, Any]) -> list[Any]:
    places = [{key: spot[key] for key in spot if key != "boxes"} for spot in finding["evidence"]]
    return [finding["check"], finding["verdict"], finding["message"], finding.get("milder"), places]


def standing_rulings(store: Store) -> list[Ruling]:
    """What decides now, by case file and time: settlements, and opinions of panels that nobody is waited for in.

    Withdrawn, replaced, late and recused opinions are left out; they stay in the ledger, and `state_in` tells them.
    """
    texts = store.texts()
    return [ruling for state in states_in(store).values() for ruling in rulings_of(state, texts)]


def visible_entries(store: Store, case: str, reviewer: str) -> tuple[Opinion, ...]:
    """What a reviewer may see of what was said on a file: the one place that holds the blind rule.

    Raises:
        NotAllowed: nobody of that name is in the panel.
    """
    state = state_in(store, case)
    known_in(state, roster_in(store), reviewer)
    return state.visible_to(reviewer)


def known_in(state: PanelState, roster: Iterable[Reviewer], reviewer: str) -> None:
    """Refuse a name that the panel does not know; where there is no panel, everybody is known.

    Raises:
        NotAllowed: see above; near names are told.
    """
    names = {one.name for one in roster} | {one.reviewer for one in state.seats}
    names |= {one.reviewer for one in state.recused}
    if names and reviewer not in names:
        hint = near(reviewer, sorted(names)) or "在 review.toml 的 [panel] 中登记，再运行 anjuan panel assign"
        raise NotAllowed(f"没有名为“{reviewer}”的评查员", f"案卷 {state.case}", hint)
