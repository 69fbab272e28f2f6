"""What a sample panel decided, so that the demonstration can select: `python -m samples.maker.rulings`.

The panel of the sample looked at three clean case files (every item with an effect that the machine only
presumed), and confirmed the gravest fault of two others.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from anjuan.model.result import Effect
from anjuan.rules.profile import Decide, Table
from anjuan.rules.profile_files import load_profile

EXCELLENT = ("s01", "s03", "s09")
REVIEWER, SECOND = "评查员甲", "评查员乙"
REASONS = {
    "subject": "核对主体公告、权责清单和文书落款、印章，未见不符",
    "evidence": "逐份查看证据材料，与认定事实一致",
    "legal": "对照条文和案情，定性和适用无误",
    "timeliness": "查看审批和讨论材料，程序齐备",
    "documents": "查看原卷，签名、盖章齐全",
}
CONFIRMED: tuple[dict[str, Any], ...] = (
    {"case": "s07", "item": "PO-P05", "reason": "审核意见书日期晚于决定日期，属应当审核而未经审核即作出决定"},
    {"case": "s10", "item": "PO-P09", "reason": "陈述申辩期限尚未届满即作出决定，当事人也没有书面放弃"},
)


def rulings(table: Table) -> list[dict[str, Any]]:
    """All rulings of the sample panel, in the order in which they were made."""
    found = [
        {
            "case": case,
            "item": item.id,
            "reviewer": REVIEWER,
            "verdict": "pass",
            "reason": REASONS[item.dimension],
        }
        for case in EXCELLENT
        for item in table.items()
        if item.acts is not Effect.NONE and item.decide is not Decide.CHECK
    ]
    for one in CONFIRMED:
        found.append({**one, "reviewer": SECOND, "verdict": "fail", "veto": True})
    return found


def main() -> None:
    """Write `samples/rulings.json`."""
    table = load_profile("general").table("penalty", "ordinary")
    if table is None:
        raise SystemExit("the general profile has no table for ordinary penalties")
    text = json.dumps(rulings(table), ensure_ascii=False, indent=1)
    (Path(__file__).parent.parent / "rulings.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
