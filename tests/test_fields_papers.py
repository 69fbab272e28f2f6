"""Small invented papers, in the layouts that bureaus use, and the facts that stand on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal

import pytest

from anjuan import Box, Document, Fact, Page, Record, TextLine
from anjuan.builtin.extractors import EXTRACTORS
from anjuan.model.case import display_width
from anjuan.reading.facts import case_facts

Rows = Sequence[Sequence[str]]
Layout = Callable[..., Document]
WIDE = 0.0175  # of a page: one Han character at 10.5 points


def _line(text: str, x: float, y: float, cell: int = -1) -> TextLine:
    return TextLine(text, Box.clipped(x, y, x + display_width(text) * WIDE / 2, y + 0.014), 1.0, "", cell)


def ruled(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """A form with rules: label and value cells alternate; `\n` parts the lines of a cell; empty cells are not numbered."""
    lines = [_line("南屏市城南区林业局", 0.4, 0.06), _line(kind, 0.42, 0.1)]
    if number:
        lines.append(_line(number, 0.7, 0.13))
    y, cell = 0.17, 0
    for row in rows:
        height = max(len(text.split("\n")) for text in row) * 0.018
        for column, text in enumerate(row):
            x = (0.12, 0.28, 0.52, 0.66)[column]
            parts = [part for part in text.split("\n") if part]
            for n, part in enumerate(parts):
                lines.append(_line(part, x, y + height / 2 - len(parts) * 0.009 + n * 0.018, cell))
            cell += bool(parts)
        y += height + 0.012
    return Document(id, kind, kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def beside(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """The same form without rules: labels and values side by side."""
    page = ruled(kind, rows, id=id, number=number).pages[0]
    loose = sorted(page.lines, key=lambda line: (round(line.box.y0, 2), line.box.x0))
    lines = tuple(TextLine(line.text, line.box) for line in loose)
    return Document(id, kind, kind, (Page(page.file, 1, page.size, lines),))


def colons(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """The same as `label:value` lines."""
    lines = [_line("南屏市城南区林业局", 0.4, 0.06), _line(kind, 0.42, 0.1)]
    if number:
        lines.append(_line(number, 0.7, 0.13))
    y = 0.17
    for row in rows:
        for column in range(0, len(row), 2):
            label, value = row[column].replace("\n", ""), row[column + 1].split("\n")
            lines.append(_line(f"{label}:{value[0]}", 0.12 + column * 0.2, y))
            for n, more in enumerate(value[1:], 1):
                lines.append(_line(more, 0.12 + (len(label) + 1) * WIDE, y + n * 0.02))
        y += 0.022 * max(len(text.split("\n")) for text in row)
    return Document(id, kind, kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def flow(kind: str, rows: Rows, *, id: str = "d1", number: str = "") -> Document:
    """The same as a table of a DOCX: every cell is numbered, nothing has a place."""
    box = Box(0, 0, 0, 0)
    lines = [
        TextLine(text, box, locator="paragraph 1") for text in ("南屏市城南区林业局", kind, number) if text
    ]
    cell = 0
    for row in rows:
        for text in row:
            parts = [part for part in text.split("\n") if part]
            lines += [TextLine(part, box, cell=cell, locator="table 1 row 1") for part in parts]
            cell += 1
    return Document(id, kind, kind, (Page(f"{id}.docx", None, (0.0, 0.0), tuple(lines)),))


def text(kind: str, body: str, *, id: str = "d1", title: str = "") -> Document:
    """A paper of running text, its paragraphs broken into lines of 36 characters."""
    lines, y = [], 0.06
    for paragraph in [title or kind, *body.strip().splitlines()]:
        rest = paragraph.strip()
        indent = 0.035 if len(rest) > 30 else 0.0
        while rest:
            width = 36 if indent == 0 else 34
            lines.append(_line(rest[:width], 0.12 + indent, y))
            rest, indent, y = rest[width:], 0.0, y + 0.02
    return Document(id, kind, title or kind, (Page(f"{id}.pdf", 1, (595.0, 842.0), tuple(lines)),))


def facts(*documents: Document) -> tuple[Fact, ...]:
    return case_facts(documents, EXTRACTORS)


def values(name: str, *documents: Document) -> list[object]:
    return [one.value for one in facts(*documents) if one.name == name]


def records(name: str, *documents: Document) -> list[dict[str, object]]:
    return [
        dict(one.value.fields)
        for one in facts(*documents)
        if one.name == name and isinstance(one.value, Record)
    ]


LAYOUTS = pytest.mark.parametrize("layout", [ruled, beside, flow, colons])
FORMS = pytest.mark.parametrize("layout", [ruled, beside, flow])


# ---- approvals --------------------------------------------------------------------------


@LAYOUTS
def test_filing(layout: Layout) -> None:
    paper = layout(
        "立案审批表",
        [
            ("案由", "涉嫌未按规定公示收费标准案"),
            ("案件来源", "投诉举报", "立案日期", "2024.3.6"),
            ("当事人", "南屏市甲乙食品有限公司"),
        ],
        number="南林立〔2024〕7号",
    )
    assert values("案由", paper) == ["涉嫌未按规定公示收费标准案"]
    assert values("案件来源", paper) == ["投诉举报"]
    assert values("立案日期", paper) == [date(2024, 3, 6)]
    assert values("文书当事人", paper) == ["南屏市甲乙食品有限公司"]


APPROVED = [
    ("案由", "涉嫌未按规定公示收费标准案"),
    ("承办人意见", "建议立案查处,由甲小明、乙大山承办。\n承办人:甲小明、乙大山 2024.3.5"),
    ("承办机构\n负责人意见", "拟同意。\n签名:丙文 2024年3月5日"),
    ("行政机关负责\n人意见", "同意立案。\n签名:丁一山 日期:2024年3月6日"),
]


@FORMS
def test_opinions(layout: Layout) -> None:
    found = records("审批意见", layout("立案审批表", APPROVED))
    assert found == [
        {
            "level": "承办人",
            "opinion": "建议立案查处,由甲小明、乙大山承办。",
            "signer": "甲小明、乙大山",
            "date": date(2024, 3, 5),
        },
        {"level": "承办机构", "opinion": "拟同意。", "signer": "丙文", "date": date(2024, 3, 5)},
        {"level": "负责人", "opinion": "同意立案。", "signer": "丁一山", "date": date(2024, 3, 6)},
    ]
    assert values("立案日期", layout("立案审批表", APPROVED)) == [date(2024, 3, 6)]


@FORMS
def test_blank_parts_of_opinions_are_absent(layout: Layout) -> None:
    paper = layout(
        "行政处罚决定审批表",
        [
            ("承办人意见", "建议处罚款。\n承办人:甲小明"),
            ("承办部门意见", "拟同意,报批。\n签名: 年 月 日"),
            ("机关负责人\n审批意见", "签名:丁一山"),
            ("备注", ""),
        ],
    )
    assert records("审批意见", paper) == [
        {"level": "承办人", "opinion": "建议处罚款。", "signer": "甲小明"},
        {"level": "承办机构", "opinion": "拟同意,报批。"},
        {"level": "负责人", "signer": "丁一山"},
    ]
    assert values("决定审批日期", paper) == []


def test_opinions_signed_without_a_word_for_it() -> None:
    paper = ruled(
        "征收审批表",
        [("承办人意见", "建议征收。\n甲小明、乙大山 2023.4.13"), ("负责人意见", "同意。\n丁一山 2023.4.13")],
    )
    assert [(one["signer"], one["date"]) for one in records("审批意见", paper)] == [
        ("甲小明、乙大山", date(2023, 4, 13)),
        ("丁一山", date(2023, 4, 13)),
    ]


@LAYOUTS
def test_lead(layout: Layout) -> None:
    paper = layout(
        "案件来源登记表", [("案件来源", "群众举报"), ("登记时间", "2024年3月4日", "登记人", "甲小明")]
    )
    assert values("案件来源", paper) == ["群众举报"]
    assert values("发现日期", paper) == [date(2024, 3, 4)]


@FORMS
def test_legal_review(layout: Layout) -> None:
    paper = layout(
        "法制审核意见书",
        [
            ("案由", "某某案"),
            ("送审机构", "执法一股", "送审日期", "2024.3.20"),
            ("审核意见", "同意承办机构的处理意见。\n审核人:戊方圆 2024.3.22"),
            ("法制机构负责\n人意见", "同意。\n签名:己明 2024.3.23"),
        ],
    )
    assert values("法制审核日期", paper) == [date(2024, 3, 22)]
    assert values("法制审核意见", paper) == ["同意承办机构的处理意见。"]
    assert values("法制审核人", paper) == ["戊方圆"]


def test_legal_review_as_a_letter() -> None:
    paper = text(
        "法制审核意见书",
        "执法一股:\n你股送审的案件材料收悉。经审核,提出审核意见如下:\n审核意见:事实清楚,程序合法,同意拟处罚意见。\n审核人:戊方圆\n法规股\n2024年3月22日",
    )
    assert values("法制审核日期", paper) == [date(2024, 3, 22)]
    assert "同意" in str(values("法制审核意见", paper)[0])
    assert values("法制审核人", paper) == ["戊方圆"]


@LAYOUTS
def test_closing(layout: Layout) -> None:
    paper = layout(
        "结案审批表",
        [
            ("案由", "某某案"),
            ("立案日期", "2024年3月6日", "决定书文号", "南林罚〔2024〕7号"),
            ("决定日期", "2024年4月2日", "结案日期", "2024年4月16日"),
            ("处理结果及执行\n情况", "罚款已于2024年4月11日缴清。"),
        ],
    )
    assert values("结案日期", paper) == [date(2024, 4, 16)]
    assert values("立案日期", paper) == [date(2024, 3, 6)]
    assert values("执行情况", paper) == ["罚款已于2024年4月11日缴清。"]


@FORMS
def test_extension(layout: Layout) -> None:
    paper = layout(
        "延期审批表", [("延期理由", "案情复杂"), ("负责人意见", "同意延长三十日。\n签名:丁一山 2024.5.20")]
    )
    assert values("延期批准日期", paper) == [date(2024, 5, 20)]


# ---- records ----------------------------------------------------------------------------

OFFICERS = [
    {"name": "甲小明", "certificate": "19070310211"},
    {"name": "乙大山", "certificate": "19070310225"},
]


@pytest.mark.parametrize(
    "body",
    [
        "检查时间:2024年3月4日10时05分至10时50分\n检查地点:南屏市一路1号\n检查人员及执法证号:甲小明 19070310211;乙大山 19070310225\n记录人:乙大山",
        "检查时间:2024年3月4日 10:05 至 10:50\n检查地点:南屏市一路1号\n检查人:甲小明(执法证号:19070310211)、乙大山(执法证号:19070310225)记录人:乙大山",
        "时间:二〇二四年三月四日10时05分至10时50分\n地点:南屏市一路1号\n检查人员:甲小明、乙大山\n执法证号:19070310211、19070310225",
        "时间:2024年3月4日10时05分至2024年3月4日10时50分\n地点:南屏市一路1号\n我们是南屏市城南区林业局的执法人员甲小明(执法证号:19070310211)、乙大山(执法证号:19070310225),现向你出示执法证件。",
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
        "执法证号:19070310211、19070310225\n被询问人:庚小草 性别:女\n身份证号码:440799199002010002 联系电话:19900000000\n"
        "工作单位:南屏市甲乙食品有限公司 职务:经理\n问:公司何时开业?\n答:2021年3月1日10时。",
    )
    assert values("询问日期", paper) == [date(2024, 3, 8)]
    assert values("笔录结束时间", paper) == [datetime(2024, 3, 8, 10, 0)]
    assert values("被询问人", paper) == ["庚小草"]
    assert records("笔录人员", paper) == OFFICERS


def test_wrapped_values_of_a_record() -> None:
    lines = (
        _line("集体讨论记录", 0.4, 0.06),
        _line("讨论时间: 2024年3月15日15时00分至15", 0.12, 0.1),
        _line("地点:三楼会议室", 0.55, 0.1),
        _line("时40分", 0.12 + 5 * WIDE, 0.12),
        _line("主持人:丁一山(局长)", 0.12, 0.14),
        _line("记录人:辛平", 0.55, 0.14),
        _line("参加人员:丁一山、丙文、壬", 0.12, 0.16),
        _line("列席人员:甲小明", 0.12, 0.18),
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


# ---- service, receipts, the volume ------------------------------------------------------

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
    lines = [_line("卷内目录", 0.42, 0.06)]
    xs = (0.12, 0.2, 0.42, 0.66, 0.8)
    rows = [
        ("序号", "文号", "文书(材料)名称", "日期", "页号"),
        ("1", "", "案件来源登记表", "2024.3.4", "1"),
        ("2", "南林立〔2024〕7\n号", "立案审批表", "2024.3.6", "2"),
        ("3", "", "营业执照复印件", "", "3-4"),
    ]
    y, cell = 0.1, 0
    for row in rows:
        height = max(len(text.split("\n")) for text in row) * 0.018
        for x, text in zip(xs, row, strict=True):
            parts = [part for part in text.split("\n") if part]
            for n, part in enumerate(parts):
                lines.append(
                    _line(part, x, y + height / 2 - len(parts) * 0.009 + n * 0.018, cell if cells else -1)
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
