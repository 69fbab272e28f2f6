"""Labels and approvals that forms word in other ways."""

from __future__ import annotations

import pytest

from anjuan import Record

from .papers import printed, said


@pytest.mark.parametrize("label", ["送达形式", "以何种方式送达", "送达方式", "方式"])
def test_the_way_of_service(label: str) -> None:
    text = f"南屏市林业局\n送达回证\n送达文书:《行政处罚决定书》(南林罚〔2024〕2号)\n{label}:直接送达\n送达时间:2024年3月5日"
    (served,) = said(printed(text, "送达回证"))["送达"]
    assert isinstance(served, Record)
    assert served.text("way") == "直接送达"


@pytest.mark.parametrize("label", ["归档日期", "立卷归档日期", "入档时间", "存档日期"])
def test_the_day_of_filing_away(label: str) -> None:
    found = said(printed(f"卷宗封面\n案由:无证经营\n{label}:2024年5月6日", "卷宗封面"))
    assert [str(day) for day in found["归档日期"]] == ["2024-05-06"]


@pytest.mark.parametrize("label", ["负责人批示", "分管局领导审批", "负责人意见", "主管领导审定", "局长签批"])
def test_the_approval_of_the_head_dates_the_filing(label: str) -> None:
    text = (
        "立案审批表\n案由:涉嫌无证经营案\n承办人意见:建议立案。签名:甲文良2024年3月1日\n"
        f"{label}:同意立案。签名:乙武德2024年3月4日"
    )
    found = said(printed(text, "立案审批表"))
    assert [str(day) for day in found["立案日期"]] == ["2024-03-04"]


PROSE = (
    "兹于2024年3月5日以直接送达方式,将行政处罚决定书(南林罚〔2024〕2号)送交甲文良。",
    "于2024年3月5日将行政处罚决定书(南林罚〔2024〕2号)以直接送达的方式送达甲文良。",
)


@pytest.mark.parametrize("sentence", PROSE)
def test_a_return_of_service_in_one_sentence(sentence: str) -> None:
    (served,) = said(printed(f"南屏市林业局\n送达回证\n{sentence}\n送达人:乙武德", "送达回证"))["送达"]
    assert isinstance(served, Record)
    assert served.get("way") == "直接送达"
    assert str(served.get("received"))[:10] == "2024-03-05"
    assert (served.text("paper"), served.text("number")) == ("行政处罚决定书", "南林罚〔2024〕2号")


def test_two_services_in_prose_are_not_mixed() -> None:
    text = "南屏市林业局\n送达回证\n" + "\n".join(PROSE)
    assert "送达" not in said(printed(text, "送达回证"))


@pytest.mark.parametrize("kind", ["卷宗封面", "备考表"])
def test_the_cover_tells_in_a_sentence_when_it_was_filed_away(kind: str) -> None:
    text = f"{kind}\n案件于2024年3月1日立案。本卷于2024年5月6日归档,保管期限长期。"
    assert [str(day) for day in said(printed(text, kind))["归档日期"]] == ["2024-05-06"]


@pytest.mark.parametrize("label", ["涉案事由", "案件事由", "立案案由"])
def test_the_matter_of_the_case(label: str) -> None:
    found = said(printed(f"立案审批表\n{label}:涉嫌无证经营案\n案件来源:巡查", "立案审批表"))
    assert found["案由"] == ["无证经营"]


def test_the_reviewer_signs_above_a_day_in_words() -> None:
    text = "法制审核意见书\n经审核,同意拟处理意见。\n审核人:甲文良\n二〇二四年五月八日"
    assert said(printed(text, "法制审核意见书"))["法制审核人"] == ["甲文良"]


@pytest.mark.parametrize("verb", ["不符合", "有违", "违背了", "违反了"])
def test_the_norm_that_an_act_does_not_meet(verb: str) -> None:
    text = (
        f"行政处罚决定书\n当事人的行为{verb}《城市绿化条例》第二十条之规定,已构成违法。"
        "根据《城市绿化条例》第二十七条,现决定:处以罚款500元。"
    )
    assert said(printed(text, "行政处罚决定书"))["违反条款"] == ["《城市绿化条例》第二十条"]


