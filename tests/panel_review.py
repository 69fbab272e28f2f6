"""A review with five reviewers over the samples, and what they do in few words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from anjuan import Ruling, Verdict
from anjuan.panel.rules import PanelRules
from anjuan.panel.said import Reviewer
from anjuan.panel.settle import Decision
from anjuan.record import chair
from anjuan.record.panel import Panel
from anjuan.record.review import Review
from anjuan.record.standing import state_in

from .conftest import Evaluated

PEOPLE = (
    Reviewer("甲", "云汀市司法局"),
    Reviewer("乙", "云汀市望澜区司法局"),
    Reviewer("丙", "云汀市石汀区司法局"),
    Reviewer("丁", "云汀市生态环境局"),
    Reviewer("戊", "云汀市律师协会", position="head"),
)
CASE, ITEM = "s01", "PO-D16"


@pytest.fixture(scope="module")
def _opened(samples: Evaluated, tmp_path_factory: pytest.TempPathFactory) -> Review:
    folder = tmp_path_factory.mktemp("panel")
    shutil.copy(samples.review.folder / "review.db", folder / "review.db")
    settings = replace(samples.review.settings, panel=PanelRules(PEOPLE))
    review = Review(folder, settings)
    review.save()
    return Review.open(folder)


@pytest.fixture
def review(_opened: Review, tmp_path: Path) -> Review:
    shutil.copytree(_opened.folder, tmp_path / "review")
    return Review.open(tmp_path / "review")


@pytest.fixture
def panel(review: Review) -> Iterator[Panel]:
    with review.store() as store:
        yield Panel.of(review, store)


def seated(panel: Panel, case: str = CASE) -> tuple[str, str]:
    """The two who sit on a file."""
    chair.assign(panel, "组长", "7", [case])
    first, second = state_in(panel.store, case).reviewers
    return first, second


def says(panel: Panel, who: str, verdict: Verdict = Verdict.PASS, item: str = ITEM, case: str = CASE) -> int:
    digest = panel.sitting(case).digest
    return panel.enter(Ruling(case, item, who, verdict, "查看原卷"), digest).seq


def disputed(panel: Panel, item: str = ITEM) -> tuple[str, str]:
    """Two reviewers who differ on an item, both submitted."""
    first, second = seated(panel)
    says(panel, first, item=item)
    says(panel, second, Verdict.FAIL, item)
    for who in (first, second):
        panel.submit(CASE, who)
    return first, second


def decided(
    *attended: str, item: str = ITEM, verdict: Verdict = Verdict.FAIL, collective: bool = True
) -> Decision:
    return Decision(item, verdict, "讨论后一致认为", attended[0], attended, collective=collective)
