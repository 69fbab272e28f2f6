"""The room in a real JupyterLab and a real Chromium: one sitting of a reviewer, broken off twice."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from anjuan.model.result import Ruling, Verdict
from anjuan.record.ledger import Entry
from anjuan.record.review import Review
from anjuan.record.run import evaluate
from benchmarks.lab import Lab, browser_page, browser_path

pytest.importorskip("playwright", reason="needs the package playwright")
pytest.importorskip("jupyterlab", reason="needs anjuan[notebook]")
psutil = pytest.importorskip("psutil")
if browser_path() is None:
    pytest.skip("needs a browser: apt-get install chromium", allow_module_level=True)

ROOT = Path(__file__).parent.parent.parent
SECRET = "这是乙的意见"  # of the other reviewer, before both have submitted
CELL = 'import anjuan as aj\naj.room({review!r}, reviewer="甲", papers={papers!r})'


class Sitting:
    """A review with one case file, two reviewers on it, and the notebook of the first."""

    def __init__(self, folder: Path) -> None:
        papers = folder / "papers"
        papers.mkdir()
        shutil.copyfile(ROOT / "samples" / "cases" / "s02.pdf", papers / "s02.pdf")
        self.review = Review.open_or_make(folder / "review", registers=str(ROOT / "samples" / "registers"))
        evaluate([papers / "s02.pdf"], self.review, workers=0)
        with self.review.store() as store:
            digest = store.current_digests()["s02"]
            self.agenda = store.line("s02")["undecided"]
            for name, role in (("甲", "first"), ("乙", "second")):
                seat = {"reviewer": name, "role": role, "evaluation": digest}
                store.append("s02", "组织者", "assigned", seat)
            ruling = Ruling("s02", self.agenda[0], "乙", Verdict.PASS, SECRET)
            store.put_ruling(ruling, digest)
        self.cell = CELL.format(review=str(self.review.folder), papers=str(papers / "s02.pdf"))

    def said(self) -> list[Entry]:
        """Entries of the first reviewer."""
        with self.review.store() as store:
            return [one for one in store.entries(stream="s02") if one.actor == "甲"]

    def text(self, digest: str) -> str:
        with self.review.store() as store:
            return store.text_of(digest) or ""


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    return Sitting(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def lab(sitting: Sitting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab(tmp_path_factory.mktemp("lab")) as running:
        running.notebook("room.ipynb", [sitting.cell])
        yield running


def opened(lab: Lab, page: Any, picture: Path) -> Any:
    """The room as it stands after its cell was run in a browser."""
    lab.open(page, "room.ipynb")
    return run(lab, page, picture)


def run(lab: Lab, page: Any, picture: Path) -> Any:
    """The room after its cell was run, when its first page is drawn."""
    lab.run(page, 0)
    room = page.locator(".aj-room[data-ready]")
    room.wait_for()
    page.screenshot(path=picture)
    page.wait_for_selector(".aj-box", timeout=5000)
    return room


def focus_by_keys(page: Any, name: str) -> None:
    """Go to an element of the room with the tabulator alone."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.classList.contains('{name}')"):
            return
    raise AssertionError(f"{name} cannot be reached by the keyboard")


def saved(page: Any) -> str:
    page.locator(".aj-is-saved").wait_for()
    return str(page.locator(".aj-status").text_content())


def test_a_sitting_that_is_broken_off_twice(lab: Lab, sitting: Sitting, tmp_path: Path) -> None:
    asked: list[str] = []
    first, second = sitting.agenda[:2]
    with browser_page(asked) as page:
        opened(lab, page, tmp_path / "opened.png")
        assert page.locator("[role=option]").first.get_attribute("data-item") == first
        assert SECRET not in page.content()
        change_by_keys(page, sitting, first)
        draw_box(page, sitting, second)
        page.screenshot(path=tmp_path / "drawn.png")
        stays_in_the_room(page)
        page.keyboard.press("KeyJ")
        page.keyboard.press("KeyE")
        page.keyboard.type("写了一半")  # and the browser is closed
    assert len(sitting.said()) == 2
    assert {urlsplit(one).hostname for one in asked if not one.startswith(("blob:", "data:"))} == {
        "127.0.0.1"
    }
    with browser_page() as page:
        opened(lab, page, tmp_path / "again.png")
        found_again(page, first, second)
        lose_kernel(lab, page, sitting)
        run(lab, page, tmp_path / "after-kernel.png")
        found_again(page, first, second)
        submit(page, sitting)
        page.screenshot(path=tmp_path / "submitted.png")
        assert SECRET not in page.content()  # the other one has not submitted


