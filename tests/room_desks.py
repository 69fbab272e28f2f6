"""Desks of the room for tests: a small review, and what is said at them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from anjuan.faces.notebook import dimension_titles, installed
from anjuan.faces.room_widget.desk import Desk
from anjuan.record.review import Review
from anjuan.record.run import evaluate

ROOT = Path(__file__).parent.parent
PAPER = ROOT / "samples" / "cases" / "s02.pdf"
SECRET = "乙的理由"


def make(folder: Path) -> Path:
    """A review with two case files of one paper; gives its folder."""
    review = Review.open_or_make(folder / "review", registers=str(ROOT / "samples" / "registers"))
    other = folder / "another.pdf"
    shutil.copyfile(PAPER, other)
    for paper in (PAPER, other):
        evaluate([paper], review, workers=0)
    return review.folder


def copy(made: Path, folder: Path) -> Review:
    """A review of one's own, as `make` made it."""
    shutil.copytree(made, folder / "review", ignore=shutil.ignore_patterns("cache"))
    return Review.open(folder / "review")


def assign(review: Review, *names: str, case: str = "s02") -> None:
    with review.store() as store:
        digest = store.current_digests()[case]
        for name, role in zip(names, ("first", "second", "third"), strict=False):
            seat = {"reviewer": name, "role": role, "evaluation": digest}
            store.append(case, "组织者", "assigned", seat)


def desk(review: Review, reviewer: str = "甲", case: str = "s02", folder: Path | None = PAPER) -> Desk:
    return Desk(
        review,
        reviewer,
        case,
        plugins=installed(),
        titles=dimension_titles(),
        folder=lambda digest: folder,
        profile=lambda: review.profile(installed()),
    )


def ask(one: Desk, kind: str, **parts: Any) -> dict[str, Any]:
    """An answer that JSON can carry, as the browser gets it."""
    answer, _ = one.answer({"kind": kind, **parts})
    return json.loads(json.dumps(answer, allow_nan=False))  # type: ignore[no-any-return]


def agenda(seen: dict[str, Any]) -> list[str]:
    """The items that could change the grade, in the order shown."""
    return seen["groups"][0]["items"]  # type: ignore[no-any-return]


def entries(review: Review, action: str = "reviewed") -> list[Any]:
    with review.store() as store:
        return [one for one in store.entries(stream="s02") if one.action == action]
