"""Decisions and notices in many wordings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anjuan import Document, Page, Record, TextLine

from .papers import FACTS, HEAD, NORMS, NOTICE, TAIL, facts, printed, said


def decided(operative: str, norms: str = NORMS) -> dict[str, list[object]]:
    return said(printed(HEAD + FACTS + norms + operative + TAIL))


def test_a_plain_decision() -> None:
    found = decided("本机关决定作出如下行政处罚:\n1.处以罚款人民币叁仟元整(¥3,000.00)。")
    assert found["案号"] == ["南林罚〔2024〕7号"]
    assert found["处罚机关"] == ["南屏市城南区林业局"]
    assert found["决定日期"] == [date(2024, 4, 2)]
    assert found["当事人"] == ["南屏市甲乙食品有限公司"]
    assert found["当事人证照号"] == ["91440799MA0000000X"]
    assert found["处罚种类"] == ["罚款"]
    assert found["罚款金额"] == found["罚款大写金额"] == [Decimal(3000)]
    assert found["违反条款"] == ["《中华人民共和国电子商务法》第十五条第一款"]
    assert found["处罚依据"] == ["《中华人民共和国电子商务法》第七十六条第一款第一项"]
    assert found["违法行为日期"] == [date(2023, 9, 18)]
    assert found["违法行为终了日期"] == [date(2024, 3, 4)]
    assert (found["缴款期限"], found["复议期限"], found["起诉期限"]) == (["十五日"], ["六十日"], ["六个月"])
    assert found["文头机关"] == found["落款机关"] == ["南屏市城南区林业局"]


def test_every_fact_has_its_place() -> None:
    document = printed(HEAD + FACTS + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL)
    for one in facts(document):
        assert one.evidence.document == "d1"
        assert one.evidence.page == 1
        assert one.evidence.boxes, one.name
        assert one.evidence.quote, one.name
        if (
            isinstance(one.value, str)
            and not one.value.startswith("《")
            and one.name not in ("陈述申辩", "处罚种类")
        ):
            assert one.value in one.evidence.quote, one.name


@pytest.mark.parametrize(
    ("operative", "kinds", "fine", "gain"),
    [
        ("本机关决定作出如下行政处罚:\n1.罚款30000元(大写:人民币叁万元整)。", {"罚款"}, 30000, None),
        ("本机关决定对你单位处以罚款壹万元(10000.00元)的行政处罚。", {"罚款"}, 10000, None),
        ("我局决定对当事人处以15万元人民币罚款的行政处罚。", {"罚款"}, 150000, None),
        ("决定给予当事人以下行政处罚:一、警告;二、罚款1.5万元。", {"警告", "罚款"}, 15000, None),
        (
            "本局决定责令当事人立即改正违法行为,并作出如下行政处罚:\n1.没收违法所得人民币壹佰捌拾元整(¥180.00);\n2.处以罚款人民币壹万贰仟元整(¥12,000.00)。",
            {"没收违法所得", "罚款"},
            12000,
            180,
        ),
        (
            "现决定处罚如下:1.没收违法所得180元;2.没收涉案农药24瓶;3.并处罚款5000元。以上罚没款合计5180元。",
            {"没收违法所得", "没收非法财物", "罚款"},
            5000,
            180,
        ),
        (
            "本机关决定作出如下行政处罚:\n1.对第一项行为罚款5000元;\n2.对第二项行为罚款8000元。\n合计罚款13000元。",
            {"罚款"},
            13000,
            None,
        ),
        (
            "本机关决定作出如下行政处罚:\n1.对第一项行为罚款5000元;\n2.对第二项行为罚款8000元。",
            {"罚款"},
            13000,
            None,
        ),
        ("决定吊销《食品经营许可证》的行政处罚。", {"吊销许可证件"}, None, None),
        ("本机关决定给予责令停产停业的行政处罚,并处罚款20000元。", {"责令停产停业", "罚款"}, 20000, None),
        ("对你公司该行为处以60000元的罚款。", {"罚款"}, 60000, None),
    ],
)
def test_sanctions(operative: str, kinds: set[str], fine: int | None, gain: int | None) -> None:
    found = decided(operative)
    assert set(found.get("处罚种类", [])) == kinds
    assert found.get("罚款金额") == (None if fine is None else [Decimal(fine)])
    assert found.get("没收违法所得金额") == (None if gain is None else [Decimal(gain)])


@pytest.mark.parametrize(
    ("norms", "broken", "basis"),
    [
        (
            "当事人的行为违反了《农药管理条例》第二十八条第一款、第三十条和《农药经营许可管理办法》第十条的规定。根据《农药管理条例》第五十七条第(三)项、第(四)项之规定,",
            [
                "《农药管理条例》第二十八条第一款",
                "《农药管理条例》第三十条",
                "《农药经营许可管理办法》第十条",
            ],
            ["《农药管理条例》第五十七条第三项", "《农药管理条例》第五十七条第四项"],
        ),
        (
            "其行为违反了《中华人民共和国食品安全法》(以下简称《食品安全法》)第三十三条第一款第(七)项“直接入口的食品应当使用无毒、清洁的包装材料”的规定。依照《食品安全法》第一百二十六条第一款第(五)项和《中华人民共和国行政处罚法》第三十二条第(一)项的规定,",
            ["《中华人民共和国食品安全法》第三十三条第一款第七项"],
            ["《中华人民共和国食品安全法》第一百二十六条第一款第五项"],
        ),
        (
            "上述行为违反《市场监督管理行政许可程序暂行规定》第十条规定,依据《广东省某某管理规定》第四十条,参照《某市行政处罚裁量基准》第三条的规定,",
            ["《市场监督管理行政许可程序暂行规定》第十条"],
            ["《广东省某某管理规定》第四十条"],
        ),
        (
            "上述行为违反了《固体法》第七十七条的规定。依据《固体法》第一百一十二条第一款第(一)项、第二款的规定,",
            ["《固体法》第七十七条"],
            ["《固体法》第一百一十二条第一款第一项", "《固体法》第一百一十二条第二款"],
        ),
    ],
)
def test_norms(norms: str, broken: list[str], basis: list[str]) -> None:
    found = decided("本机关决定作出如下行政处罚:\n处以罚款人民币叁仟元整(¥3,000.00)。", norms)
    assert found["违反条款"] == broken
    assert found["处罚依据"] == basis


def test_several_acts_each_with_its_norms() -> None:
    norms = (
        "一、当事人的第一项行为违反了《甲法》第三条的规定,依据《甲法》第三十条的规定,应予处罚。"
        "二、当事人的第二项行为违反了《乙条例》第四条的规定,依据《乙条例》第四十条的规定,应予处罚。综上,"
    )
    found = decided("本机关决定作出如下行政处罚:罚款3000元。", norms)
    assert found["违反条款"] == ["《甲法》第三条", "《乙条例》第四条"]
    assert found["处罚依据"] == ["《甲法》第三十条", "《乙条例》第四十条"]


@pytest.mark.parametrize(
    ("body", "begin", "end", "sure"),
    [
        ("经查明:自2025年2月12日起至4月7日,当事人未设置标志。", date(2025, 2, 12), date(2025, 4, 7), True),
        ("经查明:2024年5月20日,当事人在生产时未密闭。", date(2024, 5, 20), None, True),
        (
            "经查:当事人使用的叉车检验有效期于2023年10月31日届满,自2023年11月1日起至2024年1月8日止仍在使用。",
            date(2023, 11, 1),
            date(2024, 1, 8),
            True,
        ),
        (
            "经查:当事人于2017年4月12日成立,主营食品。因经营不善,长期没有整改。2024年3月1日,当事人仍在销售过期食品。",
            date(2024, 3, 1),
            None,
            False,
        ),
        (
            "经查:当事人在南屏市一路1号从事塑料制品生产。2024年12月27日季度培训后,当事人由文员代6名员工签到,"
            "至2025年2月8日检查时未更正。",
            date(2024, 12, 27),
            date(2025, 2, 8),
            True,
        ),
        (
            "经查:当事人持有农药经营许可证,从事农药零售。当事人于2024年6月16日购进标签不合格的农药20瓶。",
            date(2024, 6, 16),
            None,
            True,
        ),
        (
            "经查:当事人主营塑料制品,厂房为自建。2024年12月1日起,当事人未如实记录培训情况。",
            date(2024, 12, 1),
            None,
            True,
        ),
        (
            "经查:当事人与甲公司均在南屏市从事食品的批发和零售。2016年10月26日,当事人与甲公司签署股权转让协议。后实施集中。",
            date(2016, 10, 26),
            None,
            False,
        ),
        (
            "经查:当事人在南屏市一路1号从事餐饮。2024年3月5日,本局执法人员检查发现当事人未公示执照。",
            date(2024, 3, 5),
            None,
            False,
        ),
        (
            "经查:当事人从事食品销售,经营面积二十平方米。2024年3月5日,当事人购进面粉。2024年4月9日,当事人售出。",
            date(2024, 3, 5),
            None,
            False,
        ),
        ("经查:2024年1月9日,本局对当事人立案调查,查明其长期未公示。", None, None, False),
    ],
)
def test_days_of_the_act(body: str, begin: date | None, end: date | None, sure: bool) -> None:
    document = printed(
        HEAD + body + "\n上述事实,有下列证据证实。\n" + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL
    )
    found = {one.name: one for one in facts(document)}
    assert (found["违法行为日期"].value if "违法行为日期" in found else None) == begin
    assert (found["违法行为终了日期"].value if "违法行为终了日期" in found else None) == end
    if begin:
        assert (found["违法行为日期"].confidence >= 0.85) == sure


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("你单位在规定期限内未提出陈述、申辩。", "未提出"),
        ("你单位于2024年3月29日书面声明放弃陈述、申辩的权利。", "放弃"),
        ("当事人于2024年3月30日提出陈述申辩,要求从轻处罚,本机关予以采纳。", "提出"),
        ("告知了你单位享有陈述、申辩的权利。", None),
        ("逾期未提出的,视为放弃陈述申辩权利。", None),
    ],
)
def test_statement_in_the_decision(told: str, value: str | None) -> None:
    found = said(printed(HEAD + FACTS + told + "\n" + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL))
    assert found.get("陈述申辩") == (None if value is None else [value])


@pytest.mark.parametrize(
    ("told", "code", "grade"),
    [
        (
            "参照本机关公布的行政处罚裁量基准(编号NPS-DS-07),情节轻微,属于“较轻”档次,对应罚款幅度为1000元以上3000元以下。",
            "NPS-DS-07",
            "较轻",
        ),
        ("根据裁量权基准序号12的规定,属一般情节。", "12", "一般"),
        ("符合严重裁量阶次的适用条件。", None, "严重"),
    ],
)
def test_discretion(told: str, code: str | None, grade: str) -> None:
    found = decided("本机关决定作出如下行政处罚:\n处以罚款3000元。", NORMS + told)
    assert found.get("裁量编号") == (None if code is None else [code])
    assert found["裁量档次"] == [grade]
    assert found["罚款金额"] == [Decimal(3000)]


def test_notice() -> None:
    found = said(printed(NOTICE.format(articles="", hearing=""), "行政处罚事先告知书"))
    assert found["告知日期"] == [date(2024, 3, 28)]
    assert found["拟罚款金额"] == [Decimal(8000)]
    assert found["拟处罚种类"] == ["罚款"]
    assert found["告知违反条款"] == ["《中华人民共和国电子商务法》第十五条第一款"]
    assert found["告知处罚依据"] == ["《中华人民共和国电子商务法》第七十六条第一款第一项"]
    assert found["告知听证权"] == [False]
    assert found["陈述申辩期限"] == ["五个工作日"]
    assert found["文书当事人"] == ["南屏市甲乙食品有限公司"]


def test_notice_with_a_hearing() -> None:
    hearing = ",并可以在收到本告知书之日起五个工作日内申请举行听证"
    found = said(printed(NOTICE.format(articles="、第六十三条", hearing=hearing), "行政处罚事先告知书"))
    assert found["告知听证权"] == [True]
    assert found["听证申请期限"] == ["五个工作日"]


def test_not_punished() -> None:
    body = (
        "本机关认为,上述行为违反了《甲法》第三条的规定。鉴于违法行为轻微并及时改正,"
        "依据《中华人民共和国行政处罚法》第三十三条第一款的规定,决定不予行政处罚。"
    )
    found = said(
        printed(HEAD.replace("行政处罚", "不予行政处罚") + FACTS + body + TAIL, "不予行政处罚决定书")
    )
    assert "处罚种类" not in found
    assert found["违反条款"] == ["《甲法》第三条"]
    assert found["处罚依据"] == ["《中华人民共和国行政处罚法》第三十三条第一款"]


def test_a_summary_decision_names_its_officers() -> None:
    body = (
        "2024年5月9日14时10分,你单位未随车携带道路运输证。\n"
        "执法人员甲小明(执法证号:45990310217)、乙大山(执法证号:45990310233)已出示执法证件。\n"
        + NORMS
        + "当场作出如下行政处罚:\n处以罚款壹佰伍拾元(150.00元)。\n本决定书已当场交付。当事人签收:庚小草 2024年5月9日\n"
    )
    found = said(printed(HEAD + body + TAIL, "当场行政处罚决定书"))
    assert found["罚款金额"] == [Decimal(150)]
    assert found["违法行为日期"] == found["送达日期"] == [date(2024, 5, 9)]
    assert found["决定日期"] == [date(2024, 4, 2)]
    assert [one.text("name") for one in found["执法人员"] if isinstance(one, Record)] == ["甲小明", "乙大山"]


def test_party_from_the_address_line() -> None:
    text = (
        "南屏市城南区林业局\n准予行政许可决定书\n南林许〔2024〕2号\n"
        "南屏市甲乙食品有限公司(统一社会信用代码:91440799MA0000000X):\n经审查,决定准予行政许可。\n南屏市城南区林业局\n二〇二四年七月八日"
    )
    found = said(printed(text, "准予许可决定书"))
    assert found["当事人"] == ["南屏市甲乙食品有限公司"]
    assert found["当事人证照号"] == ["91440799MA0000000X"]
    assert found["决定日期"] == [date(2024, 7, 8)]


def test_poor_lines_lower_the_confidence() -> None:
    clear = printed(HEAD + FACTS + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL)
    page = clear.pages[0]
    lines = tuple(TextLine(one.text, one.box, 0.6) for one in page.lines)
    poor = Document("d1", clear.kind, clear.title, (Page(page.file, 1, page.size, lines, "ocr:x@1"),))
    said_of = [one.confidence for one in facts(poor)]
    assert min(said_of) == 0.6  # a whole line; a part of one is a little surer
    assert max(said_of) < 1


def test_the_identity_card_of_a_representative_is_not_the_number_of_a_firm() -> None:
    head = HEAD.replace("统一社会信用代码:91440799MA0000000X\n", "") + "身份证号码:440799199002010002\n"
    found = said(printed(head + FACTS + NORMS + "决定处以罚款3000元的行政处罚。" + TAIL))
    assert "当事人证照号" not in found
    person = said(
        printed(head.replace("南屏市甲乙食品有限公司", "庚小草") + FACTS + NORMS + "决定罚款3000元。" + TAIL)
    )
    assert person["当事人证照号"] == ["440799199002010002"]
