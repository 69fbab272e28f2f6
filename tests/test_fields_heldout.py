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
