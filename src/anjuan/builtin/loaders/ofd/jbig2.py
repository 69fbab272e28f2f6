"""JBIG2, the packing of black-and-white scans: decoded by pdfium, which takes it wrapped in a PDF of one page."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from anjuan import limits

if TYPE_CHECKING:
    from PIL.Image import Image

HEAD = b"\x97JB2\r\n\x1a\n"
PAGE_INFO = 48
UNKNOWN = 0xFFFFFFFF


def is_jbig2(body: bytes) -> bool:
    """True for a JBIG2 file."""
    return body.startswith(HEAD)


def jbig2_picture(body: bytes) -> Image | None:
    """The first page of a JBIG2 file; None where it is damaged, over the cap or packed out of order."""
    import pypdfium2 as pdfium

    if len(body) < 13 or not body[8] & 1:  # segments in the order of their data
        return None
    segments = body[9 if body[8] & 2 else 13 :]
    size = _size(segments)
    if size is None or not 0 < size[0] * size[1] <= limits().pixels:
        return None
    try:
        document = pdfium.PdfDocument(_wrapped(segments, *size))
        try:
            # The paper of that PDF is as many points wide as the picture has pixels.
            picture: Image = document[0].render(scale=1).to_pil().convert("L")
            return picture
        finally:
            document.close()
    except (pdfium.PdfiumError, ValueError, MemoryError):
        return None


def _size(segments: bytes) -> tuple[int, int] | None:
    """Width and height, which the first segment tells."""
    if len(segments) < 19 or segments[4] & 0x3F != PAGE_INFO or segments[5] >> 5 > 4:
        return None
    start = 7 + (4 if segments[4] & 0x40 else 1) - 1 + 4
    if len(segments) < start + 8:
        return None
    width, height = struct.unpack_from(">II", segments, start)
    return (width, height) if UNKNOWN not in (width, height) else None


def _wrapped(segments: bytes, width: int, height: int) -> bytes:
    """A PDF of one page that shows the picture."""
    show = f"{width} 0 0 {height} 0 0 cm /I Do".encode()
    image = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 1".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R".encode()
        + b"/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(show), show),
        b"<<%s/ColorSpace/DeviceGray/Filter/JBIG2Decode/Length %d>>stream\n%s\nendstream"
        % (image, len(segments), segments),
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end
