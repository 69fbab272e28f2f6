"""The room without a browser: what a reviewer sees, page by page, and the widget around it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import anjuan as aj
from anjuan import Box, CaseFile, Document, Page, Plugins, TextLine
from anjuan.faces.room_widget import desk as desks
from anjuan.faces.room_widget.papers import KEPT, Papers, sheets_of
from anjuan.model.errors import MissingExtra, NotAllowed, SetupError, UnknownCase
from anjuan.record.review import Review

from .room_desks import PAPER, agenda, ask, copy, desk, entries, make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("made"))


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Review:
    return copy(made, tmp_path)


# ---- looking ----------------------------------------------------------------------------


def test_it_opens_with_what_is_undecided_first(review: Review) -> None:
    seen = ask(desk(review), "open")
    assert seen["kind"] == "opened"
    assert [one["id"] for one in seen["cases"]] == ["another", "s02"]
    with review.store() as store:
        line = store.line("s02")
    assert agenda(seen) == line["undecided"] == seen["progress"]["left"]
    assert [one["id"] for one in seen["items"]] == [one["item"] for one in line["items"]]
    weights = {one["id"]: one["weight"] for one in seen["items"] if one["weight"]}
    assert sorted(weights) == sorted(line["undecided"])
    assert seen["progress"]["decided"] == 0
    assert (seen["own"], seen["others"]) == ({}, [])
    assert len(seen["pages"]) == 23
    assert seen["start"]["item"] == agenda(seen)[0]


def test_the_first_page_comes_with_the_case_file(review: Review) -> None:
    one = desk(review)
    seen, [body] = one.answer({"kind": "open"})
    page, [again] = one.answer({"kind": "page", "number": seen["start"]["page"]})
    assert (seen["picture"], body) == (page, again)
    assert seen["start"]["page"] == 18


def test_places_name_pages_by_number_and_carry_their_boxes(review: Review) -> None:
    seen = ask(desk(review), "open")
    item = next(one for one in seen["items"] if one["id"] == agenda(seen)[0])
    [finding] = [one for one in item["findings"] if one["verdict"] == "fail"]
    spot = next(one for one in finding["places"] if one["boxes"])
    assert seen["pages"][spot["page"] - 1]["place"] == spot["text"]
    assert item["confirm"].startswith(f"同意：不符合，扣 {finding['deducted']} 分")


def test_a_page_comes_as_one_compressed_picture(review: Review) -> None:
    answer, [body] = desk(review).answer({"kind": "page", "number": 18})
    with Image.open(io.BytesIO(body)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (answer["width"], answer["height"])
    assert answer["width"] < answer["height"]
    assert len(body) < 300_000


@pytest.mark.parametrize("number", [0, -1, 24, 10**9])
def test_a_page_that_is_not_there_is_refused(review: Review, number: int) -> None:
    assert "没有这一页" in ask(desk(review), "page", number=number)["text"]


@pytest.mark.parametrize("folder", [None, Path("moved.pdf")])
def test_without_the_papers_the_lines_are_shown(review: Review, folder: Path | None) -> None:
    answer, bodies = desk(review, folder=folder).answer({"kind": "page", "number": 18})
    assert bodies == []
    assert answer["problem"].startswith("[AJ-108]")
    assert any("行政诉讼" in line["text"] for line in answer["lines"])


def test_print_in_a_box_is_quoted(review: Review) -> None:
    seen = ask(desk(review), "open")
    item = next(one for one in seen["items"] if one["id"] == agenda(seen)[0])
    spot = item["findings"][0]["places"][0]
    [x0, y0, x1, y1] = spot["boxes"][0]
    box = [x0 - 0.003, y0, x1 + 0.003, y1]
    assert ask(desk(review), "quote", number=spot["page"], box=box)["text"] == spot["quote"]


def test_articles_come_from_the_imported_texts(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJUAN_LAW", str(tmp_path / "law"))
    item = agenda(ask(desk(review), "open"))[1]
    [before] = ask(desk(review), "law", item=item)["articles"]
    assert before["text"] == []
    assert "没有导入" in before["note"]
    title, article = before["name"].split("第")[0], before["name"]
    assert article.endswith("第六十条")
    body = {
        "title": title, "adopted": None, "effective": before["since"], "certain": True, "missing": [],
        "articles": [[60, 0, ["甲。", "乙。"]]],
    }  # fmt: skip
    (tmp_path / "law").mkdir()
    text = json.dumps(body, ensure_ascii=False)
    (tmp_path / "law" / f"{title}@{before['since']}.json").write_text(text, encoding="utf-8")
    [after] = ask(desk(review), "law", item=item)["articles"]
    assert after["text"] == ["甲。", "乙。"]
    (tmp_path / "law" / f"{title}@{before['since']}.json").write_text("{", encoding="utf-8")
    [broken] = ask(desk(review), "law", item=item)["articles"]
    assert "AJ-202" in broken["note"]


def test_another_case_file_can_be_opened(review: Review) -> None:
    one = desk(review)
    assert ask(one, "open", case="another")["case"]["id"] == "another"
    assert "没有保存" in ask(one, "confirm", item="PO-S01", case="s02")["text"]
    assert entries(review) == []


# ---- the door ---------------------------------------------------------------------------


def test_the_widget_answers_with_the_id_of_the_question(review: Review) -> None:
    pytest.importorskip("anywidget", reason="needs anjuan[notebook]")
    room = aj.room(review.folder, reviewer="甲", case="s02", papers=PAPER)
    sent: list[tuple[dict[str, Any], list[bytes]]] = []
    room.send = lambda content, buffers=None: sent.append((content, buffers))
    room._handle_custom_msg({"kind": "page", "number": 2, "id": "a:1"}, [])
    room._handle_custom_msg("nonsense", [])
    [(content, [body])] = sent
    assert (content["kind"], content["to"]) == ("page", "a:1")
    assert body[:2] == b"\xff\xd8"
    room.close()


def test_the_room_is_shown_with_its_first_page_and_keeps_nothing(review: Review) -> None:
    pytest.importorskip("anywidget", reason="needs anjuan[notebook]")
    room = aj.room(review.folder, reviewer="甲", case="s02", papers=PAPER)
    ask(room.desk, "confirm", item="PO-D04")
    room._repr_mimebundle_()
    assert json.loads(room.first)["own"].keys() == {
        "PO-D04"
    }  # as the ledger is when it is shown, not when it was made
    assert room.picture[:2] == b"\xff\xd8"
    room.set_state(
        {"first": memoryview(b""), "picture": memoryview(b"")}
    )  # what the browser says when it has taken it
    assert (room.first, room.picture) == (b"", b"")  # nothing of a case file is saved with a notebook
    room.close()


def test_the_door_says_what_is_wrong(review: Review, tmp_path: Path) -> None:
    pytest.importorskip("anywidget", reason="needs anjuan[notebook]")
    for wrong, error in (
        (lambda: aj.room(tmp_path / "nothing", reviewer="甲"), SetupError),
        (lambda: aj.room(review.folder, reviewer=" "), NotAllowed),
        (lambda: aj.room(review.folder, reviewer="甲", case="s99"), UnknownCase),
    ):
        with pytest.raises(error):
            wrong()


def test_without_its_extra_the_room_says_what_to_install(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "anjuan.faces.room_widget.widget", raising=False)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(MissingExtra, match=r"anjuan\[notebook\]"):
        aj.room(review.folder, reviewer="甲")


def test_a_review_without_case_files_says_so(tmp_path: Path) -> None:
    review = Review.open_or_make(tmp_path / "empty")
    review.save()
    with pytest.raises(UnknownCase, match="还没有案卷"):
        desk(review, case="")


# ---- pages ------------------------------------------------------------------------------


def flowing(plugins: Plugins) -> Papers:
    """A Word file and a page with two lines, both invented."""
    lines = (
        TextLine("甲乙丙丁", Box(0.1, 0.1, 0.5, 0.15)),
        TextLine("戊己庚辛", Box(0.1, 0.2, 0.5, 0.25), raw="戊 己庚辛"),
    )
    page, rest = (Page("a.pdf", 1, (595, 842), (line,)) for line in lines)  # two papers on one page
    flow = Page("b.docx", None, (0, 0), (TextLine("一段话", Box(0, 0, 1, 1), locator="paragraph 3"),))
    papers = (Document("d1", "unknown", "", (page,)), Document("d2", "送达回证", "", (rest, flow)))
    case = CaseFile("c", "", "c", "", "", "", papers, (), ())
    line = {
        "documents": [
            {"kind": one.kind, "pages": [{"file": p.file, "page": p.page, "read": p.read} for p in one.pages]}
            for one in papers
        ]
    }
    return Papers(sheets_of(line), None, plugins, lambda: case)


def test_a_page_that_two_papers_share_is_counted_once(plugins: Plugins) -> None:
    papers = flowing(plugins)
    assert [(one.number, one.place, len(one.papers)) for one in papers.sheets] == [
        (1, "a.pdf 第1页", 2),
        (2, "b.docx", 1),
    ]
    assert papers.number("b.docx", None) == 2
    assert papers.number("c.docx", None) is None


def test_a_flow_format_is_shown_as_its_lines(plugins: Plugins) -> None:
    papers = flowing(plugins)
    with pytest.raises(UnknownCase, match="没有固定的页面"):
        papers.picture(2)
    assert papers.lines(2) == [{"text": "一段话", "place": "第3段"}]


@pytest.mark.parametrize(
    ("box", "print_in_it"),
    [
        (Box(0.19, 0.1, 0.41, 0.15), "乙丙"),
        (Box(0.0, 0.0, 0.3, 1.0), "甲乙\n戊 己"),
        (Box(0.6, 0.0, 1.0, 1.0), ""),
    ],
)
def test_a_quote_is_what_lies_in_the_box(plugins: Plugins, box: Box, print_in_it: str) -> None:
    papers = flowing(plugins)
    assert papers.quote(1, box) == print_in_it


def test_only_the_last_pictures_are_kept(
    plugins: Plugins, monkeypatch: pytest.MonkeyPatch, review: Review
) -> None:
    drawn: list[int] = []
    papers = desk(review).hand.papers
    draw: Callable[..., Any] = papers._draw

    def counted(sheet: Any) -> Any:
        drawn.append(sheet.number)
        return draw(sheet)

    monkeypatch.setattr(papers, "_draw", counted)
    for number in (1, 1, 2, 1):
        papers.picture(number)
    assert drawn == [1, 2]
    for number in range(3, KEPT + 3):
        papers.picture(number)
    papers.picture(1)
    assert drawn[-1] == 1


def test_the_browser_knows_every_message() -> None:
    source = (Path(desks.__file__).parent / "widget.js").read_text("utf-8")
    assert [kind for kind in desks._ACTS if f'kind: "{kind}"' not in source] == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name in ("widget.js", "widget.css"):
        source = (Path(desks.__file__).parent / name).read_text("utf-8")
        assert not any(
            word in source for word in ("http:", "https:", "import ", "@import", "innerHTML", "url(")
        )
