"""Returns of service, receipts, licences, and what binds the file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from anjuan import Document, Page

from .papers import FORMS, LAYOUTS, WIDE, Layout, flow, line, records, ruled, text, values

SERVED = [
    ("受送达人", "南屏市甲乙食品有限公司"),
    ("送达文书名称及\n文号", "《行政处罚决定书》(南林罚〔2024〕7号)"),
    ("送达方式", "直接送达", "送达地点", "南屏市一路1号"),
    ("受送达人签名\n(盖章)", "庚小草", "收到日期", "2024年4月7日 15时05分"),
    ("送达人签名", "甲小明、乙大山", "送达日期", "2024年4月7日"),
    ("备注", ""),
]


@FORMS
def test_service(layout: Layout) -> None:
    assert records("送达", layout("送达回证", SERVED)) == [
        {
            "paper": "行政处罚决定书",
            "number": "南林罚〔2024〕7号",
            "receiver": "庚小草",
            "received": datetime(2024, 4, 7, 15, 5),
            "way": "直接送达",
            "servers": "甲小明、乙大山",
            "place": "南屏市一路1号",
            "party": "南屏市甲乙食品有限公司",
        }
    ]


@FORMS
def test_blank_parts_of_a_return_are_absent(layout: Layout) -> None:
    rows = [*SERVED[:3], ("受送达人签名\n(盖章)", "", "收到日期", ""), *SERVED[4:]]
    (record,) = records("送达", layout("送达回证", rows))
    assert "receiver" not in record
    assert "received" not in record
    assert record["servers"] == "甲小明、乙大山"


def test_ticked_way_and_no_box_for_the_receiver() -> None:
    paper = ruled(
        "送达回证",
        [
            ("送达文书名称", "行政处罚决定书", "文号", "南林罚〔2024〕7号"),
            ("送达方式", "□直接送达 ☑留置送达 □邮寄送达"),
            ("送达时间", "2024年4月7日", "送达人", "甲小明、乙大山"),
            ("拒收事由和日期", "当事人拒绝签收"),
        ],
    )
    (record,) = records("送达", paper)
    assert (record["way"], record["received"]) == ("留置送达", date(2024, 4, 7))
    assert (record["paper"], record["number"]) == ("行政处罚决定书", "南林罚〔2024〕7号")
    assert record["reason"] == "当事人拒绝签收"


@LAYOUTS
def test_receipt(layout: Layout) -> None:
    paper = layout(
        "罚没票据",
        [
            ("交款人", "南屏市甲乙食品有限公司"),
            ("开票日期", "2024年4月11日", "执收单位", "南屏市城南区\n林业局"),
            ("金额(小写)", "¥3,000.00", "金额(大写)", "人民币叁仟元整"),
            ("收款银行", "某某银行(代收点)"),
        ],
    )
    assert values("缴款日期", paper) == [date(2024, 4, 11)]
    assert values("缴款金额", paper) == [Decimal(3000)]
    assert values("缴款方式", paper) == ["银行"]


def test_several_receipts_are_summed() -> None:
    papers = [
        ruled(
            "罚没票据",
            [("收款日期", f"2024-0{n}-11"), ("金额", f"{n}000元"), ("收款方式", "现金")],
            id=f"d{n}",
        )
        for n in (4, 5)
    ]
    assert values("缴款金额", *papers) == [Decimal(9000)]
    assert values("缴款日期", *papers) == [date(2024, 5, 11)]
    assert set(values("缴款方式", *papers)) == {"现金"}


@LAYOUTS
def test_publication_cover_and_note(layout: Layout) -> None:
    assert values(
        "公示日期", layout("公示记录", [("作出决定日期", "2024年4月2日"), ("公示日期", "2024年4月8日")])
    ) == [date(2024, 4, 8)]
    cover = layout(
        "卷宗封面",
        [
            ("案号", "南林罚〔2024〕7号"),
            ("案件名称", "某公司未公示案"),
            ("结案日期", "2024.4.16"),
            ("归档日期", "2024.4.29"),
        ],
        id="d2",
    )
    assert values("归档日期", cover) == [date(2024, 4, 29)]
    assert values("案号", cover) == ["南林罚〔2024〕7号"]
    note = layout("备考表", [("立卷人", "辛平"), ("检查人", "丙文"), ("立卷时间", "2024年4月30日")])
    assert values("归档日期", note) == [date(2024, 4, 30)]
    assert values("归档日期", cover, note) == [date(2024, 4, 29)]


def _index(cells: bool) -> Document:
    lines = [line("卷内目录", 0.42, 0.06)]
    xs = (0.12, 0.2, 0.42, 0.66, 0.8)
    rows = [
        ("序号", "文号", "文书(材料)名称", "日期", "页号"),
        ("1", "", "案件来源登记表", "2024.3.4", "1"),
        ("2", "南林立〔2024〕7\n号", "立案审批表", "2024.3.6", "2"),
        ("3", "", "营业执照复印件", "", "3-4"),
    ]
    y, cell = 0.1, 0
    for row in rows:
        height = max(len(one.split("\n")) for one in row) * 0.018
        for x, one in zip(xs, row, strict=True):
            parts = [part for part in one.split("\n") if part]
            for n, part in enumerate(parts):
                lines.append(
                    line(part, x, y + height / 2 - len(parts) * 0.009 + n * 0.018, cell if cells else -1)
                )
            cell += bool(parts)
        y += height + 0.012
    return Document("d1", "卷内目录", "卷内目录", (Page("d1.pdf", 1, (595.0, 842.0), tuple(lines)),))


def test_index() -> None:
    wanted = [
        {"order": "1", "title": "案件来源登记表", "date": date(2024, 3, 4), "page": "1"},
        {
            "order": "2",
            "number": "南林立〔2024〕7号",
            "title": "立案审批表",
            "date": date(2024, 3, 6),
            "page": "2",
        },
        {"order": "3", "title": "营业执照复印件", "page": "3-4"},
    ]
    assert records("目录条目", _index(cells=True)) == wanted
    assert [one["title"] for one in records("目录条目", _index(cells=False))] == [
        one["title"] for one in wanted
    ]
    rows = [
        ("序号", "文号", "题名", "日期", "页码"),
        ("1", "", "案件来源登记表", "2024.3.4", "1"),
        ("2", "南林立〔2024〕7号", "立案审批表", "2024.3.6", "2"),
        ("3", "", "营业执照复印件", "", "3-4"),
    ]
    assert records("目录条目", flow("卷内目录", rows)) == wanted


def test_licence_and_identity_card() -> None:
    licence = text(
        "营业执照",
        "统一社会信用代码 91440799MA0000000X\n名称:南屏市甲乙食品有限公司\n类型:有限责任公司\n法定代表人:庚小草",
        id="d1",
    )
    assert values("证照名称", licence) == ["南屏市甲乙食品有限公司"]
    assert values("证照号码", licence) == ["91440799MA0000000X"]
    card = ruled(
        "身份证",
        [("姓名", "庚小草"), ("出生", "1990年2月1日"), ("公民身份号码", "440799199002010002")],
        id="d2",
    )
    assert values("证照号码", card) == ["440799199002010002"]
    assert values("证照名称", licence, card) == ["南屏市甲乙食品有限公司"]
    assert values("出生日期", licence, card) == []


def test_filing_of_a_major_penalty() -> None:
    paper = text("备案报告", "南屏市司法局:\n现将行政处罚决定报送备案。\n南屏市城南区林业局\n2024年4月12日")
    assert values("备案日期", paper) == [date(2024, 4, 12)]


def test_headings_above_their_values() -> None:
    lines = (
        line("送达回证", 0.42, 0.06),
        line("受送达人", 0.12, 0.1, 0),
        line("南屏市甲乙食品有限公司", 0.32, 0.1, 1),
        line("送达文书名称及文号", 0.12, 0.14, 2),
        line("送达方式", 0.45, 0.14, 3),
        line("收到日期", 0.62, 0.14, 4),
        line("《行政处罚决定书》", 0.1, 0.17, 5),
        line("(南林罚〔2024〕7号)", 0.1, 0.19, 5),
        line("直接送达", 0.45, 0.18, 6),
        line("2024.4.7", 0.62, 0.18, 7),
        line("送达人", 0.12, 0.24, 8),
        line("甲小明", 0.32, 0.24, 9),
        line("、乙大山", 0.32 + 3 * WIDE, 0.24, 10),  # a stroke that was taken for a rule
    )
    paper = Document("d1", "送达回证", "送达回证", (Page("d1.pdf", 1, (595.0, 842.0), lines),))
    (record,) = records("送达", paper)
    assert (record["paper"], record["number"]) == ("行政处罚决定书", "南林罚〔2024〕7号")
    assert (record["way"], record["received"]) == ("直接送达", date(2024, 4, 7))
    assert record["servers"] == "甲小明、乙大山"
