"""Pictures: every mode on white, every frame upright by its own notes, damaged frames named."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image, TiffImagePlugin

from anjuan import AnjuanError, Limits
from anjuan.builtin.loaders.image import ImageLoader, on_white
from anjuan.model.limits import limited

WIDE = (60, 40)


def paper(mode: str = "RGB") -> Image.Image:
    """White paper with a dark left half."""
    image = Image.new("RGB", WIDE, "white")
    image.paste((0, 0, 0), (0, 0, 30, 40))
    return image.convert(mode)


def pages(path: Path) -> list[tuple[int | None, tuple[float, float], str]]:
    return [(page.page, page.size, page.read) for page in ImageLoader().pages(path, path.name)]


def seen(path: Path, page: int = 1) -> tuple[tuple[int, int], str]:
    """Size of the upright page, and where its dark half lies."""
    image = ImageLoader().image(path, page, max_pixels=1_000_000)
    assert image.mode == "RGB"
    grey = numpy.asarray(image.convert("L"), dtype=float)
    rows, columns = grey.mean(axis=1), grey.mean(axis=0)
    if abs(columns[0] - columns[-1]) > 100:
        return image.size, "left" if columns[0] < columns[-1] else "right"
    return image.size, "top" if rows[0] < rows[-1] else "bottom"


def tiff(path: Path, frames: Sequence[Image.Image], **options: Any) -> Path:
    frames[0].save(path, "TIFF", save_all=True, append_images=list(frames[1:]), **options)
    return path


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK", "RGBA", "LA"])
def test_modes_of_a_tiff(tmp_path: Path, mode: str) -> None:
    path = tiff(tmp_path / "a.tif", [paper(mode)])
    assert pages(path) == [(1, (21.6, 14.4), "image")]
    assert seen(path) == (WIDE, "left")


@pytest.mark.parametrize("packing", ["group4", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_packings_of_a_tiff(tmp_path: Path, packing: str) -> None:
    path = tiff(tmp_path / "a.tif", [paper("1"), paper("1")], compression=packing)
    assert len(pages(path)) == 2
    assert seen(path, 2) == (WIDE, "left")


def test_sixteen_bits_and_fractions_of_grey(tmp_path: Path) -> None:
    deep = numpy.full((40, 60), 60_000, numpy.uint16)
    deep[:, :30] = 2_000
    for name, values in (("a.tif", deep), ("b.tif", (deep / 65535).astype(numpy.float32))):
        Image.fromarray(values).save(tmp_path / name)
        assert seen(tmp_path / name) == (WIDE, "left")
    Image.fromarray(deep).save(tmp_path / "c.png")
    assert seen(tmp_path / "c.png") == (WIDE, "left")


@pytest.mark.parametrize(("name", "mode"), [("a.png", "RGBA"), ("a.png", "LA"), ("a.webp", "RGBA")])
def test_what_is_clear_shows_white_paper(tmp_path: Path, name: str, mode: str) -> None:
    image = paper("RGBA")
    image.paste((0, 0, 0, 0), (30, 0, 60, 40))  # clear black, as programs for drawing leave it
    image.convert(mode).save(tmp_path / name)
    assert seen(tmp_path / name) == (WIDE, "left")


def test_a_palette_with_a_clear_colour(tmp_path: Path) -> None:
    image = paper("P")
    image.save(tmp_path / "a.gif", transparency=image.getpixel((50, 5)))
    assert seen(tmp_path / "a.gif") == (WIDE, "left")


def jpeg(path: Path, orientation: int) -> Path:
    notes = Image.Exif()
    notes[0x0112] = orientation
    paper().save(path, "JPEG", exif=notes)
    return path


@pytest.mark.parametrize(
    ("orientation", "size", "dark"),
    [
        (1, WIDE, "left"),
        (2, WIDE, "right"),
        (3, WIDE, "right"),
        (4, WIDE, "left"),
        (5, (40, 60), "top"),
        (6, (40, 60), "top"),
        (7, (40, 60), "bottom"),
        (8, (40, 60), "bottom"),
        (99, WIDE, "left"),
    ],
)
def test_photographs_stand_upright(
    tmp_path: Path, orientation: int, size: tuple[int, int], dark: str
) -> None:
    path = jpeg(tmp_path / "a.jfif", orientation)
    assert seen(path) == (size, dark)
    ((_, shape, _),) = pages(path)
    assert (shape[0] > shape[1]) == (size[0] > size[1])


def test_each_frame_of_a_tiff_has_an_orientation_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with TiffImagePlugin.AppendingTiffWriter(str(path), True) as writer:
        for orientation in (6, 1, 3):
            notes = TiffImagePlugin.ImageFileDirectory_v2()
            notes[0x0112] = orientation
            paper().save(writer, "TIFF", tiffinfo=notes)
            writer.newFrame()
    assert [shape for _, shape, _ in pages(path)] == [(14.4, 21.6), (21.6, 14.4), (21.6, 14.4)]
    assert [seen(path, page) for page in (1, 2, 3)] == [((40, 60), "top"), (WIDE, "left"), (WIDE, "right")]


def test_a_preview_in_a_tiff_is_no_page(tmp_path: Path) -> None:
    preview = TiffImagePlugin.ImageFileDirectory_v2()
    preview[254] = 1
    path = tmp_path / "a.tif"
    with TiffImagePlugin.AppendingTiffWriter(str(path), True) as writer:
        for image, notes in ((paper(), None), (paper().resize((6, 4)), preview), (paper(), None)):
            image.save(writer, "TIFF", tiffinfo=notes or TiffImagePlugin.ImageFileDirectory_v2())
            writer.newFrame()
    assert [page for page, _, _ in pages(path)] == [1, 2]
    assert seen(path, 2) == (WIDE, "left")


def test_a_damaged_frame_among_others_is_a_failed_page(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", [paper(), paper(), paper()], compression="tiff_adobe_deflate")
    with Image.open(path) as image:
        image.seek(1)
        start = image.tag_v2[273][0]  # type: ignore[attr-defined]
    body = bytearray(path.read_bytes())
    body[start : start + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(body)
    assert [(page, read[:6]) for page, _, read in pages(path)] == [(1, "image"), (2, "failed"), (3, "image")]


def test_damaged_files_are_refused(tmp_path: Path) -> None:
    whole = jpeg(tmp_path / "a.jpg", 1).read_bytes()
    for name, body in (
        ("cut.jpg", whole[: len(whole) // 2]),
        ("text.png", b"no picture"),
        ("empty.bmp", b"BM"),
    ):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(AnjuanError, match="AJ-101") as caught:
            pages(tmp_path / name)
        assert name in caught.value.where


def test_caps_are_those_of_the_run_and_not_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiff(tmp_path / "a.tif", [paper(), paper(), paper()])
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    assert len(pages(path)) == 3
    assert Image.MAX_IMAGE_PIXELS == 10
    for caps in (Limits(pages=2), Limits(pixels=2_399)):
        with limited(caps), pytest.raises(AnjuanError, match="AJ-106"):
            pages(path)
    with pytest.raises(AnjuanError, match="AJ-101"):
        ImageLoader().image(path, 4, max_pixels=100)


def test_a_large_frame_behind_a_small_one_is_over_the_cap_too(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", [paper(), paper().resize((600, 400))])
    with limited(Limits(pixels=10_000)), pytest.raises(AnjuanError, match="AJ-106"):
        pages(path)


def test_pages_are_no_bigger_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    paper().resize((1200, 800)).save(path)
    image = ImageLoader().image(path, 1, max_pixels=6_000)
    assert 5_000 < image.width * image.height <= 6_000
    assert on_white(Image.new("HSV", (2, 2))).mode == "RGB"
