"""Records of acts, hearings, statements."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from anjuan import Document, Page

from .papers import WIDE, line, records, text, values

OFFICERS = [
    {"name": "甲小明", "certificate": "45990310217"},
    {"name": "乙大山", "certificate": "45990310233"},
]


@pytest.mark.parametrize(
    "body",
    [
        "检查时间:2024年3月4日10时05分至10时50分\n检查地点:南屏市一路1号\n"
        "检查人员及执法证号:甲小明 45990310217;乙大山 45990310233\n记录人:乙大山",
        "检查时间:2024年3月4日 10:05 至 10:50\n检查地点:南屏市一路1号\n"
        "检查人:甲小明(执法证号:45990310217)、乙大山(执法证号:45990310233)记录人:乙大山",
        "时间:二〇二四年三月四日10时05分至10时50分\n地点:南屏市一路1号\n检查人员:甲小明、乙大山\n执法证号:45990310217、45990310233",
        "时间:2024年3月4日10时05分至2024年3月4日10时50分\n地点:南屏市一路1号\n我们是南屏市城南区林业局的执法人员甲小明(执法证号:45990310217)、乙大山(执法证号:45990310233),现向你出示执法证件。",
    ],
)
def test_inspection_record(body: str) -> None:
    paper = text("现场检查笔录", body)
    assert values("现场检查日期", paper) == [date(2024, 3, 4)]
    assert values("笔录开始时间", paper) == [datetime(2024, 3, 4, 10, 5)]
    assert values("笔录结束时间", paper) == [datetime(2024, 3, 4, 10, 50)]
    assert values("笔录地点", paper) == ["南屏市一路1号"]
    assert records("执法人员", paper) == OFFICERS
    assert records("笔录人员", paper) == OFFICERS


def test_record_without_times_or_numbers() -> None:
    paper = text(
        "现场检查笔录",
        "检查日期:2024年3月4日\n检查地点:一路1号\n检查人员:甲小明、乙大山\n被检查人:南屏市甲乙食品有限公司",
    )
    assert values("现场检查日期", paper) == [date(2024, 3, 4)]
    assert values("笔录开始时间", paper) == []
    assert records("笔录人员", paper) == [{"name": "甲小明"}, {"name": "乙大山"}]
    assert records("执法人员", paper) == []
    assert values("文书当事人", paper) == ["南屏市甲乙食品有限公司"]


def test_inquiry_record() -> None:
    paper = text(
        "询问笔录",
        "询问时间:2024年3月8日9时10分至10时00分\n询问地点:南屏市二路2号\n询问人:甲小明、乙大山 记录人:乙大山\n"
        "执法证号:45990310217、45990310233\n被询问人:庚小草 性别:女\n身份证号码:440799199002010002 联系电话:19900000000\n"
        "工作单位:南屏市甲乙食品有限公司 职务:经理\n问:公司何时开业?\n答:2021年3月1日10时。",
    )
    assert values("询问日期", paper) == [date(2024, 3, 8)]
    assert values("笔录结束时间", paper) == [datetime(2024, 3, 8, 10, 0)]
    assert values("被询问人", paper) == ["庚小草"]
    assert records("笔录人员", paper) == OFFICERS


def test_wrapped_values_of_a_record() -> None:
    lines = (
        line("集体讨论记录", 0.4, 0.06),
        line("讨论时间: 2024年3月15日15时00分至15", 0.12, 0.1),
        line("地点:三楼会议室", 0.55, 0.1),
        line("时40分", 0.12 + 5 * WIDE, 0.12),
        line("主持人:丁一山(局长)", 0.12, 0.14),
        line("记录人:辛平", 0.55, 0.14),
        line("参加人员:丁一山、丙文、壬", 0.12, 0.16),
        line("列席人员:甲小明", 0.12, 0.18),
    )
    paper = Document("d1", "集体讨论记录", "集体讨论记录", (Page("d1.pdf", 1, (595.0, 842.0), lines),))
    assert values("集体讨论日期", paper) == [date(2024, 3, 15)]
    assert values("笔录结束时间", paper) == [datetime(2024, 3, 15, 15, 40)]
    assert values("笔录地点", paper) == ["三楼会议室"]
    assert values("讨论参加人", paper) == ["丁一山", "丙文"]


def test_hearing_papers() -> None:
    asked = text(
        "听证申请书",
        "申请人:南屏市甲乙食品有限公司\n申请对拟处罚案举行听证。\n申请人:南屏市甲乙食品有限公司\n2024年4月2日",
        id="d1",
    )
    called = text(
        "听证通知书",
        "南林听通〔2024〕1号\n南屏市甲乙食品有限公司:\n根据你单位的申请,本机关定于2024年4月18日9时30分在五楼会议室举行听证,由癸三山担任听证主持人。\n南屏市城南区林业局\n2024年4月8日",
        id="d2",
    )
    held = text(
        "听证笔录",
        "听证时间:2024年4月18日9时30分至11时10分\n听证地点:五楼会议室\n听证主持人:癸三山 听证员:丙文\n记录人:辛平",
        id="d3",
    )
    papers = (asked, called, held)
    assert values("听证申请日期", *papers) == [date(2024, 4, 2)]
    assert values("听证通知日期", *papers) == [date(2024, 4, 8)]
    assert values("听证日期", *papers) == [date(2024, 4, 18)]
    assert values("听证主持人", *papers) == ["癸三山"]
    assert values("听证日期", asked, called) == [date(2024, 4, 18)]
    assert values("听证主持人", asked, called) == ["癸三山"]


def test_statement_and_waiver() -> None:
    waived = text(
        "放弃陈述申辩声明",
        "南屏市城南区林业局:\n我方对告知内容无异议,自愿放弃陈述、申辩的权利。\n声明人:庚小草\n2024年3月29日",
        title="声明",
    )
    assert values("陈述申辩", waived) == ["放弃"]
    assert values("陈述申辩日期", waived) == [date(2024, 3, 29)]
    spoke = text(
        "陈述申辩笔录",
        "时间:2024年3月30日9时00分至9时40分\n地点:二路2号\n陈述申辩人:庚小草\n陈述申辩内容:请求减轻处罚。",
    )
    assert values("陈述申辩", spoke) == ["提出"]
    assert values("陈述申辩日期", spoke) == [date(2024, 3, 30)]


def test_preserved_goods() -> None:
    kept = text(
        "先行登记保存通知书",
        "南屏市甲乙食品有限公司:\n现对有关物品先行登记保存。\n南屏市城南区林业局\n2024年3月4日",
        id="d1",
    )
    done = text(
        "先行登记保存处理决定书",
        "南屏市甲乙食品有限公司:\n现决定解除登记保存。\n南屏市城南区林业局\n2024年3月9日",
        id="d2",
    )
    assert values("先行登记保存日期", kept, done) == [date(2024, 3, 4)]
    assert values("先行登记保存处理日期", kept, done) == [date(2024, 3, 9)]


def test_report() -> None:
    paper = text(
        "案件调查终结报告",
        "当事人名称:南屏市甲乙食品有限公司\n2024年3月4日进行了检查。\n调查人员签名:甲小明、乙大山 2024.3.20",
    )
    assert values("调查终结日期", paper) == [date(2024, 3, 20)]
