"""A rehearsal of the panel: simulated reviewers speak and submit, so that everybody sees how it goes before it counts.

What they say comes from the machine's findings and from lots, never from the papers. So only reviewers whose names say
that they are simulated take part: in a real review nothing of this can happen.
"""

from __future__ import annotations

from ..model.errors import NotAllowed
from ..model.result import Effect, ItemScore, Ruling, Verdict
from ..panel.assign import lot
from .panel import OpenPanel
from .show import Listing

SIMULATED = "模拟"  # how the names of simulated reviewers begin
_FACE = int("f" * 8, 16)


def rehearse(
    opened: OpenPanel, seed: str, *, differ: float = 0.1, first: int = 12, only: str | None = None
) -> Listing:
    """Let the simulated reviewers who have not submitted yet speak and submit; gives who sits where then.

    Args:
        seed: of their lots.
        differ: share of their answers in which they see it otherwise than the others.
        first: so many items of each file: faults, then what is undecided by its weight, then what is presumed.
        only: one reviewer; None for all.

    Raises:
        NotAllowed: somebody who sits on a file is no simulated reviewer; nothing was written.
    """
    with opened.at_work() as panel:
        sittings = [one for one in panel.sittings() if one.state.waiting]
        for sitting in sittings:
            for name in sitting.state.reviewers:
                if not name.startswith(SIMULATED):
                    raise NotAllowed(
                        f"{name} 不是模拟评查员，不能演练",
                        f"案卷 {sitting.state.case}",
                        f"演练用的评查员姓名以“{SIMULATED}”开头，另建评查项目",
                    )
        for sitting in sittings:
            case, evaluation = sitting.state.case, sitting.evaluation
            failed = [row.item for row in evaluation.items if row.verdict is Verdict.FAIL]
            names = list(dict.fromkeys((*failed, *evaluation.undecided, *evaluation.presumed)))[:first]
            rows = [row for row in evaluation.items if row.item in names]
            for who in sitting.state.waiting:
                if only in (None, who):
                    for row in rows:
                        panel.enter(_said(row, case, who, seed, differ), sitting.digest)
                    panel.submit(case, who)
    return opened.seats()


def _said(row: ItemScore, case: str, who: str, seed: str, differ: float) -> Ruling:
    otherwise = int(lot(seed, case, who, row.item)[:8], 16) < differ * _FACE
    fails = (row.verdict is Verdict.FAIL) is not otherwise
    if not fails:
        return Ruling(case, row.item, who, Verdict.PASS, "（模拟）查看原卷，未见问题")
    veto = None if row.effect is Effect.NONE else row.verdict is Verdict.FAIL
    return Ruling(case, row.item, who, Verdict.FAIL, "（模拟）查看原卷，认为不符合要求", None, veto)