def change_by_keys(page: Any, sitting: Sitting, item: str) -> None:
    focus_by_keys(page, "aj-list")
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyK")
    page.keyboard.press("KeyE")
    assert page.locator("input[value=pass]:focus").is_checked()  # the machine said the contrary
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.locator("textarea:focus").wait_for()
    page.keyboard.type("核对原件，未见不符")
    page.keyboard.press("Control+Enter")
    assert "台账第" in saved(page)
    [entry] = sitting.said()
    assert (entry.action, entry.payload["item"], entry.payload["verdict"]) == ("reviewed", item, "pass")
    assert sitting.text(entry.payload["reason"]) == "核对原件，未见不符"


def draw_box(page: Any, sitting: Sitting, item: str) -> None:
    page.keyboard.press("KeyJ")
    page.wait_for_selector(".aj-room[data-ready]")
    before = page.locator(".aj-status").text_content()
    page.keyboard.press("KeyB")
    area = page.locator(".aj-view").bounding_box()
    left, top = area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.3
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 120, top + 60, steps=4)
    page.mouse.up()
    page.locator("textarea:focus").wait_for()
    page.keyboard.type("此处没有签名")
    page.keyboard.press("Control+Enter")
    page.locator(".aj-box.aj-mine:not(.aj-draft)").wait_for()
    assert saved(page) != before
    entry = sitting.said()[-1]
    assert (entry.payload["item"], entry.payload["verdict"]) == (item, "fail")
    found, drawn = entry.payload["found"], page.locator(".aj-sheet").bounding_box()
    assert found["file"] == "s02.pdf"
    x0, _, x1, _ = found["box"]
    assert x0 == pytest.approx((left - drawn["x"]) / drawn["width"], abs=0.01)
    assert x1 - x0 == pytest.approx(120 / drawn["width"], abs=0.01)


def stays_in_the_room(page: Any) -> None:
    """No key reaches the notebook, where x cuts the cell and d d deletes it; not after the whole screen either."""
    for keys in ("xddcvazm", "f", "xddcvazm", "f", "xddcvazm"):
        page.keyboard.type(keys)
        page.wait_for_timeout(300)
    assert page.locator(".jp-Notebook .jp-Cell .aj-room").count() == 1
    assert page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert page.locator(".aj-room .aj-list:focus").count() == 1


def found_again(page: Any, first: str, second: str) -> None:
    """What was acknowledged is on the screen."""
    assert page.locator(f"[data-item={first}] .aj-said").text_content() == "✓ 符合"
    assert page.locator(f"[data-item={second}] .aj-said").text_content() == "✓ 不符合"
    page.locator(f"[data-item={second}]").click()
    page.locator(".aj-box.aj-mine").wait_for()
    assert "此处没有签名" in page.locator(".aj-own").first.text_content()
    assert "写了一半" not in page.content()


def lose_kernel(lab: Lab, page: Any, sitting: Sitting) -> None:
    """The kernel dies, and what is said then is not called saved."""
    before = len(sitting.said())
    for child in psutil.Process(lab.process).children():
        os.kill(child.pid, signal.SIGKILL)
    page.locator(".aj-list").focus()
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyY")
    page.locator(".aj-is-trouble").wait_for()
    assert "尚未保存" in page.locator(".aj-status").text_content()
    end = time.monotonic() + 20
    while not any(one["execution_state"] == "idle" for one in lab.get("api/kernels")):
        assert time.monotonic() < end
        time.sleep(0.2)
    dialog = page.locator(".jp-Dialog .jp-mod-accept")
    if dialog.count():
        dialog.first.click()
    assert len(sitting.said()) == before


def submit(page: Any, sitting: Sitting) -> None:
    page.locator(".aj-list").focus()
    page.keyboard.press("KeyS")
    page.locator("[role=alertdialog] .aj-yes:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator(".aj-status", has_text="已提交").wait_for()
    assert [one.action for one in sitting.said()] == ["reviewed", "reviewed", "submitted"]
    page.keyboard.press("KeyE")
    assert page.locator(".aj-acts form").count() == 0
