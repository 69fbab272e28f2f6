"""Labels: each bureau calls a field by another name, on forms of every layout."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjuan import Document

from .papers import Layout, beside, colons, flow, ruled, said

LAYOUTS = pytest.mark.parametrize("layout", [ruled, beside, flow, colons])
DAY = date(2024, 3, 6)
SPAN = "2024年3月6日9时10分至10时20分"
CASE = ("案由", "未按规定公示案")

DAYS = {
    ("立案审批表", "立案日期"): "立案日期 立案时间 受案时间 案件受理日期 批准立案日期 立案批准时间",
    ("结案审批表", "结案日期"): "结案日期 结案时间 批准结案日期 办结日期 案件办结时间",
    (
        "公示记录",
        "公示日期",
    ): "公示日期 公示时间 公开日期 发布时间 信息公示日期 公示起始日期 上网日期 公布日期",
    ("备案报告", "备案日期"): "备案日期 备案时间 报送日期 报备日期 上报日期",
    ("卷宗封面", "归档日期"): "归档日期 归档时间 立卷日期 归卷日期 装订日期",
    ("罚没票据", "缴款日期"): "缴款日期 开票日期 收款日期 交款时间 填制日期 付款时间 入账时间 日期",
    ("案件来源登记表", "发现日期"): "登记时间 发现时间 受理日期 接收时间 接报时间 举报时间",
    ("法制审核意见书", "法制审核日期"): "审核日期 审核时间 法制审核日期 核审日期",
}


@LAYOUTS
@pytest.mark.parametrize(
    ("key", "label"), [(key, one) for key, labels in DAYS.items() for one in labels.split()]
)
def test_days(layout: Layout, key: tuple[str, str], label: str) -> None:
    kind, fact = key
    assert said(layout(kind, [CASE, (label, "2024年3月6日")]))[fact] == [DAY]


SPANS = {
    ("现场检查笔录", "现场检查日期"): "检查时间 检查起止时间 勘验时间 检查(勘验)时间 时间 起止时间",
    ("询问笔录", "询问日期"): "询问时间 调查询问时间 询问(调查)时间 谈话时间 询问起止时间",
    ("集体讨论记录", "集体讨论日期"): "讨论时间 会议时间 集体讨论时间 召开时间",
    ("听证笔录", "听证日期"): "听证时间 举行时间 听证会时间 听证举行时间",
}


@LAYOUTS
@pytest.mark.parametrize(
    ("key", "label"), [(key, one) for key, labels in SPANS.items() for one in labels.split()]
)
def test_spans(layout: Layout, key: tuple[str, str], label: str) -> None:
    kind, fact = key
    found = said(layout(kind, [(label, SPAN), ("地点", "一路1号")]))
    assert found[fact] == [DAY]
    assert [str(one) for one in found["笔录结束时间"]] == ["2024-03-06 10:20:00"]


@LAYOUTS
@pytest.mark.parametrize("labels", [("检查开始时间", "检查结束时间"), ("起始时间", "终止时间")])
def test_begin_and_end_in_fields_of_their_own(layout: Layout, labels: tuple[str, str]) -> None:
    rows = [(labels[0], "2024年3月6日9时10分"), (labels[1], "2024年3月6日10时20分")]
    found = said(layout("现场检查笔录", rows))
    assert [str(one) for one in found["笔录开始时间"]] == ["2024-03-06 09:10:00"]
    assert [str(one) for one in found["笔录结束时间"]] == ["2024-03-06 10:20:00"]


PARTY = (
    "当事人 当事人名称 被处罚单位 行政相对人 相对人名称 当事人(单位) 违法行为人 单位名称 被处罚人(单位)名称"
)


@LAYOUTS
@pytest.mark.parametrize("label", PARTY.split())
def test_the_party(layout: Layout, label: str) -> None:
    rows = [(label, "南屏市甲乙食品有限公司"), ("信用代码", "91440799MA0000000X")]
    found = said(layout("行政处罚决定书", rows, number="南林罚〔2024〕7号"))
    assert found["当事人"] == ["南屏市甲乙食品有限公司"]
    assert found["当事人证照号"] == ["91440799MA0000000X"]


NUMBERS = "统一社会信用代码 营业执照注册号 证照号码 证件类型及号码 身份证号/统一社会信用代码 身份证(其他有效证件)号码"


@pytest.mark.parametrize("layout", [flow, colons])
@pytest.mark.parametrize("label", NUMBERS.split())
def test_the_number_of_the_party(layout: Layout, label: str) -> None:
    rows = [("当事人", "南屏市甲乙食品有限公司"), (label, "91440799MA0000000X")]
    assert said(layout("行政处罚决定书", rows, number="南林罚〔2024〕7号"))["当事人证照号"] == [
        "91440799MA0000000X"
    ]


@LAYOUTS
@pytest.mark.parametrize("label", ["案件来源", "案源", "线索来源", "案件线索来源", "案源类型"])
def test_the_source(layout: Layout, label: str) -> None:
    assert said(layout("立案审批表", [CASE, (label, "执法检查发现")]))["案件来源"] == ["执法检查发现"]


def test_a_ticked_box_is_the_value() -> None:
    rows = [CASE, ("案件来源", "☑检查发现 □投诉举报 □其他")]
    assert said(ruled("立案审批表", rows))["案件来源"] == ["检查发现"]
    assert "案件来源" not in said(ruled("立案审批表", [CASE, ("案件来源", "□检查发现 □投诉举报")]))


AMOUNTS = [
    ("金额", "8000.00"),
    ("金额(小写)", "¥8,000.00"),
    ("金额合计(大写)", "捌仟元整"),
    ("合计", "人民币捌仟元整(¥8000.00)"),
    ("罚没金额", "8000元"),
]


@LAYOUTS
@pytest.mark.parametrize(("label", "value"), AMOUNTS)
def test_the_sum_paid(layout: Layout, label: str, value: str) -> None:
    assert said(layout("罚没票据", [("缴款日期", "2024-03-06"), (label, value)]))["缴款金额"] == [
        Decimal(8000)
    ]


SERVED = "送达日期 送达时间 收到日期 签收时间 收件日期 受送达人签收日期 送达签收日期"


@LAYOUTS
@pytest.mark.parametrize("label", SERVED.split())
@pytest.mark.parametrize("paper", ["送达文书名称及文号", "文书名称、文号", "送达的文书名称、文号"])
def test_the_return_of_service(layout: Layout, label: str, paper: str) -> None:
    decision: Document = ruled("行政处罚决定书", [("当事人", "陈某甲")], number="南林罚〔2024〕7号")
    rows = [
        (paper, "行政处罚决定书(南林罚〔2024〕7号)"),
        ("受送达人", "陈某甲"),
        (label, "2024年3月6日"),
        ("方式", "直接送达"),
    ]
    found = said(decision, layout("送达回证", rows, id="d2"))
    assert found["送达日期"] == [DAY]
    assert found["送达方式"] == ["直接送达"]


OFFICERS = [
    ("执法人员", "陈某甲(19070000001)、林某乙(19070000002)"),
    ("检查人员", "陈某甲 19070000001\n林某乙 19070000002"),
    ("检查人", "陈某甲、林某乙,执法证号:19070000001、19070000002"),
    ("询问人", "陈某甲(执法证号:19070000001)、林某乙(执法证号:19070000002)"),
    ("案件承办人员", "陈某甲(证件编号:19070000001) 林某乙(证件编号:19070000002)"),
    ("调查人", "陈某甲、林某乙(执法证号:19070000001、19070000002)"),
    ("执法人员", "1.陈某甲,证号19070000001;2.林某乙,证号19070000002"),
]


@LAYOUTS
@pytest.mark.parametrize(("label", "value"), OFFICERS)
def test_officers_and_their_numbers(layout: Layout, label: str, value: str) -> None:
    found = said(layout("询问笔录", [("询问时间", SPAN), (label, value)]))["执法人员"]
    pairs = sorted((one.text("name"), one.text("certificate")) for one in found)  # type: ignore[attr-defined]
    assert pairs == [("林某乙", "19070000002"), ("陈某甲", "19070000001")]
