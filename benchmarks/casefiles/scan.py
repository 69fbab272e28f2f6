"""Turns rendered papers into scans: image-only PDF, multi-page TIFF, photographs."""

import random
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

from benchmarks.casefiles.keys import Placed


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner or telephone spoils pages."""

    colour: str  # colour | grey | fax
    dpi: int
    skew: float
    noise: float
    shadow: float
    faint: float
    quality: int
    turned: float


def scanner(rng: random.Random, packing: str) -> Scanner:
    """A scanner, mostly decent, sometimes bad."""
    colour = rng.choice(("colour", "colour", "colour", "grey", "grey", "fax"))
    if packing == "jpg":
        colour = "colour"
    return Scanner(
        colour,
        dpi=rng.choice((150, 200, 200, 200, 300)) if colour != "fax" else 200,
        skew=rng.choice((0.3, 0.8, 1.5, 2.5)),
        noise=rng.choice((2, 4, 7, 11)),
        shadow=rng.choice((0, 0, 0.15, 0.3)),
        faint=rng.choice((0, 0, 0.15, 0.35)),
        quality=rng.choice((45, 60, 75, 85)),
        turned=rng.choice((0, 0, 0.08, 0.15)),
    )


def spoil(image: Image.Image, kind: Scanner, rng: random.Random) -> Image.Image:
    """One page as the scanner gives it, upright but for its skew."""
    noise = np.random.default_rng(rng.randint(0, 2**32))
    page = np.asarray(image.convert("RGB")).astype(np.float32)
    height, width = page.shape[:2]
    angle = rng.uniform(-kind.skew, kind.skew)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    turn[:, 2] += (rng.uniform(-6, 6), rng.uniform(-6, 6))
    page = cv2.warpAffine(page, turn, (width, height), borderValue=(250, 250, 248), flags=cv2.INTER_CUBIC)
    paper = np.array([rng.uniform(238, 252), rng.uniform(238, 251), rng.uniform(228, 249)], np.float32)
    page = page * paper / 255
    page = page + (paper - page) * kind.faint
    if kind.shadow:
        edge = (
            np.linspace(1 - kind.shadow, 1, width)
            if rng.random() < 0.5
            else np.linspace(1, 1 - kind.shadow, width)
        )
        page *= np.minimum(1, np.sqrt(edge)).astype(np.float32)[None, :, None]
    if rng.random() < 0.5:
        page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.3, 0.8))
    page += noise.normal(0, kind.noise, page.shape[:2]).astype(np.float32)[:, :, None]
    for _ in range(rng.randint(0, 14)):
        spot = (rng.randint(0, width), rng.randint(0, height))
        cv2.circle(page, spot, rng.randint(1, 2), (rng.randint(30, 120),) * 3, -1)
    result = Image.fromarray(np.clip(page, 0, 255).astype(np.uint8))
    if kind.colour == "colour":
        return result
    grey = result.convert("L")
    if kind.colour == "grey":
        return grey
    level = 165 if kind.faint < 0.3 else 195
    return grey.point(lambda value: 255 if value > level else 0).convert("1")


def photographed(image: Image.Image, rng: random.Random) -> Image.Image:
    """A page on a desk, seen by a telephone a little from the side."""
    page = np.asarray(image.convert("RGB"))
    height, width = page.shape[:2]
    edge = int(width * 0.06)
    size = (width + 2 * edge, height + 2 * edge)
    desk = (rng.randint(60, 130), rng.randint(50, 110), rng.randint(40, 90))
    flat = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    limit = edge * 0.7
    seen = flat + edge + np.float32([[rng.uniform(-limit, limit) for _ in range(2)] for _ in range(4)])
    view = cv2.warpPerspective(page, cv2.getPerspectiveTransform(flat, seen), size, borderValue=desk)
    x = np.linspace(-1, 1, size[0])[None, :]
    y = np.linspace(-1, 1, size[1])[:, None]
    light = 1 - rng.uniform(0.05, 0.3) * np.clip(
        (x * rng.uniform(-1, 1) + y * rng.uniform(-1, 1) + 1) / 2, 0, 1
    )
    return Image.fromarray(np.clip(view * light[:, :, None], 0, 255).astype(np.uint8))


def images(files: list[Path], dpi: int) -> list[Image.Image]:
    """All pages of the rendered papers."""
    found = []
    for file in files:
        with pypdfium2.PdfDocument(file) as document:
            found += [page.render(scale=dpi / 72).to_pil() for page in document]
    return found


def packed(plan, case, papers, files: list[Path], out: Path) -> tuple[str, list[Placed], dict]:
    """Write the scan; gives its name, where each paper lies, and how it was spoilt."""
    rng = random.Random(f"scan {plan.seed}")
    kind = scanner(rng, plan.packing)
    pages, turned = [], {}
    for number, image in enumerate(images(files, kind.dpi), 1):
        page = spoil(image, kind, rng)
        if plan.packing == "jpg":
            page = photographed(page, rng)
        if rng.random() < kind.turned:
            turned[number] = rng.choice((90, 180, 270))
            page = page.rotate(-turned[number], expand=True)
        pages.append(page)
    counts = []
    for file in files:
        with pypdfium2.PdfDocument(file) as document:
            counts.append(len(document))
    about = {
        "colour": kind.colour,
        "dpi": kind.dpi,
        "skew": kind.skew,
        "noise": kind.noise,
        "faint": kind.faint,
    }
    about |= {"shadow": kind.shadow, "turned": turned}
    if plan.packing == "jpg":
        return plan.id, jpgs(plan, papers, counts, pages, out / plan.id, kind), about
    name = f"{plan.id}.{'tif' if plan.packing == 'tiff' else 'pdf'}"
    first, rest = pages[0], pages[1:]
    more = {} if kind.colour == "fax" else {"quality": kind.quality}
    if plan.packing == "tiff":
        how = "group4" if kind.colour == "fax" else "jpeg"
        resolution = (kind.dpi, kind.dpi)
        first.save(out / name, save_all=True, append_images=rest, compression=how, dpi=resolution, **more)
    else:
        first.save(out / name, "PDF", save_all=True, append_images=rest, resolution=kind.dpi, **more)
    placed, at = [], 1
    for paper, count in zip(papers, counts, strict=True):
        placed.append(Placed(paper, name, list(range(at, at + count))))
        at += count
    return name, placed, about


def jpgs(plan, papers, counts: list[int], pages: list[Image.Image], out: Path, kind: Scanner) -> list[Placed]:
    """A folder of photographs, one a page, named as a telephone names them."""
    out.mkdir(parents=True, exist_ok=True)
    placed, at = [], 0
    for paper, count in zip(papers, counts, strict=True):
        names = [f"IMG_{2000 + number:04d}.jpg" for number in range(at + 1, at + count + 1)]
        for name, page in zip(names, pages[at : at + count], strict=True):
            page.convert("RGB").save(out / name, quality=kind.quality, dpi=(kind.dpi, kind.dpi))
        placed.append(Placed(paper, names[0], [1], names))
        at += count
    return placed
