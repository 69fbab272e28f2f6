"""Enforcement as papers tell it: demand, decision, notice, record, application, sums that grow."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from anjuan import Document, Page

from .papers import facts, printed, records, ruled, said, text, values

ORGAN = "南屏市城南区水务局"


def paper(kind: str, body: str, *, title: str = "", id: str = "d1", day: str = "2024年7月1日") -> Document:
    head = f"{ORGAN}\n{title or kind}\n南水催〔2024〕7号\n南屏市甲乙食品有限公司:\n"
    return printed(f"{head}{body}\n{ORGAN}\n{day}", kind, title=title, id=id)


DEMAND = (
    "本机关于2024年4月2日作出行政处罚决定(南水罚〔2024〕7号),对你单位处以罚款人民币伍仟元整(¥5,000.00)。你单位逾期未履行。"
    "依据《中华人民共和国行政强制法》第三十五条的规定,请你单位自收到本催告书之日起十日内履行下列义务:"
    "将罚款5000元及加处罚款5000元缴至某银行代收账户。你单位有权进行陈述和申辩。逾期仍不履行的,本机关将申请人民法院强制执行。"
)


def test_a_demand() -> None:
    found = said(paper("催告书", DEMAND))
    assert found["催告日期"] == [date(2024, 7, 1)]
    assert found["催告期限"] == ["十日"]
    assert found["义务本金"] == [Decimal(5000)]
    assert found["加处罚款金额"] == [Decimal(5000)]
    assert "滞纳金金额" not in found
    assert records("催告内容", paper("催告书", DEMAND)) == [
        {"term": True, "manner": True, "amount": True, "rights": True}
    ]


@pytest.mark.parametrize(
    ("cut", "part"),
    [
        ("自收到本催告书之日起十日内", "term"),
        ("你单位有权进行陈述和申辩。", "rights"),
        ("缴至某银行代收账户", "manner"),
    ],
)
def test_what_a_demand_lacks(cut: str, part: str) -> None:
    (found,) = records("催告内容", paper("催告书", DEMAND.replace(cut, "")))
    assert found == {"term": True, "manner": True, "amount": True, "rights": True} | {part: False}


def test_a_demand_without_the_sum() -> None:
    body = "请你单位自收到本催告书之日起十日内到某银行缴纳罚款。你单位有权进行陈述和申辩。"
    (found,) = records("催告内容", paper("催告书", body))
    assert found["amount"] is False


def test_a_demand_to_do_something() -> None:
    body = "请你单位于2024年7月15日前自行拆除违法建筑物。你单位有权进行陈述和申辩。"
    demand = paper("催告书", body)
    assert records("催告内容", demand) == [{"term": True, "manner": True, "rights": True}]
    assert values("催告期限", demand) == [date(2024, 7, 15)]


@pytest.mark.parametrize(
    ("body", "term"),
    [
        ("请你单位在收到本催告书后10日内履行义务。", "10日"),
        ("自本催告书送达之日起十个工作日内履行义务,并可以陈述、申辩。", "十个工作日"),
        ("限你单位十五日内自行拆除。", "十五日"),
        ("履行期限:十日", "十日"),
    ],
)
def test_terms_in_other_words(body: str, term: str) -> None:
    assert values("催告期限", paper("催告书", body)) == [term]


def test_the_term_for_a_statement_is_no_term_to_perform() -> None:
    body = "请你单位履行义务,缴纳罚款5000元至某银行。你单位可以自收到本催告书之日起三日内进行陈述、申辩。"
    demand = paper("催告书", body)
    assert values("催告期限", demand) == []
    assert records("催告内容", demand)[0]["term"] is False


def test_service_of_the_demand() -> None:
    demand = paper("催告书", DEMAND)
    served = ruled(
        "送达回证",
        [
            ("送达文书名称及文号", "《催告书》(南水催〔2024〕7号)"),
            ("受送达人", "南屏市甲乙食品有限公司"),
            ("收到日期", "2024年7月3日"),
            ("送达方式", "直接送达"),
        ],
        id="d2",
    )
    found = said(demand, served)
    assert found["催告送达日期"] == [date(2024, 7, 3)]
    assert "送达日期" not in found
    assert "告知送达日期" not in found


def test_a_demand_that_is_receipted_on_itself() -> None:
    receipted = printed(
        f"{ORGAN}\n催告书\n南水催〔2024〕7号\n南屏市甲乙食品有限公司:\n{DEMAND}\n{ORGAN}\n2024年7月1日\n"
        "收件人签名:庚小草 2024年7月2日",
        "催告书",
    )
    assert values("催告送达日期", receipted) == [date(2024, 7, 2)]


# ---- decisions ----------------------------------------------------------------------------------


def test_an_enforcement_decision() -> None:
    body = (
        "你单位逾期不履行行政处罚决定,经催告仍不履行。依据《中华人民共和国水法》第六十五条第一款的规定,"
        "本机关决定于2024年8月1日强制拆除违法建筑物。"
    )
    found = said(paper("强制执行决定书", body))
    assert found["执行决定日期"] == [date(2024, 7, 1)]
    assert found["处罚依据"] == ["《中华人民共和国水法》第六十五条第一款"]
    assert "代履行" not in found
    assert "强制执行时间" not in found


def test_the_law_on_coercion_alone_is_the_basis() -> None:
    body = "依据《中华人民共和国行政强制法》第三十七条的规定,本机关决定强制执行。"
    decision = paper("强制执行决定书", body)
    assert values("处罚依据", decision) == ["《中华人民共和国行政强制法》第三十七条"]
    assert [one.confidence for one in facts(decision) if one.name == "处罚依据"] == [0.9]


def test_performance_by_another() -> None:
    body = (
        "依据《中华人民共和国水污染防治法》第九十四条第一款的规定,本机关决定委托南屏市丙丁清污有限公司代履行,"
        "费用估算为12000元。代履行时由本机关派员丙文、丁亮到场监督。"
    )
    found = said(paper("代履行决定书", body))
    assert found["代履行"] == [True]
    assert found["监督人员"] == ["丙文", "丁亮"]
    assert found["执行决定日期"] == [date(2024, 7, 1)]


def test_performance_by_another_at_once() -> None:
    body = "需要立即清除道路上的遗洒物,当事人不能清除,本机关决定立即实施代履行。"
    found = said(paper("代履行决定书", body, title="立即代履行决定书"))
    assert found["紧急情况"] == [True]


def test_notice_and_application() -> None:
    assert values("执行公告日期", paper("强制执行公告", "限你单位自行拆除。", title="限期拆除公告")) == [
        date(2024, 7, 1)
    ]
    asked = printed(
        f"行政强制执行申请书\n南水申〔2024〕7号\n申请人:{ORGAN}\n被申请人:南屏市甲乙食品有限公司\n"
        "请求事项:强制执行罚款5000元,加处罚款5000元。\n此致\n南屏市人民法院\n"
        f"{ORGAN}\n2024年11月5日",
        "强制执行申请书",
        title="行政强制执行申请书",
    )
    found = said(asked)
    assert found["申请执行日期"] == [date(2024, 11, 5)]
    assert found["义务本金"] == [Decimal(5000)]
    assert found["加处罚款金额"] == [Decimal(5000)]


@pytest.mark.parametrize("where", ["field", "text"])
def test_a_record_of_an_enforcement(where: str) -> None:
    when = (
        "执行时间:2024年8月1日9时10分至11时20分\n" if where == "field" else "2024年8月1日9时10分至11时20分,"
    )
    body = when + "执行地点:南屏市一路1号\n监督人员:丙文\n委托南屏市丙丁清污有限公司代履行,拆除完毕。"
    record = text("执行笔录", body)
    found = said(record)
    assert found["强制执行时间"] == [datetime(2024, 8, 1, 9, 10)]
    assert found["监督人员"] == ["丙文"]
    assert found["代履行"] == [True]
    assert all(one.confidence >= 0.85 for one in facts(record) if one.name == "强制执行时间")


def test_urgent_enforcement_at_night() -> None:
    record = text("执行笔录", "时间:2024年8月1日23时0分至23时50分\n因情况紧急,当场清除障碍物。")
    assert values("紧急情况", record) == [True]


# ---- sums -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "principal", "surcharge", "late"),
    [
        ("决定对你单位加处罚款人民币叁仟元整(¥3,000.00)。原罚款本金为5000元。", 5000, 3000, None),
        (
            "每日按罚款数额的百分之三加处罚款,自2024年5月1日起至2024年6月30日止,共计加处罚款9150元。",
            None,
            9150,
            None,
        ),
        (
            "未缴纳污水处理费6000元,按日加收千分之二的滞纳金,应加收滞纳金人民币陆佰元整(¥600.00)。",
            6000,
            None,
            600,
        ),
        ("罚款5000元,加处罚款5000元,合计10000元。", 5000, 5000, None),
        ("本金:5000元 滞纳金:120.5元", 5000, None, Decimal("120.5")),
        ("每日按罚款数额的百分之三加处罚款。", None, None, None),
    ],
)
def test_principal_and_what_grows(
    body: str, principal: int | None, surcharge: int | None, late: Decimal | None
) -> None:
    found = said(paper("加处罚款决定书", body))
    wanted = (("义务本金", principal), ("加处罚款金额", surcharge), ("滞纳金金额", late))
    for name, value in wanted:
        assert found.get(name, []) == ([] if value is None else [Decimal(value)]), name


def test_two_sums_that_disagree_stay_both() -> None:
    body = "决定对你单位加处罚款人民币叁仟元整(¥3,500.00)。"
    found = [one for one in facts(paper("加处罚款决定书", body)) if one.name == "加处罚款金额"]
    assert {one.value for one in found} == {Decimal(3000), Decimal(3500)}
    assert max(one.confidence for one in found) < 0.85


@pytest.mark.parametrize(
    "body",
    [
        "自2024年5月1日起至2024年6月30日止,按日加收千分之二的滞纳金。",
        "滞纳金自2024年5月1日起按日计算。",
        "加处罚款从二〇二四年五月一日起计算。",
        "滞纳金起算日期:2024年5月1日",
    ],
)
def test_from_when_it_grows(body: str) -> None:
    assert values("滞纳金起算日期", paper("滞纳金决定书", body)) == [date(2024, 5, 1)]


def test_pages_that_could_not_be_read() -> None:
    failed = Page("d1.pdf", 1, (595.0, 842.0), (), "failed: 无法识别")
    kinds = (
        "催告书",
        "强制执行决定书",
        "代履行决定书",
        "加处罚款决定书",
        "强制执行公告",
        "执行笔录",
        "强制执行申请书",
    )
    for kind in kinds:
        assert [one for one in facts(Document("d1", kind, kind, (failed,))) if one.name != "代履行"] == []
