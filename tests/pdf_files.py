"""Small PDFs written by hand, for what no program writes on purpose."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from anjuan.builtin.loaders.pdf import PdfLoader
from anjuan.model.case import Page

LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
LINE = "The decision of the bureau is made on the day below"
A4 = (595, 842)


class Pdf:
    """A document of one or more pages; each page has a content stream and the resources it names."""

    def __init__(self, size: tuple[int, int] = A4, *, inherited: bool = False, turn: int = 0) -> None:
        self.objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
        self.pages: list[int] = []
        box = f"/MediaBox[0 0 {size[0]} {size[1]}]".encode()
        self._own, self._shared = (b"", box) if inherited else (box, b"")
        self._turn = f"/Rotate {turn}".encode() if turn else b""
        self.fonts = {"F1": self.add(LATIN)}
        self.drawn: dict[str, int] = {}

    def add(self, body: bytes, stream: bytes | None = None) -> int:
        if stream is not None:
            packed = zlib.compress(stream)
            body = body[:-2] + b"/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
        self.objects.append(body)
        return len(self.objects)

    def font(self, name: str, meanings: Mapping[int, str] | None, width: int = 1000) -> None:
        """A font with two bytes a glyph; `meanings` None: it does not say what its glyphs mean."""
        inner = self.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+X/DW %d"
            b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % width
        )
        told = b""
        if meanings is not None:
            rows = "".join(
                f"<{code:04x}><{char.encode('utf-16-be').hex()}>\n" for code, char in meanings.items()
            )
            table = (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
                "1 begincodespacerange <0000><ffff> endcodespacerange\n"
                f"{len(meanings)} beginbfchar\n{rows}endbfchar endcmap end end"
            )
            told = b"/ToUnicode %d 0 R" % self.add(b"<<>>", table.encode())
        self.fonts[name] = self.add(
            b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+X/Encoding/Identity-H/DescendantFonts[%d 0 R]%s>>"
            % (inner, told)
        )

    def image(self, name: str, picture: Image.Image) -> None:
        """A picture under a name for `place`; an alpha channel becomes its mask."""
        mask = b""
        if picture.mode == "RGBA":
            mask = b"/SMask %d 0 R" % self._image(picture.getchannel("A"), b"/DeviceGray", b"")
        self.drawn[name] = self._image(picture.convert("RGB"), b"/DeviceRGB", mask)

    def _image(self, picture: Image.Image, space: bytes, more: bytes) -> int:
        head = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8%s>>"
        return self.add(head % (picture.width, picture.height, space, more), picture.tobytes())

    def form(
        self,
        name: str,
        content: str,
        matrix: str = "1 0 0 1 0 0",
        size: tuple[int, int] = (2000, 2000),
    ) -> None:
        """A form under a name for `Do`."""
        box = f"/BBox[0 0 {size[0]} {size[1]}]/Matrix[{matrix}]"
        head = f"<</Type/XObject/Subtype/Form{box}/Resources<<{self._names()}>>>>"
        self.drawn[name] = self.add(head.encode(), content.encode("latin-1"))

    def _names(self) -> str:
        fonts = "".join(f"/{name} {number} 0 R" for name, number in self.fonts.items())
        drawn = "".join(f"/{name} {number} 0 R" for name, number in self.drawn.items())
        return f"/Font<<{fonts}>>/XObject<<{drawn}>>/ExtGState<</Clear<</ca 0>>>>"

    def page(self, content: str, notes: Sequence[int] = ()) -> None:
        """A page that shows the content; `notes`: objects of its annotations."""
        stream = self.add(b"<<>>", content.encode("latin-1"))
        listed = " ".join(f"{number} 0 R" for number in notes)
        self.pages.append(
            self.add(
                b"<</Type/Page/Parent 2 0 R%s%s/Contents %d 0 R/Resources<<%s>>/Annots[%s]>>"
                % (self._own, self._turn, stream, self._names().encode(), listed.encode())
            )
        )

    def note(self, kind: str, place: Sequence[int], appearance: str) -> int:
        """An annotation that looks like the content `appearance`."""
        self.form("Note", appearance, size=(place[2] - place[0], place[3] - place[1]))
        look = self.drawn.pop("Note")
        rect = " ".join(map(str, place))
        field = "/FT/Tx/T(x)" if kind == "Widget" else ""
        return self.add(
            f"<</Type/Annot/Subtype/{kind}/Rect[{rect}]/F 4{field}/AP<</N {look} 0 R>>>>".encode()
        )

    def save(self, path: Path) -> Path:
        kids = b" ".join(b"%d 0 R" % number for number in self.pages)
        self.objects[1] = b"<</Type/Pages/Kids[%s]/Count %d%s>>" % (kids, len(self.pages), self._shared)
        out, places = bytearray(b"%PDF-1.7\n"), []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
        path.write_bytes(out)
        return path


def text(words: str, x: float, y: float, size: float = 12, more: str = "") -> str:
    """Latin print whose baseline begins at a point; `more`: operators before it."""
    plain = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"q BT /F1 {size} Tf {more} 1 0 0 1 {x} {y} Tm ({plain})Tj ET Q\n"


def glyphs(codes: Iterable[int], x: float, y: float, font: str = "F2", size: float = 12) -> str:
    """Print by codes of two bytes in a font of `Pdf.font`."""
    return f"q BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm <{''.join(f'{code:04x}' for code in codes)}>Tj ET Q\n"


def body(lines: int = 12, more: str = "") -> str:
    """A page of print."""
    return "".join(text(f"{LINE} {n}", 70, 760 - 24 * n, more=more) for n in range(lines))


def place(name: str, x: float, y: float, width: float, height: float) -> str:
    return f"q {width} 0 0 {height} {x} {y} cm /{name} Do Q\n"


def read(pdf: Pdf, folder: Path) -> list[Page]:
    return list(PdfLoader().pages(pdf.save(folder / "x.pdf"), "x.pdf"))


def words(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def scan(folder: Path, content: str | None = None) -> Image.Image:
    """The picture of a page of print."""
    pdf = Pdf()
    pdf.page(content or body())
    return PdfLoader().image(pdf.save(folder / "scanned.pdf"), 1, max_pixels=900_000)


def seal(size: int = 160) -> Image.Image:
    """A round red seal on clear ground."""
    picture = Image.new("RGBA", (size, size), (255, 255, 255, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((4, 4, size - 4, size - 4), outline=(220, 20, 30, 255), width=6)
    draw.regular_polygon((size // 2, size // 2, size // 5), 5, fill=(220, 20, 30, 255))
    return picture


def signature(size: tuple[int, int] = (200, 70)) -> Image.Image:
    """Strokes of a pen on clear ground."""
    picture = Image.new("RGBA", size, (255, 255, 255, 0))
    points = [(10 + 9 * n, 35 + (-1) ** n * (8 + 5 * (n % 4))) for n in range(20)]
    ImageDraw.Draw(picture).line(points, fill=(10, 10, 40, 255), width=3)
    return picture
