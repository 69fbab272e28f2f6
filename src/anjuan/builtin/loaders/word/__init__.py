"""Word files: DOCX read by ourselves, DOC and WPS through LibreOffice."""

from __future__ import annotations

from .doc import DocLoader
from .docx import DocxLoader

__all__ = ["DocLoader", "DocxLoader"]
