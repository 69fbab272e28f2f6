"""The parts of an OFD: documents, pages, templates, annotations, resources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from anjuan import EncryptedFile, Packed, TooLarge, UnreadableFile, WrongFileType, limits, local_name

A4 = (0.0, 0.0, 210.0, 297.0)  # millimetres
MAX_SIDE = 70_000.0  # millimetres; no printer takes 70 metres

Rect = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page by its place in the file: number of its document, id within that, part (None: it is missing)."""

    body: int
    id: str
    part: str | None


@dataclass(slots=True)
class Resources:
    """What objects refer to by id: parts of fonts and pictures, names of fonts, composite units."""

    fonts: dict[str, str | None] = field(default_factory=dict)
    pictures: dict[str, str | None] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)

    def with_more(self, more: Resources) -> Resources:
        """These and those of a page, which go first."""
        return Resources(
            {**self.fonts, **more.fonts},
            {**self.pictures, **more.pictures},
            {**self.units, **more.units},
        )


@dataclass(slots=True)
class Body:
    """One document of the file.

    Attributes:
        part: its Document.xml; signatures: part that lists them.
        templates: id → part and whether it lies over the page; annotations: id of a page → parts.
    """

    part: str
    area: Rect = A4
    signatures: str | None = None
    pages: list[PageRef] = field(default_factory=list)
    templates: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    annotations: dict[str, list[str]] = field(default_factory=dict)
    resource_parts: list[str] = field(default_factory=list)
    _resources: Resources | None = None

    def resources(self, packed: Packed) -> Resources:
        """Resources of the whole document, read once."""
        if self._resources is None:
            self._resources = load_resources(packed, self.resource_parts)
        return self._resources


class Ofd:
    """An opened OFD.

    Raises:
        WrongFileType: no OFD; EncryptedFile, UnreadableFile; TooLarge: over a cap.
    """

    def __init__(self, file: Path | IO[bytes], name: str) -> None:
        self.packed = Packed(file, name, "OFD")
        try:
            self.bodies = list(_bodies(self.packed))
        except BaseException:
            self.packed.close()
            raise
        self.pages = [page for body in self.bodies for page in body.pages]
        self._trees: dict[str, Any] = {}

    def tree(self, part: str) -> Any:
        """The root of a part that many pages use (a template), parsed once."""
        if part not in self._trees:
            self._trees[part] = self.packed.xml(part)
        return self._trees[part]

    def close(self) -> None:
        """Close the file."""
        self.packed.close()


def _bodies(packed: Packed) -> Iterator[Body]:
    root_part = packed.find("OFD.xml")
    if root_part is None:
        raise WrongFileType("扩展名是 .ofd，内容却不是 OFD", packed.name, "核对文件后重新提交")
    root = packed.xml(root_part)
    if any(local_name(one) in ("Encryptions", "EncryptInfo") for one in root.iter()):
        raise EncryptedFile("OFD 已加密，需要密码或证书", packed.name, "请解除加密后重新提交")
    found = pages = 0
    for number, element in enumerate(one for one in root if local_name(one) == "DocBody"):
        part = packed.at(root_part, text_of(element, "DocRoot"))
        if part is None:
            continue
        found += 1
        body = _body(packed, part, number)
        body.signatures = packed.at(root_part, text_of(element, "Signatures"))
        pages += len(body.pages)
        if pages > limits().pages:
            raise TooLarge(f"OFD 超过上限 {limits().pages} 页", packed.name, "拆成几个文件后重试")
        yield body
    if not found or not pages:
        raise UnreadableFile("OFD 没有页面", packed.name, "重新导出该文件")


def _body(packed: Packed, part: str, number: int) -> Body:
    body = Body(part)
    for element in packed.xml(part).iter():
        kind = local_name(element)
        if kind == "PageArea":
            body.area = area_of(element) or A4
        elif kind in ("PublicRes", "DocumentRes"):
            body.resource_parts += _existing(packed, part, element.text)
        elif kind == "TemplatePage":
            place = packed.at(part, element.get("BaseLoc") or "")
            body.templates[element.get("ID") or ""] = (place, element.get("ZOrder") or "Background")
        elif kind == "Page" and element.get("BaseLoc"):
            place = packed.at(part, element.get("BaseLoc"))
            body.pages.append(PageRef(number, element.get("ID") or "", place))
        elif kind == "Annotations":
            for listing in _existing(packed, part, element.text):
                _add_annotations(packed, listing, body)
    return body


def _add_annotations(packed: Packed, listing: str, body: Body) -> None:
    try:
        entries = [one for one in packed.xml(listing) if local_name(one) == "Page"]
    except UnreadableFile:
        return  # notes on pages: the pages themselves are whole
    for entry in entries:
        for part in _existing(packed, listing, text_of(entry, "FileLoc")):
            body.annotations.setdefault(entry.get("PageID") or "", []).append(part)


def load_resources(packed: Packed, parts: list[str]) -> Resources:
    """Fonts, pictures and composite units that the resource files name; a damaged file counts as empty."""
    found = Resources()
    for part in parts:
        try:
            root = packed.xml(part)
        except UnreadableFile:
            continue
        base = (root.get("BaseLoc") or "").strip("/")
        for element in root.iter():
            kind, key = local_name(element), element.get("ID") or ""
            if kind == "Font":
                found.fonts[key] = _media(packed, part, base, text_of(element, "FontFile"))
            elif kind == "MultiMedia":
                found.pictures[key] = _media(packed, part, base, text_of(element, "MediaFile"))
            elif kind in ("CompositeGraphicUnit", "CompositeGraphUnit"):
                found.units[key] = element
    return found


def _media(packed: Packed, part: str, base: str, place: str) -> str | None:
    if not place.strip():
        return None
    if base and not place.startswith("/"):
        inside = packed.at(part, f"{base}/{place.strip()}")
        if inside is not None:
            return inside
    return packed.at(part, place)


def _existing(packed: Packed, base: str, place: str | None) -> list[str]:
    part = packed.at(base, place or "")
    return [] if part is None else [part]


def area_of(element: Any) -> Rect | None:
    """The box of the paper that an Area names, in millimetres; None where it names none that can be."""
    for wanted in ("PhysicalBox", "ApplicationBox", "CropBox"):
        numbers = floats(text_of(element, wanted))
        if len(numbers) >= 4 and 0 < numbers[2] < MAX_SIDE and 0 < numbers[3] < MAX_SIDE:
            return numbers[0], numbers[1], numbers[2], numbers[3]
    return None


def text_of(element: Any, wanted: str) -> str:
    """The text of the first child of that name; empty where there is none."""
    return next(((one.text or "").strip() for one in element if local_name(one) == wanted), "")


def floats(text: str | None, most: int = 64) -> list[float]:
    """The numbers of a list parted by blanks; empty where one is no finite number."""
    try:
        numbers = [float(word) for word in (text or "").split(None, most)[:most]]
    except ValueError:
        return []
    return numbers if all(abs(number) < 1e9 for number in numbers) else []
