"""The circular: golden text, figures against a second count, names, bytes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from anjuan import Effect, Evaluation, Evidence, Finding, ProfileError, Ruling, SetupError, Verdict
from anjuan.builtin.policies import StandardPolicy
from anjuan.builtin.renderers.docx import DocxRenderer
from anjuan.builtin.renderers.html import HtmlRenderer
from anjuan.circulation.circular import Unscored, circular
from anjuan.circulation.masking import in_common, names_of, without_names
from anjuan.circulation.notice import NoticeHead, numeral, render
from anjuan.circulation.select import select
from anjuan.model.result import ItemScore, ScoredFinding, Stamp
from anjuan.panel.ruling import Ruled, apply_rulings
from anjuan.rules.profile import Decide, Formula, Grade, Item, Section, Table
from anjuan.scoring.score import find_vetoes
from anjuan.testing import case, citation

GOLDEN = Path(__file__).parent / "golden"
ITEMS = (
    Item(
        "S-1",
        "调查、检查由两名以上执法人员实施",
        Decimal(10),
        "subject",
        Decide.CHECK,
        effect=Effect.UNQUALIFIED,
    ),
    Item("S-2", "具有法定职权", Decimal(10), "subject", Decide.PERSON, effect=Effect.UNQUALIFIED),
    Item(
        "T-1",
        "在立案之日起九十日内作出决定",
        Decimal(8),
        "timeliness",
        Decide.CHECK,
        effect=Effect.NOT_EXCELLENT,
    ),
    Item("D-1", "应当具备的文书齐全", Decimal(45), "documents", Decide.CHECK),
    Item("D-2", "卷内目录与文书相符", Decimal(2), "documents", Decide.CHECK),
)
GRADES = (Grade("优秀", Decimal(90)), Grade("合格", Decimal(60)), Grade("不合格", Decimal(0)))
SECTION = Section("all", "全部", Formula.DEDUCT, ITEMS, Decimal(100))
TABLE = Table(
    "通用标准",
    "2026.1",
    date(2026, 1, 1),
    "penalty",
    "ordinary",
    "",
    Decimal(100),
    Decimal("0.1"),
    Decimal("0.85"),
    GRADES,
    (SECTION,),
)
STAMP = Stamp(
    "0.1.0",
    (("builtin", "0.1.0"),),
    "general@2026.1 sha256:" + "a1" * 32,
    "sha256:" + "b2" * 32,
    "sha256:" + "c3" * 32,
    (("rapidocr", "3.10"),),
)


def row(item: Item, verdict: Verdict, message: str) -> ItemScore:
    finding = Finding(verdict, message, (Evidence("d1", "01.pdf", 1),), (citation(),))
    lost = item.points if verdict is Verdict.FAIL else Decimal(0)
    high = item.points - lost
    low = Decimal(0) if verdict is Verdict.UNSURE else high
    presumed = item.decide is Decide.PERSON
    scored = (ScoredFinding(finding, lost),)
    return ItemScore(
        item.id,
        item.title,
        "all",
        item.dimension,
        item.points,
        low,
        high,
        verdict,
        presumed,
        scored,
        item.acts,
    )


def evaluation(id: str, agency: str, category: str = "penalty", status: str = "", **found: Any) -> Evaluation:
    """A case file whose items pass, but for those named: `T_1=("fail", "逾期")`."""
    rows = []
    for item in ITEMS:
        verdict, message = found.get(item.id.replace("-", "_"), ("pass", ""))
        rows.append(row(item, Verdict(verdict), message))
    bare = Evaluation(
        id=id,
        case=f"南市监罚〔2026〕{int(id)}号",
        source=f"cases/{id}",
        digest=f"sha256:{id}",
        agency=agency,
        category=category,
        procedure="ordinary",
        items=tuple(rows),
        sections=(),
        dimensions=(),
        low=Decimal(0),
        high=Decimal(0),
        grade_low="",
        grade_high="",
        vetoes=find_vetoes(TABLE, rows),
        undecided=(),
        presumed=(),
        stamp=STAMP,
        status=status,
    )
    return apply_rulings(bare, (), TABLE).evaluation


def ruling(case: str, item: str, verdict: str = "pass", reviewer: str = "评查员甲", **more: Any) -> Ruling:
    return Ruling(case, item, reviewer, Verdict(verdict), more.pop("reason", "卷内第3页已载明"), **more)


MARKET, CITY = "南屏市市场监督管理局", "南屏市城市管理和综合执法局"
LATE = "立案日期为2026年1月4日，应于2026年4月4日前作出决定，实际为2026年4月20日"
LATER = "立案日期为2026年2月9日，应于2026年5月10日前作出决定，实际为2026年6月1日"
FILES = (
    evaluation("1", MARKET),
    evaluation("2", MARKET, D_2=("fail", "当事人南屏市和顺食品有限公司的送达回证未列入目录")),
    evaluation("3", MARKET, T_1=("fail", LATE), D_2=("fail", "当事人南屏市北街小吃店的送达回证未列入目录")),
    evaluation("4", CITY, T_1=("fail", LATER), S_1=("unsure", "笔录签名不清")),
    evaluation("5", CITY, S_1=("fail", "询问笔录只有李明一人签名")),
    evaluation(
        "6", CITY, category="licence", D_1=("unsure", "第4页未能识别"), D_2=("not_applicable", "无目录")
    ),
    evaluation(
        "7", CITY, S_1=("fail", "询问笔录只有周建国一人签名"), D_1=("fail", "缺少立案审批表、送达回证")
    ),
)
RULINGS = (
    ruling("1", "S-2"),
    ruling("2", "S-2"),
    ruling("5", "S-1", "pass", reason="另一执法人员在末页签名"),
    ruling("7", "S-1", "fail", reason="仅一人询问"),
    ruling("7", "D-1", "fail", points=Decimal(5)),
)
HEAD = NoticeHead(
    "行政执法案卷集中评查",
    2026,
    "panel",
    "南屏市司法局",
    "南司通〔2026〕8号",
    date(2026, 12, 10),
    term="自收到本通报之日起三十日内",
    contact="执法监督科",
    registers=("officers", "authorities"),
    heads="sha256:" + "d4" * 32,
)


def results() -> list[Ruled]:
    return [apply_rulings(one, RULINGS, TABLE) for one in FILES]


def notice(head: NoticeHead = HEAD, **more: Any) -> dict[str, Any]:
    found = results()
    chosen = select(found, StandardPolicy(), {"stage": head.stage})
    names = {"南屏市和顺食品有限公司", "南屏市北街小吃店"}
    return circular(head, found, chosen, **{"unscored": [Unscored("8", "文件损坏")], "names": names, **more})


def as_text(content: bytes) -> str:
    """Paragraphs and tables of a DOCX in their order, a cell between bars."""
    lines = []
    for block in docx.Document(BytesIO(content)).iter_inner_content():
        if hasattr(block, "rows"):
            lines += [
                "| " + " | ".join(cell.text.replace("\n", " ") for cell in row.cells) + " |"
                for row in block.rows
            ]
        elif block.text:
            lines.append(block.text)
    return "\n".join(lines) + "\n"


def said(notice: dict[str, Any]) -> str:
    return "\n".join(
        block.get("text", "") + str(block.get("caption", "")) + str(block.get("rows", ""))
        for block in notice["body"]
    )


def test_circular_is_the_golden_one() -> None:
    assert as_text(DocxRenderer().render(notice(), "circular")) == (GOLDEN / "circular.txt").read_text(
        "utf-8"
    )


def test_html_says_the_same_as_docx() -> None:
    page = HtmlRenderer().render(notice(), "circular").decode()
    text = re.sub(r"\s", "", re.sub(r"<[^>]+>", "", page.split("<main>")[1]))
    for line in (GOLDEN / "circular.txt").read_text("utf-8").splitlines():
        for part in line.strip("| ").split(" | "):
            assert re.sub(r"\s", "", part) in text


def test_figures_agree_with_a_second_count() -> None:
    found, figures = results(), notice()["figures"]
    assert (figures["drawn"], figures["scored"], len(figures["unscored"])) == (8, 7, 1)
    assert sum(row["files"] for row in figures["agencies"]) == figures["all"]["files"] == len(found)
    sure = sum(one.evaluation.grade_low == "优秀" for one in found)
    maybe = sum(one.evaluation.grade_high == "优秀" for one in found)
    assert figures["all"]["grades"]["优秀"] == [sure, maybe] == [3, 6]
    late = next(one for one in figures["problems"] if one["item"] == "T-1")
    assert (late["failed"], late["applies"]) == (2, 7)
    index = next(one for one in figures["problems"] if one["item"] == "D-2")
    assert (index["failed"], index["applies"]) == (2, 6)  # not applicable to one file


def test_common_problems_name_nobody() -> None:
    text = said(notice())
    for name in ("和顺", "北街", "李明", "周建国", "食品"):
        assert name not in text
    assert "典型表现：立案日期为某日，应于某日前作出决定，实际为某日。" in text
    assert "典型表现" not in said(notice(names=None))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("当事人南屏市和顺食品有限公司未签名", "某单位未签名"),
        ("送达回证由王小明签收", None),
        ("见证人：欧阳明，未签名", None),
        ("未告知当事人陈述申辩的权利", "未告知当事人陈述申辩的权利"),
        ("身份证号440703199001011234不符", "身份证号（号码略）不符"),
        ("南市监罚〔2026〕3号重复", "某文号重复"),
        ("依据《中华人民共和国公司法》第五条", "依据《中华人民共和国公司法》第五条"),
        ("罚款30000.00元，大写为叁万元", "罚款若干元，大写为叁万元"),
    ],
)
def test_without_names(sentence: str, expected: str | None) -> None:
    assert without_names(sentence, ()) == expected


def test_what_two_sentences_share_holds_no_name_of_one() -> None:
    assert in_common("询问笔录只有李明一人签名", "询问笔录只有周建国一人签名") == "询问笔录只有……一人签名"
    assert in_common("缺少立案审批表", "目录页码不连续") is None


def test_names_are_taken_from_facts() -> None:
    one = case(当事人="南屏市北街小吃店", 执法人员=[{"name": "陈一", "certificate": "1907031"}], 罚款金额=100)
    assert names_of([one]) == {"南屏市北街小吃店", "陈一", "1907031"}


def test_law_is_cited_only_once_in_force() -> None:
    before = said(notice(replace(HEAD, issued=date(2026, 1, 31))))
    assert "行政执法监督条例" not in before
    assert "《中华人民共和国行政处罚法》第七十五条第一款，《中华人民共和国行政许可法》第六十条" in before
    assert "《行政执法监督条例》第十五条、第十八条，" in said(notice(replace(HEAD, issued=date(2026, 2, 1))))


def test_a_draft_shows_what_is_missing_and_takes_no_clock() -> None:
    text = as_text(DocxRenderer().render(notice(replace(HEAD, number="", issued=None)), "circular"))
    assert "（发文字号待定）" in text
    assert "（成文日期待定）" in text


def test_a_self_check_says_so() -> None:
    text = said(notice(replace(HEAD, stage="self-check")))
    assert "本次为自查，结果未经集中评查复核。" in text


def test_an_empty_review_is_said_to_be_empty() -> None:
    text = said(circular(HEAD, [], [], unscored=[Unscored("8", "文件损坏")]))
    assert "本次共抽取案卷1件，完成评分0件" in text
    assert "本次没有完成评分的案卷。" in text


def test_what_is_still_open_is_said() -> None:
    first = evaluation("1", MARKET)
    other = replace(evaluation("2", CITY), stamp=replace(STAMP, law="sha256:other"))
    spoken = [ruling("1", "S-1", "pass", "甲"), ruling("1", "S-1", "fail", "乙")]
    found = [apply_rulings(first, spoken, TABLE), Ruled(other)]
    chosen = select(found, StandardPolicy(), {"stage": "panel"})
    text = said(circular(replace(HEAD, drawn=9), found, chosen))
    assert "共抽取案卷9件，完成评分2件" in text
    assert "其余7件尚未送交或者尚未评查" in text
    assert "有1项次评查人员意见不一致" in text
    assert "未发现两件以上案卷存在同一问题" in text
    assert "程序版本不尽相同" in text
    assert "本次没有案卷列为优秀案卷" in text


def test_only_the_most_common_problems_are_told() -> None:
    items = tuple(replace(ITEMS[3], id=f"D-{n:02}", title=f"要求{n}", points=Decimal(1)) for n in range(12))
    files = []
    for id in ("1", "2"):
        rows = tuple(row(one, Verdict.FAIL, "缺少该项内容") for one in items)
        files.append(Ruled(replace(evaluation(id, MARKET), items=rows, presumed=())))
    text = said(circular(HEAD, files, [], names=()))
    assert "有12个评查项在两件以上案卷中不符合要求。按涉及件数列出前10项。" in text
    assert "要求9\n" in text
    assert "要求10\n" not in text
    assert "优秀案卷\n" not in text


def test_an_unknown_grade_is_refused() -> None:
    with pytest.raises(ProfileError, match="等次"):
        notice(replace(HEAD, grades=("优", "良")))


@pytest.mark.parametrize("renderer", [DocxRenderer(), HtmlRenderer()], ids=["docx", "html"])
def test_equal_notices_give_equal_bytes(renderer: Any) -> None:
    first, again = (renderer.render(notice(), "circular") for _ in range(2))
    assert first == again
    with pytest.raises(SetupError, match=r"circulr.*相近的有：circular"):
        renderer.render(notice(), "circulr")


def test_docx_carries_no_clock_and_names_its_fonts() -> None:
    with zipfile.ZipFile(BytesIO(DocxRenderer().render(notice(), "circular"))) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        body = archive.read("word/document.xml").decode()
        assert "2000-01-01" in archive.read("docProps/core.xml").decode()
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{font}"' in body
    assert re.search(r'<w:spacing (?=[^>]*w:line="560")[^>]*w:lineRule="exact"', body)


def test_html_is_alone_and_escapes() -> None:
    hostile = replace(HEAD, name="<script>alert(1)</script>评查", contact="a&b")
    page = HtmlRenderer().render(notice(hostile), "circular").decode()
    assert "<script" not in page
    assert "a&amp;b" in page
    assert not re.search(r"https?:|src=|@import|url\(", page)


def test_text_that_xml_cannot_hold_is_left_out() -> None:
    paper = DocxRenderer().render(notice(replace(HEAD, contact="执法\x0b监督\x00科")), "circular")
    assert "执法监督科" in as_text(paper)


def test_render_finds_the_renderer_of_a_format() -> None:
    offered = {"docx": DocxRenderer(), "html": HtmlRenderer()}
    assert render(notice(), offered, "html").startswith(b"<!DOCTYPE html>")
    with pytest.raises(ProfileError, match="docx、html"):
        render(notice(), offered, "odt")


@pytest.mark.parametrize(
    ("value", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (42, "四十二")]
)
def test_numeral(value: int, word: str) -> None:
    assert numeral(value) == word
