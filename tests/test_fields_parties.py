"""Several parties with sums of their own, and what is said for sure only when it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjuan import Document, Fact

from .papers import beside, facts, flow, ruled, text

FIRST, SECOND = "南屏市甲乙食品有限公司", "南屏市丙丁置业有限公司"
CODES = ("91440799MA0000000X", "91440799MA1111111X")
HEAD = f"""南屏市城南区林业局
行政处罚决定书
南林罚〔2024〕7号
当事人:{FIRST}
统一社会信用代码:{CODES[0]}
住所:南屏市一路1号
当事人:{SECOND}
统一社会信用代码:{CODES[1]}
住所:南屏市二路2号
经查,2024年3月4日,当事人未按规定公示。依据《中华人民共和国电子商务法》第七十六条的规定,
"""
TAIL = "\n南屏市城南区林业局\n2024年4月2日"


def decision(operative: str, head: str = HEAD) -> Document:
    return text("行政处罚决定书", head + operative + TAIL)


def named(name: str, *documents: Document) -> list[Fact]:
    return [one for one in facts(*documents) if one.name == name]


def shares(name: str, *documents: Document) -> dict[str | None, object]:
    return {one.of: one.value for one in named(name, *documents)}


def test_each_party_has_its_own_number() -> None:
    paper = decision("决定各罚款人民币壹万元整(¥10,000.00)。")
    assert shares("当事人", paper) == {"party:1": FIRST, "party:2": SECOND}
    assert shares("当事人证照号", paper) == {"party:1": CODES[0], "party:2": CODES[1]}


@pytest.mark.parametrize(
    "operative",
    [
        f"决定对{FIRST}处以罚款20000元;对{SECOND}处以罚款5000元。",
        f"决定作出如下行政处罚:\n对{FIRST}:\n1.罚款人民币贰万元整(¥20,000.00)。\n对{SECOND}:\n1.罚款人民币伍仟元整(¥5,000.00)。",
        f"决定处罚如下:1.对{SECOND}罚款5000元;2.对{FIRST}罚款20000元。",
    ],
)
def test_each_party_has_its_own_fine(operative: str) -> None:
    assert shares("罚款金额", decision(operative)) == {"party:1": Decimal(20000), "party:2": Decimal(5000)}


@pytest.mark.parametrize(
    "operative", ["决定对两当事人各处30万元罚款。", "决定对当事人分别处以罚款人民币叁拾万元整。"]
)
def test_the_same_fine_for_each(operative: str) -> None:
    assert shares("罚款金额", decision(operative)) == {"party:1": Decimal(300000), "party:2": Decimal(300000)}


def test_one_sum_for_all_belongs_to_nobody_alone() -> None:
    assert shares("罚款金额", decision("决定对当事人罚款20000元。")) == {None: Decimal(20000)}


def test_a_notice_to_several_parties() -> None:
    notice = text(
        "行政处罚事先告知书",
        f"南屏市城南区林业局\n行政处罚事先告知书\n南林罚告〔2024〕7号\n{FIRST}、{SECOND}:\n"
        f"依据《甲法》第三条的规定,拟对{FIRST}给予以下行政处罚:1.罚款20000元;对{SECOND}给予以下行政处罚:1.罚款5000元。\n"
        "你单位可以在五日内陈述、申辩。" + TAIL,
    )
    assert shares("拟罚款金额", notice) == {"party:1": Decimal(20000), "party:2": Decimal(5000)}
    assert shares("文书当事人", notice) == {"party:1": FIRST, "party:2": SECOND}


def test_what_a_decision_tells_of_the_course_is_no_addressee() -> None:
    paper = text(
        "行政处罚决定书",
        f"南屏市税务局\n行政处罚决定书\n南税罚〔2024〕7号\n{FIRST}:\n经我局于2024年1月5日至2024年3月4日对你单位进行检查,违法事实如下:"
        "未按规定公示。决定罚款20000元。" + TAIL,
    )
    assert [one.value for one in named("当事人", paper)] == [FIRST]


def receipt(payer: str, amount: str, id: str) -> Document:
    return ruled("罚没票据", [("缴款人", payer), ("缴款日期", "2024-04-10"), ("金额", amount)], id=id)


def test_receipts_are_added_up_for_each_party() -> None:
    paper = decision(f"决定对{FIRST}罚款20000元;对{SECOND}罚款5000元。")
    paid = [receipt(FIRST, "15000元", "d2"), receipt(SECOND, "5000元", "d3"), receipt(FIRST, "5000元", "d4")]
    assert shares("缴款金额", paper, *paid) == {"party:1": Decimal(20000), "party:2": Decimal(5000)}


# ---- how sure -------------------------------------------------------------------------------


def test_words_and_figures_that_disagree_are_for_a_person() -> None:
    paper = decision("决定罚款人民币贰万元整(¥12,000.00)。", HEAD.split("当事人:" + SECOND)[0])
    (figures,) = named("罚款金额", paper)
    (words,) = named("罚款大写金额", paper)
    assert (figures.value, words.value) == (Decimal(12000), Decimal(20000))
    assert figures.confidence < 0.85


@pytest.mark.parametrize("layout", [ruled, beside, flow])
def test_names_and_numbers_that_do_not_match_up_are_a_guess(layout: object) -> None:
    rows = [("询问时间", "2024年3月6日9时10分至10时20分"), ("询问人", "陈某甲、林某乙(19070000002)")]
    found = named("执法人员", layout("询问笔录", rows))  # type: ignore[operator]
    assert all(one.confidence < 0.85 for one in found)


def test_half_a_number_is_no_number() -> None:
    paper = text(
        "行政处罚决定书",
        "行政处罚决定书\n南林罚〔2024〕7号\n当事人:陈某甲 身份证号:4407991990010\n住址:南屏市一路1号" + TAIL,
    )
    assert named("当事人证照号", paper) == []


def test_the_number_of_a_notice_is_not_that_of_the_decision() -> None:
    paper = text(
        "行政处罚决定书", "行政处罚决定书\n南林罚告〔2024〕9号\n当事人:陈某甲\n决定罚款200元。" + TAIL
    )
    assert named("案号", paper) == []


def test_a_seal_that_ran_into_the_signature_line() -> None:
    paper = text(
        "行政处罚决定书",
        "行政处罚决定书\n南林罚〔2024〕7号\n当事人:陈某甲\n决定罚款200元。\n南屏\n南屏市林业局林\n2024年4月2日局",
    )
    assert [one.value for one in named("处罚机关", paper)] == ["南屏市林业局"]
    assert [one.value for one in named("决定日期", paper)] == [date(2024, 4, 2)]


def test_an_act_without_a_date_was_found_at_the_latest_on_the_day_of_the_inspection() -> None:
    paper = text(
        "行政处罚决定书",
        "行政处罚决定书\n南林罚〔2024〕7号\n当事人:陈某甲\n经查,当事人未按规定公示。决定罚款200元。" + TAIL,
    )
    record = ruled("现场检查笔录", [("检查时间", "2024年3月4日9时10分至10时20分")], id="d2")
    (found,) = named("违法行为日期", paper, record)
    assert found.value == date(2024, 3, 4)
    assert found.confidence < 0.85


def test_the_day_of_a_notice_without_a_return_of_service() -> None:
    body = "行政处罚决定书\n南林罚〔2024〕7号\n当事人:陈某甲\n本局于2024年3月20日向当事人送达了行政处罚告知书。决定罚款200元。"
    (found,) = named("告知送达日期", text("行政处罚决定书", body + TAIL))
    assert found.value == date(2024, 3, 20)
    assert found.confidence < 0.85
