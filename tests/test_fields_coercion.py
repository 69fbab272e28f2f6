"""Coercive measures as papers tell them: kinds, moments, terms, lists, what was told."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Document, Page
from anjuan.builtin.fields.coercion import whole

from .papers import LAYOUTS, Layout, facts, printed, records, ruled, said, text, values

ORGAN = "南屏市城南区农业农村局"
DECISION = "查封(扣押)决定书"
TOP = f"""{ORGAN}
{{title}}
南农扣〔2024〕7号
南屏市甲乙农资有限公司:
"""
END = f"""
你单位有权进行陈述和申辩。如不服本决定,可以自收到本决定书之日起六十日内申请行政复议,也可以在六个月内提起行政诉讼。
{ORGAN}
2024年3月12日"""


def decision(operative: str, title: str = DECISION, kind: str = DECISION) -> Document:
    return printed(TOP.format(title=title) + operative + END, kind, title=title)


def onsite(told: str, kind: str = "现场检查笔录") -> Document:
    body = f"""时间:2024年3月12日16时40分至17时15分
地点:南屏市一路1号
执法人员:甲小明(执法证号:19070150507)、乙大山(执法证号:19070150514)
{told}
当事人签名:庚小草"""
    return text(kind, body, title="现场笔录")


def sure(name: str, *documents: Document) -> list[float]:
    return [one.confidence for one in facts(*documents) if one.name == name]


# ---- the decision -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operative", "title", "found"),
    [
        ("依据《农药管理条例》第四十一条第(五)项的规定,本机关决定对有关物品(见清单)予以扣押。", "", ["扣押"]),
        ("决定对你单位的场所、设施、财物实施查封(扣押)。", "扣押决定书", ["扣押"]),
        ("决定对你单位的场所、设施、财物实施查封(扣押)。", DECISION, []),
        ("决定实施以下行政强制措施:☑查封 □扣押 □冻结。", DECISION, ["查封"]),
        ("决定实施以下行政强制措施:□查封 □扣押。", "实施行政强制措施决定书", []),
        ("现对运动鞋一百二十双采取扣押措施。", "", ["扣押"]),
        ("本机关决定对车辆予以暂扣。", "车辆暂扣决定书", ["暂扣"]),
        ("决定查封你单位的场所,并对原料予以扣押。", "", ["查封", "扣押"]),
        ("决定依法扣留车辆。", "", ["扣押"]),
        ("本机关拟对物品予以扣押。", "实施行政强制措施决定书", []),
    ],
)
def test_kinds_of_a_measure(operative: str, title: str, found: list[str]) -> None:
    assert values("强制措施种类", decision(operative, title or DECISION)) == found


def test_a_frozen_account() -> None:
    paper = decision(
        "决定冻结你单位在某银行的存款,冻结期限自2024年3月12日至2024年4月10日。",
        "冻结存款决定书",
        "冻结决定书",
    )
    found = said(paper)
    assert found["强制措施种类"] == ["冻结"]
    assert found["强制期限止"] == [date(2024, 4, 10)]
    assert found["强制实施时间"] == [date(2024, 3, 12)]


@pytest.mark.parametrize(
    ("term", "days", "end", "begin"),
    [
        ("期限三十日,自2024年3月12日起至2024年4月10日止。", 30, date(2024, 4, 10), date(2024, 3, 12)),
        ("期限30日(自2024年3月12日起)。", 30, None, date(2024, 3, 12)),
        ("查封(扣押)期限为30天,自二〇二四年三月十二日起算。", 30, None, date(2024, 3, 12)),
        ("扣押期限:2024年3月12日至2024年4月10日。", None, date(2024, 4, 10), date(2024, 3, 12)),
        ("查封期限自2024年3月12日至4月10日。", None, date(2024, 4, 10), date(2024, 3, 12)),
        (
            "期限自2024年3月12日16时30分起至2024年4月10日止。",
            None,
            date(2024, 4, 10),
            datetime(2024, 3, 12, 16, 30),
        ),
        ("期限 日,自  年 月 日起至  年 月 日止。", None, None, date(2024, 3, 12)),
        ("在此期间,不得使用、转移上述物品。", None, None, date(2024, 3, 12)),
        ("期限自2024年4月10日起至2024年3月11日止。", None, None, date(2024, 3, 12)),
        ("扣押期限自2024年3月11日起。", None, None, date(2024, 3, 11)),
    ],
)
def test_the_term(term: str, days: int | None, end: date | None, begin: date) -> None:
    found = said(decision("本机关决定对有关物品予以扣押," + term))
    assert found.get("强制期限日数", []) == ([Decimal(days)] if days else [])
    assert found.get("强制期限止", []) == ([end] if end else [])
    assert found["强制实施时间"] == [begin]


def test_the_term_of_a_remedy_is_no_term_of_the_measure() -> None:
    found = said(decision("本机关决定对有关物品予以扣押。行政复议期限六十日,起诉期限六个月。"))
    assert "强制期限日数" not in found
    assert "强制期限止" not in found


def test_when_it_was_done_in_a_sentence() -> None:
    paper = decision("本机关于2024年3月11日15时20分对你单位的农药实施扣押,期限三十日,自2024年3月12日起。")
    assert values("强制实施时间", paper) == [datetime(2024, 3, 11, 15, 20)]
    inspected = decision("本局于2024年3月1日检查时发现农药,决定对农药予以扣押。")
    assert values("强制实施时间", inspected) == [date(2024, 3, 12)]


@pytest.mark.parametrize(
    "operative",
    [
        "依据《农药管理条例》第四十一条第(五)项的规定,本机关决定对有关物品予以扣押。",
        "现决定对有关物品予以扣押,依据是《农药管理条例》第四十一条第(五)项的规定。",
        "因涉嫌违法,依照《农药管理条例》第四十一条第五项,现对农药采取扣押措施。",
        "本局依据《中华人民共和国农产品质量安全法》第三十九条的规定检查,发现农药。"
        "依据《农药管理条例》第四十一条第(五)项的规定,决定予以扣押。",
    ],
)
def test_the_basis(operative: str) -> None:
    assert values("处罚依据", decision(operative)) == ["《农药管理条例》第四十一条第五项"]


def test_receipt_on_the_decision_itself() -> None:
    paper = printed(
        TOP.format(title=DECISION) + "决定对物品予以扣押。" + END + "\n当事人签收:庚小草 2024年3月12日",
        DECISION,
    )
    assert values("送达日期", paper) == [date(2024, 3, 12)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("因情况紧急,执法人员当场实施扣押。", [True]),
        ("现场情况十分紧急,需要当场实施行政强制措施。", [True]),
        ("情况紧急,需要当场实施行政强制措施的,应当在二十四小时内向行政机关负责人报告。", []),
        ("□情况紧急 当场实施扣押。", []),
        ("本案无紧急情况,决定予以扣押。", []),
        ("当场实施扣押。", []),
    ],
)
def test_urgency(words: str, found: list[bool]) -> None:
    assert values("紧急情况", decision(words + "决定对物品予以扣押。")) == found


# ---- the form of approval -------------------------------------------------------------------


APPROVED = [
    ("当事人", "南屏市甲乙农资有限公司"),
    ("拟采取措施", "扣押农药二十瓶"),
    ("承办人意见", "建议实施扣押。\n甲小明 2024年3月11日"),
    ("行政机关负责人意见", "同意。\n丙文 2024年3月12日15时30分"),
]


@LAYOUTS
def test_approval_with_its_hour(layout: Layout) -> None:
    paper = layout("强制措施审批表", APPROVED)
    assert values("强制审批时间", paper) == [datetime(2024, 3, 12, 15, 30)]
    assert values("强制措施种类", paper) == ["扣押"]


def test_the_hour_behind_a_signature_line() -> None:
    rows = [*APPROVED[:3], ("审批意见", "同意。\n负责人:丙文 2024.3.12 15:30")]
    assert values("强制审批时间", ruled("强制措施审批表", rows)) == [datetime(2024, 3, 12, 15, 30)]


def test_approval_that_nobody_dated() -> None:
    rows = [*APPROVED[:3], ("行政机关负责人意见", "同意。\n丙文  年 月 日")]
    assert values("强制审批时间", ruled("强制措施审批表", rows)) == []


def test_approval_of_a_release_is_another_thing() -> None:
    paper = ruled("强制措施审批表", APPROVED)
    other = Document(paper.id, paper.kind, "解除行政强制措施审批表", paper.pages)
    assert values("强制审批时间", other) == []


# ---- the record on the spot -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        "执法人员出示执法证件,当场告知采取行政强制措施的理由、依据以及依法享有的权利、救济途径,当场实施扣押。",
        "执法人员当场告知:因你单位涉嫌经营未登记的农药,依据《农药管理条例》第四十一条的规定,现对农药予以扣押,你单位有权陈述、申辩,对决定不服可以申请复议或者提起诉讼。",
        "执法人员向当事人说明扣押的事由、法律依据和陈述申辩的权利。随后将农药扣押至仓库。",
    ],
)
def test_everything_was_told(told: str) -> None:
    paper = onsite(told)
    assert records("告知当场", paper) == [{"reason": True, "basis": True, "rights": True}]
    assert min(sure("告知当场", paper)) >= 0.85
    assert values("强制实施时间", paper) == [datetime(2024, 3, 12, 16, 40)]
    assert values("强制措施种类", paper) == ["扣押"]


def test_a_record_that_tells_nothing() -> None:
    paper = onsite("执法人员出示执法证件,随即开始实施。当事人不能提供证明,执法人员当场将车辆扣押至停车场。")
    assert records("告知当场", paper) == [{"reason": False, "basis": False, "rights": False}]
    assert sure("告知当场", paper) == [1.0]


def test_a_part_was_told_and_a_person_looks() -> None:
    paper = onsite("执法人员告知当事人依法享有的权利,当场实施扣押。")
    assert records("告知当场", paper) == [{"reason": False, "basis": False, "rights": True}]
    assert max(sure("告知当场", paper)) < 0.85


@pytest.mark.parametrize(
    "told", ["告知当事人采取扣押措施的理由和依据,当场实施扣押。", "宣读了扣押决定书,当场实施扣押。"]
)
def test_rights_alone_were_kept_from_the_party(told: str) -> None:
    paper = onsite("执法人员" + told)
    assert records("告知当场", paper) == [{"reason": True, "basis": True, "rights": False}]
    assert sure("告知当场", paper) == [0.9]


@pytest.mark.parametrize(
    "told",
    [
        "执法人员检查了仓库,未发现违法行为。",
        "执法人员告知其权利。现场有农药二十瓶,执法人员未采取查封、扣押措施。",
        "执法人员检查时发现农药二十瓶,拟对农药予以扣押。",
        "执法人员对农药先行登记保存,并解除扣押。",
    ],
)
def test_an_inspection_is_no_measure(told: str) -> None:
    found = said(onsite(told))
    assert "告知当场" not in found
    assert "强制实施时间" not in found


def test_a_record_in_running_text() -> None:
    paper = text(
        "现场检查笔录",
        "2024年3月12日15时至16时20分,执法人员甲小明、乙大山在南屏市一路1号当场宣读并交付扣押决定书,告知理由、依据、权利和救济途径。",
        title="现场笔录",
    )
    assert values("强制实施时间", paper) == [datetime(2024, 3, 12, 15)]
    assert sure("强制实施时间", paper) == [0.9]


# ---- extension, release, disposal, tests ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "end", "days"),
    [
        ("因案情复杂,决定将扣押期限延长至2024年5月10日。", date(2024, 5, 10), None),
        ("因情况复杂,经负责人批准,扣押期限延长三十日。", None, 30),
        ("决定延长扣押期限30日,自2024年4月11日起至2024年5月10日止。", date(2024, 5, 10), 30),
        ("决定对查封期限予以延期,延长   日。", None, None),
    ],
)
def test_an_extension(body: str, end: date | None, days: int | None) -> None:
    paper = decision(body, "延长行政强制措施期限决定书", "延长决定书")
    found = said(paper)
    assert found["延长决定日期"] == [date(2024, 3, 12)]
    assert found.get("延长期限止", []) == ([end] if end else [])
    assert found.get("延长期限日数", []) == ([Decimal(days)] if days else [])


def test_a_release() -> None:
    paper = decision("现决定自2024年3月10日起解除对车辆的扣押。", "解除行政强制措施决定书", "解除决定书")
    assert values("解除决定日期", paper) == [date(2024, 3, 12)]
    undated = text("解除决定书", "南屏市甲乙农资有限公司:\n决定自2024年3月10日起解除对车辆的扣押。")
    assert values("解除决定日期", undated) == [date(2024, 3, 10)]
    assert max(sure("解除决定日期", undated)) < 0.85


def test_a_disposal() -> None:
    paper = decision("决定对扣押的农药予以没收。", "涉案财物处理决定书", "处理决定书")
    assert values("处理决定日期", paper) == [date(2024, 3, 12)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (
            "检验(检测)期间自2024年3月14日起至2024年3月20日止。",
            {"start": date(2024, 3, 14), "end": date(2024, 3, 20)},
        ),
        (
            "技术鉴定期间为2024年3月14日至2024年3月20日。",
            {"start": date(2024, 3, 14), "end": date(2024, 3, 20)},
        ),
        ("检测期间自2024年3月14日起。", {"start": date(2024, 3, 14)}),
        ("检测期间不计入查封扣押期限。", None),
    ],
)
def test_a_test_in_between(body: str, found: dict[str, date] | None) -> None:
    paper = text("特别程序告知书", body, title="检测期间告知书")
    assert records("检验期间", paper) == ([found] if found else [])


def test_pages_that_could_not_be_read() -> None:
    failed = Page("d1.pdf", 1, (595.0, 842.0), (), "failed: 无法识别")
    kinds = (
        DECISION,
        "冻结决定书",
        "强制措施审批表",
        "查封(扣押)清单",
        "延长决定书",
        "解除决定书",
        "处理决定书",
    )
    for kind in kinds:
        assert facts(Document("d1", kind, kind, (failed,))) == ()


def test_a_page_that_failed_hides_what_was_told() -> None:
    paper = onsite("执法人员当场将车辆扣押至停车场。")
    failed = Page("d1.pdf", 2, (595.0, 842.0), (), "failed: 无法识别")
    both = Document(paper.id, paper.kind, paper.title, (*paper.pages, failed))
    assert max(sure("告知当场", both)) < 0.85


@given(st.integers(1, 99))
def test_counts_of_days(number: int) -> None:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    words = (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
    assert whole(str(number)) == whole(words) == Decimal(number)


def test_words_that_are_no_count() -> None:
    assert whole("百零零") is None or isinstance(whole("百零零"), Decimal)
