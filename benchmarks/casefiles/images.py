"""Pictures that stand on papers: seals, signatures, fingerprints, photographs."""

import functools
import math
import random
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = {
    "song": "Noto Serif CJK SC",
    "hei": "Noto Sans CJK SC",
    "ming": "AR PL UMing CN",
    "kai": "AR PL KaitiM GB",
    "fang": "LXGW WenKai",
    "sung": "AR PL UMing CN",
    "hand": "LXGW WenKai",
}


@functools.cache
def font_file(name: str) -> tuple[str, int]:
    """File and index of a font of this machine, asked from fontconfig."""
    call = ["fc-match", "-f", "%{file}\n%{index}", FONTS[name]]
    file, index = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split("\n")
    return file, int(index)


@functools.cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A font for drawing with PIL."""
    file, index = font_file(name)
    return ImageFont.truetype(file, size, index=index)


def seal(organ: str, path: Path, seed: int = 0) -> Path:
    """A round red seal with the organ on a ring and a star; transparent ground."""
    if path.exists():
        return path
    size, rng = 480, random.Random(f"{organ}{seed}")
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    red = (rng.randint(205, 230), rng.randint(15, 50), rng.randint(20, 50), 205)
    draw = ImageDraw.Draw(image)
    draw.ellipse((8, 8, size - 8, size - 8), outline=red, width=11)
    star = []
    for n in range(10):
        radius = (70, 27)[n % 2]
        angle = math.pi * n / 5 - math.pi / 2
        star.append((size / 2 + radius * math.cos(angle), size / 2 + radius * math.sin(angle)))
    draw.polygon(star, fill=red)
    height = min(64, int(900 / max(len(organ), 8)))
    sweep = min(290, 26 * len(organ))
    for n, char in enumerate(organ):
        angle = -sweep / 2 + sweep * (n + 0.5) / len(organ)
        glyph = Image.new("RGBA", (90, 90), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((45, 45), char, red, font("song", height), anchor="mm")
        glyph = glyph.rotate(-angle, Image.Resampling.BICUBIC)
        x = size / 2 + 180 * math.sin(math.radians(angle)) - 45
        y = size / 2 - 180 * math.cos(math.radians(angle)) - 45
        image.alpha_composite(glyph, (int(x), int(y)))
    image = image.rotate(rng.uniform(-9, 9), Image.Resampling.BICUBIC)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    return path


def signature(name: str, path: Path) -> Path:
    """A name as written by hand; transparent ground."""
    if path.exists():
        return path
    rng = random.Random(name)
    image = Image.new("RGBA", (110 * len(name) + 60, 150), (0, 0, 0, 0))
    ink = (rng.randint(10, 40), rng.randint(10, 40), rng.randint(30, 90), 235)
    for n, char in enumerate(name):
        glyph = Image.new("RGBA", (150, 150), (0, 0, 0, 0))
        ImageDraw.Draw(glyph).text((75, 75), char, ink, font("hand", rng.randint(92, 116)), anchor="mm")
        glyph = glyph.rotate(rng.uniform(-9, 9), Image.Resampling.BICUBIC)
        image.alpha_composite(glyph, (n * 96 + rng.randint(0, 12), 0))
    slant = rng.uniform(0.05, 0.22)
    image = image.transform(
        image.size, Image.Transform.AFFINE, (1, slant, -15, 0, 1, 0), Image.Resampling.BICUBIC
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    return path


def fingerprint(seed: int, path: Path) -> Path:
    """A red fingerprint; transparent ground."""
    if path.exists():
        return path
    rng = random.Random(seed)
    image = Image.new("RGBA", (120, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    shift = rng.randint(-8, 8)
    for n in range(2, 60, 5):
        box = (60 - n + min(shift, n), 80 - n * 1.3, 60 + n, 80 + n * 1.3)
        draw.ellipse(box, outline=(215, 30, 40, rng.randint(120, 210)), width=2)
    image = image.rotate(rng.uniform(-30, 30)).filter(ImageFilter.GaussianBlur(0.8))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
    return path


def photograph(seed: int, path: Path) -> Path:
    """A made-up view: walls, boxes, shelves in dull light."""
    if path.exists():
        return path
    rng = random.Random(seed)
    image = Image.new("RGB", (900, 620), tuple(rng.randint(120, 190) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, rng.randint(330, 430), 900, 620), fill=tuple(rng.randint(70, 130) for _ in range(3)))
    for _ in range(rng.randint(8, 26)):
        x, y = rng.randint(0, 800), rng.randint(150, 520)
        box = (x, y, x + rng.randint(40, 190), y + rng.randint(40, 150))
        draw.rectangle(box, fill=tuple(rng.randint(40, 220) for _ in range(3)), outline=(40, 40, 40))
    image = image.filter(ImageFilter.GaussianBlur(1.6))
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, quality=80)
    return path


def plain(name: str) -> str:
    """A name as letters and digits for a file name: not every tool takes every character."""
    return name.encode("utf-16-be").hex()


class Art:
    """Pictures of one run, kept in a folder by what they show."""

    def __init__(self, folder: Path):
        self.folder = folder

    def seal(self, organ: str) -> Path:
        """The organ's seal."""
        return seal(organ, self.folder / f"seal-{plain(organ)}.png")

    def signature(self, name: str) -> Path:
        """A person's signature."""
        return signature(name, self.folder / f"sign-{plain(name)}.png")

    def fingerprint(self, name: str) -> Path:
        """A person's fingerprint."""
        return fingerprint(sum(map(ord, name)), self.folder / f"finger-{plain(name)}.png")

    def photograph(self, seed: int) -> Path:
        """A photograph."""
        return photograph(seed, self.folder / f"photo-{seed}.jpg")
