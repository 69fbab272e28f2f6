"""Papers of a licence: application, receipt, completion, acceptance, decision, delivery."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.builtin.fields.licence_acts import reason_of
from anjuan.builtin.fields.licence_acts_completion import items

from .papers import FORMS, LAYOUTS, Layout, beside, colons, facts, printed, records, ruled, said, values

ORGAN = "南屏市城南区水务局"
SIGNED = f"\n{ORGAN}\n二〇二四年五月八日"
PARTY = "南屏市甲乙有限公司"


def letter(kind: str, title: str, body: str, *, number: str = "南水许〔2024〕3号") -> dict[str, list[object]]:
    """What is read of a paper that goes out to the applicant."""
    return said(printed(f"{ORGAN}\n{title}\n{number}\n{PARTY}:\n{body}{SIGNED}", kind, title=title))


# ---- application --------------------------------------------------------------------------


@LAYOUTS
@pytest.mark.parametrize("matter", ["许可事项", "申请事项", "申请许可项目", "许可项目"])
def test_an_application_form(layout: Layout, matter: str) -> None:
    rows = [
        ("申请人", PARTY),
        ("申请类型", "□新办 ☑延续 □变更"),
        (matter, "取水许可"),
        ("原许可证有效期", "2019年7月1日至2024年6月30日"),
        ("申请人签章", f"{PARTY}\n2024年5月6日"),
        ("受理意见", "同意受理。签名:甲小明 2024年5月9日"),
    ]
    paper = layout("许可申请书", rows)
    assert values("许可事项", paper) == ["取水许可"]
    assert values("许可事由", paper) == ["延续"]
    assert values("申请日期", paper) == [date(2024, 5, 6)]
    assert values("原有效期止", paper) == [date(2024, 6, 30)]


@LAYOUTS
def test_the_day_of_receipt_is_not_that_of_the_application(layout: Layout) -> None:
    rows = [
        ("申请单位", PARTY),
        ("申请项目", "娱乐经营许可"),
        ("填表日期", "2024.5.6"),
        ("收件日期", "2024.5.7"),
    ]
    paper = layout("许可申请书", rows)
    assert values("申请日期", paper) == [date(2024, 5, 6)]
    assert values("收件日期", paper) == [date(2024, 5, 7)]


def test_an_application_as_a_letter() -> None:
    body = (
        f"取水许可延续申请书\n{ORGAN}:\n我公司因取水许可证将于2024年6月30日到期,现申请延续取水许可,请予批准。\n"
        f"申请人(盖章):{PARTY}\n2024年5月6日"
    )
    found = said(printed(body, "许可申请书", title="取水许可延续申请书"))
    assert found["许可事项"] == ["取水许可"]
    assert found["许可事由"] == ["延续"]
    assert found["申请日期"] == [date(2024, 5, 6)]
    assert found["原有效期止"] == [date(2024, 6, 30)]


@FORMS
def test_an_application_that_was_left_blank(layout: Layout) -> None:
    rows = [
        ("申请人", PARTY),
        ("申请类型", "新办/延续/变更/注销"),
        ("许可事项", ""),
        ("申请日期", "    年  月  日"),
        ("利害关系人", "无"),
    ]
    found = said(layout("许可申请书", rows))
    assert not {"许可事项", "许可事由", "申请日期", "利害关系人", "收件日期"} & set(found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("首次申请", "新办"),
        ("到期换证", "延续"),
        ("变更法定代表人", "变更"),
        ("变更、延续", ""),
        ("补办", ""),
    ],
)
def test_the_reason_of_an_application(text: str, reason: str) -> None:
    assert reason_of(text) == reason


# ---- receipt and completion ----------------------------------------------------------------


def test_a_receipt_tells_when_it_was_received() -> None:
    found = letter("收件凭证", "收件凭证", "本机关于2024年5月6日收到你单位提交的取水许可申请材料共5份。")
    assert found["收件日期"] == [date(2024, 5, 6)]


def test_a_receipt_without_a_day_in_its_text() -> None:
    found = letter("收件凭证", "收件凭证", "你单位于2024年5月6日提交的申请材料已收到。")
    assert found["收件日期"] == [date(2024, 5, 8)]
    assert found["申请日期"] == [date(2024, 5, 6)]


LISTS = [
    (
        "经审查,需要补正以下材料:\n1.身份证明复印件;\n2.水资源论证报告表(含附图、附件);\n3.取水口位置图。\n请于十五日内补正。",
        ["身份证明复印件", "水资源论证报告表(含附图、附件)", "取水口位置图"],
    ),
    ("下列材料需要补正,请一次性补齐:水资源论证表。", ["水资源论证表"]),
    ("你单位提交的申请材料缺少场所平面图,请补正。", ["场所平面图"]),
    ("材料不齐全,尚缺少营业执照复印件、承诺书,请补正后再行提交。", ["营业执照复印件", "承诺书"]),
    (
        "现一次性告知需要补正的全部内容如下:(一)营业执照副本复印件(二)取水口位置图\n特此告知。",
        ["营业执照副本复印件", "取水口位置图"],
    ),
]


@pytest.mark.parametrize(("body", "wanted"), LISTS)
def test_what_is_to_be_completed(body: str, wanted: list[str]) -> None:
    found = letter("补正告知书", "补正告知书", body)
    assert found["补正材料"] == wanted
    assert found["补正告知日期"] == [date(2024, 5, 8)]


@FORMS
def test_completion_in_a_form(layout: Layout) -> None:
    rows = [("申请人", PARTY), ("补正内容", "1.营业执照复印件;2.取水口位置图"), ("补正期限", "2024年5月20日")]
    paper = layout("补正告知书", rows)
    assert values("补正材料", paper) == ["营业执照复印件", "取水口位置图"]
    assert values("补正告知日期", paper) == []  # the day in the box is that until which one may complete


def test_completion_in_a_table() -> None:
    rows = [("序号", "材料名称"), ("1", "营业执照"), ("2", "经营场所产权证明")]
    assert values("补正材料", ruled("补正告知书", rows)) == ["营业执照", "经营场所产权证明"]


def test_every_completion_notice_is_kept() -> None:
    one = printed(f"{ORGAN}\n补正告知书\n请补正:承诺书。\n{ORGAN}\n2024年5月8日", "补正告知书", id="d1")
    two = printed(f"{ORGAN}\n补正告知书\n请补正:平面图。\n{ORGAN}\n2024年5月22日", "补正告知书", id="d2")
    assert values("补正告知日期", one, two) == [date(2024, 5, 8), date(2024, 5, 22)]


@given(
    st.lists(st.sampled_from(["营业执照复印件", "承诺书", "平面图(1:100)", "章程"]), min_size=1, max_size=4)
)
def test_a_list_is_read_however_it_is_numbered(names: list[str]) -> None:
    ways = (
        "、".join(names),
        ";".join(f"{n}.{name}" for n, name in enumerate(names, 1)),
        "".join(f"({n}){name}" for n, name in enumerate(names, 1)),
        "".join(f"{n}、{name};" for n, name in enumerate(names, 1)),
    )
    for text in ways:
        found = list(items(text))
        assert [one.value for one in found] == names
        assert all(text[one.start : one.end] == one.value for one in found)


@given(st.text("营业执照复印件、;。()1一2.:", max_size=40))
def test_any_list_gives_places_within_it(text: str) -> None:
    for one in items(text):
        assert text[one.start : one.end] == one.value != ""


# ---- acceptance ----------------------------------------------------------------------------


def test_acceptance_names_its_day() -> None:
    body = (
        "你单位于2024年5月6日提出的取水许可申请,本机关于2024年5月7日收到。经审查,申请材料齐全,"
        "决定自2024年5月8日起予以受理。依法需要听证、检验、检测、检疫、鉴定和专家评审的,所需时间不计算在期限内。"
    )
    found = letter("受理通知书", "受理通知书", body)
    assert found["受理日期"] == [date(2024, 5, 8)]
    assert found["许可事项"] == ["取水许可"]
    assert found["申请日期"] == [date(2024, 5, 6)]
    assert "特别程序" not in found  # the law's list is no procedure of this case


def test_two_days_of_acceptance_stay_both() -> None:
    body = "受理日期:2024年5月6日\n你(单位)关于取水许可的申请,决定自2024年5月7日起受理。"
    assert letter("受理通知书", "受理通知书", body)["受理日期"] == [date(2024, 5, 6), date(2024, 5, 7)]


@pytest.mark.parametrize(
    "words", ["自2024年5月8日(收到申请材料之日)起受理", "自收到申请材料之日(2024年5月8日)起予以受理"]
)
def test_acceptance_from_the_day_of_receipt(words: str) -> None:
    text = f"{ORGAN}\n受理通知书\n{PARTY}:\n你单位提出的取水许可申请,{words}。\n{ORGAN}\n2024年5月27日"
    assert values("受理日期", printed(text, "受理通知书")) == [date(2024, 5, 8)]


def test_a_refusal_to_accept() -> None:
    body = "你单位提出的取水许可申请,不属于本机关职权范围,决定不予受理。"
    for kind in ("受理通知书", "不予受理通知书"):
        found = letter(kind, kind, body)
        assert found["不予受理日期"] == [date(2024, 5, 8)]
        assert "受理日期" not in found


@pytest.mark.parametrize(
    ("sentence", "matter"),
    [
        ("你单位提出的公共场所卫生许可申请,材料齐全,决定受理。", "公共场所卫生许可"),
        ("你单位设立文艺表演团体的申请,经审查符合条件。", "设立文艺表演团体"),
        ("你单位申请办理营业性演出经营许可,予以受理。", "营业性演出经营许可"),
        ("你(单位)提出的变更取水许可申请,予以受理。", "取水许可"),
        ("你单位提出的行政许可申请,予以受理。", None),
        ("你单位申请办理取水许可,予以受理。不服的可以向市政府提出行政复议申请,", "取水许可"),
        ("不服的可以向市政府提出行政复议申请。", None),
    ],
)
def test_the_matter_in_a_sentence(sentence: str, matter: str | None) -> None:
    found = letter("受理通知书", "受理通知书", sentence)
    assert found.get("许可事项", [None]) == [matter]


# ---- visit and delivery -----------------------------------------------------------------------


@LAYOUTS
def test_the_visit(layout: Layout) -> None:
    rows = [("核查时间", "2024年5月10日9时至10时"), ("核查地点", "一路1号"), ("核查结论", "符合要求")]
    paper = layout("现场核查笔录", rows)
    assert values("核查日期", paper) == [date(2024, 5, 10)]


@LAYOUTS
@pytest.mark.parametrize(
    ("papers", "licence"),
    [
        ("《准予行政许可决定书》(南水许〔2024〕3号)、《取水许可证》正副本", True),
        ("公共场所卫生许可证", True),
        ("《注销取水许可证决定书》", False),
        ("《准予行政许可决定书》(南水许〔2024〕3号)", False),
    ],
)
def test_delivery_of_the_licence(layout: Layout, papers: str, licence: bool) -> None:
    rows = [("送达文书名称及文号", papers), ("受送达人", PARTY), ("收到日期", "2024年5月20日")]
    paper = layout("送达回证", rows)
    assert values("证件送达日期", paper) == ([date(2024, 5, 20)] if licence else [])


@pytest.mark.parametrize(
    ("item", "charged"), [("水资源评审费", True), ("罚没收入", False), ("取水许可证工本费", True)]
)
def test_a_charge_is_no_fine(item: str, charged: bool) -> None:
    rows = [
        ("交款人", PARTY),
        ("项目", item),
        ("金额", "1200元"),
        ("执收单位", ORGAN),
        ("开票日期", "2024年5月9日"),
    ]
    assert values("收费金额", ruled("罚没票据", rows)) == ([Decimal(1200)] if charged else [])


def test_a_private_receipt_is_no_charge() -> None:
    rows = [("交款人", PARTY), ("项目", "房屋租金"), ("金额", "1200元"), ("收款人", "庚小草")]
    assert values("收费金额", ruled("罚没票据", rows)) == []


@pytest.mark.parametrize("layout", [ruled, beside, colons])
def test_others_concerned(layout: Layout) -> None:
    rows = [("申请人", PARTY), ("利害关系人", "甲小明、丙丁村民委员会"), ("领证日期", "2024年5月21日")]
    paper = layout("行政许可审批表", rows)
    assert values("利害关系人", paper) == ["甲小明", "丙丁村民委员会"]
    assert values("证件送达日期", paper) == [date(2024, 5, 21)]


def test_others_in_a_sentence_go_to_a_person() -> None:
    text = f"{ORGAN}\n行政许可审批表\n审查意见:涉及利害关系人甲小明、乙大山,已告知听证权利。利害关系人提出意见的,应当听取。"
    found = [one for one in facts(printed(text, "行政许可审批表")) if one.name == "利害关系人"]
    assert [one.value for one in found] == ["甲小明", "乙大山"]
    assert all(one.confidence < 0.85 for one in found)


def test_experts() -> None:
    rows = [("项目名称", "取水许可论证"), ("评审时间", "2024年5月20日"), ("评审地点", "局会议室")]
    assert records("特别程序", ruled("专家评审", rows)) == [
        {"kind": "专家评审", "start": date(2024, 5, 20), "end": date(2024, 5, 20)}
    ]
