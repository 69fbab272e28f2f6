"""Tesseract as a second opinion: the binary of the system, one thread, words joined to lines."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from anjuan import Box, OcrError, TextLine, clean_seals, limits

from .trust import TESSERACT, confidence

if TYPE_CHECKING:
    from PIL.Image import Image

LANGUAGE = "chi_sim"
APART = 2.0  # heights of a line between two words that are no longer one run of print
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# More threads make it slower, and one process a core is the rule of the house.
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the table that tesseract prints, in pixels; `line` is its block, paragraph and line."""

    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    confidence: float
    text: str


class TesseractOcr:
    """`tesseract -l chi_sim`; its version and its language are looked up at first use."""

    name = "tesseract"

    @cached_property
    def version(self) -> str:
        """Version that the binary tells.

        Raises:
            OcrError: the binary or the language is not installed; the Debian package is named.
        """
        first = _run("--version").decode("utf-8", "replace").split("\n", 1)[0]
        if LANGUAGE not in _run("--list-langs").decode("utf-8", "replace").split():
            raise OcrError(
                "tesseract 没有安装中文语言包", "识别引擎 tesseract", "apt install tesseract-ocr-chi-sim"
            )
        return first.removeprefix("tesseract").strip()

    def lines(self, image: Image) -> Sequence[TextLine]:
        """Lines of an upright page; boxes in fractions.

        Raises:
            OcrError: tesseract is not installed, failed or took longer than the cap of a page.
        """
        import numpy
        from PIL import Image as images

        _ = self.version
        pixels = clean_seals(numpy.asarray(image.convert("RGB"))[:, :, ::-1])
        body = io.BytesIO()
        images.fromarray(pixels[:, :, ::-1]).save(body, "PPM")
        table = _run("stdin", "stdout", "-l", LANGUAGE, "--psm", "3", "tsv", picture=body.getvalue())
        return list(lines_of_words(words_of(table.decode("utf-8", "replace")), image.width, image.height))


def words_of(table: str) -> Iterator[Word]:
    """Words of a TSV table."""
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if row.get("level") != "5" or not text:
            continue
        left, top = int(row["left"]), int(row["top"])
        yield Word(
            (int(row["block_num"]), int(row["par_num"]), int(row["line_num"])),
            left,
            top,
            left + int(row["width"]),
            top + int(row["height"]),
            max(float(row["conf"]), 0.0) / 100,
            text,
        )


def lines_of_words(words: Iterator[Word], width: int, height: int) -> Iterator[TextLine]:
    """Words of a line joined where they stand close; a wide gap begins another line.

    Args:
        width, height: of the picture in pixels.
    """
    for _, found in groupby(words, key=lambda word: word.line):
        run: list[Word] = []
        for word in found:
            if run and word.left - run[-1].right > APART * max(one.bottom - one.top for one in run):
                yield _line(run, width, height)
                run = []
            run.append(word)
        yield _line(run, width, height)


def _line(run: Sequence[Word], width: int, height: int) -> TextLine:
    text = run[0].text
    for before, word in pairwise(run):
        # Between Han characters the spaces are those of the layout analysis, not of the paper.
        loose = not (_WIDE.search(before.text[-1]) or _WIDE.search(word.text[0]))
        text += (" " if loose else "") + word.text
    box = Box.clipped(
        min(word.left for word in run) / width,
        min(word.top for word in run) / height,
        max(word.right for word in run) / width,
        max(word.bottom for word in run) / height,
    )
    return TextLine(text, box, confidence(min(word.confidence for word in run), TESSERACT), text)


def _run(*arguments: str, picture: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(
            ["tesseract", *arguments],
            input=picture,
            capture_output=True,
            env=os.environ | _ENVIRONMENT,
            timeout=limits().ocr_seconds,
            check=False,
        )
    except FileNotFoundError:
        raise OcrError(
            "没有安装 tesseract", "识别引擎 tesseract", "apt install tesseract-ocr tesseract-ocr-chi-sim"
        ) from None
    except subprocess.TimeoutExpired:
        raise OcrError(
            "页面识别超过时间上限", "识别引擎 tesseract", "调高 ocr_seconds 或改用 rapidocr"
        ) from None
    if done.returncode:
        raise OcrError("页面识别失败", f"tesseract 退出码 {done.returncode}", "检查页面图像后重试")
    return done.stdout or done.stderr  # older releases print their version to the second
