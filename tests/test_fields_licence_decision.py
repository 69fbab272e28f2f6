"""Decisions on a licence: outcome, term, reasons, basis, longer terms, special procedures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjuan import Record

from .papers import LAYOUTS, Layout, colons, facts, printed, records, ruled, said, values
from .test_fields_licence import PARTY, letter

START = "你单位于2024年5月6日提出的取水许可申请,本机关于2024年5月8日受理。"
REMEDIES = "如不服,可自收到之日起六十日内申请行政复议,或者六个月内提起行政诉讼。"


def test_a_grant() -> None:
    body = (
        f"{START}经审查,符合法定条件。根据《取水许可和水资源费征收管理条例》第十四条、《中华人民共和国行政许可法》第三十八条"
        "第一款的规定,决定准予你单位取水许可。许可证有效期自2024年5月20日至2029年5月19日。"
        "有效期届满需要延续的,应当在有效期届满45日前提出申请。"
    )
    found = letter("准予许可决定书", "准予行政许可决定书", body)
    assert found["许可决定"] == ["准予"]
    assert found["许可事项"] == ["取水许可"]
    assert (found["许可有效期起"], found["许可有效期止"]) == ([date(2024, 5, 20)], [date(2029, 5, 19)])
    assert found["处罚依据"] == [
        "《取水许可和水资源费征收管理条例》第十四条",
        "《中华人民共和国行政许可法》第三十八条第一款",
    ]
    assert "原有效期止" not in found


def test_a_renewal_tells_two_terms_apart() -> None:
    body = (
        "经审查,现决定:同意你单位延续取水许可,原许可证有效期至2024年6月30日,"
        "延续后有效期自2024年7月1日起至2029年6月30日止。"
    )
    found = letter("延续决定", "准予延续取水许可决定书", body)
    assert (found["许可决定"], found["许可事由"]) == (["准予"], ["延续"])
    assert found["原有效期止"] == [date(2024, 6, 30)]
    assert (found["许可有效期起"], found["许可有效期止"]) == ([date(2024, 7, 1)], [date(2029, 6, 30)])


@LAYOUTS
def test_a_decision_as_a_form(layout: Layout) -> None:
    rows = [
        ("申请人", PARTY),
        ("许可事项", "取水许可"),
        ("许可决定", "准予许可"),
        ("许可期限", "2024年5月20日至2029年5月19日"),
    ]
    found = said(layout("准予许可决定书", rows))
    assert found["许可决定"] == ["准予"]
    assert found["许可有效期止"] == [date(2029, 5, 19)]


def test_a_bare_title_decides_nothing() -> None:
    body = f"{START}经审查,不符合《取水许可和水资源费征收管理条例》第二十条第一款规定,决定不予许可。"
    found = letter("准予许可决定书", "行政许可决定书", body + REMEDIES)
    assert found["许可决定"] == ["不予"]
    assert (found["不予理由"], found["告知救济"]) == ([True], [True])


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("经审查,你单位申请符合条件,准予许可。", ["准予"]),
        ("经审查,本机关同意你单位的取水许可申请。", ["准予"]),
        ("经审查,不符合条件,不予许可。", ["不予"]),
        ("申请人逾期不补正的,不予许可。", []),
        ("本机关将在二十个工作日内作出是否准予许可的决定。", []),
    ],
)
def test_an_outcome_that_is_said_without_deciding(words: str, outcome: list[str]) -> None:
    found = letter("准予许可决定书", "行政许可决定书", words)
    assert found.get("许可决定", []) == outcome


def test_title_and_sentence_that_contradict_stay_both() -> None:
    found = letter("准予许可决定书", "准予行政许可决定书", f"{START}经审查,决定不予许可。")
    assert set(found["许可决定"]) == {"准予", "不予"}


REFUSALS = [
    ("经审查,决定不予许可。", [False]),
    ("经审查,该场所不符合《取水许可和水资源费征收管理条例》第二十条规定的条件,决定不予许可。", [True]),
    (
        "因取水口位于饮用水水源保护区内,根据《中华人民共和国行政许可法》第三十八条第二款,决定不予批准。",
        [True],
    ),
    ("决定对你单位的申请不予许可。理由如下:取水量超过核定总量。", [True]),
    ("鉴于上述情形,决定不予许可。", [True]),
    ("经审查,按规定的条件综合考虑,决定不予许可。", []),  # may be a reason: nothing is said
]


@pytest.mark.parametrize(("body", "reasoned"), REFUSALS)
def test_the_reason_of_a_refusal(body: str, reasoned: list[bool]) -> None:
    found = letter("不予许可决定书", "不予行政许可决定书", "你单位提出的取水许可申请," + body)
    assert found.get("不予理由", []) == reasoned
    assert found["告知救济"] == [False]


def test_one_remedy_of_two_goes_to_a_person() -> None:
    text = (
        "南屏市城南区水务局\n不予行政许可决定书\n经审查不符合条件,决定不予许可。可以在六十日内申请行政复议。"
    )
    (told,) = (one for one in facts(printed(text, "不予许可决定书")) if one.name == "告知救济")
    assert told.value is False
    assert told.confidence < 0.85


def test_a_renewal_refused() -> None:
    body = "你单位申请延续取水许可,经审查不符合条件,决定不予延续。" + REMEDIES
    found = letter("延续决定", "不予延续行政许可决定书", body)
    assert (found["许可决定"], found["许可事由"]) == (["不予"], ["延续"])
    assert (found["不予理由"], found["告知救济"]) == ([True], [True])


def test_the_end_of_a_licence() -> None:
    body = "因有效期届满未延续,根据《中华人民共和国行政许可法》第七十条第(一)项的规定,决定注销你单位的取水许可证。"
    found = letter("注销决定", "注销行政许可决定书", body)
    assert found["许可事由"] == ["注销"]
    assert found["许可事项"] == ["取水许可证"]
    assert found["处罚依据"] == ["《中华人民共和国行政许可法》第七十条第一项"]
    assert "许可决定" not in found


# ---- the licence itself -----------------------------------------------------------------------


@LAYOUTS
@pytest.mark.parametrize(
    ("label", "text", "begin", "end"),
    [
        ("有效期", "2024年5月20日至2029年5月19日", date(2024, 5, 20), date(2029, 5, 19)),
        ("有效期限", "至2029年5月19日", None, date(2029, 5, 19)),
        ("有效期至", "2029年05月19日", None, date(2029, 5, 19)),
        ("有效期", "自2024年5月20日起五年", date(2024, 5, 20), None),
        ("有效期", "2024.5.20-2029.5.19", date(2024, 5, 20), date(2029, 5, 19)),
        ("有效期限", "2024-05-20至2029-05-19", date(2024, 5, 20), date(2029, 5, 19)),
        ("有效期", "长期", None, None),
        ("有效期", "  年 月 日至  年 月 日", None, None),
    ],
)
def test_the_term_of_a_licence(
    layout: Layout, label: str, text: str, begin: date | None, end: date | None
) -> None:
    paper = layout("许可证件", [("持证人", PARTY), (label, text), ("许可内容", "取水")])
    assert values("许可有效期起", paper) == ([begin] if begin else [])
    assert values("许可有效期止", paper) == ([end] if end else [])


@pytest.mark.parametrize("words", ["有效期五年", "有效期:五年", "有效期:五年。"])
def test_the_signature_is_no_end_of_a_term(words: str) -> None:
    text = f"取水许可证\n单位名称:{PARTY}\n{words}\n南屏市城南区水务局\n2024年5月20日"
    found = said(printed(text, "许可证件"))
    assert not {"许可有效期起", "许可有效期止"} & set(found)


def test_a_licence_without_colons() -> None:
    text = f"取水许可证\n单位名称{PARTY}\n有效期限自2024年5月20日至2029年5月19日\n南屏市城南区水务局\n2024年5月20日"
    found = said(printed(text, "许可证件"))
    assert (found["许可有效期起"], found["许可有效期止"]) == ([date(2024, 5, 20)], [date(2029, 5, 19)])


def test_remedies_below_the_signature_are_told() -> None:
    text = "南屏市城南区水务局\n不予行政许可决定书\n经审查不符合条件,决定不予许可。\n南屏市城南区水务局\n2024年5月20日\n"
    assert values("告知救济", printed(text + "注:" + REMEDIES, "不予许可决定书")) == [True]


def test_the_copy_of_a_licence_may_be_of_an_older_one() -> None:
    text = f"取水许可证\n单位名称:{PARTY}\n有效期:2019年7月1日-2024年6月30日\n(复印件与原件核对无误)"
    assert values("许可有效期止", printed(text, "许可证件")) == []


def test_decision_and_licence_that_differ_stay_both() -> None:
    grant = ruled(
        "准予许可决定书", [("许可事项", "取水"), ("有效期", "2024年5月20日至2029年5月19日")], id="d1"
    )
    paper = ruled("许可证件", [("持证人", PARTY), ("有效期", "2024年5月20日至2029年5月20日")], id="d2")
    assert values("许可有效期止", grant, paper) == [date(2029, 5, 19), date(2029, 5, 20)]


# ---- longer terms, special procedures ------------------------------------------------------------


def test_a_longer_term() -> None:
    body = (
        "因情况复杂,不能在二十个工作日内作出决定。依法经本行政机关负责人批准,可以延长十五日。"
        "经本机关负责人于2024年5月30日批准,决定延长十个工作日。"
    )
    found = letter("延期告知书", "延期告知书", body)
    assert found["延长期限"] == [Record.of(value=Decimal(10), unit="工作日")]
    assert found["延期批准日期"] == [date(2024, 5, 30)]


def test_a_longer_term_whose_approval_is_not_dated() -> None:
    text = "南屏市城南区水务局\n延期告知书\n经本机关负责人批准,将审查期限延长10日。\n南屏市城南区水务局\n2024年5月30日"
    (approved,) = (one for one in facts(printed(text, "延期告知书")) if one.name == "延期批准日期")
    assert approved.value == date(2024, 5, 30)
    assert approved.confidence < 0.85


@LAYOUTS
def test_a_longer_term_in_a_form(layout: Layout) -> None:
    rows = [("申请人", PARTY), ("延长期限", "10个工作日"), ("负责人意见", "同意。签名:甲小明 2024年5月30日")]
    paper = layout("延期审批表", rows)
    assert records("延长期限", paper) == [{"value": Decimal(10), "unit": "工作日"}]
    assert values("延期批准日期", paper) == [date(2024, 5, 30)]


def test_special_procedures_with_their_days() -> None:
    body = "需进行水质检测,检测时间自2024年5月9日至2024年5月15日;拟举行听证,自2024年5月16日至2024年6月6日。"
    found = letter("特别程序告知书", "行政许可听证、检测所需时间告知书", body)
    assert found["特别程序"] == [
        Record.of(kind="检测", start=date(2024, 5, 9), end=date(2024, 5, 15)),
        Record.of(kind="听证", start=date(2024, 5, 16), end=date(2024, 6, 6)),
    ]
    assert found["特别程序告知日期"] == [date(2024, 5, 8)]


@LAYOUTS
@pytest.mark.parametrize(
    ("ticks", "kinds"),
    [("□听证 □检验 ☑检测 □专家评审", ["检测"]), ("□听证 □检验 □检测 □专家评审", [])],
)
def test_special_procedures_in_a_form(layout: Layout, ticks: str, kinds: list[str]) -> None:
    rows = [("申请人", PARTY), ("特别程序种类", ticks), ("所需时间", "2024年5月9日至2024年5月15日")]
    found = records("特别程序", layout("特别程序告知书", rows))
    assert [one["kind"] for one in found] == kinds
    assert all(one["end"] == date(2024, 5, 15) for one in found)


def test_the_decision_tells_of_a_special_procedure() -> None:
    body = f"{START}本机关于2024年5月9日至2024年5月28日组织了专家评审,经审查,决定准予许可。"
    found = letter("准予许可决定书", "准予行政许可决定书", body)
    assert found["特别程序"] == [Record.of(kind="专家评审", start=date(2024, 5, 9), end=date(2024, 5, 28))]


def test_the_term_of_a_licence_is_no_special_procedure() -> None:
    body = f"{START}决定准予许可,有效期自2024年5月20日至2029年5月19日,届满前应当检验。"
    assert "特别程序" not in letter("准予许可决定书", "准予行政许可决定书", body)


@pytest.mark.parametrize("layout", [ruled, colons])
@pytest.mark.parametrize("handler", ["承办人呈报意见", "主办人员建议", "审查意见"])
def test_opinions_on_the_form_of_approval(layout: Layout, handler: str) -> None:
    rows = [
        ("申请事项", "取水许可"),
        (handler, "建议准予许可。签名:甲小明 2024年5月6日"),
        ("科(队)负责人意见", "同意。签名:乙大山 2024年5月7日"),
        ("负责人批示", "同意。签名:丙文良 2024年5月8日"),
    ]
    found = records("审批意见", layout("行政许可审批表", rows))
    assert [one["level"] for one in found] == ["承办人", "承办机构", "负责人"]
