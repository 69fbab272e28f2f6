"""The accurate engine: PP-OCRv6 small, with the models that the wheel of rapidocr carries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from anjuan import TextLine

from .lines import page_lines, single_line
from .models import Models, small, wheel

if TYPE_CHECKING:
    from PIL.Image import Image


class RapidOcr:
    """One thread: run one process a core."""

    name = "rapidocr"

    @cached_property
    def version(self) -> str:
        """Version of the wheel, which fixes its models."""
        return wheel("rapidocr")

    @cached_property
    def _models(self) -> Models:
        return small()

    def lines(self, image: Image) -> Sequence[TextLine]:
        """Lines of an upright page, whatever order the engine gives; boxes in fractions.

        A line that the ink shows and nobody could read has an empty text and the confidence 0.

        Raises:
            OcrError: the engine failed on this image.
        """
        import numpy

        return page_lines(numpy.asarray(image.convert("RGB")), self._models, self._models)

    def line(self, image: Image) -> TextLine:
        """One line of print alone on a picture; its confidence is that of its worst character.

        Raises:
            OcrError: the engine failed on this image.
        """
        import numpy

        return single_line(numpy.asarray(image.convert("RGB")), self._models)
