"""Photographs and scans as image files, upright by EXIF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from anjuan import Page, TooLarge, UnreadableFile

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 120_000_000
MAX_FRAMES = 500


class ImageLoader:
    """Reads JPEG, PNG, BMP and (multi-page) TIFF."""

    name = "image"
    suffixes = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """One page a frame, without lines: an engine reads them.

        Raises:
            UnreadableFile: damaged; TooLarge: more pixels or frames than the caps.
        """
        with _open(file, name) as picture:
            frames = getattr(picture, "n_frames", 1)
            if frames > MAX_FRAMES:
                raise TooLarge(f"图像有 {frames} 页，超过上限 {MAX_FRAMES} 页", name, "拆成几个文件后重试")
            width, height = picture.size
            if picture.getexif().get(0x0112, 1) >= 5:  # EXIF orientation on its side
                width, height = height, width
        # 200 dpi is what office scanners give; the size only serves to show proportions.
        size = (round(width * 72 / 200, 1), round(height * 72 / 200, 1))
        for index in range(frames):
            yield Page(name, index + 1, size, (), "image")

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """One upright frame."""
        from PIL import ImageOps

        with _open(file, file.name) as picture:
            if page > 1:
                picture.seek(page - 1)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
        scale = (max_pixels / (upright.width * upright.height)) ** 0.5
        if scale < 1:
            upright = upright.resize((int(upright.width * scale), int(upright.height * scale)))
        return upright


def _open(file: Path, name: str) -> Image:
    import warnings

    from PIL import Image as images

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", images.DecompressionBombWarning)
            picture = images.open(file)
            if picture.width * picture.height > MAX_PIXELS:
                raise TooLarge("图像像素数超过上限", name, "降低扫描分辨率后重试")
            picture.load()
            return picture
    except (images.DecompressionBombError, images.DecompressionBombWarning):
        raise TooLarge("图像像素数超过上限", name, "降低扫描分辨率后重试") from None
    except TooLarge:
        raise
    except Exception:  # Pillow raises OSError, SyntaxError, ValueError … on damaged pictures
        raise UnreadableFile("图像已损坏，无法打开", name, "请重新拍摄或扫描") from None
