"""A workbook that came back: its sheets as texts, after the guards; what could run or hide a value is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..model.errors import SheetError, UnreadableFile, WrongFileType, together
from ..reading.ole import OLE
from ..reading.packed import Packed, local_name
from ..reading.sheets import Sheet, read_sheets

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_NAMED = 10  # problems of one kind that a message names


def open_book(file: Path) -> dict[str, Sheet]:
    """Name → sheet of a workbook, figures as they are kept.

    Raises:
        WrongFileType: no XLSX, or one with macros; EncryptedFile; UnreadableFile: damaged or not there;
        TooLarge: over a cap; UnsafeArchive: declares a document type; SheetError: a cell holds a formula.
    """
    try:
        sheets = read_sheets(file, file.name, shown=False)
        with file.open("rb") as stream:
            head = stream.read(len(OLE))
    except OSError as error:
        what = f"文件打不开：{error.strerror or type(error).__name__}"
        raise UnreadableFile(what, file.name, "核对路径和权限后重试") from None
    if head == OLE:
        raise WrongFileType("评查表应当是 .xlsx 文件", file.name, "另存为 .xlsx 后重新提交")
    with Packed(file, file.name, "XLSX") as package:
        _refuse_macros(package, file.name)
        formulas = list(_formulas(package))
    if formulas:
        problems = [
            SheetError("单元格里是公式", f"{file.name}：{sheet}!{cell}", "改为直接填写的内容")
            for sheet, cell in formulas
        ]
        raise several(problems)
    return {sheet.name: sheet for sheet in sheets}


def several(problems: list[SheetError]) -> SheetError:
    """All problems of one sheet as one error; of many only the first are named."""
    shown = problems[:_NAMED]
    more = f"（只列出前{_NAMED}处）" if len(problems) > _NAMED else ""
    return together(f"评查表有{len(problems)}处不能接收{more}", shown)


def _refuse_macros(package: Packed, name: str) -> None:
    types = package.find("[Content_Types].xml")
    coded = types is not None and b"macroenabled" in package.checked(types).lower()
    if coded or any(
        part.lower().endswith("vbaproject.bin") or "/macrosheets/" in f"/{part.lower()}"
        for part in package.parts
    ):
        raise WrongFileType("评查表带有宏，不接收", name, "另存为不带宏的 .xlsx 后重新提交")


def _formulas(package: Packed) -> Iterator[tuple[str, str]]:
    """Sheet and cell of every formula."""
    for name, part in _parts(package):
        for element in package.xml(part).iter():
            if local_name(element) == "f" and (cell := element.getparent()) is not None:
                yield name, cell.get("r", "")


def _parts(package: Packed) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet."""
    book = next(part for part in package.parts if part.lower().endswith("workbook.xml"))
    folder, _, file = book.rpartition("/")
    links = package.find(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    targets: dict[str, Any] = {}
    if links is not None:
        targets = {one.get("Id", ""): one.get("Target", "") for one in package.xml(links)}
    for element in package.xml(book).iter():
        if local_name(element) == "sheet":
            link = element.get(_ID) or element.get(_STRICT_ID) or ""
            part = package.at(book, targets.get(link, ""))
            if part is not None:
                yield element.get("name", ""), part
