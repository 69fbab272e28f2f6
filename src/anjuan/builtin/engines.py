"""OCR through rapidocr with the models that its wheel carries; nothing is ever downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjuan import Box, OcrError, TextLine, clean_seals

if TYPE_CHECKING:
    from PIL.Image import Image

MIN_SCORE = 0.3  # below it the engine saw texture, not print


class RapidOcr:
    """PP-OCRv6 small, one thread: run one process a core."""

    name = "rapidocr"

    @cached_property
    def version(self) -> str:
        """Version of the installed engine."""
        return version("rapidocr")

    @cached_property
    def _engine(self) -> Any:
        import logging

        import cv2
        import rapidocr

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        cv2.setNumThreads(1)
        models = Path(rapidocr.__file__).parent / "models"
        found = {key: _model(models, pattern) for key, pattern in _MODELS.items()}
        return rapidocr.RapidOCR(
            params={
                **{f"{key}.model_path": str(path) for key, path in found.items()},
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.log_level": "error",
                "Global.text_score": MIN_SCORE,
            }
        )

    def lines(self, image: Image) -> Sequence[TextLine]:
        """Lines of an upright page, whatever order the engine gives; boxes in fractions.

        Raises:
            OcrError: the engine failed on this image.
        """
        import numpy

        pixels = clean_seals(numpy.asarray(image)[:, :, ::-1])
        try:
            found = self._engine(pixels)
        except Exception as error:  # onnxruntime and OpenCV raise their own kinds
            raise OcrError("页面识别失败", type(error).__name__, "检查页面图像后重试") from None
        if found.boxes is None:
            return ()
        height, width = pixels.shape[:2]
        return [
            TextLine(text, _box(quad, width, height), round(float(score), 2), text)
            for quad, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]


_MODELS = {"Det": "*det_small*.onnx", "Rec": "*rec_small*.onnx", "Cls": "*cls*.onnx"}


def _model(folder: Path, pattern: str) -> Path:
    found = sorted(folder.rglob(pattern))
    if not found:
        raise OcrError("OCR 模型文件缺失", pattern, "重新安装 rapidocr")
    return found[0]


def _box(quad: Any, width: int, height: int) -> Box:
    xs, ys = [point[0] / width for point in quad], [point[1] / height for point in quad]
    return Box.clipped(float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)))
