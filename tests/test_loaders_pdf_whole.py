"""A text layer is used only when it is whole; else the page is to be recognised."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from PIL import Image

from anjuan import Limits, TooLarge
from anjuan.builtin.loaders.pdf import PdfLoader
from anjuan.builtin.loaders.pdf_whole import implausible
from anjuan.model.case import Page
from anjuan.model.limits import limited

from .pdf_files import A4, Pdf, body, glyphs, place, read, scan, seal, signature, text, words

PAGE_WIDE = (0, 0, *A4)
HAN = "根据中华人民共和国行政处罚法第三十三条的规定当事人未按规定公示经营信息责令改正"


def han_page(printed: str, missing: str = "") -> Pdf:
    """A page of Han print whose font does not tell what some characters mean."""
    codes = {char: number for number, char in enumerate(sorted(set(printed)), 3)}
    pdf = Pdf()
    pdf.font("F2", {code: char for char, code in codes.items() if char not in missing})
    rows = [printed[at : at + 30] for at in range(0, len(printed), 30)]
    content = [glyphs([codes[char] for char in row], 70, 760 - 20 * n) for n, row in enumerate(rows)]
    pdf.page("".join(content))
    return pdf


def one(pdf: Pdf, folder: Path) -> Page:
    (page,) = read(pdf, folder)
    return page


def pasted(picture: Image.Image, where: tuple[float, float, float, float], before: str, after: str) -> Pdf:
    """Print before and after a picture, in the order of drawing."""
    pdf = Pdf()
    pdf.image("P", picture)
    pdf.page(before + place("P", *where) + after)
    return pdf


# ---- what the characters say ----------------------------------------------------------------


def test_a_layer_without_meanings_is_recognised(tmp_path: Path) -> None:
    assert one(han_page(HAN, missing=HAN), tmp_path).read == "image"


def test_a_font_that_tells_no_meaning_at_all_is_recognised(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.font("F2", None)
    pdf.page(glyphs([0x4E00 + n for n in range(30)], 70, 700))  # codes that look like common Han print
    assert one(pdf, tmp_path).read == "image"


@pytest.mark.parametrize("ruined", ["处以罚款5九00元", "二〇二四年三月九日", "第九号", "¥九8.00"])
def test_a_number_with_a_ruined_figure_is_recognised(ruined: str, tmp_path: Path) -> None:
    assert one(han_page(HAN + ruined, missing="九"), tmp_path).read == "image"


def test_a_ruined_letter_stays_visible_and_in_doubt(tmp_path: Path) -> None:
    page = one(han_page(HAN + "甲丙公司", missing="丙"), tmp_path)
    ruined = [line for line in page.lines if "甲\ufffd公司" in line.text]
    assert page.read == "text-layer"
    assert [line.confidence for line in ruined] == [0.5]
    assert all(line.confidence == 1 for line in page.lines if line not in ruined)


def test_private_use_counts_as_no_meaning(tmp_path: Path) -> None:
    page = one(han_page(HAN + "\ue123\U000f0001"), tmp_path)
    assert page.read == "text-layer"
    assert words(page)[-1].endswith("\ufffd\ufffd")


def test_han_print_under_latin_codes_is_recognised(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.font("F2", {n: chr(n) for n in range(33, 127)})
    pdf.page("".join(glyphs(range(33, 63), 70, 700 - 20 * n) for n in range(4)))
    assert one(pdf, tmp_path).read == "image"


@pytest.mark.parametrize(
    "nonsense",
    ["".join(chr(0x3400 + 37 * n) for n in range(60)), "\xbd\xad\xc3\xc5\xca\xd0\xc9\xfa\xcc\xac" * 6],
)
def test_nonsense_is_recognised(nonsense: str, tmp_path: Path) -> None:
    assert one(han_page(nonsense), tmp_path).read == "image"


@pytest.mark.parametrize(
    "sense",
    [
        HAN,
        "依據行政處罰法第三十三條之規定，當事人未依規定公示，應予處罰。",
        "Le contrôle a été fait à l'atelier du bord de la forêt, où aucun titre n'était affiché",
        "Постановление по делу об административном правонарушении",
        "☑是 □否 ①②③ 15㎡ ±0.5℃ № Ⅲ类 √ ● ★ 10μg/m³ —— ……",
        "臧犇 亓頔 翀",
    ],
)
def test_what_people_write_is_no_nonsense(sense: str) -> None:
    assert not implausible(sense)


def test_print_on_its_head_is_recognised(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page("q -1 0 0 -1 595 842 cm " + body() + "Q")
    assert one(pdf, tmp_path).read == "image"


# ---- what the page shows --------------------------------------------------------------------


@pytest.mark.parametrize("hidden", ["3 Tr", "1 1 1 rg", "/Clear gs"])
def test_unseen_text_over_a_scan_is_recognised(hidden: str, tmp_path: Path) -> None:
    pdf = pasted(scan(tmp_path), PAGE_WIDE, "", body(more=hidden))
    assert one(pdf, tmp_path).read == "image"


def test_text_under_a_scan_is_recognised(tmp_path: Path) -> None:
    assert one(pasted(scan(tmp_path), PAGE_WIDE, body(), ""), tmp_path).read == "image"


def test_unseen_text_on_a_page_of_print_is_no_print(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(
        body() + text("no fine at all", 70, 100, more="1 1 1 rg") + text("sealed", 300, 100, more="3 Tr")
    )
    page = one(pdf, tmp_path)
    assert page.read == "text-layer"
    assert len(words(page)) == 12


def test_white_print_on_dark_ground_is_print(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(body() + "q 0 0 0.4 rg 60 90 300 30 re f Q " + text("a heading", 70, 100, more="1 1 1 rg"))
    assert words(one(pdf, tmp_path))[-1] == "a heading"


@pytest.mark.parametrize(
    "stamp",
    [
        text("Received by the archive, volume 12, page 3 of 40", 70, 800),
        "".join(text("sample only", 80 + 150 * (n % 3), 130 + 150 * n, more="0.9 g") for n in range(4)),
    ],
)
def test_a_stamp_over_a_scan_is_not_its_text(stamp: str, tmp_path: Path) -> None:
    assert one(pasted(scan(tmp_path), PAGE_WIDE, "", stamp), tmp_path).read == "image"


def test_a_body_in_a_picture_is_recognised(tmp_path: Path) -> None:
    pdf = pasted(
        scan(tmp_path), (40, 60, 500, 700), text("A title that is text, and a number 17", 70, 800), ""
    )
    assert one(pdf, tmp_path).read == "image"


def test_a_scan_in_strips_is_a_scan(tmp_path: Path) -> None:
    whole, pdf = scan(tmp_path), Pdf()
    step, content = whole.height / 40, ""
    for n in range(40):
        pdf.image(f"P{n}", whole.crop((0, round(n * step), whole.width, round((n + 1) * step))))
        content += place(f"P{n}", 0, 842 - (n + 1) * 842 / 40, 595, 842 / 40)
    pdf.page(content)
    assert one(pdf, tmp_path).read == "image"


def test_a_scan_inside_a_form_is_a_scan(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.image("P", scan(tmp_path))
    pdf.form("F", place("P", 0, 0, 1190, 1684), "0.5 0 0 0.5 0 0")
    pdf.page("/F Do " + text("Page 1", 280, 20))
    assert one(pdf, tmp_path).read == "image"


def outlines(rows: int) -> str:
    """Letters drawn as curves."""
    letter = "{x} {y} m {a} {b} {a} {y} {a} {y} c {x} {b} {a} {b} {x} {b} c h {x} {b} m {a} {y} l S "
    return "1.2 w " + "".join(
        letter.format(x=70 + 9 * n, y=760 - 24 * row, a=76 + 9 * n, b=768 - 24 * row)
        for row in range(rows)
        for n in range(48)
        if n % 7
    )


@pytest.mark.parametrize(
    "beside", ["", text("- 3 -", 280, 20), text("Form 12 of the bureau, copy 3", 70, 800)]
)
def test_print_drawn_as_outlines_is_recognised(beside: str, tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(outlines(10) + beside)
    assert one(pdf, tmp_path).read == "image"


def test_seals_signatures_and_letterheads_leave_a_layer_whole(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.image("Seal", seal())
    pdf.image("Pen", signature())
    pdf.image("Head", Image.new("RGB", (600, 60), (200, 0, 0)))
    circle = "".join(
        f"{300 + 50 * math.cos(n)} {200 + 50 * math.sin(n)} {'l' if n else 'm'} " for n in range(200)
    )
    pdf.page(
        place("Head", 0, 790, 595, 50)
        + body(20)
        + place("Seal", 350, 280, 120, 120)
        + place("Pen", 120, 200, 130, 45)
        + f"1 0 0 RG {circle} S "
    )
    page = one(pdf, tmp_path)
    assert page.read == "text-layer"
    assert len(words(page)) == 20


def test_photographs_leave_a_layer_whole(tmp_path: Path) -> None:
    noise = random.Random(1)
    small = Image.new("RGB", (24, 18))
    small.putdata([tuple(noise.randrange(20, 200) for _ in range(3)) for _ in range(24 * 18)])
    photograph = small.resize((480, 360), Image.Resampling.BICUBIC)
    pdf = Pdf()
    pdf.image("P", photograph)
    pdf.page(body(8) + place("P", 70, 330, 220, 165) + place("P", 310, 330, 220, 165))
    page = one(pdf, tmp_path)
    assert page.read == "text-layer"
    assert len(words(page)) == 8


def test_a_pale_ground_leaves_a_layer_whole(tmp_path: Path) -> None:
    pdf = pasted(Image.new("RGB", (60, 80), (244, 240, 228)), PAGE_WIDE, "", body())
    page = one(pdf, tmp_path)
    assert page.read == "text-layer"
    assert len(words(page)) == 12


def test_a_blank_page_and_an_empty_form_need_no_engine(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page("")
    pdf.page("".join(f"70 {700 - 40 * n} 400 40 re S " for n in range(8)))
    assert [(page.read, page.lines, page.marks) for page in read(pdf, tmp_path)] == [
        ("text-layer", (), ())
    ] * 2


# ---- notes, caps ----------------------------------------------------------------------------


def test_filled_fields_and_free_text_are_print(tmp_path: Path) -> None:
    pdf = Pdf()
    field = pdf.note("Widget", (70, 100, 300, 130), text("filled by hand", 4, 8))
    note = pdf.note("FreeText", (70, 60, 300, 90), text("added later", 4, 8))
    pdf.page(body(), [field, note])
    page = one(pdf, tmp_path)
    assert words(page)[-2:] == ["filled by hand", "added later"]
    bare = Pdf()
    bare.page(body())
    pictures = [
        PdfLoader().image(one.save(tmp_path / f"{n}.pdf"), 1, max_pixels=200_000)
        for n, one in enumerate((pdf, bare))
    ]
    assert pictures[0].tobytes() != pictures[1].tobytes()  # an engine sees them too


def test_a_page_of_print_alone_has_no_marks(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(body() + "70 90 400 0.5 re f 70 60 400 20 re S")
    assert one(pdf, tmp_path).marks == ()


def test_caps_are_those_in_force(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.image("P", Image.new("RGB", (40, 30)))
    pdf.page(body() + place("P", 0, 0, 10, 10))
    pdf.page(body())
    with limited(Limits(pixels=1000)):
        first, second = read(pdf, tmp_path)
    assert first.failed
    assert "1200" in first.read
    assert second.read == "text-layer"
    with limited(Limits(pages=1)), pytest.raises(TooLarge, match="上限 1 页"):
        read(pdf, tmp_path)


@pytest.mark.parametrize("size", [(14_400_000, 14_400_000), (200, 150_000)])
def test_a_page_of_no_paper_fails(size: tuple[int, int], tmp_path: Path) -> None:
    pdf = Pdf(size)
    pdf.page(body())
    assert one(pdf, tmp_path).failed


def test_forms_within_forms_end(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.form("F", text("innermost", 70, 700))
    for _ in range(12):
        pdf.form("F", "/F Do")
    pdf.page(body() + "/F Do")
    assert one(pdf, tmp_path).read == "text-layer"
