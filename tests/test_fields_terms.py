"""复议期限 and 起诉期限, whichever stands first and whether before or behind what it is for."""

from __future__ import annotations

import pytest

from .papers import FACTS, HEAD, NORMS, TAIL, printed, said


@pytest.mark.parametrize(
    ("sentence", "review", "suit"),
    [
        ("可以在六十日内申请行政复议,也可以在六个月内提起行政诉讼。", ["六十日"], ["六个月"]),
        ("可以自收到之日起60日内申请行政复议或者在6个月内向人民法院起诉。", ["60日"], ["6个月"]),
        (
            "复议申请应在收到之日起60日内向某区人民政府提出,行政诉讼应在收到之日起6个月内提起。",
            ["60日"],
            ["6个月"],
        ),
        ("可以在六个月内向人民法院起诉,也可以在六十日内申请行政复议。", ["六十日"], ["六个月"]),
        ("可以在六十日内申请行政复议。", ["六十日"], None),
    ],
)
def test_terms_of_review_and_suit(sentence: str, review: list[str], suit: list[str] | None) -> None:
    body = (
        HEAD + FACTS + NORMS + "决定处以罚款3000元的行政处罚。如不服本决定," + sentence + TAIL.split("。")[-1]
    )
    found = said(printed(body))
    assert found["复议期限"] == review
    assert found.get("起诉期限") == suit
