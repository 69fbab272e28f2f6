"""Image-only scans and photographs: a volume is set as PDF, rendered, and made to look handled."""

from __future__ import annotations

import io
import time
import zlib

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from .model import CaseSpec
from .pdf import bound

PAPER = (250, 249, 244)
# A short scan holds at most seven pages, so its decision has to fit one.
SIZES = {"scan-short": 9.9}


def _pages(spec: CaseSpec, dpi: int) -> list[Image.Image]:
    frame = "index" if spec.packing == "scan" else ""
    document = pypdfium2.PdfDocument(bound(spec, SIZES.get(spec.packing, 10.6), frame))
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _noise(image: Image.Image, random: np.random.Generator, strength: float) -> Image.Image:
    pixels = np.asarray(image, dtype=np.float32)
    grain = random.normal(0, strength, pixels.shape[:2])[..., None]
    # A scanner's lamp is a little darker towards one edge.
    shade = np.linspace(0, -7, pixels.shape[1], dtype=np.float32)[None, :, None]
    return Image.fromarray(np.clip(pixels + grain + shade, 0, 255).astype(np.uint8))


def _specks(image: Image.Image, random: np.random.Generator) -> None:
    for _ in range(26):
        x, y = int(random.integers(0, image.width)), int(random.integers(0, image.height))
        image.putpixel((x, y), (70, 70, 70))
        image.putpixel((min(x + 1, image.width - 1), y), (90, 90, 90))


def scan_page(image: Image.Image, random: np.random.Generator) -> Image.Image:
    """One page off a flat-bed scanner: skewed by 0.5 to 1.5 degrees, soft, grainy."""
    angle = float(random.uniform(0.5, 1.5)) * (1 if random.random() < 0.5 else -1)
    paper = Image.new("RGB", image.size, PAPER)
    image = Image.blend(
        image, Image.composite(image, paper, image.convert("L").point(lambda v: 255 if v < 250 else 0)), 0.8
    )
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=PAPER)
    image = image.filter(ImageFilter.GaussianBlur(0.5))
    _specks(image, random)
    return _noise(image, random, 3.2)


def scan_pdf(spec: CaseSpec, dpi: int = 160) -> bytes:
    """The whole volume as an image-only PDF with fixed dates."""
    random = np.random.default_rng(zlib.crc32(spec.id.encode()))
    images = [scan_page(page, random) for page in _pages(spec, dpi)]
    out = io.BytesIO()
    day = time.gmtime(1_704_067_200)
    images[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=dpi,
        quality=45,
        creationDate=day,
        modDate=day,
        producer="scan",
        title=spec.id,
    )
    return out.getvalue()


def _photograph(image: Image.Image, random: np.random.Generator) -> Image.Image:
    """A page on a desk, taken by hand: perspective, uneven light."""
    w, h = image.size
    desk = Image.new("RGB", (int(w * 1.1), int(h * 1.08)), (112, 96, 80))
    desk.paste(image, (int(w * 0.05), int(h * 0.04)))
    dw, dh = desk.size
    dx, dy = (random.uniform(0.004, 0.018, 4) * dw).tolist(), (random.uniform(0.004, 0.014, 4) * dh).tolist()
    quad = (dx[0], dy[0], dx[1], dh - dy[1], dw - dx[2], dh - dy[2], dw - dx[3], dy[3])
    desk = desk.transform((dw, dh), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    light = np.linspace(1.0, 0.86, dh, dtype=np.float32)[:, None, None]
    pixels = np.asarray(desk, dtype=np.float32) * light
    return _noise(Image.fromarray(pixels.astype(np.uint8)), random, 2.6)


def photographs(spec: CaseSpec, dpi: int = 150) -> list[tuple[str, bytes]]:
    """Each page as a JPG; the second lies on its side with an EXIF orientation that sets it upright."""
    random = np.random.default_rng(zlib.crc32(spec.id.encode()))
    members = []
    for number, page in enumerate(_pages(spec, dpi), 1):
        image = _photograph(page, random)
        exif = Image.Exif()
        if number == 2:
            # 6 = turn a quarter clockwise to view, so the stored picture is turned the other way.
            image = image.transpose(Image.Transpose.ROTATE_90)
            exif[0x0112] = 6
        out = io.BytesIO()
        image.save(out, "JPEG", quality=58, exif=exif)
        members.append((f"IMG_{number:04}.jpg", out.getvalue()))
    return members
