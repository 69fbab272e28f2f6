"""A round red seal with a name on its rim, drawn once for each authority."""

from __future__ import annotations

import io
import math
from functools import cache

from PIL import Image, ImageDraw, ImageFont

FONTS = (
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
)


@cache
def seal_png(name: str, pixels: int = 420) -> bytes:
    """The seal as a small PNG with a transparent ground."""
    red = (204, 26, 36, 215)
    image = Image.new("RGBA", (pixels, pixels), (204, 26, 36, 0))
    draw = ImageDraw.Draw(image)
    rim = pixels // 34
    draw.ellipse((rim, rim, pixels - rim, pixels - rim), outline=red, width=pixels // 46)
    _star(draw, pixels / 2, pixels * 0.15, red)
    font = _font(pixels // 9)
    spread = min(270, 22 * len(name))
    for i, char in enumerate(name):
        angle = -spread / 2 + spread * i / max(1, len(name) - 1)
        glyph = Image.new("RGBA", (pixels // 6, pixels // 6), (204, 26, 36, 0))
        ImageDraw.Draw(glyph).text((pixels // 12, pixels // 12), char, font=font, fill=red, anchor="mm")
        glyph = glyph.rotate(-angle, resample=Image.Resampling.BICUBIC)
        x = pixels / 2 + math.sin(math.radians(angle)) * pixels * 0.385
        y = pixels / 2 - math.cos(math.radians(angle)) * pixels * 0.385
        image.alpha_composite(glyph, (int(x - glyph.width / 2), int(y - glyph.height / 2)))
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont:
    for path in FONTS:
        try:
            return ImageFont.truetype(path, size)
        except OSError:
            continue
    raise FileNotFoundError("no Chinese font found; install fonts-arphic-uming or fonts-noto-cjk")


def _star(draw: ImageDraw.ImageDraw, centre: float, radius: float, red: tuple[int, int, int, int]) -> None:
    points = []
    for i in range(10):
        r = radius if i % 2 == 0 else radius * 0.382
        angle = math.radians(i * 36)
        points.append((centre + math.sin(angle) * r, centre - math.cos(angle) * r))
    draw.polygon(points, fill=red)
