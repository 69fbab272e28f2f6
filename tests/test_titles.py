"""Titles: which kind of paper a printed title names, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import kind_by_form, kind_by_text, match_title, simplified
from anjuan.model.normal import normalise
from anjuan.reading.papers import category_of_case, kinds

TITLES = {
    "行政处罚决定书": [
        "药品行政处罚决定书",
        "南屏市林业局行政处罚决定书",
        "行政处罚决定书(副本)",
        "烟草专卖行政处罚决定书存根",
        "税务行政处罚决定书",
    ],
    "当场行政处罚决定书": [
        "行政处罚决定书(简易程序)",
        "公安交通管理简易程序处罚决定书",
        "行政(当场)处罚决定书",
    ],
    "不予行政处罚决定书": ["不予行政处罚决定书", "不予处罚决定书"],
    "行政处罚事先告知书": [
        "行政处罚(听证)告知书",
        "违法行为通知书",
        "税务行政处罚事项告知书",
        "行政處罰事先告知書",
        "听证告知书",
    ],
    "送达回证": ["送 达 回 证", "行政处罚决定书送达回证", "送达回执"],
    "立案审批表": ["水行政处罚案件立案审批表", "立案呈批表", "受案登记表", "案件立案报告书"],
    "撤销立案审批表": ["撤销立案审批表", "销案审批表"],
    "不予立案审批表": ["不予立案审批表"],
    "责令改正通知书": [
        "责令(限期)改正通知书",
        "责令停止违法行为通知书",
        "责令限期整改指令书",
        "卫生监督意见书",
    ],
    "先行登记保存处理决定书": ["先行登记保存证据处理决定书", "解除证据先行登记保存通知书"],
    "先行登记保存清单": ["先行登记保存物品清单"],
    "移送材料清单": ["涉嫌犯罪案件材料清单", "移送案件材料清单"],
    "移送回执": ["涉嫌犯罪案件移送回执"],
    "音像记录说明": ["执法音像记录说明", "视听资料说明"],
    "查封(扣押)决定书": ["实施行政强制措施决定书", "查封、扣押决定书", "车辆暂扣决定书"],
    "延长决定书": ["延长查封(扣押)期限决定书", "延长行政强制措施期限决定书"],
    "解除决定书": ["解除查封(扣押)决定书"],
    "物品返还清单": ["扣押物品返还清单", "退还财物清单"],
    "处理决定书": ["税务处理决定书", "涉案财物处理决定书"],
    "代履行决定书": ["代履行决定书"],
    "执行协议": ["行政强制执行协议书"],
    "专家评审": ["专家评审意见"],
    "延期告知书": ["行政许可延期告知书", "延长行政许可审查期限告知书"],
    "特别程序告知书": ["行政许可特别程序告知书"],
    "延续决定": ["准予延续行政许可决定书"],
    "变更决定": ["准予变更行政许可决定书"],
    "撤销决定": ["撤销行政许可决定书"],
    "注销决定": ["注销行政许可决定书"],
    "许可证件": ["食品经营许可证", "排污许可证(副本)"],
    "许可申请书": ["营业性演出经营许可申请书", "食品经营许可证申请书"],
    "减免审批表": ["水资源费减免审批表"],
    "费额核定表": ["水资源费核定表"],
    "征收决定书": ["城镇污水处理费征收决定书", "缴费(征收)通知书"],
    "罚没票据": ["南屏省非税收入(电子)票据", "代收罚款收据"],
    "抽取记录": ["双随机抽取记录"],
    "复查记录": ["整改复查意见书"],
}


@pytest.mark.parametrize(
    ("kind", "title"), [(kind, one) for kind, titles in TITLES.items() for one in titles]
)
def test_names_of_papers(kind: str, title: str) -> None:
    found = match_title(title)
    assert found is not None
    assert found.kind == kind
    assert found.confidence >= 0.95


@pytest.mark.parametrize(
    "title", ["行政处罚决走书", "立案审披表", "南屏市林业局送达回证书决", "行政处罚事先告短书"]
)
def test_a_slip_of_reading_is_less_sure(title: str) -> None:
    found = match_title(title)
    assert found is None or found.confidence < 0.9


@pytest.mark.parametrize(
    "text",
    [
        "上述事实有现场检查笔录",
        "并制作了询问笔录",
        "撤销行政处罚决定书",
        "听证不予受理通知书",
        "本局下达责令改正通知书",
        "购销合同",
        "收款凭证",
        "现场检查笔录、询问笔录等证据。",
        "",
    ],
)
def test_what_only_looks_like_a_title(text: str) -> None:
    assert match_title(text) is None


def test_every_canonical_kind_is_found_by_its_own_name() -> None:
    for kind in set(kinds().values()):
        found = match_title(kind)
        assert found is not None, kind
        assert found.kind == kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("公告", "因你单位下落不明,依法公告送达", "公告送达"),
        ("公告", "限期自行拆除,逾期强制拆除", "强制执行公告"),
        ("声明", "自愿放弃陈述申辩的权利", "放弃陈述申辩声明"),
        ("声明", "本单位已经整改完毕", "证据材料"),
        ("收款收据", "收到货款三百元", "证据材料"),
        ("清单", "被查封的物品如下", "查封(扣押)清单"),
    ],
)
def test_titles_that_say_too_little(title: str, text: str, kind: str) -> None:
    found = match_title(title)
    assert found is not None
    assert kind_by_text(found.name, text) == kind


def test_a_form_without_a_title() -> None:
    assert (
        kind_by_form("姓名陈某甲性别男民族汉出生1990年1月1日住址一路1号公民身份号码440799199001010000")
        == "身份证"
    )
    assert kind_by_form("陈某甲经营一家商店") == ""


@pytest.mark.parametrize(
    ("papers", "category"),
    [
        (("延续决定", "受理通知书"), ("licence", "licence")),
        (("代履行决定书", "催告书"), ("coercion", "execution")),
        (("行政处罚决定书", "查封(扣押)决定书"), ("penalty", "ordinary")),
        (("行政检查记录",), ("inspection", "inspection")),
        (("行政处罚事先告知书", "准予许可决定书"), ("licence", "licence")),  # 行政许可听证告知书
        (("行政处罚事先告知书", "立案审批表"), ("penalty", "ordinary")),
    ],
)
def test_the_papers_tell_the_category(papers: tuple[str, ...], category: tuple[str, str]) -> None:
    assert category_of_case(papers) == category


@given(st.text(alphabet="行政处罚决定书送达回证()、“” 一1〔〕局罰書", max_size=45))
def test_no_title_breaks_the_matching(text: str) -> None:
    found = match_title(text)
    assert found is None or 0 < found.confidence <= 1


@given(st.text(max_size=40))
def test_simplified_text_has_the_same_length(text: str) -> None:
    plain = normalise(text)
    assert len(simplified(plain)) == len(plain)


def test_simplified_print_stays_as_it_is() -> None:
    assert simplified("南屏市后街于某某") == "南屏市后街于某某"
    assert simplified("徵收決定書 於後 貳萬圓") == "征收决定书 于后 贰万圆"


def test_the_cover_tells_the_category_where_a_copy_of_another_decision_lies_in_the_file() -> None:
    papers = ("卷宗封面", "强制执行申请书", "行政处罚决定书", "催告书", "立案审批表")
    assert category_of_case(papers) == ("penalty", "ordinary")
    assert category_of_case(papers, "某局行政强制案卷案卷题名某公司强制执行案卷") == ("coercion", "execution")
    assert category_of_case(papers[:4]) == ("coercion", "execution")
    assert category_of_case(("行政处罚决定书",), "某局未取得行政许可经营案卷宗") == ("penalty", "ordinary")
    assert category_of_case(("当场行政处罚决定书",), "行政处罚（简易程序）案卷") == ("penalty", "summary")
