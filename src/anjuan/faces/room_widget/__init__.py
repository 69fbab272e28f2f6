"""The panel's room (评查室) in JupyterLab: pages on the left, items and opinions on the right."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.errors import MissingExtra
from ...record.review import Review
from ..notebook import dimension_titles, installed, papers_of
from ..room import OpenReview

if TYPE_CHECKING:
    from .widget import Room


def room(
    review: OpenReview | str | Path,
    reviewer: str,
    case: str | None = None,
    *,
    papers: str | Path | None = None,
) -> Room:
    """The room of one reviewer: pages with what was found, his opinions, saved one by one as he gives them.

    He sees only his own opinions until all who sit on the file have submitted.

    Args:
        review: an opened review, or its folder.
        reviewer: his name, as it was enrolled.
        case: id or document number of the case file to open first; None for the first that waits for him.
        papers: file or folder that was evaluated, for the pictures; not needed where `review` knows it.

    Raises:
        MissingExtra: anywidget is not installed; SetupError: the folder holds no review;
        UnknownCase: no such case file; NotAllowed: it was not assigned to him, or he was recused.
    """
    try:
        from .widget import Room
    except ImportError:
        raise MissingExtra(
            "评查室需要 anywidget", "anjuan.room", "安装 anjuan[notebook] 后重启内核"
        ) from None
    from .desk import Desk

    opened = review if isinstance(review, OpenReview) else OpenReview(Review.open(Path(review)))
    if papers is not None:
        opened.find_papers(Path(papers))
    desk = Desk(
        opened.review,
        reviewer,
        case or "",
        plugins=installed(),
        titles=dimension_titles(),
        folder=papers_of,
        profile=cache(lambda: opened.review.profile(installed())),
    )
    return Room(desk)
