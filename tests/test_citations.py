"""Citations of law: lists, ranges, short titles, what a quoted article says of its own law."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan import find_citations

CASES = {
    "依据《农药管理条例》第57条第(三)项": ["《农药管理条例》第五十七条第三项"],
    "违反《甲法》第三十条至第三十二条": ["《甲法》第三十条", "《甲法》第三十一条", "《甲法》第三十二条"],
    "《甲法》第一条第一款至第三款": ["《甲法》第一条第一款", "《甲法》第一条第二款", "《甲法》第一条第三款"],
    "《甲法》第十条第一款第一项、第三项": ["《甲法》第十条第一款第一项", "《甲法》第十条第一款第三项"],
    "《甲法》第十二条第(三)、(四)项": ["《甲法》第十二条第三项", "《甲法》第十二条第四项"],
    "《甲法》第十条第一、二款和第十一条": [
        "《甲法》第十条第一款",
        "《甲法》第十条第二款",
        "《甲法》第十一条",
    ],
    "《甲法》第十条之一、第二百八十六条之一第一款": [
        "《甲法》第十条之一",
        "《甲法》第二百八十六条之一第一款",
    ],
    "《甲法》第四十四条、第四十五条,第六十三条": [
        "《甲法》第四十四条",
        "《甲法》第四十五条",
        "《甲法》第六十三条",
    ],
    "《甲法》第五条。根据该法第六条第二款": ["《甲法》第五条", "《甲法》第六条第二款"],
    "《甲办法》第三条和《乙办法》第四条": ["《甲办法》第三条", "《乙办法》第四条"],
    "《甲法》(2015年修正)第六十三条第一款“逃避的,处罚。”、第三十六条": [
        "《甲法》第六十三条第一款",
        "《甲法》第三十六条",
    ],
    "《甲规定》(国发〔1986〕50号、2005年国务院令第448号、2011年国务院令第588号修正)第二条": [
        "《甲规定》第二条"
    ],
    "《关于修改〈甲细则〉的决定》第四十二条": ["《关于修改〈甲细则〉的决定》第四十二条"],
    "违反行政处罚法第三条的规定": ["《行政处罚法》第三条"],
    "第七条第(五)项": [],
    "该法第五条": [],
}


@pytest.mark.parametrize("text", CASES)
def test_places(text: str) -> None:
    assert [str(one) for one in find_citations(text)] == CASES[text]


@pytest.mark.parametrize(
    "defined",
    [
        "《中华人民共和国水法》(以下简称《水法》)",
        "《中华人民共和国水法》(以下简称“《水法》”)",
        "《中华人民共和国水法》(简称水法)",
        "《中华人民共和国水法》(2016年修正,下称《水法》)",
    ],
)
@pytest.mark.parametrize("used", ["《水法》第四条", "水法第四条"])
def test_a_short_title_that_the_text_defines(defined: str, used: str) -> None:
    found = [str(one) for one in find_citations(f"违反{defined}第三条的规定。依照{used}处罚")]
    assert found == ["《中华人民共和国水法》第三条", "《中华人民共和国水法》第四条"]


def test_a_quoted_article_speaks_of_its_own_law() -> None:
    found = [str(one) for one in find_citations("《甲法》第三条“违反本法第五条的,罚款”、第六条")]
    assert found == ["《甲法》第三条", "《甲法》第六条"]


def test_places_stand_where_they_are_cited() -> None:
    text = "依据《甲法》第十条、第十二条的规定"
    first, second = find_citations(text)
    assert text[first.start : first.end] == "《甲法》第十条"
    assert text[second.start : second.end].lstrip("、") == "第十二条"


@given(st.text(alphabet="《》甲法第一二十条款项之至、和()“”简称以下该0129", max_size=60))
def test_no_text_breaks_the_search(text: str) -> None:
    for one in find_citations(text):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("依据《甲法》第三十六案第一款", "《甲法》第三十六条第一款"),
        ("依据《甲法》第三+六条第（二）顶", "《甲法》第三十六条第二项"),
        ("依据《甲法》第十条第一软", "《甲法》第十条第一款"),
    ],
)
def test_a_slip_of_ocr_is_kept_and_doubted(text: str, cited: str) -> None:
    (found,) = find_citations(text)
    assert (str(found), found.doubt) == (cited, True)


def test_a_case_behind_an_article_is_no_slip() -> None:
    found = list(find_citations("依据《甲法》第七条处理案件"))
    assert [(str(one), one.doubt) for one in found] == [("《甲法》第七条", False)]


@pytest.mark.parametrize(
    "text",
    ["《空气质量标准》（GB 3095—2012）第4条", "《HJ/T 91-2002》第3条", "《某规范》（DB44/T 1-2020）第二条"],
)
def test_a_technical_standard_is_no_law(text: str) -> None:
    assert not list(find_citations(text))


@pytest.mark.parametrize(
    "text", ["《甲法》（2021年修订）第三条、第五条", "《甲法（2021修订）》第三条、第五条"]
)
def test_the_version_in_brackets_is_told_apart(text: str) -> None:
    assert [(str(one), one.year) for one in find_citations(text)] == [
        ("《甲法》第三条", 2021),
        ("《甲法》第五条", 2021),
    ]


def test_a_document_is_cited_by_its_number() -> None:
    (found,) = find_citations("根据某府办〔2019〕18号第三条")
    assert str(found) == "《某府办〔2019〕18号》第三条"


@given(st.text("《》甲法第一十百千条款项之至、(（)）+案顶软2019年修订〔〕号GB ", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for one in find_citations(text):
        assert one.article > 0
        assert 0 <= one.start < one.end <= len(text)


def test_a_figure_that_no_article_has_is_no_place() -> None:
    long = "1907000000119070000001"
    assert [str(one) for one in find_citations(f"《甲法》第三条{long}项和《乙法》第{long}条")] == [
        "《甲法》第三条"
    ]
