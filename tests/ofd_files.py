"""Small invented OFD files, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(words: str, x: float, y: float, size: float = 4.0, more: str = "", code: str = "") -> str:
    """A text object whose base line begins at a place in millimetres; full-width steps unless `code` says otherwise."""
    steps = code or f'DeltaX="g {max(len(words) - 1, 1)} {size}"'
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 150 {size * 1.3}" Font="1" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}" {steps}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """A ruled line."""
    return (
        f'<ofd:PathObject ID="2" Boundary="{x0} {y0} {x1 - x0 + 0.2} {y1 - y0 + 0.2}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def picture(key: str, x: float, y: float, wide: float, high: float, more: str = "") -> str:
    """A picture of the resources at a place."""
    return (
        f'<ofd:ImageObject ID="3" Boundary="{x} {y} {wide} {high}" CTM="{wide} 0 0 {high} 0 0"'
        f' ResourceID="{key}" {more}/>'
    )


def layer(*things: str, kind: str = "Body", extra: str = "") -> str:
    """The content of a page with one layer; `extra` stands before it (a template, an area)."""
    return (
        f"<ofd:Page {NS}>{extra}<ofd:Content>"
        f'<ofd:Layer ID="9" Type="{kind}">{"".join(things)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def png(size: tuple[int, int] = (400, 600), colour: str = "black") -> bytes:
    """A picture of one colour with a white edge."""
    image = Image.new("RGB", size, "white")
    image.paste(Image.new("RGB", (size[0] // 2, size[1] // 2), colour), (size[0] // 4, size[1] // 4))
    body = io.BytesIO()
    image.save(body, "PNG")
    return body.getvalue()


def ofd(
    path: Path,
    pages: Sequence[str],
    *,
    common: str = "",
    document: str = "",
    body: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> Path:
    """An OFD of one document.

    Args:
        common, document, body: more in CommonData, in Document, in DocBody. parts: further parts.
    """
    listing = "".join(
        f'<ofd:Page ID="{100 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    found: dict[str, str | bytes] = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        f"{body}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listing}</ofd:Pages>{document}</ofd:Document>",
        "Doc_0/Res.xml": f"<ofd:Res {NS}/>",
        **{f"Doc_0/Pages/Page_{n}/Content.xml": page for n, page in enumerate(pages)},
        **(parts or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    return path


def resources(pictures: Mapping[str, str], units: str = "") -> str:
    """A resource file: id of a picture → file in the folder Res; composite units as they are written."""
    media = "".join(
        f'<ofd:MultiMedia ID="{key}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for key, name in pictures.items()
    )
    return (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias>'
        f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    )


def der(tag: int, *parts: bytes) -> bytes:
    """A value in DER."""
    body = b"".join(parts)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    head = bytes([len(body)]) if len(body) < 128 else bytes([0x80 + len(size)]) + size
    return bytes([tag]) + head + body


def seal(name: str, image: bytes = b"") -> bytes:
    """An electronic seal that carries a name, as far as a reader looks."""
    header = der(0x30, der(0x16, b"ES"), der(0x02, b"\x04"), der(0x16, b"VENDOR"))
    about = der(0x30, der(0x02, b"\x03"), der(0x0C, name.encode()), der(0x02, b"\x01"))
    look = der(0x30, der(0x16, b"PNG"), der(0x04, image), der(0x02, b"\x28"), der(0x02, b"\x28"))
    return der(0x30, der(0x30, header, der(0x16, b"1"), about, look), der(0x04, b"certificate"))


def signed(page: str, box: str, body: bytes) -> dict[str, str | bytes]:
    """The parts of one signature with a stamp."""
    return {
        "Doc_0/Signs/Signatures.xml": f"<ofd:Signatures {NS}>"
        '<ofd:Signature ID="1" Type="Seal" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>',
        "Doc_0/Signs/Sign_0/Signature.xml": f'<ofd:Signature {NS}><ofd:SignedInfo><ofd:StampAnnot ID="2"'
        f' PageRef="{page}" Boundary="{box}"/></ofd:SignedInfo>'
        "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>",
        "Doc_0/Signs/Sign_0/SignedValue.dat": der(0x30, der(0x30, der(0x02, b"\x04"), body)),
    }
