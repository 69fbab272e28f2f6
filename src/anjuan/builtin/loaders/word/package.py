"""The parts of a DOCX: its text, what stands around it, and its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from anjuan import Packed, WrongFileType, local_name


class Docx:
    """An opened DOCX.

    Raises:
        WrongFileType: no DOCX; EncryptedFile, UnreadableFile, UnsafeArchive, TooLarge: see the tree of errors.
    """

    def __init__(self, file: Path | IO[bytes], name: str) -> None:
        self.packed = Packed(file, name, "DOCX")
        try:
            part = self._main()
            if part is None:
                raise WrongFileType("扩展名是 .docx，内容却不是 Word 文档", name, "核对文件后重新提交")
            self.part: str = part
            self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        except BaseException:
            self.packed.close()
            raise

    def _main(self) -> str | None:
        root = self.packed.find("_rels/.rels")
        if root is not None:
            for kind, target in _relations(self.packed.xml(root)).values():
                if kind == "officeDocument":
                    found = self.packed.at("document", target)
                    # A workbook has such a part as well.
                    if found is not None and not found.lower().startswith(("xl/", "ppt/")):
                        return found
        return self.packed.find("word/document.xml")

    def target(self, part: str, key: str) -> str | None:
        """The part that a part refers to by the id of a relation; None for what lies outside of the file."""
        _, place = self.relations(part).get(key, ("", ""))
        return self.packed.at(part, place) if place else None

    def of_kind(self, kind: str) -> str | None:
        """The part that the text is related to in that way (`numbering`, `footnotes`, …)."""
        for one, place in self.relations(self.part).values():
            if one == kind:
                return self.packed.at(self.part, place)
        return None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → kind and target of what a part refers to within the file."""
        if part not in self._relations:
            folder, _, name = part.rpartition("/")
            listing = self.packed.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
            self._relations[part] = _relations(self.packed.xml(listing)) if listing else {}
        return self._relations[part]

    def close(self) -> None:
        """Close the file."""
        self.packed.close()

    def __enter__(self) -> Docx:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _relations(root: Any) -> dict[str, tuple[str, str]]:
    return {
        one.get("Id") or "": ((one.get("Type") or "").rpartition("/")[2], one.get("Target") or "")
        for one in root
        if one.get("TargetMode") != "External"
    }


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without a namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def first(element: Any, *names: str) -> Any:
    """The element that a path of names leads to, the first child of each name; None where it ends before."""
    for name in names:
        element = next((one for one in element if local_name(one) == name), None)
        if element is None:
            return None
    return element


def value(element: Any, *names: str) -> str | None:
    """The `val` of the element that a path of names leads to; None where there is none."""
    found = first(element, *names)
    return None if found is None else attribute(found, "val")


def switched(element: Any, *names: str) -> bool:
    """True where a property is there and not switched off."""
    found = first(element, *names)
    return found is not None and (attribute(found, "val") or "true") not in ("0", "false", "off", "none")


def blocks(holder: Any) -> Iterator[Any]:
    """Paragraphs, tables and foreign chunks in a body, cell, note or text box, whatever wraps them."""
    for one in holder:
        kind = local_name(one)
        if kind in ("p", "tbl", "altChunk"):
            yield one
        elif kind in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"):
            yield from blocks(one)
        elif kind == "AlternateContent":
            yield from blocks(alternative(one))


def alternative(element: Any) -> Any:
    """The first of several ways in which the same is written."""
    choices = [one for one in element if local_name(one) in ("Choice", "Fallback")]
    return choices[0] if choices else ()
