"""pdfium for many small questions: the same functions behind lean signatures, asked in one sweep.

A page is thousands of calls for a few numbers each. pdfium's own names in pypdfium2 check and wrap every
argument, which takes longer than the answer; here handles are plain addresses. A function keeps the
interpreter's lock while it runs, as pdfium may not be entered twice at once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import repeat
from typing import Any

Call = Callable[..., Any]
Colour = tuple[int, int, int, int]

_AT, _INT, _BYTE, _UINT, _ULONG = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_ubyte,
    ctypes.c_uint,
    ctypes.c_ulong,
)
_SIGNATURES: dict[str, tuple[Any, ...]] = {  # the result, then the arguments
    "FPDFPageObj_GetBounds": (_BYTE, _AT, _AT, _AT, _AT, _AT),
    "FPDFPageObj_GetFillColor": (_BYTE, _AT, _AT, _AT, _AT, _AT),
    "FPDFPageObj_GetStrokeColor": (_BYTE, _AT, _AT, _AT, _AT, _AT),
    "FPDFPageObj_GetMatrix": (_INT, _AT, _AT),
    "FPDFPageObj_GetType": (_BYTE, _AT),
    "FPDFPageObj_SetIsActive": (_INT, _AT, _INT),
    "FPDFPage_CloseAnnot": (None, _AT),
    "FPDFPage_CountObjects": (_INT, _AT),
    "FPDFPage_Flatten": (_INT, _AT, _INT),
    "FPDFPage_GetAnnot": (_AT, _AT, _INT),
    "FPDFPage_GetAnnotCount": (_INT, _AT),
    "FPDFPage_GetObject": (_AT, _AT, _INT),
    "FPDFAnnot_GetSubtype": (_INT, _AT),
    "FPDFFormObj_CountObjects": (_INT, _AT),
    "FPDFFormObj_GetObject": (_AT, _AT, _ULONG),
    "FPDFImageObj_GetImagePixelSize": (_INT, _AT, _AT, _AT),
    "FPDFPath_CountSegments": (_INT, _AT),
    "FPDFPath_GetPathSegment": (_AT, _AT, _INT),
    "FPDFPathSegment_GetType": (_INT, _AT),
    "FPDFTextObj_GetTextRenderMode": (_BYTE, _AT),
    "FPDFText_CountChars": (_INT, _AT),
    "FPDFText_GetLooseCharBox": (None, _AT, _INT, _AT),
    "FPDFText_GetText": (_INT, _AT, _INT, _INT, _AT),
    "FPDFText_GetUnicode": (_UINT, _AT, _INT),
    "FPDFText_IsHyphen": (_INT, _AT, _INT),
    "FPDFText_HasUnicodeMapError": (_BYTE, _AT, _INT),
}


@cache
def call(name: str) -> Call:
    """A function of pdfium; pointers and handles are addresses."""
    import pypdfium2.raw as raw

    result, *arguments = _SIGNATURES[name]
    function: Call = ctypes.PYFUNCTYPE(result, *arguments)(address(getattr(raw, name)))
    return function


def address(handle: Any) -> int:
    """The address behind a handle or a function of pypdfium2."""
    return ctypes.cast(handle, _AT).value or 0


class Room:
    """Rows of four numbers for pdfium to write into; it grows and is used again for every page.

    Args:
        kind: `c_float` for boxes, `c_uint` for colours; each has four bytes.
    """

    def __init__(self, kind: Any) -> None:
        self._kind, self._rows = kind, 0
        self._grow(1024)

    def _grow(self, rows: int) -> None:
        self._rows = rows
        self._cells = (self._kind * (4 * rows))()
        self._start = ctypes.addressof(self._cells)
        end = self._start + 16 * rows
        self._at = [range(self._start + 4 * n, end, 16) for n in range(4)]

    def at(self, count: int) -> Sequence[range]:
        """Addresses of the four numbers of `count` rows, which are nothing (NaN, or 2 ** 32 - 1) till written."""
        if count > self._rows:
            self._grow(max(count, 2 * self._rows))
        ctypes.memset(self._start, 0xFF, 16 * count)
        return self._at

    def numbers(self, count: int) -> list[Any]:
        """The numbers of `count` rows, one after another."""
        return list(self._cells[: 4 * count])

    def table(self, count: int) -> Any:
        """The same as an array (count, 4) of float64 of its own."""
        import numpy

        return numpy.frombuffer(self._cells, numpy.float32, 4 * count).reshape(count, 4).astype(numpy.float64)


@cache
def _boxes() -> Room:
    return Room(ctypes.c_float)


@cache
def _colours() -> Room:
    return Room(_UINT)


def _ask(answers: Iterable[Any]) -> None:
    deque(answers, maxlen=0)


def char_boxes(text: int, count: int) -> Any:
    """Loose boxes of all characters in page units: left, top, right, bottom; NaN where there is none."""
    room = _boxes()
    at = room.at(count)[0]
    _ask(map(call("FPDFText_GetLooseCharBox"), repeat(text), range(count), at))
    return room.table(count)


_letters: list[Any] = [(ctypes.c_ushort * 4096)()]


def characters(text: int, count: int) -> Any:
    """UTF-16 codes of all characters of a text page: an array that the next call overwrites."""
    import numpy

    if count >= len(_letters[0]):
        _letters[0] = (ctypes.c_ushort * (2 * count))()
    room = _letters[0]
    if call("FPDFText_GetText")(text, 0, count, ctypes.addressof(room)) == count + 1:
        return numpy.frombuffer(memoryview(room), numpy.uint16, count)
    # A character that has no code is left out of the text, and everything behind it moves up.
    codes = map(call("FPDFText_GetUnicode"), repeat(text), range(count))
    return numpy.minimum(numpy.fromiter(codes, numpy.uint32, count), 0xFFFF).astype(numpy.uint16)


def object_bounds(objects: Sequence[int]) -> Any:
    """Boxes of page objects in page units: left, bottom, right, top; NaN where there is none."""
    room = _boxes()
    _ask(map(call("FPDFPageObj_GetBounds"), objects, *room.at(len(objects))))
    return room.table(len(objects))


def colours(objects: Sequence[int], *, stroke: bool = False) -> list[Colour]:
    """Red, green, blue, alpha (0 to 255) with which objects are filled or stroked; more where nothing tells."""
    room = _colours()
    ask = call("FPDFPageObj_GetStrokeColor" if stroke else "FPDFPageObj_GetFillColor")
    _ask(map(ask, objects, *room.at(len(objects))))
    numbers = iter(room.numbers(len(objects)))
    return list(zip(numbers, numbers, numbers, numbers, strict=True))
