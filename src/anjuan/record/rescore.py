"""What another standard would do to the grades of a review: all stored case files scored again, nothing stored."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..model.errors import NoTable, WorkerLost
from ..scoring.changes import Change, change_of
from .review import Review
from .run import Judges
from .store import Store

CHUNK = 50  # case files that a process takes at a time

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Rescored:
    """What came of it.

    Attributes:
        scored: case files that have a grade under the other standard.
        changes: those whose grade is another one, by id.
        problems: those that could not be scored: id and reason.
    """

    scored: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Other:
    """The review under the other standard, as plain values that cross to a process."""

    review: Review
    plugins: tuple[str, ...]


def rescore(
    review: Review,
    *,
    profile: str | None = None,
    registers: str | None = None,
    plugin_paths: Sequence[str | Path] = (),
    workers: int | None = None,
    progress: Progress | None = None,
) -> Rescored:
    """Score all stored case files under another standard, other registers, or the law and plugins of today.

    What the machine found is compared; rulings of people are left out on both sides.

    Args:
        profile, registers: as in `review.toml`; None: those of the review.
        workers: processes; None takes one a core, 0 none but this one.
        progress: is told how many case files are done, of how many.

    Raises:
        SetupError: profile, registers or plugins do not hold; Tampered: what is stored does not hold.
    """
    kept = review.settings
    settings = replace(
        kept,
        profile=kept.profile if profile is None else profile,
        registers=kept.registers if registers is None else registers,
    )
    other = Other(Review(review.folder, settings), tuple(map(str, plugin_paths)))
    judges = Judges.load(other.review, other.plugins)
    with review.store() as store:
        digests = [digest for _, digest in sorted(store.current_digests().items())]
        chunks = [digests[at : at + CHUNK] for at in range(0, len(digests), CHUNK)]
        count = min(os.cpu_count() or 1 if workers is None else workers, len(chunks))
        found = Rescored()
        with _processes(other, count) if count > 1 else _here(judges, store) as results:
            for part in results(chunks):
                found.scored += part.scored
                found.changes += part.changes
                found.problems += part.problems
                if progress:
                    progress(found.scored + len(found.problems), len(digests))
    return found


Results = Callable[[Sequence[Sequence[str]]], Iterator[Rescored]]


@contextmanager
def _here(judges: Judges, store: Store) -> Iterator[Results]:
    yield lambda chunks: map(Scorer(judges, store).scored, chunks)


@contextmanager
def _processes(other: Other, count: int) -> Iterator[Results]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=begin, initargs=(other,)) as pool:
        try:
            yield lambda chunks: pool.map(_in_process, chunks)
        except BrokenProcessPool:
            raise WorkerLost(
                "重新评分的进程异常终止", str(other.review.folder), "加 --workers 0 重试，看是哪一个插件"
            ) from None


@dataclass(frozen=True, slots=True)
class Scorer:
    """What scores stored case files in one process."""

    judges: Judges
    store: Store

    def scored(self, digests: Sequence[str]) -> Rescored:
        """The case files of these evaluations, scored again."""
        found = Rescored()
        for line, case in self.store.stored(digests):
            if case is None:
                found.problems.append((line["id"], "读取的内容已经清除，无法重新评分"))
                continue
            try:
                change = change_of(line, self.judges.evaluate(case, line["digest"]))
            except NoTable as error:
                found.problems.append((line["id"], error.what))
                continue
            found.scored += 1
            if change is not None:
                found.changes.append(change)
        return found


_own: list[Scorer] = []  # of a process


def begin(other: Other) -> None:
    """Make a process ready to score under the other standard."""
    _own[:] = [Scorer(Judges.load(other.review, other.plugins), other.review.store())]


def score_here() -> Scorer:
    """What this process was made ready with."""
    return _own[0]


def _in_process(digests: Sequence[str]) -> Rescored:
    return score_here().scored(digests)
