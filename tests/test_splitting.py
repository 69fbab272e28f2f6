"""Bound files: where a paper begins, by titles, page marks, the index, names of files."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from anjuan import Box, Page, TextLine
from anjuan.builtin.titles import TitleClassifier
from anjuan.model.case import display_width
from anjuan.reading.split import split

Split = list[tuple[str, list[tuple[str, int | None]]]]
TITLE, PRINT = 0.02, 0.014
SENTENCE = "当事人在南屏市一路一号从事经营活动,执法人员现场检查时发现其未按规定公示信息"


def at(text: str, x: float, y: float, height: float = PRINT, cell: int = -1) -> TextLine:
    width = display_width(text) * height * 0.62
    return TextLine(text, Box.clipped(x, y, x + width, y + height), 1.0, "", cell)


def middle(text: str, y: float, height: float = TITLE) -> TextLine:
    return at(text, 0.5 - display_width(text) * height * 0.31, y, height)


def body(top: float = 0.2, lines: int = 12, end: str = "。") -> list[TextLine]:
    return [at(SENTENCE + (end if n == lines - 1 else ""), 0.12, top + n * 0.02) for n in range(lines)]


def page(number: int | None, *lines: TextLine, file: str = "卷.pdf", read: str = "text-layer") -> Page:
    return Page(file, number, (595.0, 842.0) if number else (0.0, 0.0), tuple(lines), read)


def told(*pages: Page) -> Split:
    files: dict[str, list[Page]] = {}
    for one in pages:
        files.setdefault(one.file, []).append(one)
    found = split(list(files.items()), [TitleClassifier()])
    return [(document.kind, [(one.file, one.page) for one in document.pages]) for document in found]


def kinds(*pages: Page) -> list[tuple[str, int]]:
    return [(kind, len(held)) for kind, held in told(*pages)]


# ---- titles on the page ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (("南屏市林业局", "行政处罚案件", "南林审〔2024〕5号", "集体讨论记录"), "集体讨论记录"),
        (("不予", "行政处罚决定书"), "不予行政处罚决定书"),
        (("南屏市林业局行政处罚", "决定书"), "行政处罚决定书"),
        (("延长行政强制措施", "期限决定书"), "延长决定书"),
        (("行政許可", "決定書"), "准予许可决定书"),
    ],
)
def test_a_title_over_several_lines(head: Sequence[str], kind: str) -> None:
    lines = [middle(text, 0.05 + n * 0.03, PRINT if "〔" in text else TITLE) for n, text in enumerate(head)]
    assert kinds(page(1, *lines, *body())) == [(kind, 1)]


def test_a_spaced_title_is_one() -> None:
    spaced = [at(char, 0.3 + n * 0.12, 0.06, TITLE) for n, char in enumerate("送达回证")]
    assert kinds(page(1, *spaced, *body())) == [("送达回证", 1)]


def test_a_title_at_the_left_edge_under_the_organ() -> None:
    lines = [
        at("南屏市林业局", 0.1, 0.06),
        at("案卷封面", 0.1, 0.1, 0.022),
        at("案由:未按规定公示", 0.1, 0.15),
    ]
    assert kinds(page(1, *lines)) == [("卷宗封面", 1)]


def test_a_title_in_the_top_cell_of_a_form() -> None:
    lines = [TextLine("结案审批表", Box(0.4, 0.06, 0.6, 0.08), 1.0, "", 0), at("案由", 0.12, 0.1, cell=1)]
    assert kinds(page(1, *lines)) == [("结案审批表", 1)]


def test_running_text_that_begins_like_a_title() -> None:
    first = page(1, middle("行政处罚决定书", 0.06), *body(lines=34, end=""))
    second = page(2, at("现场检查笔录", 0.12, 0.06), at("、询问笔录等证据证实。", 0.12, 0.08), *body(0.1))
    assert kinds(first, second) == [("行政处罚决定书", 2)]


def test_a_running_head_begins_nothing() -> None:
    head = at("南屏市林业局行政处罚决定书", 0.12, 0.03, 0.009)
    first = page(1, head, middle("行政处罚决定书", 0.06, 0.022), *body(lines=30))
    assert kinds(first, page(2, head, *body(0.06))) == [("行政处罚决定书", 2)]


def test_two_papers_on_one_page() -> None:
    lines = [middle("当场行政处罚决定书", 0.06), *body(), middle("送达回证", 0.6), *body(0.65, 5)]
    assert kinds(page(1, *lines)) == [("当场行政处罚决定书", 1), ("送达回证", 1)]


def test_several_papers_in_one_flow() -> None:
    texts = ["南屏市林业局", "行政处罚决定书", "南林罚〔2024〕7号", "当事人:陈某甲", "现有现场检查笔录为证。"]
    texts += ["南屏市林业局", "2024年4月2日", "南屏市林业局", "送达回证", "受送达人:陈某甲"]
    lines = [TextLine(text, Box(0, 0, 0, 0), locator="paragraph 1") for text in texts]
    assert kinds(page(None, *lines, file="决定书.docx")) == [("行政处罚决定书", 1), ("送达回证", 1)]


# ---- sheets ---------------------------------------------------------------------------------------


def foot(text: str) -> TextLine:
    return middle(text, 0.95, 0.01)


def test_sheets_that_repeat_their_heading_are_one_paper() -> None:
    sheets = [page(n, middle("询问笔录", 0.06), *body(), foot(f"第{n}页共3页")) for n in (1, 2, 3)]
    last = page(4, middle("送达回证", 0.06), *body(), foot("第1页共1页"))
    assert kinds(*sheets, last) == [("询问笔录", 3), ("送达回证", 1)]


@pytest.mark.parametrize("mark", ["第{n}页 共6页", "{n}/6", "- {n} -", "{n}"])
def test_numbers_of_the_volume_part_nothing_and_join_nothing(mark: str) -> None:
    titles = ["卷宗封面", "立案审批表", "现场检查笔录", "询问笔录", "行政处罚决定书", "送达回证"]
    pages = [
        page(n, middle(title, 0.06), *body(), foot(mark.format(n=n))) for n, title in enumerate(titles, 1)
    ]
    assert kinds(*pages) == [(title, 1) for title in titles]


def test_a_blank_back_belongs_to_its_front() -> None:
    found = kinds(
        page(1, middle("立案审批表", 0.06), *body()), page(2), page(3, middle("现场检查笔录", 0.06))
    )
    assert found == [("立案审批表", 2), ("现场检查笔录", 1)]


# ---- the index ---------------------------------------------------------------------------------------

LISTED = ["立案审批表", "现场检查笔录", "询问笔录", "场地租赁合同", "行政处罚决定书", "送达回证"]


def index_page(number: int, *, ruled: bool = False) -> Page:
    rows = [middle("卷内目录", 0.06), at("序号", 0.12, 0.1), at("文书名称", 0.3, 0.1), at("页号", 0.8, 0.1)]
    for n, title in enumerate(LISTED):
        y, cell = 0.13 + n * 0.03, 3 * n if ruled else -1
        rows += [at(str(n + 1), 0.12, y, cell=cell), at(title, 0.3, y, cell=cell + 1 if ruled else -1)]
        rows.append(at(str(n + 1), 0.8, y, cell=cell + 2 if ruled else -1))
    return page(number, *rows)


@pytest.mark.parametrize("ruled", [False, True])
def test_the_index_tells_of_papers_without_a_title(ruled: bool) -> None:
    untitled = ("询问笔录", "场地租赁合同")
    pages = [
        page(n, *([] if title in untitled else [middle(title, 0.06)]), *body())
        for n, title in enumerate(LISTED, 3)
    ]
    found = kinds(page(1, middle("行政处罚案卷", 0.3, 0.03)), index_page(2, ruled=ruled), *pages)
    expected = [
        "卷宗封面",
        "卷内目录",
        "立案审批表",
        "现场检查笔录",
        "询问笔录",
        "证据材料",
        "行政处罚决定书",
        "送达回证",
    ]
    assert found == [(kind, 1) for kind in expected]


def test_an_index_that_does_not_fit_tells_nothing() -> None:
    pages = [page(n, middle(title, 0.06), *body()) for n, title in enumerate(["备考表", "听证报告"], 2)]
    assert kinds(index_page(1), *pages) == [("卷内目录", 1), ("备考表", 1), ("听证报告", 1)]


# ---- files ------------------------------------------------------------------------------------------


def test_parts_of_one_paper_in_several_files() -> None:
    first = page(1, middle("询问笔录", 0.06), *body(), file="03询问笔录1.pdf")
    second = page(1, *body(), file="03询问笔录2.pdf")
    other = page(1, *body(), file="04租赁合同.pdf")
    assert [kind for kind, _ in told(first, second, other)] == ["询问笔录", "证据材料"]


def test_pictures_go_on_until_a_title_or_another_name() -> None:
    scan = "ocr:test@1"
    pages = [
        page(1, middle("立案审批表", 0.06), *body(), file="01立案审批表.jpg", read=scan),
        page(1, at("某某饮料", 0.3, 0.4), file="02现场照片1.jpg", read=scan),
        page(1, at("特价", 0.3, 0.4), file="02现场照片2.jpg", read=scan),
        page(1, *body(), file="03送达回证.jpg", read=scan),
    ]
    assert [(kind, len(held)) for kind, held in told(*pages)] == [
        ("立案审批表", 1),
        ("照片证据单", 2),
        ("送达回证", 1),
    ]


def test_the_second_sheet_of_a_photographed_paper() -> None:
    scan = "ocr:test@1"
    first = page(1, middle("行政处罚决定书", 0.06), *body(), foot("第1页共2页"), file="IMG_1.jpg", read=scan)
    organ = middle("南屏市林业局", 0.06, 0.025)
    second = page(1, organ, *body(), foot("第2页共2页"), file="IMG_2.jpg", read=scan)
    assert kinds(first, second) == [("行政处罚决定书", 2)]


def test_exhibits_are_known_as_such() -> None:
    pages = [
        page(1, middle("购销合同", 0.06, 0.025), *body()),
        page(2, *body()),
        page(3, middle("增值税普通发票", 0.06), *body(lines=3)),
        page(4, middle("微信聊天记录截图", 0.06)),
    ]
    assert kinds(*pages) == [("证据材料", 2), ("证据材料", 1), ("证据材料", 1)]
