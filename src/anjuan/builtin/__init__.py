"""First-party loaders, engine, classifier, extractors, policy and renderers: a plugin like any other."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan import Classifier, Extractor, Loader, NoticeRenderer, OcrEngine, SelectionPolicy, hookimpl


@hookimpl
def anjuan_loaders() -> Iterable[Loader]:
    """PDF, OFD, Word, spreadsheets and pictures."""
    from .loaders.image import ImageLoader
    from .loaders.ofd import OfdLoader
    from .loaders.pdf import PdfLoader
    from .loaders.sheet import SheetLoader
    from .loaders.word import DocLoader, DocxLoader

    return [PdfLoader(), OfdLoader(), DocxLoader(), DocLoader(), SheetLoader(), ImageLoader()]


@hookimpl
def anjuan_ocr_engines() -> Iterable[OcrEngine]:
    """rapidocr, adaptive and tesseract; their models load at first use."""
    from .engines import AdaptiveOcr, RapidOcr, TesseractOcr

    return [RapidOcr(), AdaptiveOcr(), TesseractOcr()]


@hookimpl
def anjuan_classifiers() -> Iterable[Classifier]:
    """Kinds of paper by their titles."""
    from .titles import TitleClassifier

    return [TitleClassifier()]


@hookimpl
def anjuan_extractors() -> Iterable[Extractor]:
    """Facts by kind of paper."""
    from .extractors import EXTRACTORS

    return EXTRACTORS


@hookimpl
def anjuan_selection_policies() -> Iterable[SelectionPolicy]:
    """The shipped policy."""
    from .policies import StandardPolicy

    return [StandardPolicy()]


@hookimpl
def anjuan_notice_renderers() -> Iterable[NoticeRenderer]:
    """DOCX and HTML."""
    from .renderers.docx import DocxRenderer
    from .renderers.html import HtmlRenderer

    return [DocxRenderer(), HtmlRenderer()]