@pytest.mark.parametrize(
    "officers",
    [
        "执法人员甲文良、乙武德 执法证件号:770011-175、770011-972",
        "执法人员甲文良,执法证号770011-175;乙武德,执法证号770011-972",
        "执法人员甲文良,执法证号770011-175和乙武德,执法证号770011-972",
        "执法人员甲文良(执法证号:770011-175)、乙武德(执法证号:770011-972)",
    ],
)
def test_numbers_of_officers_inside_a_sentence(officers: str) -> None:
    text = f"当场行政处罚决定书\n经查,你乱倒垃圾。{officers}已当场告知权利。"
    found = said(printed(text, "当场行政处罚决定书"))["执法人员"]
    pairs = {(one.text("name"), one.text("certificate")) for one in found if isinstance(one, Record)}
    assert pairs == {("甲文良", "770011-175"), ("乙武德", "770011-972")}


@pytest.mark.parametrize(
    ("sentence", "review", "suit"),
    [
        ("可在六十日内申请行政复议或者提起行政诉讼。", "六十日", None),
        ("(一)六十日内申请行政复议;(二)六个月内提起行政诉讼。", "六十日", "六个月"),
        ("可在六个月内提起行政诉讼,或者先在六十日内申请行政复议。", "六十日", "六个月"),
        ("行政复议申请应在收到之日起60日内提出,行政诉讼应在收到之日起6个月内提起。", "60日", "6个月"),
    ],
)
def test_a_suit_never_takes_the_term_of_the_review(sentence: str, review: str, suit: str | None) -> None:
    found = said(printed(f"行政处罚决定书\n不服本决定的,{sentence}", "行政处罚决定书"))
    assert found["复议期限"] == [review]
    assert found.get("起诉期限") == ([suit] if suit else None)


def test_a_name_that_ends_like_a_conjunction_stays_whole() -> None:
    text = "当场行政处罚决定书\n执法人员甲清和、乙武德 执法证件号:770011-175、770011-972已当场告知权利。"
    found = said(printed(text, "当场行政处罚决定书"))["执法人员"]
    assert {one.text("name") for one in found if isinstance(one, Record)} == {"甲清和", "乙武德"}


def test_the_first_of_a_list_of_numbers_is_not_that_of_the_last_name() -> None:
    text = "现场检查笔录\n执法人员:甲文良、乙武德 执法证件号:770011-175、770011-972、770011-973"
    found = said(printed(text, "现场检查笔录"))
    assert "执法人员" not in found


def test_characters_of_the_seal_that_ran_into_the_signature_lines() -> None:
    text = (
        "银溪市文化广电和旅游局\n行政处罚决定书\n银文综罚字〔2024〕11号\n甲旅游咨询有限公司:\n如不服本决定,可以申请行政复议。\n"
        "化广电\n文和\n市银溪市文化广电和旅游局★旅\n溪2024年8月21日游\n银局\n办案系统导出"
    )
    found = said(printed(text, "行政处罚决定书"))
    assert [str(day) for day in found["决定日期"]] == ["2024-08-21"]
    assert found["落款机关"] == ["银溪市文化广电和旅游局"]


@pytest.mark.parametrize(
    "label", ["签收人/签收时间", "收件人签名及日期", "受送达人签名或盖章及日期", "签收人及签收时间"]
)
def test_one_box_for_who_signed_and_when(label: str) -> None:
    text = (
        "南屏市林业局\n送达回证\n送达文书名称及文号:《行政处罚决定书》(南林罚〔2024〕2号)\n送达地点:南屏路1号\n"
        f"送达方式:直接送达\n{label}:甲文良 2024年3月5日10时30分\n送达人:乙武德、丙和平"
    )
    (served,) = said(printed(text, "送达回证"))["送达"]
    assert isinstance(served, Record)
    assert (served.text("receiver"), str(served.get("received"))) == ("甲文良", "2024-03-05 10:30:00")
