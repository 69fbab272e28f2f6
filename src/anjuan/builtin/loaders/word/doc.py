"""The loader of old Word files: DOC, WPS, RTF."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from anjuan import EncryptedFile, Ole, Page, UnreadableFile, WrongFileType, limits

from .convert import as_docx
from .docx import OLE, image_of, pages_of

if TYPE_CHECKING:
    from PIL.Image import Image

ENCRYPTED = 0x0100  # flag in the head of the text of a DOC
WORDS = ("worddocument", "matost", "contents")  # streams with text: Word and WPS, Works of two ages
_OLD = (b"\xdb\xa5", b"\x31\xbe\x00\x00", b"\xfe\x37\x00\x23", b"\x9b\xa5")  # Word 1 to 5, before OLE
_WRONG = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"MZ", "程序"),
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|p|div|meta)[\s>]", re.IGNORECASE)
_WORD_XML = re.compile(rb"<\w*:?wordDocument[\s>]")


class DocLoader:
    """Reads `.doc`, `.wps` and `.rtf` through LibreOffice; what is a DOCX under such a name is read as one."""

    name = "doc"
    suffixes = (".doc", ".wps", ".rtf")

    def pages(self, file: Path, name: str) -> Iterator[Page]:
        """The text as one page without number, or the pictures of a file without text.

        Raises:
            WrongFileType: LibreOffice is missing, or it is no Word file; EncryptedFile, UnreadableFile, TooLarge.
        """
        source = _source(file, name)
        yield from pages_of(source, name, converted=source is not file)

    def image(self, file: Path, page: int, *, max_pixels: int) -> Image:
        """A picture that is a page.

        Raises:
            WrongFileType: flow formats have no other picture of a page.
        """
        return image_of(_source(file, file.name), file.name, page, max_pixels)


def _source(file: Path, name: str) -> Path | IO[bytes]:
    """The DOCX that stands behind the name, or is made of the file."""
    with file.open("rb") as stream:
        if stream.read(2) == b"PK":
            return file
    inspect(file, name)
    return io.BytesIO(as_docx(file, name))


def inspect(file: Path, name: str) -> None:
    """Refuse what is no Word file, or asks for a password, by its content.

    Raises:
        WrongFileType, EncryptedFile, UnreadableFile: see the tree of errors.
    """
    with file.open("rb") as stream:
        head = stream.read(4096)
    if file.stat().st_size > limits().office_bytes:
        raise UnreadableFile("旧版 Word 文件过大", name, "用 Word 打开后另存为 .docx")
    if head.startswith(OLE):
        _inspect_ole(Ole.open(file), name)
        return
    wrong = next((kind for mark, kind in _WRONG if head.startswith(mark)), None)
    if wrong:
        raise WrongFileType(f"扩展名是旧版 Word，内容却是{wrong}", name, "改用正确的扩展名后重新提交")
    known = head.lstrip().startswith(rb"{\rtf") or head.startswith(_OLD)
    if not (known or _HTML.search(head) or _WORD_XML.search(head)):
        raise WrongFileType("扩展名是旧版 Word，内容却不是", name, "用 Word 打开后另存为 .docx")


def _inspect_ole(ole: Ole, name: str) -> None:
    if "encryptedpackage" in ole.names:
        raise EncryptedFile("文档已加密，需要密码", name, "解除密码并另存为 .docx 后重试")
    if ole.names & {"workbook", "book"}:
        raise WrongFileType("扩展名是旧版 Word，内容却是表格", name, "改用正确的扩展名后重新提交")
    if not ole.names:
        raise UnreadableFile("旧版 Word 文件已损坏，无法打开", name, "用 Word 打开后另存为 .docx")
    if not ole.names & set(WORDS):
        raise WrongFileType("扩展名是旧版 Word，内容却不是", name, "用 Word 打开后另存为 .docx")
    head = ole.read("worddocument", 12)
    if len(head) == 12 and struct.unpack_from("<H", head, 10)[0] & ENCRYPTED:
        raise EncryptedFile("文档已加密，需要密码", name, "解除密码并另存为 .docx 后重试")
