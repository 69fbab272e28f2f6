"""`python -m benchmarks.room`: how long the room takes to its first page with boxes, beside a bare image widget.

Both in one JupyterLab and one browser, in turns, on the same page of the same file of sixty pages, from the
keys that run the cell to the picture on the screen. Exit 1 when the ratio is over its bar.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from anjuan.faces.crops import PIXELS
from anjuan.faces.notebook import dimension_titles, installed
from anjuan.faces.room_widget.desk import Desk
from anjuan.faces.room_widget.papers import QUALITY
from anjuan.record.review import Review
from anjuan.record.run import evaluate

from .lab import Lab, browser_page
from .papers import REGISTERS, electronic
from .table import Row, most, show

BAR = 1.5
PAGES = 60
SETUP = """
import io
import ipywidgets
import pypdfium2
import anjuan as aj
review = aj.open_review({review!r}, papers={paper!r})
aj.room(review, reviewer="甲").close()
""".strip()
BARE = """
document = pypdfium2.PdfDocument({paper!r})
sheet = document[{page} - 1]
scale = ({pixels} / (sheet.get_width() * sheet.get_height())) ** 0.5
body = io.BytesIO()
sheet.render(scale=scale).to_pil().convert("RGB").save(body, "JPEG", quality={quality})
ipywidgets.Image(value=body.getvalue(), format="jpeg")
""".strip()
ROOM = 'aj.room(review, reviewer="甲")'
BARE_READY = "[...document.querySelectorAll('.jp-OutputArea img.widget-image')].some(fresh)"
ROOM_READY = "[...document.querySelectorAll('.aj-room[data-ready] img')].some(fresh)"
# From the key that runs the cell to the frame in which a picture that was not there before is drawn.
CLOCK = """() => {
  const seen = new Set(document.querySelectorAll('.jp-OutputArea img'));
  const fresh = (one) => !seen.has(one) && one.complete && one.naturalWidth > 0;
  window.took = new Promise((resolve) => addEventListener('keydown', () => {
    const start = performance.now();
    const look = () => (READY) ? requestAnimationFrame(() => resolve(performance.now() - start)) : setTimeout(look, 2);
    look();
  }, { capture: true, once: true }));
}"""


def timed(lab: Lab, page: Any, cell: int, ready: str) -> float:
    """Milliseconds from the keys that run a cell to its picture."""
    page.locator(".jp-Notebook .jp-Cell .jp-InputArea-editor").nth(cell).click()
    page.evaluate(CLOCK.replace("READY", ready))
    page.keyboard.press("Control+Enter")
    took = float(page.evaluate("window.took"))
    page.wait_for_timeout(
        700
    )  # until the page that the room fetches ahead is there, so that neither waits for it
    page.wait_for_selector("#jp-bottom-panel :text('Python 3 (ipykernel) | Idle')")
    return took


def first_page(review: Review) -> int:
    """The page that the room opens first: that of the first item of the agenda."""
    desk = Desk(
        review,
        "甲",
        "",
        plugins=installed(),
        titles=dimension_titles(),
        folder=lambda digest: None,
        profile=lambda: review.profile(installed()),
    )
    seen, _ = desk.answer({"kind": "open"})
    return int(seen["start"]["page"])


def rows(folder: Path, repeat: int) -> Iterator[Row]:
    """The figures."""
    [paper] = electronic(folder / "papers", 1, PAGES)
    review = Review.open_or_make(folder / "review", registers=str(REGISTERS))
    evaluate([paper], review, workers=0)
    page_number = first_page(review)
    with Lab(folder / "lab") as lab, browser_page() as page:
        bare = BARE.format(paper=str(paper), page=page_number, pixels=PIXELS, quality=QUALITY)
        lab.notebook("room.ipynb", [SETUP.format(review=str(review.folder), paper=str(paper)), bare, ROOM])
        lab.open(page, "room.ipynb")
        lab.run(page, 0)
        page.wait_for_function(
            "document.querySelector('.jp-Cell .jp-InputPrompt')?.textContent.includes('1')", timeout=90_000
        )
        timed(lab, page, 1, BARE_READY)  # each once, so that both are in memory
        timed(lab, page, 2, ROOM_READY)
        pairs = [(timed(lab, page, 1, BARE_READY), timed(lab, page, 2, ROOM_READY)) for _ in range(repeat)]
    name = f"room: {PAGES} pages, page {page_number}"
    bare_time, room_time = (median(side) for side in zip(*pairs, strict=True))
    yield Row(f"{name}, bare image widget", f"{bare_time:.0f} ms")
    yield Row(f"{name}, first page with boxes", f"{room_time:.0f} ms")
    # Of the medians: a ratio of single turns leans up on a busy machine, the short turn being the divisor.
    yield most(f"{name}, ratio", room_time / bare_time, BAR)


def main() -> int:
    """Measure and print; 1 when over the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=15)
    with tempfile.TemporaryDirectory() as folder:
        return 0 if show(list(rows(Path(folder), parser.parse_args().repeat))) else 1


if __name__ == "__main__":
    sys.exit(main())
