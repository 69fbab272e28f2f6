"""Engines by name: `rapidocr` (accurate), `adaptive` (fast, doubtful lines read twice), `tesseract` (the peer)."""

from .adaptive import AdaptiveOcr as AdaptiveOcr
from .rapid import RapidOcr as RapidOcr
from .tesseract import TesseractOcr as TesseractOcr
