"""Electronic seals of an OFD: where they stand and whose name they carry (GM/T 0031, GB/T 38540)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anjuan import InputError, local_name, normalise

from .package import Body, Ofd, PageRef, floats, text_of

MAX_SEALS = 1_000  # stamps of one document
MAX_NODES, MAX_DEPTH = 400, 10  # of the ASN.1 that is looked at
SEQUENCE, IA5, PRINTABLE, UTF8, BMP, OCTETS = 0x30, 0x16, 0x13, 0x0C, 0x1E, 0x04
_ENCODINGS = {IA5: "ascii", PRINTABLE: "ascii", UTF8: "utf-8", BMP: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """One stamp of an electronic seal on a page, in millimetres of it.

    Attributes:
        name: of the seal; empty where it cannot be read. image: its picture as bytes, empty without one.
    """

    box: tuple[float, float, float, float]
    name: str = ""
    image: bytes = b""


@dataclass(frozen=True, slots=True)
class Node:
    """One value of an ASN.1 structure."""

    tag: int
    body: bytes


def stamps_of(ofd: Ofd, page: PageRef) -> list[Stamp]:
    """The stamps on one page; a signature that cannot be read gives none."""
    return all_stamps(ofd, ofd.bodies[page.body]).get(page.id, [])


def all_stamps(ofd: Ofd, body: Body) -> dict[str, list[Stamp]]:
    """Id of a page → its stamps."""
    found: dict[str, list[Stamp]] = {}
    if body.signatures is None:
        return found
    left = MAX_SEALS
    for part in _signatures(ofd, body.signatures):
        try:
            root = ofd.packed.xml(part)
        except InputError:
            continue
        marks = [one for one in root.iter() if local_name(one) == "StampAnnot"]
        name, image = _seal(ofd, part, root) if marks else ("", b"")
        for mark in marks[:left]:
            box = floats(mark.get("Boundary"))
            if len(box) >= 4 and box[2] > 0 and box[3] > 0:
                stamp = Stamp((box[0], box[1], box[0] + box[2], box[1] + box[3]), name, image)
                found.setdefault(mark.get("PageRef") or "", []).append(stamp)
        left -= len(marks[:left])
    return found


def _signatures(ofd: Ofd, listing: str) -> Iterator[str]:
    try:
        root = ofd.packed.xml(listing)
    except InputError:
        return
    for one in root.iter():
        if local_name(one) == "Signature" and one.get("BaseLoc"):
            part = ofd.packed.at(listing, one.get("BaseLoc"))
            if part is not None:
                yield part


def _seal(ofd: Ofd, part: str, root: Any) -> tuple[str, bytes]:
    """Name and picture from the seal beside the signature, or from the signed value, which holds a copy."""
    places = [text_of(one, "BaseLoc") for one in root.iter() if local_name(one) == "Seal"]
    places.append(text_of(root, "SignedValue"))
    for place in places:
        found = ofd.packed.at(part, place)
        if found is None or ofd.packed.size(found) > 5_000_000:
            continue
        try:
            name, image = seal_of(ofd.packed.read(found))
        except InputError:
            continue
        if name:
            return name, image
    return "", b""


def seal_of(body: bytes) -> tuple[str, bytes]:
    """Name and picture of the first seal in a DER structure; empty where there is none.

    A seal begins with a header (`ES`, version, vendor), then its id, its property (kind, name, …) and its picture.
    """
    left = [MAX_NODES]
    info = _seal_info(Node(SEQUENCE, body), 0, left)
    if info is None or len(info) < 3:
        return "", b""
    texts = [_text(node) for node in _children(info[2], left) if node.tag in _ENCODINGS]
    picture = _children(info[3], left) if len(info) > 3 else []
    image = next((node.body for node in picture if node.tag == OCTETS), b"")
    return (normalise(texts[0])[:60] if texts else ""), image


def _seal_info(node: Node, depth: int, left: list[int]) -> Sequence[Node] | None:
    """The fields of the seal: those of the first sequence whose first field is a header."""
    if depth > MAX_DEPTH or node.tag != SEQUENCE:
        return None
    children = _children(node, left)
    if children and children[0].tag == SEQUENCE:
        head = _children(children[0], left)
        if head and head[0].tag in _ENCODINGS and _text(head[0]) == "ES":
            return children
    for child in children:
        found = _seal_info(child, depth + 1, left)
        if found is not None:
            return found
    return None


def _children(node: Node, left: list[int]) -> list[Node]:
    """The values within a value; what is cut off or nests without end gives what was there before."""
    found: list[Node] = []
    at, body = 0, node.body
    while at + 2 <= len(body) and left[0] > 0:
        left[0] -= 1
        tag, size = body[at], body[at + 1]
        at += 2
        if size >= 0x80:
            count = size & 0x7F
            if not 1 <= count <= 4 or at + count > len(body):
                break
            size = int.from_bytes(body[at : at + count], "big")
            at += count
        if at + size > len(body):
            break
        found.append(Node(tag, body[at : at + size]))
        at += size
    return found


def _text(node: Node) -> str:
    return node.body.decode(_ENCODINGS[node.tag], "replace").strip("\0 ")
