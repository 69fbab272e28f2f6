"""A page that is cut, or a line that was read badly, forbids "missing"; a day or number that is unclear does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import Box, CaseFile, Document, Mark, Page, TextLine
from anjuan.rules.doubts import Scans, doubtful, hidden_paper

BODY = tuple(
    TextLine(f"本机关认为当事人的行为违反规定{n}", Box(0.1, 0.1 + n / 50, 0.9, 0.115 + n / 50))
    for n in range(20)
)
SIZE = (595.0, 842.0)


def page(lines: tuple[TextLine, ...] = BODY, size: tuple[float, float] = SIZE, **more: object) -> Page:
    return Page("a.pdf", 1, size, lines, "ocr:x@1", **more)  # type: ignore[arg-type]


HEAD = Box(0.1, 0.05, 0.9, 0.07)


def line(text: str, confidence: float, box: Box = HEAD) -> TextLine:
    return TextLine(text, box, confidence)


def scans(count: int = 5) -> Scans:
    paper = Document("d1", "行政处罚决定书", "行政处罚决定书", (page(),) * count)
    return Scans.of(CaseFile("a", "", "a", "penalty", "ordinary", "", (paper,), ()))


@pytest.mark.parametrize(
    ("one", "cut"),
    [
        (page(), False),
        (page(size=(842.0, 595.0)), False),  # the same paper on its side
        (page(size=(595.0, 640.0)), True),
        (page((*BODY, line("决定书", 1.0, Box(0.3, 0.0, 0.7, 0.02)))), True),
        (page(tuple(TextLine(one.text, Box(0.0, one.box.y0, 0.8, one.box.y1)) for one in BODY)), True),
        (Page("a.pdf", 1, (595.0, 640.0), BODY, "text-layer"), False),
    ],
)
def test_a_page_of_another_shape_or_with_print_at_its_edge_is_cut(one: Page, cut: bool) -> None:
    assert scans().cut(one) is cut


def test_few_pages_have_no_usual_shape() -> None:
    assert scans(3).shape == 0
    assert not scans(3).cut(page(size=(595.0, 640.0)))


@pytest.mark.parametrize(
    ("one", "doubt"),
    [
        (page(), False),
        (page(()), True),
        (page((*BODY, line("如不服可以申请复议", 0.5))), True),
        (page((*BODY, line("二〇二四年三月五日", 0.5))), False),
        (page((*BODY, line("第3页 共5页", 0.3))), False),
        (page(marks=(Mark("unreadable", Box(0.1, 0.8, 0.9, 0.82), 0.5),)), True),
        (page(marks=(Mark("seal", Box(0.1, 0.8, 0.3, 0.92), 0.9),)), False),
    ],
)
def test_what_may_hide_a_sentence(one: Page, doubt: bool) -> None:
    assert (doubtful(one, 0.85, scans()) is not None) is doubt


@pytest.mark.parametrize(
    ("kind", "second", "hides"),
    [
        ("询问笔录", page(), False),
        ("询问笔录", page(size=(595.0, 640.0)), True),
        ("询问笔录", page((line("拍立案审此表", 0.4), *BODY)), True),
        ("询问笔录", page((*BODY, line("字迹不清之处甚多", 0.4, Box(0.1, 0.7, 0.9, 0.72)))), False),
    ],
)
def test_a_page_within_a_paper_may_begin_another_one(kind: str, second: Page, hides: bool) -> None:
    found = hidden_paper(Document("d1", kind, kind, (page(), second)), 0.85, scans())
    assert (found is second) is hides


@given(st.floats(0, 1), st.integers(1, 60))
def test_a_part_of_a_line_is_at_least_as_sure_as_the_line(confidence: float, count: int) -> None:
    one = line("当事人逾期不履行处罚决定", confidence)
    assert one.sure_of(count) >= confidence
    assert one.sure_of(count) >= one.sure_of(count + 1)
