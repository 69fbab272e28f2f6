"""The room without a browser: what a reviewer says, what of it is written, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.faces.room_widget.desk import Desk
from anjuan.model.errors import NotAllowed, StoreError
from anjuan.model.result import Verdict
from anjuan.record.review import Review
from anjuan.record.store import Store

from .room_desks import SECRET, agenda, ask, assign, copy, desk, entries, make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Review:
    return copy(made, tmp_path)


# ---- speaking ---------------------------------------------------------------------------


def test_a_confirmation_is_in_the_ledger_when_it_is_acknowledged(review: Review) -> None:
    one = desk(review)
    item = agenda(ask(one, "open"))[0]
    saved = ask(one, "confirm", item=item, case="s02")
    [entry] = entries(review)
    assert (saved["kind"], saved["seq"], saved["at"]) == ("saved", entry.seq, entry.at)
    assert (entry.actor, entry.payload["item"], entry.payload["verdict"]) == ("甲", item, "fail")
    assert saved["own"][item]["reason"] == "同意机器的结论"
    assert item not in saved["progress"]["left"]


def test_a_message_sent_again_is_entered_once(review: Review) -> None:
    one = desk(review)
    item = agenda(ask(one, "open"))[0]
    change = {"item": item, "verdict": "fail", "reason": "缺签名", "number": 18, "box": [0.1, 0.1, 0.5, 0.2]}
    first = ask(one, "change", **change)
    again = ask(desk(review), "change", **change)
    assert (again["seq"], again["at"]) == (first["seq"], first["at"])
    assert len(entries(review)) == 1
    other = ask(one, "change", **{**change, "box": [0.1, 0.1, 0.5, 0.3]})
    assert len(entries(review)) == 2
    assert [len(found) for found in other["added"].values()] == [2]


def test_a_change_takes_points_and_moves_the_score(review: Review) -> None:
    one = desk(review)
    seen = ask(one, "open")
    row = next(item for item in seen["items"] if item["verdict"] == "pass" and not item["effect"])
    saved = ask(one, "change", item=row["id"], verdict="fail", deduct="0.5", reason="日期不符")
    [entry] = entries(review)
    assert Decimal(entry.payload["points"]) == Decimal(str(row["points"])) - Decimal("0.5")
    assert float(saved["progress"]["score"]) < float(seen["progress"]["score"])
    with review.store() as store:
        assert store.broken() == []


def test_a_finding_added_keeps_its_place_and_its_print_apart_from_the_ledger(review: Review) -> None:
    one = desk(review)
    item = agenda(ask(one, "open"))[0]
    box = [0.1234567, 0.1, 0.9, 0.3]
    saved = ask(one, "change", item=item, verdict="fail", reason="缺签名", number=18, box=box)
    [entry] = entries(review)
    found = entry.payload["found"]
    assert (found["file"], found["page"], found["box"]) == ("s02.pdf", 18, [0.1235, 0.1, 0.9, 0.3])
    [seen] = saved["added"][item]
    assert seen["page"] == 18
    assert seen["quote"]
    assert seen["quote"] not in json.dumps(entry.payload, ensure_ascii=False)
    after = ask(one, "change", item=item, verdict="pass", reason="看错了")
    assert after["added"][item] == []  # it holds: nothing added stands, and all of it stays visible
    assert [old["fate"] for old in after["history"][item]] == ["已由后一意见代替"]


def test_an_opinion_taken_back_stays_visible(review: Review) -> None:
    one = desk(review)
    item = agenda(ask(one, "open"))[0]
    ask(one, "confirm", item=item)
    assert "没有写明理由" in ask(one, "withdraw", item=item, reason=" ")["text"]
    after = ask(one, "withdraw", item=item, reason="按错了键")
    assert after["own"] == {}
    assert [old["fate"] for old in after["history"][item]] == ["已撤回"]
    assert "没有可以撤回" in ask(one, "withdraw", item=item, reason="再撤")["text"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"verdict": "pass", "reason": ""}, "没有写明理由"),
        ({"verdict": "unsure", "reason": "说不清"}, "应为符合、不符合或者不适用"),
        ({"verdict": "maybe", "reason": "说不清"}, "不完整"),
        ({"reason": "说不清"}, "不完整"),
        ({"verdict": "fail", "reason": "错", "deduct": "一分"}, "扣分应为"),
        ({"verdict": "fail", "reason": "错", "deduct": "NaN"}, "扣分应为"),
        ({"verdict": "fail", "reason": "错", "deduct": "-1"}, "扣分应为"),
        ({"verdict": "fail", "reason": "错", "deduct": "1000"}, "扣分应为"),
        ({"verdict": "pass", "reason": "对", "deduct": "1"}, "不扣分"),
        ({"verdict": "pass", "reason": "对", "veto": True}, "不能一票否决"),
        ({"verdict": "pass", "reason": "对", "veto": "是"}, "不完整"),
        ({"verdict": "pass", "reason": "对", "number": 1, "box": [0.1, 0.1, 0.5, 0.5]}, "应当裁定为不符合"),
        ({"verdict": "fail", "reason": "错", "number": 1, "box": [0.1, 0.1, 0.1, 0.5]}, "框太小"),
        ({"verdict": "fail", "reason": "错", "number": 99, "box": [0.1, 0.1, 0.5, 0.5]}, "没有这一页"),
        ({"verdict": "fail", "reason": "错", "number": 1, "box": "全页"}, "不完整"),
        ({"verdict": "fail", "reason": "错", "number": 1, "box": [0.1, 0.1, "x", 0.5]}, "不完整"),
        ({"verdict": "fail", "reason": "错", "box": [0.1, 0.1, 0.5, 0.5]}, "不完整"),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_written(
    review: Review, parts: dict[str, Any], said: str
) -> None:
    answer = ask(desk(review), "change", item="PO-D04", **parts)
    assert answer["kind"] == "refused"
    assert said in answer["text"]
    assert entries(review) == []


def test_where_the_machine_gave_no_answer_there_is_nothing_to_confirm(review: Review) -> None:
    one = desk(review)
    row = one.hand.evaluation.items[0]
    doubted = replace(row, verdict=Verdict.UNSURE)
    items = (doubted, *one.hand.evaluation.items[1:])
    one.hand.evaluation = replace(one.hand.evaluation, items=items)
    assert next(item for item in one._case()["items"] if item["id"] == row.item)["confirm"] == ""
    assert "没有作出结论" in ask(one, "confirm", item=row.item)["text"]


@given(
    st.dictionaries(
        st.sampled_from(["kind", "item", "verdict", "reason", "number", "box", "case", "deduct", "veto"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) |
            st.sampled_from(["open", "page", "law", "quote", "confirm", "change", "withdraw", "submit", "s02"]),
            lambda inner: st.lists(inner, max_size=4), max_leaves=4,
        ),
    )
)  # fmt: skip
def test_any_message_gets_an_answer(made: Path, message: dict[str, Any]) -> None:
    one = _desks.setdefault(made, desk(Review.open(made)))
    answer, _ = one.answer(message)
    assert answer["kind"]


_desks: dict[Path, Desk] = {}


def test_a_full_disk_is_told_and_not_called_saved(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk(review)

    def full(*_: Any, **__: Any) -> None:
        raise StoreError("评查库写不进去", "review.db", "腾出磁盘空间后重试")

    monkeypatch.setattr(Store, "append", full)
    answer = ask(one, "confirm", item="PO-D04")
    assert (answer["kind"], "写不进去" in answer["text"]) == ("refused", True)


# ---- the panel --------------------------------------------------------------------------


def test_nobody_sees_the_other_until_both_have_submitted(review: Review) -> None:
    assign(review, "甲", "乙")
    first, second = desk(review), desk(review, "乙")
    ask(second, "change", item="PO-D04", verdict="pass", reason=SECRET)
    assert SECRET not in json.dumps(ask(first, "open"), ensure_ascii=False)
    ask(first, "confirm", item="PO-D04")
    alone = ask(first, "submit")
    assert alone["panel"]["submitted"]
    assert alone["panel"]["waiting"] == 1
    assert SECRET not in json.dumps(alone, ensure_ascii=False)
    ask(second, "submit")
    [other] = ask(first, "open")["others"]
    assert (other["item"], other["reviewer"], other["reason"]) == ("PO-D04", "乙", SECRET)


def test_after_submitting_nothing_is_changed(review: Review) -> None:
    assign(review, "甲", "乙")
    one, elsewhere = desk(review), desk(review)
    ask(one, "confirm", item="PO-D04")
    done = ask(one, "submit")
    assert not done["panel"]["writes"]
    for kind, parts in (
        ("confirm", {"item": "PO-P17"}),
        ("change", {"item": "PO-D04", "verdict": "pass", "reason": "改"}),
        ("withdraw", {"item": "PO-D04", "reason": "撤"}),
        ("submit", {}),
    ):
        assert "已经提交" in ask(elsewhere, kind, **parts)["text"]
    assert len(entries(review)) == 1
    assert len(entries(review, "submitted")) == 1


def test_only_the_assigned_enter_and_who_leaves_is_shut_out(review: Review) -> None:
    assign(review, "甲", "乙")
    with pytest.raises(NotAllowed, match="AJ-403"):
        desk(review, "丙")
    one = desk(review)
    assert [case["id"] for case in ask(one, "open")["cases"]] == ["s02"]
    with review.store() as store:
        left = {"reviewer": "甲", "ground": store.put_text("近亲属"), "level": "组长"}
        store.append("s02", "组长", "recused", left)
    assert "回避" in ask(one, "confirm", item="PO-D04")["text"]
    assert ask(one, "open")["kind"] == "refused"
    assert entries(review) == []


def test_a_case_file_that_was_evaluated_again_is_opened_again_first(review: Review) -> None:
    one = desk(review)
    with review.store() as store:
        line = store.line("s02")
        line["stamp"]["law"] = "sha256:other"
        store.put_evaluation("another key", line)
    assert "重新评查" in ask(one, "confirm", item="PO-D04")["text"]
    assert entries(review) == []
    assert ask(one, "open")["kind"] == "opened"
    assert ask(one, "confirm", item="PO-D04")["kind"] == "saved"


def test_without_a_panel_there_is_nothing_to_submit(review: Review) -> None:
    one = desk(review)
    assert not ask(one, "open")["panel"]["seated"]
    assert ask(one, "submit")["kind"] == "refused"
    assert entries(review, "submitted") == []


def test_everything_acknowledged_is_there_after_the_kernel_is_lost(review: Review) -> None:
    one = desk(review)
    ask(one, "confirm", item="PO-D04")
    saved = ask(one, "change", item="PO-P17", verdict="pass", reason="期限中止", veto=False)
    del one
    seen = ask(desk(review), "open")
    assert {key: seen[key] for key in ("own", "added", "history", "progress")} == {
        key: saved[key] for key in ("own", "added", "history", "progress")
    }
